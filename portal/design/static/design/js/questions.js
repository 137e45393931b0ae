/* Questions that one unfolds: all of them on paper, and the one that the address names where the browser does not. */
const all = [...document.querySelectorAll(".questions__item")];
let folded = [];

addEventListener("beforeprint", () => {
  folded = all.filter((each) => !each.open);
  for (const each of folded) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of folded) each.open = false;
});

function unfold() {
  const answer = document.getElementById(location.hash.slice(1));
  const item = answer?.closest(".questions__item");
  if (!item) return;
  item.open = true;
  item.scrollIntoView();
}
addEventListener("hashchange", unfold);
unfold();
