// What lies over the plot and moves with the budget: the line, its dots, the saving and the strip
// of regions in SVG, so that dragging never redraws a curve.

import { lineOf } from "./line.js";
import { drawnLabel, labelLines, spread, svg } from "./labels.js";
/** @import { Line } from "./line.js" */
/** @import { Plot } from "./plot.js" */
/** @import { Curve } from "./reading.js" */

const RADIUS = 6; // pixels: of a dot
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
    const { bottom, right } = this.plot.frame;
    this.find("handle").style.height = `${bottom}px`;
    this.find("level").style.width = `${right}px`;
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
   * Move the line to a stop, with a dot where it meets each curve.
   * @param {number} stop
   * @param {boolean} certain whether what Python said is of this very stop
   */
  move(stop, certain) {
    const { curves } = this.plot.chart;
    const { tone } = this.plot.theme;
    const line = lineOf(this.plot);
    this.layHandle(line, line.stops[stop]);
    this.find("dots").replaceChildren(...curves.flatMap((curve) => {
      const dot = line.dot(curve, stop);
      const at = dot && this.plot.place(dot.budget, dot.score);
      if (!dot || !at?.inside) return [];
      const colour = curve.colour[tone];
      const { x, y } = at;
      const drop = svg("path", { d: `M${x},${y}V${this.plot.frame.bottom}`, class: "bc-drop", stroke: colour });
      return [...(dot.drops ? [drop] : []), svg("circle", {
        cx: x, cy: y, r: dot.hollow ? 5 : RADIUS, class: dot.hollow ? "bc-hollow" : "bc-dot",
        ...(dot.hollow ? { stroke: colour } : { fill: colour }),
      })];
    }));
    this.layArrow(line.saving(stop, certain), line.across ? RADIUS : 0);
  }

  /**
   * @param {Line} line
   * @param {number} value
   */
  layHandle(line, value) {
    const { at, inside } = this.crossed("line", line, value);
    const { top, bottom } = this.plot.frame, width = this.plot.node.clientWidth;
    for (const name of ["handle", "level"]) this.find(name).hidden = name !== line.handle;
    this.find(line.flag).textContent = line.written(value);
    const handle = this.find(line.handle);
    if (line.across) { // at an end where it is out of view: the keyboard still moves it
      handle.style.transform = `translateY(${Math.min(Math.max(at, top), bottom)}px)`;
      return;
    }
    handle.hidden = !inside;
    handle.style.transform = `translateX(${at}px)`;
    handle.classList.toggle("bc-at-left", at < 60);
    handle.classList.toggle("bc-at-right", at > width - 60);
  }

  /**
   * @param {{ tip: number, start: number, score: number, text: string } | null} saving
   * @param {number} room pixels that a dot takes at its tip
   */
  layArrow(saving, room) {
    const { duel, curves } = this.plot.chart;
    const [tip, start] = [saving?.tip ?? NaN, saving?.start ?? NaN].map(
      (budget) => this.plot.place(budget, saving?.score ?? NaN));
    if (!saving || !duel || !tip.inside || !start.inside || Math.abs(start.x - tip.x) < 24) {
      this.find("saving").replaceChildren();
      return;
    }
    const y = start.y;
    const way = Math.sign(start.x - tip.x), back = 8 * way;
    const line = svg("path", {
      d: `M${start.x},${y}H${tip.x + room * way}m${back},-4l${-back},4l${back},4`, class: "bc-arrow",
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
    const hover = this.find("hover"), line = lineOf(this.plot);
    const { at, inside } = this.crossed("preview", line, stop === null ? NaN : line.stops[stop]);
    hover.hidden = !inside;
    if (stop === null || !inside) return;
    const lines = [
      line.written(line.stops[stop]),
      ...this.plot.chart.curves.flatMap((curve) => line.previewed(curve, stop)),
    ];
    hover.replaceChildren(...lines.map((said) => {
      const row = document.createElement("div");
      row.textContent = said;
      return row;
    }));
    const { left, right, top, bottom } = this.plot.frame;
    hover.classList.toggle("bc-across", line.across);
    hover.classList.toggle("bc-left", !line.across && at > (left + right) / 2);
    hover.style.left = line.across ? `${left + 18}px` : "";
    if (line.across) { // below the line, or above it where there is no room below
      const above = at > (top + bottom) / 2 ? hover.offsetHeight + 16 : 0;
      hover.style.transform = `translateY(${at - above}px)`;
    } else hover.style.transform = `translateX(${at}px)`;
  }

  /**
   * Put a line at a value; return where that is.
   * @param {string} name
   * @param {Line} line
   * @param {number} value
   */
  crossed(name, line, value) {
    const { at, inside } = line.pixel(value);
    this.find(name).setAttribute("visibility", inside ? "visible" : "hidden");
    if (inside) {
      for (const [end, pixel] of Object.entries(line.ends(at))) {
        this.find(name).setAttribute(end, `${pixel}`);
      }
    }
    return { at, inside };
  }
}
