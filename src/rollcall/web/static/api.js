// The API as the pages ask it: JSON in, JSON out, the session's token sent along, errors in words.

import { sayOr, told } from "/static/language.js";

const SESSION = "/api/v1/session";
const UNAUTHORIZED = 401;
const NO_CONTENT = 204;
const PATIENCE_MILLISECONDS = 8000; // For a page that looks again and again; a machine without power hangs up on nobody.
const PAUSE_MILLISECONDS = 1000; // A wait that was so much longer than it was to be is one in which this browser slept.

let token = "";

// An answer that is no success; its message is for people.
export class Problem extends Error {
  constructor(status, { detail, phrase = null }) {
    super(told(phrase, sayOr(`problem.${status}`, detail)));
    this.status = status;
  }
}

export const get = (address, query = {}) => ask("GET", withQuery(address, query));

// Ask as `get` does, and hold a server that says nothing for one that is away: what the page shows would be long past.
export async function look(address) {
  const asked = performance.now();
  const once = () => ask("GET", address, undefined, AbortSignal.timeout(PATIENCE_MILLISECONDS));
  return once().catch((problem) => {
    const slept = performance.now() - asked > PATIENCE_MILLISECONDS + PAUSE_MILLISECONDS;
    if (slept) return once();
    throw problem;
  });
}

export const post = (address, body) => ask("POST", address, body);
export const put = (address, body) => ask("PUT", address, body);
export const patch = (address, body) => ask("PATCH", address, body);
export const remove = (address) => ask("DELETE", address);

// Return who is signed in; what changes something is sent with this session's token from then on.
export async function session() {
  const found = await get(SESSION);
  token = found.csrf;
  return found;
}

export const signIn = (name, password) => post(SESSION, { name, password });
export const signOut = () => remove(SESSION);
export const setPassword = (old, fresh) => put(`${SESSION}/password`, { old, new: fresh });

export function withQuery(address, query) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return given.length ? `${address}?${new URLSearchParams(given)}` : address;
}

// Send files and tell `progress` which share of them has gone, 0..1; fetch cannot tell.
export function upload(address, form, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "json";
    if (token) request.setRequestHeader("X-CSRF-Token", token);
    request.upload.addEventListener("progress", (event) => progress(event.loaded / event.total));
    request.addEventListener("error", () => reject(new Problem(0, { detail: "Rollcall does not answer. Is it running?" })));
    request.addEventListener("load", () =>
      request.status < 400 ? resolve(request.response) : reject(new Problem(request.status, request.response ?? { detail: request.statusText })),
    );
    request.send(form);
  });
}

async function ask(method, address, body, signal) {
  const headers = token ? { "X-CSRF-Token": token } : {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const request = { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal };
  const answer = await fetch(address, request).catch(silence);
  if (answer.status === UNAUTHORIZED && address !== SESSION) location.assign(withQuery("/login", { next: location.pathname }));
  if (!answer.ok) throw new Problem(answer.status, await answer.json().catch(() => ({ detail: answer.statusText })));
  return answer.status === NO_CONTENT ? null : answer.json().catch(silence);
}

function silence() {
  throw new Problem(0, { detail: "Rollcall does not answer. Is it running?" });
}
