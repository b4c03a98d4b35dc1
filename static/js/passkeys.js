"use strict";
// The one script of ours: a browser speaks of passkeys to scripts alone. It fills in a form and sends it, no more.
// Without it, or where the browser knows no passkeys, the forms stay hidden, and codes do.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential || !PublicKeyCredential.parseRequestOptionsFromJSON) continue;
  form.hidden = false;
  const button = form.querySelector("button[type=button]");
  const status = form.querySelector("[role=status]");
  const isNew = form.dataset.passkey === "create";
  const given = JSON.parse(form.dataset.options);
  form.addEventListener("submit", (event) => {
    event.preventDefault(); // by the Enter key
    button.click();
  });
  button.addEventListener("click", async () => {
    if (!form.reportValidity()) return;
    status.textContent = "";
    try {
      const credential = isNew
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(given) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(given) });
      form.elements.answer.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      status.textContent = status.dataset.failed;
      button.focus();
    }
  });
}
