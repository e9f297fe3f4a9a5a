"""The house keeps its shape: who may import whom, and what stays out of the dashboard."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"vllm", "torch", "ray", "datasets", "transformers"}
SOURCES = [ROOT / "app.py", *sorted((ROOT / "backend").rglob("*.py"))]
SOURCES += sorted((ROOT / "pages").rglob("*.py"))


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.parse(path.read_text()).body:  # what is imported at import time
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_arrows_run_downwards_only(path: Path) -> None:
    roots = {name.partition(".")[0] for name in imported(path)}
    assert not roots & HEAVY
    if path.is_relative_to(ROOT / "backend"):
        assert not roots & {"pages", "streamlit", "plotly"}


PURE = [
    f"maths/{name}"
    for name in (
        *("estimators", "intervals", "best_of", "verdicts", "published_fit"),
        *("architecture", "costs"),
    )
]


@pytest.mark.parametrize("name", PURE)
def test_pure_computation_does_no_input_or_output(name: str) -> None:
    path = ROOT / "backend" / f"{name}.py"
    ours = {f"backend.{pure}".replace("/", ".") for pure in PURE}
    allowed = {"collections.abc", "dataclasses", "datetime", "enum", "functools", "math", "numpy"}
    allowed |= {"numpy.typing", "statistics", "typing"}
    assert imported(path) <= ours | allowed


@pytest.mark.slow
def test_starting_the_dashboard_loads_nothing_heavy() -> None:
    code = (
        "import sys; import pages.parts.controls.controls, pages.parts.charts.budget.message;"
        "import backend.answers.curves;"
        f"print(sorted({HEAVY | {'scipy'}!r} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
