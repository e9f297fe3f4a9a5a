"""Programs that try to pass without solving, to break out, to exhaust, or to leave things behind.

Each defines `add`, or tries to do without. None of them adds, so none may pass.
"""

import textwrap
from pathlib import Path

from backend.benchmarks.problem import FunctionTests, Problem, ScriptTests

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
HONEST = """
import os
def add(a, b):
    assert os.listdir("/tmp") == [] and os.listdir("/dev/shm") == [], "leftover files"
    assert os.getcwd() == "/tmp" and os.environ["HOME"] == "/tmp"
    return a + b
"""

_LIAR = "def add(a, b):\n    return 0\n"
_LIBC = "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"


def _in_add(body: str) -> str:
    return (
        f"def add(a, b):\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n    return 0\n"
    )


def _at_import(body: str) -> str:
    return f"{textwrap.dedent(body).strip()}\n{_LIAR}"


def _syscall(number: int, *arguments: str) -> str:
    """Call a system call; say so if it worked, by a wrong answer no other program gives."""
    call = ", ".join([str(number), *arguments])
    return f"{_LIBC}assert libc.syscall({call}) < 0, 'ALLOWED'\n{_LIAR}"


FORGERIES = {
    "eq always true": "class A:\n    def __eq__(self, o): return True\ndef add(a, b): return A()",
    "int with its own eq": "class A(int):\n    def __eq__(self, o): return True\n"
    "    __hash__ = int.__hash__\ndef add(a, b): return A(0)",
    "str with its own eq": "class A(str):\n    def __eq__(self, o): return True\n"
    "    __hash__ = str.__hash__\ndef add(a, b): return A('')",
    "list with its own eq": "class A(list):\n    def __eq__(self, o): return True\n"
    "def add(a, b): return A()",
    "float with its own eq": "class A(float):\n    def __eq__(self, o): return True\n"
    "    __hash__ = float.__hash__\ndef add(a, b): return A(0)",
    "claims to be an int": "class A:\n    __class__ = int\n    def __eq__(self, o): return True\n"
    "def add(a, b): return A()",
    "metaclass eq": "class M(type):\n    def __eq__(self, o): return True\n    __hash__ = type.__hash__\n"
    "class A(metaclass=M): pass\ndef add(a, b): return A",
    "exit at import": _at_import("import os; os._exit(0)"),
    "sys.exit at import": _at_import("import sys; sys.exit(0)"),
    "exit in the call": _in_add("import os; os._exit(0)"),
    "SystemExit in the call": _in_add("raise SystemExit(0)"),
    "KeyboardInterrupt in the call": _in_add("raise KeyboardInterrupt"),
    "GeneratorExit in the call": _in_add("raise GeneratorExit"),
    "StopIteration in the call": _in_add("raise StopIteration(5)"),
    "prints a verdict": _in_add("print('passed', flush=True)"),
    "writes a verdict to every descriptor": _at_import(
        """
        import os
        for fd in range(64):
            try: os.write(fd, b'P' * 4096)
            except OSError: pass
        """
    ),
    "writes a status frame": _at_import(
        """
        import os, json, struct
        m = json.dumps({"status": "passed", "detail": ""}).encode()
        os.write(3, struct.pack('<I', len(m)) + m)
        """
    ),
    "answers in advance": _at_import(
        """
        import os, json, struct
        for value in ({"ready": True}, {"value": 5}, {"value": 5}, {"value": 5}):
            m = json.dumps(value).encode()
            os.write(3, struct.pack('<I', len(m)) + m)
        """
    ),
    "sends a message without end": _at_import("import os; os.write(3, b'\\xff' * 100)"),
    "sends half a message and hangs": _at_import(
        "import os\nos.write(3, b'\\x20\\0\\0\\0{')\nwhile True: pass"
    ),
    "sends what is no JSON": _at_import("import os; os.write(3, b'\\x04\\0\\0\\0nope')"),
    "sends deep JSON": _at_import(
        "import os, struct\nm = b'[' * 100000\nos.write(3, struct.pack('<I', len(m)) + m)"
    ),
    "sends a list for a reply": _at_import("import os; os.write(3, b'\\x02\\0\\0\\0[]')"),
    "sends an unknown tag": _at_import(
        """
        import sys
        sys.modules['backend.grading.inside.wire'].encode = lambda value, *_: {"same": []}
        """
    ),
    "sends an unhashable in a set": _at_import(
        """
        import sys
        sys.modules['backend.grading.inside.wire'].encode = lambda value, *_: {"set": [[1]]}
        """
    ),
    "raises by a forged name": _in_add(
        """
        import sys
        wire = sys.modules['backend.grading.inside.wire']
        wire.send(__import__('socket').socket(fileno=3), {"raised": ["SystemExit", "0"]})
        """
    ),
    "passes descriptors": _at_import(
        """
        import socket, os
        s = socket.socket(fileno=os.dup(3))
        socket.send_fds(s, [b'\\x02\\0\\0\\0{}'], [3, 3, 3])
        """
    ),
    "rebinds builtins": _at_import(
        """
        import builtins
        builtins.AssertionError = ValueError
        builtins.isinstance = lambda *a: True
        builtins.len = lambda x: 0
        builtins.int = builtins.float = lambda *a: 5
        """
    ),
    "settrace past everything": _at_import(
        """
        import sys
        def trace(frame, event, arg):
            frame.f_locals.clear()
            return trace
        sys.settrace(trace)
        for frame in sys._current_frames().values():
            while frame: frame.f_trace = trace; frame = frame.f_back
        """
    ),
    "reads code objects for the answer": _in_add(
        """
        import gc, types
        for thing in gc.get_objects():
            code = getattr(thing, '__code__', None)
            if isinstance(code, types.CodeType) and code.co_filename == '<tests>': return 5
        import sys
        frame = sys._getframe()
        while frame:
            if 'tests' in str(frame.f_locals.get('job', '')): return 5
            frame = frame.f_back
        """
    ),
    "looks for the expected value in the frames above": _in_add(
        """
        import sys
        frame = sys._getframe(1)
        while frame:
            for value in list(frame.f_locals.values()):
                if value == 42: return 42
            frame = frame.f_back
        """
    ),
    "reads a nonce from memory": _at_import(
        """
        import os
        for fd in (3, 4, 5):
            os.set_blocking(fd, False) if fd == 3 else None
            try: os.write(3, os.read(fd, 16) + b'P')
            except OSError: pass
        """
    ),
    "replaces the server's loop": _at_import(
        """
        import sys
        module = sys.modules['backend.grading.inside.candidate']
        module.serve_calls = lambda *a: None
        module.describe = lambda error: 'passed'
        sys.modules['backend.grading.inside.wire'].send = lambda *a, **k: None
        """
    ),
    "atexit": _at_import("import atexit, os; atexit.register(os._exit, 0); raise SystemExit"),
    "a thread answers": _at_import(
        """
        import threading, os, json, struct
        def answer():
            m = json.dumps({"value": 5}).encode()
            while True: os.write(3, struct.pack('<I', len(m)) + m)
        threading.Thread(target=answer, daemon=True).start()
        """
    ),
    "defines nothing": "x = 1",
    "is no Python": "def add(a, b:\n    return",
    "null bytes": "def add(a, b):\n    return '\0'",
    "surrogates": "def add(a, b):\n    return '\\ud800'",
}

