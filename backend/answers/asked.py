"""How a question finds the data file that its study is in."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from backend.records.question import Question
from backend.store.snapshot.snapshot import Snapshot
from backend.store.studies import Studies

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def asked(
    answer: Callable[Concatenate[Snapshot, Question, _Arguments], _Result],
) -> Callable[Concatenate[Studies, Question, _Arguments], _Result]:
    """Let a question be asked of studies from many sources: the one that has its study answers."""

    @wraps(answer)
    def asking(
        studies: Studies,
        question: Question,
        /,
        *args: _Arguments.args,
        **kwargs: _Arguments.kwargs,
    ) -> _Result:
        return answer(studies.of(question.study), question, *args, **kwargs)

    return asking
