"""Two texts side by side: the words that changed, marked, and shortened to what matters.

A part is a mark and a text. Inside a text that stays, `-` marks words that went and `+` words that
came; of a text that is replaced as a whole, `old` and `new` mark what was and what is.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from unicodedata import normalize

from hkinno.text import LONG, escape_controls, shorten

Part = tuple[str, str]
_NEAR = 30  # characters beside a change that are shown of what stays
_HARD = 250_000  # words to compare, old times new; beyond, a text is shown as replaced
_COMMON = 0.5  # of the longer text; with less in common it is shown as replaced
_tokens = re.compile(r"\s+|[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|\w+|[^\w\s]").findall


def word_diff(old: str, new: str) -> list[Part]:
    """The words that changed, with a little of what stands beside them."""
    pairs = list(_aligned(_tokens(old), _tokens(new)))
    common = sum(len("".join(one.split())) for one, other in pairs if one == other)
    if common < _COMMON * max(len("".join(text.split())) for text in (old, new)):
        return replaced(old, new)
    found: list[Part] = []
    for place, (one, other) in enumerate(pairs):
        if one == other:
            found.append(("", _beside(escape_controls(one), place > 0, place < len(pairs) - 1)))
        else:
            told = zip("-+", _distinct(one, other), strict=True)
            found += [(mark, text) for mark, text in told if text]
    return found


def _aligned(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Stretches of two lists of words, in pairs: the same, or one in the place of the other."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    yield from _pair(old[:start], old[:start])
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if len(before) * len(after) > _HARD:
        yield from _pair(before, after)
    else:
        matcher = SequenceMatcher(str.isspace, before, after, autojunk=False)
        for _, a, b, c, d in matcher.get_opcodes():
            yield from _pair(before[a:b], after[c:d])
    yield from _pair(old[len(old) - end :], old[len(old) - end :])


def _pair(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    if old or new:
        yield "".join(old), "".join(new)


def _beside(text: str, after: bool, before: bool) -> str:
    """What stays: its end if a change follows, its beginning if one comes before it."""
    tail, head = text[-_NEAR:] if before else "", text[:_NEAR] if after else ""
    return text if len(text) <= len(head) + len(tail) + 3 else f"{head}…{tail}"


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items are the same at the beginning of both."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def replaced(old: str, new: str) -> list[Part]:
    """What was and what is."""
    one, other = _distinct(old, new)
    return [("old", one), ("", " → "), ("new", other)]


def _distinct(old: str, new: str) -> tuple[str, str]:
    """Two texts that differ, shortened and such that it is seen that they do.

    Long ones begin a little before the first difference.
    """
    if max(len(old), len(new)) > LONG:
        skip = max(0, _alike(old, new) - _NEAR)
        old, new = (f"…{text[skip:]}" if skip else text for text in (old, new))
    one, other = shorten(old), shorten(new)
    if normalize("NFKC", one) == normalize("NFKC", other):  # also a no-break blank for a blank
        one, other = (shorten(ascii(text)[1:-1].replace(" ", "␣")) for text in (old, new))
    return one, other
