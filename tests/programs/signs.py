"""Programs that speak to who runs the tests: by exceptions that are signs, by forms that trip."""

from tests.programs.frames import raw
from tests.programs.writing import at_import, in_add, replies

_SKIP = "raise __import__('unittest').SkipTest('not today')"
_VALUE = [["builtins", "ValueError"], ["builtins", "Exception"]]


def _raised(names: object, state: object = ()) -> str:
    form = {"names": names, "args": ["x"], "state": {"dict": state}, "text": "ValueError: x"}
    return repr({"raised": form})


SIGNS = {
    "an object that ends who asks for its text": "class A:\n"
    "    def __str__(self): raise SystemExit(0)\n    __repr__ = __str__\n"
    "def add(a, b): return A()",
    "an exception that ends who asks for its text": "class A(Exception):\n"
    "    def __str__(self): raise SystemExit(0)\n    __repr__ = __str__\n"
    "def add(a, b): raise A",
    "skips the tests": in_add(_SKIP),
    "skips the tests by a class of its own": in_add(
        "import unittest\nraise type('ValueError', (unittest.SkipTest,), {})('x')"
    ),
    "tells the tests to stop": in_add("import unittest.case\nraise unittest.case._ShouldStop"),
    "cancels the tests": in_add("import asyncio\nraise asyncio.CancelledError"),
    "quits a debugger": in_add("import bdb\nraise bdb.BdbQuit"),
    "ends an iteration of another kind": in_add("raise StopAsyncIteration(5)"),
    "a group of signs": in_add("raise BaseExceptionGroup('x', [SystemExit(0), StopIteration(5)])"),
    "an exception with marks of the tests": replies(
        _raised(
            _VALUE,
            state=[
                *(["_raised_by_candidate", None], ["__traceback__", None], ["__cause__", 5]),
                *(["name", "numpy"], ["__class__", 5]),
            ],
        )
    ),
    "an exception of a thousand classes": replies(
        _raised([["unittest.case", "SkipTest"]] * 999 + _VALUE)
    ),
    "names of tuples without end": raw(
        """
import random
mark = random.Random(int.from_bytes(os.urandom(8), "little")).randrange(10**9)
items = ",".join('{"named": ["A%d_%d", ["a"], [1]]}' % (mark, i) for i in range(140_000))
tell(('{"value": [' + items + ']}').encode())
time.sleep(9)
"""
    ),
    "a type that cannot go back": replies('{"value": {"type": "__loader__"}}'),
    "slices in slices": replies(
        '{"value": __import__("functools").reduce('
        'lambda x, _: {"slice": [x, None, None]}, range(240), 5)}'
    ),
    "a tuple of items without end": at_import(
        """
        import os, json, struct
        def tell(value):
            m = json.dumps(value).encode()
            os.write(3, struct.pack('<I', len(m)) + m)
        tell({"ready": True})
        tell({"value": {"tuple": {"live": [0, True]}}})
        while True: tell({"items": [5] * 1})
        """
    ),
    "a set of one hash": replies(
        '{"value": {"set": [{"int": hex(i * (2**61 - 1))} for i in range(8000)]}}'
    ),
    "a fraction of giants": replies(
        '{"value": {"Fraction": ["0x" + "f" * (1 << 16), "0x" + "e" * (1 << 16)]}}'
    ),
    "an array of no dimension": replies('{"value": {"ndarray": ["<f16", [], "00" * 16]}}'),
    "changes lists into what goes nowhere": replies(
        '{"value": 5, "changed": [[{"type": "__loader__"}, {"live": [9**9, 1]}], {"dict": []}]}'
    ),
    "says that it cannot send what it was never asked for": replies(
        '{"unsendable": {"tests": True}, "value": 5}'
    ),
}

SCRIPT_SIGNS = {
    "a number that is none in the end": "print('1' * (1 << 20) + 'x')",
    "a fraction that is none in the end": "print('1.' + '1' * (1 << 20) + 'x')",
    "a number of nothing but points": "print('.' * (1 << 20))",
    "a number with a giant exponent": "print('5e' + '0' * (1 << 20))",
    "a million short numbers": "print('5e0 ' * (1 << 19))",
}
