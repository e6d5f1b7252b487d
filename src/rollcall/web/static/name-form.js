// A form that asks who somebody is: by name, with the people there are as suggestions, and where several bear that name, by
// what tells them apart.

import { get } from "/static/api.js";
import { element, NOT_BLANK } from "/static/elements.js";
import { ago, isolated, say } from "/static/language.js";
import { attempt } from "/static/notices.js";

const SUGGESTIONS = 10;
const NAMESAKES = 100;
let forms = 0;

// `save` gets a name, and the id of the person where several bear it, else null; `done` is called when it was saved. The
// form's `give` saves a name as if it had been typed.
export function nameForm({ words, help, action }, save, done) {
  const choices = element("datalist", { id: `names-${(forms += 1)}` });
  const name = element("input", { name: "name", required: true, pattern: NOT_BLANK, maxLength: 300, autocomplete: "off", dir: "auto", placeholder: say("track.who"), oninput: typed });
  name.setAttribute("list", choices.id);
  const which = element("select", { name: "person" });
  const question = element("span");
  const asked = element("label", { hidden: true }, question, which);
  const form = element(
    "form",
    { className: "name-face", onsubmit: submit },
    element("div", { className: "row" }, element("label", {}, words, name, choices), element("button", { className: "main", textContent: action })),
    asked,
    element("p", { className: "faint", textContent: help }),
  );
  form.give = (given) => ((name.value = given), typed(), form.requestSubmit());
  offer();
  return form;

  async function submit(event) {
    event.preventDefault();
    let whom = null;
    const saved = await attempt(async () => (whom = await meant()) && save(whom));
    if (saved && whom) done();
  }

  // Return who is meant, or null where several bear the name, of whom one must be chosen first.
  async function meant() {
    const given = name.value.trim();
    if (!asked.hidden) return { name: given, person: which.value };
    const { items } = await get("/api/v1/people", { text: given, limit: NAMESAKES });
    const namesakes = items.filter((person) => compared(person.name) === compared(given));
    if (namesakes.length < 2) return { name: given, person: null };
    question.textContent = say("track.which", { name: given });
    which.replaceChildren(...namesakes.map(optionOf));
    asked.hidden = false;
    which.focus();
    return null;
  }

  function typed() {
    asked.hidden = true;
    offer();
  }

  async function offer() {
    const found = await get("/api/v1/people", { text: name.value, limit: SUGGESTIONS }).catch(() => ({ items: [] }));
    const names = new Set(found.items.map((person) => person.name));
    choices.replaceChildren(...[...names].map((value) => element("option", { value })));
  }
}

function optionOf(person) {
  const seen = person.last_seen === null ? null : say("people.seen", { time: ago(person.last_seen) });
  const known = [person.name, ...person.tags, say("people.photos", { count: person.photos }), seen].filter(Boolean);
  return element("option", { value: person.id, textContent: known.map(isolated).join(" · ") });
}

// As the server compares names: without case, width or style of the letters.
const compared = (name) => name.normalize("NFKC").toLowerCase();
