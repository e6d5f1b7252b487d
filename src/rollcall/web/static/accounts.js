// Who may come in: users, whose role and password can be changed, and programs with their keys.

import { get, patch } from "/static/api.js";
import { openDialog } from "/static/dialog.js";
import { element } from "/static/elements.js";
import { say } from "/static/language.js";
import { attempt, notice } from "/static/notices.js";
import { card, field, maker, remover, roleChoice, roleField, row, table } from "/static/settings-parts.js";

const USERS = "/api/v1/users";
const KEYS = "/api/v1/keys";
const USER_ROLES = ["viewer", "operator", "admin"];
const KEY_ROLES = ["monitor", ...USER_ROLES];

// `me`: the name of who is signed in, who cannot be shut out by a slip.
export async function usersCard(me) {
  const list = element("tbody");
  const show = async () => list.replaceChildren(...(await get(USERS)).map(userRow));
  await show();
  const fields = [field("name", "login.name"), field("password", "login.password", { type: "password", autocomplete: "new-password" }), roleField(USER_ROLES)];
  return card("settings.users", table(list), maker(fields, "settings.addUser", USERS, show));

  function userRow(user) {
    const address = `${USERS}/${encodeURIComponent(user.name)}`;
    const role = roleChoice(USER_ROLES, user.role);
    role.ariaLabel = say("settings.roleOf", { name: user.name });
    role.disabled = user.name === me;
    role.addEventListener("change", async () => {
      if (await attempt(() => patch(address, { role: role.value }))) notice(say("settings.saved"));
      else await show();
    });
    const fresh = element("button", { textContent: say("password.new"), disabled: user.name === me, onclick: () => givePassword(user, address, show) });
    const missing = user.has_password ? null : element("p", { className: "faint", textContent: say("settings.noPassword") });
    const actions = element("div", { className: "row" }, role, fresh, remover(say("settings.removeUser", { name: user.name }), address, show));
    return row([element("span", { textContent: user.name, dir: "auto" }), missing], actions);
  }
}

// For somebody who lost the old one.
function givePassword(user, address, done) {
  const password = field("password", "password.new", { type: "password", autocomplete: "new-password" });
  password.querySelector("input").dataset.first = "";
  const keep = async (event) => {
    event.preventDefault();
    if (!(await attempt(() => patch(address, { password: password.querySelector("input").value })))) return;
    dialog.close();
    notice(say("settings.saved"));
    await done();
  };
  const help = [say("password.length"), say("settings.passwordHelp")].join(" ");
  const form = element("form", { onsubmit: keep }, element("p", { className: "faint", textContent: help }), password, element("div", { className: "row end" }, element("button", { className: "main", textContent: say("action.save") })));
  const dialog = openDialog({ id: "password", title: say("settings.passwordOf", { name: user.name }) }, form);
}

export async function keysCard() {
  const list = element("tbody");
  const made = element("div", { role: "status" });
  const keyRow = (key) => row(key.name, say(`short.${key.role}`), remover(say("settings.removeKey", { name: key.name }), `${KEYS}/${key.id}`, show));
  const none = () => row(say("settings.noKeys"));
  const show = async (fresh) => {
    const keys = await get(KEYS);
    list.replaceChildren(...(keys.length ? keys.map(keyRow) : [none()]));
    made.replaceChildren(...(fresh ? [element("p", { textContent: say("settings.keyMade") }), element("code", { textContent: fresh.key })] : []));
  };
  await show();
  return card("settings.keys", table(list), made, maker([field("name", "settings.keyName"), roleField(KEY_ROLES)], "settings.addKey", KEYS, show));
}
