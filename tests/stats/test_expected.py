"""Bins over realizations: possible, certain and expected counts agree with brute force.

Expected is the share of an event's realizations that touch a bin: the days of a single time alike;
of what lasted, all pairs of a first and a last day that are in order alike; each member of `{}` on
its own.
"""

import itertools
import json
import math
import random
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import call
from edtf_strategies import Roll, chance, choose
from realizations import (
    ALL,
    DAYS,
    LAST,
    NEAR,
    Days,
    Every,
    Lasting,
    Meaning,
    One,
    Time,
    Window,
    ask,
    corners,
    ordinal,
    realizations,
)
from realized_texts import every, meaning, one, one_of, without_bound

Rows = list[dict[str, Any]]
NAMES: dict[str, Callable[[int], object]] = {
    "month": lambda place: DAYS[place][:2],
    "year": lambda place: DAYS[place][0],
    "decade": lambda place: DAYS[place][0] // 10,
}


class Bin(NamedTuple):
    days: Days
    window: Window


@cache
def bins(by: str) -> list[Bin]:
    """Those of the years of which no day is left out."""
    near = [place for place, day in enumerate(DAYS) if day[0] in NEAR]
    groups = itertools.groupby(near, NAMES[by])
    return [Bin(days, Window(days)) for _, group in groups if (days := frozenset(group))]


# --- what is expected ---


def share(date: Meaning, days: Days) -> float:
    """Which part of the realizations of a date touches some days, which are without a hole."""
    if ALL in (date.start.each + date.end.each if isinstance(date, Lasting) else ()):
        return 0  # nobody knows
    if isinstance(date, One):
        unbounded = date.days & {0, LAST}
        return 0 if unbounded else len(date.days & days) / len(date.days)
    if isinstance(date, Every):
        return 1 - math.prod(1 - len(each & days) / len(each) for each in date.members)
    starts, ends = date.ends
    first, last = min(days), max(days)

    def ends_from(day: int) -> int:
        return len(ends) - bisect_left(ends, day)

    touching = sum(ends_from(max(start, first)) for start in starts if start <= last)
    return touching / sum(ends_from(start) for start in starts)


def test_the_share_is_that_of_all_realizations() -> None:
    """The oracle itself, against all realizations written down, of dates that have few."""
    roll, tried = random.Random(3).randint, 0
    while tried < 100:
        date = meaning(roll, near=True)
        if max(date.days) - min(date.days) > 400:
            continue
        written = list(itertools.islice(realizations(date), 1000))
        if len(written) == 1000:
            continue
        days = choose(
            roll, [one.days for one in bins("month") if not one.days.isdisjoint(date.days)]
        )
        touching = sum(not days.isdisjoint(those) for those in written)
        assert share(date, days) == pytest.approx(touching / len(written)), date.text
        tried += 1


# --- what is counted ---


def dates(roll: Roll) -> list[Meaning]:
    return [without_bound(roll) if chance(roll, 4) else meaning(roll, True) for _ in range(8)]


def counted(folder: Path, events: Sequence[Meaning], *options: str) -> Rows:
    """The rows of `stats` for events with these dates, but for those of open ends."""
    path = folder / "store.json"
    found = [{"id": str(at), "date": date.text, "title": "x"} for at, date in enumerate(events)]
    path.write_text(json.dumps(found), "utf-8")
    rows: Rows = call("stats", "--json", "-s", str(path), *options).json()
    return [row for row in rows if row["lo"] is not None]


def iso(place: int) -> str:
    return "{:04}-{:02}-{:02}".format(*DAYS[place])


