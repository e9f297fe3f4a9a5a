// The best of all models against the budget, and the line that is dragged over it.

import { amount, fourDigits, nearest } from "../budget/reading.js";
/** @import { Matrix } from "./leads.js" */

const SIDES = { left: 40, right: 14 }, FOOT = 26, HEAD = 8; // pixels
const TICK = 74; // pixels that a budget under the axis takes
const NAME = 7; // pixels of a letter of a name, about

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
  ticks({ grid, unit }, height) {
    const drawn = [], from = Math.floor(this.low / Math.LN10), to = Math.ceil(this.high / Math.LN10);
    let last = -Infinity;
    for (let power = from; power <= to; power++) {
      for (const digit of [1, 2, 5]) {
        const budget = Number(`${digit}e${power}`), x = this.x(budget);
        if (budget < grid[0] || budget > grid[grid.length - 1] || x - last < TICK) continue;
        last = x;
        const text = unit.name === "samples" ? fourDigits(budget) : amount(budget, unit);
        drawn.push(written(text, { x, y: height - 8, "text-anchor": "middle" }));
      }
    }
    return drawn;
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
    let named = -Infinity;
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
      const name = models[model[first]].label, wide = name.length * NAME;
      const x = xs[first], beginning = !first || model[first] !== model[first - 1];
      if (!beginning || x < named || x + wide > SIDES.left + this.width) continue;
      const above = y(score[first]) - 8;
      drawn.push(written(name, { class: "pm-name", x: x + 2, y: Math.max(above, HEAD + 4) }));
      named = x + wide + 12;
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
