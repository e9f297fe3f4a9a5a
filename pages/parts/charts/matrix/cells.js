// The matrix of all models against each other: colours by lead, marks by how sure it is.

import { amount, counted, filled, points, unbroken, wholePoints } from "../budget/reading.js";
import { changesAt, leadOf, times } from "./leads.js";
/** @import { Lead, Matrix } from "./leads.js" */

const LEVELS = 20; // shades to each side
const FULL = 75; // percent of the colour in the strongest, on which letters can be read
const MOST = 46; // pixels of a cell; the least is in matrix.css, since fingers want more
const NUMBERS = 24; // pixels from which a cell has room for its number
const HEADS = 160; // pixels that the names of rows take, about
const PRESSES = /^(Enter| )$/;
export const MARKS = ["pm-wins", "pm-wins", "pm-ahead", "pm-ahead", "pm-close", "pm-vain", "pm-vain"];
/** @type {Record<string, [number, number]>} rows and columns */
const STEPS = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  Home: [0, -Infinity], End: [0, Infinity], PageUp: [-Infinity, 0], PageDown: [Infinity, 0],
};

/**
 * Which row and column a cell is in.
 * @typedef {readonly [number, number]} Place
 */

export class Cells {
  /**
   * @param {HTMLElement} root
   * @param {(row: number, column: number) => void} open
   */
  constructor(root, open) {
    /** @param {string} name */
    this.find = (name) => /** @type {HTMLElement} */ (root.querySelector(`.pm-${name}`));
    this.open = open;
    this.made = "";
    /** @type {HTMLTableCellElement[]} */
    this.cells = [];
    /** @type {string[]} */
    this.looks = [];
    /** @type {Matrix | null} */
    this.matrix = null;
    this.stop = 0;
    /** @type {Place} */
    this.here = [0, 1];
    const table = this.find("table");
    table.addEventListener("pointerover", (event) => this.onOver(event));
    table.addEventListener("pointerleave", () => this.tell(null));
    table.addEventListener("focusin", (event) => this.tell(this.placeOf(event)));
    table.addEventListener("click", (event) => this.onClick(event));
    table.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** @param {Matrix} matrix */
  take(matrix) {
    this.matrix = matrix;
    const made = JSON.stringify(matrix.models);
    if (made !== this.made) this.make(matrix);
    this.made = made;
    this.looks.fill("");
    this.fit();
  }

  /** @param {Matrix} matrix */
  make({ models, texts }) {
    const first = models.map(({ family }, at) => at > 0 && family !== models[at - 1].family);
    const corner = element("td", ""), heads = models.map(({ label }, at) => {
      const text = element("span", "");
      text.textContent = label;
      text.title = label;
      return element("th", first[at] ? "pm-first" : "", text);
    });
    this.find("table").querySelector("thead>tr")?.replaceChildren(corner, ...heads);
    this.cells = [];
    const rows = models.map(({ label }, row) => {
      const name = element("th", "", label), cells = models.map((_, column) => {
        const cell = element("td", "");
        cell.tabIndex = -1;
        if (row !== column) cell.setAttribute("role", "gridcell");
        cell.dataset.at = `${row} ${column}`;
        return cell;
      });
      name.scope = "row";
      name.title = label;
      this.cells.push(...cells);
      return element("tr", first[row] ? "pm-first" : "", name, ...cells);
    });
    for (const head of heads) head.scope = "col";
    this.find("table").querySelector("tbody")?.replaceChildren(...rows);
    this.find("box").setAttribute("aria-label", texts.matrix);
    this.find("table").setAttribute("aria-label", texts.matrix);
    this.looks = this.cells.map(() => "");
    this.first = first;
    this.here = [0, Math.min(1, models.length - 1)];
    this.cellAt(this.here).tabIndex = 0;
  }

  /** Give cells as much room as there is. */
  fit() {
    const models = this.matrix?.models.length ?? 1;
    const room = (this.find("box").parentElement?.clientWidth ?? 0) - HEADS;
    const least = Number(getComputedStyle(this.find("box")).getPropertyValue("--least"));
    const size = Math.floor(Math.min(Math.max(room / models, least), MOST));
    this.numbers = size >= NUMBERS;
    const table = this.find("table");
    table.style.setProperty("--cell", `${size}px`);
    table.classList.toggle("pm-many", !this.numbers);
    table.classList.toggle("pm-few", this.numbers);
    this.looks.fill("");
  }

  /** @param {number} stop */
  show(stop) {
    const { matrix } = this;
    if (!matrix) return;
    this.stop = stop;
    const changes = changesAt(matrix, stop), n = matrix.models.length;
    for (let row = 0; row < n; row++) {
      for (let column = 0; column < n; column++) {
        if (row !== column) this.paint(matrix, row, column, leadOf(matrix, changes, row, column));
      }
    }
    this.tell(this.told ?? null);
  }

  /**
   * @param {Matrix} matrix
   * @param {number} row
   * @param {number} column
   * @param {Lead} lead
   */
  paint({ most }, row, column, lead) {
    const at = row * this.columns + column;
    const share = Math.min(Math.abs(lead.lead) / most, 1);
    const level = lead.mark < 0 ? 0 : Math.sign(lead.lead) * Math.round(share * LEVELS);
    const text = this.numbers && lead.mark >= 0 ? wholePoints(lead.lead) : "";
    const looks = `${level} ${lead.mark} ${text}`;
    if (this.looks[at] === looks) return; // most stay as they are from one stop to the next
    this.looks[at] = looks;
    const cell = this.cells[at];
    cell.className = ["pm-cell", ...(this.first?.[column] ? ["pm-first"] : [])].join(" ");
    cell.classList.add(lead.mark < 0 ? "pm-none" : MARKS[lead.mark]);
    shade(cell, level);
    cell.dataset.lead = text; // shown by the style sheet: the cell's name tells it exactly
  }

  get columns() {
    return this.matrix?.models.length ?? 0;
  }

  /** Let every cell say what it shows, for those who do not see it. */
  name() {
    const { matrix } = this;
    if (!matrix) return;
    const changes = changesAt(matrix, this.stop), n = this.columns;
    for (let row = 0; row < n; row++) {
      for (let column = 0; column < n; column++) {
        if (row === column) continue;
        const said = told(matrix, row, column, leadOf(matrix, changes, row, column));
        this.cells[row * n + column].setAttribute("aria-label", said);
      }
    }
  }

  /**
   * Say what a cell shows, or without one how to read the matrix.
   * @param {Place | null} place
   */
  tell(place) {
    const { matrix } = this;
    if (!matrix) return;
    const table = this.find("table");
    for (const head of table.querySelectorAll(".pm-here")) head.classList.remove("pm-here");
    this.told = place;
    if (!place || place[0] === place[1]) {
      this.find("detail").textContent = filled(
        matrix.texts.how, { amount: amount(matrix.grid[this.stop], matrix.unit) });
      return;
    }
    const [row, column] = place;
    table.querySelectorAll("tbody>tr>th")[row]?.classList.add("pm-here");
    table.querySelectorAll("thead>tr>th")[column]?.classList.add("pm-here");
    const lead = leadOf(matrix, changesAt(matrix, this.stop), row, column);
    this.find("detail").textContent = unbroken(told(matrix, row, column, lead));
  }

  /** @param {Event} event */
  placeOf({ target }) {
    const at = target instanceof Element && target.closest("td")?.dataset.at;
    const [row, column] = at ? at.split(" ").map(Number) : [NaN, NaN];
    return at ? /** @type {Place} */ ([row, column]) : null;
  }

  /** @param {Place} place */
  cellAt([row, column]) {
    return this.cells[row * this.columns + column];
  }

  /** @param {PointerEvent} event */
  onOver(event) {
    const place = this.placeOf(event);
    if (place) this.tell(place);
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const place = this.placeOf(event);
    if (place) this.choose(place);
  }

  /** @param {Place} place */
  choose(place) {
    const { matrix } = this;
    if (!matrix || place[0] === place[1]) return;
    this.focus(place);
    this.open(...place);
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const place = this.placeOf(event), last = this.columns - 1;
    if (!place) return;
    if (PRESSES.test(event.key)) {
      event.preventDefault();
      this.choose(place);
    }
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    const [down, right] = STEPS[event.key];
    let [row, column] = [place[0] + down, place[1] + right]
      .map((at) => Math.min(Math.max(at, 0), last));
    if (row === column) { // nobody is compared with itself
      const beyond = [row + Math.sign(down), column + Math.sign(right)];
      const way = beyond.every((at) => at >= 0 && at <= last) ? 1 : -1;
      [row, column] = [row + way * Math.sign(down), column + way * Math.sign(right)];
    }
    this.focus([row, column]);
  }

  /** @param {Place} place */
  focus(place) {
    this.cellAt(this.here).tabIndex = -1;
    this.here = place;
    this.cellAt(place).tabIndex = 0;
    this.cellAt(place).focus();
  }
}

/**
 * Points with their sign, as `counts.points` of backend/words writes them.
 * @param {number} value
 */
const signed = (value) => `${value < 0 ? "-" : "+"}${points(Math.abs(value))}`;

/**
 * What a row's model does against a column's.
 * @param {Matrix} matrix
 * @param {number} row
 * @param {number} column
 * @param {Lead} lead
 */
function told(matrix, row, column, { own, other, lead, low, high, mark }) {
  const { models, problems, texts } = matrix;
  const names = { row: models[row].label, column: models[column].label };
  const n = problems[row * models.length + column];
  if (mark < 0) return filled(n ? texts.unpaid : texts.apart, names);
  const values = {
    ...names, lead: signed(lead), own: times(matrix, own), other: times(matrix, other),
    n: counted(n), verdict: texts.verdicts[mark],
  };
  if (Number.isNaN(low)) return filled(texts.lead_alone, values);
  return filled(texts.lead_within, { ...values, low: signed(low), high: signed(high) });
}

/**
 * Colour something by a lead: the row's colour to one side, the column's to the other.
 * @param {HTMLElement} node
 * @param {number} level
 */
export function shade(node, level) {
  node.style.setProperty("--of", `var(--pm-${level > 0 ? "row" : "column"})`);
  node.style.setProperty("--full", `${Math.round((FULL * Math.abs(level)) / LEVELS)}%`);
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} name
 * @param {(Node | string)[]} children
 */
function element(tag, name, ...children) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  node.append(...children);
  return node;
}
