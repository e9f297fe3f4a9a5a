"""Hold stored likelihoods against those of transformers.

`python -m tests.read_likelihoods MODEL STORE FILE`.

Prints how many samples there were and the largest difference, as JSON. In a process of its own:
torch does not go well with warnings that are errors.
"""

import json
import sys
from pathlib import Path

import duckdb
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from backend.benchmarks.source import load


def main(folder: str, store: str, problems: str) -> None:
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    prompts = load("humaneval", Path(problems)).problems
    with duckdb.connect(Path(store) / "workbench.duckdb", read_only=True) as connection:
        rows = connection.execute(
            """SELECT problem_id, text, score
               FROM sample JOIN score USING (run_id, problem_id, sample_index)
               WHERE run_id = 'tiny/tiny' AND ranker = 'nll:tiny'"""
        ).fetchall()
    worst = 0.0
    for problem, text, score in rows:
        before = tokenizer.encode(prompts[problem].prompt)
        after = tokenizer.encode(text, add_special_tokens=False)
        if not after:
            assert score == float("-inf")
            continue
        with torch.no_grad():
            told = model(torch.tensor([before + after])).logits.log_softmax(-1)[0]
        summed = sum(told[len(before) + place - 1, token] for place, token in enumerate(after))
        worst = max(worst, abs(float(summed) / len(after) - score))
    print(json.dumps([len(rows), worst]))


if __name__ == "__main__":
    main(*sys.argv[1:])
