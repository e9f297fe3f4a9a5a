"""Programs that fill what a file system keeps beside its files, or leave what is hard to remove."""

from tests.programs.writing import at_import, in_add

CLUTTER = {
    "extended attributes": in_add(
        """
        import os
        for name in (*(f"user.{i}" for i in range(50)), "system.posix_acl_default", "security.x", "trusted.x"):
            for place in ("/tmp", "/dev/shm", "/dev/null", "/"):
                try: os.setxattr(place, name, b"x" * 60000)
                except OSError: pass
        """
    ),
    "an access list": in_add(
        """
        import os, struct
        acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *e) for e in ((1, 0, -1 & 0xffffffff), (4, 0, 0xffffffff), (32, 0, 0xffffffff)))
        for place in ("/tmp", "/dev/shm"):
            for name in ("system.posix_acl_access", "system.posix_acl_default"):
                try: os.setxattr(place, name, acl)
                except OSError: pass
        """
    ),
    "closes the door behind itself": in_add(
        "import os\nfor place in ('/tmp', '/dev/shm'):\n    try: os.chmod(place, 0)\n    except OSError: pass"
    ),
    "empty files without end": in_add(
        "import os\ni = 0\nwhile True: os.mknod(f'/tmp/{i}'); i += 1"
    ),
    "empty folders without end": in_add(
        "import os\ni = 0\nwhile True: os.mkdir(f'/dev/shm/{i}'); i += 1"
    ),
    "links to one file without end": in_add(
        "import os\nos.mknod('/tmp/x')\ni = 0\nwhile True: os.link('/tmp/x', f'/tmp/{i}'); i += 1"
    ),
    "a tree deeper than any path": in_add(
        """
        import os
        for _ in range(2000):
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
        """
    ),
    "names of odd bytes": in_add(
        "import os\nfor name in (b'\\xff\\xfe', b'\\n', b'\\x1b[2J', b' ', b'..\\r', b'\\xed\\xa0\\x80', b'x' * 255):\n    os.mkdir(b'/tmp/' + name, 0)"
    ),
    "a file of nothing, as large as it goes": in_add(
        "import os\nfor i in range(50):\n    with open(f'/tmp/{i}', 'wb') as f: os.truncate(f.fileno(), 1 << 24); os.posix_fallocate(f.fileno(), 0, 1 << 20)"
    ),
    "flags that forbid removal": in_add(
        "import fcntl, os, struct\nfd = os.open('/tmp/x', os.O_CREAT | os.O_RDWR)\nfor flag in (0x10, 0x20):\n    try: fcntl.ioctl(fd, 0x40086602, struct.pack('l', flag))\n    except OSError: pass"
    ),
    "a module for whoever comes next": at_import(
        """
        import os
        for place in ("/tmp", "/dev/shm"):
            for name in ("os", "json", "sitecustomize", "usercustomize", "ctypes", "resource"):
                try: open(f"{place}/{name}.py", "w").write("raise SystemExit")
                except OSError: pass
            os.makedirs(place + "/__pycache__")
        """
    ),
    "memory mapped from files without names": in_add(
        """
        import mmap, os, time
        for _ in range(3):
            fd = os.open("/dev/shm", os.O_TMPFILE | os.O_RDWR)
            os.truncate(fd, 4 << 20)
            m = mmap.mmap(fd, 4 << 20)
            m[:] = bytes(4 << 20)
        if os.fork() == 0: os.setsid(); time.sleep(30)
        """
    ),
}
