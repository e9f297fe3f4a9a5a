"""What the programs are asked, and honest programs that see whether anything was left for them."""

import ctypes
import os

from backend.records.problem import FunctionTests, Problem, ScriptTests

_IOPRIO_GET = 252

# What a program inherits from process 1, and what it may use, as it was before anybody came.
_UNHARMED = f"""
import ctypes, os, resource, signal, socket
def unharmed():
    assert os.getpriority(os.PRIO_PROCESS, 0) == {os.getpriority(os.PRIO_PROCESS, 0)}, "made nice"
    assert len(os.sched_getaffinity(0)) == {len(os.sched_getaffinity(0))}, "fewer processors"
    assert os.sched_getscheduler(0) == {os.sched_getscheduler(0)}, "another scheduler"
    disks = ctypes.CDLL(None).syscall({_IOPRIO_GET}, 1, 0)
    assert disks == {ctypes.CDLL(None).syscall(_IOPRIO_GET, 1, 0)}, "later at disks"
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, []), "blocked signals"
    assert signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL, "ignored children"
    least = {{"NOFILE": 32, "NPROC": 2, "STACK": 1 << 20, "AS": 1 << 28, "FSIZE": 1 << 20}}
    for name, enough in least.items():
        limit = resource.getrlimit(getattr(resource, "RLIMIT_" + name))[0]
        assert limit >= enough or limit == resource.RLIM_INFINITY, "limited " + name
    for name in ("\\0meeting", "/dev/shm/meeting"):
        assert socket.socket(socket.AF_UNIX).connect_ex(name), "somebody waits here"
    for folder in ("/tmp", "/dev/shm"):
        assert os.listxattr(folder) == [], "leftover attributes"
        os.close(os.open(folder + "/mine", os.O_CREAT | os.O_EXCL))
        os.unlink(folder + "/mine")
    return True
"""

PROBLEM = Problem(
    "hostile",
    "Add two numbers.",
    FunctionTests(
        "secret = 41",
        "assert add(2, 3) == 5\nassert add(secret, 1) == 42\nassert add([1], [2]) == [1, 2]",
        ("add",),
    ),
    reference="def add(a, b):\n    return a + b\n",
)

# Adds, but only in a box that shows nothing of whoever was there before.
HONEST = (
    _UNHARMED
    + """
def add(a, b):
    assert os.listdir("/tmp") == [] and os.listdir("/dev/shm") == [], "leftover files"
    assert os.getcwd() == "/tmp" and os.environ["HOME"] == "/tmp" and unharmed()
    return a + b
"""
)

SCRIPT_PROBLEM = Problem(
    "hostile script",
    "Add two numbers.",
    ScriptTests((("2 3\n", "5\n"), ("40 2\n", "42\n"))),
    reference="print(sum(map(int, input().split())))\n",
)

# Adds, but only in a box that shows nothing but its own.
HONEST_SCRIPT = (
    _UNHARMED
    + """
import sys
own = {".stdin", ".stdout", ".stderr", "solution.py"}
assert set(os.listdir(".")) == own and os.listdir("/dev/shm") == [], "leftover files"
assert sys.argv == ["solution.py"] and len(open(__file__).read()) > 99
assert unharmed()
print(sum(map(int, open("/dev/stdin").read().split())))
"""
)

ODD_BUT_RIGHT = {
    "prints": "def add(a, b):\n    print('hello')\n    return a + b",
    "keeps state": "seen = []\ndef add(a, b):\n    seen.append(a)\n    return a + b",
    "is a lambda": "add = lambda a, b: a + b",
    "is an instance": "class A:\n    def __call__(self, a, b): return a + b\nadd = A()",
    "uses a thread": "import threading\ndef add(a, b):\n    out = []\n"
    "    t = threading.Thread(target=lambda: out.append(a + b))\n    t.start(); t.join()\n"
    "    return out[0]",
    "returns a subclass": "class N(int): pass\nclass L(list): pass\ndef add(a, b):\n"
    "    return L(a + b) if isinstance(a, list) else N(a + b)",
    "has main code": "def add(a, b): return a + b\nif __name__ == '__main__':\n    add(1)",
    "reads standard input": "import sys\nsys.stdin.read()\ndef add(a, b): return a + b",
}
