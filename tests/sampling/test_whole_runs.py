"""Whole runs with real vLLM: models that cannot serve, hubs, likelihoods, reward models."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from backend.benchmarks.source import load
from backend.store.pointer import current_files
from backend.store.snapshot.snapshot import Snapshot
from tests.raw_data import raw_file
from tests.sampler import ROOT, Zygote, make_model, rows, write_experiment

pytestmark = pytest.mark.slow


def fails(zygote: Zygote, store: Path, toml: Path) -> str:
    program = zygote.start(store, "sample", "--quiet", toml)
    code, said = program.wait(), program.said
    assert code == 2, said
    assert "Traceback" not in said
    return next(line for line in said.splitlines() if line.startswith("error: "))


def test_models_that_cannot_serve_get_one_sentence_each(
    zygote: Zygote, model: Path, problems: Path, tmp_path: Path
) -> None:
    toml = tmp_path / "e.toml"
    write_experiment(toml, "nobody/nothing-here", problems)
    assert "model nobody/nothing-here is neither a folder" in fails(zygote, tmp_path, toml)

    write_experiment(toml, make_model(tmp_path / "endless", "end_token=False"), problems)
    assert "names no end token" in fails(zygote, tmp_path, toml)

    write_experiment(toml, make_model(tmp_path / "short", "context=300"), problems)
    said = fails(zygote, tmp_path, toml)
    assert "error: the prompt of problem HumanEval/" in said
    assert "tokens, but the context of model" in said

    write_experiment(toml, model, problems, engine={"memory": 1e-9})
    assert "does not fit this machine's memory" in fails(zygote, tmp_path, toml)

    write_experiment(toml, model, problems, chat=True)
    assert "models.tiny.chat is true, but" in fails(zygote, tmp_path, toml)


def test_a_chat_model_is_asked_in_its_template(zygote: Zygote, problems: Path, home: Path) -> None:
    toml = write_experiment(
        home / "e.toml", make_model(home / "m", "chat=True"), problems, n=2, problems=5
    )
    zygote.run(home, "run", "--quiet", toml)
    with duckdb.connect(home / "workbench.duckdb", read_only=True) as connection:
        (form, settings) = connection.execute(
            "SELECT form, settings FROM run WHERE run_id = 'tiny/tiny'"
        ).fetchone() or ("",)
        verdicts = connection.execute(
            "SELECT count(*) FROM verdict WHERE run_id = 'tiny/tiny'"
        ).fetchone()
    assert form == "chat"
    assert json.loads(settings)["chat"] is True
    assert verdicts == (10,)


def test_one_command_from_models_to_curves(zygote: Zygote, model: Path, home: Path) -> None:
    quick = (ROOT / "experiments" / "quick.toml").read_text()
    larger = make_model(home / "larger", "hidden_size=128, layers=4")
    for name, folder in (("Qwen/Qwen2.5-Coder-0.5B", model), ("Qwen/Qwen2.5-Coder-1.5B", larger)):
        quick = quick.replace(f'"{name}"', f'"{folder}"')
    quick = quick.replace(
        'benchmark = "humaneval"',
        f'benchmark = "humaneval"\npath = "{raw_file("HumanEval.jsonl.gz")}"\nproblems = 12',
    )
    toml = home / "quick.toml"
    toml.write_text(quick.replace("max_tokens = 256", "max_tokens = 24"))
    said = zygote.run(home, "run", "--quiet", toml)
    assert f"quick: {12 * (60 + 20 + 2)} samples drawn" in said
    snapshot = Snapshot(current_files(home)[-1])
    try:
        runs = snapshot.runs("quick")
        small, large = runs.values()
        assert (small.n_samples, large.n_samples) == (60, 20)
        for run in (small, large):
            assert run.model.architecture is not None
            assert run.model.measured is not None
            assert run.model.measured.answers == 12 * run.n_samples
            assert run.model.measured.seconds > 0
            assert snapshot.tallies(run.id).n.tolist() == [run.n_samples] * 12
    finally:
        snapshot.close()


def test_benchmarks_come_from_a_hub_by_the_real_loading_code(zygote: Zygote, home: Path) -> None:
    model = make_model(home / "model", "context=8192")
    # A copy of the hub's layout, found where the working folder has one of that name.
    for name, source in (
        ("openai/openai_humaneval", "HumanEval.jsonl.gz"),
        ("google-research-datasets/mbpp", "mbpp.jsonl.gz"),
    ):
        folder = home / name
        folder.mkdir(parents=True)
        where = "WHERE task_id BETWEEN 11 AND 510" if "mbpp" in name else ""
        duckdb.sql(
            f"COPY (FROM read_json('{raw_file(source)}') {where}) "
            f"TO '{folder}/test-00000-of-00001.parquet'"
        )
    for benchmark in ("humaneval", "mbpp"):
        toml = write_experiment(
            home / f"{benchmark}.toml", model, Path("-"), id=benchmark, benchmark=benchmark, n=1
        )
        toml.write_text(toml.read_text().replace('path = "-"\n', ""))
        zygote.run(home, "run", "--quiet", toml, folder=home)
    with duckdb.connect(home / "workbench.duckdb", read_only=True) as connection:
        counts = connection.execute(
            "SELECT study_id, count(*) FROM problem JOIN benchmark USING (study_id) "
            "WHERE study_id IN ('humaneval', 'mbpp') AND starts_with(revision, 'sha256:') "
            "GROUP BY 1 ORDER BY 1"
        ).fetchall()
    assert counts == [("humaneval", 164), ("mbpp", 500)]


def test_likelihoods_by_vllm_equal_those_by_transformers(
    zygote: Zygote, model: Path, problems: Path, home: Path
) -> None:
    toml = write_experiment(home / "e.toml", model, problems, n=4, problems=5)
    rankers = ["nll:tiny", "own-nll", "z:nll:tiny+length-short", "z:nll:tiny+nll-sum:tiny"]
    toml.write_text(f"rankers = {json.dumps(rankers)}\n{toml.read_text()}")
    said = zygote.run(home, "run", "--quiet", toml)
    assert "scored by nll:tiny" in said
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "tests.read_likelihoods",
            *map(str, (model, home, problems)),
        ],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    count, worst = json.loads(done.stdout.splitlines()[-1])
    assert count == 20
    assert worst < 1e-4
    again = zygote.run(
        home, "rank", "--study", "tiny", "--ranker", "nll:tiny", "--experiment", toml, "--quiet"
    )
    assert "(0 just now)" in again
    snapshot = Snapshot(current_files(home)[-1])
    try:
        facts = snapshot.ranker("tiny/tiny", "nll:tiny")
        assert facts.reading.seconds
        assert facts.reading.reader == snapshot.run("tiny", "tiny").model.architecture
        lengths = facts.reading.prompt_tokens, facts.reading.tokens
        assert lengths == pytest.approx(read_lengths(home, model, problems))
        for name in rankers[2:]:
            together = snapshot.ranker("tiny/tiny", name)
            assert together is not None
            assert together.reading == facts.reading, "one reading is charged once"
    finally:
        snapshot.close()


def read_lengths(store: Path, model: Path, problems: Path) -> tuple[float, float]:
    """Return the mean tokens of the prompt of each sample, and of its text."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    asked = load("humaneval", problems).problems
    drawn = rows(store)
    before = sum(len(tokenizer.encode(asked[row[0]].prompt).ids) for row in drawn)
    after = sum(len(tokenizer.encode(row[2], add_special_tokens=False).ids) for row in drawn)
    return before / len(drawn), after / len(drawn)


