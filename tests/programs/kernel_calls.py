"""Programs that call rare corners of the kernel: each would be a way to somebody else's things."""

from tests.programs.writing import LIAR, LIBC, syscall

KERNEL_CALLS = {
    "takes process 1's descriptors": f"{LIBC}fd = libc.syscall(434, 1, 0)\n"
    f"assert libc.syscall(438, fd, 0, 0) < 0, 'ALLOWED'\n{LIAR}",
    "writes another's memory": syscall(311, "1", "0", "0", "0", "0", "0"),
    "compares processes": syscall(312, "1", "1", "0", "0", "0"),
    "seizes process 1": syscall(101, "0x4206", "1", "0", "0"),
    "handles page faults": syscall(323, "1"),
    "changes its personality": syscall(135, "0x0040000"),
    "clones every namespace": syscall(56, "0x7e020000 | 17", "0", "0", "0", "0"),
    "clones by the third call": f"{LIBC}import struct\n"
    "a = struct.pack('<8Q', 0x10000000, 0, 0, 0, 17, 0, 0, 0)\n"
    f"assert libc.syscall(435, a, 64) < 0, 'ALLOWED'\n{LIAR}",
    "enters a namespace": syscall(308, "3", "0"),
    "unshares its time": syscall(272, "0x80"),
    "asks for keys": syscall(250, "0", "-3", "1"),
    "watches whole file systems": syscall(300, "0", "0"),
    "counts events": syscall(298, "b'\\0' * 128", "0", "-1", "-1", "0"),
    "opens a tree": syscall(428, "-100", "b'/'", "1"),
    "opens a new file system": syscall(430, "b'tmpfs'", "0"),
    "asks the kernel's log": syscall(103, "3", "b' ' * 99", "99"),
    "sets up rings by a flag": syscall(425, "1", "b'\\0' * 120"),
    "makes secret memory": syscall(447, "0"),
    "loads code into the kernel": syscall(313, "3", "b''", "0"),
    "filters itself until nothing works": f"{LIBC}import struct\n"
    "code = struct.pack('<HBBI', 6, 0, 0, 0)\n"
    "b = ctypes.create_string_buffer(code)\n"
    "p = struct.pack('<H6xQ', 1, ctypes.addressof(b))\n"
    f"libc.prctl(38, 1, 0, 0, 0)\nlibc.syscall(317, 1, 0, p)\n{LIAR}",
}
