// A password: the first one, or a new one instead of the old.

import { setPassword } from "/static/api.js";
import { openDialog } from "/static/dialog.js";
import { element } from "/static/elements.js";
import { say } from "/static/language.js";
import { notice } from "/static/notices.js";

// `user`: whose it is; the first one must be known to come back.
export function askPassword({ user, first }) {
  const old = first ? null : field("old", "password.old", "current-password");
  const fresh = field("new", "password.new", "new-password");
  const name = element("label", {}, say("login.name"), element("input", { name: "name", value: user, readOnly: true, autocomplete: "username" }));
  (old ?? fresh).querySelector("input").dataset.first = "";
  const answer = element("p", { className: "answer", role: "alert" });
  const later = element("button", { type: "button", textContent: say(first ? "action.later" : "action.cancel"), onclick: () => dialog.close() });
  const form = element(
    "form",
    { onsubmit: keep },
    element("p", { className: "faint", textContent: say(first ? "password.why" : "password.others") }),
    name,
    old,
    fresh,
    element("p", { className: "faint", textContent: say("password.length") }),
    answer,
    element("div", { className: "row end" }, later, element("button", { className: "main", textContent: say("action.save") })),
  );
  const dialog = openDialog({ id: "password", title: say(first ? "password.choose" : "password.change") }, form);

  async function keep(event) {
    event.preventDefault();
    const given = new FormData(form);
    try {
      await setPassword(given.get("old") ?? "", given.get("new"));
      dialog.close();
      notice(say("password.saved"));
    } catch (problem) {
      answer.textContent = problem.message;
    }
  }
}

function field(name, words, autocomplete) {
  return element("label", {}, say(words), element("input", { name, type: "password", required: true, autocomplete }));
}
