"""Values as JSON: what the boxes send each other.

Only exact values of types named here cross, made anew on the other side, so that nothing of a
candidate's decides there what `==` means: a list is compared with a list. Instances of subclasses
become the type they extend. What has no form here may be kept where it is (see `live`).
"""

import builtins
import datetime as dt
import json
from collections import Counter, OrderedDict, deque, namedtuple
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

_MAX_DEPTH = 200
_MAX_NAMED = 100
_MAX_ITEMS = 100_000
_BIG = 2**63

Keep = Callable[[Any], Any]  # gives a form of its own to a value, or None
Find = Callable[[Any], Any]  # gives the value of such a form


class NotAValueError(Exception):
    """A value that cannot cross, or a message that is not one."""


class TooMuchError(NotAValueError):
    """A value that cannot cross because of its size, not of its type."""


def encode(value: Any, keep: Keep | None = None, depth: int = 0) -> Any:
    """Return a value's JSON form.

    Raises:
        NotAValueError: if the value, or one inside it, has none.
    """
    if depth > _MAX_DEPTH:
        raise TooMuchError("a value is nested too deeply")
    kind = type(value)
    if value is None or kind in (bool, str, float):
        return value
    if kind is int:
        return value if -_BIG < value < _BIG else {"int": hex(value)}
    if kind is list:
        return [encode(item, keep, depth + 1) for item in value]
    if kind in _COLLECTIONS:
        return {kind.__name__: [encode(item, keep, depth + 1) for item in value]}
    if kind in _MAPPINGS:
        return {kind.__name__: _pairs(value.items(), keep, depth)}
    if kind is slice:
        parts = [value.start, value.stop, value.step]
        return {"slice": [encode(part, keep, depth + 1) for part in parts]}
    if kind in _WRITERS:
        return {kind.__name__: _WRITERS[kind](value)}
    return _encode_other(value, keep, depth)


def decode(form: Any, find: Find | None = None, depth: int = 0) -> Any:
    """Return the value of a JSON form, which has such a form again.

    Raises:
        NotAValueError: if it is no form that `encode` makes.
    """
    if depth > _MAX_DEPTH:
        raise NotAValueError("a message is nested too deeply")
    if type(form) is list:
        return [decode(item, find, depth + 1) for item in form]
    if type(form) is not dict:
        return form
    try:
        ((tag, content),) = form.items()
        if tag == "live" and find is not None:
            return find(content)
        if tag in _READERS:
            return _READERS[tag](content)
        if type(content) is not list:
            raise NotAValueError("a message holds no items")
        return _MAKERS[tag](decode(content, find, depth - (tag in _IN_LISTS)))
    except NotAValueError:
        raise
    except Exception as error:
        raise NotAValueError("a message holds no value") from error


def canonical(form: Any) -> Any:
    """Return a form in which equal sets, and equal dictionaries, are written alike."""
    if type(form) is list:
        return [canonical(item) for item in form]
    if type(form) is not dict:
        return form
    ((tag, content),) = form.items()
    content = canonical(content)
    if tag in _UNORDERED:
        content = sorted(content, key=json.dumps)
    return {tag: content}


def _pairs(pairs: Iterable[tuple[Any, Any]], keep: Keep | None, depth: int) -> list[Any]:
    return [[encode(key, keep, depth + 1), encode(value, keep, depth + 1)] for key, value in pairs]


def _encode_other(value: Any, keep: Keep | None, depth: int) -> Any:
    if keep is not None and (form := keep(value)) is not None:
        return form
    if isinstance(value, tuple) and (fields := _fields(type(value))):
        items = [encode(item, keep, depth + 1) for item in value]
        return {"named": [type(value).__name__, fields, items]}
    for plain in EXTENSIBLE:
        if isinstance(value, plain):
            make: Any = plain
            return encode(_exactly(make, value), keep, depth)
    if (numbers := _numbers(value)) is not None:
        return numbers
    if is_builtin_type(value):
        return {"type": value.__name__}
    if hasattr(value, "__next__"):
        return {"iterator": [encode(item, keep, depth + 1) for item in _items(value)]}
    raise NotAValueError(f"a {type(value).__name__} is no plain value")


def _items(iterator: Any) -> list[Any]:
    items = [item for _, item in zip(range(_MAX_ITEMS + 1), iterator, strict=False)]
    if len(items) > _MAX_ITEMS:
        raise TooMuchError("an iterator is too long")
    return items


def _exactly(plain: Any, value: Any) -> Any:
    if plain is dt.datetime:
        return dt.datetime.combine(value.date(), value.timetz())
    if plain is dt.date:
        return dt.date(value.year, value.month, value.day)
    return plain(value)


def _fields(kind: type) -> list[str]:
    """Return the names of a named tuple's items; none if it is no named tuple."""
    fields = getattr(kind, "_fields", ())
    right = isinstance(fields, tuple) and all(type(name) is str for name in fields)
    return list(fields) if right else []


def _named(content: Any) -> Any:
    name, fields, items = content
    kind = str(name), *map(str, fields)
    if kind not in _KINDS:
        if len(_KINDS) >= _MAX_NAMED:
            raise NotAValueError("too many kinds of named tuples")
        _KINDS[kind] = namedtuple(name, fields)
    return _KINDS[kind](*items)


