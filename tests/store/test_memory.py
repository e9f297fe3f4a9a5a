"""What is remembered of a snapshot is worked out once, whoever asks for it at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from backend.store.snapshot.memory import Memory

MANY = 8


def test_who_asks_while_it_is_made_waits_for_it() -> None:
    memory, made, all_ask = Memory(), [], Barrier(MANY)

    def make() -> str:
        made.append(1)
        Event().wait(0.05)  # leaves time to all others
        return "found"

    def ask(_: int) -> str:
        all_ask.wait()
        return memory.get("question", make)

    with ThreadPoolExecutor(MANY) as pool:
        assert list(pool.map(ask, range(MANY))) == ["found"] * MANY
    assert made == [1]


def test_other_questions_do_not_wait() -> None:
    memory, begun, answered = Memory(), Event(), Event()

    def long() -> str:
        begun.set()
        assert answered.wait(60)
        return "long"

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(memory.get, "long", long)
        assert begun.wait(60)
        assert memory.get("short", lambda: "short") == "short"
        answered.set()
        assert first.result(60) == "long"


def test_an_error_is_not_kept() -> None:
    memory = Memory()

    def fail() -> str:
        raise ValueError("not now")

    for _ in range(2):
        with pytest.raises(ValueError, match="not now"):
            memory.get("question", fail)
    assert memory.get("question", lambda: "found") == "found"


def test_what_is_too_large_to_keep_is_answered() -> None:
    memory = Memory(300)
    assert memory.get("question", lambda: "x" * 1000) == "x" * 1000
    assert memory.get("question", lambda: "y" * 1000) == "y" * 1000
