"""Messages between grader, runner, candidate and tester; and values as messages.

A message is JSON after its length in four bytes. Of values only exact builtins cross, tagged where
JSON has no form for them: whatever a candidate returns, the tests compare a list with a list.
"""

import json
import os
import socket
import struct
from collections.abc import Callable
from typing import Any

MAX_MESSAGE = 16 << 20
_MAX_DEPTH = 60
_MAX_ITEMS = 100_000
_BIG = 2**63


class NotAValueError(Exception):
    """A value that cannot cross, or a message that is not one."""


def take_over(where: str) -> tuple[socket.socket, list[str]]:
    """Return the grader's socket and the folders that candidates write to; be silent from now on.

    `where` is the program's first argument: JSON of `control`, a descriptor, and `scratch`.
    """
    place = json.loads(where)
    control = socket.socket(fileno=os.dup(place["control"]))
    nothing = os.open("/dev/null", os.O_RDWR)
    for stream in {0, 1, 2, place["control"]}:
        os.dup2(nothing, stream)
    os.close(nothing)
    return control, place["scratch"]


def send(sock: socket.socket, message: Any, fds: tuple[int, ...] = ()) -> None:
    """Send a message, and file descriptors with it."""
    body = json.dumps(message).encode()
    frame = struct.pack("<I", len(body)) + body
    if fds:
        sent = socket.send_fds(sock, [frame], list(fds))
        frame = frame[sent:]
    if frame:
        sock.sendall(frame)


def receive(sock: socket.socket, max_fds: int = 0) -> tuple[Any, list[int]]:
    """Receive a message and the descriptors that came with it.

    Raises:
        EOFError: when the other side is gone.
        NotAValueError: when what came is no message.
    """
    fds: list[int] = []
    head = b""
    while len(head) < 4:
        if max_fds:
            part, new, _, _ = socket.recv_fds(sock, 4 - len(head), max_fds)
            fds += new
        else:
            part = sock.recv(4 - len(head))
        if not part:
            raise EOFError
        head += part
    (size,) = struct.unpack("<I", head)
    if size > MAX_MESSAGE:
        raise NotAValueError("a message is too long")
    body = bytearray(size)
    view = memoryview(body)
    filled = 0
    while filled < size:
        count = sock.recv_into(view[filled:])
        if not count:
            raise EOFError
        filled += count
    try:
        return json.loads(body), fds
    except (ValueError, RecursionError) as error:
        raise NotAValueError("a message is not JSON") from error


def encode(value: Any, depth: int = 0) -> Any:
    """Return a value's JSON form; instances of subclasses become the builtin they extend.

    Raises:
        NotAValueError: if the value, or one inside it, is no builtin.
    """
    if depth > _MAX_DEPTH:
        raise NotAValueError("a value is nested too deeply")
    kind = type(value)
    if value is None or kind in (bool, str, float):
        return value
    if kind is int:
        return value if -_BIG < value < _BIG else {"int": hex(value)}
    if kind is list:
        return [encode(item, depth + 1) for item in value]
    tag = _TAGS.get(kind)
    if tag:
        return {tag: [encode(item, depth + 1) for item in value]}
    if kind is dict:
        return {"dict": [[encode(k, depth + 1), encode(v, depth + 1)] for k, v in value.items()]}
    if kind is bytes:
        return {"bytes": value.hex()}
    if kind is complex:
        return {"complex": [value.real, value.imag]}
    return _encode_other(value, depth)


def decode(form: Any) -> Any:
    """Return the value of a JSON form.

    Raises:
        NotAValueError: if it is no form that `encode` makes.
    """
    if type(form) is list:
        return [decode(item) for item in form]
    if type(form) is not dict:
        return form
    try:
        (tag,) = form
        return _DECODERS[tag](form[tag])
    except NotAValueError:
        raise
    except Exception as error:
        raise NotAValueError("a message holds no value") from error


_TAGS: dict[type, str] = {tuple: "tuple", set: "set", frozenset: "frozenset"}
_DECODERS: dict[str, Callable[[Any], Any]] = {
    "int": lambda content: int(content, 16),
    "tuple": lambda content: tuple(map(decode, content)),
    "set": lambda content: set(map(decode, content)),
    "frozenset": lambda content: frozenset(map(decode, content)),
    "dict": lambda content: {decode(k): decode(v) for k, v in content},
    "bytes": bytes.fromhex,
    "complex": lambda content: complex(*content),
    "iterator": lambda content: iter([decode(item) for item in content]),
}


def _encode_other(value: Any, depth: int) -> Any:
    for builtin in (bool, int, float, str, bytes, list, tuple, dict, set, frozenset):
        if isinstance(value, builtin):
            plain: Any = builtin
            return encode(plain(value), depth)
    if hasattr(value, "dtype") and getattr(value, "ndim", None) == 0:  # a numpy scalar
        return encode(value.item(), depth)
    if hasattr(value, "__next__") or type(value) in (range, map, filter, zip):
        items = [encode(item, depth + 1) for _, item in zip(range(_MAX_ITEMS), value, strict=False)]
        return {"iterator": items}
    raise NotAValueError(f"a {type(value).__name__} is no plain value")


def close(fds: list[int]) -> None:
    """Close descriptors that are not wanted."""
    for fd in fds:
        os.close(fd)
