"""Which waits the log tells of."""

import logging
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from pages.parts import waits


class State(SimpleNamespace):
    """A session's state, which one may ask whether it has a name."""

    def __contains__(self, name: str) -> bool:
        return hasattr(self, name)


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch) -> State:
    found = State()
    monkeypatch.setattr(waits, "st", SimpleNamespace(session_state=found))
    return found


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    found: list[str] = []
    handler = logging.Handler()
    monkeypatch.setattr(handler, "emit", lambda record: found.append(record.getMessage()))
    log = logging.getLogger("budgetscope.waits")
    log.addHandler(handler)
    yield found
    log.removeHandler(handler)


def test_the_first_page_of_a_visit_is_told_and_later_ones_only_where_they_take_long(
    said: list[str], state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("pages.parts.waits.time.monotonic", lambda: now[0])
    for seconds in (0.25, 0.99, 1.5):
        with waits.told("pairs"):
            now[0] += seconds
    visit = state.visit
    assert said == [
        f"wait: 0.25 s for pairs, visit {visit}, first",
        f"wait: 1.50 s for pairs, visit {visit}",
    ]


def test_a_page_that_was_not_drawn_to_its_end_is_told_as_such(said: list[str]) -> None:
    with pytest.raises(KeyboardInterrupt), waits.told("costs"):
        raise KeyboardInterrupt
    (line,) = said
    assert line.endswith(", first, not drawn to its end")
