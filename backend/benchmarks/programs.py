"""The program that a sample makes."""

from backend.benchmarks.benchmark import Benchmark
from backend.benchmarks.code_block import code_block
from backend.benchmarks.source import BENCHMARKS
from backend.records.problem import FunctionTests, Problem


def program_of(benchmark: str, problem: Problem, form: str, text: str, *, cut: bool = True) -> str:
    """Return the program to run: the text cut by the benchmark's rule and put where it belongs.

    Args:
        benchmark: the name of a file of `backend/benchmarks`.
        problem: what the sample answers.
        form: `completion` of the prompt, `chat` answer, or a whole `program`, taken as it is
            unless the benchmark has something to add to all programs.
        text: the sample, raw.
        cut: whether a completion ends where the benchmark's rule says, or where the text ends.
    """
    rules = BENCHMARKS[benchmark]
    match form:
        case "program":
            return rules.stand_alone(problem, text)
        case "chat":
            entries = problem.tests.entries if isinstance(problem.tests, FunctionTests) else ()
            return rules.whole(problem, code_block(text, entries))
        case _:
            return rules.program(problem, _cut(rules, problem, text) if cut else text)


def _cut(rules: Benchmark, problem: Problem, text: str) -> str:
    """Return a completion's beginning; the head of the function is no end where it is repeated."""
    return rules.cut(text, rules.repeated(problem, text))
