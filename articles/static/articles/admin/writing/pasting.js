// What comes in from outside: by paste and by drop. The server brings HTML into the house's shape,
// as it does for imports; where it cannot be asked, the document takes of it what it knows.

import { isWebAddress, siteName } from "./addresses.js";
import { insertBlock, insertBody } from "./commands.js";
import { pm } from "./library.js";
import { readBody } from "./reading.js";
import { Refusal, ask } from "./requests.js";
import { pictureFiles, sendAll, uploadInto, waitAt } from "./uploads.js";

const { Fragment, Slice } = pm.model;
const MAX_LENGTH = 2_000_000;
const BLOCKS = /<(?:p|div|section|article|h[1-6]|ul|ol|li|table|blockquote|pre|figure|hr|br|img|iframe|video)\b/i;
const OWN = /data-pm-slice=/;
const LOST = /^(?:blob|file|cid|webkit-fake-url|about|chrome|moz-extension):/i;
const LAZY = ["data-src", "data-original", "data-actualsrc", "data-lazy-src", "data-original-src"];
// Smaller ones are there to keep a place.
const SMALLEST_DATA = 400;
const INDENT = /^[\u3000 \t\u00a0]+|[\s\u3000]+$/g;

export function pastingProps(context) {
  return {
    handlePaste: (view, event) => paste(view, event, context),
    handleDrop: (view, event, _slice, isMoved) => !isMoved && drop(view, event, context),
    transformPastedHTML: withoutStyles,
    clipboardTextParser: (text, $context) => textSlice(text, $context),
  };
}

function paste(view, event, context) {
  const { clipboardData } = event;
  if (!clipboardData || context.isPlain || view.state.selection.$from.parent.type.spec.code) {
    return false;
  }
  const html = clipboardData.getData("text/html");
  const text = clipboardData.getData("text/plain");
  const files = pictureFiles(clipboardData.files);
  if (OWN.test(html)) {
    return false;
  }
  if (files.length && (!html || isOnePicture(html))) {
    uploadInto(view, view.state.selection.to, files, context);
    return true;
  }
  if (html && BLOCKS.test(html)) {
    pasteHTML(view, html, context);
    return true;
  }
  return pasteText(view, text, context);
}

function drop(view, event, context) {
  const { dataTransfer } = event;
  const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
  const files = pictureFiles(dataTransfer?.files ?? []);
  const html = dataTransfer?.getData("text/html") ?? "";
  if (!at || (!files.length && !BLOCKS.test(html)) || OWN.test(html)) {
    return false;
  }
  event.preventDefault();
  if (files.length) {
    uploadInto(view, at.pos, files, context);
  } else {
    const { tr } = view.state;
    view.dispatch(tr.setSelection(pm.state.TextSelection.near(tr.doc.resolve(at.pos))));
    pasteHTML(view, html, context);
  }
  return true;
}

