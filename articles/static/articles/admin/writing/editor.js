// The editor itself: the document, and everything that acts upon it.

import { LOOSE } from "./elements.js";
import { afterSigns } from "./footnotes.js";
import { hints } from "./hints.js";
import { keys, typedSigns } from "./keys.js";
import { Dropcursor, Editor, Extension, Gapcursor, UndoRedo, pm } from "./library.js";
import { extensions } from "./schema.js";
import { searching } from "./search.js";
import { uploading } from "./uploads.js";
import { nodeViews } from "./views.js";

const { Plugin } = pm.state;

// A line that left its list or its cell is a paragraph.
const settling = Extension.create({
  name: "settling",
  addProseMirrorPlugins: () => [
    new Plugin({
      appendTransaction(transactions, _before, { doc, tr, selection, schema }) {
        if (!transactions.some(({ docChanged }) => docChanged)) {
          return null;
        }
        doc.nodesBetween(selection.from, selection.to, (node, pos, parent) => {
          const isLost = node.type.name === "line" && !node.attrs.isBare && !LOOSE.has(parent.type.name);
          if (isLost) {
            tr.setNodeMarkup(pos, schema.nodes.paragraph);
          }
        });
        return tr.docChanged ? tr : null;
      },
    }),
  ],
});

const tableEditing = Extension.create({
  name: "tableEditing",
  addProseMirrorPlugins: () => [pm.tables.tableEditing()],
});

export function createEditor({ element, doc, context, shortcuts, on, props }) {
  const views = nodeViews(context.library, context.words);
  const shown = extensions().map((extension) => {
    const view = views[extension.name];
    return view ? extension.extend({ addNodeView: () => (props) => view(props) }) : extension;
  });
  return new Editor({
    element,
    content: doc,
    injectCSS: false,
    enablePasteRules: false,
    extensions: [
      ...shown, keys(shortcuts), typedSigns, hints(context), searching, uploading, settling, afterSigns,
      tableEditing, UndoRedo, Dropcursor.configure({ class: "writing-drop", color: false }), Gapcursor,
    ],
    editorProps: {
      ...props,
      attributes: {
        class: "writing-text",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": context.words.body,
        spellcheck: "false",
      },
    },
    ...on,
  });
}
