"""Selection: how far each ranker goes from a random pick towards the unit tests."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backend.answers import Studies, selection
from backend.errors import UserError
from pages.parts import controls, data, entry, words
from pages.parts.selection.asked import Asked, asked, pair, rivals
from pages.parts.selection.chart import chart
from pages.parts.selection.misses import misses
from pages.parts.selection.summary import cautions, summary
from pages.parts.selection.table import explanations, table
from pages.parts.steady import steady
from pages.parts.text.foreign import markdown
from pages.parts.view import session
from pages.parts.view.view import View


def page() -> None:
    """Draw the page."""
    studies = data.studies()
    ids = [study for study in studies.studies if selection.ranked_models(studies, study)]
    tellers = sorted(ids, key=lambda study: _tells(studies, study), reverse=True)
    if not ids:
        st.info(words.selection.NO_STUDY)
        return
    view = session.current(studies, tellers)
    ranked = view.study in ids
    with st.sidebar:
        controls.study.study(studies, view, ids)
        if ranked:
            _controls(studies, view)
    st.title(words.selection.TITLE)
    controls.notes.told(session.notes())
    if not ranked:
        controls.study.cannot_show(studies, view, ids, words.selection.cannot_show)
        session.write_link(view)
        return
    try:
        found = asked(studies, view)
    except UserError as error:
        _picking(studies, view)
        st.info(words.sentences.ended(markdown(str(error))), icon=":material/filter_alt_off:")
        session.write_link(view)
        return
    _draw(studies, found)
    session.write_link(view, found.budget)


def _tells(studies: Studies, study_id: str) -> tuple[bool, int]:
    """Return how much a study tells: whether there is a larger model to beat, and by how many."""
    study = studies.study(study_id)
    return study.small != study.large, len(studies.rankers(study_id))


def _controls(studies: Studies, view: View) -> None:
    ranked = selection.ranked_models(studies, view.study)
    controls.models.one_of_pair(words.selection.SAMPLES_OF, studies, view, "small", ranked, pair)
    with steady():
        if others := rivals(studies, pair(studies, view)):
            beaten = words.selection.TO_BEAT
            controls.models.one_of_pair(beaten, studies, view, "large", others, pair)
    with st.expander(words.selection.CURVES):
        controls.curves.bands(studies, view)
        controls.curves.reach(studies, view)
        controls.curves.ranker_cost(studies, view)


def _picking(studies: Studies, view: View) -> DeltaGenerator:
    """Draw what a budget counts, and return the row that it stands in."""
    row = st.container(horizontal=True, vertical_alignment="top", gap="medium")
    with row:
        controls.budgets.kind(studies, view)
    return row


def _draw(studies: Studies, found: Asked) -> None:
    with _picking(studies, found.view):
        names = [row.name for row in found.rows]
        controls.budgets.ranker(studies, names, found.looked_at.name)
    summary(studies, found)
    chart(studies, found)
    cautions(found)
    table(studies, found)
    misses(studies, found)
    explanations(found.rows)


entry.run(page)
