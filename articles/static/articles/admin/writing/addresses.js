// Addresses of links, judged as the server does (articles/html/addresses.py), and the sites whose
// players and posts stand in a box of their own (articles/html/embeds.py).

const IGNORED = /[\u0000-\u0020\u007f-\u00a0\u2028\u2029\ufeff]+/g;
const SCHEME = /^([^:/?#]*):/;
const SAFE = ["http", "https", "mailto", "tel"];
const DOMAIN = /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[:/?#]|$)/i;
const MAX_LENGTH = 2000;

export function isSafeLink(address) {
  const scheme = address.replace(IGNORED, "").match(SCHEME);
  return address.length <= MAX_LENGTH && (!scheme || SAFE.includes(scheme[1].toLowerCase()));
}

// What is meant by an address as people type it; "" for none that may stand in a text.
export function meantAddress(typed) {
  const address = typed.trim();
  if (!address || /\s/.test(address)) {
    return "";
  }
  if (/^[^@\s/:]+@[^@\s/:]+\.[^@\s/:]+$/.test(address)) {
    return `mailto:${address}`;
  }
  const full = DOMAIN.test(address) ? `https://${address}` : address;
  return isSafeLink(full) && (SCHEME.test(full) || full.startsWith("/")) ? full : "";
}

export const isWebAddress = (text) => /^https?:\/\/[^\s<>"]+$/i.test(text) && isSafeLink(text);

// The name of the site whose player or post stands at `address`, or "".
export function siteName(address, sites) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return "";
  }
  if (!/^https?:$/.test(url.protocol) || (url.pathname === "/" && !url.hash)) {
    return "";
  }
  const found = sites.find(
    ([host, path]) =>
      (url.hostname === host || url.hostname.endsWith(`.${host}`)) && url.pathname.startsWith(path),
  );
  return found ? found[2] : "";
}
