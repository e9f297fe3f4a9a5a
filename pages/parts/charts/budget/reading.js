// What stands at a budget, and how it is written. Python says which answers each budget of the
// slider pays for; here it is looked up. tests/pages/test_chart_reading.py holds the texts equal
// to those of backend/words/amounts.py.

/** @import { CurveMessage, EntryMessage, Float32s, Float64s, Int32s } from "./message" */
/** @import { Message, PackedMessage, TextsMessage, UnitMessage } from "./message" */
/** @typedef {ReturnType<typeof unpack>} Chart what was sent, its numbers unpacked */
/** @typedef {ReturnType<typeof unpackCurve>} Curve */
/** @typedef {ReturnType<typeof unpackEntry>} Entry */
/**
 * What stands at a stop: k answers for what they use, none where the budget pays for none; `ended`
 * where it would pay for more than there is data for. Where the first answer that passes is the
 * last, `answers` are drawn on average of at most k, and `worst` is what all of them cost.
 * @typedef {object} Reading
 * @property {number} k
 * @property {number} answers
 * @property {number} worst
 * @property {number} score
 * @property {number} low
 * @property {number} high
 * @property {number} used
 * @property {boolean} ended
 */

/** @param {string} text */
export const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer;
/** @param {Float64s} text */
export const float64 = (text) => new Float64Array(bytes(text));
/** @param {Float32s} text */
export const float32 = (text) => new Float32Array(bytes(text));
/** @param {Int32s} text */
export const int32 = (text) => new Int32Array(bytes(text));

/** @param {Message} message */
export function unpack(message) {
  return {
    ...message,
    grid: float64(message.grid),
    reach: message.reach && { ...message.reach, targets: float64(message.reach.targets) },
    curves: message.curves.map(unpackCurve),
    entries: message.entries.map(unpackEntry),
  };
}

/** @param {PackedMessage} packed */
function unpackNumbers({ k, answers, budget, worst, score, low, high, pays }) {
  return {
    k: int32(k), budget: float64(budget), score: float64(score),
    answers: answers && float64(answers), worst: worst && float64(worst),
    low: low && float32(low), high: high && float32(high), pays: int32(pays),
  };
}

/** @param {CurveMessage} curve */
const unpackCurve = (curve) => ({ ...curve, ...unpackNumbers(curve) });
/** @param {EntryMessage} entry */
const unpackEntry = (entry) => ({ ...entry, ...unpackNumbers(entry) });

/**
 * What a curve has at a stop of the slider.
 * @param {Curve | Entry} curve
 * @param {number} stop
 * @returns {Reading}
 */
export function readingAt({ k, answers, budget, worst, score, low, high, pays, ends }, stop) {
  const last = pays.findLastIndex((first) => first <= stop); // -1 where not even the first is paid
  if (last < 0) {
    const none = { k: 0, answers: 0, worst: 0, used: 0, ended: false };
    return { ...none, score: NaN, low: NaN, high: NaN };
  }
  return {
    k: k[last], answers: answers ? answers[last] : k[last],
    worst: worst ? worst[last] : budget[last], score: score[last], low: low ? low[last] : NaN, high: high ? high[last] : NaN,
    used: budget[last], ended: stop >= ends,
  };
}

/**
 * The place of the budget in the grid that is nearest to `budget` on the log axis.
 * @param {Float64Array} grid rising
 * @param {number} budget
 */
export function nearest(grid, budget) {
  let low = 0, high = grid.length - 1;
  while (low < high) { // to the first that is at least `budget`, or the last of all
    const middle = (low + high) >> 1;
    if (grid[middle] < budget) low = middle + 1;
    else high = middle;
  }
  const below = Math.max(low - 1, 0);
  return budget / grid[below] < grid[low] / budget ? below : low;
}

/**
 * A text with its names in braces replaced; what stands in for them is never read again.
 * @param {string} text
 * @param {Record<string, string | number>} values by name
 */
export const filled = (text, values) =>
  text.replace(/\{(\w+)\}/g, (_, name) => `${values[name]}`);

/**
 * A budget with its unit, as `amount` of backend/words/amounts.py writes it.
 * @param {number} value not negative, below 1e21
 * @param {UnitMessage} unit
 */
