// Package disk asks a host over SSH how full its disks are. It knows nothing of tapehead.
package disk

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/ssh"
)

// UsedPercent returns how full the file system is that holds path, 0 to 100.
func UsedPercent(host *ssh.Client, path string) (int, error) {
	session, err := host.NewSession()
	if err != nil {
		return 0, err
	}
	defer session.Close()

	var stdout, stderr bytes.Buffer
	session.Stdout, session.Stderr = &stdout, &stderr
	if err := session.Run("df -P " + path); err != nil {
		return 0, fmt.Errorf("%w: %s", err, strings.TrimSpace(stderr.String()))
	}

	// Filesystem  1024-blocks  Used  Available  Capacity  Mounted on
	lines := strings.Split(strings.TrimSpace(stdout.String()), "\n")
	fields := strings.Fields(lines[len(lines)-1])
	if len(fields) < 6 {
		return 0, fmt.Errorf("df says %q", stdout.String())
	}
	return strconv.Atoi(strings.TrimSuffix(fields[4], "%"))
}
