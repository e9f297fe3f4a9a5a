"""Models of the catalogue, as rows of a data file."""

import json
from collections.abc import Collection
from dataclasses import asdict

import duckdb

from backend.catalogue import CatalogueModel
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
            "architecture": [
                json.dumps(asdict(model.architecture)) if model.architecture else None
                for model in models
            ],
            "not_public": [model.not_public or None for model in models],
            "family": [model.family for model in models],
        },
    )
