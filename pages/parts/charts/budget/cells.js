// What the table's lines say: of a budget what each model solves for it, of a score what each needs.

import { amount, counted, filled, percent, points, readingAt } from "./reading.js";
import { mostOf, neededFor } from "./reaching.js";
/** @import { TextsMessage, UnitMessage } from "./message" */
/** @import { Chart, Entry, Reading } from "./reading.js" */
/** @import { Need } from "./reaching.js" */
/** @typedef {[number, number] | null} Scale the least and the most of all intervals */
/**
 * A model's line: what stands in its cells, by their names, and by what lines are sorted, rising.
 * @typedef {{ order: number, pays: boolean, cells: Record<string, (string | Node)[] | undefined> }} Told
 */
/**
 * How the table is filled.
 * @typedef {object} Filling
 * @property {string[]} cells beside the model's name
 * @property {(chart: Chart) => string[]} heads
 * @property {(chart: Chart, stop: number) => string} title
 * @property {(chart: Chart) => Scale} scale of the intervals, the same wherever the line is
 * @property {(chart: Chart, entry: Entry, stop: number, scale: Scale) => Told} line
 */

/** @param {Chart} chart */
export const fillingOf = (chart) => (chart.reach ? NEEDED : SOLVED);

/** @type {Filling} */
const SOLVED = {
  cells: ["count", "score", "interval", "used"],
  heads: ({ texts }) => texts.columns,
  title: ({ grid, texts, unit }, stop) =>
    filled(texts.table, { amount: amount(grid[stop], unit) }),
  scale: ({ entries }) => spanOf(entries),
  line({ exact_unit: exact, texts, unit }, entry, stop, scale) {
    const at = readingAt(entry, stop);
    const unpaid = filled(texts.one_costs, { amount: cost(entry, entry.budget[0], exact) });
    if (!at.k) return { order: 1, pays: false, cells: { used: [unpaid] } };
    const used = [cost(entry, at.used, unit), ...worst(entry, at, texts, exact)];
    if (at.ended) used.push(remark(texts.all_its_data));
    const { low, high, score } = at;
    const text = filled(texts.interval, { low: points(low), high: percent(high) });
    return { order: -score, pays: true, cells: {
      count: count(at, texts), score: [percent(score)], used,
      interval: scale && !Number.isNaN(low) ? interval([low, high, score], scale, text) : [],
    } };
  },
};

/** @type {Filling} */
const NEEDED = {
  cells: ["count", "used", "interval"],
  heads: ({ texts }) => texts.reach_columns,
  title: ({ reach, texts }, stop) =>
    filled(texts.reach_table, { score: percent(reach?.targets[stop] ?? NaN) }),
  scale: ({ entries }) => [
    Math.min(...entries.map(({ budget }) => Math.log10(budget[0]))),
    Math.max(...entries.map(({ budget }) => Math.log10(budget[budget.length - 1]))),
  ],
  line({ exact_unit: exact, reach, texts, unit }, entry, stop, scale) {
    const need = neededFor(entry, reach?.targets[stop] ?? NaN), most = mostOf(entry);
    if (!need) { // behind all others, and those first that come nearest
      const never = filled(texts.never, { score: percent(most) });
      return { order: 1e100 * (101 - most), pays: false, cells: { used: [never] } };
    }
    const { low, high, used } = need;
    const text = filled(Number.isNaN(high) ? texts.or_more : texts.interval,
      { low: amount(low, unit), high: amount(high, unit) });
    const ends = [low, Number.isNaN(high) ? 10 ** (scale?.[1] ?? 0) : high, used].map(Math.log10);
    return { order: used, pays: true, cells: {
      count: count(need, texts),
      used: [cost(entry, used, unit), ...worst(entry, need, texts, exact)],
      interval: scale && !Number.isNaN(low) && entry.apart === null ? interval(ends, scale, text) : [],
    } };
  },
};

/**
 * How many answers.
 * @param {Reading | Need} at
 * @param {TextsMessage} texts
 */
function count({ k, answers }, texts) {
  if (answers >= k) return [filled(texts.count, { k: counted(k) })];
  const average = remark(filled(texts.on_average, { answers: points(answers) }));
  return [filled(texts.at_most, { k: counted(k) }), average];
}

/**
 * A cost, marked where it cannot be ranked with the others'.
 * @param {Entry} entry
 * @param {number} value
 * @param {UnitMessage} unit
 */
const cost = ({ apart }, value, unit) =>
  filled(apart ?? "{amount}", { amount: amount(value, unit) });

/**
 * What they cost where none passes, if that is more; a lower bound has no upper one.
 * @param {Entry} entry
 * @param {Reading | Need} at
 * @param {TextsMessage} texts
 * @param {UnitMessage} exact
 */
const worst = ({ apart }, at, texts, exact) => (at.answers < at.k && apart === null
  ? [remark(filled(texts.worst, { amount: amount(at.worst, exact) }))] : []);

/**
 * A remark under what a cell says.
 * @param {string} text
 */
export function remark(text) {
  const small = document.createElement("small");
  small.textContent = text;
  return small;
}

/**
 * The least and the most of all intervals, the same for each budget; null where there is none.
 * @param {Entry[]} entries
 * @returns {Scale}
 */
function spanOf(entries) {
  const lows = entries.flatMap(({ low }) => [...(low ?? [])]);
  const highs = entries.flatMap(({ high }) => [...(high ?? [])]);
  return lows.length ? [Math.min(...lows), Math.max(...highs)] : null;
}

/**
 * An interval, drawn and written.
 * @param {number[]} ends its low and its high end, and the value
 * @param {[number, number]} scale
 * @param {string} written
 */
function interval([low, high, value], [least, most], written) {
  /** @param {number} at */
  const place = (at) => `${(100 * (at - least)) / Math.max(most - least, 1e-9)}%`;
  const bar = document.createElement("span");
  bar.className = "bc-bar";
  bar.style.setProperty("--low", place(low));
  bar.style.setProperty("--high", place(high));
  bar.style.setProperty("--score", place(value));
  const text = document.createElement("span");
  text.textContent = written;
  return [bar, text];
}
