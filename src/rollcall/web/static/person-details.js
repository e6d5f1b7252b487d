// What is known of a person besides the photos: tags, notes, on what ground the face is kept, and whether it is looked for.

import { get, patch } from "/static/api.js";
import { element } from "/static/elements.js";
import { isolated, moment, say } from "/static/language.js";
import { attempt, notice } from "/static/notices.js";
import { folded } from "/static/person-changes.js";

const LONGEST = 10_000; // Signs that the server takes.
const OFFERED = 12;

// Return what there is to tell, in a list that is empty where there is nothing.
export function detailsOf(person) {
  const told = {
    "details.tags": person.tags.map(isolated).join(", "),
    "details.notes": person.notes,
    "details.consent": person.consent,
    "details.active": person.active ? "" : say("details.inactive"),
    "details.seen": person.last_seen === null ? "" : moment(person.last_seen),
  };
  const rows = Object.entries(told).filter(([, value]) => value);
  const cells = rows.flatMap(([words, textContent]) => [element("dt", { textContent: say(words) }), element("dd", { textContent, dir: "auto" })]);
  return element("dl", { className: "facts details", hidden: rows.length === 0 }, cells);
}

// Return the form that changes it, and whether something was entered that is not saved. `changed` is called once it is.
export function detailsForm(person, changed) {
  const tags = element("input", { name: "tags", autocomplete: "off", dir: "auto", value: person.tags.join(", ") });
  const notes = element("textarea", { name: "notes", maxLength: LONGEST, rows: 3, dir: "auto", value: person.notes });
  const consent = element("textarea", { name: "consent", maxLength: LONGEST, rows: 2, dir: "auto", value: person.consent });
  const options = [true, false].map((active) => element("option", { value: active, textContent: say(active ? "details.looked" : "details.inactive") }));
  const active = element("select", { name: "active" }, options);
  active.value = String(person.active);
  const offered = element("ul", { className: "chips", "aria-label": say("details.known"), hidden: true });
  const form = element(
    "form",
    { onsubmit: keep },
    labelled("details.tags", tags, "details.tagsHelp"),
    offered,
    labelled("details.notes", notes),
    labelled("details.consent", consent, "details.consentHelp"),
    labelled("details.active", active),
    element("div", { className: "row end" }, element("button", { className: "main", textContent: say("action.save") })),
  );
  const root = folded("details.title", "details.help", form);
  root.addEventListener("toggle", offer);
  let saved = entered();
  return { root, unsaved: () => JSON.stringify(entered()) !== JSON.stringify(saved) };

  function entered() {
    const given = tags.value.split(",").map((tag) => tag.trim()).filter(Boolean);
    return { tags: given, notes: notes.value.trim(), consent: consent.value.trim(), active: active.value === "true" };
  }

  async function keep(event) {
    event.preventDefault();
    const given = entered();
    await attempt(async () => {
      Object.assign(person, await patch(`/api/v1/people/${person.id}`, given));
      saved = given;
      changed();
      notice(say("settings.saved"));
    });
  }

  // The tags that others have, so that one word stays one tag.
  async function offer() {
    const all = await get("/api/v1/people/tags").catch(() => []);
    const others = all.filter((tag) => !entered().tags.includes(tag)).slice(0, OFFERED);
    offered.replaceChildren(...others.map((tag) => element("li", {}, element("button", { type: "button", textContent: tag, onclick: () => take(tag) }))));
    offered.hidden = others.length === 0;
  }

  async function take(tag) {
    tags.value = [...entered().tags, tag].join(", ");
    tags.focus();
    await offer();
  }
}

function labelled(words, field, help = null) {
  return element("label", {}, element("span", { textContent: say(words) }), field, help && element("span", { className: "faint", textContent: say(help) }));
}
