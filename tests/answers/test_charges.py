"""What answers cost with a ranker that reads them, and budgets as people type them."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product

import duckdb
import numpy as np
import pytest

from backend.answers import selection
from backend.answers.charges import charge, cost_of_one, unit_of
from backend.answers.comparison import compare
from backend.answers.curves import curve
from backend.catalogue import DATA
from backend.cli import main
from backend.maths.architecture import Architecture
from backend.maths.assumptions import Assumptions, BudgetKind
from backend.maths.budgets import affordable_k
from backend.maths.costs import NoCost, NoLength, Origin, Reading, UnitCost
from backend.maths.flops import attention_flops, matmul_flops
from backend.maths.unit_costs import preset_price
from backend.records.question import MaxK, Question
from backend.records.scores import Charge
from backend.store.snapshot.snapshot import Snapshot
from backend.words.amounts import amount
from backend.words.costs import how, how_charged
from tests.sampler import require_vllm

SHIPPED = DATA / "published" / "miniature"
MINI = Question("miniature")
READERS = ("mini 0.1M", "mini 0.6M", "mini 3M", "mini 10M")
BY_10M = replace(MINI, ranker="nll:mini 10M")
STAND_INS = {"Llama-3 8B": "Code Llama 7B", "Llama-3 70B": "Code Llama 70B"}
SMALLER = {"ms": -3, "µs": -6, "GFLOPs": -3, "MFLOPs": -6, "¢": -2}


def charged(snapshot: Snapshot, question: Question, model: str) -> Charge:
    found = charge(snapshot, question, model)
    assert isinstance(found, Charge)
    return found


def size_of(snapshot: Snapshot, model: str) -> Architecture:
    architecture = snapshot.run("miniature", model).model.architecture
    assert architecture is not None
    return architecture


def reading(snapshot: Snapshot, model: str, ranker: str) -> Reading:
    facts = snapshot.ranker(snapshot.run("miniature", model).id, ranker)
    return facts.reading


def weights(architecture: Architecture) -> int:
    return architecture.active_matmul_parameters


@pytest.fixture(scope="module")
def shipped() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give the miniature's files as they ship."""
    with duckdb.connect() as connection:
        for table in ("answers", "draws", "problems", "rankings"):
            connection.execute(f"CREATE VIEW {table} AS FROM '{SHIPPED / table}.parquet'")
        connection.execute(
            """CREATE TABLE drawn AS
               SELECT model_id, problem_id, text, token_count
               FROM (SELECT model_id, kind, problem_id, unnest(answers) AS answer FROM draws)
               JOIN answers USING (model_id, kind, problem_id, answer) WHERE kind = 'sampled'"""
        )
        yield connection


@pytest.fixture(scope="module")
def lengths(shipped: duckdb.DuckDBPyConnection) -> dict[str, tuple[float, float]]:
    """Give each model's mean tokens of a prompt and of an answer, as the shipped tokenizer cuts."""
    require_vllm()
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(DATA / "weights" / "mini-0.1m" / "tokenizer.json"))
    prompts = {
        problem: len(tokenizer.encode(prompt).ids)
        for problem, prompt in shipped.execute("SELECT problem_id, prompt FROM problems").fetchall()
    }
    rows = shipped.execute(
        "SELECT model_id, problem_id, text, count(*) FROM drawn GROUP BY ALL"
    ).fetchall()
    texts = [text for _, _, text, _ in rows]
    cut = tokenizer.encode_batch(texts, add_special_tokens=False)
    sums: dict[str, list[int]] = {}
    for (model, problem, _, n), answer in zip(rows, cut, strict=True):
        sofar = sums.setdefault(model, [0, 0, 0])
        for place, more in enumerate((n, n * prompts[problem], n * len(answer.ids))):
            sofar[place] += more
    return {model: (prompt / n, answer / n) for model, (n, prompt, answer) in sums.items()}


@pytest.mark.parametrize("tokens", [128, 37, 2048])
def test_a_reader_is_charged_for_the_prompt_and_as_many_tokens_as_the_answer(
    snapshot: Snapshot, lengths: dict[str, tuple[float, float]], tokens: int
) -> None:
    for model, reader in product(READERS, READERS):
        asked = replace(MINI, ranker=f"nll:{reader}")
        asked = replace(asked, assumptions=Assumptions(tokens=tokens))
        found = charged(snapshot, asked, model)
        prompt, _ = lengths[model]
        assert found.one.value == 2 * weights(size_of(snapshot, model)) * tokens / 1e12
        read = 2 * weights(size_of(snapshot, reader)) * (prompt + tokens) / 1e12
        assert found.reading == pytest.approx(read)
        assert "for the ranker to read one of several" in how_charged(found, asked)


