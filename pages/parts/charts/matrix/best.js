// The best of all models against the budget, and the line that is dragged over it.

import { amount, nearest, tickText } from "../budget/reading.js";
/** @import { Matrix } from "./leads.js" */

const SIDES = { left: 40, right: 14 }, FOOT = 26, HEAD = 8; // pixels
const NAME = 7; // pixels of a letter, about
const GAP = 12; // pixels between budgets under the axis, at least
const STEPS_OF_TEN = [[1, 2, 5], [1]]; // what is written under the axis, if there is room for it

export class Best {
  /**
   * @param {SVGElement} node
   * @param {HTMLElement} line
   */
  constructor(node, line) {
    this.node = node;
    this.line = line;
    this.low = this.high = 0;
  }

  get width() {
    return Math.max(this.node.clientWidth - SIDES.left - SIDES.right, 1);
  }

  /** @param {number} budget */
  x(budget) {
    return SIDES.left + (this.width * (Math.log(budget) - this.low)) / (this.high - this.low || 1);
  }

  /** @param {number} clientX */
  budgetAt(clientX) {
    const inside = clientX - this.node.getBoundingClientRect().left - SIDES.left;
    const share = Math.min(Math.max(inside / this.width, 0), 1);
    return Math.exp(this.low + share * (this.high - this.low));
  }

  /** @param {Matrix} matrix */
  draw(matrix) {
    const { best, grid } = matrix;
    [this.low, this.high] = [grid[0], grid[grid.length - 1]].map(Math.log);
    const height = this.node.clientHeight, drawn = [...this.ticks(matrix, height)];
    if (best) {
      const scores = [...best.score, ...(best.low ?? []), ...(best.high ?? [])];
      const bottom = Math.min(...scores), room = Math.max(Math.max(...scores) - bottom, 1);
      /** @param {number} score */
      const y = (score) => HEAD + (height - HEAD - FOOT) * (1 - (score - bottom) / room);
      drawn.push(...this.scores(bottom, room, y), ...this.curve(matrix, best, y));
    }
    this.node.replaceChildren(...drawn);
  }

  /**
   * @param {number} bottom
   * @param {number} room
   * @param {(score: number) => number} y
   */
  scores(bottom, room, y) {
    const step = room > 40 ? 20 : room > 15 ? 10 : room > 6 ? 5 : 1, drawn = [];
    for (let at = Math.ceil(bottom / step) * step; at <= bottom + room; at += step) {
      drawn.push(
        drawnIn("line", { x1: SIDES.left, x2: SIDES.left + this.width, y1: y(at), y2: y(at) }),
        written(`${at} %`, { x: SIDES.left - 6, y: y(at) + 4, "text-anchor": "end" }));
    }
    return drawn;
  }

  /**
   * @param {Matrix} matrix
   * @param {number} height
   */
  ticks(matrix, height) {
    const places = STEPS_OF_TEN.map((digits) => this.places(matrix, digits));
    const fit = places.find((each) => each.every(({ from }, at) => !at || from > each[at - 1].to));
    let end = -Infinity;
    return (fit ?? places[places.length - 1]).flatMap(({ text, x, from, to }) => {
      if (from < end) return [];
      end = to;
      return [written(text, { x, y: height - 8, "text-anchor": "middle" })];
    });
  }

  /**
   * What is written under the axis at some numbers of each power of ten, from where to where.
   * @param {Matrix} matrix
   * @param {number[]} digits
   */
  places({ grid, mixed, unit }, digits) {
    const first = Math.floor(this.low / Math.LN10), last = Math.ceil(this.high / Math.LN10);
    const found = [];
    for (let power = first; power <= last; power++) {
      for (const digit of digits) {
        const budget = Number(`${digit}e${power}`), x = this.x(budget);
        if (budget < grid[0] || budget > grid[grid.length - 1]) continue;
        const text = tickText(budget, unit, { mixed }), half = (text.length * NAME) / 2 + GAP / 2;
        found.push({ text, x, from: x - half, to: x + half });
      }
    }
    return found;
  }

