// DOM elements, written down in one expression; text is always text, never HTML.

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(made.dataset, value);
    else if (name in made) made[name] = value;
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

// What a field for a name asks for: the browser itself takes blanks alone for an answer.
export const NOT_BLANK = ".*\\S.*";

export function picture(address, words, properties = {}) {
  return element("img", { src: address, alt: words, loading: "lazy", decoding: "async", ...properties });
}

// Give the focus to `place` where what had it is gone: a keyboard would begin at the top of the page again.
export function regainFocus(place) {
  if (document.activeElement === document.body) place?.focus();
}

// What an empty page says: what is missing, and what to do next.
export function emptiness(title, advice, ...actions) {
  return element("div", { className: "empty" }, element("h2", { textContent: title }), element("p", { textContent: advice }), ...actions);
}
