// What has been kept for long enough: what would go, and letting it go now.

import { get, post } from "/static/api.js";
import { confirmed } from "/static/dialog.js";
import { element } from "/static/elements.js";
import { number, say } from "/static/language.js";
import { attempt } from "/static/notices.js";

const RETENTION = "/api/v1/retention";

export function retentionPart() {
  const told = element("p", { role: "status" });
  const look = () => attempt(async () => (told.textContent = inWords("retention.would", await get(RETENTION))));
  const run = async () => {
    if (!(await look()) || told.textContent === say("retention.nothing")) return;
    if (!(await confirmed(`${told.textContent} ${say("retention.question")}`, say("retention.run")))) return;
    await attempt(async () => (told.textContent = inWords("retention.gone", await post(RETENTION))));
  };
  const buttons = [element("button", { textContent: say("retention.look"), onclick: look }), element("button", { className: "danger", textContent: say("retention.run"), onclick: run })];
  return element("div", { className: "stack" }, element("div", { className: "row" }, buttons), told);
}

function inWords(key, found) {
  if (!Object.values(found).some(Boolean)) return say("retention.nothing");
  const snapshots = number(found.snapshots + found.over_cap);
  return say(key, { sightings: number(found.sightings), snapshots, strangers: number(found.strangers), audit: number(found.audit) });
}
