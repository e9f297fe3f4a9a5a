"""Two models at one budget, on the shipped studies and on small ones made for the case."""

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from backend import catalogue
from backend.answers.charges import cost_of_one
from backend.answers.comparison import after_cut_offs, compare, redrawn
from backend.answers.curves import curve, opening_budget
from backend.answers.scores import scores_by_problem
from backend.errors import UserError
from backend.maths.assumptions import Assumptions, BudgetKind
from backend.maths.budgets import pays_from
from backend.maths.costs import NoCost, Origin, UnitCost
from backend.maths.intervals import mean_interval
from backend.maths.verdicts import Verdict, Which
from backend.records.question import MaxK, ProblemFilter, Question
from backend.records.scores import PointKind
from backend.store.publish import publish
from backend.store.snapshot.snapshot import Snapshot
from backend.store.workbench.connection import open_workbench
from tests.own_study import add_study
from tests.regraded import few_of

HUMANEVAL = Question("paper-humaneval")
EVALPERF = Question("evalperf")
LIVECODEBENCH = Question("livecodebench-2024-06")
MINIATURE = Question("miniature")
SMALL, LARGE = "Code Llama 13B", "Code Llama 70B"
CODER = ("deepseek-ai/deepseek-coder-6.7b-instruct", "deepseek-ai/deepseek-coder-33b-instruct")


def made_study(folder: Path, tallies: Mapping[str, Mapping[str, tuple[int, int]]]) -> Snapshot:
    """Return a study "own" of models with (n, c) by problem."""
    problems = sorted({problem for of_model in tallies.values() for problem in of_model})
    models = list(tallies)
    with open_workbench(folder) as workbench:
        add_study(workbench, "own", len(problems), (models[0], models[-1], models[0]))
        for place, problem in enumerate(problems, start=1):
            workbench.execute(
                "INSERT INTO problem (study_id, problem_id, position) VALUES ('own', ?, ?)",
                [problem, place],
            )
        for model, of_model in tallies.items():
            workbench.execute(
                "INSERT INTO model (model_id, not_public) VALUES (?, 'a test made it up')",
                [model],
            )
            workbench.execute(
                "INSERT INTO run (run_id, study_id, model_id, n_samples) VALUES (?, 'own', ?, 999)",
                [model, model],
            )
            for problem, (n, c) in of_model.items():
                workbench.execute("INSERT INTO tally VALUES (?, ?, ?, ?)", [model, problem, n, c])
        return Snapshot(publish(workbench, folder))


OWN = Question("own", BudgetKind.SAMPLES)


def test_the_papers_headline(snapshot: Snapshot) -> None:
    result = compare(snapshot, HUMANEVAL, SMALL, LARGE, 17.6)
    assert (result.small.point.k, result.large.point.k) == (5, 1)
    assert result.small.point.score == pytest.approx(59.9, abs=0.05)
    assert result.small.point.kind is PointKind.FITTED
    assert result.large.point.score == 46.7
    difference = result.difference
    assert difference.value == pytest.approx(13.2, abs=0.05)
    assert math.isnan(difference.low)
    assert math.isnan(difference.high)
    # 13.2, the standard error's bound 10.8, the fit's range and the rounding.
    assert difference.bound_low == pytest.approx(13.2 - 10.8 - 0.4, abs=0.15)
    assert result.verdict is Verdict.SMALL_WINS


def test_evalperf_deepseek_coder(snapshot: Snapshot) -> None:
    one = cost_of_one(snapshot, EVALPERF, CODER[1])
    assert isinstance(one, UnitCost)
    result = compare(snapshot, EVALPERF, *CODER, one.value)
    assert (result.small.point.k, result.large.point.k) == (5, 1)
    assert result.small.point.score == pytest.approx(89.34, abs=0.005)
    assert result.large.point.score == pytest.approx(77.51, abs=0.005)
    assert result.difference.low < 11.83 < result.difference.high
    assert result.verdict is Verdict.SMALL_WINS
    assert result.n_problems == 118


def test_a_budget_below_one_answer_is_told_never_scored_zero(snapshot: Snapshot) -> None:
    assert curve(snapshot, HUMANEVAL, LARGE).at(17.5) is None
    with pytest.raises(UserError, match=r"does not pay for one answer of .*70B \(17\.6 TFLOPs\)"):
        compare(snapshot, HUMANEVAL, SMALL, LARGE, 17.5)


