"""Any OpenAI-compatible server: vLLM's own, or others."""

import asyncio
import queue
import threading
from collections.abc import Iterator
from typing import Any

from backend.errors import UserError
from backend.plain_text import one_line
from backend.records.drawing import Answer, Chunk, Drawing, EngineFacts, Request
from backend.sampling.engines.engine import EngineDiedError
from backend.sampling.engines.keys import NO_KEY, key_for
from backend.sampling.engines.server_replies import answers_in, missing

_RETRIES = 5
_SECONDS = 600.0
_SHARE = 8  # samples in one request: more would let one slow request hold up the rest


class ServerEngine:
    """Asks a server, with at most so many sequences at once, again where it is busy."""

    def __init__(self, model: str, url: str, key_variable: str, sequences: int) -> None:
        """Reach the server.

        Raises:
            UserError: if it cannot be reached, or does not serve the model.
        """
        import openai  # noqa: PLC0415

        self._openai = openai
        self._url = url
        self._model = model
        self._sequences = sequences
        self._one_each = False  # once it has given one answer where more were asked for
        self._logprobs = True  # until it refuses them
        self._key = key_for(url, key_variable)
        with openai.OpenAI(
            base_url=url,
            api_key=self._key,
            max_retries=1,
            timeout=30,
            # A redirect could take the key elsewhere.
            http_client=openai.DefaultHttpxClient(follow_redirects=False),
        ) as client:
            try:
                served = [entry.id for entry in client.models.list()]
            except openai.OpenAIError as error:
                raise UserError(f"the server {url} cannot be asked: {self._said(error)}") from error
        if model not in served:
            listed = one_line(_without(self._key, ", ".join(served)), 300)
            raise UserError(f"the server {url} serves {listed}, not {model}")

    @property
    def facts(self) -> EngineFacts:
        """What it is: its hardware and type of numbers are its own affair."""
        settings = {"sequences": self._sequences}
        return EngineFacts("server", "OpenAI API", "unknown", self._url, settings)

    @property
    def chats(self) -> None:
        """Nobody can tell from outside."""
        return None

    def check(self, prompts: dict[str, str], chat: bool) -> None:
        """Leave the judgement to the server, which refuses what is too long."""

    def answer(self, requests: Iterator[Request], drawing: Drawing) -> Iterator[Chunk]:
        """Yield answers as they come."""
        answers: queue.Queue[list[Answer] | BaseException | None] = queue.Queue()
        stop = threading.Event()
        thread = threading.Thread(
            target=lambda: asyncio.run(self._ask_all(requests, drawing, answers, stop)),
            daemon=True,
        )
        thread.start()
        try:
            while (got := answers.get()) is not None:
                if isinstance(got, BaseException):
                    raise self._explained(got)
                yield Chunk(got)
        finally:
            stop.set()
            thread.join(5)

    def close(self) -> None:
        """Leave the server as it is."""

    async def _ask_all(
        self,
        requests: Iterator[Request],
        drawing: Drawing,
        answers: "queue.Queue[list[Answer] | BaseException | None]",
        stop: threading.Event,
    ) -> None:
        """Keep as many requests under way as there may be sequences; pass on what comes."""
        pieces = _pieces(requests, min(_SHARE, self._sequences))
        under_way: set[asyncio.Task[list[Answer]]] = set()
        async with self._openai.AsyncOpenAI(
            base_url=self._url,
            api_key=self._key,
            max_retries=_RETRIES,
            timeout=_SECONDS,
            http_client=self._openai.DefaultAsyncHttpxClient(follow_redirects=False),
        ) as client:
            try:
                while not stop.is_set():
                    while len(under_way) * _SHARE < self._sequences and (
                        piece := next(pieces, None)
                    ):
                        under_way.add(asyncio.create_task(self._ask(client, piece, drawing)))
                    if not under_way:
                        break
                    done, under_way = await asyncio.wait(
                        under_way, timeout=0.5, return_when=asyncio.FIRST_COMPLETED
                    )
                    for task in done:
                        answers.put(task.result())
            except Exception as error:  # whatever it is, who waits must be told
                answers.put(error)
            finally:
                for task in under_way:
                    task.cancel()
                await asyncio.gather(*under_way, return_exceptions=True)
                answers.put(None)

    async def _ask(self, client: Any, request: Request, drawing: Drawing) -> list[Answer]:
        """Ask for samples together, and one by one for those that do not come."""
        answers: list[Answer] = []
        if request.count == 1 or not self._one_each:
            try:
                answers = await self._say(client, request, drawing)
            except self._openai.BadRequestError:
                if request.count == 1:
                    raise
        if request.count > 1 and (rest := missing(request, answers)):
            self._one_each = len(answers) < 2
            alone = await asyncio.gather(*(self._say(client, one, drawing) for one in rest))
            answers += [answer for found in alone for answer in found]
        return answers

    async def _say(self, client: Any, request: Request, drawing: Drawing) -> list[Answer]:
        """Send one request, again without log-likelihoods if they are refused."""
        read = self._logprobs
        try:
            said = await self._send(client, request, drawing, read=read)
        except self._openai.BadRequestError as error:
            if not read or "logprob" not in str(error):
                raise
            self._logprobs = False
            said = await self._send(client, request, drawing, read=False)
        return answers_in(request, said, chat=drawing.chat)

    async def _send(self, client: Any, request: Request, drawing: Drawing, *, read: bool) -> Any:
        common = {
            "model": self._model,
            "n": request.count,
            "temperature": drawing.temperature,
            "top_p": drawing.top_p if drawing.temperature else 1.0,
            "seed": request.seed,
            "stop": list(drawing.stops) or None,
        }
        if drawing.chat:
            return await client.chat.completions.create(
                messages=[{"role": "user", "content": request.prompt}],
                max_completion_tokens=drawing.max_tokens,
                logprobs=read,
                **common,
            )
        return await client.completions.create(
            prompt=request.prompt,
            max_tokens=drawing.max_tokens,
            logprobs=0 if read else None,
            **common,
        )

    def _explained(self, error: BaseException) -> Exception:
        if isinstance(error, self._openai.BadRequestError):
            return UserError(f"the server {self._url} refuses a request: {self._said(error)}")
        if isinstance(error, self._openai.OpenAIError):
            return EngineDiedError(f"the server {self._url} answers no more: {self._said(error)}")
        return EngineDiedError(
            f"the server {self._url} sent what is no answer: {self._said(error)}"
        )

    def _said(self, error: BaseException) -> str:
        """Return what went wrong without the key, which a server may have sent back."""
        return one_line(_without(self._key, f"{type(error).__name__}: {error}"), 300)


def _pieces(requests: Iterator[Request], most: int) -> Iterator[Request]:
    for request in requests:
        for start in range(0, request.count, most):
            count = min(most, request.count - start)
            first, seed = request.first + start, request.seed + start
            yield Request(request.problem, request.prompt, first, count, seed)


def _without(key: str, text: str) -> str:
    return text if key == NO_KEY else text.replace(key, "(the key)")
