/* A button that copies the field it names, and says so. Without this script the field is selected by hand. */
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const said = document.querySelector("[data-copied]");
  if (!field || !navigator.clipboard) continue;

  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Adresse copiée.";
    } catch {
      said.textContent = "Votre navigateur ne l’a pas permis : l’adresse est sélectionnée, copiez-la au clavier.";
    }
  });
  button.hidden = false;
}
