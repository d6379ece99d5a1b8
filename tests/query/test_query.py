"""Queries: what is kept, in which order. Days are compared as DESIGN section 4 says."""

import itertools
import json
import math
import tempfile
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hkinno import Date, HkinnoError, Query, load, parse_date
from hkinno.dates.edtf import parse
from hkinno.events import VALUES
from hkinno.query.bounds import DATE_FILTERS
from hkinno.query.filters import alternatives
from hkinno.query.order import SORTS
from hkinno.query.window import Neighbourhood

Event = dict[str, Any]

law = settings(max_examples=150)
BY_DATE = ", ".join(row.name for row in DATE_FILTERS)  # since, until, on and what is added


def event(name: str, date: str = "2002", **more: object) -> Event:
    return {"id": name, "date": date, "title": name, **more}


def answer(events: Sequence[Event], **query: Any) -> list[str]:
    """The ids of the events that a query keeps, in its order."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write("\n".join(json.dumps(each) for each in events))
        file.flush()
        selection = load(file.name).select(Query(**query))
        return [entry.event.id for entry in selection.entries]


def refused(**query: Any) -> str:
    with pytest.raises(HkinnoError) as caught:
        Query(**query)
    assert caught.value.exit_code == 2
    return str(caught.value)


# --- dates ---

# bound, event; what since, until and on keep: what may touch the days that they leave open, what
# must; what may lie wholly in them, what must
COMPARED = [
    ("2019", "2018", "-u- -u- -u- -u-"),
    ("2019", "2018-12-31", "-u- -u- -u- -u-"),
    ("2019", "2019-01-01", "suo suo suo suo"),
    ("2019", "2019", "suo suo suo suo"),
    ("2019", "2019-06", "suo suo suo suo"),
    ("2019", "2019-12-31", "suo suo suo suo"),
    ("2019", "2020-01-01", "s-- s-- s-- s--"),
    ("2019-02", "2019", "suo --- suo ---"),  # it is one day, somewhere in the year
    ("2019-02", "2019-01/2019-02", "suo suo -u- -u-"),  # it was on for certain at its beginning
    ("2019-02", "2019-02/2019-03", "suo suo s-- s--"),
    ("2019-02", "201X", "suo --- suo ---"),
    ("2019-02-15", "2019-02", "suo --- suo ---"),
    ("2019-02-15", "2019-02-16/2019-02-28", "s-- s-- s-- s--"),
    ("2019", "2018~", "-u- -u- -u- -u-"),  # qualifiers never change what may be
    ("2018?", "2018%", "suo suo suo suo"),
    ("2019", "2015/..", "suo suo --- ---"),
    ("2019", "2019/..", "suo suo s-- s--"),
    ("2019", "2020/..", "s-- s-- s-- s--"),
    ("2019", "2020/", "s-- s-- s-- s--"),
    ("2019", "2018/", "suo -u- -u- ---"),  # it may have ended at once
    ("2019", "2019/", "suo suo suo s--"),
    ("2019", "../2018", "-u- -u- -u- -u-"),
    ("2019", "../2019", "suo suo -u- -u-"),
    ("2019", "/2019", "suo suo suo -u-"),
    ("2023", "2021/2025", "suo suo --- ---"),  # a plan is on in each of its years
    ("2021", "2021/2025", "suo suo s-- s--"),
    ("../2019", "../2018", "suo suo suo suo"),
    ("2019/..", "2018", "-u- -u- -u- -u-"),
    ("2019/..", "2020/..", "suo suo suo suo"),
    ("2002", "[1999,2005]", "su- --- su- ---"),  # not in the years between
    ("[1999,2005]", "2002", "su- su- su- su-"),
    ("[1999,2005]", "1998/2000", "suo suo -u- -u-"),
    ("2002", "{1999,2005}", "su- su- --- ---"),
    ("2002", "{1999..2005}", "suo suo --- ---"),  # in each of the years
    ("XXXX-07-04", "1969-07-20", "su- su- su- su-"),
    ("XXXX-07-04", "1969-07", "suo su- suo su-"),
    ("201X-08", "2012-08-31/2013-08-01", "suo suo su- su-"),
    ("-0524", "-0523", "s-- s-- s-- s--"),
    ("-0524", "-0525", "-u- -u- -u- -u-"),
    ("Y170000002", "2019", "-u- -u- -u- -u-"),
]
MODES = [(False, False), (True, False), (False, True), (True, True)]  # certain, inside


@pytest.mark.parametrize(("bound", "date", "kept"), COMPARED)
def test_what_each_bound_keeps_in_each_mode(bound: str, date: str, kept: str) -> None:
    for (certain, inside), letters in zip(MODES, kept.split(), strict=True):
        for letter, name in zip("suo", ("since", "until", "on"), strict=True):
            found = answer([event("e", date)], **{name: bound}, certain=certain, inside=inside)
            assert found == ["e"] * (letter in letters), (name, certain, inside)


def keeps(date: Date, lo: float, hi: float, certain: bool, inside: bool) -> bool:
    """DESIGN section 4, for dates and windows without holes."""
    if inside:
        start, end = (date.lo, date.hi) if certain else (date.latest_start, date.earliest_end)
        return start >= lo and end <= hi
    start, end = (date.latest_start, date.earliest_end) if certain else (date.lo, date.hi)
    return start <= hi and end >= lo


DATES = ["2019", "2019-02", "2019-02-28", "2019-03-01", "2018~", "201X", "2018/2019-02", "2019/.."]
DATES += ["../2018", "2020/", "2019-02-28T10:00:00", "2019-21", "19XX", "-0010", "1999?"]
dates = st.sampled_from(DATES)
bounds = st.fixed_dictionaries({}, optional=dict.fromkeys(("since", "until", "on"), dates))


@law
@given(st.lists(dates, max_size=8), bounds, st.booleans(), st.booleans())
def test_filters_agree_with_the_definition(
    texts: list[str], asked: dict[str, str], certain: bool, inside: bool
) -> None:
    events = [event(str(number), text) for number, text in enumerate(texts)]
    certain, inside = certain and bool(asked), inside and bool(asked)
    spans = {name: parse(bound) for name, bound in asked.items()}
    lo = max((date.lo for name, date in spans.items() if name != "until"), default=-math.inf)
    hi = min((date.hi for name, date in spans.items() if name != "since"), default=math.inf)
    if lo > hi:
        assert any(said in refused(**asked) for said in ("begins after", "there is no day"))
        return
    found = answer(events, certain=certain, inside=inside, **asked)
    kept = [e["id"] for e in events if keeps(parse(e["date"]), lo, hi, certain, inside)]
    assert sorted(found) == kept


@pytest.mark.parametrize("name", ["since", "until", "on"])
@pytest.mark.parametrize("certain", [False, True])
def test_an_unreadable_date_is_kept_until_dates_are_asked_for(name: str, certain: bool) -> None:
    events = [event("a", "soon"), event("b")]
    assert answer(events) == ["b", "a"]
    assert answer(events, **{name: "1900/.."}) == ["b"]
    assert answer(events, **{name: "2002"}, certain=certain) == ["b"]


def test_a_bound_may_be_a_date() -> None:
    assert answer([event("a"), event("b", "2004")], since=parse_date("Feb 2003")) == ["b"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"certain": True}, "--certain "),
        ({"certain": True, "tag": "x"}, "--certain "),
        (
            {"since": "2020", "until": "2019-05"},
            "--since '2020' begins after --until '2019-05' ends (2020-01-01 > 2019-05-31)",
        ),
        (
            {"since": "-0001-03", "until": "-0001-02", "on": "2019"},
            "--since '-0001-03' begins after --until '-0001-02' ends (-0001-03-01 > -0001-02-28)",
        ),
        ({"since": "soon"}, "'soon' is no date"),
        ({"on": 2019}, "'2019' is no date"),
        ({"until": ["2019"]}, "\"['2019']\" is no date"),
    ],
)
def test_bounds_that_make_no_sense(query: dict[str, Any], sentence: str) -> None:
    assert refused(**query).startswith(sentence)


@pytest.mark.parametrize(
    ("since", "until"), [("2019", "2019"), ("2019-12-31", "2019"), ("2019/..", "../2019")]
)
def test_bounds_that_meet(since: str, until: str) -> None:
    assert answer([event("e", "2019")], since=since, until=until) == ["e"]


def test_near_an_event() -> None:
    events = [event("a", "2001"), event("b", "2002"), event("c", "2002-05"), event("d", "2003")]
    days = (parse("2002").lo, parse("2002").hi)
    assert answer(events, near=Neighbourhood(days, "b")) == ["c"]
    assert answer(events, near=Neighbourhood(days, "zz"), certain=True) == ["b", "c"]
    assert answer([*events, event("e", "200X")], near=Neighbourhood(days, "b")) == ["e", "c"]
    assert answer([*events, event("e", "200X")], near=Neighbourhood(days, "b"), certain=True) == [
        "c"
    ]


# --- words ---


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a", ["a"]),
        ("a,b", ["a", "b"]),
        (" a , b c ,", ["a", "b c"]),
        (r"a\,b", ["a,b"]),
        (r"a\,b,c", ["a,b", "c"]),
        (r"a\\,b", ["a\\", "b"]),
        (r"a\\\,b", ["a\\,b"]),
        (r"a\b", [r"a\b"]),
        ("a\\", ["a\\"]),
        ("a,\\", ["a", "\\"]),
        ("", []),
        (" , ,", []),
    ],
)
def test_alternatives(text: str, values: list[str]) -> None:
    assert alternatives(text) == values


@law
@given(st.lists(st.text(min_size=1).filter(lambda t: t == t.strip()), min_size=1, max_size=4))
def test_any_value_can_be_written_as_an_alternative(values: list[str]) -> None:
    written = [value.replace("\\", "\\\\").replace(",", "\\,") for value in values]
    assert alternatives(",".join(written)) == values


WORDED = [
    event("a", category="Policy", tags=["x", "y"], places=["Hong Kong"], actors=["LU, Zijian"]),
    event("b", category="funding", tags=["X"], places=["Shenzhen", "hong kong"], actors=[]),
    event("c", tags=None, category=None),
    event("d", category="STRASSE", tags=["ÉTÉ", "x, y"], places=[" "]),
]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"category": "policy"}, "a"),
        ({"category": "POLICY, Funding"}, "ab"),
        ({"category": ["policy", "funding"]}, ""),
        ({"category": "straße"}, "d"),
        ({"category": "pol"}, ""),
        ({"no_category": "policy"}, "bcd"),
        ({"no_category": "policy,funding"}, "cd"),
        ({"no_category": ["policy", "funding"]}, "cd"),
        ({"tag": "x"}, "ab"),
        ({"tag": "x,été"}, "abd"),
        ({"tag": ["x", "y"]}, "a"),
        ({"tag": r"x\, y"}, "d"),
        ({"no_tag": "y"}, "bcd"),
        ({"tag": "x", "no_tag": "y"}, "b"),
        ({"place": "HONG KONG"}, "ab"),
        ({"place": "hong kong", "no_place": "shenzhen"}, "a"),
        ({"actor": r"lu\, zijian"}, "a"),
        ({"actor": "lu, zijian"}, ""),
        ({"no_actor": "nobody"}, "abcd"),
        ({"tag": ()}, "abcd"),
        ({"tag": None}, "abcd"),
        ({"tag": "x", "since": "2002", "search": "b"}, "b"),
    ],
)
def test_words_are_matched_whole(query: dict[str, Any], expected: str) -> None:
    assert answer(WORDED, **query) == list(expected)


@pytest.mark.parametrize("twin", ["", "no_"])
@pytest.mark.parametrize("name", [row.option for row in VALUES])
@pytest.mark.parametrize("empty", ["", " ", ",", ["x", ""]])
def test_a_word_filter_needs_a_value(name: str, twin: str, empty: Any) -> None:
    option = f"--{twin}{name}".replace("_", "-")
    assert refused(**{twin + name: empty}) == f"{option} needs a value"


@law
@given(st.sampled_from(["x", "y", "x,y", "zz", "X"]), st.sampled_from(["tag", "category"]))
def test_a_filter_and_its_twin_part_the_events(value: str, name: str) -> None:
    kept, dropped = answer(WORDED, **{name: value}), answer(WORDED, **{f"no_{name}": value})
    assert sorted(kept + dropped) == list("abcd")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"colour": "red"}, f"no filter 'colour'; there are {BY_DATE}, category, tag, place"),
        ({"no_since": "2019"}, "no filter 'no_since'; there are "),
        ({"tag": parse("2019")}, "what is looked for is text"),
        ({"sort": "size"}, "no sort 'size'; there are date, title, category, id"),
        ({"regex": True}, "--regex says how --search is read: it needs --search"),
    ],
)
def test_what_there_is_not(query: dict[str, Any], sentence: str) -> None:
    assert refused(**query).startswith(sentence)


# --- texts ---

TOLD = [
    event("t", title="Große Straße (a.b)"),
    event("s", summary="A robot. [x]"),
    event("z", translations={"zh-Hant": {"title": "香港", "summary": "機器人"}, "de": {}}),
    event("g", tags=["robotics"]),
    event("p", places=["Robot City"]),
    event("r", actors=["Dr. Robot"]),
    event("n", date_note="robot", sources=[{"title": "robot"}], category="robot", x="robot"),
]


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("robot", "sgpr"),
        ("ROBOT", "sgpr"),
        ("robot.", "s"),  # literally
        ("GROSSE", "t"),
        ("(a.b)", "t"),
        ("香", "z"),
        ("機器", "z"),
        (["robot", "city"], "p"),
        (["robot", "nowhere"], ""),
        ("", "tszgprn"),
    ],
)
def test_search_is_literal_and_folds_case(search: Any, expected: str) -> None:
    assert answer(TOLD, search=search) == list(expected)


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("^robot", "gp"),
        ("ROBOT(ics|\\.)", "sg"),
        (r"\bcity$", "p"),
        ("香.", "z"),
        (r"\p{Han}", "z"),
        (["robot", "^dr"], "r"),
        ("", "tszgprn"),
    ],
)
def test_a_pattern_may_be_anywhere(search: Any, expected: str) -> None:
    assert answer(TOLD, search=search, regex=True) == list(expected)


# --- order ---

ORDERED = [
    ("until", "../2019"),
    ("decade", "201X"),
    ("open", "2019/.."),
    ("year", "2019"),
    ("year-again", "2019~"),
    ("month", "2019-01"),
    ("day", "2019-01-01"),
    ("morning", "2019-01-01T08:00:00"),
    ("evening", "2019-01-01T20:00:00Z"),
    ("next-day", "2019-01-02"),
]


def test_a_year_heads_its_months() -> None:
    for events in itertools.islice(itertools.permutations(ORDERED[2:8]), 0, 720, 37):
        found = answer([event(name, date) for name, date in events])
        years = [name for name, _ in events if name.startswith("year")]
        assert found == ["open", *years, "month", "day", "morning"]


def test_order_and_reverse() -> None:
    events = [event(name, date) for name, date in reversed(ORDERED)]
    names = [name for name, _ in ORDERED]
    ties = [names.index("year"), names.index("year-again")]
    names[ties[0]], names[ties[1]] = names[ties[1]], names[ties[0]]  # place in the file
    assert answer(events) == names
    names[ties[0]], names[ties[1]] = names[ties[1]], names[ties[0]]
    assert answer(events, reverse=True) == [
        *["next-day", "evening", "morning", "day", "month", "year-again", "year", "open"],
        *["decade", "until"],
    ]


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("sort", SORTS)
def test_what_cannot_be_sorted_comes_last_in_either_order(sort: str, reverse: bool) -> None:
    lost = {"date": {"date": "soon"}, "category": {"category": ""}}.get(sort, {"title": ""})
    events = [event("x") | lost, event("b", category="k"), event("a", category="k")]
    if sort != "id":
        assert answer(events, sort=sort, reverse=reverse)[-1] == "x"


def test_other_sorts_fold_case_and_break_ties_by_date() -> None:
    events = [
        event("d", "2003", title="beta", category="y"),
        event("c", "2002", title="Beta", category="X"),
        event("b", "2001", title="alpha", category="x"),
        event("A", "soon", title="ALPHA", category="Y"),
    ]
    assert answer(events, sort="title") == ["b", "A", "c", "d"]
    assert answer(events, sort="title", reverse=True) == ["c", "d", "b", "A"]
    assert answer(events, sort="category") == ["b", "c", "d", "A"]
    assert answer(events, sort="id") == ["A", "b", "c", "d"]
    assert answer(events, sort="id", reverse=True) == ["d", "c", "b", "A"]


maybe = st.sampled_from([*DATES, "soon", "2019-13"])
orders = st.fixed_dictionaries(
    {"sort": st.sampled_from(list(SORTS)), "reverse": st.booleans()},
)


@law
@given(st.lists(st.tuples(maybe, st.sampled_from(["", "x", "Y"]))), orders, st.integers(0, 9))
def test_the_limit_cuts_after_sorting(
    rows: list[tuple[str, str]], order: dict[str, Any], limit: int
) -> None:
    events = [event(str(n), date, category=word, title=word) for n, (date, word) in enumerate(rows)]
    whole = answer(events, **order)
    assert sorted(whole, key=int) == [each["id"] for each in events]
    assert answer(events, **order, limit=limit) == whole[:limit]
    assert answer(events, **order, limit=10**30) == whole


@law
@given(st.lists(maybe, max_size=8))
def test_reverse_is_the_mirror_but_for_ties_and_the_unreadable(texts: list[str]) -> None:
    events = [event(str(n), text) for n, text in enumerate(texts)]
    dated = [each for each in events if each["date"] not in ("soon", "2019-13")]
    lost = [each["id"] for each in events if each not in dated]
    keys = {each["id"]: parse(each["date"]).order for each in dated}
    forward, backward = answer(events), answer(events, reverse=True)
    assert forward[len(dated) :] == backward[len(dated) :] == lost
    assert [keys[i] for i in forward[: len(dated)]] == sorted(keys.values())
    assert [keys[i] for i in backward[: len(dated)]] == sorted(keys.values(), reverse=True)
    for found in (forward, backward):
        for one, other in itertools.pairwise(found[: len(dated)]):
            assert keys[one] != keys[other] or int(one) < int(other)
