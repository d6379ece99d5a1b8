"""Phrases, and whatever else is typed for a date, to dates."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date as Day  # noqa: N812 - a Date is hkinno's, a Day is one of the calendar
from math import inf

from hkinno.dates import calendar, edtf
from hkinno.dates.date import Date
from hkinno.dates.phrases.relative import RELATIVE
from hkinno.dates.phrases.suggest import refusal
from hkinno.dates.phrases.vocabulary import DAY, LONGEST, MONTH, MONTHS, NTH, PART, PARTS, YEAR
from hkinno.errors import DateError, quoted

_ABOUT = ("circa", "ca", "c", "about", "around", "approximately", "approx", "~")
_MARKS = dict.fromkeys(_ABOUT, "~") | dict.fromkeys(("possibly", "probably", "perhaps"), "?")


def read(text: str, today: Day) -> Date:
    """The date that `text` means: EDTF, or words; its `.text` is EDTF.

    Raises DateError, one sentence that says what would be right.
    """
    exact = text.strip()
    try:
        return edtf.parse(exact.upper() if exact.isascii() else exact)
    except DateError:
        if len(exact) > LONGEST:
            raise
    tidy = _tidy(exact)
    try:
        return edtf.parse(_phrase(tidy, today))
    except DateError as error:
        part = error.text or ""
        if part != tidy and part in tidy:
            raise
        # what was typed, not what was made of it
        raise DateError(exact, error.why, error.advice) from error


def _tidy(text: str) -> str:
    """The text in lower case, with one kind of dash, of blank and of apostrophe."""
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    if plain != text:
        raise DateError(text, f"its digits are not 0 to 9, write {quoted(plain)}")
    said = text.lower().replace("’", "'")
    for dotted in ("b.c.e.", "b.c.", "c.e.", "a.d."):
        said = said.replace(dotted, dotted.replace(".", ""))
    if "." in said:
        said = re.sub(r"(?<=[a-z])\.", " ", said)  # Sept. 2019, c.1620
    if "," in said:
        said = re.sub("(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", said)  # 10,001 BC
    if "/" in said and any(map(str.isalpha, said)):
        said = said.replace("/", " / ")  # Feb 2019/..
    years = r"(?<=(?<![-\w])\d{4})-(?=\d{4}(?![-\w]))"  # the dash of 2019-2021
    said = re.sub(rf"[‒–—―]|(?<=\s)-(?=\s)|-(?=present)|{years}", " – ", said)
    return " ".join(word for word in said.split() if word not in ("the", "of"))


# --- two dates, or one that is open on a side, or several


def _phrase(said: str, today: Day) -> str:
    """The EDTF text of a phrase."""
    if re.search(_LINK, said):  # spares most phrases the patterns of spans
        for pattern, build in _SPANS:
            if found := re.fullmatch(pattern, said):
                return build(today, *found.groups())
    return _single(said, today)


def _ends(today: Day, left: str, right: str) -> tuple[str, str]:
    """The EDTF texts of the ends of a span; where an end is a span, its first or its last day."""
    era = right.rpartition(" ")[2]
    if left.isdigit() and era in ("bc", "bce", "ce", "ad"):
        left = f"{left} {era}"  # 525–500 BC
    start = {"..": "..", "?": ""}.get(left)
    end = {"..": "..", "?": "", "present": ".."}.get(right)
    return (
        _single(left, today).split("/")[0] if start is None else start,
        _single(right, today).split("/")[-1] if end is None else end,
    )


def _interval_text(today: Day, left: str, right: str) -> str:
    return "/".join(_ends(today, left, right))


def _beyond(today: Day, side: str, said: str) -> str:
    """The open span that ends before, or starts after, the date; in the date's unit if it can."""
    date = edtf.parse(_single(said, today))
    edge = date.lo - 1 if side == "before" else date.hi + 1
    if edge in (-inf, inf):
        raise DateError(f"{side} {said}", f"{quoted(said)} is open on that side")
    year, month, day = calendar.civil(int(edge))
    parts = (_year_text(year), f"-{month:02}", f"-{day:02}")
    marks = "~" * date.approximate + "?" * date.uncertain
    coarsest = {"day": 3, "month": 2}.get(date.precision, 1)
    texts = (_qualified("".join(parts[:kept]), marks) for kept in range(coarsest, 4))
    if side == "before":
        return "../" + next(text for text in texts if edtf.parse(text).hi == edge)
    return next(text for text in texts if edtf.parse(text).lo == edge) + "/.."


def _set_text(today: Day, first: str, link: str, last: str) -> str:
    """`a, b or c` is one of them, `a and b` all of them; `or before`, `or later` leave it open."""
    start, end = last in ("before", "earlier"), last in ("after", "later")
    members = []
    said = f"{first} {link} {last}"
    for part in first.replace(f" {link} ", ", ").split(", ") + [last] * (not start and not end):
        left, dash, right = part.partition(" – ")
        members += ["..".join(_ends(today, left, right)) if dash else _single(part, today)]
    if any("/" in member for member in members):
        raise DateError(said, f"what is joined by {quoted(link)} is a day, a month or a year each")
    text = ".." * start + ",".join(members) + ".." * end
    return f"[{text}]" if link == "or" else f"{{{text}}}"


