// The matrix' life in Streamlit: it is sent a message at each change and gives back choices.

import { amount, counted, filled, nearest, percent, points, unbroken } from "../budget/reading.js";
import { Best, bestAt } from "./best.js";
import { Cells, MARKS, shade } from "./cells.js";
import { Drag } from "./drag.js";
import { standings, times, unpackMatrix } from "./leads.js";
/** @import { FrontendRendererArgs } from "@streamlit/component-v2-lib" */
/** @import { MatrixMessage } from "./message" */
/** @import { Matrix } from "./leads.js" */

/** @typedef {FrontendRendererArgs<{ budget: number, cell: (string | number)[] }, [MatrixMessage]>} Told */
/** @typedef {Pick<Told, "setStateValue" | "setTriggerValue">} Page what is told of choices */

const SHADE = 14; // a level of a lead that is of one colour or the other beyond doubt
const LOOKS = ["", "", "pm-wins", "pm-ahead", "pm-close", "pm-vain"]; // of the legend's lines

class PairsMatrix {
  /**
   * @param {HTMLElement} root
   * @param {Page} page
   */
  constructor(root, page) {
    /** @param {string} name */
    this.find = (name) => /** @type {HTMLElement} */ (root.querySelector(`.pm-${name}`));
    this.root = root;
    this.page = page;
    /** @type {Matrix | null} */
    this.matrix = null;
    this.committed = NaN;
    const plot = /** @type {SVGElement} */ (root.querySelector(".pm-plot"));
    this.best = new Best(plot, this.find("line"));
    this.cells = new Cells(root, (row, column) => this.open(row, column));
    this.drag = new Drag(root, this.best, (budget) => this.show(budget), (budget) => this.choose(budget));
    this.resizer = new ResizeObserver(() => this.lay());
    this.resizer.observe(root);
  }

  /**
   * @param {Matrix} matrix
   * @param {Page} page
   */
  update(matrix, page) {
    this.page = page;
    this.matrix = matrix;
    delete this.root.dataset.painted;
    this.name(matrix);
    this.cells.take(matrix);
    // A budget that the visitor is about to choose is not taken out of their hand.
    if (!this.drag.busy) this.drag.budget = this.committed = matrix.grid[matrix.stop];
    this.lay();
    this.cells.name();
    this.root.dataset.painted = matrix.revision;
  }

  /** @param {Matrix} matrix */
  name({ colours, rows, texts }) {
    const [row, column] = colours;
    this.root.style.setProperty("--pm-row", row);
    this.root.style.setProperty("--pm-column", column);
    this.find("slider").setAttribute("aria-label", texts.slider);
    this.find("typed-label").textContent = texts.budget;
    this.find("key").textContent = texts.key;
    const occurs = new Set(rows.flatMap(({ mark }) => [...mark]).map((mark) => MARKS[mark]));
    this.find("legend").replaceChildren(...texts.legend.flatMap((text, at) => {
      const item = document.createElement("li"), swatch = document.createElement("i");
      const look = LOOKS[at];
      if (look && !occurs.has(look)) return [];
      swatch.className = look || "pm-cell";
      if (!look) shade(swatch, at ? -SHADE : SHADE);
      item.append(swatch, text);
      return item;
    }));
  }

  /** Draw what has to fit the room that there is. */
  lay() {
    if (!this.matrix) return;
    this.best.draw(this.matrix);
    this.best.lay(this.drag.slider);
    this.cells.fit();
    this.show(this.drag.budget);
  }

  /**
   * Show the stop nearest to a budget.
   * @param {number} budget
   */
  show(budget) {
    const { matrix } = this;
    if (!matrix) return;
    const stop = nearest(matrix.grid, budget);
    const best = bestSaid(matrix, stop), finding = found(matrix, stop);
    this.drag.tell(matrix, matrix.grid[stop], [amount(matrix.grid[stop], matrix.unit), best].join(": "));
    this.best.move(matrix, stop);
    this.best.node.setAttribute("aria-label", filled(matrix.texts.figure, { best }));
    this.cells.show(stop);
    this.find("best").textContent = unbroken(best);
    this.find("finding").textContent = unbroken(finding);
  }

  /**
   * Give a budget to Python.
   * @param {number} budget
   */
  choose(budget) {
    this.show(budget);
    this.cells.name();
    if (budget === this.committed) return;
    this.committed = budget;
    this.page.setStateValue("budget", budget);
  }

  /**
   * @param {number} row
   * @param {number} column
   */
  open(row, column) {
    const { models } = this.matrix ?? { models: [] };
    const cell = [models[row].model, models[column].model, this.drag.budget];
    this.page.setTriggerValue("cell", cell);
  }

  destroy() {
    this.resizer.disconnect();
    this.drag.destroy();
  }
}

/**
 * What is the best at a stop.
 * @param {Matrix} matrix
 * @param {number} stop
 */
function bestSaid(matrix, stop) {
  const { best, grid, models, texts, unit } = matrix;
  if (!best) return "";
  const at = bestAt(best, grid[stop]), budget = amount(grid[stop], unit);
  if (at < 0) return filled(texts.none_paid, { amount: budget });
  const values = {
    amount: budget, model: models[best.model[at]].label,
    drawn: times(matrix, best.k[at]), score: percent(best.score[at]),
  };
  const said = best.low && best.high && best.held && best.share
    ? filled(texts.best, {
      ...values, low: points(best.low[at]), high: percent(best.high[at]),
      held: percent(best.held[at]), share: `${Math.round(100 * best.share[at])} %`,
    }) : filled(texts.best_of_means, values);
  return best.ended[at] ? `${said} ${texts.ended}` : said;
}

/**
 * How many pairs are told apart at a stop, and who leads.
 * @param {Matrix} matrix
 * @param {number} stop
 */
function found(matrix, stop) {
  const { chance, grid, models, texts, unit } = matrix;
  const { beats, clear, compared, judged, first, of } = standings(matrix, stop);
  const values = {
    amount: amount(grid[stop], unit), clear: counted(clear), compared: counted(compared),
    chance: counted(Math.round(chance * judged)), beats: counted(beats), of: counted(of),
    model: first < 0 ? "" : models[first].label,
  };
  if (!compared) return filled(texts.nothing_compared, values);
  const parts = [filled(texts.told_apart, values)];
  if (clear && matrix.measured && chance * judged >= 0.5) parts.push(filled(texts.by_chance, values));
  if (first >= 0 && beats) parts.push(filled(texts.leader, values));
  return parts.join(" ");
}

/** @param {Told} args */
export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const root = /** @type {HTMLElement & { pairsMatrix?: PairsMatrix }} */ (
    parentElement.querySelector(".pm"));
  const page = { setStateValue, setTriggerValue };
  const own = (root.pairsMatrix ??= new PairsMatrix(root, page));
  own.update(unpackMatrix(data[0]), page);
  return () => own.destroy();
}
