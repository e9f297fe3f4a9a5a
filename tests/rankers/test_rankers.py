"""Rankers: against obvious implementations, on real samples, and what the dashboard shows."""

import json
import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backend.answers import curves, selection
from backend.answers.charges import charge, cost_of_one
from backend.benchmarks.programs import program_of
from backend.benchmarks.source import load
from backend.cli import main
from backend.errors import UserError
from backend.grading.tiers import Tier
from backend.grading.worker import Worker
from backend.importers.samples import read_samples
from backend.maths.assumptions import BudgetKind
from backend.maths.costs import Reading, UnitCost
from backend.maths.estimators import pass_at_k, rank_score_at_k
from backend.rankers import agreement
from backend.rankers.combined import Product, ZSum
from backend.rankers.execution import EXECUTION, LIMITS, Prober, execution_ranker, probes_of
from backend.rankers.generated_tests import GeneratedTests, assertions, read_generated_tests
from backend.rankers.ranker import Group, Ranker, Sample, Scores, Work
from backend.rankers.simple import SIMPLE
from backend.records.problem import FunctionTests, Probes, Problem
from backend.records.question import MaxK, Question
from backend.records.scores import Charge, Point
from backend.store.publish import publish
from backend.store.shipped.studies import shipped_workbench
from backend.store.snapshot.snapshot import Snapshot
from backend.store.workbench.connection import open_workbench
from backend.store.workbench.imported import add_run
from backend.words.costs import how, how_charged
from tests.raw_data import raw_file

STUDY, MODEL = "codegen-16b-humaneval", "CodeGen-Mono-16B"
ADD = Problem(
    "add",
    "def add(a, b):\n",
    FunctionTests("", "assert add(1, 2) == 3", ("add",)),
    "def add(a, b): return a + b",
)

tables = st.tuples(st.integers(1, 8), st.integers(0, 6)).flatmap(lambda shape: arrays(bool, shape))


@given(tables)
def test_dual_agreement_is_what_its_definition_says(passed: np.ndarray) -> None:
    slow = [math.sqrt(sum((row == other).all() for other in passed)) * row.sum() for row in passed]
    assert agreement.dual_agreement(passed) == pytest.approx(slow)
    assert agreement.tests_passed(passed).tolist() == [row.sum() for row in passed]


@given(tables)
def test_clusters_are_what_their_definition_says(table: np.ndarray) -> None:
    rows = table.tolist()
    assert agreement.largest_cluster(rows).tolist() == [rows.count(row) for row in rows]
    slow = [
        np.mean([[a == b for a, b in zip(row, other, strict=True)] for other in rows])
        if row
        else 0.0
        for row in rows
    ]
    assert agreement.mean_agreement(rows) == pytest.approx(slow)


def test_assertions_are_read_as_codet_writes_them() -> None:
    text = (
        "\n    add([1], 2) == 3, 'a message'\nassert add(\n  1,\n  2\n) == 3\n"
        "assert other(1) == 2\nassert add(1\nassert add(2 ** 9, 1) == 513\nassert add(9, 'x"
    )
    assert assertions(text, ADD) == ["add([1], 2) == 3", "add(1, 2) == 3"]
    assert assertions("assert add(range(10**9)) == 1", ADD) == []
    assert assertions("assert add([0] * 99999999, 1)", ADD) == []
    assert assertions("", ADD) == []


def test_generated_inputs_may_come_without_what_should_come_out(tmp_path: Path) -> None:
    file = tmp_path / "tests.jsonl"
    file.write_text('{"task_id": "add", "inputs": ["add(1, 2)", "add(1, 2)", "sub(1)", "add("]}')
    assert read_generated_tests(file, {"add": ADD}) == {"add": GeneratedTests((), ("add(1, 2)",))}
    probes, n_tests = probes_of(ADD, GeneratedTests(("add(1, 1) == 2",), ("add(1, 2)",)))
    assert probes.expressions == ("bool(add(1, 1) == 2)", "add(1, 1)", "add(1, 2)")
    assert n_tests == 1
    file.write_text('{"task_id": "add", "inputs": 3}')
    with pytest.raises(UserError, match="line 1: 'samples', 'tests' or 'inputs' must be a list"):
        read_generated_tests(file, {"add": ADD})


@pytest.fixture(scope="module")
def prober() -> Iterator[Prober]:
    tests = {"add": GeneratedTests(("add(1, 2) == 3", "add(2, 2) == 5", "add('a', 'b') == 'ab'"))}
    with Prober(Tier.BUBBLEWRAP, tests, 2) as started:
        yield started


