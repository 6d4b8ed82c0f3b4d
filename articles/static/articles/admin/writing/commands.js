// What buttons, keys and typed signs do to the text.

import { LOOSE } from "./elements.js";
import { pm } from "./library.js";

const { TextSelection, NodeSelection } = pm.state;
const { Fragment, Slice } = pm.model;

// Whether all of the chosen text has the mark, or what is typed next will have it.
export function hasMark(state, name, attrs = {}) {
  const type = state.schema.marks[name];
  const fits = (mark) =>
    mark.type === type && Object.entries(attrs).every(([key, value]) => mark.attrs[key] === value);
  const { from, to, empty, $from } = state.selection;
  if (empty) {
    return (state.storedMarks ?? $from.marks()).some(fits);
  }
  let isEverywhere = true;
  let isAnywhere = false;
  state.doc.nodesBetween(from, to, (node) => {
    if (node.isText) {
      isAnywhere = true;
      isEverywhere &&= node.marks.some(fits);
    }
  });
  return isAnywhere && isEverywhere;
}

export function toggleMark(name, attrs = {}) {
  return ({ view }) => {
    const { state } = view;
    const { tr, schema, selection } = state;
    const type = schema.marks[name];
    const isOn = hasMark(state, name, attrs);
    if (selection.empty) {
      view.dispatch(isOn ? tr.removeStoredMark(type) : tr.addStoredMark(type.create(attrs)));
      return true;
    }
    for (const { $from, $to } of selection.ranges) {
      tr.removeMark($from.pos, $to.pos, type);
      if (!isOn) {
        tr.addMark($from.pos, $to.pos, type.create(attrs));
      }
    }
    view.dispatch(tr.scrollIntoView());
    return true;
  };
}

// Takes every mark and the alignment off the chosen text.
export function clearFormat({ view }) {
  const { tr, selection } = view.state;
  for (const { $from, $to } of selection.ranges) {
    tr.removeMark($from.pos, $to.pos);
  }
  tr.setStoredMarks([]);
  view.dispatch(tr);
  return true;
}

export function setBlock(name, attrs = {}) {
  return ({ view }) => {
    const { state } = view;
    const wanted = blockFor(state, name);
    const { tr } = state;
    tr.setBlockType(state.selection.from, state.selection.to, wanted, attrs);
    view.dispatch(tr.scrollIntoView());
    return true;
  };
}

// Where what is chosen begins: inside the first line of it, if it is the whole text.
function startOf({ doc, selection }) {
  let $start = selection.$from;
  if (!$start.parent.isTextblock && !(selection instanceof NodeSelection)) {
    doc.nodesBetween(selection.from, selection.to, (node, pos) => {
      if (node.isTextblock && !$start.parent.isTextblock) {
        $start = doc.resolve(pos + 1);
      }
      return !$start.parent.isTextblock;
    });
  }
  return $start;
}

export const lineAt = (state) => startOf(state).parent;

// In items and cells a plain line is what a paragraph is elsewhere.
function blockFor(state, name) {
  const $from = startOf(state);
  const isLoose = $from.depth > 1 && LOOSE.has($from.node(-1).type.name);
  return state.schema.nodes[name === "paragraph" && isLoose ? "line" : name];
}

export const isBlock = (state, name, attrs = {}) => {
  const parent = lineAt(state);
  const names = name === "paragraph" ? ["paragraph", "line"] : [name];
  return names.includes(parent.type.name) &&
    Object.entries(attrs).every(([key, value]) => parent.attrs[key] === value);
};

export function toggleBlock(name, attrs = {}) {
  return (editor) =>
    setBlock(...(isBlock(editor.state, name, attrs) ? ["paragraph"] : [name, attrs]))(editor);
}

// The innermost node around the cursor of one of these kinds: {node, pos, depth}, or null.
export function around(state, ...names) {
  const { selection } = state;
  if (selection instanceof NodeSelection && names.includes(selection.node.type.name)) {
    return { node: selection.node, pos: selection.from, depth: selection.$from.depth + 1 };
  }
  const $from = startOf(state);
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if (names.includes($from.node(depth).type.name)) {
      return { node: $from.node(depth), pos: $from.before(depth), depth };
    }
  }
  return null;
}

export function toggleList(name) {
  return (editor) => {
    const isNew = !around(editor.state, "bulletList", "orderedList");
    const isDone = editor.commands.toggleList(name, "listItem");
    if (isNew && isDone) {
      looseItems(editor.view);
    }
    return isDone;
  };
}

// New items hold their text without a paragraph around it.
function looseItems(view) {
  const { tr, doc, selection, schema } = view.state;
  doc.nodesBetween(selection.from, selection.to, (node, pos) => {
    const [first] = node.content.content;
    const isPlain = first?.type.name === "paragraph" && !first.attrs.class && !first.attrs.lang;
    if (node.type.name === "listItem" && node.childCount === 1 && isPlain) {
      tr.setNodeMarkup(pos + 1, schema.nodes.line);
    }
  });
  view.dispatch(tr);
}

