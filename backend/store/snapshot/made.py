"""Rows of a snapshot made into records."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from backend.catalogue import architecture_from
from backend.errors import UserError
from backend.maths.costs import Measured, ModelFacts, Published
from backend.records.ranker_name import RankerName, ranker_name
from backend.records.study import Purpose, Run, SamplingRule, Study


def study_of(*row: Any) -> Study:
    """Return a study; the last four values are the rule by which it was drawn here, if it was."""
    *told, temperature, top_p, max_tokens, seed = row
    study = Study(*told)
    purpose = study.purpose if study.purpose in set(Purpose) else Purpose.OWN
    study = replace(study, purpose=Purpose(purpose))
    if study.sampling is None and temperature is not None:
        return replace(study, sampling=SamplingRule(temperature, top_p, max_tokens, seed))
    return study


def run_of(
    study: Study,
    run_id: str,
    model: str,
    architecture: str | None,
    not_public: str | None,
    family: str | None,
    mean_tokens: float | None,
    test_seconds: float | None,
    n_samples: int,
    n_fewest: int,
    n_tallied: int,
    costs: Sequence[tuple[str, str, str]] | None,
    *measured: Any,
) -> Run:
    """Return a run of a study; `measured` are the values of its time, None where it has none."""
    reported = {kind: (float(value), source) for kind, value, source in costs or ()}
    facts = ModelFacts(
        model,
        architecture_from(json.loads(architecture)) if architecture else None,
        not_public or "",
        _published(reported, ""),
        _published(reported, "-stand-in"),
        mean_tokens,
        None if measured[0] is None else Measured(*measured),
    )
    n_problems = n_tallied or study.n_problems
    return Run(
        *(run_id, study.id, facts, n_samples, n_fewest, n_problems, n_tallied == 0),
        *(family, test_seconds),
    )


def name_of(ranker: str) -> RankerName | None:
    """Return what a ranker's name says, None where a newer program gave it."""
    try:
        return ranker_name(ranker)
    except UserError:
        return None


def in_order(runs: Collection[Run]) -> list[Run]:
    """Return runs as lists have them: families by name, in each the smallest model first.

    Unknown sizes come last, of families and in them.
    """
    least: dict[str, float] = defaultdict(lambda: float("inf"))
    for run in runs:
        least[run.family or ""] = min(least[run.family or ""], _size(run))

    def key(run: Run) -> tuple[bool, str, float, str]:
        family = run.family or ""
        return least[family] == float("inf"), family.casefold(), _size(run), run.model.name

    return sorted(runs, key=key)


def _size(run: Run) -> float:
    architecture = run.model.architecture
    return architecture.total_parameters if architecture else float("inf")


def _published(reported: Mapping[str, tuple[float, str]], ending: str) -> Published:
    flops, flops_source = reported.get(f"flops{ending}", (None, ""))
    seconds, seconds_source = reported.get(f"time{ending}", (None, ""))
    return Published(flops, seconds, flops_source, seconds_source)
