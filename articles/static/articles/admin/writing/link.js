// The strip that asks where a link leads.

import { meantAddress } from "./addresses.js";
import { button, make } from "./dom.js";
import { pm } from "./library.js";

const { TextSelection } = pm.state;

// The link around the cursor, or that of the chosen text: {from, to, href}.
function linkAt(state) {
  const { $from, from, to, empty } = state.selection;
  const type = state.schema.marks.a;
  const markOf = (node) => node?.marks.find((mark) => mark.type === type);
  const { parent } = $from;
  const start = $from.start();
  if (empty) {
    let found = null;
    const mark = markOf($from.nodeAfter) ?? markOf($from.nodeBefore);
    parent.forEach((node, offset) => {
      const own = markOf(node);
      const isSame = own && mark && own.eq(mark);
      const isTouching = found && found.to === start + offset;
      if (isSame && isTouching) {
        found.to += node.nodeSize;
      } else if (isSame && !(found && found.to >= from)) {
        found = { from: start + offset, to: start + offset + node.nodeSize, href: mark.attrs.href };
      }
    });
    return found && found.from <= from && from <= found.to ? found : { from, to, href: "" };
  }
  let href = "";
  state.doc.nodesBetween(from, to, (node) => {
    href ||= markOf(node)?.attrs.href ?? "";
  });
  return { from, to, href };
}

export function linkPanel({ editor, words }) {
  const { view } = editor;
  const field = make("input", {
    type: "text", inputmode: "url", placeholder: "https://", "aria-label": words.linkAddress, autocomplete: "off",
  });
  const fault = make("span", { class: "writing-fault", role: "alert" });
  const act = (label, run) => {
    const made = button({ class: "writing-word" }, label);
    made.addEventListener("click", run);
    return made;
  };
  let place = null;
  const close = () => {
    panel.hidden = true;
    view.focus();
  };
  const set = () => {
    const href = meantAddress(field.value);
    if (!href) {
      fault.textContent = words.badAddress;
      field.setAttribute("aria-invalid", "true");
      field.focus();
      return;
    }
    const { tr, schema } = view.state;
    const mark = schema.marks.a.create({ href });
    if (place.from === place.to) {
      tr.insert(place.from, schema.text(field.value.trim(), [mark]));
      tr.setSelection(TextSelection.create(tr.doc, place.from + field.value.trim().length));
    } else {
      tr.removeMark(place.from, place.to, schema.marks.a).addMark(place.from, place.to, mark);
      tr.setSelection(TextSelection.create(tr.doc, place.to));
    }
    view.dispatch(tr.setStoredMarks([]).scrollIntoView());
    close();
  };
  const unset = () => {
    view.dispatch(view.state.tr.removeMark(place.from, place.to, view.state.schema.marks.a));
    close();
  };
  const remove = act(words.removeLink, unset);
  const panel = make("div", { class: "writing-panel", role: "group", "aria-label": words.link, hidden: true },
    make("span", { class: "writing-panel-name", "aria-hidden": "true" }, words.linkAddress), field,
    act(words.setLink, set), remove, act(words.cancel, close), fault);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === field && !event.isComposing) {
      event.preventDefault();
      set();
    } else if (event.key === "Escape" && !event.isComposing) {
      event.stopPropagation();
      close();
    }
  });
  const open = () => {
    place = linkAt(view.state);
    field.value = place.href;
    fault.textContent = "";
    field.removeAttribute("aria-invalid");
    remove.hidden = !place.href;
    panel.hidden = false;
    field.focus();
    field.select();
  };
  return { panel, open };
}
