// The page's own colours and letters, for all that is drawn over its background.

/** @typedef {ReturnType<typeof themeAround>} Theme */

/**
 * `tone` says which of a curve's two colours: 0 on a light background, 1 on a dark one.
 * @param {Element} node
 */
export function themeAround(node) {
  const style = getComputedStyle(node);
  const canvas = document.createElement("canvas");
  const swatch = /** @type {CanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true }));
  swatch.fillStyle = style.getPropertyValue("--st-background-color");
  swatch.fillRect(0, 0, 1, 1);
  const [r, g, b] = swatch.getImageData(0, 0, 1, 1).data;
  swatch.font = `600 ${style.fontSize} ${style.fontFamily}`; // as chart.css writes labels
  const tone = 0.3 * r + 0.59 * g + 0.11 * b < 128 ? 1 : 0;
  return {
    tone,
    faint: tone ? "rgba(255,255,255,0.13)" : "rgba(0,0,0,0.09)",
    /** @param {string} text */
    labelWidth: (text) => swatch.measureText(text).width,
    font: { family: style.fontFamily, size: 12, color: style.color },
  };
}
