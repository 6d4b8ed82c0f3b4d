"""Documents of the seed's shape with bodies of their own, for benchmarks."""

import random
import re
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

FIXTURES = Path(__file__).parents[2] / "fixtures"
SEED = FIXTURES / "seed" / "000_5878dd63f6100635.txt"
HANZI = re.compile("[\u4e00-\u9fff]+")
# How often a hanzi follows that never did in the fixtures. With it, 600 documents have some
# 125,000 different pairs of hanzi, as so many Chinese articles do; drawn without regard to
# their neighbours they would have ten times as many.
SURPRISE = 0.1
PICTURE = (
    '<p style="text-align:center;">\n<img src="https://pictures.example/{0}/202203101{1:05}.jpg" '
    'width="500" height="300" alt referrerpolicy="no-referrer"> \n</p>\n'
)
CAPTION = (
    '<p style="text-align:center;">\n<span style="color:#666666;">{0} 图片来源：{1}</span> \n</p>\n'
)


def write_documents(folder, number, *, start=0):
    """Write `number` documents into `folder`: each tenth has 20 pictures, the others 8.

    Bodies are 22 paragraphs with the seed's lengths. Their hanzi follow one another as in the
    fixtures, drawn by the document's number, so that no two share a sentence and a run can be
    repeated.
    """
    lengths = [
        len(line) for line in SEED.read_text(encoding="utf-8").splitlines() if len(line) > 60
    ]
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(start, start + number):
        (folder / f"{index:06}.txt").write_text(_document(index, lengths), encoding="utf-8")


@cache
def _chain():
    """Return all hanzi of the fixtures, and for each those that stand behind it, as often."""
    every, behind = [], defaultdict(list)
    for file in sorted(FIXTURES.rglob("*.txt")):
        for run in HANZI.findall(file.read_text(encoding="utf-8")):
            every += run
            for one, next_one in pairwise(run):
                behind[one].append(next_one)
    return every, behind


def _words(draw, count):
    every, behind = _chain()
    words = [draw.choice(every)]
    while len(words) < count:
        is_known = words[-1] in behind and draw.random() > SURPRISE
        words.append(draw.choice(behind[words[-1]] if is_known else every))
    return "".join(words)


def _document(index, lengths):
    draw = random.Random(index)
    words = lambda count: _words(draw, count)  # noqa: E731
    pictures = 20 if index % 10 == 0 else 8
    parts = [PICTURE.format(index, 0)]
    for position in range(22):
        parts.append(f"<p>\n{words(lengths[position % len(lengths)])}。\n</p>\n")
        if position % 3 == 0:
            for picture in range(
                pictures * (position // 3) // 8, pictures * (position // 3 + 1) // 8
            ):
                parts.append(PICTURE.format(index, picture + 1))
            parts.append(CAPTION.format(words(8), words(5)))
    day, hour = 1 + index % 28, index % 24
    return (
        f"\n---\ntitle: '{words(20)}'\ncategories: \n - 频道{index % 7}\n - 栏目{index % 31}\n"
        f"headimg: 'https://pictures.example/{index}/20220310100000.jpg'\nauthor: 作者{index % 50}\n"
        f"comments: false\ndate: 2022-{1 + index % 12:02}-{day:02} {hour:02}:00:00\n---\n\n"
        f"<div>   \n{''.join(parts)}<p>\n<strong>本文系某某网独家稿件，未经授权，不得转载。</strong> \n</p>\n</div>\n"
    )
