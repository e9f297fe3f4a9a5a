// Who is ahead: what Python said of the chosen budget, or while the line moves, by scores alone.

import { amount, counted, filled, percent, points, unbroken } from "./reading.js";
import { drawnTimes, readingAt } from "./reading.js";
import { part } from "./overlay.js";
import { neededFor, reachSaid } from "./reaching.js";
/** @import { Chart, Curve, Reading } from "./reading.js" */

const LEVEL = 0.05; // points: what is less apart is written as 0.0

export class Verdict {
  /**
   * @param {HTMLElement} root
   * @param {(budget: number) => void} move chooses a budget
   * @param {() => void} useAll lets curves reach as far as there are samples
   */
  constructor(root, move, useAll) {
    /** @param {string} name */
    this.find = (name) => part(root, name);
    /** @type {string[]} */
    this.finding = []; // what is said above the chart
    this.comparable = NaN; // the last budget at which both of the pair have samples enough
    this.find("compare-at").addEventListener("click", () => move(this.comparable));
    this.find("use-all").addEventListener("click", useAll);
  }

  /**
   * @param {Chart} chart
   * @param {number} stop
   * @param {boolean} certain whether what Python said is of this very stop
   */
  show(chart, stop, certain) {
    const { duel, texts } = chart;
    this.find("verdict").hidden = !duel;
    this.find("verdict").setAttribute("aria-busy", `${!certain}`); // told once the line is let go
    if (!duel) return;
    const [small, large] = [duel.small, duel.large].map((place) => chart.curves[place]);
    const found = chart.reach ? reachSaid(chart, chart.reach.targets[stop], small, large)
      : budgetSaid(chart, stop, small, large);
    const said = {
      headline: (certain && duel.headline) || found.headline,
      sentence: found.sentence,
      certainty: certain ? duel.certainty : texts.on_release,
    };
    this.finding = Object.values(said).filter(Boolean);
    for (const [name, text] of Object.entries(said)) this.find(name).textContent = unbroken(text);
    this.find("drag").textContent = texts.drag;
    const [light, dark] = (certain && duel.colour) || ["", ""];
    this.find("verdict").style.borderColor = light && `light-dark(${light}, ${dark})`;
    const remarks = this.find("remarks");
    remarks.replaceChildren(...duel.remarks.map((remark) => {
      const item = document.createElement("li");
      item.textContent = unbroken(remark);
      return item;
    }));
    remarks.style.visibility = certain ? "" : "hidden"; // keeps its room while the line moves
    this.offer(chart, stop, small, large);
  }

  /**
   * Offer what can be done where data end.
   * @param {Chart} chart
   * @param {number} stop
   * @param {Curve} small
   * @param {Curve} large
   */
  offer({ duel, grid, reach, texts, unit }, stop, small, large) {
    const ended = [small, large].some((curve) =>
      reach ? !neededFor(curve, reach.targets[stop]) : readingAt(curve, stop).ended);
    const last = Math.min(small.ends, large.ends) - 1;
    const comparable = !reach && last >= 0 && [small, large].every((curve) => curve.pays[0] <= last);
    this.comparable = comparable ? grid[last] : NaN;
    const all = duel?.all_samples ?? null;
    this.find("compare-at").hidden = !ended || !comparable;
    this.find("compare-at").textContent = filled(
      texts.compare_at, { amount: comparable ? amount(this.comparable, unit) : "" });
    this.find("use-all").hidden = !ended || all === null;
    this.find("use-all").textContent = filled(
      texts.use_all, { n: counted(all ?? 0) });
  }
}

/**
 * What the pair solves for a budget: a few words, and a sentence.
 * @param {Chart} chart
 * @param {number} stop
 * @param {Curve} small
 * @param {Curve} large
 */
function budgetSaid(chart, stop, small, large) {
  const here = /** @type {[Reading, Reading]} */ (
    [small, large].map((curve) => readingAt(curve, stop)));
  return {
    headline: headline(chart, stop, small, large, here),
    sentence: sentence(chart, stop, small, large, here),
  };
}

/**
 * @param {Chart} chart
 * @param {number} stop
 * @param {Curve} small
 * @param {Curve} large
 * @param {[Reading, Reading]} here
 */
function headline({ grid, texts, unit }, stop, small, large, [left, right]) {
  const unpaid = !left.k ? small : !right.k ? large : null;
  if (unpaid) {
    return filled(texts.unpaid, { amount: amount(grid[stop], unit), model: unpaid.label });
  }
  const lead = left.score - right.score;
  const ended = left.ended ? small : right.ended ? large : null;
  // Who stops at the first pass leaves money over because it was done, and may lead all the same.
  const done = ended?.answers && left.ended !== right.ended && left.ended === lead > 0;
  if (ended && !done && small !== large) return filled(texts.ended, { model: ended.label });
  if (Math.abs(lead) < LEVEL) return small === large ? "" : texts.level;
  return filled(texts.leads, {
    model: (lead > 0 ? small : large).label, points: points(Math.abs(lead)),
  });
}

/**
 * What both solve for the budget.
 * @param {Chart} chart
 * @param {number} stop
 * @param {Curve} small
 * @param {Curve} large
 * @param {[Reading, Reading]} here
 */
function sentence({ entries, grid, texts, unit }, stop, small, large, [left, right]) {
  const budget = amount(grid[stop], unit);
  const alone = !right.k || small === large ? { curve: small, at: left } : !left.k
    ? { curve: large, at: right } : null;
  if (alone) {
    return alone.at.k ? filled(texts.alone, {
      amount: budget, model: alone.curve.label, drawn: drawnTimes(alone.at, texts),
      score: percent(alone.at.score),
    }) : "";
  }
  const values = {
    amount: budget, small: small.label, large: large.label,
    small_score: percent(left.score), large_score: percent(right.score),
    small_drawn: drawnTimes(left, texts), large_drawn: drawnTimes(right, texts),
  };
  const paid = right.k === 1 && left.k > 1 && right.used * 1.02 > grid[stop];
  const name = entries.find(({ model }) => model === large.model)?.label ?? large.label;
  if (!paid) return filled(texts.each, values);
  const [k, answers] = [counted(left.k), points(left.answers)];
  const text = small.answers ? texts.one_for_most : texts.one_for_many;
  return filled(text, { ...values, large: name, k, answers });
}