ESCAPES = {
    "reads the password file": _at_import("open('/etc/passwd')"),
    "reads the shadow file": _at_import("open('/etc/shadow')"),
    "lists homes": _at_import("import os; os.listdir('/home'); os.listdir('/root')"),
    "reads the grader": _at_import(f"open({str(Path(__file__).resolve())!r})"),
    "reads proc": _at_import("open('/proc/1/environ')"),
    "reads sys": _at_import("import os; os.listdir('/sys/kernel')"),
    "writes to usr": _at_import("open('/usr/lib/python3.11/evil.py', 'w')"),
    "writes to the box": _at_import("open('/box/backend/grading/inside/wire.py', 'w')"),
    "writes to the root": _at_import("open('/evil', 'w')"),
    "writes to dev": _at_import("open('/dev/evil', 'w')"),
    "connects out": _at_import("import socket; socket.create_connection(('1.1.1.1', 53), 1)"),
    "connects to the host": _at_import(
        "import socket; socket.create_connection(('127.0.0.1', 22), 1)"
    ),
    "opens a raw socket": _at_import("import socket; socket.socket(socket.AF_PACKET)"),
    "becomes root": _at_import("import os; os.setuid(0)"),
    "becomes another user": _at_import("import os; os.setresuid(1, 1, 1)"),
    "kills process 1": _in_add("import os; os.kill(1, 9)"),
    "kills everything": _in_add("import os; os.kill(-1, 9)"),
    "unshares a user namespace": _syscall(272, "0x10000000"),
    "clones a namespace": _syscall(56, "0x10000000 | 17", "0", "0", "0", "0"),
    "mounts": _syscall(165, "b'none'", "b'/tmp'", "b'tmpfs'", "0", "0"),
    "changes root": _syscall(161, "b'/tmp'"),
    "traces process 1": _syscall(101, "16", "1", "0", "0"),
    "reads another's memory": _syscall(310, "1", "0", "0", "0", "0", "0"),
    "sets up io_uring": _syscall(425, "8", "0"),
    "loads bpf": _syscall(321, "0", "0", "0"),
    "adds a key": _syscall(248, "b'user'", "b'x'", "b'y'", "1", "-3"),
    "opens by handle": _syscall(304, "-100", "0", "0"),
    "makes a memory file": _syscall(319, "b'x'", "0"),
    "makes shared memory": _syscall(29, "0", "4096", "0x380"),
    "makes a message queue": _syscall(68, "0", "0x380"),
    "makes a device": _at_import("import os; os.mknod('/tmp/sda', 0o60666, os.makedev(8, 0))"),
    "executes another program": _at_import("import os; os.execv('/usr/bin/true', ['true'])"),
    "runs a shell": _at_import(
        "import subprocess; subprocess.run('echo passed >&3', shell=True, pass_fds=[3])"
    ),
}

