"""Values as people read them, from the forms in which they cross: short, whatever their size.

A form is read no further than its text goes on, and nothing is made of it that could take memory.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from backend.grading.inside.values import decode

MOST = 300  # characters of a text
_LARGEST = 1000  # characters of a form whose value is made to be written
_BRACKETS = {
    **{"list": ("[", "]"), "tuple": ("(", ")"), "set": ("{", "}"), "dict": ("{", "}")},
    **{"frozenset": ("frozenset({", "})"), "Counter": ("Counter({", "})")},
    **{"slice": ("slice(", ")"), "iterator": ("iter([", "])")},
    **{name: (f"{name}([", "])") for name in ("deque", "dict_keys", "dict_values", "dict_items")},
    "OrderedDict": ("OrderedDict({", "})"),
}
_PAIRED = ("dict", "OrderedDict", "Counter")


def value(form: Any) -> str | None:
    """Return a value's text from its form, as Python writes it, cut to `MOST` characters.

    What stays in the candidate's box is "<object>". None where it is no form that `encode` makes,
    although it may be read as a value.
    """
    return _short(_value(form))


def call(name: str, args: Any, kwargs: Any) -> str | None:
    """Return the text of a call from its arguments' forms, cut to `MOST` characters."""
    return _short(_call(name, args, kwargs["dict"]))


def _short(parts: Iterable[str]) -> str | None:
    text = ""
    try:
        for part in parts:
            text += part
            if len(text) > MOST:
                return text[: MOST - 1] + "…"
    except Exception:  # whatever it is, tests have ended and a verdict is to be told
        return None
    return text


def _call(name: str, args: Any, named: Any) -> Iterator[str]:
    yield f"{name}("
    yield from _joined(map(_value, args))
    for place, (key, each) in enumerate(named):
        yield f", {key}=" if args or place else f"{key}="
        yield from _value(each)
    yield ")"


def _joined(items: Iterable[Iterable[str]]) -> Iterator[str]:
    for place, item in enumerate(items):
        if place:
            yield ", "
        yield from item


def _value(form: Any) -> Iterator[str]:
    if type(form) is list:
        yield from _items("list", form)
    elif type(form) is str:
        yield repr(form[: MOST + 1])
    elif type(form) is not dict:
        yield repr(form)
    else:
        ((tag, content),) = form.items()
        yield from _tagged(tag, content)


def _tagged(tag: str, content: Any) -> Iterator[str]:
    if tag in _BRACKETS:
        yield from _items(tag, content)
    elif tag == "named" and all(type(part) is list for part in content[1:]):
        name, fields, items = content
        yield from _call(name, [], zip(fields, items, strict=True))
    elif tag == "live":
        yield "<object>"
    elif tag in ("bytes", "bytearray"):
        said = repr(bytes.fromhex(content[: 2 * MOST]))
        yield said if tag == "bytes" else f"bytearray({said})"
    elif len(str(content)) <= _LARGEST:
        yield " ".join(repr(decode({tag: content})).split())
    else:
        yield f"<{tag}>"


def _items(tag: str, items: list[Any]) -> Iterator[str]:
    if tag in ("set", "frozenset") and not items:
        yield f"{tag}()"
        return
    opened, closed = _BRACKETS[tag]
    yield opened
    yield from _joined(map(_pair if tag in _PAIRED else _value, items))
    yield f",{closed}" if tag == "tuple" and len(items) == 1 else closed


def _pair(pair: Any) -> Iterator[str]:
    key, each = pair
    yield from _value(key)
    yield ": "
    yield from _value(each)
