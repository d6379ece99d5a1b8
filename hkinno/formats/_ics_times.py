"""When an event of a calendar is: whole days or a time, from EDTF and back (RFC 5545, 3.8.2).

A calendar knows days, instants, and times that are the same on every clock ("floating"). An end is
exclusive. EDTF has no interval of times, so that one of these is its day, or its days, and the
times go into words.
"""

import re
from datetime import date as Day  # noqa: N812 - a day of the calendar, as in hkinno.dates.phrases
from datetime import datetime, time, timedelta
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from hkinno.dates.calendar import civil, ordinal
from hkinno.dates.date import Date
from hkinno.dates.edtf import parse, readable
from hkinno.dates.placed import placed
from hkinno.errors import DateError, HkinnoError

if TYPE_CHECKING:
    from icalendar import Component

FIRST, LAST = 1, ordinal(9998, 12, 31)
"""The days that all calendars can show: RFC 5545 has years of four digits, and an end is the day
after, which Python, and so khal, has not after the year 9999."""
_DAY = 86_400  # seconds
_ZONED = ("Z", "+", "-")
_ONE_DAY = timedelta(days=1)
_NO_DAY = Day(2000, 1, 1)  # today, on which no words of hkinno depend


def time_lines(date: Date) -> list[str]:
    """What a calendar is told of a date that is on some days from FIRST to LAST."""
    if date.time > -inf and (stamp := _stamp(date)):
        return [f"DTSTART:{stamp}"]
    days = placed(date) or (FIRST, FIRST)
    first, after = (f"{y:04}{m:02}{d:02}" for y, m, d in map(civil, (days[0], days[1] + 1)))
    return [f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{after}"]


def _stamp(date: Date) -> str:
    """A time of day: in UTC, or as it stands if no zone is known; nothing for one out of bounds.

    In no zone may it be before the year 1: khal would show no event at all.
    """
    days, seconds = divmod(int(date.time), _DAY)
    day = int(date.lo) + days
    if not FIRST + 1 < day <= LAST:
        return ""
    year, month, number = civil(day)
    clock = f"{seconds // 3600:02}{seconds // 60 % 60:02}{seconds % 60:02}"
    return f"{year:04}{month:02}{number:02}T{clock}{'Z' if _is_zoned(date.text) else ''}"


def _is_zoned(edtf: str) -> bool:
    return any(sign in edtf.partition("T")[2] for sign in _ZONED)


class Moment(NamedTuple):
    """When an event is: EDTF, what that cannot say, and a zone that was used or is not known.

    `days` are those that a calendar has for it, where these are not what the EDTF says; `words`
    are what it was read from.
    """

    edtf: str
    note: str = ""
    zone: str = ""
    is_zone_known: bool = True
    days: tuple[int, int] | None = None
    words: str = ""

    @property
    def key(self) -> tuple[float, float, bool]:
        """What two moments have in common that are the same to a calendar, in whatever zone."""
        date = parse(self.edtf)
        if self.days or date.time == -inf:
            return *(self.days or (date.lo, date.hi)), False
        instant = date.lo * _DAY + date.time
        return instant, instant, _is_zoned(self.edtf)


def moment_of(edtf: str) -> Moment | None:
    """When a date is in a calendar; None for one that is in none."""
    date = readable(edtf)
    days = placed(date) if date else None
    if date is None or days is None or not FIRST <= days[0] <= days[1] <= LAST:
        return None
    if date.time > -inf and _stamp(date):
        return Moment(edtf)
    return Moment(edtf, days=days)


def moment_in_words(words: str, shown: Moment) -> Moment | None:
    """What words say of when an event is, if that is on just the days that are shown."""
    from hkinno.dates.phrases.parse import read

    try:
        found = moment_of(read(words, _NO_DAY).text)
    except DateError:
        return None
    return found._replace(words=words) if found and found.key == shown.key else None


def read_moment(event: "Component") -> Moment:
    """When an event is. Raises HkinnoError."""
    start, end = _time(event, "DTSTART"), _time(event, "DTEND")
    if start is None:
        raise HkinnoError("it has no DTSTART, and so no date")
    if start.year == _left_out_year(event):
        raise HkinnoError(f"which year? X-APPLE-OMIT-YEAR says that {start.year} stands for none")
    length = getattr(event.get("DURATION"), "dt", None)
    if end is None and isinstance(length, timedelta):
        end = _after(start, length)
    if end is not None and isinstance(end, datetime) != isinstance(start, datetime):
        raise HkinnoError("of its DTSTART and DTEND one has a time and the other has none")
    if not isinstance(start, datetime):
        return Moment(_span(start, start if end is None else _last(start, end)))
    return _timed(start, end, _zone(event))


def _left_out_year(event: "Component") -> int | None:
    """The year that Apple's programs write for none."""
    own = event["DTSTART"].params.get("X-APPLE-OMIT-YEAR") or event.get("X-APPLE-OMIT-YEAR", "")
    return int(own) if re.fullmatch("[0-9]{4}", str(own).strip()) else None


def _time(event: "Component", name: str) -> Any:
    found = event.get(name)
    if isinstance(found, list):
        raise HkinnoError(f"it has {len(found)} {name}")
    value = getattr(found, "dt", None)
    return value if isinstance(value, Day) else None


def _after(start: Any, length: timedelta) -> Any:
    try:
        return start + length
    except OverflowError as error:
        raise HkinnoError(f"its DURATION, {length.days:,} days, is too long") from error


def _zone(event: "Component") -> str:
    return str(event["DTSTART"].params.get("TZID", "")).strip()


def _last(start: Day, end: Day) -> Day:
    """The last day of some, up to an end that is not among them; some write the first day again."""
    _check_order(end < start, start, end)
    return end - _ONE_DAY if end > start else start


def _check_order(is_wrong: bool, start: object, end: object) -> None:
    if is_wrong:
        raise HkinnoError(f"it ends on {end}, before it starts, on {start}")


def _span(first: Day, last: Day) -> str:
    return f"{first}" if first == last else f"{first}/{last}"


def _timed(start: datetime, end: datetime | None, zone: str) -> Moment:
    """What has a time; from midnight to midnight, it is whole days."""
    if end is not None and (start.tzinfo is None) != (end.tzinfo is None):
        raise HkinnoError("of its DTSTART and DTEND one has a time zone and the other has none")
    known = not zone or _has_offset(start)
    told = "" if known else f"time zone: {zone}"
    if end is None or end == start:
        return Moment(_edtf(start), told, zone, known)
    _check_order(end < start, _edtf(start), _edtf(end))
    if start.time() == end.time() == time():
        return Moment(_span(start.date(), end.date() - _ONE_DAY))
    note = "; ".join(filter(None, [f"{_edtf(start)} to {_edtf(end)}", told]))
    last = max(start.date(), (end - timedelta(seconds=1)).date())
    edtf = _edtf(start) if last == start.date() else _span(start.date(), last)
    return Moment(edtf, note, zone, known)


def _has_offset(moment: datetime) -> bool:
    """Whether it has an offset from UTC that EDTF can say, unlike local mean time before 1900."""
    offset = moment.utcoffset()
    return offset is not None and not offset.seconds % 60


def _edtf(moment: datetime) -> str:
    """A time, on the day that is written, with its offset from UTC if EDTF can say that."""
    text = moment.isoformat(timespec="seconds")
    if not _has_offset(moment):
        return text[:19]
    return f"{text[:19]}Z" if moment.tzname() == "UTC" else text
