// The live page: each camera's picture, its state in words, and who is in it now.

const POLL_MILLISECONDS = 1000;

const grid = document.getElementById("cameras");
const summary = document.getElementById("summary");
const template = document.getElementById("camera");
const cards = new Map();

function cardOf(camera) {
  if (!cards.has(camera.name)) {
    const card = template.content.firstElementChild.cloneNode(true);
    card.querySelector("h2").textContent = camera.name;
    const picture = card.querySelector("img");
    picture.alt = `Live picture of ${camera.name}`;
    picture.src = `/cameras/${encodeURIComponent(camera.name)}/video_feed`;
    grid.append(card);
    cards.set(camera.name, card);
  }
  return cards.get(camera.name);
}

function show(camera) {
  const card = cardOf(camera);
  const state = card.querySelector(".state");
  state.textContent = camera.state;
  state.dataset.state = camera.state;
  card.querySelector(".reason").textContent = camera.state === "live" ? "" : camera.reason;
  card.querySelector(".rates").textContent = camera.width
    ? `${camera.width}×${camera.height} · ${camera.frames_per_second.toFixed(0)} fps · analysed ${camera.analysed_per_second.toFixed(0)} a second`
    : "";
  card.querySelector(".people").replaceChildren(...camera.people.map(chip));
}

function chip(person) {
  const item = document.createElement("li");
  item.className = person.name ? "known" : "unknown";
  item.textContent = person.name ?? "Unknown";
  item.title = `track ${person.track}: ${person.reason}`;
  return item;
}

async function poll() {
  try {
    const answer = await fetch("/api/v1/cameras");
    const cameras = await answer.json();
    cameras.forEach(show);
    const present = cameras.flatMap((camera) => camera.people);
    const names = [...new Set(present.map((person) => person.name).filter(Boolean))];
    summary.textContent = names.length ? names.join(", ") : present.length ? "Nobody known" : "Nobody here";
  } catch {
    summary.textContent = "Rollcall does not answer. Is it running?";
  }
  setTimeout(poll, POLL_MILLISECONDS);
}

poll();
