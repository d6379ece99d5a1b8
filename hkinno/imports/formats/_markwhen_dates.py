"""The dates with which markwhen's parser lets a line begin, in EDTF.

What depends on the day of reading, or on another event, is refused by name, and so is a year of two
digits, of the first century to markwhen. The precision written is kept; a range with times of day,
which EDTF has not, keeps its days. Beyond what markwhen reads, a date may be EDTF that is more than
digits (`1980~`, `199X`, `2020/..`), a year first with slashes (`2019/05/03`), and dates of EDTF may
have a hyphen with blanks around it between them.
"""

import re
from datetime import date as Day  # noqa: N812 - a day of the calendar, as in hkinno.dates.phrases.parse
from typing import NamedTuple

from hkinno.dates import edtf
from hkinno.dates.calendar import add_months, civil
from hkinno.errors import DateError, HkinnoError, quoted
from hkinno.imports.formats._markwhen_heads import (
    AMOUNT,
    ERA,
    MONTH,
    MONTHS,
    MORE,
    NO_END,
    TIME,
    UNITS,
    Head,
)

AMERICAN = "Mdy"  # the order of 5/6/2019 where the header has no dateFormat


class Dated(NamedTuple):
    """A date in EDTF, a note on it, and whether its numbers could go in another order."""

    edtf: str
    note: str
    ambiguous: bool


class _Point(NamedTuple):
    edtf: str
    clock: int | None = None  # seconds of the day
    exact: str = ""  # with the time of day, where it is said to the minute
    last: str = ""  # the last day of what is several, a week
    ambiguous: bool = False


def read_date(head: Head, order: str) -> Dated:
    """The date of an event; `order` is that of numbers with slashes. Raises HkinnoError."""
    if date := edtf.readable(head.start) if MORE(head.start) else None:
        return Dated(date.text, "", False)
    start, end = _both(head, order)
    whole = " ".join(f"{head.start}–{head.end}".split()) if head.end else head.start
    derived = any(point.last or point.clock is not None for point in (start, end) if point)
    if end is None:
        text = start.exact or (f"{start.edtf}/{start.last}" if start.last else start.edtf)
        derived = derived and not start.exact
    elif (last := end.last or end.edtf) == start.edtf:
        text = start.edtf
    else:
        text = f"{start.edtf}/{last}"
    notes = [f"as written: {head.written}"] if derived else []
    if head.every:
        notes = [f"the first time: {head.written}"]
    try:
        text = edtf.parse(text).text
    except DateError as error:
        raise DateError(whole, error.why or str(error)) from error
    return Dated(text, "".join(notes), any(point.ambiguous for point in (start, end) if point))


def _both(head: Head, order: str) -> tuple[_Point, _Point | None]:
    start, end = head.start, head.end
    if (
        (era := re.search("[a-z]+$", end, re.I))
        and start.isdecimal()
        and re.fullmatch(ERA, end, re.I)
    ):
        start = f"{start} {era[0]}"  # 500-300 BC
    first = _point(start, order)
    if not end:
        return first, None
    if end == NO_END:
        raise HkinnoError(f"{quoted(head.written)} has no end: write it, or now if it goes on")
    if end.lower() == "now":
        return first, _Point("..")
    if re.fullmatch(TIME, end, re.I):
        return first, _until(first, end)
    if re.fullmatch(rf"(?:{AMOUNT})+", end, re.I):
        return first, _Point(_after(first, end), clock=0)
    return first, _point(end, order)


def _until(start: _Point, end: str) -> _Point:
    """A time of day at the end is on the day of the start, or on the next."""
    if len(start.edtf) < len("2019-02-03"):
        raise HkinnoError(f"{quoted(end)} is a time of day, and no day is written: write the end")
    clock = _seconds(end)
    day = _number(start.edtf) + (clock < (start.clock or 0))
    return _Point(_iso(day), clock)


