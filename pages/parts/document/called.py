"""What a link opens, for who only previews it: the server reads it as a visit would."""

from urllib.parse import parse_qs

from backend.errors import UserError
from pages.parts import data, words
from pages.parts.title import title
from pages.parts.view import link

_LONGEST = 4000  # characters of a link's parameters that are read


def called(path: str, parameters: str) -> str:
    """Return the title of what a link opens; the dashboard's name where it names no view."""
    said = words.navigation
    if not parameters or len(parameters) > _LONGEST:
        return said.DASHBOARD
    pages = {
        "pairs": said.PAIRS,
        "reallocate": said.REALLOCATE,
        "selection": said.SELECTION,
        "problems": said.PROBLEMS,
        "costs": said.COSTS,
    }
    try:
        studies = data.at_hand()
        view, _ = link.read(parse_qs(parameters), studies)
    except UserError:
        return said.DASHBOARD
    page = pages.get(path.rpartition("/")[2], said.EXPLORE)
    return title(page, studies.study(view.study), view)
