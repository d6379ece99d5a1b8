"""What people type for a date -> Date, given today. EDTF comes first, in either case of letters.

    Feb 2019 · 1 July 1997 · July 1, 1997 · 1st of July 1997     2019-02, 1997-07-01
    3 Feb 2019 10:30 · 2019/02/03 · 2019.02.03                   2019-02-03T10:30:00, 2019-02-03
    2019 Q1 · first quarter of 2019 · H1 2019 · 2019 T1          2019-33, 2019-40, 2019-37
    spring 2019 · winter 2019 (Dec 2019 to Feb 2020)             2019-21, 2019-24
    2010s · 2000s (2000 to 2009) · 19th century (1800 to 1899)   201X, 200X, 18XX
    525 BC · 1 Mar 525 BC · AD 44 · 44 CE · 10,001 BC            -0524, -0524-03-01, 0044, Y-10000
    circa 1620 · c. 1620 · about 1620 · 2018? · possibly 2018    1620~, 2018?
    2019 to 2021 · 2019–2021 · between 2019 and 2021             2019/2021
    since 2020 · 2020 onwards · 2020 to present · until 1985     2020/.., ../1985
    before 1985 · after Feb 2019 (it is not part of them)        ../1984, 2019-03/..
    2019 or 2020 · 1760 or before · 1760 and later               [2019,2020], [..1760], {1760..}
    today · yesterday · this week (Monday to Sunday) · last month · next century
    5 years ago · in 3 months · 2 weeks ago (a day)              the unit that is named

The precision typed is the precision meant, and only the last two lines depend on today. What has
two readings, or none, is refused by a DateError that names what to write instead.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date as Day  # noqa: N812 - a Date is hkinno's, a Day is one of the calendar
from math import inf

from hkinno import dates, days
from hkinno.dates import Date
from hkinno.errors import DateError, UsageError, quoted

LONGEST = 300  # characters; no words for a date are longer, EDTF may be
FORMS = (
    "write EDTF (2019, 2019-02, 2019-02-03, 2018~, 201X, 2019/2021, 2020/..) or words "
    "(Feb 2019, 1 July 1997, 2010s, 2019 Q1, circa 1620, 525 BC, last year, 5 years ago, "
    "2019 to 2021, since 2020)"
)
_ABOUT = ("circa", "ca", "c", "about", "around", "approximately", "approx", "~")
_MARKS = dict.fromkeys(_ABOUT, "~") | dict.fromkeys(("possibly", "probably", "perhaps"), "?")
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_PARTS = (  # parts of a year and their EDTF codes (ISO 8601-2:2019, 4.8)
    {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
    | {f"q{n}": 32 + n for n in (1, 2, 3, 4)}
    | {f"t{n}": 36 + n for n in (1, 2, 3)}
    | {f"h{n}": 39 + n for n in (1, 2)}
    | {f"{nth} quarter": 33 + n for n, nth in enumerate(("first", "second", "third", "fourth"))}
    | {f"{nth} quarter": 33 + n for n, nth in enumerate(("1st", "2nd", "3rd", "4th"))}
    | {"first half": 40, "1st half": 40, "second half": 41, "2nd half": 41}
)
_UNITS = {  # in months and in days
    "day": (0, 1),
    "week": (0, 7),
    "month": (1, 0),
    "quarter": (3, 0),
    "year": (12, 0),
    "decade": (120, 0),
    "century": (1200, 0),
}
_STEPS = {"yesterday": -1, "today": 0, "now": 0, "tomorrow": 1, "last": -1, "this": 0, "next": 1}

_YEAR = r"(?P<year>ad ?[0-9]+|[0-9]+ ?(?:bce?|ce|ad)|[0-9x]{4})"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_NTH = "(?P<nth>[0-9]+)(?:st|nd|rd|th)"
_PART = f"(?P<part>{'|'.join(_PARTS)})"
_COUNT = f"(?P<count>[0-9]+|an?|one) (?P<unit>{'|'.join(_UNITS)}|centurie)s?"


def read(text: str, today: Day) -> Date:
    """The date that `text` means: EDTF, or words as in the table above; its `.text` is EDTF.

    Raises DateError, one sentence that says what would be right.
    """
    exact = text.strip()
    try:
        return dates.parse(exact.upper() if exact.isascii() else exact)
    except DateError:
        if len(exact) > LONGEST:
            raise
    tidy = _tidy(exact)
    try:
        return dates.parse(_phrase(tidy, today))
    except DateError as error:  # says what was typed, not what was made of it
        raise DateError(str(error).replace(quoted(tidy), quoted(exact), 1)) from error


def duration(text: str) -> tuple[int, int]:
    """A length of time as (months, days): `2y` is (24, 0), `18 months` (18, 0), `2w` (0, 14).

    Units are y, m (months), w, d or their names, and one may follow another (`1y 6m`).
    Raises UsageError.
    """
    said = text.strip().lower()
    item = "([0-9]{1,9}) ?(years?|months?|weeks?|days?|[ymwd])(?![a-z])[, ]*"
    if len(said) > LONGEST or not re.fullmatch(f"(?:{item})+", said):
        raise UsageError(
            f"{quoted(text)} is no length of time: write a whole number and its unit, "
            "as in 2y, 18 months, 6m (months), 2w or 30d"
        )
    sizes = {name[0]: _UNITS[name] for name in ("year", "month", "week", "day")}
    found = [(int(count), sizes[unit[0]]) for count, unit in re.findall(item, said)]
    return sum(n * size[0] for n, size in found), sum(n * size[1] for n, size in found)


def _no_date(said: str, why: str) -> DateError:
    return DateError(f"{quoted(said)} is no date: {why}")


def _tidy(text: str) -> str:
    """The text in lower case, with one kind of dash, of blank and of apostrophe."""
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    if plain != text:
        raise _no_date(text, f"its digits are not 0 to 9, write {quoted(plain)}")
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


def _interval(today: Day, left: str, right: str) -> str:
    return "/".join(_ends(today, left, right))


def _beyond(today: Day, side: str, said: str) -> str:
    """The open span that ends before, or starts after, the date; in the date's unit if it can."""
    date = dates.parse(_single(said, today))
    edge = date.lo - 1 if side == "before" else date.hi + 1
    if edge in (-inf, inf):
        raise _no_date(f"{side} {said}", f"{quoted(said)} is open on that side")
    year, month, day = days.civil(int(edge))
    parts = (_year_text(year), f"-{month:02}", f"-{day:02}")
    marks = "~" * date.approximate + "?" * date.uncertain
    coarsest = {"day": 3, "month": 2}.get(date.precision, 1)
    texts = (_qualified("".join(parts[:kept]), marks) for kept in range(coarsest, 4))
    if side == "before":
        return "../" + next(text for text in texts if dates.parse(text).hi == edge)
    return next(text for text in texts if dates.parse(text).lo == edge) + "/.."


