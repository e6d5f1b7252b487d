// What a keyboard takes hold of: a region as a whole, and each of its corners. They lie over the picture and show
// nothing but the ring of the focus; mouse, pen and finger reach through them.

import { element } from "/static/elements.js";
import { say } from "/static/language.js";
import { boundsOf, share, shifted, stretched } from "/static/mask-geometry.js";

const STEP = 0.01;
const HELD_STEP = 0.02;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// Arrow keys move what has the focus; on a region, with Shift, they change its size. `before` is called with the handle
// that is about to change its region, `after` once it has, `remove` where the region is to go.
export function handlesOf(region, { before, after, remove }) {
  const whole = handle((x, y, shift) => (shift ? stretched(region, x, y) : shifted(region, x, y)));
  const corners = region.map((_, index) => handle((x, y) => region.with(index, [share(region[index][0] + x), share(region[index][1] + y)])));
  // Corners are on the way of Tab for as long as it goes through their region, so that it passes the others quickly.
  const reach = (tabIndex) => corners.forEach((corner) => (corner.tabIndex = tabIndex));
  const root = element("div", { onfocusin: () => reach(0), onfocusout: (event) => root.contains(event.relatedTarget) || reach(-1) }, whole, corners);
  corners.forEach((corner) => corner.classList.add("corner"));
  reach(-1);
  return { root, place, focus: () => whole.focus() };

  function handle(changed) {
    const made = element("div", { role: "group", tabIndex: 0, "aria-roledescription": say("masks.movable"), onkeydown: press });
    return made;

    function press(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Delete" || event.key === "Backspace") return remove();
      const way = ARROWS[event.key];
      if (!way) return;
      event.preventDefault();
      before(made);
      const [x, y] = way.map((one) => one * (event.repeat ? HELD_STEP : STEP));
      region.splice(0, region.length, ...changed(x, y, event.shiftKey));
      after(made);
    }
  }

  // Lie where the region is now; `number`: what it is called.
  function place(number) {
    const { left, top, width, height } = boundsOf(region);
    lay(whole, { left, top, width, height });
    name(whole, "masks.at", { number, left, top, width, height });
    for (const [index, corner] of corners.entries()) {
      const [x, y] = region[index];
      lay(corner, { left: x, top: y });
      name(corner, "masks.cornerAt", { number, corner: index + 1, left: x, top: y });
    }
  }
}

function lay(handle, sides) {
  for (const [side, value] of Object.entries(sides)) handle.style[side] = `${value * 100}%`;
}

function name(handle, words, { number, corner, ...shares }) {
  const percent = Object.entries(shares).map(([side, value]) => [side, Math.round(value * 100)]);
  handle.setAttribute("aria-label", say(words, { number, corner, ...Object.fromEntries(percent) }));
}
