"""Sampling with real vLLM and a tiny model: the same samples however they are drawn."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from tests.processes import wait_until
from tests.sampler import (
    Row,
    Zygote,
    rows,
    wait_for_nothing,
    wait_until_some_are_kept,
    write_experiment,
)

pytestmark = pytest.mark.slow


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

    try:
        wait_until(answers, "the server's port")
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
