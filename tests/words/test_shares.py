"""Savings as people say them."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.answers.comparison import compare
from backend.maths.assumptions import BudgetKind
from backend.maths.verdicts import FEW_PROBLEMS
from backend.records.comparison import Saving
from backend.records.question import MaxK, ProblemFilter, Question
from backend.store.snapshot.snapshot import Snapshot
from backend.words.comparison import break_even, regions, saving, winner
from backend.words.shares import between, of_budget, paid_in

PAPER = "paper-humaneval", "Code Llama 13B", "Code Llama 70B"


@pytest.mark.parametrize(
    ("share", "kind", "text"),
    [
        (0.56, BudgetKind.FLOPS, "44 % less compute"),
        (0.56, BudgetKind.SAMPLES, "44 % fewer samples"),
        (0.0001, BudgetKind.TIME, "99.9 % less time"),
        (1.0, BudgetKind.DOLLARS, "just as much money"),
        (1.3, BudgetKind.TIME, "30 % more time"),
        (4.53, BudgetKind.FLOPS, "4.5 times as much compute"),
        (42, BudgetKind.SAMPLES, "42 times as many samples"),
    ],
)
def test_a_share_of_a_budget_is_said_in_its_own_word(
    share: float, kind: BudgetKind, text: str
) -> None:
    assert of_budget(share, paid_in(kind)) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0.37, 0.93, "7 to 63 % less"),
        (0.64, 1.28, "36 % less to 28 % more"),
        (0.5, 3, "50 % less to 3 times as much"),
        (10, 143, "10 to 143 times"),
        (1, 1, "just as much"),
    ],
)
def test_an_interval_says_once_what_both_ends_share(low: float, high: float, text: str) -> None:
    assert between(low, high) == text


@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_no_share_is_all_of_a_budget_or_in_exponents(one: float, other: float) -> None:
    said = between(*sorted((one, other)))
    assert "e+" not in said
    assert "100 % less" not in said
    assert " 0 %" not in f" {said}"


def test_a_saving_is_said_with_its_interval(snapshot: Snapshot) -> None:
    found = compare(snapshot, Question(PAPER[0]), *PAPER[1:], 17.6)
    reached = "13B reaches the score of 70B x 1 with 44 % less compute"
    assert saving(found) == f"{reached} (bound: 7 to 63 % less)"
    dearer = replace(found, saving=Saving(42.0, 10.0, None))
    needed = "13B would need 42 times as much compute for the score of 70B x 1"
    open_end = "bound: 10 times as much or more: it may never do so"
    assert saving(dearer) == f"{needed} ({open_end})"
    never = replace(found, saving=Saving(None, 0.5, None))
    assert saving(never) == (
        "13B never reaches the score of 70B x 1 in this data, though the interval allows it with "
        "50 % less compute"
    )


def test_a_break_even_names_who_leads_from_there(snapshot: Snapshot) -> None:
    votes = Question("cruxeval-output-cot", ranker="consensus", max_k=MaxK.ALL)
    turns = compare(snapshot, votes, "codellama-13b", "codellama-34b", 9)
    assert len(turns.break_even) == 1
    assert break_even(turns) == "from 17.14 TFLOPs on 34b leads"
    tests = compare(snapshot, replace(votes, ranker=None), "codellama-13b", "codellama-34b", 9)
    assert break_even(tests) == "none: nowhere does one lead and then the other"


def test_nobody_wins_on_few_problems_in_any_words(snapshot: Snapshot) -> None:
    day = dt.date(2023, 9, 1), dt.date(2023, 9, 20)
    few = ProblemFilter(("easy",), since=day[0], until=day[1])
    question = Question("livecodebench-2024-06", BudgetKind.SAMPLES, problems=few)
    found = compare(snapshot, question, "DSCoder-1.3b-Ins", "DSCoder-33b-Ins", 1)
    assert found.n_problems < FEW_PROBLEMS
    lead = f"{abs(found.difference.value):.1f} points ahead"
    said = winner(found)
    assert said == f"nobody wins on {found.n_problems} problems: too few; 33b is {lead}"
    assert "too few problems" in regions(found)[0]
    assert "leads clearly" not in " ".join(regions(found))
