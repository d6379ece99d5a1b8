"""A day of any year, as `4 July`: what may be looked for, though nothing can have happened then."""

import re
from math import inf

from hkinno.dates.date import Date
from hkinno.dates.days import repeated
from hkinno.dates.phrases.vocabulary import DAY, MONTH, MONTHS
from hkinno.dates.years import EVERY
from hkinno.errors import DateError


def read_yearly(text: str) -> Date | None:
    """The date that a day and a month without a year mean, which is on that day of every year.

    None for all other words. Raises DateError for a day that no year has.
    """
    words = re.sub("[.,]", " ", text.lower()).split()
    said = " ".join(word for word in words if word not in ("the", "of"))
    found = re.fullmatch(f"{DAY} {MONTH}", said) or re.fullmatch(f"{MONTH} {DAY}", said)
    if not found:
        return None
    month, day = MONTHS.index(found["month"][:3]) // 3 + 1, int(found["day"])
    days = repeated(EVERY, (month,), (day,))
    if not days.years:
        raise DateError(text, f"no year has a day {day} in that month")
    return Date(f"XXXX-{month:02}-{day:02}", -inf, inf, "day", denotes=days)
