"""Whoever starts the dashboard waits for nothing that it does not need."""

import subprocess
import sys

import pytest

from tests.dashboard import ROOT

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
