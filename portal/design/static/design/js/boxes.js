/* Many boxes in groups, narrowed by what is typed above them. Without this script all are shown.

   <div data-narrows="id_documents" hidden><input type="search"><p role="status"></p></div>
   A box stays if its words or its group's hold what is typed, accents and capitals aside, or if it is ticked. */
const WAIT = 700; // milliseconds of quiet before the count is said

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[\s\u2019']+/g, " ").trim().toLowerCase();

function enhance(tool) {
  const boxes = [...document.querySelectorAll(`#${tool.dataset.narrows} input[type=checkbox]`)];
  const input = tool.querySelector("input");
  const status = tool.querySelector("[role=status]");
  const rows = boxes.map((box) => {
    const row = box.closest("label").parentElement;
    const group = row.parentElement;
    return { box, row, words: plain(row.textContent), group, title: plain(group.querySelector("label").textContent) };
  });
  const groups = new Set(rows.map(({ group }) => group));
  let speech;

  input.addEventListener("input", () => {
    const wanted = plain(input.value).split(" ");
    let count = 0;
    for (const { box, row, words, title } of rows) {
      const isFound = wanted.every((word) => words.includes(word) || title.includes(word));
      count += isFound;
      row.hidden = !isFound && !box.checked;
    }
    for (const group of groups) group.hidden = !rows.some((each) => each.group === group && !each.row.hidden);
    clearTimeout(speech);
    const said = count ? `${count}\u00a0document${count > 1 ? "s" : ""}` : "Aucun document de ce nom";
    speech = setTimeout(() => { status.textContent = input.value.trim() && said; }, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it looks for a box, and sends nothing
  });
  tool.hidden = false;
}

document.querySelectorAll("[data-narrows]").forEach(enhance);
