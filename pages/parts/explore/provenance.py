"""Where a study's numbers come from."""

from collections.abc import Mapping, Sequence

import streamlit as st

from backend import words as facts
from backend.answers import Studies
from backend.answers.charges import unit_of
from backend.maths.assumptions import BudgetKind
from backend.records.scores import Curve
from pages.parts import words
from pages.parts.text.foreign import markdown
from pages.parts.view.view import View


def provenance(studies: Studies, view: View, shown: Sequence[Curve]) -> None:
    """Draw the study's source and caveats, and how each cost was got."""
    study, said = studies.study(view.study), words.provenance
    short = facts.names.short_labels(view.models)
    labels = {model: markdown(label) for model, label in short.items()}
    counts = {labels[curve.model]: curve.n_problems for curve in shown}
    each = [_cost(studies, view, curve) for curve in shown]
    drawn = markdown(facts.studies.sampling(study))
    lines = [
        said.benchmark(markdown(study.benchmark), counts, study.n_problems),
        said.sampling(drawn, [_samples(studies, view, curve, labels) for curve in shown]),
        said.source(markdown(study.source)),
        "\n    - ".join([said.costs(_lengths(studies, view, shown), _prompted(view)), *each]),
        *(said.caveat(markdown(caveat)) for caveat in facts.studies.caveats(study)),
    ]
    with st.expander(said.TITLE):
        st.markdown("\n".join(f"- {line}" for line in lines))


def _lengths(studies: Studies, view: View, shown: Sequence[Curve]) -> str | None:
    """Return how long answers count for, escaped, None where no cost depends on it."""
    models = [run.model for run in studies.runs(view.study).values()]
    charges = [curve.charge for curve in shown]
    counted = facts.costs.lengths(view.budget_kind, charges, models, view.question.assumptions)
    return markdown(words.sentences.sentence(counted)) if counted else None


def _prompted(view: View) -> bool:
    return view.budget_kind is BudgetKind.DOLLARS and view.prompt_tokens > 0


def _cost(studies: Studies, view: View, curve: Curve) -> str:
    """Return what one answer costs, and how that was got."""
    run = studies.run(view.study, curve.model)
    return words.provenance.cost(
        markdown(facts.names.sized_name(curve.model, run.model.architecture)),
        markdown(facts.amounts.amount(curve.one.value, unit_of(studies, view.question))),
        curve.one.origin,
        markdown(facts.costs.how_charged(curve.charge, view.question)),
    )


def _samples(studies: Studies, view: View, curve: Curve, labels: Mapping[str, str]) -> str:
    """Return how many samples a problem has, and how long they were, where that is known."""
    tokens = studies.run(view.study, curve.model).model.mean_tokens
    return words.provenance.samples(labels[curve.model], facts.counts.samples_of(curve), tokens)
