// Cameras of the local network, found by ONVIF; one click takes a stream over.

import { post } from "/static/api.js";
import { editCamera } from "/static/camera-form.js";
import { openDialog } from "/static/dialog.js";
import { element } from "/static/elements.js";
import { say, told } from "/static/language.js";

export function searchCameras(done) {
  const found = element("ul", { className: "answers found" });
  const status = element("p", { role: "status", className: "faint", textContent: say("search.help") });
  const begin = element("button", { className: "main", textContent: say("search.begin") });
  const form = element(
    "form",
    { onsubmit: search },
    element("div", { className: "row" }, field("user", "search.user"), field("password", "login.password", { type: "password" }), field("address", "search.address", { placeholder: "192.168.0.20" })),
    status,
    element("div", { className: "row end" }, begin),
  );
  form.querySelector("input").dataset.first = "";
  const dialog = openDialog({ id: "search", title: say("cameras.search"), wide: true }, form, found);

  async function search(event) {
    event.preventDefault();
    const asked = Object.fromEntries(new FormData(form));
    status.textContent = say("search.searching");
    begin.disabled = true;
    try {
      const cameras = await post("/api/v1/cameras/discover", { ...asked, address: asked.address || null });
      found.replaceChildren(...cameras.map((camera) => line(camera, asked)));
      status.textContent = cameras.length ? say("search.found", { count: cameras.length }) : say("search.none");
    } catch (problem) {
      status.textContent = problem.message;
    }
    begin.disabled = false;
  }

  function line(camera, asked) {
    const streams = camera.streams.map((stream) => {
      const what = [stream.name, stream.codec, stream.width ? `${stream.width}×${stream.height}` : ""].filter(Boolean).join(" · ");
      const take = () => (dialog.close(), editCamera(null, done, signedIn(stream.url, asked)));
      return element("li", { className: "row apart" }, element("span", { textContent: what }), element("button", { textContent: say("search.take"), onclick: take }));
    });
    return element(
      "li",
      { className: "card" },
      element("h2", { textContent: `${camera.name} (${camera.host})` }),
      camera.problem ? element("p", { className: "bad", textContent: told(camera.problem_phrase, camera.problem) }) : null,
      element("ul", { className: "answers" }, streams),
    );
  }
}

// Put user and password into a stream's URL, which cameras tell without them.
function signedIn(url, { user, password }) {
  return user ? url.replace("://", `://${encodeURIComponent(user)}:${encodeURIComponent(password)}@`) : url;
}

function field(name, words, properties = {}) {
  return element("label", {}, element("span", { textContent: say(words) }), element("input", { name, autocomplete: "off", ...properties }));
}
