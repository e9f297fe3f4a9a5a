// What a score costs, and how it is said. Python sends the answers at which a curve first reaches
// each score that the line stops at; here they are looked up. tests/pages/test_reaching_read.py
// holds look-ups and texts equal to those of backend/answers/reaching.py and backend/words.

import { amount, counted, drawnTimes, filled, percent, rounded } from "./reading.js";
/** @import { TextsMessage } from "./message" */
/** @import { Chart, Curve, Entry, Reading } from "./reading.js" */
/**
 * What a curve needs to reach a score: the first k answers that do, for `used`; `low` and `high`
 * are the first budgets at which the ends of the score's interval reach it, NaN where none does.
 * @typedef {Pick<Reading, "k" | "answers" | "worst" | "score" | "used" | "low" | "high">} Need
 */

/**
 * The least score that reaches a target, as `reached_from` of backend/maths/targets.py has it: this
 * one, or what is written as so much.
 * @param {number} target percent
 */
const reachedFrom = (target) =>
  Math.min(target, Math.ceil(Math.round(target * 1e7) / 1e6) / 10 - 0.05);

/**
 * @param {Curve | Entry} curve
 * @param {number} target percent
 * @returns {Need | null} null where no number of answers reaches it
 */
export function neededFor({ k, answers, budget, worst, score, low, high }, target) {
  const goal = reachedFrom(target);
  const first = score.findIndex((value) => value >= goal);
  if (first < 0) return null;
  /** @param {Float32Array | null} ends */
  const from = (ends) => budget[ends ? ends.findIndex((end) => end >= goal) : -1] ?? NaN;
  return {
    k: k[first], answers: answers ? answers[first] : k[first], score: score[first],
    used: budget[first], worst: worst ? worst[first] : budget[first],
    low: from(high), high: from(low),
  };
}

/** @param {Curve | Entry} curve */
export const mostOf = ({ score }) => Math.max(...score);

/**
 * One budget as a share of another, as `of_budget` of backend/words/shares.py writes it.
 * @param {number} share positive
 * @param {TextsMessage} texts
 */
export function shareOf(share, texts) {
  if (share >= 2) {
    const few = rounded(share, 1).replace(/\.0$/, "");
    return filled(texts.times_as_much,
      { share: share < 9.95 ? few : counted(Number(rounded(share, 0))) });
  }
  if (share < 1.005 && share > 0.995) return texts.as_much;
  const change = Math.abs(share - 1);
  return filled(share > 1 ? texts.more : texts.less, {
    share: change >= 0.995 ? rounded(Math.min(100 * change, 99.9), 1) : rounded(100 * change, 0),
  });
}

/**
 * What a curve needs, in a few words.
 * @param {Curve} curve
 * @param {number} target
 * @param {Chart} chart
 */
export function needSaid(curve, target, { texts, unit }) {
  const need = neededFor(curve, target);
  return need ? filled(texts.needs, {
    model: curve.label, drawn: drawnTimes(need, texts), amount: amount(need.used, unit),
  }) : filled(texts.never_reaches, { model: curve.label });
}

/**
 * How much less the small one of the pair needs, and where that stands on the chart.
 * @param {Chart} chart
 * @param {number} target
 */
export function savingFor({ curves, duel, texts }, target) {
  const [small, large] = duel && duel.compared
    ? [duel.small, duel.large].map((place) => neededFor(curves[place], target)) : [];
  return small && large ? {
    tip: small.used, start: large.used, score: target, text: shareOf(small.used / large.used, texts),
  } : null;
}

/**
 * What the pair needs to reach a score: a few words, and a sentence.
 * @param {Chart} chart
 * @param {number} target
 * @param {Curve} small
 * @param {Curve} large
 */
export function reachSaid(chart, target, small, large) {
  const { texts, unit } = chart;
  const [left, right] = [small, large].map((curve) => neededFor(curve, target));
  const score = percent(target), names = { score, small: small.label, large: large.label };
  if (left && right) {
    const saving = savingFor(chart, target);
    const headline = saving
      ? filled(texts.reaches_with, { ...names, share: saving.text }) : filled(texts.both, names);
    return { headline, sentence: filled(texts.both_need, {
      ...names,
      small_drawn: drawnTimes(left, texts), small_used: amount(left.used, unit),
      large_drawn: drawnTimes(right, texts), large_used: amount(right.used, unit),
    }) };
  }
  const most = { small_most: percent(mostOf(small)), large_most: percent(mostOf(large)) };
  const need = left ?? right;
  if (!need) {
    return {
      headline: filled(texts.neither, names), sentence: filled(texts.none_reaches, { ...names, ...most }),
    };
  }
  const [model, other] = left ? [small.label, large.label] : [large.label, small.label];
  return { headline: filled(texts.only_one, { model, score }), sentence: filled(texts.one_needs, {
    model, other, score, drawn: drawnTimes(need, texts), amount: amount(need.used, unit),
    most: left ? most.large_most : most.small_most,
  }) };
}

/**
 * The score that a visitor typed, in percent; NaN where it is none.
 * @param {string} text
 */
export function typedScore(text) {
  const found = /^\s*(\d+\.?\d*|\.\d+)\s*%?\s*$/.exec(text);
  const score = found ? Math.round(10 * Number(found[1])) / 10 : NaN;
  return score > 0 && score <= 100 ? score : NaN;
}
