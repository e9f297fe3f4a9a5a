"""What a browser's tab is called, and a link to a view where it is shown."""

import re

from backend import words as facts
from backend.plain_text import one_line
from backend.records.study import Study
from pages.parts import words
from pages.parts.text.foreign import NAME
from pages.parts.view.view import View


def title(page: str, study: Study, view: View) -> str:
    """Return the title of a page, by its name, with what it shows."""
    said = words.navigation
    about = one_line(re.sub(r" \([^()]*\)$", "", study.title), NAME)
    if page == said.EXPLORE and view.small != view.large:
        labels = facts.names.short_labels((view.small, view.large))
        return said.compared(labels[view.small], labels[view.large], about)
    if page == said.PROBLEMS and view.problem is not None:
        return said.of_problem(one_line(view.problem, NAME), about)
    return said.of_page(page, about)
