// A long list of the server, shown page by page: the next one is asked for when the end comes into sight.

import { get } from "/static/api.js";
import { element } from "/static/elements.js";
import { say } from "/static/language.js";
import { attempt } from "/static/notices.js";

const PAGE = 60;
const MOST = 1000; // Of which the server gives at once.

// Fill `place` with `show(item)` for each item of `address`; `empty` makes what is shown where there are none. At first
// there are at least `shown` of them: as many as before, for a list that is asked for anew and is to stay where it is.
export function showPages(place, address, query, show, empty, shown = PAGE) {
  const more = element("button", { className: "more", textContent: say("list.more"), onclick: next });
  const seen = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && !more.disabled && next());
  let after = null;
  more.hidden = true;
  place.closest("[data-pages]").querySelectorAll(".more").forEach((old) => old.remove());
  place.closest("[data-pages]").append(more);
  seen.observe(more);
  return next();

  async function next() {
    more.disabled = true;
    await attempt(async () => {
      const limit = after === null ? Math.min(Math.max(shown, PAGE), MOST) : PAGE;
      const page = await get(address, { ...query, limit, after });
      if (!more.isConnected) return;
      if (after === null) begin(page.items.length === 0);
      place.append(...page.items.map(show));
      after = page.next;
    });
    more.hidden = after === null;
    more.disabled = false;
  }

  // What was shown stays until there is something else to show.
  function begin(none) {
    place.replaceChildren();
    place.closest("[data-pages]").querySelectorAll(".empty").forEach((old) => old.remove());
    if (none) more.before(empty());
  }
}
