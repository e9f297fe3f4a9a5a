"""docs/miniature.md: its numbers, and its claims of what came out, from the shipped data."""

import csv
import inspect
import math
import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, pairwise

import numpy as np
import pytest

from backend import words
from backend.answers import selection
from backend.answers.charges import cost_of_one
from backend.answers.comparison import compare
from backend.answers.curves import curve
from backend.answers.selection import by_ranker
from backend.benchmarks.minifunctions.functions import HELD_OUT_SHARE
from backend.benchmarks.minifunctions.operations import OPERATIONS
from backend.benchmarks.minifunctions.problems import EACH, SPLITS, problems
from backend.maths.assumptions import Assumptions, BudgetKind
from backend.maths.budgets import as_shown
from backend.maths.costs import UnitCost
from backend.maths.intervals import mean_interval
from backend.maths.verdicts import NARROW, Verdict
from backend.miniature.corpus import examples
from backend.miniature.family import SIZES, VOCABULARY
from backend.miniature.report import half_of_samples, report
from backend.miniature.train import _DRAWN
from backend.rankers.execution import EXECUTION
from backend.records.comparison import Comparison
from backend.records.question import ProblemFilter, Question
from backend.records.ranking import Paired
from backend.records.scores import Curve
from backend.store.snapshot.snapshot import Snapshot
from backend.words.amounts import amount
from backend.words.costs import how
from tests.dashboard import ROOT
from tests.miniature.test_miniature_study import RESCORED, STUDY
from tests.sampler import require_vllm

DOCUMENT = ROOT / "docs" / "miniature.md"
TINY, SMALL, MIDDLE, LARGE = "mini 0.1M", "mini 0.6M", "mini 3M", "mini 10M"
MODELS = (TINY, SMALL, MIDDLE, LARGE)
THIRTEEN = 13
"""Answers of the 0.6M that one answer of the 10M pays for."""

# Names may hold digits: of models, code and files, and what a link leads to.
_NAMES = re.compile(r"`[^`]*`|\]\([^)]*\)|\b(?:mini )?(?:0\.1|0\.6|3|10)M\b(?! x \d)")
# Words that say how a comparison ended, or for how much it holds.
_CLAIMS = re.compile(
    r"\b(wins?|leads?|ahead|clear(ly)?|better|worse|best|beats?|never|nobody|every(where)?|always|"
    r"nothing|none|no|more|less|costs?|longer|close)\b",
    re.IGNORECASE,
)
# How to read what follows, and advice: no claims about the data.
_EXPLAINED = {
    "Presumably a small model mostly waits there for work that does not grow with it.",
    "On hardware where arithmetic is the bottleneck the FLOPs are the better guide; measure before "
    "deciding.",
    "Nothing could pick better, since the tests that pick are those that grade; the question is by "
    "how much.",
    "The page Problems shows every one of them, with what failed, what came back instead, and what "
    "each ranker thought of it.",
}