BOMBS = {
    "forks without end": _in_add(
        "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"
    ),
    "threads without end": _in_add(
        "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(9,)).start()"
    ),
    "allocates at once": _in_add("return bytearray(1 << 40)"),
    "allocates bit by bit": _in_add("x = []\nwhile True: x.append(bytearray(1 << 20))"),
    "loops": _in_add("while True: pass"),
    "loops at import": "while True: pass",
    "ignores every signal and loops": _in_add(
        """
        import signal
        for number in range(1, 65):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        while True: pass
        """
    ),
    "stops the timer and loops": _in_add(
        "import signal\nsignal.setitimer(signal.ITIMER_PROF, 0)\nwhile True: pass"
    ),
    "raises the limits": _at_import(
        "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (99, 99))"
    ),
    "catastrophic regular expression": _in_add("import re\nre.match('(a*)*b', 'a' * 40)"),
    "recurses": _in_add("return add(a, b)"),
    "recurses in C": _in_add("import sys\nsys.setrecursionlimit(10**9)\nadd(a, b)"),
    "computes a giant": _in_add("return 10 ** 10 ** 10"),
    "compiles a giant": _at_import("eval('(' * 10**6)"),
    "prints without end": _in_add("while True: print('x' * 10**6)"),
    "fills tmp": _in_add("for i in range(999): open(f'/tmp/{i}', 'w').write('x' * (1 << 20))"),
    "fills shared memory": _in_add("open('/dev/shm/x', 'w').write('x' * (1 << 26))"),
    "opens files without end": _in_add("x = [open('/dev/null') for _ in range(10**5)]"),
    "returns a giant": _in_add("return 'x' * 10**8"),
    "returns a deep list": _in_add("x = []\nfor _ in range(10**5): x = [x]\nreturn x"),
    "returns an endless iterator": _in_add("import itertools\nreturn itertools.count()"),
    "returns itself": _in_add("x = []\nx.append(x)\nreturn x"),
    "crashes": _at_import("import ctypes; ctypes.string_at(0)"),
    "overwrites its memory": _in_add(
        "import ctypes\nctypes.memset(id(None), 255, 64)\nreturn None"
    ),
}

