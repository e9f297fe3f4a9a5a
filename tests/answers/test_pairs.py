"""All pairs at once: what `compare` says of each, and nothing else."""

import math
import random
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from backend.answers.comparison import compare
from backend.answers.lineup import lineup
from backend.answers.pairs import pairs, sweep
from backend.errors import UserError
from backend.maths.assumptions import BudgetKind
from backend.maths.verdicts import Verdict
from backend.records.pairs import NONE, VERDICTS, Pairs
from backend.records.question import MaxK, ProblemFilter, Question
from backend.store.snapshot.snapshot import Snapshot
from tests.answers.test_comparison import OWN, made_study

MOST = 40
"""Of many pairs so many are compared one by one, drawn at random."""
ASKED = [
    (Question("evalperf"), (1.0, 17.6, 400.0)),
    (Question("evalperf", BudgetKind.TIME), (0.02, 0.5)),
    (Question("humanevalplus-2025", BudgetKind.DOLLARS), (0.0005,)),
    (Question("humanevalplus-2025", stop_first=True), (5.0, 20.0)),
    (Question("paper-mbpp", stop_first=True), (17.6,)),
    (Question("paper-humaneval"), (17.6, 200.0)),
    (Question("paper-mbpp", BudgetKind.TIME), (0.1,)),
    (Question("miniature", ranker="own-nll"), (0.001, 0.01)),
    (Question("miniature", BudgetKind.SAMPLES, max_k=MaxK.ALL), (1.0, 77.0)),
    (Question("cruxeval-output-cot", BudgetKind.SAMPLES), (3.0, 5.0, 6.0)),
    (
        Question(
            "livecodebench-2024-06",
            BudgetKind.SAMPLES,
            problems=ProblemFilter(difficulty=("hard",), platform=("atcoder",)),
        ),
        (2.0,),
    ),
]


@pytest.fixture
def uneven(tmp_path: Path) -> Iterator[Snapshot]:
    """Return a study of models with other problems, and other numbers of samples on them."""
    places = {"a": range(40), "b": range(10, 60), "c": range(20, 60), "d": range(40, 70)}
    samples = {"a": 20, "b": 20, "c": 16, "d": 30}
    tallies = {
        model: {
            f"p{place:02}": (
                n := samples[model] - (model == "b" and place == 12),
                7 * place % n,
            )
            for place in of_model
        }
        for model, of_model in places.items()
    }
    opened = made_study(tmp_path, tallies)
    yield opened
    opened.close()


def test_each_cell_is_what_compare_says(snapshot: Snapshot) -> None:
    seen = set()
    for question, budgets in ASKED:
        for budget in budgets:
            found = pairs(snapshot, question, budget)
            every = list(permutations(range(len(found.models)), 2))
            for row, column in random.Random(0).sample(every, min(len(every), MOST)):
                seen.add(_checked(snapshot, question, found, row, column))
    assert seen == {*Verdict, None} - {Verdict.TOO_FEW}


def _checked(
    snapshot: Snapshot, question: Question, found: Pairs, row: int, column: int
) -> Verdict | None:
    leads = found.leads[row]
    names = found.models[row], found.models[column]
    try:
        told = compare(snapshot, question, *names, found.budget)
    except UserError:
        assert leads.verdict[column] == NONE
        assert not leads.k[column] or not leads.other_k[column]
        return None
    assert (leads.k[column], leads.other_k[column]) == (told.small.point.k, told.large.point.k)
    assert found.n_problems[row, column] == told.n_problems
    assert VERDICTS[leads.verdict[column]] is told.verdict
    ends = leads.difference[column], leads.low[column], leads.high[column]
    expected = told.difference.value, *told.difference.ends
    np.testing.assert_allclose(ends, expected, rtol=0, atol=1e-9)
    verdict: Verdict = told.verdict
    return verdict


def test_few_problems_tell_nobody_apart(snapshot: Snapshot) -> None:
    first = snapshot.problems("livecodebench-2024-06").released.min().item()
    question = Question(
        "livecodebench-2024-06", BudgetKind.SAMPLES, problems=ProblemFilter(until=first)
    )
    found = pairs(snapshot, question, 2.0)
    assert 0 < found.n_problems[0, 1] < 30
    assert {*found.verdicts()} <= {Verdict.TOO_FEW, Verdict.UNEQUAL}
    _checked(snapshot, question, found, 0, 1)


def test_models_that_were_given_other_problems_are_compared_over_those_they_share(
    uneven: Snapshot,
) -> None:
    """And a pair that shares none is not compared; k ends where the shared problems' samples do."""
    for budget in (1.0, 7.0, 9.0, 16.0, 40.0):
        found = pairs(uneven, OWN, budget)
        assert found.models == ("a", "b", "c", "d")
        for row, column in permutations(range(4), 2):
            _checked(uneven, OWN, found, row, column)
        assert found.n_problems.tolist() == [
            [40, 30, 20, 0],
            [30, 50, 40, 20],
            [20, 40, 40, 20],
            [0, 20, 20, 30],
        ]
        assert found.leads[0].verdict[3] == NONE
    assert {int(k) for k in pairs(uneven, OWN, 40.0).leads[1].k} == {9, 10}


def test_a_row_is_the_mirror_of_its_column(snapshot: Snapshot) -> None:
    found = pairs(snapshot, Question("evalperf"), 17.6)
    mirror = {Verdict.SMALL_WINS: Verdict.LARGE_WINS, Verdict.LARGE_WINS: Verdict.SMALL_WINS}
    for row, column in permutations(range(len(found.models)), 2):
        one, other = found.leads[row], found.leads[column]
        np.testing.assert_allclose(one.difference[column], -other.difference[row], atol=1e-9)
        np.testing.assert_allclose(one.low[column], -other.high[row], atol=1e-9)
        verdict = VERDICTS[one.verdict[column]]
        assert mirror.get(verdict, verdict) is VERDICTS[other.verdict[row]]
    assert all(math.isnan(leads.difference[row]) for row, leads in enumerate(found.leads))


@pytest.mark.parametrize("study", ["evalperf", "paper-humaneval", "codecontests"])
@pytest.mark.parametrize("one", [0, 7, 16])
def test_a_sweep_tells_every_budget_by_what_changes(
    snapshot: Snapshot, study: str, one: int
) -> None:
    question = Question(study)
    ends = [(each.budget[0], each.budget[-1]) for each in lineup(snapshot, question).curves]
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    budgets = np.geomspace(0.9 * low, 1.1 * high, 17)
    several = tuple(np.delete(budgets, one).tolist())
    swept = sweep(snapshot, question, several, float(budgets[one]))
    np.testing.assert_array_equal(swept.budgets, budgets)
    for stop, budget in enumerate(budgets.tolist()):
        at = pairs(snapshot, question, budget)
        last = {change.model: change for change in swept.changes if change.stop <= stop}
        for row, column in permutations(range(len(swept.models)), 2):
            latest = max(last[row], last[column], key=lambda change: change.stop)
            sign = 1 if latest.model == row else -1
            other = column if sign > 0 else row
            np.testing.assert_allclose(
                sign * latest.leads.difference[other], at.leads[row].difference[column], atol=1e-9
            )
