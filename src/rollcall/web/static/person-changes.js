// What can be made of a person: another name, one with somebody else, or nothing at all.

import { patch, post, remove } from "/static/api.js";
import { confirmed } from "/static/dialog.js";
import { element, NOT_BLANK } from "/static/elements.js";
import { say } from "/static/language.js";
import { attempt, notice } from "/static/notices.js";
import { personChoice } from "/static/person-choice.js";

const addressOf = (person) => `/api/v1/people/${person.id}`;

// `renamed` is called with the new name.
export function renamer(person, renamed) {
  const name = element("input", { name: "name", value: person.name, required: true, pattern: NOT_BLANK, maxLength: 300, dir: "auto", autocomplete: "off", "aria-label": say("track.who") });
  const rename = async (event) => {
    event.preventDefault();
    await attempt(async () => {
      person.name = (await patch(addressOf(person), { name: name.value.trim() })).name;
      renamed(person.name);
      notice(say("person.renamed", { name: person.name }));
    });
  };
  const form = element("form", { className: "row", onsubmit: rename }, name, element("button", { textContent: say("person.rename") }));
  return folded("person.rename", "person.renameHelp", form);
}

// `gone` is called once they are one; `undone` if that is taken back.
export function merger(person, gone, undone) {
  const { search, list, offer } = personChoice({ except: person.id });
  list.ariaLabel = say("person.merge");
  const row = element("div", { className: "row" }, search, list, element("button", { textContent: say("person.mergeDo"), onclick: merge }));
  const part = folded("person.merge", "person.mergeHelp", row);
  part.addEventListener("toggle", offer);
  return part;

  async function merge() {
    const duplicate = list.selectedOptions[0];
    if (!duplicate) return;
    const question = say("person.mergeQuestion", { duplicate: duplicate.textContent, name: person.name });
    if (!(await confirmed(question, say("person.mergeDo")))) return;
    await attempt(async () => {
      await post(`${addressOf(person)}/merge`, { duplicate: duplicate.value });
      notice(say("person.merged"), "good", parting(person, duplicate, undone));
      gone();
    });
  }
}

// What a notice offers after two people were made one.
function parting(person, duplicate, undone) {
  const unmerge = async () => {
    await remove(`${addressOf(person)}/merge/${duplicate.value}`);
    notice(say("person.unmerged", { name: duplicate.textContent }));
  };
  return { words: say("action.undo"), work: async () => (await attempt(unmerge)) && undone() };
}

// `gone` is called once the person is erased.
export function eraser(person, gone) {
  const erase = async () => {
    if (!(await confirmed(say("person.eraseQuestion", { name: person.name }), say("person.eraseDo")))) return;
    await attempt(async () => {
      await remove(addressOf(person));
      notice(say("person.erased", { name: person.name }));
      gone();
    });
  };
  return folded("person.erase", "person.eraseHelp", element("div", { className: "row" }, element("button", { className: "danger", textContent: say("person.eraseDo"), onclick: erase })));
}

export function folded(title, help, ...content) {
  return element("details", { className: "card" }, element("summary", { textContent: say(title) }), element("p", { className: "faint", textContent: say(help) }), ...content);
}
