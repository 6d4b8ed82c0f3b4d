// From a document (ProseMirror's JSON) to the markup of a body, spelled as the server's sanitiser
// spells it: every value in double quotes, no reference but &amp; &lt; &gt; and &quot;.

import { MARKS, defaultOf, namesFor } from "./elements.js";

const REFERENCES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const VOID = new Set(["br", "hr", "img"]);

const text = (value) => value.replace(/[&<>]/g, (sign) => REFERENCES[sign]);
const quoted = (value) => String(value).replace(/[&<>"]/g, (sign) => REFERENCES[sign]);

const RANK = Object.keys(MARKS);

// The markup of a DOM node, in the same spelling.
export function markup(node) {
  if (node.nodeType !== 1) {
    return node.nodeType === 3 ? text(node.data) : "";
  }
  const tag = node.localName;
  const attributes = [...node.attributes].map(({ name, value }) => ` ${name}="${quoted(value)}"`);
  const start = `<${tag}${attributes.join("")}>`;
  return VOID.has(tag) ? start : `${start}${[...node.childNodes].map(markup).join("")}</${tag}>`;
}

function start(tag, attrs = {}) {
  const names = namesFor(tag);
  const isSet = (name) => attrs[name] !== undefined && attrs[name] !== null;
  const order = (attrs.order ?? []).filter((name) => isSet(name));
  const others = names.filter(
    (name) => !order.includes(name) && isSet(name) && attrs[name] !== defaultOf(name),
  );
  const written = [...order, ...others].map((name) => ` ${name}="${quoted(attrs[name])}"`);
  return `<${tag}${written.join("")}>`;
}

const around = (tag, attrs, inside) => `${start(tag, attrs)}${inside}</${tag}>`;

const place = ({ type, attrs }) => attrs?.nest ?? 100 + RANK.indexOf(type);

function sameMark(one, other) {
  const names = namesFor(one.type);
  return (
    one.type === other.type &&
    ["key", ...names].every((name) => (one.attrs?.[name] ?? null) === (other.attrs?.[name] ?? null))
  );
}

const writers = {
  hardBreak: ({ attrs }) => start("br", attrs),
  image: ({ attrs }) => start("img", attrs),
  remnant: ({ attrs }) => attrs.html,
  softBreak: ({ attrs }) => attrs.text,
  text: (node) => text(node.text),
};

// The markup of a line: a mark that goes on over several pieces is written once.
export function inlineHTML(content = []) {
  let html = "";
  let open = [];
  const closeTo = (depth) => {
    while (open.length > depth) {
      html += `</${open.pop().type}>`;
    }
  };
  for (const piece of content) {
    const marks = [...(piece.marks ?? [])].sort((one, other) => place(one) - place(other));
    let shared = 0;
    while (shared < Math.min(open.length, marks.length) && sameMark(open[shared], marks[shared])) {
      shared += 1;
    }
    closeTo(shared);
    for (const mark of marks.slice(shared)) {
      html += start(mark.type, mark.attrs);
      open.push(mark);
    }
    html += writers[piece.type](piece);
  }
  closeTo(0);
  return html;
}

const TAGS = {
  paragraph: "p", term: "dt", figcaption: "figcaption", caption: "caption",
  blockquote: "blockquote", bulletList: "ul", orderedList: "ol", listItem: "li",
  descriptionList: "dl", description: "dd", figure: "figure",
  tableCell: "td", tableHeader: "th", tableRow: "tr",
};
const LINES = new Set(["paragraph", "term", "figcaption", "caption"]);
const LOOSE = new Set(["listItem", "description", "tableCell", "tableHeader"]);

// The markup of a block, or of a whole document.
export function nodeHTML(node) {
  const { type, attrs, content } = node;
  switch (type) {
    case "doc":
      return isUntouched(node) ? (attrs?.end ?? "") : blocksHTML(node);
    case "heading":
      return around(`h${attrs.level}`, attrs, inlineHTML(content));
    case "line":
      return inlineHTML(content);
    case "codeBlock":
      return codeHTML(node);
    case "horizontalRule":
      return start("hr", attrs);
    case "picture":
      return start("img", attrs);
    case "rawBlock":
      return attrs.html;
    case "tableBox":
      return around("table", attrs, blocksHTML(node));
    case "table":
      return rowsHTML(content);
    default:
      return around(TAGS[type], attrs, LINES.has(type) ? inlineHTML(content) : blocksHTML(node));
  }
}

// An empty paragraph stands where nothing is written yet.
function isUntouched({ content = [] }) {
  return content.length === 1 && content[0].type === "paragraph" && !content[0].content?.length &&
    !content[0].attrs?.class && !content[0].attrs?.isKept;
}

function blocksHTML({ type, attrs, content = [] }) {
  const inside = content.map((block, number) => {
    if (content.length > 1 && isLeftEmpty(block)) {
      return "";
    }
    const gap = block.attrs?.gap ?? "";
    if (block.type !== "line") {
      return gap + nodeHTML(block);
    }
    // Two lines beside each other would be one.
    const isAlone = ![content[number - 1], content[number + 1]].some((next) => next?.type === "line");
    const isBare = isAlone && (LOOSE.has(type) || block.attrs?.isBare);
    return gap + (isBare ? nodeHTML(block) : around("p", {}, nodeHTML(block)));
  });
  return inside.join("") + (attrs?.end ?? "");
}

// A line that was begun and left: what an imported text holds of the kind is kept.
const isLeftEmpty = ({ type, attrs, content }) =>
  ["paragraph", "figcaption", "caption"].includes(type) && !content?.length && !attrs?.isKept && !attrs?.class && !attrs?.lang;

function codeHTML({ attrs, content }) {
  // Parsers drop a line end there, each time the text is read.
  const inside = attrs?.isWrapped
    ? around("code", { class: attrs.language }, inlineHTML(content))
    : inlineHTML(content).replace(/^\n+/, "");
  return around("pre", attrs, inside);
}

function rowsHTML(rows) {
  let html = "";
  let part = null;
  const close = () => (part ? `${part.end ?? ""}</${part.name}>` : "");
  for (const row of rows) {
    const own = row.attrs?.part ?? part ?? { name: "tbody", number: 0 };
    if (!part || own.number !== part.number || own.name !== part.name) {
      html += `${close()}${own.gap ?? ""}${start(own.name, own.attrs)}`;
      part = own;
    }
    html += `${row.attrs?.gap ?? ""}${around("tr", row.attrs, blocksHTML(row))}`;
  }
  return html + close();
}
