/* Each passage saves itself a moment after it was written. What somebody else saved meanwhile is shown beside, and
   nothing is sent until one chose. Without this script, the forms are sent by hand, and the server asks the same. */
const PAUSE = 1_500; // ms without a key
const RETRY = 10_000; // ms between two tries
const LONGEST = 20_000; // ms for one

for (const form of document.querySelectorAll("[data-passage]")) start(form);

function start(form) {
  const { text, version } = form.elements;
  const status = form.querySelector("[data-status]");
  const clash = form.querySelector("[data-clash]");
  let saved = text.defaultValue;
  let other = null; // what somebody else saved, until one chose
  let isSending = false;
  let timer = 0;

  const isDirty = () => text.value !== saved;
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save() {
    clearTimeout(timer);
    if (isSending || other || !isDirty()) return;
    isSending = true;
    const sent = text.value;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(LONGEST),
        headers: { Accept: "application/json" },
        body: new FormData(form),
      });
      if (answer.ok) {
        const said = await answer.json();
        saved = sent;
        version.value = said.version;
        status.textContent = said.said;
        if (isDirty()) later(PAUSE);
      } else if (answer.status === 409) ask(await answer.json());
      else if (answer.status === 422) status.textContent = (await answer.json()).why;
      else if (answer.status >= 500 || answer.status === 429) wait();
      else status.textContent = "Pas enregistré : reconnectez-vous dans un autre onglet. Votre texte reste ici.";
    } catch {
      wait();
    }
    isSending = false;
  }

  function wait() {
    status.textContent = "Pas encore enregistré : la connexion manque. Votre texte reste ici.";
    later(RETRY);
  }

  function ask(said) {
    other = said;
    clash.querySelector("[data-by]").textContent = said.by;
    clash.querySelector("[data-other]").textContent = said.text || "(passage vidé)";
    clash.hidden = false;
    status.textContent = `${said.by} a enregistré un autre texte : choisissez.`;
  }

  clash.addEventListener("click", ({ target }) => {
    const kept = target.dataset.keep;
    if (!kept) return;
    version.value = other.version;
    saved = other.text;
    if (kept === "other") {
      text.value = saved;
      status.textContent = "L’autre texte est repris.";
    }
    other = null;
    clash.hidden = true;
    text.focus();
    save();
  });
  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  addEventListener("online", save);
  document.addEventListener("visibilitychange", save);
  addEventListener("beforeunload", (event) => isDirty() && event.preventDefault());
}
