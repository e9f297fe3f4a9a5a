// On a phone the side bar lies over the page: who goes to another page by it wants to see that one.

document.addEventListener("click", ({ target }) => {
  const bar = target instanceof Element && target.closest("[data-testid=stSidebar]");
  if (!bar || !target.closest("[data-testid=stSidebarNavLink]")) return;
  if (!matchMedia("(max-width: 768px)").matches) return;
  const close = bar.querySelector("[data-testid=stSidebarCollapseButton] button");
  if (close instanceof HTMLElement) close.click();
});
