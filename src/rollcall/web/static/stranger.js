// One stranger: every sighting, whether it really is the same person, who else it could be, and erasure.

import { get, post, remove } from "/static/api.js";
import { element, picture } from "/static/elements.js";
import { moment, number, say } from "/static/language.js";
import { rejectSighting } from "/static/naming.js";
import { attempt, confirmed, notice, openDialog } from "/static/shell.js";
import { strangerCalled } from "/static/who.js";

const ADDRESS = "/api/v1/strangers";
const OTHERS = 12;

// Open a stranger; `changed` is called when the list of strangers may no longer be what it was.
export async function showStranger(id, user, changed) {
  const sightings = element("ul", { className: "photos seen" });
  const dialog = openDialog("stranger", { wide: true, onclose: changed });
  const past = element("a", { className: "button", href: `/history?stranger=${id}`, textContent: say("page.history") });
  const close = element("button", { textContent: say("action.close"), onclick: () => dialog.close() });
  dialog.append(
    element(
      "div",
      { className: "stack" },
      element("div", { className: "row apart" }, element("h2", { textContent: strangerCalled(id) }), element("div", { className: "row" }, past, close)),
      sightings,
      user.may("operator") ? eraser() : "",
    ),
  );
  await show();

  async function show() {
    await attempt(async () => {
      const stranger = await get(`${ADDRESS}/${id}`);
      sightings.replaceChildren(...stranger.sightings.map((each) => shot(each, stranger.times > 1)));
    });
  }

  function shot(sighting, several) {
    const face = sighting.snapshot ? picture(`${sighting.snapshot}?side=256`, "", { className: "portrait" }) : element("span", { className: "portrait", textContent: "?" });
    const other = async () => (await attempt(() => rejectSighting(sighting))) && show();
    const not = several && user.may("operator") ? element("button", { textContent: say("stranger.notSame"), onclick: other }) : null;
    return element("li", {}, face, element("p", { className: "faint numbers", textContent: `${sighting.camera} · ${moment(sighting.start)}` }), not);
  }

  function eraser() {
    const erase = async () => {
      if (!(await confirmed(say("stranger.eraseQuestion", { stranger: strangerCalled(id) }), say("person.eraseDo")))) return;
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

// Ask who of the others a stranger is, the one who looks most like it first; `done` once they are one.
export async function mergeStranger(stranger, done) {
  const others = element("ul", { className: "faces" });
  const dialog = openDialog("merging", { wide: true });
  const close = element("button", { textContent: say("action.cancel"), onclick: () => dialog.close() });
  const question = say("stranger.mergeQuestion", { stranger: strangerCalled(stranger.id) });
  dialog.append(element("div", { className: "stack" }, element("div", { className: "row apart" }, element("h2", { textContent: question }), close), others));
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
    if (!(await attempt(() => post(`${ADDRESS}/${kept}/merge`, { duplicate })))) return;
    notice(say("stranger.merged", { stranger: strangerCalled(kept) }));
    dialog.close();
    done();
  }
}

async function offered(stranger) {
  const [{ alike }, newest] = await Promise.all([get(`${ADDRESS}/${stranger.id}`), get(ADDRESS, { ignored: stranger.ignored })]);
  const rank = new Map(alike.map((id, place) => [id, place]));
  const others = newest.items.filter((each) => each.id !== stranger.id);
  return others.sort((one, two) => (rank.get(one.id) ?? OTHERS) - (rank.get(two.id) ?? OTHERS)).slice(0, OTHERS);
}
