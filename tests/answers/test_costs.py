"""What answers of a study cost, side by side: published, fitted, and set by a visitor."""

from dataclasses import replace

import pytest

from backend.answers.charges import charge, cost_of_one
from backend.answers.comparison import compare
from backend.answers.costs import COUNTED, costed, fitted, prompt_length, published_beside
from backend.maths.assumptions import Assumptions, BudgetKind
from backend.maths.costs import Measured, NoCost, Origin, UnitCost
from backend.maths.verdicts import Verdict
from backend.records.comparison import charged_alike
from backend.records.question import Question
from backend.records.scores import Charge
from backend.store.snapshot.snapshot import Snapshot
from backend.words.costs import cautions

PAPER = Question("paper-humaneval")
TIME = replace(PAPER, budget_kind=BudgetKind.TIME)


def value(cost: UnitCost | NoCost) -> float:
    assert isinstance(cost, UnitCost)
    return cost.value


def test_the_page_and_the_axes_tell_the_same_costs(snapshot: Snapshot) -> None:
    for study in snapshot.studies:
        question = Question(study)
        for each in costed(snapshot, question):
            for kind in COUNTED:
                asked = replace(question, budget_kind=kind)
                assert each.costs[kind] == cost_of_one(snapshot, asked, each.model.name)


def test_table_1_is_within_a_fifth_of_a_percent_of_the_formula(snapshot: Snapshot) -> None:
    longer = replace(PAPER, assumptions=Assumptions(tokens=999, attention=True))
    found = published_beside(snapshot, longer)
    assert len(found) == 4
    for each in found:
        assert each.tflops is not None
        assert each.published_tflops == pytest.approx(each.tflops, rel=0.002)
    assert [each.published_seconds for each in found] == [0.395, 0.667, 2.994, 5.605]
    assert published_beside(snapshot, Question("evalperf")) == []


def test_the_papers_times_are_281_times_the_data_sheets(snapshot: Snapshot) -> None:
    found = fitted(snapshot, PAPER)
    assert found is not None
    assert found.measured_on == "the paper's Table 1, node of 8 A100"
    assert found.fit.factor == pytest.approx(281.3, abs=0.05)
    assert found.fit.spread == pytest.approx(2.488, abs=0.0005)
    one = fitted(snapshot, replace(PAPER, assumptions=Assumptions(batch=1)))
    assert one is not None
    assert one.fit.factor == pytest.approx(4.395, abs=0.0005)


def test_a_fit_needs_two_models_that_were_measured(snapshot: Snapshot) -> None:
    assert fitted(snapshot, Question("evalperf")) is None
    too_small = Assumptions(gpu_count=1, bytes_per_weight=4.0)
    assert fitted(snapshot, replace(PAPER, assumptions=too_small)) is not None, "7B and 13B fit"
    switched = Question("evalperf", BudgetKind.TIME, assumptions=Assumptions(fitted_times=True))
    model = snapshot.study("evalperf").small
    cost = cost_of_one(snapshot, switched, model)
    assert isinstance(cost, UnitCost)
    assert cost.origin is Origin.ESTIMATED, "nothing to fit it to"


def test_fitted_times_are_those_of_the_machine_that_was_measured(snapshot: Snapshot) -> None:
    """The machine that is assumed cancels out, as long as reading weights is what takes time."""
    for assumed in (Assumptions(), Assumptions(batch=1), Assumptions(gpu_count=4)):
        asked = replace(TIME, assumptions=replace(assumed, fitted_times=True))
        large = cost_of_one(snapshot, asked, "Llama-3 70B")
        assert isinstance(large, UnitCost)
        assert large.origin is Origin.FITTED
        assert large.value == pytest.approx(4.794, abs=0.0005)
        assert value(cost_of_one(snapshot, asked, "Code Llama 70B")) == 5.605


def test_a_fitted_time_decides_nothing_beside_a_measured_one(snapshot: Snapshot) -> None:
    """Before: a fit of four models, off by a factor of 2.5 perhaps, decided who wins."""
    asked = replace(TIME, assumptions=Assumptions(fitted_times=True))
    mixed = compare(snapshot, asked, "Llama-3 8B", "Code Llama 70B", 6)
    assert not mixed.charged_alike
    assert mixed.verdict is Verdict.UNEQUAL
    assert {region.verdict for region in mixed.regions} == {Verdict.UNEQUAL}
    pair = {"Llama-3 8B": mixed.small.charge, "Code Llama 70B": mixed.large.charge}
    assert cautions(BudgetKind.TIME, pair) == [
        "the time of Llama-3 8B is fitted, that of Code Llama 70B was measured: do not decide by "
        "them",
        "the time of Llama-3 8B is fitted to those measured of 4 other models: it may be off by a "
        "factor of 2.5 (95 %)",
    ]
    assert compare(snapshot, asked, "Llama-3 8B", "Llama-3 70B", 6).charged_alike
    bound, fit = (
        charge(snapshot, each, "Llama-3 8B") for each in (TIME, asked)
    )  # never beside each other in one study
    assert isinstance(bound, Charge) and isinstance(fit, Charge)
    assert not charged_alike([bound, fit])


