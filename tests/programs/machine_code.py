"""Programs that enter the kernel by other doors than the C library's: 32 bits, and x32."""

from tests.programs.writing import LIAR

# Maps a page, fills it with instructions and calls it. (On other machines than x86-64 it crashes.)
_CALL = """
import ctypes, mmap
def machine(code):
    page = mmap.mmap(-1, 4096, prot=7)
    page.write(code)
    at = ctypes.addressof(ctypes.c_char.from_buffer(page))
    return ctypes.CFUNCTYPE(ctypes.c_int)(at)()
def old(number, *given):
    loads = b"\\x53\\xb8" + number.to_bytes(4, "little")
    for load, value in zip((b"\\xbb", b"\\xb9", b"\\xba"), given): loads += load + value.to_bytes(4, "little")
    return machine(loads + b"\\xcd\\x80\\x5b\\xc3")
def x32(number, *given):
    loads = b"\\xb8" + (number | 0x40000000).to_bytes(4, "little")
    for load, value in zip((b"\\xbf", b"\\xbe", b"\\xba"), given): loads += load + value.to_bytes(4, "little")
    return machine(loads + b"\\x0f\\x05\\xc3")
"""


def _allowed(call: str) -> str:
    return f"{_CALL}assert {call} < 0, 'ALLOWED'\n{LIAR}"


MACHINE_CODE = {
    "a socket by 32 bits": _allowed("old(359, 2, 1, 0)"),
    "a user namespace by 32 bits": _allowed("old(310, 0x10000000)"),
    "a trace by 32 bits": _allowed("old(26, 16, 1, 0)"),
    "rings by 32 bits": _allowed("old(425, 8, 0)"),
    "a socket by x32": _allowed("x32(41, 2, 1, 0)"),
    "a user namespace by x32": _allowed("x32(272, 0x10000000)"),
    "a trace by x32": _allowed("x32(521, 16, 1, 0)"),
    "code with a stack of its own": f"{_CALL}machine(b'\\x31\\xe4\\xf4')\n{LIAR}",
}