def _set(today: Day, first: str, link: str, last: str) -> str:
    """`a, b or c` is one of them, `a and b` all of them; `or before`, `or later` leave it open."""
    start, end = last in ("before", "earlier"), last in ("after", "later")
    members = []
    for part in first.replace(f" {link} ", ", ").split(", ") + [last] * (not start and not end):
        left, dash, right = part.partition(" – ")
        members += ["..".join(_ends(today, left, right)) if dash else _single(part, today)]
    text = ".." * start + ",".join(members) + ".." * end
    return f"[{text}]" if link == "or" else f"{{{text}}}"


_SPANS: tuple[tuple[str, Callable[..., str]], ...] = (
    ("between (.+) and (.+)", _interval),
    ("(.+) (or|and) (.+)", _set),
    ("(?:until|till|up to) (.+)", lambda today, end: _interval(today, "..", end)),
    ("(before|after) (.+)", _beyond),
    ("(?:since |from )?(.+) onwards?", lambda today, start: _interval(today, start, "..")),
    ("(?:from )?(.+) (?:to|until|till|through|–|/) (.+)", _interval),
    ("(?:since|from) (.+)", lambda today, start: _interval(today, start, "..")),
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
        raise _no_date(said, "only one day, month or year is qualified, as in c. 2018 to c. 2020")
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
        return dates.parse(said.upper()).text + time
    for pattern, build in _ABSOLUTE:
        if found := re.fullmatch(pattern, said):
            return build(found) + time
    for pattern, shifted in _RELATIVE:
        if found := re.fullmatch(pattern, said):
            return shifted(found, today) + time
    raise _refusal(said, today)


def _year_text(year: int) -> str:
    """An astronomical year in EDTF."""
    return f"{'-' * (year < 0)}{abs(year):04}" if abs(year) <= 9999 else f"Y{year}"


def _year(said: str) -> str:
    digits = said.strip("abcde ")
    if digits == said:
        return said.upper()
    if not int(digits):
        raise _no_date(said, "there is no year 0, 1 BC is followed by AD 1")
    return _year_text(1 - int(digits) if "b" in said else int(digits))


def _calendar(found: re.Match[str]) -> str:
    """A year, a month or a day."""
    said = found.groupdict()
    month = f"-{_MONTHS.index(said['month'][:3]) // 3 + 1:02}" if said["month"] else ""
    return _year(said["year"]) + month + (f"-{int(said['day']):02}" if said["day"] else "")


def _part(found: re.Match[str]) -> str:
    """A season, a quarter, a quadrimester or a semester."""
    code, half = _PARTS[found["part"]], found.groupdict().get("half")
    if half and code > 24:
        raise _no_date(found[0], "only seasons differ between north and south")
    return f"{_year(found['year'])}-{code + {None: 0, 'north': 4, 'south': 8}[half]}"


def _age(found: re.Match[str]) -> str:
    """A century or a millennium: the 19th is 18XX, and the 5th BC, 500 to 401 BC, is -04XX."""
    nth, bc, width = int(found["nth"]), bool(found["bc"]), 2 if found["age"] == "century" else 3
    if not 0 < nth <= 10 ** (4 - width):
        raise _no_date(found[0], f"there is none before the 1st or after {10 ** (4 - width)}")
    if bc and nth == 1:
        return f"-{10**width - 1:04}/0000"  # 1 BC is not in -00XX
    return "-" * bc + f"{nth - 1:0{4 - width}}" + "X" * width


_ABSOLUTE: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (f"(?:{_DAY}[ -]?)?{_MONTH},?[ -]?{_YEAR}", _calendar),
    (f"{_MONTH} ?{_DAY}(?:, ?| ){_YEAR}", _calendar),
    (f"{_YEAR}(?:[ -]?{_MONTH}(?:[ -]?{_DAY})?)?", _calendar),
    (f"{_YEAR}[ -]?{_PART}", _part),
    (rf"{_PART}[ -]?{_YEAR}(?: \((?P<half>north|south)\))?", _part),
    ("([0-9]{3})0'?s", lambda found: f"{found[1]}X"),
    (f"{_NTH} (?P<age>century|millennium)(?: (?:(?P<bc>bce?)|ad|ce))?", _age),
    (r"([0-9]{4})([/.])([0-9]{2})\2([0-9]{2})", lambda found: "-".join(found.group(1, 3, 4))),
)


