/* A button that ticks all the boxes of its form, or none. Without this script they are ticked one by one. */
for (const button of document.querySelectorAll("[data-choose-all]")) {
  const boxes = [...button.form.querySelectorAll("input[type=checkbox]")];
  const areAll = () => boxes.every((box) => box.checked);
  const say = () => { button.textContent = areAll() ? "Ne choisir personne" : "Choisir tout le monde"; };

  button.addEventListener("click", () => {
    const isTicked = !areAll();
    for (const box of boxes) box.checked = isTicked;
    say();
  });
  button.form.addEventListener("change", say);
  say(); // going back to the page finds boxes as they were left
  button.hidden = false;
}
