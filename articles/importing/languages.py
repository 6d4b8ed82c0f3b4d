"""In which language a text is, where its script or its commonest words give it away."""

import re

from articles.hanzi import count_traditional

SAMPLE = 1000
# Fewer letters than this may be names and quotations.
ENOUGH = 60
LETTER = re.compile(r"[^\W\d_]")
HANZI = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff]")
HANGUL = re.compile("[\uac00-\ud7a3]")
WORD = re.compile(r"[a-z\u00c0-\u024f]+")
# A fifth of the words of an English text; of others, hardly any.
ENGLISH = {"the", "of", "and", "to", "that", "is", "was", "for", "with", "are", "it", "this"}


def language_in(prose: str) -> str:
    """Return the tag of the language of `prose` (zh-Hans, zh-Hant, ja, ko, en), "" for any other
    and where too little stands there to tell."""
    sample = prose[:SAMPLE]
    letters = len(LETTER.findall(sample))
    if letters < ENOUGH:
        return ""
    if len(KANA.findall(sample)) > letters / 8:
        return "ja"
    if len(HANGUL.findall(sample)) > letters / 3:
        return "ko"
    hanzi = len(HANZI.findall(sample))
    if hanzi > letters / 3:
        return "zh-Hant" if count_traditional(sample) > hanzi / 8 else "zh-Hans"
    words = WORD.findall(sample.lower())
    english = sum(map(ENGLISH.__contains__, words))
    return "en" if hanzi < letters / 50 and english > len(words) / 10 else ""