def test_attention_is_counted_of_the_answer_and_of_all_that_is_read(
    snapshot: Snapshot, lengths: dict[str, tuple[float, float]]
) -> None:
    for model, reader in product(READERS, READERS):
        asked = replace(MINI, ranker=f"nll:{reader}")
        plain = charged(snapshot, asked, model)
        found = charged(snapshot, replace(asked, assumptions=Assumptions(attention=True)), model)
        own = attention_flops(size_of(snapshot, model), 128) / 1e12
        read = attention_flops(size_of(snapshot, reader), lengths[model][0] + 128) / 1e12
        assert found.one.value - plain.one.value == pytest.approx(own)
        assert found.reading - plain.reading == pytest.approx(read)
        assert read > own or size_of(snapshot, model).layers > size_of(snapshot, reader).layers


def test_measured_lengths_are_the_runs_own_for_the_answer_and_the_readers_for_reading(
    snapshot: Snapshot,
    shipped: duckdb.DuckDBPyConnection,
    lengths: dict[str, tuple[float, float]],
) -> None:
    recorded = dict(
        shipped.execute("SELECT model_id, avg(token_count) FROM drawn GROUP BY ALL").fetchall()
    )
    assert len({round(mean, 2) for mean in recorded.values()}) == 4
    for model, reader in product(READERS, READERS):
        asked = replace(MINI, ranker=f"nll:{reader}")
        found = charged(
            snapshot, replace(asked, assumptions=Assumptions(measured_tokens=True)), model
        )
        one = 2 * weights(size_of(snapshot, model)) * recorded[model] / 1e12
        assert found.one.value == pytest.approx(one)
        read = 2 * weights(size_of(snapshot, reader)) * sum(lengths[model]) / 1e12
        assert found.reading == pytest.approx(read)


def test_measured_dollars_are_of_the_runs_own_length(
    snapshot: Snapshot, shipped: duckdb.DuckDBPyConnection
) -> None:
    row = shipped.execute(
        "SELECT avg(token_count) FROM drawn WHERE model_id = 'mini 3M'"
    ).fetchone()
    assert row is not None
    assumed = Assumptions(measured_tokens=True, prices=(("mini 3M", 2.0),))
    asked = replace(MINI, budget_kind=BudgetKind.DOLLARS, assumptions=assumed)
    assert charged(snapshot, asked, "mini 3M").one.value == pytest.approx(2 * row[0] / 1e6)


@pytest.mark.parametrize("kind", [BudgetKind.FLOPS, BudgetKind.DOLLARS, BudgetKind.TIME])
def test_a_study_without_recorded_lengths_cannot_be_charged_by_them(
    snapshot: Snapshot, kind: BudgetKind
) -> None:
    for study in ("evalperf", "codegen-16b-humaneval", "livecodebench-2024-06"):
        model = snapshot.study(study).large
        asked = Question(study, kind, assumptions=Assumptions(measured_tokens=True))
        found = charge(snapshot, asked, model)
        assert found == NoCost(NoLength())
        assert isinstance(
            charge(snapshot, replace(asked, assumptions=Assumptions()), model), Charge
        )


def test_published_seconds_need_no_length(snapshot: Snapshot) -> None:
    measured = Assumptions(measured_tokens=True)
    asked = Question("paper-humaneval", BudgetKind.TIME, assumptions=measured)
    assert charged(snapshot, asked, "Code Llama 70B").one.value == 5.605
    assert isinstance(charge(snapshot, asked, "Llama-3 70B"), NoCost)
    by_flops = replace(asked, budget_kind=BudgetKind.FLOPS)
    assert isinstance(charge(snapshot, by_flops, "Code Llama 70B"), NoCost)


def test_rankers_without_a_model_that_reads_take_no_flops(snapshot: Snapshot) -> None:
    run = snapshot.run("miniature", "mini 3M")
    names = [name for name in snapshot.rankers("miniature") if not name.startswith("nll")]
    assert len(names) >= 7
    for name in names:
        found = charged(snapshot, replace(MINI, ranker=name), run.model.name)
        assert found.reading == 0
        assert "ranker" not in how_charged(found, MINI)


def test_samples_count_no_reading(snapshot: Snapshot) -> None:
    asked = replace(BY_10M, budget_kind=BudgetKind.SAMPLES)
    plain = replace(MINI, budget_kind=BudgetKind.SAMPLES)
    assert charge(snapshot, asked, "mini 3M") == charge(snapshot, plain, "mini 3M")


