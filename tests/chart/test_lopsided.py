"""Large and lopsided sets: the axis is where the events are, and no event is lost in silence."""

import os
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from conftest import EVENTS, call
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from hkinno.chart import crowd as columns
from hkinno.chart.axis import Axis
from hkinno.chart.describe import sentences
from hkinno.chart.draw import ChartItem, ChartView, drawing, span
from hkinno.chart.extent import extent
from hkinno.chart.folding import ROWS, arranged, headed
from hkinno.chart.marks import MARGIN, PENS, shape
from hkinno.dates.calendar import iso, ordinal
from hkinno.dates.edtf import parse
from hkinno.text import width

REAL = os.environ.get("HKINNO_REAL_STORES")
WIDTHS = (60, 80, 100, 120, 200)
TODAY = ordinal(2022, 11, 22)
TITLE = re.compile(r"\b([0-9]+)(?:st|nd|rd|th) event")
law = settings(max_examples=60)
Store = Callable[..., str]


class Crowd(NamedTuple):
    """Many events in a few years, some of them far before and after; which are which by number."""

    items: list[ChartItem]
    middle: tuple[int, int]  # the days between which 90 % of them lie
    columns: int

    def __repr__(self) -> str:
        return f"{len(self.items)} events in {self.columns} columns"


def ordinal_words(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending} event"


def a_crowd(seed: int, count: int, columns: int, lanes: int, bars: bool) -> Crowd:
    random = Random(seed)
    years = random.choice((0.1, 1, 10, 60))
    start = ordinal(random.randint(1700, 2000), 1, 1)
    days = [
        start + int(years * 365 * random.random() ** random.choice((1, 5))) for _ in range(count)
    ]
    few = count // 50
    for place in random.sample(range(count), random.randint(0, few)):
        days[place] -= int(365 * random.choice((20, 300, 5000)) * random.random())
    for place in random.sample(range(count), random.randint(0, few)):
        days[place] += int(365 * random.choice((20, 300)) * random.random())
    items = []
    for number, day in enumerate(sorted(days)):
        last = day + random.randint(0, int(400 * years)) * (bars and random.random() < 0.3)
        text = iso(day) if last == day else f"{iso(day)}/{iso(last)}"
        title = f"{ordinal_words(number)} {'of many ' * random.randint(0, 6)}"
        lane = (f"lane {random.randrange(lanes)}",) if lanes else ()
        items.append(ChartItem(title.strip(), parse(text), lane))
    tail = count // 20
    begins = sorted(item.date.lo for item in items if item.date)
    ends = sorted(item.date.hi for item in items if item.date)
    return Crowd(items, (int(ends[tail]), int(begins[-1 - tail])), columns)


def crowds(bars: bool = True) -> st.SearchStrategy[Crowd]:
    return st.builds(
        a_crowd,
        st.integers(0, 10**6),
        st.integers(100, 600),
        st.sampled_from(WIDTHS),
        st.sampled_from((0, 1, 3, 30)),
        st.booleans() if bars else st.just(False),
    )


def view_of(crowd: Crowd, **more: Any) -> ChartView:
    by = "category" if crowd.items[0].headings else None
    return ChartView(crowd.columns, TODAY, by=by, **more)


def lines_of(crowd: Crowd, **more: Any) -> list[str]:
    return [line.plain for line in drawing(crowd.items, view_of(crowd, **more))]


def numbers(texts: list[str]) -> list[int]:
    return [int(text.replace(",", "")) for text in texts]


def outside(lines: list[str]) -> int:
    """How many events the line above the lanes says to be outside."""
    return sum(numbers(re.findall(r"([0-9,]+) (?:earlier|later), ", "\n".join(lines[2:4]))))


def counts(crowd: Crowd) -> list[int]:
    """The counts from tick to tick, which stand alone in their lines."""
    found: list[int] = []
    for line in drawing(crowd.items, view_of(crowd)):
        texts = [(text, role) for text, role in line.texts if text.strip() and role != "grid"]
        if texts and all(role in ("note", "today") for _, role in texts):
            numbered = [text for text, role in texts if role == "note"]
            found += numbers(numbered) if re.fullmatch("[0-9,]+", "".join(numbered)) else []
    return found


# --- laws ---


@law
@given(crowds())
def test_many_are_named(crowd: Crowd) -> None:
    assert len({*TITLE.findall("\n".join(lines_of(crowd)))}) >= 25


@law
@given(crowds(), st.booleans())
def test_no_line_is_too_wide_and_the_chart_not_too_long(crowd: Crowd, typed: bool) -> None:
    lines = lines_of(crowd, ascii=typed)
    assert all(wcswidth(line) <= crowd.columns for line in lines)
    headings = sum(bool(re.match(r"lane |[0-9]+ (more|event)|[0-9]+ events", t)) for t in lines)
    scales, edges, legend = 4, 2, 12
    assert len(lines) <= ROWS + headings + scales + edges + legend


def events_of(crowd: Crowd) -> columns.Crowd:
    """The events as the chart takes them."""
    dates = [item.date for item in crowd.items]
    return columns.Crowd.of(dates, lambda number: crowd.items[number].label)


