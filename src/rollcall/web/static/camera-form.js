// One camera to add or to change: its URL is pasted, tried, and kept.

import { get, patch, post } from "/static/api.js";
import { openDialog } from "/static/dialog.js";
import { element } from "/static/elements.js";
import { number, say, told } from "/static/language.js";
import { attempt, notice } from "/static/notices.js";

const CAMERAS = "/api/v1/cameras";

// Ask for a camera; `camera` is the one to change, or null for a new one, whose URL may be proposed. `done` is called with
// how it is kept.
export async function editCamera(camera, done, proposed = "") {
  const given = { url: proposed, alerts: [] };
  if (camera && !(await attempt(async () => Object.assign(given, await get(`${addressOf(camera.name)}/setup`))))) return;
  const name = element("input", { name: "name", required: true, maxLength: 63, autocomplete: "off", placeholder: "door", value: camera?.name ?? "" });
  const url = element("input", { name: "url", required: true, type: "text", inputMode: "url", autocomplete: "off", spellcheck: false, maxLength: 2000, value: given.url, placeholder: "rtsp://user:password@192.168.0.20:554/profile2/media.smp" });
  const answer = element("p", { role: "status", className: "answer" });
  const tryButton = element("button", { type: "button", textContent: say("cameras.try"), onclick: tryIt });
  const save = element("button", { className: "main", textContent: say("action.save") });
  const form = element(
    "form",
    { onsubmit: keep },
    labelled("cameras.name", name),
    given.alerts.length ? element("p", { className: "faint", textContent: say("cameras.alerts", { camera: camera.name, alerts: given.alerts.join(", ") }) }) : null,
    labelled("cameras.url", url),
    element("p", { className: "faint", textContent: say(camera ? "cameras.keepHelp" : "cameras.urlHelp") }),
    answer,
    element("div", { className: "row end" }, element("button", { type: "button", textContent: say("action.cancel"), onclick: () => dialog.close() }), tryButton, save),
  );
  (camera ? url : name).dataset.first = "";
  const dialog = openDialog({ id: "camera", title: camera ? say("cameras.editOf", { camera: camera.name }) : say("cameras.new"), unsaved }, form);

  // A URL is long to type.
  function unsaved() {
    return name.value !== name.defaultValue || url.value !== url.defaultValue;
  }

  async function tryIt() {
    if (!url.reportValidity()) return;
    await working(say("cameras.trying"), async () => {
      const result = await post(`${CAMERAS}/test`, { url: url.value, camera: camera?.name ?? null });
      tell(result.works, result.works ? inWords(result) : told(result.reason_phrase, result.reason));
    });
  }

  async function keep(event) {
    event.preventDefault();
    await working(say("cameras.saving"), async () => {
      const kept = camera ? await patch(addressOf(camera.name), changes()) : await post(CAMERAS, { name: name.value.trim(), url: url.value });
      notice(say("cameras.saved", { camera: kept.name }));
      dialog.close();
      await done(kept);
    });
  }

  // A source that stays needs no proof that it works.
  function changes() {
    return { name: name.value.trim(), ...(url.value === given.url ? {} : { url: url.value }) };
  }

  // A camera may take ten seconds to answer; meanwhile nothing else is asked of it.
  async function working(words, work) {
    tell(true, words);
    tryButton.disabled = save.disabled = true;
    await work().catch((problem) => tell(false, problem.message));
    tryButton.disabled = save.disabled = false;
  }

  function tell(well, words) {
    answer.className = well ? "known" : "bad";
    answer.textContent = words;
  }
}

// What a camera sends, in one line.
function inWords({ codec, width, height, frames_per_second: rate }) {
  return say("cameras.works", { codec, width, height, rate: number(rate) });
}

function addressOf(name) {
  return `${CAMERAS}/${encodeURIComponent(name)}`;
}

function labelled(words, input) {
  return element("label", {}, element("span", { textContent: say(words) }), input);
}
