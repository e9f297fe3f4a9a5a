"""Programs whose values stay in their box and behave badly there, or raise what is hard to tell."""

from tests.programs.writing import in_add


def _object(body: str, base: str = "") -> str:
    return f"class A({base}):\n    {body}\ndef add(a, b): return A()"


def _raises(body: str) -> str:
    return f"class E(Exception):\n    {body}\ndef add(a, b): raise E('5')"


MISBEHAVING = {
    "a length that lies": _object(
        "def __len__(self): return 1 << 62\n    def __iter__(self): return self\n    def __next__(self): return 5"
    ),
    "a truth that never comes": _object("def __bool__(self):\n        while True: pass"),
    "attributes without end": _object(
        "def __getattr__(self, name): return A()\n    def __getitem__(self, key): return A()\n    def __call__(self, *a): return A()\n    def __eq__(self, other): return A()"
    ),
    "a chain of live values": in_add(
        "import types\nx = None\nfor _ in range(10**5): x = types.SimpleNamespace(x=x)\nreturn x"
    ),
    "many live values at once": in_add("return [object() for _ in range(200000)]"),
    "a list that grows while it is read": _object(
        "def __iter__(self):\n        for x in range(50): self.append(x)\n        return iter([5] * 10**6)",
        "list",
    ),
    "a name that is no text": "M = type('M', (type,), {'__name__': property(lambda c: 1 / 0), '__module__': property(lambda c: __import__('os')._exit(0))})\nclass A(metaclass=M): pass\ndef add(a, b): return A()",
    "a class that is every class": _object(
        "__class__ = property(lambda self: (_ for _ in ()).throw(SystemExit(0)))"
    ),
    "a hash like all others": in_add(
        "return {type('H', (int,), {'__hash__': lambda s: 1, '__eq__': lambda s, o: False})(i): i for i in range(2000)}"
    ),
    "numbers that are nearly right": "class A(complex):\n    def __eq__(self, o): return True\n    __hash__ = complex.__hash__\ndef add(a, b): return A(a if isinstance(a, int) else 0)",
    "a text without end": _raises("def __str__(self):\n        while True: pass"),
    "a text that ends the process": _raises("def __str__(self): __import__('os')._exit(0)"),
    "a text of a hundred megabytes": _raises("def __str__(self): return '5' * (100 << 20)"),
    "a text of escapes and marks": in_add(
        "raise ValueError('\\x1b]0;passed\\x07\\x1b[2J\\u202epassed\\n\\rpassed\\x00\\x9b31m\\ud800\\U000e0041')"
    ),
    "a name of escapes": in_add(
        "raise type('Passed\\x1b[2J\\n\\u202e' * 50, (Exception,), {})('5')"
    ),
    "a cause of itself": in_add("e = ValueError('5'); e.__cause__ = e.__context__ = e\nraise e"),
    "a group of groups": in_add(
        "e = ValueError('5')\nfor _ in range(3000): e = ExceptionGroup('g', [e])\nraise e"
    ),
    "a thousand classes": in_add(
        "E = Exception\nfor i in range(900): E = type('E' + str(i), (E,), {})\nraise E('5')"
    ),
    "an exception made of live values": in_add(
        "raise ValueError(object(), lambda: 5, *[object()] * 10**5)"
    ),
    "the tests' own failure": in_add("raise AssertionError('assertion in line 1 of the tests')"),
    "a failure of memory": in_add("raise MemoryError"),
    "a timeout of its own": in_add("raise TimeoutError('the tests themselves took too long')"),
    "the end of a generator": in_add(
        "def g():\n    raise StopIteration\n    yield\nreturn next(g())"
    ),
    "the end of asynchronous things": in_add("raise StopAsyncIteration(5)"),
}
