// The tools above the text, and those for the table or the figure that the cursor is in.

import {
  align, around, clearFormat, hasMark, insertRule, isBlock, lineAt, moveBlock, removeBlock, setBlock, toggleBlock,
  toggleList, toggleMark, toggleQuote,
} from "./commands.js";
import { button, icon, make } from "./dom.js";
import { editCaption, editCredit, joinNext } from "./figures.js";
import { insertFootnote } from "./footnotes.js";
import { pm } from "./library.js";
import * as tables from "./tables.js";

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const SIGNS = isMac ? { Mod: "⌘", Shift: "⇧", Alt: "⌥" } : { Mod: "Ctrl", Shift: "Shift", Alt: "Alt" };

// A key as it is written on the user's keyboard.
export const shownKey = (key) =>
  key.split("-").map((part) => SIGNS[part] ?? part.toUpperCase()).join(isMac ? "" : "+");

const mark = (name, shown, key) => ({
  name, icon: shown, key, run: toggleMark(name), isOn: (state) => hasMark(state, name),
});
const level = (number) => ({
  name: `h${number}`, text: `H${number}`, key: `Mod-Alt-${number}`,
  run: toggleBlock("heading", { level: number }), isOn: (state) => isBlock(state, "heading", { level: number }),
});
const inside = (name) => (state) => Boolean(around(state, name));

// `desk` holds what is more than a change of the text.
function groups(desk) {
  return [
    [
      { name: "undo", icon: "undo", key: "Mod-z", run: ({ commands }) => commands.undo(), isAble: (state) => pm.history.undoDepth(state) > 0 },
      { name: "redo", icon: "redo", key: "Mod-y", run: ({ commands }) => commands.redo(), isAble: (state) => pm.history.redoDepth(state) > 0 },
    ],
    [
      { name: "paragraph", text: "¶", key: "Mod-Alt-0", run: setBlock("paragraph"), isOn: (state) => isBlock(state, "paragraph") },
      level(2), level(3), level(4),
      { name: "quote", icon: "format_quote", key: "Mod-Shift-9", run: toggleQuote, isOn: inside("blockquote") },
      { name: "bullets", icon: "format_list_bulleted", key: "Mod-Shift-8", run: toggleList("bulletList"), isOn: inside("bulletList") },
      { name: "numbers", icon: "format_list_numbered", key: "Mod-Shift-7", run: toggleList("orderedList"), isOn: inside("orderedList") },
      { name: "center", icon: "format_align_center", run: align("align-center"), isOn: (state) => lineAt(state).attrs.class === "align-center" },
      { name: "right", icon: "format_align_right", run: align("align-right"), isOn: (state) => lineAt(state).attrs.class === "align-right" },
    ],
    [
      mark("strong", "format_bold", "Mod-b"), mark("em", "format_italic", "Mod-i"),
      mark("u", "format_underlined", "Mod-u"), mark("s", "strikethrough_s", "Mod-Shift-x"),
      mark("mark", "border_color", "Mod-Shift-h"), mark("sup", "superscript", "Mod-."),
      mark("sub", "subscript", "Mod-,"), mark("code", "code", "Mod-e"),
      { name: "clear", icon: "format_clear", run: clearFormat },
    ],
    [
      { name: "link", icon: "insert_link", key: "Mod-k", run: desk.openLink, isOn: (state) => hasMark(state, "a") },
      { name: "picture", icon: "photo_library", run: desk.choosePicture },
      { name: "upload", icon: "add_photo_alternate", run: desk.chooseFiles },
      { name: "table", icon: "table_chart", run: tables.insertTable, isAble: (state) => !tables.isInTable(state) },
      { name: "codeBlock", icon: "integration_instructions", key: "Mod-Alt-c", run: toggleBlock("codeBlock"), isOn: (state) => isBlock(state, "codeBlock") },
      { name: "rule", icon: "horizontal_rule", run: insertRule },
      { name: "footnote", text: "[1]", key: "Mod-Alt-f", run: insertFootnote },
    ],
    [
      { name: "find", icon: "search", key: "Mod-f", run: desk.openSearch },
      { name: "source", text: "</>", key: "Mod-Alt-s", run: desk.toggleSource, isOutside: true },
      { name: "full", icon: "fullscreen", key: "Mod-Shift-f", run: desk.toggleFull, isOn: desk.isFull, isOutside: true },
      { name: "help", icon: "help_outline", key: "Mod-/", run: desk.openHelp, isOutside: true },
    ],
  ];
}

