// Who leads whom at a stop of the slider: Python worked it out, here it is looked up.

import { bytes, counted, filled, float32, float64, int32 } from "../budget/reading.js";
/** @import { MatrixMessage, RowMessage } from "./message" */
/** @typedef {ReturnType<typeof unpackMatrix>} Matrix what was sent, its numbers unpacked */
/**
 * A model over another: `mark` is a place among the texts of verdicts, -1 where nothing can be
 * compared; numbers are points.
 * @typedef {object} Lead
 * @property {number} own answers
 * @property {number} other answers
 * @property {number} lead
 * @property {number} low
 * @property {number} high
 * @property {number} mark
 */

const TENTHS = 10;
const UNKNOWN = -32768; // what Python sends where there is no number
const MIRRORED = [1, 0, 3, 2]; // the verdicts in which one of the two leads

/** @param {MatrixMessage} message */
export function unpackMatrix(message) {
  const { best } = message;
  return {
    ...message,
    grid: float64(message.grid),
    problems: int32(message.problems),
    rows: message.rows.map(unpackRow),
    best: best && {
      ...best, budget: float64(best.budget), model: int32(best.model), k: int32(best.k),
      score: float32(best.score), held: best.held && float32(best.held),
      low: best.low && float32(best.low), high: best.high && float32(best.high),
      share: best.share && float32(best.share), ended: int32(best.ended),
    },
  };
}

/** @param {RowMessage} row */
const unpackRow = ({ stops, k, lead, low, high, mark }) => ({
  stops: int32(stops), k: int32(k), lead: new Int16Array(bytes(lead)),
  low: new Int16Array(bytes(low)), high: new Int16Array(bytes(high)),
  mark: new Int8Array(bytes(mark)),
});

/**
 * The place of each model's last change at a stop.
 * @param {Matrix} matrix
 * @param {number} stop
 */
export const changesAt = ({ rows }, stop) =>
  rows.map(({ stops }) => stops.findLastIndex((first) => first <= stop));

/**
 * A row's lead over a column: what the later of their two last changes says.
 * @param {Matrix} matrix
 * @param {number[]} changes as `changesAt` gives them
 * @param {number} row
 * @param {number} column
 * @returns {Lead}
 */
export function leadOf(matrix, changes, row, column) {
  const { rows } = matrix, n = rows.length;
  const own = rows[row].stops[changes[row]] >= rows[column].stops[changes[column]];
  const [one, two] = own ? [row, column] : [column, row];
  const { lead, low, high, mark } = rows[one];
  const at = changes[one] * n + two, found = mark[at], sign = own ? 1 : -1;
  const [least, most] = own ? [low[at], high[at]] : [-high[at], -low[at]];
  return {
    own: answers(rows[row], changes[row], column, n),
    other: answers(rows[column], changes[column], row, n),
    lead: (sign * lead[at]) / TENTHS,
    low: Math.abs(least) === -UNKNOWN ? NaN : least / TENTHS,
    high: Math.abs(most) === -UNKNOWN ? NaN : most / TENTHS,
    mark: own ? found : (MIRRORED[found] ?? found),
  };
}

/**
 * So many answers, in words.
 * @param {Matrix} matrix
 * @param {number} k
 */
export const times = ({ texts }, k) =>
  k === 1 ? texts.once : filled(texts.count, { k: counted(k) });

/**
 * A model's answers after a change, beside another model.
 * @param {Matrix["rows"][number]} row
 * @param {number} change
 * @param {number} other
 * @param {number} n models
 */
const answers = ({ k, stops }, change, other, n) =>
  k.length === stops.length ? k[change] : k[change * n + other];

const UNJUDGED = 5; // from this verdict on nobody could win, whatever the two do

/**
 * How many pairs are told apart, and who clearly leads most others.
 * @param {Matrix} matrix
 * @param {number} stop
 */
export function standings(matrix, stop) {
  const changes = changesAt(matrix, stop), n = matrix.rows.length;
  const wins = new Array(n).fill(0), met = new Array(n).fill(0);
  let compared = 0, judged = 0, clear = 0;
  for (let row = 0; row < n; row++) {
    for (let column = row + 1; column < n; column++) {
      const { mark } = leadOf(matrix, changes, row, column);
      if (mark < 0) continue;
      compared++;
      if (mark < UNJUDGED) judged++;
      met[row]++;
      met[column]++;
      if (mark > 1) continue;
      clear++;
      wins[mark ? column : row]++;
    }
  }
  const first = wins.indexOf(Math.max(...wins));
  const alone = wins.filter((count) => count === wins[first]).length === 1;
  return { compared, judged, clear, first: alone ? first : -1, beats: wins[first], of: met[first] };
}
