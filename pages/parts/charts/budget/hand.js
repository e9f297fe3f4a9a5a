// How a visitor moves the line: by the plot, the slider, the keyboard or a typed number.

import { lineOf } from "./line.js";
import { nearest } from "./reading.js";
import { part } from "./overlay.js";
import { COMMIT_DELAY, TAP, stopAfter } from "./stops.js";
/** @import { Plot } from "./plot.js" */

/**
 * What the hand does to the chart; values are budgets, or scores where the line is at one.
 * @typedef {object} Moved
 * @property {(value: number) => void} show moves the line
 * @property {() => void} release gives the value that is shown to Python
 * @property {(value: number) => void} choose gives a value that need not be a stop
 * @property {(stop: number | null) => void} preview
 * @property {() => number} value that is shown
 */
/**
 * A press that has begun: `grabs` where it moves the line, and is no more than a tap otherwise.
 * @typedef {{ x: number, along: number, zooming: boolean, begun: boolean, grabs: boolean }} Press
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
    this.busy = false; // the visitor is about to choose a value
    this.committing = 0;
    /** @type {Press | null} */
    this.press = null;
    this.slider = /** @type {HTMLInputElement} */ (this.find("slider"));
    this.text = /** @type {HTMLInputElement} */ (this.find("typed"));
    this.listen();
  }

  listen() {
    const { slider, text } = this, frame = this.find("frame");
    slider.addEventListener("input", () => this.move(10 ** Number(slider.value)));
    slider.addEventListener("change", () => this.release());
    for (const each of [slider, this.find("level")]) {
      each.addEventListener("keydown", (event) => this.onKey(event));
    }
    text.addEventListener("change", () => this.onTyped());
    frame.addEventListener("pointerdown", (event) => this.onPress(event));
    frame.addEventListener("pointermove", (event) => this.onMove(event));
    frame.addEventListener("pointerup", (event) => this.onLift(event));
    frame.addEventListener("pointercancel", () => this.onCancel());
    frame.addEventListener("pointerleave", () => this.moved.preview(null));
    this.find("zoom").addEventListener("click", () => this.zoomIn());
    this.find("reset").addEventListener("click", () => this.showAll());
  }

  get line() {
    return lineOf(this.plot);
  }

  /** @param {PointerEvent} event */
  onPress(event) {
    if (event.button !== 0 || !this.plot.drawn || !this.onPlot(event)) return;
    const touched = event.pointerType === "touch";
    const { line } = this;
    this.press = {
      x: event.clientX, along: line.along(event), zooming: event.shiftKey, begun: !touched,
      grabs: !touched || line.grabbed(event),
    };
    this.find("frame").setPointerCapture(event.pointerId);
    this.moved.preview(null);
    if (touched) return; // it may be about to scroll the page
    this.find(line.slider).focus({ preventScroll: true });
    event.preventDefault();
    if (!event.shiftKey) this.move(line.under(event));
  }

  /** @param {PointerEvent} event */
  onMove(event) {
    if (!this.press) {
      const hovers = event.pointerType === "mouse" && !event.buttons && this.plot.drawn;
      if (hovers) this.moved.preview(this.onPlot(event) ? this.stopAt(event) : null);
      return;
    }
    if (this.strays(event, this.press) && this.press.grabs) this.press.begun = true;
    if (!this.press.begun) return;
    if (this.press.zooming) this.drawZooming(event.clientX);
    else this.move(this.line.under(event));
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
    if (!press.grabs && this.strays(event, press)) return;
    this.move(this.line.under(event));
    this.release();
  }

  /**
   * Whether a pointer has moved the line's way by more than a tap does.
   * @param {PointerEvent} event
   * @param {Press} press
   */
  strays(event, press) {
    return Math.abs(this.line.along(event) - press.along) > TAP;
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
    return nearest(this.line.stops, this.line.under(event));
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
    const middle = Math.log10(this.line.middle(this.moved.value())), half = (high - low) / 6;
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
    const stop = stopAfter(event.key, this.line.stops, this.moved.value());
    if (stop === undefined) return;
    event.preventDefault();
    this.move(stop);
    this.committing = window.setTimeout(() => this.release(), COMMIT_DELAY);
  }

  onTyped() {
    const { line } = this, shown = this.moved.value();
    const value = line.read(this.text.value, shown);
    const said = line.refused(value, shown);
    this.find("said").textContent = said;
    if (!said) this.moved.choose(value);
  }

  /** @param {number} value */
  move(value) {
    clearTimeout(this.committing);
    this.busy = true;
    this.find("said").textContent = "";
    this.moved.show(value);
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
   * @param {number} value
   * @param {string} spoken
   */
  show(value, spoken) {
    const { line, slider } = this;
    slider.hidden = line.across;
    if (line.across) this.find("level").setAttribute("aria-valuenow", `${value}`);
    else slider.value = `${Math.log10(value)}`;
    this.find(line.slider).setAttribute("aria-valuetext", spoken);
    this.text.value = line.written(value);
  }

  destroy() {
    clearTimeout(this.committing);
  }
}
