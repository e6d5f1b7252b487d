// The history page: who was seen where and when, filtered and exported by the server.

import { get, withQuery } from "/static/api.js";
import { openDialog } from "/static/dialog.js";
import { element, emptiness, picture } from "/static/elements.js";
import { duration, moment, number, say, score, told } from "/static/language.js";
import { showPages } from "/static/pages.js";
import { start } from "/static/shell.js";
import { sightingActions } from "/static/sighting-actions.js";
import { called, strangerCalled } from "/static/who.js";

const ADDRESS = "/api/v1/sightings";
const WHO = { "": {}, known: { known: true }, strangers: { known: false } };
const STRANGER = "stranger";
const SECONDS = 1000;

const user = await start("history");
const person = element("select", { name: "person", onchange: () => refresh() });
const camera = element("select", { name: "camera", onchange: () => refresh() });
const since = element("input", { name: "since", type: "datetime-local", onchange: () => refresh() });
const until = element("input", { name: "until", type: "datetime-local", onchange: () => refresh() });
const save = element("a", { className: "button", id: "export", textContent: say("history.export"), download: "sightings.csv" });
const count = element("p", { className: "faint numbers", role: "status" });
const rows = element("tbody");
const table = element("div", { className: "table" }, element("table", {}, head(), rows));

document.getElementById("page").append(
  element("div", { className: "row apart" }, element("h1", { textContent: say("page.history") }), save),
  element("form", { className: "card" }, element("div", { className: "row" }, filter("person", person), filter("camera", camera), filter("since", since), filter("until", until))),
  count,
  element("div", { data: { pages: "" } }, table),
);
await Promise.all([offerPeople(), offerCameras()]);
await refresh();

function filter(name, field) {
  return element("label", {}, element("span", { textContent: say(`history.${name}`) }), field);
}

function head() {
  const names = ["picture", "who", "camera", "when", "stay", "score"];
  return element("thead", {}, element("tr", {}, names.map((name) => element("th", { textContent: say(`history.${name}`) }))));
}

async function offerPeople() {
  const found = await get("/api/v1/people", { limit: 1000 });
  const groups = [["", "history.everybody"], ["known", "history.known"], ["strangers", "history.strangers"]];
  person.append(...groups.map(([value, words]) => element("option", { value, textContent: say(words) })));
  person.append(...found.items.map((each) => element("option", { value: each.id, textContent: each.name })));
  const asked = new URLSearchParams(location.search);
  await offerAsked(asked.get("person"), found);
  const stranger = asked.get("stranger");
  if (stranger) person.append(element("option", { value: STRANGER, textContent: strangerCalled(stranger) }));
  WHO[STRANGER] = { stranger };
  person.value = stranger ? STRANGER : (asked.get("person") ?? "");
}

// Whom another page points at may not be among the first thousand.
async function offerAsked(id, { items, next }) {
  if (!id || !next || items.some((each) => each.id === id)) return;
  const asked = await get(`/api/v1/people/${encodeURIComponent(id)}`).catch(() => null);
  if (asked) person.append(element("option", { value: id, textContent: asked.name }));
}

async function offerCameras() {
  const found = await get("/api/v1/cameras");
  camera.append(element("option", { value: "", textContent: say("history.all") }));
  camera.append(...found.map((each) => element("option", { value: each.name, textContent: each.name })));
}

function chosen() {
  const who = WHO[person.value] ?? { person: person.value };
  return { ...who, camera: camera.value, since: unixSeconds(since), until: unixSeconds(until) };
}

function unixSeconds(field) {
  return field.value ? new Date(field.value).getTime() / SECONDS : null;
}

async function refresh(shown = undefined) {
  const query = chosen();
  save.href = withQuery(`${ADDRESS}/csv`, query);
  const [total] = await Promise.all([get(`${ADDRESS}/count`, query), showPages(rows, ADDRESS, query, row, nothing, shown)]);
  count.textContent = say("history.count", { count: number(total) });
  table.hidden = rows.children.length === 0;
}

function nothing() {
  return emptiness(say("history.none"), say("history.advice"));
}

function row(sighting) {
  const name = called(sighting);
  const seen = sighting.snapshot ? picture(`${sighting.snapshot}?side=96`, name, { className: "portrait" }) : element("span", { className: "portrait", textContent: "?" });
  const who = element("button", { className: sighting.name ? "known" : "unknown", textContent: name, dir: "auto", "aria-haspopup": "dialog", "aria-label": say("history.open", { name }) });
  const cells = [seen, who, sighting.camera, moment(sighting.start)].map((cell) => element("td", {}, cell));
  // On a phone there is no head over the figures.
  const figures = { stay: duration(sighting.end - sighting.start), score: score(sighting.score) };
  const labelled = Object.entries(figures).map(([name, textContent]) => element("td", { textContent, data: { label: say(`history.${name}`) } }));
  return element("tr", { className: "numbers", title: told(sighting.reason_phrase, sighting.reason), onclick: () => open(sighting) }, cells, labelled);
}

function open(sighting) {
  const dialog = openDialog(
    { id: "sighting", title: element("span", { textContent: called(sighting), dir: "auto" }) },
    sighting.snapshot ? picture(sighting.snapshot, say("track.face"), { className: "shot" }) : "",
    element("p", { textContent: `${sighting.camera} · ${moment(sighting.start)} · ${duration(sighting.end - sighting.start)}` }),
    element("p", { className: "faint", textContent: told(sighting.reason_phrase, sighting.reason) }),
    user.may("operator") ? sightingActions(sighting, null, () => (dialog.close(), refresh(rows.children.length))) : "",
  );
}