class Study:
    """Short questions to the shipped study."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def question(self, split: str = "", kind: BudgetKind = BudgetKind.FLOPS) -> Question:
        return Question(STUDY, kind, problems=ProblemFilter(difficulty=(split,) if split else ()))

    def curve(self, question: Question, model: str) -> Curve:
        return curve(self.snapshot, question, model)

    def one(self, kind: BudgetKind, model: str, assumptions: Assumptions | None = None) -> float:
        question = Question(STUDY, kind, assumptions=assumptions or Assumptions())
        cost = cost_of_one(self.snapshot, question, model)
        assert isinstance(cost, UnitCost)
        return cost.value

    def compare(
        self, question: Question, small: str, large: str, answers: int = 1, payer: str = LARGE
    ) -> Comparison:
        """Compare for the cost of so many answers of a model."""
        one = self.one(question.budget_kind, payer, question.assumptions)
        cost = np.array([answers * one])
        return compare(self.snapshot, question, small, large, float(as_shown(cost)[0]))

    def picked(self, model: str, ranker: str, k: int) -> float:
        by_samples = by_ranker(Question(STUDY, BudgetKind.SAMPLES), ranker)
        return float(self.curve(by_samples, model).score[k - 1])

    def between(self, model: str, one: str, other: str, k: int) -> Paired:
        question = Question(STUDY, BudgetKind.SAMPLES)
        return selection.between(self.snapshot, question, model, (one, k), (other, k))

    def half(self, model: str) -> int:
        return half_of_samples(self.snapshot, STUDY, model)

    def sweep(self, question: Question, small: str, large: str) -> list[Comparison]:
        """Compare at each budget at which one more answer is paid for and both have samples."""
        pair = [self.curve(question, model) for model in (small, large)]
        first, end = max(p.budget[0] for p in pair), min(p.next_budget for p in pair)
        budgets = np.union1d(pair[0].budget, pair[1].budget)
        budgets = budgets[(budgets >= first) & (budgets < end)]
        return [
            compare(self.snapshot, question, small, large, budget)
            for budget in as_shown(budgets).tolist()
        ]


@pytest.fixture(scope="module")
def study(snapshot: Snapshot) -> Study:
    return Study(snapshot)


@pytest.fixture(scope="module")
def recomputed(study: Study) -> set[str]:
    """Return all sentences, captions and rows that the data bear, but those of the training."""
    said = [
        *_settings(study),
        *_how_to_read(),
        *_easy(study),
        *_hard(study),
        *_neighbours(study),
        *_smallest(study),
        *_seconds(study),
        *_tests_and_rankers(study),
        *_readers(study),
        *_reading(study),
        *_length(study),
        *report(study.snapshot, STUDY),
    ]
    return {_plain(each) for each in said if each}


def test_every_recomputed_sentence_stands_in_the_document(recomputed: set[str]) -> None:
    missing = recomputed - {text for _, text in _parts()}
    assert not missing, "\n".join(sorted(missing))


@pytest.mark.slow
def test_the_models_are_trained_on_as_many_tokens_as_the_document_says(
    snapshot: Snapshot,
) -> None:
    require_vllm()  # which brings the tokenizer's library
    rows = [text for _, text in _parts() if _is_training_row(text)]
    assert rows == list(_training_rows(snapshot))


def test_no_number_stands_in_the_document_that_was_not_recomputed(recomputed: set[str]) -> None:
    # What the models are trained on takes longer to recompute: the test before this one does it.
    known = recomputed | {text for _, text in _parts() if _is_training_row(text)}
    loose = [
        text for _, text in _parts() if re.search(r"\d", _NAMES.sub("", text)) and text not in known
    ]
    assert not loose, "\n".join(loose)


def test_no_claim_about_the_outcome_stands_in_the_document_that_was_not_recomputed(
    recomputed: set[str],
) -> None:
    leads = set(_bold())
    loose = [
        text
        for heading, text in _parts()
        if heading == "What came out"
        and _CLAIMS.search(text)
        and text not in recomputed | _EXPLAINED
        and text.removeprefix("**").removesuffix("**") not in leads
    ]
    assert not loose, "\n".join(loose)


def test_bold_leads_follow_from_the_data(study: Study) -> None:
    leads = _leads(study)
    assert set(_bold()) == {*leads, "Read the samples."}
    assert all(leads.values()), [lead for lead, holds in leads.items() if not holds]


def test_the_scan_sees_numbers_and_no_names() -> None:
    for named in ("the 0.6M and mini 10M", "`make 3`", "[a](b-2.md)", "3M's answers"):
        assert not re.search(r"\d", _NAMES.sub("", named))
    for counted in ("3 of 4", "0.6M x 13 solves", "10 %", "4.4 GFLOPs", "mini 7M"):
        assert re.search(r"\d", _NAMES.sub("", counted))


def _parts() -> Iterator[tuple[str, str]]:
    """Yield the document's sentences, rows and captions, each with the heading it stands under."""
    text = re.sub(r"^```.*?^```$", "", DOCUMENT.read_text(), flags=re.DOTALL | re.MULTILINE)
    heading = ""
    for block in re.split(r"\n\s*\n", text):
        first = block.strip()
        if first.startswith("#"):
            heading = first.lstrip("# ")
            yield heading, heading
        elif first.startswith("|"):
            yield from ((heading, _plain(row)) for row in first.splitlines())
        elif first.startswith("!["):
            yield heading, _plain(first[2:].rpartition("](")[0])
        else:
            yield from ((heading, part) for part in _sentences(first))


def _sentences(paragraph: str) -> list[str]:
    return [
        part for part in re.split(r"(?<=[.?!])\s+|(?<=[.?!]\*\*)\s+", _plain(paragraph)) if part
    ]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _bold() -> list[str]:
    return re.findall(r"\*\*(.+?)\*\*", DOCUMENT.read_text())


