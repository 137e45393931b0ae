/* Ticks are sent as they are made, and kept in this browser until the server has them: a connection that is lost
   loses nothing. One queue per account and half-day. Without this script, the form is sent by hand. */
const form = document.querySelector("[data-presence]");
if (form) start(form, form.querySelector("[data-status]"));

function start(form, status) {
  const url = form.dataset.presence;
  const who = form.dataset.who;
  const key = `presence:${who}:${url}`;
  const RETRY = 15_000; // ms between two tries
  const LONGEST = 20_000; // ms for one
  let kept = null; // the queue, where the browser keeps nothing
  let isSending = false;
  let isLeaving = false;
  let timer = 0;

  // row → { mark, at }: read anew each time, since another window may have written it
  const queue = () => {
    try {
      return kept ?? JSON.parse(localStorage.getItem(key) ?? "{}");
    } catch {
      return {};
    }
  };
  const keep = (ticks) => {
    try {
      if (Object.keys(ticks).length) localStorage.setItem(key, JSON.stringify(ticks));
      else localStorage.removeItem(key);
      kept = null;
    } catch {
      kept = ticks; // in this page, which warns before it is left
    }
  };
  const counted = (count) => `${count} pointage${count > 1 ? "s" : ""}`;
  const lineOf = (row) => form.querySelector(`[data-row="${row}"]`);
  const there = document.querySelector("[data-there]");
  const tally = () => {
    if (there) there.textContent = form.querySelectorAll("input[value=presente]:checked").length;
  };
  const show = (row, mark, words) => {
    const line = lineOf(row);
    if (!line) return;
    for (const choice of line.querySelectorAll("input[type=radio]")) choice.checked = choice.value === mark;
    line.querySelector("[data-said]").textContent = words;
    tally();
  };

  async function send() {
    const ticks = queue();
    const rows = Object.keys(ticks);
    clearTimeout(timer);
    if (isSending || !rows.length) return;
    isSending = true;
    const isDone = await post(ticks, rows);
    isSending = false;
    if (isDone) send(); // what was ticked meanwhile
  }

  /** Send ticks; return whether they are settled. */
  async function post(ticks, rows) {
    const now = Date.now(); // ages, not hours: the clock of a telephone may be wrong
    try {
      const answer = await fetch(url, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(LONGEST),
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify({ who, ticks: rows.map((row) => ({ row, mark: ticks[row].mark, age: now - ticks[row].at })) }),
      });
      if (answer.ok) {
        settle(ticks, await answer.json());
        return true;
      }
      if (answer.status >= 500 || answer.status === 429) wait(rows.length);
      else await refuse(answer, rows.length);
    } catch {
      wait(rows.length);
    }
    return false;
  }

  function settle(sent, said) {
    const left = queue();
    for (const [row, tick] of Object.entries(sent)) {
      if (left[row]?.at !== tick.at) continue; // ticked again meanwhile
      delete left[row];
      const stands = said.stands[row];
      if (!stands) show(row, "", said.refused[row] ?? "");
      else show(row, stands.mark, (stands.mark === tick.mark ? "" : "Un pointage plus récent est gardé : ") + stands.said);
    }
    keep(left);
    status.textContent = `Enregistré à ${said.at}`;
  }

  function wait(count) {
    status.textContent = `${counted(count)} en attente de connexion`;
    timer = setTimeout(send, RETRY);
  }

  async function refuse(answer, count) {
    const safe = `${counted(count)} gardé${count > 1 ? "s" : ""} dans cet appareil.`;
    if (answer.status === 400 || answer.status === 409) {
      status.textContent = `${(await answer.json()).why} ${safe}`;
      return;
    }
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = "Connectez-vous";
    link.addEventListener("click", () => (isLeaving = true));
    status.replaceChildren(`Vous n’êtes plus connecté ou connectée. ${safe} `, link, " : ils partiront ensuite.");
  }

  const tick = ({ value }, row) => {
    keep({ ...queue(), [row]: { mark: value, at: Date.now() } });
    lineOf(row).querySelector("[data-said]").textContent = "En attente";
    tally();
  };

  form.addEventListener("change", ({ target }) => {
    const row = target.closest("[data-row]")?.dataset.row;
    if (!row) return;
    tick(target, row);
    send();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  addEventListener("online", send);
  addEventListener("beforeunload", (event) => {
    if (!isLeaving && Object.keys(queue()).length) event.preventDefault();
  });

  form.querySelector("[type=submit]")?.setAttribute("hidden", "");
  // What was ticked while this script was on its way.
  for (const choice of form.querySelectorAll("[data-row]:not(:disabled) input[type=radio]:checked"))
    if (!choice.defaultChecked) tick(choice, choice.closest("[data-row]").dataset.row);
  for (const [row, { mark }] of Object.entries(queue())) show(row, mark, "En attente");
  send();
}
