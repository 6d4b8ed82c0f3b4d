// The kinds of blocks and marks that a document is made of: all that a body may hold
// (writing/elements.js), and what `writing/reading.js` keeps so that nothing changes unasked.

import { LANGUAGE, MARKS, defaultOf, namesFor } from "./elements.js";
import { Extension, Mark, Node } from "./library.js";

const FLOW = "(block | line)+";
const LOOSE_FLOW = "(line | block)+";

// Kept as it was read, never shown, and not handed on when a block is parted in two.
const hidden = (initial) => ({
  default: initial, rendered: false, keepOnSplit: false, parseHTML: () => initial,
});

function attributesOf(tag, extra = {}) {
  const attributes = { order: hidden(null), gap: hidden("") };
  for (const name of namesFor(tag)) {
    const initial = defaultOf(name);
    attributes[name] = {
      default: initial,
      keepOnSplit: !["start"].includes(name),
      parseHTML: (element) => parsed(element.getAttribute(name), initial, name),
      renderHTML: (attrs) => (attrs[name] === initial ? {} : { [name]: attrs[name] }),
    };
  }
  return { ...attributes, ...extra };
}

function parsed(value, initial, name) {
  if (value === null || name === "class") {
    return value && CLASSES.includes(value) ? value : initial;
  }
  return typeof initial === "number" ? Math.max(1, Number.parseInt(value, 10) || initial) : value;
}

const CLASSES = ["align-center", "align-right", "credit"];

