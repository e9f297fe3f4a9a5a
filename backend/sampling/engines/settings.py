"""What is said of models and engines: by an experiment's file, or by who ranks by a model."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class EngineKind(StrEnum):
    """What generates."""

    VLLM = "vllm"  # in this process
    SERVER = "server"  # any OpenAI-compatible one
    RAY = "ray"  # vLLM in the workers of a Ray cluster, or of this machine


class Table(BaseModel):
    """A table of a TOML file: fixed once it is read, with no field that is not named here."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelTable(Table):
    """`[models."NAME"]`: a model of the experiment, under the name that studies show."""

    path: str = Field(min_length=1, description="a folder, or a name on the model hub")
    revision: str | None = None
    dtype: str = Field("auto", pattern="^(auto|float32|float16|bfloat16)$")
    chat: bool | None = Field(None, description="by default: if the model has a chat template")


class EngineTable(Table):
    """`[engine]`: what generates, and how much of it at once. Changes no sample."""

    kind: EngineKind = EngineKind.VLLM
    batch: int = Field(256, ge=1, description="sequences generated at the same time")
    tensor_parallel: int = Field(1, ge=1)
    pipeline_parallel: int = Field(1, ge=1)
    memory: float = Field(0.9, gt=0, le=1, description="share of a GPU's memory")
    options: dict[str, Any] = Field({}, description="passed to vLLM as they are")
    url: str = Field("http://localhost:8000/v1", description="of the server")
    api_key_variable: str = Field(
        "OPENAI_API_KEY",
        pattern=r"^[A-Z][A-Z0-9_]*_API_KEY$",
        description="where its key is, if it wants one",
    )
    workers: int = Field(1, ge=1, description="Ray workers, each with an engine")
    trust_model_code: bool = Field(False, description="never said by a file: by whoever starts it")


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
