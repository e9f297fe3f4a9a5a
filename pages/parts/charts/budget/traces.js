// What Plotly draws: the curves, their bands and marks as its traces, and its axes. Made anew from
// what was sent and the page's colours; nothing is kept here.

import { amount, drawnTimes, filled, percent, tickText } from "./reading.js";
/** @import { Layout, PlotData, PlotMarker } from "plotly.js" */
/** @import { AxisMessage, MarkMessage, TextsMessage, UnitMessage } from "./message" */
/** @import { Chart, Curve } from "./reading.js" */
/** @import { Theme } from "./theme.js" */

const LEFT = 38; // pixels before the plot, for the scores beside it

/** @typedef {Partial<PlotData>} Trace */
/** @typedef {[number, number]} Range on a log axis in powers of ten */

/**
 * A text for Plotly, which takes some of it for markup.
 * @param {string} text
 */
const plain = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/**
 * Round tick positions between two powers of ten, no more than fit `room` pixels; with their unit
 * where it is `mixed` along the axis.
 * @param {[number, number]} range
 * @param {number} room
 * @param {UnitMessage} unit
 * @param {AxisMessage} axis
 */
function ticks([low, high], room, unit, axis) {
  const decades = high - low;
  const perDecade = (room / Math.max(decades, 0.05)) / axis.tick;
  const steps = perDecade >= 9 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : perDecade >= 3 ? [1, 2, 5] : [1];
  const values = [];
  for (let power = Math.floor(low); power <= high; power++) {
    for (const step of steps) values.push(step * 10 ** power);
  }
  const shown = values.filter((v) => Math.log10(v) >= low - 1e-9 && Math.log10(v) <= high + 1e-9);
  return {
    tickvals: shown,
    ticktext: shown.map((v) => plain(tickText(v, unit, axis))),
  };
}

/**
 * Corners of a step curve; where drawn points skip k, a straight line joins them.
 * @param {Curve} curve
 * @param {Float32Array | Float64Array} heights
 */
function corners(curve, heights) {
  /** @type {number[]} */
  const x = [], y = [];
  curve.drawn.forEach((i, place) => {
    x.push(curve.budget[i]);
    y.push(heights[i]);
    const next = curve.drawn[place + 1];
    if (curve.k[next] === curve.k[i] + 1) {
      x.push(curve.budget[next]);
      y.push(heights[i]);
    }
  });
  const last = curve.budget.length - 1; // the last step reaches to where one more would be paid
  x.push(curve.end);
  y.push(heights[last]);
  return { x, y };
}

/**
 * @param {Chart} chart
 * @param {Theme} theme
 */
export function traces(chart, { tone }) {
  const { curves, marks } = chart;
  return [
    ...curves.flatMap((curve) => band(curve, tone)),
    ...curves.map((curve) => steps(curve, tone)),
    ...curves.flatMap((curve) => unknown(curve, chart, tone)),
    ...curves.flatMap((curve) => markers(curve, chart, tone)),
    ...marks.flatMap((mark) => shapes(mark, chart, tone)),
  ];
}

/**
 * @param {Curve} curve
 * @param {number} tone
 * @returns {Trace[]}
 */
function band(curve, tone) {
  if (!curve.band || !curve.low || !curve.high) return [];
  const high = corners(curve, curve.high), low = corners(curve, curve.low);
  return [{
    x: [...high.x, ...low.x.reverse()], y: [...high.y, ...low.y.reverse()],
    fill: "toself", fillcolor: curve.colour[tone], opacity: 0.16, mode: "lines",
    line: { width: 0 }, hoverinfo: "skip",
  }];
}

/**
 * @param {Curve} curve
 * @param {number} tone
 * @returns {Trace}
 */
function steps(curve, tone) {
  return {
    ...corners(curve, curve.score), mode: "lines", hoverinfo: "skip",
    line: { color: curve.colour[tone], width: 2 },
  };
}

/**
 * The level of a curve's last score, from where its data end on.
 * @param {Curve} curve
 * @param {Chart} chart
 * @param {number} tone
 * @returns {Trace[]}
 */
function unknown({ end, score, colour }, { axis }, tone) {
  const [, right] = axis.range;
  if (end >= right) return [];
  const level = score[score.length - 1];
  return [{
    x: [end, right], y: [level, level], mode: "lines", hoverinfo: "skip",
    line: { color: colour[tone], width: 1.5, dash: "dot" }, opacity: 0.7,
  }];
}

/**
 * Points of a curve to point at: of a fitted one the published are solid, the others hollow.
 * @param {Curve} curve
 * @param {Chart} chart
 * @param {number} tone
 */
function markers(curve, { texts, unit }, tone) {
  const color = curve.colour[tone];
  const published = new Set(curve.published);
  /**
   * @param {number[]} indices
   * @param {Partial<PlotMarker>} marker
   * @returns {Trace}
   */
  const trace = (indices, marker) => ({
    x: indices.map((i) => curve.budget[i]), y: indices.map((i) => curve.score[i]),
    mode: "markers", marker: { color, ...marker },
    ...hover(color, tone, indices.map((i) => {
      const fit = published.has(i) ? texts.published : texts.fitted;
      const at = { k: curve.k[i], answers: curve.answers ? curve.answers[i] : curve.k[i] };
      const drawn = drawnTimes(at, texts);
      const values = { model: curve.label, drawn, score: percent(curve.score[i]) };
      const point = filled(curve.measured ? texts.measured : fit, values);
      return [point, amount(curve.budget[i], unit)];
    })),
  });
  if (curve.measured) return [trace(curve.marked, { size: 6 })];
  const fitted = curve.marked.filter((i) => !published.has(i));
  return [
    trace(fitted, { size: 6, symbol: "circle-open" }), trace(curve.published, { size: 8 }),
  ];
}

