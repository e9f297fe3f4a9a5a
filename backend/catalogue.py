"""Read the facts that ship with the project: models, their releases and cut-offs, GPUs."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from backend.maths.architecture import Architecture, Experts, LatentAttention
from backend.maths.assumptions import Gpu

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class CatalogueModel:
    """A model as the studies name it.

    `architecture` is None where `not_public` says why; `released` is the day since when its
    weights are public, None where that is not known or they are not.
    """

    name: str
    architecture: Architecture | None
    not_public: str = ""
    family: str | None = None
    released: dt.date | None = None


def architecture_from(facts: Mapping[str, Any]) -> Architecture:
    """Build an architecture from a table of facts, as in TOML or JSON; other keys are ignored."""
    own = {field.name for field in fields(Architecture)}
    values = {key: value for key, value in facts.items() if key in own and value is not None}
    if "experts" in values:
        values["experts"] = Experts(**values["experts"])
    if "latent_attention" in values:
        values["latent_attention"] = LatentAttention(**values["latent_attention"])
    return Architecture(**values)


@cache
def models() -> dict[str, CatalogueModel]:
    """Return all models of the catalogue by name."""
    catalogue = tomllib.loads((DATA / "models.toml").read_text())
    known = {
        name: CatalogueModel(name, architecture_from(entry))
        for entry in catalogue["architecture"]
        for name in entry["models"]
    }
    closed = {
        name: CatalogueModel(name, None, entry["reason"])
        for entry in catalogue["not_public"]
        for name in entry["models"]
    }
    both = known | closed
    for release in tomllib.loads((DATA / "releases.toml").read_text())["release"]:
        facts = {"family": release["family"], "released": release.get("day")}
        both |= {name: replace(both[name], **facts) for name in release["models"]}
    return both


@cache
def cut_offs() -> dict[str, dt.date]:
    """Return up to which day models may have been trained, by name, where it is known.

    Where nobody told, that is the day on which their weights were published.
    """
    told: dict[str, dt.date] = tomllib.loads((DATA / "cut_offs.toml").read_text())["cut_off"]
    released = {name: model.released for name, model in models().items() if model.released}
    return released | told


@cache
def gpus() -> dict[str, Gpu]:
    """Return the GPUs that a time estimate can assume, by name."""
    entries = tomllib.loads((DATA / "gpus.toml").read_text())["gpu"]
    return {entry["name"]: Gpu(**entry) for entry in entries}