_SPANS: tuple[tuple[str, Callable[..., str]], ...] = (
    ("between (.+) and (.+)", _interval_text),
    ("(.+) (or|and) (.+)", _set_text),
    ("(?:until|till|up to) (.+)", lambda today, end: _interval_text(today, "..", end)),
    ("(before|after) (.+)", _beyond),
    ("(?:since |from )?(.+) onwards?", lambda today, start: _interval_text(today, start, "..")),
    ("(?:from )?(.+) (?:to|until|till|through|–|/) (.+)", _interval_text),
    ("(?:since|from) (.+)", lambda today, start: _interval_text(today, start, "..")),
)
_LINK = "since|from|onward|to |til|through|between|before|after| or | and |[–/]"


# --- one date: its qualifiers, then EDTF, words that do not need today, words that do


def _single(said: str, today: Day) -> str:
    """The EDTF text of one date with its qualifiers: `c. 2018?` is 2018%."""
    core = said.rstrip("~?% ")
    marks = said[len(core) :].replace(" ", "")
    if re.match("c[0-9]", core):
        core = f"c {core[1:]}"  # c1620
    while (split := core.partition(" "))[0] in _MARKS:
        marks, core = marks + _MARKS[split[0]], split[2]
    text = _core(core or said, today)
    if marks and any(sign in text for sign in "/[{T"):
        raise DateError(said, "only one day, month or year is qualified, as in c. 2018 to c. 2020")
    return _qualified(text, marks)


def _qualified(text: str, marks: str) -> str:
    """EDTF text with the qualifiers in `marks` for the whole date."""
    plain = text.rstrip("~?%")
    marks += text[len(plain) :]
    approximate, uncertain = ("%" in marks or mark in marks for mark in "~?")
    return plain + ("%" if approximate and uncertain else "~" * approximate + "?" * uncertain)


def _core(said: str, today: Day) -> str:
    clock = re.fullmatch("(.+) ([0-9]{2}:[0-9]{2})(:[0-9]{2})?", said) if ":" in said else None
    said, time = (clock[1], f"T{clock[2]}{clock[3] or ':00'}") if clock else (said, "")
    with suppress(DateError):
        return edtf.parse(said.upper()).text + time
    for pattern, build in _ABSOLUTE:
        if found := re.fullmatch(pattern, said):
            return build(found) + time
    for pattern, shifted in RELATIVE:
        if found := re.fullmatch(pattern, said):
            return shifted(found, today) + time
    raise refusal(said, today)


def _year_text(year: int) -> str:
    """An astronomical year in EDTF."""
    return f"{'-' * (year < 0)}{abs(year):04}" if abs(year) <= 9999 else f"Y{year}"


def _year_of(said: str) -> str:
    digits = said.strip("abcde ")
    if digits == said:
        return said.upper()
    if not int(digits):
        raise DateError(said, "there is no year 0, 1 BC is followed by AD 1")
    return _year_text(1 - int(digits) if "b" in said else int(digits))


def _calendar(found: re.Match[str]) -> str:
    """A year, a month or a day."""
    said = found.groupdict()
    month = f"-{MONTHS.index(said['month'][:3]) // 3 + 1:02}" if said["month"] else ""
    return _year_of(said["year"]) + month + (f"-{int(said['day']):02}" if said["day"] else "")


def _part(found: re.Match[str]) -> str:
    """A season, a quarter, a quadrimester or a semester."""
    code, half = PARTS[found["part"]], found.groupdict().get("half")
    if half and code > 24:
        raise DateError(found[0], "only seasons differ between north and south")
    return f"{_year_of(found['year'])}-{code + {None: 0, 'north': 4, 'south': 8}[half]}"


def _age(found: re.Match[str]) -> str:
    """A century or a millennium: the 19th is 18XX, and the 5th BC, 500 to 401 BC, is -04XX."""
    nth, bc, width = int(found["nth"]), bool(found["bc"]), 2 if found["age"] == "century" else 3
    if not 0 < nth <= 10 ** (4 - width):
        raise DateError(found[0], f"there is none before the 1st or after {10 ** (4 - width)}")
    if bc and nth == 1:
        return f"-{10**width - 1:04}/0000"  # 1 BC is not in -00XX
    return "-" * bc + f"{nth - 1:0{4 - width}}" + "X" * width


_ABSOLUTE: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (f"(?:{DAY}[ -]?)?{MONTH},?[ -]?{YEAR}", _calendar),
    (f"{MONTH} ?{DAY}(?:, ?| ){YEAR}", _calendar),
    (f"{YEAR}(?:[ -]?{MONTH}(?:[ -]?{DAY})?)?", _calendar),
    (f"{YEAR}[ -]?{PART}", _part),
    (rf"{PART}[ -]?{YEAR}(?: \((?P<half>north|south)\))?", _part),
    ("([0-9]{3})0'?s", lambda found: f"{found[1]}X"),
    (f"{NTH} (?P<age>century|millennium)(?: (?:(?P<bc>bce?)|ad|ce))?", _age),
    (r"([0-9]{4})([/.])([0-9]{2})\2([0-9]{2})", lambda found: "-".join(found.group(1, 3, 4))),
)
