// How keys move a line from stop to stop, and when a move counts: the same on every chart.

import { nearest } from "./reading.js";

/** Milliseconds after the last key press. */
export const COMMIT_DELAY = 250;
/** Pixels that a finger may move and still have tapped. */
export const TAP = 8;
/** @type {Record<string, number>} how many stops a key moves */
const KEYS = {
  ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10,
  Home: -Infinity, End: Infinity,
};

/**
 * The stop that a key moves to from the one nearest to a value; nothing for another key.
 * @param {string} key
 * @param {Float64Array} stops rising
 * @param {number} value
 */
export function stopAfter(key, stops, value) {
  if (!(key in KEYS)) return undefined;
  const wanted = nearest(stops, value) + KEYS[key];
  return stops[Math.min(Math.max(wanted, 0), stops.length - 1)];
}
