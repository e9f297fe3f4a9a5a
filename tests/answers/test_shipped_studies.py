"""The studies that ship: the numbers that were published of them, and what holds for each."""

import csv
import math
import re
import tomllib
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from backend.answers import comparison, curves, samples, selection
from backend.answers.standings import standings
from backend.catalogue import DATA, models
from backend.errors import UserError
from backend.maths.assumptions import BudgetKind
from backend.maths.estimators import pass_at_k
from backend.records.question import MaxK, Question
from backend.records.samples import Show
from backend.store.shipping import PUBLISHED, shipped_studies
from backend.store.snapshot.snapshot import Snapshot
from backend.words.rankers import looks_at
from backend.words.unanswerable import UnanswerableError

STUDIES = {study["id"]: study for study in shipped_studies()}
PROVENANCE = (PUBLISHED / "provenance.md").read_text()
MANY = ("codecontests", "math-pythia")  # with 10,000 samples


def score(snapshot: Snapshot, study: str, model: str, k: int, ranker: str | None = None) -> float:
    """Return a model's score in percent with k answers, all samples allowed."""
    question = Question(study, BudgetKind.SAMPLES, ranker=ranker, max_k=MaxK.ALL)
    return float(curves.curve(snapshot, question, model).score[k - 1])


@pytest.mark.parametrize(
    ("study", "model", "k", "percent", "within"),
    [
        ("codecontests", "Gemma 2B", 1, 0.0199, 0.00005),
        ("codecontests", "Gemma 2B", 10_000, 7.143, 0.0005),
        ("codecontests", "Llama 3 70B Instruct", 1, 7.4, 0.05),
        ("codecontests", "Llama 3 70B Instruct", 10, 14.2, 0.05),
        ("codecontests", "Llama 3 70B Instruct", 100, 21.9, 0.05),
        ("codecontests", "Llama 3 8B Instruct", 9, 4.5, 0.05),
        ("codecontests", "Llama 3 8B Instruct", 88, 9.3, 0.05),
        ("codecontests", "Llama 3 8B Instruct", 882, 16.1, 0.05),
        ("humanevalplus-2025", "Qwen3-8B", 4, 85.8, 0.05),
        ("humanevalplus-2025", "Qwen3-32B", 1, 79.8, 0.05),
        ("cruxeval-output-cot", "codellama-7b", 1, 29.1, 0.05),
        ("cruxeval-output-cot", "codellama-7b", 10, 64.6, 0.05),
        ("cruxeval-output-cot", "codellama-34b", 1, 42.8, 0.05),
        ("cruxeval-output-cot", "codellama-34b", 10, 77.0, 0.05),
        ("math-pythia", "Pythia 160M", 1, 0.267, 0.0005),
        ("math-pythia", "Pythia 160M", 10_000, 57.03, 0.005),
    ],
)
def test_published_numbers_come_out(
    snapshot: Snapshot, study: str, model: str, k: int, percent: float, within: float
) -> None:
    assert score(snapshot, study, model, k) == pytest.approx(percent, abs=within)


@pytest.mark.parametrize(("model", "majority"), [("codellama-7b", 40.5), ("codellama-34b", 54.6)])
def test_the_majority_of_ten_is_the_votes_own(
    snapshot: Snapshot, model: str, majority: float
) -> None:
    """Counted from the file: of the values with most votes, one is drawn."""
    found = score(snapshot, "cruxeval-output-cot", model, 10, "consensus")
    assert found == pytest.approx(majority, abs=0.05)
    right = []
    with (
        (PUBLISHED / "cruxeval_output_cot_outcomes.csv").open() as outcomes,
        (PUBLISHED / "cruxeval_output_cot_scores.csv").open() as votes,
    ):
        for passed, voted in zip(csv.DictReader(outcomes), csv.DictReader(votes), strict=True):
            assert (passed["model"], passed["task_id"]) == (voted["model"], voted["task_id"])
            if passed["model"] == model:
                counts = [int(count) for count in voted["scores"].split()]
                pairs = zip(passed["outcomes"], counts, strict=True)
                best = [int(bit) for bit, count in pairs if count == max(counts)]
                right.append(sum(best) / len(best))
    assert found == pytest.approx(100 * sum(right) / len(right), abs=1e-9)


