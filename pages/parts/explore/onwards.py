"""Where to go on from the chart: to a plan, all pairs, the answers themselves, the rankers."""

from collections.abc import Sequence

import streamlit as st

from backend.answers import Studies, samples, selection
from backend.answers.reallocate import counted_studies
from backend.plain_text import one_line
from pages.parts import words
from pages.parts.places import place
from pages.parts.text.foreign import NAME, markdown
from pages.parts.view import changes, link
from pages.parts.view.view import View


def onwards(studies: Studies, view: View) -> None:
    """Draw links to the other pages, to this study where they can show it, or to one that is."""
    several = [study for study in studies.studies if len(studies.runs(study)) > 1]
    ranked = [study for study in studies.studies if selection.ranked_models(studies, study)]
    said = words.explore
    with st.container(horizontal=True, key="onwards"):
        for page, icon, text, ids in (
            ("reallocate.py", "call_split", said.SPEND, counted_studies(studies)),
            ("pairs.py", "grid_on", said.ALL_PAIRS, several),
            ("problems.py", "code", said.READ, samples.readable_studies(studies)),
            ("selection.py", "rule", said.RANKERS, ranked),
        ):
            if ids:
                _link(studies, view, page, icon, text, ids)


def _link(
    studies: Studies, view: View, page: str, icon: str, text: str, ids: Sequence[str]
) -> None:
    here, there = view.study in ids, view
    if not here:
        to = ids[0]
        there, _ = changes.changed(studies, view, lambda view: changes.move_to(studies, view, to))
    title = markdown(one_line(studies.study(ids[0]).title, NAME))
    st.page_link(
        place(page),
        label=text if here else words.explore.of_another(text, title),
        icon=f":material/{icon}:",
        query_params=link.write(there),
        width="content",
    )
