"""What a benchmark's newsroom prints: stories of the seed's shape, each with a text of its own.

No database here, and no chance: a story follows from its number.
"""

import random
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise

from articles.html import CleanHTML, FoundImage, ShownImage, excerpt_of, image_id
from articles.slugs import slugify
from tests.benchmarks.documents import _words as hanzi

# The seed's paragraphs; 1,500 hanzi with the stops between.
LENGTHS = [86, 82, 80, 71, 96, 66, 57, 70, 47, 60, 73, 84, 62, 58, 60, 82, 51, 48, 77, 65, 55, 70]
# Hanzi that stories are cut from: enough for most of the pairs that 100,000 of them would have.
STREAM = 3_000_000
STOPS = str.maketrans("", "", "，、。")
FREQUENCIES = (0.001, 0.01, 0.2)
WORDS = 100
AUTHORS, SOURCES, TAGS = 200, 30, 3000
TOP = ("要闻", "国际", "财经", "科技", "体育", "文化", "生活", "评论")
BELOW = ("头条", "深度", "现场", "人物")
# Tags by rank: the first stands on a thirtieth of the posts, the last on one in 4,000.
TAG_WEIGHTS = list(accumulate(1 / (rank + 20) for rank in range(TAGS)))
SECTION_WEIGHTS = list(accumulate(1 / (rank + 3) for rank in range(len(TOP) * len(BELOW))))


@dataclass(frozen=True)
class Story:
    """A story before it is filed; `sections`, `authors`, `source` and `tags` are ranks."""

    number: int
    title: str
    slug: str
    summary: str
    excerpt: str
    body: CleanHTML
    pictures: list[FoundImage]
    shown: list[ShownImage]
    has_lead: bool
    sections: list[int]
    authors: list[int]
    source: int
    tags: list[int]


@cache
def stream():
    """Return the hanzi, with stops, that all stories are cut from."""
    draw = random.Random("stream")
    text, pieces, place = hanzi(draw, STREAM), [], 0
    while place < STREAM:
        length = draw.randint(6, 22)
        pieces.append(text[place : place + length])
        place += length
    return "".join(piece + draw.choice("，，，、。") for piece in pieces)


@cache
def search_words():
    """Return words of two to four hanzi by the share of posts that hold them, 100 each.

    They stand nowhere else: no word's first two hanzi follow one another in the stream, and no
    hanzi begins a word and stands inside another.
    """
    draw, text = random.Random("words"), stream().translate(STOPS)
    known = sorted(set(text))
    draw.shuffle(known)
    first, others = known[: WORDS * len(FREQUENCIES)], known[WORDS * len(FREQUENCIES) :]
    pairs = set(map("".join, pairwise(text)))
    words = []
    for beginning in first:
        second = next(
            one for one in draw.sample(others, len(others)) if beginning + one not in pairs
        )
        rest = draw.choices(others, k=draw.choice((0, 0, 0, 1, 1, 2)))
        words.append(beginning + second + "".join(rest))
    return {
        share: words[WORDS * place : WORDS * (place + 1)] for place, share in enumerate(FREQUENCIES)
    }


def names(count, length, *, kind):
    """Return `count` names of `length` hanzi, no two alike."""
    draw = random.Random(kind)
    found = {}
    while len(found) < count:
        name = _cut(draw, length + 2, stops=False)[:length]
        if len(name) == length:
            found[name] = None
    return list(found)


def story(number):
    """Return the story of this number."""
    draw = random.Random(number)
    held = [
        word for share, words in search_words().items() for word in words if draw.random() < share
    ]
    draw.shuffle(held)
    title = _cut(draw, draw.randint(14, 26), stops=False)
    if held and draw.random() < 0.1:
        title = title[:6] + held.pop() + title[6:]
    paragraphs = [_paragraph(draw, length, held[place::22]) for place, length in enumerate(LENGTHS)]
    found, markup, shown = _pictures(number, draw)
    for place, figure in enumerate(markup):
        paragraphs.insert(1 + place * 4, figure)
    return Story(
        number=number,
        title=title,
        slug=slugify(title),
        summary=(summary := _cut(draw, 60) + "。" if draw.random() < 0.6 else ""),
        excerpt=excerpt_of(summary or paragraphs[0].removeprefix("<p>").removesuffix("</p>")),
        body=CleanHTML("\n".join(paragraphs)),
        pictures=found,
        shown=shown,
        has_lead=bool(found) and draw.random() < 0.9,
        sections=_some(draw, SECTION_WEIGHTS, draw.choice((1, 1, 1, 2))),
        authors=draw.sample(range(AUTHORS), draw.choice((1, 1, 2))),
        source=min(draw.randrange(SOURCES), draw.randrange(SOURCES)),
        tags=_some(draw, TAG_WEIGHTS, draw.randint(2, 5)),
    )


def _cut(draw, length, *, stops=True):
    text = stream()
    start = draw.randrange(len(text) - length)
    piece = text[start : start + length].strip("，、。")
    return piece if stops else piece.translate(STOPS)


def _paragraph(draw, length, held):
    """Return a paragraph with the words `held` inside its sentences."""
    text = _cut(draw, length)
    step = len(text) // (len(held) + 1)
    pieces = [text[step * place : step * (place + 1)] + word for place, word in enumerate(held)]
    return f"<p>{''.join(pieces)}{text[step * len(held) :]}。</p>"


def _pictures(number, draw):
    """Return none to five pictures: the library's, their figures, and what those show."""
    found, markup, shown = [], [], []
    for place in range(draw.choice((0, 1, 1, 2, 2, 3, 4, 5))):
        address = f"https://pictures.example/{number}/{place}.jpg"
        key, caption, credit = image_id(address), _cut(draw, 18), "资料图"
        found.append(FoundImage(key, address, width=1000, height=625, credit=credit))
        markup.append(
            f'<figure><img data-image="{key}" alt=""><figcaption>{caption}'
            f'<cite class="credit">{credit}</cite></figcaption></figure>'
        )
        shown.append(ShownImage(key, "", caption, credit))
    return found, markup, shown


def _some(draw, weights, count):
    return list(dict.fromkeys(draw.choices(range(len(weights)), cum_weights=weights, k=count)))