def test_tests_that_nobody_measured_decide_nothing_beside_those_that_count() -> None:
    """Before: the model whose tests cost nothing, because nobody knew what they cost, won."""
    one = UnitCost(1.0, Origin.MEASURED, Measured(1.0, 1, 10, "a", "engine", "1"))
    tested, unknown, free = Charge(one, 1.0, 1.0), Charge(one, read=None), Charge(one)
    assert not charged_alike([tested, unknown])
    assert charged_alike([unknown, unknown]), "counted of neither"
    assert charged_alike([tested, free]), "known to be nothing"
    assert cautions(BudgetKind.TIME, {"A": tested, "B": unknown}) == [
        "what it takes to read or test an answer of B is not known and not counted, that of the "
        "others is: do not decide by them"
    ]


def test_machines_that_differ_are_told() -> None:
    charges = {
        name: Charge(UnitCost(1.0, Origin.MEASURED, Measured(1.0, 1, 10, machine, "engine", "1")))
        for name, machine in (("A", "1 x H100"), ("B", "2 CPU cores"), ("C", "1 x H100"))
    }
    assert cautions(BudgetKind.TIME, charges) == [
        "times were measured on different machines: A, C on 1 x H100; B on 2 CPU cores"
    ]
    assert charged_alike(charges.values()), "they are the times that there were"


def test_each_model_has_its_own_best_batch(snapshot: Snapshot) -> None:
    best = Question("evalperf", BudgetKind.TIME, assumptions=Assumptions(best_batch=True))
    plain = replace(best, assumptions=Assumptions())
    for model in snapshot.runs("evalperf"):
        one, other = (cost_of_one(snapshot, asked, model) for asked in (best, plain))
        if isinstance(one, UnitCost):
            assert one.value <= value(other)


def test_a_models_own_length_counts_in_everything_but_what_was_published(
    snapshot: Snapshot,
) -> None:
    own = Assumptions(lengths=(("mini 3M", 64.0),))
    for kind in (BudgetKind.FLOPS, BudgetKind.DOLLARS):
        asked = Question("miniature", kind)
        half = replace(asked, assumptions=own)
        for model, times in (("mini 3M", 0.5), ("mini 10M", 1)):
            one = value(cost_of_one(snapshot, asked, model))
            assert value(cost_of_one(snapshot, half, model)) == pytest.approx(times * one)
    ranked = Question("miniature", ranker="nll:mini 10M", assumptions=own)
    same = replace(ranked, assumptions=Assumptions(tokens=64))
    own_length, all_alike = (charge(snapshot, asked, "mini 3M") for asked in (ranked, same))
    assert not isinstance(own_length, NoCost) and not isinstance(all_alike, NoCost)
    assert own_length.reading == all_alike.reading, "what is read is as long"


def test_a_prompt_is_paid_for_at_its_own_price_or_that_of_the_answer(snapshot: Snapshot) -> None:
    model = "Code Llama 7B"

    def dollars(**assumed: object) -> float:
        made = replace(Assumptions(prices=((model, 2.0),)), **assumed)  # type: ignore[arg-type]
        asked = replace(PAPER, budget_kind=BudgetKind.DOLLARS, assumptions=made)
        return value(cost_of_one(snapshot, asked, model))

    assert dollars() == pytest.approx(2 * 128 / 1e6)
    assert dollars(prompt_tokens=100) == pytest.approx(2 * 228 / 1e6)
    cheaper = ((model, 0.5),)
    assert dollars(input_prices=cheaper) == dollars()
    found = dollars(prompt_tokens=100, input_prices=cheaper)
    assert found == pytest.approx((2 * 128 + 0.5 * 100) / 1e6)
    for kind in (BudgetKind.FLOPS, BudgetKind.TIME):
        asked = replace(PAPER, budget_kind=kind)
        prompted = replace(asked, assumptions=Assumptions(prompt_tokens=100))
        assert cost_of_one(snapshot, asked, model) == cost_of_one(snapshot, prompted, model)


def test_prompts_are_as_long_as_a_ranker_read_them(snapshot: Snapshot) -> None:
    facts = snapshot.ranker(snapshot.run("miniature", "mini 3M").id, "nll:mini 10M")
    assert prompt_length(snapshot, Question("miniature")) == facts.reading.prompt_tokens
    assert prompt_length(snapshot, Question("codegen-16b-humaneval")) is not None
    assert prompt_length(snapshot, PAPER) is None
