"""What can be wrong with a date: unreadable, in the future, or more precise than its source.

Three of the rules are guesses about precision, and each is silenced by what an honest note says.

**By the note.** A date without qualifier is too precise when its `date_note` allows less:

    day unknown · gives no day · only the month                                   at best a month
    no month · only the year · derived from the year · by / as early as / during 2019      a year
    in the 1990s · early 1990s                                                          a decade
    around 2019 · circa May 2019 · approximately 3 May 2019                        2019~, 2019-05~

unless the note names the date at that very precision ("the day, 1 July, is from the public
record"). "Around" and its like ask for `~` in any case. Only the date's own year counts.

**By the event's words.** A date of 1 January is suspect when the texts of the event (title,
summary, note, quotes) name its year and no month at all.

**By the store.** Each date of 1 January is suspect when there are five or more of them and four
times as many as chance puts there, one in 365.25 of the dates that are days.

In both, an event that speaks of January or of the New Year anywhere is believed.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date as Day  # noqa: N812 - a Date is hkinno's, a Day is one of the calendar

from hkinno.check.shape import Finding, Seen, Subject
from hkinno.dates.calendar import iso
from hkinno.dates.edtf import parse
from hkinno.dates.phrases.parse import read
from hkinno.errors import DateError, quoted

_PLAIN = re.compile("[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?").fullmatch
_NEW_YEAR = re.compile("[0-9]{4}-01-01").fullmatch
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS) + "|Sept"
_SPOKEN_OF = re.compile(
    r"\bJan(?:uary)?\b|\bNew Year|\b0?1[./]0?1[./]|-01-01\b|(?<!1)1月1日|元旦"
).search
_NO = r"(?:no|unknown|without an?|not the|not its) (?:exact |precise )?"
_DENIED = r"(?:unknown|uncertain|unclear|missing|not (?:known|given|stated|recorded|named|certain))"
_IN = r"(?:by|during|as early as|as late as|some ?time in|(?:early|mid|late)(?: in|-)?)"
_YEAR = "(?P<year>[0-9]{4})"
_OWN_MONTH = rf"(?P<month>{_MONTH})\.?,?"
# what a note may say, and how many components of a date it allows
_CUES = tuple(
    (re.compile(pattern, re.IGNORECASE), kept)
    for pattern, kept in (
        (rf"\b{_NO}day\b|\b(?:day|exact date) (?:\w+ )?{_DENIED}|\bonly the month\b", 2),
        (rf"\b{_IN} {_OWN_MONTH} {_YEAR}\b", 2),
        (rf"\b{_NO}month\b|\bmonth (?:\w+ )?{_DENIED}|\byear (?:alone|only)\b", 1),
        (r"\b(?:only|just|from|gives|states|names) the year\b", 1),
        (rf"\b{_IN} ?(?:the year )?{_YEAR}\b", 1),
        (r"\b(?P<decade>[0-9]{3})0'?s\b", 0),
    )
)
_AROUND = re.compile(
    r"\b(?:around|approximately|approx\.|circa|ca\.|c\.) ?"
    rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)? )?(?:{_OWN_MONTH} )?(?:the year )?{_YEAR}\b",
    re.IGNORECASE,
)
_FEWEST, _TIMES_CHANCE = 5, 4
_CENTURY = 36_525  # days


# --- what is written


def unreadable(subject: Subject) -> Iterator[Finding]:
    """Texts that are not EDTF; the hint reads them as a person may have meant them."""
    text = subject.event.get("date")
    if text is None or subject.date:
        return
    try:
        parse(text)
    except DateError as error:
        hint = _meant(text, subject.today, error)
        # without it, the rule's own hint says how EDTF is written
        found = error if hint else DateError(error.text or text, error.why)
        yield Finding(str(found), ("date",), hint)


def _meant(text: str, today: int, fault: DateError) -> str:
    try:
        there = read(text, Day.fromordinal(today)).text
        another_day = today + (-_CENTURY if today > 2 * _CENTURY else _CENTURY)
        if read(text, Day.fromordinal(another_day)).text == there:
            return f"write {there}"
        return "it depends on the day on which it was written: write the date itself"
    except DateError as error:
        return "" if error.why == fault.why else error.why


def future(subject: Subject) -> Iterator[Finding]:
    """Dates that begin after today."""
    if subject.date and subject.date.lo > subject.today:
        message = f"{subject.date.text} begins after today, {iso(subject.today)}"
        yield Finding(message, ("date",))


# --- what is likely more precise than known


def finer_than_note(subject: Subject) -> Iterator[Finding]:
    """Dates that are more precise than their note allows; see the module's own text."""
    note, date = subject.text("date_note"), subject.text("date")
    if not note or not subject.date or not _PLAIN(date):
        return
    parts = date.split("-")
    kept = min((n for cue, n in _CUES if _is_own(cue, note, parts)), default=3)
    if kept < len(parts) and not _named(note, parts):
        coarser = "-".join(parts[:kept]) or f"{parts[0][:3]}X"
        unit = ("a decade", "a year", "a month")[kept]
        message = f"{date} is more precise than its date_note, which allows {unit}"
        yield Finding(message, ("date",), f"write {coarser}, or note where the rest comes from")
    elif found := _is_own(_AROUND, note, parts):
        message = f"its date_note says {quoted(found[0])}, but {date} is not marked as approximate"
        yield Finding(message, ("date",), f"write {date}~")