def _met(comparison: Comparison) -> str:
    """Return what both solve and how sure the difference is."""
    difference, (small, large) = comparison.difference, _names(comparison)
    side = 1 if difference.value >= 0 else -1
    who, ends = (small, large)[side < 0], sorted((side * difference.low, side * difference.high))
    lead = f"by {abs(difference.value):.1f} points ({_interval(*ends)})"
    standing = f"{who} wins {lead}"
    if not comparison.verdict.wins:
        standing = f"too close to call, {who} is ahead {lead}"
    points = comparison.small.point, comparison.large.point
    answers = [f"{each.k} {'answer' if each.k == 1 else 'answers'}" for each in points]
    solve = "solves" if points[0].k == 1 else "solve"
    return (
        f"{answers[0]} of {small} {solve} {points[0].score:.1f} %, {answers[1]} of {large} "
        f"{points[1].score:.1f} %: {standing}"
    )


def _names(comparison: Comparison) -> tuple[str, str]:
    small, large = comparison.small.point.model, comparison.large.point.model
    return f"the {small.removeprefix('mini ')}", f"the {large.removeprefix('mini ')}"


def _interval(low: float, high: float) -> str:
    return f"{words.counts.points(low)} to {words.counts.points(high)}"


def _stretch(start: float, end: float, unit: str) -> str:
    return f"{amount(start, unit)} to {amount(end, unit)}"


def _clear(comparison: Comparison, verdict: Verdict) -> str:
    """Return the budgets at which one leads clearly."""
    found = [each for each in comparison.regions if each.verdict is verdict]
    return " and ".join(_stretch(each.start, each.end, comparison.unit) for each in found)


def _all(comparison: Comparison) -> str:
    """Return the budgets at which both have data."""
    both = [each for each in comparison.regions if each.verdict is not Verdict.UNEQUAL]
    return _stretch(both[0].start, both[-1].end, comparison.unit)


def _judged(comparison: Comparison) -> set[Verdict]:
    """Return the verdicts at all budgets at which both have data."""
    return {region.verdict for region in comparison.regions} - {Verdict.UNEQUAL}


def _leads(study: Study) -> dict[str, bool]:
    """Return the document's bold sentences and whether the data bear them."""
    easy, hard = study.question("easy"), study.question("hard")
    far = study.compare(hard, SMALL, LARGE)
    tests = study.compare(study.question(), SMALL, MIDDLE)
    own = study.compare(by_ranker(study.question(), "own-nll"), SMALL, MIDDLE)
    seconds = study.question(kind=BudgetKind.TIME)
    return {
        "Where the problems are easy, nobody wins between the 0.6M and the 10M.": (
            {each.verdict for each in study.sweep(easy, SMALL, LARGE)} == {Verdict.TOO_CLOSE}
        ),
        "Where they are hard, the 10M wins.": (
            far.verdict is Verdict.LARGE_WINS
            and study.compare(hard, SMALL, LARGE, 4).verdict is Verdict.LARGE_WINS
            and _judged(far) == {Verdict.LARGE_WINS, Verdict.TOO_CLOSE}
        ),
        "Who wins between the 0.6M and the 3M can depend on who picks.": (
            tests.verdict is Verdict.SMALL_WINS and own.verdict is Verdict.LARGE_WINS
        ),
        "The smallest model is too small.": all(
            _judged(_end_of_tiny(study, split)) == {Verdict.LARGE_WINS} for split in ("", *SPLITS)
        ),
        "Seconds tell another story than FLOPs.": all(
            _judged(study.compare(seconds, model, LARGE)) == {Verdict.LARGE_WINS}
            for model in MODELS[:-1]
        )
        and _judged(study.compare(study.question(), MIDDLE, LARGE)) != {Verdict.LARGE_WINS},
        "No ranker picks as well as the tests.": all(
            study.between(model, "oracle", ranker, study.half(model)).verdict is Verdict.SMALL_WINS
            for model in MODELS
            for ranker in selection.rankers_of(study.snapshot, STUDY, model)
        ),
        "On the answers of the 0.6M a larger reader picks better.": all(
            study.between(SMALL, f"nll:{larger}", f"nll:{smaller}", k).verdict is Verdict.SMALL_WINS
            for k in (THIRTEEN, study.half(SMALL))
            for smaller, larger in pairwise(MODELS)
        ),
        "In FLOPs, reading an answer costs the 10M no less than writing one.": all(
            _reading_in_answers(study, assumptions) >= 1
            for assumptions in (Assumptions(), Assumptions(measured_tokens=True))
        ),
        "The longest answer is a worse pick than a random one.": all(
            study.between(model, "random", "length-long", study.half(model)).verdict
            is Verdict.SMALL_WINS
            for model in MODELS
        ),
    }


