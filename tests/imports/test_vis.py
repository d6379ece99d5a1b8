"""Items of vis-timeline, and vis-timeline itself as another reader of the same items.

It runs in a browser, as `tools_page` says. To it all is an instant, so what is compared is the day,
in UTC, on which an item begins, and that on which it ends; of a month or a year, that is its first.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Done, call, import_file
from tools_page import tools_page

from hkinno.dates.calendar import ordinal
from hkinno.dates.edtf import parse

pytestmark = pytest.mark.usefixtures("state")
Event = dict[str, Any]
Take = Callable[..., tuple[Done, list[Event]]]
EPOCH, DAY_MS = ordinal(1970, 1, 1), 86_400_000

ASK = """({items, groups}) => {
  const at = document.getElementById('t')
  const timeline = new vis.Timeline(at, new vis.DataSet(items), new vis.DataSet(groups))
  const group = (id) => timeline.groupsData?.get(id)?.content ?? ''
  return Object.values(timeline.itemSet.items).map(({data}) => ({
    content: data.content, group: group(data.group),
    start: data.start.valueOf(), end: data.end?.valueOf() ?? null,
  }))
}"""


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Import JSON or a text; what was said, and the events that came in."""

    def take(data: Any, name: str = "x.json") -> tuple[Done, list[Event]]:
        text = data if isinstance(data, str) else json.dumps(data)
        return import_file(tmp_path, name, text)

    return take


WRITTEN = {  # a start or an end: in EDTF
    "2014-04-20": "2014-04-20",
    "2014-04": "2014-04",
    "2014-04-20T14:30:05Z": "2014-04-20T14:30:05Z",
    "2014-04-20T14:30:05.123Z": "2014-04-20T14:30:05Z",
    "2014-04-20T14:30": "2014-04-20T14:30:00",
    "2014-04-20 14:30": "2014-04-20T14:30:00",
    "2014-04-20T23:30:00+05:00": "2014-04-20T23:30:00+05:00",
    "/Date(1198908717056)/": "2007-12-29T06:11:57Z",
    "/Date(1198908717056-0700)/": "2007-12-29T06:11:57Z",
    "Date(-86400000)": "1969-12-31T00:00:00Z",
    "1398297600000": "2014-04-24T00:00:00Z",
    1398297600000: "2014-04-24T00:00:00Z",
    1398297600000.5: "2014-04-24T00:00:00Z",
    1398250805: "1970-01-17T04:24:10Z",
    0: "1970-01-01T00:00:00Z",
    86400000: "1970-01-02T00:00:00Z",
    -62135596800000: "0001-01-01T00:00:00Z",
}
AS_YEARS = {"2003": "2003", 2003: "2003", 20140420: "2014-04-20", "20140420": "2014-04-20"}
"""To vis some seconds or hours of 1970."""


def items() -> list[dict[str, Any]]:
    starts: list[dict[str, Any]] = [{"start": start} for start in WRITTEN]
    ends = [{"start": 0, "end": end} for end in ("2014-04-20", 86400000 * 400, "/Date(1e3)/")][:2]
    return [{"id": n, "content": f"Item {n}", **item} for n, item in enumerate(starts + ends, 1)]


@pytest.mark.parametrize(("start", "edtf"), [*WRITTEN.items(), *AS_YEARS.items()])
def test_starts(start: Any, edtf: str, take: Take) -> None:
    also = {"id": 2, "content": "B", "start": "2001-02-03T04:05:06Z"}  # so that times are times
    done, ours = take([{"id": 1, "content": "A", "start": start}, also])
    assert done.code == 0, done.err
    assert "it is read as a file of vis" in done.err
    assert [event["date"] for event in ours if event["title"] == "A"] == [edtf]


def test_days_are_those_of_vis(take: Take) -> None:
    told = items()
    with tools_page("vis", {}) as page:
        theirs = page.evaluate(ASK, {"items": told, "groups": []})
    done, ours = take(told)
    assert done.code == 0, done.err
    days = {event["title"]: parse(event["date"]) for event in ours}
    assert len(theirs) == len(ours) == len(told)
    for item in theirs:
        date = days[item["content"]]
        first = item["start"] // DAY_MS + EPOCH
        written = next(one["start"] for one in told if one["content"] == item["content"])
        if "+05:00" not in str(written):  # where it is another day than in UTC
            assert date.lo == first, item
        if item["end"] is not None:
            assert date.hi == item["end"] // DAY_MS + EPOCH, item


WHOLE_DAYS = {  # from when to when: in EDTF
    ("2002-01-01T00:00:00", "2006-01-01T00:00:00"): "2002-01-01/2005-12-31",
    ("2014-04-14T00:00:00", "2014-04-16T00:00:00"): "2014-04-14/2014-04-15",
    ("2014-04-14T00:00:00.000Z", "2014-04-15T00:00:00.000Z"): "2014-04-14",
    ("2014-04-14 00:00", "2014-04-16 00:00"): "2014-04-14/2014-04-15",
    ("-000043-03-15T00:00:00", "-000043-03-17T00:00:00"): "-0043-03-15/-0043-03-16",
    ("-001200-01-01T00:00:00", "-001199-01-01T00:00:00"): "-1200-01-01/-1200-12-31",
}
OTHER_DAYS = {
    ("2014-04-14", "2014-04-16"): "2014-04-14/2014-04-16",
    ("2014-04-14", "2014-04-16T00:00:00"): "2014-04-14/2014-04-16",
    ("2014-04-14T00:00:00", "2014-04-14T00:00:00"): "2014-04-14",
}


