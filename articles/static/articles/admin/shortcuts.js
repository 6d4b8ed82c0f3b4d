/* Keys of the desk. Never while somebody writes, composes a character, or holds another key. */

const body = document.body;
const sheet = document.getElementById("shortcuts");
const PAUSE = 1200;
let begun = "";
let waiting;

function isWriting(event) {
  const { target } = event;
  return event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey
    || target.isContentEditable || target.matches("input:not([type=checkbox]), textarea, select");
}

const rows = () => [...document.querySelectorAll("#result_list tbody tr")];

function step(by) {
  const all = rows();
  if (!all.length) return;
  const before = all.findIndex((row) => row.classList.contains("is-current"));
  const next = before < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(before + by, 0), all.length - 1);
  all[before]?.classList.remove("is-current");
  all[next].classList.add("is-current");
  all[next].querySelector("a")?.focus();
}

const current = () => document.querySelector("#result_list tr.is-current");
const go = (name) => { if (sheet.dataset[name]) location.assign(sheet.dataset[name]); };

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  o: () => current()?.querySelector("a")?.click(),
  x: () => current()?.querySelector(".action-select")?.click(),
  n: () => go("new"),
  "/": () => {
    const search = document.getElementById("searchbar");
    if (search) search.focus();
    else go("posts");
  },
  "?": () => sheet.showModal(),
  "g h": () => go("home"),
  "g l": () => go("posts"),
  "g c": () => go("calendar"),
  "g f": () => go("front"),
  "g r": () => go("reports"),
};

addEventListener("keydown", (event) => {
  if (!sheet || body.classList.contains("popup") || isWriting(event) || sheet.open) return;
  const pressed = `${begun} ${event.key}`.trim();
  clearTimeout(waiting);
  begun = "";
  if (event.key === "g" && pressed === "g") {
    begun = "g";
    waiting = setTimeout(() => { begun = ""; }, PAUSE);
  } else if (KEYS[pressed]) {
    event.preventDefault();
    KEYS[pressed]();
  }
});

document.querySelector("[data-shortcuts]")?.addEventListener("click", () => sheet.showModal());
