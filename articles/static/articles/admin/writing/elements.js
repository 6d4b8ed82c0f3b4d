// What a body may hold, as data: the same elements and attributes that the server's sanitiser
// keeps (articles/html/sanitize.py).

// The outermost first, where several begin at once.
export const MARKS = {
  a: ["href"],
  cite: [],
  q: [],
  del: ["datetime"],
  ins: ["datetime"],
  ruby: [],
  rt: [],
  rp: [],
  mark: [],
  strong: [],
  em: [],
  u: [],
  s: [],
  small: [],
  abbr: ["title"],
  time: ["datetime"],
  sub: [],
  sup: [],
  code: [],
  kbd: [],
  samp: [],
};

// What every element may have besides.
export const COMMON = ["class", "lang"];

// The attributes of elements that are nodes, in the order that is written without being told.
export const ATTRIBUTES = {
  ol: ["start"],
  img: ["src", "data-image", "alt", "width", "height"],
  td: ["colspan", "rowspan"],
  th: ["colspan", "rowspan"],
};

// Attributes that are numbers, with what they are when they are not written.
export const NUMBERS = { start: 1, colspan: 1, rowspan: 1 };

export const namesFor = (tag) => [...(MARKS[tag] ?? ATTRIBUTES[tag] ?? []), ...COMMON];

export const defaultOf = (name) => NUMBERS[name] ?? null;

// Elements that hold text; their nodes.
export const TEXTS = {
  p: "paragraph",
  h2: "heading",
  h3: "heading",
  h4: "heading",
  dt: "term",
  figcaption: "figcaption",
  caption: "caption",
};

// Elements that hold blocks, or text without a block around it.
export const CONTAINERS = {
  blockquote: "blockquote",
  ul: "bulletList",
  ol: "orderedList",
  li: "listItem",
  dl: "descriptionList",
  dd: "description",
  figure: "figure",
  td: "tableCell",
  th: "tableHeader",
};

// In these, loose text is as common as paragraphs.
export const LOOSE = new Set(["listItem", "description", "tableCell", "tableHeader"]);

// The class of a <code> that tells its language.
export const LANGUAGE = /^language-[a-z0-9+#.-]{1,20}$/;

// Of larger tables the map of cells would take long.
export const MOST_CELLS = 20000;
