"""Packages in the box: shown where somebody says so, and not the models' fault where not."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.benchmarks.humaneval import problem
from backend.cli import main
from backend.errors import UserError
from backend.grading.calibrate import calibrate
from backend.grading.packages import OWN, package_folder, versions
from backend.grading.pool import Pool
from backend.grading.tiers import Tier
from backend.grading.worker import Worker
from backend.records.graded import Graded
from backend.records.problem import FunctionTests, Problem, ScriptTests
from backend.records.verdict import Limits, Mode, Status
from backend.words.grading import graded

ROW = {
    "task_id": "T/0",
    "prompt": "def third(n):\n    '''A third of n.'''\n",
    "entry_point": "third",
    "canonical_solution": "    return n / 3\n",
    "test": "import rounding\n\ndef check(c):\n    assert rounding.close(c(1), 0.333)\n",
}


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """Return an environment with one small package."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    folder = tmp_path / "environment" / "lib" / version / "site-packages"
    (folder / "rounding").mkdir(parents=True)
    (folder / "rounding-1.5.dist-info").mkdir()
    (folder / "rounding" / "__init__.py").write_text(
        "def close(a, b):\n    return abs(a - b) < 0.01\n"
    )
    return tmp_path / "environment"


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_an_environment_or_its_packages_may_be_named(environment: Path) -> None:
    folder = package_folder(str(environment))
    assert folder is not None
    assert folder.name == "site-packages"
    assert package_folder(str(folder)) == folder
    assert versions(folder) == ["rounding-1.5"]
    assert (package_folder(None), versions(None)) == (None, [])
    assert any(name.startswith("numpy-") for name in versions(package_folder(OWN)))
    with pytest.raises(UserError, match="there is no folder"):
        package_folder(str(environment / "nowhere"))


def test_tests_and_programs_import_what_the_box_shows_and_cannot_change_it(
    environment: Path,
) -> None:
    folder = package_folder(str(environment))
    with Worker(Tier.BUBBLEWRAP, packages=folder) as worker:
        made = problem(ROW)
        plan = calibrate(worker, made, Limits())
        assert (plan.mode, plan.missing, plan.trouble) == (Mode.CALLS, "", "")
        imports = ROW["prompt"] + "    import rounding\n    return n / 3\n"
        assert plan.grade(worker, made, imports).passed
        assert plan.grade(worker, made, ROW["prompt"] + "    return n\n").passed is False
        spoils = (
            "import rounding\nrounding.close = lambda a, b: True\n"
            "open(rounding.__file__, 'w')\ndef third(n): return 7\n"
        )
        assert plan.grade(worker, made, spoils).status in (Status.FORBIDDEN, Status.FAILED)


def test_numpy_works_under_the_limits_of_a_box() -> None:
    test = (
        "import numpy as np\n\ndef check(c):\n    assert np.allclose(c(np.ones(3)), [2] * 3)\n"
        "    assert c(np.arange(4)).dtype.kind == 'i' and c(np.float64(2)) == 4\n"
    )
    row = ROW | {"prompt": "def twice(x):\n", "entry_point": "twice", "test": test}
    made = problem(row | {"canonical_solution": "    return 2 * x\n"})
    with Worker(Tier.BUBBLEWRAP, packages=package_folder(OWN)) as worker:
        plan = calibrate(worker, made, Limits())
        assert (plan.mode, plan.trouble) == (Mode.CALLS, "")
        threads = (
            "import numpy as np\ndef twice(x):\n    a = np.ones((300, 300))\n"
            "    assert (a @ a)[0, 0] == 300\n    return x + x"
        )
        assert worker.grade(made, threads, plan.mode, Limits(cpu_seconds=3)).passed
        assert plan.grade(worker, made, "def twice(x): return x").passed is False


@pytest.mark.parametrize("known", [True, False], ids=["reference", "no reference"])
def test_a_package_that_the_tests_lack_is_no_verdict(known: bool) -> None:
    made = problem(ROW if known else {k: v for k, v in ROW.items() if k != "canonical_solution"})
    answers = ["    return n / 3\n", "    return 0\n", "    import nothing\n"]
    items = [(i, made, ROW["prompt"] + answer) for i, answer in enumerate(answers)]
    with Pool(Tier.BUBBLEWRAP, 1) as pool:
        verdicts = dict(pair for chunk in pool.grade(items) for pair in chunk)
        assert {verdict.passed for verdict in verdicts.values()} == {None}
        assert pool.missing() == {"T/0": "rounding"}
        assert pool.troubles() == {}


