// Niceties of an article page; without this file it reads the same.

"use strict";

// Counts a reading: the article was looked at for five seconds, once for each time it is opened.
// Only its number is sent, when the reader leaves, and nothing when the reader asks not to be
// counted.
const READ_AFTER = 5000;
const articles = [...document.querySelectorAll("article[data-post]")];
const refused = navigator.globalPrivacyControl || navigator.doNotTrack === "1";

if (articles.length && navigator.sendBeacon && !refused) {
  const inSight = new Set();
  const looked = new Map(articles.map((article) => [article, 0]));
  const posts = [];
  let since = 0;

  const count = () => {
    const now = performance.now();
    if (since) {
      for (const article of inSight) {
        if (looked.has(article)) looked.set(article, looked.get(article) + now - since);
      }
    }
    since = document.hidden ? 0 : now;
  };
  const watcher = new IntersectionObserver((entries) => {
    count();
    for (const { target, isIntersecting } of entries) {
      inSight[isIntersecting ? "add" : "delete"](target);
    }
  });
  const send = () => {
    count();
    for (const [article, time] of looked) {
      if (time < READ_AFTER) continue;
      looked.delete(article);
      posts.push(Number(article.dataset.post));
    }
    if (posts.length && navigator.sendBeacon("/reads/", JSON.stringify({ posts }))) {
      posts.length = 0;
    }
  };

  for (const article of articles) watcher.observe(article);
  document.addEventListener("visibilitychange", () => (document.hidden ? send() : count()));
  window.addEventListener("pagehide", send);
}

// Buttons stand in the page hidden: where they can do nothing, nobody sees them.
function offer(button, act) {
  button.parentElement.hidden = false;
  button.addEventListener("click", act);
}

const copy = document.querySelector("[data-copy]");
if (copy && navigator.clipboard) {
  const words = copy.textContent;
  const tell = () => {
    copy.textContent = copy.dataset.done;
    setTimeout(() => (copy.textContent = words), 2500);
  };
  // Where the browser forbids it, the button goes on offering what it did not do.
  offer(copy, () => navigator.clipboard.writeText(copy.dataset.copy).then(tell, () => {}));
}

const share = document.querySelector("[data-share]");
if (share && navigator.share) {
  const title = document.querySelector("h1").textContent.trim();
  // A reader who closes the sheet again has shared nothing, and that is no error.
  offer(share, () => navigator.share({ title, url: share.dataset.share }).catch(() => {}));
}
