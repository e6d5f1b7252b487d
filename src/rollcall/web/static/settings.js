// The settings page, for administrators: what can be changed here, users, API keys, the audit log, and every setting.

import { adjustingCard } from "/static/adjusting.js";
import { get, post, remove } from "/static/api.js";
import { calibrationCard } from "/static/calibration.js";
import { confirmed } from "/static/dialog.js";
import { element, regainFocus } from "/static/elements.js";
import { moment, say, sayOr, told } from "/static/language.js";
import { attempt } from "/static/notices.js";
import { showPages } from "/static/pages.js";
import { retentionPart } from "/static/retention.js";
import { start } from "/static/shell.js";

const USER_ROLES = ["viewer", "operator", "admin"];
const PERSON_ID = /^[0-9a-f]{32}$/;
const SHORT_ID = 8;
const KEY_ROLES = ["monitor", ...USER_ROLES];

await start("settings");
const page = document.getElementById("page");
page.append(element("h1", { textContent: say("page.settings") }));
await attempt(async () => {
  const cards = [identityCards(), storeCard(), visionCard(), plainCard("view"), plainCard("web"), usersCard(), keysCard()];
  const [all, ...shown] = await Promise.all([sections(), ...cards]);
  page.append(element("div", { className: "columns" }, ...shown), auditCard(), ...all);
});

async function identityCards() {
  const card = await adjustingCard("identity");
  return [card.root, calibrationCard(card.refresh)];
}

async function storeCard() {
  return (await adjustingCard("store", [retentionPart()])).root;
}

async function visionCard() {
  const { models } = await get("/api/v1/system");
  return (await adjustingCard("vision", [element("p", { className: "faint", textContent: say("settings.packNow", { ...models, reason: told(models.reason_phrase, models.reason) }) })])).root;
}

async function plainCard(section) {
  return (await adjustingCard(section)).root;
}

async function usersCard() {
  const list = element("tbody");
  const show = async () => list.replaceChildren(...(await get("/api/v1/users")).map(userRow));
  const userRow = (user) =>
    row(user.name, user.has_password ? say(`short.${user.role}`) : `${say(`short.${user.role}`)} (${say("settings.noPassword")})`, remover(say("settings.removeUser", { name: user.name }), `/api/v1/users/${encodeURIComponent(user.name)}`, show));
  await show();
  const fields = [field("name", "login.name"), field("password", "login.password", { type: "password", autocomplete: "new-password" }), roles(USER_ROLES)];
  return card("settings.users", table(list), maker(fields, "settings.addUser", "/api/v1/users", show));
}

async function keysCard() {
  const list = element("tbody");
  const made = element("div", { role: "status" });
  const keyRow = (key) => row(key.name, say(`short.${key.role}`), remover(say("settings.removeKey", { name: key.name }), `/api/v1/keys/${key.id}`, show));
  const none = () => row(say("settings.noKeys"));
  const show = async (fresh) => {
    const keys = await get("/api/v1/keys");
    list.replaceChildren(...(keys.length ? keys.map(keyRow) : [none()]));
    made.replaceChildren(...(fresh ? [element("p", { textContent: say("settings.keyMade") }), element("code", { textContent: fresh.key })] : []));
  };
  await show();
  return card("settings.keys", table(list), made, maker([field("name", "settings.keyName"), roles(KEY_ROLES)], "settings.addKey", "/api/v1/keys", show));
}

function auditCard() {
  const list = element("tbody");
  const lines = element("div", { data: { pages: "" } }, table(list));
  const line = (each) => row(moment(each.time), each.actor, sayOr(`audit.${each.action}`, each.action), subjectOf(each));
  const open = () => showPages(list, "/api/v1/audit", {}, line, () => element("p", { className: "empty", textContent: say("settings.noAudit") }));
  const details = element("details", { className: "card", ontoggle: () => details.open && open() }, element("summary", { textContent: say("settings.audit") }), lines);
  return details;
}

// To whom or what: a person by name where there still is one, else by the beginning of the id.
function subjectOf({ subject, name, detail }) {
  const id = PERSON_ID.test(subject) ? `${subject.slice(0, SHORT_ID)}…` : subject;
  const who = name === null ? id : element("a", { href: `/people?person=${encodeURIComponent(subject)}`, textContent: name, dir: "auto" });
  return element("span", { title: subject }, who, " ", detail);
}

// Every section of the settings with what each setting means, from the program's own schema.
async function sections() {
  const [values, schema] = await Promise.all([get("/api/v1/settings"), get("/api/v1/settings/schema")]);
  const named = Object.entries(values).filter(([name]) => name in schema);
  return [element("h2", { textContent: say("settings.all") }), element("p", { className: "faint", textContent: say("settings.help") }), ...named.map(([name, section]) => sectionCard(name, section, schema[name]))];
}

function sectionCard(name, section, schema) {
  const rows = Object.entries(section).map(([key, value]) => {
    const meaning = schema.properties?.[key]?.description ?? "";
    return row(`${name}.${key}`, typeof value === "object" ? JSON.stringify(value) : String(value), meaning.replaceAll("`", ""));
  });
  return element("details", { className: "card" }, element("summary", { textContent: name }), table(element("tbody", {}, rows)));
}

function maker(fields, words, address, done) {
  const make = async (event) => {
    event.preventDefault();
    await attempt(async () => {
      const made = await post(address, Object.fromEntries(new FormData(event.target)));
      event.target.reset();
      await done(made);
    });
  };
  return element("form", { className: "row", onsubmit: make }, fields, element("button", { textContent: say(words) }));
}

function remover(question, address, done) {
  const ask = async ({ target }) => {
    const form = target.closest("article").querySelector("form");
    if (!(await confirmed(question, say("person.remove")))) return;
    await attempt(async () => (await remove(address), await done()));
    regainFocus(form.elements[0]);
  };
  return element("button", { className: "danger", textContent: say("person.remove"), onclick: ask });
}

function field(name, words, properties = {}) {
  return element("label", {}, element("span", { textContent: say(words) }), element("input", { name, required: true, autocomplete: "off", ...properties }));
}

function roles(offered) {
  const options = offered.map((role) => element("option", { value: role, textContent: say(`short.${role}`), selected: role === "viewer" }));
  return element("label", {}, element("span", { textContent: say("settings.role") }), element("select", { name: "role" }, options));
}

function card(words, ...children) {
  return element("article", { className: "card" }, element("h2", { textContent: say(words) }), ...children);
}

function table(rows) {
  return element("div", { className: "table" }, element("table", {}, rows));
}

function row(...cells) {
  return element("tr", {}, cells.map((cell) => element("td", {}, cell)));
}
