"""The program that a sample makes."""

from types import ModuleType

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
    module = BENCHMARKS[benchmark]
    program: str
    match form:
        case "program":
            program = getattr(module, "stand_alone", _as_it_is)(problem, text)
        case "chat":
            entries = problem.tests.entries if isinstance(problem.tests, FunctionTests) else ()
            program = module.whole(problem, code_block(text, entries))
        case _:
            program = module.program(problem, _cut(module, problem, text) if cut else text)
    return program


def _cut(module: ModuleType, problem: Problem, text: str) -> str:
    """Return a completion's beginning; the head of the function is no end where it is repeated."""
    repeated = getattr(module, "repeated", None)
    beginning: str = module.CUT(text, repeated(problem, text) if repeated else 0)
    return beginning


def _as_it_is(_problem: Problem, text: str) -> str:
    return text
