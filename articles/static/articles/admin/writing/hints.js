// What is shown beside the text and is no part of it: hints in empty places, names of sites.

import { siteName } from "./addresses.js";
import { Extension, pm } from "./library.js";

const { Decoration, DecorationSet } = pm.view;
const { Plugin, PluginKey } = pm.state;

// The address of a paragraph that is nothing but a link to itself, or "".
export function onlyAddress(node) {
  if (node.type.name !== "paragraph" || node.childCount !== 1 || !node.firstChild.isText) {
    return "";
  }
  const link = node.firstChild.marks.find(({ type }) => type.name === "a");
  return link && link.attrs.href === node.textContent ? link.attrs.href : "";
}

function hintsIn(doc, { words, sites }) {
  const found = [];
  const hint = (node, pos, text, name = "writing-empty") =>
    found.push(Decoration.node(pos, pos + node.nodeSize, { class: name, "data-hint": text }));
  doc.descendants((node, pos, parent) => {
    const { name } = node.type;
    if (name === "figcaption" && !node.textContent.trim()) {
      hint(node, pos, words.captionHint);
    } else if (name === "figcaption" && node.firstChild?.text === " ") {
      hint(node, pos, words.captionHint, "writing-empty has-credit");
    } else if (name === "caption" && !node.content.size) {
      hint(node, pos, words.tableCaptionHint);
    } else if (parent === doc && doc.childCount === 1 && name === "paragraph" && !node.content.size) {
      hint(node, pos, words.bodyHint);
    } else if (name === "paragraph") {
      const site = siteName(onlyAddress(node), sites);
      if (site) {
        hint(node, pos, site, "writing-embed");
      }
    }
    return !node.isTextblock;
  });
  return DecorationSet.create(doc, found);
}

export const hints = (context) =>
  Extension.create({
    name: "hints",
    addProseMirrorPlugins: () => [
      new Plugin({
        key: new PluginKey("hints"),
        state: {
          init: (_config, { doc }) => hintsIn(doc, context),
          apply: (tr, old) => (tr.docChanged ? hintsIn(tr.doc, context) : old),
        },
        props: {
          decorations(state) {
            return this.getState(state);
          },
        },
      }),
    ],
  });
