"""All pairs and the best at each budget, on the command line."""

import csv
import io
import json
from typing import Any

import pytest

from backend.cli import main
from tests.cli.test_cli import complaint_of, output_of

pytestmark = pytest.mark.usefixtures("use_store")


def rows_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(output_of(capsys, *arguments, "--format", "json"))
    return found


def test_each_of_the_pairs_is_what_compare_prints(capsys: pytest.CaptureFixture[str]) -> None:
    asked = "--study evalperf --budget-kind flops --budget 17.6".split()
    rows = rows_of(capsys, "pairs", *asked)
    assert len(rows) == 21 * 20, "of 25 models 17.6 TFLOPs pay for an answer of 21"
    for row in rows[::97]:
        pair = "--small", row["row"], "--large", row["column"]
        told = json.loads(output_of(capsys, "compare", *asked, *pair, "--format", "json"))
        assert row == {
            "row": told["small"]["model"],
            "column": told["large"]["model"],
            "k_row": told["small"]["k"],
            "k_column": told["large"]["k"],
            "difference": pytest.approx(told["difference"]["value"]),
            "lo": pytest.approx(told["difference"]["lo"]),
            "hi": pytest.approx(told["difference"]["hi"]),
            "verdict": told["verdict"],
            "n_problems": told["n_problems"],
        }


def test_of_means_the_ends_are_bounds_and_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    asked = "pairs --study paper-humaneval --budget 17.6 --format csv".split()
    with pytest.raises(SystemExit):
        main(asked)
    printed = capsys.readouterr()
    rows = {(row["row"], row["column"]): row for row in csv.DictReader(io.StringIO(printed.out))}
    headline = rows["Code Llama 13B", "Code Llama 70B"]
    assert (headline["k_row"], headline["k_column"]) == ("5", "1")
    assert float(headline["difference"]) == pytest.approx(13.2, abs=0.05)
    assert float(headline["lo"]) > 0
    assert "Only means were published: ends are bounds" in printed.err
    assert "17.6 TFLOPs pays for no answer of Llama-3 70B." in printed.err


def test_the_best_at_each_budget(capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of(capsys, "frontier", "--study", "humanevalplus-2025")
    assert [row["budget"] for row in rows] == sorted(row["budget"] for row in rows)
    at = max((row for row in rows if row["budget"] <= 8.0), key=lambda row: row["budget"])
    assert at["model"] == "Qwen3-8B"
    assert at["k"] == 4
    assert at["lo"] < at["held_out"] <= at["score"] < at["hi"]
    assert 0 < at["share_chosen"] <= 1
    table = output_of(capsys, "frontier", "--study", "humanevalplus-2025")
    assert table.split("\n")[0].split()[:3] == ["budget", "model", "k"]


def test_what_cannot_be_asked_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    told = complaint_of(capsys, "pairs", "--study", "evalperf", "--budget", "nan")
    assert "--budget is nan, but must be a number above 0" in told
    assert "paper-humaneval" in complaint_of(capsys, "frontier", "--study", "paper-humanevl")


def test_costs_that_cannot_be_compared_are_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main("frontier --study evalperf --budget-kind dollars --format json".split())
    assert "Note: prices are presets by size and no quotes." in capsys.readouterr().err
