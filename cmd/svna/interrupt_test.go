package main

import (
	"bufio"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

const smallSettings = `[assessment]
area   = "E09000002"
period = "2022-06/2023-05"
[[extract]]
files   = "crime.csv"
profile = "record-level"
`

const smallExtract = `Crime Ref,Recorded Date,Committed From,HO Code,Borough Code,Knife Use,Victim Age at Offence,Victim Sex,Suspect Age at Offence,Suspect Sex
A1,13/06/2022,12/06/2022 21:00,34B,E09000002,Threaten,17,M,16,M
A2,20/09/2022,20/09/2022 16:00,34B,E09000002,Threaten,22,F,,
A3,25/12/2022,24/12/2022 23:30,8N,E09000002,Injure,31,F,35,M
A4,13/07/2021,12/07/2021 20:00,34B,E09000002,Threaten,15,M,17,M
`

// smallFolder is a folder with settings and an extract that run in about a
// second, with status 3.
func smallFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	write(t, filepath.Join(folder, "svna.toml"), smallSettings)
	write(t, filepath.Join(folder, "crime.csv"), smallExtract)
	return folder
}

// namesIn lists a folder; nil where there is none.
func namesIn(folder string) (names []string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

const smallRun = "E09000002_2023-05"

// Two runs into one folder at once: the second ends with status 6 before it
// reads anything, and the first is not disturbed.
func TestTwoRunsAtOnce(t *testing.T) {
	folder := smallFolder(t)
	out := filepath.Join(folder, "out")
	release, err := lockOut(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"run", "demo"} {
		printed, status := program(t, folder, command)
		want := "svna: use folder out: another run is writing to it\nWait until it has ended and run again, or name another folder with --out.\n"
		if status != exitLocked || printed != want {
			t.Errorf("%s beside another run: status %d and %q, want %d and %q", command, status, printed, exitLocked, want)
		}
	}
	if got := namesIn(out); !slices.Equal(got, []string{".svna.lock"}) {
		t.Errorf("the second run left %q beside the lock of the first", got)
	}
	release()
	if got := namesIn(out); got != nil {
		t.Errorf("a run that wrote nothing left the folder with %q", got)
	}
	if printed, status := program(t, folder, "run"); status != exitPartial {
		t.Errorf("after the first run ended: status %d, want %d; it printed\n%s", status, exitPartial, printed)
	}
}

// A folder that a dead run left is cleared, and a swap that was cut short is
// undone, at the start of the next run.
func TestSweep(t *testing.T) {
	out := t.TempDir()
	for _, file := range []string{
		newPrefix + "A_2023-05/half.txt",
		oldPrefix + "B_2023-05/good.txt",                         // its swap was cut short: it comes back
		oldPrefix + "C_2023-05/older.txt", "C_2023-05/newer.txt", // its swap was done
		newPrefix + "D_2023-05/half.txt", oldPrefix + "D_2023-05/d.t", // both
		// The later one has no public edition: the earlier, which has, is kept.
		oldPrefix + "E_2023-05/public/good.txt", "E_2023-05/restricted/later.txt", "E_2023-05" + keptSuffix + "/public/older.txt",
		"F_2023-05/restricted/later.txt", "F_2023-05" + keptSuffix + "/public/good.txt",
		// The later one has one: none is kept.
		oldPrefix + "G_2023-05/restricted/older.txt", "G_2023-05/public/good.txt", "G_2023-05" + keptSuffix + "/public/older.txt",
		"mine/note.txt", // none of ours
	} {
		write(t, filepath.Join(out, filepath.FromSlash(file)), "x")
	}
	release, err := lockOut(out)
	if err != nil {
		t.Fatal(err)
	}
	release()
	got := namesIn(out)
	want := []string{"B_2023-05", "C_2023-05", "D_2023-05", "E_2023-05", "E_2023-05" + keptSuffix, "F_2023-05", "F_2023-05" + keptSuffix, "G_2023-05", "mine"}
	if !slices.Equal(got, want) {
		t.Errorf("after the sweep there are %q, want %q", got, want)
	}
	if names := namesIn(filepath.Join(out, "C_2023-05")); !slices.Equal(names, []string{"newer.txt"}) {
		t.Errorf("the finished run has %q, want the newer one", names)
	}
	if names := namesIn(filepath.Join(out, "E_2023-05"+keptSuffix, "public")); !slices.Equal(names, []string{"good.txt"}) {
		t.Errorf("the public edition that is kept has %q, want that of the run replaced last", names)
	}
}

// A run that is stopped, at whatever step, leaves the earlier run byte for byte,
// and nothing half-built: at once after an interrupt, and from the start of the
// next run after a kill.
func TestStoppedRuns(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows cannot send an interrupt to one process")
	}
	folder := smallFolder(t)
	out := filepath.Join(folder, "out")

	stopAt(t, folder, "read extracts", os.Interrupt, "run")
	if got := namesIn(out); got != nil {
		t.Errorf("an interrupted first run left %q", got)
	}
	if printed, status := program(t, folder, "run", "-q"); status != exitPartial {
		t.Fatalf("status %d, want %d; it printed\n%s", status, exitPartial, printed)
	}
	write(t, filepath.Join(out, smallRun, "mark.txt"), "a run that replaced this one would not have this file")
	earlier := folderContent(filepath.Join(out, smallRun))

	for _, step := range []string{"analyse", "write " + smallRun, "restricted: draw figures", "verify"} {
		for _, signal := range []os.Signal{os.Interrupt, os.Kill} {
			status, printed := stopAt(t, folder, step, signal, "run")
			if status == exitPartial {
				// It was quicker than the signal: the new run stands, whole.
				if proved, status := program(t, folder, "verify", filepath.Join("out", smallRun)); status != 0 {
					t.Errorf("%v at %q came too late, and verify says\n%s", signal, step, proved)
				}
				write(t, filepath.Join(out, smallRun, "mark.txt"), "a run that replaced this one would not have this file")
				continue
			}
			if signal == os.Interrupt {
				want := "svna: interrupted; nothing was written, and an earlier run stands as it was\n"
				if status != exitInterrupted || !strings.HasSuffix(printed, want) {
					t.Errorf("interrupt at %q: status %d, want %d; it printed\n%s", step, status, exitInterrupted, printed)
				}
				if got := namesIn(out); !slices.Equal(got, []string{smallRun}) {
					t.Errorf("interrupt at %q left %q", step, got)
				}
			}
			if signal == os.Kill {
				// The next start sweeps, whatever becomes of it.
				write(t, filepath.Join(folder, "refused.toml"), strings.Replace(smallSettings, "2022-06/2023-05", "1999-01/1999-12", 1))
				if _, status := program(t, folder, "run", "refused.toml"); status != exitRefused {
					t.Errorf("the run after the kill: status %d, want %d", status, exitRefused)
				}
				if got := namesIn(out); !slices.Equal(got, []string{smallRun}) {
					t.Errorf("after a kill at %q and another start there are %q", step, got)
				}
			}
			now := folderContent(filepath.Join(out, smallRun))
			if len(now) != len(earlier) {
				t.Errorf("%v at %q: the earlier run has %d files, want %d", signal, step, len(now), len(earlier))
			}
			for name, content := range earlier {
				if string(now[name]) != string(content) {
					t.Errorf("%v at %q: %s of the earlier run is another", signal, step, name)
				}
			}
		}
	}
}

// stopAt starts the program and sends it a signal as soon as it prints that a step
// starts.
func stopAt(t *testing.T, folder, step string, signal os.Signal, args ...string) (status int, printed string) {
	t.Helper()
	command := programCommand(t, folder, args...)
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	var lines strings.Builder
	sent := false
	for scanner := bufio.NewScanner(stderr); scanner.Scan(); {
		lines.WriteString(scanner.Text() + "\n")
		if !sent && strings.HasPrefix(scanner.Text(), step) {
			sent = true
			_ = command.Process.Signal(signal) // a process that has ended is met below
		}
	}
	_ = command.Wait() // the status says it
	if !sent {
		t.Fatalf("the run did not print %q, but\n%s", step, lines.String())
	}
	return command.ProcessState.ExitCode(), lines.String()
}
