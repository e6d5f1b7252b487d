// A link at the top of every page while something needs attention, to the health page, which says what.

import { get } from "/static/api.js";
import { element } from "/static/elements.js";
import { say } from "/static/language.js";

const POLL_MILLISECONDS = 30_000;

export function troubleLink() {
  const words = say("health.degraded");
  const link = element("a", { className: "button trouble", href: "/status", hidden: true, title: words, "aria-label": words }, element("span", { textContent: words }));
  watch();
  return link;

  async function watch() {
    const system = await get("/api/v1/system").catch(() => null);
    link.hidden = system?.status !== "degraded";
    setTimeout(watch, POLL_MILLISECONDS);
  }
}
