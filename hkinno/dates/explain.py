"""What is known of a date, in words for people: `hkinno date` and the card say this."""

from datetime import timedelta
from math import inf

from hkinno.dates.calendar import bound
from hkinno.dates.date import Date

_KINDS = {"years": "some years", "interval": "an interval"}
_ENDS = (  # what is said of the ends of an interval that are no dates
    {"..": "no start", "": "the start is not known"},
    {"..": "no end", "": "the end is not known"},
)
_SETS = {"[": "one of several dates", "{": "several dates"}


def explain(date: Date) -> str:
    """Precision, span and qualifiers, as in "a month, 2019-02-01 to 2019-02-28; approximate"."""
    kind = _KINDS.get(date.precision) or _SETS.get(date.text[0]) or f"a {date.precision}"
    if date.time >= 0:
        kind = f"a day, at {timedelta(seconds=date.time)!s:0>8}"
    notes = [kind if span(date) == date.text else f"{kind}, {span(date)}"]
    if date.precision == "interval":
        notes += [says.get(end, "") for end, says in zip(date.text.split("/"), _ENDS, strict=True)]
    if "X" in date.text:
        notes.append("the digits in the place of X are not known")
    if date.approximate:
        notes.append("approximate")
    if date.uncertain:
        notes.append("uncertain")
    return "; ".join(note for note in notes if note)


def span(date: Date) -> str:
    """The days of a date in ISO 8601, as in "2019-02-01 to 2019-02-28" or "from 2020-01-01 on"."""
    lo, hi = bound(date.lo), bound(date.hi)
    if date.lo == -inf:
        return f"until {hi}" if date.hi != inf else "any day"
    if date.hi == inf:
        return f"from {lo} on"
    return str(lo) if lo == hi else f"{lo} to {hi}"
