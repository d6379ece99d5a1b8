"""Dates against two parsers that others wrote: `edtf` (PyPI) and edtf.js (npm `edtf`).

Thousands of texts of every production, near misses and mutants go to both; hkinno must agree with
each on what is a date and on its first and last day. Where it does not, a row of `DISAGREEMENTS`
says which texts these are, what the other does, and which clause decides. A disagreement without a
row fails; so does a row that no text meets any more.

"LoC" is the EDTF specification of the Library of Congress, 4 February 2019, by level and heading.
Where it is silent, DESIGN section 3 decides; it is the documented choice of hkinno.

edtf.js is looked for in `$HKINNO_EDTF_JS`, the folder in which `npm install edtf@4` was run.
"""

import calendar
import contextlib
import io
import json
import math
import os
import re
import subprocess
import warnings
from collections.abc import Callable, Iterable
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import edtf_strategies as strategies
import pytest
from conftest import needs

from hkinno.dates import parse
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
        [needs("node"), str(Path(__file__).with_name("edtf_oracle.mjs"))],
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
    if day > strategies.length(year, month):
        return "no such day"
    return strategies.number(year, month, day)


# --- what the table asks of a text ---

MARK = "[?~%]?"
GROUPING = rf"[0-9X]{{4}}{MARK}-{MARK}(?:2[1-9]|3\d|4[01])(?![-\d])"
SEASON = rf"[0-9X]{{4}}{MARK}-{MARK}(?:2[1-9]|3[0-2])(?![-\d])"
BEFORE_ZERO = r"(?:^|[/,.\[{?~%])-[0-9X]{4}"


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
    """A Y year of which some day is outside the 100 million days about 1970 of JavaScript's Date."""
    year = re.match(r"Y-?(\d+)(?:E(\d+))?", text)
    return bool(year) and int(year[1]) * 10 ** min(int(year[2] or 0), 20) >= 271_821