@law
@given(crowds())
def test_names_are_apart_and_whole(crowd: Crowd) -> None:
    events, names = events_of(crowd), [item.headings for item in crowd.items if item.date]
    view = view_of(crowd)
    lo, hi, *_ = span(events, view)
    axis = Axis(int(lo), int(hi), crowd.columns - 2 * MARGIN)
    groups = [(name, events.at(places)) for name, places in headed(names, view.by, view.language)]
    for lane in arranged(groups, axis, PENS[False]):
        for row in lane.rows:
            for before, after in pairwise(row):
                apart = after.column - (before.column + before.width)
                assert apart >= (2 if before.role == after.role else 1)
            assert row[-1].column + row[-1].width <= crowd.columns
            assert all(width(piece.text) == piece.width for piece in row)
            if lane.folded:  # enough of a name to know it by
                labels = [piece for piece in row if not piece.role]
                assert all(p.width >= 11 or not p.text.endswith("…") for p in labels)


@law
@given(crowds(bars=False))
def test_each_event_is_named_or_counted_or_said_to_be_outside(crowd: Crowd) -> None:
    lines = lines_of(crowd)
    text = "\n".join(lines)
    names = len(TITLE.findall(text))
    heads = re.findall(r"^(?:\S.* · )?([0-9,]+) events?(?:, ([0-9,]+) named)?", text, re.M)
    assert not heads or sum(numbers([total for total, _ in heads])) == len(crowd.items)
    folded = [int(named) for _, named in heads if named]
    if not folded:
        assert names + outside(lines) == len(crowd.items)
    elif len(folded) == len(heads):
        assert names == sum(folded)
        assert sum(counts(crowd)) + outside(lines) == len(crowd.items)
    else:
        whole = sum(numbers([total for total, named in heads if not named]))
        assert 0 <= sum(folded) + whole - names <= outside(lines)


@law
@given(crowds())
def test_the_middle_takes_half_of_the_axis(crowd: Crowd) -> None:
    shapes = [shape(item.date) for item in crowd.items if item.date]
    found, (first, last) = span(events_of(crowd), view_of(crowd)), extent(shapes)
    assert max(found.earlier, found.later) * 50 <= len(shapes)
    days = crowd.middle[1] + 1 - crowd.middle[0]
    if 20 * days >= 11 * (last + 1 - first):  # else no choice of these was enough
        assert 2 * days + 2 >= found.hi + 1 - found.lo or found.hi - found.lo < 7


@law
@given(crowds())
def test_what_is_outside_is_told_and_all_is_told(crowd: Crowd) -> None:
    told = list(sentences(crowd.items, view_of(crowd)))
    beyond = [text for text in told if text.startswith("Outside of the drawing: ")]
    assert len(TITLE.findall("\n".join(told))) == len(crowd.items)
    assert bool(beyond) is bool(outside(lines_of(crowd)))
    assert told[-1] in beyond or not beyond


# --- examples ---


def lopsided(*more: str, count: int = 300) -> list[dict[str, Any]]:
    """Some events of any date, and many of the years from 2000 on."""
    near = [iso(ordinal(2000, 1, 1) + n * 24) for n in range(count)]
    dates = enumerate((*more, *near))
    return [{"id": f"e{n}", "date": date, "title": f"{ordinal_words(n)} here"} for n, date in dates]


def chart(path: str, *args: str) -> str:
    done = call("chart", "-s", path, "--today", "2022-11-22", "--width", "100", *args)
    assert (done.code, done.err) == (0, "")
    return done.out


@pytest.mark.parametrize("far", ["1142-01-01", "-0499", "0000", "Y-13787000000", "Y-1E300"])
def test_the_zoom_that_is_named_shows_all(store: Store, far: str) -> None:
    path = store(*lopsided(far, "2500"))
    out = chart(path)
    assert out.splitlines()[2].startswith("« 1 earlier, ")
    assert "1 later, 2500 »" in out.splitlines()[2]
    zoom = re.search(r"--zoom ?(\S+) shows all", out.replace("\n", ""))
    assert zoom
    whole = chart(path, "--zoom", zoom[1])
    assert "earlier" not in whole
    assert "shows all" not in whole
    assert "302 of 302 events" in whole


def test_what_was_typed_is_where_the_axis_ends(store: Store) -> None:
    path = store(*lopsided("1142-01-01", "1142-02-03", "1990", "2500"))
    assert "« 2 earlier, 1142\n" in re.sub(" *[┊│].*", "", chart(path, "--until", "2030"))
    assert "earlier" not in chart(path, "--since", "1142-02")
    assert "1 later, 2500 »" in chart(path, "--since", "1142-02")
    assert "later" not in chart(path, "--until", "3000")


def test_in_ascii_what_is_outside_has_typed_signs(store: Store) -> None:
    line = chart(store(*lopsided("1142", "1150", "2500")), "--ascii").splitlines()[2]
    assert line.startswith("{ 2 earlier, 1142 - 1150 ")
    assert line.endswith(" 1 later, 2500 }")


