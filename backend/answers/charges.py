"""What answers of a study's models cost, with and without a ranker that reads them."""

from collections.abc import Mapping
from dataclasses import replace

from backend.answers.asked import asked
from backend.answers.costs import one_cost
from backend.maths.assumptions import BudgetKind
from backend.maths.costs import NoCost, UnitCost
from backend.maths.unit_costs import reading_cost
from backend.records.question import Question
from backend.records.scores import Charge
from backend.store.snapshot.memory import remembered
from backend.store.snapshot.snapshot import Snapshot
from backend.words.amounts import AVERAGE
from backend.words.names import short_name

SAMPLES_ON_AVERAGE = f"{BudgetKind.SAMPLES.unit}{AVERAGE}"
"""The unit of samples where how many are drawn is known on average only."""


@asked
def unit_of(snapshot: Snapshot, question: Question) -> str:
    """Return the unit of the budgets that answer `question`."""
    if question.stops and question.budget_kind is BudgetKind.SAMPLES:
        return SAMPLES_ON_AVERAGE
    if question.in_references:
        return f"x {short_name(snapshot.study(question.study).reference)}"
    return question.budget_kind.unit


@asked
@remembered
def cost_of_one(snapshot: Snapshot, question: Question, model: str) -> UnitCost | NoCost:
    """Return what one answer of a model costs, or why it has no place on the budget axis.

    Raises:
        UserError: if the study or the model is unknown.
    """
    one = one_cost(snapshot, question, model)
    reference = _reference(snapshot, question)
    if isinstance(one, NoCost):
        return one
    if isinstance(reference, NoCost):
        return reference
    return replace(one, value=one.value / reference)


@asked
@remembered
def placed(snapshot: Snapshot, question: Question) -> tuple[tuple[str, ...], Mapping[str, NoCost]]:
    """Return the models that have a cost on the budget axis, and why the others have none.

    Raises:
        UserError: if the study is unknown.
    """
    models = snapshot.runs(question.study)
    costs = {model: cost_of_one(snapshot, question, model) for model in models}
    missing = {model: cost for model, cost in costs.items() if isinstance(cost, NoCost)}
    return tuple(model for model in costs if model not in missing), missing


@asked
@remembered
def charge(snapshot: Snapshot, question: Question, model: str) -> Charge | NoCost:
    """Return what answers cost together with their scores by the question's ranker, or the tests.

    Raises:
        UserError: if the study or the model is unknown.
    """
    one = cost_of_one(snapshot, question, model)
    if isinstance(one, NoCost):
        return one
    if not (question.ranker_cost if question.ranker else question.counts_tests):
        return Charge(one)
    extra = _reading(snapshot, question, model)
    if extra is None:
        return Charge(one, read=None)
    reference = _reference(snapshot, question)
    assert not isinstance(reference, NoCost)
    return Charge(one, extra / reference, extra)


def _reading(snapshot: Snapshot, question: Question, model: str) -> float | None:
    """Return what the ranker takes to read one answer, or its tests to run; None if unknown."""
    run = snapshot.run(question.study, model)
    if question.ranker is None:
        return run.test_seconds
    facts = snapshot.ranker(run.id, question.ranker)
    return reading_cost(
        question.budget_kind, facts.reading, question.assumptions, facts.reader, run.model.name
    )


def _reference(snapshot: Snapshot, question: Question) -> float | NoCost:
    """Return what budgets are counted in: 1, or the cost of the reference model's one answer."""
    if not question.in_references:
        return 1.0
    one = one_cost(snapshot, question, snapshot.study(question.study).reference)
    return one if isinstance(one, NoCost) else one.value
