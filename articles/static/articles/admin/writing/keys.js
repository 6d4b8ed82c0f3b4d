// Keys, and what signs typed as in Markdown become.

import { isWebAddress, meantAddress } from "./addresses.js";
import { around, setBlock, toggleBlock, toggleList, toggleMark, toggleQuote } from "./commands.js";
import { insertFootnote } from "./footnotes.js";
import { Extension, InputRule, pm } from "./library.js";
import { addRowAfter } from "./tables.js";

const { TextSelection } = pm.state;

// In items and cells Enter parts a line as everywhere; an empty one ends the list.
function enter(editor) {
  const { state, view, commands } = editor;
  const { $from, empty } = state.selection;
  const { parent } = $from;
  if (parent.type.name === "figcaption" || parent.type.name === "caption") {
    return leave(editor, parent.type.name === "figcaption" ? "figure" : "tableBox");
  }
  if (parent.type.name === "codeBlock") {
    return leaveCode(editor);
  }
  if (parent.type.name === "term" || parent.type.name === "description") {
    return false;
  }
  if (around(state, "listItem") && $from.node(-1).type.name === "listItem") {
    return commands.splitListItem("listItem");
  }
  if (empty && !parent.content.size && $from.depth > 1 && $from.node(-1).type.name === "blockquote") {
    return pm.commands.liftEmptyBlock(state, view.dispatch);
  }
  return embedLine(editor);
}

// To the line behind the block, made where there is none.
export function leave({ view }, name) {
  const { state } = view;
  const found = around(state, name);
  if (!found) {
    return false;
  }
  const { tr } = state;
  const end = found.pos + found.node.nodeSize;
  if (!tr.doc.resolve(end).nodeAfter?.isTextblock) {
    tr.insert(end, state.schema.nodes.paragraph.create());
  }
  tr.setSelection(TextSelection.near(tr.doc.resolve(end + 1)));
  view.dispatch(tr.scrollIntoView());
  return true;
}

// The third Enter at the end leaves the code.
function leaveCode(editor) {
  const { view, state } = editor;
  const { $from } = state.selection;
  const isEnd = $from.parentOffset === $from.parent.content.size;
  if (isEnd && /\n\n$/.test($from.parent.textContent)) {
    view.dispatch(state.tr.delete($from.pos - 2, $from.pos));
    return leave(editor, "codeBlock");
  }
  return pm.commands.newlineInCode(state, view.dispatch);
}

// An address alone on its line becomes a link to itself, as players do in imports.
function embedLine(editor) {
  const { state, view } = editor;
  const { $from, empty } = state.selection;
  const text = $from.parent.textContent.trim();
  const isEnd = $from.parentOffset === $from.parent.content.size;
  const { paragraph } = state.schema.nodes;
  if (!empty || !isEnd || $from.parent.type !== paragraph || !isWebAddress(text)) {
    return false;
  }
  if ($from.parent.childCount === 1 && $from.parent.firstChild.marks.length) {
    return false;
  }
  const link = state.schema.text(text, [state.schema.marks.a.create({ href: text })]);
  const { tr } = state;
  tr.replaceWith($from.start(), $from.end(), link);
  const end = tr.mapping.map($from.end());
  tr.setSelection(TextSelection.create(tr.doc, end)).split(end).setStoredMarks([]);
  view.dispatch(tr.scrollIntoView());
  return true;
}

function backspace(editor) {
  const { state, commands } = editor;
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0) {
    return false;
  }
  if (["heading", "codeBlock"].includes($from.parent.type.name)) {
    return setBlock("paragraph")(editor);
  }
  const isFirst = $from.depth > 1 && $from.node(-1).type.name === "listItem" && $from.index(-1) === 0;
  return isFirst ? commands.liftListItem("listItem") : false;
}

function tab(direction) {
  return ({ state, view, commands }) => {
    if (pm.tables.isInTable(state)) {
      const isDone = pm.tables.goToNextCell(direction)(state, view.dispatch);
      return isDone || (direction > 0 && rowBehind({ view }));
    }
    if (around(state, "listItem")) {
      return direction > 0 ? commands.sinkListItem("listItem") : commands.liftListItem("listItem");
    }
    return false;
  };
}

function rowBehind({ view }) {
  addRowAfter({ view });
  return pm.tables.goToNextCell(1)(view.state, view.dispatch);
}

export const KEYS = {
  "Mod-b": toggleMark("strong"),
  "Mod-i": toggleMark("em"),
  "Mod-u": toggleMark("u"),
  "Mod-Shift-x": toggleMark("s"),
  "Mod-Shift-h": toggleMark("mark"),
  "Mod-e": toggleMark("code"),
  "Mod-.": toggleMark("sup"),
  "Mod-,": toggleMark("sub"),
  "Mod-Alt-0": setBlock("paragraph"),
  "Mod-Alt-2": toggleBlock("heading", { level: 2 }),
  "Mod-Alt-3": toggleBlock("heading", { level: 3 }),
  "Mod-Alt-4": toggleBlock("heading", { level: 4 }),
  "Mod-Alt-c": toggleBlock("codeBlock"),
  "Mod-Alt-f": insertFootnote,
  "Mod-Shift-7": toggleList("orderedList"),
  "Mod-Shift-8": toggleList("bulletList"),
  "Mod-Shift-9": toggleQuote,
};

