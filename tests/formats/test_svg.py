"""The drawing: to scale, honest about dates, complete, and XML whatever the events say."""

import json
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import inf
from pathlib import Path
from xml.etree import ElementTree

import edtf_strategies as edtf
import pytest
from conftest import EVENTS, HARD, call
from hypothesis import given
from hypothesis import strategies as st

from hkinno.chart import draw as chart
from hkinno.chart.marks import FORMS, Shape, shape
from hkinno.cli.stores import open_store
from hkinno.dates.date import Date
from hkinno.dates.edtf import parse
from hkinno.formats.svg import render_chart
from hkinno.page.ink import LEAST, shapes
from hkinno.page.layout import arranged, in_sight
from hkinno.page.lettering import cut, ems
from hkinno.page.picture import (
    DENSITIES,
    EDGE,
    HEAD,
    Density,
    Picture,
    PictureItem,
    PictureView,
    body,
    clipped,
    home,
    near,
    window,
)
from hkinno.query.query import Query
from hkinno.render import RenderOptions
from hkinno.words.language import language

SVG = "{http://www.w3.org/2000/svg}"
Store = Callable[..., str]


def drawn(*args: str) -> ElementTree.Element:
    """`hkinno timeline -f svg …`, parsed."""
    done = call("timeline", "-f", "svg", *args)
    assert done.code == 0, done.err
    return ElementTree.fromstring(done.out)


