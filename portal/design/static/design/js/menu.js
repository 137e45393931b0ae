/* The menu of small screens: a button that discloses it. Without this script the menu is simply there. */
for (const masthead of document.querySelectorAll("[data-masthead]")) {
  const button = masthead.querySelector("[data-menu-toggle]");
  const menu = button && document.getElementById(button.getAttribute("aria-controls"));
  if (!menu) continue;

  const set = (open) => {
    button.setAttribute("aria-expanded", String(open));
    menu.toggleAttribute("data-open", open);
  };
  button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"));
  masthead.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
    set(false);
    button.focus();
  });
  button.hidden = false;
  set(false);
  masthead.toggleAttribute("data-enhanced", true);
}
