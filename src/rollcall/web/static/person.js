// One person: what is known, photos in and out, and behind four lines tags and notes, another name, merging with somebody
// else, and erasure.

import { get, remove } from "/static/api.js";
import { confirmed, openDialog } from "/static/dialog.js";
import { element, picture, regainFocus } from "/static/elements.js";
import { say } from "/static/language.js";
import { addPhotos } from "/static/naming.js";
import { attempt } from "/static/notices.js";
import { eraser, merger, renamer } from "/static/person-changes.js";
import { detailsForm, detailsOf } from "/static/person-details.js";
import { takePhoto } from "/static/webcam.js";

// Open a person. Once it is closed `changed` is called where this person is no longer as before, and `others` where it is
// or somebody else has gone.
export async function showPerson(person, user, { changed, others }) {
  const address = `/api/v1/people/${person.id}`;
  const mayChange = user.may("operator");
  const name = element("span", { textContent: person.name, dir: "auto" });
  const photos = element("ul", { className: "photos" });
  let known = detailsOf(person);
  const form = mayChange ? detailsForm(person, () => (touched(), showDetails())) : null;
  let after = () => {};
  const renamed = (fresh) => (touched(), (name.textContent = fresh));
  const gone = () => ((after = others), dialog.close());
  const past = element("a", { className: "button", href: `/history?person=${encodeURIComponent(person.id)}`, textContent: say("page.history") });
  past.setAttribute("aria-label", say("person.history", { name: person.name }));
  const parts = mayChange ? [uploader(), form.root, renamer(person, renamed), merger(person, gone, others), eraser(person, gone)] : [];
  const dialog = openDialog({ id: "person", title: name, wide: true, tools: [past], onclose: () => after(), unsaved: () => form?.unsaved() }, known, photos, ...parts);
  await showPhotos();

  function showDetails() {
    const fresh = detailsOf(person);
    known.replaceWith(fresh);
    known = fresh;
  }

  function touched() {
    if (after !== others) after = changed;
  }

  async function showPhotos() {
    await attempt(async () => {
      const kept = await get(`${address}/photos`);
      photos.replaceChildren(...kept.map(photo));
      if (kept.length === 0) photos.append(element("li", { className: "faint none", textContent: say("person.noPhotosYet") }));
    });
  }

  function photo(kept) {
    const drop = async () => {
      if (!(await confirmed(say("person.removeQuestion"), say("person.remove")))) return;
      touched();
      if (!(await attempt(() => remove(`/api/v1/photos/${kept.id}`)))) return;
      const place = [...photos.children].indexOf(cross.parentElement);
      await showPhotos();
      const crosses = photos.querySelectorAll(".cross");
      regainFocus(crosses[Math.min(place, crosses.length - 1)] ?? dialog.querySelector(".drop button"));
    };
    const cross = element("button", { className: "cross", textContent: "✕", "aria-label": say("person.removePhoto"), onclick: drop });
    return element("li", {}, picture(`${kept.image}?side=256`, person.name, { className: "portrait" }), mayChange ? cross : null);
  }

  function uploader() {
    const files = element("input", { type: "file", accept: "image/*", multiple: true, hidden: true, onchange: () => add(files.files) });
    const progress = element("progress", { value: 0, hidden: true });
    const answers = element("ul", { className: "answers", role: "status" });
    const zone = element(
      "div",
      {
        className: "drop",
        ondragover: (event) => (event.preventDefault(), zone.classList.add("over")),
        ondragleave: () => zone.classList.remove("over"),
        ondrop: (event) => (event.preventDefault(), zone.classList.remove("over"), add(event.dataTransfer.files)),
      },
      element("p", { className: "by-mouse", textContent: say("person.drop") }),
      element(
        "div",
        { className: "row" },
        element("button", { textContent: say("person.choose"), onclick: () => files.click() }),
        element("button", { textContent: say("person.webcam"), onclick: () => takePhoto((file) => add([file])) }),
      ),
      files,
      progress,
      answers,
    );
    return zone;

    async function add(chosen) {
      progress.hidden = false;
      progress.value = 0;
      touched();
      const given = await addPhotos(person, chosen, (share) => (progress.value = share));
      progress.hidden = true;
      files.value = "";
      answers.replaceChildren(...given.map(answered));
      await showPhotos();
    }
  }
}

function answered(answer) {
  return element("li", { className: answer.taken ? "known" : "bad", textContent: `${answer.file}: ${answer.words}` });
}
