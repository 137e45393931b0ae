// « Identité et couleurs »: the two frames take the colours as they are picked; what cannot be read is said at once.
// The browser derives the rest from the stylesheet, in each frame: nothing is computed twice.
const panel = document.querySelector("[data-palette]");
const pairs = JSON.parse(panel.dataset.palette);
const frames = [...panel.querySelectorAll("iframe")];
const fields = [...document.querySelectorAll('#w-editor-form input[type="color"]')];
const rows = [...panel.querySelectorAll("tbody tr")];
const verdict = panel.querySelector("[data-verdict]");
const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const decimal = new Intl.NumberFormat("fr", { maximumFractionDigits: 1 });

function luminance(colour) {
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 1, 1);
  const [red, green, blue] = [...brush.getImageData(0, 0, 1, 1).data].map((each) =>
    each / 255 <= 0.04045 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratioIn(frame) {
  const known = new Map();
  const probe = frame.contentDocument.body.appendChild(frame.contentDocument.createElement("i"));
  const of = (token) => {
    if (!known.has(token)) {
      probe.style.color = `var(--${token})`;
      known.set(token, luminance(frame.contentWindow.getComputedStyle(probe).color));
    }
    return known.get(token);
  };
  const ratios = pairs.map(({ one, other }) => {
    const [dark, light] = [of(one), of(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  });
  probe.remove();
  return ratios;
}

function judge(frame) {
  ratioIn(frame).forEach((ratio, n) => {
    const cell = rows[n].querySelector(`[data-scheme="${frame.dataset.scheme}"]`);
    if (!pairs[n].schemes.includes(frame.dataset.scheme)) return;
    cell.textContent = decimal.format(Math.floor(ratio * 10) / 10);
    cell.toggleAttribute("data-fault", ratio < pairs[n].least);
  });
}

function say() {
  const faults = panel.querySelectorAll("[data-fault]").length;
  const plural = faults > 1 ? "s" : "";
  const words = faults
    ? `${faults} contraste${plural} insuffisant${plural}\u00a0: ces couleurs seront refusées.`
    : "Tout se lit, en clair et en sombre.";
  if (verdict.textContent !== words) verdict.textContent = words;
}

const isThere = (frame) => frame.contentDocument?.readyState === "complete" && frame.contentDocument.querySelector("main");

function show() {
  for (const frame of frames.filter(isThere)) {
    const root = frame.contentDocument.documentElement;
    for (const field of fields) root.style.setProperty(`--${field.name.replace("_", "-")}`, field.value);
    frame.style.blockSize = `${root.querySelector("main").getBoundingClientRect().bottom}px`;
    judge(frame);
  }
  say();
}

let asked;
for (const field of fields) {
  field.addEventListener("input", () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(show);
  });
}
for (const frame of frames) frame.addEventListener("load", show);
panel.querySelector("[data-without-script]").hidden = true;
show();
