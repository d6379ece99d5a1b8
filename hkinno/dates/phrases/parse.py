"""Phrases, and whatever else is typed for a date, to dates."""

from datetime import date as Day  # noqa: N812 - a Date is hkinno's, a Day is one of the calendar

from hkinno.dates import edtf
from hkinno.dates.date import Date
from hkinno.dates.phrases.records import of_record
from hkinno.dates.phrases.spans import ending_today, phrase
from hkinno.dates.phrases.suggest import spelled
from hkinno.dates.phrases.tidy import tidy
from hkinno.dates.phrases.vocabulary import LONGEST
from hkinno.errors import DateError, quoted


def read(text: str, today: Day, *, bound: bool = False) -> Date:
    """The date that `text` means: EDTF, or words; its `.text` is EDTF.

    What is dated `1971 to now` is going on, and open; a `bound`, as of a filter, ends today.
    Raises DateError, one sentence that says what would be right.
    """
    exact = text.strip()
    try:
        return edtf.parse(exact.upper() if exact.isascii() else exact)
    except DateError:
        if len(exact) > LONGEST:
            raise
    dated = of_record(exact)
    if not dated.isascii():
        from hkinno.dates.phrases.cjk import in_english  # few need it

        dated = in_english(dated)
    said = tidy(dated)
    try:
        return _words(said, today, bound)
    except DateError as error:
        found = _translated(dated, today, bound)
        if isinstance(found, Date):
            return found
        fault = DateError(None, found.why) if found and found.why and not error.why else error
        meant = _meant(exact, today, bound) if not fault.why else ""
        raise (DateError(exact, meant) if meant else _of_whole(exact, said, fault)) from error


def _translated(text: str, today: Day, bound: bool) -> Date | DateError | None:
    """What a text of another language means, or its fault; None if it has none of its words."""
    from hkinno.dates.phrases.languages import in_english  # only what is not English needs it

    english = in_english(text)
    if english == text:
        return None
    try:
        return _words(tidy(english), today, bound)
    except DateError as fault:
        return fault


def _words(said: str, today: Day, bound: bool) -> Date:
    return edtf.parse(phrase(ending_today(said, today) if bound else said, today))


def _of_whole(text: str, said: str, fault: DateError) -> DateError:
    """The error for all that was typed. It names the part at fault, as it was typed."""
    part = fault.text
    if not part or part == said or part not in text.lower():
        return DateError(text, fault.why or "", fault.advice)
    none = f"{quoted(part)} is none"
    return DateError(text, f"{none}: {fault.why}" if fault.why else none, fault.advice)


def _meant(text: str, today: Day, bound: bool) -> str:
    """What to ask about words that are nearly right; nothing if they are not."""
    right = spelled(text)
    if not right:
        return ""
    try:
        _words(tidy(right), today, bound)
    except DateError as error:
        return f"did you mean {quoted(right)}? {error.why}" if error.why else ""
    return f"did you mean {quoted(right)}?"
