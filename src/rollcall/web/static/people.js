// The people page: everybody in the gallery, found by name; a click opens one.

import { get, post, withQuery } from "/static/api.js";
import { element, emptiness, NOT_BLANK, picture, regainFocus } from "/static/elements.js";
import { ago, isolated, number, say } from "/static/language.js";
import { attempt } from "/static/notices.js";
import { showPages } from "/static/pages.js";
import { showPerson } from "/static/person.js";
import { start } from "/static/shell.js";

const ADDRESS = "/api/v1/people";
const PATIENCE_MILLISECONDS = 250;
const ORDERS = ["name", "seen", "most_photos", "fewest_photos"];
const WHICH = { "": {}, inactive: { active: false } };
const TAG = "tag:";

const user = await start("people");
const asked = Object.fromEntries(new URLSearchParams(location.search));
const search = element("input", { type: "search", name: "text", value: asked.text ?? "", placeholder: say("people.search"), "aria-label": say("people.search"), oninput: wait });
const which = element("select", { "aria-label": say("people.which"), onchange: () => refresh() });
const order = element("select", { "aria-label": say("people.order"), onchange: () => refresh() }, ORDERS.map((value) => element("option", { value, textContent: say(`people.order.${value}`), selected: value === asked.order })));
const count = element("p", { className: "faint numbers", role: "status" });
const faces = element("ul", { className: "faces" });
const page = document.getElementById("page");
page.append(
  element("div", { className: "row apart" }, element("h1", { textContent: say("page.people") }), element("div", { className: "row" }, search, which, order)),
  ...(user.may("operator") ? [adder()] : []),
  count,
  element("div", { data: { pages: "" } }, faces),
);

// Other pages point at somebody.
if (asked.person) attempt(async () => open(await get(`/api/v1/people/${encodeURIComponent(asked.person)}`)));

let typing = 0;
let turn = 0;

function wait() {
  clearTimeout(typing);
  typing = setTimeout(() => refresh(), PATIENCE_MILLISECONDS);
}

async function refresh(shown = undefined) {
  const [ours, query] = [(turn += 1), { text: search.value.trim(), ...WHICH[which.value], ...tagOf(which.value) }];
  // In the address too, so that whoever goes on and comes back finds it again.
  window.history.replaceState(null, "", withQuery(location.pathname, { text: query.text, which: which.value, order: order.value === ORDERS[0] ? "" : order.value }));
  await Promise.all([showCount(ours, query), showPages(faces, ADDRESS, { ...query, order: order.value }, tile, nobody, shown)]);
}

// An answer that comes after a newer question is of no interest.
async function showCount(ours, query) {
  const total = await get(`${ADDRESS}/count`, query).catch(() => null); // Why is told by the list.
  if (ours === turn) count.textContent = total === null ? "" : say("people.count", { count: number(total) });
}

// Everybody, those who are not looked for, or those of one tag.
async function offerWhich(asked = null) {
  const tags = await get(`${ADDRESS}/tags`).catch(() => []);
  const wanted = asked ?? which.value;
  const groups = Object.keys(WHICH).map((value) => element("option", { value, textContent: say(`people.which.${value || "all"}`) }));
  which.replaceChildren(...groups, ...tags.map((tag) => element("option", { value: `${TAG}${tag}`, textContent: say("people.which.tag", { tag }) })));
  which.value = wanted;
  if (which.selectedIndex < 0) which.selectedIndex = 0;
}

function tagOf(value) {
  return value.startsWith(TAG) ? { tag: value.slice(TAG.length) } : {};
}

function open(person) {
  const place = [...faces.children].findIndex((tile) => tile.dataset.person === person.id);
  const others = async () => {
    await refresh(faces.children.length);
    regainFocus(faces.children[Math.min(Math.max(place, 0), faces.children.length - 1)]?.querySelector("button") ?? search);
  };
  showPerson(person, user, { changed: () => bringUpToDate(person), others });
}

// Change the one tile, so that a long list stays where it is.
async function bringUpToDate(person) {
  offerWhich();
  const old = faces.querySelector(`[data-person="${person.id}"]`);
  if (!old) return refresh();
  const fresh = tile(await get(`/api/v1/people/${person.id}`));
  old.replaceWith(fresh);
  fresh.firstElementChild.focus();
}

function adder() {
  const name = element("input", { name: "name", required: true, pattern: NOT_BLANK, maxLength: 300, autocomplete: "off", dir: "auto", placeholder: say("people.newShort"), "aria-label": say("people.new") });
  const add = async (event) => {
    event.preventDefault();
    await attempt(async () => {
      const person = await post("/api/v1/people", { name: name.value.trim() });
      name.value = "";
      refresh();
      open(person);
    });
  };
  return element("form", { id: "add", className: "card", onsubmit: add }, element("div", { className: "row" }, element("label", {}, name), element("button", { className: "main", textContent: say("people.add") })));
}

function tile(person) {
  const portrait = person.portrait ? picture(`${person.portrait}?side=256`, "", { className: "portrait" }) : element("span", { className: "portrait", textContent: [...person.name][0] });
  const name = element("strong", { className: "name", textContent: person.name, title: person.name, dir: "auto" });
  return element("li", { data: { person: person.id } }, element("button", { onclick: () => open(person) }, portrait, element("span", { className: "caption" }, name, remarks(person))));
}

function remarks(person) {
  const photos = person.photos ? say("people.photos", { count: person.photos }) : say("people.noPhotos");
  const seen = person.last_seen === null ? null : say("people.seen", { time: ago(person.last_seen) });
  const faint = [photos, seen, person.tags.map(isolated).join(", ")].filter(Boolean);
  const lines = faint.map((textContent) => element("span", { className: "faint", textContent }));
  return person.active ? lines : [...lines, element("span", { className: "faint unknown", textContent: say("people.which.inactive") })];
}

function nobody() {
  if (which.value) return emptiness(say("people.noneSuch"), say("people.tryOther"));
  return search.value ? emptiness(say("people.notFound"), say("people.try")) : emptiness(say("people.none"), say("people.advice"));
}

const offered = offerWhich(asked.which);
if (asked.which) await offered;
await refresh();
