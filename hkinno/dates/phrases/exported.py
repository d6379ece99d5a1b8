"""Patterns and tables for a reader of dates in JavaScript, so that none stands in two languages.

The script of a page reads a part of what is read here: by the same patterns in the same order, each
with the name of what builds EDTF from it. Where it has nothing of that name, it refuses the text.
"""

from collections.abc import Callable, Iterable, Mapping

from hkinno.dates.calendar import WEEKDAYS
from hkinno.dates.edtf import GROUPINGS, MASKED, TIMED, YEAR
from hkinno.dates.phrases import cjk
from hkinno.dates.phrases.absolute import ABSOLUTE
from hkinno.dates.phrases.relative import RELATIVE, STEPS
from hkinno.dates.phrases.spans import SPANS, UP_TO_NOW
from hkinno.dates.phrases.tidy import TWO_YEARS, TWO_YEARS_BC
from hkinno.dates.phrases.vocabulary import (
    DAY,
    LONGEST,
    MARKS,
    MONTH,
    MONTHS,
    NUMBERS,
    PARTS,
    SCALED,
    SCALES,
    UNITS,
    WEEKDAY,
    bare,
)


def tables() -> Mapping[str, object]:
    """All of them, as JSON has them."""
    return {
        "longest": LONGEST,
        "year": YEAR,
        "timed": TIMED,
        "masked": MASKED,
        "groupings": {str(code): months for code, (_, *months) in GROUPINGS.items()},
        "months": MONTHS,
        "month": bare(MONTH),
        "day": bare(DAY),
        "weekday": bare(WEEKDAY),
        "weekdays": [name[:3].lower() for name in WEEKDAYS],
        "parts": PARTS,
        "marks": [*MARKS],
        "scaled": SCALED,
        "scales": SCALES,
        "units": {name: (unit.months, unit.days) for name, unit in UNITS.items()},
        "steps": STEPS,
        "numbers": NUMBERS,
        "absolute": _named(ABSOLUTE),
        "relative": _named(RELATIVE),
        "spans": _named(SPANS),
        "now": UP_TO_NOW,
        "two_years": f"{TWO_YEARS}|{TWO_YEARS_BC}",
        "cjk": {
            "known": cjk.KNOWN,
            "near": cjk.NEAR,
            "unit": cjk.UNIT,
            "scaled": cjk.SCALED,
            "scales": cjk.SCALES,
            "about": cjk.ABOUT,
            "age": _in_javascript(cjk.AGE.pattern),
            "date": _in_javascript(cjk.DATE.pattern),
            "seasons": [*cjk.SEASONS.items()],
            "halves": cjk.HALVES,
            "over": cjk.OVER_NEW_YEAR,
            "spans": cjk.SPANS,
        },
    }


def _named(rows: Iterable[tuple[str, Callable[..., str]]]) -> list[tuple[str, str]]:
    """What builds, without the line before its name, and its pattern."""
    return [(build.__name__.lstrip("_"), _in_javascript(pattern)) for pattern, build in rows]


def _in_javascript(pattern: str) -> str:
    return pattern.replace("(?P<", "(?<")