def test_a_reward_model_ranks(zygote: Zygote, model: Path, problems: Path, tmp_path: Path) -> None:
    judge = tmp_path / "judge"
    code = (
        "import sys, torch; from transformers import AutoConfig, AutoTokenizer, "
        "LlamaForSequenceClassification as Judge; torch.manual_seed(1); "
        "config = AutoConfig.from_pretrained(sys.argv[1]); config.num_labels = 1; "
        "config.pad_token_id = 0; Judge(config).save_pretrained(sys.argv[2]); "
        "AutoTokenizer.from_pretrained(sys.argv[1]).save_pretrained(sys.argv[2])"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code, str(model), str(judge)], check=True)
    toml = write_experiment(tmp_path / "e.toml", model, problems, n=3, problems=4)
    zygote.run(tmp_path, "sample", "--quiet", toml)
    said = zygote.run(tmp_path, "rank", "--study", "tiny", "--ranker", f"reward:{judge}", "--quiet")
    assert "12 scored by reward" in said
    with duckdb.connect(tmp_path / "workbench.duckdb", read_only=True) as connection:
        found = connection.execute(
            "SELECT score FROM score WHERE starts_with(ranker, 'reward')"
        ).fetchall()
        ranking = connection.execute(
            "SELECT samples, texts, tokens / samples, prompt_tokens / samples, reader FROM ranking"
        ).fetchone()
        (texts,) = connection.execute(
            "SELECT count(DISTINCT (problem_id, text)) FROM sample"
        ).fetchone() or (0,)
    assert len(found) == 12
    assert len(set(found)) > 6
    assert ranking is not None
    assert ranking[:2] == (12, texts)
    prompt, answer = read_lengths(tmp_path, model, problems)
    assert ranking[3] == pytest.approx(prompt)
    assert ranking[2] == pytest.approx(answer, rel=0.1), "where they meet, tokens may join"
    assert json.loads(ranking[4])["layers"] == 2


def test_doctor_and_tune(zygote: Zygote, model: Path, tmp_path: Path) -> None:
    said = zygote.run(tmp_path, "doctor")
    assert "MISS" not in said
    assert "generated by vllm" in said
    said = zygote.run(tmp_path, "tune", model, "--batch", "4", "--dtype", "float32")
    assert "best: engine.batch =" in said
    with duckdb.connect(tmp_path / "workbench.duckdb", read_only=True) as connection:
        found = connection.execute("SELECT batch_size FROM throughput ORDER BY 1").fetchall()
    assert found == [(1,), (2,), (4,)]
