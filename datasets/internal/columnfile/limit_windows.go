package columnfile

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// limitMemory puts the process into a job of its own with a limit of memory, so
// that a damaged file ends it and not the machine. That needs no administrator.
func limitMemory() {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return
	}
	var limits windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	limits.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_PROCESS_MEMORY
	limits.ProcessMemoryLimit = MaxMemory
	if _, err := windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation, uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits))); err != nil {
		return
	}
	_ = windows.AssignProcessToJobObject(job, windows.CurrentProcess())
}
