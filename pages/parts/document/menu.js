// On a phone the side bar lies over the page: who goes to another page by it wants to see that one.

const BESIDE = 769; // pixels from which on it lies beside the page

document.addEventListener("click", ({ target }) => {
  const link = target instanceof Element && target.closest("[data-testid=stSidebarNavLink]");
  if (!link || innerWidth >= BESIDE) return;
  document.querySelector("[data-testid=stSidebarCollapseButton]")?.querySelector("button")?.click();
});
