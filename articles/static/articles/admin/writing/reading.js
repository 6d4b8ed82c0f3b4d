// From the markup of a body to a document (ProseMirror's JSON) that `writing/html.js` turns into
// the very same markup again. Blanks and orders that mean nothing are kept in attributes; what
// has no place in a document stands in it as it is, to be changed in the source alone.

import {
  CONTAINERS, LANGUAGE, LOOSE, MARKS, MOST_CELLS, NUMBERS, TEXTS, defaultOf, namesFor,
} from "./elements.js";
import { inlineHTML, markup, nodeHTML } from "./html.js";

class Strange extends Error {}

// These hold elements of one kind and nothing else.
const STRICT = new Set(["bulletList", "orderedList", "descriptionList", "tableRow"]);
const BLANK = /^[ \t\n\r\f]*$/;
const LEADING = /^[ \t\n\r\f]+/;
const TRAILING = /[ \t\n\r\f]+$/;
const LINE_END = /([ \t\r\f]*\n[ \t\r\f\n]*)/;

// A document of `html`, and whether it is written as `html` again.
export function readBody(html) {
  try {
    return read(html);
  } catch (problem) {
    if (!(problem instanceof Strange)) {
      throw problem;
    }
    return { ...read(""), isSame: false };
  }
}

function read(html) {
  const root = new DOMParser()
    .parseFromString(`<!DOCTYPE html><html><head></head><body><div>${html}`, "text/html")
    .body.firstChild;
  const content = flow(root, { parent: "doc" });
  const doc = { type: "doc", attrs: { end: content.end }, content: content.blocks };
  if (!content.blocks.length) {
    doc.content = [{ type: "paragraph" }];
  }
  return { doc, isSame: nodeHTML(doc) === html };
}

// The blocks in `element`, each with the blanks before it, and the blanks behind the last.
function flow(element, { parent }) {
  const blocks = [];
  let run = [];
  let gap = "";
  const endRun = () => {
    const text = run.map((node) => node.textContent).join("");
    if (BLANK.test(text) && run.every((node) => node.nodeType === Node.TEXT_NODE)) {
      gap += text;
    } else {
      gap = addRun(blocks, run, gap, parent);
    }
    run = [];
  };
  for (const node of element.childNodes) {
    if (isInline(node)) {
      run.push(node);
    } else {
      endRun();
      blocks.push({ ...wholeBlock(node, parent), gap });
      gap = "";
    }
  }
  endRun();
  return { blocks: blocks.map(withGap), end: gap };
}

function withGap({ gap, ...block }) {
  return gap ? { ...block, attrs: { ...block.attrs, gap } } : block;
}

const isInline = (node) =>
  node.nodeType === Node.TEXT_NODE || ["br", "img"].includes(tagOf(node)) || tagOf(node) in MARKS;

const tagOf = (node) => node.localName ?? "";

// Adds text without a block around it; returns the blanks behind it.
function addRun(blocks, run, before, parent) {
  const nodes = run.map((node) => node.cloneNode(true));
  const [first, last] = [nodes[0], nodes.at(-1)];
  let [gap, behind] = [before, ""];
  if (last.nodeType === Node.TEXT_NODE) {
    behind = last.data.match(TRAILING)?.[0] ?? "";
    last.data = last.data.slice(0, last.data.length - behind.length);
  }
  if (first.nodeType === Node.TEXT_NODE) {
    const blank = first.data.match(LEADING)?.[0] ?? "";
    gap += blank;
    first.data = first.data.slice(blank.length);
  }
  const content = nodes.filter((node) => node.nodeType !== Node.TEXT_NODE || node.data);
  if (parent === "figure" && content.every((node) => tagOf(node) === "img")) {
    content.forEach((image, place) => {
      blocks.push({ ...element("picture", image), gap: place ? "" : gap });
    });
    return behind;
  }
  const line = { type: "line", content: textOf(content) };
  if (!LOOSE.has(parent)) {
    line.attrs = { isBare: true };
  }
  blocks.push({ ...line, gap });
  return behind;
}

// A block as a document has it, or, where that would be written in another way, as it stands.
function wholeBlock(node, parent) {
  try {
    const block = blockOf(node);
    if (STRICT.has(parent) || nodeHTML(block) === markup(node)) {
      return block;
    }
  } catch (problem) {
    if (!(problem instanceof Strange) || STRICT.has(parent)) {
      throw problem;
    }
  }
  return { type: "rawBlock", attrs: { html: markup(node) } };
}

function blockOf(node) {
  const tag = tagOf(node);
  if (tag in TEXTS) {
    const block = element(TEXTS[tag], node);
    if (tag.startsWith("h")) {
      block.attrs = { ...block.attrs, level: Number(tag[1]) };
    }
    if (!node.childNodes.length) {
      block.attrs = { ...block.attrs, isKept: true };
    }
    return { ...block, content: textOf([...node.childNodes]) };
  }
  if (tag === "pre") {
    return code(node);
  }
  if (tag === "hr") {
    return element("horizontalRule", node);
  }
  if (tag === "table") {
    return table(node);
  }
  if (tag in CONTAINERS) {
    return container(node);
  }
  throw new Strange(tag);
}

function container(node) {
  const tag = tagOf(node);
  const block = element(CONTAINERS[tag], node);
  const { blocks, end } = flow(node, { parent: block.type });
  const allowed = { ul: ["listItem"], ol: ["listItem"], dl: ["term", "description"] }[tag];
  if (allowed && (!blocks.length || !blocks.every(({ type }) => allowed.includes(type)))) {
    throw new Strange(tag);
  }
  if (tag === "figure" && !blocks.length) {
    throw new Strange(tag);
  }
  if (end) {
    block.attrs = { ...block.attrs, end };
  }
  return { ...block, content: blocks.length ? blocks : [{ type: "line" }] };
}