@pytest.mark.parametrize("name", ["cruxeval_output", "cruxeval_output_cot"])
def test_votes_are_those_of_groups_of_samples(name: str) -> None:
    """A value that v samples gave has v samples with v votes."""
    with (PUBLISHED / f"{name}_scores.csv").open() as votes:
        for row in csv.DictReader(votes):
            counts = [int(count) for count in row["scores"].split()]
            assert len(counts) == 10
            assert all(counts.count(count) % count == 0 for count in counts)


def test_rankers_of_cruxeval_are_the_vote_and_the_references(snapshot: Snapshot) -> None:
    for study in ("cruxeval-output", "cruxeval-output-cot"):
        assert snapshot.rankers(study) == ("consensus", "oracle", "random")
        assert selection.ranked_models(snapshot, study) == list(snapshot.runs(study))
        for model in snapshot.runs(study):
            facts = snapshot.ranker(snapshot.run(study, model).id, "consensus")
            assert facts is not None
            assert facts.reading.seconds == 0
            assert "majority vote" in looks_at(facts.name)


@pytest.mark.parametrize("study", MANY)
def test_ten_thousand_samples_are_estimated_as_exact_fractions_are(
    snapshot: Snapshot, study: str
) -> None:
    ks = [1, 2, 10, 137, 5000, 9_999, 10_000]
    for run in snapshot.runs(study).values():
        tallies = snapshot.tallies(run.id)
        assert set(tallies.n.tolist()) == {10_000}
        right = sorted(set(tallies.c.tolist()))
        some = [right[place] for place in np.linspace(0, len(right) - 1, 4).astype(int)]
        found = pass_at_k([10_000] * len(some), some, ks)
        for c, row in zip(some, found.tolist(), strict=True):
            for k, value in zip(ks, row, strict=True):
                missed = Fraction(math.comb(10_000 - c, k), math.comb(10_000, k))
                assert value == pytest.approx(float(1 - missed), abs=1e-10)


@pytest.mark.parametrize("study_id", STUDIES)
def test_each_study_says_where_it_is_from_and_what_to_mind(
    snapshot: Snapshot, study_id: str
) -> None:
    study = snapshot.study(study_id)
    for said in (study.title, study.benchmark, study.source, study.sampling):
        assert isinstance(said, str)
        assert said
        assert not said.endswith(".")
    assert study.caveats
    assert all(caveat.endswith(".") for caveat in study.caveats)
    told = STUDIES[study_id]
    files = [told[key] for key in ("tallies", "outcomes", "scores") if key in told]
    for name in files:
        assert f"`{name}`" in PROVENANCE, "nobody says how it was made"
    if files:
        assert re.search(r"MIT|Apache-2\.0|CC BY-SA 4\.0|states no licence", study.source)


@pytest.mark.parametrize("study_id", STUDIES)
def test_counts_are_of_the_studys_problems(snapshot: Snapshot, study_id: str) -> None:
    study, runs = snapshot.study(study_id), snapshot.runs(study_id)
    problems = snapshot.problems(study_id).ids
    assert {study.small, study.large, study.reference} <= set(runs)
    for run in runs.values():
        assert run.n_problems == study.n_problems
        if run.untallied:
            continue
        tallies = snapshot.tallies(run.id)
        assert len(problems) == len(set(problems)) == study.n_problems
        assert np.array_equal(tallies.position, np.arange(study.n_problems))
        assert (tallies.c >= 0).all()
        assert (tallies.c <= tallies.n).all()
        assert run.n_fewest == tallies.n.min() >= 1
        assert run.n_samples == tallies.n.max()


