// What somebody is called: by name, by the number of a stranger, or not at all; and who is here, in one line.

import { isolated, number, say } from "/static/language.js";

export function called(seen) {
  if (seen.name) return seen.name;
  return seen.stranger ? strangerCalled(seen.stranger) : say("live.stranger");
}

export const strangerCalled = (number) => say("stranger.called", { number });

// Whether it may still become clear who somebody is, who has just come.
export function isWaiting(person) {
  return person.reason === "no_evidence" || person.reason === "little_evidence";
}

// Return who is before the cameras: the names first, and how many have none, but for those of whom nobody wants to hear.
export function present(people) {
  const names = [...new Set(people.map((person) => person.name).filter(Boolean))].map(isolated).join(", ");
  const others = people.filter((person) => !person.name && !person.ignored && !isWaiting(person));
  const unknown = new Set(others.map((person) => person.stranger ?? person)).size; // One stranger may be before two cameras.
  if (names) return unknown ? say("live.hereAnd", { names, count: number(unknown) }) : say("live.here", { names });
  return say(people.length ? "live.unknown" : "live.nobody");
}