@pytest.mark.slow
def test_programs_are_probed_each_expression_by_itself(prober: Prober) -> None:
    programs = [
        "def add(a, b): return a + b",
        "def add(a, b):\n    if a == 2:\n        while True: pass\n    return a + b",
        "def add(a, b):\n    import os\n    os._exit(1) if a == 1 else None\n    return a + b",
        "def sub(a, b): return a",
        "def add(a, b): return object()",
        "def add(a, b): return b + a  # the same, but for texts",
        "def add(a, b): return a + b",
    ]
    samples = [
        Sample(place, program, program, None, True, None, None)
        for place, program in enumerate(programs)
    ]
    group = Group(ADD, "", samples)
    results = prober.results(group)
    assert results.passed.astype(int).tolist() == [
        [1, 0, 1],
        [1, 0, 1],
        [0, 0, 1],
        [0, 0, 0],
        [0, 0, 0],
        [1, 0, 0],
        [1, 0, 1],
    ]
    assert results.outputs[0] == ["3", "4", '"ab"']
    assert results.outputs[1][1] == "ended"
    scores = {name: execution_ranker(name, prober).scores(group).values for name in EXECUTION}
    assert scores["tests-passed"] == [2, 2, 1, 0, 0, 1, 2]
    assert scores["codet"] == pytest.approx([2 * math.sqrt(3)] * 2 + [1, 0, 0, 1, 2 * math.sqrt(3)])
    assert scores["consensus"] == [2, 1, 1, 1, 1, 1, 2]  # failures agree with nobody


@pytest.mark.slow
def test_agreement_groups_of_real_samples_equal_a_slow_obvious_way() -> None:
    folder = "codegen16b_humaneval"
    benchmark = load("humaneval", raw_file(f"{folder}/problems.jsonl.gz"))
    tests = read_generated_tests(raw_file(f"{folder}/generated_tests.jsonl.gz"), benchmark.problems)
    raw = read_samples(raw_file(f"{folder}/solutions.jsonl.gz"), benchmark.problems)
    names = list(benchmark.problems)[:20]
    with Prober(Tier.BUBBLEWRAP, tests, 2) as prober, Worker(Tier.BUBBLEWRAP, 9) as worker:
        for name in names:
            problem = benchmark.problems[name]
            texts = [sample.text for sample in raw if sample.problem_id == name][:8]
            programs = [program_of("humaneval", problem, "completion", text) for text in texts]
            samples = [
                Sample(i, "", code, None, True, None, None) for i, code in enumerate(programs)
            ]
            few = tests[name].assertions[:12]
            prober.tests = {name: GeneratedTests(few)}
            found = prober.results(Group(problem, "", samples)).passed
            slow = [[one_by_one(worker, problem, test, code) for test in few] for code in programs]
            assert found.tolist() == slow, name


def one_by_one(worker: Worker, problem: Problem, test: str, program: str) -> bool:
    """Run one program on one test, alone."""
    probes, _ = probes_of(problem, GeneratedTests((test,)))
    alone = Probes(probes.setup, probes.entries, probes.expressions[:1])
    return worker.probe(alone, program, LIMITS) == ["true"]


def test_dual_agreement_on_codegen_beats_a_random_pick_by_ten_points(snapshot: Snapshot) -> None:
    question = Question(STUDY, BudgetKind.SAMPLES, max_k=MaxK.ALL)

    def at_100(ranker: str | None) -> Point:
        curve = curves.curve(snapshot, replace(question, ranker=ranker), MODEL)
        point = curve.at(100)
        assert point is not None
        return point

    codet, random = at_100("codet"), at_100("random")
    assert random.score == pytest.approx(22.12, abs=0.05)
    assert codet.score == pytest.approx(36.48, abs=0.05)
    assert codet.score - random.score >= 10
    assert (codet.low, codet.high) == pytest.approx((29.7, 43.6), abs=0.1)
    assert at_100("oracle").score == pytest.approx(at_100(None).score)


def test_the_study_has_the_rankers_that_need_no_model(snapshot: Snapshot) -> None:
    assert set(snapshot.rankers(STUDY)) >= {
        *("random", "oracle", "length-short", "length-long", "tests-passed", "codet", "consensus"),
    }
    run = snapshot.run(STUDY, MODEL)
    for name, low, high in (("random", 0.5, 0.5), ("oracle", 1, 1), ("codet", 0.7, 0.9)):
        facts = snapshot.ranker(run.id, name)
        assert facts.auc is not None
        assert low <= facts.auc <= high


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=12))
def test_a_monotone_transform_changes_nothing_and_constants_are_chance(
    rows: list[tuple[int, bool]],
) -> None:
    from backend.maths.estimators import passes_by_rank

    scores, passed = zip(*rows, strict=True)
    n, c, ks = len(rows), sum(passed), np.arange(1, len(rows) + 1)

    def by(values: list[float]) -> np.ndarray:
        score: np.ndarray = rank_score_at_k(np.array(passes_by_rank(values, passed))[None], ks)[0]
        return score

    np.testing.assert_allclose(
        by([float(s) for s in scores]), by([math.exp(s) - 7 for s in scores])
    )
    np.testing.assert_allclose(by([3.0] * n), np.full(n, c / n))
    oracle = by([float(p) for p in passed])
    np.testing.assert_allclose(oracle, pass_at_k(np.array([n]), np.array([c]), ks)[0])