@pytest.mark.parametrize(
    ("by", "seed"),
    [
        (by, seed)
        for by, count in (("decade", 12), ("year", 12), ("month", 6))
        for seed in range(count)
    ],
)
def test_all_counts_of_every_bin(by: str, seed: int, tmp_path: Path) -> None:
    events = dates(random.Random(seed).randint)
    ends = [end for date in events for end in corners(date) if math.isfinite(end)]
    right = {}
    for days, window in bins(by):
        lo, hi = min(days), max(days)
        if ordinal(hi) < min(ends) or ordinal(lo) > max(ends):
            continue
        answers = [ask(date, window) for date in events]
        if possible := sum(answer.may_touch for answer in answers):
            certain = sum(answer.must_touch for answer in answers)
            right[iso(lo)] = (possible, certain, sum(share(date, days) for date in events))
    rows = counted(tmp_path, events, "--by", by)
    texts = [date.text for date in events]
    assert [row["lo"] for row in rows] == list(right), texts
    for row in rows:
        possible, certain, expected = right[row["lo"]]
        assert (row["possible"], row["certain"]) == (possible, certain), (row, texts)
        assert row["expected"] == pytest.approx(expected, abs=1e-6), (row, texts)


@pytest.mark.parametrize("seed", range(2))
def test_the_events_of_a_row_are_those_that_were_asked_for(seed: int, tmp_path: Path) -> None:
    events = dates(random.Random(seed).randint)
    for count in ("possible", "certain", "expected"):
        for row in counted(tmp_path, events, "--by", "year", "--count", count):
            assert row["events"] == row[count]
    assert all(
        row["events"] == row["expected"] for row in counted(tmp_path, events, "--by", "year")
    )


# --- laws ---


@pytest.mark.parametrize("seed", range(12))
def test_the_expected_lie_between_the_certain_and_the_possible(seed: int, tmp_path: Path) -> None:
    roll = random.Random(seed).randint
    events = [meaning(roll, near=True) for _ in range(10)]
    for by in NAMES:
        rows = counted(tmp_path, events, "--by", by)
        assert rows
        for row in rows:
            assert row["certain"] - 1e-6 <= row["expected"] <= row["possible"] + 1e-6


@pytest.mark.parametrize("seed", range(12))
def test_a_single_time_adds_up_to_one(seed: int, tmp_path: Path) -> None:
    roll = random.Random(seed).randint
    date = choose(roll, [one, one_of])(roll, near=True)
    for by in NAMES:
        rows = counted(tmp_path, [date], "--by", by)
        assert sum(row["expected"] for row in rows) == pytest.approx(1, abs=1e-6), date.text


@pytest.mark.parametrize("seed", range(8))
def test_each_member_of_braces_adds_up_to_one_at_most(seed: int, tmp_path: Path) -> None:
    """Two on days of one bin count once there: an event is there or it is not."""
    date = every(random.Random(seed).randint, near=True)
    for by in NAMES:
        rows = counted(tmp_path, [date], "--by", by)
        assert all(row["expected"] <= 1 + 1e-6 for row in rows)
        assert sum(row["expected"] for row in rows) <= len(date.members) + 1e-6


WITHOUT = ["[..1996]", "[1996..]", "1996/", "/1996", "[..1996,1998]"]


@pytest.mark.parametrize("text", WITHOUT)
def test_nothing_is_expected_of_what_has_no_bound(text: str, tmp_path: Path) -> None:
    """A bin that it may touch is there, if it lies between corners that are known."""
    known = One((Time("1990/2010", ()),))
    rows = counted(tmp_path, [known, One((Time(text, ()),))], "--by", "decade")
    alone = counted(tmp_path, [known], "--by", "decade")
    assert [row["expected"] for row in rows] == [row["expected"] for row in alone]
    assert sum(row["possible"] for row in rows) > sum(row["possible"] for row in alone)


def test_what_goes_on_is_counted_from_when_it_began(tmp_path: Path) -> None:
    """By hand: the start is in 1996, a leap year, whose first half has 182 days of 366."""
    events = [One((Time(text, ()),)) for text in ("1996/..", "1998")]
    found = [(row["bin"], row["expected"]) for row in counted(tmp_path, events, "--by", "year")]
    assert found == [("1996", 1), ("1997", 1), ("1998", 2)]
    rows = counted(tmp_path, events, "--by", "month")
    (june,) = (row for row in rows if row["lo"] == "1996-06-01")
    assert june["expected"] == pytest.approx(182 / 366, abs=1e-6)
    assert (june["possible"], june["certain"]) == (1, 0)
