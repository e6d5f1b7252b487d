// Who somebody before a camera is and why, and what the user says to it.

import { get } from "/static/api.js";
import { openDialog } from "/static/dialog.js";
import { element, picture } from "/static/elements.js";
import { number, say, score, told } from "/static/language.js";
import { sightingActions } from "/static/sighting-actions.js";
import { called } from "/static/who.js";

const POLL_MILLISECONDS = 1000;
const SIGHTINGS = 50;
const PERCENT = 100;

// Open what is known of a track; it follows the track until it is closed, when `closed` is called.
export async function showTrack(camera, track, user, closed) {
  const title = element("span", { dir: "auto" });
  const face = element("div");
  const reason = element("p");
  const details = element("p", { className: "faint" });
  const facts = element("dl", { className: "facts numbers" });
  const actions = element("div", { className: "stack" });
  const dialog = openDialog({ id: "track", title, onclose: closed }, face, element("div", {}, reason, details), actions, facts);
  let sighting = null;
  let candidate = null;
  let offered = "";
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
    await showSighting();
  }

  function showFound(found) {
    candidate = found.candidate;
    title.textContent = found.state === "gathering" ? say("live.looking") : called(found);
    title.className = found.name ? "known" : "unknown";
    reason.textContent = say(`reason.${found.reason}`);
    details.textContent = told(found.words_phrase, found.words);
    facts.replaceChildren(...Object.entries(factsOf(found)).flatMap(fact));
  }

  // The actions are drawn anew only when they would be others, so that a name half typed stays.
  async function showSighting() {
    sighting = (await sightingOf(camera, track)) ?? sighting;
    if (!sighting) return;
    if (sighting.snapshot && !face.children.length) face.replaceChildren(picture(sighting.snapshot, say("track.face"), { className: "shot" }));
    const offer = [sighting.id, sighting.name, sighting.stranger, candidate].join();
    if (!user.may("operator") || offer === offered) return;
    offered = offer;
    if (actions.querySelector("input")?.value) return;
    actions.replaceChildren(sightingActions(sighting, candidate, () => dialog.close()));
  }
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
    "track.size": `${Math.round(quality.size)} px`,
    "track.sharpness": percent(quality.sharpness),
    "track.frontality": percent(quality.frontality),
    "track.visible": percent(quality.visible),
  };
}

function fact([name, value]) {
  if (value === null) return [];
  return [element("dt", { textContent: say(name) }), element("dd", { textContent: value })];
}

const percent = (share) => `${Math.round(share * PERCENT)} %`;
