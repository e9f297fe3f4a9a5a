"""Sampling with real vLLM and a tiny model: the same samples however they are drawn."""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from backend.benchmarks.source import load
from backend.store.snapshot.pointer import current_snapshot
from backend.store.snapshot.snapshot import Snapshot
from tests.processes import wait_until
from tests.raw_data import raw_file
from tests.sampler import ROOT, Program, Zygote, left_of, require_vllm, write_experiment

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("vllm")]

Row = tuple[str, int, str, int, bool]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a tiny model, made in a process of its own."""
    require_vllm()
    return make_model(tmp_path_factory.mktemp("model"))


def make_model(folder: Path, options: str = "") -> Path:
    code = (
        "from pathlib import Path; from backend.sampling.models.tiny_model import make_tiny_model; "
        f"make_tiny_model(Path({str(folder)!r}), {options})"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    return folder


@pytest.fixture(scope="module")
def problems() -> Path:
    return raw_file("HumanEval.jsonl.gz")


def rows(store: Path, run: str = "tiny/tiny") -> list[Row]:
    """Return a run's samples in order."""
    with duckdb.connect(store / "workbench.duckdb", read_only=True) as connection:
        return connection.execute(
            """SELECT problem_id, sample_index, text, token_count, finished FROM sample
               WHERE run_id = ? ORDER BY problem_id, sample_index""",
            [run],
        ).fetchall()


def likelihoods(store: Path) -> list[float]:
    """Return the samples' log-likelihoods; the size of a batch may change their last digits."""
    with duckdb.connect(store / "workbench.duckdb", read_only=True) as connection:
        found = connection.execute(
            "SELECT log_likelihood FROM sample ORDER BY run_id, problem_id, sample_index"
        ).fetchall()
    return [value for (value,) in found]


