// The article beside its form, as it will look: made anew whenever what is typed has been kept.

const pane = document.querySelector(".live-preview");
const opener = document.querySelector(".live-open");
const form = document.querySelector("#post_form");

function setUp() {
  const frame = pane.querySelector("iframe");
  const holder = pane.querySelector(".live-frame");
  let width = 1180;

  function fit() {
    const scale = Math.min(1, holder.clientWidth / width);
    frame.style.width = `${width}px`;
    frame.style.height = `${holder.clientHeight / scale}px`;
    frame.style.transform = `scale(${scale})`;
  }

  function choose(button) {
    width = Number(button.dataset.width);
    for (const other of pane.querySelectorAll("[data-width]")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    fit();
  }

  function open(isOpen) {
    pane.hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
    document.body.classList.toggle("has-live-preview", isOpen);
    if (isOpen) {
      // On a telephone as it will look there.
      choose(pane.querySelector(innerWidth < 1024 ? "[data-width='390']" : "[aria-pressed=true]"));
      frame.src = pane.dataset.src;
      form.dispatchEvent(new Event("keep"));
    } else {
      opener.focus();
    }
  }

  // Only what is on this page can be looked at: another would not follow what is typed.
  function stay(event) {
    if (event.type === "submit" || event.target.closest?.("a:not([href^='#'])")) {
      event.preventDefault();
    }
  }

  opener.hidden = false;
  opener.addEventListener("click", () => open(pane.hidden));
  pane.querySelector(".live-close").addEventListener("click", () => open(false));
  for (const button of pane.querySelectorAll("[data-width]")) {
    button.addEventListener("click", () => choose(button));
  }
  frame.addEventListener("load", () => {
    frame.contentDocument?.addEventListener("click", stay);
    frame.contentDocument?.addEventListener("submit", stay);
  });
  // A reload keeps the place where one reads.
  form.addEventListener("kept", () => pane.hidden || frame.contentWindow.location.reload());
  window.addEventListener("resize", fit);
}

if (pane && opener && form) {
  setUp();
}