def _settings(study: Study) -> Iterator[str]:
    """Yield what is asked, who answers and how."""
    snapshot = study.snapshot
    made = list(problems())
    experiment = tomllib.loads((ROOT / "experiments" / f"{STUDY}.toml").read_text())
    settings = experiment["studies"][0]
    assert [snapshot.run(STUDY, model).n_samples for model in MODELS] == [
        settings["n"][model] for model in MODELS
    ]
    assert {len(problem.examples) for problem in made} == {0, 1, 2}
    assert snapshot.problems(STUDY).ids == tuple(problem.id for problem in made)
    (tests,) = {len(problem.tests) for problem in made}
    (batch,) = {size.batch for size in SIZES.values()}
    steps = [length for lengths in SPLITS.values() for length in lengths]
    splits = ", ".join(
        f"`{split}` ({' or '.join(map(str, lengths))} operations)"
        for split, lengths in SPLITS.items()
    )
    n = [settings["n"][model] for model in MODELS]
    yield (
        f"It says nothing about models that people use: these ones know {len(OPERATIONS)} "
        "operations on lists, numbers and texts, and nothing else."
    )
    yield f"A function does {min(steps)} to {max(steps)} operations, one after the other."
    yield f"There are {EACH} problems in each of {len(SPLITS)} splits: {splits}."
    yield (
        f"One composition of operations in {HELD_OUT_SHARE} is never trained on, whatever the "
        "constants and the words; all problems are drawn from those."
    )
    yield (
        f"{tests} inputs test a function, and tell it from one that lacks a step which can be left "
        "out."
    )
    yield (
        f"{len(MODELS)} models of the Llama architecture with one tokenizer of {VOCABULARY} "
        f"tokens, trained from scratch on generated functions, {batch} at a time."
    )
    yield (
        f"Each answers every problem at temperature {settings['temperature']} and top-p "
        f"{settings['top_p']}, at most {settings['max_tokens']} tokens, {n[0]}, {n[1]}, {n[2]} and "
        f"{n[3]} times, and once greedily."
    )
    tokens = [snapshot.run(STUDY, model).model.mean_tokens or 0.0 for model in MODELS]
    yield (
        f"Their answers have {min(tokens):.1f} to {max(tokens):.1f} tokens in the mean; a budget "
        f"of FLOPs charges {Assumptions().tokens} tokens for each, as the paper does."
    )
    seconds = sum(
        study.one(BudgetKind.TIME, model) * count * len(made)
        for model, count in zip(MODELS, n, strict=True)
    )
    yield (
        f"Taking the samples that ship took {seconds / 60:.0f} minutes on two CPU cores; training, "
        "grading and ranking come on top."
    )
    yield _losses()
    yield (
        "`tests/miniature/test_miniature_study.py` grades every different shipped answer again, "
        f"and scores {RESCORED} of them with each of the shipped models."
    )


def _how_to_read() -> Iterator[str]:
    yield (
        "The best of a table is the best of all that were looked at, so its score owes something "
        "to luck: `held out` is what the ranker that is best on one half of the problems scores on "
        "the other half, and the interval of its lead is widened for all pairs that could have "
        "been named."
    )
    level = inspect.signature(mean_interval).parameters["level"].default
    yield (
        f"An interval, in brackets behind a lead, is one of {100 * level:.0f} % for problems like "
        "these, at one budget."
    )
    yield (
        "A lead is called clear at the budgets at which a band that holds for all of them together "
        f"excludes zero, stretches that end before {NARROW:g} times their start left out."
    )