def marks(svg: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """The marks by the titles of their events; each has one."""
    found = {}
    for group in svg.iter(f"{SVG}g"):
        if "mark" in group.get("class", "").split():
            found[text(group, "title").partition(": ")[2]] = group
    return found


def text(element: ElementTree.Element, name: str) -> str:
    found = element.find(f"{SVG}{name}")
    assert found is not None
    return found.text or ""


def forms(mark: ElementTree.Element) -> list[tuple[str, str]]:
    """What a mark is made of: the kinds of its elements, with the text of signs, without labels."""
    ends = ("label", "gap", "mark", "start", "end")
    names = [(e.get("class", ""), e.text or "") for e in mark.iter() if e.tag != f"{SVG}title"]
    return [(kind, said) for kind, said in names if kind and not kind.startswith(ends)]


def dated(store: Store, *dates: str) -> str:
    """A store with an event for each date, which is its title, too."""
    return store(*({"id": f"e{n}", "date": d, "title": d} for n, d in enumerate(dates)))


def number(element: ElementTree.Element | None, name: str) -> float:
    assert element is not None
    return float(element.get(name, ""))


# --- what each date looks like ---


LOOKS = {
    "2019-02-03": [("point", "")],
    "2019-02": [("bar", "")],
    "2019": [("bar", "")],
    "2019/2020": [("soft", ""), ("interval", ""), ("soft", "")],
    "2019/2019": [("soft", "")],
    "2019-02-03/2020-02-03": [("interval", "")],
    "[2019..2020]": [("within", "")],
    "[2016,2020]": [("within", ""), ("join", ""), ("within", "")],
    "{2016,2020-02-03}": [("each", ""), ("join", ""), ("point", "")],
    "{2016..2020}": [("each", "")],
    "201X": [("within", "")],
    "2019~": [("bar about", ""), ("sign", "~")],
    "2019?": [("bar", ""), ("sign", "?")],
    "2019%": [("bar about", ""), ("sign", "~"), ("sign", "?")],
    "2019-02-03~": [("point about", ""), ("sign", "~")],
    "2019-02-03?": [("point", ""), ("sign", "?")],
    "2019/..": [("soft", ""), ("interval", ""), ("head", "")],
    "../2019": [("interval", ""), ("soft", ""), ("head", "")],
    "2019/": [("soft", ""), ("tail", ""), ("sign", "?")],
    "/2019": [("soft", ""), ("tail", ""), ("sign", "?")],
    "201X/2025": [("soft", ""), ("interval", ""), ("soft", "")],
}


def test_each_kind_of_date_has_a_form_of_its_own(store: Store) -> None:
    found = marks(drawn("-s", dated(store, *LOOKS)))
    assert {date: sorted(forms(found[date])) for date in LOOKS} == {
        date: sorted(look) for date, look in LOOKS.items()
    }


def test_spans_are_to_scale(store: Store) -> None:
    dates = ("2019", "2019-02", "2018/2021", "[2018,2020]")
    found = marks(drawn("-s", dated(store, *dates), "--width", "300"))
    (year,), (month,), parts, members = (
        [
            number(rect, "width")
            for rect in found[date].iter(f"{SVG}rect")
            if rect.get("class") != "gap"
        ]
        for date in dates
    )
    assert month / year == pytest.approx(28 / 365, rel=0.02)
    assert [part / year for part in parts] == pytest.approx(
        [364 / 365, 733 / 365, 364 / 365], rel=0.01
    )
    assert [part / year for part in members] == pytest.approx([1, 1, 366 / 365], rel=0.01)


def test_places_are_to_scale(store: Store) -> None:
    found = marks(drawn("-s", dated(store, "2000-01-01", "2000-01-11", "2000-01-31")))
    first, second, third = (number(m.find(f"{SVG}circle"), "cx") for m in found.values())
    assert (second - first) / (third - first) == pytest.approx(10 / 30, abs=0.001)


def test_an_open_end_runs_to_the_edge_and_an_unknown_one_does_not(store: Store) -> None:
    svg = drawn("-s", dated(store, "2000", "2002/..", "2002/", "2010"), "--width", "100")
    found = marks(svg)
    edge = 100 * 8 - 2 * 24
    end = found["2002/.."].find(f"{SVG}g")
    assert end is not None
    assert end.get("transform") == f"translate({edge} 0)"
    assert [part.get("class") for part in end] == ["head"]
    rect = found["2002/"].find(f"{SVG}rect")
    assert number(rect, "x") + number(rect, "width") < edge / 2


def test_the_axis_has_no_year_zero(store: Store) -> None:
    svg = drawn("-s", dated(store, "-0300", "0300"))
    ticks = [e.text for e in svg.iter(f"{SVG}text") if e.get("class") == "tick"]
    assert "AD 1" in ticks
    assert "200 BC" in ticks
    assert not {"0", "AD 0", "0 BC"} & set(ticks)


@pytest.mark.parametrize(
    "dates",
    [
        ["2019-02-03"],
        ["2019"],
        ["2019/.."],
        ["../2019", "/2018"],
        ["[..1984, 1990..]".replace(" ", "")],
        ["Y-13800000000", "2019"],
        ["Y1E305", "Y-1E305", "2019"],
        ["2019-02-03"] * 3,
    ],
)
def test_any_extent_can_be_drawn(store: Store, dates: list[str]) -> None:
    svg = drawn("-s", dated(store, *dates))
    for element in svg.iter():
        for name in ("x", "cx", "width"):
            value = element.get(name, "").removesuffix("%")
            if value and not value.endswith("em"):
                assert 0 <= float(value) <= 960


@pytest.mark.parametrize("width", ["40", "60", "90", "120", "122"])
def test_each_tick_has_a_label_that_ends_inside(width: str) -> None:
    svg = drawn("--width", width)
    found = [e for e in svg.iter(f"{SVG}text") if e.get("class") == "tick"]
    assert len(found) == sum(e.get("class") == "grid" for e in svg.iter(f"{SVG}path"))
    spans = [(number(e, "x"), number(e, "x") + 8 * len(e.text or "")) for e in found]
    assert all(end < start for (_, end), (start, _) in pairwise(spans))
    assert spans[-1][1] <= int(width) * 8 - 2 * 24


# --- what it says ---


def test_each_event_has_its_title_and_what_is_known_of_it() -> None:
    found = marks(drawn())
    events = json.loads(EVENTS.read_bytes())["events"]
    assert sorted(found) == sorted(event["title"] for event in events)
    desc = text(found["Hong Kong Science Park opens"], "desc")
    assert desc.startswith("2002 (a year, 2002-01-01 to 2002-12-31). institution. The park")
    assert "Feb 2019: Outline plan" in call("timeline", "-f", "svg").out


def test_text_stays_text() -> None:
    labels = [e.text for e in drawn().iter(f"{SVG}text") if "label" in e.get("class", "")]
    assert "Hong Kong Science Park opens" in labels


def test_the_options_of_a_table_hold() -> None:
    svg = drawn("--lang", "zh-Hant", "--raw-dates", "--fields", "category")
    found = marks(svg)
    assert text(found["香港科學園啟用"], "title") == "2002: 香港科學園啟用"
    known = language("zh-Hant").explain(parse("2002"))
    assert text(found["香港科學園啟用"], "desc") == f"2002 ({known}). institution"
    said = "".join(svg.itertext())
    assert "institution" in said
    assert "institution" not in "".join(drawn("--fields", "tags").itertext())


def test_the_legend_has_what_is_in_use_and_no_more(store: Store) -> None:
    def said(*dates: str) -> set[str]:
        svg = drawn("-s", dated(store, *dates))
        return {e.text or "" for e in svg.iter(f"{SVG}text") if e.get("font-size") == "12"}

    assert said("2019-02-03") >= {"on a day"}
    assert said("2019-02", "2019") >= {"in a month, a year"}
    everything = {"on a day", "about", "unsure", "all the time", "open end", "end unknown"}
    assert said(*LOOKS) >= {*everything, "some time within"}
    assert not said("2019-02") & everything


def test_colours_are_those_of_categories(store: Store) -> None:
    events = [
        {"id": f"e{n}", "date": "2019", "title": f"t{n}", "category": f"c{n}"} for n in range(12)
    ]
    found = marks(drawn("-s", store(*events, {"id": "x", "date": "2019", "title": "none"})))
    classes = [found[f"t{n}"].get("class", "").split()[1] for n in range(12)]
    assert classes == [f"c{n}" for n in range(9)] + ["c9"] * 3
    assert found["none"].get("class") == "mark c10"


def test_width_is_in_columns_of_eight_pixels() -> None:
    assert drawn("--width", "100").get("width") == "800"
    assert drawn().get("width") == "960"
    assert drawn("--width", "20").get("width") == "320"


@pytest.mark.parametrize("args", [("-s", str(HARD)), (), ("--limit", "0")])
def test_it_is_xml_that_needs_nothing_else(args: Sequence[str]) -> None:
    out = call("timeline", "-f", "svg", *args).out
    svg = ElementTree.fromstring(out)
    assert not re.search(r"(?i)@import|url\(|<script|<foreignObject|<image|<use", out)
    for element in svg.iter():
        assert not [name for name in element.attrib if "href" in name or name.startswith("on")]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", out)


def test_hostile_text_stays_text(store: Store) -> None:
    title = '</title><script>alert(1)</script>"&\ufffe\x00\u202e]]>'
    svg = drawn("-s", store({"id": "x", "date": "2019", "title": title, "category": title}))
    assert {element.tag.removeprefix(SVG) for element in svg.iter()} <= {
        *("svg", "title", "desc", "style", "rect", "circle", "path", "text", "g")
    }
    (shown,) = marks(svg)
    assert shown == '</title><script>alert(1)</script>"&\\ufffe\\x00\\u202e]]>'


def test_unreadable_dates_are_counted(store: Store) -> None:
    path = store(
        {"id": "a", "date": "soon", "title": "A"}, {"id": "b", "date": "2019", "title": "B"}
    )
    done = call("timeline", "-f", "svg", "-s", path)
    assert "1 without a date that can be read, not drawn" in done.out
    assert list(marks(ElementTree.fromstring(done.out))) == ["B"]


def test_what_finds_no_place_is_counted_and_named(store: Store) -> None:
    events = [{"id": f"e{n}", "date": "2019-02-03", "title": f"t{n}"} for n in range(300)]
    svg = drawn("-s", store(*events))
    shown = marks(svg)
    (fold,) = (g for g in svg.iter(f"{SVG}g") if g.get("class") == "fold")
    assert text(fold, "text") == f"+{300 - len(shown)}"
    named = {line.partition(": ")[2] for line in text(fold, "desc").split("\n")}
    assert named | set(shown) == {f"t{n}" for n in range(300)}


# --- the chart ---


TODAY = parse("2026-11-22").lo


def charted(store: str, by: str | None = "category", zoom: str = "") -> ElementTree.Element:
    """The chart of a store, of what may lie on a date if there is one to zoom on."""
    date = parse(zoom) if zoom else None
    window = (date.lo, date.hi) if date else (-inf, inf)
    found = open_store((store,)).select(Query()).entries
    found = [
        e for e in found if not date or (e.date and e.date.hi >= date.lo and e.date.lo <= date.hi)
    ]
    view = chart.ChartView(120, int(TODAY), False, by, window, bool(zoom))
    out = "".join(
        render_chart(found, RenderOptions(total=len(found)), view, ["One note.", "Two <notes>."])
    )
    return ElementTree.fromstring(out)


def lanes(svg: ElementTree.Element) -> list[str]:
    return ["".join(e.itertext()) for e in svg.iter(f"{SVG}text") if "lane" in e.get("class", "")]


def said_in_legend(svg: ElementTree.Element) -> set[str]:
    return {e.text or "" for e in svg.iter(f"{SVG}text") if e.get("font-size") == "12"}


@pytest.mark.parametrize("by", ["category", "tag", "place", "none"])
@pytest.mark.parametrize("zoom", ["", "2021", "2018-05"])
def test_lanes_are_those_of_the_chart(by: str, zoom: str) -> None:
    args = ["--by", by, "--today", "2026-11-22", *(["--zoom", zoom] if zoom else [])]
    lines = call("chart", "-s", str(EVENTS), *args).out.split("\n")
    svg = charted(str(EVENTS), None if by == "none" else by, zoom)
    told = [re.split(r"[ ┊│]{2,}", line)[0].rstrip(" ┊│") for line in lines]
    assert lanes(svg) == [line for line in told if re.fullmatch(r".* · [\d,]+ events?", line)]
    assert ("goes on outside" in said_in_legend(svg)) == any("goes on outside" in n for n in lines)
    assert {"One note.", "Two <notes>."} <= said_in_legend(svg)


@pytest.mark.parametrize("by", ["category", "tag", "place", "actor", None])
@pytest.mark.parametrize("zoom", ["", "2019", "2019-02-03", "-0043"])
def test_any_chart_is_xml(by: str | None, zoom: str) -> None:
    svg = charted(str(HARD), by, zoom)
    assert all(marks(svg).values())
    for rect in svg.iter(f"{SVG}rect"):
        assert rect.get("width") == "100%" or number(rect, "width") >= 0


def test_small_lanes_share_one(store: Store) -> None:
    tags = [f"t{n // 3}" for n in range(90)]
    events = (
        {"id": f"e{n}", "date": "2019", "title": "T", "tags": [t]} for n, t in enumerate(tags)
    )
    found = lanes(charted(store(*events), "tag"))
    assert found == [*(f"t{n} · 3 events" for n in range(23)), "7 more tags · 21 events"]


def test_a_zoomed_date_fills_the_axis(store: Store) -> None:
    dates = ["2018/2020", "2019/..", "2019-12-31/2020-01-05", "2019-07", "2018/"]
    svg = charted(dated(store, *dates), None, "2019")
    kinds = {date: [kind for kind, _ in forms(mark)] for date, mark in marks(svg).items()}
    assert kinds["2018/2020"] == ["soft", "interval", "soft", "clip", "clip"]
    assert kinds["2019/.."] == ["soft", "interval", "head"]
    assert kinds["2019-12-31/2020-01-05"] == ["interval", "clip"]
    assert kinds["2019-07"] == ["bar"]
    assert kinds["2018/"] == ["within", "clip", "tail", "sign"]
    month = marks(svg)["2019-07"].find(f"{SVG}rect")
    assert number(month, "width") == pytest.approx(31 / 365 * (960 - 48 - 2 * EDGE), abs=0.2)
    for element in svg.iter(f"{SVG}rect"):
        if value := element.get("x"):
            assert -1 <= float(value) <= 960


@pytest.mark.parametrize(("zoom", "there"), [("", True), ("2026", True), ("2019", False)])
def test_today_is_a_line_and_said(store: Store, zoom: str, there: bool) -> None:
    svg = charted(dated(store, "2019/2026-12", "2026-11-22"), None, zoom)
    lines = [e.get("d", "") for e in svg.iter(f"{SVG}path") if e.get("class") == "today"]
    assert len(lines) == 2 * there  # in the drawing and in the legend
    assert ("today, 22 Nov 2026" in said_in_legend(svg)) == there
    if there:
        x = number(marks(svg)["2026-11-22"].find(f"{SVG}circle"), "cx")
        assert float(lines[0].split()[0][1:]) == pytest.approx(x, abs=0.1)


@pytest.mark.parametrize("by", ["category", "tag", None])
def test_crowded_lanes_lose_nothing(store: Store, by: str | None) -> None:
    events = [
        {"id": f"e{n}", "date": f"20{n % 20:02}", "title": f"t{n}", "category": f"c{n % 3}"}
        for n in range(900)
    ]
    svg = charted(store(*events), by)
    folds = [g for g in svg.iter(f"{SVG}g") if g.get("class") == "fold"]
    named = [line.partition(": ")[2] for g in folds for line in text(g, "desc").split("\n")]
    assert folds
    assert sorted([*marks(svg), *named]) == sorted(event["title"] for event in events)


def test_a_day_may_be_as_far_away_as_it_likes(store: Store) -> None:
    for date in ("Y1E305", "Y-1E305"):
        assert list(marks(charted(dated(store, date)))) == [date]
        assert list(marks(drawn("-s", dated(store, date)))) == [date]


def test_nothing_to_draw_is_a_picture(store: Store) -> None:
    assert not marks(charted(dated(store, "soon")))


# --- what lasts, and what has holes ---


def kinds(element: ElementTree.Element) -> list[str]:
    """The forms of a mark, by their kind."""
    return [rect.get("class", "").split()[0] for rect in element.iter("rect")]


def contains(all_of: Sequence[str], some: Sequence[str]) -> bool:
    """Whether some texts are among all, in their order."""
    rest = iter(all_of)
    return all(one in rest for one in some)


def near_of(day: float) -> float:
    return day if abs(day) == inf else near(day)


def svg_of(drawn: Shape, view: PictureView, density: Density) -> ElementTree.Element:
    return ElementTree.fromstring(f"<a>{''.join(shapes(drawn, view, density))}</a>")


def layout(found: Sequence[PictureItem], width: float) -> tuple[Picture, list[int]]:
    """The drawing of items at rest, and the numbers of those that are in sight."""
    lo, hi = home([item.shape for item in found])
    sight = in_sight(found, lo, hi - 1)
    return arranged(sight.items, window(lo, hi, width)), sight.numbers


def whole(drawn: Shape, width: float) -> PictureView:
    return window(*home([drawn]), width)


any_date = st.one_of(edtf.texts(), st.sampled_from([*LOOKS])).map(parse)


@given(any_date, st.sampled_from(DENSITIES), st.sampled_from((320, 760, 2000)))
def test_forms_tell_the_days_of_the_date(date: Date, density: Density, width: int) -> None:
    drawn = shape(date)
    svg = svg_of(drawn, whole(drawn, width), density)
    assert kinds(svg) == [part.kind for part in drawn.forms] * (drawn.kind != "point")


@given(any_date, st.sampled_from(DENSITIES), st.sampled_from((320, 760, 2000)))
def test_forms_are_where_their_days_are(date: Date, density: Density, width: int) -> None:
    """Unless the whole of it is too little to be seen; a form is seen though it is less."""
    drawn = shape(date)
    view = whole(drawn, width)
    start, end = body(drawn, view, density)
    if not drawn.parts or end - start > view.x(drawn.hi + 1) - view.x(drawn.lo):
        return
    for rect, part in zip(svg_of(drawn, view, density).iter("rect"), drawn.parts, strict=True):
        x0, x1 = max(start, view.x(part.lo)), min(end, view.x(near_of(part.hi) + 1))
        ends = HEAD * (drawn.start.bound == "open"), HEAD * (drawn.end.bound == "open")
        expected = max(x0, start + ends[0]), min(x1, end - ends[1])
        assert number(rect, "x") == pytest.approx(expected[0], abs=0.06)
        wide = max(LEAST, expected[1] - expected[0])
        assert number(rect, "width") == pytest.approx(wide, abs=0.11)


@given(any_date, any_date, st.sampled_from(DENSITIES))
def test_forms_are_cut_where_the_days_end(date: Date, days: Date, density: Density) -> None:
    lo, hi = near(days.lo), near(days.hi)
    drawn = shape(date)
    if days.lo == -inf or days.hi == inf or drawn.lo > hi or drawn.hi < lo or drawn.kind == "point":
        return
    cut_off = clipped(drawn, lo, hi)
    view = window(lo, hi + 1, 760)
    svg = svg_of(cut_off, view, density)
    for rect in svg.iter("rect"):
        assert number(rect, "x") >= -1
        assert number(rect, "x") + number(rect, "width") <= 761
    seen = [part.kind for part in cut_off.forms if part.hi >= lo and part.lo <= hi]
    assert contains([part.kind for part in cut_off.forms], kinds(svg))
    assert contains(kinds(svg), seen)


ZOOMED = {
    "2010/2021": ["interval", "clip", "clip"],
    "2019-03/2022": ["soft", "interval", "clip"],
    "2010/2019-05-05": ["interval", "clip"],
    "2010/2019-05": ["interval", "soft", "clip"],
    "[2010,2019-05,2030]": ["join", "within", "join", "clip", "clip"],
    "{2019-03-04,2019-06}": ["point", "join", "each"],
    "{2019-03-04,2019-06,2030}": ["point", "join", "each", "join", "clip"],
    "201X-07-04": ["join", "within", "clip"],
    "[..2000,2019-04..]": ["join", "within", "head", "head"],
}


def test_a_zoomed_date_shows_the_forms_that_are_there(store: Store) -> None:
    svg = charted(dated(store, *ZOOMED), None, "2019")
    assert {date: [kind for kind, _ in forms(mark)] for date, mark in marks(svg).items()} == ZOOMED


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2019-02-03/2020-02-03", {"all the time"}),
        ("2019/2020", {"all the time", "begins or ends there"}),
        ("2019/2019", {"begins or ends there"}),
        ("2019/", {"begins or ends there", "end unknown"}),
        ("[2019..2020]", {"some time within"}),
        ("[2016,2020]", {"some time within", "not between"}),
        ("{2016..2020}", {"in each"}),
        ("{2016,2018}", {"in each", "not between"}),
        ("{2016-01-02,2018-01-02}", {"on a day", "not between"}),
    ],
)
def test_the_legend_explains_what_occurs(store: Store, date: str, words: set[str]) -> None:
    said = said_in_legend(drawn("-s", dated(store, date), "--raw-dates"))
    meanings = {language(None).say(f"form {name}") for name in FORMS if name != "bar"}
    assert said & meanings == words


