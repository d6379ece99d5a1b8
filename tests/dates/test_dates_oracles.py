"""Dates against two parsers that others wrote: `edtf` (PyPI) and edtf.js (npm `edtf`).

Thousands of texts of every production, near misses and mutants go to both; hkinno must agree with
each on what is a date and on its first and last day. Where it does not, a row of `DISAGREEMENTS`
says which texts these are, what the other does, and which clause decides. A disagreement without a
row fails; so does a row that no text meets any more.

"LoC" is the EDTF specification of the Library of Congress, 4 February 2019, by level and heading.
Where it is silent, DESIGN section 3 decides; it is the documented choice of hkinno.

edtf.js is looked for in `$HKINNO_EDTF_JS`, the folder in which `npm install edtf@4` was run.
"""

import contextlib
import io
import json
import math
import os
import re
import subprocess
import warnings
from collections.abc import Callable, Iterable
from itertools import product
from typing import NamedTuple

import edtf_strategies as strategies
import pytest
from conftest import ROOT, needs

from hkinno.dates.edtf import parse
from hkinno.errors import DateError

EPOCH = strategies.number(1970, 1, 1)
DAY_MS = 86_400_000

# The first and the last day; what is no day is said in a word. None: no date.
Answer = tuple[float | str, float | str] | None


def hkinno(text: str) -> Answer:
    try:
        date = parse(text)
    except DateError:
        return None
    return date.lo, date.hi


# --- edtf.js ---


def edtf_js(texts: Iterable[str]) -> list[Answer]:
    """What edtf.js answers, in one process; its dates shift with the time zone of the machine."""
    folder = os.environ.get("HKINNO_EDTF_JS")
    if not folder:
        why = "$HKINNO_EDTF_JS does not name a folder where edtf.js is installed"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    done = subprocess.run(
        [needs("node"), str(ROOT / "tests" / "edtf_oracle.mjs")],
        input="".join(f"{json.dumps(text)}\n" for text in texts),
        env={**os.environ, "TZ": "UTC"},
        capture_output=True,
        text=True,
        check=True,
    )
    return [js_answer(json.loads(line)) for line in done.stdout.splitlines()]


def js_answer(said: dict[str, float | str | None]) -> Answer:
    if "error" in said:
        return None
    return js_bound(said["min"], -math.inf), js_bound(said["max"], math.inf)


def js_bound(said: float | str | None, unbounded: float) -> float | str:
    """A day number; an unknown end, which edtf.js leaves null, is unbounded (DESIGN section 3)."""
    if said is None or said in {"inf", "-inf"}:
        return unbounded
    return said if isinstance(said, str) else said // DAY_MS + EPOCH


# --- edtf (PyPI) ---


def edtf_py(texts: Iterable[str]) -> list[Answer]:
    """What `edtf` answers; it prints, and warns."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        import edtf  # here: importing it takes long, and only this test does

        answers: list[Answer] = []
        for text in texts:
            try:
                read = edtf.parse_edtf(text)
            except Exception:  # whatever it raises, it takes the text for no date
                answers.append(None)
                continue
            # Its strict bounds leave significant digits out; its fuzzy ones are these, when bare.
            kind = "fuzzy" if re.fullmatch(r"[Y\d\-E]+S\d+", text) else "strict"
            ends = [py_bound(getattr(read, f"{side}_{kind}")) for side in ("lower", "upper")]
            answers.append((ends[0], ends[1]))
        return answers


def py_bound(method: Callable[[], object]) -> float | str:
    try:
        said = method()
    except Exception as error:  # it read the text and cannot say its bounds
        return type(error).__name__
    if isinstance(said, float):
        return said
    assert isinstance(said, tuple)
    year, month, day = said[:3]
    if not isinstance(year, int) or day > strategies.length(year, month):
        return "no such day"
    return strategies.number(year, month, day)


# --- what the table asks of a text ---

MARK = "[?~%]?"
GROUPING = rf"[0-9X]{{4}}{MARK}-{MARK}(?:2[1-9]|3\d|4[01])(?![-\d])"
SEASON = rf"[0-9X]{{4}}{MARK}-{MARK}(?:2[1-9]|3[0-2])(?![-\d])"
BEFORE_ZERO = r"(?:^|[/,.\[{?~%])-[0-9X]{4}"
BEFORE_ZERO_X = r"(?:^|[/,.\[{?~%])-[^/,.\]}]*X"


def missing_leap_day(text: str) -> bool:
    """29 February, or 30 or 31 of a month, that no year or not every year of the text has."""
    for sign, year, month, day in re.findall(
        rf"(-?)([0-9X]{{4}}){MARK}-{MARK}([0-9X]{{2}}){MARK}-{MARK}([0-9X]{{2}})", text
    ):
        for numbers in product(
            [int(sign + year.replace("X", digit)) for digit in "09"],
            [m for m in range(1, 13) if fits(month, m)],
            [d for d in range(1, 32) if fits(day, d)],
        ):
            if numbers[2] > strategies.length(*numbers[:2]):
                return True
    return False


def fits(pattern: str, number: int) -> bool:
    return all(sign in {"X", digit} for sign, digit in zip(pattern, f"{number:02}", strict=True))


def beyond_javascript(text: str) -> bool:
    """A Y year that is not within the 100 million days about 1970 of JavaScript's Date."""
    year = re.match(r"Y-?(\d+)(?:E(\d+))?", text)
    return year is not None and int(year[1]) * 10 ** min(int(year[2] or 0), 20) >= 271_821


