"""What ships: the folder of published data, and the list of its studies."""

import tomllib
from functools import cache
from typing import Any

from backend.catalogue import DATA

PUBLISHED = DATA / "published"


def shipped_studies() -> list[dict[str, Any]]:
    """Return what `studies.toml` says of each study that ships, in order."""
    found: list[dict[str, Any]] = tomllib.loads((PUBLISHED / "studies.toml").read_text())["study"]
    return found


@cache
def shipped_ids() -> frozenset[str]:
    """Return the ids of the studies that ship."""
    return frozenset(study["id"] for study in shipped_studies())
