// What lies over the plot and moves with the budget: the line, its dots and labels in SVG, the
// slider and the read-outs, so that dragging never redraws a curve.

import { amount, filled, nearest, percent, readingAt, remainder } from "./reading.js";
/** @import { Plot } from "./plot.js" */
/** @import { Chart, Curve, Reading } from "./reading.js" */

const COMMIT_DELAY = 250; // ms after the last key press
const LINE_HEIGHT = 15; // pixels between labels
/** @type {Record<string, number>} stops of the slider */
const KEYS = {
  ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10,
  Home: -Infinity, End: Infinity,
};

/**
 * An element of chart.html.
 * @param {Element} root
 * @param {string} name
 */
export const part = (root, name) =>
  /** @type {HTMLElement} */ (root.querySelector(`.bc-${name}`));

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function svg(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, `${value}`);
  return element;
}

export class Overlay {
  /**
   * @param {HTMLElement} root
   * @param {Plot} plot
   * @param {(budget: number) => void} commit called with the budget that the line is let go at
   */
  constructor(root, plot, commit) {
    /** @param {string} name */
    this.find = (name) => part(root, name);
    this.slider = /** @type {HTMLInputElement} */ (this.find("slider"));
    this.handle = this.find("handle");
    this.line = this.find("line");
    this.plot = plot;
    this.commit = commit;
    this.dragging = false;
    this.committing = 0;
    this.budget = this.committed = NaN;
    this.listen();
  }

