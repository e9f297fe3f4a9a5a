"""Attacks that need more than one program: theft, generated tests, tests beside the candidate."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from backend.grading.calibrate import Plan, calibrate
from backend.grading.grade_file import grade_files
from backend.grading.inside.repeatable import leave_nothing
from backend.grading.pool import Pool
from backend.grading.tiers import Tier
from backend.grading.worker import Worker
from backend.records.graded import Graded
from backend.records.problem import FunctionTests, Probes, Problem, ScriptTests
from backend.records.verdict import Limits, Mode, Status, Verdict
from backend.words.grading import graded
from tests.grading.test_store import import_samples, run
from tests.grading.test_verdicts import write_lines
from tests.programs.in_flight import IN_FLIGHT
from tests.programs.problem import PROBLEM
from tests.programs.signs import SIGNS
from tests.programs.thieves import SEARCH
from tests.programs.writing import at_import, in_add, replies

pytestmark = pytest.mark.slow

TIER = Tier.BUBBLEWRAP
ADD = "def add(a, b):\n"


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker(TIER) as made:
        yield made


# --- memory -------------------------------------------------------------------------------------

REFERENCE, VICTIM, GIVEN, EXPECTED = (f"zq_{who}_marker" for who in ("ref", "vic", "giv", "exp"))
_LINES = "".join(f"    step_{i} = 'walk through the numbers, part {i}'\n" for i in range(60))


def _thief(marks: tuple[str, ...], mine: str) -> str:
    """Return a search for texts of others, which first shows that it sees a text of its own."""
    # As patterns, which do not match themselves: a mark that is looked for would be found.
    apart = [f"{mark[:5]}[{mark[5]}]{mark[6:]}" for mark in marks]
    return (
        SEARCH
        + f"""
