// Plotly's life in the chart: loading it, drawing, zoom, and where on the screen a point lies.

import { labelWidth } from "./labels.js";
import { themeAround } from "./theme.js";
import { layout, rangesWithin, traces, wholeAxis } from "./traces.js";
/** @import * as PlotlyModule from "plotly.js" */
/** @import { PlotlyHTMLElement } from "plotly.js" */
/** @import { Chart } from "./reading.js" */
/** @import { Range } from "./traces.js" */

/**
 * What Plotly knows of an axis that it has drawn, and does not document.
 * @typedef {object} Axis
 * @property {Range} range
 * @property {number} _offset pixels before it
 * @property {number} _length pixels
 * @property {(value: number) => number} d2p
 * @property {(pixels: number) => number} p2d
 */
/** @typedef {PlotlyHTMLElement & { _fullLayout: { xaxis: Axis, yaxis: Axis } }} PlotNode */

const BESIDE_LABELS = 22; // pixels: room for the lines that lead to them
const NARROWEST = Math.log10(2); // a zoom shows budgets of which the last is twice the first

/** @type {Promise<typeof PlotlyModule> | undefined} */
let plotlyLoading;

/**
 * @param {string} address
 * @param {string} missing told where it cannot be loaded
 */
function loadPlotly(address, missing) {
  plotlyLoading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error(missing));
    document.head.append(script);
  });
  return plotlyLoading;
}

export class Plot {
  /**
   * @param {HTMLElement} node where Plotly draws
   * @param {Chart} chart
   * @param {() => void} onMoved called whenever the axes may have moved
   */
  constructor(node, chart, onMoved) {
    this.node = /** @type {PlotNode} */ (node);
    this.chart = chart;
    this.onMoved = onMoved;
    this.theme = themeAround(node);
    this.drawn = false;
    this.looks = ""; // what was drawn last
    /** @type {Range | null} */
    this.zoom = null; // of budgets, in powers of ten; kept through every change of data in its scope
    this.resizer = new ResizeObserver(() => {
      // Plotly refuses a chart that is hidden by now; shown again, it is sized again.
      if (this.drawn) Promise.resolve(window.Plotly.Plots.resize(this.node)).catch(() => {});
    });
    this.resizer.observe(node);
  }

  /** @param {Chart} chart */
  take(chart) {
    if (chart.scope !== this.chart.scope) this.zoom = null;
    this.chart = chart;
  }

  /** Draw what was taken. */
  async show() {
    const { chart } = this;
    const { library, texts: { no_library: missing } } = chart;
    await Promise.all([loadPlotly(library, missing), document.fonts.ready]); // letters are measured
    this.theme = themeAround(this.node);
    const looks = [chart.drawing, this.theme.tone, this.theme.font.color].join(" ");
    if (looks === this.looks) return; // another budget alone
    this.looks = looks;
    await this.draw();
    if (this.drawn) return;
    this.drawn = true;
    this.node.on("plotly_afterplot", () => this.onMoved());
  }

  draw() {
    const { chart, theme } = this;
    const right = BESIDE_LABELS + labelWidth(chart.curves, theme, this.narrow);
    return window.Plotly.react(
      this.node,
      traces(chart, theme),
      layout(chart, theme, rangesWithin(chart, this.axis), { width: this.node.clientWidth, right }),
      { displayModeBar: false, doubleClick: false, showTips: false },
    );
  }

  get narrow() {
    return this.node.clientWidth < 500;
  }

  /** The budgets that are shown, in powers of ten. */
  get axis() {
    return this.zoom ?? wholeAxis(this.chart);
  }

  /**
   * Show the budgets from one to another, in powers of ten, and no less than a factor of two.
   * @param {number} from
   * @param {number} to
   */
  zoomTo(from, to) {
    const [low, high] = wholeAxis(this.chart);
    const width = Math.min(Math.max(Math.abs(to - from), NARROWEST), high - low);
    const start = Math.min(Math.max((from + to - width) / 2, low), high - width);
    this.zoom = width < high - low ? [start, start + width] : null;
    this.draw();
  }

  /** The pixels between which the axes lie. */
  get frame() {
    const { xaxis, yaxis } = this.node._fullLayout;
    return {
      left: xaxis._offset, right: xaxis._offset + xaxis._length,
      top: yaxis._offset, bottom: yaxis._offset + yaxis._length,
    };
  }

  /**
   * Pixel position of a point, and whether it is inside the zoomed view.
   * @param {number} budget
   * @param {number} score
   */
  place(budget, score) {
    const { xaxis, yaxis } = this.node._fullLayout;
    const x = xaxis.d2p(budget), y = yaxis.d2p(score);
    const slack = 1;
    return {
      x: x + xaxis._offset, y: y + yaxis._offset,
      inside: x >= -slack && x <= xaxis._length + slack && y >= -slack && y <= yaxis._length + slack,
    };
  }

  /**
   * The budget at a place of the screen, or at the end of the axis that is nearest to it.
   * @param {number} clientX
   */
  budgetAt(clientX) {
    const { xaxis } = this.node._fullLayout;
    const inside = clientX - this.node.getBoundingClientRect().left - xaxis._offset;
    return xaxis.p2d(Math.min(Math.max(inside, 0), xaxis._length));
  }

  /**
   * How far down a score is, in pixels; also one that is out of view.
   * @param {number} score
   */
  heightOf(score) {
    const { yaxis } = this.node._fullLayout;
    return yaxis.d2p(score) + yaxis._offset;
  }

  /**
   * The score at a place of the screen, or at the end of the axis that is nearest to it.
   * @param {number} clientY
   */
  scoreAt(clientY) {
    const { yaxis } = this.node._fullLayout;
    const inside = clientY - this.node.getBoundingClientRect().top - yaxis._offset;
    return yaxis.p2d(Math.min(Math.max(inside, 0), yaxis._length));
  }

  destroy() {
    this.resizer.disconnect();
    if (this.drawn) window.Plotly.purge(this.node);
  }
}
