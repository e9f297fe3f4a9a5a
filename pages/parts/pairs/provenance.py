"""Where the numbers of all models come from, and what a reader must know of their costs."""

import streamlit as st

from backend import words as facts
from backend.answers import Studies
from backend.records.comparison import charged_alike
from pages.parts import words
from pages.parts.pairs.asked import curves_of
from pages.parts.text.foreign import markdown
from pages.parts.text.plain import remark, sentence
from pages.parts.view.view import View


def unlike(studies: Studies, view: View) -> None:
    """Warn where costs of some models cannot be compared with those of others."""
    charges = {curve.model: curve.charge for curve in curves_of(studies, view)}
    if not charged_alike(charges.values()):
        first, *_ = facts.costs.cautions(view.budget_kind, charges)
        st.markdown(remark(first))


def provenance(studies: Studies, view: View) -> None:
    """Draw the study's source and caveats, and those of the costs."""
    study, said = studies.study(view.study), words.provenance
    curves = curves_of(studies, view)
    charges = {curve.model: curve.charge for curve in curves}
    models = [run.model for run in studies.runs(view.study).values()]
    lengths = facts.costs.lengths(
        view.budget_kind, list(charges.values()), models, view.question.assumptions
    )
    cautions = [
        *facts.costs.cautions(view.budget_kind, charges),
        *facts.costs.tests_as_judges(view.question),
        *([lengths] if lengths else []),
    ]
    lines = [
        said.source(markdown(study.source)),
        *map(sentence, cautions),
        *(said.caveat(markdown(caveat)) for caveat in facts.studies.caveats(study)),
    ]
    with st.expander(said.TITLE):
        st.markdown("\n".join(f"- {line}" for line in lines))
