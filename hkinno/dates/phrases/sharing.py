"""What the ends of a span say once for both: the year of `April–May 1945`.

Each word has a rank, from a weekday to an era. An end that stops short takes from the other all
that is coarser than what it has itself: 12, of `12–22 September 1914`, the month and the year.
"""

import re

from hkinno.dates.phrases.vocabulary import (
    DAY,
    MARKS,
    MONTH,
    NTH,
    PART,
    SCALED,
    TWICE,
    WEEK,
    WEEKDAY,
    bare,
)
from hkinno.errors import DateError, quoted

_MARK, _WEEKDAY, _DAY, _MONTH, _AGE, _YEAR, _ERA = range(-2, 5)
_RANKS = (
    ("|".join(map(re.escape, MARKS)), _MARK),
    (bare(WEEKDAY), _WEEKDAY),
    (f"{bare(DAY)}|{bare(NTH)}|first|second|third|fourth", _DAY),
    (f"{bare(MONTH)}|{bare(PART)}|{bare(WEEK)}|quarter|half", _MONTH),
    ("century|millennium", _AGE),
    (f"[0-9x]{{3,}}(?:{TWICE}+[0-9]+)?|[0-9]+0'?s", _YEAR),
    ("bce?|ce|ad", _ERA),
)
_BARE = rf"(?:(?:{_RANKS[0][0]}) )*[0-9]+[?~% ]*"
_Ranked = list[tuple[int, str]]


def shared(left: str, right: str) -> tuple[str, str]:
    """Both ends with all that the other says for them; as they are where that is not clear.

    Raises DateError for 1000–2000 million BC.
    """
    if re.fullmatch(_BARE, left) and re.search(f"{SCALED} ?[abc]", right):
        why = f"it has two readings, write the era, or the scale, too, behind {quoted(left)}"
        raise DateError(None, why)
    first, last = _ranked(left), _ranked(right)
    if not first or not last or any(_has(end, _MONTH) and _has(end, _AGE) for end in (first, last)):
        return left, right  # the first half of the 19th century is said whole
    if not _has(last, _MONTH) and _is_number(first):
        first = [*first[:-1], (_YEAR, first[-1][1])]  # 44–43 BC, c. 44–43 BC
    if _lacks(last, _MONTH) and _has(first, _MONTH) and _has(last, _YEAR):
        last += _of(first, _MONTH)  # September 12–22, 1914
    if first[0][0] == _ERA and right.isdigit():
        last = [(_YEAR, right), first[0]]  # AD 10–20
    if first[0][0] == _YEAR and not _has(last, _YEAR):
        last = _completed(last, first)  # 2019 Q1–Q2
    first = _completed(first, last)
    return _said(first), _said(last)


def _is_number(words: _Ranked) -> bool:
    """Whether it is a number alone, but for marks before it."""
    return words[-1][1].isdigit() and all(rank == _MARK for rank, _ in words[:-1])


_SINGULAR = {"centuries": "century", "millennia": "millennium"}
_SINGULAR |= {"quarters": "quarter", "halves": "half"}


def _ranked(said: str) -> _Ranked:
    """The words with their ranks; none where a word has no rank."""
    words = re.sub(r"(?<=[0-9])(?=(?:bce?|ce|ad)\b)", " ", said).split()
    found = []
    for word in (_SINGULAR.get(word, word.strip("()")) for word in words):
        ranks = (rank for pattern, rank in _RANKS if re.fullmatch(pattern, word))
        if (rank := next(ranks, None)) is None:
            return []
        found.append((rank, word))
    return _with_small_years(found)


def _with_small_years(found: _Ranked) -> _Ranked:
    """The day beside an era is a year: AD 14, 44 BC."""
    for place, (rank, word) in enumerate(found):
        beside = found[max(place - 1, 0)][0] == _ERA or found[place : place + 2][-1][0] == _ERA
        if rank == _DAY and word.isdigit() and beside and not _has(found, _YEAR):
            found[place] = (_YEAR, word)
    return found


def _completed(end: _Ranked, other: _Ranked) -> _Ranked:
    """The end with the coarser words of the other, if both have its own coarsest."""
    own = max((rank for rank, _ in end if rank >= _DAY), default=_ERA)
    if not _has(other, own):
        return end
    return end + [(rank, word) for rank, word in other if rank > own]


def _has(words: _Ranked, rank: int) -> bool:
    return bool(_of(words, rank))


def _lacks(words: _Ranked, rank: int) -> bool:
    """Whether the words have what is finer than that, and not that."""
    return _has(words, rank - 1) and not _has(words, rank)


def _of(words: _Ranked, rank: int) -> _Ranked:
    return [pair for pair in words if pair[0] == rank]


def _said(words: _Ranked) -> str:
    return " ".join(word for _, word in sorted(words, key=lambda pair: pair[0]))
