// The cameras page: each camera's state, since when and why, and what it sends.

import { get } from "/static/api.js";
import { element, emptiness } from "/static/elements.js";
import { moment, number, say } from "/static/language.js";
import { start } from "/static/shell.js";

const POLL_MILLISECONDS = 3000;

await start("cameras");
const grid = element("div", { className: "grid" });
document.getElementById("page").append(element("h1", { textContent: say("page.cameras") }), grid, element("p", { className: "faint", textContent: say("cameras.add") }));

async function poll() {
  try {
    const cameras = await get("/api/v1/cameras");
    grid.replaceChildren(...cameras.map(card));
    if (cameras.length === 0) grid.append(emptiness(say("live.none"), say("cameras.add")));
  } catch (problem) {
    grid.replaceChildren(element("p", { className: "bad", textContent: problem.message }));
  }
  setTimeout(poll, POLL_MILLISECONDS);
}

function card(camera) {
  const facts = {
    "cameras.since": moment(camera.since),
    "cameras.codec": camera.codec || "–",
    "cameras.size": camera.width ? `${camera.width}×${camera.height}` : "–",
    "cameras.rate": number(camera.frames_per_second),
    "cameras.analysed": number(camera.analysed_per_second),
    "cameras.people": number(camera.people.length),
  };
  return element(
    "article",
    { className: "card" },
    element("div", { className: "row apart" }, element("h2", { textContent: camera.name }), element("span", { className: "state", data: { state: camera.state }, textContent: say(`state.${camera.state}`) })),
    camera.reason ? element("p", { className: "bad", textContent: camera.reason }) : null,
    element("dl", { className: "facts numbers" }, Object.entries(facts).flatMap(([name, value]) => [element("dt", { textContent: say(name) }), element("dd", { textContent: value })])),
    camera.width ? element("a", { href: camera.snapshot, target: "_blank", textContent: say("cameras.snapshot") }) : null,
  );
}

poll();
