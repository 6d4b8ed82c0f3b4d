// Pictures in the text: figures from the library, their captions and credits.

import { around, insertBlock } from "./commands.js";
import { pm } from "./library.js";

const { TextSelection } = pm.state;

// A figure of the pictures that `facts` tell of; the credit stands behind the caption to come.
export function figureOf(schema, ...facts) {
  const pictures = facts.map(({ key, alt }) =>
    schema.nodes.picture.create({ "data-image": key, alt: alt ?? "" }),
  );
  const credits = [...new Set(facts.map(({ credit }) => credit).filter(Boolean))];
  return schema.nodes.figure.create(null, [...pictures, caption(schema, facts.length === 1 ? facts[0].caption : "", credits.join("、"))]);
}

function caption(schema, words, credit) {
  const mark = schema.marks.cite.create({ class: "credit" });
  const text = words ? [schema.text(words)] : [];
  text.push(...(credit ? [schema.text(" "), schema.text(credit, [mark])] : []));
  return schema.nodes.figcaption.create(null, text);
}

// In a figure one more picture; else a figure of its own, the cursor in its caption.
export function insertPictures(view, ...facts) {
  const { state } = view;
  const found = around(state, "figure");
  if (found) {
    let end = found.pos + 1;
    found.node.forEach((child, offset) => {
      end = child.type.name === "picture" ? found.pos + 1 + offset + child.nodeSize : end;
    });
    const pictures = facts.map(({ key, alt }) =>
      state.schema.nodes.picture.create({ "data-image": key, alt: alt ?? "" }),
    );
    view.dispatch(state.tr.insert(end, pictures).scrollIntoView());
    view.focus();
    return;
  }
  const pos = insertBlock(view, figureOf(state.schema, ...facts));
  toCaption(view, pos);
}

function toCaption(view, pos) {
  const { tr, doc } = view.state;
  let place = pos + 1;
  doc.nodeAt(pos)?.forEach((child, offset) => {
    place = child.type.name === "figcaption" ? pos + 1 + offset + 1 : place;
  });
  view.dispatch(tr.setSelection(TextSelection.near(doc.resolve(place))).scrollIntoView());
}

// Leads to the caption, which is made where there is none.
export function editCaption({ view }) {
  const found = around(view.state, "figure");
  if (!found) {
    return false;
  }
  const has = found.node.content.content.some(({ type }) => type.name === "figcaption");
  if (!has) {
    const end = found.pos + found.node.nodeSize - 1;
    view.dispatch(view.state.tr.insert(end, view.state.schema.nodes.figcaption.create()));
  }
  toCaption(view, found.pos);
  view.focus();
  return true;
}

// Leads to the end of the credit; what is typed at the end of a caption without one becomes it.
export function editCredit(editor) {
  const { view } = editor;
  if (!editCaption(editor)) {
    return false;
  }
  const { state } = view;
  const { $from } = state.selection;
  const node = $from.parent;
  const start = $from.start();
  let end = null;
  node.forEach((child, offset) => {
    const isCredit = child.marks.some((mark) => mark.type.name === "cite" && mark.attrs.class === "credit");
    end = isCredit ? start + offset + child.nodeSize : end;
  });
  const { tr } = state;
  const mark = state.schema.marks.cite.create({ class: "credit" });
  if (end === null) {
    end = start + node.content.size;
    if (!/\s$/.test(node.textContent)) {
      tr.insertText(" ", end);
      end += 1;
    }
    tr.setSelection(TextSelection.create(tr.doc, end)).setStoredMarks([mark]);
  } else {
    tr.setSelection(TextSelection.create(tr.doc, end));
  }
  view.dispatch(tr);
  view.focus();
  return true;
}

// Takes the pictures of the next figure into this one: side by side they are a gallery.
export function joinNext({ view }) {
  const { state } = view;
  const found = around(state, "figure");
  const next = found && state.doc.resolve(found.pos + found.node.nodeSize).nodeAfter;
  if (!found || next?.type.name !== "figure") {
    return false;
  }
  const [own, others] = [found.node, next].map((figure) => figure.content.content);
  const pictures = [...own, ...others].filter(({ type }) => type.name === "picture");
  const rest = [...own, ...others].filter(({ type }) => type.name !== "picture");
  const captions = rest.filter(({ type }) => type.name === "figcaption");
  const texts = captions.filter(({ content }) => content.size);
  const joined = texts.length < 2
    ? texts
    : [state.schema.nodes.figcaption.create(null,
      texts.flatMap((one, place) => [...(place ? [state.schema.text(" ")] : []), ...one.content.content]))];
  const figure = own.length
    ? found.node.type.create(found.node.attrs, [
      ...pictures,
      ...rest.filter(({ type }) => type.name !== "figcaption"),
      ...(joined.length ? joined : captions.slice(0, 1)),
    ])
    : found.node;
  const end = found.pos + found.node.nodeSize + next.nodeSize;
  view.dispatch(state.tr.replaceWith(found.pos, end, figure).scrollIntoView());
  toCaption(view, found.pos);
  return true;
}
