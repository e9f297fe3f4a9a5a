"""Programs that try to get out of the box, or to see what is outside."""

from pathlib import Path

from tests.programs.writing import at_import, in_add, syscall

ESCAPES = {
    "reads the password file": at_import("open('/etc/passwd')"),
    "reads the shadow file": at_import("open('/etc/shadow')"),
    "lists homes": at_import("import os; os.listdir('/home'); os.listdir('/root')"),
    "reads the grader": at_import(f"open({str(Path(__file__).resolve())!r})"),
    "reads proc": at_import("open('/proc/1/environ')"),
    "reads sys": at_import("import os; os.listdir('/sys/kernel')"),
    "writes to usr": at_import("open('/usr/lib/python3.11/evil.py', 'w')"),
    "writes to the box": at_import("open('/box/backend/grading/inside/wire.py', 'w')"),
    "writes to the root": at_import("open('/evil', 'w')"),
    "writes to dev": at_import("open('/dev/evil', 'w')"),
    "connects out": at_import("import socket; socket.create_connection(('1.1.1.1', 53), 1)"),
    "connects to the host": at_import(
        "import socket; socket.create_connection(('127.0.0.1', 22), 1)"
    ),
    "opens a raw socket": at_import("import socket; socket.socket(socket.AF_PACKET)"),
    "becomes root": at_import("import os; os.setuid(0)"),
    "becomes another user": at_import("import os; os.setresuid(1, 1, 1)"),
    "kills process 1": in_add("import os; os.kill(1, 9)"),
    "kills everything": in_add("import os; os.kill(-1, 9)"),
    "unshares a user namespace": syscall(272, "0x10000000"),
    "clones a namespace": syscall(56, "0x10000000 | 17", "0", "0", "0", "0"),
    "mounts": syscall(165, "b'none'", "b'/tmp'", "b'tmpfs'", "0", "0"),
    "changes root": syscall(161, "b'/tmp'"),
    "traces process 1": syscall(101, "16", "1", "0", "0"),
    "reads another's memory": syscall(310, "1", "0", "0", "0", "0", "0"),
    "sets up io_uring": syscall(425, "8", "0"),
    "loads bpf": syscall(321, "0", "0", "0"),
    "adds a key": syscall(248, "b'user'", "b'x'", "b'y'", "1", "-3"),
    "opens by handle": syscall(304, "-100", "0", "0"),
    "makes a memory file": syscall(319, "b'x'", "0"),
    "makes shared memory": syscall(29, "0", "4096", "0x380"),
    "makes a message queue": syscall(68, "0", "0x380"),
    "makes a device": at_import("import os; os.mknod('/tmp/sda', 0o60666, os.makedev(8, 0))"),
    "executes another program": at_import("import os; os.execv('/usr/bin/true', ['true'])"),
    "runs a shell": at_import(
        "import subprocess; subprocess.run('echo passed >&3', shell=True, pass_fds=[3])"
    ),
}
