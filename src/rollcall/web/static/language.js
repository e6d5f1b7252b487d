// The words of the pages: one JSON file a language. The choice of the user decides, else the settings, else the browser.

export const LANGUAGES = { en: "English", ko: "한국어" };

const FROM_THE_RIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const MOST_DAYS = 14; // Beyond, a day is told by its date.
const REMEMBERED = "rollcall.language";

export const language = chosen() ?? preset() ?? navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in LANGUAGES) ?? "en";

const words = await (await fetch(`/static/${language}.json`)).json();

function chosen() {
  const remembered = localStorage.getItem(REMEMBERED);
  return remembered in LANGUAGES ? remembered : null;
}

// What the settings say; the server writes it into each page.
function preset() {
  const { language: given } = document.documentElement.dataset;
  return given in LANGUAGES ? given : null;
}

export function choose(tag) {
  localStorage.setItem(REMEMBERED, tag);
  location.reload();
}

// Return the words of `key` with {name}s filled in.
export function say(key, values = {}) {
  return fill(words[key] ?? key, values);
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => isolated(values[name] ?? ""));
}

// Return a name so that, written from right to left, it does not carry along the words and figures beside it.
export function isolated(name) {
  return FROM_THE_RIGHT.test(name) ? `\u2068${name}\u2069` : name;
}

// Return the words of `key`, or `otherwise` where this language has none: English comes from the server as it is.
export function sayOr(key, otherwise) {
  return words[key] ?? otherwise;
}

// Return what the server says, in this language where it has words for it: `phrase` is its code with values, or null.
export function told(phrase, english) {
  const own = phrase && words[`phrase.${phrase.code}`];
  if (!own) return english;
  const values = Object.entries(phrase.values).map(([name, value]) => [name, typeof value === "string" ? value : told(value, "")]);
  return fill(own, Object.fromEntries(values));
}

// Fill every element that names its words: data-say for its text, data-say-label for its accessible name.
export function sayAll(root = document) {
  for (const named of root.querySelectorAll("[data-say]")) named.textContent = say(named.dataset.say);
  for (const named of root.querySelectorAll("[data-say-label]")) named.setAttribute("aria-label", say(named.dataset.sayLabel));
}

const moments = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" });
const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const scores = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const days = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
const distances = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const UNITS = { day: 86_400, hour: 3600, minute: 60 };

export const moment = (unixSeconds) => moments.format(new Date(unixSeconds * 1000));
export const number = (value) => numbers.format(value);
export const score = (value) => (value === null ? "–" : scores.format(value));

export function duration(seconds) {
  if (seconds < 60) return say("time.seconds", { count: number(Math.max(1, Math.round(seconds))) });
  if (seconds < 3600) return say("time.minutes", { count: number(Math.round(seconds / 60)) });
  return say("time.hours", { count: number(seconds / 3600) });
}

// Return how long ago it was, and the day where that is long.
export function ago(unixSeconds) {
  const seconds = Math.max(Date.now() / 1000 - unixSeconds, UNITS.minute);
  if (seconds > MOST_DAYS * UNITS.day) return days.format(new Date(unixSeconds * 1000));
  const [unit, size] = Object.entries(UNITS).find(([, each]) => seconds >= each);
  return distances.format(-Math.floor(seconds / size), unit);
}

// Return how long it is until `unixSeconds`.
export const until = (unixSeconds) => duration(unixSeconds - Date.now() / 1000);

export function bytes(count) {
  const power = count < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(count) / 10));
  return `${number(count / 1024 ** power)} ${["B", "KiB", "MiB", "GiB", "TiB"][power]}`;
}