def _easy(study: Study) -> Iterator[str]:
    easy = study.question("easy")
    level, other = study.compare(easy, SMALL, LARGE), study.compare(easy, SMALL, MIDDLE)
    sweep = study.sweep(easy, SMALL, LARGE)
    apart = max(abs(each.difference.value) for each in sweep)
    assert level.small.point.k == THIRTEEN
    assert {each.verdict for each in sweep} == {Verdict.TOO_CLOSE}
    assert _judged(other) == {Verdict.SMALL_WINS, Verdict.TOO_CLOSE}
    assert other.verdict is Verdict.SMALL_WINS
    yield f"On the easy split, for the FLOPs of one answer of the 10M, {_met(level)}."
    yield (
        f"It is so at every budget for which there are samples, {_all(level)}: the two are never "
        f"more than {math.ceil(10 * apart) / 10:.1f} points apart, which does not say that they "
        "are equal."
    )
    yield (
        f"Against the 3M the 0.6M wins there: for the same FLOPs {_met(other)}; clear is its lead "
        f"at {_clear(other, Verdict.SMALL_WINS)} only."
    )
    yield (
        "Score against FLOPs on the easy split: the steps of the 0.6M begin at lower budgets and "
        "run close to those of the 10M"
    )


def _hard(study: Study) -> Iterator[str]:
    hard = study.question("hard")
    one, four = study.compare(hard, SMALL, LARGE), study.compare(hard, SMALL, LARGE, 4)
    assert {one.verdict, four.verdict} == {Verdict.LARGE_WINS}
    assert max(each.difference.value for each in study.sweep(hard, SMALL, LARGE)) < 0
    yield f"On the hard split, for the same FLOPs, {_met(one)}."
    yield f"For four times as many {_met(four)}."
    yield (
        f"The 10M has the higher score at every budget from {_all(one)}; clear is its lead at "
        f"{_clear(one, Verdict.LARGE_WINS)}."
    )
    yield (
        "Score against FLOPs on the hard split: the 10M is above the 0.6M from its first answer on"
    )


def _neighbours(study: Study) -> Iterator[str]:
    tests = study.compare(study.question(), SMALL, MIDDLE)
    own = study.compare(by_ranker(study.question(), "own-nll"), SMALL, MIDDLE)
    medium = study.compare(study.question("medium"), SMALL, MIDDLE)
    assert (tests.verdict, own.verdict) == (Verdict.SMALL_WINS, Verdict.LARGE_WINS)
    assert _judged(tests) == {Verdict.SMALL_WINS, Verdict.TOO_CLOSE}
    assert _judged(own) == {Verdict.LARGE_WINS}
    assert _judged(medium) == {Verdict.TOO_CLOSE}
    assert study.curve(by_ranker(study.question(), "own-nll"), SMALL).charge.reading == 0
    yield (
        "Picked by the tests, for the FLOPs of one answer of the 10M and over all problems, "
        f"{_met(tests)}."
    )
    yield (
        "Picked by the answering model's own likelihood, which takes no further FLOPs, "
        f"{_met(own)}."
    )
    yield (
        "This budget is told because it shows the turn: clear is the lead by the tests at "
        f"{_clear(tests, Verdict.SMALL_WINS)} only, the one by the likelihood at every budget for "
        f"which there are samples, {_all(own)}."
    )
    yield "On the medium split alone nobody leads clearly by the tests at any budget."


def _end_of_tiny(study: Study, split: str = "") -> Comparison:
    """Compare where the smallest model's samples end."""
    question = study.question(split)
    budget = as_shown(study.curve(question, TINY).budget[-1:])
    return compare(study.snapshot, question, TINY, SMALL, float(budget[0]))


def _smallest(study: Study) -> Iterator[str]:
    ends = [_end_of_tiny(study, split) for split in ("", *SPLITS)]
    for each in ends:
        assert _judged(each) == {Verdict.LARGE_WINS}
    (stretch,) = {_all(each) for each in ends}
    question = study.question()
    at_one = study.compare(question, TINY, SMALL, payer=SMALL)
    saving = at_one.saving
    assert saving.value and saving.low and saving.high
    yield (
        "Over all problems and on each split the 0.6M leads it clearly at every budget for which "
        f"there are samples, {stretch}."
    )
    yield f"Where its samples end, {_met(ends[0])}."
    yield (
        f"To solve as much as one answer of the 0.6M, it takes {saving.value:.1f} times the FLOPs "
        f"({saving.low:.1f} to {saving.high:.1f})."
    )


