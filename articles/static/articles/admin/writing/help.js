// The list of keys and typed signs.

import { button, make } from "./dom.js";
import { shownKey } from "./toolbar.js";

const KEYS = [
  ["strong", "Mod-b"], ["em", "Mod-i"], ["u", "Mod-u"], ["s", "Mod-Shift-x"], ["mark", "Mod-Shift-h"],
  ["code", "Mod-e"], ["sup", "Mod-."], ["sub", "Mod-,"], ["link", "Mod-k"], ["paragraph", "Mod-Alt-0"],
  ["h2", "Mod-Alt-2"], ["h3", "Mod-Alt-3"], ["h4", "Mod-Alt-4"], ["numbers", "Mod-Shift-7"],
  ["bullets", "Mod-Shift-8"], ["quote", "Mod-Shift-9"], ["codeBlock", "Mod-Alt-c"], ["footnote", "Mod-Alt-f"],
  ["followFootnote", "Mod-Alt-g"], ["undo", "Mod-z"], ["redo", "Mod-y"], ["find", "Mod-f"],
  ["source", "Mod-Alt-s"], ["full", "Mod-Shift-f"], ["toTools", "Alt-F10"], ["pastePlain", "Mod-Shift-v"],
  ["save", "Mod-s"], ["help", "Mod-/"],
];
const SIGNS = [
  ["h2", "## "], ["h3", "### "], ["h4", "#### "], ["bullets", "- "], ["numbers", "1. "], ["quote", "> "],
  ["codeBlock", "```"], ["rule", "---"], ["strong", "**…**"], ["em", "*…*"], ["s", "~~…~~"],
  ["mark", "==…=="], ["code", "`…`"], ["link", "[…](https://…)"],
];

export function helpDialog({ words }) {
  const id = "writing-help-title";
  const close = button({ class: "writing-word" }, words.close);
  const row = ([name, shown]) => make("tr", {}, make("td", {}, words[name]), make("td", {}, make("kbd", {}, shown)));
  const table = (title, rows) =>
    make("table", {}, make("caption", {}, title), make("tbody", {}, ...rows.map(row)));
  const dialog = make("dialog", { class: "writing-help", "aria-labelledby": id },
    make("h2", { id }, words.help),
    make("div", { class: "writing-help-tables", tabindex: "0", role: "group", "aria-labelledby": id },
      table(words.keys, KEYS.map(([name, key]) => [name, shownKey(key)])),
      table(words.typedSigns, SIGNS)),
    close);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) {
      dialog.close();
    }
  });
  return { dialog, open: () => dialog.showModal() };
}
