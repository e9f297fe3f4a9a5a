"""A box made by bubblewrap."""

import os
import shutil
import subprocess
from pathlib import Path

from backend.grading.tiers import Tier, view
from backend.grading.tiers.scratch import with_scratch
from backend.grading.tiers.seccomp import bpf_filter
from backend.grading.tiers.users import SUBORDINATE, Users, users

_NOBODY = 65534

_NAMESPACES = {
    Users.ROOT: ["unshare", "--mount", "--"],
    Users.SUBORDINATE: [*SUBORDINATE[:-1], "--mount", "--"],
    Users.NONE: ["unshare", "--user", "--map-root-user", "--mount", "--"],
}
_FOLDER = "/dev/shm"


def start(
    program: str, arguments: list[str], control: int, packages: Path | None
) -> subprocess.Popen[bytes]:
    """Start a box whose process 1 is `main()` of a module in `inside`, with its socket `control`.

    The box sees /usr and Python's own installation read-only, an empty /tmp and /dev/shm of
    bounded size and number of files, a bare /dev, nothing of /proc, no network, and no process but
    its own. Where programs have users of their own, its first process has the rights to change
    user and to kill, and nothing else; otherwise it is in a user namespace without any.
    """
    filter_read, filter_write = os.pipe()
    try:
        os.write(filter_write, bpf_filter())
        os.close(filter_write)
        return subprocess.Popen(
            _command(program, arguments, filter_read, packages),
            stdin=control,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=[filter_read],
            cwd="/",
        )
    finally:
        os.close(filter_read)


def _command(
    program: str, arguments: list[str], seccomp_fd: int, packages: Path | None = None
) -> list[str]:
    python, prefix = view.interpreter()
    where = users(Tier.BUBBLEWRAP)
    # fmt: off
    line = [
        *_first_to_die(), *with_scratch(_NAMESPACES[where], _FOLDER), "bwrap",
        "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts",
        "--unshare-cgroup-try", "--die-with-parent", "--new-session", "--as-pid-1",
        "--hostname", "box", "--clearenv",
        *(word for pair in view.ENVIRONMENT.items() for word in ("--setenv", *pair)),
        "--cap-drop", "ALL",
    ]
    if where is Users.NONE:
        line += ["--unshare-user", "--disable-userns", "--uid", str(_NOBODY), "--gid", str(_NOBODY)]
    else:
        for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_KILL"):
            line += ["--cap-add", capability]
    line += ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "lib", "lib64"):
        if Path("/", name).exists():
            line += ["--symlink", f"usr/{name}", f"/{name}"]
    if prefix is not None:
        line += ["--ro-bind", str(prefix), "/python"]
    for folder in view.hidden(prefix):
        line += ["--tmpfs", folder, "--remount-ro", folder]
    if packages is not None:
        line += ["--dir", "/box", "--ro-bind", str(packages), view.PACKAGES]
    line += [
        "--ro-bind", str(view.FILES), f"/box/{view.PACKAGE.replace('.', '/')}",
        "--dev", "/dev",
        "--dir", "/proc", "--dir", "/proc/self", "--dir", "/proc/self/fd",
        # /dev/stdin and its like lead there; a script's own streams have names in /tmp.
        *(word for name, stream in enumerate(view.STREAMS)
          for word in ("--symlink", f"/tmp/{stream}", f"/proc/self/fd/{name}")),
        "--bind", f"{_FOLDER}/shm", "/dev/shm", "--bind", f"{_FOLDER}/tmp", "/tmp",
        "--remount-ro", "/dev", "--remount-ro", "/",
        "--chdir", "/tmp", "--seccomp", str(seccomp_fd),
    ]
    # fmt: on
    arguments = [view.where(0), *arguments]
    shown = view.PACKAGES if packages is not None else None
    return [*line, *view.python(python, "/box", program, arguments, shown)]


def _first_to_die() -> list[str]:
    """Let the kernel, when memory runs out, take a box before anything of the host."""
    choom = shutil.which("choom")
    return [choom, "-n", "1000", "--"] if choom else []
