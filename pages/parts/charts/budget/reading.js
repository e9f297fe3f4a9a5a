// What stands at a budget, and how it is written. Python says which answers each budget of the
// slider pays for; here it is looked up. tests/pages/test_chart_reading.py holds the texts equal
// to those of backend/words/amounts.py.

/** @import { CurveMessage, Float32s, Float64s, Int32s, Message } from "./message" */
/** @import { TextsMessage, UnitMessage } from "./message" */
/** @typedef {ReturnType<typeof unpack>} Chart what was sent, its numbers unpacked */
/** @typedef {ReturnType<typeof unpackCurve>} Curve */
/** @typedef {ReturnType<typeof readingAt>} Reading */

/** @param {string} text */
const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer;
/** @param {Float64s} text */
const float64 = (text) => new Float64Array(bytes(text));
/** @param {Float32s} text */
const float32 = (text) => new Float32Array(bytes(text));
/** @param {Int32s} text */
const int32 = (text) => new Int32Array(bytes(text));

/** @param {Message} message */
export function unpack(message) {
  return { ...message, grid: float64(message.grid), curves: message.curves.map(unpackCurve) };
}

/** @param {CurveMessage} curve */
function unpackCurve(curve) {
  return {
    ...curve,
    k: int32(curve.k),
    budget: float64(curve.budget),
    score: float64(curve.score),
    low: curve.low && float32(curve.low),
    high: curve.high && float32(curve.high),
    affordable: int32(curve.affordable),
    left: float64(curve.left),
  };
}

/**
 * What a curve has at a stop of the slider: k answers, none where the budget pays for none;
 * `ended` where it would pay for more than there is data for.
 * @param {Curve} curve
 * @param {number} stop
 */
export function readingAt(curve, stop) {
  const last = curve.affordable[stop] - 1; // of what was sent, -1 where not even the first is paid
  return {
    curve, k: last < 0 ? 0 : curve.k[last], score: last < 0 ? NaN : curve.score[last],
    left: curve.left[stop], ended: stop >= curve.ends,
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
 * What is written of a reading beside its score.
 * @param {Reading} reading
 * @param {TextsMessage} texts
 * @param {UnitMessage} unit
 */
export function remainder({ curve, k, left, ended }, texts, unit) {
  if (!k) return filled(texts.one_costs, { amount: amount(curve.budget[0], unit) });
  if (left > 0) {
    const rest = ended ? texts.ended_left_over : texts.left_over;
    return filled(rest, { amount: amount(left, unit) });
  }
  return ended ? texts.ended_nothing_left : texts.nothing_left;
}

/**
 * A budget with its unit, as `amount` of backend/words/amounts.py writes it.
 * @param {number} value not negative, below 1e21
 * @param {UnitMessage} unit
 */
export function amount(value, { scales, whole, one }) {
  const fits = scales.find(({ least }) => value >= least);
  const { times, before, after } = fits ?? scales[scales.length - 1];
  const number = whole ? grouped(rounded(value, 0)) : fourDigits(times * value);
  return `${before}${number}${value === 1 && one !== null ? one : after}`;
}

/**
 * A score as it is written everywhere, in percent.
 * @param {number} score
 */
export const percent = (score) => `${rounded(score, 1)} %`;

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
function rounded(value, decimals) {
  const exact = value.toFixed(100);
  const end = exact.length - 100 + (decimals || -1);
  const below = exact.slice(0, end);
  const half = /^\.?50*$/.test(exact.slice(end));
  return half && /[02468]$/.test(below) ? below : value.toFixed(decimals);
}
