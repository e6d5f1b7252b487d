// What stands around every page: navigation, language, who is signed in, the first password, and notices.

import { session, setPassword, signOut } from "/static/api.js";
import { element } from "/static/elements.js";
import { choose, language, LANGUAGES, say, sayAll } from "/static/language.js";

const PAGES = { live: "/", people: "/people", strangers: "/strangers", history: "/history", cameras: "/cameras", settings: "/settings", health: "/status" };
const ROLES = ["viewer", "operator", "admin"];
const NOTICE_MILLISECONDS = 6000;

// Draw the frame around the page called `page` and return who is signed in.
export async function start(page) {
  dress(page);
  const user = await session();
  document.body.prepend(header(page, user));
  document.querySelector("nav [aria-current]")?.scrollIntoView({ inline: "nearest", block: "nearest" });
  if (user.password_needed) askPassword({ first: true });
  return { ...user, may: (role) => ROLES.indexOf(user.role) >= ROLES.indexOf(role) };
}

// Put the page's title and words in place.
export function dress(page) {
  document.documentElement.lang = language;
  document.title = `${say(`page.${page}`)} · Rollcall`;
  sayAll();
}

// Say something in passing; `kind` is "good" or "bad".
export function notice(words, kind = "good") {
  const place = document.querySelector("#notices") ?? document.body.appendChild(element("div", { id: "notices", role: "status" }));
  const said = place.appendChild(element("p", { className: `notice ${kind}`, textContent: words }));
  setTimeout(() => said.remove(), NOTICE_MILLISECONDS);
}

// Do `work` and say what went wrong, if anything did; return whether it was done.
export async function attempt(work) {
  try {
    await work();
    return true;
  } catch (problem) {
    notice(problem.message, "bad");
    return false;
  }
}

// Open an empty dialog; it is gone once it is closed.
export function openDialog(id, { wide = false, onclose = () => {} } = {}) {
  const dialog = element("dialog", { id, className: wide ? "wide" : "", autofocus: true, onclose: () => (dialog.remove(), onclose()) });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

// Ask whether something that cannot be undone is really meant.
export function confirmed(question, action) {
  return new Promise((resolve) => {
    const dialog = element(
      "dialog",
      { className: "confirm", onclose: () => (resolve(dialog.returnValue === "yes"), dialog.remove()) },
      element(
        "form",
        { method: "dialog" },
        element("p", { textContent: question }),
        element("div", { className: "row end" }, button(say("action.cancel"), "no"), button(action, "yes", "danger")),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function languageSwitch() {
  const options = Object.entries(LANGUAGES).map(([tag, name]) => element("option", { value: tag, textContent: name, selected: tag === language }));
  return element("select", { id: "language", "aria-label": say("shell.language"), onchange: (event) => choose(event.target.value) }, options);
}

// Ask for a password: the first one, or a new one instead of the old.
export function askPassword({ first }) {
  const old = passwordField("old", "password.old", "current-password");
  const fresh = passwordField("new", "password.new", "new-password");
  const answer = element("p", { className: "answer", role: "alert" });
  const form = element(
    "form",
    { id: "password" },
    element("h2", { textContent: say(first ? "password.choose" : "password.change") }),
    element("p", { className: "faint", textContent: say(first ? "password.why" : "password.others") }),
    first ? null : old,
    fresh,
    answer,
    element("div", { className: "row end" }, element("button", { type: "button", textContent: say("action.later"), onclick: () => dialog.close() }), element("button", { className: "main", textContent: say("action.save") })),
  );
  const dialog = element("dialog", { onclose: () => dialog.remove() }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = new FormData(form);
    try {
      await setPassword(given.get("old") ?? "", given.get("new"));
      dialog.close();
      notice(say("password.saved"));
    } catch (problem) {
      answer.textContent = problem.message;
    }
  });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("input").focus();
}

function passwordField(name, words, autocomplete) {
  return element("label", {}, say(words), element("input", { name, type: "password", required: true, autocomplete }));
}

function button(words, value, className = "") {
  return element("button", { textContent: words, value, className });
}

function header(page, user) {
  const links = Object.entries(PAGES)
    .filter(([name]) => name !== "settings" || user.role === "admin")
    .map(([name, address]) => element("a", { href: address, textContent: say(`page.${name}`), "aria-current": name === page ? "page" : null }));
  return element(
    "header",
    { id: "top" },
    element("a", { href: "/", className: "brand", textContent: "Rollcall" }),
    element("nav", { "aria-label": say("shell.pages") }, links),
    element("div", { className: "row" }, languageSwitch(), user.way === "session" ? account(user) : null),
  );
}

function account(user) {
  const leave = async () => {
    if (await attempt(signOut)) location.assign("/login");
  };
  return element(
    "details",
    { id: "account" },
    element("summary", { textContent: user.user }),
    element(
      "div",
      { className: "menu" },
      element("p", { className: "faint", textContent: say(`role.${user.role}`) }),
      element("button", { textContent: say("password.change"), onclick: () => askPassword({ first: user.password_needed }) }),
      element("button", { id: "sign-out", textContent: say("action.signOut"), onclick: leave }),
    ),
  );
}
