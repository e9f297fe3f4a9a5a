"""Pages that look at samples show as much of the chosen pair as has some, and change that."""

from collections.abc import Callable, Iterator
from contextlib import closing

import duckdb
import pytest

from backend.maths.assumptions import BudgetKind
from backend.store.publish import publish
from backend.store.snapshot.snapshot import Snapshot
from backend.store.studies import Studies
from backend.store.workbench.connection import open_workbench
from pages.parts.problems.pair import pair as read_pair
from pages.parts.selection.asked import pair as ranked_pair
from pages.parts.view.changes import chosen
from pages.parts.view.settle import settle
from pages.parts.view.view import View
from tests.own_study import add_study


def add_models(workbench: duckdb.DuckDBPyConnection) -> None:
    """Add four models: of "a" counts are known, and no samples."""
    add_study(workbench, "own", 1, ("a", "b", "b"))
    workbench.execute("INSERT INTO problem (study_id, problem_id, position) VALUES ('own', 'p', 1)")
    for model in "abcd":
        run = f"own/{model}"
        workbench.execute(
            "INSERT INTO model (model_id, not_public) VALUES (?, 'a test made it up')",
            [model],
        )
        workbench.execute(
            "INSERT INTO run (run_id, study_id, model_id, n_samples) VALUES (?, 'own', ?, 2)",
            [run, model],
        )
        if model == "a":
            workbench.execute("INSERT INTO tally VALUES (?, 'p', 2, 1)", [run])
            continue
        for sample in range(2):
            key = [run, "p", sample]
            workbench.execute(
                "INSERT INTO sample (run_id, problem_id, sample_index, text, finished) "
                "VALUES (?, ?, ?, 'answer', true)",
                key,
            )
            workbench.execute(
                "INSERT INTO verdict (run_id, problem_id, sample_index, passed, status) "
                "VALUES (?, ?, ?, true, 'passed')",
                key,
            )
            workbench.execute("INSERT INTO score VALUES (?, ?, ?, 'nll', 1.0)", key)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studies]:
    folder = tmp_path_factory.mktemp("own")
    with open_workbench(folder) as workbench:
        add_models(workbench)
        path = publish(workbench, folder)
    with closing(Snapshot(path)) as found:
        yield found


@pytest.mark.parametrize(
    ("pair", "offered"),
    [
        (read_pair, {"small": "bcd", "large": "bcd"}),
        (ranked_pair, {"small": "bcd", "large": "acd"}),
    ],
)
def test_a_page_changes_the_pair_that_it_shows(
    own: Studies, pair: Callable[[Studies, View], View], offered: dict[str, str]
) -> None:
    assert own.read_models("own") == ("b", "c", "d")
    view = View(study="own", small="a", large="b", budget_kind=BudgetKind.SAMPLES)
    assert settle(own, view) == (view, [])
    shown = pair(own, view)
    assert shown.small == "b"
    for side, models in offered.items():
        for model in models:
            changed = pair(own, chosen(own, shown, side, model))
            assert getattr(changed, side) == model
            other = "large" if side == "small" else "small"
            expected = getattr(shown, side if model == getattr(shown, other) else other)
            assert getattr(changed, other) == expected


def test_a_pair_with_samples_is_shown_as_it_is(own: Studies) -> None:
    view = View(study="own", small="c", large="d", budget_kind=BudgetKind.SAMPLES)
    assert read_pair(own, view) == ranked_pair(own, view) == view