# --- words that need today


def _shift(found: re.Match[str], today: Day, count: int, unit: str) -> Day:
    """Today moved by `count` units; a month that is too short ends the move on its last day."""
    if not count:
        return today
    from dateutil.relativedelta import relativedelta  # slow to load, and seldom needed

    months, days_ = _UNITS[unit]
    try:
        return today + relativedelta(months=count * months, days=count * days_)
    except (OverflowError, ValueError) as fault:
        why = "it is outside the years 1 to 9999, which are all that today can be counted to"
        raise _no_date(found[0], why) from fault


def _unit_of(day: Day, unit: str) -> str:
    """The EDTF text of the week, month … that the day is in."""
    iso, monday = day.isoformat(), day.toordinal() - day.weekday()
    return {
        "day": iso,
        "week": f"{days.iso(monday)}/{days.iso(monday + 6)}",
        "month": iso[:7],
        "quarter": f"{iso[:4]}-{33 + (day.month - 1) // 3}",
        "year": iso[:4],
        "decade": f"{iso[:3]}X",
        "century": f"{iso[:2]}XX",
    }[unit]


def _neighbour(found: re.Match[str], today: Day) -> str:
    """`yesterday`, `last month`: the unit beside the one that today is in."""
    unit = found.groupdict().get("unit", "day")
    return _unit_of(_shift(found, today, _STEPS[found["step"]], unit), unit)


def _counted(found: re.Match[str], today: Day) -> str:
    """`5 years ago`: in the unit that is named; weeks count days, so theirs is a day."""
    unit = found["unit"].replace("rie", "ry")
    count = int(found["count"]) if found["count"].isdigit() else 1
    day = _shift(found, today, -count if found["way"] == "ago" else count, unit)
    return _unit_of(day, "day" if unit == "week" else unit)


