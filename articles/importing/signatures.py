"""What texts have in common, from a few bytes of each: MinHash over shingles of characters.

Signatures are stored and must be the same on every machine: the bytes begin with the version
of the folding here and that of the library's algorithm, and those of different versions have
nothing in common. A test pins one.
"""

import re
import struct
from collections.abc import Iterator
from hashlib import blake2b
from operator import eq

from rensa import RMinHash

from articles.tokens import fold

# Part of what is stored: with another value of any of these, raise VERSION.
VERSION = 1
SEED = 1
SLOTS = 128
BANDS = 16
ROWS = 4
# Five hanzi are a phrase; as long a piece of a Latin script stands in any text of its language.
SHINGLE = 5
LONG_SHINGLE = 14
# Below, a dateline and a rights notice are most of the text.
MIN_CHARACTERS = 80
MAX_CHARACTERS = 20_000

HEADER = bytes([VERSION, RMinHash.ALGORITHM_VERSION])
LENGTH = len(HEADER) + 2 * SLOTS
UNWRITTEN = re.compile(r"[\W_]+")


def signature_of(text: str) -> bytes:
    """Return the signature of a plain `text`: 258 bytes, or b"" where it is too short for one.

    Blanks, punctuation, case, widths and 简/繁 make no difference. Only the first
    MAX_CHARACTERS letters and digits count, and at least MIN_CHARACTERS are needed.
    """
    folded = _folded(text)
    if len(folded) < MIN_CHARACTERS:
        return b""
    sketch = RMinHash(num_perm=SLOTS, seed=SEED)
    sketch.update(_shingles(folded))
    # Of each slot 16 bits are enough: two that differ look alike once in 65,536 times.
    return HEADER + struct.pack(f"<{SLOTS}H", *[slot & 0xFFFF for slot in sketch.digest()])


def bands_of(signature: bytes) -> list[int]:
    """Return BANDS signed 64-bit numbers; similar texts are those that share one. b"" gives [].

    Of texts whose shingles agree by a share of s, 1 - (1 - s⁴)¹⁶ share a band: of 0.9 and 0.8
    all (1 in 3,000 is missed), of 0.7 98.8 %, of 0.6 89 %, of 0.5 64 %, of 0.3 12 %, of 0.1
    0.2 %. What shares one is then compared by `similarity`, whose standard error is 0.04.
    """
    return [
        int.from_bytes(blake2b(band, digest_size=8).digest(), "big", signed=True)
        for band in _bands(signature)
    ]


def similarity(first: bytes, second: bytes) -> float:
    """Return the estimated share (0 to 1) of shingles that two texts have in common.

    That is of all that stand in either (Jaccard). Signatures that are b"" or of different
    versions have nothing in common.
    """
    if not first or first[: len(HEADER)] != second[: len(HEADER)]:
        return 0.0
    return sum(map(eq, _slots(first), _slots(second))) / SLOTS


def _folded(text: str) -> str:
    # Punctuation first: the rest of most texts is in its normal form already.
    letters = UNWRITTEN.sub("", text[: 2 * MAX_CHARACTERS])[:MAX_CHARACTERS]
    return fold(letters)


def _shingles(folded: str) -> list[str]:
    length = LONG_SHINGLE if len(folded.encode()) <= 2 * len(folded) else SHINGLE
    return [folded[start : start + length] for start in range(len(folded) - length + 1)]


def _bands(signature: bytes) -> Iterator[bytes]:
    if not signature:
        return
    header, slots = signature[: len(HEADER)], signature[len(HEADER) :]
    for number in range(BANDS):
        start = 2 * ROWS * number
        yield header + bytes([number]) + slots[start : start + 2 * ROWS]


def _slots(signature: bytes) -> memoryview:
    # In the machine's order of bytes, which makes no difference to equality.
    return memoryview(signature)[len(HEADER) :].cast("H")
