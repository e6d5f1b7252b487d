// What the cards of the settings page are made of: tables, and forms and buttons that add to them and take away.

import { post, remove } from "/static/api.js";
import { confirmed } from "/static/dialog.js";
import { element, regainFocus } from "/static/elements.js";
import { say } from "/static/language.js";
import { attempt } from "/static/notices.js";

export function card(words, ...children) {
  return element("article", { className: "card" }, element("h2", { textContent: say(words) }), ...children);
}

export function table(rows) {
  return element("div", { className: "table" }, element("table", {}, rows));
}

export function row(...cells) {
  return element("tr", {}, cells.map((cell) => element("td", {}, cell)));
}

export function field(name, words, properties = {}) {
  return element("label", {}, element("span", { textContent: say(words) }), element("input", { name, required: true, autocomplete: "off", ...properties }));
}

export function roleChoice(offered, chosen = "viewer") {
  return element("select", { name: "role" }, offered.map((role) => element("option", { value: role, textContent: say(`short.${role}`), selected: role === chosen })));
}

export function roleField(offered) {
  return element("label", {}, element("span", { textContent: say("settings.role") }), roleChoice(offered));
}

// A form that posts its fields to `address`; `done` is called with what was made.
export function maker(fields, words, address, done) {
  const make = async (event) => {
    event.preventDefault();
    await attempt(async () => {
      const made = await post(address, Object.fromEntries(new FormData(event.target)));
      event.target.reset();
      await done(made);
    });
  };
  return element("form", { className: "row", onsubmit: make }, fields, element("button", { textContent: say(words) }));
}

// A button that asks, and then removes what is at `address`.
export function remover(question, address, done) {
  const ask = async ({ target }) => {
    const form = target.closest("article").querySelector("form");
    if (!(await confirmed(question, say("person.remove")))) return;
    await attempt(async () => (await remove(address), await done()));
    regainFocus(form.elements[0]);
  };
  return element("button", { className: "danger", textContent: say("person.remove"), onclick: ask });
}
