"""Programs that replace what the box itself uses: modules, codecs, ways of import, code objects."""

from tests.programs.writing import at_import


def _patch(body: str) -> str:
    return at_import(body)


PATCHES = {
    "json that says five": _patch(
        "import json\njson.dumps = lambda *a, **k: '{\"value\": 5}'\njson.loads = lambda *a, **k: {'name': 'add', 'args': [], 'kwargs': {'dict': []}, 'in_place': False}"
    ),
    "json's own parts": _patch(
        "import json.encoder, json.decoder\njson.encoder.JSONEncoder.encode = lambda *a: '{\"value\": 5}'\njson._default_encoder = json._default_decoder = None"
    ),
    "struct that packs nothing": _patch(
        "import struct\nstruct.pack = lambda *a: b''\nstruct.unpack = lambda *a: (0,)"
    ),
    "sockets that hear what they like": _patch(
        "import socket\nsocket.socket.recv = lambda *a: b'\\0\\0\\0\\0'\nsocket.socket.sendall = lambda *a: None"
    ),
    "os that does nothing": _patch(
        "import os\nfor name in ('fork', '_exit', 'write', 'read', 'close', 'dup2', 'kill', 'listdir', 'unlink'):\n    setattr(os, name, lambda *a, **k: 0)"
    ),
    "codecs that give other bytes": _patch(
        "import codecs\ncodecs.register_error('strict', lambda e: ('5', e.end))\ncodecs.register_error('replace', lambda e: ('5', e.end))\ncodecs.register(lambda name: None)\nimport encodings\nencodings._cache.clear()\nencodings.search_function = None"
    ),
    "a table for copies": _patch(
        "import copyreg, copy, pickle\nfor kind in (int, str, list, dict, type(None)): copyreg.pickle(kind, lambda x: (eval, ('5',)))\ncopy.deepcopy = copy.copy = lambda x: 5"
    ),
    "ways of import": _patch(
        "import sys\nclass Find:\n    def find_spec(self, *a): raise SystemExit(0)\nsys.meta_path[:] = [Find()]\nsys.path_hooks[:] = [lambda path: Find()]\nsys.path_importer_cache.clear()\nsys.path[:] = ['/tmp']\nimport numpy"
    ),
    "an import function": _patch(
        "import builtins\nbuiltins.__import__ = lambda *a, **k: __builtins__\nbuiltins.__build_class__ = lambda *a, **k: 5"
    ),
    "warnings that raise": _patch(
        "import warnings\nwarnings.simplefilter('error')\nwarnings.showwarning = warnings._showwarnmsg = None\nwarnings.warn('5')"
    ),
    "encode that says five": _patch(
        "import sys\nfor name, module in list(sys.modules.items()):\n    if 'inside' in name:\n        for each in ('encode', 'form', 'plain', 'canonical'):\n            if hasattr(module, each): setattr(module, each, lambda *a, **k: 5)"
    ),
    "the code of the server's functions": _patch(
        "import sys\nframe = sys._getframe()\nwhile frame:\n    for thing in list(frame.f_globals.values()):\n        if hasattr(thing, '__code__') and not thing.__code__.co_freevars:\n            try: thing.__code__ = (lambda *a, **k: {'value': 5}).__code__\n            except BaseException: pass\n    frame = frame.f_back"
    ),
    "small numbers": _patch("import ctypes\nctypes.c_long.from_address(id(0) + 24).value = 5"),
    "the arguments' frame": "import sys\ndef add(a, b):\n    f = sys._getframe(1)\n    while f:\n        f.f_locals.clear() if f.f_locals is not globals() else None\n        for v in list(f.f_globals.values()):\n            if callable(getattr(v, 'keep', None)): v.keep = lambda *a: 5\n        f = f.f_back\n    return None",
    "the limits of Python": _patch(
        "import sys\nsys.set_int_max_str_digits(0)\nsys.setswitchinterval(1e9)\nsys.setrecursionlimit(50)\nsys.intern = None\nsys.stdout = sys.stderr = sys.__stdout__ = None"
    ),
    "exceptions of the same name": _patch(
        "import builtins\nfor name in ('Exception', 'BaseException', 'EOFError', 'ValueError', 'StopIteration', 'OSError', 'AttributeError'):\n    setattr(builtins, name, type(name, (), {}))\nraise KeyError(5)"
    ),
}
