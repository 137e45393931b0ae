// Moves by keyboard in a month or a week, while one of its days has the focus: arrows go from day to day,
// Page up and Page down to the period before and after, Home to today. Without this file, links do all of it.
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const DAY = 24 * 60 * 60 * 1000;

/** The day to go to: in the direction of the step, at least as far, the nearest; or undefined. */
function next(days, from, step) {
  const distance = (day) => (Date.parse(day.dataset.day) - Date.parse(from.dataset.day)) / DAY / Math.sign(step);
  return days.filter((day) => distance(day) >= Math.abs(step)).sort((one, other) => distance(one) - distance(other))[0];
}

for (const agenda of document.querySelectorAll("[data-agenda]")) {
  const days = [...agenda.querySelectorAll("[data-day]")];
  agenda.addEventListener("keydown", (event) => {
    if (!event.target.dataset.day || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const move = document.querySelector(`[data-move="${event.key}"]`);
    const day = event.key in STEPS && next(days, event.target, STEPS[event.key]);
    if (!move && !day) return;
    event.preventDefault();
    if (move) move.click();
    else day.focus();
  });
}