LEFTOVERS = {
    "leaves a file": _in_add("open('/tmp/evil', 'w').write('x')"),
    "leaves shared memory": _in_add("open('/dev/shm/evil', 'w').write('x')"),
    "leaves a daemon": _in_add(
        """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                while True: time.sleep(0.01); open('/tmp/evil', 'a').write('x')
        """
    ),
    "leaves a daemon that answers": _in_add(
        """
        import os, json, struct, time
        if os.fork() == 0:
            os.setsid()
            m = json.dumps({"value": 5}).encode()
            for _ in range(10**6):
                try: os.write(3, struct.pack('<I', len(m)) + m)
                except OSError: pass
        """
    ),
    "changes the directory's mode": _in_add("import os\nos.mkdir('/tmp/x', 0)"),
    "leaves links": _in_add("import os\nos.symlink('/etc', '/tmp/etc')"),
}

WAITS = {"sleeps": _in_add("import time\ntime.sleep(1000)")}


def _replies(reply: str) -> str:
    """Answer every call with a message of the candidate's own."""
    return _at_import(
        f"""
        import os, json, struct
        for value in [{{"ready": True}}] + 9 * [{reply}]:
            m = json.dumps(value).encode()
            os.write(3, struct.pack('<I', len(m)) + m)
        """
    )


# They use what crosses between the boxes beside plain values: live values, exceptions, output.
TRICKS = {
    "an object that says yes to everything": "class A:\n    def __eq__(self, o): return True\n"
    "    def __ne__(self, o): return False\n    def __bool__(self): return True\n"
    "    def __getattr__(self, name): return lambda *a: True\ndef add(a, b): return A()",
    "sends a live form without a number": _replies('{"value": {"live": ["x", 1]}}'),
    "sends a live form that is no list": _replies('{"value": {"live": 5}}'),
    "talks of live values that are not there": _replies('{"value": {"live": [7, 0]}}')
    + "os.write(3, b'\\x02\\0\\0\\0[]' * 9)\n",
    "sends a named tuple with code for its names": _replies(
        '{"value": {"named": ["A", ["x=exit()"], [1]]}}'
    ),
    "sends an array of objects": _replies('{"value": {"ndarray": ["O", [1], "00" * 8]}}'),
    "sends a type that is none": _replies('{"value": {"type": "__import__"}}'),
    "sends an exception without classes": _replies(
        '{"raised": {"names": [], "args": None, "state": {"dict": []}, "text": ""}}'
    ),
    "raises a class of the tests' own process": _replies(
        """{"raised": {"names": [["backend.grading.inside.remote", "CandidateGoneError"],
        ["builtins", "BaseException"]], "args": None, "state": {"dict": []}, "text": "passed"}}"""
    ),
    "raises what would end the tests' process": _replies(
        """{"raised": {"names": [["builtins", "SystemExit"]], "args": [0],
        "state": {"dict": []}, "text": "SystemExit: 0"}}"""
    ),
    "wants to be unscored by an import": _in_add("raise ImportError('numpy', name='numpy')"),
    "wants to be unscored by what cannot cross": _in_add(
        "x = []\nfor _ in range(300): x = [x]\nreturn x"
    ),
    "changes its arguments": _in_add("a.clear() if isinstance(a, list) else None\nreturn a"),
    "an iterator that never gives an item": "class I:\n    def __iter__(self): return self\n"
    "    def __next__(self):\n        while True: pass\n"
    "def add(a, b): return next(I())",
    "prints a giant in a call": _in_add("print('5' * (64 << 20))"),
    "replaces its module, main and all others": _at_import(
        """
        import sys
        sys.modules['__main__'] = sys.modules['candidate'] = 5
        for name in list(sys.modules): sys.modules[name] = None
        """
    ),
    "a function for the exit that answers": _at_import(
        """
        import atexit, os, json, struct
        m = json.dumps({"value": 5}).encode()
        atexit.register(os.write, 3, struct.pack('<I', len(m)) + m)
        raise SystemExit
        """
    ),
    "writes a package": _at_import(
        "import os\nos.makedirs('/box/packages/numpy')\n"
        "open('/box/packages/numpy/__init__.py', 'w')"
    ),
    "puts a file behind /dev/stdin": _in_add("open('/dev/stdin', 'w').write('x')"),
}

