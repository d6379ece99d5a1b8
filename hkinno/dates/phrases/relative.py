"""Words that count from today, and lengths of time."""

import re
from collections.abc import Callable
from datetime import date as Day  # noqa: N812 - as in hkinno.dates.phrases.parse

from hkinno.dates.phrases.vocabulary import COUNT, LONGEST, NUMBERS, UNITS
from hkinno.errors import DateError, UsageError, quoted

STEPS = {"yesterday": -1, "today": 0, "now": 0, "tomorrow": 1, "last": -1, "this": 0, "next": 1}


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
    sizes = {name[0]: UNITS[name] for name in ("year", "month", "week", "day")}
    found = [(int(count), sizes[unit[0]]) for count, unit in re.findall(item, said)]
    return sum(n * size.months for n, size in found), sum(n * size.days for n, size in found)


def _shift(found: re.Match[str], today: Day, count: int, unit: str) -> Day:
    """Today moved by `count` units; a month that is too short ends the move on its last day."""
    if not count:
        return today
    from dateutil.relativedelta import relativedelta  # slow to load, and seldom needed

    size = UNITS[unit]
    try:
        return today + relativedelta(months=count * size.months, days=count * size.days)
    except (OverflowError, ValueError) as fault:
        why = "it is outside the years 1 to 9999, which are all that today can be counted to"
        raise DateError(found[0], why) from fault


def _neighbour(found: re.Match[str], today: Day) -> str:
    """`yesterday`, `last month`: the unit beside the one that today is in."""
    unit = found.groupdict().get("unit", "day")
    return UNITS[unit].around(_shift(found, today, STEPS[found["step"]], unit))


def _counted(found: re.Match[str], today: Day) -> str:
    """`5 years ago`: in the unit that is named; what is made of days, as weeks, counts days."""
    unit = found["unit"].replace("rie", "ry")
    count = _number(found["count"])
    day = _shift(found, today, -count if found["way"] == "ago" else count, unit)
    return UNITS[unit if UNITS[unit].months else "day"].around(day)


def _number(said: str) -> int:
    if said.isdigit():
        return int(said)
    return NUMBERS.index(said) + 1 if said in NUMBERS else 1  # a, an


RELATIVE: tuple[tuple[str, Callable[[re.Match[str], Day], str]], ...] = (
    ("(?P<step>yesterday|today|now|tomorrow)", _neighbour),
    (f"(?P<step>last|this|next) (?P<unit>{'|'.join([*UNITS][1:])})", _neighbour),
    (f"{COUNT} (?P<way>ago|from now)", _counted),
    (f"(?P<way>in) {COUNT}", _counted),
)
