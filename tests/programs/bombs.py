"""Programs that try to exhaust something."""

from tests.programs.writing import at_import, in_add

BOMBS = {
    "forks without end": in_add(
        "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"
    ),
    "threads without end": in_add(
        "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(9,)).start()"
    ),
    "allocates at once": in_add("return bytearray(1 << 40)"),
    "allocates bit by bit": in_add("x = []\nwhile True: x.append(bytearray(1 << 20))"),
    "loops": in_add("while True: pass"),
    "loops at import": "while True: pass",
    "ignores every signal and loops": in_add(
        """
        import signal
        for number in range(1, 65):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        while True: pass
        """
    ),
    "stops the timer and loops": in_add(
        "import signal\nsignal.setitimer(signal.ITIMER_PROF, 0)\nwhile True: pass"
    ),
    "raises the limits": at_import(
        "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (99, 99))"
    ),
    "catastrophic regular expression": in_add("import re\nre.match('(a*)*b', 'a' * 40)"),
    "recurses": in_add("return add(a, b)"),
    "recurses in C": in_add("import sys\nsys.setrecursionlimit(10**9)\nadd(a, b)"),
    "computes a giant": in_add("return 10 ** 10 ** 10"),
    "compiles a giant": at_import("eval('(' * 10**6)"),
    "prints without end": in_add("while True: print('x' * 10**6)"),
    "fills tmp": in_add("for i in range(999): open(f'/tmp/{i}', 'w').write('x' * (1 << 20))"),
    "fills shared memory": in_add("open('/dev/shm/x', 'w').write('x' * (1 << 26))"),
    "opens files without end": in_add("x = [open('/dev/null') for _ in range(10**5)]"),
    "returns a giant": in_add("return 'x' * 10**8"),
    "returns a deep list": in_add("x = []\nfor _ in range(10**5): x = [x]\nreturn x"),
    "returns an endless iterator": in_add("import itertools\nreturn itertools.count()"),
    "returns itself": in_add("x = []\nx.append(x)\nreturn x"),
    "crashes": at_import("import ctypes; ctypes.string_at(0)"),
    "overwrites its memory": in_add("import ctypes\nctypes.memset(id(None), 255, 64)\nreturn None"),
}
