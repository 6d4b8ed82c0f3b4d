// The writing desk: the editor in place of the textarea, which always holds what would be sent.
//
// What other scripts may rely on, `textarea` being the body's:
//   textarea.value            the body as it is now, at most 300 ms old, never of half a character
//                             that an input method is still asking about; always new on submit and
//                             in a FormData made of the form
//   "input" on the textarea   bubbles, after each change of that value
//   textarea.writing          {html(), kind(), setHTML(html), isComposing(), flush()}; kind() is
//                             "html", or "" while the source is open and value is typed text; it
//                             is sent beside the value as <name>_kind
//   "writing:ready"           bubbles from the textarea when textarea.writing is there

import { countOf } from "./counting.js";
import { make } from "./dom.js";
import { createEditor } from "./editor.js";
import { insertPictures } from "./figures.js";
import { followFootnote } from "./footnotes.js";
import { helpDialog } from "./help.js";
import { nodeHTML } from "./html.js";
import { pm } from "./library.js";
import { linkPanel } from "./link.js";
import { pastingProps } from "./pasting.js";
import { readBody } from "./reading.js";
import { Refusal, ask } from "./requests.js";
import { searchPanel } from "./search.js";
import { toolbar } from "./toolbar.js";
import { uploadInto } from "./uploads.js";
import { Library } from "./views.js";

const DELAY = 250;

export function setUpDesk(root) {
  const facts = JSON.parse(document.getElementById(root.dataset.facts).textContent);
  new Desk(root, facts).start();
}

class Desk {
  constructor(root, facts) {
    const { words } = facts;
    this.root = root;
    this.facts = facts;
    this.words = words;
    this.area = root.querySelector("textarea");
    this.kindField = root.querySelector("[data-kind]");
    this.library = new Library(facts);
    this.timer = 0;
    this.waiting = [];
    this.context = {
      facts, words, sites: facts.sites, library: this.library, isPlain: false,
      say: (text, options) => this.say(text, options),
      whenIdle: () => this.whenIdle(),
    };
  }

  start() {
    const { body } = this.facts;
    const { doc, isSame } = readBody(body);
    this.isRich = !this.facts.isSource && isSame;
    this.build(this.isRich ? doc : readBody("").doc);
    this.show(this.isRich ? "rich" : "source");
    if (this.isRich) {
      this.set(body, { isQuiet: true });
    } else if (!this.facts.isTyped) {
      this.say(this.words.onlySource);
    }
    this.listen();
    this.area.writing = {
      html: () => this.html(),
      kind: () => this.kindField.value,
      setHTML: (html) => this.setHTML(html),
      isComposing: () => this.editor.view.composing,
      flush: () => this.flush(),
    };
    this.area.dispatchEvent(new CustomEvent("writing:ready", { bubbles: true }));
  }

  build(doc) {
    const { words } = this;
    this.page = make("div", { class: "writing-page" });
    this.count = make("output", { class: "writing-count" });
    this.note = make("p", { class: "writing-note", role: "status" });
    this.files = make("input", {
      type: "file", accept: "image/jpeg,image/png,image/webp,image/gif", multiple: true, hidden: true,
      "aria-label": words.upload,
    });
    this.editor = createEditor({
      element: this.page,
      doc,
      context: this.context,
      props: pastingProps(this.context),
      shortcuts: {
        "Mod-k": () => this.openLink(),
        "Mod-f": () => this.openSearch(),
        "Mod-h": () => this.openSearch(),
        "Mod-Shift-f": () => this.toggleFull(),
        "Mod-Alt-s": () => this.toggleSource(),
        "Mod-Alt-g": followFootnote,
        "Mod-/": () => this.openHelp(),
        "Alt-F10": () => this.tools.focus() ?? true,
      },
      on: {
        onUpdate: () => this.later(),
        onTransaction: () => this.refreshSoon(),
      },
    });
    const { dom } = this.editor.view;
    dom.id = `${this.area.id}_text`;
    this.tools = toolbar({ editor: this.editor, words, desk: this.actions(), id: dom.id });
    this.link = linkPanel({ editor: this.editor, words });
    this.search = searchPanel({ editor: this.editor, words, say: this.context.say });
    this.help = helpDialog({ words });
    const head = make("div", { class: "writing-head" }, ...this.tools.bars, this.link.panel, this.search.panel);
    const foot = make("div", { class: "writing-foot" }, this.count, this.note);
    // What is typed here is told of by the textarea, once it holds it.
    [head, this.page].forEach((part) => part.addEventListener("input", (event) => event.stopPropagation()));
    this.area.before(head, this.page);
    this.area.after(foot, this.files, this.help.dialog);
    this.tools.refresh();
  }

