"""Where a date is put by what knows whole days alone, as a calendar does."""

import re
from math import inf

from hkinno.dates.date import Date
from hkinno.dates.edtf import parse


def placed(date: Date) -> tuple[int, int] | None:
    """The first and the last day, as numbers: of a bounded date all its days.

    Of what is open, or unknown, on one side: the days of what is written of it, so the year 2020
    of `2020/..`. None where nothing is, as in `../..`.
    """
    if -inf < date.lo and date.hi < inf:
        return int(date.lo), int(date.hi)
    known = [parse(part) for part in re.split(r"\.\.|[][{}/,]", date.text) if part]
    if not known:
        return None
    return int(min(part.lo for part in known)), int(max(part.hi for part in known))
