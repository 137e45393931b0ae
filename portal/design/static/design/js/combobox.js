/* Suggestions under a field, after the pattern « combobox with list autocomplete, manual selection » of the
   ARIA Authoring Practices. The field stays an ordinary search field: Enter sends what is typed, unless an
   option was chosen with the arrows. Without this script nothing is missing but the shortcut.

   <input data-suggest-url="/trouver/suggestions/">  answers  {"suggestions": [{"label", "note", "url"}]}
   An option leads to its url; with data-suggest-fills="organisation" it fills the field (with "fill", else with its
   label), and the word says what is proposed; with data-suggest-box="id" too, it makes a ticked box of that <template>. */
const WAIT = 150; // milliseconds of quiet before asking
const LEAST = 2; // characters
const MOST = 8; // options

function element(name, className, text = "") {
  const node = document.createElement(name);
  node.className = className;
  node.textContent = text;
  return node;
}

function enhance(input, number) {
  const id = `${input.id || "suggest"}-${number}`;
  const fills = "suggestFills" in input.dataset;
  const box = document.getElementById(input.dataset.suggestBox);
  const what = input.dataset.suggestFills || "commune";
  const list = element("ul", "suggestions");
  const status = element("div", "vh");
  let timer;
  let speech;
  let request;
  let options = [];
  let active = -1;

  list.id = `${id}-list`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", `Proposition de ${what}s`);
  status.setAttribute("role", "status");
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
    autocomplete: "off",
    autocapitalize: "none",
  })) input.setAttribute(name, value);
  input.after(list, status);

  // Spoken a little later than shown, so that it does not cut the echo of the keys.
  function say(text) {
    clearTimeout(speech);
    speech = setTimeout(() => { status.textContent = text; }, text ? 700 : 0);
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
    say("");
  }

  function activate(index) {
    options[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = options[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function open() {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function show(suggestions) {
    activate(-1);
    options = suggestions.slice(0, MOST).map((suggestion, index) => {
      const option = element("li", "suggestions__option");
      option.id = `${id}-${index}`;
      option.dataset.value = fills ? suggestion.fill || suggestion.label : suggestion.url;
      option.dataset.key = suggestion.value;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.append(element("span", "suggestions__label", suggestion.label));
      if (suggestion.note) option.append(" ", element("span", "suggestions__note", suggestion.note));
      return option;
    });
    list.replaceChildren(...options);
    if (!options.length) {
      close();
      return say(`Aucune ${what} proposée.`);
    }
    open();
    say(options.length === 1 ? `Une ${what} proposée.` : `${options.length} ${what}s proposées.`);
  }

  function choose({ dataset: { value, key } }) {
    if (!fills) return location.assign(value);
    input.value = box ? "" : value;
    if (box) {
      const row = box.content.cloneNode(true);
      row.querySelector("input").value = key;
      row.querySelector("label").append(value);
      box.before(row);
    }
    options = [];
    close();
  }

  async function ask() {
    const typed = input.value.trim();
    request?.abort();
    if (typed.length < LEAST) {
      options = [];
      return close();
    }
    request = new AbortController();
    const { signal } = request;
    try {
      const url = `${input.dataset.suggestUrl}?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(url, { signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return close();
      const { suggestions = [] } = await answer.json();
      if (!signal.aborted && document.activeElement === input) show(suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    activate(-1);
    timer = setTimeout(ask, WAIT);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const last = options.length - 1;
    const isOpen = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (last < 0) return;
      event.preventDefault();
      const first = event.key === "ArrowDown" ? 0 : last;
      if (!isOpen || event.altKey) open();
      if (event.altKey) return;
      if (!isOpen || active < 0) activate(first);
      else if (event.key === "ArrowDown") activate(active === last ? -1 : active + 1);
      else activate(active - 1);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault(); // the first Escape closes the list, a second empties the field
      close();
    } else if (event.key === "Enter") {
      const option = isOpen && options[active];
      close();
      if (!option) return;
      event.preventDefault();
      choose(option);
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight" || event.key === "Home" || event.key === "End") {
      activate(-1);
    }
  });

  // Keep the focus in the field while an option is pressed: the list must not close under the finger.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  input.addEventListener("blur", close);
}

document.querySelectorAll("input[data-suggest-url]").forEach(enhance);