def test_a_model_never_beats_itself(snapshot: Snapshot) -> None:
    result = compare(snapshot, LIVECODEBENCH, "DSCoder-33b-Ins", "DSCoder-33b-Ins", 20)
    assert result.difference.value == 0
    assert result.difference.low <= 0 <= result.difference.high
    assert result.verdict is Verdict.TOO_CLOSE
    assert result.break_even == ()
    assert result.saving.value == 1


@pytest.mark.parametrize("seed", range(3))
def test_the_same_model_drawn_twice_leads_nowhere(
    snapshot: Snapshot, tmp_path: Path, seed: int
) -> None:
    """One in twenty may lead by chance; one in four did before the bands held together."""
    generator = np.random.default_rng(seed)
    tallies = snapshot.tallies(snapshot.run("evalperf", CODER[0]).id)
    first = generator.hypergeometric(tallies.c, tallies.n - tallies.c, tallies.n // 2)
    halves = {
        name: {
            f"p{place}": (int(n), int(c))
            for place, (n, c) in enumerate(zip(tallies.n // 2, correct, strict=True))
        }
        for name, correct in (("one", first), ("two", tallies.c - first))
    }
    with closing(made_study(tmp_path, halves)) as found:
        result = compare(found, OWN, "one", "two", 5)
        assert [region.verdict for region in result.regions] == [Verdict.TOO_CLOSE]


def test_swapping_the_models_turns_everything_around(snapshot: Snapshot) -> None:
    one = compare(snapshot, EVALPERF, *CODER, 20)
    other = compare(snapshot, EVALPERF, *CODER[::-1], 20)
    assert one.difference.value == pytest.approx(-other.difference.value)
    assert one.difference.low == pytest.approx(-other.difference.high)
    assert one.break_even == other.break_even
    turned = {Which.SMALL: Which.LARGE, Which.LARGE: Which.SMALL, None: None}
    for left, right in zip(one.regions, other.regions, strict=True):
        assert (left.start, left.end) == (right.start, right.end)
        assert turned[left.verdict.leader] == right.verdict.leader


def test_saving_is_the_cheapest_way_to_the_large_models_score(snapshot: Snapshot) -> None:
    result = compare(snapshot, HUMANEVAL, SMALL, LARGE, 17.6)
    small = curve(snapshot, HUMANEVAL, SMALL)
    k = next(k for k, score in zip(small.k, small.score, strict=True) if score >= 46.7)
    saving = result.saving
    assert saving.value == pytest.approx(k * 3.29 / 17.6)
    assert saving.value is not None
    assert saving.low is not None
    assert saving.high is not None
    assert saving.low <= saving.value <= saving.high
    easy = replace(LIVECODEBENCH, problems=ProblemFilter(difficulty=("easy",)))
    never = compare(snapshot, easy, "DSCoder-6.7b-Ins", "DSCoder-33b-Ins", 100).saving
    assert never.value is None
    assert never.high is None


def test_the_savings_interval_is_where_the_differences_interval_says(snapshot: Snapshot) -> None:
    result = compare(snapshot, MINIATURE, "mini 0.6M", "mini 3M", 0.00258003)
    small = scores_by_problem(snapshot, MINIATURE, "mini 0.6M").values
    large = scores_by_problem(snapshot, MINIATURE, "mini 3M").at(result.large.point.k)
    low, high = mean_interval(small - large[:, None], 2.0)
    budget = curve(snapshot, MINIATURE, "mini 0.6M").budget / result.large.point.budget_used
    assert result.saving.low == pytest.approx(budget[np.argmax(high >= 0)])
    assert result.saving.high == pytest.approx(budget[np.argmax(low >= 0)])


def test_every_study_opens_on_a_pair_that_can_be_compared_on_every_axis(
    snapshot: Snapshot,
) -> None:
    for study in snapshot.studies.values():
        for kind in BudgetKind:
            question = Question(study.id, kind)
            pair = [curve(snapshot, question, model) for model in (study.small, study.large)]
            for budget in (opening_budget(pair), max(each.one.value for each in pair)):
                result = compare(snapshot, question, study.small, study.large, budget)
                assert 1 in (result.small.point.k, result.large.point.k)


def test_the_opening_budget_pays_for_the_dearer_model_whichever_it_is(snapshot: Snapshot) -> None:
    pair = [curve(snapshot, HUMANEVAL, model) for model in (LARGE, SMALL)]
    assert opening_budget(pair) == opening_budget(pair[::-1]) == 17.6


def steps_of(snapshot: Snapshot, question: Question, small: str, large: str) -> list[float]:
    """Return every budget at which a pair's comparison changes."""
    pair = [curve(snapshot, question, small, (large,)), curve(snapshot, question, large, (small,))]
    first = max(float(pays_from(each.budget[:1])[0]) for each in pair)
    steps = np.union1d(*(pays_from(each.budget) for each in pair))
    ends = pays_from(np.array([each.next_budget for each in pair]))
    return [float(step) for step in np.union1d(steps[steps >= first], ends[ends >= first])]


def pairs(snapshot: Snapshot, question: Question) -> Iterator[tuple[str, str]]:
    known = [
        model
        for model in snapshot.runs(question.study)
        if not isinstance(cost_of_one(snapshot, question, model), NoCost)
    ]
    yield from combinations(known, 2)


def carried(
    snapshot: Snapshot, question: Question, small: str, large: str, steps: list[float]
) -> list[tuple[float, float]]:
    """Work out from the scores themselves what the data carry at each budget, in points."""
    pair = [curve(snapshot, question, small, (large,)), curve(snapshot, question, large, (small,))]
    ks = [np.searchsorted(pays_from(each.budget), steps, side="right") for each in pair]
    if pair[0].measured:
        left, right = (
            scores_by_problem(snapshot, question, each.model, (small, large)).values[:, k - 1]
            for each, k in zip(pair, ks, strict=True)
        )
        low, high = mean_interval(left - right, 2.0)
        return list(zip(100 * low, 100 * high, strict=True))
    ends = []
    for each, k in zip(pair, ks, strict=True):
        low, high = snapshot.fit_range(snapshot.run(question.study, each.model).id)
        share = each.score[k - 1] / 100
        ends.append((low[k - 1], high[k - 1], share * (1 - share) / each.n_problems))
    half = 100 * 1.96 * np.sqrt(ends[0][2] + ends[1][2])
    return list(zip(ends[0][0] - ends[1][1] - half, ends[0][1] - ends[1][0] + half, strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("kind", [BudgetKind.FLOPS, BudgetKind.SAMPLES])
def test_no_win_is_said_that_the_data_do_not_carry(snapshot: Snapshot, kind: BudgetKind) -> None:
    """A few pairs of each shipped study at a few budgets, by chance; all by `make regrade`."""
    wins = looked = 0
    for study in snapshot.studies:
        question = Question(study, kind)
        for small, large in few_of(list(pairs(snapshot, question)), 10):
            steps = few_of(steps_of(snapshot, question, small, large), 20)
            for budget, (low, high) in zip(
                steps, carried(snapshot, question, small, large, steps), strict=True
            ):
                result = compare(snapshot, question, small, large, budget)
                ended = result.small.point.data_ends or result.large.point.data_ends
                origins = {side.charge.one.origin for side in (result.small, result.large)}
                unlike = origins == {Origin.MEASURED, Origin.ESTIMATED}
                assert (result.verdict is Verdict.UNEQUAL) == (ended or unlike)
                region = next(r for r in reversed(result.regions) if r.start <= budget)
                for said in (result.verdict, region.verdict):
                    if said.wins:
                        assert (low > -0.01) if said is Verdict.SMALL_WINS else (high < 0.01)
                        wins += 1
                looked += 1
    assert looked > 1_000
    assert wins > 100


def test_a_pair_is_compared_over_the_problems_of_both(tmp_path: Path) -> None:
    """Before: "36.3 % ... 95.0 %: leads by 35.0 points"."""
    tallies = {
        "one": {f"p{i:02}": (10, 9) for i in range(40)} | {f"q{i:02}": (10, 0) for i in range(40)},
        "two": {f"p{i:02}": (10, 5) for i in range(40)},
    }
    with closing(made_study(tmp_path, tallies)) as found:
        result = compare(found, OWN, "one", "two", 1)
        assert result.n_problems == 40
        assert (result.small.point.score, result.large.point.score) == pytest.approx((90, 50))
        assert result.difference.value == pytest.approx(40)
        alone = result.small.alone
        assert alone is not None
        assert alone.score == pytest.approx(45)
        assert result.small.n_alone == 80
        assert result.large.alone is None


def test_models_without_a_common_problem_are_told(tmp_path: Path) -> None:
    tallies = {"one": {"p": (4, 1), "q": (4, 1)}, "two": {"r": (4, 1), "s": (4, 1)}}
    with (
        closing(made_study(tmp_path, tallies)) as found,
        pytest.raises(UserError, match="share no problem"),
    ):
        compare(found, OWN, "one", "two", 1)


def test_one_problem_has_no_interval_and_nobody_wins(tmp_path: Path) -> None:
    tallies = {"one": {"p": (40, 40)}, "two": {"p": (40, 0)}}
    with closing(made_study(tmp_path, tallies)) as found:
        result = compare(found, OWN, "one", "two", 1)
        assert math.isnan(result.difference.low)
        assert result.verdict is Verdict.TOO_FEW


def test_five_equal_problems_are_not_enough_to_win(tmp_path: Path) -> None:
    """They leave no variance, so that a bootstrap's interval had no width."""
    tallies = {
        "one": {f"p{i}": (10, 6) for i in range(5)},
        "two": {f"p{i}": (10, 5) for i in range(5)},
    }
    with closing(made_study(tmp_path, tallies)) as found:
        result = compare(found, OWN, "one", "two", 1)
        assert result.difference.low < 0 < result.difference.high
        assert not result.verdict.wins


@pytest.mark.parametrize(("n", "verdict"), [(29, Verdict.TOO_FEW), (30, Verdict.SMALL_WINS)])
def test_nobody_wins_on_few_problems_at_any_budget(
    tmp_path: Path, n: int, verdict: Verdict
) -> None:
    tallies = {
        "one": {f"p{i:02}": (10, 10) for i in range(n)},
        "two": {f"p{i:02}": (10, 0) for i in range(n)},
    }
    with closing(made_study(tmp_path, tallies)) as found:
        result = compare(found, OWN, "one", "two", 1)
        assert result.difference.low > 0
        assert result.verdict is verdict
        assert [region.verdict for region in result.regions] == [verdict]


def test_few_problems_that_decide_are_counted(tmp_path: Path) -> None:
    same = {f"p{i:02}": (10, 10) for i in range(57)}
    hard = {f"q{i}": (10, 0) for i in range(3)}
    solved = {f"q{i}": (10, 10) for i in range(3)}
    with closing(made_study(tmp_path, {"one": same | solved, "two": same | hard})) as found:
        assert 1 <= compare(found, OWN, "one", "two", 1).deciding <= 3


def test_where_samples_end_nobody_wins(snapshot: Snapshot) -> None:
    ended = compare(snapshot, EVALPERF, *CODER, 200)
    assert ended.small.point.data_ends
    assert ended.difference.low < 0
    assert ended.verdict is Verdict.UNEQUAL
    assert ended.regions[-1].verdict is Verdict.UNEQUAL
    assert ended.regions[-1].start <= 200


def test_measured_seconds_and_a_lower_bound_are_not_compared(snapshot: Snapshot) -> None:
    """Before: "wins by 59.5 points"."""
    time = replace(HUMANEVAL, budget_kind=BudgetKind.TIME)
    result = compare(snapshot, time, "Llama-3 8B", LARGE, 6)
    assert not result.charged_alike
    assert result.verdict is Verdict.UNEQUAL
    assert {region.verdict for region in result.regions} == {Verdict.UNEQUAL}
    alike = replace(time, assumptions=Assumptions(stand_ins=True))
    assert compare(snapshot, alike, "Llama-3 8B", LARGE, 6).charged_alike


def test_these_very_problems_are_surer_than_problems_like_these(snapshot: Snapshot) -> None:
    for budget in (8.476, 20.0, 60.0):
        result = compare(snapshot, EVALPERF, *CODER, budget)
        low, high = redrawn(snapshot, EVALPERF, *CODER, budget)
        assert low < result.difference.value < high
        assert high - low < result.difference.high - result.difference.low


def test_drawing_samples_anew_varies_as_much_as_it_says(snapshot: Snapshot) -> None:
    """Draws each problem's 100 samples anew 400 times from the shares that were measured."""
    runs = [snapshot.run("evalperf", model) for model in CODER]
    generator = np.random.default_rng(0)
    tallies = [snapshot.tallies(run.id) for run in runs]
    means = [
        generator.binomial(t.n, t.c / t.n, (400, len(t.n))).mean(axis=1) / t.n[0] for t in tallies
    ]
    spread = float(np.std(means[0] - means[1]))
    low, high = redrawn(snapshot, replace(EVALPERF, budget_kind=BudgetKind.SAMPLES), *CODER, 1)
    assert (high - low) / 2 / 100 == pytest.approx(1.96 * spread, rel=0.15)


def test_means_only_have_no_luck_of_the_draw(snapshot: Snapshot) -> None:
    assert math.isnan(redrawn(snapshot, HUMANEVAL, SMALL, LARGE, 17.6)[0])


def test_problems_after_the_later_cut_off_are_compared_apart(snapshot: Snapshot) -> None:
    pair = "DSCoder-6.7b-Ins", "Claude-2"
    days = [catalogue.cut_offs()[model] for model in pair]
    samples = replace(LIVECODEBENCH, budget_kind=BudgetKind.SAMPLES)
    found = after_cut_offs(snapshot, samples, *pair, 2)
    assert found is not None
    later, result = found.cut_off, found.comparison
    assert later is not None
    assert result is not None
    assert later == max(days) != min(days)
    released = snapshot.problems("livecodebench-2024-06").released
    assert result.n_problems == (released > np.datetime64(later)).sum() < 400
    asked = replace(samples, problems=ProblemFilter(since=later + dt.timedelta(days=1)))
    assert compare(snapshot, asked, *pair, 2).difference == result.difference
    assert after_cut_offs(snapshot, asked, *pair, 2) is None, "already asked for"
    unknown = after_cut_offs(snapshot, samples, "Mistral-Large", "Claude-2", 2)
    assert unknown is not None
    assert unknown.unknown == ("Mistral-Large",)
    by_release = after_cut_offs(snapshot, samples, "Cllama-7b-Ins", "Claude-2", 2)
    assert by_release is not None
    assert by_release.cut_off == dt.date(2023, 8, 24), "no cut-off is known, but the release is"
    assert after_cut_offs(snapshot, EVALPERF, *CODER, 20) is None


def test_leads_below_the_fits_own_range_are_too_close(snapshot: Snapshot) -> None:
    """A quarter of the "wins" of the Code Llama pairs were under one point."""
    for small, large in combinations(
        [f"Code Llama {size}" for size in ("7B", "13B", "34B", "70B")], 2
    ):
        for budget in steps_of(snapshot, HUMANEVAL, small, large)[::7]:
            result = compare(snapshot, HUMANEVAL, small, large, budget)
            if abs(result.difference.value) < 1:
                assert not result.verdict.wins


def test_the_reach_of_a_pair_is_that_of_their_common_problems(snapshot: Snapshot) -> None:
    every = replace(EVALPERF, max_k=MaxK.ALL, budget_kind=BudgetKind.SAMPLES)
    assert compare(snapshot, every, *CODER, 100).small.point.k == 100


@pytest.mark.parametrize("kind", list(BudgetKind))
def test_regions_tile_the_budget_to_the_last_bit(snapshot: Snapshot, kind: BudgetKind) -> None:
    question = replace(EVALPERF, budget_kind=kind)
    for small, large in list(pairs(snapshot, question))[::17]:
        pair = [curve(snapshot, question, model) for model in (small, large)]
        found = compare(snapshot, question, small, large, opening_budget(pair)).regions
        for one, other in pairwise(found):
            assert one.end == other.start


def test_wins_of_ranked_answers_are_carried_too(snapshot: Snapshot) -> None:
    for ranker in ("own-nll", "nll:mini 10M", "tests-passed"):
        question = replace(MINIATURE, ranker=ranker)
        for small, large in pairs(snapshot, question):
            steps = steps_of(snapshot, question, small, large)[::7]
            ends = carried(snapshot, question, small, large, steps)
            for budget, (low, high) in zip(steps, ends, strict=True):
                verdict = compare(snapshot, question, small, large, budget).verdict
                if verdict.wins:
                    assert low > 0 if verdict is Verdict.SMALL_WINS else high < 0