def test_dollars_count_what_is_read_at_the_price_of_who_reads(snapshot: Snapshot) -> None:
    dollars = replace(BY_10M, budget_kind=BudgetKind.DOLLARS)
    flops, money = (charged(snapshot, asked, "mini 3M") for asked in (BY_10M, dollars))
    facts = snapshot.ranker(snapshot.run("miniature", "mini 3M").id, "nll:mini 10M")
    reader = facts.reading.reader
    assert reader is not None
    assert facts.reading.prompt_tokens is not None
    tokens = facts.reading.prompt_tokens + dollars.assumptions.tokens
    assert flops.reading == pytest.approx(matmul_flops(reader, tokens) / 1e12)
    assert money.reading == pytest.approx(preset_price(reader.active_parameters) * tokens / 1e6)
    priced = replace(dollars, assumptions=replace(dollars.assumptions, prices=(("mini 10M", 7.0),)))
    assert charged(snapshot, priced, "mini 3M").reading == pytest.approx(7.0 * tokens / 1e6)


def test_a_rankers_seconds_are_of_a_different_text(
    snapshot: Snapshot, shipped: duckdb.DuckDBPyConnection
) -> None:
    different = dict(
        shipped.execute(
            "SELECT model_id, count(DISTINCT (problem_id, text)) FROM drawn GROUP BY ALL"
        ).fetchall()
    )
    rows = shipped.execute(
        """SELECT model_id, ranker, samples, seconds, texts FROM rankings
           WHERE starts_with(ranker, 'nll') OR ranker IN ('tests-passed', 'consensus')"""
    ).fetchall()
    assert len(rows) == 4 * 6
    understated = []
    for model, ranker, samples, seconds, texts in rows:
        assert texts == different[model]
        each = reading(snapshot, model, ranker).seconds
        assert each == pytest.approx(seconds / texts)
        understated.append(each / (seconds / samples))
    assert min(understated) > 1.69
    assert max(understated) == pytest.approx(19.4, abs=0.05)


def test_every_answer_drawn_is_charged_its_reading_in_full(snapshot: Snapshot) -> None:
    asked = replace(BY_10M, budget_kind=BudgetKind.TIME)
    found = charged(snapshot, asked, "mini 0.6M")
    plain = charged(snapshot, replace(MINI, budget_kind=BudgetKind.TIME), "mini 0.6M")
    each = reading(snapshot, "mini 0.6M", "nll:mini 10M").seconds
    assert each is not None
    assert found.reading == each
    line = curve(snapshot, asked, "mini 0.6M")
    expected = line.k * (plain.one.value + each)
    expected[0] = plain.one.value
    np.testing.assert_allclose(line.budget, expected)
    assert line.next_budget == pytest.approx((line.k[-1] + 1) * (plain.one.value + each))


def test_one_answer_alone_is_not_read(snapshot: Snapshot) -> None:
    for kind, model, reader in product(
        (BudgetKind.FLOPS, BudgetKind.TIME), READERS, (*READERS[:1], *READERS[3:])
    ):
        asked = replace(MINI, budget_kind=kind, ranker=f"nll:{reader}")
        line = curve(snapshot, asked, model)
        alone = cost_of_one(snapshot, replace(MINI, budget_kind=kind), model)
        assert isinstance(alone, UnitCost)
        assert line.budget[0] == line.one.value == alone.value
        several = line.k[1:] * (alone.value + line.charge.reading)
        np.testing.assert_allclose(line.budget[1:], several)
        assert line.charge.reading > 0
        free = curve(snapshot, replace(asked, ranker_cost=False), model)
        np.testing.assert_allclose(free.budget, free.k * alone.value)


def test_the_budget_of_one_large_answer_buys_it_without_a_reader(
    snapshot: Snapshot,
    use_store: object,
    capsys: pytest.CaptureFixture[str],
) -> None:
    budget = 0.00258003
    assert charged(snapshot, BY_10M, "mini 10M").one.value == pytest.approx(budget, rel=1e-5)
    result = compare(snapshot, BY_10M, "mini 0.6M", "mini 10M", budget)
    assert result.large.point.k == 1
    small = charged(snapshot, BY_10M, "mini 0.6M")
    assert result.small.point.k == max(1, math.floor(budget / (small.one.value + small.reading)))
    with pytest.raises(SystemExit) as ended:
        arguments = ["--study", "miniature", "--small", "mini 0.6M", "--large", "mini 10M"]
        chosen = ["--selection", "ranker:nll:mini 10M", "--budget", str(budget)]
        main(["compare", *arguments, *chosen])
    assert not ended.value.code
    assert "mini 10M" in capsys.readouterr().out
    assert use_store


def test_a_free_ranker_leaves_nothing_to_charge(snapshot: Snapshot) -> None:
    rows = selection.rows(snapshot, replace(MINI, max_k=MaxK.ALL), "mini 0.6M", 0.01)
    by_name = {row.name: row for row in rows}
    assert by_name["consensus"].curve.charge.reading == 0
    assert by_name["nll:mini 10M"].k < by_name["consensus"].k


