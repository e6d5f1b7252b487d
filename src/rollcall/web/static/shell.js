// What stands around every page: navigation, language, and who is signed in.

import { session, signOut } from "/static/api.js";
import { element } from "/static/elements.js";
import { choose, language, LANGUAGES, say, sayAll } from "/static/language.js";
import { attempt } from "/static/notices.js";
import { askPassword } from "/static/password.js";
import { troubleLink } from "/static/wellness.js";

const PAGES = { live: "/", people: "/people", strangers: "/strangers", history: "/history", cameras: "/cameras", settings: "/settings", health: "/status" };
const ROLES = ["viewer", "operator", "admin"];

// Draw the frame around the page called `page` and return who is signed in.
export async function start(page) {
  dress(page);
  const user = await session();
  document.body.prepend(skip(), header(page, user));
  document.querySelector("nav [aria-current]")?.scrollIntoView({ inline: "nearest", block: "nearest" });
  if (user.password_needed) askPassword({ user: user.user, first: true });
  return { ...user, may: (role) => ROLES.indexOf(user.role) >= ROLES.indexOf(role) };
}

// Put the page's title and words in place.
export function dress(page) {
  document.documentElement.lang = language;
  document.title = `${say(`page.${page}`)} · Rollcall`;
  sayAll();
}

export function languageSwitch() {
  const options = Object.entries(LANGUAGES).map(([tag, name]) => element("option", { value: tag, textContent: name, selected: tag === language }));
  return element("select", { id: "language", "aria-label": say("shell.language"), onchange: (event) => choose(event.target.value) }, options);
}

// By keyboard: past the navigation, to what the page shows.
function skip() {
  document.getElementById("page").tabIndex = -1;
  return element("a", { className: "skip", href: "#page", textContent: say("shell.skip") });
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
    element("div", { className: "row" }, troubleLink(), languageSwitch(), user.way === "session" ? account(user) : null),
  );
}

function account(user) {
  const leave = async () => {
    if (await attempt(signOut)) location.assign("/login");
  };
  const summary = element("summary", { textContent: user.user });
  const close = () => (summary.focus(), (menu.open = false));
  const menu = element(
    "details",
    { id: "account", onkeydown: (event) => event.key === "Escape" && close(), onfocusout: (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && (menu.open = false) },
    summary,
    element(
      "div",
      { className: "menu" },
      element("p", { className: "faint", textContent: say(`role.${user.role}`) }),
      element("button", { textContent: say("password.change"), onclick: () => (close(), askPassword({ user: user.user, first: user.password_needed })) }),
      element("button", { id: "sign-out", textContent: say("action.signOut"), onclick: leave }),
    ),
  );
  document.addEventListener("click", (event) => menu.contains(event.target) || (menu.open = false));
  return menu;
}
