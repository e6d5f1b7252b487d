// The sign-in page: name and password for a session, then back to where the visitor came from.

const form = document.getElementById("login");
const answer = document.getElementById("answer");

// Only a path of this site: what stands in the address may come from anybody.
function destination() {
  const next = new URL(new URLSearchParams(location.search).get("next") ?? "/", location.origin);
  return next.origin === location.origin ? next.pathname : "/";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { name, password } = Object.fromEntries(new FormData(form));
  const response = await fetch("/api/v1/session", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name, password }),
  });
  if (response.ok) location.assign(destination());
  else answer.textContent = (await response.json()).detail;
});
