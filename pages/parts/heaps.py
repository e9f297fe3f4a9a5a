"""Keep the C library from holding what was given back.

Streamlit runs each script in a thread of its own, and glibc gives threads heaps of their own (eight
for each core), which hardly ever shrink: over ten thousand links they hold 100 MB of nothing. And
it moves large arrays into those heaps once it has seen some of them freed, where what lies between
them keeps their room: after a hundred viewers that is 200 MB more.
"""

import ctypes
from functools import cache

_M_ARENA_MAX, _M_MMAP_THRESHOLD = -8, -3  # as malloc.h says
_MOST = 2
_LARGE = 1 << 20  # bytes: smaller arrays are cheaper on a heap


@cache
def keep_few() -> None:
    """Let all threads share two heaps without large arrays, where the C library is glibc."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _MOST)
        mallopt(_M_MMAP_THRESHOLD, _LARGE)
