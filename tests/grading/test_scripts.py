"""A program that reads and writes finds what a script finds, and ends as Python ends it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.benchmarks import apps, humaneval, mbpp
from backend.grading.calibrate import calibrate
from backend.grading.tiers import Tier
from backend.grading.worker import Worker
from backend.records.problem import Problem, ScriptTests
from backend.records.verdict import Limits, Mode, Status, Verdict, chosen_limits

GIVEN = "7 5\nlast line"

ENDS = {
    "a thread that nobody joins": """
        import threading, time
        def late():
            time.sleep(0.05)
            print(sum(map(int, input().split())))
        threading.Thread(target=late).start()
        """,
    "deep recursion in a thread of its own": """
        import sys, threading
        sys.setrecursionlimit(200_000)
        threading.stack_size(1 << 26)
        def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
        t = threading.Thread(target=lambda: print(depth(20_000)))
        t.start()
        """,
    "threads that start threads": """
        import threading
        def step(n):
            print(n, flush=True)
            if n: threading.Thread(target=step, args=(n - 1,)).start()
        step(5)
        """,
    "a timer": "import threading\nthreading.Timer(0.05, lambda: print('rang')).start()",
    "a daemon, which nobody waits for": """
        import threading, time
        threading.Thread(target=lambda: (time.sleep(60), print('never')), daemon=True).start()
        print('done')
        """,
    "ten threads side by side": """
        import threading
        found = []
        threads = [threading.Thread(target=found.append, args=(i,)) for i in range(10)]
        for t in threads: t.start()
        for t in threads: t.join()
        print(sorted(found))
        """,
    "a pool of threads": """
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor() as pool: print(list(pool.map(abs, range(-20, 0))))
        """,
    "work that a pool still has": """
        from concurrent.futures import ThreadPoolExecutor
        import time
        pool = ThreadPoolExecutor(2)
        for i in range(4): pool.submit(lambda i=i: (time.sleep(0.01 * i), print(i, flush=True)))
        """,
    "a pool of processes": """
        import multiprocessing
        def square(n): return n * n
        if __name__ == '__main__':
            with multiprocessing.Pool(2) as pool: print(pool.map(square, range(10)))
        """,
    "functions for the exit, last in first out": """
        import atexit
        atexit.register(print, 'first')
        atexit.register(print, 'second')
        print('third')
        """,
    "a function for the exit behind an error": """
        import atexit
        atexit.register(lambda: print('still'))
        print('so far')
        1 / 0
        """,
    "a function for the exit behind sys.exit": """
        import atexit, sys
        atexit.register(lambda: print('still'))
        sys.exit(0)
        """,
    "output that is kept until the exit": """
        import atexit, io, sys
        kept, real = io.StringIO(), sys.stdout
        sys.stdout = kept
        atexit.register(lambda: real.write(kept.getvalue()))
        print(input())
        """,
    "standard output that was replaced and never flushed": """
        import os, sys
        sys.stdout = os.fdopen(1, 'w')
        print('in the buffer')
        """,
    "a file that nobody closes": "out = open('/dev/stdout', 'w')\nout.write('in the file')",
    "bytes in the buffer": "import sys\nsys.stdout.buffer.write(b'raw')",
    "an object that writes when it goes": """
        class Last:
            def __del__(self): print('gone')
        last = Last()
        """,
    "a ring of objects that write when they go": """
        class Last:
            def __del__(self): print('gone')
        a, b = Last(), Last()
        a.other, b.other = b, a
        """,
    "an exit in a function": "def f(): exit()\nprint(1)\nf()\nprint(2)",
    "an exit with a number": "import sys\nprint(1)\nsys.exit(3)",
    "an exit with a text": "import sys\nprint(1)\nsys.exit('wrong')",
    "an exit with true": "import sys\nprint(1)\nsys.exit(True)",
    "an exit in a thread": """
        import sys, threading
        threading.Thread(target=lambda: sys.exit(5)).start()
        print('fine')
        """,
    "an error in a thread": "import threading\nthreading.Thread(target=lambda: 1 / 0).start()",
    "os._exit, which flushes nothing": "import os\nprint('lost')\nos._exit(0)",
    "a hook for errors": """
        import os, sys
        sys.excepthook = lambda *found: (print(found[0].__name__), sys.stdout.flush(), os._exit(0))
        1 / 0
        """,
    "standard output closed": "import sys\nprint('out')\nsys.stdout.close()",
    "a child of its own": """
        import os
        print('once', flush=True)
        if os.fork(): os.wait()
        else: print('child')
        """,
}

FINDS = {
    "no arguments": "import sys\nprint(len(sys.argv), bool(sys.argv[0]), sys.argv[1:])",
    "standard input by its name": "print(open('/dev/stdin').read())",
    "standard input by its number": "print(open(0).read())",
    "standard input by its descriptor": "import os\nprint(os.read(0, 99))",
    "standard input as bytes": "import sys\nprint(sys.stdin.buffer.readline())",
    "standard input twice by its name": "print(open('/dev/fd/0').readline(), input())",
    "fileinput": "import fileinput\nprint([line for line in fileinput.input()])",
    "how long its input is": "import os\nprint(os.fstat(0).st_size)",
    "its input twice": "import sys\nsys.stdin.read()\nsys.stdin.seek(0)\nprint(input())",
    "standard output by its name": "print(1, flush=True)\nprint(2, file=open('/dev/stdout', 'w'))",
    "standard output by its number": "print('x', file=open('/dev/fd/1', 'w'))",
    "standard errors by their name": "print('x', file=open('/dev/stderr', 'w'))\nprint('y')",
    "the names of its streams": "import sys\nprint(sys.stdin.name, sys.stdout.name)",
    "what its streams say of text": "import sys\nprint(sys.stdin.encoding, sys.stdout.isatty())",
    "carriage returns": "print('a\\r\\nb'.split('\\n'))",
    "its own name": "print(__name__, __annotations__, __doc__)",
    "its own module": "import sys\nx = 5\nm = sys.modules\nprint(m['__main__'].x, m[__name__].x)",
    "itself by import": "import __main__\ndef f(): return 7\nprint(__main__.f())",
    "its own text": "print(len(open(__file__).read()))",
    "the text of a function": "import inspect\ndef f(): return 1\nprint(inspect.getsource(f))",
    "pickles of its own classes": """
        import pickle
        class Point:
            def __init__(self, x): self.x = x
        print(pickle.loads(pickle.dumps(Point(3))).x, Point.__module__)
        """,
    "data classes with annotations as text": """
        from __future__ import annotations
        from dataclasses import dataclass, field
        from typing import ClassVar
        @dataclass
        class Node:
            value: int
            near: list[Node] = field(default_factory=list)
            count: ClassVar[int] = 3
        print(Node(1, [Node(2)]), Node.count)
        """,
    "the hints of its functions": """
        from typing import get_type_hints
        class A: ...
        def f(a: 'A') -> 'list[A]': ...
        print(sorted(get_type_hints(f)))
        """,
    "timeit and its names": """
        import timeit
        def f(): return 1
        print(timeit.timeit('f()', 'from __main__ import f', number=1) >= 0)
        """,
    "its tests in docstrings": '''
        def f():
            """
            >>> f()
            1
            """
            return 1
        import doctest
        print(doctest.testmod())
        ''',
    "exec with its own names": "x = 1\nexec('x += 1')\nprint(x, globals()['x'])",
    "a lone surrogate": "print('\\udcff')",
}


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(Tier.BUBBLEWRAP) as found:
        yield found


def text_of(program: str) -> str:
    lines = program.strip("\n").split("\n")
    indent = len(lines[0]) - len(lines[0].lstrip())
    return "\n".join(line[indent:] for line in lines) + "\n"


def by_python(folder: Path, program: str) -> tuple[bytes, int]:
    """Run a program as anybody would: from a file, its input from a file, its output to a pipe."""
    path, given = folder / "solution.py", folder / "given"
    path.write_text(program)
    given.write_text(GIVEN)
    with given.open() as file:
        done = subprocess.run(
            [sys.executable, path],
            stdin=file,
            capture_output=True,
            check=False,
            env={"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"},
        )
    return done.stdout, done.returncode


def graded(worker: Worker, program: str, expected: str, limits: Limits) -> Verdict:
    problem = Problem("script", "", ScriptTests(((GIVEN, expected),)))
    return worker.grade(problem, program, Mode.SCRIPT, limits)


@pytest.mark.parametrize("name", ENDS | FINDS)
def test_a_program_does_what_it_does_as_a_script(worker: Worker, tmp_path: Path, name: str) -> None:
    program = text_of((ENDS | FINDS)[name])
    written, code = by_python(tmp_path, program)
    verdict = graded(worker, program, written.decode("utf-8", "replace"), Limits(cpu_seconds=3))
    if code == 0:
        assert verdict.status is Status.PASSED, verdict
    else:
        assert verdict.status in (Status.FAILED, Status.CRASHED), verdict
        assert "output" not in verdict.detail
    if written.strip():
        other = graded(worker, program, "something else", Limits(cpu_seconds=3))
        assert not other.passed


def test_equal_programs_with_threads_get_equal_verdicts(worker: Worker) -> None:
    program = "import threading\nthreading.Thread(target=lambda: print(input())).start()"
    verdicts = [graded(worker, f"{program}  # {i}", "7 5", Limits()) for i in range(40)]
    assert {verdict.status for verdict in verdicts} == {Status.PASSED}


def test_a_thread_that_never_ends_is_waited_for_no_longer_than_the_clock(worker: Worker) -> None:
    program = "import threading\nthreading.Thread(target=threading.Event().wait).start()\nprint(1)"
    verdict = graded(worker, program, "1", Limits(cpu_seconds=0.05, exact=True))
    assert verdict.status is Status.TIMEOUT


def test_a_program_may_write_what_is_expected_and_more_but_not_without_end(worker: Worker) -> None:
    expected = "".join(f"{10**9 + i}\n" for i in range(500_000))
    right = "for i in range(500_000): print(10**9 + i)"
    assert graded(worker, right, expected, Limits(cpu_seconds=4)).passed
    wrong = graded(worker, right, "1\n", Limits(cpu_seconds=4))
    assert (wrong.status, wrong.detail) == (Status.FAILED, "case 1: it wrote more than 2 MiB")
    few = graded(worker, right, expected, chosen_limits(4, None, 1))
    assert few.detail == "case 1: it wrote more than 1 MiB"
    noisy = "import sys\nfor _ in range(200): sys.stderr.write('x' * 10**5)\nprint(1)"
    assert graded(worker, noisy, "1", Limits(cpu_seconds=4)).passed


BUSY = "import time\nwhile time.process_time() < {seconds}: pass\nprint(1)"


def test_the_benchmark_says_how_long_unless_a_reference_or_somebody_does(worker: Worker) -> None:
    tests = ScriptTests((("", "1"),))
    alone = Problem("p", "", tests, seconds=4.0)
    assert calibrate(worker, alone, Limits()).limits.cpu_seconds == 4.0
    quick = Problem("p", "", tests, "print(1)", seconds=4.0)
    assert calibrate(worker, quick, Limits()).limits.cpu_seconds == 0.5
    slow = Problem("p", "", tests, BUSY.format(seconds=0.45), seconds=4.0)
    assert calibrate(worker, slow, Limits()).limits.cpu_seconds > 4.0
    for problem in (alone, quick, slow):
        plan = calibrate(worker, problem, chosen_limits(0.2, 256, None))
        assert (plan.limits.cpu_seconds, plan.limits.memory_bytes) == (0.2, 256 << 20)
    verdict = plan.grade(worker, alone, BUSY.format(seconds=0.4))
    assert verdict.detail == "case 1: over 0.2 s of CPU time"
    verdict = plan.grade(worker, alone, "x = bytearray(300 << 20)\nprint(1)")
    assert verdict.status is Status.MEMORY


def test_a_script_leaves_nothing_for_the_next(worker: Worker) -> None:
    looks = "import os\nprint(sorted(os.listdir('/tmp')), os.listdir('/dev/shm'))"
    clean = "['.stderr', '.stdin', '.stdout', 'solution.py'] []"
    replaces = """
        import os
        for name in os.listdir('/tmp'):
            try: os.unlink('/tmp/' + name)
            except OSError: pass
        for name in ('.stdin', '.stdout', 'solution.py', 'more'):
            try: os.makedirs(f'/tmp/{name}/deep')
            except OSError: pass
        print(1)
        """
    for program in (text_of(replaces), "open('/tmp/x', 'w').write('x')", "print(1)"):
        graded(worker, program, "1", Limits())
        assert graded(worker, looks, clean, Limits()).passed


def test_benchmarks_say_how_long_a_program_may_take() -> None:
    row = {"problem_id": 1, "question": "q", "input_output": '{"inputs": [], "outputs": []}'}
    assert apps.problem(row).seconds == 4.0
    assert apps.problem(row | {"platform": "leetcode"}).seconds == 6.0
    asked = {"task_id": "T/0", "prompt": "", "entry_point": "f", "test": ""}
    assert humaneval.problem(asked).seconds == 3.0
    assert mbpp.problem({"task_id": 1, "text": "", "test_list": [], "code": ""}).seconds == 3.0
