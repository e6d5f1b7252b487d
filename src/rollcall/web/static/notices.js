// What is said in passing: that something was done, or what went wrong.

import { element } from "/static/elements.js";
import { say } from "/static/language.js";

const SHOWN_MILLISECONDS = 6000;
const UNDOABLE_MILLISECONDS = 12000;

// `kind` is "good" or "bad"; `undo` takes back what was done, by a button beside the words.
export function notice(words, kind = "good", undo = null) {
  const place = document.querySelector("#notices") ?? document.body.appendChild(element("div", { id: "notices", role: "status", popover: "manual" }));
  const back = undo && element("button", { textContent: say("action.undo"), onclick: () => (said.remove(), undo()) });
  const said = element("div", { className: `notice ${kind}` }, element("span", { textContent: words }), back);
  place.append(said);
  // Shown anew it lies over a dialog that was opened since.
  place.hidePopover();
  place.showPopover();
  setTimeout(() => said.remove(), undo ? UNDOABLE_MILLISECONDS : SHOWN_MILLISECONDS);
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
