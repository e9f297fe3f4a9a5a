"""Problems side by side: who solves them at a budget, and where a ranker is fooled."""

import math

import numpy as np
import pytest

from backend.answers import selection
from backend.answers.standings import LIKELY, is_listed, standings
from backend.errors import UserError
from backend.maths.estimators import pass_at_k
from backend.records.question import ProblemFilter, Question
from backend.records.samples import Listed, Standing
from backend.store.snapshot.snapshot import Snapshot

STUDY, SMALL, LARGE = "miniature", "mini 0.6M", "mini 10M"
ANSWERS = ((SMALL, 14), (LARGE, 1), ("mini 3M", 0))
QUESTION = Question(STUDY, ranker="consensus")


def test_chances_are_those_of_the_answers_that_a_budget_pays_for(snapshot: Snapshot) -> None:
    rows = standings(snapshot, QUESTION, ANSWERS)
    assert [row.problem for row in rows] == list(snapshot.problems(STUDY).ids)
    for model, k in ANSWERS[:2]:
        tallies = snapshot.tallies(snapshot.run(STUDY, model).id)
        expected = pass_at_k(tallies.n, tallies.c, [k])[:, 0]
        assert np.allclose([row.by_model[model] for row in rows], expected)
    assert all(math.isnan(row.by_model["mini 3M"]) for row in rows)


def test_a_list_has_what_its_name_says(snapshot: Snapshot) -> None:
    rows = standings(snapshot, QUESTION, ANSWERS)
    found = {
        listed: [row for row in rows if is_listed(row, listed, SMALL, LARGE)] for listed in Listed
    }
    assert found[Listed.ALL] == list(rows)
    assert all(found.values())
    for row in found[Listed.SMALL]:
        assert row.by_model[SMALL] >= LIKELY > row.by_model[LARGE]
    for row in found[Listed.LARGE]:
        assert row.by_model[LARGE] >= LIKELY > row.by_model[SMALL]
    nobody = {row.problem for row in found[Listed.NOBODY]}
    tallies = [snapshot.tallies(run.id) for run in snapshot.runs(STUDY).values()]
    solved = np.sum([each.c for each in tallies], axis=0)
    ids = snapshot.problems(STUDY).ids
    assert nobody == {name for name, right in zip(ids, solved, strict=True) if not right}


def test_a_ranker_is_fooled_where_it_misses(snapshot: Snapshot) -> None:
    rows = standings(snapshot, QUESTION, ANSWERS)
    fooled = {row.problem: row for row in rows if is_listed(row, Listed.FOOLED, SMALL, LARGE)}
    misses = selection.misses(snapshot, QUESTION, SMALL, "consensus", 14)
    by_problem = {miss.problem: miss for miss in misses}
    assert set(fooled) == {
        name for name, miss in by_problem.items() if miss.solved >= LIKELY > miss.picked
    }
    for name, row in fooled.items():
        assert row.picked == pytest.approx(by_problem[name].picked)


def test_what_is_not_known_is_in_no_list() -> None:
    unknown = Standing("p", None, {"s": math.nan, "l": 0.0}, math.nan, nobody=False)
    solved = Standing("p", None, {"s": 1.0, "l": math.nan}, math.nan, nobody=False)
    for row in (unknown, solved):
        assert [listed for listed in Listed if is_listed(row, listed, "s", "l")] == [Listed.ALL]


def test_without_a_ranker_none_is_fooled(snapshot: Snapshot) -> None:
    for question in (Question(STUDY), Question("codegen-16b-humaneval", ranker=None)):
        model = next(iter(snapshot.runs(question.study)))
        rows = standings(snapshot, question, ((model, 5),))
        assert rows
        assert all(math.isnan(row.picked) for row in rows)
        assert not any(is_listed(row, Listed.FOOLED, model, model) for row in rows)


def test_problems_are_found_by_name_and_prompt_in_any_case(snapshot: Snapshot) -> None:
    def found(text: str) -> list[str]:
        return [row.problem for row in standings(snapshot, QUESTION, ANSWERS, text)]

    assert found("HARD/07") == ["mini/hard/07"]
    vowels = found("VoWeLs")
    assert vowels
    for name in vowels:
        assert "vowels" in str(snapshot.asked(STUDY, name).prompt).lower()
    assert found("no problem has this") == []
    assert found("%") == [
        name for name in found("") if "%" in str(snapshot.asked(STUDY, name).prompt)
    ]


def test_the_filter_holds(snapshot: Snapshot) -> None:
    hard = Question(STUDY, problems=ProblemFilter(difficulty=("hard",)))
    rows = standings(snapshot, hard, ANSWERS)
    assert len(rows) == 70
    assert {row.difficulty for row in rows} == {"hard"}
    with pytest.raises(UserError, match="unknown difficulty"):
        standings(snapshot, Question(STUDY, problems=ProblemFilter(("odd",))), ANSWERS)
