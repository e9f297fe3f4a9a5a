"""The one error that people, not programmers, read."""

import difflib
from collections.abc import Iterable

from backend.plain_text import one_line

_LONGEST = 80  # characters of a name that are compared, and told


class UserError(Exception):
    """Bad input, told in one sentence: what is wrong, where, and what would be right."""


class HeldError(UserError):
    """Another process holds what is needed, and will let go of it by itself."""


class InterruptedWorkError(Exception):
    """Long work could not go on, for no fault of its input; what was done is kept."""


def unknown_name(what: str, name: str, known: Iterable[str]) -> UserError:
    """Return the error for a name that is not among `known`, with the nearest ones.

    A name without the organisation before it ("org/name") counts as near to the whole.
    """
    folded = {
        key[:_LONGEST].casefold(): full
        for full in sorted(known)
        for key in (full, full.rsplit("/", 1)[-1])
    }
    name = one_line(name, _LONGEST)
    near = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.0)
    if not near:
        return UserError(f"unknown {what} '{name}': there are none")
    nearest = dict.fromkeys(one_line(folded[match], _LONGEST) for match in near)
    return UserError(f"unknown {what} '{name}' (nearest: {', '.join(nearest)})")