def _after(start: _Point, lasting: str) -> str:
    """The last day, month or year of a duration from a start of that precision."""
    level = len(re.findall(r"-\d\d(?!\d)", start.edtf))  # 0 for a year, 1 for a month, 2 for a day
    day, seconds, first = _number(start.edtf), start.clock or 0, _number(start.edtf)
    for number, unit in re.findall(rf"(-?\d+)\W{{0,3}}({UNITS})", lasting, re.I):
        short = unit.lower()
        fine = 0 if short.startswith("y") else 1 if short.startswith("mo") else 2
        clock = re.match(r"ms|milli|s|mi|h", short) is not None
        if int(number) < 0 or len(number) > 6 or re.match(r"(week|work|business) ?d", short):
            raise HkinnoError(f"{quoted(lasting)} is not counted by hkinno: write the end")
        if fine > level or (clock and start.clock is None):
            raise HkinnoError(
                f"{quoted(lasting)} is finer than its start, {quoted(start.edtf)}: write the end"
            )
        if fine < 2:
            day = add_months(day, int(number) * (12, 1)[fine])
        elif clock:
            seconds += int(number) * {"h": 3600, "mi": 60, "s": 1}.get(_clock_unit(short), 0)
        else:
            day += int(number) * (7 if short.startswith("w") else 1)
    days, rest = divmod(seconds, 86_400)
    last = _iso(max(first, day + days - (rest == 0)))
    return last.rsplit("-", 2 - level)[0] if level < 2 else last


def _clock_unit(unit: str) -> str:
    return unit[0] if unit[0] in "hs" else "ms" if re.match("ms|milli", unit) else "mi"


def _point(text: str, order: str) -> _Point:
    """One date. Raises HkinnoError."""
    for match, read in _FORMS:
        if found := match(text):
            return read(found, order)
    if re.fullmatch(r"\d{2,3}0s", text, re.I):
        why = f"is so many seconds to markwhen; for the decade write {text[:-2]}X"
        raise HkinnoError(f"{quoted(text)} {why}")
    if re.match("now", text, re.I):
        why = "is another day each time it is read"
    elif re.fullmatch(TIME, text, re.I):
        why = "is a time of day without a day"
    else:
        why = "is counted from another event, and hkinno stores dates"
    raise HkinnoError(f"{quoted(text)} {why}: write the date")


def _instant(found: re.Match[str], _: str) -> _Point:
    day, minutes, seconds, zone = found.groups()
    return _Point(day, _seconds(minutes), f"{day}T{minutes}:{seconds or '00'}{zone.upper()}")


def _week(found: re.Match[str], _: str) -> _Point:
    year, week, day = int(found[1]), int(found[2]), found[3]
    try:
        first = Day.fromisocalendar(year, week, int(day or 1))
    except ValueError as error:
        raise HkinnoError(f"{quoted(found[0])} is no week of that year") from error
    last = "" if day else _iso(first.toordinal() + 6)
    return _Point(first.isoformat(), last=last)


def _iso_date(found: re.Match[str], _: str) -> _Point:
    year, month, day, time = found.groups()
    if month and int(month) > 12:
        raise HkinnoError(f"{quoted(found[0])} is no date: there is no month {month}")
    return _timed("-".join(part for part in (year, month, day) if part), time)


def _year_first(found: re.Match[str], _: str) -> _Point:
    year, month, day, time = found.groups()
    if not day:
        raise HkinnoError(f"{quoted(found[0])} is no date: write {year}-{month:0>2}")
    return _timed(f"{year}-{month:0>2}-{day:0>2}", time)


def _slashes(found: re.Match[str], order: str) -> _Point:
    one, two, three, time = found.groups()
    if not order:
        raise HkinnoError(f"{quoted(found[0])} is dated by the header's own dateFormat: write EDTF")
    parts = dict(zip(order if three else "My", (one, two, three), strict=False))
    day, month = parts.get("d", ""), parts["M"]
    if not 0 < int(month) <= 12:
        said = "month/day/year without" if order == AMERICAN else "what follows"
        raise HkinnoError(
            f"{quoted(found[0])} has no month {month}; markwhen reads {said} dateFormat: d/M/y "
            "in the header"
        )
    text = "-".join(part for part in (_year(parts["y"], found[0]), f"{month:0>2}") if part)
    if not day:
        return _Point(text)
    other = int(day) <= 12 and int(day) != int(month)
    return _timed(f"{text}-{day:0>2}", time)._replace(ambiguous=other)


