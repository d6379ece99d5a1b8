"""Spans that are likely none, or that run backwards: what has two readings is refused."""

import re
from contextlib import suppress

from hkinno.dates import edtf
from hkinno.dates.phrases.absolute import absolute
from hkinno.dates.phrases.vocabulary import MARKS, NEW_STYLE, PART, TWICE
from hkinno.errors import DateError, quoted

_TWO_CALENDARS = range(10, 14)  # days between the Julian calendar and ours, from 1582 to 2100
_MARKED = f"(?:(?:{'|'.join(MARKS)}) )*"
_BACKWARDS = (
    (".* bce?–.* bce?", ", years BC count down"),
    ("([01][0-9]{3})–([01][0-9]{3})", r", for years BC write \1–\2 BC"),
    (r"winter ([0-9]{4})–.*\1", r", winter \1 begins in December \1"),
    (r"[a-z]+ ([0-9]{4})–[a-z]+ \1", ", which year is each of them in?"),
)


def refuse_doubtful(
    said: tuple[str, str], ends: tuple[str, str], link: str, *, sure: bool, shared: bool
) -> None:
    """Raise DateError for ends that may be one time; `sure` of a span are from and since."""
    one = None if sure else _one_time(*said)
    if one:
        _refuse(one, "one time", ends)
    if link == "/" and shared and _in_two_calendars(*ends):
        _refuse(ends[1], "one day in two calendars", ends)


def refuse_short_year(left: str, right: str) -> None:
    """Raise DateError for c. 1914–18, of which the second year may be of any century."""
    found = re.fullmatch(f"{_MARKED}([0-9]{{4}})", left)
    if not found or not re.fullmatch("[0-9]{1,2}", right):
        return
    last = found[1][: -len(right)] + right
    if last > found[1]:
        years = f"{found[1]}/{last}"
        raise DateError(None, f"a year has four digits, for years write {years}")


def refuse_short_bc(left: str, link: str, right: str) -> None:
    """Raise DateError for 490–79 BC, which is 490–479 BC to a historian, and to us no longer."""
    found = re.fullmatch(f"{_MARKED}([0-9]+) bce?", left), re.fullmatch("([0-9]+) bce?", right)
    if link not in ("–", "/") or not found[0] or not found[1]:
        return
    first, last = found[0][1], found[1][1]
    whole = first[: max(len(first) - len(last), 0)] + last
    if len(whole) == len(first) > len(last) and int(whole) < int(first):
        joint = "or" if link == "/" else "to"
        readings = " or ".join(f"{quoted(f'{first} {joint} {n} BC')}" for n in (whole, last))
        raise DateError(None, f"it has two readings, write {readings}")


def _refuse(one: str, what: str, ends: tuple[str, str]) -> None:
    raise DateError(
        None, f"it has two readings, write {one} for {what} or {'/'.join(ends)} for a span"
    )


def _one_time(left: str, right: str) -> str | None:
    """What `winter 1962 – 1963` is as one winter, and `Feb 1731 – 1732` as one February."""
    found = re.fullmatch(f"{_MARKED}(.+) ([0-9]{{4}})", left)
    if not found or not re.fullmatch("[0-9]{4}", right):
        return None
    time, year = found.groups()
    if not re.fullmatch(PART, time) and year >= NEW_STYLE:
        return None
    with suppress(DateError):
        return absolute(f"{time} {year}{TWICE}{right}")
    return None


def _in_two_calendars(start: str, end: str) -> bool:
    """Whether 25 October/7 November 1917 may be one day, by the old calendar and by the new."""
    first, last = edtf.readable(start), edtf.readable(end)
    return (
        first is not None
        and last is not None
        and first.precision == last.precision == "day"
        and last.lo - first.lo in _TWO_CALENDARS
    )


def why_backwards(left: str, right: str) -> str:
    """What to add where a span ends before it starts; nothing if nobody knows."""
    for pattern, hint in _BACKWARDS:
        if found := re.fullmatch(pattern, f"{left}–{right}"):
            return found.expand(hint)
    return ""