@pytest.mark.parametrize("study", ["paper-humaneval", "paper-mbpp"])
@pytest.mark.parametrize("kind", [BudgetKind.FLOPS, BudgetKind.TIME])
def test_a_stand_in_costs_exactly_what_the_model_in_its_place_does(
    snapshot: Snapshot, study: str, kind: BudgetKind
) -> None:
    plain = Question(study, kind)
    switched = replace(plain, assumptions=Assumptions(stand_ins=True))
    own = Origin.COMPUTED if kind is BudgetKind.FLOPS else Origin.ESTIMATED
    for model, other in STAND_INS.items():
        found, instead = (charged(snapshot, switched, each).one for each in (model, other))
        assert found.value == instead.value
        assert found.origin is Origin.PUBLISHED
        assert f"as {other} in the paper's Table 1" in how(found)
        assert "within 7 % by its footnote" in how(found)
        without = charged(snapshot, plain, model).one
        assert without.origin is own
        assert without.value != instead.value
        assert charge(snapshot, plain, other) == charge(snapshot, switched, other)


def test_a_stand_in_scales_with_the_tokens_like_the_model_in_its_place(snapshot: Snapshot) -> None:
    longer = Question("paper-mbpp", assumptions=Assumptions(stand_ins=True, tokens=500))
    found, instead = (
        charged(snapshot, longer, model).one for model in ("Llama-3 70B", "Code Llama 70B")
    )
    assert found.value == instead.value == pytest.approx(17.6 * 500 / 128)
    assert found.origin is Origin.COMPUTED


def test_stand_ins_change_no_model_that_has_none(snapshot: Snapshot) -> None:
    switch = Assumptions(stand_ins=True)
    for study, kind in product(snapshot.studies, BudgetKind):
        for model in snapshot.runs(study):
            if study.startswith("paper-") and model in STAND_INS and kind is not BudgetKind.DOLLARS:
                continue
            switched = Question(study, kind, assumptions=switch)
            assert charge(snapshot, switched, model) == charge(
                snapshot, Question(study, kind), model
            )


def typed(shown: str) -> float:
    """Return what a person types who reads a cost: 0.03735 for "37.35 ms"."""
    number, unit = re.fullmatch(r"\$?([\d.,]+) ?(.*)", shown).groups()  # type: ignore[union-attr]
    return float(Decimal(number.replace(",", "")).scaleb(SMALLER.get(unit, 0)))


def questions(snapshot: Snapshot) -> Iterator[tuple[Question, str]]:
    """Yield every study, model and kind of budget, in units and in answers of the reference."""
    assumed = (Assumptions(), Assumptions(tokens=100, stand_ins=True))
    for study in snapshot.studies:
        for kind, relative, assumptions, model in product(
            BudgetKind, (False, True), assumed, snapshot.runs(study)
        ):
            yield Question(study, kind, relative=relative, assumptions=assumptions), model


def test_the_shown_cost_of_k_answers_pays_for_k_answers(snapshot: Snapshot) -> None:
    tried, refused_when_exact = 0, 0
    for question, model in questions(snapshot):
        found = charge(snapshot, question, model)
        if isinstance(found, NoCost):
            continue
        costs, unit = found.of(np.arange(1, 20)), unit_of(snapshot, question)
        for k in range(1, 13):
            shown = amount(costs[k - 1], unit.partition(" ")[0])
            budget = typed(shown)
            case = (question, model, k, shown)
            assert affordable_k(budget, costs) >= k, case
            assert affordable_k(budget * (1 - 2e-3), costs) < k, case
            assert affordable_k(float(costs[k - 1]), costs) == k, case
            refused_when_exact += budget < costs[k - 1] * (1 - 1e-9)
            tried += 1
    assert tried > 10_000
    assert refused_when_exact > 1000


def test_costs_with_a_ranker_are_typed_like_any_other(snapshot: Snapshot) -> None:
    for kind, relative, model in product(BudgetKind, (False, True), READERS):
        asked = replace(BY_10M, budget_kind=kind, relative=relative)
        line = curve(snapshot, asked, model)
        unit = unit_of(snapshot, asked).partition(" ")[0]
        for k, cost in zip(line.k.tolist(), line.budget.tolist(), strict=True):
            point = line.at(typed(amount(cost, unit)))
            assert point is not None
            assert point.k >= k


def test_what_the_ranker_takes_is_counted_in_answers_of_the_reference_too(
    snapshot: Snapshot,
) -> None:
    reference = snapshot.study("miniature").reference
    for kind in (BudgetKind.FLOPS, BudgetKind.TIME):
        asked = replace(BY_10M, budget_kind=kind)
        one = cost_of_one(snapshot, asked, reference)
        assert isinstance(one, UnitCost)
        for model in READERS:
            found = charged(snapshot, asked, model)
            relative = charged(snapshot, replace(asked, relative=True), model)
            assert relative.one.value == pytest.approx(found.one.value / one.value)
            assert relative.reading == pytest.approx(found.reading / one.value)
