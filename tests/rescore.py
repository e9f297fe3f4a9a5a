"""Read answers with a model's weights, as ranking does.

`python -m tests.rescore WEIGHTS ROWS [SETTINGS BENCHMARK PROBLEMS]`: ROWS is a file of JSON, a list
of [problem, text]; SETTINGS are the engine's, as JSON. Those of the shipped miniature by default.

Prints the mean log-likelihood of a token of each, as JSON. In a process of its own: torch does not
go well with warnings that are errors.
"""

import json
import sys
from contextlib import closing
from itertools import groupby
from pathlib import Path

from backend.benchmarks.source import load
from backend.sampling.engines.settings import VllmSettings
from backend.sampling.scorer import Reading, VllmScorer


def main(
    weights: str,
    rows: str,
    settings: str = '{"dtype": "float32"}',
    benchmark: str = "minifunctions",
    path: str = "",
) -> None:
    problems = load(benchmark, Path(path) if path else None).problems
    found: list[Reading] = []
    with closing(VllmScorer(VllmSettings(weights, **json.loads(settings)))) as scorer:
        for name, group in groupby(json.loads(Path(rows).read_text()), key=lambda row: row[0]):
            texts = [text for _, text in group]
            found += scorer.read(problems[name].prompt, texts, chat=False)
    print(json.dumps([reading.log_likelihood / reading.tokens for reading in found]))


if __name__ == "__main__":
    main(*sys.argv[1:])
