// All models at the budget, the best first: a table that follows the line while it moves.

import { amount, filled, counted, percent, points, readingAt } from "./reading.js";
import { part } from "./overlay.js";
/** @import { TextsMessage } from "./message" */
/** @import { Chart, Entry, Reading } from "./reading.js" */
/**
 * A line of the table with its cells.
 * @typedef {{ row: HTMLTableRowElement, cells: Record<string, HTMLElement> }} Line
 */

const FEW = 8; // lines that are shown at first, beside those whose curves are drawn
const CELLS = ["model", "count", "score", "interval", "used"];

export class Table {
  /**
   * @param {HTMLElement} root
   * @param {(model: string) => void} pick
   */
  constructor(root, pick) {
    /** @param {string} name */
    this.find = (name) => part(root, name);
    this.pick = pick;
    this.all = false;
    /** @type {Map<string, Line>} */
    this.lines = new Map();
    /** @type {() => void} */
    this.again = () => {};
    this.search = /** @type {HTMLInputElement} */ (this.find("search"));
    this.search.addEventListener("input", () => this.again());
    this.find("more").addEventListener("click", () => {
      this.all = !this.all;
      this.again();
    });
  }

  /** @param {Chart} chart */
  take(chart) {
    const { curves, duel, texts, entries } = chart;
    const shared = entries.find(({ model }) => duel && model === curves[duel.small].model)?.problems;
    this.lines = new Map(entries.map((entry) => [entry.model, this.line(entry, shared, chart)]));
    const heads = [chart.named, ...texts.columns].map((text, place) => {
      const head = document.createElement("th");
      head.className = `bc-${CELLS[place]}`;
      head.scope = "col";
      head.textContent = text;
      return head;
    });
    this.find("table").querySelector("tr")?.replaceChildren(...heads);
    this.find("table").classList.toggle("bc-means", entries.every((entry) => !entry.low));
    this.search.placeholder = texts.search;
    this.search.setAttribute("aria-label", texts.search);
    this.search.hidden = entries.length <= FEW;
    if (this.search.hidden) this.search.value = "";
    this.find("none").textContent = texts.none_found;
    this.scale = spanOf(entries);
  }

  /**
   * @param {Entry} entry
   * @param {number | undefined} shared how many problems the pair is compared over
   * @param {Chart} chart
   * @returns {Line}
   */
  line(entry, shared, { texts }) {
    const row = document.createElement("tr");
    /** @type {Record<string, HTMLElement>} */
    const cells = {};
    for (const name of CELLS) {
      cells[name] = document.createElement(name === "model" ? "th" : "td");
      cells[name].className = `bc-${name}`;
      row.append(cells[name]);
    }
    const { label, pick } = entry;
    const name = document.createElement(pick ? "button" : "span");
    name.className = "bc-name";
    name.textContent = label;
    name.dataset.pick = pick ?? "";
    cells.model.setAttribute("scope", "row");
    cells.model.append(dot(entry), name);
    const among = shared !== undefined && entry.problems !== shared;
    const details = [entry.size, among
      ? filled(texts.on_problems, { n: counted(entry.problems) }) : ""];
    cells.model.append(remark(details.filter(Boolean).join(", ")));
    row.dataset.model = entry.model;
    row.classList.toggle("bc-drawn", entry.colour !== null);
    if (pick) {
      name.title = filled(pick === "add" ? texts.add : texts.remove, { model: label });
      row.classList.add("bc-pickable");
      row.addEventListener("click", () => this.pick(entry.model));
    }
    return { row, cells };
  }

