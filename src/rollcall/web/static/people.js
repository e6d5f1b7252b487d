// The people page: everybody in the gallery, found by name; a click opens one.

import { get, post } from "/static/api.js";
import { element, emptiness, NOT_BLANK, picture } from "/static/elements.js";
import { say } from "/static/language.js";
import { attempt } from "/static/notices.js";
import { showPages } from "/static/pages.js";
import { showPerson } from "/static/person.js";
import { start } from "/static/shell.js";

const PATIENCE_MILLISECONDS = 250;

const user = await start("people");
const search = element("input", { type: "search", name: "text", placeholder: say("people.search"), "aria-label": say("people.search") });
const faces = element("ul", { className: "faces" });
const page = document.getElementById("page");
page.append(
  element("div", { className: "row apart" }, element("h1", { textContent: say("page.people") }), element("div", {}, search)),
  ...(user.may("operator") ? [adder()] : []),
  element("div", { data: { pages: "" } }, faces),
);

// Other pages point at somebody.
const named = new URLSearchParams(location.search).get("person");
if (named) attempt(async () => open(await get(`/api/v1/people/${encodeURIComponent(named)}`)));

let typing = 0;
search.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => refresh(), PATIENCE_MILLISECONDS);
});

function refresh(shown = undefined) {
  return showPages(faces, "/api/v1/people", { text: search.value }, tile, nobody, shown);
}

function open(person) {
  showPerson(person, user, { changed: () => bringUpToDate(person), others: () => refresh(faces.children.length) });
}

// Change the one tile, so that a long list stays where it is.
async function bringUpToDate(person) {
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
  const count = person.photos ? say("people.photos", { count: person.photos }) : say("people.noPhotos");
  return element(
    "li",
    { data: { person: person.id } },
    element("button", { onclick: () => open(person) }, portrait, element("span", { className: "caption" }, element("strong", { className: "name", textContent: person.name, title: person.name, dir: "auto" }), element("span", { className: "faint", textContent: count }))),
  );
}

function nobody() {
  return search.value ? emptiness(say("people.notFound"), say("people.try")) : emptiness(say("people.none"), say("people.advice"));
}

await refresh();
