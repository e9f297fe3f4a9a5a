"""Rank order: what a ranker's score is where samples were cut, not scored, or not judged."""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pytest

from backend.answers import selection
from backend.answers.curves import curve
from backend.answers.scores import ranked_counts, scores_by_problem
from backend.errors import UserError
from backend.maths.assumptions import BudgetKind
from backend.records.question import MaxK, ProblemFilter, Question
from backend.store.publish import publish
from backend.store.snapshot.snapshot import Snapshot
from backend.store.workbench.connection import open_workbench
from backend.words.counts import samples_of
from tests.own_study import add_study


class Drawn(NamedTuple):
    """A sample; `score` None where it was not ranked, `finished` None where nobody knows."""

    score: float | None
    passed: bool | None
    finished: bool | None = True


Rows = Mapping[str, Sequence[Drawn]]
RIGHT, WRONG, CUT = Drawn(2, True), Drawn(1, False), Drawn(9, True, False)
ASKED = Question("own", BudgetKind.SAMPLES, "nll", MaxK.ALL)
BY_TESTS = Question("own", BudgetKind.SAMPLES, max_k=MaxK.ALL)
PLANNED = 100


def add_run(workbench: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Add a study "own" of one run, "m"."""
    add_study(workbench, "own", len(rows))
    workbench.execute("INSERT INTO model (model_id, not_public) VALUES ('m', 'a test made it up')")
    workbench.execute(
        "INSERT INTO run (run_id, study_id, model_id, n_samples) VALUES ('own/m', 'own', 'm', ?)",
        [PLANNED],
    )
    for place, (problem, drawn) in enumerate(rows.items(), start=1):
        workbench.execute(
            "INSERT INTO problem (study_id, problem_id, position) VALUES ('own', ?, ?)",
            [problem, place],
        )
        for index, sample in enumerate(drawn):
            _add_sample(workbench, ["own/m", problem, index], sample)


def _add_sample(workbench: duckdb.DuckDBPyConnection, key: list[object], sample: Drawn) -> None:
    workbench.execute(
        """INSERT INTO sample (run_id, problem_id, sample_index, text, finished)
           VALUES (?, ?, ?, 'text', ?)""",
        [*key, sample.finished],
    )
    workbench.execute(
        """INSERT INTO verdict (run_id, problem_id, sample_index, passed, status)
           VALUES (?, ?, ?, ?, '')""",
        [*key, sample.passed],
    )
    if sample.score is not None:
        workbench.execute("INSERT INTO score VALUES (?, ?, ?, 'nll', ?)", [*key, sample.score])


@contextmanager
def published(folder: Path, rows: Rows) -> Iterator[Snapshot]:
    """Give a snapshot of the study "own" alone."""
    with open_workbench(folder) as workbench:
        add_run(workbench, rows)
        path = publish(workbench, folder)
    with closing(Snapshot(path)) as snapshot:
        yield snapshot


def picked(drawn: Sequence[Drawn], k: int) -> Fraction:
    """Return the chance that the ranker's pick of k random samples is right, by trying them all."""
    chances = []
    for some in combinations(drawn, k):
        ended = [sample for sample in some if sample.finished is not False]
        best = max((sample.score or 0.0 for sample in ended), default=None)
        tied = [sample for sample in ended if sample.score == best] or list(some)
        chances.append(Fraction(sum(bool(sample.passed) for sample in tied), len(tied)))
    return sum(chances, Fraction(0)) / len(chances)


def any_right(drawn: Sequence[Drawn], k: int) -> Fraction:
    """Return the chance that one of k random samples is right, by trying them all."""
    found = [any(sample.passed for sample in some) for some in combinations(drawn, k)]
    return Fraction(sum(found), len(found))


def told_apart(drawn: Sequence[Drawn]) -> Fraction | None:
    """Return how often a right sample is scored above a wrong one; None without such a pair."""
    ended = [sample for sample in drawn if sample.finished is not False]
    won = [
        Fraction((one.score or 0) > (other.score or 0)) + Fraction(one.score == other.score, 2)
        for one in ended
        for other in ended
        if one.passed and not other.passed
    ]
    return sum(won, Fraction(0)) / len(won) if won else None


def chance_study(problems: int, n: int, seed: int) -> dict[str, list[Drawn]]:
    """Return random samples with many ties, right ones and cut ones."""
    chance = random.Random(seed)
    return {
        f"p{place:02}": [
            Drawn(chance.randint(0, 3), chance.random() < 0.5, chance.random() < 0.6)
            for _ in range(n)
        ]
        for place in range(problems)
    }


def test_a_rank_score_is_that_of_all_ways_to_draw_k_samples(tmp_path: Path) -> None:
    rows = chance_study(40, 6, seed=3)
    rows["only the last one ended"] = [CUT, CUT, CUT, CUT, WRONG._replace(finished=False), RIGHT]
    rows["nobody knows"] = [Drawn(score, score > 1, None) for score in range(6)]
    rows["all were cut"] = [CUT] * 6
    expected = {name: drawn for name, drawn in rows.items() if any_ended(drawn)}
    assert sum(not all(s.finished for s in drawn) for drawn in expected.values()) > 30
    with published(tmp_path, rows) as snapshot:
        found = scores_by_problem(snapshot, ASKED, "m")
        line = curve(snapshot, ASKED, "m")
        assert [list(rows)[place] for place in found.position] == list(expected)
        brute = [[float(picked(drawn, k)) for k in range(1, 7)] for drawn in expected.values()]
        np.testing.assert_allclose(found.values, brute)
        np.testing.assert_allclose(line.score, 100 * np.mean(brute, axis=0))
        assert line.n_dropped == sum(s.finished is False for d in rows.values() for s in d)


def any_ended(drawn: Sequence[Drawn]) -> bool:
    return any(sample.finished is not False for sample in drawn)


def test_chance_and_tests_are_on_what_the_ranker_chooses_among(tmp_path: Path) -> None:
    rows = chance_study(20, 6, seed=4)
    rows["never ranked"] = [RIGHT._replace(score=None)] * 6
    rows["ranked in part"] = [RIGHT, WRONG, WRONG, *[RIGHT._replace(score=None)] * 3]
    rows["judged in part"] = [RIGHT, WRONG, RIGHT, WRONG, *[Drawn(5, None)] * 2]
    with published(tmp_path, rows) as snapshot:
        position = scores_by_problem(snapshot, ASKED, "m").position
        names = [list(rows)[place] for place in position]
        assert "never ranked" not in names
        k = 3
        chosen = [
            [sample for sample in rows[name] if sample.score is not None and known(sample)]
            for name in names
        ]
        n, c = ranked_counts(snapshot, ASKED, "m")
        assert n.tolist() == [len(drawn) for drawn in chosen]
        assert c.tolist() == [sum(bool(s.passed) for s in drawn) for drawn in chosen]
        chance, tests = selection.chance_and_tests(snapshot, ASKED, "m", k)
        np.testing.assert_allclose(chance, [float(any_right(drawn, 1)) for drawn in chosen])
        np.testing.assert_allclose(tests, [float(any_right(drawn, k)) for drawn in chosen])
        (row,) = selection.rows(snapshot, BY_TESTS, "m", k)
        assert (row.chance, row.tests) == pytest.approx((100 * chance.mean(), 100 * tests.mean()))
        score = 100 * np.mean([float(picked(drawn, k)) for drawn in chosen])
        assert row.score == pytest.approx(score)
        assert row.gap == pytest.approx((score - row.chance) / (row.tests - row.chance))


def known(sample: Drawn) -> bool:
    return sample.passed is not None


def test_misses_are_of_the_same_samples_as_the_pick(tmp_path: Path) -> None:
    rows = {
        "never ranked": [RIGHT._replace(score=None)] * 4,
        "misled": [Drawn(1, True), Drawn(2, False), Drawn(3, False), Drawn(4, False)],
        "well led": [RIGHT, WRONG, WRONG, WRONG],
    }
    with published(tmp_path, rows) as snapshot:
        (miss,) = selection.misses(snapshot, BY_TESTS, "m", "nll", 2)
    assert (miss.problem, miss.solve_rate, miss.picked) == ("misled", 0.25, 0)
    assert miss.solved == pytest.approx(0.5)


@pytest.mark.parametrize(
    "left_out", [[CUT] * 6, [RIGHT._replace(score=None)] * 6], ids=["all cut", "never ranked"]
)
def test_a_problem_without_a_sample_to_choose_is_left_out_and_the_reach_stays(
    tmp_path: Path, left_out: list[Drawn]
) -> None:
    good = [RIGHT, RIGHT, WRONG, WRONG, WRONG, WRONG]
    with published(tmp_path, {"p1": good, "p2": left_out, "p3": good}) as snapshot:
        line = curve(snapshot, ASKED, "m")
        assert (line.n_problems, line.n_given) == (2, 3)
        assert line.k.tolist() == [1, 2, 3, 4, 5, 6]
        assert line.score == pytest.approx([100 * float(picked(good, k)) for k in range(1, 7)])
        by_tests = curve(snapshot, BY_TESTS, "m")
        assert (by_tests.n_problems, by_tests.n_given) == (3, 3)


def test_a_ranker_that_can_choose_nothing_has_no_curve(tmp_path: Path) -> None:
    with published(tmp_path, {"p1": [CUT] * 3, "p2": [CUT] * 3}) as snapshot:
        with pytest.raises(UserError, match="m has no sample that nll could choose"):
            curve(snapshot, ASKED, "m")
        with pytest.raises(UserError, match="m has no sample that nll could choose"):
            selection.rows(snapshot, BY_TESTS, "m", 2)


def test_auc_is_of_the_samples_that_were_not_cut(tmp_path: Path) -> None:
    rows = chance_study(30, 7, seed=5)
    by_problem = [told for drawn in rows.values() if (told := told_apart(drawn)) is not None]
    assert len(by_problem) < 30
    with published(tmp_path, rows) as snapshot:
        facts = snapshot.ranker("own/m", "nll")
    assert facts.n_problems == len(by_problem)
    assert facts.auc == pytest.approx(float(sum(by_problem) / len(by_problem)))


def test_a_score_that_tells_only_the_cut_samples_apart_has_no_auc(tmp_path: Path) -> None:
    with published(tmp_path, {"p1": [CUT, WRONG, WRONG]}) as snapshot:
        facts = snapshot.ranker("own/m", "nll")
    assert (facts.auc, facts.n_problems) == (None, 0)


@pytest.mark.parametrize("last", [None, True])
def test_it_is_said_where_nobody_knows_whether_samples_were_cut(
    tmp_path: Path, last: bool | None
) -> None:
    rows = {"p1": [RIGHT, WRONG], "p2": [RIGHT, Drawn(1, False, last)]}
    with published(tmp_path, rows) as snapshot:
        ranked = snapshot.ranked("own/m", "nll")
        assert ranked is not None
        assert ranked.finish_known is (last is not None)
        line = curve(snapshot, ASKED, "m")
        assert (line.finish_known, line.n_dropped) == (last is not None, 0)
        assert curve(snapshot, BY_TESTS, "m").finish_known, "tests do not ask"


def test_a_sample_of_which_nobody_knows_is_chosen_as_if_it_had_ended(tmp_path: Path) -> None:
    rows = {"p1": [Drawn(9, True, None), WRONG, WRONG]}
    with published(tmp_path, rows) as snapshot:
        assert curve(snapshot, ASKED, "m").score[-1] == 100


@pytest.mark.parametrize(
    ("sizes", "kept", "reach"),
    [
        ([10, 10, 10, 10, 2], 4, 10),
        ([10, 10, 10, 2], 4, 2),
        ([10] * 38 + [1, 2], 38, 10),
        ([10] * 37 + [1, 2, 3], 38, 3),
        ([97, 98, 99, 100] * 5, 20, 97),
        ([90] + [100] * 9, 10, 90),
        ([89] + [100] * 9, 9, 100),
        ([1], 1, 1),
    ],
)
def test_few_problems_with_few_samples_do_not_cut_the_curve(
    tmp_path: Path, sizes: list[int], kept: int, reach: int
) -> None:
    with open_workbench(tmp_path) as workbench:
        add_run(workbench, {f"p{place:02}": [] for place in range(len(sizes))})
        for place, n in enumerate(sizes):
            workbench.execute(
                "INSERT INTO tally VALUES ('own/m', ?, ?, ?)", [f"p{place:02}", n, n // 2]
            )
        path = publish(workbench, tmp_path)
    with closing(Snapshot(path)) as snapshot:
        line = curve(snapshot, BY_TESTS, "m")
    assert (line.n_problems, line.n_given) == (kept, len(sizes))
    assert line.k[-1] == reach
    assert not np.isnan(line.score).any()
    assert (line.n_fewest, line.n_samples) == (min(sizes), max(sizes))


def test_a_run_has_as_many_samples_as_there_are_not_as_were_planned(tmp_path: Path) -> None:
    rows = {"p1": [RIGHT] * 7, "p2": [RIGHT, RIGHT, WRONG, WRONG, WRONG, Drawn(1, None)]}
    with published(tmp_path, rows) as snapshot:
        run = snapshot.run("own", "m")
        assert (run.n_samples, run.n_fewest, run.n_problems) == (7, 5, 2)
        line = curve(snapshot, BY_TESTS, "m")
        assert (samples_of(line), line.k[-1]) == ("5 to 7", 5)


def test_samples_that_were_not_judged_are_unknown_and_not_wrong(tmp_path: Path) -> None:
    rows = {
        "p1": [RIGHT, Drawn(9, None), WRONG, Drawn(5, None)],
        "p2": [RIGHT, WRONG],
        "nothing judged": [Drawn(3, None)] * 4,
    }
    with published(tmp_path, rows) as snapshot:
        tallies = snapshot.tallies("own/m")
        assert np.stack([tallies.n, tallies.c]).tolist() == [[2, 2], [1, 1]]
        ranked = snapshot.ranked("own/m", "nll")
        assert ranked is not None
        assert [row.tolist() for row in ranked.passes] == [[1, 0], [1, 0]]
        for question, expected in ((BY_TESTS, (50, 100)), (ASKED, (50, 100))):
            line = curve(snapshot, question, "m")
            assert line.score == pytest.approx(expected)
            assert (line.n_problems, line.n_given) == (2, 2)


def test_a_budget_that_pays_for_no_answer_scores_nothing(tmp_path: Path) -> None:
    with published(tmp_path, {"p1": [RIGHT, WRONG]}) as snapshot:
        (row,) = selection.rows(snapshot, BY_TESTS, "m", 0.5)
    assert row.k == 0
    assert all(map(math.isnan, (row.score, row.chance, row.tests, row.gap)))


def test_cut_samples_are_counted_where_the_filter_looks(tmp_path: Path) -> None:
    rows = {"p1": [RIGHT, WRONG, CUT], "p2": [RIGHT, WRONG, WRONG]}
    with open_workbench(tmp_path) as workbench:
        add_run(workbench, rows)
        for problem, difficulty in (("p1", "hard"), ("p2", "easy")):
            workbench.execute(
                "UPDATE problem SET difficulty = ? WHERE problem_id = ?", [difficulty, problem]
            )
        path = publish(workbench, tmp_path)
    with closing(Snapshot(path)) as found:
        for difficulty, cut in (("hard", 1), ("easy", 0)):
            asked = replace(ASKED, problems=ProblemFilter(difficulty=(difficulty,)))
            assert curve(found, asked, "m").n_dropped == cut
