// The line that a visitor moves: an upright one at a budget, or one across the chart at a score.
// Whoever moves, draws or reads the line asks these two, and nothing else tells them apart.

import { amount, drawnTimes, filled, nearest, percent, readingAt, typed } from "./reading.js";
import { needSaid, neededFor, savingFor, typedScore } from "./reaching.js";
/** @import { ReachMessage } from "./message" */
/** @import { Plot } from "./plot.js" */
/** @import { Chart, Curve } from "./reading.js" */
/** @typedef {{ setStateValue: Function, setTriggerValue: Function }} Told */
/** @typedef {{ at: number, inside: boolean }} Pixel where the line lies, also out of view */
/**
 * A dot where the line meets a curve: a hollow one where the curve's data have ended.
 * @typedef {{ budget: number, score: number, hollow: boolean, drops: boolean }} Dot
 */

/** @param {Plot} plot */
export const lineOf = (plot) =>
  plot.chart.reach ? new ScoreLine(plot, plot.chart.reach) : new BudgetLine(plot);
/** @typedef {ReturnType<typeof lineOf>} Line */

class BudgetLine {
  handle = "handle";
  flag = "flag";
  slider = "slider";
  across = false;

  /** @param {Plot} plot */
  constructor(plot) {
    this.plot = plot;
    this.stops = plot.chart.grid;
    this.chosen = plot.chart.stop;
  }

  /** @param {PointerEvent} event */
  along({ clientX }) {
    return clientX;
  }

  /** @param {PointerEvent} event */
  under({ clientX }) {
    return this.plot.budgetAt(clientX);
  }

  /** A finger may move it from anywhere: pages scroll the other way. */
  grabbed() {
    return true;
  }

  /**
   * @param {number} budget
   * @returns {Pixel}
   */
  pixel(budget) {
    const { left, right } = this.plot.frame;
    const at = this.plot.place(budget, 0).x;
    return { at, inside: at >= left - 1 && at <= right + 1 };
  }

  /** @param {number} at */
  ends(at) {
    return { x1: at, x2: at, y1: 20, y2: this.plot.frame.bottom };
  }

  /** @param {number} budget */
  written(budget) {
    return amount(budget, this.plot.chart.unit);
  }

  /**
   * @param {string} text
   * @param {number} beside
   */
  read(text, beside) {
    return typed(text, this.plot.chart.unit, beside);
  }

  /**
   * Why a typed budget cannot be chosen; empty where it can.
   * @param {number} budget
   * @param {number} shown
   */
  refused(budget, shown) {
    const { stops, plot: { chart: { texts } } } = this;
    const [low, high] = [stops[0], stops[stops.length - 1]];
    if (Number.isNaN(budget)) return filled(texts.type_a_number, { example: this.written(shown) });
    return budget < low || budget > high ? filled(
      texts.beyond_chart, { low: this.written(low), high: this.written(high) }) : "";
  }

  /**
   * @param {Curve} curve
   * @param {number} stop
   */
  said(curve, stop) {
    const { texts } = this.plot.chart;
    const at = readingAt(curve, stop);
    return filled(at.k ? texts.solves : texts.not_affordable, {
      model: curve.label, drawn: drawnTimes(at, texts), score: percent(at.score),
    });
  }

  /**
   * What the pointer is told of a curve at a stop; nothing where it has no answer there.
   * @param {Curve} curve
   * @param {number} stop
   */
  previewed(curve, stop) {
    const { texts } = this.plot.chart;
    const at = readingAt(curve, stop);
    return at.k ? [filled(texts.measured, {
      model: curve.label, drawn: drawnTimes(at, texts), score: percent(at.score),
    })] : [];
  }

  /**
   * @param {Curve} curve
   * @param {number} stop
   * @returns {Dot | null}
   */
  dot(curve, stop) {
    const { k, score, ended } = readingAt(curve, stop);
    return k ? { budget: this.stops[stop], score, hollow: ended, drops: false } : null;
  }

