// Find and replace: where the words stand, and the strip in which they are asked for.

import { button, icon, make } from "./dom.js";
import { Extension, pm } from "./library.js";

const { Decoration, DecorationSet } = pm.view;
const { Plugin, PluginKey, TextSelection } = pm.state;

const KEY = new PluginKey("searching");
const MOST = 5000;

// Where `words` stand, as [{from, to}]; never across two blocks.
export function placesOf(doc, words, { isExact }) {
  const places = [];
  const sought = isExact ? words : words.toLowerCase();
  if (!sought) {
    return places;
  }
  doc.descendants((node, pos) => {
    if (!node.isTextblock) {
      return true;
    }
    let text = "";
    node.forEach((child) => {
      text += child.isText ? child.text : (child.type.name === "softBreak" ? " " : "\ufffc").repeat(child.nodeSize);
    });
    // Folding case may change the length of a few letters; then it is left alone.
    const lower = text.toLowerCase();
    const line = isExact || lower.length !== text.length ? text : lower;
    let at = line.indexOf(sought);
    while (at >= 0 && places.length < MOST) {
      places.push({ from: pos + 1 + at, to: pos + 1 + at + sought.length });
      at = line.indexOf(sought, at + sought.length);
    }
    return false;
  });
  return places;
}

const NONE = { words: "", isExact: false, places: [], current: -1 };

function decorated(doc, { places, current }) {
  return DecorationSet.create(doc, places.map(({ from, to }, number) =>
    Decoration.inline(from, to, { class: number === current ? "writing-found is-current" : "writing-found" })));
}

function next(tr, state) {
  const asked = tr.getMeta(KEY);
  if (!asked && !tr.docChanged) {
    return state;
  }
  const wanted = { ...state, ...asked };
  if (!wanted.words) {
    return { ...NONE, shown: DecorationSet.empty };
  }
  if (tr.docChanged || asked.words !== undefined) {
    wanted.places = placesOf(tr.doc, wanted.words, wanted);
    wanted.current = Math.min(wanted.current, wanted.places.length - 1);
  }
  return { ...wanted, shown: decorated(tr.doc, wanted) };
}

export const searching = Extension.create({
  name: "searching",
  addProseMirrorPlugins: () => [
    new Plugin({
      key: KEY,
      state: { init: () => ({ ...NONE, shown: DecorationSet.empty }), apply: next },
      props: { decorations: (state) => KEY.getState(state).shown },
    }),
  ],
});

const stateOf = ({ state }) => KEY.getState(state);

function ask(view, asked) {
  view.dispatch(view.state.tr.setMeta(KEY, asked));
}

// Goes to the next place (1) or the one before (-1), the first from the cursor on.
function go(view, direction) {
  const { places, current } = stateOf(view);
  if (!places.length) {
    return;
  }
  const { from } = view.state.selection;
  const first = places.findIndex((place) => place.from >= from);
  const wanted = current < 0
    ? (first < 0 ? 0 : first)
    : (current + direction + places.length) % places.length;
  const { from: start, to } = places[wanted];
  const { tr } = view.state;
  tr.setSelection(TextSelection.create(tr.doc, start, to)).setMeta(KEY, { current: wanted });
  view.dispatch(tr.scrollIntoView());
}

function put(tr, { from, to }, text) {
  const marks = tr.doc.resolve(from).marksAcross(tr.doc.resolve(to)) ?? [];
  return text ? tr.replaceWith(from, to, tr.doc.type.schema.text(text, marks)) : tr.delete(from, to);
}

function replaceOne(view, text) {
  const { places, current } = stateOf(view);
  if (current < 0) {
    go(view, 1);
    return;
  }
  const place = places[current];
  view.dispatch(put(view.state.tr, place, text));
  const after = stateOf(view).places;
  const number = after.findIndex(({ from }) => from >= place.from + text.length);
  ask(view, { current: -1 });
  if (after.length) {
    ask(view, { current: (number < 0 ? 0 : number) - 1 });
    go(view, 1);
  }
}

function replaceAll(view, text) {
  const { places } = stateOf(view);
  const { tr } = view.state;
  [...places].reverse().forEach((place) => put(tr, place, text));
  view.dispatch(tr);
  return places.length;
}

// The strip below the tools; `open` shows it, with what is chosen in the text.
export function searchPanel({ editor, words, say }) {
  const find = make("input", { type: "text", "aria-label": words.find, placeholder: words.find });
  const replacement = make("input", { type: "text", "aria-label": words.replaceWith, placeholder: words.replaceWith });
  const count = make("output", { class: "writing-found-count", "aria-live": "polite" });
  const exact = make("input", { type: "checkbox" });
  const tool = (label, name, run) => {
    const made = button({ class: "writing-tool", title: label, "aria-label": label }, icon(name));
    made.addEventListener("click", run);
    return made;
  };
  const word = (label, run) => {
    const made = button({ class: "writing-word" }, label);
    made.addEventListener("click", run);
    return made;
  };
  const { view } = editor;
  const show = () => {
    const { places, current } = stateOf(view);
    const place = current < 0 ? "–" : current + 1;
    count.value = find.value ? words.foundCount.replace("%(place)s", place).replace("%(count)s", places.length) : "";
  };
  const seek = () => {
    ask(view, { words: find.value, isExact: exact.checked, current: -1 });
    go(view, 1);
    show();
  };
  const move = (direction) => {
    go(view, direction);
    show();
  };
  const close = () => {
    panel.hidden = true;
    ask(view, { words: "" });
    view.focus();
  };
  const one = () => {
    replaceOne(view, replacement.value);
    show();
  };
  const all = () => {
    say(words.replacedCount.replace("%(count)s", replaceAll(view, replacement.value)));
    show();
  };
  const panel = make("div", { class: "writing-panel", role: "search", "aria-label": words.findReplace, hidden: true },
    find, count,
    tool(words.previous, "keyboard_arrow_up", () => move(-1)),
    tool(words.next, "keyboard_arrow_down", () => move(1)),
    make("label", { class: "writing-check" }, exact, words.matchCase),
    replacement, word(words.replace, one), word(words.replaceAll, all),
    tool(words.close, "close", close));
  find.addEventListener("input", seek);
  exact.addEventListener("change", seek);
  panel.addEventListener("keydown", (event) => {
    if (event.isComposing) {
      return;
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" && event.target === find) {
      event.preventDefault();
      move(event.shiftKey ? -1 : 1);
    } else if (event.key === "Enter" && event.target === replacement) {
      event.preventDefault();
      one();
    }
  });
  const open = () => {
    const { from, to } = view.state.selection;
    const chosen = view.state.doc.textBetween(from, to, "\n");
    panel.hidden = false;
    if (chosen && !chosen.includes("\n") && chosen.length < 100) {
      find.value = chosen;
    }
    find.focus();
    find.select();
    seek();
  };
  return { panel, open };
}
