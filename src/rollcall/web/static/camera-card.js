// One camera on the live page: its picture, its state in words, and the people before it.

import { element } from "/static/elements.js";
import { number, say, told } from "/static/language.js";
import { Screen } from "/static/screen.js";
import { called, isWaiting } from "/static/who.js";

export class CameraCard {
  // `enlarge` is called with the card, `open` with a track's number.
  constructor(camera, { enlarge, open }) {
    this.open = open;
    this.enlarge = enlarge;
    this.screen = new Screen(camera);
    this.waiting = element("p", { className: "waiting" });
    this.state = element("span", { className: "state" });
    this.rates = element("span", { className: "faint numbers" });
    this.people = element("ul", { className: "chips", "aria-label": say("live.people") });
    const label = say("live.enlarge", { camera: camera.name });
    this.root = element(
      "article",
      { className: "card camera", data: { camera: camera.name } },
      element("button", { className: "screen", "aria-label": label, onclick: (event) => this.click(event) }, this.screen.root, this.waiting),
      element(
        "div",
        { className: "about" },
        element("div", { className: "row" }, element("h2", { textContent: camera.name }), this.state),
        this.rates,
        this.people,
      ),
    );
  }

  // A click on a face asks about it, anywhere else it makes the camera large.
  click(event) {
    const track = this.screen.trackAt(event);
    if (track === null) this.enlarge(this);
    else this.open(track);
  }

  show(camera) {
    const live = camera.state === "live";
    this.state.textContent = say(`state.${camera.state}`);
    this.state.dataset.state = camera.state;
    this.waiting.hidden = live;
    this.waiting.textContent = told(camera.reason_phrase, camera.reason) || say(`state.${camera.state}`);
    this.rates.textContent = camera.width ? rates(camera) : "";
    this.people.hidden = !live;
    this.showPeople(live ? camera.people : []);
  }

  // Chips are changed in place: one that is replaced each second could not be clicked.
  showPeople(people) {
    const chips = new Map([...this.people.children].map((chip) => [chip.dataset.track, chip]));
    for (const person of people) {
      const key = String(person.track);
      const chip = chips.get(key) ?? this.people.appendChild(this.chip(person.track));
      chips.delete(key);
      const face = chip.firstElementChild;
      face.className = person.name ? "known" : "unknown";
      face.textContent = isWaiting(person) && !person.name ? say("live.looking") : called(person);
      face.title = say(`reason.${person.reason}`);
    }
    for (const gone of chips.values()) gone.remove();
  }

  chip(track) {
    return element("li", { data: { track } }, element("button", { onclick: () => this.open(track) }));
  }

  // Say that nothing is known of the camera, and nobody is here: the server does not answer.
  lose(words) {
    this.state.textContent = say("state.unknown");
    this.state.dataset.state = "unknown";
    this.waiting.hidden = false;
    this.waiting.textContent = words;
    this.rates.textContent = "";
    this.people.hidden = true;
    this.showPeople([]);
  }
}

function rates(camera) {
  const values = { width: camera.width, height: camera.height, shown: number(camera.frames_per_second), analysed: number(camera.analysed_per_second) };
  return say("live.rates", values);
}