class Disagreement(NamedTuple):
    """A class of texts on which hkinno and another parser differ, and what decides."""

    oracle: str
    how: str  # the other one "accepts" what is no date, "refuses" a date, or has other "bounds"
    what: str
    where: str | Callable[[str], bool]  # a pattern found in the text, or a question asked of it
    decides: str  # the clause, and for whom where that is not hkinno
    example: str

    def covers(self, text: str) -> bool:
        if isinstance(self.where, str):
            return re.search(self.where, text) is not None
        return self.where(text)


JS, PY = "edtf.js", "edtf (PyPI)"
DISAGREEMENTS = [
    # edtf.js takes for a date what is none
    Disagreement(
        JS,
        "accepts",
        "days that a year has not: 29 February of a common year becomes 1 March",
        missing_leap_day,
        "LoC 0, Date: a calendar date; DESIGN 3, Not dates",
        "2019-02-29",
    ),
    Disagreement(
        JS,
        "accepts",
        "a year 0 with a minus sign before unspecified digits",
        "-0000-",
        "LoC 1, Negative calendar year; DESIGN 3, Not dates: -0000",
        "-0000-XX",
    ),
    Disagreement(
        JS,
        "accepts",
        "decades and centuries of three and two digits (ISO 8601-2, 4.3)",
        r"^-?\d{2,3}[?~%]?$",
        "LoC 0, Date: the year has four digits",
        "201",
    ),
    Disagreement(
        JS,
        "accepts",
        "times without seconds or with a fraction of one",
        r"T\d\d:\d\d(?:$|[+\-Z]|:\d\d\.)",
        "LoC 0, Date and Time: complete representations",
        "1985-04-12T23:20",
    ),
    Disagreement(
        JS,
        "accepts",
        "midnight as hour 24",
        "T24:00:00",
        "LoC 0, Date and Time: hours of the day; ISO 8601-1:2019, 4.3.8 has no hour 24",
        "1985-04-12T24:00:00",
    ),
    Disagreement(
        JS,
        "accepts",
        "time shifts in basic format, or with a minus sign that is no hyphen",
        r"T[\d:]{8}(?:[+\-]\d{4}|\u2212.*)$",
        "LoC, Extended format: colon between clock components",
        "1985-04-12T23:20:30+0430",
    ),
    Disagreement(
        JS,
        "accepts",
        "times of day in intervals",
        "T.*/|/.*T",
        "LoC 0, Time Interval: time of day is excluded",
        "1985-04-12T23:20:30/1986",
    ),
    Disagreement(
        JS,
        "accepts",
        "intervals without any date",
        r"^(?:\.\.)?/(?:\.\.)?$",
        "LoC 1, Extended Interval: the start or the end date; DESIGN 3 has no use for neither",
        "../..",
    ),
    Disagreement(
        JS,
        "accepts",
        "exponents of zero, years with leading zeros",
        r"^Y-?(?:0|\d+E0)",
        "LoC 2, Exponential year: a positive integer",
        "Y17000E0",
    ),
    Disagreement(
        JS,
        "accepts",
        "exponential years of four digits or less",
        r"^Y-?\d{1,3}E[1-3]",
        "LoC 1, Letter-prefixed year: when and only when the year exceeds four digits",
        "Y2E3",
    ),
    Disagreement(
        JS,
        "accepts",
        "exponents beyond any use",
        r"E\d{4,}",
        "LoC sets no limit; DESIGN 3, any size of year, up to a thousand digits",
        "Y1E9999",
    ),
    Disagreement(
        JS,
        "accepts",
        "more significant digits than there are digits",
        r"^-?\d{4}S[5-9]$|^Y.*S[6-9]$",
        "LoC 2, Significant digits: the number of the significant digits of that year",
        "1950S9",
    ),
    Disagreement(
        JS,
        "accepts",
        "blanks after the commas of a set",
        r"^[\[{].* ",
        "LoC 2, Set representation: no spaces are allowed",
        "[1984, 1990]",
    ),
    Disagreement(
        JS,
        "accepts",
        "ranges in a set that end before they start",
        r"^[\[{].*\d\.\.-?\d",
        "LoC 2, Set representation: all the values between the two values",
        "[1672..1670]",
    ),
    Disagreement(
        JS,
        "accepts",
        "one member of a set that is both its beginning and its end",
        r"^[\[{]\.\.[^,]*\.\.[\]}]$",
        "LoC 2, Set representation: on or before, or on or after",
        "[..1984..]",
    ),
    # edtf.js refuses a date
    Disagreement(
        JS,
        "refuses",
        "qualifiers of Y years and of years with significant digits",
        r"[YS].*[?~%]",
        "LoC 1, Qualification of a date (complete): at the end of the date string",
        "Y170000002~",
    ),
    Disagreement(
        JS,
        "refuses",
        "Y years and years with significant digits in intervals and sets",
        r"[YS].*[/,]|[/,\[{].*[YS]",
        "LoC 2, Interval and Set representation: of dates",
        "Y-20000/..",
    ),
    Disagreement(
        JS,
        "refuses",
        "significant digits of more than one digit",
        r"S\d\d",
        "LoC 2, Significant digits: a positive integer",
        "Y123456789012S10",
    ),
    Disagreement(
        JS,
        "refuses",
        "qualifiers at both sides of a year alone, and one at its right in a set",
        r"(?:^|/)[?~%]-?\d{4}[?~%](?:/|$)|^[\[{].*\d{4}[?~%](?:[,.\]}])",
        "LoC 2, Qualification: right of a component, left of a component; any of them",
        "?1984~",
    ),
    Disagreement(
        JS,
        "refuses",
        "qualifiers of a date with unspecified digits",
        "X.*[?~%]|[?~%].*X",
        "LoC 1, Qualification of a date (complete); 2, Qualification of Individual Component",
        "201X~",
    ),
    Disagreement(
        JS,
        "refuses",
        "X3 to X9 as a month",
        r"[0-9X]{4}-X[3-9](?!\d)",
        "LoC 2, Unspecified Digit: anywhere within a component; 03 to 09 are months",
        "2004-X3",
    ),
    Disagreement(
        JS,
        "refuses",
        "3X as a day of a month of thirty days",
        "-(?:[0X][469]|11)-3X",
        "LoC 2, Unspecified Digit: anywhere within a component; 30 is a day",
        "2019-04-3X",
    ),
    Disagreement(
        JS,
        "refuses",
        "intervals from or to a season, unless both ends are seasons without X",
        rf"{GROUPING}/|/{MARK}-?{GROUPING}",
        "LoC 1, Seasons: in place of a month value; Time Interval: start and end are dates",
        "2001-21/2002",
    ),
    Disagreement(
        JS,
        "refuses",
        "intervals whose ends begin on one day, or whose end is the wider date",
        "/",
        "LoC 0, Time Interval: beginning sometime in, and ending sometime in",
        "2004-06/2004",
    ),
    Disagreement(
        JS,
        "refuses",
        "time shifts of more than 12 hours behind or 14 ahead of UTC, and zero behind it",
        r"T.*[+\-](?:1[2-9]|2\d|00)",
        "LoC 0, Date and Time: sets no limit",
        "1985-04-12T23:20:30+15:00",
    ),
    Disagreement(
        JS,
        "refuses",
        "seasons in sets, and ranges between dates with X or qualifiers",
        rf"^[\[{{].*(?:{GROUPING}|[X?~%][^,]*\.\.[^,\]}}]|[^,\[{{]\.\.[^,]*[X?~%])",
        "LoC 2, Set representation: only the elements of a range are bound, to one precision",
        "{2001-21,2002}",
    ),
    # edtf.js has other days
    Disagreement(
        JS,
        "bounds",
        "seasons as quarters of the year, spring from January on, whatever the hemisphere",
        SEASON,
        "LoC 1, Seasons, names no months; DESIGN 3: 03-05, 06-08, 09-11, 12-02 of the next year",
        "2001-21",
    ),
    Disagreement(
        JS,
        "bounds",
        "quadrimesters of five months",
        rf"-{MARK}3[78](?![-\d])",
        "LoC 2, Sub-year groupings: 4 months in duration",
        "2001-37",
    ),
    Disagreement(
        JS,
        "bounds",
        "groupings of negative years end in the positive year",
        rf"{BEFORE_ZERO}{MARK}-{MARK}(?:3[3-9]|4[01])",
        "LoC 1, Negative calendar year",
        "-0001-33",
    ),
    Disagreement(
        JS,
        "bounds",
        "significant digits without effect",
        r"S\d",
        "LoC 2, Significant digits: some year between 1900 and 1999",
        "1950S2",
    ),
    Disagreement(
        JS,
        "bounds",
        "years that its Date cannot hold",
        beyond_javascript,
        "LoC 1, Letter-prefixed year; DESIGN 3, any size of year",
        "Y170000002",
    ),
    Disagreement(
        JS,
        "bounds",
        "unspecified digits in negative years: first and last exchanged, or from the year 0",
        BEFORE_ZERO_X,
        "LoC 1, Negative calendar year; 2, Unspecified Digit",
        "-2774-XX",
    ),
    Disagreement(
        JS,
        "bounds",
        "X0 as a month or a day begins with 00",
        r"-X0",
        "LoC 2, Unspecified Digit: 00 is no completion",
        "2019-01-X0",
    ),
    Disagreement(
        JS,
        "bounds",
        "completions that are no days",
        lambda text: "X" in text and missing_leap_day(text),
        "LoC 2, Unspecified Digit; DESIGN 3: the valid completions",
        "201X-02-29",
    ),
    Disagreement(
        JS,
        "bounds",
        "28 and 29 February of the year 0, which it takes for 1900 in passing",
        rf"0000{MARK}-{MARK}[0X][2X]{MARK}-{MARK}[2X][89X]",
        "LoC 0, Date: a calendar date; DESIGN 3: astronomical years, of which 0 is a leap year",
        "0000-02-29",
    ),
    Disagreement(
        JS,
        "bounds",
        "a time shift moves the day",
        r"T.*[+\-]",
        "LoC 0, Date and Time: refers to the date that is written; DESIGN 3",
        "1985-04-12T23:20:30-04",
    ),
    Disagreement(
        JS,
        "bounds",
        "sets reach from their first member to the start of their last, in whatever order",
        r"^[\[{].*(?:,|\d\.\.-?\d)",
        "LoC 2, Set representation: all members, all the values between; DESIGN 3: the hull",
        "[1670,1667]",
    ),
    # edtf (PyPI) takes for a date what is none
    Disagreement(
        PY,
        "accepts",
        "blanks",
        r"\s",
        "LoC 2, Set representation: no spaces are allowed; DESIGN 3, Not dates: blanks around",
        " 2019",
    ),
    Disagreement(
        PY,
        "accepts",
        "unspecified digits without valid completion, of which it cannot say the bounds",
        r"-02-3X|-\dX-\d|-(?:XX|\d\d)-[4-9]X|-XX-(?:00|3[2-9]|[4-9])",
        "LoC 2, Unspecified Digit; DESIGN 3, No valid completion: invalid",
        "2019-02-3X",
    ),
    Disagreement(
        PY,
        "accepts",
        "days that a year has not: 29 February of a common year",
        missing_leap_day,
        "LoC 0, Date: a calendar date; DESIGN 3, Not dates",
        "2019-02-29",
    ),
    Disagreement(
        PY,
        "accepts",
        "intervals that end before they start",
        "/.*[0-9X]",
        "LoC 0, Time Interval: beginning and ending; DESIGN 3, Not dates: 2021/2019",
        "2021/2019",
    ),
    Disagreement(
        PY,
        "accepts",
        "intervals without any date",
        r"^\.\./\.\.$",
        "LoC 1, Extended Interval: the start or the end date; DESIGN 3 has no use for neither",
        "../..",
    ),
    Disagreement(
        PY,
        "accepts",
        "times of a month or a year",
        r"^-?\d{4}(?:-\d\d)?T",
        "LoC 0, Date and Time: complete representations",
        "1985-04T23:20:30",
    ),
    Disagreement(
        PY,
        "accepts",
        "midnight as hour 24",
        "T24:00:00",
        "LoC 0, Date and Time: hours of the day; ISO 8601-1:2019, 4.3.8 has no hour 24",
        "1985-04-12T24:00:00",
    ),
    Disagreement(
        PY,
        "accepts",
        "no significant digits, more than there are digits, or those of a month",
        r"S0|S\d+-|S[5-9]|S\d\d",
        "LoC 2, Significant digits: a positive integer, of a year",
        "1950S0",
    ),
    Disagreement(
        PY,
        "accepts",
        "exponential years of four digits or less",
        r"^Y-?\d{1,3}E[1-3]",
        "LoC 1, Letter-prefixed year: when and only when the year exceeds four digits",
        "Y2E3",
    ),
    Disagreement(
        PY,
        "accepts",
        "exponents beyond any use",
        r"E\d{4,}",
        "LoC sets no limit; DESIGN 3, any size of year, up to a thousand digits",
        "Y1E9999",
    ),
    Disagreement(
        PY,
        "accepts",
        "ranges in a set that end before they start",
        r"^[\[{].*\d\.\.-?\d",
        "LoC 2, Set representation: all the values between the two values",
        "[1672..1670]",
    ),
    # edtf (PyPI) refuses a date
    Disagreement(
        PY,
        "refuses",
        "qualifiers of seasons, of Y years and of unspecified digits in level 2",
        rf"{GROUPING}[?~%]|[YX].*[?~%]|[?~%].*(?:X|{GROUPING})",
        "LoC 1, Qualification of a date (complete): at the end of the date string",
        "2001-21~",
    ),
    Disagreement(
        PY,
        "refuses",
        "qualifiers at both sides of a component, or right of one and at the end",
        r"[?~%].*[?~%]",
        "LoC 2, Qualification: right of a component, left of a component; any of them",
        "?1984~",
    ),
    Disagreement(
        PY,
        "refuses",
        "sets of one member",
        r"^[\[{][^,]*[\]}]$",
        "LoC 2, Set representation: wrap a list, of which it sets no least length",
        "[1984]",
    ),
    Disagreement(
        PY,
        "refuses",
        "unspecified digits in negative years, but for the last ones",
        BEFORE_ZERO_X,
        "LoC 2, Unspecified Digit: anywhere within a component",
        "-X985",
    ),
    Disagreement(
        PY,
        "refuses",
        "unspecified digits and sub-year groupings in intervals and sets with a bare other end",
        rf"[/,].*(?:X|{GROUPING})|(?:X|{GROUPING}).*[/,]",
        "LoC 2, Interval: portions of a date within an interval may be unspecified",
        "../201X",
    ),
    Disagreement(
        PY,
        "refuses",
        "seasons of years with unspecified digits",
        rf"X[0-9X]*-{MARK}[2-4]\d$",
        "LoC 1, Seasons: in place of a month value; 2, Unspecified Digit: anywhere in a component",
        "201X-21",
    ),
    Disagreement(
        PY,
        "refuses",
        "Y years and years with significant digits in intervals",
        "[YS].*/|/.*[YS]",
        "LoC 2, Interval: of dates",
        "Y-20000/..",
    ),
    Disagreement(
        PY,
        "refuses",
        "a month with one unspecified digit",
        r"\d{4}-(?:X\d|\dX)",
        "LoC 2, Unspecified Digit: 1984-1X",
        "1984-1X",
    ),
    Disagreement(
        PY,
        "refuses",
        "time shifts of zero, and of 14 hours or more",
        r"T.*[+\-](?:00|1[4-9]|2\d)",
        "LoC 0, Date and Time: sets no limit",
        "1985-04-12T23:20:30+00:00",
    ),
    # edtf (PyPI) has other days
    Disagreement(
        PY,
        "bounds",
        "winter ends with the year",
        rf"[0-9X]{{4}}{MARK}-{MARK}(?:24|28|30)",
        "LoC 1, Seasons, names no months; DESIGN 3: 12-02 of the next year",
        "2001-24",
    ),
    Disagreement(
        PY,
        "bounds",
        "an unknown end is ten years from the other",
        "^/|/$",
        "LoC 1, Extended Interval: unknown; DESIGN 3: unbounded for filtering",
        "1985/",
    ),
    Disagreement(
        PY,
        "bounds",
        "significant digits of negative years, or with a qualifier, or in an interval",
        r"-.*S\d|S.*[?~%]|S.*/|/.*S",
        "LoC 2, Significant digits: some year between",
        "-1953S2",
    ),
    Disagreement(
        PY,
        "bounds",
        "unspecified digits in negative years: first and last exchanged",
        BEFORE_ZERO_X,
        "LoC 1, Negative calendar year; 2, Unspecified Digit",
        "-2774-XX",
    ),
    Disagreement(
        PY,
        "bounds",
        "a month or a day with one unspecified digit, of which it cannot say the bounds",
        r"-(?:X\d|\dX)",
        "LoC 2, Unspecified Digit: 1984-1X",
        "1984-04-1X",
    ),
    Disagreement(
        PY,
        "bounds",
        "completions that are no days",
        lambda text: "X" in text and missing_leap_day(text),
        "LoC 2, Unspecified Digit; DESIGN 3: the valid completions",
        "201X-02-29",
    ),
    Disagreement(
        PY,
        "bounds",
        "unbounded sets of all members, of which it cannot say the bounds",
        r"^\{.*\.\.(?:[,}]|.*,)",
        "LoC 2, Set representation: on or before, on or after",
        "{1960,1984..}",
    ),
]


