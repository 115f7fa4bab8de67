//go:build !amd64

package csvscan

var look = findMarks
