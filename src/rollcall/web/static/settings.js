// The settings page, for administrators: what can be changed here, users, API keys, the audit log, and every setting.

import { keysCard, usersCard } from "/static/accounts.js";
import { adjustingCard } from "/static/adjusting.js";
import { get } from "/static/api.js";
import { calibrationCard } from "/static/calibration.js";
import { element } from "/static/elements.js";
import { moment, say, sayOr, told } from "/static/language.js";
import { attempt } from "/static/notices.js";
import { showPages } from "/static/pages.js";
import { retentionPart } from "/static/retention.js";
import { row, table } from "/static/settings-parts.js";
import { start } from "/static/shell.js";

const PERSON_ID = /^[0-9a-f]{32}$/;
const SHORT_ID = 8;

const user = await start("settings");
const page = document.getElementById("page");
page.append(element("h1", { textContent: say("page.settings") }));
await attempt(async () => {
  const cards = [identityCards(), storeCard(), visionCard(), plainCard("view"), plainCard("web"), usersCard(user.user), keysCard()];
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
