"""How a budget is best spent, on the command line."""

import csv
import io
import json

import pytest

from backend.words.allocation import BEST, ONCE, SINGLE
from tests.cli.test_cli import complaint_of, output_of

pytestmark = pytest.mark.usefixtures("use_store")


def test_reallocate_as_json_has_the_documented_shape(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("reallocate", "--study", "miniature", "--budget-kind", "flops", "--budget", "0.003")
    told = json.loads(output_of(capsys, *asked, "--format", "json"))
    assert {"study", "budget_kind", "budget", "single", "best", "gain"} <= set(told)
    assert list(told["single"]) == ["model", "k", "score", "cost"]
    best = told["best"]
    assert list(best) == ["policy", "parts", "score", "lo", "hi", "cost", "worst_cost"]
    assert best["policy"] == "cascade"
    assert len(best["parts"]) > 1
    assert best["cost"] <= 0.003 < best["worst_cost"]
    assert best["lo"] < best["score"] < best["hi"]
    assert list(told["gain"]) == ["value", "lo", "hi", "problems"]
    assert told["gain"]["lo"] > 0
    only = (*asked, "--models", "mini 0.6M,mini 3M", "--policy", "mix", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(output_of(capsys, *only))))
    assert {row["model"] for row in rows} <= {"mini 0.6M", "mini 3M"}
    words = output_of(capsys, *asked)
    assert "problems of Minifunctions (the miniature): 91.8 % solved, for " in words


def test_reallocate_names_plans_and_units_in_each_form(capsys: pytest.CaptureFixture[str]) -> None:
    asked = "reallocate --study miniature --budget 0.003 --format".split()
    rows = list(csv.DictReader(io.StringIO(output_of(capsys, *asked, "csv"))))
    assert list(dict.fromkeys(row["plan"] for row in rows)) == [BEST, SINGLE, ONCE]
    assert {row["unit"] for row in rows} == {"TFLOPs"}
    told = json.loads(output_of(capsys, *asked, "json"))
    assert (told["unit"], told["gain_unit"]) == ("TFLOPs", "points")
    assert told["stop_at_first_pass"]
    mix = json.loads(output_of(capsys, *asked, "json", "--policy", "mix", "--models", "mini 3M"))
    assert mix["best"]["policy"] == "single", "of one model, and yet it draws all"
    assert not mix["stop_at_first_pass"]
    reached = "reallocate --study miniature --target 80".split()
    assert "% of the cost over plans of one (95 % interval" in output_of(capsys, *reached)


def test_a_ranker_refuses_what_it_would_ignore(capsys: pytest.CaptureFixture[str]) -> None:
    asked = "reallocate --study miniature --selection ranker:own-nll --budget 0.003".split()
    told = complaint_of(capsys, *asked, "--policy", "mix")
    assert "planned for one model alone: leave --policy out" in told
    assert "no plan of several answers is better" in output_of(capsys, *asked)


def test_reallocate_reaches_a_target_within_a_budget(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("reallocate", "--study", "miniature", "--target", "80", "--format", "json")
    told = json.loads(output_of(capsys, *asked))
    assert told["target"] == 80
    assert told["best"]["score"] >= 79.95, "it is told as 80.0 %"
    assert told["best"]["cost"] < told["single"]["cost"]
