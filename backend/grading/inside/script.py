"""A candidate that reads and writes, run as `python solution.py < input` would run it."""

import atexit
import gc
import os
import sys
import types
import weakref
from typing import Any

from backend.grading.inside import candidate, raised

NAME = "solution.py"
_STREAMS = ("stdin", "r", -1), ("stdout", "w", -1), ("stderr", "w", 1)


def run(program: str, folder: str) -> int:
    """Run a program to its very end in the process it is in; return the process's exit code.

    Its standard streams are descriptors 0 to 2, and it lies in `folder`.
    """
    _surroundings(folder)
    scope = candidate.module("__main__")
    module = weakref.ref(sys.modules["__main__"])
    code = _main(program, os.path.join(folder, NAME), scope)
    del scope
    return _end(module) or code


def _surroundings(folder: str) -> None:
    for fd, (name, mode, buffering) in enumerate(_STREAMS):
        errors = "backslashreplace" if name == "stderr" else "surrogateescape"
        stream: Any = open(  # noqa: SIM115 - they stay open
            fd, mode, buffering, "utf-8", errors, "\n", closefd=False
        )
        stream.buffer.raw.name = f"<{name}>"
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.path[0] = folder


def _main(program: str, path: str, scope: dict[str, Any]) -> int:
    scope |= {"__file__": path, "__annotations__": {}}
    try:
        exec(compile(program, path, "exec"), scope)
    except SystemExit as leaving:
        return _exit_code(leaving)
    except BaseException as error:
        if sys.excepthook is not sys.__excepthook__:
            _quietly(sys.excepthook, type(error), error, error.__traceback__)
        _complain(raised.describe(error))
        return 1
    return 0


def _end(module: "weakref.ref[types.ModuleType]") -> int:
    """End as Python does: wait for threads, call what waits for the end, flush, let go of all."""
    threads: Any = sys.modules.get("threading")
    if threads is not None:
        _quietly(threads._shutdown)
    _quietly(atexit._run_exitfuncs)
    code = _flush()
    sys.stdin, sys.stdout, sys.stderr = sys.__stdin__, sys.__stdout__, sys.__stderr__
    sys.modules.pop("__main__", None)
    _quietly(gc.collect)
    if (left := module()) is not None:
        vars(left).update(dict.fromkeys(vars(left).keys() - {"__builtins__"}))
    del left
    return _flush() or code


def _flush() -> int:
    """Flush what is printed; the exit code is Python's own where that fails."""
    try:
        if not getattr(sys.stdout, "closed", False):
            sys.stdout.flush()
    except BaseException:
        return 120
    _quietly(_flush_errors)
    return 0


def _flush_errors() -> None:
    sys.stderr.flush()


def _quietly(action: Any, *args: Any) -> None:
    """Do what may run the candidate's own code, which changes nothing any more by failing."""
    try:
        action(*args)
    except BaseException as error:
        _complain(raised.describe(error))


def _complain(text: str) -> None:
    try:
        os.write(2, b"\n" + text.encode())
    except OSError:
        pass


def _exit_code(leaving: SystemExit) -> int:
    if leaving.code is None:
        return 0
    if isinstance(leaving.code, int):
        return leaving.code & 0xFF
    _quietly(lambda: _complain(str(leaving.code)))
    return 1
