// The budget chart. Python sends every curve once; while the budget line moves, this file only
// looks values up. Plotly draws the curves; the line, its dots and the labels lie over it in SVG,
// so that dragging never redraws a curve. On release the budget goes back to Python.

const SMALLER = { s: ["ms", "µs"], TFLOPs: ["GFLOPs", "MFLOPs"] };
const COMMIT_DELAY = 250; // ms after the last key press
const SVG = "http://www.w3.org/2000/svg";

let plotlyLoading;
function loadPlotly() {
  plotlyLoading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "app/static/plotly.min.js";
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error("the chart library could not be loaded"));
    document.head.append(script);
  });
  return plotlyLoading;
}

const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer;
const float64 = (text) => new Float64Array(bytes(text));
const float32 = (text) => new Float32Array(bytes(text));

/** The number of sorted values that are at most `limit`. */
function countUpTo(sorted, limit) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** As `backend.amounts`. */
function fourDigits(value) {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString("en-US", { maximumFractionDigits: decimals });
}

function amount(value, unit) {
  if (unit === "samples") {
    return `${Math.round(value).toLocaleString("en-US")} ${value === 1 ? "sample" : "samples"}`;
  }
  if (unit === "$") {
    return value >= 1 ? `$${fourDigits(value)}` : `${fourDigits(100 * value)} ¢`;
  }
  if (SMALLER[unit] && value > 0 && value < 1) {
    const [thousandth, millionth] = SMALLER[unit];
    return value < 0.001
      ? `${fourDigits(1e6 * value)} ${millionth}` : `${fourDigits(1000 * value)} ${thousandth}`;
  }
  return `${fourDigits(value)} ${unit}`;
}

/** Round tick positions between two powers of ten, no more than fit `room` pixels; with their unit
    where it is `mixed` along the axis. */
function ticks([low, high], room, unit, mixed) {
  const decades = high - low;
  const widest = mixed && unit === "TFLOPs" ? 80 : 45;
  const perDecade = (room / Math.max(decades, 0.05)) / widest;
  const steps = perDecade >= 9 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : perDecade >= 3 ? [1, 2, 5] : [1];
  const values = [];
  for (let power = Math.floor(low); power <= high; power++) {
    for (const step of steps) values.push(step * 10 ** power);
  }
  const shown = values.filter((v) => Math.log10(v) >= low - 1e-9 && Math.log10(v) <= high + 1e-9);
  return { tickvals: shown, ticktext: shown.map(mixed ? (v) => plain(amount(v, unit)) : fourDigits) };
}

/** A text for Plotly, which takes some of it for markup. */
const plain = (text) =>
  text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);

/** Corners of a step curve; where drawn points skip k, a straight line joins them. */
function corners(curve, heights) {
  const x = [], y = [];
  curve.drawn.forEach((i, place) => {
    x.push(curve.budget[i]);
    y.push(heights[i]);
    const next = curve.drawn[place + 1];
    if (next === i + 1) {
      x.push(curve.budget[next]);
      y.push(heights[i]);
    }
  });
  const last = curve.budget.length - 1; // the last step reaches to where one more would be paid
  x.push(curve.end);
  y.push(heights[last]);
  return { x, y };
}

class BudgetChart {
  constructor(root) {
    this.root = root;
    this.find = (name) => root.querySelector(`.bc-${name}`);
    [this.plot, this.slider, this.handle, this.line] =
      ["plot", "slider", "handle", "line"].map(this.find);
    this.dragging = false;
    this.zoom = null; // what the visitor zoomed to; kept through every change of data
    this.listen();
  }

  listen() {
    const { slider, handle } = this;
    slider.addEventListener("input", () => {
      this.dragging = true;
      this.moveTo(10 ** Number(slider.value));
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
      const axis = this.plot._fullLayout.xaxis;
      const inside = event.clientX - this.plot.getBoundingClientRect().left - axis._offset;
      this.moveTo(axis.p2d(Math.min(Math.max(inside, 0), axis._length)));
    });
    for (const end of ["pointerup", "pointercancel"]) {
      handle.addEventListener(end, () => this.dragging && this.release());
    }
    this.find("reset").addEventListener("click", () => this.resetZoom());
    this.resizer = new ResizeObserver(() => {
      // Plotly refuses a chart that is hidden by now; shown again, it is sized again.
      if (this.ready) window.Plotly.Plots.resize(this.plot).catch(() => {});
    });
    this.resizer.observe(this.plot);
  }

  onKey(event) {
    const steps = {
      ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10,
      Home: -Infinity, End: Infinity,
    };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const { grid } = this.data;
    const here = countUpTo(grid, this.budget) - 1;
    const target = here + steps[event.key];
    this.dragging = true;
    this.show(grid[Math.min(Math.max(target, 0), grid.length - 1)]);
    clearTimeout(this.committing);
    this.committing = setTimeout(() => this.release(), COMMIT_DELAY);
  }

