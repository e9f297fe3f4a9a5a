// The component's life in Streamlit: it is sent a message at each change and gives back choices.

import { Hand } from "./hand.js";
import { Overlay, part } from "./overlay.js";
import { savePicture } from "./picture.js";
import { Plot } from "./plot.js";
import { amount, drawnTimes, filled, nearest, percent, readingAt, unpack } from "./reading.js";
import { Table } from "./table.js";
import { Verdict } from "./verdict.js";
/** @import { FrontendRendererArgs } from "@streamlit/component-v2-lib" */
/** @import { Message } from "./message" */
/** @import { Chart } from "./reading.js" */

/** @typedef {{ budget: number, pick: string, all_samples: boolean }} Choices */
/** @typedef {FrontendRendererArgs<Choices, Message>} Sent */
/** @typedef {Pick<Sent, "setStateValue" | "setTriggerValue">} Python what is told of choices */

class BudgetChart {
  /**
   * @param {HTMLElement} root
   * @param {Chart} chart
   * @param {Python} python
   */
  constructor(root, chart, python) {
    this.root = root;
    this.python = python;
    this.budget = this.committed = NaN;
    this.plot = new Plot(part(root, "plot"), chart, () => this.lay());
    this.overlay = new Overlay(root, this.plot);
    this.verdict = new Verdict(
      root,
      (budget) => this.choose(budget),
      () => this.python.setTriggerValue("all_samples", true),
    );
    this.table = new Table(root, (model) => this.python.setTriggerValue("pick", model));
    this.hand = new Hand(root, this.plot, {
      show: (budget) => this.show(budget),
      release: () => this.choose(this.budget),
      choose: (budget) => this.choose(budget),
      preview: (stop) => this.overlay.preview(stop),
      budget: () => this.budget,
    });
    part(root, "save").addEventListener("click", () => this.save());
  }

  save() {
    const { key, source, title } = this.plot.chart;
    return savePicture(this.root, this.plot, { title, under: [...this.verdict.finding, key, source] });
  }

  /**
   * @param {Chart} chart
   * @param {Python} python
   */
  async update(chart, python) {
    this.python = python;
    delete this.root.dataset.painted;
    this.name(chart);
    this.table.take(chart);
    // A budget that the visitor is about to choose is not taken out of their hand.
    if (!this.hand.busy) this.budget = this.committed = chart.grid[chart.stop];
    this.tell(chart); // before the plot, whose library may still be on its way
    await this.plot.show(chart);
    this.lay();
    this.root.dataset.painted = chart.revision;
  }

  /** @param {Chart} chart */
  name({ key, source, texts, title }) {
    const said = {
      title, source, key, "y-title": texts.scores, "typed-label": texts.budget,
      zoom: texts.zoom, reset: texts.reset, save: texts.save,
    };
    for (const [name, text] of Object.entries(said)) part(this.root, name).textContent = text;
    this.root.setAttribute("aria-label", texts.figure);
    part(this.root, "slider").setAttribute("aria-label", texts.slider);
  }

  /** Put what lies over and under the plot where the axes now are. */
  lay() {
    this.overlay.lay();
    this.hand.lay();
    this.show(this.budget);
  }

  /**
   * Move the line to the stop nearest to a budget.
   * @param {number} budget
   */
  show(budget) {
    const { grid } = this.plot.chart;
    this.budget = grid[nearest(grid, budget)];
    const { stop, certain } = this.tell(this.plot.chart);
    if (this.plot.drawn) this.overlay.move(stop, certain);
  }

  /**
   * Say what stands at the budget, wherever it is said.
   * @param {Chart} chart
   */
  tell(chart) {
    const { curves, grid, texts, unit } = chart;
    const stop = nearest(grid, this.budget), certain = stop === chart.stop;
    const readings = curves.map((curve) => {
      const at = readingAt(curve, stop);
      const drawn = drawnTimes(at, texts);
      return filled(at.k ? texts.solves : texts.not_affordable,
        { model: curve.label, drawn, score: percent(at.score) });
    });
    const value = { amount: amount(grid[stop], unit), readings: readings.join(", ") };
    const spoken = filled(texts.spoken, value);
    this.hand.show(grid[stop], spoken);
    part(this.root, "plot").setAttribute(
      "aria-label", filled(texts.alternative, { title: chart.title, spoken }));
    this.verdict.show(chart, stop, certain);
    this.table.show(chart, stop);
    return { stop, certain };
  }

  /**
   * Give a budget to Python.
   * @param {number} budget
   */
  choose(budget) {
    this.show(budget);
    if (budget === this.committed) return;
    this.committed = budget;
    this.python.setStateValue("budget", budget);
  }

  destroy() {
    this.hand.destroy();
    this.plot.destroy();
  }
}

/** @param {Sent} args */
export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const root = /** @type {HTMLElement & { budgetChart?: BudgetChart }} */ (
    parentElement.querySelector(".budget-chart"));
  const chart = unpack(data), python = { setStateValue, setTriggerValue };
  const own = (root.budgetChart ??= new BudgetChart(root, chart, python));
  own.update(chart, python).catch((error) => {
    part(root, "key").textContent = filled(chart.texts.failed, { reason: error.message });
  });
  return () => own.destroy();
}
