"""What a candidate's functions change in their arguments, changed in the tests' own."""

from typing import Any


def write_back(kept: Any, changed: Any) -> None:
    """Make the tests' own lists, dictionaries, sets and byte arrays what their copies became."""
    if type(kept) is not type(changed):
        return
    if type(kept) is list:
        kept[:] = [_merged(*pair) for pair in _paired(kept, changed)]
    elif type(kept) is dict:
        merged = {key: _merged(kept.get(key), value) for key, value in changed.items()}
        kept.clear()
        kept.update(merged)
    elif type(kept) is set:
        kept.clear()
        kept.update(changed)
    elif type(kept) is bytearray:
        kept[:] = changed
    elif type(kept) is tuple and len(kept) == len(changed):
        for pair in zip(kept, changed, strict=True):
            write_back(*pair)


def _paired(kept: list[Any], changed: list[Any]) -> list[tuple[Any, Any]]:
    padded = kept + [None] * len(changed)
    return list(zip(padded[: len(changed)], changed, strict=True))


def _merged(kept: Any, value: Any) -> Any:
    """Return the tests' own object where it can become the value, else the value."""
    if type(kept) is type(value) and type(kept) in (list, dict, set, bytearray, tuple):
        write_back(kept, value)
        if type(kept) is not tuple or kept == value:
            return kept
    return value
