// Places in the text that wait for something: pictures on their way up, a paste being tidied.

import { make } from "./dom.js";
import { figureOf } from "./figures.js";
import { Extension, pm } from "./library.js";
import { Refusal, send } from "./requests.js";

const { Decoration, DecorationSet } = pm.view;
const { Plugin, PluginKey } = pm.state;

const KEY = new PluginKey("uploading");
export const MAX_PICTURE_BYTES = 10 * 1024 * 1024;

export const uploading = Extension.create({
  name: "uploading",
  addProseMirrorPlugins: () => [
    new Plugin({
      key: KEY,
      state: {
        init: () => DecorationSet.empty,
        apply(tr, set) {
          const { add, remove } = tr.getMeta(KEY) ?? {};
          const mapped = set.map(tr.mapping, tr.doc);
          if (add) {
            return mapped.add(tr.doc, [Decoration.widget(add.pos, add.element, { id: add, side: -1 })]);
          }
          return remove ? mapped.remove(mapped.find(null, null, ({ id }) => id === remove)) : mapped;
        },
      },
      props: {
        decorations(state) {
          return this.getState(state);
        },
      },
    }),
  ],
});

// A waiting place at `pos`, with words in it: {say, take} where `take` gives up the place and
// returns where it is by then, null when its surroundings were deleted.
export function waitAt(view, pos, text) {
  const label = make("span", {}, text);
  const bar = make("progress", { max: "1", "aria-label": text });
  const place = { pos, element: make("span", { class: "writing-waiting", contenteditable: "false" }, bar, label) };
  view.dispatch(view.state.tr.setMeta(KEY, { add: place }).setMeta("addToHistory", false));
  return {
    say(words, part) {
      label.textContent = words;
      if (part === undefined) {
        bar.removeAttribute("value");
      } else {
        bar.value = part;
      }
    },
    take() {
      const [found] = KEY.getState(view.state).find(null, null, ({ id }) => id === place);
      view.dispatch(view.state.tr.setMeta(KEY, { remove: place }).setMeta("addToHistory", false));
      return found ? found.from : null;
    },
  };
}

export const pictureFiles = (files) => [...files].filter(({ type }) => type.startsWith("image/"));

// Sends the files, one after the other; returns what is known of those that were kept.
export async function sendAll(files, { context, progress }) {
  const { words, say, library } = context;
  const kept = [];
  for (const [number, file] of files.entries()) {
    const name = file.name || words.picture;
    const label = files.length > 1 ? `${number + 1} / ${files.length} ${name}` : name;
    progress?.(label, 0);
    try {
      if (file.size > MAX_PICTURE_BYTES) {
        throw new Refusal(words.tooLarge);
      }
      const facts = await send(context.facts.uploadAddress, file, (part) => progress?.(label, part));
      library.add({ [facts.key]: facts });
      kept.push(facts);
    } catch (problem) {
      const why = problem instanceof Refusal ? problem.message || words.notSent : words.offline;
      say(`${name}: ${why}`, { isError: true });
      kept.push(null);
    }
  }
  return kept;
}

// Uploads the files and puts a figure of each behind the block at `pos`.
export async function uploadInto(view, pos, files, context) {
  const waiting = waitAt(view, pos, context.words.uploading);
  const kept = await sendAll(files, { context, progress: waiting.say });
  await context.whenIdle();
  const place = waiting.take();
  const found = kept.filter(Boolean);
  if (place !== null && found.length) {
    insertFiguresAt(view, place, found);
  }
}

function insertFiguresAt(view, pos, facts) {
  const { tr, doc, schema } = view.state;
  const $pos = doc.resolve(pos);
  for (let depth = $pos.depth; depth > 0; depth -= 1) {
    const parent = $pos.node(depth - 1);
    const index = $pos.indexAfter(depth - 1);
    const holdsFigures = !["figure", "tableBox"].includes(parent.type.name);
    if (holdsFigures && parent.canReplaceWith(index, index, schema.nodes.figure)) {
      const figures = facts.map((one) => figureOf(schema, one));
      const isEmpty = $pos.node(depth).type.name === "paragraph" && !$pos.node(depth).content.size;
      tr.replaceWith(isEmpty ? $pos.before(depth) : $pos.after(depth), $pos.after(depth), figures);
      if (isEmpty) {
        const end = tr.mapping.map($pos.after(depth));
        tr.insert(end, schema.nodes.paragraph.create());
        tr.setSelection(pm.state.TextSelection.create(tr.doc, end + 1));
      }
      view.dispatch(tr.scrollIntoView());
      return;
    }
  }
  view.dispatch(tr.insert(doc.content.size, facts.map((one) => figureOf(schema, one))));
}
