// How pictures stand in the text while it is written: with a field for what they show.

import { make } from "./dom.js";

// What is known of the library's pictures; asks the server for those that came in since.
export class Library {
  constructor({ pictures, pictureAddress }) {
    this.pictures = new Map(Object.entries(pictures));
    this.address = pictureAddress;
  }

  add(pictures) {
    Object.entries(pictures).forEach(([key, facts]) => this.pictures.set(key, facts));
  }

  async facts(key) {
    if (!this.pictures.has(key)) {
      const response = await fetch(this.address.replace("KEY", encodeURIComponent(key)));
      this.pictures.set(key, response.ok ? await response.json() : null);
    }
    return this.pictures.get(key);
  }
}

class PictureView {
  constructor({ node, view, getPos, library, words }) {
    Object.assign(this, { node, view, getPos, library, words });
    this.image = make("img", { draggable: "true", referrerpolicy: "no-referrer" });
    this.missing = make("span", { class: "writing-missing", hidden: true });
    this.field = make("input", {
      type: "text", class: "writing-alt", "aria-label": words.alt, placeholder: words.altHint, maxlength: "300",
    });
    this.dom = make("div", { class: "writing-picture", contenteditable: "false" }, this.image, this.missing, this.field);
    this.field.addEventListener("input", () => this.setAlt());
    this.field.addEventListener("keydown", (event) => this.leave(event));
    this.image.addEventListener("error", () => this.show(null));
    this.show();
  }

  async show(facts) {
    const { src, alt, "data-image": key } = this.node.attrs;
    if (document.activeElement !== this.field) {
      this.field.value = alt ?? "";
    }
    this.dom.classList.toggle("lacks-alt", !alt);
    const known = facts === undefined && key ? await this.library.facts(key) : facts;
    const address = known === null ? "" : (known?.src ?? src ?? "");
    this.image.hidden = !address;
    this.image.alt = alt ?? "";
    if (address && this.image.getAttribute("src") !== address) {
      this.image.src = address;
    }
    this.missing.hidden = Boolean(address);
    this.missing.textContent = this.words.missingPicture;
  }

  setAlt() {
    const pos = this.getPos();
    if (pos !== undefined) {
      const tr = this.view.state.tr.setNodeAttribute(pos, "alt", this.field.value);
      this.view.dispatch(tr);
    }
  }

  leave(event) {
    if (["Enter", "Escape"].includes(event.key) && !event.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      this.view.focus();
    }
  }

  update(node) {
    if (node.type !== this.node.type) {
      return false;
    }
    this.node = node;
    this.show();
    return true;
  }

  stopEvent(event) {
    return event.target === this.field;
  }

  ignoreMutation() {
    return true;
  }

  selectNode() {
    this.dom.classList.add("ProseMirror-selectednode");
  }

  deselectNode() {
    this.dom.classList.remove("ProseMirror-selectednode");
  }
}

// A picture inside a line.
class ImageView {
  constructor({ node, library, words }) {
    this.dom = make("img", { class: "writing-image", alt: node.attrs.alt ?? "", referrerpolicy: "no-referrer" });
    // Without words nobody would see that a picture stands here.
    const miss = () => { this.dom.alt ||= words.missingPicture; };
    this.dom.addEventListener("error", miss);
    const key = node.attrs["data-image"];
    Promise.resolve(key ? library.facts(key) : { src: node.attrs.src }).then((facts) => {
      if (facts?.src) {
        this.dom.src = facts.src;
      } else {
        miss();
      }
    });
  }
}

export function nodeViews(library, words) {
  return {
    picture: ({ node, view, getPos }) => new PictureView({ node, view, getPos, library, words }),
    image: ({ node }) => new ImageView({ node, library, words }),
    rawBlock: ({ node }) => ({
      dom: make("div", { class: "writing-raw", contenteditable: "false", title: words.rawHint },
        make("small", {}, words.rawHint), make("code", {}, node.attrs.html)),
    }),
  };
}
