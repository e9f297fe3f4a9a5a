"""Keep the C library from holding what threads gave back.

Streamlit runs each script in a thread of its own, and glibc gives threads heaps of their own (eight
for each core), which hardly ever shrink: over ten thousand links they hold 100 MB of nothing.
"""

import ctypes
from functools import cache

_M_ARENA_MAX = -8  # as malloc.h says
_MOST = 2


@cache
def keep_few() -> None:
    """Let all threads share two heaps, where the C library is glibc; elsewhere do nothing."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _MOST)
