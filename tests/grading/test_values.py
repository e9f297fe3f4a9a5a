"""Values and exceptions mean the same on both sides, and tests meet what the candidate defines."""

import builtins
import datetime as dt
import json
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction
from itertools import permutations
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backend.benchmarks.humaneval import problem as humaneval_problem
from backend.grading.calibrate import calibrate
from backend.grading.inside import values, wire
from backend.grading.inside.values import canonical
from backend.grading.tiers import Tier
from backend.grading.worker import Worker
from backend.records.problem import FunctionTests, Probes, Problem
from backend.records.verdict import Limits, Mode, Status, Verdict

Pair = namedtuple("Pair", "left right")


class Level(IntEnum):
    LOW = 1


class Colour(Enum):
    RED = 1


class Stamp(dt.datetime):
    pass


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(Tier.BUBBLEWRAP) as found:
        yield found


def crossed(value: object) -> Any:
    return wire.decode(json.loads(json.dumps(wire.encode(value))))


@pytest.mark.parametrize(
    "value",
    [
        *(Decimal("1.50"), Decimal("-Infinity"), Fraction(-3, 7), range(3, 30, 4), range(10**25)),
        *(bytearray(b"ab"), slice(1, None), ..., NotImplemented, int, KeyError, 10**80, -(2**63)),
        *(dt.date(2021, 2, 3), dt.timedelta(-1, 5), dt.time(4, 5, fold=1), dt.UTC),
        dt.datetime(2021, 2, 3, 4, 5, 6, 7, dt.timezone(dt.timedelta(hours=-3))),
        *({1: "a"}.keys(), {1: "a"}.items(), Counter("abca"), OrderedDict(b=1, a=2)),
        *(deque([1, [2]]), Pair(1, [Decimal(2)]), {(1, 2): {3}}, frozenset({(1,)})),
    ],
    ids=repr,
)
def test_values_of_the_standard_library_cross_as_they_are(value: Any) -> None:
    assert crossed(value) == value
    assert type(crossed(value)).__name__ == type(value).__name__


def test_values_that_extend_one_become_it() -> None:
    assert crossed(defaultdict(int, {1: 2})) == {1: 2}
    assert type(crossed(Level.LOW)) is int
    assert crossed(Stamp(2020, 1, 1)) == dt.datetime(2020, 1, 1)
    assert crossed(Pair(1, 2)).right == 2
    assert list(crossed({1: [2]}.values())) == [[2]]
    assert crossed(Counter("ab"))["z"] == 0
    for other in (Colour.RED, PurePosixPath("a"), object(), lambda: 0, crossed):
        with pytest.raises(wire.NotAValueError):
            wire.encode(other)


def test_what_is_too_long_is_never_cut() -> None:
    assert len(list(crossed(iter(range(100_000))))) == 100_000
    with pytest.raises(wire.TooMuchError):
        wire.encode(iter(range(100_001)))
    deep: Any = 0
    for _ in range(150):
        deep = (deep,)
    assert crossed(deep) == deep
    for _ in range(100):
        deep = (deep,)
    with pytest.raises(wire.TooMuchError):
        wire.encode(deep)


