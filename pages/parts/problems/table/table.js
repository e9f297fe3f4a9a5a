// The list of problems: a click, or an arrow key, reads one; a click on a head sorts in Python.

/** @import { FrontendRendererArgs } from "@streamlit/component-v2-lib" */

/** @typedef {readonly [string, string]} Colour on a light and on a dark background */
/**
 * A column: `sort` is what a click on its head asks for, `sorted` how it is sorted now. Of its
 * numbers in percent, those above 0 have the first colour and those below it the second.
 * @typedef {{ title: string, sort: string | null, sorted: "ascending" | "descending" | "none",
 *   kind: "text" | "share" | "difference", colours: [Colour, Colour] | null }} Column
 */
/** @typedef {{ id: string, cells: (string | number | null)[] }} Row */
/** @typedef {{ columns: Column[], rows: Row[], chosen: string, label: string, height: number }} Data */

const SIGNS = { ascending: "\u2191", descending: "\u2193", none: "" };
const [UP, DOWN] = [/^ArrowUp$/, /^ArrowDown$/];

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} name
 * @param {(Node | string)[]} children
 */
function made(tag, name, ...children) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  node.append(...children);
  return node;
}

/**
 * @param {Column} column
 * @param {(sort: string) => void} sort
 */
function head(column, sort) {
  const cell = document.createElement("th");
  cell.scope = "col";
  const asked = column.sort;
  if (asked === null) {
    cell.append(column.title);
    return cell;
  }
  const button = made("button", "", column.title, made("span", "sign", SIGNS[column.sorted]));
  button.onclick = () => sort(asked);
  cell.setAttribute("aria-sort", column.sorted);
  cell.append(button);
  return cell;
}

/**
 * @param {Column} column
 * @param {number} value
 */
function measure(column, value) {
  const bar = document.createElement("i");
  const whole = Math.sign(value) * Math.round(Math.abs(value)) + 0; // the same for either sign
  const [width, from] = column.kind === "share" ? [value, 0]
    : [Math.abs(value) / 2, value < 0 ? 50 + value / 2 : 50];
  bar.style.width = `${width}%`;
  bar.style.left = `${from}%`;
  if (column.colours) {
    const [light, dark] = column.colours[value < 0 ? 1 : 0];
    bar.style.setProperty("--light", light);
    bar.style.setProperty("--dark", dark);
  }
  const said = column.kind === "share" ? `${whole} %` : `${whole > 0 ? "+" : ""}${whole}`;
  return made("span", "measure", made("span", "track", bar), made("span", "number", said));
}

/**
 * @param {Column} column
 * @param {string | number | null} value
 */
function cell(column, value) {
  if (typeof value === "number") return made("td", "", measure(column, value));
  return made("td", "", value ?? "\u2013");
}

/**
 * @param {Data} data
 * @param {Row} row
 * @param {(id: string) => void} pick
 */
function line({ columns, chosen }, row, pick) {
  const node = document.createElement("tr");
  const [name, ...others] = row.cells;
  const button = made("button", "", `${name}`);
  button.tabIndex = row.id === chosen ? 0 : -1;
  if (row.id === chosen) node.ariaCurrent = "true";
  node.append(made("td", "", button), ...others.map((value, at) => cell(columns[at + 1], value)));
  node.onclick = () => {
    button.focus({ preventScroll: true }); // so that arrow keys go on from here
    pick(row.id);
  };
  return node;
}

/**
 * Bring a row to where it is seen, without moving the page.
 * @param {HTMLElement} box
 * @param {HTMLElement} row
 */
function reveal(box, row) {
  const top = row.offsetTop - row.offsetHeight; // the head lies over the first
  const below = row.offsetTop + row.offsetHeight - box.clientHeight;
  if (box.scrollTop > top || box.scrollTop < below) {
    box.scrollTop = row.offsetTop - (box.clientHeight - row.offsetHeight) / 2;
  }
}

/** @param {FrontendRendererArgs<{ picked: string, sort: string }, [Data]>} args */
export default function ({ parentElement, data: [data], setTriggerValue }) {
  const box = /** @type {HTMLElement} */ (parentElement.querySelector(".problem-table"));
  const root = /** @type {Document | ShadowRoot} */ (box.getRootNode());
  const held = box.contains(root.activeElement) && root.activeElement?.closest("tbody");
  /** @param {string} id */
  const pick = (id) => setTriggerValue("picked", id);
  box.style.height = `${data.height}px`;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", data.label);
  const heads = /** @type {HTMLElement} */ (box.querySelector("thead")?.firstElementChild);
  const body = /** @type {HTMLElement} */ (box.querySelector("tbody"));
  heads.replaceChildren(
    ...data.columns.map((column) => head(column, (sort) => setTriggerValue("sort", sort))));
  body.replaceChildren(...data.rows.map((row) => line(data, row, pick)));
  const chosen = /** @type {HTMLElement | null} */ (body.querySelector("[aria-current]"));
  if (chosen) reveal(box, chosen);
  if (held) chosen?.querySelector("button")?.focus({ preventScroll: true });
  body.onkeydown = (event) => {
    const step = Number(DOWN.test(event.key)) - Number(UP.test(event.key));
    const next = data.rows[data.rows.findIndex((row) => row.id === data.chosen) + step];
    if (!step || !next) return;
    event.preventDefault();
    pick(next.id);
  };
}
