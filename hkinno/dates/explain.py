"""What is known of a date, in words for people: `hkinno date` and the card say this."""

from collections.abc import Iterator
from math import inf

from hkinno.dates.calendar import bound
from hkinno.dates.date import Date
from hkinno.dates.wording import Wording
from hkinno.dates.wordings.en import WORDING as ENGLISH


def explain(date: Date, wording: Wording = ENGLISH) -> str:
    """Precision, span and qualifiers, as in "a month, 2019-02-01 to 2019-02-28; approximate"."""
    return wording.semicolon.join(_notes(date, wording))


def _notes(date: Date, wording: Wording) -> Iterator[str]:
    yield _known(date, wording)
    if date.precision == "interval":
        yield from _open_ends(date.text, wording)
    yield from _inner_corners(date, wording)
    if "X" in date.text:
        yield wording.digits_unknown
    if date.approximate:
        yield wording.is_approximate
    if date.uncertain:
        yield wording.is_uncertain


def _known(date: Date, wording: Wording) -> str:
    """What it is, and its days where these say more than the date as it is written."""
    days = span(date, wording)
    if _is_range(date):
        template = wording.some_time[(date.hi == inf) + 2 * (date.lo == -inf)]
        return template.format(lo=bound(date.lo), hi=bound(date.hi), span=days)
    kind = _kind(date, wording)
    return kind if days == date.text else wording.known.format(kind=kind, span=days)


def _is_range(date: Date) -> bool:
    """Whether it is some time from a day to a day, of which one may be missing."""
    return date.text[0] == "[" and ".." in date.text and "," not in date.text


def _kind(date: Date, wording: Wording) -> str:
    if date.time > -inf:
        return wording.at.format(time=date.text.partition("T")[2].replace("Z", wording.utc))
    if date.precision == "set":
        return wording.sets[date.text[0] == "{"]
    several = wording.one_of if date.denotes else {}
    return several.get(date.precision) or wording.kinds[date.precision]


def _open_ends(text: str, wording: Wording) -> Iterator[str]:
    """What is said of the ends of an interval that are no dates."""
    start, end = text.split("/")
    if start in ("", ".."):
        yield wording.no_start if start else wording.unknown_start
    if end in ("", ".."):
        yield wording.no_end if end else wording.unknown_end


def _inner_corners(date: Date, wording: Wording) -> Iterator[str]:
    """By when what lasts begins and until when it goes on, as far as the bounds do not say it."""
    first, last = date.core or (date.lo, date.hi)
    if date.lo < first < inf:
        yield wording.begins_by.format(day=bound(first))
    if -inf < last < date.hi:
        yield wording.ends_from.format(day=bound(last))


def span(date: Date, wording: Wording = ENGLISH) -> str:
    """The days of a date in ISO 8601, as in "2019-02-01 to 2019-02-28" or "from 2020-01-01 on"."""
    lo, hi = bound(date.lo), bound(date.hi)
    if date.lo == -inf:
        return wording.days_until.format(hi=hi) if date.hi != inf else wording.any_day
    if date.hi == inf:
        return wording.days_since.format(lo=lo)
    return str(lo) if lo == hi else wording.days.format(lo=lo, hi=hi)
