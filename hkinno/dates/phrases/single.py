"""One date in words, or in numbers, to EDTF text."""

import re
from contextlib import suppress
from datetime import date as Day  # noqa: N812 - a Date is hkinno's, a Day is one of the calendar

from hkinno.dates import edtf
from hkinno.dates.calendar import WEEKDAYS, weekday
from hkinno.dates.date import Date
from hkinno.dates.format import day_words
from hkinno.dates.phrases.absolute import absolute
from hkinno.dates.phrases.clock import split_clock
from hkinno.dates.phrases.portions import portion
from hkinno.dates.phrases.relative import RELATIVE
from hkinno.dates.phrases.suggest import refusal
from hkinno.dates.phrases.vocabulary import MARKS, WEEKDAY
from hkinno.errors import DateError

_GREGORIAN = Day(1924, 1, 1).toordinal()  # from then on in all of Europe; before, few are Julian


_TIMED = "(?!.*(?::|[0-9] ?[ap] ?m ))"  # behind a time of day, EST is a zone
_MARK_BEHIND = rf"{_TIMED}(.*[0-9].*?),? ?\(?\b({'|'.join(MARKS)})\b ?\)?"  # 1850 (ca.)


def single(said: str, today: Day) -> str:
    """The EDTF text of one date with its qualifiers: `c. 2018?` is 2018%.

    A DateError is about all of it, even if only the weekday or the time of day is wrong.
    """
    try:
        return _single(said, today)
    except DateError as fault:
        raise DateError(said, fault.why, fault.advice) from fault


def _single(said: str, today: Day) -> str:
    core = said.rstrip("~?% ")
    marks = said[len(core) :].replace(" ", "")
    core = re.sub("^(ca?)(?=[0-9])", r"\1 ", core)  # c1620
    while (split := core.partition(" "))[0] in MARKS:
        marks, core = marks + MARKS[split[0]], split[2]
    behind = None if core[-1:].isdigit() else re.fullmatch(_MARK_BEHIND, core)
    if behind:
        core, marks = behind[1], marks + MARKS[behind[2]]
    text = _of_weekday(core, today) or _core(core or said, today)
    if marks and (years := re.fullmatch(r"\[([-0-9]+)\.\.([-0-9]+)\]", text)):
        return f"[{'..'.join(qualified(year, marks) for year in years.groups())}]"
    if marks and any(sign in text for sign in "/[{T"):
        raise DateError(said, "only one day, month or year is qualified, as in c. 2018 to c. 2020")
    return qualified(text, marks)


def qualified(text: str, marks: str) -> str:
    """EDTF text with the qualifiers in `marks` for the whole date."""
    plain = text.rstrip("~?%")
    marks += text[len(plain) :]
    approximate, uncertain = ("%" in marks or mark in marks for mark in "~?")
    return plain + ("%" if approximate and uncertain else "~" * approximate + "?" * uncertain)


def _core(said: str, today: Day) -> str:
    said, time = split_clock(said)
    with suppress(DateError):
        return edtf.parse(said.upper()).text + time
    if text := absolute(said) or portion(said):
        return text + time
    for pattern, shifted in RELATIVE:
        if found := re.fullmatch(pattern, said):
            return shifted(found, today) + time
    if found := re.fullmatch(_IN, said):  # after `in 3 months`
        return _core(found[1], today) + time
    raise refusal(said, today)


_IN = "(?:some ?time )?(?:in|on|during) (.*[0-9].*)"
_OF_WEEKDAY = (rf"{WEEKDAY} (?P<rest>.*[0-9].*)", rf"(?P<rest>.*[0-9].*?) \(?{WEEKDAY}\)?")


def _of_weekday(said: str, today: Day) -> str | None:
    """The EDTF text of a day that is said with its weekday. Raises DateError for a wrong one."""
    for pattern in _OF_WEEKDAY:
        if found := re.fullmatch(pattern, said):
            text = _core(found["rest"], today)
            _check_weekday(found["weekday"], edtf.parse(text), today)
            return text
    return None


def _check_weekday(said: str, date: Date, today: Day) -> None:
    if date.precision != "day" or date.lo != date.hi:
        raise DateError(None, "a weekday belongs to one day, as in Tuesday, 1 July 1997")
    day = int(date.lo)
    right = WEEKDAYS[weekday(day)]
    if not right.lower().startswith(said[:3]):
        verb = "was" if day < today.toordinal() else "is"
        where = " in the Gregorian calendar" * (day < _GREGORIAN)
        raise DateError(None, f"{day_words(day)} {verb} a {right}{where}")