_RELATIVE: tuple[tuple[str, Callable[[re.Match[str], Day], str]], ...] = (
    ("(?P<step>yesterday|today|now|tomorrow)", _neighbour),
    (f"(?P<step>last|this|next) (?P<unit>{'|'.join([*_UNITS][1:])})", _neighbour),
    (f"{_COUNT} (?P<way>ago|from now)", _counted),
    (f"(?P<way>in) {_COUNT}", _counted),
)


# --- what is refused, and what to write instead


def _refusal(said: str, today: Day) -> DateError:
    for pattern, advise in _ADVICE:
        if (found := re.fullmatch(pattern, said)) and (why := advise(found, today)):
            return _no_date(said, why)
    if re.fullmatch(r"[?~%]?(?:-?[0-9x]{4}|y|\[|\{|\.\./)[-+0-9xyestz~?%/.,:\[\]{}]*", said):
        try:
            dates.parse(said.upper())
        except DateError as fault:
            return fault  # EDTF but for a slip
    return _no_date(said, FORMS)


def _numbers(found: re.Match[str], _: Day) -> str | None:
    """For numbers alone: the dates that they may mean."""
    first, second, third = found.groups()
    if len(first) != 4 and len(third or second) != 4:
        return "write the year first and with four digits, as in 2019-02-03"
    parts = [part.zfill(2) for part in (first, second, third) if part]
    orders = {"": parts}
    if len(first) != 4:
        orders = {" (day first)": parts[::-1], " (month first)": [parts[-1], *parts[:-1]]}
    readings: dict[str, str] = {}
    for name, order in orders.items():
        with suppress(DateError):
            date = dates.parse("-".join(order))
            if date.precision in ("day", "month"):
                readings.setdefault(date.text, name if third else "")
    if readings:
        texts = [text + name * (len(readings) > 1) for text, name in readings.items()]
        how = "numbers go year first, with two digits for month and day"
        return f"{how}, write {' or '.join(texts)}"
    if len(first) != 4:
        return "no order of these numbers makes a date, write the year first, as in 2019-02-03"
    if len(second) == 2 and not third and first[2:] < second:
        return f"for years write {first}/{first[:2]}{second}"
    return None


def _digits(found: re.Match[str], _: Day) -> str | None:
    """For a year that has not four digits."""
    sign, digits = found["sign"], found["digits"]
    if len(digits) == 4:
        return None
    if len(digits) > 4:
        return f"a year of more than four digits is written Y{sign}{digits}"
    if sign:
        return f"a year has four digits, write -{digits:0>4}"
    if len(digits) == 3:
        return f"a year has four digits, write 0{digits}, AD {digits} or {digits} BC"
    two = digits.zfill(2)
    return f"which century? write 19{two}, 20{two} or 00{two} (a day needs month and year)"


def _which_year(found: re.Match[str], today: Day) -> str:
    day = found["day"] or found["last"]
    return f"which year? write {day + ' ' if day else ''}{found['month'][:3].title()} {today.year}"


_VAGUE = (
    "early|earlier|mid|middle|late|later|lately|beginning|start|end|turn|recent|recently|soon"
    "|some|few|couple|several|ages|long|once|nowadays"
)
_ADVICE: tuple[tuple[str, Callable[[re.Match[str], Day], str | None]], ...] = (
    (r"([0-9]+)[-/. ]+([0-9]+)(?:[-/. ]+([0-9]+))?", _numbers),
    (r"([0-9]{4})([0-9]{2})([0-9]{2})?", _numbers),
    (
        f"(?:(?:last|this|next|in|on) )?(?:{_DAY} )?{_MONTH}(?: {_DAY.replace('day', 'last')})?",
        _which_year,
    ),
    (f"(?:(?:{_DAY} )?{_MONTH} |{_PART} )?'?(?P<sign>-?)(?P<digits>[0-9]{{1,20}})", _digits),
    ("'?([0-9]0)'?s", lambda found, _: f"which century? write 19{found[1]}s or 20{found[1]}s"),
    (f"(?:last|past) {_COUNT}", lambda found, _: f"write {found[0][5:]} ago to today"),
    (
        "(?:(?:last|this|next|on) )?(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)"
        "(?:day)?",
        lambda _, today: f"which one? write the day itself, as in {today.isoformat()}",
    ),
    (
        rf".*\b(?:{_VAGUE})\b.*",
        lambda *_: "it is vague, write 2019, 2019 Q1 or Jan 2019 to Apr 2019",
    ),
)
