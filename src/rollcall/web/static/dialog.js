// Dialogs: each has its title and the cross that closes it at the top, and is gone once it is closed.

import { element } from "/static/elements.js";
import { say } from "/static/language.js";

// Open a dialog with `title`, words or an element; `tools` stand beside the cross. Return it. While `unsaved()` holds its
// cross, Escape and whatever calls `leave()` ask before what was entered is lost.
export function openDialog({ id, title, wide = false, tools = [], onclose = () => {}, unsaved = () => false }, ...content) {
  const leave = async () => (unsaved() && !(await confirmed(say("action.leave"), say("action.leaveDo")))) || dialog.close();
  const close = element("button", { type: "button", className: "cross", textContent: "✕", "aria-label": say("action.close"), onclick: leave });
  const dialog = element(
    "dialog",
    { id, className: wide ? "wide" : "", tabIndex: -1, "aria-labelledby": `${id}-title`, onclose: () => (dialog.remove(), onclose()) },
    element("header", {}, element("h2", { id: `${id}-title` }, title), ...tools, close),
    element("div", { className: "stack" }, ...content),
  );
  dialog.leave = leave;
  // Both: a browser lets a page hold back a second Escape in a row only before it closes anything, and a phone's gesture
  // is no key.
  dialog.addEventListener("keydown", (event) => event.key === "Escape" && stay(event));
  dialog.addEventListener("cancel", stay);
  document.body.append(dialog);
  dialog.showModal();
  // The browser takes the first field, before which a phone would open its keyboard at once.
  (dialog.querySelector("[data-first]") ?? dialog).focus();
  return dialog;

  function stay(event) {
    if (!unsaved()) return;
    event.preventDefault();
    leave();
  }
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
