"""Programs that use what is in /dev, and terminals that might be there."""

from tests.programs.writing import at_import, in_add

_TERMINALS = "('/dev/tty', '/dev/console', '/dev/pts/0', '/dev/ptmx', '/dev/tty0', '/dev/tty1')"

DEVICES = {
    "types into a terminal": at_import(
        f"import fcntl, os\nfor name in (*{_TERMINALS}, 0, 1, 2):\n    try: fd = name if isinstance(name, int) else os.open(name, os.O_RDWR | os.O_NOCTTY)\n    except OSError: continue\n    try: fcntl.ioctl(fd, 0x5412, b'x')\n    except OSError: continue\n    raise AssertionError('ALLOWED')"
    ),
    "takes a terminal for itself": at_import(
        f"import fcntl, os\nfor name in {_TERMINALS}:\n    try: fd = os.open(name, os.O_RDWR)\n    except OSError: continue\n    for ask in (0x540e, 0x541d, 0x541c):\n        try: fcntl.ioctl(fd, ask, bytes(64))\n        except OSError: pass"
    ),
    "makes terminals": in_add(
        "import os, time\nkept = []\ntry:\n    while True: kept.append(os.openpty())\nexcept OSError: pass\nif os.fork() == 0: os.setsid(); time.sleep(30)"
    ),
    "reads random numbers without end": in_add(
        "while True: open('/dev/urandom', 'rb').read(1 << 20)"
    ),
    "reads zeros without end": in_add("return open('/dev/zero', 'rb').read()"),
    "writes to the full device": in_add("open('/dev/full', 'w').write('x' * 10**6)"),
    "adds to the kernel's luck": at_import(
        "import fcntl, os, struct\nfd = os.open('/dev/urandom', os.O_RDWR)\nfor ask in (0x40085203, 0x5204, 0x5206, 0x5207):\n    try: fcntl.ioctl(fd, ask, struct.pack('ii', 64, 8) + bytes(8))\n    except OSError: continue\n    raise AssertionError('ALLOWED')"
    ),
    "looks for disks and memory": at_import(
        "import os\nfor name in ('mem', 'kmem', 'port', 'kvm', 'fuse', 'vda', 'sda', 'loop-control', 'net/tun', 'nvidia0', 'kmsg', 'vhost-vsock', 'userfaultfd', 'mapper/control', 'cuse', 'hwrng'):\n    try: os.open('/dev/' + name, os.O_RDONLY)\n    except OSError: continue\n    raise AssertionError('ALLOWED')"
    ),
    "puts other things in the place of devices": at_import(
        "import os\nfor name in ('null', 'urandom', 'shm', 'stdin', 'fd'):\n    for do in (os.unlink, os.rmdir, lambda p: os.rename(p, p + 'x'), lambda p: os.symlink('/tmp', p + 'y')):\n        try: do('/dev/' + name)\n        except OSError: continue\n        raise AssertionError('ALLOWED')"
    ),
}