def test_a_label_inside_hides_no_form(store: Store) -> None:
    dates = ["190X/1999", "[1900,1999]", "{1900..1902,1960..1999}", "[1900..1999]", "1900/199X~"]
    title = "A title that is so long that it has no place beside"
    events = [{"id": f"e{n}", "date": d, "title": f"{title} {d}"} for n, d in enumerate(dates)]
    found = marks(drawn("-s", store(*events), "--width", "120"))
    assert len(found) == len(dates)
    for mark in found.values():
        (gap,) = (e for e in mark.iter(f"{SVG}rect") if e.get("class") == "gap")
        rects = [e for e in mark.iter(f"{SVG}rect") if e is not gap]
        edges = [(number(e, "x"), number(e, "x") + number(e, "width")) for e in [gap, *rects]]
        assert any(x0 <= edges[0][0] and edges[0][1] <= x1 for x0, x1 in edges[1:])


# --- the layout, for any events ---

days = st.dates().map(str)
texts = st.one_of(
    days,
    days.map(lambda day: day[:7]),
    days.map(lambda day: f"{day[:4]}~"),
    days.map(lambda day: f"{day[:3]}X?"),
    days.map(lambda day: f"{day}/.."),
    days.map(lambda day: f"/{day}"),
    st.tuples(days, days).map(lambda pair: "/".join(sorted(pair))),
)
subjects = st.lists(
    st.builds(PictureItem, texts.map(parse).map(shape), st.text(max_size=60)),
    max_size=60,
)


