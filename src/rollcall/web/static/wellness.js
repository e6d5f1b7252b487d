// A mark at the link to the health page while something needs attention; that page says what.

import { get } from "/static/api.js";
import { say } from "/static/language.js";

const POLL_MILLISECONDS = 30_000;

export async function markTrouble(link) {
  const words = link.textContent;
  const watch = async () => {
    const system = await get("/api/v1/system").catch(() => null);
    link.classList.toggle("troubled", system?.status === "degraded");
    link.ariaLabel = system?.status === "degraded" ? `${words}: ${say("health.degraded")}` : null;
    setTimeout(watch, POLL_MILLISECONDS);
  };
  await watch();
}