@pytest.fixture(scope="module")
def drawn(
    zygote: Zygote, model: Path, problems: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[Row]:
    """Return 30 x 6 samples drawn in one go: what all other ways are held against."""
    store = tmp_path_factory.mktemp("whole")
    said = zygote.run(
        store, "sample", write_experiment(store / "e.toml", model, problems, n=6, problems=30)
    )
    assert "180 samples drawn" in said
    found = rows(store)
    assert len(found) == 180
    assert len({row[2] for row in found if row[2]}) == sum(bool(row[2]) for row in found)
    assert {row[4] for row in found} == {True, False}
    return found


def test_batch_size_order_and_pieces_change_no_sample(
    zygote: Zygote, model: Path, problems: Path, drawn: list[Row], tmp_path: Path
) -> None:
    store = tmp_path
    for n, batch in ((1, 3), (4, 7), (6, 64)):
        toml = write_experiment(
            store / "e.toml", model, problems, n=n, problems=30, engine={"batch": batch}
        )
        zygote.run(store, "sample", "--quiet", toml)
        assert rows(store) == [row for row in drawn if row[1] < n]
    assert "0 samples drawn" in zygote.run(store, "sample", "--quiet", toml)


def test_another_seed_draws_other_samples(
    zygote: Zygote, model: Path, problems: Path, drawn: list[Row], tmp_path: Path
) -> None:
    toml = write_experiment(tmp_path / "e.toml", model, problems, n=6, problems=30, seed=1)
    zygote.run(tmp_path, "sample", "--quiet", toml)
    assert not {row[2] for row in rows(tmp_path)} & {row[2] for row in drawn if len(row[2]) > 4}


def test_a_run_with_other_settings_is_never_mixed_in(
    zygote: Zygote, model: Path, problems: Path, tmp_path: Path
) -> None:
    toml = write_experiment(tmp_path / "e.toml", model, problems, n=1, problems=3)
    zygote.run(tmp_path, "sample", "--quiet", toml)
    before = rows(tmp_path)
    write_experiment(toml, model, problems, n=2, problems=3, temperature=0.6)
    program = zygote.start(tmp_path, "sample", "--quiet", toml)
    assert program.wait() == 2
    assert "samples of tiny with another temperature: give the study another id" in program.said
    assert rows(tmp_path) == before


@pytest.fixture
def server(model: Path) -> Iterator["Server"]:
    """Yield vLLM's own server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # fmt: off
    command = [
        sys.executable, "-W", "ignore", "-m", "vllm.entrypoints.openai.api_server",
        "--model", str(model), "--served-model-name", "tiny", "--dtype", "float32",
        "--enforce-eager", "--no-enable-chunked-prefill", "--max-num-batched-tokens", "8192",
        "--gpu-memory-utilization", "0.2", "--host", "127.0.0.1", "--port", str(port),
    ]
    # fmt: on
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )

    def answers() -> bool:
        assert process.poll() is None, "the server did not start"
        with socket.socket() as attempt:
            return attempt.connect_ex(("127.0.0.1", port)) == 0

    wait_until(answers, "the server's port")
    try:
        yield Server(f"http://127.0.0.1:{port}/v1", process)
    finally:
        process_group_ends(process)


class Server(NamedTuple):
    url: str
    process: "subprocess.Popen[bytes]"


def process_group_ends(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_a_server_gives_the_same_samples_and_its_death_loses_none(
    zygote: Zygote, problems: Path, drawn: list[Row], server: "Server", tmp_path: Path
) -> None:
    engine: dict[str, object] = {"kind": "server", "url": server.url, "batch": 16}
    toml = write_experiment(tmp_path / "e.toml", "tiny", problems, n=6, problems=30, engine=engine)
    zygote.run(tmp_path, "sample", "--quiet", toml)
    assert rows(tmp_path) == drawn

    more = tmp_path / "more"
    many = write_experiment(
        tmp_path / "m.toml", "tiny", problems, n=40, max_tokens=64, engine=engine
    )
    program = zygote.start(more, "sample", "--quiet", many)
    wait_until_some_are_kept(program, more)
    process_group_ends(server.process)
    assert program.wait() == 1
    assert "answers no more" in program.said
    assert "call again to go on" in program.said
    assert "Traceback" not in program.said
    kept = rows(more)
    assert 0 < len(kept) < 164 * 40
    assert len({row[:2] for row in kept}) == len(kept)


def test_a_server_that_is_not_there_or_serves_another_model(
    zygote: Zygote, problems: Path, tmp_path: Path
) -> None:
    toml = write_experiment(
        tmp_path / "e.toml", "m", problems, engine={"kind": "server", "url": "http://127.0.0.1:9"}
    )
    program = zygote.start(tmp_path, "sample", toml)
    assert program.wait() == 2
    assert "error: the server http://127.0.0.1:9 cannot be asked" in program.said


def test_ray_gives_the_same_samples_and_leaves_nothing(
    zygote: Zygote, model: Path, problems: Path, drawn: list[Row], tmp_path: Path
) -> None:
    toml = write_experiment(
        tmp_path / "e.toml", model, problems, n=6, problems=30, engine={"kind": "ray", "batch": 64}
    )
    program = zygote.start(tmp_path, "sample", "--quiet", toml)
    assert program.wait() == 0, program.said
    assert rows(tmp_path) == drawn
    with duckdb.connect(tmp_path / "workbench.duckdb", read_only=True) as connection:
        (said,) = connection.execute("SELECT any_value(engine) FROM batch").fetchone() or ("{}",)
    facts = json.loads(said)
    assert facts["name"] == "vllm on ray"
    assert facts["dtype"] == "float32"
    wait_for_nothing(program, tmp_path)


def wait_for_nothing(program: Program, store: Path) -> None:
    wait_until(lambda: not left_of(program, store), "the end of all that it started")


def test_killed_a_dozen_times_it_ends_where_an_uninterrupted_run_does(
    zygote: Zygote, model: Path, tmp_path: Path
) -> None:
    problems = raw_file("mbpp.jsonl.gz")
    common = {"benchmark": "mbpp", "problems": 200, "n": 20, "max_tokens": 8, "id": "tiny"}
    whole, pieces = tmp_path / "whole", tmp_path / "pieces"
    toml = write_experiment(tmp_path / "e.toml", model, problems, **common)
    zygote.run(whole, "sample", "--quiet", toml)
    chance = random.Random(4)
    kept = 0
    for kill in range(12):
        program = zygote.start(pieces, "sample", "--quiet", toml)
        if kill % 3:
            wait_until_some_are_kept(program, pieces, least=1)
        time.sleep(chance.uniform(0.0, 1.0))
        program.kill(signal.SIGTERM if kill % 5 == 4 else signal.SIGKILL)
        program.wait()
        wait_for_nothing(program, pieces)
        if (pieces / "workbench.duckdb").exists():
            with duckdb.connect(pieces / "workbench.duckdb") as connection:
                tables = connection.execute("SHOW TABLES").fetchall()
                if ("sample",) in tables:
                    found = connection.execute("SELECT count(*) FROM sample").fetchone() or (0,)
                    assert found[0] >= kept  # nothing that was there is lost
                    kept = found[0]
    assert kept > 0
    zygote.run(pieces, "sample", "--quiet", toml)
    assert rows(pieces) == rows(whole)
    assert likelihoods(pieces) == pytest.approx(likelihoods(whole), abs=2e-3)
    assert len(rows(whole)) == 4000
    with duckdb.connect(pieces / "workbench.duckdb", read_only=True) as connection:
        counted = connection.execute("SELECT sum(generations) FROM batch").fetchone()
    assert counted == (4000,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_loses_nothing(
    zygote: Zygote, model: Path, problems: Path, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    toml = write_experiment(tmp_path / "e.toml", model, problems, n=1, max_tokens=32)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", str(disk)], check=True)
    try:
        assert zygote.start(tmp_path, "sample", "--quiet", toml, store=disk).wait() == 0
        used = sum(file.stat().st_blocks for file in disk.rglob("*")) // 2
        subprocess.run(["mount", "-o", f"remount,size={used + 200}k", str(disk)], check=True)
        write_experiment(toml, model, problems, n=30, max_tokens=32)
        program = zygote.start(tmp_path, "sample", "--quiet", toml, store=disk)
        assert program.wait() == 1, program.said
        assert "stopped: the disk is full" in program.said
        assert "Traceback" not in program.said
        subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
        kept = len(rows(disk))
        assert 0 < kept < 164 * 30
        program = zygote.start(tmp_path, "sample", "--quiet", toml, store=disk)
        assert program.wait() == 0, program.said
        assert f"{164 * 30 - kept} samples drawn" in program.said
        assert len({row[:2] for row in rows(disk)}) == 164 * 30
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_interrupted_by_hand_it_says_so_and_goes_on(
    zygote: Zygote, model: Path, problems: Path, tmp_path: Path
) -> None:
    toml = write_experiment(tmp_path / "e.toml", model, problems, n=200, max_tokens=64)
    program = zygote.start(tmp_path, "sample", "--quiet", toml)
    wait_until_some_are_kept(program, tmp_path)
    program.kill(signal.SIGINT)
    assert program.wait() != 0
    assert "Traceback" not in program.said
    assert 0 < len(rows(tmp_path)) < 164 * 200


def wait_until_some_are_kept(program: Program, store: Path, least: int = 10_000) -> None:
    """Wait until a program has written so many bytes of samples, or all of them."""

    def written() -> int:  # only the workbench's holder may read what its files say
        return sum(path.stat().st_size for path in store.glob("workbench.duckdb*"))

    wait_until(lambda: "samples to draw" in program.said, "the first line")
    before = written()
    wait_until(lambda: written() >= before + least or not program.runs(), "samples")


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


def test_a_chat_model_is_asked_in_its_template(
    zygote: Zygote, problems: Path, tmp_path: Path
) -> None:
    toml = write_experiment(
        tmp_path / "e.toml", make_model(tmp_path / "m", "chat=True"), problems, n=2, problems=5
    )
    zygote.run(tmp_path, "run", "--quiet", toml)
    with duckdb.connect(tmp_path / "workbench.duckdb", read_only=True) as connection:
        (form, settings) = connection.execute(
            "SELECT form, settings FROM run WHERE run_id = 'tiny/tiny'"
        ).fetchone() or ("",)
        verdicts = connection.execute(
            "SELECT count(*) FROM verdict WHERE run_id = 'tiny/tiny'"
        ).fetchone()
    assert form == "chat"
    assert json.loads(settings)["chat"] is True
    assert verdicts == (10,)


def test_one_command_from_models_to_curves(zygote: Zygote, model: Path, tmp_path: Path) -> None:
    quick = (ROOT / "experiments" / "quick.toml").read_text()
    larger = make_model(tmp_path / "larger", "hidden_size=128, layers=4")
    for name, folder in (("Qwen/Qwen2.5-Coder-0.5B", model), ("Qwen/Qwen2.5-Coder-1.5B", larger)):
        quick = quick.replace(f'"{name}"', f'"{folder}"')
    quick = quick.replace(
        'benchmark = "humaneval"',
        f'benchmark = "humaneval"\npath = "{raw_file("HumanEval.jsonl.gz")}"\nproblems = 12',
    )
    toml = tmp_path / "quick.toml"
    toml.write_text(quick.replace("max_tokens = 256", "max_tokens = 24"))
    said = zygote.run(tmp_path, "run", "--quiet", toml)
    assert f"quick: {12 * (60 + 20 + 2)} samples drawn" in said
    snapshot = Snapshot(current_snapshot(tmp_path))
    try:
        runs = snapshot.runs("quick")
        small, large = runs.values()
        assert (small.n_samples, large.n_samples) == (60, 20)
        for run in (small, large):
            assert run.model.architecture is not None
            assert run.model.published.seconds is not None
            assert 0 < run.model.published.seconds < 1
            assert "measured here" in run.model.published.seconds_source
            assert snapshot.tallies(run.id).n.tolist() == [run.n_samples] * 12
    finally:
        snapshot.close()


def test_benchmarks_come_from_a_hub_by_the_real_loading_code(
    zygote: Zygote, tmp_path: Path
) -> None:
    model = make_model(tmp_path / "model", "context=8192")
    # A copy of the hub's layout, found where the working folder has one of that name.
    for name, source in (
        ("openai/openai_humaneval", "HumanEval.jsonl.gz"),
        ("google-research-datasets/mbpp", "mbpp.jsonl.gz"),
    ):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        where = "WHERE task_id BETWEEN 11 AND 510" if "mbpp" in name else ""
        duckdb.sql(
            f"COPY (FROM read_json('{raw_file(source)}') {where}) "
            f"TO '{folder}/test-00000-of-00001.parquet'"
        )
    for benchmark in ("humaneval", "mbpp"):
        toml = write_experiment(
            tmp_path / f"{benchmark}.toml", model, Path("-"), id=benchmark, benchmark=benchmark, n=1
        )
        toml.write_text(toml.read_text().replace('path = "-"\n', ""))
        zygote.run(tmp_path, "run", "--quiet", toml, folder=tmp_path)
    with duckdb.connect(tmp_path / "workbench.duckdb", read_only=True) as connection:
        counts = connection.execute(
            "SELECT study_id, count(*) FROM problem JOIN benchmark USING (study_id) "
            "WHERE study_id IN ('humaneval', 'mbpp') AND starts_with(revision, 'sha256:') "
            "GROUP BY 1 ORDER BY 1"
        ).fetchall()
    assert counts == [("humaneval", 164), ("mbpp", 500)]


def test_likelihoods_by_vllm_equal_those_by_transformers(
    zygote: Zygote, model: Path, problems: Path, tmp_path: Path
) -> None:
    toml = write_experiment(tmp_path / "e.toml", model, problems, n=4, problems=5)
    rankers = ["nll:tiny", "own-nll", "z:nll:tiny+length-short", "z:nll:tiny+nll-sum:tiny"]
    toml.write_text(f"rankers = {json.dumps(rankers)}\n{toml.read_text()}")
    said = zygote.run(tmp_path, "run", "--quiet", toml)
    assert "scored by nll:tiny" in said
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "tests.read_likelihoods",
            *map(str, (model, tmp_path, problems)),
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
        tmp_path, "rank", "--study", "tiny", "--ranker", "nll:tiny", "--experiment", toml, "--quiet"
    )
    assert "(0 just now)" in again
    snapshot = Snapshot(current_snapshot(tmp_path))
    try:
        facts = snapshot.ranker("tiny/tiny", "nll:tiny")
        assert facts is not None
        assert facts.reading.seconds
        assert facts.reading.reader == snapshot.run("tiny", "tiny").model.architecture
        lengths = facts.reading.prompt_tokens, facts.reading.tokens
        assert lengths == pytest.approx(read_lengths(tmp_path, model, problems))
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
