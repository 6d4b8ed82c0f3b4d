"""Rights notices: sentences about the text, not of it."""

import re

from lxml import html

from articles.html.tree import visible_text

MAX_LENGTH = 240
ITSELF = r"(?:本文|本稿|本篇|本站|本网|本报|本刊|文章|稿件|原创|版权|图文)"
REUSE = r"(?:转载|转发|摘编|翻载|复制|引用|抄袭|镜像)"
FORBIDDEN = r"(?:不得|禁止|严禁|请勿|谢绝|拒绝|不可)"
# A notice says of this very text what others may not do with it. Sentences of an article that
# only forbid, or only speak of rights, are none.
NOTICES = [
    re.compile(
        rf"(?:未经|未获|没有)[^。；]{{0,20}}(?:授权|许可|同意|允许)[^。]{{0,8}}{FORBIDDEN}[^。]{{0,8}}{REUSE}"
    ),
    re.compile(
        rf"(?:未经|未获|没有)[^。；]{{0,20}}(?:授权|许可|同意|允许)[^。]{{0,8}}{REUSE}[^。]{{0,6}}(?:必究|追究|侵权)"
    ),
    re.compile(rf"{ITSELF}[^。]{{0,60}}{FORBIDDEN}[^。；]{{0,12}}{REUSE}"),
    re.compile(rf"^{FORBIDDEN}[^。；]{{0,6}}{REUSE}"),
    re.compile(r"转载[^。；]{0,12}(?:请|须|需|务必)[^。；]{0,8}(?:注明|联系|标注|保留)"),
    re.compile(
        r"(?:^|[，。；：:\s（(]|本文|本稿|文章|稿件|内容|作品)(?:版权|著作权)[^。；]{0,10}(?:归|属)[^。；]{0,20}所有"
    ),
    re.compile(r"题图(?:来自|来源|源自)[^。]{0,40}(?:协议|授权|CC)"),
    re.compile(r"\ball rights reserved\b", re.IGNORECASE),
]
# How far from either end a notice may stand.
REACH = 3


def is_notice(text: str) -> bool:
    """Whether `text`, one paragraph, is a rights notice."""
    return 0 < len(text) <= MAX_LENGTH and any(notice.search(text) for notice in NOTICES)


def lift_notices(body: html.HtmlElement) -> list[str]:
    """Take the rights notices out of `body`, a row of blocks; return their texts in order.

    Only paragraphs and headings near the beginning and the end count.
    """
    blocks = list(body)
    near_the_ends = dict.fromkeys(blocks[:REACH] + blocks[-REACH:])
    notices = []
    for block in near_the_ends:
        if block.tag not in ("p", "h3", "h4", "blockquote"):
            continue
        if is_notice(text := visible_text(block)):
            notices.append(text)
            body.remove(block)
    return notices
