"""Sampling that is killed, interrupted or out of disk: nothing that was drawn is lost."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import duckdb
import pytest

from tests.raw_data import raw_file
from tests.sampler import Zygote, rows, wait_for_nothing, wait_until_some_are_kept, write_experiment

pytestmark = pytest.mark.slow


def likelihoods(store: Path) -> list[float]:
    """Return the samples' log-likelihoods; the size of a batch may change their last digits."""
    with duckdb.connect(store / "workbench.duckdb", read_only=True) as connection:
        found = connection.execute(
            "SELECT log_likelihood FROM sample ORDER BY run_id, problem_id, sample_index"
        ).fetchall()
    return [value for (value,) in found]


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
