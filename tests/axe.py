"""What axe-core finds on a page: rules for people who read, hear or touch it in other ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

_AXE = Path(__file__).parents[1] / ".venv" / "javascript" / "node_modules" / "axe-core"

# Each element that breaks a rule: the rule, where the element is, and what axe says of it.
_RUN = """async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(
        ({ target, failureSummary }) => [id, target.flat().join(" "), failureSummary]));
}"""


@dataclass(frozen=True)
class Violation:
    """An element that breaks a rule."""

    rule: str
    where: str
    why: str


def violations(page: Page) -> Sequence[Violation]:
    """Return all that axe-core finds on a page as it is now.

    Raises:
        FileNotFoundError: without `make check`, which installs axe-core.
    """
    page.evaluate((_AXE / "axe.min.js").read_text(encoding="utf-8"))
    return [Violation(*found) for found in page.evaluate(_RUN)]
