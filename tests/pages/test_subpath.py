"""Below a path, as a proxy passes it on: every page, its chart's library, its links and steps."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dashboard import serving
from tests.every_page import PAGES
from tests.regulars import Regulars

pytestmark = pytest.mark.browser

PATH = "lectures/budgetscope"


@pytest.fixture(scope="module")
def below(store: Path) -> Iterator[str]:
    with serving(store, below=PATH) as (address, _):
        yield address


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_drawn_and_its_link_stays_below(
    below: str, regulars: Regulars, page: str
) -> None:
    path, parameters = PAGES[page]
    tab = regulars.tab(below)
    tab.open(path, **parameters)
    assert tab.page.url.startswith(f"{below}/{path}?")
    tab.close()


def test_a_step_to_another_page_and_back_stays_below(below: str, regulars: Regulars) -> None:
    tab = regulars.tab(below)
    tab.open(study="evalperf", budget="20")
    first = tab.page.url
    tab.page.get_by_role("link", name="Compare all models").click()
    tab.drawn("pairs")
    assert tab.page.url.startswith(f"{below}/pairs?")
    assert tab.parameters["study"] == ["evalperf"]
    tab.page.go_back()
    tab.drawn("")
    assert tab.page.url == first
    tab.close()
