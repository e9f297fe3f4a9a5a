// Plotly's life in the chart: loading it, drawing, zoom, and where on the screen a point lies.

import { themeAround } from "./theme.js";
import { layout, traces, wholeRanges } from "./traces.js";
/** @import * as PlotlyModule from "plotly.js" */
/** @import { PlotlyHTMLElement, PlotRelayoutEvent } from "plotly.js" */
/** @import { Chart, Curve } from "./reading.js" */
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

const BESIDE_LABELS = 14; // pixels

/** @type {Promise<typeof PlotlyModule> | undefined} */
let plotlyLoading;

/** @param {string} missing told where it cannot be loaded */
function loadPlotly(missing) {
  plotlyLoading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "app/static/plotly.min.js";
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error(missing));
    document.head.append(script);
  });
  return plotlyLoading;
}

export class Plot {
  /**
   * @param {HTMLElement} node where Plotly draws
   * @param {HTMLElement} reset the button that undoes a zoom
   * @param {Chart} chart
   * @param {() => void} onMoved called whenever the axes may have moved
   */
  constructor(node, reset, chart, onMoved) {
    this.node = /** @type {PlotNode} */ (node);
    this.reset = reset;
    this.chart = chart;
    this.onMoved = onMoved;
    this.theme = themeAround(node);
    this.drawn = false;
    /** @type {{ x: Range, y: Range, counts: string } | null} */
    this.zoom = null; // what the visitor zoomed to; kept through every change of data
    reset.addEventListener("click", () => this.resetZoom());
    this.resizer = new ResizeObserver(() => {
      // Plotly refuses a chart that is hidden by now; shown again, it is sized again.
      if (this.drawn) Promise.resolve(window.Plotly.Plots.resize(this.node)).catch(() => {});
    });
    this.resizer.observe(node);
  }

  /** @param {Chart} chart */
  async show(chart) {
    this.chart = chart;
    const { no_library: missing } = chart.texts;
    await Promise.all([loadPlotly(missing), document.fonts.ready]); // letters are measured
    this.theme = themeAround(this.node);
    await this.draw();
    if (this.drawn) return;
    this.drawn = true;
    this.node.on("plotly_afterplot", () => this.onMoved());
    this.node.on("plotly_relayout", (change) => this.onZoom(change));
    this.node.on("plotly_doubleclick", () => this.resetZoom());
  }

  draw() {
    const { chart, theme, narrow } = this;
    const widths = chart.curves.map((curve) => theme.labelWidth(this.label(curve)));
    const right = BESIDE_LABELS + Math.max(...widths);
    return window.Plotly.react(
      this.node,
      traces(chart, theme),
      layout(chart, theme, this.ranges(), { width: this.node.clientWidth, narrow, right }),
      { displayModeBar: false, doubleClick: false, showTips: false },
    );
  }

  get narrow() {
    return this.node.clientWidth < 500;
  }

  /**
   * A curve's label, cut at its front to what there is room for.
   * @param {Curve} curve
   */
  label({ label }) {
    const most = this.narrow ? 86 : 176;
    const letters = [...label];
    while (letters.length > 1 && this.theme.labelWidth(letters.join("")) > most) {
      letters.splice(0, 2, "…");
    }
    return letters.join("");
  }

  /**
   * The zoomed ranges, or all there is. A zoomed x is kept while its axis counts the same.
   * @returns {{ x: Range, y: Range }}
   */
  ranges() {
    const whole = wholeRanges(this.chart);
    if (!this.zoom) return whole;
    const { x, y, counts } = this.zoom;
    return { x: counts === this.chart.unit.name ? x : whole.x, y };
  }

  /** @param {PlotRelayoutEvent} change */
  onZoom(change) {
    if (!Object.keys(change).some((key) => key.includes("range"))) return;
    const { xaxis, yaxis } = this.node._fullLayout;
    this.zoom = { x: [...xaxis.range], y: [...yaxis.range], counts: this.chart.unit.name };
    this.reset.hidden = false;
    this.draw(); // for ticks that fit
  }

  resetZoom() {
    this.zoom = null;
    this.reset.hidden = true;
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

  destroy() {
    this.resizer.disconnect();
    if (this.drawn) window.Plotly.purge(this.node);
  }
}
