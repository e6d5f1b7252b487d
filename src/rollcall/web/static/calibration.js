// The calibration of the gallery: begun here, watched, its report in words and as a picture, its proposal taken over.

import { get, patch, post } from "/static/api.js";
import { element, picture } from "/static/elements.js";
import { isolated, number, say, score, told } from "/static/language.js";
import { attempt, notice } from "/static/notices.js";

const CALIBRATION = "/api/v1/calibration";
const POLL_MILLISECONDS = 500;
const FIRST = 8; // Lines of a list that may be long.
const RATES = [0.01, 0.001, 0.0001];

// Return the card that measures the gallery; `changed` is called when the proposal was taken over.
export function calibrationCard(changed) {
  const options = RATES.map((rate) => element("option", { value: rate, textContent: say("calibration.rate", { count: number(1 / rate) }), selected: rate === 0.001 }));
  const rate = element("select", { name: "false_names" }, options);
  const begin = element("button", { type: "button", textContent: say("calibration.begin"), onclick: measure });
  const progress = element("progress", { value: 0, hidden: true });
  const report = element("div", { className: "stack", role: "status" });
  const root = element(
    "article",
    { id: "calibration", className: "card" },
    element("h2", { textContent: say("calibration.title") }),
    element("p", { className: "faint", textContent: say("calibration.help") }),
    element("div", { className: "row" }, element("label", {}, element("span", { textContent: say("calibration.allowed") }), rate), begin),
    progress,
    report,
  );
  watch();
  return root;

  async function measure() {
    if (await attempt(() => post(CALIBRATION, { false_names: Number(rate.value) }))) await watch();
  }

  // Follow a measurement, also one that was begun elsewhere.
  async function watch() {
    await attempt(async () => {
      const now = await get(CALIBRATION);
      begin.disabled = now.running;
      progress.hidden = !now.running;
      progress.value = now.progress;
      if (now.running) setTimeout(watch, POLL_MILLISECONDS);
      else show(now);
    });
  }

  function show({ error, error_phrase: phrase, report: found, finished }) {
    report.replaceChildren(...(error ? [element("p", { className: "bad", textContent: told(phrase, error) })] : found ? reportOf(found, finished) : []));
  }

  function reportOf(found, finished) {
    const proposal = { threshold: score(found.threshold), margin: score(found.margin) };
    const take = async () => {
      const values = { "identity.threshold": found.threshold, "identity.margin": found.margin };
      if (!(await attempt(() => patch("/api/v1/settings", { values })))) return;
      notice(say("calibration.taken"));
      await changed();
    };
    return [
      element("p", { textContent: say("calibration.proposal", { people: number(found.people), count: number(1 / found.false_names), ...proposal }) }),
      element("div", { className: "row" }, element("button", { type: "button", className: "main", textContent: say("calibration.take", proposal), onclick: take })),
      found.missed === null ? null : element("p", { textContent: say("calibration.missed", { share: number(100 * found.missed) }) }),
      picture(`${CALIBRATION}/plot.svg?${finished}`, say("calibration.plot"), { className: "plot" }),
      found.alone.length ? element("p", { textContent: say("calibration.alone", { names: found.alone.slice(0, 10).map(isolated).join(", "), count: found.alone.length }) }) : null,
      lookalikes(found.lookalikes.filter((pair) => pair.confusable)),
      found.doubtful.length ? firstOf(found.doubtful, doubtful) : element("p", { textContent: say("calibration.noDoubt") }),
    ].filter(Boolean);
  }
}

function lookalikes(pairs) {
  if (pairs.length === 0) return null;
  const line = (pair) => element("li", { textContent: `${isolated(pair.first)} – ${isolated(pair.second)} (${score(pair.score)})` });
  return element("div", { className: "stack" }, element("p", { textContent: say("calibration.lookalikes") }), firstOf(pairs, line));
}

// The first lines, since a large gallery has hundreds; a button shows all.
function firstOf(items, line) {
  const list = element("ul", { className: "answers" }, items.slice(0, FIRST).map(line));
  if (items.length <= FIRST) return list;
  const showAll = () => {
    list.append(...items.slice(FIRST).map(line));
    list.children[FIRST].tabIndex = -1;
    list.children[FIRST].focus();
    all.remove();
  };
  const all = element("button", { type: "button", textContent: say("list.all", { count: number(items.length) }), onclick: showAll });
  return element("div", { className: "stack" }, list, element("div", { className: "row" }, all));
}

function doubtful(photo) {
  const words = say(`doubt.${photo.doubt}`, { name: photo.name, other: photo.other_name ?? "", own: score(photo.own), near: score(photo.other) });
  const shown = photo.photo === null ? null : picture(`/api/v1/photos/${photo.photo}/image?side=96`, photo.name, { className: "portrait small" });
  const link = element("a", { href: `/people?person=${encodeURIComponent(photo.person)}`, textContent: photo.name });
  return element("li", { className: "row" }, shown, link, element("span", { textContent: words }));
}
