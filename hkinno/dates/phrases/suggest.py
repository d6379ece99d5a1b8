"""Why words are no date, and what to write instead."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date as Day  # noqa: N812 - as in hkinno.dates.phrases.parse

from hkinno.dates import edtf
from hkinno.dates.calendar import iso
from hkinno.dates.phrases.absolute import absolute, year_text
from hkinno.dates.phrases.vague import VAGUE, third
from hkinno.dates.phrases.vocabulary import (
    COUNT,
    DAY,
    FORMS,
    MONTH,
    NOW,
    PART,
    UNITS,
    WEEK,
    WEEKDAY,
)
from hkinno.errors import DateError


def refusal(said: str, today: Day) -> DateError:
    """What to raise for words, in lower case, that no pattern of dates fits."""
    for pattern, advise in _ADVICE:
        if (found := re.fullmatch(pattern, said)) and (why := advise(found, today)):
            return DateError(said, why)
    if re.fullmatch(r"[?~%]?(?:-?[0-9x]{4}|y|\[|\{|\.\./)[-+0-9xyestz~?%/.,:\[\]{}]*", said):
        try:
            edtf.parse(said.upper())
        except DateError as fault:
            return fault  # EDTF but for a slip
    return DateError(said, advice=FORMS)


def _numbers(found: re.Match[str], _: Day) -> str | None:
    """For numbers alone: the dates that they may mean."""
    first, second, third = found.groups()
    years = "" if third else _two_years(first, second)
    if len(first) != 4 and len(third or second) != 4:
        return "write the year first and with four digits, as in 2019-02-03"
    parts = [part.zfill(2) for part in (first, second, third) if part]
    orders = {"": parts}
    if len(first) != 4:
        orders = {" (day first)": parts[::-1], " (month first)": [parts[-1], *parts[:-1]]}
    readings: dict[str, str] = {}
    for name, order in orders.items():
        with suppress(DateError):
            date = edtf.parse("-".join(order))
            if date.precision in ("day", "month"):
                readings.setdefault(date.text, name if third else "")
    if readings:
        texts = [text + name * (len(readings) > 1) for text, name in readings.items()]
        how = "numbers go year first, with two digits for month and day"
        return f"{how}, write {' or '.join(texts)}{'; ' * bool(years)}{years}"
    if len(first) != 4:
        return "no order of these numbers makes a date, write the year first, as in 2019-02-03"
    return years or None


def _two_years(first: str, second: str) -> str:
    """For 1914/18, which lasted, and for 1648/9, which may also be one of them, or one year."""
    last = first[: -len(second)] + second
    if len(first) != 4 or len(second) > 2 or last <= first:
        return ""
    one = f" if it lasted, or [{first},{last}] if it was in one of them"
    return f"for years write {first}/{last}{one * (int(last) == int(first) + 1)}"


def _digits(found: re.Match[str], _: Day) -> str | None:
    """For a year that has not four digits."""
    sign, digits = found["sign"], found["digits"]
    if len(digits) == 4:
        return None
    if len(digits) > 4:
        return _long_year(sign + digits, alone=found[0] == digits)
    if sign:
        number = int(digits)
        if not number:
            return "there is no year -0, 0000 is 1 BC"
        bc = f"{number} BC is {year_text(1 - number)}"
        return f"it has two readings, {bc}, the astronomical year -{number} is -{number:04}"
    if len(digits) == 3:
        return f"a year has four digits, write 0{digits}, AD {digits} or {digits} BC"
    two = digits.zfill(2)
    return f"which century? write 19{two}, 20{two} or 00{two} (a day needs month and year)"


def _long_year(digits: str, alone: bool) -> str:
    """For more than four digits, which may be a spreadsheet's number of a day."""
    year = f"a year of more than four digits is written Y{digits}"
    if alone and len(digits) == 5 and int(digits) in _SHEET_DAYS:
        day = iso(_SHEET_START + int(digits))
        return f"{year}; if it is a spreadsheet's number of a day, write {day}"
    return year


