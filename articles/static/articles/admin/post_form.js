// The post's form: what the publish button will do, Ctrl+S, and a question before leaving.

// The fields that Django's admin and its selects make of several parts get names of their own.
function nameParts(form) {
  const nameOf = (part) => part.closest(".form-row")?.querySelector("label, legend")?.textContent.trim() ?? "";
  for (const part of form.querySelectorAll(".vDateField, .vTimeField")) {
    part.setAttribute("aria-label", `${nameOf(part)} ${part.previousSibling?.textContent.trim() ?? ""}`.trim());
  }
  for (const part of form.querySelectorAll(".select2-search__field")) {
    part.setAttribute("aria-label", nameOf(part));
  }
  for (const part of form.querySelectorAll(".select2-selection--single")) {
    part.setAttribute("aria-label", nameOf(part));
  }
}

export function setUpPostForm(form) {
  // Once the selects are made.
  django.jQuery(() => nameParts(form));
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
