"""How wide a text is in a proportional font that is not known: an estimate, rather too much.

The script of the page estimates by the same table, so that both draw alike.
"""

import re
from collections.abc import Iterator
from functools import cache

WIDTHS = (  # in em, of the characters of a proportional font; the first that matches
    (
        "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
        "\U0001f000-\U0003fffd]",
        1.02,
    ),
    ("[ !',.:;|ijlI()\\[\\]ft-]", 0.36),
    ("[mMW@%—…]", 0.98),
    ("[A-HJ-Zw&–]", 0.82),
    ("", 0.64),
)


@cache
def _em(char: str) -> float:
    return next(width for pattern, width in WIDTHS if re.match(pattern, char))


def ems(text: str) -> float:
    """About how wide a text is, in em; rather too much than too little."""
    return sum(map(_em, text))


def cut(text: str, limit: float) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if ems(text) <= limit:
        return text
    room = limit - _em("…")
    kept = 0
    while kept < len(text) and room >= _em(text[kept]):
        room -= _em(text[kept])
        kept += 1
    return f"{text[:kept].rstrip()}…" if text[:kept].strip() else ""


def wrapped(text: str, limit: float) -> Iterator[str]:
    """A text in lines that fit, broken between words; a word that is too long is cut."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and ems(longer) > limit:
            yield cut(line, limit)
            longer = word
        line = longer
    if line:
        yield cut(line, limit)
