// Notes at the foot of a text, in the form that imports give them: [1] in the line, and behind a
// rule at the end a numbered list.

import { Extension, pm } from "./library.js";

const { TextSelection } = pm.state;
const SIGN = /^\[(\d{1,3})\]$/;

// What is typed behind a sign is no part of it.
export const afterSigns = Extension.create({
  name: "afterSigns",
  addProseMirrorPlugins: () => [
    new pm.state.Plugin({
      appendTransaction(_transactions, _before, { selection, storedMarks, tr }) {
        const { $from, empty } = selection;
        const before = $from.nodeBefore;
        const isBehind = empty && !storedMarks && before?.isText && SIGN.test(before.text);
        const rest = isBehind && before.marks.filter(({ type }) => type.name !== "sup");
        return rest && rest.length < before.marks.length ? tr.setStoredMarks(rest) : null;
      },
    }),
  ],
});

// The signs in reading order: {pos, size, number, marks}.
function signs(doc) {
  const found = [];
  doc.descendants((node, pos) => {
    const match = node.isText && node.marks.some(({ type }) => type.name === "sup") && node.text.match(SIGN);
    if (match) {
      found.push({ pos, size: node.nodeSize, number: Number(match[1]), marks: node.marks });
    }
  });
  return found;
}

// The list at the end behind a rule: {node, pos}, or null.
function notes(doc) {
  const { lastChild, childCount } = doc;
  const before = childCount > 1 ? doc.child(childCount - 2) : null;
  const isList = lastChild.type.name === "orderedList" && before?.type.name === "horizontalRule";
  return isList ? { node: lastChild, pos: doc.content.size - lastChild.nodeSize } : null;
}

// Puts a sign at the cursor and an empty note at its place in the list, where the cursor goes on.
export function insertFootnote({ view }) {
  const { state } = view;
  const { schema, tr } = state;
  const { $to } = state.selection;
  const list = notes(state.doc);
  if ($to.parent.type.spec.code || (list && $to.pos > list.pos)) {
    return false;
  }
  const all = signs(state.doc);
  const number = all.filter(({ pos }) => pos < $to.pos).length + 1;
  const sup = schema.marks.sup.create();
  // From the last, so that places before do not move.
  for (const sign of all.filter(({ pos }) => pos >= $to.pos).reverse()) {
    const text = schema.text(`[${all.indexOf(sign) + 2}]`, sign.marks);
    tr.replaceWith(sign.pos, sign.pos + sign.size, text);
  }
  tr.insert($to.pos, schema.text(`[${number}]`, [sup]));
  const item = schema.nodes.listItem.create(null, schema.nodes.paragraph.create());
  const place = placeOfNote(tr, item, number, schema);
  tr.setSelection(TextSelection.near(tr.doc.resolve(place + 2)));
  view.dispatch(tr.setStoredMarks([]).scrollIntoView());
  view.focus();
  return true;
}

function placeOfNote(tr, item, number, schema) {
  const list = notes(tr.doc);
  if (list) {
    let place = list.pos + 1;
    list.node.content.content.slice(0, number - 1).forEach((child) => (place += child.nodeSize));
    tr.insert(place, item);
    return place;
  }
  const last = tr.doc.lastChild;
  let end = tr.doc.content.size;
  // A blank line at the end is no part of the text.
  if (last.type.name === "paragraph" && !last.content.size && tr.doc.childCount > 1) {
    tr.delete(end - last.nodeSize, end);
    end -= last.nodeSize;
  }
  tr.insert(end, [schema.nodes.horizontalRule.create(), schema.nodes.orderedList.create(null, item)]);
  return end + 2;
}

// From a sign to its note, and from a note back to its sign.
export function followFootnote({ view }) {
  const { doc, selection, tr } = view.state;
  const list = notes(doc);
  if (!list) {
    return false;
  }
  const all = signs(doc);
  let target = null;
  if (selection.from > list.pos) {
    const index = selection.$from.index(1);
    const sign = all[index];
    target = sign && sign.pos + sign.size;
  } else {
    const index = all.findIndex(({ pos, size }) => pos <= selection.from && selection.from <= pos + size);
    if (index >= 0 && index < list.node.childCount) {
      target = list.pos + 1;
      list.node.content.content.slice(0, index + 1).forEach((child) => (target += child.nodeSize));
      target -= 2;
    }
  }
  if (!target) {
    return false;
  }
  view.dispatch(tr.setSelection(TextSelection.near(doc.resolve(target), -1)).scrollIntoView());
  view.focus();
  return true;
}
