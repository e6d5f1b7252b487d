// The sign-in page: name and password for a session, then back to where the visitor came from.

import { signIn } from "/static/api.js";
import { dress, languageSwitch } from "/static/shell.js";

const form = document.getElementById("login");
const answer = document.getElementById("answer");

dress("login");
document.getElementById("foot").append(languageSwitch());

// Only a path of this site: what stands in the address may come from anybody.
function destination() {
  const next = new URL(new URLSearchParams(location.search).get("next") ?? "/", location.origin);
  return next.origin === location.origin ? next.pathname : "/";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { name, password } = Object.fromEntries(new FormData(form));
  try {
    await signIn(name, password);
    location.assign(destination());
  } catch (problem) {
    answer.textContent = problem.message;
  }
});
