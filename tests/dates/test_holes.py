"""Sets of days with holes: the stretches that they are made of."""

from collections.abc import Iterator
from itertools import islice
from math import inf

from hypothesis import assume, given
from hypothesis import strategies as st

from hkinno import HkinnoError
from hkinno.dates.days import Days
from hkinno.dates.edtf import parse

DIGIT = st.sampled_from("0123456789XXXXX")
YEARS = st.builds("{}{}{}{}{}".format, st.sampled_from(["", "-"]), DIGIT, DIGIT, DIGIT, DIGIT)
MONTHS = st.sampled_from(["", "-02", "-12", "-0X", "-1X", "-XX", "-12-31", "-02-29", "-XX-3X"])


def stretches(days: Days) -> Iterator[tuple[float, float]]:
    """From a day that is in the set to the first that is not, and so on."""
    lo = days.lo
    while lo < inf:
        after = days.gap(lo)
        yield lo, after - 1
        lo = days.first(after)


@given(st.builds("{}{}".format, YEARS, MONTHS).filter(lambda text: "X" in text))
def test_runs_are_the_stretches_without_holes(text: str) -> None:
    try:
        days = parse(text).days
    except HkinnoError:
        assume(False)
    runs = list(islice(days.runs(), 40))
    assert runs == list(islice(stretches(days), 40))
    for lo, hi in runs:
        assert days.covers(lo, hi)
        assert not days.has(lo - 1)
        assert not days.has(hi + 1)
