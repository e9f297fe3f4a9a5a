// How a visitor moves the budget: by the plot, the slider, the keyboard or a typed number.

import { amount, filled, nearest, typed } from "./reading.js";
import { part } from "./overlay.js";
/** @import { Plot } from "./plot.js" */

const COMMIT_DELAY = 250; // ms after the last key press
const TAP = 8; // pixels that a finger may move and still have tapped
/** @type {Record<string, number>} stops of the slider */
const KEYS = {
  ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10,
  Home: -Infinity, End: Infinity,
};

/**
 * What the hand does to the chart.
 * @typedef {object} Moved
 * @property {(budget: number) => void} show moves the line
 * @property {() => void} release gives the budget that is shown to Python
 * @property {(budget: number) => void} choose gives a budget that need not be a stop
 * @property {(stop: number | null) => void} preview
 * @property {() => number} budget that is shown
 */

export class Hand {
  /**
   * @param {HTMLElement} root
   * @param {Plot} plot
   * @param {Moved} moved
   */
  constructor(root, plot, moved) {
    /** @param {string} name */
    this.find = (name) => part(root, name);
    this.plot = plot;
    this.moved = moved;
    this.busy = false; // the visitor is about to choose a budget
    this.committing = 0;
    /** @type {{ x: number, zooming: boolean, begun: boolean } | null} */
    this.press = null;
    this.slider = /** @type {HTMLInputElement} */ (this.find("slider"));
    this.text = /** @type {HTMLInputElement} */ (this.find("typed"));
    this.listen();
  }

  listen() {
    const { slider, text } = this, frame = this.find("frame");
    slider.addEventListener("input", () => this.move(10 ** Number(slider.value)));
    slider.addEventListener("change", () => this.release());
    slider.addEventListener("keydown", (event) => this.onKey(event));
    text.addEventListener("change", () => this.onTyped());
    frame.addEventListener("pointerdown", (event) => this.onPress(event));
    frame.addEventListener("pointermove", (event) => this.onMove(event));
    frame.addEventListener("pointerup", (event) => this.onLift(event));
    frame.addEventListener("pointercancel", () => this.onCancel());
    frame.addEventListener("pointerleave", () => this.moved.preview(null));
    this.find("zoom").addEventListener("click", () => this.zoomIn());
    this.find("reset").addEventListener("click", () => this.showAll());
  }

  /** @param {PointerEvent} event */
  onPress(event) {
    if (event.button !== 0 || !this.plot.drawn || !this.onPlot(event)) return;
    const touched = event.pointerType === "touch";
    this.press = { x: event.clientX, zooming: event.shiftKey, begun: !touched };
    this.find("frame").setPointerCapture(event.pointerId);
    this.moved.preview(null);
    if (touched) return; // it may be about to scroll the page
    this.slider.focus({ preventScroll: true });
    event.preventDefault();
    if (!event.shiftKey) this.move(this.plot.budgetAt(event.clientX));
  }

  /** @param {PointerEvent} event */
  onMove(event) {
    if (!this.press) {
      const hovers = event.pointerType === "mouse" && !event.buttons && this.plot.drawn;
      if (hovers) this.moved.preview(this.onPlot(event) ? this.stopAt(event) : null);
      return;
    }
    if (!this.press.begun && Math.abs(event.clientX - this.press.x) > TAP) this.press.begun = true;
    if (!this.press.begun) return;
    if (this.press.zooming) this.drawZooming(event.clientX);
    else this.move(this.plot.budgetAt(event.clientX));
  }

  /** @param {PointerEvent} event */
  onLift(event) {
    const { press } = this;
    this.press = null;
    if (!press) return;
    if (press.zooming) {
      this.find("zooming").setAttribute("visibility", "hidden");
      if (Math.abs(event.clientX - press.x) > TAP) this.zoom(press.x, event.clientX);
      return;
    }
    this.move(this.plot.budgetAt(event.clientX));
    this.release();
  }

