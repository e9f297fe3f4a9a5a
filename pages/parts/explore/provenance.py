"""Where a study's numbers come from."""

from collections.abc import Mapping, Sequence

import streamlit as st

from backend import words
from backend.answers import Studies
from backend.answers.charges import unit_of
from backend.records.scores import Curve
from backend.words.amounts import amount
from backend.words.names import short_labels, sized_name
from pages.parts.text.foreign import markdown
from pages.parts.text.verdict import sentence
from pages.parts.view.view import View


def provenance(snapshot: Studies, view: View, shown: Sequence[Curve]) -> None:
    """Draw the study's source and caveats, and how each cost was got."""
    study = snapshot.study(view.study)
    with st.expander("Where this data comes from, and its caveats"):
        labels = short_labels(view.models)
        samples = ", ".join(_samples(snapshot, view, curve, labels) for curve in shown)
        unit = unit_of(snapshot, view.question)
        costs = "".join(
            "\n    - "
            + markdown(f"{_name(snapshot, view, curve.model)}: {_cost(curve, view, unit)}")
            for curve in shown
        )
        models = [run.model for run in snapshot.runs(view.study).values()]
        charges = [curve.charge for curve in shown]
        lengths = words.costs.lengths(view.budget_kind, charges, models, view.question.assumptions)
        counted = f"{sentence(lengths)}. " if lengths else ""
        facts = [
            f"**Benchmark.** {markdown(study.benchmark)}; {markdown(_problems(shown, labels))} of "
            f"{study.n_problems:,} problems shown.",
            f"**Sampling.** {markdown(words.studies.sampling(study))}. Samples a problem: "
            f"{markdown(samples)}.",
            f"**Source.** {markdown(study.source)}.",
            f"**Cost of one answer.** {counted}Only a ranker that reads is charged the prompt."
            f"{costs}",
            *(f"**Mind.** {markdown(caveat)}" for caveat in words.studies.caveats(study)),
        ]
        st.markdown("\n".join(f"- {fact}" for fact in facts))


def _cost(curve: Curve, view: View, unit: str) -> str:
    how = words.costs.how_charged(curve.charge, view.budget_kind)
    return f"{amount(curve.one.value, unit)}, {curve.one.origin} ({how})"


def _name(snapshot: Studies, view: View, model: str) -> str:
    run = snapshot.run(view.study, model)
    return sized_name(model, run.model.architecture)


def _samples(snapshot: Studies, view: View, curve: Curve, labels: Mapping[str, str]) -> str:
    """Return how many samples a problem has, and how long they were, where that is known."""
    tokens = snapshot.run(view.study, curve.model).model.mean_tokens
    long = f" of {tokens:.1f} tokens in the mean" if tokens is not None else ""
    return f"{labels[curve.model]} {curve.samples}{long}"


def _problems(shown: Sequence[Curve], labels: Mapping[str, str]) -> str:
    """Return over how many problems the curves are; by model where they differ."""
    counts = {curve.model: f"{curve.n_problems:,}" for curve in shown}
    if len(set(counts.values())) == 1:
        return counts[shown[0].model]
    return ", ".join(f"{labels[model]} {count}" for model, count in counts.items())