SCRIPT_PROBLEM = Problem(
    "hostile script",
    "Add two numbers.",
    ScriptTests((("2 3\n", "5\n"), ("40 2\n", "42\n"))),
    reference="print(sum(map(int, input().split())))\n",
)

# Adds, but only in a box that shows nothing but its own.
HONEST_SCRIPT = """
import os, sys
own = {".stdin", ".stdout", ".stderr", "solution.py"}
assert set(os.listdir(".")) == own and os.listdir("/dev/shm") == [], "leftover files"
assert sys.argv == ["solution.py"] and len(open(__file__).read()) > 99
print(sum(map(int, open("/dev/stdin").read().split())))
"""

# Programs that read and write, by what a script may use: threads, /dev, its end, its module.
SCRIPTS = {
    "writes a verdict to every descriptor and device": """
import os
for name in [*os.listdir('/dev'), *(f'fd/{n}' for n in range(20))]:
    try: open('/dev/' + name, 'w').write('passed')
    except OSError: pass
for fd in range(3, 64):
    try: os.write(fd, b'passed')
    except OSError: pass
""",
    "looks for the expected output everywhere": """
import os
for root in ('/tmp', '/dev/shm', '/box', '/proc'):
    for folder, _, names in os.walk(root):
        for path in (f'{folder}/{name}' for name in names if os.path.isfile(f'{folder}/{name}')):
            try: text = open(path).read()
            except (OSError, UnicodeDecodeError): continue
            if '42' in text and path != __file__: print(42, flush=True); os._exit(0)
""",
    "puts a file in the place of its output": """
import os
os.unlink('/tmp/.stdout')
open('/tmp/.stdout', 'w').write('5 42')
""",
    "puts folders in the place of its files": """
import os
for name in os.listdir('/tmp'): os.unlink('/tmp/' + name); os.makedirs(f'/tmp/{name}/x')
""",
    "rewrites its input": "import os\nos.chmod('/dev/stdin', 0o666)\nopen('/dev/stdin', 'w').write('0 0')",
    "threads that start threads without end": """
import threading
def more():
    while True:
        try: threading.Thread(target=more).start()
        except RuntimeError: pass
more()
""",
    "a thread that waits for ever": "import threading\nthreading.Thread(target=threading.Event().wait).start()",
    "a timer that never rings": "import threading\nthreading.Timer(10**6, print).start()",
    "forks without end when it ends": """
import atexit, os
def more():
    while True:
        try: os.fork()
        except OSError: pass
atexit.register(more)
""",
    "prints without end when it ends": """
import atexit
def more():
    while True: print('5' * 10**5)
atexit.register(more)
""",
    "objects that come back when they go": """
class A:
    def __del__(self): globals()['a'] = A(); self.__class__.back = A()
a = A()
while True: a = A(); a.ring = a
""",
    "an object that never goes": """
class A:
    def __del__(self):
        while True: pass
a = A()
""",
    "leaves a child that holds its output": """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True: time.sleep(0.01); os.write(1, b'5 ')
    os._exit(0)
""",
    "replaces what waits for its end": """
import atexit, os, sys, threading
threading._shutdown = atexit._run_exitfuncs = lambda: os._exit(0)
sys.modules['__main__'] = sys.modules['threading'] = None
sys.stdout = sys.stderr = None
""",
    "closes all and sleeps": "import os, time\nos.closerange(0, 99)\ntime.sleep(1000)",
    "fills the pipe and stops itself": """
import os, signal
os.write(1, b'x' * 60_000)
os.kill(os.getpid(), signal.SIGSTOP)
""",
    "complains without end": "import sys\nwhile True: sys.stderr.write('x' * 10**6)",
    "runs another Python": """
import os, sys
os.execv(sys.executable, ['python', '-c', 'print(5)'])
""",
    "fills memory in a child of each thread": """
import os, threading
def fill():
    if os.fork() == 0:
        x = []
        while True: x.append(bytearray(1 << 24))
for _ in range(2): threading.Thread(target=fill).start()
os.wait(); os.wait()
""",
    "a hook that hides its error": """
import os, sys
sys.excepthook = lambda *a: (os.write(1, b'5'), os._exit(0))
1 / 0
""",
}

CORPUS = FORGERIES | ESCAPES | BOMBS | LEFTOVERS | WAITS | TRICKS

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