def _which_year(found: re.Match[str], today: Day) -> str | None:
    day = f"{int(found['day'])} " if found["day"] else ""
    said = f"{day}{found['month'][:3]}"
    # May 68 has no day 68, no February has a day 30, and few have a day 29
    for year in range(today.year, today.year + 9):
        if edtf.readable(absolute(f"{said} {year:04}") or ""):
            return f"which year? write it too, as in {said.title()} {year:04}"
    return "no year has that day" if day and int(day) <= 31 else None


def _year_missing(said: str, today: Day) -> str:
    return f"which year? write it too, as in {said} {today.year}"


def _within(found: re.Match[str], _: Day) -> str:
    year, more = map(int, found.groups())
    first, last = map(year_text, (year - more, year + more))
    return f"for some time in that many years write [{first}..{last}]"


def _counted(found: re.Match[str], _: Day) -> str:
    known = "2" if found["few"] == "couple" else "how many, as in 3"
    return f"it is vague, write {known} {found['units']} ago"


def _vague(found: re.Match[str], _: Day) -> str:
    return f"it is vague, write {third(found[0]) or _KNOWN}"


_OWN_YEAR = "such a year begins in a month of its own, write it, as in 2018-07/2019-06"
_KNOWN = "what is known, as in 2019, 2019 Q1 or [2019-01..2019-04]"
_SHEET_START = Day(1899, 12, 30).toordinal()  # day 0 of spreadsheets
_SHEET_DAYS = range(20_000, 60_001)  # 1954 to 2064
_NEAR = "(?:(?:last|this|next|in|on) )?"
_ADVICE: tuple[tuple[str, Callable[[re.Match[str], Day], str | None]], ...] = (
    (r"([0-9]+)[-/. ]+([0-9]+)(?:[-/. ]+([0-9]+))?", _numbers),
    (r"([0-9]{4})([0-9]{2})([0-9]{2})?", _numbers),
    (NOW, lambda *_: "an end has a start, as in 2019 to present"),
    (rf"{_NEAR}(?:{DAY} )?{MONTH}", _which_year),
    (rf"{_NEAR}{MONTH} {DAY}", _which_year),
    (
        f"{_NEAR}{PART}",
        lambda found, today: _year_missing(found["part"], today),
    ),
    (WEEK, lambda found, today: f"which year? write it too, as in {today.year}-{found[0].upper()}"),
    ("(?:fy|(?:fiscal|financial|school|academic) year).*", lambda *_: _OWN_YEAR),
    (f"(?:(?:{DAY}[ -])?{MONTH}[ -]|{PART} ?)?'?(?P<sign>-?)(?P<digits>[0-9]{{1,20}})", _digits),
    ("'?([0-9]0)'?s", lambda found, _: f"which century? write 19{found[1]}s or 20{found[1]}s"),
    (f"(?:last|past) {COUNT}", lambda found, _: f"write {found[0][5:]} ago to today"),
    (
        f"{_NEAR}{WEEKDAY}",
        lambda _, today: f"which one? write the day itself, as in {today.isoformat()}",
    ),
    ("([0-9]{4}) ?± ?([0-9]{1,3})(?: years?)?", _within),
    (rf"(?:a )?(?P<few>few|couple|several) (?P<units>(?:{'|'.join(UNITS)})s?) ago", _counted),
    (rf".*\b(?:{VAGUE})\b.*", _vague),
)


# --- words that are nearly right

_WORDS = """
    January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Sept Tues Thur Thurs
    spring summer autumn fall winter quarter half first second third fourth century millennium
    circa about around approximately approx possibly probably perhaps today yesterday tomorrow
    between since from until till through before after earlier later onward onwards last this next
    week weeks month months year years decade decades centuries days quarters past north south
    three four five seven eight nine eleven twelve present ongoing current currently still going
"""


def spelled(text: str) -> str:
    """The text with words in the place of those that are nearly like them; "" if there are none."""
    known = {word.lower(): word for word in _WORDS.split()}
    right = re.sub(r"[^\W\d_]{4,}", lambda found: _nearest(found[0], known), text)
    return right if right != text else ""


def _nearest(word: str, known: dict[str, str]) -> str:
    from difflib import get_close_matches  # only what fails needs it

    if word.lower() in known:
        return word
    near = get_close_matches(word.lower(), known, 1, 0.75)
    return known[near[0]] if near else word