  /** The page scrolls instead: where the line was moved, it stays. */
  onCancel() {
    this.press = null;
    this.find("zooming").setAttribute("visibility", "hidden");
    if (this.busy) this.release();
  }

  /** @param {PointerEvent} event */
  onPlot(event) {
    const { left, right, bottom } = this.plot.frame;
    const box = this.plot.node.getBoundingClientRect();
    const x = event.clientX - box.left, y = event.clientY - box.top;
    return x >= left - 14 && x <= right + 14 && y >= 0 && y <= bottom + 4;
  }

  /** @param {PointerEvent} event */
  stopAt(event) {
    return nearest(this.plot.chart.grid, this.plot.budgetAt(event.clientX));
  }

  /** @param {number} clientX */
  drawZooming(clientX) {
    const { left, right, top, bottom } = this.plot.frame;
    const box = this.plot.node.getBoundingClientRect();
    const [from, to] = [this.press?.x ?? clientX, clientX]
      .map((x) => Math.min(Math.max(x - box.left, left), right)).sort((a, b) => a - b);
    const area = { x: from, width: to - from, y: top, height: bottom - top, visibility: "visible" };
    for (const [name, value] of Object.entries(area)) {
      this.find("zooming").setAttribute(name, `${value}`);
    }
  }

  /**
   * @param {number} from on the screen
   * @param {number} to
   */
  zoom(from, to) {
    const [low, high] = [from, to].map((x) => Math.log10(this.plot.budgetAt(x)));
    this.plot.zoomTo(low, high);
    this.offerReset();
  }

  /** Show a third of what is shown, around the line. */
  zoomIn() {
    const [low, high] = this.plot.axis;
    const middle = Math.log10(this.moved.budget()), half = (high - low) / 6;
    this.plot.zoomTo(middle - half, middle + half);
    this.offerReset();
  }

  showAll() {
    this.plot.zoom = null;
    this.plot.draw();
    this.offerReset();
  }

  offerReset() {
    this.find("reset").hidden = this.plot.zoom === null;
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    const { grid } = this.plot.chart;
    const target = nearest(grid, this.moved.budget()) + KEYS[event.key];
    this.move(grid[Math.min(Math.max(target, 0), grid.length - 1)]);
    this.committing = window.setTimeout(() => this.release(), COMMIT_DELAY);
  }

  onTyped() {
    const { grid, texts, unit } = this.plot.chart;
    const budget = typed(this.text.value, unit, this.moved.budget());
    const [low, high] = [grid[0], grid[grid.length - 1]];
    const said = Number.isNaN(budget)
      ? filled(texts.type_a_number, { example: amount(this.moved.budget(), unit) })
      : budget < low || budget > high
        ? filled(texts.beyond_chart, { low: amount(low, unit), high: amount(high, unit) }) : "";
    this.find("said").textContent = said;
    if (!said) this.moved.choose(budget);
  }

  /** @param {number} budget */
  move(budget) {
    clearTimeout(this.committing);
    this.busy = true;
    this.find("said").textContent = "";
    this.moved.show(budget);
  }

  release() {
    clearTimeout(this.committing);
    this.busy = false;
    this.moved.release();
  }

  /** Put the slider where the axis now is. */
  lay() {
    const { left, right } = this.plot.frame;
    const [low, high] = this.plot.axis;
    Object.assign(this.slider, { min: low, max: high });
    this.slider.style.marginLeft = `${left - 8}px`; // half a thumb beyond either end
    this.slider.style.width = `${right - left + 16}px`;
    this.offerReset();
  }

  /**
   * @param {number} budget
   * @param {string} spoken
   */
  show(budget, spoken) {
    this.slider.value = `${Math.log10(budget)}`;
    this.slider.setAttribute("aria-valuetext", spoken);
    this.text.value = amount(budget, this.plot.chart.unit);
  }

  destroy() {
    clearTimeout(this.committing);
  }
}
