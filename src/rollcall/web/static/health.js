// The health page: whether the program is well, with what it works, and what to look after.

import { look } from "/static/api.js";
import { element } from "/static/elements.js";
import { bytes, moment, number, say, score, told, until } from "/static/language.js";
import { start } from "/static/shell.js";

const POLL_MILLISECONDS = 5000;

await start("health");
const place = element("div", { className: "columns" });
document.getElementById("page").append(element("h1", { textContent: say("page.health") }), place);

async function poll() {
  try {
    place.replaceChildren(...cards(await look("/api/v1/system")));
  } catch (problem) {
    place.replaceChildren(element("p", { className: "bad", textContent: problem.message }));
  }
  setTimeout(poll, POLL_MILLISECONDS);
}

function cards(system) {
  const all = [wellness(system), models(system.models), cameras(system.cameras), store(system)];
  return system.outputs.length ? [...all, outputs(system.outputs)] : all;
}

function wellness(system) {
  const card = facts(say(`health.${system.status}`), [
    [say("health.version"), system.version],
    [say("health.people"), number(system.people)],
  ]);
  card.querySelector("h2").className = "state";
  card.querySelector("h2").dataset.state = system.status;
  card.append(...system.troubles.map((trouble, place) => element("p", { className: "bad", textContent: told(system.trouble_phrases[place], trouble) })));
  return card;
}

function models(models) {
  const engines = { detector: models.detector_engine, embedder: models.embedder_engine };
  return facts(say("health.models"), [
    [say("health.pack"), models.pack],
    [say("health.why"), told(models.reason_phrase, models.reason)],
    [say("health.engines"), say("health.engine", engines)],
    [say("health.licence"), models.licence],
    [say("health.threshold"), `${score(models.threshold)} (${models.metric})`],
  ]);
}

function cameras(cameras) {
  return facts(say("health.cameras"), cameras.map((camera) => [element("a", { href: "/cameras", textContent: camera.name }), state(camera)]));
}

function state(camera) {
  const again = camera.retry_at ? say("cameras.retry", { wait: until(camera.retry_at) }) : "";
  const times = [moment(camera.since), say("health.reconnects", { count: number(camera.reconnects) }), again];
  return [
    element("span", { className: "state", data: { state: camera.state }, textContent: say(`state.${camera.state}`) }),
    element("p", { className: "faint", textContent: times.filter(Boolean).join(" · ") }),
  ];
}

function store({ store, pictures_bytes: pictures }) {
  return facts(say("health.store"), [
    [say("cameras.state"), light(store.trouble === null, told(store.trouble_phrase, store.trouble) ?? say("health.store.ok"))],
    [say("health.waiting"), number(store.waiting)],
    ...(store.dropped_changes || store.dropped_pictures ? [[say("health.dropped"), say("health.droppedWhat", { changes: number(store.dropped_changes), pictures: number(store.dropped_pictures) })]] : []),
    [say("health.pictures"), bytes(pictures)],
  ]);
}

function outputs(outputs) {
  return facts(say("health.outputs"), outputs.map((output) => [output.name, light(output.well, say("health.output", { ...output, words: told(output.words_phrase, output.words) }))]));
}

function light(well, words) {
  return element("span", { className: "state", data: { state: well ? "ok" : "trouble" }, textContent: words });
}

// A card with a title and rows of a name and a value, which is text, an element or several of them.
function facts(title, rows) {
  const cells = rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
  return element("article", { className: "card" }, element("h2", { textContent: title }), element("dl", { className: "facts numbers" }, cells));
}

poll();
