/* The list of posts: names are completed while they are typed; what is empty is not asked. */

const PAUSE = 200;
const FIELDS = { source: ["post", "source"], author: ["byline", "author"], tag: ["taggedpost", "tag"] };

function complete(input) {
  const [model, field] = FIELDS[input.dataset.names];
  const names = document.getElementById(input.getAttribute("list"));
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const asked = { app_label: "articles", model_name: model, field_name: field, term: input.value };
      const address = new URL("../../autocomplete/", location.href);
      address.search = new URLSearchParams(asked);
      const answer = await fetch(address).catch(() => null);
      if (!answer?.ok) return;
      const { results } = await answer.json();
      names.replaceChildren(...results.map(({ text }) => new Option("", text)));
    }, PAUSE);
  });
}

for (const input of document.querySelectorAll(".questions [data-names]")) complete(input);
document.querySelector(".questions")?.addEventListener("submit", ({ target }) => {
  for (const field of target.elements) if (field.name && !field.value) field.disabled = true;
});
// Back from the page that was found, the questions can be asked again.
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll(".questions :disabled")) field.disabled = false;
});
