"""Sets of years as bits, so that what two have in common is found for all years at once.

A set is a whole number whose lowest bit is the year -10000, and the next bit the next year: only
years of four digits can be written with X. `EVERY` is the set of all years, however far away.
"""

from collections.abc import Iterator
from functools import cache
from math import inf

from hkinno.dates.calendar import is_leap

EVERY = -1  # all bits are set
_FIRST, _COUNT = -10_000, 20_002


def matching(sign: str, digits: str) -> int:
    """The years for which digits stand some of which are X; with "-" those before year 0."""
    bits, place = 1, 1
    for char in reversed(digits):
        some = range(10) if char == "X" else (int(char),)
        bits = sum(bits << number * place for number in some)
        place *= 10
    if not sign:
        return bits << -_FIRST
    bits &= ~1  # there is no year -0000
    return int(f"{bits:0{1 - _FIRST}b}"[::-1], 2)  # from right to left


def next_years(years: int) -> int:
    """The years that follow on those of a set."""
    return years if years == EVERY else years << 1


def from_to(first: float, last: float) -> int:
    """All years from one to another, as far as there are bits for them."""
    start = max(first - _FIRST, 0)
    count = min(last - _FIRST + 1, _COUNT) - start
    return ((1 << int(count)) - 1) << int(start) if count > 0 else 0


def each_year(years: int) -> Iterator[int]:
    """The years of a set that is not of all years, in order."""
    while years:
        yield int(lowest(years))
        years &= years - 1  # without the lowest


def lowest(years: int) -> float:
    """The first year of a set; -inf of all years."""
    return -inf if years == EVERY else _FIRST + (years & -years).bit_length() - 1


def highest(years: int) -> float:
    """The last year of a set; inf of all years."""
    return inf if years == EVERY else _FIRST + years.bit_length() - 1


@cache
def leap_years() -> int:
    """The years that have a 29 February, as far as there are bits for them."""
    return int("".join("01"[is_leap(_FIRST + n)] for n in reversed(range(_COUNT))), 2)


def near_leap(year: float, after: bool) -> float:
    """The nearest leap year that is not before, or not after, a year."""
    while abs(year) != inf and not is_leap(int(year)):
        year += 1 if after else -1
    return year


def count_years(years: int, first: float, last: float, leap: bool) -> int:
    """How many years of a set lie between two; of all years, only `leap` ones if that is said."""
    if years != EVERY:
        return (years & from_to(first, last)).bit_count()
    if first > last:
        return 0
    start, end = int(first), int(last)
    return _leaps(end) - _leaps(start - 1) if leap else end + 1 - start


def _leaps(year: int) -> int:
    """How many leap years there are from year 1 to a year."""
    return year // 4 - year // 100 + year // 400
