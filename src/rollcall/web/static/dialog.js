// Dialogs: each has its title and the cross that closes it at the top, and is gone once it is closed.

import { element } from "/static/elements.js";
import { say } from "/static/language.js";

// Open a dialog with `title`, words or an element; `tools` stand beside the cross. Return it.
export function openDialog({ id, title, wide = false, tools = [], onclose = () => {} }, ...content) {
  const close = element("button", { type: "button", className: "cross", textContent: "✕", "aria-label": say("action.close"), onclick: () => dialog.close() });
  const dialog = element(
    "dialog",
    { id, className: wide ? "wide" : "", tabIndex: -1, "aria-labelledby": `${id}-title`, onclose: () => (dialog.remove(), onclose()) },
    element("header", {}, element("h2", { id: `${id}-title` }, title), ...tools, close),
    element("div", { className: "stack" }, ...content),
  );
  document.body.append(dialog);
  dialog.showModal();
  // The browser takes the first field, before which a phone would open its keyboard at once.
  (dialog.querySelector("[data-first]") ?? dialog).focus();
  return dialog;
}

// Ask whether something that cannot be undone is really meant.
export function confirmed(question, action) {
  return new Promise((resolve) => {
    const dialog = element(
      "dialog",
      { className: "confirm", role: "alertdialog", "aria-label": question, onclose: () => (dialog.remove(), resolve(dialog.returnValue === "yes")) },
      element(
        "form",
        { method: "dialog" },
        element("p", { textContent: question }),
        element("div", { className: "row end" }, answer(say("action.cancel"), "no"), answer(action, "yes", "danger")),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

function answer(words, value, className = "") {
  return element("button", { textContent: words, value, className });
}
