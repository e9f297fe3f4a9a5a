// The component's life in Streamlit: it is sent a message at each change and gives back budgets.

import { Overlay, part } from "./overlay.js";
import { Plot } from "./plot.js";
import { filled, unpack } from "./reading.js";
/** @import { FrontendRendererArgs } from "@streamlit/component-v2-lib" */
/** @import { Message } from "./message" */
/** @import { Chart } from "./reading.js" */

/** @typedef {(budget: number) => void} Commit what gives a budget to Python */

class BudgetChart {
  /**
   * @param {HTMLElement} root
   * @param {Chart} chart
   * @param {Commit} commit
   */
  constructor(root, chart, commit) {
    this.root = root;
    this.commit = commit;
    const [plot, reset] = ["plot", "reset"].map((name) => part(root, name));
    this.plot = new Plot(plot, reset, chart, () => this.overlay.lay());
    this.overlay = new Overlay(root, this.plot, (budget) => this.commit(budget));
  }

  /**
   * @param {Chart} chart
   * @param {Commit} commit
   */
  async update(chart, commit) {
    this.commit = commit;
    delete this.root.dataset.painted;
    this.name(chart);
    this.overlay.take(chart);
    await this.plot.show(chart);
    this.overlay.lay();
    this.root.dataset.painted = chart.revision;
  }

  /** @param {Chart} chart */
  name({ texts }) {
    this.root.setAttribute("aria-label", texts.figure);
    part(this.root, "y-title").textContent = texts.scores;
    part(this.root, "reset").textContent = texts.reset;
    part(this.root, "slider").setAttribute("aria-label", texts.slider);
  }

  destroy() {
    this.overlay.destroy();
    this.plot.destroy();
  }
}

/** @param {FrontendRendererArgs<{ budget: number }, Message>} args */
export default function ({ parentElement, data, setStateValue }) {
  const root = /** @type {HTMLElement & { budgetChart?: BudgetChart }} */ (
    parentElement.querySelector(".budget-chart"));
  const chart = unpack(data);
  /** @type {Commit} */
  const commit = (budget) => setStateValue("budget", budget);
  const own = (root.budgetChart ??= new BudgetChart(root, chart, commit));
  own.update(chart, commit).catch((error) => {
    part(root, "key").textContent = filled(chart.texts.failed, { reason: error.message });
  });
  return () => own.destroy();
}
