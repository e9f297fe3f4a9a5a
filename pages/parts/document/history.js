// The browser's history: one entry for each page, whatever is chosen there. Streamlit pushes an
// entry whenever a page's parameters change; here an address on the same page takes the place of
// the last one.

history.pushState = (state, unused, address) => {
  const stays = new URL(address ?? "", location.href).pathname === location.pathname;
  const { replaceState, pushState } = History.prototype;
  (stays ? replaceState : pushState).call(history, state, unused, address);
};