  /** Show the grid's budget nearest to `budget` on the log axis. */
  moveTo(budget) {
    const { grid } = this.data;
    const above = Math.min(countUpTo(grid, budget), grid.length - 1);
    const below = Math.max(above - 1, 0);
    const nearer = budget / grid[below] < grid[above] / budget ? below : above;
    this.show(grid[nearer]);
  }

  release() {
    clearTimeout(this.committing);
    this.dragging = false;
    if (this.budget !== this.committed) {
      this.committed = this.budget;
      this.commit(this.budget);
    }
  }

  async update(message, commit) {
    this.commit = commit;
    this.data = {
      ...message,
      grid: float64(message.grid),
      curves: message.curves.map((curve) => ({
        ...curve,
        budget: float64(curve.budget),
        pays: float64(curve.pays),
        score: float32(curve.score),
        low: curve.low && float32(curve.low),
        high: curve.high && float32(curve.high),
      })),
    };
    if (!this.dragging) this.budget = this.committed = message.budget;
    await loadPlotly();
    this.theme();
    await this.draw();
    this.ready = true;
    this.lay();
    this.root.dataset.painted = message.revision;
  }

  theme() {
    const style = getComputedStyle(this.root);
    const swatch = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    swatch.fillStyle = style.getPropertyValue("--st-background-color");
    swatch.fillRect(0, 0, 1, 1);
    const [r, g, b] = swatch.getImageData(0, 0, 1, 1).data;
    this.tone = 0.3 * r + 0.59 * g + 0.11 * b < 128 ? 1 : 0; // which of a curve's two colours
    this.faint = this.tone ? "rgba(255,255,255,0.13)" : "rgba(0,0,0,0.09)";
    this.font = { family: style.fontFamily, size: 12, color: style.color };
  }

  draw() {
    const { curves, bands } = this.data;
    const traces = [];
    if (bands) traces.push(...curves.filter((c) => c.low).map((c) => this.band(c)));
    traces.push(...curves.map((c) => this.steps(c)), ...curves.flatMap((c) => this.markers(c)));
    traces.push(...this.data.marks.flatMap((mark) => this.mark(mark)));
    return window.Plotly.react(this.plot, traces, this.layout(), {
      displayModeBar: false, doubleClick: false, showTips: false,
    }).then(() => {
      if (this.wired) return;
      this.wired = true;
      this.plot.on("plotly_afterplot", () => this.lay());
      this.plot.on("plotly_relayout", (change) => this.onZoom(change));
      this.plot.on("plotly_doubleclick", () => this.resetZoom());
    });
  }

  band(curve) {
    const high = corners(curve, curve.high), low = corners(curve, curve.low);
    return {
      x: [...high.x, ...low.x.reverse()], y: [...high.y, ...low.y.reverse()],
      fill: "toself", fillcolor: curve.colour[this.tone], opacity: 0.16, mode: "lines",
      line: { width: 0 }, hoverinfo: "skip",
    };
  }

  steps(curve) {
    return {
      ...corners(curve, curve.score), mode: "lines", hoverinfo: "skip",
      line: { color: curve.colour[this.tone], width: 2 },
    };
  }

  markers(curve) {
    const colour = curve.colour[this.tone];
    const { unit } = this.data;
    const published = new Set(curve.published);
    const trace = (indices, marker) => ({
      x: indices.map((i) => curve.budget[i]), y: indices.map((i) => curve.score[i]),
      mode: "markers", marker,
      text: indices.map((i) => {
        const kind = curve.measured ? "" : published.has(i) ? " (published)" : " (fitted)";
        return `${plain(curve.label)} x ${i + 1}: ${curve.score[i].toFixed(1)} %${kind}<br>` +
          plain(amount(curve.budget[i], unit));
      }),
      hovertemplate: "%{text}<extra></extra>",
      hoverlabel: { bgcolor: colour, font: { color: this.tone ? "#111" : "#fff" } },
    });
    const solid = { color: colour, size: 7 };
    if (curve.measured) return [trace(curve.marked, { ...solid, size: 6 })];
    const hollow = { color: colour, size: 6, symbol: "circle-open" };
    const fitted = curve.marked.filter((i) => !published.has(i));
    return [trace(fitted, hollow), trace(curve.published, { ...solid, size: 8 })];
  }

