// What a piece lacks before its publication, as the server tells it whenever what is typed is kept.

const verdict = document.querySelector("#verdict");
const checks = document.querySelector("#checklist .checks");

document.querySelector("#post_form")?.addEventListener("kept", ({ detail }) => {
  if (checks && detail?.checks) {
    checks.innerHTML = detail.checks;
  }
  if (verdict && detail?.verdict) {
    verdict.classList.toggle("is-blocking", detail.blocks);
    const words = verdict.querySelector("a");
    // Said again only where it is another.
    if (words.textContent !== detail.verdict) {
      words.textContent = detail.verdict;
    }
  }
});
