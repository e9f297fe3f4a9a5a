"""docs/findings.md: its tables and what it says of them, from the shipped data."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest

from backend.answers.comparison import compare
from backend.answers.curves import curve
from backend.answers.findings import findings
from backend.maths.assumptions import BudgetKind
from backend.records.comparison import Comparison
from backend.records.finding import Finding, Standing, standing
from backend.records.question import MaxK, Question
from backend.store.shipping import shipped_ids
from backend.store.snapshot.snapshot import Snapshot
from backend.store.studies import SideBySide, Studies
from backend.words.findings import table
from tests.dashboard import ROOT

DOCUMENT = (ROOT / "docs" / "findings.md").read_text()
README = (ROOT / "README.md").read_text()
MAJORITY = "consensus"


@pytest.fixture(scope="module")
def studies(snapshot: Snapshot) -> Studies:
    return SideBySide(snapshot)


@pytest.fixture(scope="module")
def found(studies: Studies) -> dict[str, list[Finding]]:
    return {study: findings(studies, study) for study in studies.studies}


@pytest.fixture(scope="module")
def voted(studies: Studies) -> dict[str, list[Finding]]:
    ranked = [study for study in studies.studies if MAJORITY in studies.rankers(study)]
    return {study: findings(studies, study, MAJORITY) for study in ranked}


def compared(
    found: Mapping[str, Iterable[Finding]], studies: Iterable[str], family: str = ""
) -> list[tuple[Finding, Comparison]]:
    return [
        (each, comparison)
        for study in studies
        for each in found[study]
        if each.family.startswith(family)
        for comparison in each.smaller
    ]


def counts(pairs: Iterable[tuple[Finding, Comparison]]) -> list[int]:
    by = Counter(standing(comparison) for _, comparison in pairs)
    order = (Standing.BETTER, Standing.CLOSE, Standing.WORSE, Standing.UNKNOWN)
    return [by[each] for each in order]


def test_the_tables_are_those_of_the_command(
    found: dict[str, list[Finding]], voted: dict[str, list[Finding]]
) -> None:
    for each in (found, voted):
        lines = list(table([it for those in each.values() for it in those]))
        assert len(lines) > 9
        assert "\n".join(lines) in DOCUMENT


def test_the_summary_counts_every_comparison_once(found: dict[str, list[Finding]]) -> None:
    rows = re.findall(r"^\| ([^|]+) ((?:\| \d+ ){4})\|$", DOCUMENT, re.MULTILINE)
    told = {task: [int(count) for count in re.findall(r"\d+", cells)] for task, cells in rows}
    assert told.pop("all") == counts(compared(found, found))
    named = {task: re.findall(r"`([^`]+)`", task) for task in told}
    assert {task: counts(compared(found, ids)) for task, ids in named.items()} == told
    every = [study for ids in named.values() for study in ids]
    assert sorted(every) == sorted(study for study, those in found.items() if those)
    total = len(compared(found, found))
    assert f"answer it {total} times" in DOCUMENT
    assert f"({total} comparisons)" in DOCUMENT


def of(found: dict[str, list[Finding]], study: str, model: str, k: int) -> Comparison:
    (it,) = [
        comparison
        for _, comparison in compared(found, [study])
        if (comparison.small.point.model, comparison.small.point.k) == (model, k)
    ]
    return it


def test_what_is_said_of_models(found: dict[str, list[Finding]]) -> None:
    qwen = compared(found, ["humanevalplus-2025"], "Qwen3")
    better = [it.small.point.model for _, it in qwen if standing(it) is Standing.BETTER]
    assert better == ["Qwen3-8B"]
    assert standing(of(found, "humanevalplus-2025", "Qwen3-8B", 4)) is Standing.BETTER
    assert standing(of(found, "humanevalplus-2025", "Qwen3-0.6B", 53)) is Standing.WORSE
    for study, base in (
        ("codecontests", ["Llama 3 8B Instruct"]),
        ("livecodebench-2024-06", ["LLama3-8b-Base", "LLama3-8b-Ins"]),
    ):
        for model in base:
            assert standing(of(found, study, model, 9)) is Standing.WORSE
    contests = [study for study in found if study.startswith(("paper-apps", "code", "livecode"))]
    (odd,) = [it for _, it in compared(found, contests) if standing(it) is Standing.BETTER]
    assert (odd.small.point.k, odd.large.point.k) == (1, 1)
    assert "Eurux" in odd.small.point.model and "Eurus" in odd.large.point.model
    apps = compared(found, [study for study in found if study.startswith("paper-apps")])
    assert {standing(it) for _, it in apps} == {Standing.CLOSE}
    code = [study for study in found if not study.startswith("math")]
    for family in ("Gemma 2", "Gemma 3"):
        assert {standing(it) for _, it in compared(found, code, family)} == {Standing.WORSE}
    for family in ("Code Llama", "DeepSeek-Coder"):
        assert Standing.WORSE not in {standing(it) for _, it in compared(found, found, family)}
    pythia = of(found, "math-pythia", "Pythia 160M", 93)
    assert standing(pythia) is Standing.BETTER
    assert pythia.small.point.score < 20


def test_what_is_said_of_weights(studies: Studies, found: dict[str, list[Finding]]) -> None:
    better = [
        (it.small.point.model, each)
        for each, it in compared(found, ["math500-2025", "math-pythia"])
        if standing(it) is Standing.BETTER
    ]

    def weights(study: str, model: str) -> float:
        architecture = studies.run(study, model).model.architecture
        assert architecture is not None
        return architecture.total_parameters

    light = [
        model
        for model, each in better
        if weights(each.study, model) <= weights(each.study, each.largest) / 10
    ]
    assert (len(light), len(better)) == (5, 9)


def test_what_is_said_of_majorities(
    found: dict[str, list[Finding]], voted: dict[str, list[Finding]]
) -> None:
    better, _, worse, _ = counts(compared(voted, voted))
    assert (better, worse, len(compared(voted, voted))) == (0, 8, 14)
    leads = [
        of(each, "cruxeval-output", "codellama-7b", 5).difference.value for each in (found, voted)
    ]
    assert [f"{lead:.1f}" for lead in leads] == ["9.1", "-5.4"]


def test_the_readme_counts_as_the_document_does(voted: dict[str, list[Finding]]) -> None:
    def lines(text: str) -> list[list[str]]:
        return [re.findall(r"\d+", cells) for cells in re.findall(r"((?:\| \d+ ){4})\|\n", text)]

    *told, votes = lines(README)
    assert told == lines(DOCUMENT)[:-1]
    assert [int(count) for count in votes] == counts(compared(voted, voted))
    assert f"of {len(shipped_ids())} shipped studies" in README


def test_what_the_readme_answers(studies: Studies, found: dict[str, list[Finding]]) -> None:
    qwen = of(found, "humanevalplus-2025", "Qwen3-8B", 4)
    scores = [f"{side.point.score:.1f} %" for side in (qwen.small, qwen.large)]
    assert f"four of 8B solve {scores[0]} of HumanEval+ instead of {scores[1]}" in README
    pair = ("Llama 3 8B Instruct", "Llama 3 70B Instruct")
    asked = Question("codecontests", BudgetKind.SAMPLES)
    saving = compare(studies, asked, *pair, 1.0).saving
    assert f"{saving.value:.0f} (95 % interval {saving.low:.0f} to {saving.high:.0f})" in README
    flops = [curve(studies, Question("codecontests"), model).one.value for model in pair]
    assert saving.value is not None
    assert f"cost {saving.value * flops[0] / flops[1]:.1f} times as much" in README
    voting = Question("cruxeval-output-cot", BudgetKind.SAMPLES, MAJORITY, MaxK.ALL)
    majority = curve(studies, voting, "codellama-7b").score[9]
    checked = curve(studies, replace(voting, ranker=None), "codellama-7b").score[9]
    one = curve(studies, replace(voting, ranker=None), "codellama-34b").score[0]
    assert f"{majority:.1f} % against {one:.1f} %" in README
    assert f"right for {checked:.1f} %" in README