  actions() {
    return {
      mode: () => this.mode,
      openLink: () => this.openLink(),
      openSearch: () => this.openSearch(),
      openHelp: () => this.openHelp(),
      toggleSource: () => this.toggleSource(),
      toggleFull: () => this.toggleFull(),
      isFull: () => this.root.classList.contains("is-full"),
      choosePicture: () => this.root.querySelector(".writing-chooser").click(),
      chooseFiles: () => this.files.click(),
    };
  }

  listen() {
    const { form } = this.area;
    const { dom } = this.editor.view;
    form.addEventListener("submit", () => this.flush(), { capture: true });
    form.addEventListener("formdata", ({ formData }) => {
      if (this.mode === "rich") {
        formData.set(this.area.name, this.html());
      }
    });
    dom.addEventListener("compositionend", () => setTimeout(() => this.wake(), 60));
    this.area.addEventListener("input", () => this.showCount());
    this.files.addEventListener("change", () => {
      uploadInto(this.editor.view, this.editor.state.selection.to, [...this.files.files], this.context);
      this.files.value = "";
    });
    document.querySelector(`label[for="${this.area.id}"]`)?.addEventListener("click", (event) => {
      if (this.mode === "rich") {
        event.preventDefault();
        this.editor.view.focus();
      }
    });
    this.root.addEventListener("keydown", (event) => this.key(event));
    const language = form.querySelector("#id_language");
    const speak = () => (dom.lang = language?.value || document.documentElement.lang);
    language?.addEventListener("change", speak);
    speak();
    // The library's window sets the hidden field and tells so through the admin's own jQuery.
    const picked = this.root.querySelector("[data-picks]");
    django.jQuery(picked).on("change", () => this.pick(picked));
  }

  key(event) {
    if (event.key === "Escape" && this.root.classList.contains("is-full") && !event.isComposing) {
      event.preventDefault();
      this.toggleFull();
    } else if (this.mode === "source" && event.altKey && (event.ctrlKey || event.metaKey) && event.code === "KeyS") {
      event.preventDefault();
      this.toggleSource();
    }
  }

  async pick(field) {
    const key = field.value;
    field.value = "";
    const facts = key && (await this.library.facts(key));
    if (facts && this.mode === "rich") {
      await this.whenIdle();
      insertPictures(this.editor.view, facts);
    } else if (facts) {
      this.say(this.words.pictureInSource);
    }
  }

  // Now, or once the input method has finished.
  whenIdle() {
    return this.editor.view.composing ? new Promise((resolve) => this.waiting.push(resolve)) : Promise.resolve();
  }

