"""How days, months and years are said in a language: templates, as the script of a page fills them.

What is said of whole dates is in `hkinno.dates.format` and, for Chinese, `hkinno.dates.chinese`.
"""

from math import inf
from typing import NamedTuple

from hkinno.dates.calendar import civil, month_length

WORDLESS = 10**15  # from here on years are written as powers of ten: nobody counts so far


class Wording(NamedTuple):
    """The words of a language; JSON has them all. Of a year, AD 1 to 999 are said otherwise.

    `first_day` and `first_month` have their year. `scales` are what round numbers of years are
    counted in, the largest first: from how many years on, what stands behind the number, and how
    round it has to be.
    """

    months: tuple[str, ...]  # from January, at place 1
    day: str
    first_day: str
    first_month: str
    year: str
    ad: str
    long_year: str  # of more than four digits
    bc: str
    span: str  # from a first to a last
    scales: tuple[tuple[int, str, int], ...]


ENGLISH = Wording(
    months=(
        *("", "Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ),
    day="{day} {month}",
    first_day="{day} {month} {year}",
    first_month="{month} {year}",
    year="{year}",
    ad="AD {year}",
    long_year="{year}",
    bc="{year} BC",
    span="{first} – {last}",
    scales=((10**12, " trillion", 10**9), (10**9, " billion", 10**6), (10**6, " million", 10**5)),
)
CHINESE = Wording(
    months=("", *(f"{month}月" for month in range(1, 13))),
    day="{month}{day}日",
    first_day="{year}{month}{day}日",
    first_month="{year}{month}",
    year="{year}年",
    ad="公元{year}年",
    long_year="公元{year}年",  # 12,345年 would be how long something took
    bc="公元前{year}年",
    span="{first}至{last}",
    scales=((10**12, "萬億", 10**9), (10**8, "億", 10**5), (10**4, "萬", 10**3)),
)
WORDINGS = {"en": ENGLISH, "zh-Hant": CHINESE}  # by language tag


def say_year(year: int, wording: Wording, *, short: bool = False) -> str:
    """An astronomical year as people count: 0 is "1 BC", 44 is "AD 44".

    A round one of many digits can be said in short: "13.8 billion BC", "公元前138億年".
    """
    number = 1 - year if year <= 0 else year
    scaled = _in_scale(number, wording) if short else ""
    said = scaled or _thousands(number)
    if year <= 0:
        return wording.bc.format(year=said)
    if year < 1000 or scaled:
        return wording.ad.format(year=said)
    return (wording.year if year < 10000 else wording.long_year).format(year=said)


def _in_scale(number: int, wording: Wording) -> str:
    """A number in the largest scale that it reaches; empty if it is not round there."""
    if number >= WORDLESS:
        return ""
    for unit, name, step in wording.scales:
        if number >= unit:
            whole, rest = divmod(number, unit)
            decimals = f".{rest * 1000 // unit:03}".rstrip(".0")
            return f"{whole:,}{decimals}{name}" if number % step == 0 else ""
    return ""


def _thousands(number: int) -> str:
    if number >= WORDLESS:  # the EDTF text says it exactly
        digits = str(number)
        return f"{digits[0]}.{digits[1:3]}×10^{len(digits) - 1}"
    return f"{number:,}" if number > 9999 else str(number)


def say_day(day: int, month: int, year: str, wording: Wording) -> str:
    """A day, with its year in words; an empty year is left out."""
    template = wording.first_day if year else wording.day
    return template.format(day=day, month=wording.months[month], year=year)


def say_month(month: int, year: str, wording: Wording) -> str:
    """A month, with its year in words; an empty year is left out."""
    name = wording.months[month]
    return wording.first_month.format(month=name, year=year) if year else name


def say_extent(lo: float, hi: float, wording: Wording, *, short: bool = False) -> str:
    """From when to when, in years; an end without bound is an ellipsis."""
    ends = (
        "…" if day in (-inf, inf) else say_year(civil(int(day))[0], wording, short=short)
        for day in (lo, hi)
    )
    first, last = ends
    return first if first == last else wording.span.format(first=first, last=last)


def say_ends(lo: float, hi: float, wording: Wording, *, short: bool = False) -> tuple[str, str]:
    """The two ends of a bounded span, in the coarsest unit that both fit: years, months or days."""
    (first_year, first_month, first_day), (last_year, last_month, last_day) = (
        civil(int(day)) for day in (lo, hi)
    )
    start, end = (say_year(year, wording, short=short) for year in (first_year, last_year))
    if first_day != 1 or last_day != month_length(last_year, last_month):
        first = say_day(first_day, first_month, start, wording)
        return first, say_day(last_day, last_month, end, wording)
    if first_month != 1 or last_month != 12:
        return say_month(first_month, start, wording), say_month(last_month, end, wording)
    return start, end
