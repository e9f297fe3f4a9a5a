"""Take the documents' pictures anew, from the pages themselves: `python -m tests.pictures`."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from backend.store.build import build_store
from tests.dashboard import ROOT, Visitor, launch, served


@dataclass(frozen=True)
class Picture:
    """A page at a link; the whole of it, or its chart alone."""

    page: str
    link: dict[str, str]
    whole: bool = False


MINIATURE = {"study": "miniature", "small": "mini 0.6M", "large": "mini 10M"}
PICTURES = {
    "explore": Picture("", {}, whole=True),
    "miniature-easy": Picture("", {**MINIATURE, "difficulty": "easy"}),
    "miniature-hard": Picture("", {**MINIATURE, "difficulty": "hard"}),
    "miniature-rankers": Picture("selection", {**MINIATURE, "by": "samples"}),
    "miniature-problems": Picture("problems", {**MINIATURE, "problem": "mini/hard/07"}, whole=True),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        build_store(Path(folder), print)
        browser = launch(playwright)
        with served(Path(folder)) as address:
            for name, picture in PICTURES.items():
                tab = Visitor(browser, address, viewport={"width": 1440, "height": 1300})
                tab.open(picture.page, **picture.link)
                path = ROOT / "docs" / f"{name}.png"
                if picture.whole:
                    tab.page.screenshot(path=path)
                else:
                    tab.chart.screenshot(path=path)
                tab.close()
                print(path)
        browser.close()


if __name__ == "__main__":
    main()