def test_where_one_line_is_too_short_there_are_two() -> None:
    items = [ChartItem(e["title"], parse(e["date"])) for e in lopsided("1142", "1150", "2500")]
    lines = [line.plain for line in drawing(items, ChartView(40, TODAY))]
    assert lines[2].startswith("« 2 earlier, 1142 – 1150")
    assert lines[3].endswith("1 later, 2500 »")


def test_what_is_not_known_may_reach_in_and_is_drawn(store: Store) -> None:
    out = chart(store(*lopsided("1142", "1150/")))
    assert out.splitlines()[2].startswith("« 1 earlier, 1142 ")
    assert "«╌╌? 1st event here" in out
    assert "0" not in TITLE.findall(out)


def test_a_lane_that_is_outside_says_so(store: Store) -> None:
    events = lopsided("1142")
    path = store({**events[0], "category": "old"}, *({**e, "category": "x"} for e in events[1:]))
    lines = chart(path).splitlines()
    assert lines[3].startswith("old · 1 event, outside ")
    assert lines[4].startswith("x · 300 events, ")


def test_late_events_have_names_too() -> None:
    """Where half of the events lie in the last columns, about half of the rows name one of them."""
    days = [ordinal(1980, 1, 1) + n * 16 for n in range(900)]
    days += [ordinal(2020, 1, 1) + n % 300 for n in range(900)]
    items = [ChartItem(ordinal_words(n), parse(iso(day))) for n, day in enumerate(days)]
    found = TITLE.findall("\n".join(t.plain for t in drawing(items, ChartView(100, TODAY))))
    assert sum(int(number) >= 900 for number in found) >= 10


def test_bars_that_fill_rows_have_few_of_them() -> None:
    items = [ChartItem(ordinal_words(n), parse(f"19{n % 20:02}/2020")) for n in range(200)]
    items += [ChartItem(ordinal_words(n), parse(f"19{n % 100:02}")) for n in range(200, 600)]
    found = TITLE.findall("\n".join(t.plain for t in drawing(items, ChartView(100, TODAY))))
    assert sum(int(number) < 200 for number in found) < 10
    assert len(found) > 30


def test_a_long_bar_has_its_name_inside() -> None:
    items = [
        ChartItem(ordinal_words(n), parse(f"19{n % 50:02}/19{n % 50 + 40}")) for n in range(200)
    ]
    lines = [line.plain for line in drawing(items, ChartView(100, TODAY))]
    assert len([line for line in lines if re.search("━ [0-9]+.. event ━", line)]) > 20


# --- lanes ---

SAID = "most events have no category, so all share a lane (--by category for lanes)"


def categorised(store: Store, *categories: str | None) -> str:
    events = lopsided(count=len(categories))
    pairs = zip(events, categories, strict=True)
    return store(*({**e, "category": c} if c is not None else e for e, c in pairs))


@pytest.mark.parametrize(
    ("categories", "shared", "said"),
    [
        (("a", None, None), True, True),
        (("a", "", ""), True, True),
        (("a", "b", None, None), False, False),
        ((None, None), True, False),  # --by category would show the same
        (("a", "a"), False, False),
    ],
)
def test_lanes_are_of_categories_if_most_events_have_one(
    store: Store, categories: tuple[str | None, ...], shared: bool, said: bool
) -> None:
    path = categorised(store, *categories)
    out = chart(path)
    assert ("a · " not in out) is shared
    assert (SAID in out) is said
    assert (SAID in chart(path, "--describe")) is said
    picture = chart(path, "-f", "svg")
    assert (SAID in picture) is said
    assert ('class="lane' not in picture) is shared


def test_lanes_that_were_asked_for_are_there(store: Store) -> None:
    path = categorised(store, "a", None, None, None)
    out = chart(path, "--by", "category")
    assert "a · 1 event" in out
    assert "(none) · 3 events" in out
    assert SAID not in out
    assert chart(path, "--by", "none").replace(f"{SAID}\n", "") == chart(path).replace(
        f"{SAID}\n", ""
    )


def test_only_what_is_drawn_decides_on_lanes(store: Store) -> None:
    path = categorised(store, "a", "b", None, None, None)
    assert "a · 1 event" in chart(path, "--limit", "3")
    assert "a · 1 event" not in chart(path)


def test_the_bundled_chronology_has_its_lanes() -> None:
    out = chart(str(EVENTS))
    assert "policy · 5 events" in out
    assert SAID not in out


# --- real sets ---


@pytest.mark.skipif(REAL is None, reason="HKINNO_REAL_STORES names no folder of real sets")
@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("name", ["kleptocracy", "historicaldate"])
def test_real_sets_can_be_read(name: str, columns: int) -> None:
    path = Path(REAL or "") / f"{name}.json"
    done = call("chart", "-s", str(path), "--width", str(columns), "--today", "2022-11-22")
    assert done.code == 0
    named = sum(numbers(re.findall(r"events, ([0-9,]+) named", done.out)))
    assert named >= 25
    assert all(wcswidth(line) <= columns for line in done.out.splitlines())
    assert re.match("« [0-9]+ earlier, ", done.out.splitlines()[2])
