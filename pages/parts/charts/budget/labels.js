// The curves' names in the margin right of the plot, each led to from where its curve leaves it.

/** @import { Curve } from "./reading.js" */
/** @import { Theme } from "./theme.js" */
/**
 * A label with the height at which its curve ends, in pixels.
 * @typedef {{ curve: Curve, lines: string[], end: number, y: number }} Label
 */

const LINE = 15; // pixels

/**
 * A name in as many lines as it takes, parted where words end; nothing of it is lost but what has
 * no room in a line of its own.
 * @param {string} name
 * @param {Theme} theme
 * @param {boolean} narrow
 */
export function labelLines(name, { labelWidth: width }, narrow) {
  const most = narrow ? 84 : 168;
  /** @type {string[]} */
  const lines = [""];
  for (const word of name.split(/(?<=[-_ /:])/)) {
    if (lines[0] && width(lines[lines.length - 1] + word) > most) lines.push("");
    lines[lines.length - 1] += word;
  }
  return lines.map((line) => fitted(line.trimEnd(), width, most));
}

/**
 * @param {string} line
 * @param {(text: string) => number} width
 * @param {number} most
 */
function fitted(line, width, most) {
  const letters = [...line];
  while (letters.length > 1 && width(letters.join("")) > most) letters.splice(0, 2, "…");
  return letters.join("");
}

/**
 * The pixels that the widest line of all labels takes.
 * @param {Curve[]} curves
 * @param {Theme} theme
 * @param {boolean} narrow
 */
export const labelWidth = (curves, theme, narrow) => Math.max(...curves.flatMap(
  ({ label }) => labelLines(label, theme, narrow).map(theme.labelWidth)));

/**
 * Put labels below each other, as near to their ends as they can be, between `top` and `bottom`.
 * @param {Label[]} labels
 * @param {number} top
 * @param {number} bottom
 */
export function spread(labels, top, bottom) {
  labels.sort((a, b) => a.end - b.end);
  let least = top;
  for (const label of labels) {
    label.y = Math.max(label.end - (label.lines.length * LINE) / 2, least);
    least = label.y + label.lines.length * LINE;
  }
  let most = bottom;
  for (const label of labels.toReversed()) {
    label.y = Math.min(label.y, most - label.lines.length * LINE);
    most = label.y;
  }
}

/**
 * A label and the line that leads to it, as SVG.
 * @param {Label} label
 * @param {number} from pixels: where the plot ends
 * @param {number} tone
 */
export function drawnLabel({ curve, lines, end, y }, from, tone) {
  const middle = y + (lines.length * LINE) / 2;
  const group = svg("g", { fill: curve.colour[tone], stroke: curve.colour[tone] });
  group.append(svg("path", {
    d: `M${from},${end}L${from + 14},${middle}`, class: "bc-leader", fill: "none",
  }));
  lines.forEach((line, place) => {
    const text = svg("text", { x: from + 18, y: y + place * LINE + 12, stroke: "none" });
    text.textContent = line;
    group.append(text);
  });
  return group;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
export function svg(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, `${value}`);
  return element;
}
