"""Programs that leave descriptors where only the kernel finds them, and sockets as nobody likes."""

from tests.programs.writing import in_add

IN_FLIGHT = {
    "its own line in a cycle": in_add(
        """
        import os, socket
        s, t = socket.socketpair(), socket.socketpair()
        socket.send_fds(s[0], [b"x"], [3, s[1].fileno(), t[0].fileno(), t[1].fileno()])
        socket.send_fds(t[0], [b"x"], [3, s[1].fileno(), s[0].fileno(), t[1].fileno()])
        os._exit(0)
        """
    ),
    "its own line within itself": in_add(
        """
        import os, socket
        s = socket.socketpair()
        for _ in range(3): socket.send_fds(s[0], [b"x"], [3, s[0].fileno(), s[1].fileno()])
        os._exit(0)
        """
    ),
    "its own line sent along its own line": in_add(
        """
        import os, socket
        line = socket.socket(fileno=3)
        for _ in range(99): socket.send_fds(line, [b"\\x02"], [3, 3, 3, 3])
        os._exit(0)
        """
    ),
    "files without names in flight": in_add(
        """
        import os, socket
        kept = []
        for _ in range(9):
            fd = os.open("/tmp", os.O_TMPFILE | os.O_RDWR)
            os.write(fd, b"x" * (4 << 20))
            s = socket.socketpair()
            socket.send_fds(s[0], [b"x"], [fd, s[0].fileno(), s[1].fileno()])
            os.close(fd)
        os._exit(0)
        """
    ),
    "a full socket that nobody reads": in_add(
        """
        import socket
        kept = [socket.socketpair() for _ in range(20)]
        for one, _ in kept:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30)
            one.setblocking(False)
            try:
                while True: one.send(b"x" * 65536)
            except OSError: pass
        """
    ),
    "a half closed line": in_add(
        "import socket\nline = socket.socket(fileno=3)\nline.shutdown(socket.SHUT_WR)\nwhile True: line.recv(1)"
    ),
    "a line that is no longer heard": in_add(
        "import socket, time\nline = socket.socket(fileno=3)\nline.shutdown(socket.SHUT_RD)\ntime.sleep(99)"
    ),
    "watchers of each other": in_add(
        """
        import ctypes, os, select, signal
        libc = ctypes.CDLL(None, use_errno=True)
        polls = [select.epoll() for _ in range(12)]
        for one, other in zip(polls, polls[1:]): one.register(other.fileno())
        made = [libc.eventfd(0, 0), libc.timerfd_create(0, 0), libc.inotify_init1(0), os.pidfd_open(os.getpid())]
        for fd in (*made, 3):
            try: polls[0].register(fd)
            except OSError: pass
        libc.inotify_add_watch(made[2], b"/tmp", 0xfff)
        os._exit(0)
        """
    ),
    "locks and leases left behind": in_add(
        """
        import fcntl, os
        for path in ("/dev/null", "/usr", "/tmp", "/dev/shm", "/box"):
            fd = os.open(path, os.O_RDONLY)
            for ask in (lambda: fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB),
                        lambda: fcntl.fcntl(fd, 1024, fcntl.F_RDLCK), lambda: fcntl.fcntl(fd, 1026, 0xf)):
                try: ask()
                except OSError: pass
            os.dup2(fd, 40 + fd)
        os._exit(0)
        """
    ),
}
