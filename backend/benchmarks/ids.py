"""Find a problem by what files of samples call it."""

from collections.abc import Iterable, Mapping
from typing import Any

from backend.errors import UserError, unknown_name
from backend.records.problem import Problem

NO_NAME = "field 'task_id' must be a text or a whole number"


class ProblemIds:
    """The names of a benchmark's problems: their ids, and what else they are known by.

    Capitals and small letters do not matter, folders may write `_` for `/`, and a number finds the
    one problem that ends in it (`11` is `HumanEval/11`). A name that fits two problems fits none.
    """

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        """Take problems by id."""
        self._ids = list(problems)
        self._exact = set(problems)
        self._loose: dict[str, str | None] = {}
        for problem in problems.values():
            for name in dict.fromkeys(_forms((problem.id, *problem.names))):
                self._loose[name] = None if name in self._loose else problem.id

    def find(self, where: str, value: Any) -> str:
        """Return the id of the problem that a field or a folder names.

        Raises:
            UserError: if it is no text or whole number, or no problem is called so.
        """
        found = self.get(value)
        if found is None and problem_name(value) is None:
            raise UserError(f"{where}: {NO_NAME}")
        if found is None:
            raise UserError(f"{where}: {unknown_name('task_id', str(value), self._ids)}")
        return found

    def get(self, value: Any) -> str | None:
        """Return the id of the problem of a name, None where there is none."""
        name = problem_name(value)
        if name is None or name in self._exact:
            return name
        return self._loose.get(name.casefold())


def problem_name(value: Any) -> str | None:
    """Return a field's value as a problem's name, None where it can be none."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # tables with gaps turn numbers into these
    usable = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value) if usable else None


def _forms(names: Iterable[str]) -> Iterable[str]:
    for name in map(str.casefold, names):
        yield name
        yield name.replace("/", "_")
        number = name.rpartition("/")[2]
        if number.isdecimal():
            yield number
