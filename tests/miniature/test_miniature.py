"""The miniature: problems that are never trained on, and the whole study in small."""

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.benchmarks.minifunctions.functions import (
    compiled,
    composition,
    draw,
    draw_value,
    is_held_out,
)
from backend.benchmarks.minifunctions.operations import OPERATIONS, Operation
from backend.benchmarks.minifunctions.problems import EACH, SPLITS, problems
from backend.benchmarks.source import load
from backend.grading.pool import Pool
from backend.grading.tiers import Tier
from backend.miniature import train as training
from backend.miniature.corpus import examples
from backend.miniature.family import Size


def test_problems_are_the_same_each_time_and_enough_in_each_split() -> None:
    first, second = load("minifunctions", None), load("minifunctions", None)
    assert first == second
    difficulties = [problem.difficulty for problem in first.problems.values()]
    assert {split: difficulties.count(split) for split in SPLITS} == dict.fromkeys(SPLITS, EACH)
    assert len(first.problems) >= 200


def test_no_composition_of_a_test_problem_is_trained_on() -> None:
    made = list(problems())
    asked = {problem.function.composition for problem in made}
    assert len(asked) == len(made)
    assert all(map(is_held_out, asked))
    rng = random.Random("any")
    lengths = [length for lengths in SPLITS.values() for length in lengths]
    for _ in range(20_000):
        function = draw(rng, rng.choice(lengths), held_out=False)
        assert not is_held_out(composition(function.steps))


def test_the_corpus_holds_no_test_prompt_and_no_test_solution_of_two_steps_or_more() -> None:
    drawn = examples(0, 5000)
    prompts = {example.prompt for example in drawn}
    bodies = {example.completion for example in drawn}
    for problem in problems():
        assert problem.function.prompt(problem.examples) not in prompts
        assert len(problem.function.steps) == 1 or problem.function.body not in bodies


@given(st.sampled_from(sorted(OPERATIONS)), st.integers(0, 10_000))
def test_all_codes_of_an_operation_do_the_same(name: str, seed: int) -> None:
    operation, rng = OPERATIONS[name], random.Random(seed)
    constant = rng.choice(operation.constants or ("",))
    value = draw_value(rng, operation.takes)
    outputs = [_run(code.format(v="given", a=constant), value) for code in operation.codes]
    assert all(output == outputs[0] for output in outputs)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=str)
def test_an_operations_words_name_its_constant(operation: Operation) -> None:
    for words in (*operation.verbs, *operation.nouns):
        assert ("{a}" in words) == bool(operation.constants), words
    assert all("{v}" in words for words in (*operation.codes, *operation.nouns))
    assert not any("{v}" in words for words in operation.verbs)


@pytest.mark.slow
def test_every_reference_passes_its_tests_in_the_sandbox() -> None:
    benchmark = load("minifunctions", None)
    items = [
        (name, problem, problem.reference or "") for name, problem in benchmark.problems.items()
    ]
    with Pool(Tier.BUBBLEWRAP) as pool:
        verdicts = dict(pair for chunk in pool.grade(items) for pair in chunk)
        assert pool.troubles() == {}
    assert len(verdicts) == len(items)
    assert all(verdict.passed for verdict in verdicts.values())


@pytest.mark.slow
def test_training_that_was_stopped_ends_with_the_same_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = Size("tiny", hidden_size=64, layers=1, heads=2, steps=24, learning_rate=1e-3, batch=4)
    whole = training.train(size, tmp_path / "whole", quiet=True)
    step, steps_left = training._step, iter(range(13))

    def stopping(*arguments: Any) -> float:
        if next(steps_left, None) is None:
            raise KeyboardInterrupt
        return step(*arguments)

    monkeypatch.setattr(training, "_KEEP_EVERY", 0.0)
    with monkeypatch.context() as stopped, pytest.raises(KeyboardInterrupt):
        stopped.setattr(training, "_step", stopping)
        training.train(size, tmp_path / "stopped", quiet=True)
    resumed = training.train(size, tmp_path / "stopped", quiet=True)
    for name in ("model.safetensors", "tokenizer.json", "loss.csv"):
        assert (resumed / name).read_bytes() == (whole / name).read_bytes(), name


def _run(code: str, value: Any) -> Any:
    return compiled("run", "given", f"    return {code}\n")(value)
