// The component's life in Streamlit: it is sent a message at each change and gives back choices.

import { Hand } from "./hand.js";
import { lineOf } from "./line.js";
import { Overlay, part } from "./overlay.js";
import { savePicture } from "./picture.js";
import { Plot } from "./plot.js";
import { filled, nearest, unpack } from "./reading.js";
import { Table } from "./table.js";
import { Verdict } from "./verdict.js";
/** @import { FrontendRendererArgs } from "@streamlit/component-v2-lib" */
/** @import { Message } from "./message" */
/** @import { Chart } from "./reading.js" */

/** @typedef {{ budget: number, target: number, pick: string, all_samples: boolean }} Choices */
/** @typedef {FrontendRendererArgs<Choices, [Message]>} Sent */
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
    this.value = this.committed = NaN; // a budget, or a score where the line is at one
    this.plot = new Plot(part(root, "plot"), chart, () => this.lay());
    this.overlay = new Overlay(root, this.plot);
    this.verdict = new Verdict(
      root,
      (budget) => this.choose(budget),
      () => this.python.setTriggerValue("all_samples", true),
    );
    this.table = new Table(root, (model) => this.python.setTriggerValue("pick", model));
    this.hand = new Hand(root, this.plot, {
      show: (value) => this.show(value),
      release: () => this.choose(this.value),
      choose: (value) => this.choose(value),
      preview: (stop) => this.overlay.preview(stop),
      value: () => this.value,
    });
    part(root, "save").addEventListener("click", () => this.save());
    part(root, "mode").addEventListener("click", () => this.turn());
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
    this.plot.take(chart);
    this.table.take(chart);
    const { stops, chosen } = lineOf(this.plot);
    // A value that the visitor is about to choose is not taken out of their hand.
    if (!this.hand.busy) this.value = this.committed = stops[chosen];
    this.tell(); // before the plot, whose library may still be on its way
    await this.plot.show();
    this.lay();
    this.root.dataset.painted = chart.revision;
  }

  /** @param {Chart} chart */
  name({ key, offers_score: offered, reach, source, texts, title }) {
    const said = {
      title, source, key, "y-title": texts.scores,
      "typed-label": reach ? texts.score_to_reach : texts.budget,
      mode: reach ? texts.to_a_budget : texts.to_a_score,
      zoom: texts.zoom, reset: texts.reset, save: texts.save,
    };
    part(this.root, "mode").hidden = !offered;
    this.root.classList.toggle("bc-reaching", reach !== null);
    for (const [name, text] of Object.entries(said)) part(this.root, name).textContent = text;
    this.root.setAttribute("aria-label", texts.figure);
    part(this.root, "slider").setAttribute("aria-label", texts.slider);
    part(this.root, "level").setAttribute("aria-label", texts.score_to_reach);
  }

  /** Put what lies over and under the plot where the axes now are. */
  lay() {
    this.overlay.lay();
    this.hand.lay();
    this.show(this.value);
  }

  /**
   * Move the line to the stop nearest to a value.
   * @param {number} value
   */
  show(value) {
    const { stops } = lineOf(this.plot);
    this.value = stops[nearest(stops, value)];
    const { stop, certain } = this.tell();
    if (this.plot.drawn) this.overlay.move(stop, certain);
  }

  /** Say what stands at the line, wherever it is said. */
  tell() {
    const { chart } = this.plot, line = lineOf(this.plot);
    const stop = nearest(line.stops, this.value), certain = stop === line.chosen;
    const value = line.stops[stop];
    const readings = chart.curves.map((curve) => line.said(curve, stop)).join(", ");
    const spoken = filled(chart.texts.spoken, { amount: line.written(value), readings });
    this.hand.show(value, spoken);
    part(this.root, "plot").setAttribute(
      "aria-label", filled(chart.texts.alternative, { title: chart.title, spoken }));
    this.verdict.show(chart, stop, certain);
    this.table.show(chart, stop);
    return { stop, certain };
  }

  /**
   * Give a value to Python.
   * @param {number} value
   */
  choose(value) {
    this.show(value);
    if (value === this.committed) return;
    this.committed = value;
    lineOf(this.plot).give(this.python, value);
  }

  /** Set a score instead of a budget, or a budget again. */
  turn() {
    const line = lineOf(this.plot);
    this.python.setTriggerValue("target", line.turned(nearest(line.stops, this.value)));
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
  const chart = unpack(data[0]), python = { setStateValue, setTriggerValue };
  const own = (root.budgetChart ??= new BudgetChart(root, chart, python));
  own.update(chart, python).catch((error) => {
    part(root, "key").textContent = filled(chart.texts.failed, { reason: error.message });
  });
  return () => own.destroy();
}
