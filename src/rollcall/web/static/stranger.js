// One stranger: every sighting, whether it really is the same person, who else it could be, and erasure.

import { get, remove } from "/static/api.js";
import { confirmed, openDialog } from "/static/dialog.js";
import { element, picture } from "/static/elements.js";
import { moment, number, say } from "/static/language.js";
import { nameForm } from "/static/name-form.js";
import { mergeStrangers, nameStranger, rejectSighting } from "/static/naming.js";
import { attempt } from "/static/notices.js";
import { strangerCalled } from "/static/who.js";

const ADDRESS = "/api/v1/strangers";
const OTHERS = 12;

// Open a stranger; `changed` is called once it is closed, where the list of strangers may no longer be what it was.
export async function showStranger(id, user, changed) {
  const sightings = element("ul", { className: "photos seen" });
  let touched = false;
  const past = element("a", { className: "button", href: `/history?stranger=${id}`, textContent: say("page.history") });
  const given = { id: "stranger", title: strangerCalled(id), wide: true, tools: [past], onclose: () => touched && changed() };
  const parts = user.may("operator") ? [naming(), sightings, eraser()] : [sightings];
  const dialog = openDialog(given, ...parts);
  await show();

  async function show() {
    await attempt(async () => {
      const stranger = await get(`${ADDRESS}/${id}`);
      sightings.replaceChildren(...stranger.sightings.map((each) => shot(each, stranger.times > 1)));
    });
  }

  // Anew, whether or not the dialog is still there.
  function again() {
    return dialog.isConnected ? show() : changed();
  }

  function naming() {
    const done = () => ((touched = true), dialog.close());
    return nameForm({ words: say("track.name"), help: say("stranger.nameHelp"), action: say("action.save") }, (whom) => nameStranger(id, whom, changed), done);
  }

  function shot(sighting, several) {
    const face = sighting.snapshot ? picture(`${sighting.snapshot}?side=256`, "", { className: "portrait" }) : element("span", { className: "portrait", textContent: "?" });
    const other = async () => {
      touched = true;
      if (await attempt(() => rejectSighting(sighting, again))) await show();
    };
    const not = several && user.may("operator") ? element("button", { textContent: say("stranger.notSame"), onclick: other }) : null;
    return element("li", {}, face, element("p", { className: "faint numbers", textContent: `${sighting.camera} · ${moment(sighting.start)}` }), not);
  }

  function eraser() {
    const erase = async () => {
      if (!(await confirmed(say("stranger.eraseQuestion", { stranger: strangerCalled(id) }), say("person.eraseDo")))) return;
      touched = true;
      if (await attempt(() => remove(`${ADDRESS}/${id}`))) dialog.close();
    };
    return element(
      "details",
      { className: "card" },
      element("summary", { textContent: say("stranger.erase") }),
      element("p", { className: "faint", textContent: say("person.eraseHelp") }),
      element("div", { className: "row" }, element("button", { className: "danger", textContent: say("person.eraseDo"), onclick: erase })),
    );
  }
}

// Ask who of the others a stranger is, the one who looks most like it first; `done` once they are one, or two again.
export async function mergeStranger(stranger, done) {
  const others = element("ul", { className: "faces" });
  const dialog = openDialog({ id: "merging", title: say("stranger.mergeQuestion", { stranger: strangerCalled(stranger.id) }), wide: true }, others);
  await attempt(async () => {
    others.replaceChildren(...(await offered(stranger)).map(tile));
    if (!others.children.length) others.append(element("li", { className: "faint", textContent: say("stranger.noOther") }));
  });
  others.querySelector("button")?.focus();

  function tile(other) {
    const face = other.picture ? picture(`${other.picture}?side=256`, "", { className: "portrait" }) : element("span", { className: "portrait", textContent: "?" });
    const facts = element("span", { className: "faint", textContent: say("strangers.times", { count: number(other.times) }) });
    const words = element("span", { className: "caption" }, element("strong", { textContent: strangerCalled(other.id) }), element("br"), facts);
    return element("li", {}, element("button", { onclick: () => unite(other) }, face, words));
  }

  async function unite(other) {
    const [kept, duplicate] = [stranger.id, other.id].sort((one, two) => one - two);
    if (!(await attempt(() => mergeStrangers(kept, duplicate, done)))) return;
    dialog.close();
    done();
  }
}

// The likest ones first, wherever they stand in the list, then those who came last.
async function offered(stranger) {
  const [alike, newest] = await Promise.all([get(`${ADDRESS}/${stranger.id}/alike`, { limit: OTHERS }), get(ADDRESS, { ignored: stranger.ignored, limit: OTHERS + 1 })]);
  const others = [...alike.filter((each) => each.ignored === stranger.ignored), ...newest.items].filter((each) => each.id !== stranger.id);
  return [...new Map(others.map((each) => [each.id, each])).values()].slice(0, OTHERS);
}