export function amount(value, unit) {
  const { whole, one } = unit;
  const { times, before, after } = scaleOf(value, unit);
  const number = whole ? grouped(rounded(value, 0)) : fourDigits(times * value);
  return `${before}${number}${value === 1 && one !== null ? one : after}`;
}

/**
 * A budget under an axis: with its unit where that is `mixed` along it, else the number alone.
 * @param {number} value
 * @param {UnitMessage} unit
 * @param {{ mixed: boolean }} axis
 */
export const tickText = (value, unit, { mixed }) =>
  mixed ? amount(value, unit) : fourDigits(value);

/**
 * The scale on which an amount is written: the first that fits, or else the last.
 * @param {number} value
 * @param {UnitMessage} unit
 */
const scaleOf = (value, { scales }) =>
  scales.find(({ least }) => value >= least) ?? scales[scales.length - 1];

// What stands before a number, the number, whose commas group thousands, and what stands after it.
const TYPED =
  /^([^\d.]*)((?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)(.*)$/i;

/**
 * The budget that a visitor typed, with its unit or as a bare number on the scale on which `beside`
 * is written; NaN where it is none.
 * @param {string} text
 * @param {UnitMessage} unit
 * @param {number} beside
 */
export function typed(text, unit, beside) {
  const found = TYPED.exec(text);
  if (!found) return NaN;
  const [before, number, after] = found.slice(1).map((part) => part.trim().toLowerCase());
  const bare = !before && !after;
  const scale = bare ? scaleOf(beside, unit) : unit.scales.find((each) =>
    before === each.before.trim().toLowerCase() && [each.after, ...unit.also].some(
      (written) => written.trim().toLowerCase() === after));
  const value = scale ? Number(number.replaceAll(",", "")) / scale.times : NaN;
  return value > 0 && value < Infinity ? value : NaN;
}

/**
 * A score as it is written everywhere, in percent.
 * @param {number} score
 */
export const percent = (score) => `${rounded(score, 1)} %`;

/**
 * A whole number, as it is written everywhere.
 * @param {number} count
 */
export const counted = (count) => grouped(`${count}`);

/**
 * A text in which no line ends between a number and its unit.
 * @param {string} text
 */
export const unbroken = (text) =>
  text.replace(/(\d) (?=%|points?\b|\w*FLOPs\b|[mµ]?s\b|¢|x )/g, "$1\u00a0");

/**
 * How many answers there are, as `drawn` of backend/words/counts.py writes it.
 * @param {{ k: number, answers: number }} reading
 * @param {TextsMessage} texts
 */
export const drawnTimes = ({ k, answers }, texts) =>
  filled(answers === k ? texts.count : texts.up_to, { k: counted(k), answers: points(answers) });

/**
 * A number of points, as scores are written.
 * @param {number} value not negative
 */
export const points = (value) => rounded(value, 1);

/**
 * A lead in whole points, as short as it can be: an exact half goes away from zero, so that what
 * one leads by is what the other trails by.
 * @param {number} lead
 */
export function wholePoints(lead) {
  const size = Math.round(Math.abs(lead));
  return `${size ? (lead < 0 ? "\u2212" : "+") : ""}${size}`;
}

/**
 * A number to four significant digits, never in exponent form.
 * @param {number} value not negative, below 1e21
 */
export function fourDigits(value) {
  if (value === 0) return "0";
  const text = rounded(value, Math.max(0, 3 - Math.floor(Math.log10(value))));
  return grouped(text.includes(".") ? text.replace(/\.?0+$/, "") : text);
}

/** @param {string} text of a number */
function grouped(text) {
  const [whole, decimals] = text.split(".");
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return decimals ? `${thousands}.${decimals}` : thousands;
}

/**
 * A number with so many decimals, an exact half to the even neighbour, as Python rounds.
 * `toFixed` takes halves up, `toLocaleString` rounds what is no half but is written like one.
 * @param {number} value not negative, below 1e21
 * @param {number} decimals at most 99
 */
export function rounded(value, decimals) {
  const exact = value.toFixed(100);
  const end = exact.length - 100 + (decimals || -1);
  const below = exact.slice(0, end);
  const half = /^\.?50*$/.test(exact.slice(end));
  return half && /[02468]$/.test(below) ? below : value.toFixed(decimals);
}