def _numbers(value: Any) -> Any:
    """Return the form of numpy's scalars and arrays, None for anything else."""
    kind = type(value)
    if kind.__module__.partition(".")[0] != "numpy" or not hasattr(value, "dtype"):
        return None
    if value.ndim == 0:
        item = value.item()
        return None if type(item) is kind else encode(item)
    if kind.__name__ != "ndarray" or value.dtype.kind not in "biufc":
        return None
    return {"ndarray": [value.dtype.str, list(value.shape), value.tobytes().hex()]}


def _read_array(content: Any) -> Any:
    numpy: Any = __import__("numpy")
    name, shape, data = content
    if numpy.dtype(name).kind not in "biufc" or not shape:
        raise NotAValueError("an array is not of numbers")
    return numpy.frombuffer(bytes.fromhex(data), name).reshape(shape).copy()


def is_builtin_type(value: Any) -> bool:
    """Tell whether a value is one of Python's own types."""
    return isinstance(value, type) and getattr(builtins, str(value.__name__), None) is value


def _builtin_type(name: Any) -> type:
    kind: Any = vars(builtins).get(name)
    if not is_builtin_type(kind):
        raise NotAValueError("a type is none")
    found: type = kind
    return found


def _write_zone(zone: dt.tzinfo | None) -> Any:
    if zone is None:
        return None
    if type(zone) is not dt.timezone:
        raise NotAValueError(f"a {type(zone).__name__} is no plain value")
    return _write_span(zone.utcoffset(None))


def _read_zone(content: Any) -> dt.timezone | None:
    return None if content is None else dt.timezone(dt.timedelta(*content))


def _write_span(span: dt.timedelta) -> list[int]:
    return [span.days, span.seconds, span.microseconds]


def _write_clock(clock: dt.time | dt.datetime) -> list[Any]:
    parts = [clock.hour, clock.minute, clock.second, clock.microsecond, clock.fold]
    return [*parts, _write_zone(clock.tzinfo)]


def _read_clock(content: Any) -> dt.time:
    hour, minute, second, microsecond, fold, zone = content
    return dt.time(hour, minute, second, microsecond, _read_zone(zone), fold=fold)


_KINDS: dict[tuple[str, ...], Any] = {}  # named tuples that this process has met
_DICT: dict[Any, Any] = {}
_KEYS, _VALUES, _ITEMS = type(_DICT.keys()), type(_DICT.values()), type(_DICT.items())

# Types whose items are encoded one by one, and how they are made of them.
_COLLECTIONS: dict[type, Callable[[Any], Any]] = {
    tuple: tuple,
    set: set,
    frozenset: frozenset,
    deque: deque,
    _KEYS: lambda items: dict.fromkeys(items).keys(),
    _VALUES: lambda items: dict(enumerate(items)).values(),
    _ITEMS: lambda items: dict(items).items(),
}
_MAPPINGS: dict[type, Callable[[Any], Any]] = {dict: dict, OrderedDict: OrderedDict}
_MAPPINGS[Counter] = lambda pairs: Counter(dict(pairs))
# Types that are written as a whole, and how they are read.
_WRITERS: dict[type, Callable[[Any], Any]] = {
    bytes: bytes.hex,
    bytearray: bytearray.hex,
    complex: lambda value: [value.real, value.imag],
    range: lambda value: [hex(each) for each in (value.start, value.stop, value.step)],
    Decimal: str,
    Fraction: lambda value: [hex(value.numerator), hex(value.denominator)],
    dt.date: dt.date.isoformat,
    dt.time: _write_clock,
    dt.datetime: lambda value: [value.date().isoformat(), *_write_clock(value)],
    dt.timedelta: _write_span,
    dt.timezone: _write_zone,
    type(Ellipsis): lambda _value: [],
    type(NotImplemented): lambda _value: [],
}
_READERS: dict[str, Callable[[Any], Any]] = {
    "int": lambda content: int(content, 16),
    "bytes": bytes.fromhex,
    "bytearray": bytearray.fromhex,
    "complex": lambda content: complex(*content),
    "range": lambda content: range(*[int(each, 16) for each in content]),
    "Decimal": Decimal,
    "Fraction": lambda content: Fraction(*[int(each, 16) for each in content]),
    "date": dt.date.fromisoformat,
    "time": _read_clock,
    "datetime": lambda content: dt.datetime.combine(
        dt.date.fromisoformat(content[0]), _read_clock(content[1:])
    ),
    "timedelta": lambda content: dt.timedelta(*content),
    "timezone": _read_zone,
    "ellipsis": lambda _content: ...,
    "NotImplementedType": lambda _content: NotImplemented,
    "type": _builtin_type,
    "ndarray": _read_array,
}
_MAKERS: dict[str, Callable[[Any], Any]] = {
    **{kind.__name__: make for kind, make in (_COLLECTIONS | _MAPPINGS).items()},
    "iterator": iter,
    "slice": lambda parts: slice(*parts),
    "named": _named,
}
_IN_LISTS = ("dict", "OrderedDict", "Counter", "named")  # whose parts lie in a further list
_UNORDERED = ("set", "frozenset", "dict", "Counter", "dict_keys", "dict_items")
EXTENSIBLE: tuple[type, ...] = (
    *(bool, int, float, str, bytes, bytearray, list, tuple),
    *(Counter, OrderedDict, dict, set, frozenset, deque, Decimal, Fraction, dt.datetime, dt.date),
)
