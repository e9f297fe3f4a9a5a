"""Files that others made: none keeps a reader waiting, leads it elsewhere, or fills the memory."""

import gzip
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from backend.benchmarks import humaneval
from backend.benchmarks.source import load
from backend.cli import main
from backend.errors import UserError
from backend.experiment.config import load_experiment
from backend.files.opening import open_file, read_whole
from backend.grading.problem_files import read_problems
from backend.importers.samples import read_samples
from backend.rankers.generated_tests import read_generated_tests
from backend.store.pointer import current_files
from backend.store.snapshot.snapshot import Snapshot
from backend.store.workbench.connection import workbench_in_memory
from backend.store.workbench.exported import load_exported
from tests.stalls import no_stall

ROW = {
    "task_id": "Own/7",
    "prompt": "def f():\n",
    "canonical_solution": "    return 1\n",
    "test": "def check(f):\n    assert f() == 1\n",
    "entry_point": "f",
}
PROBLEMS = {"Own/7": humaneval.problem(ROW)}


def load_folder(path: Path) -> None:
    (path.parent / "about.json").unlink(missing_ok=True)
    path.rename(path.parent / "about.json")
    with workbench_in_memory() as workbench:
        load_exported(workbench, "s", path.parent)


READERS: list[tuple[str, Callable[[Path], object]]] = [
    ("s.jsonl", lambda path: read_samples(path, PROBLEMS)),
    ("s.jsonl.gz", lambda path: read_samples(path, PROBLEMS)),
    ("s.json", lambda path: read_samples(path, PROBLEMS)),
    ("p.jsonl", read_problems),
    ("p.jsonl", lambda path: load("humaneval", path)),
    ("p.json", lambda path: load("humaneval", path)),
    ("p.parquet", lambda path: load("humaneval", path)),
    ("t.jsonl", lambda path: read_generated_tests(path, PROBLEMS)),
    ("e.toml", load_experiment),
    ("about", load_folder),
    ("CURRENT", lambda path: current_files(path.parent)[-1]),
]


@pytest.mark.parametrize(("name", "read"), READERS)
def test_what_is_no_file_is_refused_at_once_by_every_reader(
    tmp_path: Path, name: str, read: Callable[[Path], object]
) -> None:
    path = tmp_path / name
    os.mkfifo(path)
    with pytest.raises(UserError, match="is a pipe: name a file"):
        read(path)
    for rest in tmp_path.iterdir():
        rest.unlink()
    path.symlink_to("/dev/zero")
    with pytest.raises(UserError, match=r"is a device: name a file|is a link"):
        read(path)
    for rest in tmp_path.iterdir():
        rest.unlink()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        with pytest.raises(UserError, match="is a socket or a device"):
            read(path)


def test_a_link_is_followed_where_a_person_named_it_and_not_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("x")
    (tmp_path / "link").symlink_to("real")
    assert read_whole(tmp_path / "link") == b"x"
    with pytest.raises(UserError, match="in folders no links are followed"):
        open_file(tmp_path / "link", inside=True)
    folder = tmp_path / "samples" / "Own_7"
    folder.mkdir(parents=True)
    (folder / "0.py").symlink_to("/etc/hostname")
    with pytest.raises(UserError, match=r"0\.py is a link"):
        read_samples(folder.parent, PROBLEMS)
    (folder / "0.py").unlink()
    os.mkfifo(folder / "0.py")
    with pytest.raises(UserError, match=r"0\.py is a pipe"):
        read_samples(folder.parent, PROBLEMS)
    (folder / "0.py").unlink()
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="Own_7 is a link"):
        read_samples(folder.parent, PROBLEMS)


