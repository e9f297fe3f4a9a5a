"""Long computations take turns, in the order in which they came."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from backend.answers import turns
from backend.answers.turns import turn
from tests.processes import wait_until

MANY = 6


def test_one_at_a_time_in_the_order_of_coming() -> None:
    came: list[int] = []
    inside: list[int] = []
    most: list[int] = []
    go = Event()

    def work(number: int) -> None:
        with turn():
            inside.append(number)
            most.append(len(inside))
            assert go.wait(60)
            came.append(number)
            inside.remove(number)

    with ThreadPoolExecutor(MANY) as pool:
        asked = []
        for number in range(MANY):
            asked.append(pool.submit(work, number))
            wait_until(lambda: len(turns._WAITING) > number, "another in the line")  # noqa: B023
        go.set()
        for each in asked:
            each.result(60)
    assert came == list(range(MANY))
    assert max(most) == 1


def test_who_fails_lets_the_next_go_on() -> None:
    for _ in range(2):
        try:
            with turn():
                raise ValueError
        except ValueError:
            continue
    assert not turns._WAITING