// The policy forbids styles in markup, even where nobody would see them.
const withoutStyles = (html) =>
  html.replace(/<style\b[\s\S]*?<\/style\s*>/gi, "").replace(/\sstyle\s*=\s*(?:"[^"]*"|'[^']*')/gi, "");
const hideStyles = (html) =>
  html.replace(/<style\b[\s\S]*?<\/style\s*>/gi, "").replace(/(\s)style(\s*=)/gi, "$1data-worn-style$2");
const showStyles = (html) => html.replace(/(\s)data-worn-style(\s*=)/g, "$1style$2");

const parsed = (html) => new DOMParser().parseFromString(hideStyles(html), "text/html");

function isOnePicture(html) {
  const { body } = parsed(html);
  return body.querySelectorAll("img").length === 1 && !body.textContent.trim();
}

// An address becomes a link; rows parted by tabs become a table; all else is text.
function pasteText(view, text, context) {
  const { state } = view;
  const { schema, selection, tr } = state;
  const address = text.trim();
  if (isWebAddress(address) && (!selection.empty || selection.$from.parent.isTextblock)) {
    const link = schema.marks.a.create({ href: address });
    if (!selection.empty) {
      view.dispatch(tr.removeMark(selection.from, selection.to, schema.marks.a).addMark(selection.from, selection.to, link));
    } else if (siteName(address, context.facts.sites) && isEmptyLine(selection.$from)) {
      insertBlock(view, schema.nodes.paragraph.create(null, schema.text(address, [link])));
      const end = view.state.selection.$from.end();
      const made = view.state.tr;
      made.setSelection(pm.state.TextSelection.create(made.doc, end)).split(end).setStoredMarks([]);
      view.dispatch(made.scrollIntoView());
    } else {
      view.dispatch(tr.replaceSelectionWith(schema.text(address, [link]), false).setStoredMarks([]).scrollIntoView());
    }
    return true;
  }
  const rows = text.replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
  const isTable = rows.length > 1 && rows[0].length > 1 && rows.every(({ length }) => length === rows[0].length);
  if (isTable && selection.$from.depth === 1) {
    insertBody(view, { content: [tableOf(rows)] });
    return true;
  }
  return false;
}

const isEmptyLine = ($from) => $from.depth === 1 && $from.parent.type.name === "paragraph" && !$from.parent.content.size;

function tableOf(rows) {
  const cell = (text) => ({
    type: "tableCell",
    content: [{ type: "line", content: text.trim() ? [{ type: "text", text: text.trim() }] : [] }],
  });
  const row = (cells) => ({
    type: "tableRow", attrs: { part: { name: "tbody", number: 1 } }, content: cells.map(cell),
  });
  return { type: "tableBox", content: [{ type: "table", content: rows.map(row) }] };
}

// Each line is a paragraph; the blanks that printing begins it with say nothing here.
function textSlice(text, $context) {
  const { schema } = $context.doc.type;
  const lines = text.split(/\r\n?|\n/).map((line) => line.replace(INDENT, "")).filter(Boolean);
  const marks = $context.marks();
  if (!lines.length) {
    return Slice.empty;
  }
  const isBoxed = ["figcaption", "caption", "heading", "term"].includes($context.parent.type.name);
  if (lines.length === 1 || isBoxed) {
    return new Slice(Fragment.from(schema.text(lines.join(" "), marks)), 0, 0);
  }
  const { paragraph, listItem, line: loose } = schema.nodes;
  const isLoose = $context.parent.type === loose;
  const blocks = lines.map((line) => (isLoose ? loose : paragraph).create(null, schema.text(line, marks)));
  return isLoose && $context.node(-1).type === listItem
    ? new Slice(Fragment.from(blocks.map((block) => listItem.create(null, block))), 2, 2)
    : new Slice(Fragment.from(blocks), 1, 1);
}

async function pasteHTML(view, html, context) {
  const { words, say, facts, library } = context;
  if (!view.state.selection.empty) {
    view.dispatch(view.state.tr.deleteSelection());
  }
  const waiting = waitAt(view, view.state.selection.from, words.tidying);
  const { body } = parsed(html);
  let answer = null;
  try {
    const lost = await bringPictures(body, { context, progress: waiting.say });
    waiting.say(words.tidying);
    const sent = showStyles(body.innerHTML);
    if (sent.length > MAX_LENGTH) {
      throw new Refusal(words.pasteTooLarge);
    }
    answer = await ask(facts.pastedAddress, { html: sent });
    library.add(answer.pictures);
    report(answer, lost, context);
  } catch (problem) {
    const why = problem instanceof Refusal ? problem.message : "";
    say(`${why} ${words.pastedHere}`.trim(), { isError: true });
  }
  await context.whenIdle();
  const place = waiting.take();
  if (place === null) {
    return;
  }
  if (answer) {
    insertBody(view, readBody(answer.html).doc, { from: place, to: place });
  } else {
    pasteHere(view, body, place, context);
  }
}

// What the document itself makes of foreign HTML.
function pasteHere(view, body, place, context) {
  const { tr } = view.state;
  view.dispatch(tr.setSelection(pm.state.TextSelection.near(tr.doc.resolve(place))));
  body.querySelectorAll("style, script, title, meta, link").forEach((element) => element.remove());
  context.isPlain = true;
  view.pasteHTML(body.innerHTML);
  context.isPlain = false;
}

function report({ removed }, lost, { words, say }) {
  const told = [];
  if (removed.length) {
    told.push(words.leftOut.replace("%(texts)s", removed.map((text) => text.slice(0, 40)).join("；")));
  }
  if (lost) {
    told.push(words.lostPictures.replace("%(count)s", lost));
  }
  if (told.length) {
    say(told.join(" "));
  }
}

// Sends up the pictures that are in the markup itself; returns how many nobody can fetch.
async function bringPictures(body, { context, progress }) {
  let lost = 0;
  const carried = [];
  for (const image of body.querySelectorAll("img")) {
    const address = image.getAttribute("src") ?? "";
    const isLazy = LAZY.some((name) => /^(?:https?:)?\/\//.test(image.getAttribute(name) ?? ""));
    if (isLazy) {
      continue;
    }
    if (/^data:image\//i.test(address)) {
      const file = address.length > SMALLEST_DATA ? fileOf(address) : null;
      if (file) {
        carried.push([image, file]);
      } else {
        image.remove();
      }
    } else if (LOST.test(address)) {
      lost += 1;
      image.remove();
    } else if (address.startsWith("/") && !address.startsWith("//")) {
      image.src = new URL(address, window.location.origin).href;
    }
  }
  const kept = await sendAll(carried.map(([, file]) => file), { context, progress });
  carried.forEach(([image], number) => {
    if (kept[number]) {
      image.src = new URL(kept[number].src, window.location.origin).href;
    } else {
      image.remove();
    }
  });
  return lost;
}

// The file that a data: address holds, or null. (To fetch it the policy does not allow.)
function fileOf(address) {
  const match = address.match(/^data:(image\/[\w.+-]+);base64,([\s\S]+)$/i);
  try {
    const bytes = Uint8Array.from(atob(match[2].replace(/\s/g, "")), (sign) => sign.charCodeAt(0));
    return new File([bytes], "", { type: match[1] });
  } catch {
    return null;
  }
}
