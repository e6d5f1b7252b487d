// Regions of a camera's picture in which nobody is looked for, drawn over its newest picture with mouse, pen or finger,
// or by keyboard.

import { get, put } from "/static/api.js";
import { openDialog } from "/static/dialog.js";
import { element, picture } from "/static/elements.js";
import { say } from "/static/language.js";
import { isNear, rectangle, share } from "/static/mask-geometry.js";
import { handlesOf } from "/static/mask-handles.js";
import { attempt, notice } from "/static/notices.js";

const SVG = "http://www.w3.org/2000/svg";
const LEAST_CORNERS = 3;
const MIDDLE = [0.35, 0.65];
const ASIDE = 0.04;
const PLACES = 8;
const USUAL_SHAPE = 16 / 9; // Of a camera that has no picture yet.

// A tap sets the next corner of a region, one on the first corner closes it; pressing and drawing makes a rectangle; a
// corner that is drawn moves. A button sets a rectangle into the middle, for a keyboard to move.
export async function drawMasks(camera) {
  const address = `/api/v1/cameras/${encodeURIComponent(camera.name)}`;
  let regions = [];
  if (!(await attempt(async () => (regions = (await get(`${address}/setup`)).masks)))) return;
  const snapshot = picture(`${camera.snapshot}?${Date.now()}`, "", { loading: "eager" });
  // Were it to come while somebody draws, all would lie elsewhere than it was meant.
  await snapshot.decode().catch(() => {});
  let open = [];
  let held = null;
  const past = [];
  const handles = new WeakMap();

  const canvas = shape("svg", { viewBox: "0 0 1 1", preserveAspectRatio: "none", "aria-hidden": "true" });
  canvas.addEventListener("pointerdown", press);
  canvas.addEventListener("pointermove", draw);
  canvas.addEventListener("pointerup", release);
  const add = element("button", { textContent: say("masks.add"), onclick: addRectangle });
  const close = element("button", { textContent: say("masks.close"), onclick: closeRegion });
  const undo = element("button", { textContent: say("masks.undo"), onclick: takeBack });
  const list = element("ul", { className: "answers" });
  const layer = element("div");
  // An application, or screen readers would keep the arrow keys for themselves.
  const screen = element("div", { className: "masks", role: "application", "aria-label": say("masks.canvas"), "aria-describedby": "masks-keys" }, snapshot, canvas, layer);
  screen.style.setProperty("--shape", snapshot.naturalWidth / snapshot.naturalHeight || USUAL_SHAPE);
  const said = element("p", { className: "faint numbers", role: "status" });
  const cancel = element("button", { textContent: say("action.cancel"), onclick: () => dialog.leave() });
  const save = element("button", { className: "main", textContent: say("action.save"), onclick: keep });
  const dialog = openDialog(
    { id: "masks", title: say("masks.of", { camera: camera.name }), wide: true, unsaved: () => past.length > 0 },
    element("p", { className: "faint", textContent: say("masks.help") }),
    element("p", { id: "masks-keys", className: "faint", textContent: say("masks.keys") }),
    screen,
    said,
    list,
    element("div", { className: "row end" }, add, undo, close, cancel, save),
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
    if (held.corner) {
      remember(held);
      held.corner.region[held.corner.index] = [x, y];
    } else if (held.moved && open.length === 0) held.rectangle = rectangle(held.from, [x, y]);
    show();
  }

  function release(event) {
    if (!held) return;
    const { corner, rectangle: drawn, moved } = held;
    held = null;
    if (drawn) addRegion(drawn);
    else if (corner?.region === open && corner.index === 0 && !moved) closeRegion();
    else if (!corner) {
      remember();
      open.push(placeOf(event));
    }
    show();
  }

  function addRegion(region) {
    remember();
    regions.push(region);
    show();
  }

  // One that lies exactly on another could not be seen.
  function addRectangle() {
    const [least, most] = MIDDLE.map((side) => side + ASIDE * (regions.length % PLACES));
    addRegion(rectangle([share(least), share(least)], [share(most), share(most)]));
    handles.get(regions.at(-1)).focus();
  }

  function closeRegion() {
    if (open.length >= LEAST_CORNERS) {
      remember();
      regions.push(open);
    }
    open = [];
    show();
  }

  function drop(index) {
    const listed = list.contains(document.activeElement);
    remember();
    regions.splice(index, 1);
    const next = regions[Math.min(index, regions.length - 1)];
    show();
    said.textContent = say("masks.removed", { number: index + 1 });
    if (next && listed) list.children[regions.indexOf(next)].querySelector("button").focus();
    else (next ? handles.get(next) : add).focus();
  }

  // Keep how it is before it changes; what one hand does in one go, `by` key or pointer, is taken back at once.
  function remember(by = null) {
    if (by === null || past.at(-1)?.by !== by) past.push({ by, regions: structuredClone(regions), open: structuredClone(open) });
  }

  function takeBack() {
    ({ regions, open } = past.pop());
    show();
    if (undo.disabled) add.focus();
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
    undo.disabled = past.length === 0;
    list.replaceChildren(...regions.map(line));
    showHandles();
  }

  // Those that stay are not put in again, or they would lose the focus.
  function showHandles() {
    const roots = regions.map((region) => handlesFor(region).root);
    for (const shown of [...layer.children]) if (!roots.includes(shown)) shown.remove();
    layer.append(...roots.filter((root) => !layer.contains(root)));
    regions.forEach((region, index) => handles.get(region).place(index + 1));
  }

  function handlesFor(region) {
    const after = (handle) => (show(), (said.textContent = handle.ariaLabel));
    const remove = () => drop(regions.indexOf(region));
    if (!handles.has(region)) handles.set(region, handlesOf(region, { before: remember, after, remove }));
    return handles.get(region);
  }

  function line(region, index) {
    const words = say("masks.region", { number: index + 1, corners: region.length });
    const remove = element("button", { textContent: say("person.remove"), "aria-label": `${say("person.remove")}: ${words}`, onclick: () => drop(index) });
    return element("li", { className: "row apart" }, element("span", { textContent: words }), remove);
  }

  function placeOf(event) {
    const box = canvas.getBoundingClientRect();
    return [share((event.clientX - box.left) / box.width), share((event.clientY - box.top) / box.height)];
  }
}

function shape(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