  /**
   * @param {number} _ the stop
   * @param {boolean} certain whether what Python said is of this very stop
   */
  saving(_, certain) {
    return (certain && this.plot.chart.duel?.saving) || null;
  }

  /**
   * The budget around which a zoom shows more.
   * @param {number} budget
   */
  middle(budget) {
    return budget;
  }

  /**
   * @param {Told} python
   * @param {number} budget
   */
  give(python, budget) {
    python.setStateValue("budget", budget);
  }

  /**
   * The score that the other line begins at: what the large one of the pair solves here.
   * @param {number} stop
   */
  turned(stop) {
    const { curves, duel } = this.plot.chart;
    const order = duel ? [curves[duel.large], curves[duel.small]] : curves;
    const found = order.map((curve) => readingAt(curve, stop)).find(({ k }) => k);
    return Math.max(Math.round(10 * (found?.score ?? 50)) / 10, 1);
  }
}

class ScoreLine {
  handle = "level";
  flag = "level-flag";
  slider = "level";
  across = true;

  /**
   * @param {Plot} plot
   * @param {{ targets: Float64Array, stop: number }} reach
   */
  constructor(plot, { targets, stop }) {
    this.plot = plot;
    this.stops = targets;
    this.chosen = stop;
  }

  /** @param {PointerEvent} event */
  along({ clientY }) {
    return clientY;
  }

  /** @param {PointerEvent} event */
  under({ clientY }) {
    return this.plot.scoreAt(clientY);
  }

  /**
   * A finger moves it by its handle: elsewhere it scrolls the page.
   * @param {PointerEvent} event
   */
  grabbed({ target }) {
    return target instanceof Element && target.closest(".bc-level") !== null;
  }

  /**
   * @param {number} score
   * @returns {Pixel}
   */
  pixel(score) {
    const { top, bottom } = this.plot.frame;
    const at = this.plot.heightOf(score);
    return { at, inside: at >= top - 1 && at <= bottom + 1 };
  }

  /** @param {number} at */
  ends(at) {
    const { left, right } = this.plot.frame;
    return { x1: left, x2: right, y1: at, y2: at };
  }

  /** @param {number} score */
  written(score) {
    return percent(score);
  }

  /** @param {string} text */
  read(text) {
    return typedScore(text);
  }

  /**
   * @param {number} score
   * @param {number} shown
   */
  refused(score, shown) {
    const { texts } = this.plot.chart;
    return Number.isNaN(score) ? filled(texts.type_a_score, { example: percent(shown) }) : "";
  }

  /**
   * @param {Curve} curve
   * @param {number} stop
   */
  said(curve, stop) {
    return needSaid(curve, this.stops[stop], this.plot.chart);
  }

  /**
   * @param {Curve} curve
   * @param {number} stop
   */
  previewed(curve, stop) {
    return [this.said(curve, stop)];
  }

  /**
   * On the line where the curve steps over it; where one answer is beyond it, at that.
   * @param {Curve} curve
   * @param {number} stop
   * @returns {Dot | null}
   */
  dot(curve, stop) {
    const need = neededFor(curve, this.stops[stop]);
    if (!need) return null;
    const score = need.k === 1 ? need.score : this.stops[stop];
    return { budget: need.used, score, hollow: false, drops: true };
  }

  /** @param {number} stop */
  saving(stop) {
    return savingFor(this.plot.chart, this.stops[stop]);
  }

  /** @param {number} score */
  middle(score) {
    const needed = this.plot.chart.curves.flatMap((curve) => neededFor(curve, score)?.used ?? []);
    const powers = needed.length ? needed.map(Math.log10) : this.plot.axis;
    return 10 ** ((Math.min(...powers) + Math.max(...powers)) / 2);
  }

  /**
   * @param {Told} python
   * @param {number} score
   */
  give(python, score) {
    python.setTriggerValue("target", score);
  }

  /** Zero takes the line away. */
  turned() {
    return 0;
  }
}
