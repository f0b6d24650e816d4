"""Asks a host over SSH how full its disks are. Knows nothing of tapehead."""

import subprocess


def used_percent(ssh, path):
    """How full the file system is that holds path, 0 to 100; ssh is the command up to the host's name."""
    done = subprocess.run([*ssh, f"df -P {path}"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise OSError(done.stderr.strip())
    # Filesystem  1024-blocks  Used  Available  Capacity  Mounted on
    return int(done.stdout.splitlines()[-1].split()[4].rstrip("%"))
