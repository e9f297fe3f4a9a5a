"""Selection: how far each ranker goes from a random pick towards the unit tests."""

import streamlit as st

from backend.answers import Studies, selection
from backend.errors import UserError
from pages.parts import controls, data, entry, words
from pages.parts.selection.asked import Asked, asked, pair, rivals
from pages.parts.selection.chart import chart
from pages.parts.selection.misses import misses
from pages.parts.selection.summary import summary
from pages.parts.selection.table import explanations, table
from pages.parts.text.foreign import markdown
from pages.parts.view import session
from pages.parts.view.view import View


def page() -> None:
    """Draw the page."""
    studies = data.studies()
    ids = [study for study in studies.studies if selection.ranked_models(studies, study)]
    if not ids:
        st.info(words.selection.NO_STUDY)
        return
    view = session.current(studies, ids)
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
    controls.budgets.kind(studies, view)
    try:
        found = asked(studies, view)
    except UserError as error:
        st.info(words.sentences.ended(markdown(str(error))), icon=":material/filter_alt_off:")
        session.write_link(view)
        return
    _draw(studies, found)
    session.write_link(view, found.budget)


def _controls(studies: Studies, view: View) -> None:
    ranked = selection.ranked_models(studies, view.study)
    controls.models.one_of_pair(words.selection.SAMPLES_OF, studies, view, "small", ranked, pair)
    if others := rivals(studies, pair(studies, view)):
        controls.models.one_of_pair(words.selection.TO_BEAT, studies, view, "large", others, pair)
    with st.expander(words.selection.CURVES):
        controls.curves.bands(studies, view)
        controls.curves.reach(studies, view)
        controls.curves.ranker_cost(studies, view)


def _draw(studies: Studies, found: Asked) -> None:
    chart(studies, found)
    summary(studies, found)
    table(studies, found)
    misses(studies, found)
    explanations(found.rows)


entry.run(page)