/**
 * One answer of a model without selection: a circle for a sampled one, a star for the greedy
 * one, and a level across the chart where it is there to be beaten.
 * @param {MarkMessage} mark
 * @param {Chart} chart
 * @param {number} tone
 */
function shapes({ label, colour, budget, single, greedy, level }, { axis, texts, unit }, tone) {
  const color = colour[tone];
  /**
   * @param {string} text
   * @param {number} score
   * @param {Partial<PlotMarker>} marker
   * @returns {Trace}
   */
  const shape = (text, score, marker) => ({
    x: [budget], y: [score], mode: "markers",
    marker: { color, line: { color, width: 2 }, ...marker },
    ...hover(color, tone, [
      [filled(text, { model: label, score: percent(score) }), amount(budget, unit)],
    ]),
  });
  const drawn = [shape(texts.sampled, single, { symbol: "circle-open", size: 12 })];
  if (greedy !== null) {
    drawn.push(shape(texts.greedy, greedy, { symbol: "star", size: 14 }));
  }
  if (level !== "") {
    const height = greedy ?? single;
    drawn.push({
      x: axis.range, y: [height, height], mode: "lines", hoverinfo: "skip",
      line: { color, width: 1.5, dash: "dash" },
    });
  }
  return drawn;
}

/**
 * What a trace shows of each point under the pointer.
 * @param {string} color
 * @param {number} tone
 * @param {string[][]} lines of each point
 * @returns {Trace}
 */
function hover(color, tone, lines) {
  return {
    text: lines.map((each) => each.map(plain).join("<br>")),
    hovertemplate: "%{text}<extra></extra>",
    hoverlabel: { bgcolor: color, font: { color: tone ? "#111" : "#fff" } },
  };
}

/**
 * The range that shows all there is from one budget to another: of the axis, both in powers of ten,
 * and of the scores there: with a line at a score all above it too.
 * @param {Chart} chart
 * @param {Range} x
 * @returns {{ x: Range, y: Range }}
 */
export function rangesWithin({ curves, marks, reach }, x) {
  const [low, high] = x.map((power) => 10 ** power);
  const heights = curves.flatMap(({ budget, end, score, ...curve }) => {
    const from = Math.max(budget.findLastIndex((cost) => cost <= low), 0);
    const beyond = budget.findIndex((cost) => cost > high);
    const to = beyond < 0 ? budget.length : beyond;
    const lines = curve.band && curve.low && curve.high ? [curve.low, curve.high] : [score];
    return lines.flatMap((line) => [...line.slice(from, Math.max(to, from + 1))]);
  });
  const marked = marks.flatMap((m) => (m.greedy === null ? [m.single] : [m.single, m.greedy]));
  const bottom = Math.min(...heights, ...marked), top = Math.max(...heights, ...marked, reach ? 100 : 0);
  const room = Math.max((top - bottom) * 0.06, 0.5);
  return { x, y: [Math.max(bottom - room, -1), Math.min(top + room, 101)] };
}

/**
 * The whole axis in powers of ten.
 * @param {Chart} chart
 * @returns {Range}
 */
export const wholeAxis = ({ axis: { range: [low, high] } }) => [Math.log10(low), Math.log10(high)];

/**
 * What lies behind the curves: grey where one of the pair has no more samples for a budget.
 * @param {Chart} chart
 * @param {Theme} theme
 * @returns {Partial<Layout>["shapes"]}
 */
function greyed({ curves, duel, axis, reach }, { faint }) {
  const end = duel && !reach ? Math.min(curves[duel.small].end, curves[duel.large].end) : Infinity;
  if (end >= axis.range[1]) return [];
  return [{
    type: "rect", layer: "below", xref: "x", yref: "paper", x0: end, x1: axis.range[1], y0: 0, y1: 1,
    fillcolor: faint, line: { width: 0 },
  }];
}

/**
 * What is written on the levels that are there to be beaten.
 * @param {Chart} chart
 * @param {Theme} theme
 * @returns {Partial<Layout>["annotations"]}
 */
const levels = ({ marks }, { font }) => marks.filter(({ level }) => level).map(
  ({ level, greedy, single }) => ({
    text: plain(level), font, showarrow: false, xref: "paper", x: 0, xanchor: "left", xshift: 36,
    yref: "y", y: greedy ?? single, yanchor: "bottom",
  }));

/**
 * @param {Chart} chart
 * @param {Theme} theme
 * @param {{ x: Range, y: Range }} ranges
 * @param {{ width: number, right: number }} room pixels; `right` is for labels
 * @returns {Partial<Layout>}
 */
export function layout(chart, theme, { x, y }, { width, right }) {
  const { axis, unit } = chart;
  const { faint, font } = theme;
  const shared = {
    gridcolor: faint, zeroline: false, tickfont: font, fixedrange: true,
    linecolor: faint, tickcolor: faint,
  };
  return {
    margin: { l: LEFT, r: right, t: 26, b: 52 },
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font,
    showlegend: false, hovermode: "closest", dragmode: false,
    shapes: greyed(chart, theme), annotations: levels(chart, theme),
    xaxis: {
      ...shared, type: "log", range: x, showline: true, ticks: "outside",
      title: { text: plain(axis.title), font, standoff: 8 },
      ...ticks(x, width - LEFT - right, unit, axis), tickangle: 0,
    },
    yaxis: { ...shared, range: y },
  };
}
