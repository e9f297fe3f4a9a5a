"""All that a visitor has chosen on a page, in one value, and how it stays consistent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from backend.answers.charges import cost_of_one
from backend.answers.samples import OFTEN
from backend.maths.assumptions import BudgetKind
from backend.maths.costs import NoCost
from backend.plain_text import one_line
from backend.records.question import ProblemFilter, Question
from backend.records.samples import Show
from backend.store.studies import Studies
from backend.words.costs import no_cost
from backend.words.names import short_name
from pages.parts.charts.palette import MAX_FURTHER
from pages.parts.text.foreign import NAME

_MOST_NAMED = 3  # values that a note names


@dataclass(frozen=True)
class View:
    """What is shown: a question, the models asked, and the budget.

    `budget` is None until one is chosen: then it is that of one answer of the large model.
    `problem` is the one whose samples are read (None: the first), `order` a ranker or `OFTEN`.
    """

    question: Question
    small: str
    large: str
    further: tuple[str, ...] = ()
    budget: float | None = None
    bands: bool = True
    problem: str | None = None
    show: Show = Show.ALL
    order: str = OFTEN

    @property
    def models(self) -> tuple[str, ...]:
        """All models shown, the pair first; one where a study has no other."""
        return tuple(dict.fromkeys((self.small, self.large, *self.further)))


def opening(snapshot: Studies, study_id: str) -> View:
    """Return the view that a study opens with."""
    study = snapshot.study(study_id)
    return View(Question(study.id), study.small, study.large)


def move_to(snapshot: Studies, view: View, study_id: str) -> View:
    """Return the view of another study, keeping what can be kept."""
    kept = replace(view.question, study=study_id, ranker=None, problems=ProblemFilter())
    models = snapshot.runs(study_id)
    if view.small in models and view.large in models:
        further = tuple(model for model in view.further if model in models)
        return replace(view, question=kept, further=further, budget=None, problem=None)
    first = opening(snapshot, study_id)
    return replace(first, question=kept, bands=view.bands)


def placeable(snapshot: Studies, question: Question) -> tuple[list[str], Mapping[str, str]]:
    """Return the models that have a cost on the budget axis, and why the others have none."""
    costs = {
        model: cost_of_one(snapshot, question, model) for model in snapshot.runs(question.study)
    }
    missing = {model: no_cost(cost) for model, cost in costs.items() if isinstance(cost, NoCost)}
    return [model for model in costs if model not in missing], missing


def ranked_studies(snapshot: Studies) -> list[str]:
    """Return the titles of the studies that have data of any ranker."""
    return [study.title for study in snapshot.studies.values() if snapshot.rankers(study.id)]


def settle(snapshot: Studies, view: View) -> tuple[View, list[str]]:
    """Make a view's parts fit each other; return it and a note for each part that had to give."""
    notes = []
    question, dropped = _settle_problems(snapshot, view.question)
    notes += dropped
    study = snapshot.study(question.study)
    if question.ranker is not None and question.ranker not in snapshot.rankers(study.id):
        notes.append(
            f"{study.id} has no data for selection by '{one_line(question.ranker, NAME)}': "
            "showing unit tests. "
            f"Studies with ranker data: {', '.join(ranked_studies(snapshot)) or 'none yet'}"
        )
        question = replace(question, ranker=None)
    question, unmeasured = _settle_length(snapshot, question)
    notes += unmeasured
    problem, order = view.problem, view.order
    if problem is not None and problem not in snapshot.problems(study.id).ids:
        notes.append(f"{study.id} has no problem '{one_line(problem, NAME)}'")
        problem = None
    if order != OFTEN and order not in snapshot.rankers(study.id):
        order = OFTEN
    known, missing = placeable(snapshot, question)
    if not known:
        notes.append(f"no model of {study.id} has a cost in {question.budget_kind}: by samples")
        question = replace(question, budget_kind=BudgetKind.SAMPLES)
        known, missing = placeable(snapshot, question)
    notes += [f"{short_name(m)} was left out: {missing[m]}" for m in view.models if m in missing]
    if view.small == view.large and len(known) > 1:
        notes.append(f"{short_name(view.small)} cannot be compared with itself")
    small = view.small
    if small not in known:
        small = _first((study.small, study.large, *known), known, view.large)
    large = _first((view.large, study.large, study.small, *known), known, small)
    further = [m for m in dict.fromkeys(view.further) if m in known and m not in (small, large)]
    if len(further) > MAX_FURTHER:
        notes.append(f"at most {MAX_FURTHER} further models fit on the chart")
    in_order = tuple(model for model in known if model in further[:MAX_FURTHER])
    settled = replace(view, question=question, small=small, large=large, further=in_order)
    return replace(settled, problem=problem, order=order), notes


def _first(candidates: Sequence[str], known: Sequence[str], taken: str) -> str:
    """Return the first candidate that is known and not taken; the taken one if it is alone."""
    return next((model for model in candidates if model in known and model != taken), known[0])


def _settle_length(snapshot: Studies, question: Question) -> tuple[Question, list[str]]:
    assumed, runs = question.assumptions, snapshot.runs(question.study).values()
    if not assumed.measured_tokens or any(run.model.mean_tokens is not None for run in runs):
        return question, []
    note = f"{question.study} recorded no length of its answers: {assumed.tokens} tokens are taken"
    return replace(question, assumptions=replace(assumed, measured_tokens=False)), [note]


def _settle_problems(snapshot: Studies, question: Question) -> tuple[Question, list[str]]:
    problems, wanted = snapshot.problems(question.study), question.problems
    notes, kept = [], {}
    for what, values, among in (
        ("difficulty", wanted.difficulty, problems.difficulty),
        ("platform", wanted.platform, problems.platform),
    ):
        there = [value for value in dict.fromkeys(among) if value is not None]
        kept[what] = tuple(value for value in there if value in values)
        gone = [f"'{one_line(value, NAME)}'" for value in values if value not in there]
        if gone:
            told = ", ".join(gone[:_MOST_NAMED]) + (" and more" if gone[_MOST_NAMED:] else "")
            notes.append(f"{question.study} has no {what} {told}: not filtered by it")
    settled = replace(wanted, difficulty=kept["difficulty"], platform=kept["platform"])
    return replace(question, problems=settled), notes
