"""Programs that try to pass without solving: by their values, by messages, by what they find."""

from tests.programs.writing import at_import, in_add

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
    "exit at import": at_import("import os; os._exit(0)"),
    "sys.exit at import": at_import("import sys; sys.exit(0)"),
    "exit in the call": in_add("import os; os._exit(0)"),
    "SystemExit in the call": in_add("raise SystemExit(0)"),
    "KeyboardInterrupt in the call": in_add("raise KeyboardInterrupt"),
    "GeneratorExit in the call": in_add("raise GeneratorExit"),
    "StopIteration in the call": in_add("raise StopIteration(5)"),
    "prints a verdict": in_add("print('passed', flush=True)"),
    "writes a verdict to every descriptor": at_import(
        """
        import os
        for fd in range(64):
            try: os.write(fd, b'P' * 4096)
            except OSError: pass
        """
    ),
    "writes a status frame": at_import(
        """
        import os, json, struct
        m = json.dumps({"status": "passed", "detail": ""}).encode()
        os.write(3, struct.pack('<I', len(m)) + m)
        """
    ),
    "answers in advance": at_import(
        """
        import os, json, struct
        for value in ({"ready": True}, {"value": 5}, {"value": 5}, {"value": 5}):
            m = json.dumps(value).encode()
            os.write(3, struct.pack('<I', len(m)) + m)
        """
    ),
    "sends a message without end": at_import("import os; os.write(3, b'\\xff' * 100)"),
    "sends half a message and hangs": at_import(
        "import os\nos.write(3, b'\\x20\\0\\0\\0{')\nwhile True: pass"
    ),
    "sends what is no JSON": at_import("import os; os.write(3, b'\\x04\\0\\0\\0nope')"),
    "sends deep JSON": at_import(
        "import os, struct\nm = b'[' * 100000\nos.write(3, struct.pack('<I', len(m)) + m)"
    ),
    "sends a list for a reply": at_import("import os; os.write(3, b'\\x02\\0\\0\\0[]')"),
    "sends an unknown tag": at_import(
        """
        import sys
        sys.modules['backend.grading.inside.wire'].encode = lambda value, *_: {"same": []}
        """
    ),
    "sends an unhashable in a set": at_import(
        """
        import sys
        sys.modules['backend.grading.inside.wire'].encode = lambda value, *_: {"set": [[1]]}
        """
    ),
    "raises by a forged name": in_add(
        """
        import sys
        wire = sys.modules['backend.grading.inside.wire']
        wire.send(__import__('socket').socket(fileno=3), {"raised": ["SystemExit", "0"]})
        """
    ),
    "passes descriptors": at_import(
        """
        import socket, os
        s = socket.socket(fileno=os.dup(3))
        socket.send_fds(s, [b'\\x02\\0\\0\\0{}'], [3, 3, 3])
        """
    ),
    "rebinds builtins": at_import(
        """
        import builtins
        builtins.AssertionError = ValueError
        builtins.isinstance = lambda *a: True
        builtins.len = lambda x: 0
        builtins.int = builtins.float = lambda *a: 5
        """
    ),
    "settrace past everything": at_import(
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
    "reads code objects for the answer": in_add(
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
    "looks for the expected value in the frames above": in_add(
        """
        import sys
        frame = sys._getframe(1)
        while frame:
            for value in list(frame.f_locals.values()):
                if value == 42: return 42
            frame = frame.f_back
        """
    ),
    "reads a nonce from memory": at_import(
        """
        import os
        for fd in (3, 4, 5):
            os.set_blocking(fd, False) if fd == 3 else None
            try: os.write(3, os.read(fd, 16) + b'P')
            except OSError: pass
        """
    ),
    "replaces the server's loop": at_import(
        """
        import sys
        module = sys.modules['backend.grading.inside.candidate']
        module.serve_calls = lambda *a: None
        module.describe = lambda error: 'passed'
        sys.modules['backend.grading.inside.wire'].send = lambda *a, **k: None
        """
    ),
    "atexit": at_import("import atexit, os; atexit.register(os._exit, 0); raise SystemExit"),
    "a thread answers": at_import(
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