  listen() {
    const { slider, handle } = this;
    slider.addEventListener("input", () => {
      this.dragging = true;
      this.show(10 ** Number(slider.value));
    });
    slider.addEventListener("change", () => this.release());
    slider.addEventListener("keydown", (event) => this.onKey(event));
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      this.dragging = true;
      slider.focus({ preventScroll: true });
      event.preventDefault();
    });
    handle.addEventListener("pointermove", (event) => {
      if (!this.dragging || !handle.hasPointerCapture(event.pointerId)) return;
      this.show(this.plot.budgetAt(event.clientX));
    });
    for (const end of ["pointerup", "pointercancel"]) {
      handle.addEventListener(end, () => this.dragging && this.release());
    }
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    const { grid } = this.plot.chart;
    const target = nearest(grid, this.budget) + KEYS[event.key];
    this.dragging = true;
    this.show(grid[Math.min(Math.max(target, 0), grid.length - 1)]);
    clearTimeout(this.committing);
    this.committing = window.setTimeout(() => this.release(), COMMIT_DELAY);
  }

  release() {
    clearTimeout(this.committing);
    this.dragging = false;
    if (this.budget !== this.committed) {
      this.committed = this.budget;
      this.commit(this.budget);
    }
  }

  /**
   * Take the budget that a message brings, unless the visitor is about to choose one.
   * @param {Chart} chart
   */
  take(chart) {
    if (!this.dragging) this.budget = this.committed = chart.grid[chart.stop];
  }

  /** Put what lies over the plot where the axes now are. */
  lay() {
    const { left, right, bottom } = this.plot.frame;
    const [low, high] = this.plot.chart.axis.range;
    Object.assign(this.slider, { min: Math.log10(low), max: Math.log10(high) });
    this.slider.style.marginLeft = `${left - 8}px`; // half a thumb beyond either end
    this.slider.style.width = `${right - left + 16}px`;
    this.handle.style.top = "0px";
    this.handle.style.height = `${bottom}px`;
    this.line.setAttribute("y1", "20");
    this.line.setAttribute("y2", `${bottom}`);
    this.layLabels();
    this.show(this.budget);
  }

  layLabels() {
    const { right, bottom } = this.plot.frame;
    const labels = this.plot.chart.curves
      .flatMap((curve) => {
        const end = this.lastInside(curve);
        return end ? [{ curve, x: Math.min(end.x, right) + 6, y: end.y }] : [];
      })
      .sort((a, b) => a.y - b.y);
    for (let i = 1; i < labels.length; i++) {
      labels[i].y = Math.max(labels[i].y, labels[i - 1].y + LINE_HEIGHT);
    }
    for (let i = labels.length - 1, limit = bottom; i >= 0; i--, limit -= LINE_HEIGHT) {
      labels[i].y = Math.min(labels[i].y, limit);
    }
    this.find("labels").replaceChildren(...labels.map(({ curve, x, y }) => {
      const text = svg("text", { x, y: y + 4, fill: curve.colour[this.plot.theme.tone] });
      text.textContent = this.plot.label(curve);
      return text;
    }));
  }

  /**
   * Where a curve's drawn line ends within the zoomed view, if any of it is there.
   * @param {Curve} curve
   */
  lastInside({ drawn, budget, score, end }) {
    const last = drawn.findLast((i) => this.plot.place(budget[i], score[i]).inside);
    if (last === undefined) return null;
    return this.plot.place(last === budget.length - 1 ? end : budget[last], score[last]);
  }

  /**
   * Move the budget line to the stop nearest to `budget` and read every curve there.
   * @param {number} budget
   */
  show(budget) {
    const { curves, grid, key, texts, unit } = this.plot.chart;
    const stop = nearest(grid, budget);
    this.budget = grid[stop];
    const readings = curves.map((curve) => readingAt(curve, stop));
    const written = amount(this.budget, unit);
    const spoken = readings.map(({ curve, k, score }) => filled(
      k ? texts.solves : texts.not_affordable, { model: curve.label, k, score: percent(score) }));
    const value = { amount: written, readings: spoken.join(", ") };
    this.slider.value = `${Math.log10(this.budget)}`;
    this.slider.setAttribute("aria-valuetext", filled(texts.spoken, value));
    this.find("flag").textContent = written;
    this.find("budget").textContent = filled(texts.budget, value);
    this.find("readouts").replaceChildren(...readings.map((reading) => this.row(reading)));
    this.find("key").textContent = key;
    if (this.plot.drawn) this.moveLine(readings);
  }

  /** @param {Reading} reading */
  row(reading) {
    const { curve, k, score } = reading;
    const { texts, unit } = this.plot.chart;
    const row = document.createElement("div");
    const dot = document.createElement("i");
    dot.style.background = curve.colour[this.plot.theme.tone];
    const cells = {
      name: curve.label,
      count: filled(texts.count, { k: k.toLocaleString("en-US") }),
      score: k ? percent(score) : texts.no_score,
      left: remainder(reading, texts, unit),
    };
    row.append(...Object.entries(cells).map(([name, text]) => {
      const cell = document.createElement("span");
      cell.className = `bc-${name}`;
      cell.textContent = text;
      return cell;
    }));
    row.firstElementChild?.prepend(dot);
    return row;
  }

  /** @param {Reading[]} readings */
  moveLine(readings) {
    const { left, right } = this.plot.frame;
    const at = this.plot.place(this.budget, 0).x;
    const outside = at < left - 1 || at > right + 1; // zoomed away from the line
    this.line.style.display = this.handle.style.display = outside ? "none" : "";
    this.line.setAttribute("x1", `${at}`);
    this.line.setAttribute("x2", `${at}`);
    this.handle.style.transform = `translateX(${at}px)`;
    this.handle.classList.toggle("bc-at-left", at < 60);
    this.handle.classList.toggle("bc-at-right", at > this.plot.node.clientWidth - 60);
    this.find("dots").replaceChildren(...readings.flatMap(({ curve, k, score }) => {
      const dot = k ? this.plot.place(this.budget, score) : null;
      if (!dot?.inside) return [];
      return [svg("circle", { cx: dot.x, cy: dot.y, r: 6, fill: curve.colour[this.plot.theme.tone] })];
    }));
  }

  destroy() {
    clearTimeout(this.committing);
  }
}
