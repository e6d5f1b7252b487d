// What can be said of a sighting: who it is not, by one click, and who it is.

import { element } from "/static/elements.js";
import { say } from "/static/language.js";
import { nameForm } from "/static/name-form.js";
import { nameSighting, rejectSighting } from "/static/naming.js";
import { attempt } from "/static/notices.js";
import { called } from "/static/who.js";

// `candidate`: name of the person whom the face looks most like, if there is one; `done` when something was said.
export function sightingActions(sighting, candidate, done) {
  const oneClick = [];
  if (sighting.name || sighting.stranger) oneClick.push(once(say("sighting.not", { name: called(sighting) }), () => rejectSighting(sighting, done)));
  if (candidate && candidate !== sighting.name) oneClick.push(element("button", { textContent: say("sighting.is", { name: candidate }), onclick: () => form.give(candidate) }));
  const words = sighting.name ? say("track.other", { name: sighting.name }) : say("track.name");
  const help = say(sighting.stranger && !sighting.name ? "stranger.nameHelp" : sighting.snapshot ? "track.help" : "track.helpNoPicture");
  const form = nameForm({ words, help, action: say("action.save") }, (whom) => nameSighting(sighting, whom, done), done);
  return element("div", { className: "stack" }, oneClick.length ? element("div", { className: "row" }, oneClick) : null, form);

  function once(textContent, work) {
    return element("button", { textContent, onclick: async () => (await attempt(work)) && done() });
  }
}
