"""What a server's reply holds, whatever it makes of what it was asked."""

import math
from typing import Any

from backend.records.drawing import Answer, Request

_CUT_SHORT = {"length", "content_filter", "abort", "error"}


def answers_in(request: Request, said: Any, *, chat: bool) -> list[Answer]:
    """Return the answers that came, at most as many as were asked for.

    A choice says by its index which sample it is; where indices repeat, lie outside or are
    missing, the order says it.
    """
    choices = list(said.choices or ())[: request.count]
    places = [choice.index for choice in choices]
    if len(set(places)) < len(places) or not all(place in range(request.count) for place in places):
        places = list(range(len(choices)))
    usage = getattr(said, "usage", None)
    tokens = usage.completion_tokens if usage and len(choices) == 1 else None
    return [
        _answer(request, place, choice, tokens, chat=chat)
        for place, choice in zip(places, choices, strict=True)
    ]


def missing(request: Request, answers: list[Answer]) -> list[Request]:
    """Return a request for each sample that did not come."""
    came = {answer.index - request.first for answer in answers}
    return [
        Request(request.problem, request.prompt, request.first + place, 1, request.seed + place)
        for place in range(request.count)
        if place not in came
    ]


def _answer(request: Request, place: int, choice: Any, tokens: int | None, *, chat: bool) -> Answer:
    """Return one answer; what the server does not tell stays unknown."""
    each = _logprobs(choice, chat=chat)
    text = (choice.message.content if chat else choice.text) or ""
    reason = choice.finish_reason
    return Answer(
        problem=request.problem,
        index=request.first + place,
        text=text,
        tokens=len(each) if each else tokens,
        finished=None if reason is None else reason not in _CUT_SHORT,
        log_likelihood=math.fsum(each) if each else math.nan,
        thought_only=chat and not text.strip() and _has_reasoning(choice.message),
    )


def _logprobs(choice: Any, *, chat: bool) -> list[float]:
    """Return the log-probabilities of all tokens, none where one of them is not told."""
    told = choice.logprobs
    if told is None:
        return []
    each = [token.logprob for token in told.content or ()] if chat else told.token_logprobs or ()
    known = [float(value) for value in each if value is not None and math.isfinite(value)]
    return known if len(known) == len(each) else []


def _has_reasoning(message: Any) -> bool:
    """Tell whether a model's thoughts came beside its answer; servers name them in two ways."""
    return any(getattr(message, name, None) for name in ("reasoning", "reasoning_content"))
