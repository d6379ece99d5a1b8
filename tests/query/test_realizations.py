"""Windows over realizations: hkinno and the oracle of `realizations` answer alike, and laws.

Four questions are asked of each window: what may and what must touch it, what may and what must lie
wholly inside. Stores and windows are rolled.
"""

import itertools
import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from conftest import call
from edtf_strategies import Roll, choose
from hypothesis import HealthCheck, assume, given, settings
from realizations import Meaning, Window, ask, by_trying, corners, ordinal, realizations
from realized_texts import drawn, meaning, narrower, one, one_of, question

from hkinno import load
from hkinno.dates.edtf import parse
from hkinno.errors import UsageError
from hkinno.query.query import Query

law = settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
MODES: list[dict[str, Any]] = [  # in the order of `Answers`
    {},
    {"certain": True},
    {"inside": True},
    {"certain": True, "inside": True},
]
Asked = dict[str, Any]  # EDTF by the name of the bound


def write(folder: Path, dates: Iterable[Meaning]) -> Path:
    """A store of one event for each date; its place is its id."""
    path = folder / "store.json"
    events = [{"id": str(at), "date": date.text, "title": "x"} for at, date in enumerate(dates)]
    path.write_text(json.dumps(events), "utf-8")
    return path


def found(path: Path, asked: Asked) -> list[set[int]]:
    """The places that each of the four questions gives."""
    store = load(str(path))
    return [
        {int(entry.event.id) for entry in store.select(Query(**asked, **mode)).entries}
        for mode in MODES
    ]


def expected(dates: list[Meaning], window: Window) -> list[set[int]]:
    answers = [ask(date, window) for date in dates]
    return [{at for at, yes in enumerate(column) if yes} for column in zip(*answers, strict=True)]


def rolled(seed: int) -> tuple[list[Meaning], Roll]:
    roll = random.Random(seed).randint
    return [meaning(roll) for _ in range(40)], roll


# --- the oracle itself ---


def test_the_oracle_knows_what_follows_from_each_realization() -> None:
    """It agrees with all realizations written down, for dates that have few."""
    roll, tried = random.Random(1).randint, 0
    while tried < 100:
        date, (_, days) = meaning(roll, near=True), question(roll)
        if max(date.days) - min(date.days) > 400:
            continue
        every = list(itertools.islice(realizations(date), 1000))
        if len(every) == 1000:
            continue
        assert ask(date, Window(days)) == by_trying(every, days), date.text
        firsts, lasts = [min(one) for one in every], [max(one) for one in every]
        ends = (min(firsts), max(firsts), min(lasts), max(lasts))
        assert corners(date) == tuple(map(ordinal, ends)), date.text
        tried += 1


def test_a_narrower_date_has_some_of_the_realizations() -> None:
    roll, tried = random.Random(2).randint, 0
    while tried < 200:
        wide = meaning(roll, near=True)
        narrow = narrower(roll, wide)
        assert narrow.days <= wide.days, (wide.text, narrow.text)
        if max(wide.days) - min(wide.days) < 400:
            every = set(itertools.islice(realizations(wide), 1000))
            if len(every) < 1000:
                assert set(realizations(narrow)) <= every, (wide.text, narrow.text)
                tried += 1


# --- hkinno and the oracle agree ---


def agree(folder: Path, seed: int, questions: int) -> None:
    dates, roll = rolled(seed)
    path = write(folder, dates)
    for _ in range(questions):
        asked, days = question(roll)
        if not days:
            with pytest.raises(UsageError):
                found(path, asked)
            continue
        ours, theirs = expected(dates, Window(days)), found(path, asked)
        for mode, right, said in zip(MODES, ours, theirs, strict=True):
            lost = [dates[at].text for at in right - said]
            added = [dates[at].text for at in said - right]
            assert (lost, added) == ([], []), (asked, mode)


@pytest.mark.parametrize("seed", range(20))
def test_random_questions(seed: int, tmp_path: Path) -> None:
    """Well over 2,000 of them in all, each in four modes to a store of forty dates."""
    agree(tmp_path, seed, questions=30)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_very_many_random_questions(seed: int, tmp_path: Path) -> None:
    agree(tmp_path, seed, questions=60)


def test_the_command_line_answers_the_same(tmp_path: Path) -> None:
    dates, roll = rolled(7)
    path = write(tmp_path, dates)
    for _ in range(30):
        asked, days = question(roll)
        bounds = [f"--{name}={text}" for name, text in asked.items()]
        ours = expected(dates, Window(days))
        for mode, right in zip(MODES, ours, strict=True):
            options = [*bounds, *(f"--{name}" for name in mode)]
            done = call("timeline", "--json", "-s", str(path), *options)
            if days:
                assert {int(event["id"]) for event in done.json()} == right, options
            else:
                assert (done.code, done.out) == (2, ""), options


# --- laws ---


def answered(folder: Path, dates: list[Meaning], asked: Asked) -> list[set[int]]:
    try:
        return found(write(folder, dates), asked)
    except UsageError:  # the window is empty
        assume(False)
        raise