def test_a_rankers_own_cost_counts_where_it_has_one(snapshot: Snapshot) -> None:
    question = Question(STUDY, BudgetKind.TIME, "codet")
    with_ranker = charge(snapshot, question, MODEL)
    without = charge(snapshot, replace(question, ranker_cost=False), MODEL)
    assert isinstance(with_ranker, Charge)
    assert isinstance(without, Charge)
    facts = snapshot.ranker(snapshot.run(STUDY, MODEL).id, "codet")
    assert facts.reading.seconds == 0.0062
    assert with_ranker.one.value == without.one.value
    assert (with_ranker.reading, without.reading) == (0.0062, 0)
    assert (
        how_charged(with_ranker, question)
        == f"{how(without.one)}; and 6.2 ms for the ranker to read one of several"
    )
    by_flops = replace(question, budget_kind=BudgetKind.FLOPS)
    plain = cost_of_one(snapshot, by_flops, MODEL)
    assert isinstance(plain, UnitCost)
    assert charge(snapshot, by_flops, MODEL) == Charge(plain)


READ = Work(3.0, 4, 60, 80, None)
RUN = Work(1.0, 2)
TWO = Group(ADD, "", [Sample(i, "", "", None, None, None, None) for i in range(2)])


@dataclass(frozen=True)
class Told:
    """A ranker whose scores and work are told beforehand."""

    values: tuple[float, ...]
    work: tuple[Work, ...] = ()

    def scores(self, group: Group) -> Scores:
        assert group is TWO
        return Scores(self.values, self.work)


def test_scores_from_one_reading_are_charged_it_once() -> None:
    mean, whole = Told((-1.0, -2.0), (READ,)), Told((-9.0, -8.0), (READ,))
    free, programs = Told((0.0, 5.0)), Told((1.0, 2.0), (RUN,))
    cases: list[tuple[Ranker, tuple[Work, ...]]] = [
        (ZSum([mean, whole]), (READ,)),
        (ZSum([mean, free]), (READ,)),
        (ZSum([free, free]), ()),
        (ZSum([mean, programs, whole]), (READ, RUN)),
        (Product(mean, programs), (READ, RUN)),
    ]
    for combined, work in cases:
        assert combined.scores(TWO).work == work


def test_a_sample_of_which_nobody_knows_has_no_score_for_having_finished() -> None:
    samples = [
        Sample(i, "", "", None, how, None, None) for i, how in enumerate((True, False, None))
    ]
    values = SIMPLE["finished"].scores(Group(ADD, "", samples)).values
    assert list(values[:2]) == [1, 0]
    assert math.isnan(values[2])


@pytest.mark.slow
def test_programs_are_charged_by_the_different_ones(prober: Prober) -> None:
    programs = ["def add(a, b): return a + b", "def add(a, b): return a"]
    samples = [
        Sample(i, programs[i % 2], programs[i % 2], None, None, None, None) for i in range(9)
    ]
    group = Group(ADD, "", samples)
    both = ZSum([execution_ranker(name, prober) for name in ("codet", "tests-passed")])
    (work,) = both.scores(group).work
    assert (work.texts, work.tokens, work.reader) == (2, None, None)
    assert work.seconds > 0
    assert execution_ranker("consensus", prober).scores(group).work == (work,)


def test_rankers_side_by_side(snapshot: Snapshot) -> None:
    question = Question(STUDY, BudgetKind.SAMPLES)
    rows = selection.rows(snapshot, question, MODEL, 10)
    assert {row.k for row in rows} == {10}
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    best = rows[0]
    tests = curves.curve(snapshot, question, MODEL)
    assert best.gap == pytest.approx(
        (best.score - tests.score[0]) / (tests.score[9] - tests.score[0])
    )
    missed = selection.misses(snapshot, question, MODEL, best.name, 10)
    assert all(miss.solved > miss.picked for miss in missed)
    lost = sum(miss.solved - miss.picked for miss in missed) / 164
    assert 100 * lost == pytest.approx(tests.score[9] - best.score, abs=0.3)


