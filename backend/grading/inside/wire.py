"""Messages between grader, runner, candidate and tester: JSON after its length in four bytes."""

import json
import os
import socket
import struct
from typing import Any

from backend.grading.inside.values import NotAValueError, TooMuchError, decode, encode

__all__ = ["NotAValueError", "TooMuchError", "decode", "encode"]

MAX_MESSAGE = 16 << 20  # from a candidate
MAX_PARTS = 2_000_000  # lists, objects and their items in it: each takes up to 100 bytes when read
MAX_TRUSTED = 1 << 30  # between the grader and its boxes


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


def send(
    sock: socket.socket, message: Any, fds: tuple[int, ...] = (), limit: int = MAX_TRUSTED
) -> None:
    """Send a message, and file descriptors with it.

    Raises:
        TooMuchError: if the message is longer than `limit`, or has too many parts for one from a
            candidate; nothing is sent then.
    """
    body = json.dumps(message).encode()
    if len(body) > limit or (limit == MAX_MESSAGE and _parts(body) > MAX_PARTS):
        raise TooMuchError("a value is too large")
    frame = struct.pack("<I", len(body)) + body
    if fds:
        sent = socket.send_fds(sock, [frame], list(fds))
        frame = frame[sent:]
    if frame:
        sock.sendall(frame)


def receive(
    sock: socket.socket, max_fds: int = 0, limit: int = MAX_TRUSTED
) -> tuple[Any, list[int]]:
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
    if size > limit:
        raise NotAValueError("a message is too long")
    body = bytearray(size)
    view = memoryview(body)
    filled = 0
    while filled < size:
        count = sock.recv_into(view[filled:])
        if not count:
            raise EOFError
        filled += count
    if limit == MAX_MESSAGE and _parts(body) > MAX_PARTS:
        raise NotAValueError("a message has too many parts")
    try:
        return json.loads(body), fds
    except (ValueError, RecursionError) as error:
        raise NotAValueError("a message is not JSON") from error


def _parts(body: bytes | bytearray) -> int:
    return sum(map(body.count, (b",", b"[", b"{")))


def close(fds: list[int]) -> None:
    """Close descriptors that are not wanted."""
    for fd in fds:
        os.close(fd)
