// Boxes and names over the video: each where its face is in the very frame that is shown.

import { isolated, score } from "/static/language.js";
import { called } from "/static/who.js";

const VELOCITY_FADE_SECONDS = 1; // As the tracker's own prediction has it (rollcall.model).
const OLDEST_SECONDS = 1.5; // A scene older than that shows people who may be gone.
const KEPT_SCENES = 120; // Some seconds: scenes come before the frame that they belong to is shown.
const LETTER_SHARE = 1 / 36;
const SMALLEST_LETTER = 11; // In pixels of the window; below it Hangul syllables run together.
const COLOURS = { known: "#15803d", unknown: "#b45309", gathering: "#5b6570" }; // White on them has a contrast of 5:1.

export class Overlay {
  constructor(canvas) {
    this.canvas = canvas;
    this.scenes = [];
    this.drawn = [];
  }

  // Keep a scene until its frame is shown.
  add(scene) {
    this.scenes.push(scene);
    if (this.scenes.length > KEPT_SCENES) this.scenes.shift();
  }

  // Draw what belongs to the frame of `time`, in seconds of the stream; return the scene that was used.
  draw(time) {
    const scene = sceneAt(this.scenes, time);
    const context = this.canvas.getContext("2d");
    if (scene && (this.canvas.width !== scene.width || this.canvas.height !== scene.height)) {
      this.canvas.width = scene.width;
      this.canvas.height = scene.height;
    }
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.drawn = scene ? boxesAt(this.scenes, scene, time) : [];
    this.drawn.forEach(({ person, box }) => drawBox(context, person, box, lettersOf(context, scene)));
    this.drawLabels(context, scene);
    return scene;
  }

  // Labels come last, so that no box crosses one, the oldest track first, so that they keep their places.
  drawLabels(context, scene) {
    const taken = [];
    for (const { person, box } of this.drawn.toSorted((one, two) => one.person.track - two.person.track)) {
      taken.push(drawLabel(context, person, box, scene, taken));
    }
  }

  // Return the number of the track whose box lies at a place of the window, or null.
  trackAt(windowX, windowY) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    // The picture is as large as fits, in the middle.
    const scale = Math.min(width / this.canvas.width, height / this.canvas.height);
    const x = (windowX - left - width / 2) / scale + this.canvas.width / 2;
    const y = (windowY - top - height / 2) / scale + this.canvas.height / 2;
    const hit = this.drawn.find(({ box }) => box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3]);
    return hit?.person.track ?? null;
  }
}

// Return the scene whose frame is nearest to `time`, or null where none is near enough.
function sceneAt(scenes, time) {
  let nearest = null;
  for (const scene of scenes) {
    if (nearest === null || Math.abs(scene.pts - time) < Math.abs(nearest.pts - time)) nearest = scene;
  }
  return nearest !== null && Math.abs(nearest.pts - time) <= OLDEST_SECONDS ? nearest : null;
}

// Return everybody of the scene nearest to `time`, each with the box of that time: on the way from one scene to the next
// where both show the track, else moved by its velocity. So a box stays on its face where few frames are analysed.
function boxesAt(scenes, nearest, time) {
  const other = acrossFrom(scenes, nearest, time);
  return nearest.people.map((person) => {
    const there = other?.people.find(({ track }) => track === person.track);
    const way = there ? (time - nearest.pts) / (other.pts - nearest.pts) : 0;
    return { person, box: there ? between(person.box, there.box, way) : boxAt(person, time - nearest.pts) };
  });
}

// Return the scene next to `nearest` on the other side of `time`, or null where there is none soon enough.
function acrossFrom(scenes, nearest, time) {
  const side = Math.sign(time - nearest.pts);
  let other = null;
  for (const scene of scenes) {
    const beyond = side * (scene.pts - time) > 0;
    if (beyond && (other === null || side * (scene.pts - other.pts) < 0)) other = scene;
  }
  return other !== null && Math.abs(other.pts - nearest.pts) <= OLDEST_SECONDS ? other : null;
}

const between = (one, two, way) => one.map((edge, index) => edge + way * (two[index] - edge));

// Return the box of a person `elapsed` seconds after its scene: moved by a velocity that fades.
function boxAt(person, elapsed) {
  const reach = Math.sign(elapsed) * VELOCITY_FADE_SECONDS * (1 - Math.exp(-Math.abs(elapsed) / VELOCITY_FADE_SECONDS));
  return person.box.map((edge, index) => edge + person.velocity[index] * reach);
}

// Return where a label of this size goes: over its box, else under it or higher, where it covers no label of `taken`.
export function placeOf([left, top, , bottom], { width, height }, scene, taken) {
  const x = within(left, scene.width - width);
  const places = [top - height, bottom, top - 2 * height].map((y) => ({ x, y: within(y, scene.height - height), width, height }));
  return places.find((place) => !taken.some((other) => overlap(place, other))) ?? places[0];
}

const within = (value, most) => Math.max(Math.min(value, most), 0);

function overlap(one, two) {
  return one.x < two.x + two.width && two.x < one.x + one.width && one.y < two.y + two.height && two.y < one.y + one.height;
}

function lettersOf(context, scene) {
  const shrunk = scene.width / (context.canvas.clientWidth || scene.width);
  return Math.round(Math.max(SMALLEST_LETTER * shrunk, scene.height * LETTER_SHARE));
}

function drawBox(context, person, [left, top, right, bottom], letters) {
  context.strokeStyle = COLOURS[person.state];
  context.lineWidth = lineOf(letters);
  context.strokeRect(left, top, right - left, bottom - top);
}

// Return the place that the label takes.
function drawLabel(context, person, [left, top, right, bottom], scene, taken) {
  const letters = lettersOf(context, scene);
  const edge = lineOf(letters) / 2;
  context.font = `600 ${letters}px system-ui, "Noto Sans CJK KR", sans-serif`;
  context.textBaseline = "middle";
  const words = caption(person);
  const size = { width: context.measureText(words).width + letters, height: letters * 1.6 };
  const place = placeOf([left - edge, top - edge, right + edge, bottom + edge], size, scene, taken);
  context.fillStyle = COLOURS[person.state];
  context.fillRect(place.x, place.y, place.width, place.height);
  context.fillStyle = "#fff";
  context.fillText(words, place.x + letters / 2, place.y + place.height / 2);
  return place;
}

const lineOf = (letters) => Math.max(2, Math.round(letters / 9));

function caption(person) {
  if (person.state === "gathering") return `#${person.track}`;
  const sure = person.score === null ? "" : ` ${score(person.score)}`;
  return `${isolated(called(person))}${sure}  #${person.track}`;
}
