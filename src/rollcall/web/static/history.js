// The history page: who was seen where and when, filtered and exported by the server.

import { get, withQuery } from "/static/api.js";
import { openDialog } from "/static/dialog.js";
import { element, emptiness, picture, regainFocus } from "/static/elements.js";
import { duration, moment, number, say, score, told } from "/static/language.js";
import { attempt } from "/static/notices.js";
import { showPages } from "/static/pages.js";
import { personChoice } from "/static/person-choice.js";
import { start } from "/static/shell.js";
import { sightingActions } from "/static/sighting-actions.js";
import { called, strangerCalled } from "/static/who.js";

const ADDRESS = "/api/v1/sightings";
const GROUPS = { everybody: {}, known: { known: true }, strangers: { known: false } };
const STRANGER = "stranger";
const BETWEEN = "between";
const DAYS_BACK = { today: [0, null], yesterday: [1, 0], week: [6, null] }; // From the beginning of a day to that of another.
const TIMES = ["", ...Object.keys(DAYS_BACK), BETWEEN];
const SECONDS = 1000;

const user = await start("history");
const asked = Object.fromEntries(new URLSearchParams(location.search));
const who = personChoice({ always: groups(), changed: () => refresh() });
who.search.placeholder = ""; // Its label says it.
const camera = element("select", { name: "camera", onchange: () => refresh() });
const since = time("since");
const until = time("until");
const between = [filter("since", since), filter("until", until)];
const when = element("select", { name: "when", onchange: () => refresh() }, TIMES.map((value) => element("option", { value, textContent: say(`history.when.${value || "any"}`) })));
const save = element("a", { className: "button", id: "export", textContent: say("history.export"), download: "sightings.csv" });
const count = element("p", { className: "faint numbers", role: "status" });
const rows = element("tbody");
const table = element("div", { className: "table" }, element("table", {}, head(), rows));
let turn = 0;

document.getElementById("page").append(
  element("div", { className: "row apart" }, element("h1", { textContent: say("page.history") }), save),
  element(
    "form",
    { className: "card", onsubmit: (event) => event.preventDefault() },
    element("div", { className: "row" }, filter("name", who.search), filter("person", who.list), filter("camera", camera), filter("when", when), between),
  ),
  count,
  element("div", { data: { pages: "" } }, table),
);
when.value = asked.since || asked.until ? BETWEEN : TIMES.includes(asked.when) ? asked.when : "";
await attempt(() => Promise.all([offerPeople(), offerCameras()]));
await refresh();

function filter(name, field) {
  return element("label", {}, element("span", { textContent: say(`history.${name}`) }), field);
}

function head() {
  const names = ["picture", "who", "camera", "when", "stay", "score"];
  return element("thead", {}, element("tr", {}, names.map((name) => element("th", { textContent: say(`history.${name}`) }))));
}

function time(name) {
  return element("input", { name, type: "datetime-local", value: asked[name] ?? "", onchange: () => refresh() });
}

function groups() {
  const options = Object.keys(GROUPS).map((group) => element("option", { value: group, textContent: say(`history.${group}`) }));
  return asked.stranger ? [...options, element("option", { value: STRANGER, textContent: strangerCalled(asked.stranger) })] : options;
}

async function offerPeople() {
  await who.offer();
  await who.choose(asked.stranger ? STRANGER : (asked.person ?? "everybody"));
}

// One that is asked for may have been removed since.
async function offerCameras() {
  const found = await get("/api/v1/cameras");
  const names = new Set([...found.map((each) => each.name), asked.camera].filter(Boolean));
  camera.append(element("option", { value: "", textContent: say("history.all") }));
  camera.append(...[...names].map((name) => element("option", { value: name, textContent: name, selected: name === asked.camera })));
}

function chosen() {
  const wanted = who.list.value === STRANGER ? { stranger: asked.stranger } : (GROUPS[who.list.value] ?? { person: who.list.value });
  return { ...wanted, camera: camera.value, ...chosenTime() };
}

function chosenTime() {
  if (when.value === BETWEEN) return { since: unixSeconds(since), until: unixSeconds(until) };
  const [from, to] = DAYS_BACK[when.value] ?? [null, null];
  return { since: dayBegin(from), until: dayBegin(to) };
}

// Return when the day so many days ago began here, in Unix seconds.
function dayBegin(daysAgo) {
  return daysAgo === null ? null : new Date().setHours(-24 * daysAgo, 0, 0, 0) / SECONDS;
}

// What is chosen stands in the address too, so that whoever goes on and comes back finds it again.
function remember() {
  const person = who.list.value === STRANGER ? {} : { person: who.list.value === "everybody" ? "" : who.list.value };
  const stranger = who.list.value === STRANGER ? asked.stranger : "";
  const times = when.value === BETWEEN ? { since: since.value, until: until.value } : { when: when.value };
  const shown = { ...person, stranger, camera: camera.value, ...times };
  window.history.replaceState(null, "", withQuery(location.pathname, shown));
}

function unixSeconds(field) {
  return field.value ? new Date(field.value).getTime() / SECONDS : null;
}

async function refresh(shown = undefined) {
  const [ours, query] = [(turn += 1), chosen()];
  for (const field of between) field.hidden = when.value !== BETWEEN;
  remember();
  save.href = withQuery(`${ADDRESS}/csv`, query);
  await Promise.all([showCount(ours, query), showPages(rows, ADDRESS, query, row, nothing, shown)]);
  table.hidden = rows.children.length === 0;
}

// An answer that comes after a newer question is of no interest.
async function showCount(ours, query) {
  const total = await get(`${ADDRESS}/count`, query).catch(() => null); // Why is told by the list.
  if (ours === turn) count.textContent = total === null ? "" : say("history.count", { count: number(total) });
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
  return element("tr", { className: "numbers", title: told(sighting.reason_phrase, sighting.reason), onclick: ({ currentTarget }) => open(sighting, [...rows.children].indexOf(currentTarget)) }, cells, labelled);
}

function toPerson(id) {
  return element("a", { className: "button", href: `/people?person=${encodeURIComponent(id)}`, textContent: say("history.toPerson") });
}

function open(sighting, place) {
  const dialog = openDialog(
    { id: "sighting", title: element("span", { textContent: called(sighting), dir: "auto" }), tools: sighting.person ? [toPerson(sighting.person)] : [] },
    sighting.snapshot ? picture(sighting.snapshot, say("track.face"), { className: "shot" }) : "",
    element("p", { textContent: `${sighting.camera} · ${moment(sighting.start)} · ${duration(sighting.end - sighting.start)}` }),
    element("p", { className: "faint", textContent: told(sighting.reason_phrase, sighting.reason) }),
    user.may("operator") ? sightingActions(sighting, null, said) : "",
  );

  async function said() {
    dialog.close();
    await refresh(rows.children.length);
    regainFocus(rows.children[Math.min(place, rows.children.length - 1)]?.querySelector("button"));
  }
}