@pytest.mark.parametrize("name", ["x.json", "x.csv"])
def test_an_end_at_midnight_is_the_day_after_the_last_one(name: str, take: Take) -> None:
    """As `timeline -f vis` writes it; a day without a time is that whole day."""
    every = {**WHOLE_DAYS, **OTHER_DAYS}
    told = [
        {"id": n, "content": f"Item {n}", "Start": start, "End": end}
        for n, (start, end) in enumerate(every)
    ]
    lines = [",".join(map(str, row.values())) for row in told]
    done, ours = take("\n".join([",".join(told[0]), *lines]) if name == "x.csv" else told, name)
    assert done.code == 0, done.err
    assert {event["title"]: event["date"] for event in ours} == {
        f"Item {n}": date for n, date in enumerate(every.values())
    }
    said = "from midnight to midnight are whole days, of which the end is not one, as"
    assert f"{said} 2002-01-01/2005-12-31 ({len(WHOLE_DAYS)} events)" in done.err


def test_midnight_is_a_time_where_there_are_others(take: Take) -> None:
    items = [{"start": "2014-04-14T00:00:00"}, {"start": "2014-04-14T09:30:00"}]
    items += [{"start": "2014-04-14T00:00:00", "end": "2014-04-16T00:00:00"}]
    done, ours = take([{"id": n, "content": f"I{n}", **item} for n, item in enumerate(items)])
    assert done.code == 0, done.err
    assert sorted(event["date"] for event in ours) == [
        *("2014-04-14/2014-04-15", "2014-04-14T00:00:00", "2014-04-14T09:30:00"),
    ]


def test_what_hkinno_wrote_has_its_days_without_the_exact_date(take: Take, tmp_path: Path) -> None:
    dates = ("2002/2005", "-0043-03-15", "2014-04-14", "2001-12")
    events = [{"id": f"e{n}", "title": f"E{n}", "date": date} for n, date in enumerate(dates)]
    (tmp_path / "old.json").write_text(json.dumps(events))
    done = call("timeline", "-s", str(tmp_path / "old.json"), "-f", "vis")
    keys = ("edtf", "hkinno")
    items = [{k: v for k, v in item.items() if k not in keys} for item in json.loads(done.out)]
    done, ours = take(items)
    assert done.code == 0, done.err
    spans = {event["title"]: parse(event["date"]) for event in ours}
    assert {title: (date.lo, date.hi) for title, date in spans.items()} == {
        event["title"]: (parse(event["date"]).lo, parse(event["date"]).hi) for event in events
    }


DATA: dict[str, list[dict[str, Any]]] = {
    "groups": [
        {"id": 1, "content": "<b>Alpha</b>", "nestedGroups": ["b"]},
        {"id": "b", "content": "Beta", "nestedGroups": [1]},
        {"id": "c"},
    ],
    "items": [
        {"id": 1, "content": "One <i>word</i>", "start": "2014-04-20", "group": 1},
        {
            "id": 2,
            "content": '<a href="https://example.org/">Two</a>',
            "title": "More of it",
            "start": "2014-04-20",
            "end": "2014-04-22",
            "group": "b",
            "type": "background",
            "className": "red",
        },
        {"id": "x", "content": "Three", "start": "2014", "group": "c"},
    ],
}


def test_items_with_groups(take: Take) -> None:
    """A background is a span like others; a group without a name is called by its id."""
    done, ours = take(DATA)
    assert done.code == 0, done.err
    assert "leaving out" not in done.err
    assert {event["id"]: event for event in ours} == {
        "1": {"id": "1", "date": "2014-04-20", "title": "One word", "category": "Alpha"},
        "2": {
            "id": "2",
            "date": "2014-04-20/2014-04-22",
            "title": "Two",
            "summary": "More of it",
            "category": "Beta",
            "sources": [{"title": "Two", "url": "https://example.org/"}],
            "type": "background",
            "className": "red",
        },
        "x": {"id": "x", "date": "2014", "title": "Three", "category": "c"},
    }


def test_groups_are_those_of_vis(take: Take) -> None:
    plain = {**DATA, "groups": [{"id": 1, "content": "Alpha"}, {"id": "b", "content": "Beta"}]}
    plain["items"] = [{**item, "content": str(item["id"])} for item in DATA["items"][:2]]
    with tools_page("vis", {}) as page:
        theirs = page.evaluate(ASK, plain)
    _, ours = take(plain)
    assert {item["content"]: item["group"] for item in theirs} == {
        event["title"]: event["category"] for event in ours
    }


def test_an_array_and_a_table(take: Take) -> None:
    done, ours = take([{"id": 1, "content": "A", "start": "2014-04-20", "group": 7}])
    assert (done.code, ours[0]["category"]) == (0, "7")
    done, ours = take(
        "id,content,start,end,group\n1,A,1398297660000,,G\n2,B,2003,2004,G\n", "x.csv"
    )
    assert done.code == 0, done.err
    assert {event["title"]: event["date"] for event in ours} == {
        "A": "2014-04-24T00:01:00Z",
        "B": "2003/2004",
    }