def _seconds(study: Study) -> Iterator[str]:
    flops, time = (
        study.one(kind, LARGE) / study.one(kind, TINY)
        for kind in (BudgetKind.FLOPS, BudgetKind.TIME)
    )
    whole = [study.compare(study.question(kind=BudgetKind.TIME), m, LARGE) for m in MODELS[:-1]]
    easy = [study.compare(study.question("easy", BudgetKind.TIME), m, LARGE) for m in MODELS[:-1]]
    assert {verdict for each in whole for verdict in _judged(each)} == {Verdict.LARGE_WINS}
    (stretch,) = {_all(each) for each in whole}
    assert _judged(easy[0]) == {Verdict.LARGE_WINS}
    assert Verdict.TOO_CLOSE in _judged(easy[1]) and _judged(easy[2]) == {Verdict.TOO_CLOSE}
    batch = tomllib.loads((ROOT / "experiments" / f"{STUDY}.toml").read_text())["engine"]["batch"]
    cost = cost_of_one(study.snapshot, study.question(kind=BudgetKind.TIME), LARGE)
    assert isinstance(cost, UnitCost) and "on 2 CPU cores" in how(cost)
    yield (
        f"For an answer the 10M does {flops:.0f} times the arithmetic of the 0.1M, but on 2 CPU "
        f"cores, with {batch} answers under way, it takes {time:.1f} times as long."
    )
    models = tomllib.loads((ROOT / "experiments" / f"{STUDY}.toml").read_text())["models"]
    assert [models[m]["dtype"] for m in MODELS] == ["float32"] * 2 + ["bfloat16"] * 2
    yield "The larger two run in half precision, which the smaller two do not."
    yield (
        "Counted in seconds, over all problems the 10M leads each of the others clearly at every "
        f"budget for which there are samples, {stretch}."
    )
    yield (
        "On the easy split it so leads the 0.1M alone: against the 0.6M its lead is clear at "
        f"{_clear(easy[1], Verdict.LARGE_WINS)} only, against the 3M nowhere."
    )


def _tests_and_rankers(study: Study) -> Iterator[str]:
    question = Question(STUDY, BudgetKind.SAMPLES)
    rankers = {m: selection.rankers_of(study.snapshot, STUDY, m) for m in MODELS}
    (count,) = {len(names) for names in rankers.values()}
    short = []
    for model, names in rankers.items():
        run = study.snapshot.run(STUDY, model).id
        facts = [study.snapshot.ranker(run, name) for name in EXECUTION if name in names]
        assert len({each.reading.seconds for each in facts}) == 1  # told for each of them
        found = [study.between(model, "oracle", name, study.half(model)) for name in names]
        assert {each.verdict for each in found} == {Verdict.SMALL_WINS}
        short.append(min(each.value for each in found))
    best = selection.best_of(study.snapshot, question, SMALL, THIRTEEN)
    assert best is not None and best.name == f"nll:{LARGE}" and best.next == f"nll:{MIDDLE}"
    assert best.low > 0
    by_tests, by_chance, *picked = (
        study.picked(SMALL, ranker, THIRTEEN)
        for ranker in ("oracle", "random", "tests-passed", "consensus", "own-nll", best.name)
    )
    for ranker in ("tests-passed", "consensus", "own-nll", best.name):
        assert study.between(SMALL, ranker, "random", THIRTEEN).verdict is Verdict.SMALL_WINS
    yield (
        f"Among half of the samples of each of the models, even the best of the {count} rankers "
        f"looked at picks a right one for {min(short):.1f} to {max(short):.1f} points fewer of the "
        "problems than the tests do, by intervals that exclude zero."
    )
    yield (
        f"Of {THIRTEEN} answers of the 0.6M the tests find a right one for {by_tests:.1f} % of the "
        f"problems; a random pick is right for {by_chance:.1f} %."
    )
    yield (
        f"The examples in the docstring, run as tests, pick a right one for {picked[0]:.1f} %, "
        f"agreement of outputs for {picked[1]:.1f} %, the model's own likelihood for "
        f"{picked[2]:.1f} %: each more than the random pick, by intervals that exclude zero."
    )
    yield (
        f"Best of the {best.candidates} rankers looked at is the likelihood by the 10M with "
        f"{picked[3]:.1f} %, {best.score:.1f} % held out; its lead over the next, the 3M's, is "
        f"{_interval(best.low, best.high)} points, widened for the choice."
    )
    last = selection.best_of(study.snapshot, question, LARGE, study.half(LARGE))
    assert last is not None and last.name == "tests-passed" and last.low < 0 < last.high
    yield (
        f"On the 10M's own answers the best, the examples run as tests, cannot be told from the "
        f"next ({_interval(last.low, last.high)} points)."
    )
    yield "Rank-score of each ranker on the samples of the 0.6M"