def spans(picture: Picture) -> dict[int, list[tuple[float, float]]]:
    """The pixels in use, with labels, row by row."""
    rows: dict[int, list[tuple[float, float]]] = {}
    for one in picture.placed:
        long = ems(one.label) * picture.density.font + 6 if one.label else 0
        left, right = (long * (one.side == side) for side in ("left", "right"))
        rows.setdefault(one.row, []).append((one.x0 - left, one.x1 + right))
    return rows


@given(subjects, st.sampled_from((320, 760, 2000)))
def test_nothing_overlaps_and_nothing_is_lost(found: list[PictureItem], width: int) -> None:
    picture, numbers = layout(found, width)
    everything = [one.number for one in picture.placed]
    everything += [number for fold in picture.folds for number in fold.numbers]
    assert sorted(everything) == list(range(len(numbers)))
    for row in spans(picture).values():
        row.sort()
        assert all(end <= start + 0.01 for (_, end), (start, _) in pairwise(row))
        assert row[0][0] >= -0.01
        assert row[-1][1] <= width + 0.01
    for one in picture.placed:
        assert one.x1 <= width + 0.01
    assert picture.rows <= picture.density.rows


@pytest.mark.parametrize("width", range(200, 1500, 50))
def test_labels_are_cut_last(width: int) -> None:
    events = json.loads(EVENTS.read_bytes())["events"]
    found = [PictureItem(shape(parse(event["date"])), event["title"]) for event in events]
    picture, _ = layout(found, width)
    for one in picture.placed:
        text = found[one.number].label
        room = (max(one.x0, width - one.x1) - 6) / picture.density.font
        if one.label != text:
            assert ems(text) > room
            more = text[: len(one.label) + 1]  # without the ellipsis, and two more for a blank
            assert ems(f"{more}…") > room


