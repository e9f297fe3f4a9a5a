"""What each box shows, and how the programs that serve it are started, whatever it is made of."""

import json
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

FILES = Path(__file__).parents[1] / "inside"
PACKAGE = "backend.grading.inside"
SCRATCH = ("/tmp", "/dev/shm")
PACKAGES = "/box/packages"
STREAMS = (".stdin", ".stdout", ".stderr")  # as `inside/streams.py` names them
ENVIRONMENT = {
    "PATH": "/usr/bin",
    "LC_ALL": "C.UTF-8",
    "HOME": "/tmp",
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",  # else each thread takes 64 MiB of what a program may have
}


def python(
    interpreter: str,
    root: str,
    program: str,
    arguments: Sequence[str],
    packages: str | None = None,
) -> list[str]:
    """Return the command line of `main()` of a module in `inside`, found below `root`.

    Python reads its environment, which is the box's own: without `PYTHONHASHSEED` equal programs
    would not do equal things.
    """
    paths = f"sys.path.insert(0, {root!r})"
    if packages is not None:
        paths += f"; sys.path.append({packages!r})"
    start = f"import sys; {paths}; from {PACKAGE} import {program} as it"
    return [interpreter, "-B", "-P", "-s", "-S", "-c", f"{start}; it.main()", *arguments]


def where(control: int, scratch: Sequence[str] = SCRATCH) -> str:
    """Return the first argument of those programs: their socket, and where candidates write."""
    return json.dumps({"control": control, "scratch": scratch})


@cache
def hidden(prefix: Path | None) -> tuple[str, ...]:
    """Return the folders of installed packages that a box would show with the interpreter."""
    shown = [("/usr", Path("/usr")), ("/usr/local", Path("/usr/local"))]
    if prefix is not None:
        shown.append(("/python", prefix))
    return tuple(
        f"{there}/{folder.relative_to(here)}"
        for there, here in shown
        for lib in ("lib", "lib64")
        for kind in ("site-packages", "dist-packages")
        for folder in sorted(here.glob(f"{lib}/python3*/{kind}"))
        if folder.is_dir() and not (here / lib).is_symlink()
    )


@cache
def interpreter() -> tuple[str, Path | None]:
    """Return the interpreter's path in a box, and the folder to show there as /python, if any."""
    real = Path(sys.executable).resolve()
    if real.is_relative_to("/usr"):
        return str(real), None
    prefix = Path(sys.base_prefix).resolve()
    return str(Path("/python") / real.relative_to(prefix)), prefix
