"""Groups: under which heading an event stands."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from conftest import call

from hkinno.dates.edtf import parse
from hkinno.events import Event
from hkinno.query.groups import GROUPS, NONE

A = {"id": "a", "date": "2002", "title": "T"}


def headings(group: str, date: str = "2002", **more: Any) -> list[str]:
    event = msgspec.convert(A | {"date": date} | more, Event)
    return list(GROUPS[group](event, parse(date)))


# An event whose span leaves the unit stands under its own date.
@pytest.mark.parametrize(
    ("date", "year", "month", "decade", "century"),
    [
        ("2019-02-03", "2019", "Feb 2019", "2010s", "2000 – 2099"),
        ("2019-02", "2019", "Feb 2019", "2010s", "2000 – 2099"),
        ("2019-02~", "2019", "Feb 2019", "2010s", "2000 – 2099"),
        ("2019", "2019", "2019", "2010s", "2000 – 2099"),
        ("2019?", "2019", "2019?", "2010s", "2000 – 2099"),
        ("2019-33", "2019", "2019 Q1", "2010s", "2000 – 2099"),
        ("2019-24", "winter 2019", "winter 2019", "winter 2019", "2000 – 2099"),
        ("2018/2019", "2018–2019", "2018–2019", "2010s", "2000 – 2099"),
        ("2019/2020", "2019–2020", "2019–2020", "2019–2020", "2000 – 2099"),
        ("201X", "2010s", "2010s", "2010s", "2000 – 2099"),
        ("1999/2000", "1999–2000", "1999–2000", "1999–2000", "1999–2000"),
        ("19XX", "20th century", "20th century", "20th century", "1900 – 1999"),
        ("2020/..", "since 2020", "since 2020", "since 2020", "since 2020"),
        ("../1985", "until 1985", "until 1985", "until 1985", "until 1985"),
        ("1000", "1000", "1000", "1000s", "1000 – 1099"),
        ("0999", "AD 999", "AD 999", "AD 990 – AD 999", "AD 900 – AD 999"),
        ("0000", "1 BC", "1 BC", "10 BC – 1 BC", "100 BC – 1 BC"),
        ("-0524-03", "525 BC", "Mar 525 BC", "530 BC – 521 BC", "600 BC – 501 BC"),
        ("Y12345", "12,345", "12,345", "12340s", "12,300 – 12,399"),
    ],
)
def test_headings_of_time(date: str, year: str, month: str, decade: str, century: str) -> None:
    assert headings("year", date) == [year]
    assert headings("month", date) == [month]
    assert headings("decade", date) == [decade]
    assert headings("century", date) == [century]


@pytest.mark.parametrize("group", ["year", "month", "decade", "century"])
def test_an_unreadable_date_has_a_heading(group: str) -> None:
    event = msgspec.convert(A | {"date": "soon"}, Event)
    assert list(GROUPS[group](event, None)) == ["unreadable date"]


@pytest.mark.parametrize(
    ("group", "more", "expected"),
    [
        ("category", {"category": "policy"}, ["policy"]),
        ("category", {"category": ""}, [NONE]),
        ("category", {}, [NONE]),
        ("tag", {"tags": ["x", "y"]}, ["x", "y"]),
        ("tag", {"tags": ["x", "y", "x"]}, ["x", "y"]),
        ("tag", {"tags": []}, [NONE]),
        ("place", {"places": ["Hong Kong"]}, ["Hong Kong"]),
        ("place", {"places": None}, [NONE]),
        ("actor", {"actors": ["A", "B"]}, ["A", "B"]),
        ("actor", {"tags": ["x"]}, [NONE]),
    ],
)
def test_headings_of_words(group: str, more: dict[str, Any], expected: list[str]) -> None:
    assert headings(group, **more) == expected


EVENTS = [
    A | {"tags": ["x", "y"], "title": "First"},
    A | {"id": "b", "date": "2004", "title": "Second"},
    A | {"id": "c", "date": "2002-05", "tags": ["y\x1b[2J"], "title": "Third"},
]


def test_sections_come_in_the_order_of_their_first_event(store: Callable[..., str]) -> None:
    path = store(*EVENTS)
    lines = call("timeline", "-s", path, "--group", "year").out.splitlines()
    body = [line.split()[0] for line in lines[2:] if line and not line.startswith("3 of 3")]
    assert body == ["2002", "2002", "May", "2004", "2004"]
    backwards = call("timeline", "-s", path, "--group", "year", "--reverse").out
    assert backwards.index("2004") < backwards.index("2002")


def test_an_event_stands_under_each_of_its_tags(store: Callable[..., str]) -> None:
    out = call("timeline", "-s", store(*EVENTS), "--group", "tag", "-f", "markdown").out
    assert out.count("First") == 2
    assert out.count("Second") == 1
    found = [line for line in out.splitlines() if line.startswith("## ")]
    assert found == ["## x", "## y", "## y\\\\x1b\\[2J", "## (none)"]  # nothing acts on a terminal


def test_the_footer_counts_each_event_once(store: Callable[..., str]) -> None:
    assert "3 of 3 events" in call("timeline", "-s", store(*EVENTS), "--group", "tag").out


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv"])
def test_formats_without_headings_refuse(form: str) -> None:
    done = call("timeline", "--group", "year", "--format", form)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"hkinno: {form} has no headings; --group works with ")
    assert "table" in done.err


def test_headings_are_there_without_events() -> None:
    done = call("timeline", "--group", "year", "--limit", "0")
    assert done.code == 0
    assert done.out.startswith("0 of ")
