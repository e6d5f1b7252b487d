// The health page: whether the program is well, with what it works, and what to look after.

import { get } from "/static/api.js";
import { element } from "/static/elements.js";
import { bytes, number, say, score } from "/static/language.js";
import { start } from "/static/shell.js";

const POLL_MILLISECONDS = 5000;

await start("health");
const place = element("div", { className: "grid" });
document.getElementById("page").append(element("h1", { textContent: say("page.health") }), place);

async function poll() {
  try {
    const system = await get("/api/v1/system");
    place.replaceChildren(wellness(system), facts("health.models", modelsOf(system)));
  } catch (problem) {
    place.replaceChildren(element("p", { className: "bad", textContent: problem.message }));
  }
  setTimeout(poll, POLL_MILLISECONDS);
}

function wellness(system) {
  const values = { "health.version": system.version, "health.people": number(system.people), "health.pictures": bytes(system.pictures_bytes) };
  const card = facts(`health.${system.status}`, values);
  card.querySelector("h2").className = "state";
  card.querySelector("h2").dataset.state = system.status;
  card.append(...system.troubles.map((trouble) => element("p", { className: "bad", textContent: trouble })));
  return card;
}

function modelsOf({ models }) {
  const threshold = `${score(models.threshold)} (${models.metric})`;
  return { "health.models": models.pack, "health.why": models.reason, "health.licence": models.licence, "health.threshold": threshold };
}

function facts(title, values) {
  const rows = Object.entries(values).flatMap(([name, value]) => [element("dt", { textContent: say(name) }), element("dd", { textContent: value })]);
  return element("article", { className: "card" }, element("h2", { textContent: say(title) }), element("dl", { className: "facts numbers" }, rows));
}

poll();