def _is_own(cue: re.Pattern[str], note: str, parts: list[str]) -> re.Match[str] | None:
    """Where a note says what is looked for of the year and the month that the date has."""
    own = {"year": parts[0], "decade": parts[0][:3]}
    if len(parts) > 1:
        own["month"] = _MONTHS[int(parts[1]) - 1][:3].casefold()
    for found in cue.finditer(note):
        said = {
            name: text[:3].casefold() if name == "month" else text
            for name, text in found.groupdict().items()
            if text
        }
        if all(own.get(name) == text for name, text in said.items()):
            return found
    return None


def _named(text: str, parts: list[str]) -> bool:
    """Whether a text names a year, a month or a day as precisely as the date does."""
    if len(parts) == 1:
        return re.search(rf"\b{parts[0]}\b", text) is not None
    name = _MONTHS[int(parts[1]) - 1]
    month = rf"\b(?:{name}|{name[:3]}|{name[:4]})\b\.?"
    if len(parts) == 2:
        return re.search(rf"{month}|\b{'-'.join(parts)}\b", text) is not None
    day = rf"\b0?{int(parts[2])}(?:st|nd|rd|th)?\b"
    return re.search(rf"{day}(?: of)? {month}|{month} {day}|{'-'.join(parts)}", text) is not None


def _texts(subject: Subject) -> str:
    quotes = (str(source.get("quote") or "") for _, source in subject.items("sources"))
    return "\n".join((*map(subject.text, ("title", "summary", "date_note")), *quotes))


def new_year(subject: Subject) -> str:
    """How an event is dated that is dated 1 January: `silent` if none of its texts speaks of that,
    `year` if they moreover name the year and no month."""
    if not _NEW_YEAR(subject.text("date")) or _SPOKEN_OF(texts := _texts(subject)):
        return ""
    year = re.search(rf"\b{subject.text('date')[:4]}\b", texts)
    return "year" if year and not re.search(rf"\b(?:{_MONTH})\b", texts) else "silent"


def new_years(events: Sequence[Seen]) -> Iterator[tuple[Seen, Finding]]:
    """Dates of 1 January that are likely years, by what the event says or by their number."""
    days = sum(seen.daily for seen in events)
    suspects = [seen for seen in events if seen.new_year]
    chance = days / 365.25
    too_many = len(suspects) >= max(_FEWEST, _TIMES_CHANCE * chance)
    many = f"as are {len(suspects):,} of the {days:,} days here; chance would give {chance:,.0f}"
    for seen in suspects:
        if seen.new_year == "year":
            yield seen, Finding("its date is 1 January, its texts name the year alone", ("date",))
        elif too_many:
            yield seen, Finding(f"its date is 1 January, {many}", ("date",))
