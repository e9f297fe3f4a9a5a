"""Whoever starts the dashboard waits for nothing that it does not need."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from speed.viewer import viewer
from tests.dashboard import ROOT, serving

HEAVY = {"vllm", "torch", "ray", "datasets", "transformers"}


@pytest.mark.slow
def test_starting_the_dashboard_loads_nothing_heavy() -> None:
    code = (
        "import sys; import pages.parts.controls.costs, pages.parts.charts.budget.message;"
        "import backend.answers.curves;"
        f"print(sorted({HEAVY | {'scipy'}!r} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_no_page_but_costs_waits_for_pandas(store: Path) -> None:
    """Streamlit imports it where it looks for tables: a second, and 90 MB, that nobody needs."""
    with serving(store) as (address, server):
        asyncio.run(_look(address, "", "pairs", "reallocate", "selection", "problems"))
        loaded = Path(f"/proc/{server}/maps").read_text()
        assert "/numpy/" in loaded
        assert "/pandas/" not in loaded
        asyncio.run(_look(address, "costs"))
        assert "/pandas/" in Path(f"/proc/{server}/maps").read_text()


async def _look(address: str, *pages: str) -> None:
    async with viewer(address) as visit:
        for page in pages:
            await visit.ask(page)
        assert visit.errors == 0
