// How long a text is, counted as the server counts it (articles/pages.py).

const MARKUP = /<[^>]*>|&#?\w+;/g;
const CHARACTER = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/gu;
const WORD = /(?:(?![_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])[\p{L}\p{N}\p{M}])+/gu;
const CHARACTERS_A_MINUTE = 400;
const WORDS_A_MINUTE = 230;

export function countOf(html) {
  const text = html.replace(MARKUP, " ");
  const characters = text.match(CHARACTER)?.length ?? 0;
  const words = text.match(WORD)?.length ?? 0;
  const minutes = characters / CHARACTERS_A_MINUTE + words / WORDS_A_MINUTE;
  return { characters, words, minutes: Math.max(1, evenly(minutes)) };
}

// Halves go to the even number, as in Python.
function evenly(number) {
  const below = Math.floor(number);
  const rest = number - below;
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
}
