"""Exceptions as messages: raised in one box, raised again in the other.

To Python and its library some exceptions are no failures but signs: an iteration ends, a test is
skipped, a task is cancelled. So an exception has its class again only where the tests name that
class, or one that it extends, as tests do that expect it. What they do not name is a failure.
"""

import builtins
import re
import sys
from collections.abc import Set
from typing import Any

from backend.grading.inside import wire

_MAX_DETAIL = 300
_MARK = "_raised_by_candidate"
_WORD = re.compile(r"\w++")
_RUNNERS = ("unittest", "doctest")  # to whom no program under test has anything to say


class CandidateRaisedError(Exception):
    """The candidate raised something that the tests do not name."""


class CandidateStoppedError(BaseException):
    """The candidate raised what is no `Exception`, and what the tests do not name."""


class Told(Exception):  # noqa: N818 - no error of this box
    """What a candidate's process said of an exception there, class and text."""


def describe(error: BaseException) -> str:
    """Return an exception in one short line, whatever its own `__str__` does."""
    try:
        text = f"{type(error).__name__}: {error}"
    except BaseException:  # the candidate's own code runs here
        text = type(error).__name__
    return text.encode("utf-8", "replace").decode()[:_MAX_DETAIL]


def form(error: BaseException) -> dict[str, Any]:
    """Return an exception's form: the names of its classes, what it was made of, its text."""
    classes = [kind for kind in type(error).__mro__ if issubclass(kind, BaseException)]
    names = [[str(kind.__module__), str(kind.__name__)] for kind in classes]
    try:
        args, state = wire.encode(list(error.args)), wire.encode(vars(error))
    except BaseException:  # live objects, or the candidate's own code
        args, state = None, {"dict": []}
    return {"names": names, "args": args, "state": state, "text": describe(error)}


def named(*texts: str) -> Set[str]:
    """Return all words of tests, among which are the classes of exceptions that they expect."""
    return {word for text in texts for word in _WORD.findall(text)}


def again(raised: Any, scope: dict[str, Any], words: Set[str]) -> BaseException:
    """Return the exception of a form, for tests that expect it, marked as the candidate's.

    Its class is the tests' own of that name, a builtin, or one of a module that is loaded here, if
    it or one that it extends is among the words of the tests; where only a class that it extends
    is so known here, a class of its name extends that one.
    """
    try:
        names = [(str(module), str(name)) for module, name in raised["names"]]
        text, state = str(raised["text"]), wire.decode(raised["state"])
        args = [text.partition(": ")[2]] if raised["args"] is None else wire.decode(raised["args"])
        place, kind = next(
            (place, kind)
            for place, name in enumerate(names)
            if (kind := _known(*name, scope)) is not None and _means_nothing_else(kind, words)
        )
        error = _made(kind if place == 0 else _extended(names[0][1], kind), args)
        vars(error).update({key: value for key, value in state.items() if isinstance(key, str)})
    except Exception:
        return wire.NotAValueError("a reply is neither a value nor an exception")
    vars(error)[_MARK] = text
    return error


def told(error: BaseException) -> str | None:
    """Return what the candidate's box said of an exception; None if the tests raised it."""
    return vars(error).get(_MARK)


def _known(module: str, name: str, scope: dict[str, Any]) -> type[BaseException] | None:
    kind = scope.get(name)
    if not _is_exception(kind):
        loaded = module.partition(".")[0] in sys.stdlib_module_names and sys.modules.get(module)
        kind = getattr(loaded, name, None) if loaded else None
    return kind if _is_exception(kind) else None


def _means_nothing_else(kind: type[BaseException], words: Set[str]) -> bool:
    """Tell whether the tests name a class, or it is one of the two that all extend."""
    if kind in _STANDS:
        return True
    classes = [base for base in kind.__mro__ if _is_exception(base) and base not in _STANDS]
    runs = any(base.__module__.partition(".")[0] in _RUNNERS for base in classes)
    return not runs and any(base.__name__ in words for base in classes)


def _is_exception(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseException)


def _extended(name: str, kind: type[BaseException]) -> type[BaseException]:
    return type(name, (_STANDS.get(kind, kind),), {})


_STANDS: dict[type[BaseException], type[BaseException]] = {
    Exception: CandidateRaisedError,
    BaseException: CandidateStoppedError,
}


def _made(kind: type[BaseException], args: list[Any]) -> BaseException:
    """Make an exception; what a class of the tests' own wants for it is not asked."""
    if kind.__module__ == builtins.__name__:
        try:
            return kind(*args)
        except Exception:  # some want what is not in their `args`
            pass
    error = kind.__new__(kind, *args)
    error.args = tuple(args)
    return error
