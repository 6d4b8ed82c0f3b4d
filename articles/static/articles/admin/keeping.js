// What is typed is sent to the server every few seconds, and kept in this browser while the
// server cannot be reached or the session has ended. Without this script a form is saved by its
// buttons alone.

const QUIET = 2000; // ms without a change after which it is sent
const LONGEST = 8000; // ms of typing after which it is sent all the same
const BEAT = 15000; // ms after which the server is asked who else is there
const AGAIN = 4000; // ms after which a failed sending is tried again

const line = document.querySelector(".keeping");
const form = line?.closest("form");

function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function setUp() {
  const texts = line.dataset;
  const status = line.querySelector("output");
  const people = line.querySelector(".keeping-others");
  const overtaken = line.querySelector(".keeping-overtaken");
  const login = line.querySelector("a");
  const copy = `unsaved:${location.pathname}`;
  const tab = newName();
  let changes = 0; // how many there were
  let sent = 0; // how many of them the server has
  let since = 0; // when the first that it has not was made
  let timer = 0;
  let isSending = false;
  let isComposing = false;
  let isLeaving = false;

  function typed() {
    const data = new FormData(form);
    data.append("window", tab);
    return data;
  }

  function keepHere() {
    const entries = [...typed()].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
    try {
      localStorage.setItem(copy, JSON.stringify(entries));
    } catch {
      // A browser without room keeps the text in the page.
    }
  }

  function say(text, isAlarm = false) {
    status.textContent = text;
    line.classList.toggle("is-alarm", isAlarm);
  }

  function refuse(isSignedOut) {
    keepHere();
    login.hidden = !isSignedOut;
    say(isSignedOut ? texts.signedOut : texts.offline, true);
  }

  // The answer to a request: null while the server cannot be reached, or refuses.
  async function ask(options) {
    let response;
    try {
      response = await fetch(texts.address, { credentials: "same-origin", ...options });
    } catch {
      refuse(false);
      return null;
    }
    if (response.ok) {
      login.hidden = true;
      return response.json();
    }
    if (response.status === 403 && options.method === "POST") {
      // After signing in again there is a new token.
      const fresh = await ask({ method: "GET" });
      if (fresh) {
        renew(fresh.token);
        say(texts.waiting, true);
      }
      return null;
    }
    refuse(response.status === 401);
    return null;
  }

  function renew(token) {
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
      field.value = token;
    }
  }

  function show(answer) {
    people.textContent = answer.others?.length ? `${texts.others} ${answer.others.join("、")}` : "";
    overtaken.textContent = answer.overtaken ?? "";
  }

  async function send() {
    if (isSending || isLeaving) {
      return;
    }
    isSending = true;
    const upTo = changes;
    const answer = await ask({ method: "POST", body: typed() });
    isSending = false;
    if (!answer) {
      plan(AGAIN);
      return;
    }
    sent = upTo;
    show(answer);
    localStorage.removeItem(copy);
    form.dispatchEvent(new CustomEvent("kept", { detail: answer }));
    say(`${texts.kept} ${answer.saved_at ?? ""}`);
    if (changes > sent) {
      since = Date.now();
      plan(QUIET);
    }
  }

  function plan(delay) {
    clearTimeout(timer);
    timer = setTimeout(() => (isAsking() ? plan(QUIET) : send()), delay);
  }

  // Whether an input method still asks about a character, in a field or in the editor.
  function isAsking() {
    return isComposing || Boolean(form.elements.body?.writing?.isComposing());
  }

  async function beat() {
    if (changes === sent && !isLeaving && document.visibilityState === "visible") {
      const body = new FormData();
      for (const name of ["csrfmiddlewaretoken", "seen"]) {
        body.append(name, form.elements[name]?.value ?? "");
      }
      body.append("window", tab);
      const answer = await ask({ method: "POST", body });
      if (answer) {
        show(answer);
        if (line.classList.contains("is-alarm")) {
          say("");
        }
      }
    }
  }

  // A copy that an earlier page left here goes to the server, where it can be gone on from.
  async function bring() {
    const left = localStorage.getItem(copy);
    if (!left) {
      return;
    }
    const body = new FormData();
    for (const [name, value] of JSON.parse(left)) {
      body.append(name, value);
    }
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const answer = await ask({ method: "POST", body });
    if (answer?.unsaved) {
      localStorage.removeItem(copy);
      const link = line.querySelector(".keeping-found");
      link.href = `?unsaved=${answer.unsaved}`;
      link.hidden = false;
    }
  }

  form.addEventListener("input", () => {
    changes += 1;
    if (changes === sent + 1) {
      since = Date.now();
    }
    plan(Math.max(0, Math.min(QUIET, since + LONGEST - Date.now())));
  });
  form.addEventListener("keep", () => changes > sent && plan(0));
  form.addEventListener("compositionstart", () => (isComposing = true));
  form.addEventListener("compositionend", () => (isComposing = false));
  window.addEventListener("online", () => changes > sent && plan(0));
  window.addEventListener("pagehide", () => {
    if (changes > sent && !isLeaving) {
      keepHere();
      navigator.sendBeacon(texts.address, typed());
    }
  });

  // A form that would be lost is not sent: first the server is asked whether it will be heard.
  form.addEventListener("submit", async (event) => {
    if (isLeaving) {
      return;
    }
    event.preventDefault();
    const { submitter } = event;
    const answer = await ask({ method: "GET" });
    if (answer) {
      renew(answer.token);
      isLeaving = true;
      clearTimeout(timer);
      form.requestSubmit(submitter);
    } else {
      plan(AGAIN);
      status.scrollIntoView({ block: "nearest" });
    }
  });
  window.addEventListener("pageshow", () => (isLeaving = false));
  setInterval(beat, BEAT);
  bring().then(beat);
}

if (line && form) {
  setUp();
}
