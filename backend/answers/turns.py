"""Long computations take turns, so that many who ask for them leave a core to everybody else."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

_WAITING: deque[object] = deque()  # who came first is first
_CHANGED = Condition()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for those who came before, then be the only one.

    A turn is for arithmetic alone, some tenths of a second at most, so that a short question does
    not wait for the whole of a long one. Within it nothing may be asked that is remembered: who
    is working that out may be waiting for a turn.
    """
    ticket = object()
    with _CHANGED:
        _WAITING.append(ticket)
        _CHANGED.wait_for(lambda: _WAITING[0] is ticket)
    try:
        yield
    finally:
        with _CHANGED:
            _WAITING.popleft()
            _CHANGED.notify_all()
