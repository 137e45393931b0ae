/* What the stylesheet folds on small screens: a button discloses it all. */
for (const masthead of document.querySelectorAll("[data-masthead]")) {
  const button = masthead.querySelector("[data-menu-toggle]");
  const folded = button ? button.getAttribute("aria-controls").split(" ").map((id) => document.getElementById(id)) : [];
  if (!folded[0]) continue;

  const set = (open) => {
    button.setAttribute("aria-expanded", String(open));
    for (const part of folded) part?.toggleAttribute("data-open", open);
  };
  button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"));
  masthead.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
    set(false);
    button.focus();
  });
}
