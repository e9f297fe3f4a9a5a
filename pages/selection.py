"""Selection: how far each ranker goes from a random pick towards the unit tests."""

import streamlit as st

from backend.answers import Studies, selection
from backend.errors import UserError
from pages.parts import controls, data, entry
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
    snapshot = data.snapshot()
    studies = [study for study in snapshot.studies if selection.ranked_models(snapshot, study)]
    if not studies:
        st.info("No study has ranker data yet: `python -m backend rank` makes some.")
        return
    view = session.current(snapshot, studies)
    ranked = view.study in studies
    with st.sidebar:
        controls.study.study(snapshot, view, studies)
        if ranked:
            _controls(snapshot, view)
    st.title("Without tests: which ranker picks the right answer?")
    controls.notes.told(session.notes())
    if not ranked:
        controls.study.cannot_show(snapshot, view, studies, "has no ranker data")
        session.write_link(view)
        return
    controls.budgets.kind(snapshot, view)
    try:
        found = asked(snapshot, view)
    except UserError as error:
        st.info(f"{markdown(str(error))}.", icon=":material/filter_alt_off:")
        session.write_link(view)
        return
    _draw(snapshot, found)
    session.write_link(view, found.budget)


def _controls(snapshot: Studies, view: View) -> None:
    ranked = selection.ranked_models(snapshot, view.study)
    controls.models.one_of_pair("Samples of", snapshot, view, "small", ranked, pair)
    if others := rivals(snapshot, pair(snapshot, view)):
        controls.models.one_of_pair("One answer to beat", snapshot, view, "large", others, pair)
    with st.expander("Curves and costs"):
        controls.curves.bands(snapshot, view)
        controls.curves.reach(snapshot, view)
        controls.curves.ranker_cost(snapshot, view)


def _draw(snapshot: Studies, found: Asked) -> None:
    chart(snapshot, found)
    summary(snapshot, found)
    table(snapshot, found)
    misses(snapshot, found)
    explanations(found.rows)


entry.run(page)
