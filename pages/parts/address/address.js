// The browser's history: one entry for each page, whatever is chosen there.

/** @import { FrontendRendererArgs } from "@streamlit/component-v2-lib" */

/**
 * Streamlit pushes an entry whenever a page's parameters change. Once this ran in a tab, an address
 * on the same page takes the place of the last one. What a visit begins with was written before
 * that, so it is written here, beside the parameters that are Streamlit's own (`embed`).
 * @param {FrontendRendererArgs<{}, string>} args
 */
export default function ({ data }) {
  if (Object.hasOwn(history, "pushState")) return;
  const parameters = new URLSearchParams(data);
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name.startsWith("embed")) parameters.append(name, value);
  }
  history.replaceState(null, "", `?${parameters}`);
  history.pushState = (state, unused, address) => {
    const stays = new URL(address ?? "", location.href).pathname === location.pathname;
    const { replaceState, pushState } = History.prototype;
    (stays ? replaceState : pushState).call(history, state, unused, address);
  };
}