def asked_of(snapshot: Snapshot, study_id: str) -> dict[str, Callable[[], Any]]:
    """Return all that pages ask of a study, by name."""
    study = snapshot.study(study_id)
    pair = study.small, study.large
    samples_of = Question(study_id, BudgetKind.SAMPLES, max_k=MaxK.ALL)
    ranked = (*snapshot.rankers(study_id), "consensus")[0]
    by_it = selection.by_ranker(samples_of, ranked)
    problem = (*snapshot.problems(study_id).ids, "none")[0]
    return {
        **{
            f"curve by {kind}": lambda kind=kind: [  # type: ignore[misc]
                curves.curve(snapshot, Question(study_id, kind), model) for model in pair
            ]
            for kind in BudgetKind
        },
        "one answer": lambda: curves.references(snapshot, samples_of, study.small),
        "ranked": lambda: curves.curve(snapshot, by_it, study.small),
        "compare": lambda: comparison.compare(snapshot, Question(study_id), *pair, 20.0),
        "compare ranked": lambda: comparison.compare(snapshot, by_it, *pair, 5.0),
        "redrawn": lambda: comparison.redrawn(snapshot, samples_of, *pair, 2.0),
        "after cut-offs": lambda: comparison.after_cut_offs(snapshot, samples_of, *pair, 2.0),
        "rankers": lambda: selection.rows(snapshot, samples_of, study.small, 5.0),
        "best ranker": lambda: selection.best_of(snapshot, samples_of, study.small, 5.0),
        "misses": lambda: selection.misses(snapshot, samples_of, study.small, ranked, 5),
        "against one": lambda: selection.against_one(
            snapshot, samples_of, study.small, ranked, 5, study.large
        ),
        "problems": lambda: standings(snapshot, by_it, ((study.small, 5), (study.large, 1))),
        "answers": lambda: samples.answers(
            snapshot, study_id, study.small, problem, Show.ALL, samples.OFTEN
        ),
    }


@pytest.mark.parametrize("study_id", STUDIES)
def test_each_study_answers_all_that_pages_ask_or_says_why_not(
    snapshot: Snapshot, study_id: str
) -> None:
    refused = set()
    for name, ask in asked_of(snapshot, study_id).items():
        try:
            ask()
        except UnanswerableError as error:
            told = str(error)
            assert told
            assert "\n" not in told
            refused.add(name)
    has_counts = not any(run.untallied for run in snapshot.runs(study_id).values())
    by_rankers = {"ranked", "compare ranked", "misses", "against one"}
    assert refused <= by_rankers | {"one answer"}
    assert by_rankers.isdisjoint(refused) is bool(snapshot.rankers(study_id))
    assert "one answer" not in refused or not has_counts


def test_links_to_a_study_that_was_renamed_open_it(snapshot: Snapshot) -> None:
    renamed = {old: key for key, study in STUDIES.items() for old in study.get("formerly", ())}
    assert renamed == {"livecodebench-2024-04": "livecodebench-2024-06"}
    assert renamed.keys().isdisjoint(STUDIES)
    for old, now in renamed.items():
        assert snapshot.study(old) is snapshot.study(now)
        assert snapshot.of(old) is snapshot
    with pytest.raises(UserError, match="livecodebench-2024-06"):
        snapshot.study("livecodebench-2024-05")


def test_each_model_of_the_catalogue_has_one_family() -> None:
    releases = tomllib.loads((DATA / "releases.toml").read_text())["release"]
    named = [name for release in releases for name in release["models"]]
    assert sorted(named) == sorted(models())
    assert all(model.family for model in models().values())


def test_models_of_a_family_stand_together_by_size(snapshot: Snapshot) -> None:
    assert list(snapshot.runs("humanevalplus-2025")) == [
        "gemma-2-9b-it",
        "gemma-2-27b-it",
        "gemma-3-1b-it",
        "gemma-3-4b-it",
        "gemma-3-12b-it",
        *(f"Qwen3-{size}" for size in ("0.6B", "1.7B", "4B", "8B", "14B", "32B")),
    ]
    for study in snapshot.studies:
        runs = list(snapshot.runs(study).values())
        families = [run.family for run in runs]
        changes = [one for one, next_ in pairwise(families) if one != next_]
        assert len(changes) == len(set(families)) - 1, "a family in two places"
        for one, other in pairwise(runs):
            if one.family == other.family and other.model.architecture:
                assert one.model.architecture
                sizes = [each.model.architecture.total_parameters for each in (one, other)]  # type: ignore[union-attr]
                assert sizes[0] <= sizes[1]
    closed = [run.model.architecture is None for run in snapshot.runs("cruxeval-input").values()]
    assert closed == sorted(closed), "unknown sizes last"