function code(node) {
  const [only] = node.childNodes;
  const isWrapped =
    node.childNodes.length === 1 && tagOf(only) === "code" &&
    [...only.attributes].every(({ name, value }) => name === "class" && LANGUAGE.test(value));
  const block = element("codeBlock", node);
  const language = (isWrapped && only.getAttribute("class")) || null;
  block.attrs = { ...block.attrs, isWrapped, ...(language && { language }) };
  return { ...block, content: textOf([...(isWrapped ? only : node).childNodes], { isCode: true }) };
}

function table(node) {
  const box = element("tableBox", node);
  const content = [];
  const rows = [];
  let [gap, part] = ["", 0];
  for (const child of node.childNodes) {
    const tag = tagOf(child);
    if (child.nodeType === Node.TEXT_NODE && BLANK.test(child.data)) {
      gap += child.data;
    } else if (tag === "caption" && !rows.length && !content.length) {
      content.push(withGap({ ...blockOf(child), gap }));
      gap = "";
    } else if (["thead", "tbody", "tfoot"].includes(tag)) {
      rows.push(...rowsOf(child, { gap, part: (part += 1) }));
      gap = "";
    } else {
      throw new Strange(tag);
    }
  }
  const cells = rows.flatMap((row) => row.content);
  const area = cells.reduce((sum, { attrs = {} }) => sum + (attrs.colspan ?? 1) * (attrs.rowspan ?? 1), 0);
  if (!rows.length || area > MOST_CELLS) {
    throw new Strange("table");
  }
  if (gap) {
    box.attrs = { ...box.attrs, end: gap };
  }
  return { ...box, content: [...content, { type: "table", content: rows }] };
}

function rowsOf(section, { gap, part }) {
  const rows = [];
  let before = "";
  for (const child of section.childNodes) {
    if (child.nodeType === Node.TEXT_NODE && BLANK.test(child.data)) {
      before += child.data;
    } else if (tagOf(child) === "tr") {
      const row = element("tableRow", child);
      const { blocks, end } = flow(child, { parent: "tableRow" });
      if (!blocks.length || !blocks.every(({ type }) => type.startsWith("tableCell") || type.startsWith("tableHeader"))) {
        throw new Strange("tr");
      }
      row.attrs = { ...row.attrs, gap: before, end };
      rows.push({ ...row, content: blocks });
      before = "";
    } else {
      throw new Strange(tagOf(child));
    }
  }
  if (!rows.length) {
    throw new Strange(tagOf(section));
  }
  const { attrs = {} } = element("", section);
  const told = { name: tagOf(section), number: part, gap, end: before, attrs };
  return rows.map((row) => ({ ...row, attrs: { ...row.attrs, part: told } }));
}

// A node or mark of `type` with the attributes of the element `node`.
function element(type, node) {
  const allowed = namesFor(tagOf(node));
  const attrs = {};
  for (const { name, value } of node.attributes) {
    if (!allowed.includes(name) || (name in NUMBERS && !/^(?:0|[1-9]\d*)$/.test(value))) {
      throw new Strange(name);
    }
    attrs[name] = name in NUMBERS ? Number(value) : value;
  }
  if ((attrs.colspan ?? 1) < 1 || (attrs.rowspan ?? 1) < 1) {
    throw new Strange("span");
  }
  const order = [...node.attributes].map(({ name }) => name);
  const usual = allowed.filter((name) => name in attrs && attrs[name] !== defaultOf(name));
  if (order.join() !== usual.join()) {
    attrs.order = order;
  }
  return Object.keys(attrs).length ? { type, attrs } : { type };
}

// The content of a line: as plain as it may be for the same markup to come of it again.
function textOf(nodes, { isCode = false } = {}) {
  const wanted = nodes.map(markup).join("");
  const content = [];
  addInline(nodes, [], content, { isCode, number: { last: 0 } });
  const plain = content.map((piece) => (piece.marks ? { ...piece, marks: piece.marks.map(withoutPlace) } : piece));
  return inlineHTML(plain) === wanted && !content.some(repeatsItself) ? plain : content;
}

const repeatsItself = ({ marks = [] }) => new Set(marks.map(({ type }) => type)).size < marks.length;

function withoutPlace({ type, attrs }) {
  const { key, nest, ...rest } = attrs;
  return Object.keys(rest).length ? { type, attrs: rest } : { type };
}

function addInline(nodes, marks, content, context) {
  for (const node of nodes) {
    const tag = tagOf(node);
    if (node.nodeType === Node.TEXT_NODE) {
      addText(node.data, marks, content, context);
    } else if (tag === "br" || tag === "img") {
      const piece = element(tag === "br" ? "hardBreak" : "image", node);
      content.push(marks.length ? { ...piece, marks } : piece);
    } else if (!(tag in MARKS)) {
      throw new Strange(tag);
    } else if (!node.textContent && !node.querySelector("br, img")) {
      content.push({ type: "remnant", attrs: { html: markup(node) }, ...(marks.length && { marks }) });
    } else {
      const mark = element(tag, node);
      mark.attrs = { ...mark.attrs, key: (context.number.last += 1), nest: marks.length };
      addInline([...node.childNodes], [...marks, mark], content, context);
    }
  }
}

function addText(text, marks, content, { isCode }) {
  const own = marks.length ? { marks } : {};
  const parts = isCode ? [text] : text.split(LINE_END);
  parts.forEach((part, place) => {
    if (part && place % 2) {
      content.push({ type: "softBreak", attrs: { text: part }, ...own });
    } else if (part) {
      content.push({ type: "text", text: part, ...own });
    }
  });
}

