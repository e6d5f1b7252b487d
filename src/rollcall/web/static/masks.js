// Regions of a camera's picture in which nobody is looked for, drawn over its newest picture with mouse, pen or finger.

import { get, put } from "/static/api.js";
import { openDialog } from "/static/dialog.js";
import { element, picture } from "/static/elements.js";
import { say } from "/static/language.js";
import { attempt, notice } from "/static/notices.js";

const SVG = "http://www.w3.org/2000/svg";
const NEAR = 0.03;
const LEAST_CORNERS = 3;
const DIGITS = 4;

// Corners are shares of the picture, 0..1. A tap sets the next corner of a region, one on the first corner closes it;
// pressing and drawing makes a rectangle; a corner that is drawn moves.
export async function drawMasks(camera) {
  const address = `/api/v1/cameras/${encodeURIComponent(camera.name)}`;
  let regions = [];
  if (!(await attempt(async () => (regions = (await get(`${address}/setup`)).masks)))) return;
  let open = [];
  let held = null;

  const canvas = shape("svg", { viewBox: "0 0 1 1", preserveAspectRatio: "none", role: "img", "aria-label": say("masks.canvas") });
  canvas.addEventListener("pointerdown", press);
  canvas.addEventListener("pointermove", draw);
  canvas.addEventListener("pointerup", release);
  const close = element("button", { textContent: say("masks.close"), onclick: closeRegion });
  const undo = element("button", { textContent: say("masks.undo"), onclick: takeBack });
  const list = element("ul", { className: "answers" });
  const snapshot = picture(`${camera.snapshot}?${Date.now()}`, "", { loading: "eager" });
  const screen = element("div", { className: "masks" }, snapshot, canvas);
  const cancel = element("button", { textContent: say("action.cancel"), onclick: () => dialog.close() });
  const save = element("button", { className: "main", textContent: say("action.save"), onclick: keep });
  const dialog = openDialog(
    { id: "masks", title: say("masks.of", { camera: camera.name }), wide: true },
    element("p", { className: "faint", textContent: say("masks.help") }),
    screen,
    list,
    element("div", { className: "row end" }, undo, close, cancel, save),
  );
  show();

  function press(event) {
    const [x, y] = placeOf(event);
    canvas.setPointerCapture(event.pointerId);
    const corner = [...regions, open].flatMap((region) => region.map((_, index) => ({ region, index }))).find(({ region, index }) => isNear(region[index], x, y));
    held = { from: [x, y], corner, moved: false };
  }

  function draw(event) {
    if (!held) return;
    const [x, y] = placeOf(event);
    held.moved ||= !isNear(held.from, x, y);
    if (held.corner) held.corner.region[held.corner.index] = [x, y];
    else if (held.moved && open.length === 0) held.rectangle = rectangle(held.from, [x, y]);
    show();
  }

  function release(event) {
    if (!held) return;
    const { corner, rectangle: drawn, moved } = held;
    held = null;
    if (drawn) regions.push(drawn);
    else if (corner?.region === open && corner.index === 0 && !moved) closeRegion();
    else if (!corner) open.push(placeOf(event));
    show();
  }

  function closeRegion() {
    if (open.length >= LEAST_CORNERS) regions.push(open);
    open = [];
    show();
  }

  function takeBack() {
    if (open.length) open.pop();
    else regions.pop();
    show();
  }

  async function keep() {
    closeRegion();
    if (await attempt(() => put(`${address}/masks`, { masks: regions }))) {
      notice(say("masks.saved"));
      dialog.close();
    }
  }

  function show() {
    const unfinished = held?.rectangle ?? open;
    canvas.replaceChildren(
      ...regions.map((region) => shape("polygon", { points: region.join(" ") })),
      shape("polyline", { points: (held?.rectangle ? [...unfinished, unfinished[0]] : unfinished).join(" ") }),
      ...[...regions, unfinished].flat().map(([x, y]) => shape("path", { d: `M${x} ${y}h0` })),
    );
    close.disabled = open.length < LEAST_CORNERS;
    undo.disabled = open.length + regions.length === 0;
    list.replaceChildren(...regions.map(line));
  }

  function line(region, index) {
    const words = say("masks.region", { number: index + 1, corners: region.length });
    const drop = () => (regions.splice(index, 1), show());
    return element("li", { className: "row apart" }, element("span", { textContent: words }), element("button", { textContent: say("person.remove"), onclick: drop }));
  }

  function placeOf(event) {
    const box = canvas.getBoundingClientRect();
    return [share((event.clientX - box.left) / box.width), share((event.clientY - box.top) / box.height)];
  }
}

function share(value) {
  return Number(Math.min(1, Math.max(0, value)).toFixed(DIGITS));
}

function isNear([x, y], otherX, otherY) {
  return Math.hypot(x - otherX, y - otherY) < NEAR;
}

function rectangle([left, top], [right, bottom]) {
  return [[left, top], [right, top], [right, bottom], [left, bottom]];
}

function shape(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
