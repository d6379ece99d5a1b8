"""Why words are no date, and what to write instead."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date as Day  # noqa: N812 - as in hkinno.dates.phrases.parse

from hkinno.dates import edtf
from hkinno.dates.phrases.vocabulary import COUNT, DAY, FORMS, MONTH, PART
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
        f"(?:(?:last|this|next|in|on) )?(?:{DAY} )?{MONTH}(?: {DAY.replace('day', 'last')})?",
        _which_year,
    ),
    (f"(?:(?:{DAY} )?{MONTH} |{PART} )?'?(?P<sign>-?)(?P<digits>[0-9]{{1,20}})", _digits),
    ("'?([0-9]0)'?s", lambda found, _: f"which century? write 19{found[1]}s or 20{found[1]}s"),
    (f"(?:last|past) {COUNT}", lambda found, _: f"write {found[0][5:]} ago to today"),
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
