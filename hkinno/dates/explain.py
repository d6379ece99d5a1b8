"""What is known of a date, in words for people: `hkinno date` and the card say this."""

from math import inf

from hkinno.dates.calendar import bound
from hkinno.dates.date import Date

_KINDS = {"years": "some years", "interval": "an interval"}
_WITHIN = ("some time within", "some time")  # with two bounds, or without
_ONE_TIME = ("day", "month", "season", "quarter", "quadrimester", "semester", "year")
_ENDS = (  # what is said of the ends of an interval that are no dates
    {"..": "no start", "": "the start is not known"},
    {"..": "no end", "": "the end is not known"},
)
_SETS = {"[": "some time within one of several dates", "{": "each of several dates"}


def explain(date: Date) -> str:
    """Precision, span and qualifiers, as in "a month, 2019-02-01 to 2019-02-28; approximate"."""
    kind, days = _kind(date), span(date)
    comma = "" if kind in _WITHIN else ","
    notes = [kind if days == date.text else f"{kind}{comma} {days}"]
    if date.precision == "interval":
        notes += [says.get(end, "") for end, says in zip(date.text.split("/"), _ENDS, strict=True)]
    notes += _inner_corners(date)
    if "X" in date.text:
        notes.append("the digits in the place of X are not known")
    if date.approximate:
        notes.append("approximate")
    if date.uncertain:
        notes.append("uncertain")
    return "; ".join(note for note in notes if note)


def _kind(date: Date) -> str:
    if date.time > -inf:
        return f"a day, at {date.text.partition('T')[2]}"
    if date.precision == "set":
        first, dots, last = date.text[1:-1].partition("..")
        alone = dots and "," not in first + last
        if alone and date.text[0] == "[":
            return _WITHIN[inf in (-date.lo, date.hi)]
        return _SETS[date.text[0]]
    kind = _KINDS.get(date.precision) or f"a {date.precision}"
    if date.precision in _ONE_TIME:
        return f"one of several {date.precision}s" if date.denotes else kind
    return kind if date.precision == "interval" else f"some time within {kind}"


def _inner_corners(date: Date) -> list[str]:
    """By when what lasts begins and until when it goes on, as far as the bounds do not say it."""
    first, last = date.core or (date.lo, date.hi)
    notes = [f"begins by {bound(first)}"] if first > date.lo and first < inf else []
    return notes + ([f"ends not before {bound(last)}"] if -inf < last < date.hi else [])


def span(date: Date) -> str:
    """The days of a date in ISO 8601, as in "2019-02-01 to 2019-02-28" or "from 2020-01-01 on"."""
    lo, hi = bound(date.lo), bound(date.hi)
    if date.lo == -inf:
        return f"until {hi}" if date.hi != inf else "any day"
    if date.hi == inf:
        return f"from {lo} on"
    return str(lo) if lo == hi else f"{lo} to {hi}"
