"""EDTF texts, made together with the days that they mean: the dice of `realizations`.

A function of `roll(low, high)`, as in `edtf_strategies`: a seeded `random.Random` or hypothesis
rolls. With `near`, all its days are in years of which the universe leaves no day out.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeVar

from edtf_strategies import GROUPINGS, QUALIFIERS, Roll, chance, choose
from hypothesis import strategies as st
from realizations import (
    ALL,
    DAYS,
    LAST,
    NEAR,
    PLACE,
    UNITS,
    YEARS,
    Days,
    Every,
    Lasting,
    Meaning,
    One,
    Time,
)

FAR_DAYS = ("04", "29", "1X", "XX")  # what the thinned months can tell apart
T = TypeVar("T")


@cache
def matching(year: str, month: str = "XX", day: str = "XX") -> Days:
    """The days whose digits fit, where an X fits all."""
    return frozenset(
        PLACE[y, m, d]
        for y in YEARS
        if 0 <= y <= 9999 and fits(f"{y:04}", year)
        for m in range(1, 13)
        if fits(f"{m:02}", month)
        for d in range(1, 32)
        if (y, m, d) in PLACE and fits(f"{d:02}", day)
    )


def fits(digits: str, pattern: str) -> bool:
    return all(sign in ("X", digit) for digit, sign in zip(digits, pattern, strict=True))


def masked(roll: Roll, text: str, one_in: int, first: int = 0) -> str:
    """Some of its digits, from the place `first` on, are an X."""
    return text[:first] + "".join("X" if chance(roll, one_in) else sign for sign in text[first:])


def plain_year(roll: Roll) -> str:
    return str(roll(NEAR[0], NEAR[-2]))


def calendar_time(roll: Roll, near: bool = False) -> Time:
    """A year, a month or a day, with an X or more perhaps; of near years alone if so asked."""
    x = choose(roll, [10_000, 3])  # none at all, every other time
    parts = [masked(roll, plain_year(roll), x, first=3 if near else 0)]
    below = (12, 31)[: choose(roll, [2, 1, 0])]
    parts += [masked(roll, f"{roll(1, last):02}", x) for last in below]
    if "X" in parts[0][:3] and len(parts) == 3:
        parts[2] = choose(roll, FAR_DAYS)
    if not matching(*parts):
        del parts[2]  # there is no such day
    return Time("-".join(parts), (matching(*parts),))


def season(roll: Roll, near: bool = False) -> Time:
    code = choose(roll, list(GROUPINGS))
    first, months = GROUPINGS[code]
    year = plain_year(roll)
    if not near and chance(roll, 4):
        year = year[:3] + "X"
    days: set[int] = set()
    for after in range(first - 1, first - 1 + months):
        days |= {
            place
            for start in YEARS
            if start >= 0 and fits(f"{start:04}", year)
            for day in range(1, 32)
            if (place := PLACE.get((start + after // 12, after % 12 + 1, day))) is not None
        }
    return Time(f"{year}-{code}", (frozenset(days),))


def significant(roll: Roll, near: bool = False) -> Time:
    year, kept = plain_year(roll), roll(3 if near else 1, 4)
    return Time(f"{year}S{kept}", (matching(year[:kept] + "X" * (4 - kept)),))


def single(roll: Roll, near: bool = False) -> Time:
    """A time alone, qualified perhaps, which changes nothing."""
    makers = [calendar_time] * 5 + [season, significant]
    time = choose(roll, makers)(roll, near)
    if chance(roll, 3):
        mark = choose(roll, QUALIFIERS)
        return time._replace(text=time.text + mark)
    if chance(roll, 5) and "S" not in time.text and time.text[5:7] < "13":
        year, rest = time.text[:4], time.text[4:]
        mark = choose(roll, QUALIFIERS)
        return time._replace(text=choose(roll, [f"{mark}{year}{rest}", f"{year}{mark}{rest}"]))
    return time


def stretch(roll: Roll, ends: str = "both") -> Time:
    """The years, months or days from one to another; or all until one, or from one on."""
    units = UNITS[roll(0, 2)]
    near = [at for at, (name, _) in enumerate(units) if name[0] in NEAR[:-1]]
    first = choose(roll, near)
    last = choose(roll, [at for at in near if first <= at <= first + 40])
    texts = ["-".join(f"{part:02}" for part in units[at][0]) for at in (first, last)]
    if ends == "last":
        first, texts[0] = 0, ""
    elif ends == "first":
        last, texts[1] = len(units) - 1, ""
    each = tuple(days for _, days in units[first : last + 1])
    mark = choose(roll, QUALIFIERS) if chance(roll, 4) and texts[0] else ""
    return Time(f"{texts[0]}{mark}..{texts[1]}", each)


def members(roll: Roll, near: bool = False) -> tuple[Time, ...]:
    times = [stretch(roll) if chance(roll, 4) else single(roll, near) for _ in range(roll(1, 3))]
    if not near and chance(roll, 5):
        times.insert(0, stretch(roll, "last"))
    if not near and chance(roll, 5):
        times.append(stretch(roll, "first"))
    return tuple(times)


def one(roll: Roll, near: bool = False) -> One:
    time = single(roll, near)
    if chance(roll, 8) and len(time.days) == 1 and time.text.isascii():
        (place,) = time.days
        text = "{:04}-{:02}-{:02}".format(*DAYS[place])
        time = time._replace(text=text + choose(roll, ["T00:00:00", "T23:59:59+08:00"]))
    return One((time,))


def one_of(roll: Roll, near: bool = False) -> One:
    return One(members(roll, near), brackets=True)


def every(roll: Roll, near: bool = False) -> Every:
    return Every(members(roll, near))


def lasting(roll: Roll, near: bool = False) -> Lasting:
    """From one time to another; `..` reaches without end, and an empty end is not known."""
    start, end = single(roll, near), single(roll, near)
    if min(start.days) > max(end.days):
        start, end = end, start
    if near or not chance(roll, 2):
        return Lasting(start, end)
    without = choose(roll, ["..", ""])
    if chance(roll, 2):
        return Lasting(Time(without, (ALL if not without else frozenset([0]),)), end)
    return Lasting(start, Time(without, (ALL if not without else frozenset([LAST]),)))


def meaning(roll: Roll, near: bool = False) -> Meaning:
    """Any date."""
    makers: Sequence[Callable[[Roll, bool], Meaning]] = (one, lasting, one_of, every)
    return choose(roll, makers)(roll, near)


def without_bound(roll: Roll) -> Meaning:
    """A date that is not known, or reaches without end, in one direction."""
    time = single(roll, near=True)
    before, after = Time("..", (frozenset([0]),)), Time("..", (frozenset([LAST]),))
    unknown = Time("", (ALL,))
    found: list[Meaning] = [
        *[Lasting(time, after), Lasting(before, time)],
        *[Lasting(time, unknown), Lasting(unknown, time)],
        *[One((stretch(roll, "last"), time), True), One((time, stretch(roll, "first")), True)],
    ]
    return choose(roll, found)


def question(roll: Roll) -> tuple[dict[str, str], Days]:
    """One to three bounds, and the days on which all of them agree, which may be none."""
    names = choose(roll, ["on", "on", "since", "until", "since until", "since on", "until on",
                          "since until on"])  # fmt: skip
    asked, days = {}, ALL
    for name in names.split():
        bound = meaning(roll) if name == "on" or chance(roll, 3) else one(roll)
        asked[name] = bound.text
        if name == "on":
            days &= bound.days
        elif name == "since":
            days &= frozenset(range(min(bound.days), LAST + 1))
        else:
            days &= frozenset(range(max(bound.days) + 1))
    return asked, days


def narrower(roll: Roll, wide: Meaning) -> Meaning:
    """A date all of whose realizations are among those of `wide`."""
    if isinstance(wide, Every):
        return Every(
            tuple(
                a_day_of(roll, time) if len(time.each) == 1 and chance(roll, 2) else time
                for time in wide.times
            )
        )
    if isinstance(wide, One):
        if len(wide.times) == 1 or chance(roll, 2):
            return One((a_day_of(roll, choose(roll, wide.times)),))
        left_out = roll(0, len(wide.times) - 1)
        return One((*wide.times[:left_out], *wide.times[left_out + 1 :]), brackets=True)
    start, end = wide.start, wide.end
    if chance(roll, 2):
        start = a_day_of(roll, start, until=max(end.days))
    if chance(roll, 2):
        end = a_day_of(roll, end, since=min(start.days))
    return Lasting(start, end)


def a_day_of(roll: Roll, time: Time, since: int = 0, until: int = LAST) -> Time:
    near = sorted(p for p in time.days if DAYS[p][0] in NEAR and since <= p <= until)
    if not near:  # `..`
        return time
    place = choose(roll, near)
    return Time("{:04}-{:02}-{:02}".format(*DAYS[place]), (frozenset([place]),))


def drawn(make: Callable[[Roll], T]) -> st.SearchStrategy[T]:
    """A hypothesis strategy of what `make` makes of dice."""

    @st.composite
    def strategy(draw: st.DrawFn) -> T:
        return make(lambda low, high: draw(st.integers(low, high)))

    return strategy()
