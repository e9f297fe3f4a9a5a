"""The command that makes a box: what of the host it shows, and as whom its programs run."""

import os
import shutil
import sys
from pathlib import Path

_INSIDE = Path(__file__).parent / "inside"
_PACKAGE = "backend.grading.inside"
_TMP_BYTES, _SHM_BYTES = 64 << 20, 16 << 20
_NOBODY = 65534


def command(program: str, arguments: list[str], seccomp_fd: int) -> list[str]:
    """Return the command line of a box whose process 1 is `main()` of a module in `inside`.

    The box sees /usr and Python's own installation read-only, an empty /tmp and /dev/shm of
    bounded size, a bare /dev, no /proc, no network, and no process but its own. As root, programs
    start with the rights to change user and to kill, and nothing else; as an ordinary user, in a
    user namespace without any.
    """
    python, prefix = _interpreter()
    # fmt: off
    line = [
        *_first_to_die(), _required("bwrap"),
        "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts",
        "--unshare-cgroup-try", "--die-with-parent", "--new-session", "--as-pid-1",
        "--hostname", "box", "--clearenv",
        "--setenv", "PATH", "/usr/bin", "--setenv", "LC_ALL", "C.UTF-8",
        "--setenv", "HOME", "/tmp", "--setenv", "PYTHONHASHSEED", "0",
        "--setenv", "OMP_NUM_THREADS", "1", "--setenv", "OPENBLAS_NUM_THREADS", "1",
        "--cap-drop", "ALL",
    ]
    if os.geteuid() == 0:
        for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_KILL"):
            line += ["--cap-add", capability]
    else:
        line += ["--unshare-user", "--disable-userns", "--uid", str(_NOBODY), "--gid", str(_NOBODY)]
    line += ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "lib", "lib64"):
        if Path("/", name).exists():
            line += ["--symlink", f"usr/{name}", f"/{name}"]
    if prefix is not None:
        line += ["--ro-bind", str(prefix), "/python"]
    line += [
        "--ro-bind", str(_INSIDE), f"/box/{_PACKAGE.replace('.', '/')}",
        "--dev", "/dev",
        "--size", str(_SHM_BYTES), "--tmpfs", "/dev/shm",
        "--size", str(_TMP_BYTES), "--tmpfs", "/tmp",
        "--remount-ro", "/dev", "--remount-ro", "/",
        "--chdir", "/tmp", "--seccomp", str(seccomp_fd),
    ]
    # fmt: on
    start = (
        f"import sys; sys.path.insert(0, '/box'); from {_PACKAGE} import {program} as it; it.main()"
    )
    return [*line, python, "-B", "-E", "-P", "-s", "-S", "-c", start, *arguments]


def _interpreter() -> tuple[str, Path | None]:
    """Return the interpreter's path in the box, and the folder to show as /python, if any."""
    real = Path(sys.executable).resolve()
    if real.is_relative_to("/usr"):
        return str(real), None
    prefix = Path(sys.base_prefix).resolve()
    return str(Path("/python") / real.relative_to(prefix)), prefix


def _first_to_die() -> list[str]:
    """Let the kernel, when memory runs out, take a box before anything of the host."""
    choom = shutil.which("choom")
    return [choom, "-n", "1000", "--"] if choom else []


def _required(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise FileNotFoundError(name)
    return path
