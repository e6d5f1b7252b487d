// Somebody chosen among many: a field to type a part of the name into, and the list of those who bear it.

import { get } from "/static/api.js";
import { element } from "/static/elements.js";
import { say } from "/static/language.js";
import { attempt } from "/static/notices.js";

const OFFERED = 100;
const PATIENCE_MILLISECONDS = 250;
const NOBODY = "-"; // The id of no person.

// Return `search` and `list`; whoever is typed is chosen at once. `always`: options that stand before everybody;
// `except`: id of somebody who is not offered; `changed` is called when another one is chosen.
export function personChoice({ always = [], except = null, changed = () => {} }) {
  const list = element("select", { name: "person", onchange: changed }, always);
  const search = element("input", { type: "search", autocomplete: "off", placeholder: say("people.search"), "aria-label": say("people.search"), dir: "auto", oninput: wait });
  let typing = 0;
  let turn = 0;
  return { search, list, offer, choose };

  function wait() {
    clearTimeout(typing);
    typing = setTimeout(find, PATIENCE_MILLISECONDS);
  }

  async function find() {
    if (await offer()) changed();
  }

  // Fill the list with those who bear what is typed; return whether it was done, and nothing newer is asked for.
  function offer() {
    const [ours, text] = [(turn += 1), search.value.trim()];
    return attempt(async () => {
      const { items, next } = await get("/api/v1/people", { text, limit: OFFERED });
      if (ours === turn) show(items.filter((person) => person.id !== except), text, next !== null);
    }).then((done) => done && ours === turn);
  }

  function show(people, text, more) {
    const nobody = text && !people.length ? [element("option", { value: NOBODY, textContent: say("people.notFound") })] : [];
    const others = more ? [element("option", { disabled: true, textContent: say("people.others") })] : [];
    list.replaceChildren(...always, ...people.map(optionOf), ...nobody, ...others);
    const named = people.find((person) => person.name.toLowerCase() === text.toLowerCase()) ?? people[0];
    if (text) list.value = named?.id ?? NOBODY;
  }

  // Choose somebody by id, who may not be among those offered.
  async function choose(id) {
    if (![...list.options].some((option) => option.value === id)) {
      const person = await get(`/api/v1/people/${encodeURIComponent(id)}`).catch(() => null);
      if (person) list.append(optionOf(person));
    }
    list.value = id;
    if (list.selectedIndex < 0) list.selectedIndex = 0;
  }
}

function optionOf({ id, name }) {
  return element("option", { value: id, textContent: name });
}
