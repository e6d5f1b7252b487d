// The people page: everybody in the gallery, found by name; a click opens one.

import { get, post } from "/static/api.js";
import { element, emptiness, picture } from "/static/elements.js";
import { say } from "/static/language.js";
import { showPages } from "/static/pages.js";
import { showPerson } from "/static/person.js";
import { attempt, start } from "/static/shell.js";

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
  typing = setTimeout(refresh, PATIENCE_MILLISECONDS);
});

function refresh() {
  return showPages(faces, "/api/v1/people", { text: search.value }, tile, nobody);
}

function open(person) {
  showPerson(person, user, refresh);
}

function adder() {
  const name = element("input", { name: "name", required: true, maxLength: 300, autocomplete: "off", placeholder: say("people.new"), "aria-label": say("people.new") });
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
  const portrait = element("span", { className: "portrait", textContent: [...person.name][0] });
  if (person.photos) showPortrait(person, portrait);
  const count = person.photos ? say("people.photos", { count: person.photos }) : say("people.noPhotos");
  return element(
    "li",
    {},
    element("button", { onclick: () => open(person) }, portrait, element("span", { className: "caption" }, element("strong", { textContent: person.name }), element("br"), element("span", { className: "faint", textContent: count }))),
  );
}

async function showPortrait(person, place) {
  const photos = await get(`/api/v1/people/${person.id}/photos`).catch(() => []);
  if (photos.length) place.replaceWith(picture(`${photos[0].image}?side=256`, "", { className: "portrait" }));
}

function nobody() {
  return search.value ? emptiness(say("people.notFound"), say("people.try")) : emptiness(say("people.none"), say("people.advice"));
}

await refresh();
