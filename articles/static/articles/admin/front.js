/* The front page arranged by drag, with a pointer of any kind; its buttons then need no reload. */

const form = document.querySelector(".arrangement");
const places = [...form.querySelectorAll(".place")];
const FAR = 6;

const storyIn = (place) => place.querySelector(".story");

/* Puts each story of `order` into its place, and its fields under that place's names. */
function settle(order) {
  order.forEach((story, index) => {
    const number = index + 1;
    places[index].append(story);
    for (const field of story.querySelectorAll("[data-name]")) field.name = `${field.dataset.name}-${number}`;
    for (const button of story.querySelectorAll("[data-step]")) {
      const step = button.dataset.step;
      button.value = `${step}-${number}`;
      button.disabled = (step === "up" && number === 1) || (step === "down" && number === places.length);
    }
  });
  form.querySelector("[data-unsaved]").hidden = false;
}

function move(from, to) {
  if (to < 0 || to >= places.length || from === to) return;
  const order = places.map(storyIn);
  const [story] = order.splice(from, 1);
  order.splice(to, 0, story);
  settle(order);
  const said = form.querySelector("[data-said]");
  const title = story.querySelector(".story-title")?.textContent ?? "";
  said.textContent = `${title} ${said.dataset.text} ${to + 1}`;
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button || button.dataset.step === "remove") return;
  event.preventDefault();
  const from = places.indexOf(button.closest(".place"));
  move(from, button.dataset.step === "up" ? from - 1 : from + 1);
  const next = button.disabled ? button.parentElement.querySelector("[data-step]:not(:disabled)") : button;
  next.focus();
});

form.addEventListener("pointerdown", (start) => {
  const handle = start.target.closest("[data-handle]");
  if (!handle || start.button !== 0) return;
  const from = places.indexOf(handle.closest(".place"));
  const story = storyIn(places[from]);
  let target = null;

  function drag(event) {
    const [x, y] = [event.clientX - start.clientX, event.clientY - start.clientY];
    if (!story.classList.contains("is-dragged") && Math.hypot(x, y) < FAR) return;
    story.classList.add("is-dragged");
    const under = document.elementFromPoint(event.clientX, event.clientY);
    target?.classList.remove("is-target");
    target = under?.closest(".place") ?? null;
    target?.classList.add("is-target");
  }

  function drop(event) {
    handle.removeEventListener("pointermove", drag);
    story.classList.remove("is-dragged");
    target?.classList.remove("is-target");
    if (event.type === "pointerup" && target) move(from, places.indexOf(target));
  }

  handle.setPointerCapture(start.pointerId);
  handle.addEventListener("pointermove", drag);
  handle.addEventListener("pointerup", drop, { once: true });
  handle.addEventListener("pointercancel", drop, { once: true });
});

/* Leaving with changes that are not saved is asked about by the browser. */
let isSent = false;
form.addEventListener("submit", () => { isSent = true; });
form.addEventListener("input", ({ target }) => {
  if (target.dataset.name) form.querySelector("[data-unsaved]").hidden = false;
});
addEventListener("beforeunload", (event) => {
  if (!isSent && !form.querySelector("[data-unsaved]").hidden) event.preventDefault();
});
