// What the user says of who was seen, and photos of people on their way to the server.

import { post, remove, upload } from "/static/api.js";
import { isolated, say, sayOr, told } from "/static/language.js";
import { attempt, notice } from "/static/notices.js";
import { strangerCalled } from "/static/who.js";

// Somebody is meant by the id `person`, or where that is null by name, which may be a new one.
const bodyOf = ({ name, person }) => (person === null ? { name } : { person });

// Say who a sighting is of; its picture becomes a photo of the person, a stranger gets the name everywhere.
// `undone` is called if a stranger's name is taken back.
export async function nameSighting(sighting, whom, undone = () => {}) {
  const answer = await post(`/api/v1/sightings/${sighting.id}/name`, bodyOf(whom));
  const { stranger } = answer.sighting;
  notice(`${isolated(whom.name)}: ${inWords(answer)}`, answer.fault ? "bad" : "good", stranger ? takingBack(stranger, undone) : null);
}

// Say who a stranger is, in the past and from now on; `undone` is called if that is taken back.
export async function nameStranger(number, whom, undone = () => {}) {
  const named = await post(`/api/v1/strangers/${number}/name`, bodyOf(whom));
  notice(say("stranger.named", { stranger: strangerCalled(number), name: named.name, count: named.sightings }), "good", takingBack(number, undone));
}

// What a notice offers after a stranger was named.
function takingBack(number, undone) {
  const unname = async () => {
    await remove(`/api/v1/strangers/${number}/name`);
    notice(say("stranger.unnamed", { stranger: strangerCalled(number) }));
  };
  return { words: say("action.undo"), work: async () => (await attempt(unname)) && undone() };
}

// Say that a sighting is not of whom it is said to be; `undone` is called if that is taken back.
export async function rejectSighting(sighting, undone = () => {}) {
  const { stranger } = await post(`/api/v1/sightings/${sighting.id}/reject`);
  const { name, person } = sighting;
  const words = name ? say("sighting.is", { name }) : say("action.undo");
  const back = () => (name ? nameSighting(sighting, { name, person }) : mergeStrangers(sighting.stranger, stranger, undone));
  notice(say("sighting.rejected"), "good", { words, work: async () => (await attempt(back)) && undone() });
}

// Say that two strangers are one, who keeps the number `kept`; `undone` is called if that is taken back.
export async function mergeStrangers(kept, duplicate, undone = () => {}) {
  await post(`/api/v1/strangers/${kept}/merge`, { duplicate });
  notice(say("stranger.merged", { stranger: strangerCalled(kept) }), "good", parting(kept, duplicate, undone));
}

// What a notice offers after two strangers were made one.
function parting(kept, duplicate, undone) {
  const unmerge = async () => {
    await remove(`/api/v1/strangers/${kept}/merge/${duplicate}`);
    notice(say("stranger.unmerged", { stranger: strangerCalled(kept), other: strangerCalled(duplicate) }));
  };
  return { words: say("action.undo"), work: async () => (await attempt(unmerge)) && undone() };
}

// Upload photos of a person one by one, so that progress is shown and one that fails spoils nothing.
export async function addPhotos(person, files, progress = () => {}) {
  const answers = [];
  for (const [index, file] of [...files].entries()) {
    const form = new FormData();
    form.append("photos", file, file.name);
    answers.push(await addPhoto(person, file, form));
    progress((index + 1) / files.length);
  }
  return answers;
}

async function addPhoto(person, file, form) {
  try {
    const [answer] = await upload(`/api/v1/people/${person.id}/photos`, form, () => {});
    return { ...answer, words: inWords(answer) };
  } catch (problem) {
    return { file: file.name, taken: false, words: problem.message };
  }
}

// What came of a photo, in the user's language.
function inWords(answer) {
  if (answer.fault) return sayOr(`fault.${answer.fault}`, told(answer.words_phrase, answer.words));
  return answer.looks_like ? say("photo.looksLike", { name: answer.looks_like }) : say("photo.taken");
}
