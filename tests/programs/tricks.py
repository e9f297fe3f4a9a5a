"""Programs that use what crosses beside plain values: live values, exceptions, output."""

from tests.programs.writing import at_import, in_add, replies

TRICKS = {
    "an object that says yes to everything": "class A:\n    def __eq__(self, o): return True\n"
    "    def __ne__(self, o): return False\n    def __bool__(self): return True\n"
    "    def __getattr__(self, name): return lambda *a: True\ndef add(a, b): return A()",
    "sends a live form without a number": replies('{"value": {"live": ["x", 1]}}'),
    "sends a live form that is no list": replies('{"value": {"live": 5}}'),
    "talks of live values that are not there": replies('{"value": {"live": [7, 0]}}')
    + "os.write(3, b'\\x02\\0\\0\\0[]' * 9)\n",
    "sends a named tuple with code for its names": replies(
        '{"value": {"named": ["A", ["x=exit()"], [1]]}}'
    ),
    "sends an array of objects": replies('{"value": {"ndarray": ["O", [1], "00" * 8]}}'),
    "sends a type that is none": replies('{"value": {"type": "__import__"}}'),
    "sends an exception without classes": replies(
        '{"raised": {"names": [], "args": None, "state": {"dict": []}, "text": ""}}'
    ),
    "raises a class of the tests' own process": replies(
        """{"raised": {"names": [["backend.grading.inside.remote", "CandidateGoneError"],
        ["builtins", "BaseException"]], "args": None, "state": {"dict": []}, "text": "passed"}}"""
    ),
    "raises what would end the tests' process": replies(
        """{"raised": {"names": [["builtins", "SystemExit"]], "args": [0],
        "state": {"dict": []}, "text": "SystemExit: 0"}}"""
    ),
    "wants to be unscored by an import": in_add("raise ImportError('numpy', name='numpy')"),
    "wants to be unscored by what cannot cross": in_add(
        "x = []\nfor _ in range(300): x = [x]\nreturn x"
    ),
    "changes its arguments": in_add("a.clear() if isinstance(a, list) else None\nreturn a"),
    "an iterator that never gives an item": "class I:\n    def __iter__(self): return self\n"
    "    def __next__(self):\n        while True: pass\n"
    "def add(a, b): return next(I())",
    "prints a giant in a call": in_add("print('5' * (64 << 20))"),
    "replaces its module, main and all others": at_import(
        """
        import sys
        sys.modules['__main__'] = sys.modules['candidate'] = 5
        for name in list(sys.modules): sys.modules[name] = None
        """
    ),
    "a function for the exit that answers": at_import(
        """
        import atexit, os, json, struct
        m = json.dumps({"value": 5}).encode()
        atexit.register(os.write, 3, struct.pack('<I', len(m)) + m)
        raise SystemExit
        """
    ),
    "writes a package": at_import(
        "import os\nos.makedirs('/box/packages/numpy')\n"
        "open('/box/packages/numpy/__init__.py', 'w')"
    ),
    "puts a file behind /dev/stdin": in_add("open('/dev/stdin', 'w').write('x')"),
}