export const keys = (further) =>
  Extension.create({
    name: "keys",
    priority: 2000,
    addKeyboardShortcuts() {
      const run = (command) => () => command(this.editor);
      const all = {
        Enter: enter, Backspace: backspace, Tab: tab(1), "Shift-Tab": tab(-1),
        "Shift-Enter": hardBreak, "Mod-Enter": hardBreak, ...KEYS, ...further,
      };
      return Object.fromEntries(Object.entries(all).map(([key, command]) => [key, run(command)]));
    },
  });

function hardBreak({ state, view, schema }) {
  if (state.selection.$from.parent.type.spec.code) {
    return pm.commands.newlineInCode(state, view.dispatch);
  }
  const marks = state.storedMarks ?? state.selection.$from.marks();
  view.dispatch(state.tr.replaceSelectionWith(schema.nodes.hardBreak.create(null, null, marks), false).scrollIntoView());
  return true;
}

// Signs at the beginning of a line.
function lineRule(find, change) {
  return new InputRule({
    find,
    handler: ({ state, range, match }) => {
      const { $from } = state.selection;
      const isLine = ["paragraph", "line"].includes($from.parent.type.name);
      return isLine && change({ state, range, match }) === false ? null : undefined;
    },
  });
}

// Signs around words.
function markRule(find, name) {
  return new InputRule({
    find,
    handler: ({ state, range, match }) => {
      const { tr, schema } = state;
      const inside = match[1];
      const start = range.from + match[0].indexOf(inside);
      const end = start + inside.length;
      if (end < range.to) {
        tr.delete(end, range.to);
      }
      tr.delete(range.from, start);
      const type = schema.marks[name];
      tr.addMark(range.from, range.from + inside.length, type.create()).removeStoredMark(type);
    },
  });
}

const heading = (find, level) =>
  lineRule(find, ({ state, range }) => {
    state.tr.delete(range.from, range.to)
      .setBlockType(range.from, range.from, state.schema.nodes.heading, { level });
  });

const wrapping = (find, outer, inner) =>
  lineRule(find, ({ state, range }) => {
    const { tr, schema } = state;
    tr.delete(range.from, range.to);
    const blocks = tr.doc.resolve(range.from).blockRange();
    if (!blocks || (inner && tr.doc.resolve(range.from).node(-1).type.name === "listItem")) {
      return false;
    }
    const wrappers = [{ type: schema.nodes[outer], attrs: null }];
    if (inner) {
      wrappers.push({ type: schema.nodes[inner], attrs: null });
    }
    tr.wrap(blocks, wrappers);
    if (inner) {
      tr.setNodeMarkup(tr.selection.$from.before(), schema.nodes.line);
    }
    return true;
  });

const RULES = () => [
  heading(/^##?[ \u3000]$/, 2),
  heading(/^###[ \u3000]$/, 3),
  heading(/^####[ \u3000]$/, 4),
  wrapping(/^[-*+][ \u3000]$/, "bulletList", "listItem"),
  wrapping(/^1[.)、][ \u3000]$/, "orderedList", "listItem"),
  wrapping(/^[>》][ \u3000]$/, "blockquote"),
  lineRule(/^```$/, ({ state, range }) => {
    state.tr.delete(range.from, range.to)
      .setBlockType(range.from, range.from, state.schema.nodes.codeBlock);
  }),
  lineRule(/^(?:---|———|——-)$/, ({ state, range }) => {
    const { tr, schema } = state;
    const $from = tr.doc.resolve(range.from);
    tr.delete(range.from, range.to).insert($from.before(), schema.nodes.horizontalRule.create());
  }),
  markRule(/\*\*([^*\s](?:[^*]*[^*\s])?)\*\*$/, "strong"),
  markRule(/(?<![*\w])\*([^*\s](?:[^*]*[^*\s])?)\*$/, "em"),
  markRule(/~~([^~\s](?:[^~]*[^~\s])?)~~$/, "s"),
  markRule(/==([^=\s](?:[^=]*[^=\s])?)==$/, "mark"),
  markRule(/(?<!`)`([^`]+)`$/, "code"),
  new InputRule({
    find: /\[([^[\]]+)\]\(([^()\s]+)\)$/,
    handler: ({ state, range, match }) => {
      const href = meantAddress(match[2]);
      if (!href) {
        return null;
      }
      const { tr, schema } = state;
      tr.delete(range.from + 1 + match[1].length, range.to).delete(range.from, range.from + 1);
      tr.addMark(range.from, range.from + match[1].length, schema.marks.a.create({ href }));
      tr.removeStoredMark(schema.marks.a);
      return undefined;
    },
  }),
];

export const typedSigns = Extension.create({ name: "typedSigns", addInputRules: RULES });
