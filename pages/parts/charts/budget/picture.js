// The chart as a picture that stands alone: title, curves, what lies over them, and the source.

import { part } from "./overlay.js";
/** @import { Plot } from "./plot.js" */

const SCALE = 2; // pixels of the picture for one of the screen
const MARGIN = 16, LINE_HEIGHT = 18; // pixels
const STYLES = [
  "fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size",
  "font-weight", "paint-order", "color", "visibility",
];

/**
 * Save the chart as a PNG file.
 * @param {HTMLElement} root
 * @param {Plot} plot
 * @param {{ title: string, under: string[] }} said what stands above and under it
 */
export async function savePicture(root, plot, { title, under }) {
  const { clientWidth: width, clientHeight: height } = plot.node;
  const drawn = await window.Plotly.toImage(plot.node, { format: "svg", width, height });
  const style = getComputedStyle(root);
  const pen = /** @type {CanvasRenderingContext2D} */ (
    document.createElement("canvas").getContext("2d"));
  const lines = under.filter(Boolean).flatMap((text) => wrapped(text, pen, style, width));
  const canvas = pen.canvas;
  canvas.width = SCALE * (width + 2 * MARGIN);
  canvas.height = SCALE * (height + (lines.length + 3) * LINE_HEIGHT + 2 * MARGIN);
  pen.scale(SCALE, SCALE);
  pen.fillStyle = style.getPropertyValue("--st-background-color");
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = style.color;
  pen.font = `600 16px ${style.fontFamily}`;
  pen.fillText(title, MARGIN, MARGIN + LINE_HEIGHT);
  const top = MARGIN + 3 * LINE_HEIGHT;
  for (const layer of [drawn, overlaid(root, width, height)]) {
    pen.drawImage(await loaded(layer), MARGIN, top, width, height);
  }
  write(root, pen, style, top);
  pen.font = `13px ${style.fontFamily}`;
  lines.forEach((line, place) => {
    pen.fillText(line, MARGIN, top + height + (place + 1) * LINE_HEIGHT);
  });
  const link = document.createElement("a");
  link.href = canvas.toDataURL("image/png");
  link.download = `${title.replace(/[^\w.-]+/g, "-").slice(0, 60)}.png`;
  link.click();
}

/**
 * Write the texts that lie over the plot: an image of its own would not have the page's letters.
 * @param {HTMLElement} root
 * @param {CanvasRenderingContext2D} pen
 * @param {CSSStyleDeclaration} style
 * @param {number} top
 */
function write(root, pen, { fontFamily }, top) {
  const ink = pen.fillStyle;
  pen.font = `600 13px ${fontFamily}`;
  for (const text of part(root, "overlay").querySelectorAll("text")) {
    pen.fillStyle = getComputedStyle(text).fill;
    pen.textAlign = text.getAttribute("text-anchor") === "middle" ? "center" : "left";
    const [x, y] = ["x", "y"].map((name) => Number(text.getAttribute(name)));
    pen.fillText(text.textContent ?? "", MARGIN + x, top + y);
  }
  pen.fillStyle = ink;
  pen.textAlign = "center";
  const [line, flag, level] = ["line", "flag", "level-flag"].map((name) => part(root, name));
  const [x, y] = ["x1", "y1"].map((end) => Number(line.getAttribute(end)));
  const across = !part(root, "level").hidden;
  if (line.getAttribute("visibility") === "visible" && !across) {
    pen.fillText(flag.textContent ?? "", MARGIN + x, top + 14);
  }
  pen.textAlign = "left";
  if (across) pen.fillText(level.textContent ?? "", MARGIN + x + 4, top + y - 6);
  pen.font = `13px ${fontFamily}`;
  pen.fillText(part(root, "y-title").textContent ?? "", MARGIN, top - 4);
}

/**
 * What lies over the plot, but for its texts, with its styles in itself, as the address of an image.
 * @param {HTMLElement} root
 * @param {number} width
 * @param {number} height
 */
function overlaid(root, width, height) {
  const overlay = part(root, "overlay");
  const copy = /** @type {HTMLElement} */ (overlay.cloneNode(true));
  const originals = overlay.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((element, place) => {
    const style = getComputedStyle(originals[place]);
    element.setAttribute(
      "style", STYLES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";"));
  });
  for (const name of ["text", "title"]) {
    for (const text of copy.querySelectorAll(name)) text.remove();
  }
  copy.setAttribute("width", `${width}`);
  copy.setAttribute("height", `${height}`);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return `data:image/svg+xml,${encodeURIComponent(copy.outerHTML)}`;
}

/** @param {string} address */
async function loaded(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
}

/**
 * A text in lines of at most `width` pixels.
 * @param {string} text
 * @param {CanvasRenderingContext2D} pen
 * @param {CSSStyleDeclaration} style
 * @param {number} width
 */
function wrapped(text, pen, { fontFamily }, width) {
  pen.font = `13px ${fontFamily}`;
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