def test_samples_may_bring_scores_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BUDGETSCOPE_STORE", str(tmp_path))
    problem = next(iter(load("humaneval", raw_file("HumanEval.jsonl.gz")).problems))
    path = tmp_path / "samples.jsonl"

    def write(scores: list[object]) -> None:
        rows = [
            {"task_id": problem, "completion": f"    return {i}", "score:mine": score}
            for i, score in enumerate(scores)
        ]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))

    write([1, 2.5, -3])
    benchmark = load("humaneval", raw_file("HumanEval.jsonl.gz"))
    with open_workbench(tmp_path) as workbench:
        add_run(workbench, "own", "m", benchmark, read_samples(path, benchmark.problems))
        workbench.execute(
            "INSERT INTO verdict (run_id, problem_id, sample_index, passed, status) "
            "SELECT run_id, problem_id, sample_index, sample_index = 1, '' FROM sample"
        )
        snapshot = publish(workbench, tmp_path)
    with closing(Snapshot(snapshot)) as found:
        assert found.rankers("own") == ("mine",)
        facts = found.ranker("own/m", "mine")
        assert (facts.name, facts.reading, facts.auc) == (None, Reading(recorded=False), 1.0)
        ranked = found.ranked("own/m", "mine")
        assert ranked is not None
        assert not ranked.finish_known, "imported samples do not say whether they were cut"
        (row,) = selection.rows(found, Question("own", BudgetKind.SAMPLES, max_k=MaxK.ALL), "m", 3)
        assert (row.k, row.score, row.gap) == (3, 100.0, 1.0)
    write([1, "high", 2])
    with pytest.raises(UserError, match="line 2: field 'score:mine' must have a name and be a num"):
        read_samples(path, benchmark.problems)


@pytest.mark.slow
def test_ranking_by_the_command_resumes_and_wants_its_tests(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    samples, tests = tmp_path / "samples.jsonl", tmp_path / "tests.jsonl"
    problem = next(iter(load("humaneval", raw_file("HumanEval.jsonl.gz")).problems.values()))
    right = (problem.reference or "").removeprefix(problem.prompt)
    rows = [right, "    return False\n", right + "\n", "    return True\n"]
    samples.write_text(
        "".join(json.dumps({"task_id": problem.id, "completion": row}) + "\n" for row in rows)
    )
    call = f"{problem.id}"
    tests.write_text(
        json.dumps(
            {
                "task_id": call,
                "tests": [
                    "assert has_close_elements([1.0, 1.1], 0.5) == True",
                    "assert has_close_elements([1.0, 9.0], 0.5) == False",
                ],
            }
        )
        + "\n"
    )

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as end:
            main(arguments)
        said = capsys.readouterr()
        return f"{end.value.code or 0} {said.out}{said.err}"

    source = str(raw_file("HumanEval.jsonl.gz"))
    into = ("--study", "own", "--model", "m", "--benchmark", "humaneval", "--path", source)
    run("import-samples", str(samples), *into)
    run("grade", "--study", "own", "--quiet")
    asked = ("rank", "--study", "own", "--ranker", "codet", "--ranker", "oracle", "--quiet")
    assert "need generated tests" in run(*asked)
    of_four = "0 4 samples of own: 4 scored by codet ({0} just now), 4 scored by oracle ({0} just"
    assert run(*asked, "--tests", str(tests)).startswith(of_four.format(4))
    assert run(*asked, "--tests", str(tests)).startswith(of_four.format(0))
    assert "unknown ranker 'codex'" in run("rank", "--study", "own", "--ranker", "codex")
    with duckdb.connect(own / "workbench.duckdb", read_only=True) as connection:
        found = connection.execute(
            "SELECT score FROM score WHERE run_id = 'own/m' AND ranker = 'codet' "
            "ORDER BY sample_index"
        ).fetchall()
    assert [round(value, 3) for (value,) in found] == [2.828, 1, 2.828, 1]


@pytest.mark.slow
def test_a_ranking_of_some_problems_is_held_against_those_alone(tmp_path: Path) -> None:
    with shipped_workbench() as workbench:
        workbench.execute(
            """INSERT INTO score
               SELECT run_id, problem_id, sample_index, 'half done', score FROM score
               WHERE run_id = ? AND ranker = 'oracle' AND problem_id < 'HumanEval/2'""",
            [f"{STUDY}/{MODEL}"],
        )
        path = publish(workbench, tmp_path)
    with closing(Snapshot(path)) as snapshot:
        rows = selection.rows(snapshot, Question(STUDY, BudgetKind.SAMPLES), MODEL, 10)
    row = next(row for row in rows if row.name == "half done")
    assert 50 < row.curve.n_problems < 164
    assert row.gap == pytest.approx(1)
