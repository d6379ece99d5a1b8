"""Vague words, and the set that says what they do: `mid-1980s` is one of 1984 to 1986, about."""

import re

from hkinno.dates.calendar import civil, iso
from hkinno.dates.date import Date
from hkinno.dates.edtf import readable
from hkinno.dates.phrases.absolute import absolute, year_text

VAGUE = (
    "early|earlier|mid|middle|late|later|lately|beginning|start|end|turn|recent|recently|soon"
    "|some|few|couple|several|ages|long|once|nowadays|nearly|almost"
)
_THIRDS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
_YEARS = ("decade", "century", "millennium", "interval", "set")  # of years; the rest, of months


def is_vague(said: str) -> bool:
    """Whether one of the words says too little."""
    return re.search(rf"\b(?:{VAGUE})\b", said) is not None


def third(said: str) -> str | None:
    """The set for the early, middle or late part of what is said; None if nobody could say it.

    A decade and a century have years, which stay approximate, a year months, and a month days.
    """
    # beginning in 2019 is since then, and no part of the year
    part = f"(?!(?:beginning|start|end) in )({'|'.join(_THIRDS)})"
    found = re.fullmatch(rf"{part}[ -](?:in )?(.+)", said)
    date = readable(absolute(found[2]) or "") if found else None
    if not found or not date or date.hi - date.lo < 7:  # a day, or a week
        return None
    units = units_of(date)
    first, last = (-(-len(units) * n // 3) for n in (_THIRDS[found[1]], _THIRDS[found[1]] + 1))
    start, end = units[first], units[last - 1]
    text = start if start == end else f"[{start}..{end}]"
    return text if readable(text) else None


def units_of(date: Date) -> list[str]:
    """The years, months or days of a date, in EDTF."""
    lo, hi = int(date.lo), int(date.hi)
    if date.precision == "month":
        return [iso(day) for day in range(lo, hi + 1)]
    (year, month, _), (last, last_month, _) = civil(lo), civil(hi)
    if date.precision in _YEARS:
        return [f"{year_text(number)}~" for number in range(year, last + 1)]
    months = range(year * 12 + month - 1, last * 12 + last_month)
    return [f"{year_text(number // 12)}-{number % 12 + 1:02}" for number in months]