def _readers(study: Study) -> Iterator[str]:
    scores = [study.picked(SMALL, f"nll:{model}", THIRTEEN) for model in reversed(MODELS)]
    for smaller, larger in pairwise(MODELS):
        for k in (THIRTEEN, study.half(SMALL)):
            found = study.between(SMALL, f"nll:{larger}", f"nll:{smaller}", k)
            assert found.verdict is Verdict.SMALL_WINS
    tiny = study.between(SMALL, f"nll:{TINY}", "random", THIRTEEN)
    assert tiny.verdict is Verdict.TOO_CLOSE
    half = study.half(LARGE)
    own = study.between(LARGE, f"nll:{LARGE}", f"nll:{MIDDLE}", half)
    judged = study.between(MIDDLE, f"nll:{MIDDLE}", f"nll:{SMALL}", study.half(MIDDLE))
    assert {own.verdict, judged.verdict} == {Verdict.TOO_CLOSE}
    yield (
        f"By the likelihood of the 10M the pick of {THIRTEEN} is right for {scores[0]:.1f} %, of "
        f"the 3M for {scores[1]:.1f} %, of the 0.6M itself for {scores[2]:.1f} %, of the 0.1M for "
        f"{scores[3]:.1f} %: each better than the next smaller one, by intervals that exclude zero."
    )
    yield (
        "The 0.1M's pick cannot be told from a random one "
        f"({_interval(tiny.low, tiny.high)} points)."
    )
    yield (
        "It is no law: on the 10M's answers its own likelihood and the 3M's are too close to call "
        f"({study.picked(LARGE, f'nll:{LARGE}', half):.1f} and "
        f"{study.picked(LARGE, f'nll:{MIDDLE}', half):.1f} % of {half}; "
        f"{_interval(own.low, own.high)} points), and so are on the 3M's answers its own and the "
        f"0.6M's ({_interval(judged.low, judged.high)})."
    )


def _reading_in_answers(study: Study, assumptions: Assumptions) -> float:
    """Return what reading an answer of the 0.6M costs the 10M, in answers of its own."""
    question = by_ranker(Question(STUDY, assumptions=assumptions), f"nll:{LARGE}")
    one = study.one(BudgetKind.FLOPS, LARGE, assumptions)
    return study.curve(question, SMALL).charge.reading / one


def _reading(study: Study) -> Iterator[str]:
    run = study.snapshot.run(STUDY, SMALL)
    facts = study.snapshot.ranker(run.id, f"nll:{LARGE}")
    large = study.snapshot.run(STUDY, LARGE).model
    assert facts.reading.reader and facts.reading.tokens and facts.reading.prompt_tokens
    assert facts.reading.seconds and large.mean_tokens
    question = by_ranker(study.question(), f"nll:{LARGE}")
    by_rule = _reading_in_answers(study, Assumptions())
    measured = _reading_in_answers(study, Assumptions(measured_tokens=True))
    prompt, read, rule = facts.reading.prompt_tokens, facts.reading.tokens, Assumptions().tokens
    flops = 2 * facts.reading.reader.active_matmul_parameters * (prompt + rule)
    charged = study.curve(question, SMALL).charge.reading
    assert charged == pytest.approx(flops / 1e12)
    assert by_rule == pytest.approx((prompt + rule) / rule)
    assert measured == pytest.approx((prompt + read) / large.mean_tokens)
    # With its prompt an answer would cost what reading one does.
    assert (prompt + read) / (prompt + large.mean_tokens) == pytest.approx(1, abs=0.02)
    yield (
        f"A reader is charged for the prompt, {prompt:.1f} tokens in the mean, and for as many "
        f"tokens as an answer, {rule}: {1000 * charged:.2f} GFLOPs for the 10M to read an answer, "
        f"{by_rule:.1f} times what it takes to write one, since an answer is charged without its "
        "prompt, as in the paper."
    )
    yield "With its prompt, it would cost about the same."
    yield (
        f"So reading the {THIRTEEN} costs the 10M as much as {THIRTEEN * by_rule:.1f} answers of "
        f"its own; by the lengths as recorded, {read:.1f} tokens read and {large.mean_tokens:.1f} "
        f"written, as much as {THIRTEEN * measured:.1f}."
    )
    yield (
        f"In seconds, a different text takes it {1000 * facts.reading.seconds:.1f} ms to read, an "
        f"answer {1000 * study.one(BudgetKind.TIME, LARGE):.1f} ms to write."
    )
    for k in (THIRTEEN, study.half(SMALL)):
        found = selection.against_one(
            study.snapshot, Question(STUDY), SMALL, f"nll:{LARGE}", k, LARGE
        )
        assert found.difference.verdict is Verdict.LARGE_WINS
        assert found.greedy
        lead = _interval(-found.difference.high, -found.difference.low)
        yield (
            f"What it picks of {k} answers of the 0.6M is right for {found.picked:.1f} %, its own "
            f"greedy answer for {found.one:.1f} %: the one answer wins by "
            f"{-found.difference.value:.1f} points ({lead})."
        )
    alone = study.compare(question, SMALL, LARGE)
    assert _judged(alone) == {Verdict.LARGE_WINS}
    yield (
        "With the 10M as the reader of both, its own answers lead clearly at every budget for "
        f"which there are samples, {_all(alone)}."
    )
    even = replace(question, assumptions=Assumptions(measured_tokens=True))
    assert _judged(study.compare(even, SMALL, LARGE)) == {Verdict.LARGE_WINS}


