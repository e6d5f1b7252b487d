// What is said in passing: that something was done, or what went wrong.

import { element } from "/static/elements.js";

const SHOWN_MILLISECONDS = 6000;
const OFFERED_MILLISECONDS = 12000;
const UNDO = "Control+Z";

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== "z" || event.target.closest?.("input, textarea")) return;
  const newest = [...document.querySelectorAll("#notices button")].at(-1);
  if (newest) event.preventDefault();
  newest?.click();
});

// `kind` is "good" or "bad"; `offer`: what takes back what was done, by a button beside the words, or by the keys
// that take things back everywhere: by Tab alone it would be gone before it is reached. It stays while it is looked at.
export function notice(words, kind = "good", offer = null) {
  const place = document.querySelector("#notices") ?? element("div", { id: "notices", role: "status", popover: "manual" });
  const back = offer && element("button", { textContent: offer.words, title: UNDO, "aria-keyshortcuts": UNDO, onclick: () => (said.remove(), offer.work()) });
  const said = element("div", { className: `notice ${kind}` }, element("span", { textContent: words }), back);
  place.append(said);
  lay(place);
  const end = () => (said.matches(":hover, :focus-within") ? setTimeout(end, SHOWN_MILLISECONDS) : said.remove());
  setTimeout(end, offer ? OFFERED_MILLISECONDS : SHOWN_MILLISECONDS);
}

// Over everything, and within the dialog that is open: what is outside of it can neither be pressed nor heard.
function lay(place) {
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  (dialog ?? document.body).append(place);
  dialog?.addEventListener("close", () => lay(place), { once: true });
  place.showPopover();
}

// Do `work` and say what went wrong, if anything did; return whether it was done.
export async function attempt(work) {
  try {
    await work();
    return true;
  } catch (problem) {
    notice(problem.message, "bad");
    return false;
  }
}