  /** One answer of a model without selection: a circle for a sampled one, a star for the greedy
      one, and a level across the chart where it is there to be beaten. */
  mark({ label, colour, budget, single, greedy, level }) {
    const own = colour[this.tone];
    const shapes = [["one sampled answer", single, "circle-open", 12]];
    if (greedy !== null) shapes.push(["its greedy answer", greedy, "star", 14]);
    const traces = shapes.map(([what, score, symbol, size]) => ({
      x: [budget], y: [score], mode: "markers",
      marker: { color: own, size, symbol, line: { color: own, width: 2 } },
      text: [
        `${plain(label)}, ${what}: ${score.toFixed(1)} %<br>` +
          plain(amount(budget, this.data.unit)),
      ],
      hovertemplate: "%{text}<extra></extra>",
      hoverlabel: { bgcolor: own, font: { color: this.tone ? "#111" : "#fff" } },
    }));
    if (level) {
      const score = greedy ?? single;
      traces.push({
        x: this.data.axis.range, y: [score, score], mode: "lines", hoverinfo: "skip",
        line: { color: own, width: 1.5, dash: "dash" },
      });
    }
    return traces;
  }

  layout() {
    const { axis, curves, unit } = this.data;
    const { x, y } = this.ranges();
    const narrow = this.plot.clientWidth < 500;
    const longest = Math.max(...curves.map((c) => this.label(c).length));
    const shared = {
      gridcolor: this.faint, zeroline: false, tickfont: this.font, fixedrange: narrow,
      linecolor: this.faint, tickcolor: this.faint,
    };
    return {
      margin: { l: 38, r: Math.min(14 + 7.6 * longest, narrow ? 94 : 190), t: 26, b: 46 },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font: this.font,
      showlegend: false, hovermode: "closest", dragmode: narrow ? false : "zoom",
      xaxis: {
        ...shared, type: "log", range: x, showline: true, ticks: "outside",
        title: { text: plain(axis.title), font: this.font, standoff: 8 },
        ...ticks(x, this.plot.clientWidth * 0.8, unit, axis.mixed),
      },
      yaxis: { ...shared, range: y },
    };
  }

  /** The ranges of both axes: the zoomed ones, or all there is. A zoomed x is kept while its
      axis counts the same thing. */
  ranges() {
    const { axis, bands, curves, marks, unit } = this.data;
    const marked = marks.flatMap((m) => (m.greedy === null ? [m.single] : [m.single, m.greedy]));
    const lows = curves.map((c) => Math.min(...((bands && c.low) || c.score))).concat(marked);
    const highs = curves.map((c) => Math.max(...((bands && c.high) || c.score))).concat(marked);
    const bottom = Math.min(...lows), top = Math.max(...highs);
    const room = Math.max((top - bottom) * 0.06, 0.5);
    return {
      x: this.zoom?.counts === unit ? this.zoom.x : axis.range.map(Math.log10),
      y: this.zoom?.y ?? [Math.max(bottom - room, -1), Math.min(top + room, 101)],
    };
  }

  onZoom(change) {
    if (!Object.keys(change).some((key) => key.includes("range"))) return;
    const { xaxis, yaxis } = this.plot._fullLayout;
    this.zoom = { x: [...xaxis.range], y: [...yaxis.range], counts: this.data.unit };
    this.find("reset").hidden = false;
    this.draw(); // for ticks that fit
  }

  resetZoom() {
    this.zoom = null;
    this.find("reset").hidden = true;
    this.draw();
  }

  label(curve) {
    const most = this.plot.clientWidth < 500 ? 13 : 26;
    return curve.label.length > most ? `…${curve.label.slice(1 - most)}` : curve.label;
  }

  /** Pixel position of a point, and whether it is inside the zoomed view. */
  place(budget, score) {
    const { xaxis, yaxis } = this.plot._fullLayout;
    const x = xaxis.d2p(budget), y = yaxis.d2p(score);
    const slack = 1;
    return {
      x: x + xaxis._offset, y: y + yaxis._offset,
      inside: x >= -slack && x <= xaxis._length + slack && y >= -slack && y <= yaxis._length + slack,
    };
  }

  /** Put what lies over the plot where the axes now are. */
  lay() {
    const { xaxis, yaxis } = this.plot._fullLayout;
    const [low, high] = this.data.axis.range;
    Object.assign(this.slider, { min: Math.log10(low), max: Math.log10(high) });
    this.slider.style.marginLeft = `${xaxis._offset - 8}px`; // half a thumb beyond either end
    this.slider.style.width = `${xaxis._length + 16}px`;
    this.handle.style.top = "0px";
    this.handle.style.height = `${yaxis._offset + yaxis._length}px`;
    this.line.setAttribute("y1", 20);
    this.line.setAttribute("y2", yaxis._offset + yaxis._length);
    this.layLabels();
    this.show(this.budget);
  }