def _named(found: re.Match[str], _: str) -> _Point:
    """Day and month, or month and day, by name; without a year it would be that of reading."""
    before, name, after, year, time = found.groups()
    if not year:
        raise HkinnoError(f"{quoted(found[0])} has no year: write it, too")
    day = before or after
    text = f"{_year(year, found[0])}-{MONTHS[name[:3].lower()]:02}"
    return _timed(f"{text}-{day:0>2}" if day else text, time)


def _numbered(found: re.Match[str], _: str) -> _Point:
    year, era = found.groups()
    return _Point(_year(year, found[0], (era or "").upper()))


_FORMS = tuple(
    (re.compile(pattern, re.I).fullmatch, read)
    for pattern, read in (
        (r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d)\d*(?:\.\d*)?)?(Z|[+-]\d\d:\d\d|)", _instant),
        (r"(\d{4})-?w(\d\d)(?:-?([1-7]))?", _week),
        (rf"(\d{{4}})(?:-(\d\d)(?:-(\d\d)(?: ({TIME}))?)?)?", _iso_date),
        (rf"(\d{{4}})/(\d{{1,2}})(?:/(\d{{1,2}})(?:[, ]+({TIME}))?)?", _year_first),
        (rf"(\d{{1,5}})/(\d{{1,5}})(?:/(\d{{1,5}})(?:[, ]+({TIME}))?)?", _slashes),
        (rf"([0-3]?\d) ({MONTH})(),?(?: (\d{{4}}),?)?(?: ({TIME}))?", _named),
        (rf"()({MONTH}) ([0-3]?\d),?(?: (\d{{4}}),?)?(?: ({TIME}))?", _named),
        (rf"()({MONTH})()(?: (\d{{1,4}}))?()", _named),
        (r"([3-9]\d|\d{3,5})()", _numbered),
        (r"(\d{1,5}) ?(bce|bc|ad|ce)", _numbered),
    )
)


def _timed(day: str, hour: str | None) -> _Point:
    if not hour:
        return _Point(day)
    clock = _seconds(hour)
    exact = f"{day}T{clock // 3600:02}:{clock // 60 % 60:02}:00" if ":" in hour else ""
    return _Point(day, clock, exact)


def _seconds(said: str) -> int:
    """A time of day in seconds. Raises HkinnoError."""
    text = said.lower()
    hour, _, minute = text.rstrip("apm").partition(":")
    if int(hour) > 23 or int(minute or 0) > 59:
        raise HkinnoError(f"{quoted(said)} is no time of day")
    hours = int(hour) % 12 + 12 * text.endswith("pm") if text.endswith("m") else int(hour)
    return hours * 3600 + int(minute or 0) * 60


def _year(digits: str, whole: str, era: str = "") -> str:
    number = int(digits)
    if len(digits) < 3 and not era:
        raise HkinnoError(
            f"{quoted(whole)} has a year of {len(digits)} digits: which century? "
            f"Write {number:04} for the first"
        )
    if era.startswith("B"):
        if not number:
            raise HkinnoError(f"{quoted(whole)} is no year")
        return _written_year(1 - number)
    return _written_year(number)


def _written_year(year: int) -> str:
    return f"Y{year}" if abs(year) > 9999 else f"{'-' * (year < 0)}{abs(year):04}"


def _number(text: str) -> int:
    """The first day of a date of ours, as a number. Raises HkinnoError."""
    return int(edtf.parse(text).lo)


def _iso(day: int) -> str:
    year, month, number = civil(day)
    return f"{_written_year(year)}-{month:02}-{number:02}"
