"""Programs that wait for a moment that is not theirs: the hooks that Python calls by itself."""

from tests.programs.writing import at_import

_ANSWER = """
import os, json, struct
def answer(*_, **__):
    m = json.dumps({"value": 5}).encode()
    try: os.write(3, struct.pack('<I', len(m)) + m)
    except OSError: pass
"""


def _hook(body: str) -> str:
    return _ANSWER + at_import(body)


HOOKS = {
    "a profiler": _hook(
        "import sys, threading\nsys.setprofile(answer); threading.setprofile(answer)"
    ),
    "a tracer of threads": _hook(
        "import threading, sys\nthreading.settrace(lambda *a: answer())\nthreading.Thread(target=lambda: None).start()"
    ),
    "an audit hook that answers": _hook(
        "import sys\nsys.addaudithook(lambda name, args: answer() if name.startswith('socket') else None)"
    ),
    "an audit hook that refuses everything": "import sys\ndef no(name, args): raise SystemExit(0)\nsys.addaudithook(no)\ndef add(a, b): return 0",
    "a collector's callback": _hook(
        "import gc\ngc.callbacks.append(answer)\ngc.set_threshold(1)\ngc.enable()"
    ),
    "a finalizer": _hook(
        "import weakref\nclass A: pass\na = A()\nweakref.finalize(a, answer)\ndel a\nraise SystemExit(0)"
    ),
    "what cannot be raised": _hook(
        "import sys\nsys.unraisablehook = answer\nclass A:\n    def __del__(self): raise ValueError\nA()"
    ),
    "an exception hook": _hook(
        "import sys, threading\nsys.excepthook = threading.excepthook = answer\n1 / 0"
    ),
    "a function after each fork": _hook(
        "import os\nfor when in ('before', 'after_in_child', 'after_in_parent'): os.register_at_fork(**{when: answer})\nif os.fork() == 0: pass"
    ),
    "a handler for every signal": _hook(
        "import signal\nfor n in range(1, 65):\n    try: signal.signal(n, answer)\n    except (OSError, ValueError): pass\nsignal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)"
    ),
    "a signal's descriptor on the line": _hook(
        "import os, signal\nos.set_blocking(3, False)\nsignal.set_wakeup_fd(3, warn_on_full_buffer=False)\nsignal.signal(14, answer)\nsignal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)"
    ),
    "a breakpoint": _hook("import sys, builtins\nsys.breakpointhook = answer\nbreakpoint()"),
    "monitors": _hook(
        "import sys\nif hasattr(sys, 'monitoring'):\n    m = sys.monitoring\n    m.use_tool_id(0, 'x'); m.register_callback(0, m.events.CALL, answer); m.set_events(0, m.events.CALL)\nanswer()"
    ),
    "an asynchronous exception for the server": _hook(
        "import ctypes, threading\nmain = threading.main_thread().ident\ndef shoot():\n    for _ in range(50): ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(main), ctypes.py_object(StopIteration)); answer()\nthreading.Thread(target=shoot, daemon=True).start()"
    ),
}
