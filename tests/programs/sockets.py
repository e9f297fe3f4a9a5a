"""Programs that look for a socket that leads out, or that meets whoever comes next."""

from tests.programs.writing import at_import, in_add

_OPEN = """
import socket
try: socket.{call}
except OSError: pass
else: raise AssertionError("ALLOWED")
"""

SOCKETS = {
    f"a socket of the {name} family": at_import(_OPEN.format(call=call))
    for name, call in {
        "netlink": "socket(16, 3, 0)",
        "virtual machine": "socket(40, 1, 0)",
        "crypto": "socket(38, 5, 0)",
        "bluetooth": "socket(31, 3, 0)",
        "x25": "socket(9, 5, 0)",
        "cluster": "socketpair(30, 5, 0)",
        "internet pair": "socketpair(2, 1, 0)",
        "express data path": "socket(44, 3, 0)",
    }.items()
} | {
    "waits for a successor at a name": in_add(
        """
        import os, socket
        if os.fork() == 0:
            os.setsid()
            s = socket.socket(socket.AF_UNIX)
            s.bind("\\0meeting")
            s.listen()
            while True: s.accept()
        """
    ),
    "waits for a successor at a file": in_add(
        "import os, socket\ns = socket.socket(socket.AF_UNIX)\ns.bind('/dev/shm/meeting')\ns.listen()\nos._exit(0)"
    ),
    "speaks to the grader's names": at_import(
        """
        import socket
        for name in ("/run/dbus/system_bus_socket", "/var/run/docker.sock", "\\0/tmp/.X11-unix/X0", "/tmp/.X11-unix/X0", "/run/systemd/notify"):
            s = socket.socket(socket.AF_UNIX)
            try: s.connect(name)
            except OSError: pass
            else: raise AssertionError("ALLOWED")
        """
    ),
}
