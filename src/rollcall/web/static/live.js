// The live page: every camera's picture, its state in words, who is before it now; one large on click.

import { look } from "/static/api.js";
import { CameraCard } from "/static/camera-card.js";
import { element, emptiness, regainFocus } from "/static/elements.js";
import { say } from "/static/language.js";
import { start } from "/static/shell.js";
import { showTrack } from "/static/track.js";
import { present } from "/static/who.js";

const POLL_MILLISECONDS = 1000;

const user = await start("live");
const summary = element("h1", { id: "summary", textContent: say("live.connecting"), role: "status" });
const grid = element("div", { id: "cameras" });
const page = document.getElementById("page");
page.append(summary, grid);
const cards = new Map();

function enlarge(card) {
  const large = card.root.classList.toggle("large");
  grid.classList.toggle("one", large);
  card.root.scrollIntoView({ block: "nearest" });
}

function cardOf(camera) {
  if (!cards.has(camera.name)) {
    const card = new CameraCard(camera, { enlarge, open: (track) => showTrack(camera.name, track, user, () => regainFocus(card.root.querySelector(".screen"))) });
    cards.set(camera.name, card);
    grid.append(card.root);
  }
  return cards.get(camera.name);
}

function drop(gone) {
  cards.get(gone).screen.stop();
  cards.get(gone).root.remove();
  cards.delete(gone);
}

function show(cameras) {
  const names = new Set(cameras.map((camera) => camera.name));
  [...cards.keys()].filter((name) => !names.has(name)).forEach(drop);
  cameras.forEach((camera) => cardOf(camera).show(camera));
  grid.hidden = cameras.length === 0;
  page.querySelector(".empty")?.remove();
  if (cameras.length === 0) page.append(emptiness(say("live.none"), say("cameras.none"), element("a", { className: "button", href: "/cameras", textContent: say("page.cameras") })));
  sum(present(cameras.flatMap((camera) => camera.people)));
}

// Words that stay are left alone: who listens to the page would hear them again.
function sum(words) {
  if (summary.textContent !== words) summary.textContent = words;
}

let lost = false;

async function poll() {
  try {
    const cameras = await look("/api/v1/cameras");
    if (lost) cards.forEach((card) => card.screen.begin());
    lost = false;
    show(cameras);
  } catch (problem) {
    lost = true;
    sum(problem.message);
    cards.forEach((card) => card.lose(problem.message));
  }
  setTimeout(poll, POLL_MILLISECONDS);
}

poll();
