"""Work whose output goes to a log says how far it is, wherever libraries send its streams."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from backend import pulse as module
from backend.grading.progress import with_progress
from backend.pulse import counted, pulse
from backend.sampling.engines.quiet import silenced
from backend.sampling.progress import SamplingProgress
from backend.words.amounts import count_of, duration, file_size
from tests.dashboard import ROOT
from tests.processes import wait_until


class Log:
    """What has come to standard error so far."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured
        self.text = ""

    def until(self, pattern: str) -> None:
        """Wait until the end of the log looks like this."""

        def came() -> bool:
            self.text += self._captured.readouterr().err
            return re.search(rf"{pattern}\n\Z", self.text) is not None

        wait_until(came, pattern)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    assert module.SECONDS <= 30
    monkeypatch.setattr(module, "SECONDS", 0.01)


@pytest.fixture
def log(capfd: pytest.CaptureFixture[str]) -> Log:
    return Log(capfd)


def test_quiet_grading_says_counts_rate_and_time_left(log: Log) -> None:
    def chunks() -> Iterator[list[int]]:
        log.until(r"grading: 0 of 8 samples in \S+ m?s(, 0/s)?")
        for done in (2, 4, 6):
            yield [done, done]
            log.until(rf"grading: {done} of 8 samples in \S+ m?s, [\d.,]+/s, about \S+ m?s left")
        yield [8, 8]

    assert len(list(with_progress(chunks(), 8, "grading", quiet=True))) == 8


def test_with_a_bar_there_are_no_lines(capfd: pytest.CaptureFixture[str]) -> None:
    def chunks() -> Iterator[list[int]]:
        for number in range(4):
            time.sleep(5 * module.SECONDS)  # a line that should not come had time to
            yield [number, number]

    assert len(list(with_progress(chunks(), 8, "grading", quiet=False))) == 8
    assert "about" not in capfd.readouterr().err


def test_quiet_sampling_tells_tokens_while_libraries_hold_the_streams(log: Log) -> None:
    progress = SamplingProgress(quiet=True)
    with progress.waiting("loading m"), silenced():
        os.write(2, b"noise of a library\n")
        log.until(r"loading m: .*")
    with progress.run("s/m", 40) as advance, silenced():
        advance(10, 1000)
        log.until(r"s/m: 10 of 40 samples in \S+ m?s, [\d,]+ tokens/s, about \S+ m?s left")
    assert log.text.startswith("loading m\n")
    assert "noise" not in log.text


def test_a_line_comes_without_a_file_behind_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pulse(lambda _: "alive"):
        wait_until(lambda: capsys.readouterr().err.startswith("alive\n"), "a line")


def test_an_error_within_comes_out() -> None:
    with pytest.raises(KeyError), pulse(lambda _: ""):
        raise KeyError


def test_nothing_done_promises_nothing() -> None:
    assert counted(0, 1200, "samples", "", 60.0) == "0 of 1,200 samples in 60 s"
    assert counted(300, 1200, "samples", "5/s", 60.0) == (
        "300 of 1,200 samples in 60 s, 5/s, about 3 min left"
    )


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.011, "11 ms"),
        (1, "1 s"),
        (9.94, "9.9 s"),
        (99, "99 s"),
        (100, "1.7 min"),
        (3599, "60 min"),
        (5.3 * 3600, "5.3 hours"),
        (47 * 3600, "47 hours"),
        (1e6, "12 days"),
        (1e9, "11,574 days"),
    ],
)
def test_a_time_comes_in_its_unit(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_amounts_come_in_words_that_fit() -> None:
    values = (0, 940, 9999, 84_000, 994_999, 999_999, 1_460_000, 2.5e9, 3e12)
    assert [count_of(value) for value in values] == [
        *("0", "940", "9,999", "84 thousand", "995 thousand", "1 million", "1.5 million"),
        *("2.5 billion", "3 trillion"),
    ]
    sizes = (0, 290, 290_000, 999_999, 5.1e9, 2e12)
    assert [file_size(size) for size in sizes] == [
        *("0 bytes", "290 bytes", "290 kB", "1 MB", "5.1 GB", "2 TB"),
    ]


@pytest.mark.slow
def test_no_warning_reaches_the_terminal_of_a_command() -> None:
    code = (
        "import sys, runpy, warnings, backend.cli; "
        "backend.cli.main = lambda: warnings.warn('deep in a library', RuntimeWarning); "
        "runpy.run_module('backend', run_name='__main__')"
    )
    for options, count in (([], 0), (["-W", "default"], 1)):
        done = subprocess.run(
            [sys.executable, *options, "-c", code],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr.count("deep in a library") >= count
        assert (done.stderr == "") is (count == 0)
