"""Start the real dashboard and look at it with a real browser."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Playwright,
    Request,
    ViewportSize,
    expect,
)

from tests.browser_path import browser_path
from tests.processes import wait_until
from tests.reruns import Reruns

ROOT = Path(__file__).parents[1]
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--process-per-site",  # tabs of one context share scripts that are compiled: tests/regulars.py
]
DESK: ViewportSize = {"width": 1440, "height": 1000}
PATIENCE = 120_000
"""Milliseconds that a page may take on a busy machine."""
expect.set_options(timeout=PATIENCE)

CHART = ":is(.budget-chart, .pm)[data-painted]"
VERDICT = ".bc-verdict, .bc-remarks, .st-key-verdict"

# An event's handlers, and what React makes of them, are done by the second frame after it.
TWO_FRAMES = """() => new Promise(
    done => requestAnimationFrame(() => requestAnimationFrame(done)))"""
_AT_REST = """() => {
    const app = document.querySelector("[data-testid=stApp]");
    const charts = [...document.querySelectorAll(".budget-chart, .pm")];
    return app?.dataset.testScriptState === "notRunning"
        && charts.every(chart => "painted" in chart.dataset);
}"""


@contextmanager
def served(store: Path, root: Path = ROOT) -> Iterator[str]:
    """Serve the dashboard that lies in `root` over a store; give its address."""
    with serving(store, root) as (address, _):
        yield address


@contextmanager
def serving(
    store: Path, root: Path = ROOT, *settings: str, below: str = ""
) -> Iterator[tuple[str, int]]:
    """Do as `served` does, below a path, and give the server's process number too.

    `settings` are options of Streamlit's command line, beside those of `.streamlit/config.toml`.
    """
    port = free_port()
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.port",
            str(port),
            "--server.baseUrlPath",
            below,
            *settings,
        ],
        cwd=root,
        env={**os.environ, "BUDGETSCOPE_STORE": str(store)},
        stdout=subprocess.DEVNULL,
    ) as server:
        try:
            address = f"http://localhost:{port}/{below}".rstrip("/")
            _wait_until_healthy(server, address)
            yield address, server.pid
        finally:
            server.terminate()


def free_port() -> int:
    """Return a port that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


def _wait_until_healthy(server: "subprocess.Popen[bytes]", address: str) -> None:
    def answers() -> bool:
        if server.poll() is not None:
            raise RuntimeError(f"the dashboard ended with exit code {server.returncode}")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/_stcore/health"):
            return True
        return False

    wait_until(answers, "the dashboard")


def launch(playwright: Playwright) -> Browser:
    """Launch the tests' Chromium; a missing one is an error, never a skip."""
    path = browser_path()
    if path is None:
        raise RuntimeError("no Chromium: run `make test`, or install one by your system's means")
    return playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)


class Visitor:
    """A visitor's browser tab, which notes all that leaves the machine or goes wrong.

    It is in a new context, as of somebody who was never here, or in one that stays when it closes.
    """

    def __init__(
        self, browser: Browser, address: str, kept: BrowserContext | None = None, **context: Any
    ) -> None:
        self._is_new = kept is None
        self.context = kept or browser.new_context(**{"viewport": DESK, **context})
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.reruns = Reruns(self.page)
        self.address = address
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", self._note_request)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, page: str = "", /, **parameters: str | list[str]) -> None:
        """Open a page, by default Explore, by a link and wait until it is drawn."""
        self.go(page, **parameters)
        self.drawn(page)

    def go(self, page: str = "", /, **parameters: str | list[str]) -> None:
        """Go to a page without waiting for more than its document."""
        query = f"?{urlencode(parameters, doseq=True)}" if parameters else ""
        self.page.goto(f"{self.address}/{page}{query}")

    def drawn(self, page: str) -> None:
        """Wait until what a page is about is drawn, and its script has run."""
        drawn = {
            "problems": ".stCode",
            "costs": "[data-testid=stDataFrame]",
            "reallocate": ".st-key-advice",
        }
        self.page.locator(drawn.get(page, CHART)).first.wait_for()
        self.settled()

    @property
    def chart(self) -> Locator:
        return self.page.locator(CHART)

    @property
    def slider(self) -> Locator:
        return self.page.get_by_role("slider", name="Budget per problem")

    @property
    def verdict(self) -> str:
        """What the page judges; blanks that do not break a line are written as others."""
        return "\n".join(self.page.locator(VERDICT).all_inner_texts()).replace("\xa0", " ")

    def judges(self, text: str) -> None:
        """Wait until the page says `text` where it judges: above the chart, or in remarks."""
        expect(self.page.locator(VERDICT).filter(has_text=text).first).to_be_visible()

    @property
    def readouts(self) -> str:
        """What the table under the chart says of the curves that are drawn."""
        return "\n".join(self.page.locator(".bc-table .bc-drawn").all_inner_texts())

    @property
    def flag(self) -> str:
        return self.page.locator(".bc-flag").inner_text()

    @property
    def parameters(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.url).query)

    def settled(self) -> None:
        """Wait until the page's script has run and the page shows what came of it."""
        self.page.evaluate(TWO_FRAMES)
        deadline = time.monotonic() + PATIENCE / 1000
        while self.reruns.waiting:
            if time.monotonic() > deadline:
                raise TimeoutError("the page's script did not end")
            self.page.wait_for_timeout(5)  # lets messages of the socket arrive
        self.page.evaluate(TWO_FRAMES)
        self.page.wait_for_function(_AT_REST)

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a select box; of a model by its name, without what it costs."""
        box = self.page.get_by_role("combobox", name=label)
        box.evaluate("box => box.scrollIntoView({ block: 'center' })")  # scrolling closes lists
        self.page.evaluate(TWO_FRAMES)
        box.fill(option)  # long lists draw a part only
        self.page.get_by_role("option", name=re.compile(rf"^{re.escape(option)}( · .*)?$")).click()
        self.settled()

    def unfold(self, label: str) -> None:
        """Open an expander, and wait until it stands still: a click on a moving switch is lost."""
        self.page.locator("summary").get_by_text(label).click()
        self.page.wait_for_function(
            """label => [...document.querySelectorAll("details[open]")].some(details =>
                details.firstChild.innerText.includes(label) && !details.getAnimations().length
                && !details.style.height)""",
            arg=label,
        )

    def handle_position(self) -> tuple[float, float]:
        """Return where the middle of the budget line is on the screen."""
        box = self.page.locator(".bc-handle").bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(self, pixels: int, release: bool = True) -> None:
        """Drag the budget line sideways."""
        x, y = self.handle_position()
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + pixels, y, steps=8)
        if release:
            self.page.mouse.up()
            self.settled()

    def close(self) -> None:
        """Close the tab; fail if a request left the machine, an error was told, a widget moved."""
        if self._is_new:
            self.context.close()
        else:
            self.page.close()
        assert not self.outside, self.outside
        assert not self.errors, self.errors
        assert not self.reruns.moved, self.reruns.moved

    def _note_request(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in ("localhost", None):
            self.outside.append(request.url)

    def _note_console(self, message: Any) -> None:
        # Streamlit looks for its server below the page's own address first.
        elsewhere = "/_stcore/" in urlsplit(message.location["url"]).path[1:]
        if message.type == "error" and not elsewhere:
            self.errors.append(message.text)