_TAGS = sorted({*values._READERS, *values._MAKERS})
_LEAVES = st.one_of(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(),
    st.sampled_from([*vars(builtins), "0x1f", "00ff", "<f8", "<f16", "2020-01-02", "1E+9", "a"]),
)
_FORMS = st.recursive(
    _LEAVES,
    lambda part: st.one_of(
        st.lists(part, max_size=4),
        st.builds(lambda tag, content: {tag: content}, st.sampled_from(_TAGS), part),
        st.builds(lambda tag, items: {tag: items}, st.sampled_from(_TAGS), st.lists(part)),
        st.builds(
            lambda tag, pairs: {tag: pairs},
            st.sampled_from(values._IN_LISTS),
            st.lists(st.tuples(part, part).map(list), max_size=3),
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=600, deadline=None)
@given(_FORMS)
@example({"type": "__loader__"})
@example({"ndarray": ["<f16", [], "00" * 16]})
@example({"iterator": {"dict": [[1, 2]]}})
def test_what_is_read_can_always_be_written(form: Any) -> None:
    """Else a program could send what makes an argument of the tests one that cannot cross."""
    try:
        value = wire.decode(form)
    except wire.NotAValueError:
        return
    wire.encode(value)


@pytest.mark.parametrize("tag", ["tuple", "slice", "named", "dict", "list"])
def test_what_is_read_is_never_deeper_than_what_is_written(tag: str) -> None:
    wrap: Callable[[Any], Any] = {
        "tuple": lambda form: {"tuple": [form]},
        "slice": lambda form: {"slice": [form, None, None]},
        "named": lambda form: {"named": ["A", ["x"], [form]]},
        "dict": lambda form: {"dict": [[1, form]]},
        "list": lambda form: [form],
    }[tag]
    form: Any = 5
    for _ in range(400):
        form = wrap(form)
        try:
            value = wire.decode(form)
        except wire.NotAValueError:
            break
        wire.encode(value)
    else:
        pytest.fail("400 levels were read")


def test_equal_dictionaries_and_sets_are_written_alike() -> None:
    items = [("b", {3, 1, "x"}), ("a", [1]), (2, {"k": {"m", "l"}})]
    forms = {json.dumps(canonical(wire.encode(dict(order)))) for order in permutations(items)}
    assert len(forms) == 1
    assert canonical(wire.encode([2, 1])) == [2, 1]
    assert canonical(wire.encode(deque([2, 1]))) != canonical(wire.encode(deque([1, 2])))


def grade(
    worker: Worker, program: str, tests: str, reference: str | None = None, setup: str = ""
) -> Verdict:
    """Grade a program that defines f, in the way that the reference, or its lack, asks for."""
    problem = Problem("p", "", FunctionTests(setup, tests, ("f",)), reference)
    plan = calibrate(worker, problem, Limits())
    assert not plan.trouble
    return plan.grade(worker, problem, program)


RIGHT = {
    "decimal": ("from decimal import Decimal\nf = Decimal", "assert f(10) == 10"),
    "keys": ("def f(d): return d.keys()", "assert f({1: 2}) == {1}"),
    "range": ("def f(n): return range(n)", "assert list(f(3)) == [0, 1, 2] and len(f(9)) == 9"),
    "named tuple": (
        "from typing import NamedTuple\nclass P(NamedTuple):\n    x: int\ndef f(): return P(4)",
        "assert f().x == 4 and f() == (4,)",
    ),
    "long generator": (
        "def f(n): return (i for i in range(n))",
        "assert sum(f(300_000)) == 300_000 * 299_999 // 2",
    ),
    "endless generator": (
        "def f():\n    n = 0\n    while True:\n        yield n\n        n += 1",
        "from itertools import islice\nassert list(islice(f(), 5, 8)) == [5, 6, 7]",
    ),
    "generator that is sent to": (
        "def f():\n    got = yield 1\n    yield got * 2",
        "g = f()\nassert next(g) == 1 and g.send(21) == 42",
    ),
    "generator that raises": (
        "def f():\n    yield 1\n    raise LookupError('no more')",
        "g = f()\nassert next(g) == 1\n"
        "try: next(g)\nexcept LookupError as e: assert str(e) == 'no more'\nelse: assert False",
    ),
    "function": ("def f(n): return lambda x: x + n", "assert f(3)(4) == 7"),
    "functions in a list": (
        "def f(): return [lambda x, i=i: x * i for i in range(3)]",
        "assert [g(5) for g in f()] == [0, 5, 10]",
    ),
    "object": (
        "class A:\n    def __init__(self, n): self.n = n\n    def twice(self): return 2 * self.n\n"
        "    def __len__(self): return self.n\n    def __getitem__(self, i): return i\n"
        "    def __str__(self): return 'A'\ndef f(n): return A(n)",
        "a = f(3)\nassert a.n == 3 and a.twice() == 6 and len(a) == 3 and a[7] == 7\n"
        "assert str(a) == 'A' and a != 3\na.n = 4\nassert a.twice() == 8 and not f(0)",
    ),
    "object given back": (
        "class A: pass\ndef f(a=None):\n    if a is None: return A()\n    return type(a) is A",
        "assert f(f()) is True",
    ),
    "equal objects": (
        "import dataclasses\n@dataclasses.dataclass\nclass A:\n    n: int\ndef f(n): return A(n)",
        "assert f(1) == f(1) and f(1) != f(2)",
    ),
    "the same object twice": (
        "only = object()\ndef f(): return only",
        "assert f() is f() is not None",
    ),
    "changed list": ("def f(xs): xs.sort()", "xs = [3, 1, 2]\nf(xs)\nassert xs == [1, 2, 3]"),
    "changed inside": (
        "def f(rows):\n    for row in rows: row.append(0)",
        "row = [1]\nf([row])\nassert row == [1, 0]",
    ),
    "changed dictionary": (
        "def f(d, *, more): d.update(more); more.clear()",
        "d, m = {1: 2}, {3: 4}\nf(d, more=m)\nassert d == {1: 2, 3: 4} and m == {}",
    ),
    "changed, then raised": (
        "def f(xs): xs.clear(); raise ValueError",
        "xs = [1]\ntry: f(xs)\nexcept ValueError: pass\nassert xs == []",
    ),
    "printed": (
        "def f(n): print(n); print(n + 1, end='')",
        "import contextlib, io\nout = io.StringIO()\nwith contextlib.redirect_stdout(out): f(1)\n"
        "assert out.getvalue() == '1\\n2'",
    ),
    "printed as bytes": (
        "import sys\ndef f(): sys.stdout.buffer.write(b'ab')",
        "import io, sys\nold, sys.stdout = sys.stdout, io.StringIO()\nf()\n"
        "out, sys.stdout = sys.stdout, old\nassert out.getvalue() == 'ab'",
    ),
    "called back": ("def f(k, n): return k(n)", "assert f(lambda v: v + 1, 2) == 3"),
    "the tests' own object": (
        "def f(box): box.full = True",
        "class Box: pass\nbox = Box()\nf(box)\nassert box.full",
    ),
    "its own module": (
        "import sys\nx = 3\ndef f(): return sys.modules[__name__].x + sys.modules['__main__'].x",
        "assert f() == 6",
    ),
    "data class with annotations as text": (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n@dataclass\n"
        "class A:\n    n: int\n    next: A | None = None\ndef f(n): return A(n).n",
        "assert f(2) == 2",
    ),
    "pickles": (
        "import pickle\nclass A: n = 5\ndef f(): return pickle.loads(pickle.dumps(A())).n",
        "assert f() == 5",
    ),
}


@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.parametrize("known", [True, False], ids=["reference", "no reference"])
def test_right_answers_pass(worker: Worker, name: str, known: bool) -> None:
    program, tests = RIGHT[name]
    verdict = grade(worker, program, tests, program if known else None)
    assert verdict.passed, verdict
    alone = Mode.TOGETHER if name in ("called back", "the tests' own object") else Mode.CALLS
    assert verdict.mode is alone
    for rubbish in ("def f(*a, **k): return 'rubbish'", "def f(*a, **k): pass"):
        assert grade(worker, rubbish, tests, program if known else None).passed is False


CHEATS = {
    "equals everything": "class A:\n    def __eq__(self, o): return True\ndef f(n): return A()",
    "equals everything, as a class": (
        "class M(type):\n    def __eq__(self, o): return True\n    __hash__ = type.__hash__\n"
        "class A(metaclass=M): pass\ndef f(n): return A"
    ),
    "computes with everything": (
        "class A:\n    def __sub__(self, o): return 0\n    __rsub__ = __abs__ = __sub__\n"
        "    def __float__(self): return 3.0\n    def __eq__(self, o): return True\n"
        "def f(n): return A()"
    ),
    "nested without end": "def f(n):\n    x = []\n    for _ in range(900): x = [x]\n    return x",
    "itself": "def f(n):\n    x = []\n    x.append(x)\n    return x",
    "a decimal that equals everything": (
        "from decimal import Decimal\nclass A(Decimal):\n    def __eq__(self, o): return True\n"
        "    __hash__ = Decimal.__hash__\ndef f(n): return A(0)"
    ),
    "a named tuple that equals everything": (
        "from collections import namedtuple\nclass A(namedtuple('B', 'x')):\n"
        "    def __eq__(self, o): return True\ndef f(n): return A(0)"
    ),
    "says it is a data class": "class A:\n    __class__ = int\ndef f(n): return A()",
    "too large, and patches the tests' process": (
        "import sys\ndef f(n):\n    sys._getframe(1).f_globals['expected'] = 'x' * (17 << 20)\n"
        "    return 'x' * (17 << 20)"
    ),
}


@pytest.mark.parametrize("name", CHEATS)
@pytest.mark.parametrize("known", [True, False], ids=["reference", "no reference"])
def test_nobody_passes_by_what_cannot_cross(worker: Worker, name: str, known: bool) -> None:
    tests = "expected = 4\nassert f(3) == expected"
    reference = "def f(n): return n + 1" if known else None
    verdict = grade(worker, CHEATS[name], tests, reference)
    assert not verdict.passed, verdict
    close = grade(worker, CHEATS[name], "import math\nassert math.isclose(f(3), 4)", reference)
    assert not close.passed, close


def test_a_value_that_cannot_cross_is_never_called_wrong_without_a_reference(
    worker: Worker,
) -> None:
    large = "def f(n): return 'x' * n"
    right = grade(worker, large, "assert len(f(17 << 20)) == 17 << 20")
    assert (right.status, right.mode) == (Status.UNSCORED, Mode.TOGETHER)
    wrong = grade(worker, large, "assert len(f(17 << 20)) == 3")
    assert (wrong.status, wrong.mode) == (Status.FAILED, Mode.TOGETHER)
    known = grade(worker, large, "assert len(f(17 << 20)) == 17 << 20", large)
    assert (known.status, known.mode) == (Status.PASSED, Mode.TOGETHER)


def catches(kind: str, body: str = "pass", setup: str = "") -> tuple[str, str]:
    return setup, f"try:\n    f()\nexcept {kind} as e:\n    {body}\nelse:\n    assert False\n"


NEGATIVE = "class Negative(ValueError):\n    def __init__(self, n):\n        self.n = n\n"
RAISES = {
    "a subclass of the program's": (f"{NEGATIVE}def f(): raise Negative(3)", catches("ValueError")),
    "its attributes": (
        f"{NEGATIVE}def f(): raise Negative(3)",
        catches("ValueError", "assert e.n == 3 and type(e).__name__ == 'Negative'"),
    ),
    "a class that both define": (
        f"{NEGATIVE}def f(): raise Negative(3)",
        catches("Negative", "assert e.n == 3", NEGATIVE),
    ),
    "a subclass of a class that both define": (
        f"{NEGATIVE}class Far(Negative): pass\ndef f(): raise Far(9)",
        catches("Negative", "assert e.args == (9,)", NEGATIVE),
    ),
    "a key error's text": (
        "def f(): return {}['a']",
        catches("KeyError", "assert e.args == ('a',)"),
    ),
    "an assertion": ("def f(): assert 1 > 2, 'small'", catches("AssertionError")),
    "an exit": ("def f(): raise SystemExit(3)", catches("SystemExit", "assert e.code == 3")),
    "an exit by exit()": ("def f(): exit(3)", catches("SystemExit", "assert e.code == 3")),
    "an interrupt": ("def f(): raise KeyboardInterrupt", catches("KeyboardInterrupt")),
    "of two bases": (
        "class Both(KeyError, AttributeError): pass\ndef f(): raise Both('x')",
        catches("KeyError"),
    ),
    "of a module": (
        "import json\ndef f(): json.loads('{')",
        catches("json.JSONDecodeError", "assert e.pos == 1", "import json"),
    ),
    "of decimals": (
        "from decimal import Decimal\ndef f(): return Decimal(1) / 0",
        catches("ZeroDivisionError"),
    ),
    "with many arguments": (
        "def f(): return b'\\xff'.decode()",
        catches("UnicodeDecodeError", "assert e.start == 0"),
    ),
    "of the system": (
        "def f(): open('/nowhere/x')",
        catches("FileNotFoundError", "import errno; assert e.errno == errno.ENOENT"),
    ),
    "with a live object": ("def f(): raise ValueError(lambda: 0)", catches("ValueError")),
    "by unittest": (
        f"{NEGATIVE}def f(): raise Negative(3)",
        (
            "import unittest",
            "with unittest.TestCase().assertRaises(ValueError) as found: f()\n"
            "assert found.exception.n == 3",
        ),
    ),
}


@pytest.mark.parametrize("name", RAISES)
@pytest.mark.parametrize("known", [True, False], ids=["reference", "no reference"])
def test_exceptions_keep_their_classes(worker: Worker, name: str, known: bool) -> None:
    program, (setup, tests) = RAISES[name]
    verdict = grade(worker, program, tests, program if known else None, setup)
    assert (verdict.status, verdict.mode) == (Status.PASSED, Mode.CALLS), verdict
    other = "class Other(Exception): pass\ndef f(): raise Other('no')"
    failed = grade(worker, other, tests, program if known else None, setup)
    assert (failed.status, failed.detail) == (Status.FAILED, "Other: no")
    assert not grade(worker, "def f(): pass", tests, program if known else None, setup).passed


def test_no_stub_of_the_prompt_is_tested_in_place_of_the_answer(worker: Worker) -> None:
    row = {
        "task_id": "T/0",
        "prompt": "def pick(k, xs):\n    '''The first of xs that k holds for, or None.'''\n",
        "entry_point": "pick",
        "canonical_solution": "    return next(filter(k, xs), None)\n",
        "test": "def check(c):\n    assert c(lambda v: v > 5, [1, 2]) is None\n"
        "    assert c(lambda v: v > 1, [1, 2]) == 2\n",
    }
    problem = humaneval_problem(row)
    plan = calibrate(worker, problem, Limits())
    assert (plan.mode, plan.trouble) == (Mode.TOGETHER, "")
    for answer, passes in (
        ("    return [x for x in xs if k(x)][0] if any(map(k, xs)) else None\n", True),
        ("    return None\n", False),
        ("    return 'rubbish'\n", False),
    ):
        assert plan.grade(worker, problem, row["prompt"] + answer).passed is passes


def test_the_same_program_gives_the_same_outputs_in_every_box() -> None:
    program = (
        "def f(n): return list({str(i) for i in range(n)})\n"
        "def g(n): return {str(i): {i, str(i)} for i in range(n)}\n"
        "def h(n): return {str(i): {str(i), i} for i in reversed(range(n))}"
    )
    probes = Probes("", ("f", "g", "h"), ("f(20)", "g(9)", "h(9)", "hash('text')"))
    found = []
    for number in (1, 2):
        with Worker(Tier.BUBBLEWRAP, number) as box:
            found.append(box.probe(probes, program, Limits()))
    assert found[0] == found[1]
    assert found[0] is not None
    assert found[0][1] == found[0][2]


def test_what_tests_make_of_a_small_value_is_bounded(worker: Worker) -> None:
    huge = grade(worker, "def f(): return range(10**10)", "assert list(f()) == [1]")
    assert huge.status is Status.MEMORY
    assert grade(worker, "def f(): return range(1, 2)", "assert list(f()) == [1]").passed
