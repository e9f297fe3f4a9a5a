"""Train a member of the family. May be stopped any time; called again it goes on."""

import csv
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from backend.miniature.corpus import examples
from backend.miniature.family import Size, make_model, make_tokenizer, save

_WARM_UP = 100
_KEEP_EVERY = 60.0  # seconds between checkpoints
_LOSS_EVERY = 50  # steps between rows of the loss curve
_DRAWN = 16  # batches drawn at a time, so that each holds functions of like length
_IGNORED = -100  # the label that PyTorch's loss leaves out


def train(size: Size, folder: Path, *, quiet: bool = False) -> Path:
    """Train a size to its end, or go on with it; return the model's folder.

    Beside the model the folder gets `loss.csv`: steps and tokens seen, and the mean loss in nats a
    token of the steps since the row before.
    """
    import torch  # noqa: PLC0415

    model_folder, kept = folder / size.name, folder / f"{size.name}.checkpoint"
    if (model_folder / "loss.csv").is_file():
        return model_folder
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    tokenizer = make_tokenizer()
    model = make_model(size, tokenizer)
    optimizer = torch.optim.AdamW(
        model.parameters(), betas=(0.9, 0.98), weight_decay=0.01, fused=True
    )
    done: dict[str, Any] = {"step": 0, "tokens": 0, "seconds": 0.0, "losses": [], "recent": []}
    if kept.is_file():
        state = torch.load(kept, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        done = state["done"]

    def keep() -> None:
        draft = kept.with_suffix(".draft")
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "done": done}
        torch.save(state, draft)
        draft.replace(kept)

    started = last_kept = time.monotonic()
    before = done["seconds"]
    with _progress(quiet) as progress:
        bar = progress.add_task(size.name, total=size.steps, completed=done["step"], said="")
        for ids, labels in _batches(size, tokenizer, done["step"]):
            done["recent"].append(_step(model, optimizer, _rate(size, done["step"]), ids, labels))
            done["step"] += 1
            done["tokens"] += int((ids != tokenizer.pad_token_id).sum())
            done["seconds"] = before + time.monotonic() - started
            if done["step"] % _LOSS_EVERY == 0 or done["step"] == size.steps:
                loss = sum(done["recent"]) / len(done["recent"])
                done["losses"].append((done["step"], done["tokens"], round(loss, 4)))
                done["recent"].clear()
                speed = done["tokens"] / done["seconds"]
                progress.update(bar, said=f"loss {loss:.3f}, {speed:,.0f} tokens/s")
            if time.monotonic() - last_kept > _KEEP_EVERY:
                keep()
                last_kept = time.monotonic()
            progress.advance(bar)
    save(model_folder, model, tokenizer)
    _write_losses(model_folder / "loss.csv", done["losses"])
    kept.unlink(missing_ok=True)
    return model_folder


def _step(model: Any, optimizer: Any, rate: float, ids: Any, labels: Any) -> float:
    import torch  # noqa: PLC0415

    for group in optimizer.param_groups:
        group["lr"] = rate
    # Without instructions for it, bfloat16 is slower than float32.
    with torch.autocast("cpu", torch.bfloat16, enabled=torch.cpu._is_avx512_bf16_supported()):
        loss = model(ids, labels=labels).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    return float(loss.detach())


def _rate(size: Size, step: int) -> float:
    """Return the learning rate: up in a line, then down in half a cosine to a tenth."""
    if step < _WARM_UP:
        return size.learning_rate * (step + 1) / _WARM_UP
    share = (step - _WARM_UP) / max(size.steps - _WARM_UP, 1)
    return size.learning_rate * (0.55 + 0.45 * math.cos(math.pi * share))


def _batches(size: Size, tokenizer: Any, start: int) -> Iterator[tuple[Any, Any]]:
    """Yield token ids and labels of each step from `start` on: the same whatever was before."""
    for part in range(start // _DRAWN, math.ceil(size.steps / _DRAWN)):
        batches = _part(size, tokenizer, part)
        first = part * _DRAWN
        yield from batches[max(start - first, 0) : size.steps - first]


def _part(size: Size, tokenizer: Any, part: int) -> list[tuple[Any, Any]]:
    drawn = examples(part, _DRAWN * size.batch)
    prompts = tokenizer([example.prompt for example in drawn]).input_ids
    completions = tokenizer([example.completion for example in drawn]).input_ids
    both = [
        (prompt, [*completion, tokenizer.eos_token_id])
        for prompt, completion in zip(prompts, completions, strict=True)
    ]
    both.sort(key=lambda pair: len(pair[0]) + len(pair[1]))
    batches = [both[place : place + size.batch] for place in range(0, len(both), size.batch)]
    random.Random(part).shuffle(batches)
    return [_padded(batch, tokenizer.pad_token_id) for batch in batches]


def _padded(batch: list[tuple[list[int], list[int]]], pad: int) -> tuple[Any, Any]:
    import torch  # noqa: PLC0415

    longest = max(len(prompt) + len(completion) for prompt, completion in batch)
    ids = torch.full((len(batch), longest), pad)
    labels = torch.full((len(batch), longest), _IGNORED)
    for row, (prompt, completion) in enumerate(batch):
        end = len(prompt) + len(completion)
        ids[row, :end] = torch.tensor(prompt + completion)
        labels[row, len(prompt) : end] = torch.tensor(completion)
    return ids, labels


def _write_losses(path: Path, losses: list[tuple[int, int, float]]) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("step", "tokens", "loss"), *losses])


def _progress(quiet: bool) -> Progress:
    columns = (
        TextColumn("training {task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TextColumn("{task.fields[said]}"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), disable=quiet)
