"""A place of one data file: a file, an https address, or another address that fsspec knows.

Beside the data file lies its digest, as `sha256sum` writes it, under the same name and ".sha256".
It comes last, so that who reads it finds the file that it is of; where it is of another file, one
of the two was just being replaced.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from backend.errors import UserError
from backend.plain_text import one_line

DIGEST = ".sha256"
_STATE = ("ETag", "LastModified", "Last-Modified", "last_modified", "mtime", "size", "md5Hash")
_OF_A_FILE = ("ino", "created")  # of a file here: its times may be set, these may not
_SILENCE = 60.0  # seconds in which nothing comes, at most
_LONGEST = 200


class Place:
    """Where a data file lies, and its digest beside it."""

    def __init__(self, address: str) -> None:
        """Take an address; nothing is asked of it yet.

        Raises:
            UserError: if there is no such kind of address, or a package for it is missing.
        """
        import fsspec  # noqa: PLC0415

        self.told = without_secrets(address)
        if "::" in address:
            raise UserError(f"{self.told} is an address within another: name where the file lies")
        options = _timeout() if address.startswith(("http://", "https://")) else {}
        with self._telling("opened"):
            self._system: Any
            self._path: str
            self._system, self._path = fsspec.core.url_to_fs(address, **options)
            # Others change what lies there; what fsspec remembers of it would be old.
            self._system.use_listings_cache = False

    def digest(self) -> str | None:
        """Return the digest that lies beside the file, in hexadecimal; None without one.

        Raises:
            UserError: if the place cannot be read.
        """
        with self._telling("read"):
            try:
                text = self._system.cat_file(self._beside(DIGEST), start=0, end=_LONGEST)
            except FileNotFoundError:
                return None
            except Exception as error:
                # A signature is of one file: what lies beside it is refused, if it is there or not.
                if "?" in self._path and getattr(error, "status", None) in (401, 403):
                    return None
                raise
        found = text.split(maxsplit=1)[0].decode("ascii", "replace") if text.strip() else ""
        if len(found) != 64 or set(found) - set("0123456789abcdef"):
            raise UserError(f"{self.told}{DIGEST} holds no SHA-256 digest")
        return found

    def state(self) -> str:
        """Return what changes when the file does: its digest, or else what its place tells of it.

        Raises:
            UserError: if the place cannot be read, or there is no file.
        """
        if found := self.digest():
            return found
        with self._telling("read"):
            self._system.invalidate_cache()
            facts: dict[str, Any] = self._system.info(self._path)
        told = (*_STATE, *_OF_A_FILE)
        known = {name: str(facts[name]) for name in told if facts.get(name) is not None}
        return hashlib.sha256(repr(sorted(known.items())).encode()).hexdigest()

    def fetch(self, into: Path, state: str) -> None:
        """Copy the file to `into`, if it is the one of that state.

        Raises:
            UserError: if it cannot be read or written, or is another: of another digest, or was
                replaced meanwhile.
        """
        with self._telling("fetched"):
            self._system.get_file(self._path, str(into))
        if _digest_of(into) == state:
            return
        if self.digest() or self.state() != state:
            raise UserError(
                f"{self.told} has not the digest that lies beside it: one of the two is being "
                "replaced, or it is damaged"
            )

    def put(self, path: Path) -> None:
        """Put a file there, then its digest: who looks sees the file of before or this one, whole.

        Raises:
            UserError: if the place cannot be written.
        """
        line = f"{_digest_of(path)}  {PurePosixPath(self._path).name}\n".encode()
        with self._telling("written"):
            self._replace(self._path, lambda draft: self._system.put_file(str(path), draft))
            digest = self._beside(DIGEST)
            self._replace(digest, lambda draft: self._system.pipe_file(draft, line))

    def _replace(self, target: str, write: Callable[[str], object]) -> None:
        """Write a draft and give it its name: a change of name shows nobody half of it."""
        draft = f"{target}.part"
        try:
            write(draft)
            self._system.mv(draft, target)
        except BaseException:
            with suppress(Exception):
                self._system.rm_file(draft)
            raise

    def _beside(self, ending: str) -> str:
        """Return where something that belongs to the file lies; before what an address asks."""
        parts = urlsplit(self._path)
        if parts.scheme in ("http", "https"):
            return urlunsplit(parts._replace(path=parts.path + ending))
        return self._path + ending

    @contextmanager
    def _telling(self, done: str) -> Iterator[None]:
        """Tell in one sentence, without what is secret of the address, what went wrong."""
        try:
            yield
        except UserError:
            raise
        except Exception as error:  # a dozen libraries, each with errors of its own
            raise UserError(f"{self.told} cannot be {done}: {_reason(error)}") from error


def without_secrets(address: str) -> str:
    """Return an address as it may be told: without a user's name, a password or a signature."""
    scheme, sign, rest = address.partition("://")
    if not sign:
        return one_line(address, _LONGEST)
    rest = rest.rpartition("@")[2].partition("?")[0].partition("#")[0]
    return one_line(f"{scheme.rpartition('::')[2]}://{rest}", _LONGEST)


def _reason(error: Exception) -> str:
    """Return why something failed; an error's own text may hold the whole address."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, TimeoutError):
        return "it does not answer"
    if isinstance(error, NotImplementedError):
        return "nothing is written to such an address"
    if (status := getattr(error, "status", None)) is not None:  # of a server's answer
        return f"the server answers {status}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    said = str(error)
    if isinstance(error, ImportError) or said.startswith("Protocol not known"):  # fsspec's own
        return one_line(said, _LONGEST)
    return type(error).__name__


def _timeout() -> dict[str, Any]:
    """Return options by which a server that falls silent is not waited for, however slow it is."""
    from aiohttp import ClientTimeout  # noqa: PLC0415

    return {
        "client_kwargs": {
            "timeout": ClientTimeout(total=None, sock_connect=_SILENCE, sock_read=_SILENCE)
        }
    }


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