def dates_and_bounds(roll: Roll) -> tuple[list[Meaning], Asked]:
    return [meaning(roll) for _ in range(6)], question(roll)[0]


@law
@given(case=drawn(dates_and_bounds))
def test_what_must_be_may_be_and_what_is_inside_touches(
    tmp_path: Path, case: tuple[list[Meaning], Asked]
) -> None:
    touches, surely_touches, inside, surely_inside = answered(tmp_path, *case)
    assert surely_inside <= surely_touches <= touches
    assert surely_inside <= inside <= touches


def bounds_and_one_more(roll: Roll) -> tuple[Asked, Asked]:
    fewer = {"on": meaning(roll).text}
    return fewer, fewer | {choose(roll, ["since", "until"]): one(roll).text}


@law
@given(dates=drawn(lambda roll: [meaning(roll) for _ in range(6)]), pair=drawn(bounds_and_one_more))
def test_a_further_bound_never_adds(
    tmp_path: Path, dates: list[Meaning], pair: tuple[Asked, Asked]
) -> None:
    wide, narrow = (answered(tmp_path, dates, asked) for asked in pair)
    for few, many in zip(narrow, wide, strict=True):
        assert few <= many


def a_window_and_a_narrower(roll: Roll) -> tuple[Meaning, Meaning]:
    wide = one_of(roll)
    return wide, narrower(roll, wide)


@law
@given(drawn(lambda roll: [meaning(roll) for _ in range(6)]), drawn(a_window_and_a_narrower))
def test_a_wider_window_never_loses(
    tmp_path_factory: pytest.TempPathFactory, dates: list[Meaning], pair: tuple[Meaning, Meaning]
) -> None:
    wide, narrow = (
        answered(tmp_path_factory.getbasetemp(), dates, {"on": window.text}) for window in pair
    )
    for few, many in zip(narrow, wide, strict=True):
        assert few <= many


def a_date_and_a_narrower(roll: Roll) -> tuple[Meaning, Meaning]:
    wide = meaning(roll)
    return wide, narrower(roll, wide)


@law
@given(pair=drawn(a_date_and_a_narrower), asked=drawn(lambda roll: question(roll)[0]))
def test_to_know_more_loses_no_certainty_and_gains_no_possibility(
    tmp_path: Path, pair: tuple[Meaning, Meaning], asked: Asked
) -> None:
    touches, surely_touches, inside, surely_inside = answered(tmp_path, list(pair), asked)
    for may in (touches, inside):
        assert 0 in may or 1 not in may
    for must in (surely_touches, surely_inside):
        assert 1 in must or 0 not in must


@law
@given(drawn(meaning))
def test_the_latest_start_and_the_earliest_end_lie_within(date: Meaning) -> None:
    found = parse(date.text)
    assert found.lo <= found.latest_start <= found.hi
    assert found.lo <= found.earliest_end <= found.hi


# --- the order ---


@pytest.mark.parametrize("seed", range(5))
def test_the_order_is_by_first_day_then_widest_then_place(seed: int, tmp_path: Path) -> None:
    """However the store is shuffled; a time of day, which would come in between, is left out."""
    roll = random.Random(seed)
    dates = [date for _ in range(150) if "T" not in (date := meaning(roll.randint, True)).text]
    dates += dates[:20]
    for _ in range(3):
        roll.shuffle(dates)
        ends = [corners(date) for date in dates]
        right = sorted(range(len(dates)), key=lambda at: (ends[at][0], -ends[at][3], at))
        entries = load(str(write(tmp_path, dates))).select(Query()).entries
        assert [int(entry.event.id) for entry in entries] == right
        keys = [parse(dates[at].text).order for at in right]
        assert keys == sorted(keys)


# --- usage ---


@pytest.mark.parametrize("mode", [["--certain"], ["--inside"], ["--certain", "--inside"]])
def test_certain_and_inside_need_a_window(mode: list[str]) -> None:
    done = call("timeline", "--json", *mode)
    assert (done.code, done.out) == (2, "")
    with pytest.raises(UsageError):
        Query(**{name.removeprefix("--"): True for name in mode})  # type: ignore[arg-type]  # names


EMPTY = [
    "--since=2005 --until=1999",
    "--on=[1999,2005] --since=2000 --until=2004",
    "--on=XXXX-07-04 --since=2004-07-05 --until=2005-07-03",
    "--on=200X-02-29 --since=2005 --until=2007",
    "--on={1999,2005} --until=1998",
    "--on=2004-1X --until=2004-09",
]


@pytest.mark.parametrize("bounds", EMPTY)
def test_bounds_without_a_day_in_common_are_refused(bounds: str) -> None:
    for mode in ([], ["--certain"], ["--inside"]):
        done = call("timeline", "--json", *bounds.split(), *mode)
        assert (done.code, done.out) == (2, "")
        assert done.err.count("\n") == 1 or "Usage" in done.err
