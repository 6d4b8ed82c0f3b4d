// Files are sent as they are dropped or chosen, two at a time, each with its progress; the server
// answers with the card of the picture. Without this the form sends them all at once.

const AT_ONCE = 2;

const form = document.querySelector("#upload_form");
const field = form.querySelector("#id_files");
const area = form.querySelector(".upload-area");
const cards = form.querySelector(".upload-cards");
const status = form.querySelector(".upload-status");
const save = form.querySelector("[data-save]");
const words = form.dataset;
const waiting = [];
let running = 0;
let hasUnsaved = false;

function line(file) {
  const item = document.createElement("li");
  const name = document.createElement("strong");
  const progress = document.createElement("progress");
  const note = document.createElement("span");
  item.className = "upload-running";
  name.textContent = file.name;
  progress.max = file.size || 1;
  progress.value = 0;
  progress.setAttribute("aria-label", file.name);
  item.append(name, progress, note);
  return { item, progress, note };
}

function fail(entry, reason, { again = false } = {}) {
  const { item, progress, note, file } = entry;
  item.className = "upload-problem";
  note.setAttribute("role", "alert");
  progress.remove();
  note.textContent = ` ${reason} `;
  if (again) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = words.again;
    button.addEventListener("click", () => {
      item.remove();
      take([file]);
    });
    item.append(button);
  }
}

function show(entry, markup) {
  entry.item.insertAdjacentHTML("beforebegin", markup);
  const card = entry.item.previousElementSibling;
  const key = card?.dataset.key;
  entry.item.remove();
  // The same picture again: the card that is there stays as it was filled in.
  const same = key && [...cards.querySelectorAll(`[data-key="${key}"]`)].find((one) => one !== card);
  if (same) {
    card.querySelectorAll("[name]").forEach((input) => input.remove());
    card.querySelectorAll(".upload-field").forEach((row) => row.remove());
  }
  if (card?.querySelector("[name=picture]")) {
    save.hidden = false;
    save.classList.add("default");
  }
}

function send(entry) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  const popup = form.querySelector("[name=_popup]");
  if (popup) {
    data.append("_popup", "1");
  }
  data.append("files", entry.file);
  const request = new XMLHttpRequest();
  request.open("POST", location.href);
  request.setRequestHeader("X-Upload", "1");
  request.upload.addEventListener("progress", (event) => {
    entry.progress.value = event.loaded;
  });
  request.upload.addEventListener("load", () => {
    entry.progress.removeAttribute("value");
    entry.note.textContent = ` ${words.checking}`;
  });
  const done = (then) => () => {
    then();
    running -= 1;
    next();
  };
  request.addEventListener("load", done(() => {
    if (request.status === 200 && request.responseText.includes("upload-")) {
      show(entry, request.responseText);
    } else {
      const isRefused = [200, 302, 403].includes(request.status);
      fail(entry, isRefused ? words.refused : words.failed, { again: true });
    }
  }));
  request.addEventListener("error", done(() => fail(entry, words.failed, { again: true })));
  running += 1;
  request.send(data);
}

function next() {
  while (running < AT_ONCE && waiting.length) {
    send(waiting.shift());
  }
  status.textContent = running || waiting.length ? "" : words.sent;
}

function take(files) {
  for (const file of files) {
    const entry = { file, ...line(file) };
    cards.append(entry.item);
    if (file.size > Number(words.mostBytes)) {
      fail(entry, words.tooLarge);
    } else {
      waiting.push(entry);
    }
  }
  next();
}

form.querySelector("[data-upload]").hidden = true;
field.addEventListener("change", () => {
  take([...field.files]);
  field.value = "";
});
for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    if (event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
      area.classList.add("dropping");
    }
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) {
    area.classList.remove("dropping");
  }
});
document.addEventListener("drop", (event) => {
  if (event.dataTransfer?.files.length) {
    event.preventDefault();
    area.classList.remove("dropping");
    take([...event.dataTransfer.files]);
  }
});
cards.addEventListener("input", () => {
  hasUnsaved = true;
});
form.addEventListener("submit", (event) => {
  if (running || waiting.length) {
    event.preventDefault();
    return;
  }
  hasUnsaved = false;
});
window.addEventListener("beforeunload", (event) => {
  if (running || waiting.length || hasUnsaved) {
    event.preventDefault();
  }
});
