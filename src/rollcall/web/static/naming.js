// Giving a name to a face that a camera saw: its picture becomes a photo of the person.

import { get, post, upload } from "/static/api.js";
import { say, sayOr } from "/static/language.js";

// Make the face of `sighting` a photo of the person called `name`, who is added where there is nobody of that name.
export async function nameFace(sighting, name) {
  const taken = await fetch(sighting.snapshot);
  const photo = await taken.blob();
  const known = await personNamed(name);
  const person = known ?? (await post("/api/v1/people", { name }));
  const [answer] = await addPhotos(person, [new File([photo], "camera.jpg", { type: photo.type })]);
  return { ...answer, words: `${name}: ${answer.words}` };
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
  if (answer.fault) return sayOr(`fault.${answer.fault}`, answer.words);
  return answer.looks_like ? say("photo.looksLike", { name: answer.looks_like }) : say("photo.taken");
}

async function personNamed(name) {
  const found = await get("/api/v1/people", { text: name, limit: 100 });
  return found.items.find((person) => person.name.toLowerCase() === name.toLowerCase()) ?? null;
}