  layLabels() {
    const { xaxis, yaxis } = this.plot._fullLayout;
    const right = xaxis._offset + xaxis._length;
    const labels = this.data.curves.flatMap((curve) => {
      const visible = curve.drawn.filter((i) => this.place(curve.budget[i], curve.score[i]).inside);
      if (!visible.length) return [];
      const last = visible[visible.length - 1];
      const end = last === curve.budget.length - 1 ? curve.end : curve.budget[last];
      const at = this.place(end, curve.score[last]);
      return [{ curve, x: Math.min(at.x, right) + 6, y: at.y }];
    }).sort((a, b) => a.y - b.y);
    for (let i = 1; i < labels.length; i++) {
      labels[i].y = Math.max(labels[i].y, labels[i - 1].y + 15);
    }
    const floor = yaxis._offset + yaxis._length;
    for (let i = labels.length - 1, limit = floor; i >= 0; i--, limit -= 15) {
      labels[i].y = Math.min(labels[i].y, limit);
    }
    this.find("labels").replaceChildren(...labels.map(({ curve, x, y }) => {
      const text = document.createElementNS(SVG, "text");
      text.setAttribute("x", x);
      text.setAttribute("y", y + 4);
      text.setAttribute("fill", curve.colour[this.tone]);
      text.textContent = this.label(curve);
      return text;
    }));
  }

  /** Move the budget line to `budget` and read every curve there. Look-ups only. */
  show(budget) {
    this.budget = budget;
    const { curves, unit } = this.data;
    const readings = curves.map((curve) => {
      const k = countUpTo(curve.pays, budget);
      return { curve, k, used: curve.budget[k - 1], score: curve.score[k - 1] };
    });
    const spoken = readings.map(({ curve, k, score }) => k
      ? `${curve.label} x ${k} solves ${score.toFixed(1)} %` : `${curve.label} not affordable`);
    this.slider.value = Math.log10(budget);
    this.slider.setAttribute("aria-valuetext", `${amount(budget, unit)}: ${spoken.join(", ")}`);
    this.find("flag").textContent = amount(budget, unit);
    this.find("budget").textContent = `Budget per problem: ${amount(budget, unit)}`;
    this.find("readouts").replaceChildren(...readings.map((reading) => this.reading(reading)));
    this.find("key").textContent = this.data.key;
    if (this.plot._fullLayout) this.moveLine(readings);
  }

  reading({ curve, k, used, score }) {
    const { unit } = this.data;
    const row = document.createElement("div");
    const cell = (name, text) => {
      const span = document.createElement("span");
      span.className = `bc-${name}`;
      span.textContent = text;
      row.append(span);
      return span;
    };
    const dot = document.createElement("i");
    dot.style.background = curve.colour[this.tone ?? 0];
    cell("name", curve.label).prepend(dot);
    if (!k) {
      cell("count", "x 0");
      cell("score", "–");
      cell("left", `one answer costs ${amount(curve.budget[0], unit)}`);
      return row;
    }
    const left = this.budget - used;
    const ended = this.budget >= curve.end;
    cell("count", `x ${k.toLocaleString("en-US")}`);
    cell("score", `${score.toFixed(1)} %`);
    cell("left", (ended ? "data ends here, " : "") +
      (left > this.budget * 1e-3 ? `${amount(left, unit)} left over` : "nothing left over"));
    return row;
  }

  moveLine(readings) {
    const { xaxis } = this.plot._fullLayout;
    const at = this.place(this.budget, 0).x;
    const right = xaxis._offset + xaxis._length;
    const outside = at < xaxis._offset - 1 || at > right + 1; // zoomed away from the line
    this.line.style.display = this.handle.style.display = outside ? "none" : "";
    this.line.setAttribute("x1", at);
    this.line.setAttribute("x2", at);
    this.handle.style.transform = `translateX(${at}px)`;
    this.handle.classList.toggle("bc-at-left", at < 60);
    this.handle.classList.toggle("bc-at-right", at > this.plot.clientWidth - 60);
    this.find("dots").replaceChildren(...readings.flatMap(({ curve, k, score }) => {
      const dot = k && this.place(this.budget, score);
      if (!dot || !dot.inside) return [];
      const circle = document.createElementNS(SVG, "circle");
      for (const [name, value] of Object.entries({ cx: dot.x, cy: dot.y, r: 6 })) {
        circle.setAttribute(name, value);
      }
      circle.setAttribute("fill", curve.colour[this.tone]);
      return [circle];
    }));
  }

  destroy() {
    clearTimeout(this.committing);
    this.resizer.disconnect();
    if (this.wired) window.Plotly.purge(this.plot);
  }
}

export default function ({ parentElement, data, setStateValue }) {
  const root = parentElement.querySelector(".budget-chart");
  root.budgetChart ??= new BudgetChart(root);
  root.budgetChart.update(data, (budget) => setStateValue("budget", budget)).catch((error) => {
    root.querySelector(".bc-key").textContent = `The chart could not be drawn: ${error.message}.`;
  });
  return () => root.budgetChart.destroy();
}
