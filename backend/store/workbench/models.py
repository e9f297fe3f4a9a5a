"""Models of the catalogue, as rows of a data file."""

import json
from collections.abc import Collection
from dataclasses import asdict

import duckdb

from backend.catalogue import CatalogueModel
from backend.maths.architecture import Architecture
from backend.store.workbench.writing import insert


def insert_models(
    connection: duckdb.DuckDBPyConnection, models: Collection[CatalogueModel]
) -> None:
    """Add models of the catalogue to the table `model`."""
    insert(
        connection,
        "model",
        {
            "model_id": [model.name for model in models],
            "architecture": [architecture_json(model.architecture) for model in models],
            "not_public": [model.not_public or None for model in models],
            "family": [model.family for model in models],
        },
    )


def architecture_json(architecture: Architecture | None) -> str | None:
    """Return an architecture as data files hold it, NULL where it is not public."""
    return json.dumps(asdict(architecture)) if architecture else None