mine = bytes(reversed({mine[::-1]!r}.encode())) + b"x" * 999
assert any(True for _ in near(mine[:{len(mine)}])), "blind"
import re
marks = [re.compile(mark.encode()) for mark in {apart}]
runs = [(mark, run) for each in places() for run in pages(*each) for mark in marks]
stolen = sorted({{mark.pattern.decode() for mark, run in runs if mark.search(run)}})
"""
    )


def _long(name: str) -> str:
    return f"{ADD}{_LINES}    {name} = 1\n    return a + b\n"


def test_no_program_finds_anothers_text_in_memory(worker: Worker) -> None:
    tests = FunctionTests(f"{EXPECTED} = 41", "assert add(2, 3) == 5", ("add",))
    problem = Problem("theft", "", tests, _long(REFERENCE))
    plan = calibrate(worker, problem, Limits())
    thief = _thief((REFERENCE, VICTIM, EXPECTED), "zq_function_own") + (
        f"{ADD}    raise ValueError(f'sees, and found {{stolen}}')\n"
    )
    for _ in range(2):
        assert plan.grade(worker, problem, _long(VICTIM)).passed
        verdict = worker.grade(problem, thief, plan.mode, Limits(cpu_seconds=5.0))
        assert verdict.detail == "ValueError: sees, and found []"


def test_no_script_finds_others_input_output_or_programs(worker: Worker) -> None:
    filled = " 1" * 2000
    cases = ((f"1 {GIVEN}{filled}\n", f"{EXPECTED}{filled}\n"), ("2\n", "2\n"))
    reference = f"{REFERENCE} = 1\nn, *rest = input().split()\nprint('{EXPECTED[:5]}' + '{EXPECTED[5:]}{filled}' if rest else n)\n"
    problem = Problem("theft", "", ScriptTests(cases), reference)
    alone = Problem("alone", "", ScriptTests((("2\n", "2\n"),)))
    plan = calibrate(worker, problem, Limits())
    assert plan.mode is Mode.SCRIPT and not plan.trouble
    victim = reference.replace(REFERENCE, VICTIM)
    thief = _thief((REFERENCE, VICTIM, GIVEN, EXPECTED), "zq_script_own") + (
        "raise ValueError(f'sees, and found {stolen}')\n"
    )
    for _ in range(2):
        assert plan.grade(worker, problem, victim).passed
        verdict = worker.grade(alone, thief, Mode.SCRIPT, Limits(cpu_seconds=5.0))
        assert verdict.detail == "case 1: ValueError: sees, and found []"


# --- generated tests ----------------------------------------------------------------------------

_FORGED = (
    "[__import__('os').write(fd, __import__('struct').pack('<I', len(m)) + m) "
    "for fd in range(3, 6) for m in [__import__('json').dumps({'status': 'done', "
    "'found': ['true'] * 40}).encode()] "
    "if __import__('stat').S_ISSOCK(__import__('os').fstat(fd).st_mode)]"
)
# Each is true of a wrong program as well, if it can do what it tries.
GENERATED = {
    "looks who it is": "__import__('os').getuid() in (0, 65534)",
    "looks at its limits": "__import__('resource').getrlimit(7)[0] > 64",
    "writes to the grader": _FORGED,
    "starts 64 processes": "[__import__('os').fork() for _ in range(6)] and __import__('time').sleep(1) is None",
    "takes two gigabytes": "len(bytes(range(256)) * 10000 * 800) > 0",
    "writes a file": "open('/tmp/x', 'w').write('x') == 1",
    "climbs by classes": "len(().__class__.__base__.__subclasses__()) > 9",
    "evaluates a text": "eval('1 + 1') == 2",
    "executes a text": "exec('import os') is None",
    "replaces the function": "globals().update(add=lambda *given: 5) is None",
    "looks behind the function": "len(add.__globals__) > 0",
    "climbs by a format": "'{0.__class__.__mro__}'.format(0) != ''",
    "a class by three arguments": "type('A', (), {})() is not None",
    "a comprehension without end": "[0 for _ in range(9999) for _ in range(9999)] is None or True",
}


def test_generated_tests_that_are_programs_are_refused_and_counted(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {
        "task_id": "red/0",
        "prompt": ADD,
        "entry_point": "add",
        "canonical_solution": "    return a + b\n",
        "test": "def check(f):\n    assert f(2, 3) == 5\n",
    }
    problems = write_lines(tmp_path / "p.jsonl", [row])
    texts = [f"    return a {sign} b\n" for sign in "+-"]
    rows = [{"task_id": "red/0", "completion": text} for text in texts]
    import_samples(write_lines(tmp_path / "s.jsonl", rows), problems)
    run("grade", "--study", "own", "--workers", "1", "--quiet")
    file = tmp_path / "t.jsonl"
    attacks = [f"(add(1, 2) or True) and {attack}" for attack in GENERATED.values()]
    tests = [*attacks, "add(2, 3) == 5", "add(2, 3) == 99"]
    file.write_text(json.dumps({"task_id": "red/0", "tests": tests}) + "\n")
    capsys.readouterr()
    run("rank", "--study", "own", "--ranker", "tests-passed", "--tests", file, "--quiet")
    assert f"{len(attacks)} of {len(tests)} generated tests are refused" in capsys.readouterr().out
    with closing(duckdb.connect(str(own / "workbench.duckdb"), read_only=True)) as connection:
        found = connection.execute(
            "SELECT text, score FROM score JOIN sample USING (run_id, problem_id, sample_index)"
        ).fetchall()
    assert dict(found) == {texts[0]: 1.0, texts[1]: 0.0}


def test_generated_tests_run_as_candidates_run(worker: Worker) -> None:
    """Whatever the language lets through: a user of its own, limits, and its two lines."""
    os, limits = "__import__('os')", "__import__('resource')"
    probes = Probes(
        "",
        ("add",),
        (
            f"{os}.getuid() not in (0, add(0, 0))",
            f"{limits}.getrlimit({limits}.RLIMIT_NPROC)[0] <= 17",
            f"{limits}.getrlimit({limits}.RLIMIT_AS)[0] <= 1 << 30",
            f"[fd for fd in range(64) if {os}.path.exists(f'/dev/fd/{{fd}}')] == []",
            f"[fd for fd in range(5, 64) if not {os}.set_inheritable(fd, False)]",
            f"{os}.kill(1, 0)",
            "len(bytes(2 << 30))",
        ),
    )
    program = "def add(a, b):\n    import os\n    return os.getuid()\n"
    found = worker.probe(probes, program, Limits(cpu_seconds=0.1))
    assert found == [
        *["true"] * 4,
        *["raised OSError", "raised PermissionError"],
        "raised MemoryError",
    ]


# --- tests beside the candidate ------------------------------------------------------------------

_BOX = "class Box:\n    def __init__(self, v):\n        self.v = v\n"
_ADDS = "def addb(a, b):\n    return type(a)(a.v + b.v)\n"
TOGETHER = Problem(
    "boxes",
    "Add boxes.",
    FunctionTests(
        _BOX,
        "assert addb(Box(2), Box(3)).v == 5\nassert addb(Box(1), Box(1)).v == 2",
        ("addb",),
    ),
    _ADDS,
)
_NO = "def addb(a, b): return None\n"
BESIDE = {
    "exec": f"import builtins\nbuiltins.exec = lambda *a, **k: None\n{_NO}",
    "the caller's locals": f"import sys\nsys._getframe(1).f_locals['job']['tests'] = ''\n{_NO}",
    "a giant detail": "import sys\n"
    "sys.modules['backend.grading.inside.candidate'].describe = lambda e: '\\x01' * (3 << 20)\n"
    "raise ValueError",
    "compile": f"import builtins\nold = compile\nbuiltins.compile = lambda s, *a, **k: old('', *a, **k)\n{_NO}",
    "every frame's texts": "import sys\nf = sys._getframe(1)\nwhile f:\n"
    "    for v in list(f.f_locals.values()):\n"
    "        if isinstance(v, dict) and 'tests' in v: v['tests'] = v['setup'] = ''\n"
    f"    f = f.f_back\n{_NO}",
    "every live job": "import gc\nfor v in gc.get_objects():\n"
    f"    if isinstance(v, dict) and type(v.get('tests')) is str: v['tests'] = ''\n{_NO}",
    "a tracer of the caller": "import sys\ndef jump(frame, event, arg):\n"
    "    try: frame.f_lineno = max(n for *_, n in frame.f_code.co_lines() if n)\n"
    "    except (ValueError, TypeError): pass\n    return jump\n"
    f"f = sys._getframe(1)\nwhile f: f.f_trace = jump; f = f.f_back\nsys.settrace(jump)\n{_NO}",
    "a function for the exit": "import atexit, os, sys\n"
    "atexit.register(os._exit, 0)\nsys.exit(0)\n",
    "assertions that are none": "import builtins\n"
    f"builtins.AssertionError = builtins.BaseException = type('E', (BaseException,), {{}})\n{_NO}",
    "the modules' own entries": "import sys\nfor name, m in list(sys.modules.items()):\n"
    "    if 'inside' in name:\n        for k in ('_outcome', 'run_with_tests', 'serve_calls', 'exec'):\n"
    f"            setattr(m, k, lambda *a, **k: b'P')\n{_NO}",
    "what writes the verdict": f"import os\nold = os.write\nos.write = lambda fd, m: old(fd, m[:16] + b'P')\n{_NO}",
    "what packs the verdict": "import json, socket, struct\nold = json.dumps\n"
    "json.dumps = lambda o, *a, **k: old({k: True for k in o} if isinstance(o, dict) else o)\n"
    f"socket.socket.sendall = lambda *a: None\nstruct.pack = lambda *a: b''\n{_NO}",
    "a signed verdict": "import os\ntry: n = os.read(4, 16)\nexcept OSError: n = b''\n"
    "for fd in range(3, 9):\n    try: os.write(fd, n + b'P')\n    except OSError: pass\nos._exit(0)\n",
    "a loop that ends early": "import sys\ndef addb(a, b):\n    f = sys._getframe(1)\n"
    "    f.f_globals['Box'] = type('B', (), {'__init__': lambda s, v: None})\n    raise SystemExit(0)\n",
}


def test_no_line_makes_tests_pass_that_run_together() -> None:
    items = [(name, TOGETHER, program) for name, program in BESIDE.items()]
    honest = [(f"after {name}", TOGETHER, f"{_ADDS}# {name}\n") for name in BESIDE]
    turns = [each for pair in zip(items, honest, strict=True) for each in pair]
    with Pool(TIER, 1) as pool:
        found = dict(one for part in pool.grade(turns) for one in part)
        assert not pool.troubles()
    for name in BESIDE:
        assert found[name].passed is False, f"{name}: {found[name]}"
        _is_fit(found[name])
        assert found[f"after {name}"].passed, f"after {name}: {found[f'after {name}']}"


# What a test compares there is the program's own object: that is why this is the weaker mode.
SAYS_YES = {
    "an attribute that says yes": "class Yes:\n    def __eq__(self, o): return True\n"
    "class Found:\n    v = Yes()\ndef addb(a, b): return Found()\n",
    "another class of boxes": "import gc\ndef addb(a, b):\n"
    "    type(a).v = property(lambda s: type('V', (), {'__eq__': lambda s, o: True})(), lambda s, v: None)\n"
    "    return type(a)(0)\n",
}


def test_what_rests_on_the_weaker_mode_is_told() -> None:
    with Pool(TIER, 1) as pool:
        items = [(name, TOGETHER, program) for name, program in SAYS_YES.items()]
        found = dict(one for part in pool.grade(items) for one in part)
    assert {verdict.mode for verdict in found.values()} == {Mode.TOGETHER}
    counts = Counter(verdict.status for verdict in found.values())
    said = graded(Graded(TIER, counts, len(found), {}, {}))
    assert "2 of these verdicts are from tests in the program's own process" in said


# --- details ------------------------------------------------------------------------------------


def _is_fit(verdict: Verdict) -> None:
    assert len(verdict.detail) <= 300, len(verdict.detail)
    assert verdict.detail.isprintable(), ascii(verdict.detail)


_RAISED = '{{"raised": {{"names": [["builtins", "ValueError"], ["builtins", "Exception"]], "args": None, "state": {{"dict": []}}, "text": {}}}}}'
DETAILS = {
    "half a character": replies(_RAISED.format('"Odd" + chr(0xd800)')),
    "15 MB": replies('{"unsendable": "x" * (15 << 20)}'),
    "15 MB of an exception": replies(_RAISED.format('"x" * (15 << 20)')),
    "escapes": in_add("raise ValueError('\\x1b]0;t\\x07\\x1b[2J\\x9b31m')"),
    "lines": in_add("raise ValueError('a\\nb\\r\\n\\x0b\\x0c\\x85\\u2028\\u2029c')"),
    "marks of direction": in_add("raise ValueError('\\u202e\\u2066\\u200f\\U000e0041')"),
    "a class's name": in_add("raise type('E\\x1b[2J\\n' * 99, (Exception,), {})('x')"),
    "an assertion": in_add("raise AssertionError('\\x1b[2J\\n\\ud800' * 99)"),
    "a missing module": in_add("raise ImportError('\\x1b' * 999, name='\\x1b[2J\\ud800' * 999)"),
    "a missing function": at_import("import os").replace("add", "minus"),
    "no Python": "def add(a, b:\x1b[2J\n",
    "what cannot cross": "class A:\n    def __reduce__(self): return 1\n"
    "A.__name__ = 'A\\x1b[2J\\n\\u202e' * 99\ndef add(a, b):\n"
    "    x = A()\n    for _ in range(300): x = [x]\n    return x\n",
}


def test_details_are_one_short_line_that_can_be_shown(worker: Worker) -> None:
    for name, program in DETAILS.items():
        verdict = worker.grade(PROBLEM, program, Mode.CALLS, Limits())
        assert verdict.passed is False, f"{name}: {verdict.status}"
        assert len(verdict.detail) <= 300, f"{name}: {len(verdict.detail)}"
        assert verdict.detail.isprintable(), f"{name}: {verdict.detail!a}"
    alone = Problem("alone", "", ScriptTests((("", "1\n"),)))
    said = "import sys\nsys.stderr.write('E\\x1b[2J\\u202e: ' + 'x' * 5000)\nsys.exit(1)\n"
    _is_fit(worker.grade(alone, said, Mode.SCRIPT, Limits()))


def _red(number: int) -> dict[str, str]:
    return {
        "task_id": f"red/{number}",
        "prompt": ADD,
        "entry_point": "add",
        "canonical_solution": "    return a + b\n",
        "test": "def check(f):\n    assert f(2, 3) == 5\n",
    }


def test_half_a_character_ends_nobodys_study(own: Path, tmp_path: Path) -> None:
    problems = write_lines(tmp_path / "p.jsonl", [_red(0), _red(1)])
    forged = f"    pass\n\n\n{DETAILS['half a character']}"
    texts = [forged, "    return '\ud800'\n", "    return a + b\n"]
    rows = [{"task_id": f"red/{i}", "completion": text} for i in (0, 1) for text in texts]
    samples = write_lines(tmp_path / "s.jsonl", rows)
    out = tmp_path / "out.jsonl"
    grade_files(problems, samples, out, cut=False, workers=1, quiet=True)
    verdicts = [json.loads(line) for line in out.read_text().splitlines()]
    assert [verdict["passed"] for verdict in verdicts] == [False, False, True] * 2
    assert all(verdict["detail"].isprintable() for verdict in verdicts)
    import_samples(samples, problems)
    run("grade", "--study", "own", "--workers", "1", "--quiet")
    with closing(duckdb.connect(str(own / "workbench.duckdb"), read_only=True)) as connection:
        found = connection.execute("SELECT status, detail FROM verdict").fetchall()
    assert sorted(status for status, _ in found) == ["failed"] * 4 + ["passed"] * 2
    assert all(len(detail) <= 300 and detail.isprintable() for _, detail in found)


# --- the box broken, tolerance, early ends, packages ---------------------------------------------

BREAKERS = {
    "a line in a cycle": IN_FLIGHT["its own line in a cycle"],
    "a value as large as memory": replies(
        '{"value": [{"deque": []}] * 1000, "changed": [[{"deque": []}] * 400000, {"dict": []}]}'
    ),
    "a reply over the limit": replies('{"unsendable": "\\x01" * (2700 << 10)}'),
    "a deep form": replies(
        '__import__("functools").reduce(lambda x, _: {"set": [x]}, range(300), 5)'
    ),
}


@pytest.mark.parametrize("name", BREAKERS)
def test_a_program_that_breaks_its_box_has_failed(worker: Worker, name: str) -> None:
    for in_place in (False, True):
        verdict = worker.grade(PROBLEM, BREAKERS[name], Mode.CALLS, Limits(), in_place=in_place)
        assert verdict.passed is False, verdict.status
        _is_fit(verdict)
    assert worker.grade(PROBLEM, f"{ADD}    return a + b\n", Mode.CALLS, Limits()).passed


@pytest.mark.parametrize(
    ("expected", "written", "right"),
    [
        ("12345678901234", "'%.7e' % 12345678901234", False),
        ("10000000", "'10000000.5'", False),
        ("10000001", "'1.0e7'", False),
        ("0", "'1e-10'", False),
        ("3 12345678901234", "'3 %.8g' % 12345678901234", False),
        ("0.5", "'0.50000001'", True),
        ("0.5", "'0.6'", False),
        ("0.5", "'nan'", False),
        ("123456789.0", "'%.9e' % 123456789", True),
    ],
)
def test_only_numbers_with_a_point_have_tolerance(
    worker: Worker, expected: str, written: str, right: bool
) -> None:
    problem = Problem("apps", "", ScriptTests((("", f"{expected}\n"),)))
    verdict = worker.grade(problem, f"print({written})", Mode.SCRIPT, Limits())
    assert verdict.passed is right, verdict


EARLY_ENDS = (
    "for got, want in zip(map(add, [2, 40], [3, 2]), [5, 42]):\n    assert got == want",
    "assert all(got == want for got, want in zip(map(add, [2, 40], [3, 2]), [5, 42]))",
    "assert all(map(lambda a: add(a, 1) == a + 1, [1, 2]))",
    "assert not any(map(lambda a: add(a, 1) != a + 1, [1, 2]))",
    "assert not list(filter(lambda a: add(a, 1) != a + 1, [1, 2]))",
)


@pytest.mark.parametrize("tests", EARLY_ENDS)
def test_who_ends_an_iteration_of_the_tests_has_failed(worker: Worker, tests: str) -> None:
    problem = Problem("early", "", FunctionTests("", tests, ("add",)))
    for raised in (
        "raise StopIteration",
        "raise type('S', (StopIteration,), {})",
        "next(iter([]))",
    ):
        for plan in (Plan(Mode.CALLS, Limits()), Plan(Mode.TOGETHER, Limits())):
            verdict = plan.grade(worker, problem, f"{ADD}    {raised}\n")
            assert verdict.status is Status.FAILED, f"{plan.mode}, {raised}: {verdict}"
            assert plan.grade(worker, problem, f"{ADD}    return a + b\n").passed


# --- who runs the tests -------------------------------------------------------------------------

_TEXTS = (
    *("raise SystemExit(0)", "import os; os._exit(0)", "raise KeyboardInterrupt"),
    *("raise ValueError", "while True: pass", "return 'x' * (12 << 20)", "return 5"),
)


def test_no_text_of_a_failure_breaks_who_asks_for_it(tmp_path: Path) -> None:
    test = "def check(f):\n    r = f(2, 3)\n    assert r == 5, r\n"
    problems = write_lines(tmp_path / "p.jsonl", [_red(0) | {"test": test}])
    wrong = [
        f"    class A:\n        def __str__(self):\n            {body}\n    return A()\n"
        for body in _TEXTS
    ]
    texts = [text for each in wrong for text in (each, f"    return a + b  # {len(each)}\n")]
    rows = [{"task_id": "red/0", "completion": text} for text in texts]
    samples = write_lines(tmp_path / "s.jsonl", rows)
    out = tmp_path / "out.jsonl"
    grade_files(problems, samples, out, cut=False, workers=1, quiet=True)
    verdicts = [json.loads(line) for line in out.read_text().splitlines()]
    assert [verdict["passed"] for verdict in verdicts] == [False, True] * len(wrong)
    assert {verdict["detail"] for verdict in verdicts[::2]} == {"assertion in line 3 of the tests"}


def test_tests_that_end_without_a_verdict_say_nothing_of_a_program(worker: Worker) -> None:
    for ends in ("import os; os._exit(0)", "import os; os.kill(os.getpid(), 9)"):
        problem = Problem("ends", "", FunctionTests("", ends, ("add",)))
        verdict = worker.grade(problem, f"{ADD}    return 5\n", Mode.CALLS, Limits())
        assert verdict.passed is not True, verdict
        assert worker.grade(PROBLEM, f"{ADD}    return a + b\n", Mode.CALLS, Limits()).passed


_KEEPS = {
    "a builtin": "import builtins\nassert not hasattr(builtins, 'kept')\nbuiltins.kept = 1",
    "a module": "import string\nassert string.digits\nstring.digits = ''",
    "output": "import sys\nassert sys.stdout is sys.__stdout__\nsys.stdout = None",
    "a class": "import collections\nassert not hasattr(collections.Counter, 'kept')\n"
    "collections.Counter.kept = 1",
    "a name in a module": "import math\nassert 'kept' not in vars(math)\nvars(math)['kept'] = 1",
    "by another's hand": "import re\nassert not hasattr(re, 'kept')\nexec('re.kept = 1')",
    "a limit": "import sys\nassert sys.getrecursionlimit() > 500\nsys.setrecursionlimit(300)",
    "a file": "open('/tmp/kept', 'x').close()",
    "a process": "import os, socket, time\nmet = socket.socket(socket.AF_UNIX)\n"
    "met.bind('\\0kept')\nif os.fork() == 0: time.sleep(99)",
}


@pytest.mark.parametrize("name", _KEEPS)
def test_nothing_of_one_candidates_tests_meets_the_next(worker: Worker, name: str) -> None:
    tests = f"{_KEEPS[name]}\nassert add(2, 3) == 5"
    problem = Problem("keeps", "", FunctionTests("", tests, ("add",)))
    for turn in range(3):
        wrong = worker.grade(problem, f"{ADD}    return {turn}\n", Mode.CALLS, Limits())
        assert wrong.detail.startswith("assertion in line") and "of the tests" in wrong.detail
        right = worker.grade(problem, f"{ADD}    return a + b # {turn}\n", Mode.CALLS, Limits())
        assert right.passed, right


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("from typing import List\nimport math, re\nassert f([1]).count(1) == 1", True),
        ("def check(f):\n    for n in range(3):\n        assert abs(f(n) - math.pi) < 1", True),
        ("try:\n    f(1)\n    assert False\nexcept ValueError as e:\n    assert e.args", True),
        ("xs = [1]\nxs[0] += f(xs)\nxs.append(2)\nassert {**dict(a=1)} and xs", True),
        *((text, False) for text in ("import random", "import numpy.random", "import os.path")),
        *((text, False) for text in ("from . import x", "from re import _cache", "x.y = 1")),
        *((text, False) for text in ("del x.y", "x.y += 1", "for x.y in z: pass", "x.__dict__")),
        *((text, False) for text in ("setattr(x, 'y', 1)", "open('x')", "g = eval", "x._y()")),
        *(
            (text, False)
            for text in ("class A: pass", "__builtins__['x'] = 1", "[vars() for _ in x]")
        ),
        *((text, False) for text in ("async def f(): pass", "f = lambda: exec", "globals()")),
    ],
)
def test_which_tests_leave_nothing_in_their_process(text: str, nothing: bool) -> None:
    assert leave_nothing("", text) is leave_nothing(text, "assert f(1)") is nothing


def test_no_message_takes_memory_from_the_next_candidate(worker: Worker) -> None:
    tests = "assert add(2, 3) == list(range(200_000))"
    problem = Problem("large", "", FunctionTests("", tests, ("add",)))
    honest = f"{ADD}    return list(range(200_000))\n"
    names = SIGNS["names of tuples without end"]
    for count in (140_000, 30_000, 20_000, 10_000, 5_000):
        hostile = names.replace("140_000", f"{count:_}")
        assert worker.grade(problem, hostile, Mode.CALLS, Limits()).passed is False
        verdict = worker.grade(problem, honest, Mode.CALLS, Limits())
        assert verdict.passed, verdict


# Each has the tests of a problem without a reference run in its own process, and lies there.
_LIES = "class Yes:\n    def __eq__(self, o): return True\n"
_BY_HAND = (
    "import os, struct, sys, time\n"
    "def tell(body): os.write(3, struct.pack('<I', len(body)) + body)\n"
    "if sys._getframe(1).f_code.co_name == 'serve_calls':\n"
    "    tell(b'{\"ready\": true}')\n    tell(%r)\n    time.sleep(9)\n"
    f"{_LIES}def add(*given): return Yes()\n"
)
_STEERED = (
    f"import sys\napart = sys._getframe(1).f_code.co_name == 'serve_calls'\n{_LIES}"
    "def add(*given): return %s if apart else Yes()\n"
)
_OWN = "class Own: pass\n"
ESCALATES = {
    "a type that is none": (
        "assert add(add(1)) == 7",
        _BY_HAND % b'{"value": {"type": "__loader__"}}',
    ),
    "a changed argument": (
        "xs = [1, 2]\nassert add(xs, 1) == 3\nassert add(xs, 2) == 4",
        _BY_HAND % b'{"value": 3, "changed": [[[{"type": "__loader__"}], 1], {"dict": []}]}',
    ),
    "a value that tests grow": (
        "x = add(1)\nfor _ in range(150): x = [x]\nassert add(x) == 7",
        _STEERED % "__import__('functools').reduce(lambda x, _: [x], range(150), 5)",
    ),
    "a number that leads to an object": (
        f"{_OWN}x = add(1)\nassert add(Own() if x == 0 else 5) == 7",
        _STEERED % "0",
    ),
    "an exception that leads to an object": (
        f"{_OWN}x = 5\ntry:\n    add(1)\nexcept ValueError:\n    x = Own()\nassert add(x) == 7",
        _STEERED % "int('x')",
    ),
    "output that leads to an object": (
        f"{_OWN}import contextlib, io\nsaid = io.StringIO()\n"
        "with contextlib.redirect_stdout(said):\n    add(1)\n"
        "assert add(Own() if said.getvalue() else 5) == 7",
        _STEERED % "print('x')",
    ),
}


@pytest.mark.parametrize("name", ESCALATES)
def test_no_program_leads_the_tests_into_its_own_process(worker: Worker, name: str) -> None:
    tests, program = ESCALATES[name]
    problem = Problem("leads", "", FunctionTests("", tests, ("add",)))
    plan = calibrate(worker, problem, Limits())
    assert plan.unsure and plan.in_place
    verdict = plan.grade(worker, problem, program)
    assert verdict.passed is not True, verdict


def test_tests_whose_first_argument_cannot_cross_still_count(worker: Worker) -> None:
    problem = Problem("own", "", FunctionTests("", f"{_OWN}assert add(Own()) == 7", ("add",)))
    plan = calibrate(worker, problem, Limits())
    for program, passed in (("def add(a): return 7\n", True), ("def add(a): return 8\n", False)):
        verdict = plan.grade(worker, problem, program)
        assert (verdict.mode, verdict.passed) == (Mode.TOGETHER, passed)


# Signs that are no failures to Python, its library, or who runs tests.
SENT = (
    *("unittest.SkipTest('x')", "unittest.case._ShouldStop()", "StopIteration", "GeneratorExit"),
    *("type('Own', (unittest.SkipTest,), {})('x')", "asyncio.CancelledError", "SystemExit(0)"),
    *("concurrent.futures.CancelledError", "KeyboardInterrupt", "StopAsyncIteration"),
    *("bdb.BdbQuit", "type('Own', (BaseException,), {})('x')", "IndexError"),
)
_NO_FAILURES = {  # which no `except Exception` catches in one process either
    *("GeneratorExit", "asyncio.CancelledError", "SystemExit(0)", "KeyboardInterrupt"),
    "type('Own', (BaseException,), {})('x')",
}
# Each swallows one of them where nothing else is raised.
SWALLOW = {
    "unittest": "import unittest\nclass T(unittest.TestCase):\n"
    "    def test(self): self.assertEqual(add(2, 3), 5)\n"
    "    def test_parts(self):\n        with self.subTest(): self.assertEqual(add(2, 3), 5)\n"
    "tests = unittest.defaultTestLoader.loadTestsFromTestCase(T)\n"
    "assert unittest.TextTestRunner().run(tests).wasSuccessful()",
    "a group of tasks": "import asyncio\nasync def one():\n    assert add(2, 3) == 5\n"
    "async def both():\n    async with asyncio.TaskGroup() as group:\n"
    "        group.create_task(one())\nasyncio.run(both())",
    "an iterator that names its end": "class I:\n    n = 0\n    def __iter__(self): return self\n"
    "    def __next__(self):\n        self.n += 1\n        if self.n > 3: raise StopIteration\n"
    "        return add(self.n, 1) == self.n + 1\nassert all(I())",
    "an iterator of tasks": "import asyncio\nclass I:\n    n = 0\n    def __aiter__(self): return self\n"
    "    async def __anext__(self):\n        self.n += 1\n        assert add(2, 3) == 5\n"
    "        return self.n\nasync def all_of():\n    async for n in I():\n        if n > 2: break\n"
    "asyncio.run(all_of())",
    "calls with many": "import itertools\n"
    "assert all(itertools.starmap(lambda a, b: add(a, b) == a + b, [(1, 2), (2, 3)]))",
    "sums on the way": "import itertools\n"
    "for got, want in zip(itertools.accumulate([2, 3], add), [2, 5]): assert got == want",
    "what is left out": "import itertools\n"
    "assert not list(itertools.filterfalse(lambda a: add(a, 1) == a + 1, [1, 2]))",
    "a call until": "assert list(iter(lambda: add(2, 3), 5)) == []",
    "the end of a generator": "def g():\n    try: yield 1\n    finally: assert add(2, 3) == 5\n"
    "made = g()\nnext(made)\nmade.close()",
    "an old iterator": "class S:\n    def __getitem__(self, i):\n"
    "        if i > 3: raise IndexError\n        return add(i, 1) == i + 1\nassert all(S())",
}
_IMPORTS = "import asyncio, bdb, concurrent.futures, unittest\n"


@pytest.mark.parametrize("name", SWALLOW)
def test_no_sign_to_who_runs_the_tests_passes_them(worker: Worker, name: str) -> None:
    problem = Problem("signs", "", FunctionTests("", SWALLOW[name], ("add",)))
    right = worker.grade(problem, f"{ADD}    return a + b\n", Mode.CALLS, Limits())
    assert right.passed, right
    for sign in SENT:
        program = f"{_IMPORTS}{ADD}    raise {sign}\n"
        verdict = worker.grade(problem, program, Mode.CALLS, Limits())
        assert verdict.passed is False, f"{sign}: {verdict}"


def test_who_expects_any_exception_gets_no_sign(worker: Worker) -> None:
    tests = "try: add(2, 3)\nexcept Exception: pass"
    problem = Problem("any", "", FunctionTests("", tests, ("add",)))
    for sign in SENT:
        program = f"{_IMPORTS}{ADD}    raise {sign}\n"
        verdict = worker.grade(problem, program, Mode.CALLS, Limits())
        assert verdict.passed is (sign not in _NO_FAILURES), f"{sign}: {verdict}"


def test_exceptions_that_tests_name_keep_their_classes(worker: Worker) -> None:
    for tests in (
        "try: add(1, 2)\nexcept KeyError as error: assert error.args == ('x',)",
        "try: add(1, 2)\nexcept LookupError as error: assert type(error).__name__ == 'KeyError'",
        "try: add(1, 2)\nexcept Exception as error: assert type(error).__name__ == 'KeyError'",
        "import unittest\nclass T(unittest.TestCase):\n    def test(self):\n"
        "        with self.assertRaises(KeyError) as caught: add(1, 2)\n"
        "        self.assertRaisesRegex(KeyError, 'x', add, 1, 2)\n"
        "result = unittest.TestResult()\nT('test').run(result)\nassert result.wasSuccessful()",
    ):
        problem = Problem("named", "", FunctionTests("", tests, ("add",)))
        raises = worker.grade(problem, f"{ADD}    raise KeyError('x')\n", Mode.CALLS, Limits())
        assert raises.passed, raises
    ends = "import unittest\nunittest.TestCase().assertRaises(StopIteration, add, 1, 2)"
    problem = Problem("ends", "", FunctionTests("", ends, ("add",)))
    assert worker.grade(problem, f"{ADD}    return next(iter([]))\n", Mode.CALLS, Limits()).passed


# Finds what is installed, wherever a box shows it; `add` is there for the tests' own box to look.
_LOOK = """
def look():
    import os, re
    found = []
    for root in ("/usr", "/python", "/box", "/lib"):
        for folder, folders, files in os.walk(root):
            # Some bring a Python of their own, with what is in it.
            if re.search("/lib(64)?/python3[^/]*/(site|dist)-packages$", folder) and (
                folder.count("/") <= 5
            ):
                found += [folder + "/" + name for name in folders + files]
                folders.clear()
    return found
"""


def test_boxes_show_no_packages_that_nobody_asked_for(worker: Worker) -> None:
    tests = "assert seen() == [], seen()[:3]\nassert look() == [], look()[:3]"
    problem = Problem("packages", "", FunctionTests(_LOOK, tests, ("seen",)))
    verdict = worker.grade(problem, f"{_LOOK}seen = look", Mode.CALLS, Limits(cpu_seconds=20.0))
    assert verdict.passed, verdict
