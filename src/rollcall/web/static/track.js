// Who somebody before a camera is and why, and what the user says to it.

import { get } from "/static/api.js";
import { element, picture } from "/static/elements.js";
import { number, say, score } from "/static/language.js";
import { nameFace } from "/static/naming.js";
import { attempt, notice } from "/static/shell.js";

const POLL_MILLISECONDS = 1000;
const SIGHTINGS = 50;
const PERCENT = 100;

// Open what is known of a track; it follows the track until it is closed.
export async function showTrack(camera, track, user) {
  const title = element("h2");
  const face = element("div");
  const reason = element("p");
  const facts = element("dl", { className: "facts numbers" });
  const actions = element("div", { className: "stack" });
  const dialog = element(
    "dialog",
    { id: "track", autofocus: true, onclose: () => dialog.remove() },
    element("div", { className: "stack" }, title, face, reason, facts, actions, closeButton(() => dialog.close())),
  );
  document.body.append(dialog);
  dialog.showModal();
  let sighting = null;
  while (dialog.isConnected) {
    await follow();
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }

  async function follow() {
    try {
      const found = (await get(`/api/v1/cameras/${encodeURIComponent(camera)}/tracks`)).find((each) => each.track === track);
      if (found) showFound(found);
      else reason.textContent = say("track.gone");
    } catch (problem) {
      reason.textContent = problem.message;
    }
    await showFace();
  }

  function showFound(found) {
    title.textContent = found.name ?? say(found.state === "gathering" ? "live.looking" : "live.stranger");
    title.className = found.name ? "known" : "unknown";
    reason.textContent = say(`reason.${found.reason}`);
    facts.replaceChildren(...Object.entries(factsOf(found)).flatMap(fact));
  }

  async function showFace() {
    if (sighting?.snapshot) return;
    sighting = await sightingOf(camera, track);
    if (!sighting?.snapshot) return;
    face.replaceChildren(picture(sighting.snapshot, say("track.face"), { className: "shot" }));
    if (user.may("operator")) actions.replaceChildren(namer(sighting, () => dialog.close()));
  }
}

// The form that names the face of a sighting.
export function namer(sighting, done) {
  const choices = element("datalist", { id: "people-names" });
  const name = element("input", { name: "name", required: true, maxLength: 300, autocomplete: "off", placeholder: say("track.who") });
  name.setAttribute("list", choices.id);
  name.addEventListener("input", async () => {
    const found = await get("/api/v1/people", { text: name.value, limit: 10 });
    choices.replaceChildren(...found.items.map((person) => element("option", { value: person.name })));
  });
  const submit = async (event) => {
    event.preventDefault();
    await attempt(async () => {
      const answer = await nameFace(sighting, name.value.trim());
      notice(answer.words, answer.taken ? "good" : "bad");
      if (answer.taken) done();
    });
  };
  const said = sighting.name ? say("track.other", { name: sighting.name }) : say("track.name");
  return element(
    "form",
    { className: "name-face", onsubmit: submit },
    element("label", {}, said, name, choices),
    element("p", { className: "faint", textContent: say("track.help") }),
    element("div", { className: "row end" }, element("button", { className: "main", textContent: say("track.save") })),
  );
}

async function sightingOf(camera, track) {
  const newest = await get("/api/v1/sightings", { camera, limit: SIGHTINGS }).catch(() => ({ items: [] }));
  return newest.items.find((each) => each.track === track) ?? null;
}

function factsOf(found) {
  const facts = {
    "track.candidate": found.candidate ? `${found.candidate} ${score(found.score)}` : null,
    "track.runnerUp": found.runner_up === null ? null : score(found.runner_up),
    "track.threshold": score(found.threshold),
    "track.evidence": say("track.of", { have: score(found.evidence), needed: score(found.needed) }),
    "track.faces": say("track.seen", { compared: number(found.faces), seen: number(found.hits) }),
    "track.number": `#${found.track}`,
  };
  const quality = found.face.quality;
  if (quality === null) return facts;
  return {
    ...facts,
    "track.size": `${number(quality.size)} px`,
    "track.sharpness": percent(quality.sharpness),
    "track.frontality": percent(quality.frontality),
    "track.visible": percent(quality.visible),
  };
}

function fact([name, value]) {
  if (value === null) return [];
  return [element("dt", { textContent: say(name) }), element("dd", { textContent: value })];
}

function closeButton(close) {
  return element("div", { className: "row end" }, element("button", { textContent: say("action.close"), onclick: close }));
}

const percent = (share) => `${Math.round(share * PERCENT)} %`;
