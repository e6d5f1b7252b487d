// A long list of the server, shown page by page: the next one is asked for when the end comes into sight.

import { get } from "/static/api.js";
import { element } from "/static/elements.js";
import { say } from "/static/language.js";
import { attempt } from "/static/notices.js";

// Fill `place` with `show(item)` for each item of `address`; `empty` makes what is shown where there are none.
export function showPages(place, address, query, show, empty) {
  const more = element("button", { className: "more", textContent: say("list.more"), onclick: next });
  const seen = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && !more.disabled && next());
  let after = null;
  place.replaceChildren();
  more.hidden = true;
  place.closest("[data-pages]").querySelectorAll(".more, .empty").forEach((old) => old.remove());
  place.closest("[data-pages]").append(more);
  seen.observe(more);
  return next();

  async function next() {
    more.disabled = true;
    await attempt(async () => {
      const page = await get(address, { ...query, limit: 60, after });
      if (!more.isConnected) return;
      place.append(...page.items.map(show));
      if (after === null && page.items.length === 0) more.before(empty());
      after = page.next;
    });
    more.hidden = after === null;
    more.disabled = false;
  }
}
