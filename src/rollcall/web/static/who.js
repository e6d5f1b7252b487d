// What somebody is called: by name, by the number of a stranger, or not at all.

import { say } from "/static/language.js";

export function called(seen) {
  if (seen.name) return seen.name;
  return seen.stranger ? strangerCalled(seen.stranger) : say("live.stranger");
}

export const strangerCalled = (number) => say("stranger.called", { number });
