"""Programs that look in their own memory for what process 1 held before them: others' programs."""

from tests.programs.writing import LIAR

# Reads memory page by page through a pipe, which refuses where there is none. No mark that is
# looked for stands in the program as it is, so that it does not find itself.
SEARCH = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
libc.sbrk.restype = ctypes.c_void_p
libc.write.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t]

def pages(low, high):
    r, w = os.pipe()
    os.set_blocking(w, False)
    run = b""
    for at in range(low, high, 4096):
        if libc.write(w, at, 4096) == 4096:
            run += os.read(r, 4096)
        else:
            yield run
            run = b""
        if len(run) > 1 << 20:
            yield run
            run = run[-8192:]
    yield run
    os.close(r), os.close(w)

def places():
    end = libc.sbrk(0) + 4095 & ~4095
    yield end - (12 << 20), end
    for thing in (object(), "x" * 100, [None] * 3, (1, 2), b"x" * 3000):
        middle = id(thing) & ~((1 << 20) - 1)
        yield middle - (1 << 20), middle + (2 << 20)

def near(mark, before=3000, after=3000):
    for low, high in places():
        for run in pages(low, high):
            at = run.find(mark)
            while at >= 0:
                yield run[max(0, at - before):at + after]
                at = run.find(mark, at + 1)
"""

# Tries every text that could define `add`, from memory or from wherever `texts` finds one.
STEAL = """
def add(a, b):
    raise ValueError("nothing found")

def attempt(text):
    global add
    start = text.rfind("def " + "add(", 0)
    while start >= 0:
        body = text[start:].split(chr(0))[0]
        lines = body.split(chr(10))
        whole = [lines[0]]
        for line in lines[1:]:
            if line[:1] not in (" ", ""): break
            whole.append(line)
        scope = {}
        try:
            exec(chr(10).join(whole), {"os": os}, scope)
            if scope["add"](2, 2) == 4 and scope["add"]([0], [1]) == [0, 1]:
                add = scope["add"]
                return True
        except BaseException:
            pass
        start = text.rfind("def " + "add(", 0, start)
    return False
"""

_MARK = 'bytes("return a", "ascii") + bytes(" + b", "ascii")'

THIEVES = {
    "a thief in the heap": SEARCH
    + STEAL
    + f"""
for text in near({_MARK}):
    if attempt(text.decode("latin-1")): break
""",
    "a thief in the heap of a child": SEARCH
    + STEAL
    + f"""
r, w = os.pipe()
if os.fork() == 0:
    for text in near({_MARK}): os.write(w, text[:60000])
    os._exit(0)
os.close(w)
attempt(open(r, "rb").read().decode("latin-1"))
os.wait()
""",
    "a thief in escaped messages": SEARCH
    + STEAL
    + """
for text in near(bytes(chr(92) + "n    return a", "ascii") + bytes(" + b", "ascii")):
    if attempt(text.decode("latin-1").replace(chr(92) + "n", chr(10))): break
""",
    "a thief among live objects": STEAL
    + """
import gc, os, types
for thing in gc.get_objects():
    for each in [thing, *gc.get_referents(thing)]:
        if isinstance(each, (str, bytes, bytearray)) and len(each) < 5000:
            text = each if isinstance(each, str) else bytes(each).decode("latin-1")
            if "return a" in text: attempt(text)
        if isinstance(each, types.CodeType) and each.co_name == "add" and each.co_argcount == 2:
            try:
                found = types.FunctionType(each, {"os": os})
                if found(2, 2) == 4: add = found
            except BaseException: pass
""",
    "a thief in caches": STEAL
    + """
import linecache, os, re, sys, functools
for cache in (linecache.cache, getattr(re, '_cache', {}), sys.modules, sys.path_importer_cache):
    for name, thing in list(cache.items()):
        attempt(str(name) + str(thing)[:9999] + str(getattr(thing, '__dict__', ''))[:99999])
""",
    "a thief in its arguments and environment": SEARCH.replace("12 << 20", "1 << 12")
    + """
libc.getauxval.restype = ctypes.c_void_p
stack = libc.getauxval(31) or id(0)
for run in pages((stack & ~4095) - (1 << 20), (stack & ~4095) + 4096):
    assert b"secret = " + b"41" not in run, "ALLOWED"
"""
    + LIAR,
}

# They look for whole programs, for others' input, and for the output that is expected.
SCRIPT_THIEVES = {
    "a script that looks for others' programs": SEARCH
    + """
import sys
mark = bytes("print(sum(map", "ascii") + bytes("(int, ", "ascii")
for text in near(mark):
    for line in text.decode("latin-1").split(chr(10)):
        line = line.split(chr(0))[0]
        if mark.decode() in line:
            try: exec(line[line.find("print("):]); sys.stdout.flush(); os._exit(0)
            except BaseException: pass
""",
}
