// The writing desk: buttons for what cannot simply be typed, and pictures from the library.
// Everything here is a comfort: without it the text is typed and saved just the same.

const HAN = /\p{Script=Han}/gu;
const WORD = /[\p{L}\p{N}]+/gu;
const TAG = /<[^<>]*>/g;

// Through the editing command, so that undo knows of it.
function type(area, text, start = area.selectionStart, end = area.selectionEnd) {
  area.focus();
  area.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function wrap(area, before, after) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  if (chosen.startsWith(before) && chosen.endsWith(after)) {
    type(area, chosen.slice(before.length, chosen.length - after.length));
    area.setSelectionRange(start, end - before.length - after.length);
    return;
  }
  type(area, before + chosen + after);
  area.setSelectionRange(start + before.length, start + before.length + chosen.length);
}

// The whole lines that the selection touches.
function linesAt(area) {
  const { value } = area;
  const start = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const next = value.indexOf("\n", Math.max(area.selectionEnd, start));
  return { start, end: next < 0 ? value.length : next };
}

const BLOCK = /^<(h[2-4]|blockquote|p|ul|ol)\b[^>]*>([^]*)<\/\1>$/;

function bare(text) {
  const inside = text.trim().match(BLOCK);
  return inside ? inside[2].replace(/<\/?li>/g, "").trim() : text;
}

function asBlock(area, make) {
  const { start, end } = linesAt(area);
  type(area, make(bare(area.value.slice(start, end))), start, end);
}

function asList(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  return `<ul>\n${(lines.length ? lines : [""]).map((line) => `<li>${line}</li>`).join("\n")}\n</ul>`;
}

const actions = {
  paragraph: (area) => asBlock(area, (text) => text),
  heading: (area) => asBlock(area, (text) => `<h2>${text.trim()}</h2>`),
  quote: (area) => asBlock(area, (text) => `<blockquote>${text.trim()}</blockquote>`),
  list: (area) => asBlock(area, asList),
  bold: (area) => wrap(area, "<strong>", "</strong>"),
  italic: (area) => wrap(area, "<em>", "</em>"),
};

function figure({ key, alt, credit }) {
  const cite = credit ? ` <cite class="credit">${escape(credit)}</cite>` : "";
  const image = `<img data-image="${escape(key)}" alt="${escape(alt)}">`;
  return [`<figure>${image}<figcaption>`, `${cite}</figcaption></figure>`];
}

async function factsOf(holder, key) {
  const response = await fetch(holder.dataset.pictureAddress.replace("KEY", encodeURIComponent(key)));
  return response.ok ? response.json() : null;
}

function insertPicture(area, facts) {
  const [before, after] = figure(facts);
  const at = linesAt(area).end;
  const lead = at === 0 ? "" : area.value.slice(0, at).endsWith("\n\n") ? "" : "\n\n";
  type(area, `${lead}${before}${after}\n\n`, at, at);
  // The cursor waits where the caption is written.
  const caption = at + lead.length + before.length;
  area.setSelectionRange(caption, caption);
}

function askForLink(desk, area) {
  const box = desk.querySelector(".writing-link");
  const field = box.querySelector("input");
  const { selectionStart: start, selectionEnd: end } = area;
  const close = () => {
    box.hidden = true;
    area.focus();
    area.setSelectionRange(start, end);
  };
  const set = () => {
    const address = field.value.trim();
    close();
    if (address) {
      const href = /^(?:[a-z]+:|\/)/i.test(address) ? address : `https://${address}`;
      const text = area.value.slice(start, end) || escape(address);
      type(area, `<a href="${escape(href)}">${text}</a>`);
    }
  };
  box.hidden = false;
  field.value = "";
  field.focus();
  field.onkeydown = (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      set();
    } else if (event.key === "Escape") {
      close();
    }
  };
  box.querySelector('[data-link="set"]').onclick = set;
  box.querySelector('[data-link="cancel"]').onclick = close;
}

function count(desk, area) {
  const text = area.value.replace(TAG, "").replace(/&[a-z]+;/g, "x");
  const hanzi = text.match(HAN)?.length ?? 0;
  const words = text.replace(HAN, " ").match(WORD)?.length ?? 0;
  desk.querySelector("output").textContent = `${hanzi + words} ${desk.dataset.characters}`;
}

function setUpWriting(desk) {
  const area = desk.querySelector("textarea");
  const run = (name) => (name === "link" ? askForLink(desk, area) : actions[name](area));
  desk.querySelector(".writing-tools").addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) {
      run(button.dataset.do);
    }
  });
  area.addEventListener("keydown", (event) => {
    const name = { b: "bold", i: "italic", k: "link" }[event.key.toLowerCase()];
    if (name && (event.ctrlKey || event.metaKey) && !event.altKey && !event.isComposing) {
      event.preventDefault();
      run(name);
    }
  });
  area.addEventListener("input", () => count(desk, area));
  count(desk, area);
  // The library's window sets the hidden field and tells so through the admin's own jQuery.
  const picked = desk.querySelector("[data-picks-for]");
  django.jQuery(picked).on("change", async () => {
    const facts = picked.value && (await factsOf(desk, picked.value));
    picked.value = "";
    if (facts) {
      insertPicture(area, facts);
    }
  });
}

function setUpPicture(holder) {
  const field = holder.querySelector("[data-picks-lead]");
  const image = holder.querySelector("img");
  const clear = holder.querySelector("[data-clear]");
  const show = async () => {
    const facts = field.value ? await factsOf(holder, field.value) : null;
    image.hidden = clear.hidden = !facts;
    image.src = facts ? facts.src : "data:,";
    image.alt = facts ? facts.alt : "";
    holder.querySelector(".picture-name").textContent = facts ? facts.title : "";
  };
  django.jQuery(field).on("change", show);
  clear.addEventListener("click", () => {
    field.value = "";
    show();
  });
}

function setUpSteps(form) {
  const publish = form.querySelector("[name=_step_publish]");
  const [day, time] = ["#id_published_at_0", "#id_published_at_1"].map((id) => form.querySelector(id));
  if (publish && day && time) {
    const name = () => {
      const at = new Date(`${day.value}T${time.value || "00:00"}`);
      publish.value = at > new Date() ? publish.dataset.later : publish.dataset.now;
    };
    for (const field of [day, time]) {
      field.addEventListener("input", name);
      field.addEventListener("focus", name);
      field.addEventListener("blur", name);
    }
  }
  let isChanged = false;
  form.addEventListener("input", () => (isChanged = true));
  form.addEventListener("submit", () => (isChanged = false));
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) {
      event.preventDefault();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[name=_continue]"));
    }
  });
}

document.querySelectorAll(".writing-desk").forEach(setUpWriting);
document.querySelectorAll(".picture-choice").forEach(setUpPicture);
document.querySelectorAll("#post_form").forEach(setUpSteps);