def test_long_labels_are_cut_before_they_are_lost() -> None:
    dates = [f"{1900 + n}" for n in range(100)]
    long = [PictureItem(shape(parse(date)), "long words " * 20) for date in dates]
    picture, _ = layout(long, 4000)
    assert not picture.density.stacks
    assert {one.label[-1] for one in picture.placed} == {"…"}


@pytest.mark.parametrize("count", [1, 15, 30, 50, 200])
def test_the_loosest_density_that_is_not_too_high_is_taken(count: int) -> None:
    found = [PictureItem(shape(parse("2019")), "A label of some length")] * count
    picture, _ = layout(found, 400)
    number = next((n for n, d in enumerate(DENSITIES) if count <= d.rows), len(DENSITIES) - 1)
    assert picture.density == DENSITIES[number]
    assert bool(picture.folds) == (count > 56)


@given(st.text(), st.floats(0, 50))
def test_a_cut_text_fits_and_says_so(said: str, limit: float) -> None:
    kept = cut(said, limit)
    assert ems(kept) <= limit + 1e-9
    assert kept == said or kept == "" or (kept.endswith("…") and said.startswith(kept[:-1]))


def test_the_command_draws_its_chart(tmp_path: Path) -> None:
    file = tmp_path / "chart.svg"
    asked = ("chart", "--by", "tag", "--zoom", "2021", "--today", "2021-06-01")
    assert call(*asked, "-o", str(file)).code == 0
    drawn = call(*asked, "-f", "svg").out
    assert file.read_text("utf-8") == drawn
    texts = list(ElementTree.fromstring(drawn).itertext())
    assert any("today, 1 Jun 2021" in text for text in texts)
    shown = call("timeline", "--on", "2021", "--json").json()
    tags = {tag for event in shown for tag in event["tags"]}
    assert tags <= {text.partition(" · ")[0].strip() for text in texts}
    assert any("earlier, the last of them" in text for text in texts)


@pytest.mark.parametrize("option", ["--ascii", "--describe"])
def test_characters_are_no_matter_of_a_picture(option: str) -> None:
    done = call("chart", option, "-f", "svg")
    assert (done.code, done.out) == (2, "")
    assert option in done.err
