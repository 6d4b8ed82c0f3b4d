/* How far a bulk change is, without loading the page anew. */

const PAUSE = 1500;

async function look() {
  const shown = document.querySelector(".job");
  if (shown.dataset.over === "yes") return;
  const answer = await fetch(location.href).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(".job");
    if (fresh && !shown.contains(document.activeElement)) shown.replaceWith(fresh);
    else if (fresh) shown.querySelector("progress").value = fresh.querySelector("progress").value;
    if (fresh?.dataset.over === "yes") return document.querySelector(".job").replaceWith(fresh);
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