  wake() {
    if (this.editor.view.composing) {
      return;
    }
    this.waiting.splice(0).forEach((resolve) => resolve());
    this.later();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sync(), DELAY);
  }

  sync() {
    if (this.mode === "rich" && !this.editor.view.composing) {
      this.set(this.html());
    }
  }

  flush() {
    clearTimeout(this.timer);
    if (this.mode === "rich") {
      this.set(this.html());
    }
  }

  html() {
    return this.mode === "rich" ? nodeHTML(this.editor.getJSON()) : this.area.value;
  }

  set(html, { isQuiet = false } = {}) {
    if (this.area.value === html) {
      return;
    }
    this.area.value = html;
    if (!isQuiet) {
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // Puts another body in place of this one; returns whether the editor can hold it.
  setHTML(html) {
    const { doc, isSame } = readBody(html);
    if (!isSame) {
      return false;
    }
    if (this.mode === "source") {
      this.show("rich");
    }
    const { tr, schema } = this.editor.state;
    tr.replaceWith(0, tr.doc.content.size, schema.nodeFromJSON(doc).content);
    tr.setSelection(pm.state.Selection.atStart(tr.doc));
    // A step of its own for undo: neither part of what was typed before nor of what comes.
    this.editor.view.dispatch(pm.history.closeHistory(tr));
    this.editor.view.dispatch(pm.history.closeHistory(this.editor.state.tr));
    this.flush();
    return true;
  }

  show(mode) {
    this.mode = mode;
    this.root.dataset.mode = mode;
    const isRich = mode === "rich";
    this.page.hidden = !isRich;
    this.area.hidden = isRich;
    this.area.required &&= !isRich;
    this.kindField.value = isRich ? "html" : "";
    this.link.panel.hidden = true;
    this.search.panel.hidden = true;
    this.root.querySelector('[data-tool="source"]').setAttribute("aria-pressed", String(!isRich));
    this.tools.refresh();
    this.showCount();
  }

  toggleSource() {
    const change = this.mode === "rich" ? this.toSource() : this.toRich();
    change.catch((problem) => {
      const why = problem instanceof Refusal ? problem.message || this.words.notSent : this.words.offline;
      this.say(why, { isError: true });
    });
    return true;
  }

  // The server answers while the editor types on, or has gone to another field already.
  async toSource() {
    this.flush();
    const html = this.html();
    const place = document.activeElement;
    const { text, is_same: isSame } = await ask(this.facts.sourceAddress, { html });
    if (this.mode !== "rich") {
      return;
    }
    if (this.html() !== html) {
      await this.toSource();
      return;
    }
    if (!isSame) {
      this.say(this.words.noSource, { isError: true });
      return;
    }
    const isStillHere = document.activeElement === place;
    this.show("source");
    this.set(text);
    if (isStillHere) {
      this.area.focus();
    }
  }

  async toRich() {
    const text = this.area.value;
    const place = document.activeElement;
    const answer = await ask(this.facts.typedAddress, { text });
    if (this.mode === "rich") {
      return;
    }
    if (this.area.value !== text) {
      await this.toRich();
      return;
    }
    this.library.add(answer.pictures);
    const isStillHere = document.activeElement === place;
    if (!this.setHTML(answer.html)) {
      this.say(this.words.onlySource, { isError: true });
      return;
    }
    this.say("");
    if (isStillHere) {
      this.editor.view.focus();
    }
  }

  toggleFull() {
    const isFull = this.root.classList.toggle("is-full");
    document.documentElement.classList.toggle("writing-is-full", isFull);
    this.tools.refresh();
    (this.mode === "rich" ? this.editor.view : this.area).focus();
    return true;
  }

  openLink() {
    this.search.panel.hidden = true;
    this.link.open();
    return true;
  }

  openSearch() {
    this.link.panel.hidden = true;
    this.search.open();
    return true;
  }

  openHelp() {
    this.help.open();
    return true;
  }

  refreshSoon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.tools.refresh();
    });
  }

  showCount() {
    const { characters, words, minutes } = countOf(this.html());
    this.count.value = this.words.count
      .replace("%(count)s", (characters + words).toLocaleString())
      .replace("%(minutes)s", minutes);
  }

  say(text, { isError = false } = {}) {
    this.note.textContent = text;
    this.note.classList.toggle("is-error", isError);
  }
}
