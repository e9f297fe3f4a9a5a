"""The values of a snapshot: each so that pages can work with it, or the file is refused."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import duckdb

from backend.catalogue import architecture_from
from backend.maths.architecture import Architecture

_MOST = 1 << 20  # samples of a problem, problems of a study, and k
_LARGEST = 1 << 50  # of a size in a model's architecture, and of its weights
_COUNT = f"BETWEEN 0 AND {_MOST}"
_FLAGS = ("tied_embeddings", "gated_mlp")
_PARTS = ("experts", "latent_attention")
_PLACED = "(SELECT count(*) FROM snapshot.main.problem AS p WHERE p.study_id = run.study_id)"
_OF_RUN = "JOIN snapshot.main.run AS run USING (run_id)"
# What holds for each row. NULL is no answer: what may be missing says so. NaN is above infinity.
_HOLDS = {
    "snapshot": "sources IS NOT NULL",
    "study": f"""study_id IS NOT NULL AND title IS NOT NULL AND benchmark IS NOT NULL
        AND source IS NOT NULL AND caveats IS NOT NULL AND (temperature IS NULL
            OR temperature BETWEEN 0 AND 2 AND top_p BETWEEN 0 AND 1 AND max_tokens >= 1
            AND seed >= 0)
        AND NOT list_contains([c IS NULL FOR c IN caveats], true) AND n_problems {_COUNT}
        AND position IS NOT NULL""",
    "former_id": "formerly IS NOT NULL AND study_id IS NOT NULL",
    "model": "model_id IS NOT NULL",
    "run": f"""run_id IS NOT NULL AND study_id IS NOT NULL AND model_id IS NOT NULL
        AND n_samples {_COUNT} AND coalesce(mean_tokens, 1) BETWEEN 0 AND 1e9
        AND coalesce(test_seconds, 0) BETWEEN 0 AND 1e9""",
    "problem": f"""study_id IS NOT NULL AND problem_id IS NOT NULL
        AND position BETWEEN 1 AND {_MOST} AND (released IS NULL
            OR released BETWEEN DATE '1900-01-01' AND DATE '2999-12-31')""",
    "published_point": f"k BETWEEN 1 AND {_MOST} AND score BETWEEN 0 AND 100",
    "mixture": "solve_rate BETWEEN 0 AND 1 AND share BETWEEN 0 AND 1.000001",
    "fit_range": f"""k BETWEEN 1 AND {_MOST} AND low BETWEEN -1e-6 AND 100.000001
        AND high BETWEEN -1e-6 AND 100.000001""",
    "cost": "kind IS NOT NULL AND source IS NOT NULL AND value > 0 AND value < 1e30",
    "measured": """run_id IS NOT NULL AND seconds > 0 AND seconds < 1e30
        AND answers BETWEEN 1 AND 1e12 AND coalesce(tokens, 0) BETWEEN 0 AND 1e18
        AND hardware IS NOT NULL AND engine IS NOT NULL AND version IS NOT NULL""",
    "greedy": f"position BETWEEN 1 AND {_MOST} AND passed IS NOT NULL",
    "tally": f"n BETWEEN 1 AND {_MOST} AND c BETWEEN 0 AND n AND position >= 1",
    "ranked": f"""ranker IS NOT NULL AND position >= 1 AND n_dropped {_COUNT}
        AND n_unknown {_COUNT}""",
    "ranker": f"""ranker IS NOT NULL AND named IS NOT NULL AND recorded IS NOT NULL
        AND coalesce(n_problems, 0) {_COUNT} AND coalesce(auc, 0) BETWEEN 0 AND 1
        AND coalesce(seconds, 0) BETWEEN 0 AND 1e12 AND coalesce(tokens, 0) BETWEEN 0 AND 1e12
        AND coalesce(prompt_tokens, 0) BETWEEN 0 AND 1e12""",
    "sample": f"position BETWEEN 1 AND {_MOST} AND n BETWEEN 0 AND {_MOST}",
}  # fmt: skip
# What holds between tables: a query that finds a row where it does not, and what is wrong there.
_FAULTS = {
    "an answer in a ranker's order with no chance of passing": """
        SELECT 1 FROM (SELECT unnest(passes) AS pass FROM snapshot.main.ranked)
        WHERE NOT coalesce(pass BETWEEN 0 AND 1, false)""",
    "a position beyond the problems of its study": " UNION ALL ".join(
        f"""SELECT 1 FROM (SELECT run_id, max(position) AS last FROM snapshot.main.{name}
                           GROUP BY run_id) {_OF_RUN} WHERE last > {_PLACED}"""
        for name in ("tally", "ranked")
    ),
    "two problems in one place, or a place without a problem": """
        SELECT 1 FROM snapshot.main.problem GROUP BY study_id
        HAVING max(position) <> count(*) OR count(DISTINCT position) <> count(*)""",
    "two counts of one problem": """
        SELECT 1 FROM snapshot.main.tally GROUP BY run_id
        HAVING count(DISTINCT position) <> count(*)""",
    "two times of one run": """
        SELECT 1 FROM snapshot.main.measured GROUP BY run_id HAVING count(*) > 1""",
    "two answers of one problem without chance": """
        SELECT 1 FROM snapshot.main.greedy GROUP BY study_id, model_id
        HAVING count(DISTINCT position) <> count(*)""",
    "a study that names a model which it has no run of": """
        SELECT 1 FROM snapshot.main.study AS s, unnest([small, large, reference]) AS t(named)
        WHERE NOT EXISTS (SELECT 1 FROM snapshot.main.run AS r
                          JOIN snapshot.main.model USING (model_id)
                          WHERE r.study_id = s.study_id AND r.model_id = t.named)""",
}


def fault(connection: duckdb.DuckDBPyConnection) -> str | None:
    """Return what of the attached snapshot no page could work with, None where nothing is."""
    for name, holds in _HOLDS.items():
        query = f"SELECT 1 FROM snapshot.main.{name} WHERE NOT coalesce({holds}, false) LIMIT 1"
        if connection.execute(query).fetchone():
            return f"a value of table '{name}' is not as a data file's must be"
    for what, query in _FAULTS.items():
        if connection.execute(f"{query} LIMIT 1").fetchone():
            return f"it holds {what}"
    texts = connection.execute(
        """SELECT architecture FROM snapshot.main.model WHERE architecture IS NOT NULL
           UNION SELECT reader FROM snapshot.main.ranker WHERE reader IS NOT NULL"""
    ).fetchall()
    if not all(_is_architecture(text) for (text,) in texts):
        return "the architecture of a model is none"
    return None


def _is_architecture(text: str) -> bool:
    try:
        found = architecture_from(json.loads(text))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False
    return _is_plain(asdict(found)) and _has_weights(found)


def _is_plain(facts: Mapping[str, Any]) -> bool:
    """Tell whether all that is known of an architecture are sizes, or flags where flags belong."""
    for name, value in facts.items():
        if isinstance(value, dict):
            fits = name in _PARTS and _is_plain(value)
        elif name in _FLAGS:
            fits = isinstance(value, bool)
        else:
            fits = value is None or (type(value) is int and 0 <= value < _LARGEST)
        if not fits:
            return False
    return True


def _has_weights(found: Architecture) -> bool:
    experts = found.experts
    if experts and not (
        0 < experts.active <= experts.count and experts.dense_layers <= found.layers
    ):
        return False
    return found.active_matmul_parameters > 0 and found.total_parameters < _LARGEST
