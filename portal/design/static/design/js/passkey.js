/* Passkeys. A form marked data-passkey="create" or "get" asks the browser for one and sends what it answers.
   The options are in the JSON element that data-options names, or else come from the form's own address.
   Without scripts the stylesheet hides the form; in a browser that knows no passkeys, this script does. */
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (credentials = []) => credentials.map((each) => ({ ...each, id: bytes(each.id) }));

async function optionsOf(form) {
  const written = document.getElementById(form.dataset.options);
  if (written) return JSON.parse(written.textContent).publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return (await answer.json()).request_options.publicKey;
}

async function create(options) {
  return navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    },
  });
}

async function get(options) {
  return navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) },
  });
}

function answerOf(credential) {
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = credential.response;
  const response = { clientDataJSON, attestationObject, authenticatorData, signature, userHandle };
  for (const [name, value] of Object.entries(response)) {
    if (value) response[name] = text(value);
    else delete response[name];
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  form.hidden = !window.PublicKeyCredential;
  form.parentElement.querySelector("[data-passkey-missing]")?.classList.toggle("unscripted", !form.hidden);
  const [button, error] = [form.querySelector("[type=submit]"), form.querySelector("[data-passkey-error]")];
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    error.hidden = true;
    try {
      const ask = form.dataset.passkey === "create" ? create : get;
      form.elements.credential.value = JSON.stringify(answerOf(await ask(await optionsOf(form))));
      form.submit();
    } catch {
      error.hidden = false;
      button.disabled = false;
    }
  });
}