LINE = b'{"task_id": "Own/7", "completion": "%s"}\n'


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xff\xfe" + "{}".encode("utf-16-le"), "not UTF-8"),
        ('{"a": 1}'.encode("utf-16-le"), "not JSON"),
        (b"\0\0\0\0", "not JSON"),
        (LINE % b"\xe9", "not UTF-8"),
        (b'{"task_id": ' + b"9" * 5000 + b"}", "a whole number of more than 4300 digits"),
        (b'{"task_id": Infinity, "completion": ""}', "must be a text or a whole number"),
        (b'{"task_id": NaN, "completion": ""}', "must be a text or a whole number"),
        (b'{"task_id": "a", "task_id": "Own/7", "completion": ""}', "'task_id' is there twice"),
        (b"[" * 200_000, "nested too deep"),
        (b'{"a": "\\ud800", "b": ' + b"[" * 900 + b"]" * 900 + b"}", "nested too deep"),
        (b'{"a":"' + b'\\"' * 560_000, "not JSON"),
        (b'{"a":"' + b'\\"' * 560_000 + b"\\", "not JSON"),
        (
            b"{" + b"".join(b'"k%d":0,' % place for place in range(100_000)) + b'"z":0,"z":0}',
            "'z' is there twice",
        ),
        (b'{"a": [' + b"{}," * (1 << 22) + b"{}]}", "more than 4 million values"),
        (b"PK\x03\x04abc", "is a zip archive: unpack it first"),
        (b"\x28\xb5\x2f\xfdabc", "is packed by zstd"),
        (gzip.compress(b"{}", mtime=0), r"let its name end in \.gz"),
    ],
)
def test_bad_lines_are_one_sentence(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "s.jsonl"
    path.write_bytes(data)
    with no_stall(told), pytest.raises(UserError, match=told) as error:
        read_samples(path, PROBLEMS)
    assert len(str(error.value).splitlines()) == 1
    assert len(str(error.value)) < 400 + len(str(path))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"a = \0", "no valid TOML"),
        (b"a = " + b"9" * 5000, "no valid TOML"),
        (b"a = 1\na = 2", "no valid TOML"),
        (b"a = " + b"[" * 60_000, "nested too deep"),
        (b"#" * ((1 << 16) + 1), "larger than the 64 KiB"),
        (b".".join([b"a"] * 30_000) + b" = 1", "more than 200 dots in one line"),
        (b"a = {" + b".".join([b"a"] * 30_000) + b" = 1}", "more than 200 dots in one line"),
        (b"a = " + b"{a = " * 300 + b"1" + b"}" * 300, "more than 20 tables in one another"),
        (b"rankers" + b".a" * 199 + b" = 1", "more than 20 tables in one another"),
        (b'[models."m"]\npath = "' + b"x" * 9000 + b'"\ndtype = 3', "dtype"),
    ],
)
def test_bad_toml_is_one_sentence(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "e.toml"
    path.write_bytes(data)
    with no_stall(told), pytest.raises(UserError, match=told) as error:
        load_experiment(path)
    assert len(str(error.value).splitlines()) == 1


def test_members_of_gzip_are_read_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl.gz"
    path.write_bytes(gzip.compress(LINE % b"a") + gzip.compress(LINE % b"b"))
    assert [sample.text for sample in read_samples(path, PROBLEMS)] == ["a", "b"]


MEASURED = r"""
import re, sys
from pathlib import Path
from backend.benchmarks import humaneval
from backend.errors import UserError
from backend.importers.samples import read_samples
try:
    read_samples(Path(sys.argv[1]), {})
except UserError as error:
    print(error)
# Not `ru_maxrss`, which holds what the process was forked from as well.
peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
print(int(peak[1]) >> 10)
"""


@pytest.mark.parametrize(
    ("block", "told"),
    [(b"\0" * (1 << 20), "longer than 64 MiB"), (b" " * 99_999 + b"\n", "unpacks to more than")],
)
def test_a_small_packed_file_takes_little_memory(tmp_path: Path, block: bytes, told: str) -> None:
    path = tmp_path / "bomb.jsonl.gz"
    member = gzip.compress(block * ((1 << 26) // len(block) + 1))
    path.write_bytes(member * 16)
    assert path.stat().st_size < 2_000_000
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True
    )
    sentence, peak = done.stdout.splitlines()
    assert told in sentence
    assert int(peak) < 300


def test_a_parquet_file_of_one_huge_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    duckdb.sql(
        "COPY (SELECT i AS task_id, repeat('x', 8000000) AS prompt FROM range(64) AS t(i)) "
        f"TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
    )
    assert path.stat().st_size < 2_000_000
    with pytest.raises(UserError, match="unpacks to more than"):
        load("humaneval", path)


HALF = "half \ud83d of it"


@pytest.mark.parametrize("form", ["human-eval", "EvalPlus", "CodeT", "bigcode", "raw", "folder"])
def test_half_a_character_ends_nothing_in_any_form_of_file(tmp_path: Path, form: str) -> None:
    told = json.dumps(HALF)
    raw = b"half \xed\xa0\xbd of it"
    written: dict[str, tuple[str, bytes]] = {
        "human-eval": ("s.jsonl", f'{{"task_id": "Own/7", "completion": {told}}}'.encode()),
        "EvalPlus": ("s.jsonl", f'{{"task_id": "Own/7", "solution": {told}}}'.encode()),
        "CodeT": (
            "s.jsonl",
            f'{{"prompt": {json.dumps(ROW["prompt"])}, "samples": [{told}]}}'.encode(),
        ),
        "bigcode": ("s.json", f"[[{told}]]".encode()),
        "raw": ("s.jsonl", LINE.rstrip() % raw),
        "folder": ("s/Own_7/0.py", raw),
    }
    name, data = written[form]
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    (sample,) = read_samples(tmp_path / name.split("/")[0], PROBLEMS)
    assert re.fullmatch("half \ufffd+ of it", sample.text)
    sample.text.encode()


@pytest.mark.slow
@pytest.mark.usefixtures("own")
def test_half_a_character_goes_through_import_grade_rank_and_the_pages(tmp_path: Path) -> None:
    problems = tmp_path / "p.jsonl"
    problems.write_text(json.dumps(ROW) + "\n")
    program = f"def f():\n    return 1  # {HALF}\n"
    lines = tmp_path / "s.jsonl"
    lines.write_text(
        "".join(
            json.dumps({"task_id": "Own/7", "solution": text}) + "\n"
            for text in (program, program.replace("1", "2", 1))
        )
    )
    lists = tmp_path / "generations.json"
    lists.write_text(json.dumps([[program]]))
    folder = tmp_path / "folder" / "Own_7"
    folder.mkdir(parents=True)
    (folder / "0.py").write_bytes(program.encode("utf-8", "surrogatepass"))
    for path in (lines, lists, folder.parent):
        command(
            "import-samples", path, "--study", "s", "--model", path.name,
            "--benchmark", "humaneval", "--path", problems,
        )  # fmt: skip
    command("grade", "--study", "s", "--quiet")
    command("rank", "--study", "s", "--ranker", "length-short", "--quiet")
    with closing(Snapshot(current_files(tmp_path / "store")[-1])) as snapshot:
        found = {
            path.name: snapshot.answers("s", path.name, "Own/7")
            for path in (lines, lists, folder.parent)
        }
    passed = {name: [answer.passed for answer in each] for name, each in found.items()}
    assert passed == {"s.jsonl": [True, False], "generations.json": [True], "folder": [True]}
    assert all("half \ufffd" in answer.text for each in found.values() for answer in each)


def command(*arguments: object) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    assert ended.value.code == 0