  /**
   * A band, and a line in steps: in the colour of whoever is the best, dotted where its data end.
   * @param {Matrix} matrix
   * @param {NonNullable<Matrix["best"]>} best
   * @param {(score: number) => number} y
   */
  curve({ grid, models }, best, y) {
    const { budget, ended, high, low, model, score } = best, n = budget.length, drawn = [];
    const end = Math.min(best.end, grid[grid.length - 1]);
    const xs = [...budget, end].map((each) => this.x(Math.max(each, grid[0])));
    if (low && high) {
      const up = [...high].map((each, i) => `${xs[i]},${y(each)} ${xs[i + 1]},${y(each)}`);
      const down = [...low].map((each, i) => `${xs[i + 1]},${y(each)} ${xs[i]},${y(each)}`);
      drawn.push(drawnIn("path", {
        class: "pm-band", d: `M${up.join("L")}L${down.reverse().join("L")}Z` }));
    }
    for (let first = 0, next = 0; first < n; first = next) {
      while (next < n && model[next] === model[first] && ended[next] === ended[first]) next++;
      const steps = [];
      for (let i = first; i < next; i++) steps.push(`${xs[i]},${y(score[i])}L${xs[i + 1]},${y(score[i])}`);
      const [light, dark] = models[model[first]].colour ?? ["", ""];
      const joint = first ? `${xs[first]},${y(score[first - 1])}L` : "";
      drawn.push(drawnIn("path", {
        d: `M${joint}${steps.join("L")}`, style: `--light:${light};--dark:${dark}`,
        class: ended[first] ? "pm-ended" : "",
      }));
    }
    drawn.push(...this.names(models, best, xs, y));
    return drawn;
  }

  /**
   * A name over the beginning of each stretch, or where another is, further on if it has room; none
   * twice one after the other.
   * @param {Matrix["models"]} models
   * @param {NonNullable<Matrix["best"]>} best
   * @param {number[]} xs
   * @param {(score: number) => number} y
   */
  names(models, { model, score }, xs, y) {
    const drawn = [], n = model.length;
    let free = -Infinity, last = -1;
    for (let first = 0, next = 0; first < n; first = next) {
      while (next < n && model[next] === model[first]) next++;
      if (model[first] === last) continue;
      const name = models[model[first]].label, wide = name.length * NAME;
      const x = Math.max(xs[first], free), end = x + wide;
      const beyond = x > xs[first] ? 0 : wide / 2; // half of it may lie over the next stretch
      if (end > Math.min(xs[next] + beyond, SIDES.left + this.width)) continue;
      const over = x > xs[first] ? xs.findLastIndex((from) => from < end) : first;
      const above = Math.max(y(score[over]) - 8, HEAD + 4);
      drawn.push(written(name, { class: "pm-name", x: x + 2, y: above }));
      free = end + GAP;
      last = model[first];
    }
    return drawn;
  }

  /**
   * @param {Matrix} matrix
   * @param {number} stop
   */
  move({ grid, unit }, stop) {
    const x = this.x(grid[stop]), all = SIDES.left + this.width + SIDES.right;
    this.line.style.transform = `translateX(${x}px)`;
    this.line.classList.toggle("pm-at-left", x < 70);
    this.line.classList.toggle("pm-at-right", x > all - 70);
    const flag = /** @type {HTMLElement} */ (this.line.firstElementChild);
    flag.textContent = amount(grid[stop], unit);
  }

  /** Put a slider under the axis. @param {HTMLInputElement} slider */
  lay(slider) {
    slider.style.marginLeft = `${SIDES.left - 8}px`; // half a thumb beyond either end
    slider.style.width = `${this.width + 16}px`;
    Object.assign(slider, { min: this.low, max: this.high });
  }
}

/**
 * The place of what is the best at a budget, -1 where nothing is paid for.
 * @param {NonNullable<Matrix["best"]>} best
 * @param {number} most
 */
export function bestAt({ budget }, most) {
  const at = nearest(budget, most);
  return budget[at] <= most * (1 + 1e-9) ? at : at - 1;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function drawnIn(name, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, `${value}`);
  return node;
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} attributes
 */
function written(text, attributes) {
  const node = drawnIn("text", attributes);
  node.textContent = text;
  return node;
}
