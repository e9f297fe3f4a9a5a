"""A program of its own for generated tests: evaluates each expression with a candidate's functions.

It runs as candidates run, with their limits and a user of its own, and holds nothing but its line
to the grader and the one to the candidate, which is in another box.
"""

import json
import signal
import socket
from typing import Any

from backend.grading.inside import raised, remote, wire
from backend.grading.inside.ends import CandidateGoneError, UnsendableError
from backend.grading.inside.values import canonical

CPU_SECONDS = 0.5  # of one expression, without the candidate's
MAX_VALUE = 4000  # characters: longer values that begin alike count as equal


class TooLongError(BaseException):
    """An expression used up its CPU time."""


def run(job: dict[str, Any], grader: socket.socket, candidate: socket.socket) -> None:
    """Tell the grader what each expression gives, up to one that ends the candidate's process.

    What an expression gives is its value as text, or how it failed.
    """
    found: list[str] = []
    status = "done"
    signal.signal(signal.SIGPROF, _on_alarm)
    try:
        _run(job, candidate, found)
    except (CandidateGoneError, TooLongError):
        status = "gone"
    except wire.NotAValueError:
        status = "forbidden"
    signal.setitimer(signal.ITIMER_PROF, 0)
    wire.send(grader, {"status": status, "found": found})


def _run(job: dict[str, Any], candidate: socket.socket, found: list[str]) -> None:
    probes = [compile(line, "<probe>", "eval") for line in job["expressions"]]
    setup = compile(job["setup"], "<setup>", "exec")
    line = remote.Line(candidate, raised.named(job["setup"], *job["expressions"]))
    scope = remote.tests_scope(setup, line, job["entries"])
    if "raised" in line.hello():
        return
    for each in probes:
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
        found.append(_probe(each, scope))


def _probe(probe: Any, scope: dict[str, Any]) -> str:
    try:
        value = eval(probe, scope)
        try:
            form = remote.plain(value)
        except wire.NotAValueError:
            return "unsendable"
    except (CandidateGoneError, TooLongError, wire.NotAValueError):
        raise
    except UnsendableError:
        return "unsendable"
    except BaseException as error:
        return f"raised {type(error).__name__}"[:MAX_VALUE]
    return json.dumps(canonical(form))[:MAX_VALUE]


def _on_alarm(_signal: int, _frame: Any) -> None:
    raise TooLongError