def _length(study: Study) -> Iterator[str]:
    half = study.half(SMALL)
    long, short, chance = (
        study.picked(SMALL, name, half) for name in ("length-long", "length-short", "random")
    )
    verdicts = {
        (model, name): study.between(model, "random", name, study.half(model)).verdict
        for model in MODELS
        for name in ("length-long", "length-short")
    }
    assert verdicts.pop((TINY, "length-short")) is Verdict.TOO_CLOSE
    assert set(verdicts.values()) == {Verdict.SMALL_WINS}
    yield (
        f"Of {half} answers of the 0.6M the longest is right for {long:.1f} %, the shortest for "
        f"{short:.1f} %, a random one for {chance:.1f} %."
    )
    yield (
        "So it is with half of the samples of each model: the longest is a worse pick than a "
        "random one, and so is the shortest but for the 0.1M, where it cannot be told."
    )


def _is_training_row(text: str) -> bool:
    cells = [cell.strip() for cell in text.strip("|").split("|")]
    return len(cells) == 5 and cells[0] in MODELS


def _training_rows(snapshot: Snapshot) -> Iterator[str]:
    """Yield the table of what the models are and were trained on."""
    tokens = list(accumulate(_tokens_of_batches(max(size.steps for size in SIZES.values()))))
    for model, size in zip(MODELS, SIZES.values(), strict=True):
        architecture = snapshot.run(STUDY, model).model.architecture
        assert architecture is not None
        cells = (
            model,
            f"{size.layers} x {size.hidden_size}",
            f"{architecture.total_parameters:,}",
            f"{size.steps:,}",
            f"{tokens[size.steps - 1]:,}",
        )
        yield f"| {' | '.join(cells)} |"


def _tokens_of_batches(steps: int) -> Iterator[int]:
    """Yield how many tokens each step of the training sees, as `train` puts batches together."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(ROOT / "data" / "weights" / "mini-0.6m" / "tokenizer.json"))
    (size,) = {size.batch for size in SIZES.values()}
    for part in range(-(-steps // _DRAWN)):
        drawn = examples(part, _DRAWN * size)
        both = [
            tokenizer.encode_batch(texts, add_special_tokens=False)
            for texts in ([e.prompt for e in drawn], [e.completion for e in drawn])
        ]
        # One more: the token that ends a text.
        lengths = sorted(len(one) + len(other) + 1 for one, other in zip(*both, strict=True))
        batches = [sum(lengths[at : at + size]) for at in range(0, len(lengths), size)]
        random.Random(part).shuffle(batches)
        yield from batches


def _losses() -> str:
    said = []
    for model, size in list(zip(MODELS, SIZES.values(), strict=True))[:2]:
        with (ROOT / "data" / "weights" / size.name / "loss.csv").open() as file:
            before, last = list(csv.DictReader(file))[-2:]
        assert int(last["step"]) == size.steps
        said.append(f"{float(last['loss']):.3f} for the {model.removeprefix('mini ')}")
        steps = int(last["step"]) - int(before["step"])
    return (
        f"The loss of the body alone over the last {steps} steps was {said[0]} and {said[1]}, in "
        "nats a token."
    )