  /**
   * @param {Chart} chart
   * @param {number} stop
   */
  show(chart, stop) {
    this.again = () => this.show(chart, stop);
    const { entries, grid, texts, unit } = chart;
    this.find("table-title").textContent = filled(texts.table, { amount: amount(grid[stop], unit) });
    const wanted = this.search.value.trim().toLowerCase();
    const found = entries
      .map((entry) => ({ entry, at: readingAt(entry, stop) }))
      .filter(({ entry: { family, label, model } }) =>
        [family, label, model].some((name) => name.toLowerCase().includes(wanted)))
      .sort((a, b) => (b.at.k ? b.at.score : -1) - (a.at.k ? a.at.score : -1));
    const everything = this.all || wanted !== "";
    const shown = found.filter(({ entry }, place) =>
      everything || place < FEW || entry.colour !== null);
    for (const { entry, at } of shown) this.fill(entry, at, chart);
    const focused = document.activeElement?.closest("tr")?.dataset.model;
    this.find("table").querySelector("tbody")?.replaceChildren(
      ...shown.flatMap(({ entry }) => this.lines.get(entry.model)?.row ?? []));
    const kept = focused && this.lines.get(focused)?.row.querySelector("button");
    if (kept) kept.focus({ preventScroll: true }); // a line that is put in anew has lost it
    this.find("none").hidden = found.length > 0;
    const more = this.find("more");
    more.hidden = wanted !== "" || (!this.all && shown.length === found.length);
    more.textContent = this.all ? texts.show_fewer
      : filled(texts.show_all, { n: counted(found.length) });
  }

  /**
   * @param {Entry} entry
   * @param {Reading} at
   * @param {Chart} chart
   */
  fill(entry, at, { texts, unit }) {
    const line = this.lines.get(entry.model);
    if (!line) return;
    const { row, cells } = line;
    row.classList.toggle("bc-unpaid", !at.k);
    const capped = at.answers < at.k;
    cells.count.textContent = at.k
      ? filled(capped ? texts.at_most : texts.count, { k: counted(at.k) }) : "";
    if (capped) {
      cells.count.append(remark(filled(texts.on_average, { answers: points(at.answers) })));
    }
    cells.score.textContent = at.k ? percent(at.score) : "";
    cells.interval.replaceChildren(...(at.k && this.scale ? interval(at, this.scale, texts) : []));
    cells.used.textContent = at.k ? amount(at.used, unit)
      : filled(texts.one_costs, { amount: amount(entry.budget[0], unit) });
    if (capped) {
      cells.used.append(remark(filled(texts.worst, { amount: amount(at.worst, unit) })));
    }
    if (at.ended) cells.used.append(remark(texts.all_its_data));
  }
}

/**
 * A remark under what a cell says.
 * @param {string} text
 */
function remark(text) {
  const small = document.createElement("small");
  small.textContent = text;
  return small;
}

/** @param {Entry} entry */
function dot({ colour }) {
  const drawn = document.createElement("i");
  if (colour) drawn.style.background = `light-dark(${colour[0]}, ${colour[1]})`;
  return drawn;
}

/**
 * The least and the most of all intervals, the same for each budget; null where there is none.
 * @param {Entry[]} entries
 * @returns {[number, number] | null}
 */
function spanOf(entries) {
  const lows = entries.flatMap(({ low }) => [...(low ?? [])]);
  const highs = entries.flatMap(({ high }) => [...(high ?? [])]);
  return lows.length ? [Math.min(...lows), Math.max(...highs)] : null;
}

/**
 * An interval, drawn and written.
 * @param {Reading} at
 * @param {[number, number]} scale
 * @param {TextsMessage} texts
 */
function interval({ low, high, score }, [least, most], texts) {
  if (Number.isNaN(low)) return [];
  /** @param {number} value */
  const place = (value) => `${(100 * (value - least)) / Math.max(most - least, 1e-9)}%`;
  const bar = document.createElement("span");
  bar.className = "bc-bar";
  bar.style.setProperty("--low", place(low));
  bar.style.setProperty("--high", place(high));
  bar.style.setProperty("--score", place(score));
  const text = document.createElement("span");
  text.textContent = filled(texts.interval, { low: points(low), high: percent(high) });
  return [bar, text];
}
