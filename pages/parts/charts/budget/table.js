// All models at the line, the best first: a table that follows it while it moves.

import { fillingOf, remark } from "./cells.js";
import { filled, counted } from "./reading.js";
import { part } from "./overlay.js";
/** @import { Scale } from "./cells.js" */
/** @import { Chart, Entry } from "./reading.js" */
/**
 * A line of the table with its cells.
 * @typedef {{ row: HTMLTableRowElement, cells: Record<string, HTMLElement> }} Line
 */

const FEW = 8; // lines that are shown at first, beside those whose curves are drawn

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
    /** @type {Scale} */
    this.scale = null;
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
    const filling = fillingOf(chart);
    const shared = entries.find(({ model }) => duel && model === curves[duel.small].model)?.problems;
    this.lines = new Map(entries.map((entry) => [entry.model, this.line(entry, shared, chart)]));
    const columns = ["model", ...filling.cells];
    const heads = [chart.named, ...filling.heads(chart)].map((text, place) => {
      const head = document.createElement("th");
      head.className = `bc-${columns[place]}`;
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
    this.find("apart-why").textContent = chart.apart;
    this.scale = filling.scale(chart);
  }

  /**
   * @param {Entry} entry
   * @param {number | undefined} shared how many problems the pair is compared over
   * @param {Chart} chart
   * @returns {Line}
   */
  line(entry, shared, chart) {
    const { texts } = chart;
    const row = document.createElement("tr");
    /** @type {Record<string, HTMLElement>} */
    const cells = {};
    for (const name of ["model", ...fillingOf(chart).cells]) {
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
    row.classList.toggle("bc-apart", entry.apart !== null);
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
    const { entries, texts } = chart, filling = fillingOf(chart);
    this.find("table-title").textContent = filling.title(chart, stop);
    const wanted = this.search.value.trim().toLowerCase();
    const found = entries
      .filter(({ family, label, model }) =>
        [family, label, model].some((name) => name.toLowerCase().includes(wanted)))
      .map((entry) => ({ entry, told: filling.line(chart, entry, stop, this.scale) }))
      .sort((a, b) => Number(a.entry.apart !== null) - Number(b.entry.apart !== null)
        || a.told.order - b.told.order);
    const everything = this.all || wanted !== "";
    const shown = found.filter(({ entry }, place) =>
      everything || place < FEW || entry.colour !== null);
    for (const { entry, told } of shown) {
      const line = this.lines.get(entry.model);
      line?.row.classList.toggle("bc-unpaid", !told.pays);
      for (const name of filling.cells) line?.cells[name].replaceChildren(...(told.cells[name] ?? []));
    }
    const focused = document.activeElement?.closest("tr")?.dataset.model;
    this.find("table").querySelector("tbody")?.replaceChildren(
      ...shown.flatMap(({ entry }) => this.lines.get(entry.model)?.row ?? []));
    const kept = focused && this.lines.get(focused)?.row.querySelector("button");
    if (kept) kept.focus({ preventScroll: true }); // a line that is put in anew has lost it
    this.find("apart-why").hidden = shown.every(({ entry }) => entry.apart === null);
    this.find("none").hidden = found.length > 0;
    const more = this.find("more");
    more.hidden = wanted !== "" || (!this.all && shown.length === found.length);
    more.textContent = this.all ? texts.show_fewer
      : filled(texts.show_all, { n: counted(found.length) });
  }
}

/** @param {Entry} entry */
function dot({ colour }) {
  const drawn = document.createElement("i");
  if (colour) drawn.style.background = `light-dark(${colour[0]}, ${colour[1]})`;
  return drawn;
}
