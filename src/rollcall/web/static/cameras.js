// The cameras page: each camera's state, since when and why, and what it sends; administrators set cameras up here.

import { look, remove } from "/static/api.js";
import { editCamera } from "/static/camera-form.js";
import { searchCameras } from "/static/camera-search.js";
import { confirmed } from "/static/dialog.js";
import { element, emptiness, regainFocus } from "/static/elements.js";
import { moment, number, say, told, until } from "/static/language.js";
import { drawMasks } from "/static/masks.js";
import { attempt } from "/static/notices.js";
import { start } from "/static/shell.js";

const POLL_MILLISECONDS = 3000;
const ADVICE = ["password", "path", "port", "silent", "viewers", "slow", "keyframe", "codec", "certificate"];

const user = await start("cameras");
const grid = element("div", { className: "grid" });
const trouble = element("p", { className: "bad", role: "status", hidden: true });
const advice = adviceCard();
const add = element("button", { className: "main", textContent: say("cameras.new"), onclick: () => editCamera(null, load) });
const cards = new Map();
document.getElementById("page").append(heading(), trouble, grid, advice);

function heading() {
  const search = element("button", { textContent: say("cameras.search"), onclick: () => searchCameras(load) });
  const actions = user.may("admin") ? element("div", { className: "row" }, search, add) : null;
  return element("div", { className: "row apart" }, element("h1", { textContent: say("page.cameras") }), actions);
}

async function load() {
  try {
    show(await look("/api/v1/cameras"));
    trouble.hidden = true;
  } catch (problem) {
    trouble.textContent = problem.message;
    trouble.hidden = false;
  }
}

function show(cameras) {
  const names = new Set(cameras.map((camera) => camera.name));
  for (const [name, card] of cards) {
    if (names.has(name)) continue;
    card.root.remove();
    cards.delete(name);
  }
  grid.querySelector(".empty")?.remove();
  for (const camera of cameras) cardOf(camera).show(camera);
  if (cameras.length === 0) grid.append(emptiness(say("live.none"), say(user.may("admin") ? "cameras.first" : "cameras.ask")));
}

// Cards are changed in place: a button or link that is replaced every three seconds could not be pressed.
function cardOf(camera) {
  if (!cards.has(camera.name)) {
    const card = newCard(camera);
    cards.set(camera.name, card);
    grid.append(card.root);
  }
  return cards.get(camera.name);
}

function newCard(camera) {
  const state = element("span", { className: "state" });
  const why = element("span");
  const reason = element("p", { className: "bad" }, why, " ", element("a", { href: "#advice", textContent: say("cameras.advice"), onclick: () => (advice.open = true) }));
  const again = element("p", { className: "faint" });
  const facts = element("dl", { className: "facts numbers" });
  const newest = element("a", { className: "button", href: camera.snapshot, target: "_blank", textContent: say("cameras.snapshot") });
  const root = element(
    "article",
    { className: "card", data: { camera: camera.name } },
    element("div", { className: "row apart" }, element("h2", { textContent: camera.name }), state),
    reason,
    again,
    facts,
    element("div", { className: "row" }, newest, actions(camera)),
  );
  const update = (now) => {
    newest.hidden = !now.width;
    state.dataset.state = now.state;
    state.textContent = say(`state.${now.state}`);
    reason.hidden = !now.reason;
    again.hidden = !now.retry_at;
    again.textContent = now.retry_at ? say("cameras.retry", { wait: until(now.retry_at) }) : "";
    why.textContent = told(now.reason_phrase, now.reason);
    facts.replaceChildren(...factsOf(now).flatMap(([name, value]) => [element("dt", { textContent: say(name) }), element("dd", { textContent: value })]));
  };
  return { root, show: update };
}

// A camera that shows nothing has nothing to tell but since when.
function factsOf(camera) {
  const since = ["cameras.since", moment(camera.since)];
  if (!camera.width) return [since];
  return [
    since,
    ["cameras.codec", camera.codec || "–"],
    ["cameras.size", `${camera.width}×${camera.height}`],
    ["cameras.rate", number(camera.frames_per_second)],
    ["cameras.analysed", number(camera.analysed_per_second)],
    ["cameras.people", number(camera.people.length)],
  ];
}

function actions(camera) {
  if (!user.may("admin")) return [];
  const masks = element("button", { textContent: say("masks.open"), onclick: () => drawMasks(camera) });
  if (camera.origin === "settings") return [masks, element("p", { className: "faint", textContent: say("cameras.fixed") })];
  const edit = element("button", { textContent: say("cameras.edit"), onclick: () => editCamera(camera, edited) });
  return [masks, edit, element("button", { className: "danger", textContent: say("person.remove"), onclick: () => drop(camera) })];
}

// Under another name it has another card.
async function edited({ name }) {
  await load();
  regainFocus(cards.get(name)?.root.querySelector("button:nth-last-of-type(2)"));
}

async function drop(camera) {
  if (!(await confirmed(say("cameras.removeQuestion", { camera: camera.name }), say("person.remove")))) return;
  if (!(await attempt(() => remove(`/api/v1/cameras/${encodeURIComponent(camera.name)}`)))) return;
  await load();
  regainFocus(add);
}

function adviceCard() {
  const lines = ADVICE.flatMap((name) => [element("dt", { textContent: say(`advice.${name}`) }), element("dd", { textContent: say(`advice.${name}Do`) })]);
  return element("details", { id: "advice", className: "card" }, element("summary", { textContent: say("cameras.advice") }), element("dl", { className: "facts stacked" }, lines));
}

async function poll() {
  await load();
  setTimeout(poll, POLL_MILLISECONDS);
}

poll();
