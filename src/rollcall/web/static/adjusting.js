// The settings that can be changed while the program runs, in groups: each says what it means, where its value comes
// from and when a change acts.

import { get, patch } from "/static/api.js";
import { element } from "/static/elements.js";
import { say, sayOr } from "/static/language.js";
import { attempt, notice } from "/static/notices.js";

const SETTINGS = "/api/v1/settings";
const FIXED = "environment";

// Return a card with the settings of one section; `extra` is what stands under them, and may ask for `refresh`.
export async function adjustingCard(section, extra = []) {
  const form = element("form", { onsubmit: keep });
  await refresh();
  return { root: element("article", { className: "card", data: { section } }, element("h2", { textContent: say(`section.${section}`) }), form, ...extra), refresh };

  async function refresh() {
    const all = await get(`${SETTINGS}/adjustable`);
    const packs = section === "vision" ? await get(`${SETTINGS}/packs`) : [];
    show(all.filter((setting) => setting.name.startsWith(`${section}.`)), packs);
  }

  function show(settings, packs) {
    const save = element("button", { textContent: say("action.save") });
    const held = form.contains(document.activeElement) && (document.activeElement.closest(".setting")?.querySelector("[name]").name ?? save);
    form.replaceChildren(...settings.map((setting) => line(setting, packs, refresh)), element("div", { className: "row end" }, save));
    form.hidden = settings.length === 0;
    if (held) (form.elements[held] ?? save).focus();
  }

  async function keep(event) {
    event.preventDefault();
    const values = {};
    for (const input of form.querySelectorAll("[name]")) {
      if (!input.disabled && input.value !== input.dataset.was) values[input.name] = input.type === "number" && input.value !== "" ? Number(input.value) : input.value || null;
    }
    if (Object.keys(values).length && (await attempt(() => patch(SETTINGS, { values })))) {
      notice(say("settings.saved"));
      await refresh();
    }
  }
}

function line(setting, packs, refresh) {
  const control = controlOf(setting, packs);
  control.dataset.was = control.value;
  control.disabled = setting.source === FIXED;
  return element(
    "div",
    { className: "setting" },
    element("label", {}, element("span", { textContent: sayOr(`setting.${setting.name}`, setting.name) }), control),
    element("p", { className: "faint", textContent: sayOr(`setting.${setting.name}.help`, setting.meaning) }),
    element("p", { className: "faint row" }, ...remarks(setting, refresh)),
  );
}

function controlOf(setting, packs) {
  if (setting.name === "vision.pack") return packChoice(setting, packs);
  return setting.kind.enum ? choice(setting) : numberOrText(setting);
}

function choice(setting) {
  const options = setting.kind.enum.map((value) => element("option", { value, textContent: sayOr(`setting.${setting.name}.${value}`, value), selected: value === setting.value }));
  return element("select", { name: setting.name }, options);
}

function numberOrText(setting) {
  const kind = setting.kind.anyOf?.find((each) => each.type !== "null") ?? setting.kind;
  const isNumber = kind.type === "number" || kind.type === "integer";
  const value = Array.isArray(setting.value) ? setting.value.join("x") : (setting.value ?? "");
  const limits = isNumber ? { type: "number", step: kind.type === "integer" ? 1 : "any", min: kind.minimum ?? kind.exclusiveMinimum ?? "", max: kind.maximum ?? "" } : { type: "text" };
  return element("input", { name: setting.name, value, autocomplete: "off", placeholder: setting.kind.anyOf ? say(setting.name.startsWith("store.") ? "settings.forEver" : "settings.byModel") : "", ...limits });
}

function packChoice(setting, packs) {
  const known = ["auto", ...packs.map((pack) => pack.name)];
  const options = [
    element("option", { value: "auto", textContent: say("settings.packAuto") }),
    ...packs.map((pack) => element("option", { value: pack.name, disabled: Boolean(pack.remedy), textContent: pack.remedy ? say("settings.packMissing", { pack: pack.name }) : `${pack.name}: ${pack.summary}`, title: pack.licence })),
    ...(known.includes(setting.value) ? [] : [element("option", { value: setting.value, textContent: setting.value })]),
  ];
  const choice = element("select", { name: setting.name }, options);
  choice.value = setting.value;
  return choice;
}

// When it acts, where its value comes from, and the way back.
function remarks(setting, refresh) {
  const said = [];
  if (setting.effect === "restart") said.push(say(JSON.stringify(setting.value) === JSON.stringify(setting.at_work) ? "settings.afterRestart" : "settings.waits"));
  if (setting.source !== "default") said.push(say(`source.${setting.source}`));
  const reset = async () => {
    if (await attempt(() => patch(SETTINGS, { reset: [setting.name] }))) await refresh();
  };
  const back = setting.source === "page" ? [element("button", { type: "button", textContent: say("settings.reset"), onclick: reset })] : [];
  return [element("span", { textContent: said.join(" · ") }), ...back];
}
