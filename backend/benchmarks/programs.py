"""The program that a sample makes."""

from backend.benchmarks.problem import Problem, code_block
from backend.benchmarks.source import BENCHMARKS


def program_of(benchmark: str, problem: Problem, form: str, text: str) -> str:
    """Return the program to run: the text cut by the benchmark's rule and put where it belongs.

    Args:
        benchmark: the name of a file of `backend/benchmarks`.
        problem: what the sample answers.
        form: `completion` of the prompt, `chat` answer, or a whole `program`, taken as it is
            unless the benchmark has something to add to all programs.
        text: the sample, raw.
    """
    module = BENCHMARKS[benchmark]
    program: str
    match form:
        case "program":
            program = getattr(module, "stand_alone", _as_it_is)(problem, text)
        case "chat":
            program = module.whole(problem, code_block(text))
        case _:
            program = module.program(problem, module.CUT(text))
    return program


def _as_it_is(_problem: Problem, text: str) -> str:
    return text
