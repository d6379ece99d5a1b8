"""The chart: to scale, honest about what is not known, and never wider than it may be."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby, pairwise
from math import inf
from pathlib import Path
from typing import Any

import edtf_strategies as edtf
import pytest
from conftest import EVENTS, HARD, call, run
from hypothesis import example, given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from hkinno.chart import folding
from hkinno.chart.axis import Axis
from hkinno.chart.crowd import Crowd
from hkinno.chart.describe import sentences, when
from hkinno.chart.draw import ChartItem, ChartView, drawing, span
from hkinno.chart.lanes import GAP, packed
from hkinno.chart.marks import MARGIN, PENS, Mark, in_ascii, mark, shape
from hkinno.dates.date import Date, Lasting, Several
from hkinno.dates.days import Days
from hkinno.dates.edtf import parse
from hkinno.query.window import Window
from hkinno.render import Line, wrapped
from hkinno.text import balance, clip, width

law = settings(max_examples=100)
TODAY = "2022-11-22"
DAY_OF_TODAY = date.fromisoformat(TODAY).toordinal()
ANSI = re.compile(r"\x1b\[[0-9;]*m")
Golden = Callable[[str, str], None]
Store = Callable[..., str]


def _event(number: int, date: str, title: str, **more: Any) -> dict[str, Any]:
    return {"id": f"e{number}", "date": date, "title": title} | more


def _events(*rows: tuple[str, str], **more: Any) -> list[dict[str, Any]]:
    return [_event(n, date, title, **more) for n, (date, title) in enumerate(rows)]


DAY = "2019-02-03"
NASTY: dict[str, list[dict[str, Any]]] = {
    "one": _events(("2002", "Hong Kong Science Park opens")),
    "day": _events(*((DAY, f"What happened as number {n} on this one day") for n in range(1, 9))),
    "deep": _events(
        ("Y-13787000000S5", "The universe begins"),
        ("Y-4543000000S4", "The Earth forms"),
        ("Y-66E6~", "An asteroid ends the age of dinosaurs"),
        ("-0524", "525 BC, a year"),
        ("-0043-03-15", "Caesar is killed"),
        ("0000", "The year before AD 1"),
        ("1997-07-01", "Hong Kong returns"),
        ("Y1E9/..", "The oceans have boiled away"),
    ),
    "bce": _events(
        ("-0524~/-0455~", "Aeschylus"),
        ("-0489", "Marathon"),
        ("-0043-03-15", "Caesar is killed"),
        ("-0001/0002", "Across the year zero that is none"),
        ("0000", "1 BC"),
        ("0001", "AD 1"),
        ("00XX", "Some time in the first century"),
        ("/0079-08-24", "Pompeii, nobody knows since when"),
    ),
    "open": _events(
        ("2020/..", "Still going on"),
        ("../1985", "Always, until 1985"),
        ("1985/", "From 1985, nobody knows how long"),
        ("/1985", "Nobody knows since when, until 1985"),
        ("[..1984]", "In 1984 or before"),
        ("{1990..}", "In 1990 and later"),
        ("[..1984,1990..]", "Not between 1984 and 1990"),
    ),
    "month": _events(
        *((f"2019-02-{n % 28 + 1:02d}", f"Thing {n} of this month") for n in range(30)),
        category="month",
    ),
    "wide": [
        _event(1, "2010-02", "香港科學園啟用，粵港澳大灣區的創新科技合作由此展開", category="創科"),
        _event(
            2, "2010-04/2011", "內地與香港科技合作委員會成立 and meets in Shenzhen", category="創科"
        ),
        _event(
            3, "2011-05-06", "👩‍🔬 with 👨‍👩‍👧‍👦 under 🇭🇰 and half a flag 🇭 ☎️ 1️⃣ 👍🏽", category="🏷️"
        ),
        _event(4, "2012", "école, Ź̵̢a̸l͡go, क्षि, สวัสดี and 한국어 ｶﾞ", category="🏷️"),
        _event(5, "2013", "שלום \u202eesrever\u202c \x1b[31mred\x1b[0m", category="\x1b[7m"),
        _event(6, "2014", "x" * 130, category="y" * 130),
        _event(7, "soon", "No date can be read here"),
    ],
    "doubt": _events(
        ("2018", "A year"),
        ("2018-05~", "A month, about"),
        ("2018-05-06?", "A day, unsure"),
        ("2018%", "A year, about and unsure"),
        ("201X", "Some time in the 2010s"),
        ("201X/2020-06", "From some time in the 2010s"),
        ("2014~/2016-06%", "Ends that are in doubt"),
        ("2017-XX", "Some month of 2017"),
        ("2019-33", "A quarter"),
        ("[2012,2014-05]", "One of two"),
    ),
}


def chart(*args: str) -> str:
    done = call("chart", "--today", TODAY, *args)
    assert (done.code, done.err) == (0, "")
    return done.out


def drawn(*dates: str, columns: int = 106, **view: Any) -> list[str]:
    """The chart of events that are named by their dates, as <2014>; 100 columns of axis."""
    items = [ChartItem(f"<{text}>", parse(text)) for text in dates]
    return [line.plain for line in drawing(items, ChartView(columns, DAY_OF_TODAY, **view))]


def alone(text: str) -> str:
    """How an event is drawn on an axis of the 2010s, ten columns a year."""
    window = (parse("2010").lo, parse("2019").hi)
    return row_of(text, drawn(text, window=window, exact=True))


def strip(text: str, window: str, columns: int, typed: bool = False) -> str:
    """How a date is drawn on the days of another; column 0 of the axis is the third."""
    days = parse(window)
    drawn = mark(shape(parse(text)), Axis(int(days.lo), int(days.hi), columns), PENS[typed])
    return " " * (MARGIN + drawn.column) + drawn.text


def row_of(title: str, lines: Iterable[str]) -> str:
    """What stands beside the title of an event that has a row alone, but for the grid."""
    (row,) = (line for line in lines if f"<{title}>" in line)
    return " ".join(re.sub("[┊│]", " ", row.replace(f"<{title}>", "", 1)).split())


# --- goldens ---


@pytest.mark.parametrize("columns", ["60", "100", "160"])
def test_the_chronology_is_drawn(golden: Golden, columns: str) -> None:
    golden(f"chart/events-{columns}.txt", chart("-s", str(EVENTS), "--width", columns))


@pytest.mark.parametrize("columns", ["60", "100", "160"])
def test_nasty_events_are_drawn(golden: Golden, store: Store, columns: str) -> None:
    drawings = []
    for name, events in NASTY.items():
        path = store(*events, name=f"{name}.json")
        done = call("chart", "--today", TODAY, "-s", path, "--width", columns)
        assert done.code == 0
        drawings.append(f"== {name} ==\n{done.out}")
    golden(f"chart/nasty-{columns}.txt", "\n".join(drawings))


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("ascii", ["--ascii"]),
        ("none", ["--by", "none"]),
        ("tag", ["--by", "tag"]),
        ("zoom", ["--zoom", "2021"]),
        ("lang", ["--lang", "zh-Hant"]),
        ("color", ["--color", "always"]),
        ("describe", ["--describe"]),
    ],
)
def test_ways_to_look(golden: Golden, name: str, args: list[str]) -> None:
    golden(f"chart/events-{name}.txt", chart("-s", str(EVENTS), *args))


# --- what is not known can be seen ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2014-03-05", "●"),
        ("2014-03", "■"),
        ("2014", "10 ■"),
        ("2014~", "~ 10 ■"),
        ("2014?", "10 ■ ?"),
        ("2014%", "~ 10 ■ ?"),
        ("2014-03-05~", "~ ●"),
        ("2014-03-05?", "● ?"),
        ("2012/2015", "10 ╍ 20 ━ 10 ╍"),  # it may have begun late, and ended early
        ("2012-01-01/2015", "30 ━ 10 ╍"),
        ("2012/2015-12-31", "10 ╍ 30 ━"),
        ("2012-01-01/2015-12-31", "40 ━"),
        ("2014/2015", "10 ╍ ━ 10 ╍"),  # it was on at new year
        ("2014/2014", "10 ╍"),
        ("2012-11/2013-02", "╍ ━ ╍"),
        ("2012-06/2012-08", "━ ╍"),  # what is certain is seen, if it is less than a column
        ("2014~/2014?", "~ 10 ╍ ?"),
        ("2014?/2014~", "? 10 ╍ ~"),
        ("2014%/2014%", "? ~ 10 ╍ ~ ?"),
        ("2014-XX", "10 □"),
        ("[2014,2015]", "20 □"),
        ("[2014..2015]", "20 □"),
        ("[2012,2014]", "10 □ 10 · 10 □"),
        ("2014-XX-05", "10 □"),  # the holes are less than a column
        ("2014-X2-05", "□ 10 · □"),
        ("{2014,2015}", "20 ≡"),
        ("{2012,2014}", "10 ≡ 10 · 10 ≡"),
        ("{2012..2014}", "30 ≡"),
        ("{2012-03-04,2014-05-06}", "● 20 · ●"),
        ("{2012-03-04,2013}", "● 10 · 10 ≡"),
        ("2014-XX/2015", "10 ╍ ━ 10 ╍"),
        ("2014/", "10 ╍ ╌ ?"),
        ("/2014", "? ╌ 10 ╍"),
        ("2014-01-01/", "━ ╌ ?"),
    ],
)
def test_each_date_has_its_form(text: str, expected: str) -> None:
    assert form(alone(text)) == expected


def form(row: str) -> str:
    """What a row is made of, its lengths in whole years of ten columns."""
    runs = ((sign, len(list(run))) for sign, run in groupby(row))
    return " ".join(f"{10 * round(n / 10)} {sign}" if n > 4 else sign for sign, n in runs)


def test_an_open_end_runs_off_the_edge() -> None:
    assert form(alone("2014/..")) == "10 ╍ 50 ━ ▶"
    assert form(alone("2014-01-01/..")) == "60 ━ ▶"
    assert form(alone("../2014")) == "◀ 40 ━ 10 ╍"
    assert form(alone("[..2012]")) == "◀ 30 □"
    assert form(alone("{..2012}")) == "◀ 30 ≡"
    lines = drawn("2010-01-01", "2014/..")
    assert lines[2].index("▶") == MARGIN + 100


def test_what_is_unbounded_on_both_sides_is_drawn() -> None:
    (row,) = (line for line in drawn("[..1984,1990..]") if "<" in line)
    assert row.strip()[0] == "◀"
    assert row[-1] == "▶"
    lines = drawn("[..1984,1990..]", window=(parse("2000").lo, parse("2000").hi))
    assert "□" in row_of("[..1984,1990..]", lines)


def test_a_clipped_end_says_so() -> None:
    assert form(alone("2008/2011")) == "« 10 ━ 10 ╍"
    assert form(alone("2018/2030")) == "10 ╍ 10 ━ »"
    assert form(alone("2005/2010")) == "« ━ 10 ╍"
    assert form(alone("[2008,2012]")) == "« 20 · 10 □"
    assert form(alone("{2008,2012}")) == "« 20 · 10 ≡"
    assert re.fullmatch("«~━━ ━+\\?»", alone("2000~/2040?"))
    assert re.fullmatch("«□□ □+»", alone("20XX"))


def test_what_is_known_of_an_unknown_end_may_lie_outside() -> None:
    assert alone("1985/") == "«╌╌?"
    assert alone("/2030") == "?╌╌»"


def test_an_interval_may_begin_in_the_midst_of_its_own_end() -> None:
    assert form(alone("2015/201X")) == "50 ╍"
    assert form(alone("201X/2015")) == "60 ╍"


def test_holes_that_are_too_many_to_be_told_apart_are_not_drawn() -> None:
    assert set(alone("2XXX-07-04")) == set("«□ »")
    assert "·" in strip("201X-07-04", "201X", 100)


@given(edtf.texts().map(parse))
def test_a_shape_is_made_of_what_the_date_says(date: Date) -> None:
    drawn = shape(date)
    forms = [(part.kind, part.lo, part.hi) for part in drawn.forms]
    assert all(before[2] < after[1] for before, after in pairwise(forms))
    if isinstance(date.denotes, Lasting):
        core = [(lo, hi) for kind, lo, hi in forms if kind == "interval"]
        certain = date.latest_start <= date.earliest_end
        assert core == ([(date.latest_start, date.earliest_end)] if certain else [])
    elif isinstance(date.denotes, Days) and drawn.parts:
        assert [(lo, hi) for kind, lo, hi in forms if kind == "within"] == [*date.days.runs()]
    if drawn.parts:  # they leave nothing out between its ends
        assert (forms[0][1], forms[-1][2]) == (drawn.lo, drawn.hi)
        assert all(before[2] + 1 == after[1] for before, after in pairwise(forms))


def test_the_legend_explains_soft_ends_and_gaps_only_where_they_are() -> None:
    def legend(text: str, **look: Any) -> str:
        return " ".join(drawn(text, **look)[-2:])

    assert "╍ begins or ends there" in legend("2012/2015")
    assert "begins or ends" not in legend("2012-01-01/2015-12-31")
    assert "━ all the time" not in legend("2014/2014")
    assert "≡ in each" in legend("{2012,2014}")
    assert "· not between" in legend("{2012,2014}")
    assert "not between" not in legend("{2012,2013}")
    assert "/ begins or ends there" in legend("2012/2015", ascii=True)
    assert "& in each   _ not between" in legend("{2012,2014}", ascii=True)


def test_marks_differ_in_form_in_either_pen() -> None:
    for pen in PENS.values():
        names = [n for n in pen if n not in ("axis", "tick below", "tick above", "cut", "dot")]
        signs = [pen[name] for name in names if name not in ("density", "unknown")]
        assert len(set(signs)) == len(signs)
        assert not set(pen["density"]) & set("".join(signs))
    assert "".join(PENS[True].values()).isascii()


YEARS, MONTH, MONTHS = ("2001/2020", 20), ("2019-02", 28), ("2019", 12)  # a column each


@pytest.mark.parametrize(
    ("text", "axis", "expected", "typed"),
    [
        ("2003/2006", YEARS, "    ╍━━╍", "    /##/"),
        ("2003/2004", YEARS, "    ╍━╍", "    /#/"),  # it was on at new year
        ("2003-01-01/2005-12-31", YEARS, "    ━━━", "    ###"),
        ("2003-02-03/2003-02-09", YEARS, "     ━", "     #"),
        ("2003~/2006?", YEARS, "   ~╍━━╍?", "   ~/##/?"),
        ("2019-03/2019-09", MONTHS, "    ╍━━━━━╍", "    /#####/"),
        ("2019-03/2019-05", MONTHS, "    ╍━╍", "    /#/"),
        ("2019-03/2019-04", MONTHS, "    ╍━", "    /#"),  # of two columns the core has one
        ("2019-21/2019-23", MONTHS, "    ╍╍╍━━━━╍╍", "    ///####//"),
        ("2019-03-30/2019-05-02", MONTHS, "     ━━", "     ##"),
        ("2019-02-03/2019-02-09", MONTH, "     ━━━━━━━", "     #######"),
        ("2019-02-25/2019-02", MONTH, " " * 27 + "━╍╍╍", " " * 27 + "#///"),
        ("2019-02/2019-02-04", MONTH, "   ╍╍╍━", "   ///#"),
    ],
)
def test_what_lasts_is_solid_where_it_is_on_for_certain(
    text: str, axis: tuple[str, int], expected: str, typed: str
) -> None:
    assert strip(text, *axis) == expected
    assert strip(text, *axis, typed=True) == typed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2003/2003", "    ╍"),
        ("2003-XX/2003-02", "    ╍"),
        ("/2004", "   ?╌╍╍"),
        ("2004/", "     ╍╍╌?"),
        ("1999-01-01/200X", "  «╍╍╍╍╍╍╍╍"),
        ("../200X", "  ◀╍╍╍╍╍╍╍╍"),
    ],
)
def test_what_is_on_for_certain_on_no_day_that_is_shown_is_soft(text: str, expected: str) -> None:
    assert strip(text, *YEARS) == expected


@pytest.mark.parametrize("columns", range(1, 12))
@pytest.mark.parametrize("text", ["2003/2004", "2003-03/2003-05", "2003-02-01/2004", "2004/.."])
def test_a_core_is_seen_however_narrow(text: str, columns: int) -> None:
    assert "━" in strip(text, "2001/2020", columns)
    assert "#" in strip(text, "2001/2020", columns, typed=True)


@given(st.integers(1, 40), st.integers(1990, 2025), st.integers(2, 30))
def test_an_end_of_a_year_is_soft_where_a_column_is_no_longer(
    columns: int, start: int, years: int
) -> None:
    """However the years fall on columns, neither end is lost beside a core of several."""
    window = f"{start - 3}/{start + years + 3}"
    row = strip(f"{start}/{start + years}", window, columns + years + 7)
    if years > 3:
        assert re.fullmatch(" +╍+━+╍+", row)


@pytest.mark.parametrize(
    ("text", "axis", "expected", "typed"),
    [
        ("[2003,2006]", YEARS, "    □··□", "    o__o"),
        ("[2003..2006]", YEARS, "    □□□□", "    oooo"),
        ("[2003..]", YEARS, "    " + "□" * 19 + "▶", "    " + "o" * 19 + ">"),
        ("[..2002,2018..]", YEARS, f"  ◀□{'·' * 15}□□□□▶", f"  <o{'_' * 15}oooo>"),
        ("2019-02-X5", MONTH, f"{' ' * 7}□{'·' * 9}□{'·' * 9}□", f"{' ' * 7}o{'_' * 9}o{'_' * 9}o"),
        ("2019-02-0X", MONTH, "   □□□□□□□□□", "   ooooooooo"),
        ("20XX-07-04", YEARS, f"  «{'□' * 20}»", f"  {{{'o' * 20}}}"),
        ("{2003,2005}", YEARS, "    ≡·≡", "    &_&"),
        ("{2003..2005}", YEARS, "    ≡≡≡", "    &&&"),
        ("{2003-02-03,2005,2010..2012}", YEARS, "     ●·≡···≡≡≡≡", "     *_&___&&&&"),
        ("{..2002,2018..}", YEARS, f"  ◀≡{'·' * 15}≡≡≡≡▶", f"  <&{'_' * 15}&&&&>"),
        ("{2019-02-03,2019-02-05..2019-02-07}", MONTH, "     ●·≡≡≡", "     *_&&&"),
        ("{2019-02-05,2019-02-03}", MONTH, "     ●·●", "     *_*"),  # in order of time
    ],
)
def test_what_is_not_meant_is_seen_as_a_gap(
    text: str, axis: tuple[str, int], expected: str, typed: str
) -> None:
    assert strip(text, *axis) == expected
    assert strip(text, *axis, typed=True) == typed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1999/2003", "  «━╍"),
        ("2019/2022", " " * 20 + "╍━━»"),
        ("1990/2030", f"  «{'━' * 20}»"),
        ("[1999,2003]", "  «·□"),
        ("[1999,2003,2022]", f"  «·□{'·' * 18}»"),
        ("{1999,2003,2022}", f"  «·≡{'·' * 18}»"),
        ("{1999-01-01,2003-01-01}", "  «·●"),
        ("{2020-07-01,2022-01-01}", " " * 22 + "●»"),
    ],
)
def test_forms_are_cut_at_the_axis(text: str, expected: str) -> None:
    assert strip(text, *YEARS) == expected


@pytest.mark.parametrize("count", [50, 100, 101, 150])
def test_of_very_many_times_one_is_hollow_and_all_are_told_apart(count: int) -> None:
    years = ",".join(str(1000 + 2 * n) for n in range(count))
    one, every = shape(parse(f"[{years}]")), shape(parse(f"{{{years}}}"))
    assert [part.kind for part in every.parts] == (["each", "join"] * count)[:-1]
    assert (every.parts[0].lo, every.parts[-1].hi) == (every.lo, every.hi)
    assert (one.lo, one.hi) == (every.lo, every.hi)
    assert one.uses - {"fixed"} == ({"within", "join"} if count <= 100 else {"within"})


@pytest.mark.parametrize(
    ("text", "window", "row"),
    [
        ("[..1984,1990..]", (-inf, inf), "◀□□□·············□□ TITLE □+▶"),
        ("2001/2010", ("2001-02", "2010-11"), "«╍{9}━━ TITLE ━+╍{10}»"),
        ("{2001,2005..2008}", ("2000", "2008"), "≡{11}·{33}≡≡ TITLE ≡+"),
        ("[2001,2008]", ("2000", "2008"), "□{11}·· TITLE ·+□{12}"),
    ],
)
def test_a_label_hides_no_form(text: str, window: Any, row: str) -> None:
    """It stands inside of the longest, where its ends and those of all others are seen."""
    title = "x" * 25
    days = window if inf in window else (parse(window[0]).lo, parse(window[1]).hi)
    view = ChartView(106, DAY_OF_TODAY, window=days, exact=inf not in days)
    lines = [line.plain.strip(" ┊") for line in drawing([ChartItem(title, parse(text))], view)]
    assert re.fullmatch(row.replace("TITLE", title), lines[2])


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("../1985", "1985-01-01", "1985-12-31"),
        ("[..1984,1990..]", "1984-12-31", "1990-01-01"),
        ("{1985,1990..}", "1985-01-01", "1990-01-01"),
        ("1985/..", "1985-01-01", "1986-01-01"),
    ],
)
def test_the_axis_has_all_ends_that_are_known(text: str, first: str, last: str) -> None:
    lo, hi, *_ = span(Crowd.of([parse(text)]), ChartView(106, DAY_OF_TODAY))
    assert lo <= parse(first).lo
    assert hi >= parse(last).hi
    window = (parse("1950").lo, parse("1987").hi)
    found = span(Crowd.of([parse(text)]), ChartView(106, DAY_OF_TODAY, window=window))
    drawn = shape(parse(text))
    assert found[0] == (window[0] if drawn.lo == -inf else parse(first).lo)
    assert found[1] == (window[1] if drawn.hi == inf else parse(last).hi)


# --- the axis, today, the legend ---


def test_the_axis_covers_what_there_is() -> None:
    crowd = Crowd.of([parse(text) for text in ("2002", "2019-02/2021")])
    found = span(crowd, ChartView(100, DAY_OF_TODAY - 10_000))
    assert found == (parse("2002").lo, parse("2021").hi, 0, 0)


@pytest.mark.parametrize(
    ("texts", "window", "there"),
    [
        (["1900", "2000"], (-inf, inf), False),
        (["1900", "2020"], (-inf, inf), True),  # it is near
        (["1900", "1920/.."], (-inf, inf), True),  # that still goes on
        (["1900", "1920/.."], (-inf, parse("1950").hi), False),
        (["1900", "1920/"], (-inf, inf), False),  # nobody knows
        (["1900", "2100"], (-inf, inf), True),
    ],
)
def test_today_has_a_line(texts: list[str], window: tuple[float, float], there: bool) -> None:
    lines = drawn(*texts, window=window)
    assert ("│ today, 22 Nov 2022" in lines[-1]) is there
    assert any("│" in line for line in lines[2:-2]) is there
    assert ("┬" in lines[1]) or not there


def test_the_legend_is_of_what_is_in_use() -> None:
    assert drawn("2002")[-1] == "■ in a year"
    assert drawn("2002-02-03")[-1] == "● on a day"
    legend = " ".join(drawn("2002~", "2003-02?", "2001-21", "2001/..", columns=200)[-1:])
    assert legend == (
        "■ in a month, a season, a year   ━ all the time   ╍ begins or ends there   ~ about"
        "   ? unsure   ▶ open end   │ today, 22 Nov 2022"
    )


def test_days_that_were_asked_for_bound_the_axis(store: Store) -> None:
    path = store(*NASTY["doubt"])
    out = chart("-s", path, "--since", "2014", "--until", "2016")
    assert "2012" not in out
    assert "«" in out
    assert "»" in out


def test_one_day_has_an_axis_too() -> None:
    assert "3 Feb 2019" in drawn("2019-02-03")[0]


# --- room ---


def test_a_label_stands_right_of_its_mark_or_left_or_inside() -> None:
    long = "x" * 60
    items = [
        ChartItem("early", parse("2010-01-01")),
        ChartItem(long, parse("2019-12-31")),
        ChartItem("in a long bar", parse("2010-01-01/2019-12-31")),
    ]
    lines = [line.plain for line in drawing(items, ChartView(106, DAY_OF_TODAY - 10_000))]
    assert "● early" in lines[2]
    assert f"{long} ●" in lines[2]
    assert lines[3].strip() == f"━━ in a long bar {'━' * 83}"


def test_a_label_that_is_longer_has_several_lines() -> None:
    title = "one two three four five six seven eight nine ten eleven twelve thirteen"
    items = [ChartItem(title, parse("2010-01-01")), ChartItem("late", parse("2019-12-31"))]
    lines = [line.plain for line in drawing(items, ChartView(50, DAY_OF_TODAY - 10_000))]
    said = re.sub("[┊●]|late", " ", " ".join(lines[2:4]))
    assert said.split() == title.split()
    assert "…" not in said


def test_only_what_has_no_room_at_all_is_cut() -> None:
    items = [ChartItem("x" * 500, parse("2010-01-01"))]
    lines = [line.plain for line in drawing(items, ChartView(50, DAY_OF_TODAY))]
    assert lines[5].rstrip("┊ ").endswith("x…")


@pytest.mark.parametrize(
    ("text", "room", "lines", "expected"),
    [
        ("one two three", 40, 4, ["one two three"]),
        ("one two three four five six seven", 25, 4, ["one two three four", "five six seven"]),
        ("Shenzhen–Guangzhou", 12, 4, ["Shenzhen–", "Guangzhou"]),
        ("x" * 25, 10, 2, ["x" * 10, "x" * 9 + "…"]),
        ("香港科學園啟用", 9, 2, ["香港科學", "園啟用"]),
        ("香港科學園啟用", 9, 1, ["香港科學…"]),
        ("", 9, 4, [""]),
    ],
)
def test_labels_break_where_words_do(text: str, room: int, lines: int, expected: list[str]) -> None:
    assert balance(text, room, lines, "…") == expected


@law
@given(st.text(), st.integers(2, 60), st.sampled_from(["…", ".."]))
def test_what_is_cut_fits(text: str, room: int, sign: str) -> None:
    found = clip(text, room, sign)
    assert width(found) <= max(room, len(sign) + 2)
    assert found == text or found.endswith(sign)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        *(("ab", 2), ("香港", 4), ("é", 1), ("தமிழ்", 4), ("ที่นี่", 2), ("👩‍🔬", 2), ("☎️", 2)),
        *(("🇭🇰", 2), ("🇭", 2), ("🇭🇰🇭", 4), ("👍🏽", 2), ("香🏽", 4)),
    ],
)
def test_width_is_that_of_a_terminal(text: str, columns: int) -> None:
    assert width(text) == wcswidth(text) == columns


marks = st.builds(
    lambda first, long: Mark(first, "━" * long, first, first + long - 1, frozenset()),
    st.integers(0, 40),
    st.integers(1, 20),
)


@law
@given(st.lists(st.tuples(marks, st.sampled_from(["a", "b" * 30, "c d e " * 9, "香港" * 9]))))
def test_nothing_collides(items: list[tuple[Mark, str]]) -> None:
    rows = packed(items, 66, 4, "…", 10_000)
    assert rows is not None
    for row in rows:
        free = 0
        for piece in row:
            assert piece.column >= free
            free = piece.column + piece.width
        assert free <= 66
    said = "".join(piece.text for row in rows for piece in row if not piece.role)
    assert len(re.sub("[ …]", "", said)) == sum(len(label.replace(" ", "")) for _, label in items)


def test_events_of_one_row_are_apart() -> None:
    marks = [Mark(n * 10, "●", n * 10, n * 10, frozenset({"point"})) for n in range(4)]
    rows = packed([(drawn, "12345") for drawn in marks], 60, 4, "…", 100)
    assert rows is not None
    assert len(rows) == 1
    assert rows[0][2].column - (rows[0][1].column + rows[0][1].width) >= GAP
    rows = packed([(drawn, "12345678") for drawn in marks], 60, 4, "…", 100)
    assert rows is not None
    assert len(rows) == 2


def test_two_labels_side_by_side_are_further_apart() -> None:
    left = Mark(0, "●", 0, 0, frozenset({"point"}))
    right = Mark(53, "●", 53, 53, frozenset({"point"}))
    for long, together in ((21, True), (22, False)):
        rows = packed([(left, "a" * 25), (right, "b" * long)], 60, 4, "…", 100)
        assert rows is not None
        assert (len(rows) == 1) is together


titles = st.one_of(
    st.sampled_from(["Plain", "香港科學園", "👩‍🔬 🇭🇰 🇭", "many words " * 12, "x" * 99, "é́é́"]),
    st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["C", "Z"]), min_size=1),
)
some_items = st.lists(
    st.builds(
        lambda text, title, heads: ChartItem(title, parse(text), tuple(heads)),
        edtf.texts(),
        titles,
        st.lists(titles, max_size=2),
    ),
    max_size=12,
)


@law
@given(some_items, st.integers(50, 300), st.booleans())
def test_no_line_is_wider_than_it_may_be(items: list[ChartItem], columns: int, typed: bool) -> None:
    for line in drawing(items, ChartView(columns, DAY_OF_TODAY, typed, "tag")):
        assert wcswidth(line.plain) <= columns
        assert sum(width(text) for text, _ in line.texts) <= columns


@pytest.mark.parametrize("columns", [20, 50, 300])
def test_all_dates_together_fit(columns: int) -> None:
    texts = [*edtf.corpus(7, 400, edtf.PRODUCTIONS), f"Y1{'0' * 999}", f"Y-9{'9' * 900}"]
    for number in range(0, len(texts), 20):
        for line in drawn(*texts[number : number + 20], columns=columns):
            assert wcswidth(line) <= columns


@pytest.mark.parametrize("columns", ["50", "60", "80", "100", "120", "160", "200", "300"])
def test_hard_events_fit(columns: str) -> None:
    for args in ([], ["--ascii"], ["--by", "none"]):
        done = call("chart", "-s", str(HARD), "--width", columns, *args)
        assert done.code == 0
        for line in done.out.splitlines():
            assert 0 <= wcswidth(line) <= int(columns)


# --- nothing vanishes ---


def crowd(count: int, *categories: str) -> list[dict[str, Any]]:
    return [
        _event(
            n,
            f"{1900 + n * 7 % 100}-{n % 12 + 1:02d}",
            f"Event <{n}>",
            category=categories[n % len(categories)],
        )
        for n in range(count)
    ]


def test_every_event_is_drawn(store: Store) -> None:
    out = chart("-s", store(*crowd(80, "a", "b")), "--width", "160")
    assert all(f"Event <{n}>" in out for n in range(80))


def test_a_crowd_is_folded_and_counted(store: Store) -> None:
    path = store(*crowd(1990, "many"), _event(-1, "1950", "Alone", category="few"))
    done = call("chart", "-s", path, "--today", TODAY)
    lines = done.out.splitlines()
    assert "■ Alone" in done.out
    named = re.search("many · 1,990 events, ([0-9]+) named", done.out)
    assert named
    assert len(re.findall("Event <", done.out)) == int(named[1])
    density = next(n for n, line in enumerate(lines) if "▁" in line or "▄" in line)
    counts = [int(n.replace(",", "")) for n in re.findall("[0-9,]+", lines[density + 1])]
    assert sum(counts) == 1990  # each lies between two ticks, since all ticks are at new years
    assert "▅ 20 or more events in a column; below, how many from tick to tick" in done.out
    assert done.out.endswith("1,991 of 1,991 events · 1900 – 1999 · store.json\n")


def test_a_crowd_is_given_up_before_all_of_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def noted(*args: Any) -> Mark:
        made.append(args)
        return mark(*args)

    monkeypatch.setattr(folding, "mark", noted)
    for count in (3_000, 9_000):  # of the former each might have a column
        items = [ChartItem(f"Number {n}", parse(str(1900 + n % 100))) for n in range(count)]
        text = " ".join(line.plain for line in drawing(items, ChartView(100, DAY_OF_TODAY)))
        assert "or more events in a column" in text
        assert 0 < len(made) < 1_500


def test_a_count_is_what_zoom_finds(store: Store) -> None:
    """Counts are of what is possible, as filters are."""
    events = [
        *crowd(900, "c"),
        *({**e, "id": f"d{e['id']}", "date": "19XX"} for e in crowd(9, "c")),
    ]
    path = store(*events)
    lines = chart("-s", path).splitlines()
    labels, counts = lines[0], lines[lines.index("", 2) - 3]  # above the axis that stands again
    at = labels.index("1950")
    found = re.match("[0-9,]+", counts[at:])
    assert found
    after = re.split(" +", labels[at:])[1]
    zoomed = call("timeline", "-s", path, "--on", f"1950/{int(after) - 1}", "--json").json()
    assert int(found[0]) == len(zoomed)
    assert any(event["date"] == "19XX" for event in zoomed)


LISTS = st.lists(
    st.one_of(
        edtf.texts(),
        st.sampled_from(["201X-07-04", "[2019,2021]", "{2019-02-03,2019-04}", "2018/2019-03-02"]),
        st.sampled_from(["2019-02-X5", "[..2019-02-03,2019-04..]", "2019-01/", "/2019-03-04"]),
    ).map(parse),
    min_size=1,
    max_size=6,
)


def told_apart(date: Date) -> bool:
    """Whether it is drawn with its holes, as what has too many is not."""
    has_none = next(date.days.runs()) == (date.lo, date.hi)
    if isinstance(date.denotes, Several):  # each of its members is drawn from first to last
        return all(len([*member.days.runs()]) == 1 for member in date.members)
    return has_none or bool(shape(date).parts)


@given(LISTS, st.integers(0, 5), st.integers(-40, 400))
@example([parse("{1890-01-01,1890-01-01,1890..1890,X890-01-01}")], 0, 0)
def test_densities_are_how_many_may_be_on_a_day(dates: list[Date], nth: int, before: int) -> None:
    """Where each column is a day, holes are counted as the filters count them."""
    middle = dates[nth % len(dates)].lo
    if abs(middle) == inf:
        middle = parse("2019-02-01").lo
    axis = Axis(int(middle) - before, int(middle) - before + 89, 90)
    shown = [d for d in dates if Window(axis.lo, axis.hi).touches(d) and told_apart(d)]
    on = [Window(day, day) for day in range(axis.lo, axis.hi + 1)]
    assert folding.densities(Crowd.of(shown), axis) == [sum(map(w.touches, shown)) for w in on]


@given(LISTS)
def test_counts_are_what_a_window_on_these_days_finds(dates: list[Date]) -> None:
    first = int(parse("2019-01-15").lo)
    axis = Axis(first, first + 89, 90)
    cuts = [first + days for days in (15, 30, 45, 60, 75)]
    found = folding.stretches(Crowd.of(dates), axis, cuts)
    windows = [Window(day, day + 14) for day in (first, *cuts)]
    counts = [(int(w.lo) - first, sum(map(w.touches, dates))) for w in windows]
    assert found == [(column, count) for column, count in counts if count]


def test_a_crowd_with_holes_is_counted_as_it_is_found(store: Store) -> None:
    """In each stretch from tick to tick, and in no column of the years that are not meant."""
    dates = ["[1910,1950]"] * 150 + ["{1912,1948}"] * 150 + ["19X4-07-04"] * 50 + ["1901/1959"]
    events = _events(*((date, f"Event <{n}>") for n, date in enumerate(dates)))
    path = store(*events)
    out = chart("-s", path, "--by", "none", "--width", "106")
    lines = out.splitlines()
    labels, density, counts = lines[0], *lines[lines.index("", 2) - 4 :][:2]
    starts = [(at.start(), int(at[0])) for at in re.finditer("[0-9]{4}", labels)]
    assert len(starts) > 3
    for (place, year), (_, after) in pairwise(starts):
        said = re.match("[0-9,]+", counts[place:])
        found = call("timeline", "-s", path, "--on", f"{year}/{after - 1}", "--json").json()
        assert (int(said[0]) if said else 0) == len(found)
    assert density.count("▇") == len(("1910", "1912", "1948", "1950"))
    assert density.count("▆") == len(range(1904, 2000, 10))


def test_densities_have_round_steps() -> None:
    items = [ChartItem("x" * 90, parse(f"19{n % 100:02d}")) for n in range(700)]
    legend = " ".join(line.plain for line in drawing(items, ChartView(106, DAY_OF_TODAY)))
    assert "▁ 1 ▂ 2 ▃ 3 ▄ 4 ▅ 5 ▆ 6 ▇ 7 █ 8 or more" in legend


def test_more_lanes_than_rows_are_all_drawn() -> None:
    items = [ChartItem(f"<{n}>", parse(f"{2000 + n}"), (f"lane {n}",)) for n in range(9)]
    lines = [line.plain for line in drawing(items, ChartView(80, DAY_OF_TODAY, by="tag", rows=6))]
    assert all(any(f"<{n}>" in line for line in lines) for n in range(9))


def test_labels_are_cut_before_a_lane_is_folded() -> None:
    items = [ChartItem(f"{n} {'word ' * 40}", parse(f"{1900 + n}")) for n in range(60)]
    lines = [line.plain for line in drawing(items, ChartView(60, DAY_OF_TODAY))]
    assert sum("…" in line for line in lines) == 60


def test_many_headings_share_a_lane(store: Store) -> None:
    tags = [f"t{n}" for n in range(40)]
    events = [_event(n, "2002", f"E{n}", tags=[tag, "all"]) for n, tag in enumerate(tags)]
    out = chart("-s", store(*events), "--by", "tag")
    assert "all · 40 events" in out
    assert "18 more tags · 18 events" in out
    assert "t39 ·" not in out
    assert out.count("more tags") == 1


def test_an_event_stands_under_each_of_its_tags(store: Store) -> None:
    out = chart("-s", store(_event(1, "2002", "Both", tags=["a", "b", "a"])), "--by", "tag")
    assert out.count("Both") == 2
    assert "a · 1 event\n" in re.sub(" *[┊│].*", "", out)


def test_lanes_without_a_heading() -> None:
    events = ["2002", "2003"]
    assert "(none)" not in "\n".join(drawn(*events))
    items = [ChartItem("a", parse("2002"), ("(none)",)), ChartItem("b", parse("2003"), ("x",))]
    said = [line.plain for line in drawing(items, ChartView(100, DAY_OF_TODAY))]
    assert any(line.startswith("(none) · 1 event") for line in said)
    said = [line.plain for line in drawing(items[:1], ChartView(100, DAY_OF_TODAY))]
    assert not any("(none)" in line for line in said)


def test_dates_that_cannot_be_read_are_counted(store: Store) -> None:
    path = store(_event(1, "2002", "A"), _event(2, "soon", "B"), _event(3, "2019-13", "C"))
    done = call("chart", "-s", path)
    assert "2 events are not drawn, since no date can be read there" in done.out
    assert done.err.count("warning") == 2
    done = call("chart", "-s", path, "--describe")
    assert "B: no date can be read there." in done.out
    done = call("chart", "-s", store(_event(2, "soon", "B")))
    assert done.out.startswith("1 event is not drawn")


def test_nothing_to_draw(store: Store) -> None:
    done = call("chart", "--since", "3000", "-s", str(EVENTS))
    assert (done.code, done.out) == (0, "0 of 19 events · events.json\n")
    done = call("chart", "--category", "polcy", "-s", str(EVENTS))
    assert "did you mean policy?" in done.err
    assert drawn() == []
    assert call("chart", "-s", store()).out == "0 of 0 events · store.json\n"


# --- ASCII, colour, words ---


def test_ascii_is_ascii(store: Store) -> None:
    for events in NASTY.values():
        path = store(*events)
        for args in ([], ["--describe"], ["--zoom", "2011"]):
            assert call("chart", "-s", path, "--ascii", *args).out.isascii()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("mainland–Hong Kong “R&D” … école × Łódź", 'mainland-Hong Kong "R&D" ... ecole x Lodz'),
        ("香港", "??"),
    ],
)
def test_texts_in_ascii(text: str, expected: str) -> None:
    assert in_ascii(text) == expected


def test_what_ascii_cannot_say_is_named_by_its_id(store: Store) -> None:
    out = chart("-s", store({"id": "park", "date": "2002", "title": "香港科學園"}), "--ascii")
    assert "== park ==" in out


def test_colour_only_says_what_the_characters_do() -> None:
    for args in (["chart"], ["chart", "--by", "tag"], ["chart", "--by", "none"]):
        plain = call(*args, "-s", str(EVENTS), "--color", "never", "--today", TODAY).out
        color = call(*args, "-s", str(EVENTS), "--color", "always", "--today", TODAY).out
        assert color != plain
        assert ANSI.sub("", color) == plain


def test_categories_have_the_colour_of_the_table() -> None:
    def hue(out: str) -> str:
        (found,) = set(re.findall(r"\x1b\[(?:1;)?((?:3|9)[0-7])m\W*policy", out))
        return str(found)

    args = ("--color", "always", "--since", "2017", "-s", str(EVENTS))
    assert hue(call("chart", *args).out) == hue(call("timeline", *args).out)


def test_wild_text_is_data(store: Store) -> None:
    wild = "\x1b[31mred\x1b[0m \u202eesrever [bold]x[/bold]\nnext"
    path = store(_event(1, "2002", wild, category=wild))
    for args in ([], ["--describe"], ["--color", "always"]):
        out = ANSI.sub("", call("chart", "-s", path, *args).out)
        assert "\\x1b[31mred\\x1b[0m \\u202eesrever [bold]x[/bold] next" in out
        assert "\x1b" not in out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2002", "in 2002"),
        ("2019-02", "in Feb 2019"),
        ("2022-07-07", "on 7 Jul 2022"),
        ("2018~", "in about 2018"),
        ("2018?", "in 2018, which is uncertain"),
        ("2018%", "in about 2018, which is uncertain"),
        ("201X", "some time between 2010 and 2019 (2010s)"),
        ("201X~", "some time between about 2010 and about 2019 (2010s)"),
        ("2019-XX", "some time in 2019"),
        ("156X-12-25", "some time between 25 Dec 1560 and 25 Dec 1569 (25 Dec 156x)"),
        ("2021-XX-12?", "some time between 12 Jan 2021 and 12 Dec 2021, which is uncertain"),
        ("1950S2", "some time between 1900 and 1999"),
        ("2021/2025", "from 2021 to 2025"),
        ("1984~/2004-06%", "from about 1984 to about Jun 2004 (uncertain)"),
        ("2020/..", "from 2020 to an open end"),
        ("../1985", "from an open start to 1985"),
        ("1985/", "from 1985 to an unknown end"),
        ("/1985", "from an unknown start to 1985"),
        ("-0524", "in 525 BC"),
        ("[1667,1670..1672]", "some time in 1667 or 1670–1672"),
        ("[..1984]", "some time in 1984 or before"),
        ("[1890..1900]", "some time between 1890 and 1900"),
        ("{1890,1900}", "in 1890 and 1900"),
        ("{1890..1900~}", "in about every year 1890 – c. 1900"),
        ("{1890-01-01,1900-01-01}", "on 1 Jan 1890 and 1 Jan 1900"),
    ],
)
def test_dates_are_told(text: str, said: str) -> None:
    assert when(parse(text)) == said


@law
@given(some_items)
def test_every_event_is_told(items: list[ChartItem]) -> None:
    told = list(sentences(items, ChartView(100, DAY_OF_TODAY)))
    heads = {heading for item in items for heading in item.headings or (None,)}
    assert len(told) == sum(max(1, len(i.headings)) for i in items) + len(heads - {None}) + 1
    assert all(said.endswith((".", ":")) for said in told)


def test_what_is_clipped_is_told() -> None:
    window = (parse("2015").lo, parse("2020").hi)
    view = ChartView(100, DAY_OF_TODAY, window=window)
    told = list(sentences([ChartItem("Plan", parse("2010/2030"))], view))
    assert told[0] == "Plan: from 2010 to 2030; it begins before and ends after what is shown."
    told = list(sentences([ChartItem("Why?", parse("2010/2017"))], view))
    assert told[0] == "Why? from 2010 to 2017; it begins before what is shown."


# --- zoom ---


def test_zoom_is_on_with_its_own_axis(store: Store) -> None:
    path = store(*NASTY["doubt"])
    zoomed = chart("-s", path, "--zoom", "2017", "--width", "106")
    assert zoomed.split("\n")[0].split()[:3] == ["2017", "Feb", "Mar"]
    kept = call("timeline", "-s", path, "--on", "2017", "--json").json()
    picture = zoomed.partition("\n\n")[0]
    for event in NASTY["doubt"]:
        assert (event["title"] in picture) is (event in kept)
    assert "«" in zoomed
    assert "»" in zoomed


def test_zoom_says_what_is_beside(store: Store) -> None:
    path = store(*NASTY["doubt"])
    notes = chart("-s", path, "--zoom", "2017").splitlines()[-3:]
    assert notes == [
        "2 earlier, the last of them Ends that are in doubt (c. 2014 – c. Jun 2016?)",
        "5 later, the first of them A year (2018)",
        "3 of 10 events · 2010 – 2020 · store.json",
    ]


@pytest.mark.parametrize("columns", [20, 40, 60])
def test_what_is_beside_fits(store: Store, columns: int) -> None:
    title = "香港科學園第二期的實驗室向來自世界各地的研究人員開放並舉行開幕典禮及國際學術會議"
    path = store(*_events(("2001", title), ("2005", "B"), ("2009", "x" * 99)))
    out = chart("-s", path, "--zoom", "2005", "--width", str(columns))
    assert all(0 <= wcswidth(line) <= columns for line in out.splitlines())
    said = "".join(out.split())
    assert f"thelastofthem{title}(2001)" in said
    assert f"thefirstofthem{'x' * 99}(2009)" in said


@law
@given(st.lists(st.text(min_size=1)), st.integers(4, 60))
def test_notes_fit_and_lose_nothing(words: list[str], room: int) -> None:
    lines = list(wrapped([[(word, "note") for word in words]], room))
    texts = ["".join(text for text, _ in line.texts) for line in lines]
    assert all(width(text) <= room for text in texts)
    assert "".join("".join(texts).split()) == "".join("".join(words).split())


def test_a_limit_does_not_limit_what_is_beside(store: Store) -> None:
    path = store(*NASTY["doubt"])
    out = chart("-s", path, "--zoom", "2017", "--limit", "1", "--certain")
    assert "5 later" in out
    assert "1 of 10 events" in out


def test_zoom_reads_words_and_open_dates(store: Store) -> None:
    assert "Feb 2019" in chart("-s", str(EVENTS), "--zoom", "Feb 2019")
    path = store(*NASTY["open"])
    assert chart("-s", path, "--zoom", "2000/..").startswith("   2000")
    assert "2000" in chart("-s", path, "--zoom", "../2000")


def test_zoom_needs_a_date_and_stands_alone() -> None:
    done = call("chart", "--zoom", "nonsense")
    assert done.code == 2
    assert done.err.startswith("hkinno: --zoom: ")
    assert call("chart", "--zoom", "2019", "--on", "2019").code == 2


# --- the command ---


def test_it_takes_the_filters_of_timeline() -> None:
    out = chart("-s", str(EVENTS), "--category", "policy", "--no-tag", "agreements", "--limit", "2")
    assert "2 of 19 events" in out
    out = chart("-s", str(EVENTS), "--around", "five-year-plan", "--within", "1m")
    assert "14th Five-Year Plan" not in out


def test_it_reads_standard_input_and_writes_a_file(tmp_path: Path) -> None:
    events = json.dumps(NASTY["doubt"])
    file = tmp_path / "chart.txt"
    piped = run("chart", "-s", "-", "--zoom", "2017", "-o", str(file), stdin=events)
    assert (piped.code, piped.out, piped.err) == (0, "", "")
    assert "Some month of 2017" in file.read_text(encoding="utf-8")


def test_titles_in_another_language() -> None:
    assert "香港科學園啟用" in chart("-s", str(EVENTS), "--lang", "zh")


def test_a_line_knows_its_lane() -> None:
    items = [ChartItem("a", parse("2002"), ("x",)), ChartItem("b", parse("2003"), ("y",))]
    lanes = [line.lane for line in drawing(items, ChartView(100, DAY_OF_TODAY))]
    assert lanes == [None, None, "x", "x", "y", "y", None, None]
    assert Line([("a", ""), ("  ", "")]).plain == "a"
