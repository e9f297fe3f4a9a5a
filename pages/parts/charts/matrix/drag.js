// How a visitor moves the budget of the matrix: by the line, the slider, the keyboard or a number.

import { amount, filled, typed } from "../budget/reading.js";
import { COMMIT_DELAY, TAP, stopAfter } from "../budget/stops.js";
/** @import { Best } from "./best.js" */
/** @import { Matrix } from "./leads.js" */

export class Drag {
  /**
   * @param {HTMLElement} root
   * @param {Best} best
   * @param {(budget: number) => void} show
   * @param {(budget: number) => void} choose
   */
  constructor(root, best, show, choose) {
    /** @param {string} name */
    this.find = (name) => /** @type {HTMLElement} */ (root.querySelector(`.pm-${name}`));
    this.best = best;
    this.show = show;
    this.choose = choose;
    this.busy = false; // the visitor is about to choose a budget
    this.budget = NaN;
    this.committing = 0;
    /** @type {{ x: number, begun: boolean } | null} */
    this.press = null;
    /** @type {Matrix | null} */
    this.matrix = null;
    this.slider = /** @type {HTMLInputElement} */ (this.find("slider"));
    this.text = /** @type {HTMLInputElement} */ (this.find("typed"));
    this.slider.addEventListener("input", () => this.move(Math.exp(Number(this.slider.value))));
    this.slider.addEventListener("change", () => this.release());
    this.slider.addEventListener("keydown", (event) => this.onKey(event));
    this.text.addEventListener("change", () => this.onTyped());
    const frame = this.find("frame");
    frame.addEventListener("pointerdown", (event) => this.onPress(event));
    frame.addEventListener("pointermove", (event) => this.onMove(event));
    frame.addEventListener("pointerup", (event) => this.onLift(event));
    frame.addEventListener("pointercancel", () => this.onCancel());
  }

  /** @param {PointerEvent} event */
  onPress(event) {
    if (event.button !== 0) return;
    const touched = event.pointerType === "touch";
    this.press = { x: event.clientX, begun: !touched };
    this.find("frame").setPointerCapture(event.pointerId);
    if (touched) return; // it may be about to scroll the page
    this.slider.focus({ preventScroll: true });
    event.preventDefault();
    this.move(this.best.budgetAt(event.clientX));
  }

  /** @param {PointerEvent} event */
  onMove(event) {
    if (!this.press) return;
    if (!this.press.begun && Math.abs(event.clientX - this.press.x) > TAP) this.press.begun = true;
    if (this.press.begun) this.move(this.best.budgetAt(event.clientX));
  }

  /** @param {PointerEvent} event */
  onLift(event) {
    if (!this.press) return;
    this.press = null;
    this.move(this.best.budgetAt(event.clientX));
    this.release();
  }

  /** The page scrolls instead: where the line was moved, it stays. */
  onCancel() {
    this.press = null;
    if (this.busy) this.release();
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const stop = this.matrix && stopAfter(event.key, this.matrix.grid, this.budget);
    if (stop === null || stop === undefined) return;
    event.preventDefault();
    this.move(stop);
    this.committing = window.setTimeout(() => this.release(), COMMIT_DELAY);
  }

  onTyped() {
    if (!this.matrix) return;
    const { grid, texts, unit } = this.matrix;
    const budget = typed(this.text.value, unit, this.budget);
    const [low, high] = [grid[0], grid[grid.length - 1]];
    const said = Number.isNaN(budget)
      ? filled(texts.type_a_number, { example: amount(this.budget, unit) })
      : budget < low || budget > high
        ? filled(texts.beyond, { low: amount(low, unit), high: amount(high, unit) }) : "";
    this.find("said").textContent = said;
    if (!said) this.choose(budget);
  }

  /** @param {number} budget */
  move(budget) {
    clearTimeout(this.committing);
    this.busy = true;
    this.find("said").textContent = "";
    this.show(budget);
  }

  release() {
    clearTimeout(this.committing);
    this.busy = false;
    this.choose(this.budget);
  }

  /**
   * @param {Matrix} matrix
   * @param {number} budget
   * @param {string} spoken
   */
  tell(matrix, budget, spoken) {
    this.matrix = matrix;
    this.budget = budget;
    this.slider.value = `${Math.log(budget)}`;
    this.slider.setAttribute("aria-valuetext", spoken);
    this.text.value = amount(budget, matrix.unit);
  }

  destroy() {
    clearTimeout(this.committing);
  }
}
