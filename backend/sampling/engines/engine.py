"""The interface of all engines."""

from collections.abc import Iterator
from typing import Protocol

from backend.errors import InterruptedWorkError
from backend.records.drawing import Chunk, Drawing, EngineFacts, Request


class EngineDiedError(InterruptedWorkError):
    """The engine or its server ended, or stopped answering: what was written stays."""


class Engine(Protocol):
    """Something that answers requests. Close it when done."""

    @property
    def facts(self) -> EngineFacts:
        """What it is and where it runs."""

    @property
    def chats(self) -> bool | None:
        """Whether its model has a chat template; None if nobody can tell."""

    def check(self, prompts: dict[str, str], chat: bool) -> None:
        """Refuse prompts that leave no room for an answer.

        Raises:
            UserError: naming the problem, its length and the model's context.
        """

    def answer(self, requests: Iterator[Request], drawing: Drawing) -> Iterator[Chunk]:
        """Yield answers as they come, in any order, taking requests as there is room for them.

        Raises:
            EngineDiedError: if the engine ends before all is answered.
        """

    def close(self) -> None:
        """End the engine and every process that it started."""
