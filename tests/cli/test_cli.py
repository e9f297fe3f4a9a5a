"""The command line, run as its users run it."""

import csv
import io
import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from backend.cli import main

HUMANEVAL_PAIR = (
    *"--study paper-humaneval --small".split(),
    *("Code Llama 13B", "--large", "Code Llama 70B"),
)

pytestmark = pytest.mark.usefixtures("use_store")


def output_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    return capsys.readouterr().out


def complaint_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    printed = capsys.readouterr()
    assert ended.value.code == 2
    assert printed.out == ""
    assert "Traceback" not in printed.err
    return printed.err


def test_studies(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(output_of(capsys, "studies", "--format", "json"))
    assert [row["id"] for row in rows][:2] == ["paper-humaneval", "paper-mbpp"]
    assert all(row["title"] for row in rows)
    assert "livecodebench-2024-06" in output_of(capsys, "studies")


def test_models(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(output_of(capsys, "models", "--study", "paper-humaneval", "--format", "json"))
    small = next(row for row in rows if row["id"] == "Code Llama 13B")
    assert small["n_params"] == pytest.approx(13.0e9, rel=0.005)
    assert (small["n_problems"], small["n_samples"]) == (164, 1000)
    rows = json.loads(output_of(capsys, "models", "--study", "evalperf", "--format", "json"))
    by_id = {row["id"]: row for row in rows}
    assert by_id["gpt-4o-2024-08-06"]["n_params"] is None
    assert by_id["o1-mini-2024-09-12"]["n_samples"] == 50
    assert len(rows) == 32


def test_curve_in_three_formats(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("curve", "--study", "evalperf", "--model", "Qwen/Qwen2.5-7B-Instruct")
    rows = json.loads(output_of(capsys, *asked, "--format", "json"))
    assert list(rows[0]) == ["k", "budget", "score", "lo", "hi", "kind"]
    assert len(rows) == 50
    assert rows[0]["kind"] == "measured"
    assert rows[0]["lo"] < rows[0]["score"] < rows[0]["hi"]
    table = list(csv.DictReader(io.StringIO(output_of(capsys, *asked, "--format", "csv"))))
    assert [float(row["score"]) for row in table] == [row["score"] for row in rows]
    assert "measured" in output_of(capsys, *asked)
    longer = json.loads(output_of(capsys, *asked, "--max-k", "n", "--format", "json"))
    assert len(longer) == 100


def test_a_published_curve_has_no_intervals(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("curve", "--study", "paper-mbpp", "--model", "Llama-3 8B", "--format", "json")
    rows = json.loads(output_of(capsys, *asked))
    assert {row["kind"] for row in rows} == {"published", "fitted"}
    assert {row["lo"] for row in rows} == {None}


def test_compare_as_json_has_the_documented_shape(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("compare", *HUMANEVAL_PAIR, "--budget-kind", "flops", "--budget", "17.6")
    result = json.loads(output_of(capsys, *asked, "--format", "json"))
    assert list(result) == [
        "study",
        "budget_kind",
        "budget",
        "small",
        "large",
        "difference",
        "break_even",
        "saving",
        "saving_lo",
        "saving_hi",
        "verdict",
        "n_problems",
        "unit",
        "regions",
        "warnings",
    ]
    of_side = ["model", "k", "budget_used", "score", "lo", "hi", "data_ends", "cost_origin"]
    assert list(result["small"]) == of_side
    assert result["small"]["k"] == 5
    assert result["large"] == {
        "model": "Code Llama 70B",
        "k": 1,
        "budget_used": 17.6,
        "score": 46.7,
        "lo": None,
        "hi": None,
        "data_ends": False,
        "cost_origin": "published",
    }
    assert result["difference"]["value"] == pytest.approx(13.2, abs=0.05)
    assert result["difference"]["lo"] is None
    assert result["difference"]["bound_lo"] > 0
    assert (result["verdict"], result["n_problems"]) == ("small-wins", 164)
    assert (result["unit"], result["warnings"]) == ("TFLOPs", [])
    assert result["saving_lo"] < result["saving"] < result["saving_hi"]
    ends = [(region["from"], region["to"]) for region in result["regions"]]
    assert ends[0][0] == 17.6
    assert all(one[1] == other[0] for one, other in pairwise(ends))
    assert {region["verdict"] for region in result["regions"]} == {
        *("small-wins", "too-close", "small-ahead", "unequal")
    }


def compared(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(output_of(capsys, "compare", *arguments, "--format", "json"))


def test_a_measured_time_and_a_lower_bound_are_warned_of_everywhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ("--study", "paper-humaneval", "--small", "Llama-3 8B", "--large", "Code Llama 70B")
    time = (*asked, "--budget-kind", "time", "--budget", "6")
    told = compared(capsys, *time)
    assert (told["small"]["cost_origin"], told["large"]["cost_origin"]) == ("estimated", "measured")
    assert told["verdict"] == "unequal"
    assert "Llama-3 8B is a lower bound" in told["warnings"][0]
    words = output_of(capsys, "compare", *time)
    assert "wins by" not in words
    assert "do not decide by them" in words
    alike = compared(capsys, *time, "--stand-ins")
    assert alike["small"]["cost_origin"] == "published"
    assert alike["warnings"] == [
        "Llama-3 8B is charged as Code Llama 7B in the paper's Table 1, node of 8 A100: within 7 % "
        "by its footnote"
    ]


def test_prices_are_called_presets(capsys: pytest.CaptureFixture[str]) -> None:
    told = compared(capsys, *HUMANEVAL_PAIR, "--budget-kind", "dollars", "--budget", "1")
    assert told["small"]["cost_origin"] == told["large"]["cost_origin"] == "preset"
    assert told["warnings"][0] == "prices are presets by size and no quotes"


def test_answers_count_as_long_as_the_study_measured(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--study", "miniature", "--small", "mini 0.6M", "--large", "mini 10M")
    paper = compared(capsys, *asked, "--budget", "0.0026")
    measured = compared(capsys, *asked, "--budget", "0.0026", "--tokens", "measured")
    one = [told["large"]["budget_used"] / told["large"]["k"] for told in (paper, measured)]
    assert one[1] / one[0] == pytest.approx(36.6 / 128, rel=0.02)


def test_compare_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    text = output_of(capsys, "compare", *HUMANEVAL_PAIR, "--budget", "17.6")
    assert (
        "13B x 5 solves 59.9 %, 70B x 1 solves 46.7 %: 13B wins by 13.2 points "
        "(fitted between published values; no interval: the paper published means only; with 164 "
        "problems of any kind the lead could be +2.1 to +24.3 points)."
    ) in text
    assert "17.6 to 52.8 TFLOPs: 13B leads clearly" in text
    assert "13B reaches the score of 70B x 1 with 44 % less compute (bound: 7 to 63 % less)" in text
    assert "the tests that select are those that grade" in text


def test_filters_reach_the_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    asked = (
        "compare --study livecodebench-2024-06 --small DSCoder-6.7b-Ins --large DSCoder-33b-Ins "
        "--budget 20"
    ).split()
    assert "paired over 400 problems" in output_of(capsys, *asked)
    easy = output_of(capsys, *asked, "--difficulty", "easy", "--since", "2023-09-01")
    assert "paired over 400 problems" not in easy
    assert "paired over" in easy


def test_a_study_that_was_renamed_is_found_by_its_old_id(
    capsys: pytest.CaptureFixture[str],
) -> None:
    pair = "--small", "DSCoder-6.7b-Ins", "--large", "DSCoder-33b-Ins", "--budget", "20"
    commands = (
        ("models",),
        ("curve", "--model", "DSCoder-6.7b-Ins"),
        ("compare", *pair),
        ("compare", *pair, "--format", "json"),
    )
    for command, *options in commands:
        told = [
            output_of(capsys, command, "--study", f"livecodebench-2024-{month}", *options)
            for month in ("04", "06")
        ]
        assert told[0] == told[1]


def test_lengths_that_costs_count_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("compare", *HUMANEVAL_PAIR, "--budget", "20000")
    same = "each answer counts as 128 tokens, as in the paper: this study recorded no lengths."
    assert f"Note: {same}" in output_of(capsys, *asked)
    other = output_of(capsys, *asked, "--tokens", "400")
    assert "each answer counts as 400 tokens: this study recorded no lengths." in other
    for kind in ("time", "samples"):
        assert "each answer counts" not in output_of(capsys, *asked, "--budget-kind", kind)
    pair = "--small", "mini 0.6M", "--large", "mini 10M"
    own = ("compare", "--study", "miniature", *pair, "--budget", "1")
    assert "and not as long as this study measured" in output_of(capsys, *own)
    measured = output_of(capsys, *own, "--tokens", "measured")
    assert "answers count as long as they were in this study" in measured


def test_a_short_model_name_is_enough_where_it_fits_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ("curve", "--study", "evalperf", "--model", "Deepseek-Coder-33B-instruct")
    assert "measured" in output_of(capsys, *asked)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("models", "--study", "humaneval"), "unknown study 'humaneval' (nearest: paper-humaneval"),
        (
            ("curve", "--study", "paper-mbpp", "--model", "CodeLlama 13B"),
            "unknown model of study paper-mbpp 'CodeLlama 13B' (nearest: Code Llama 13B",
        ),
        (
            ("compare", *HUMANEVAL_PAIR, "--budget", "10"),
            "this budget does not pay for one answer of Code Llama 70B (17.6 TFLOPs)",
        ),
        (("compare", *HUMANEVAL_PAIR, "--budget", "-1"), "must be a number above 0"),
        (("reallocate", "--study", "miniature"), "say what may be spent (--budget)"),
        (
            ("reallocate", "--study", "miniature", "--target", "120"),
            "--target is 120, but must be above 0 and at most 100 percent",
        ),
        (
            ("reallocate", "--study", "miniature", "--budget", "1e-4", "--target", "80"),
            "80 % cost at least",
        ),
        (
            ("reallocate", "--study", "miniature", "--budget", "1", "--models", "mini 4M"),
            "unknown model of study miniature 'mini 4M'",
        ),
        (
            ("reallocate", "--study", "paper-mbpp", "--budget", "20"),
            "which problems several models solve together is not known",
        ),
        (
            (
                "compare",
                *HUMANEVAL_PAIR,
                "--budget",
                "20",
                "--stop-first",
                "--selection",
                "ranker:x",
            ),
            "--stop-first needs tests that tell a right answer",
        ),
        (
            ("compare", *HUMANEVAL_PAIR, "--budget", "20", "--tokens", "few"),
            "--tokens is few, but must be a whole number from 1 to 100,000, or 'measured'",
        ),
        (
            ("compare", *HUMANEVAL_PAIR, "--budget", "20", "--tokens", "9" * 5000),
            "999…, but must be a whole number from 1 to 100,000, or 'measured'",
        ),
        (
            ("compare", *HUMANEVAL_PAIR, "--budget", "20", "--tokens", "measured"),
            "the study recorded no length of its answers",
        ),
        (("compare", *HUMANEVAL_PAIR, "--budget", "nan"), "must be a number above 0"),
        (("compare", *HUMANEVAL_PAIR, "--budget", "much"), "Invalid value for '--budget'"),
        (
            ("curve", "--study", "evalperf", "--model", "gpt-4o-2024-08-06"),
            "no FLOPs, because OpenAI has not published its size",
        ),
        (
            ("curve", "--study", "paper-mbpp", "--model", "Llama-3 8B", "--selection", "ranker:x"),
            "has no ranker data: use 'unit-tests'",
        ),
        *(
            (
                ("curve", "--study", "evalperf", "--model", "grok-beta", "--selection", spelling),
                f"selection '{spelling}' must be 'unit-tests' or 'ranker:NAME'",
            )
            for spelling in ("best", "ranker", "ranker:", "rankers:codet", "")
        ),
        (
            ("curve", "--study", "evalperf", "--model", "grok-beta", "--budget-kind", "watts"),
            "'flops', 'time', 'dollars', 'samples'",
        ),
        (
            ("compare", *HUMANEVAL_PAIR, "--budget", "20", "--difficulty", "easy"),
            "cannot be filtered",
        ),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    assert told in complaint_of(capsys, *arguments)


@pytest.mark.slow
def test_as_a_program_without_a_data_file_then_with_one(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "backend", *arguments],
            env={**os.environ, "BUDGETSCOPE_STORE": str(tmp_path / "new")},
            capture_output=True,
            text=True,
            check=False,
        )

    missing = run("studies")
    assert missing.returncode == 2
    assert missing.stderr.startswith("error: there is no data file in ")
    assert missing.stderr.endswith("run `python -m backend build`\n")
    built = run("build")
    assert built.returncode == 0
    assert Path(built.stdout.strip()).is_file()
    assert "1/2" in built.stderr
    listed = run("studies")
    assert listed.returncode == 0
    assert listed.stderr == ""


def test_a_budget_from_any_printed_table_pays_for_what_it_stands_beside(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`curve` prints six digits: 1.80999 must pay for an answer of 1.80999 and a bit."""
    model = "Qwen/Qwen2.5-7B-Instruct"
    table = output_of(capsys, "curve", "--study", "evalperf", "--model", model)
    budgets = [line.split()[1] for line in table.splitlines()[1:]]
    asked = ("--study", "evalperf", "--small", model)
    for k, budget in enumerate(budgets, start=1):
        if k in (1, 2, 3, 5, 7, 11, 50):
            larger = ("--large", "ise-uiuc/Magicoder-S-DS-6.7B", "--budget", budget)
            assert compared(capsys, *asked, *larger)["small"]["k"] == k


def test_stopping_at_the_first_pass_costs_less_for_the_same_score(
    capsys: pytest.CaptureFixture[str],
) -> None:
    model = ("--study", "evalperf", "--model", "deepseek-ai/deepseek-coder-6.7b-instruct")
    plain, stopped = (
        json.loads(output_of(capsys, "curve", *model, *how, "--format", "json"))[4]
        for how in ((), ("--stop-first",))
    )
    assert stopped["score"] == plain["score"]
    assert stopped["answers"] == pytest.approx(1.71, abs=0.005)
    assert stopped["worst_budget"] == plain["budget"]
    words = output_of(
        capsys,
        "compare",
        "--study",
        "evalperf",
        "--small",
        "deepseek-ai/deepseek-coder-6.7b-instruct",
        "--large",
        "deepseek-ai/deepseek-coder-33b-instruct",
        "--budget",
        "8.476",
        "--stop-first",
    )
    assert "6.7b up to 50 times (3.4 on average) solves 98.1 %" in words
    assert "spending is an average over these problems" in words
