"""One box: a sandboxed process that answers over a socket, and is thrown away when in doubt."""

import contextlib
import select
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from backend.grading.inside import wire
from backend.grading.tiers import Tier, bubblewrap, podman, unsafe_local

_START = {
    Tier.BUBBLEWRAP: bubblewrap.start,
    Tier.PODMAN: podman.start,
    Tier.UNSAFE_LOCAL: unsafe_local.start,
}
_START_SECONDS = 30.0


class BoxFailedError(Exception):
    """A box did not start, did not answer in time, or ended: the grader's trouble, no verdict."""


class BoxNotReadyError(BoxFailedError):
    """A box did not come up, or not with its tests, whatever program was to run in it."""


class Box:
    """A running box. Not shared between threads."""

    def __init__(
        self,
        tier: Tier,
        program: str,
        arguments: Sequence[str] = (),
        packages: Path | None = None,
    ) -> None:
        """Start the module `program` of `inside` in a new box, with a folder of packages or none.

        Raises:
            BoxNotReadyError: if it does not come up.
        """
        own, theirs = socket.socketpair()
        self.socket = own
        with theirs:
            self._process = _START[tier](program, list(arguments), theirs.fileno(), packages)
        try:
            self.receive(_START_SECONDS)
        except BoxFailedError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1)  # what is ending by itself says why
            self._process.kill()
            complaint = self._process.communicate()[1].decode("utf-8", "replace").strip()
            self.kill()
            why = complaint.splitlines()[-1] if complaint else "it said nothing"
            raise BoxNotReadyError(f"a box did not start: {why}") from None

    def send(self, message: Any, fds: tuple[int, ...] = ()) -> None:
        """Send a message.

        Raises:
            BoxFailedError: if the box is gone.
        """
        try:
            wire.send(self.socket, message, fds)
        except OSError as error:
            raise BoxFailedError("a box ended") from error

    def receive(self, seconds: float) -> dict[str, Any]:
        """Wait for a message.

        Raises:
            BoxFailedError: if none comes in time or the box is gone.
        """
        if not select.select([self.socket], [], [], seconds)[0]:
            raise BoxFailedError("a box did not answer in time")
        try:
            said = wire.receive(self.socket)[0]
        except (EOFError, OSError, wire.NotAValueError) as error:
            raise BoxFailedError("a box ended") from error
        if type(said) is not dict:
            raise BoxFailedError("a box says what is no message")
        return said

    def close(self) -> None:
        """Hang up, which ends an idle box; kill one that does not end."""
        self.socket.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        self.kill()

    def stop(self) -> None:
        """End the box from another thread: who waits for it there is told that it ended."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self._process.kill()

    def kill(self) -> None:
        """End the box and all in it at once."""
        self.socket.close()
        self._process.kill()
        self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()