def test_where_the_prompt_itself_imports_it_no_program_is_blamed() -> None:
    row = ROW | {
        "prompt": f"import rounding\n\n{ROW['prompt']}",
        "test": "def check(c):\n    c(1)\n",
    }
    bare = {k: v for k, v in row.items() if k != "canonical_solution"}
    with Worker(Tier.BUBBLEWRAP) as worker:
        for made in (problem(row), problem(bare)):
            verdict = calibrate(worker, made, Limits()).grade(worker, made, row["prompt"] + "  1\n")
            assert (verdict.passed, verdict.missing) == (None, "rounding")


def test_what_only_the_program_lacks_is_its_own_fault() -> None:
    tests = FunctionTests("", "assert third(3) == 1", ("third",))
    made = Problem("p", "", tests, "def third(n): return n / 3")
    with Worker(Tier.BUBBLEWRAP) as worker:
        for reference in (made.reference, None):
            own = Problem("p", "", tests, reference)
            plan = calibrate(worker, own, Limits())
            for program in (
                "import rounding\ndef third(n): return n / 3",
                "def third(n):\n    import rounding\n    return n / 3",
                "def third(n): raise ImportError('No module named x', name='x')",
            ):
                assert plan.grade(worker, own, program).status is Status.FAILED


def test_a_scripts_reference_that_lacks_a_package_leaves_its_tests_as_they_are() -> None:
    tests = ScriptTests((("4\n", "5\n"),))
    made = Problem("p", "", tests, "import rounding\nprint(int(input()) + 1)", seconds=4.0)
    with Worker(Tier.BUBBLEWRAP) as worker:
        plan = calibrate(worker, made, Limits())
        assert plan.limits.cpu_seconds == 4.0
        assert "rounding" in plan.trouble
        assert plan.grade(worker, made, "print(int(input()) + 1)").passed


def test_the_missing_name_is_told_once() -> None:
    missing = {f"T/{i}": "rounding" for i in range(164)} | {"T/164": "other"}
    told = graded(Graded(Tier.BUBBLEWRAP, {}, 0, {}, missing)).splitlines()[1:]
    assert len(told) == 2
    assert told[0].startswith("164 problems are unscored: the tests need rounding, ")
    assert told[1].startswith("1 problem is unscored: the tests need other, ")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Return problems, samples and the place for verdicts."""
    answers = ["    return n / 3\n", "    return 0\n"]
    samples = [{"task_id": "T/0", "completion": answer} for answer in answers]
    return (
        write(tmp_path / "problems.jsonl", [ROW]),
        write(tmp_path / "samples.jsonl", samples),
        tmp_path / "verdicts.jsonl",
    )


@pytest.fixture
def grade_file(
    files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[list[bool | None], str]]:
    """Return the command, which returns what passed, and what it said."""

    def run(*options: object) -> tuple[list[bool | None], str]:
        problems, samples, out = files
        arguments = [problems, samples, "--out", out, "--workers", 1, "--quiet", *options]
        with pytest.raises(SystemExit):
            main(["grade-file", *map(str, arguments)])
        said = capsys.readouterr()
        rows = out.read_text().splitlines() if out.exists() else []
        out.unlink(missing_ok=True)
        return [json.loads(row)["passed"] for row in rows], said.out + said.err

    return run


def test_grade_file_shows_packages_and_takes_limits(
    grade_file: Callable[..., tuple[list[bool | None], str]], environment: Path
) -> None:
    passed, said = grade_file()
    assert passed == [None, None]
    assert "need rounding, which the sandbox does not have" in said
    assert grade_file("--packages", environment)[0] == [True, False]
    tight = ("--time-limit", 0.2, "--memory-limit", 128, "--output-limit", 1)
    assert grade_file("--packages", environment, *tight)[0] == [True, False]
    assert "there is no folder" in grade_file("--packages", environment / "no")[1]
    assert "--time-limit" in grade_file("--time-limit", 0)[1]


@pytest.mark.usefixtures("own")
def test_a_verdict_belongs_to_its_limits_and_packages(
    files: tuple[Path, Path, Path],
    environment: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def run(*arguments: object) -> str:
        with pytest.raises(SystemExit):
            main(list(map(str, arguments)))
        return capsys.readouterr().out

    problems, samples, _ = files
    named = ("--study", "s", "--model", "m", "--benchmark", "humaneval", "--path", problems)
    run("import-samples", samples, *named)
    grade = ("grade", "--study", "s", "--workers", 1, "--quiet", "--packages", environment)
    assert "1 passed, 1 failed" in run(*grade)
    assert "0 samples graded" in run(*grade)
    assert "1 passed, 1 failed" in run(*grade, "--time-limit", 1)
    assert "1 passed, 1 failed" in run(*grade, "--memory-limit", 512)
    assert "1 passed, 1 failed" in run(*grade, "--output-limit", 5)
    more = package_folder(str(environment))
    assert more is not None
    (more / "more-2.0.dist-info").mkdir()
    assert "1 passed, 1 failed" in run(*grade)
