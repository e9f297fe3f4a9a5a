// What lies over the plot and moves with the budget: the line, its dots, the saving and the strip
// of regions in SVG, so that dragging never redraws a curve.

import { amount, drawnTimes, filled, percent, readingAt } from "./reading.js";
import { drawnLabel, labelLines, spread, svg } from "./labels.js";
/** @import { Plot } from "./plot.js" */
/** @import { Curve } from "./reading.js" */

const STRIP = 5; // pixels: the height of the strip of regions
const LEAST_STRIP = 1.5; // pixels: the width of a region that is hardly one

/**
 * An element of chart.html.
 * @param {Element} root
 * @param {string} name
 */
export const part = (root, name) =>
  /** @type {HTMLElement} */ (root.querySelector(`.bc-${name}`));

export class Overlay {
  /**
   * @param {HTMLElement} root
   * @param {Plot} plot
   */
  constructor(root, plot) {
    /** @param {string} name */
    this.find = (name) => part(root, name);
    this.plot = plot;
  }

  /** Put what does not move with the budget where the axes now are. */
  lay() {
    const { bottom } = this.plot.frame;
    this.find("handle").style.height = `${bottom}px`;
    for (const line of ["line", "preview"]) {
      this.find(line).setAttribute("y1", "20");
      this.find(line).setAttribute("y2", `${bottom}`);
    }
    this.layLabels();
    this.layRegions();
  }

  layLabels() {
    const { plot } = this;
    const { top, right, bottom } = plot.frame;
    const labels = plot.chart.curves.flatMap((curve) => {
      const end = this.leaves(curve);
      return end === null ? []
        : [{ curve, lines: labelLines(curve.label, plot.theme, plot.narrow), end, y: 0 }];
    });
    spread(labels, top - 8, bottom + 8);
    this.find("labels").replaceChildren(
      ...labels.map((label) => drawnLabel(label, right + 2, plot.theme.tone)));
  }

  /**
   * The height at which a curve leaves the view at its right, in pixels, if any of it is there.
   * @param {Curve} curve
   */
  leaves({ budget, score }) {
    const last = budget.findLastIndex((cost) => Math.log10(cost) <= this.plot.axis[1] + 1e-9);
    return last < 0 ? null : this.plot.place(budget[last], score[last]).y;
  }

  layRegions() {
    const { left, right, bottom } = this.plot.frame;
    const { duel } = this.plot.chart;
    this.find("regions").replaceChildren(...(duel?.regions ?? []).flatMap((region) => {
      const from = Math.max(this.plot.place(region.start, 0).x, left);
      const to = Math.min(this.plot.place(region.end, 0).x, right);
      if (to <= from) return [];
      const strip = svg("rect", {
        x: from, width: Math.max(to - from - 1, LEAST_STRIP), y: bottom - STRIP, height: STRIP,
        fill: region.colour ? region.colour[this.plot.theme.tone] : "currentColor",
        opacity: region.colour ? (region.wins ? 1 : 0.45) : 0.2,
      });
      const title = svg("title", {});
      title.textContent = region.text;
      strip.append(title);
      return [strip];
    }));
  }

  /**
   * Move the line to a stop, with a dot on each curve: a hollow one where its data have ended.
   * @param {number} stop
   * @param {boolean} certain whether what Python said is of this very stop
   */
  move(stop, certain) {
    const { curves, grid, unit } = this.plot.chart;
    const { tone } = this.plot.theme;
    const budget = grid[stop], handle = this.find("handle");
    const at = this.crossed("line", budget);
    this.find("flag").textContent = amount(budget, unit);
    handle.style.display = at === null ? "none" : "";
    handle.style.transform = `translateX(${at ?? 0}px)`;
    handle.classList.toggle("bc-at-left", (at ?? 0) < 60);
    handle.classList.toggle("bc-at-right", (at ?? 0) > this.plot.node.clientWidth - 60);
    this.find("dots").replaceChildren(...curves.flatMap((curve) => {
      const { k, score, ended } = readingAt(curve, stop);
      const dot = k ? this.plot.place(budget, score) : null;
      if (!dot?.inside) return [];
      const colour = curve.colour[tone];
      return [svg("circle", {
        cx: dot.x, cy: dot.y, r: ended ? 5 : 6, class: ended ? "bc-hollow" : "bc-dot",
        ...(ended ? { stroke: colour } : { fill: colour }),
      })];
    }));
    this.layArrow(certain);
  }

  /** @param {boolean} certain */
  layArrow(certain) {
    const { duel, curves } = this.plot.chart;
    const saving = certain ? duel?.saving : null;
    const [tip, start] = [saving?.tip ?? NaN, saving?.start ?? NaN].map(
      (budget) => this.plot.place(budget, saving?.score ?? NaN));
    if (!saving || !duel || !tip.inside || !start.inside || Math.abs(start.x - tip.x) < 24) {
      this.find("saving").replaceChildren();
      return;
    }
    const y = start.y;
    const back = tip.x < start.x ? 8 : -8;
    const line = svg("path", {
      d: `M${start.x},${y}H${tip.x}m${back},-4l${-back},4l${back},4`, class: "bc-arrow",
    });
    const text = svg("text", { x: (start.x + tip.x) / 2, y: y - 7, "text-anchor": "middle" });
    text.textContent = saving.text;
    this.find("saving").style.color = curves[duel.small].colour[this.plot.theme.tone];
    this.find("saving").replaceChildren(line, text);
  }

  /**
   * Show what stands at the stop under the pointer; nothing where there is none.
   * @param {number | null} stop
   */
  preview(stop) {
    const { curves, grid, texts, unit } = this.plot.chart;
    const hover = this.find("hover");
    hover.hidden = stop === null;
    const at = this.crossed("preview", stop === null ? NaN : grid[stop]);
    if (stop === null || at === null) return;
    const lines = [amount(grid[stop], unit), ...curves.flatMap((curve) => {
      const at = readingAt(curve, stop);
      const drawn = drawnTimes(at, texts);
      const values = { model: curve.label, drawn, score: percent(at.score) };
      return at.k ? [filled(texts.measured, values)] : [];
    })];
    hover.replaceChildren(...lines.map((line) => {
      const row = document.createElement("div");
      row.textContent = line;
      return row;
    }));
    const { left, right } = this.plot.frame;
    hover.classList.toggle("bc-left", at > (left + right) / 2);
    hover.style.transform = `translateX(${at}px)`;
  }

  /**
   * Put an upright line at a budget; return its pixel, null where it is out of view.
   * @param {string} name
   * @param {number} budget
   */
  crossed(name, budget) {
    const { left, right } = this.plot.frame;
    const at = this.plot.place(budget, 0).x;
    const inside = at >= left - 1 && at <= right + 1;
    this.find(name).setAttribute("visibility", inside ? "visible" : "hidden");
    if (!inside) return null;
    this.find(name).setAttribute("x1", `${at}`);
    this.find(name).setAttribute("x2", `${at}`);
    return at;
  }
}
