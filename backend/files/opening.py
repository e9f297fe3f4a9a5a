"""The one door to files that others made: regular files only, bounded, told in one sentence.

Nothing that is opened here can keep a reader waiting (a pipe), be read without end (a device), or
lead out of a folder that is walked (a link).
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from backend.errors import UserError

LONGEST = 1 << 26  # bytes of one text or line: a row of a benchmark with all its tests fits
WHOLE = 1 << 29  # bytes of a file that is read as a whole
_FREE = 1 << 28  # bytes that a packed file may become, whatever its own size
_RATIO = 100  # and how many times its own size beyond that
_PACKED = {b"PK\x03\x04": "a zip archive", b"\x28\xb5\x2f\xfd": "packed by zstd",
           b"\xfd7zXZ\x00": "packed by xz", b"BZh": "packed by bzip2"}  # fmt: skip
_PACKED_GZIP = b"\x1f\x8b"
_LINK = "is a link, and in folders no links are followed: put a copy in its place"


def open_file(path: Path, *, inside: bool = False) -> BufferedReader:
    """Open a regular file for reading.

    Args:
        path: the file; a link that a person named is followed.
        inside: whether it was found in a folder: then it may be no link.

    Raises:
        UserError: if it is not there, is no regular file, or cannot be read.
    """
    # Not to be kept waiting by a pipe that nobody writes to: what it is can be asked once open.
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
    try:
        descriptor = os.open(path, flags | (os.O_NOFOLLOW if inside else 0))
    except FileNotFoundError as error:
        raise UserError(f"there is no file {path}") from error
    except OSError as error:
        raise UserError(_refusal(path, error, inside)) from error
    kind = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(kind):
        os.close(descriptor)
        raise UserError(f"{path} is {_named(kind)}: name a file")
    return os.fdopen(descriptor, "rb")


@contextmanager
def file_name(path: Path, *, inside: bool = False) -> Iterator[str]:
    """Give a name by which a library may open exactly the file that was found to be one.

    Raises:
        UserError: as `open_file` does.
    """
    with open_file(path, inside=inside) as file:
        yield f"/dev/fd/{file.fileno()}"


def read_whole(path: Path, most: int = WHOLE, *, inside: bool = False) -> bytes:
    """Return what a file holds.

    Raises:
        UserError: as `open_file` does, or if it is larger than `most` bytes.
    """
    with open_file(path, inside=inside) as file:
        try:
            data = file.read(most + 1)
        except OSError as error:
            raise UserError(f"{path} cannot be read: {error.strerror or error}") from error
    if len(data) > most:
        raise UserError(f"{path} is larger than the {size(most)} that such a file may have")
    return data


def text_of(where: str, data: bytes) -> str:
    """Return a text in UTF-8; half a character (a lone surrogate) becomes U+FFFD.

    Raises:
        UserError: if it is not in UTF-8.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = error
    try:  # halves that were written as if they were characters; two that fit make one
        halves = data.decode("utf-8", "surrogatepass")
        return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    except UnicodeDecodeError:
        raise UserError(
            f"{where}: not UTF-8 (byte 0x{data[fault.start]:02x} at place {fault.start + 1}): "
            "save the file in UTF-8"
        ) from fault


def parts_of(folder: Path, ending: str = "") -> Iterator[Path]:
    """Yield the folders in a folder, or the files of an ending, by name; hidden ones are left out.

    Raises:
        UserError: if the folder cannot be read, or one of them is a link.
    """
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise UserError(f"{folder} cannot be read: {error.strerror or error}") from error
    for entry in found:
        if entry.name.startswith((".", "__")):
            continue  # of other tools: .git, __pycache__
        if not entry.name.endswith(ending) if ending else not entry.is_dir():
            continue  # nothing that is read
        if entry.is_symlink():
            raise UserError(f"{entry.path} {_LINK}")
        yield folder / entry.name


class Unpacked:
    """Counts what comes out of a packed file, so that a small one cannot hold a reader for days."""

    def __init__(self, path: Path, packed: int) -> None:
        """Say of which file, and of how many bytes."""
        self._path = path
        self._most = max(_FREE, _RATIO * packed)
        self._bytes = 0

    def add(self, count: int) -> None:
        """Count bytes.

        Raises:
            UserError: if there are too many for a file of that size.
        """
        self._bytes += count
        if self._bytes > self._most:
            raise UserError(
                f"{self._path} unpacks to more than {size(self._most)}, over {_RATIO} times its "
                "size: unpack it first, if you trust it"
            )


def packed_how(start: bytes) -> str | None:
    """Return how a file that begins so is packed, where that is none of the forms read here."""
    if start.startswith(_PACKED_GZIP):
        return "packed by gzip: let its name end in .gz"
    for mark, how in _PACKED.items():
        if start.startswith(mark):
            return f"{how}: unpack it first"
    return None


def size(count: int) -> str:
    """Return a number of bytes in words."""
    return f"{count >> 20} MiB" if count >= 1 << 20 else f"{count >> 10} KiB"


def _refusal(path: Path, error: OSError, inside: bool) -> str:
    if inside and error.errno == errno.ELOOP:
        return f"{path} {_LINK}"
    if error.errno in (errno.ENXIO, errno.ENODEV):
        return f"{path} is a socket or a device: name a file"
    return f"{path} cannot be read: {error.strerror or error}"


def _named(kind: int) -> str:
    if stat.S_ISDIR(kind):
        return "a folder"
    return "a pipe" if stat.S_ISFIFO(kind) else "a device"