def compared(oracle: str) -> dict[str, str | None]:
    """The texts, and how the oracle disagrees on each."""
    sizes = {JS: (3600, 1200, 1200), PY: (1250, 400, 400)}[oracle]
    texts = [row.example for row in DISAGREEMENTS if row.oracle == oracle]
    kinds = (strategies.PRODUCTIONS, strategies.NEAR_MISSES, (strategies.mutant,))
    for seed, (size, productions) in enumerate(zip(sizes, kinds, strict=True)):
        texts += strategies.corpus(seed, size, productions)
    if oracle == PY:  # which would write that many zeros
        texts = [text for text in texts if not re.search(r"E\d{5}", text)]
    answers = {JS: edtf_js, PY: edtf_py}[oracle](texts)
    assert len(answers) == len(texts)
    return {
        text: verdict(hkinno(text), answer) for text, answer in zip(texts, answers, strict=True)
    }


def verdict(ours: Answer, theirs: Answer) -> str | None:
    if ours == theirs:
        return None
    return "accepts" if ours is None else "refuses" if theirs is None else "bounds"


def row_of(oracle: str, how: str, text: str) -> Disagreement | None:
    """The first row that covers this disagreement."""
    rows = (row for row in DISAGREEMENTS if (row.oracle, row.how) == (oracle, how))
    return next((row for row in rows if row.covers(text)), None)


@pytest.mark.long
@pytest.mark.parametrize(("oracle", "least"), [(JS, 5000), (PY, 2000)])
def test_the_disagreements_are_those_listed(oracle: str, least: int) -> None:
    """In one test, so that the texts are compared once, whatever process runs it."""
    verdicts = compared(oracle)
    unlisted = [
        f"{text!r}: it {how}, hkinno {hkinno(text)}"
        for text, how in verdicts.items()
        if how and not row_of(oracle, how, text)
    ]
    stale = [
        f"{row.what}: {row.example!r}"
        for row in DISAGREEMENTS
        if row.oracle == oracle
        and (verdicts[row.example] != row.how or row_of(oracle, row.how, row.example) is not row)
    ]
    assert (unlisted, stale) == ([], [])
    assert len(verdicts) >= least
    agreed = sum(how is None for how in verdicts.values())
    assert agreed >= 0.6 * len(verdicts), "the table must not swallow the comparison"