function block(name, tag, { extra, rules, ...options }) {
  return Node.create({
    name,
    group: "block",
    defining: true,
    addAttributes: () => attributesOf(tag, extra),
    parseHTML: () => rules ?? [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
    ...options,
  });
}

const container = (name, tag, options) =>
  block(name, tag, { content: FLOW, ...options, extra: { end: hidden(""), ...options?.extra } });

const inline = (name, options) => Node.create({ name, group: "inline", inline: true, ...options });

const document = Node.create({
  name: "doc", topNode: true, content: FLOW, addAttributes: () => ({ end: hidden("") }),
});
const text = Node.create({ name: "text", group: "inline" });

// That it was empty when it was read: others that are empty are not written.
const KEPT = { isKept: hidden(false) };
const paragraph = block("paragraph", "p", {
  content: "inline*", priority: 1000, extra: KEPT,
});
// Text without a block around it, as in most items of lists and cells of tables.
const line = Node.create({
  name: "line",
  content: "inline*",
  addAttributes: () => ({ gap: hidden(""), isBare: hidden(false) }),
  parseHTML: () => [{ tag: "div[data-line]" }],
  renderHTML: () => ["div", { "data-line": "" }, 0],
});
const heading = Node.create({
  name: "heading",
  group: "block",
  content: "inline*",
  defining: true,
  addAttributes: () => attributesOf("h2", { level: { default: 2, rendered: false } }),
  parseHTML: () => [
    ...[2, 3, 4].map((level) => ({ tag: `h${level}`, attrs: { level } })),
    { tag: "h1", attrs: { level: 2 } }, { tag: "h5, h6", attrs: { level: 4 } },
  ],
  renderHTML: ({ node, HTMLAttributes }) => [`h${node.attrs.level}`, HTMLAttributes, 0],
});
// Copied along with the code, and shown above it.
const LANGUAGE_OF_CODE = {
  default: null,
  parseHTML: (element) => {
    const told = `language-${element.dataset.language ?? ""}`;
    const written = element.querySelector("code")?.getAttribute("class") ?? told;
    return LANGUAGE.test(written) ? written : null;
  },
  renderHTML: ({ language }) => (language ? { "data-language": language.slice("language-".length) } : {}),
};
const codeBlock = block("codeBlock", "pre", {
  content: "inline*",
  code: true,
  extra: { isWrapped: hidden(true), language: LANGUAGE_OF_CODE },
  rules: [{ tag: "pre", preserveWhitespace: "full" }],
});
const horizontalRule = block("horizontalRule", "hr", { renderHTML: () => ["hr"] });
const rawBlock = Node.create({
  name: "rawBlock",
  group: "block",
  atom: true,
  addAttributes: () => ({ gap: hidden(""), html: hidden("") }),
  renderHTML: ({ node }) => ["div", { class: "writing-raw" }, node.attrs.html],
});

const lists = [
  container("blockquote", "blockquote"),
  container("bulletList", "ul", { content: "listItem+", group: "block list" }),
  container("orderedList", "ol", { content: "listItem+", group: "block list" }),
  container("listItem", "li", { content: LOOSE_FLOW, group: "" }),
  container("descriptionList", "dl", { content: "(term | description)+" }),
  block("term", "dt", { content: "inline*", group: "" }),
  container("description", "dd", { content: LOOSE_FLOW, group: "" }),
];

const pictures = [
  container("figure", "figure", { content: "(picture | figcaption | block | line)+", isolating: true }),
  block("picture", "img", {
    group: "",
    atom: true,
    draggable: true,
    rules: [{ tag: "img", context: "figure/" }],
    renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
  }),
  block("figcaption", "figcaption", { content: "inline*", group: "", isolating: true, extra: KEPT }),
];

const cell = (name, tag) =>
  container(name, tag, {
    content: LOOSE_FLOW,
    group: "",
    isolating: true,
    // The width of a column, which the library of tables looks for.
    extra: { colwidth: hidden(null) },
  });
const tables = [
  container("tableBox", "table", {
    content: "caption? table",
    isolating: true,
    rules: [{ tag: "table", contentElement: withRowsInside }],
    renderHTML: ({ HTMLAttributes }) => ["div", { ...HTMLAttributes, "data-table": "" }, 0],
  }),
  block("caption", "caption", {
    content: "inline*",
    group: "",
    extra: KEPT,
    rules: [{ tag: "caption" }, { tag: "p[data-caption]" }],
    renderHTML: ({ HTMLAttributes }) => ["p", { ...HTMLAttributes, "data-caption": "" }, 0],
  }),
  Node.create({
    name: "table",
    content: "tableRow+",
    isolating: true,
    parseHTML: () => [{ tag: "div[data-rows]" }],
    renderHTML: () => ["table", ["tbody", 0]],
  }),
  container("tableRow", "tr", {
    content: "(tableCell | tableHeader)+", group: "", extra: { part: hidden(null) },
  }),
  cell("tableCell", "td"),
  cell("tableHeader", "th"),
];

// What is pasted as a table: its caption, and all its rows in one element.
function withRowsInside(table) {
  const box = table.ownerDocument.createElement("div");
  const caption = table.querySelector(":scope > caption");
  if (caption) {
    box.append(caption.cloneNode(true));
  }
  const rows = table.ownerDocument.createElement("div");
  rows.dataset.rows = "";
  rows.append(...[...table.rows].map((row) => row.cloneNode(true)));
  box.append(rows);
  return box;
}

const TABLE_ROLES = {
  table: "table", tableRow: "row", tableCell: "cell", tableHeader: "header_cell",
};
const tableRoles = Extension.create({
  name: "tableRoles",
  extendNodeSchema: ({ name }) => (name in TABLE_ROLES ? { tableRole: TABLE_ROLES[name] } : {}),
});

const inlines = [
  inline("hardBreak", {
    addAttributes: () => attributesOf("br"),
    parseHTML: () => [{ tag: "br" }],
    renderHTML: () => ["br"],
    renderText: () => "\n",
    linebreakReplacement: true,
    selectable: false,
  }),
  // A line end in the source, which readers see as a blank.
  inline("softBreak", {
    atom: true,
    selectable: false,
    addAttributes: () => ({ text: hidden("\n") }),
    renderHTML: () => ["span", { class: "writing-soft-break" }, " "],
    renderText: () => " ",
  }),
  inline("image", {
    atom: true,
    draggable: true,
    addAttributes: () => attributesOf("img"),
    parseHTML: () => [{ tag: "img[data-image]" }],
    renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
  }),
  inline("remnant", {
    atom: true,
    selectable: false,
    addAttributes: () => ({ html: hidden("") }),
    renderHTML: () => ["span", { class: "writing-remnant" }],
  }),
];

const ALSO = { strong: ["b"], em: ["i"], s: ["strike"], a: [] };
const marks = Object.keys(MARKS).map((tag, place) =>
  Mark.create({
    name: tag,
    // The outermost first.
    priority: 900 - place,
    excludes: "",
    inclusive: tag !== "a",
    addAttributes: () => {
      const { gap, ...attributes } = attributesOf(tag);
      return { ...attributes, key: hidden(null), nest: hidden(null) };
    },
    parseHTML: () => [tag, ...(ALSO[tag] ?? [])].map((name) => ({ tag: tag === "a" ? "a[href]" : name })),
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  }),
);

export function extensions() {
  return [
    document, text, paragraph, line, heading, codeBlock, horizontalRule, rawBlock,
    ...lists, ...pictures, ...tables, ...inlines, tableRoles, ...marks,
  ];
}

