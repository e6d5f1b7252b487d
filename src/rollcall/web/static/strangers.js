// The strangers page: an inbox of people whom nobody has named, each dealt with by one key or one click.

import { get, post } from "/static/api.js";
import { openDialog } from "/static/dialog.js";
import { element, emptiness, picture } from "/static/elements.js";
import { moment, number, say } from "/static/language.js";
import { nameForm } from "/static/name-form.js";
import { nameStranger } from "/static/naming.js";
import { attempt, notice } from "/static/notices.js";
import { showPages } from "/static/pages.js";
import { start } from "/static/shell.js";
import { mergeStranger, showStranger } from "/static/stranger.js";
import { strangerCalled } from "/static/who.js";

const ADDRESS = "/api/v1/strangers";
const SMALL = 128;

const user = await start("strangers");
const order = select("strangers.order", { recent: "strangers.recent", often: "strangers.often" });
const which = select("strangers.which", { "": "strangers.waiting", true: "strangers.ignored" });
const count = element("p", { className: "faint numbers", role: "status" });
const inbox = element("ul", { className: "strangers" });
const actions = user.may("operator") ? { n: ["strangers.name", name], m: ["strangers.merge", merge], i: ["strangers.ignore", ignore] } : {};

// Who was worked on last: after a dialog or an "Undo" the list goes on there.
let chosen = null;
inbox.addEventListener("focusin", (event) => (chosen = event.target.closest("[data-stranger]").dataset.stranger));

document.getElementById("page").append(
  element("div", { className: "row apart" }, element("h1", { textContent: say("page.strangers") }), element("div", { className: "row" }, order, which)),
  legend(),
  count,
  element("div", { data: { pages: "" } }, inbox),
);
document.addEventListener("keydown", press);
await refresh();

function select(label, options) {
  const made = Object.entries(options).map(([value, words]) => element("option", { value, textContent: say(words) }));
  return element("select", { "aria-label": say(label), onchange: () => refresh() }, made);
}

function legend() {
  const keys = [["J", "K", "strangers.move"], ["↵", "strangers.open"], ...Object.entries(actions).map(([key, [words]]) => [key.toUpperCase(), words])];
  const shown = keys.map((row) => element("span", {}, row.slice(0, -1).map((key) => element("kbd", { textContent: key })), say(row.at(-1))));
  return element("p", { className: "keys faint" }, shown);
}

async function refresh(shown = undefined) {
  const query = { order: order.value, ignored: which.value };
  const place = Math.max([...inbox.children].findIndex((item) => item.dataset.stranger === chosen), 0);
  await Promise.all([attempt(showCount), showPages(inbox, ADDRESS, query, card, nobody, shown)]);
  if (document.activeElement.tagName !== "SELECT") focus(inbox.querySelector(`[data-stranger="${chosen}"]`) ?? inbox.children[place] ?? inbox.lastElementChild);
}

const refreshInPlace = () => refresh(inbox.children.length + 1);

// Show somebody again who had left the list.
function bringBack(stranger) {
  chosen = String(stranger.id);
  return refreshInPlace();
}

async function showCount() {
  count.textContent = say("strangers.count", { count: number(await get(`${ADDRESS}/count`, { ignored: which.value })) });
}

function nobody() {
  return which.value ? emptiness(say("strangers.noneIgnored"), say("strangers.ignoreAdvice")) : emptiness(say("strangers.none"), say("strangers.advice"));
}

function card(stranger) {
  const faces = stranger.pictures.map((address) => picture(`${address}?side=${SMALL}`, "", { className: "portrait" }));
  const facts = [say("strangers.times", { count: number(stranger.times) }), stranger.cameras.join(", "), say("strangers.last", { time: moment(stranger.last_seen) })];
  const shown = element("button", { className: "shots", "aria-label": say("stranger.open", { stranger: strangerCalled(stranger.id) }), onclick: () => open(stranger) });
  shown.append(...(faces.length ? faces : [element("span", { className: "portrait", textContent: "?" })]));
  const made = element(
    "li",
    { className: "card", tabIndex: 0, data: { stranger: stranger.id } },
    shown,
    element("div", {}, element("h2", { textContent: strangerCalled(stranger.id) }), element("p", { className: "faint numbers", textContent: facts.filter(Boolean).join(" · ") })),
    element("div", { className: "row" }, Object.values(actions).map(([words, act]) => button(words, act, stranger))),
  );
  made.stranger = stranger;
  return made;
}

function button(words, act, stranger) {
  const shown = act === ignore && stranger.ignored ? "strangers.heed" : words;
  return element("button", { textContent: say(shown), onclick: () => act(stranger) });
}

// One key: to the next or the one before, or what its letter says of the one that is chosen.
function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") || event.target.closest("input, select, textarea")) return;
  const chosen = document.activeElement.closest("[data-stranger]") ?? inbox.firstElementChild;
  const key = event.key.toLowerCase();
  const step = { j: 1, arrowdown: 1, arrowright: 1, k: -1, arrowup: -1, arrowleft: -1 }[key];
  const act = step ? () => focus(step > 0 ? chosen.nextElementSibling : chosen.previousElementSibling) : choice(key, event, chosen);
  if (!chosen || !act) return;
  event.preventDefault();
  act();
}

function choice(key, event, chosen) {
  // On a button Enter presses that button.
  if (key === "enter" && event.target === chosen) return () => open(chosen.stranger);
  return actions[key] ? () => actions[key][1](chosen.stranger) : null;
}

function focus(item) {
  item?.focus();
  item?.scrollIntoView({ block: "nearest" });
}

function open(stranger) {
  showStranger(stranger.id, user, refreshInPlace);
}

function name(stranger) {
  const given = { words: say("track.who"), help: say("stranger.nameHelp"), action: say("action.save") };
  const form = nameForm(given, (whom) => nameStranger(stranger.id, whom, () => bringBack(stranger)), () => finish(dialog, stranger));
  form.querySelector("input").dataset.first = "";
  const dialog = openDialog({ id: "naming", title: say("stranger.whoIs", { stranger: strangerCalled(stranger.id) }) }, stranger.picture ? picture(`${stranger.picture}?side=256`, "", { className: "shot" }) : "", form);
}

function merge(stranger) {
  mergeStranger(stranger, refreshInPlace);
}

async function ignore(stranger) {
  const done = await attempt(() => post(`${ADDRESS}/${stranger.id}/${stranger.ignored ? "heed" : "ignore"}`));
  if (!done) return;
  const back = async () => (await attempt(() => post(`${ADDRESS}/${stranger.id}/${stranger.ignored ? "ignore" : "heed"}`))) && bringBack(stranger);
  notice(say(stranger.ignored ? "strangers.heeded" : "strangers.ignoring", { stranger: strangerCalled(stranger.id) }), "good", { words: say("action.undo"), work: back });
  leave(stranger);
}

function finish(dialog, stranger) {
  dialog.close();
  leave(stranger);
}

// Take somebody who is dealt with off the inbox, and go on with the next one.
function leave(stranger) {
  const gone = inbox.querySelector(`[data-stranger="${stranger.id}"]`);
  const next = gone?.nextElementSibling ?? gone?.previousElementSibling;
  gone?.remove();
  if (!next) return refresh();
  focus(next);
  return showCount();
}
