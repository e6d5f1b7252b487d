// One person: photos in and out, another name, merging with somebody else, and erasure.

import { get, patch, post, remove } from "/static/api.js";
import { element, picture } from "/static/elements.js";
import { say } from "/static/language.js";
import { addPhotos } from "/static/naming.js";
import { attempt, confirmed, notice } from "/static/shell.js";
import { takePhoto } from "/static/webcam.js";

// Open a person; `changed` is called when the list of people is no longer what it was.
export async function showPerson(person, user, changed) {
  const address = `/api/v1/people/${person.id}`;
  const photos = element("ul", { className: "photos" });
  const dialog = element(
    "dialog",
    { id: "person", className: "wide", autofocus: true, onclose: () => (dialog.remove(), changed()) },
    element("div", { className: "stack" }, heading(), photos, ...(user.may("operator") ? [uploader(), merger(), eraser()] : [])),
  );
  document.body.append(dialog);
  dialog.showModal();
  await showPhotos();

  function heading() {
    const close = element("button", { textContent: say("action.close"), onclick: () => dialog.close() });
    const past = element("a", { className: "button", href: `/history?person=${encodeURIComponent(person.id)}`, textContent: say("page.history") });
    past.setAttribute("aria-label", say("person.history", { name: person.name }));
    return element("div", { className: "row apart" }, user.may("operator") ? renamer() : element("h2", { textContent: person.name }), element("div", { className: "row" }, past, close));
  }

  function renamer() {
    const name = element("input", { name: "name", value: person.name, required: true, maxLength: 300, "aria-label": say("track.who") });
    const rename = async (event) => {
      event.preventDefault();
      await attempt(async () => {
        person = await patch(address, { name: name.value.trim() });
        notice(say("action.save"));
      });
    };
    return element("form", { onsubmit: rename }, element("div", { className: "row" }, name, element("button", { textContent: say("person.rename") })));
  }

  async function showPhotos() {
    await attempt(async () => {
      const kept = await get(`${address}/photos`);
      photos.replaceChildren(...kept.map(photo));
      if (kept.length === 0) photos.append(element("li", { className: "faint", textContent: say("person.noPhotosYet") }));
    });
  }

  function photo(kept) {
    const drop = async () => {
      if (!(await confirmed(say("person.removeQuestion"), say("person.remove")))) return;
      if (await attempt(() => remove(`/api/v1/photos/${kept.id}`))) showPhotos();
    };
    const cross = element("button", { textContent: "✕", "aria-label": say("person.removePhoto"), onclick: drop });
    return element("li", {}, picture(`${kept.image}?side=256`, person.name, { className: "portrait" }), user.may("operator") ? cross : null);
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
      element("p", { textContent: say("person.drop") }),
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
      const given = await addPhotos(person, chosen, (share) => (progress.value = share));
      progress.hidden = true;
      files.value = "";
      answers.replaceChildren(...given.map(answered));
      await showPhotos();
    }
  }

  function merger() {
    const others = element("select", { name: "duplicate", "aria-label": say("person.merge") });
    const merge = async () => {
      const duplicate = others.selectedOptions[0];
      if (!duplicate) return;
      const question = say("person.mergeQuestion", { duplicate: duplicate.textContent, name: person.name });
      if (!(await confirmed(question, say("person.mergeDo")))) return;
      await attempt(async () => {
        await post(`${address}/merge`, { duplicate: duplicate.value });
        notice(say("person.merged"));
        dialog.close();
      });
    };
    const search = element("input", { type: "search", placeholder: say("people.search"), "aria-label": say("people.search"), oninput: offer });
    return element(
      "details",
      { className: "card", ontoggle: offer },
      element("summary", { textContent: say("person.merge") }),
      element("p", { className: "faint", textContent: say("person.mergeHelp") }),
      element("div", { className: "row" }, search, others, element("button", { textContent: say("person.mergeDo"), onclick: merge })),
    );

    async function offer() {
      const found = await get("/api/v1/people", { text: search.value, limit: 100 });
      const rest = found.items.filter((other) => other.id !== person.id);
      others.replaceChildren(...rest.map((other) => element("option", { value: other.id, textContent: other.name })));
    }
  }

  function eraser() {
    const erase = async () => {
      if (!(await confirmed(say("person.eraseQuestion", { name: person.name }), say("person.eraseDo")))) return;
      await attempt(async () => {
        await remove(address);
        notice(say("person.erased", { name: person.name }));
        dialog.close();
      });
    };
    return element(
      "details",
      { className: "card" },
      element("summary", { textContent: say("person.erase") }),
      element("p", { className: "faint", textContent: say("person.eraseHelp") }),
      element("div", { className: "row" }, element("button", { className: "danger", textContent: say("person.eraseDo"), onclick: erase })),
    );
  }
}

function answered(answer) {
  return element("li", { className: answer.taken ? "known" : "bad", textContent: `${answer.file}: ${answer.words}` });
}