export function toggleQuote(editor) {
  const { state, view } = editor;
  const quote = around(state, "blockquote");
  if (!quote) {
    return pm.commands.wrapIn(state.schema.nodes.blockquote)(state, view.dispatch);
  }
  return pm.commands.lift(state, view.dispatch) || unwrap(view, quote);
}

function unwrap(view, { node, pos }) {
  view.dispatch(view.state.tr.replaceWith(pos, pos + node.nodeSize, node.content).scrollIntoView());
  return true;
}

export function align(value) {
  return ({ view }) => {
    const { tr, doc, selection, schema } = view.state;
    doc.nodesBetween(selection.from, selection.to, (node, pos) => {
      if (["paragraph", "line"].includes(node.type.name)) {
        const isOn = node.attrs.class === value;
        tr.setNodeMarkup(pos, schema.nodes.paragraph, {
          ...(node.type.name === "paragraph" ? node.attrs : {}), class: isOn ? null : value, order: null,
        });
      }
    });
    view.dispatch(tr);
    return true;
  };
}

export function insertRule(editor) {
  insertBlock(editor.view, editor.schema.nodes.horizontalRule.create());
  return true;
}

// Puts a block behind that of the cursor, or in its place where it is empty, and the cursor into
// the first text in or behind it.
export function insertBlock(view, block) {
  const { state } = view;
  const { tr } = state;
  const { $from } = state.selection;
  const isEmpty = $from.parent.isTextblock && !$from.parent.content.size &&
    ["paragraph", "line"].includes($from.parent.type.name);
  const place = placeFor(state, block);
  const from = isEmpty && place.depth === $from.depth ? $from.before() : place.pos;
  const to = isEmpty && place.depth === $from.depth ? $from.after() : place.pos;
  tr.replaceWith(from, to, block);
  const after = from + block.nodeSize;
  if (!tr.doc.resolve(after).nodeAfter?.isTextblock) {
    tr.insert(after, state.schema.nodes.paragraph.create());
  }
  tr.setSelection(TextSelection.near(tr.doc.resolve(from + 1)));
  view.dispatch(tr.scrollIntoView());
  view.focus();
  return from;
}

// Where a block may stand that is inserted at the cursor.
function placeFor(state, block) {
  const { $to } = state.selection;
  for (let depth = $to.depth; depth > 0; depth -= 1) {
    const index = $to.indexAfter(depth - 1);
    const parent = $to.node(depth - 1);
    const holdsBlocks = !["figure", "tableBox"].includes(parent.type.name);
    if (holdsBlocks && parent.canReplaceWith(index, index, block.type)) {
      return { pos: $to.after(depth), depth };
    }
  }
  return { pos: state.doc.content.size, depth: 0 };
}

// Puts the blocks of a body, as `readBody` gives them, in place of what is chosen.
export function insertBody(view, doc, { from, to } = view.state.selection) {
  const { state } = view;
  const nodes = doc.content.map((json) => state.schema.nodeFromJSON(json));
  const { tr } = state;
  const isLine = nodes.length === 1 && ["paragraph", "line"].includes(nodes[0].type.name);
  const slice = isLine && !nodes[0].attrs.class
    ? new Slice(nodes[0].content, 0, 0)
    : Slice.maxOpen(Fragment.from(nodes));
  tr.replaceRange(from, to, slice);
  tr.setSelection(TextSelection.near(tr.doc.resolve(tr.mapping.map(to)), -1));
  view.dispatch(tr.scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"));
}

// Moves the block of one of these kinds around the cursor one place up (-1) or down (1).
export function moveBlock(direction, ...names) {
  return ({ view }) => {
    const found = around(view.state, ...names);
    if (!found) {
      return false;
    }
    const { tr, doc, selection } = view.state;
    const $pos = doc.resolve(found.pos);
    const other = $pos.parent.maybeChild($pos.index() + direction);
    if (!other) {
      return false;
    }
    const target = direction < 0 ? found.pos - other.nodeSize : found.pos + other.nodeSize;
    tr.delete(found.pos, found.pos + found.node.nodeSize).insert(target, found.node);
    const inside = target + (selection.from - found.pos);
    const $inside = tr.doc.resolve(Math.min(inside, tr.doc.content.size));
    tr.setSelection(
      selection instanceof NodeSelection && $inside.nodeAfter?.isAtom
        ? NodeSelection.create(tr.doc, inside)
        : TextSelection.near($inside),
    );
    view.dispatch(tr.scrollIntoView());
    return true;
  };
}

export function removeBlock(...names) {
  return ({ view }) => {
    const found = around(view.state, ...names);
    if (!found) {
      return false;
    }
    const { tr } = view.state;
    const end = found.pos + found.node.nodeSize;
    const $pos = tr.doc.resolve(found.pos);
    if ($pos.parent.childCount === 1) {
      tr.replaceWith(found.pos, end, view.state.schema.nodes.paragraph.create());
    } else {
      tr.delete(found.pos, end);
    }
    tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(found.pos, tr.doc.content.size))));
    view.dispatch(tr.scrollIntoView());
    view.focus();
    return true;
  };
}
