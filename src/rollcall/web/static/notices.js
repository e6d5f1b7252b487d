// What is said in passing: that something was done, or what went wrong.

import { element } from "/static/elements.js";

const SHOWN_MILLISECONDS = 6000;
const OFFERED_MILLISECONDS = 12000;

// `kind` is "good" or "bad"; `offer`: what takes back what was done, by a button beside the words.
export function notice(words, kind = "good", offer = null) {
  const place = document.querySelector("#notices") ?? document.body.appendChild(element("div", { id: "notices", role: "status", popover: "manual" }));
  const back = offer && element("button", { textContent: offer.words, onclick: () => (said.remove(), offer.work()) });
  const said = element("div", { className: `notice ${kind}` }, element("span", { textContent: words }), back);
  place.append(said);
  // Shown anew it lies over a dialog that was opened since.
  place.hidePopover();
  place.showPopover();
  setTimeout(() => said.remove(), offer ? OFFERED_MILLISECONDS : SHOWN_MILLISECONDS);
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