const FIGURE = [
  { name: "caption", label: true, run: editCaption },
  { name: "credit", label: true, run: editCredit },
  { name: "joinNext", icon: "view_module", run: joinNext },
  { name: "up", icon: "arrow_upward", run: moveBlock(-1, "figure") },
  { name: "down", icon: "arrow_downward", run: moveBlock(1, "figure") },
  { name: "removePicture", icon: "hide_image", run: removePicture, isAble: inside("picture") },
  { name: "removeFigure", icon: "delete_outline", run: removeBlock("figure") },
];
const TABLE = [
  { name: "tableCaption", label: true, run: tables.editTableCaption },
  { name: "headerRow", label: true, run: tables.toggleHeaderRow, isOn: tables.hasHeaderRow },
  { name: "rowAbove", label: true, run: tables.addRowBefore },
  { name: "rowBelow", label: true, run: tables.addRowAfter },
  { name: "removeRow", label: true, run: tables.removeRow },
  { name: "columnBefore", label: true, run: tables.addColumnBefore },
  { name: "columnAfter", label: true, run: tables.addColumnAfter },
  { name: "removeColumn", label: true, run: tables.removeColumn },
  { name: "mergeCells", label: true, run: tables.mergeCells, isAble: (state) => pm.tables.mergeCells(state) },
  { name: "splitCell", label: true, run: tables.splitCell, isAble: (state) => pm.tables.splitCell(state) },
  { name: "removeTable", icon: "delete_outline", run: tables.removeTable },
];

// Of several pictures one; the last goes with its figure.
function removePicture(editor) {
  const figure = around(editor.state, "figure");
  const count = figure?.node.content.content.filter(({ type }) => type.name === "picture").length;
  return count > 1 ? removeBlock("picture")(editor) : removeBlock("figure")(editor);
}

function toolOf(item, { words, act }) {
  const told = words[item.name];
  const tip = item.key ? `${told} (${shownKey(item.key)})` : told;
  const shown = item.label ? told : item.text ?? icon(item.icon);
  const tool = button({
    class: item.label ? "writing-word" : "writing-tool",
    title: tip,
    "aria-label": item.label ? null : told,
    "data-tool": item.name,
    "aria-pressed": item.isOn ? "false" : null,
    tabindex: "-1",
  }, typeof shown === "string" && !item.label ? make("span", { "aria-hidden": "true" }, shown) : shown);
  // The text keeps its cursor.
  tool.addEventListener("mousedown", (event) => event.preventDefault());
  tool.addEventListener("click", () => act(item));
  return { tool, item };
}

// Arrow keys go from tool to tool; Tab leaves them.
function rove(bar) {
  const all = () => [...bar.querySelectorAll("button")].filter((tool) => tool.offsetParent);
  bar.addEventListener("keydown", (event) => {
    const found = all();
    const at = found.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const wanted = event.key === "Home" ? 0 : event.key === "End" ? found.length - 1 : step && at + step;
    if (at >= 0 && wanted !== undefined) {
      event.preventDefault();
      found.at(wanted % found.length).focus();
    }
  });
  bar.addEventListener("focusin", ({ target }) => {
    bar.querySelectorAll("button").forEach((tool) => (tool.tabIndex = tool === target ? 0 : -1));
  });
  const first = bar.querySelector("button");
  first.tabIndex = 0;
}

function barOf(items, label, options) {
  const bar = make("div", { class: "writing-tools", role: "toolbar", "aria-label": label, "aria-controls": options.id });
  const tools = [];
  for (const group of items) {
    const box = make("span", { class: "writing-group" });
    for (const item of group) {
      const made = toolOf(item, options);
      tools.push(made);
      box.append(made.tool);
    }
    bar.append(box);
  }
  rove(bar);
  return { bar, tools };
}

// The tools, and `refresh`, which shows what is so at the cursor.
export function toolbar({ editor, words, desk, id }) {
  const act = (item) => {
    if (desk.mode() === "rich" || item.isOutside) {
      item.run(editor);
      refresh();
    }
  };
  const options = { words, act, id };
  const main = barOf(groups(desk), words.format, options);
  const figure = barOf([FIGURE], words.figure, options);
  const table = barOf([TABLE], words.tableTools, options);
  const every = [...main.tools, ...figure.tools, ...table.tools];
  function refresh() {
    const { state } = editor;
    const isRich = desk.mode() === "rich";
    figure.bar.hidden = !isRich || !around(state, "figure");
    table.bar.hidden = !isRich || !tables.isInTable(state) && !around(state, "tableBox");
    for (const { tool, item } of every) {
      if (item.isOn) {
        tool.setAttribute("aria-pressed", String(isRich || item.isOutside ? Boolean(item.isOn(state)) : false));
      }
      const isAble = (isRich || item.isOutside) && (!item.isAble || Boolean(item.isAble(state)));
      tool.setAttribute("aria-disabled", String(!isAble));
    }
  }
  main.bar.classList.add("writing-main");
  [figure.bar, table.bar].forEach((bar) => bar.classList.add("writing-beside"));
  return { bars: [main.bar, figure.bar, table.bar], refresh, focus: () => main.bar.querySelector("[tabindex='0']").focus() };
}
