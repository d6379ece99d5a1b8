"""The curated chronology: the facts of its one source, their dates and how each date is known.

`stated` is a date that the article gives itself; `derived` follows from something that the article
gives, and the event has to say how.
"""

import json
import re
from typing import Any, NamedTuple

import pytest
from conftest import EVENTS, call

from hkinno.dates.edtf import parse

CHRONOLOGY: dict[str, Any] = json.loads(EVENTS.read_bytes())
BY_ID: dict[str, Any] = {event["id"]: event for event in CHRONOLOGY["events"]}


class Fact(NamedTuple):
    """What the article says, in the words of the sheet that was made from it."""

    id: str
    date: str
    basis: str
    section: str
    says: str  # what title and summary cannot do without


OPENING, BAY, FUNDS, RESEARCH = (
    "opening",
    "Greater Bay Area integration",
    "Obtaining policy and fund support",
    "R&D cooperation",
)
FACTS = (
    Fact("hong-kong-returns", "1997-07-01", "derived", OPENING, "return"),
    Fact("science-park-opens", "2002", "stated", "photo caption", "Science Park opens"),
    Fact("cooperation-committee", "2004", "stated", FUNDS, "committee 15 times"),
    Fact("start-ups-2015", "2015", "stated", OPENING, "1,500 start-ups approximate"),
    Fact("bay-area-agreement", "2017-07-01", "derived", BAY, "Framework Agreement signed"),
    Fact("cooperation-arrangement", "2018", "stated", FUNDS, "Arrangement Ministry Science"),
    Fact("direct-research-funding", "2018", "stated", FUNDS, "funding directly institutes first"),
    Fact("roborn-partnership", "2018", "stated", RESEARCH, "Roborn ZTE Mobile 5G humanoid robot"),
    Fact("bay-area-outline-plan", "2019-02", "stated", BAY, "Outline Development Plan released"),
    Fact("cluster-ranked-second", "2020/2021", "derived", BAY, "Global Innovation Index second"),
    Fact("five-year-plan", "2021/2025", "derived", BAY, "14th Five-Year Plan hub"),
    Fact("key-laboratories", "2021", "stated", RESEARCH, "16 22 Chinese Academy laboratories"),
    Fact("start-ups-2021", "2021", "stated", OPENING, "4,000 unicorns"),
    Fact("wider-access-to-plans", "2021-02", "stated", BAY, "Wang Zhigang 14th Five-Year Macao"),
    Fact("lee-wai-sze-bronze", "2021-08-08", "derived", RESEARCH, "Lee bronze Tianhe-2 Zhang Xin"),
    Fact("bay-science-forum", "2021-12", "derived", FUNDS, "Carrie Lam 440 million RMB two years"),
    Fact("world-competitiveness", "2022", "stated", OPENING, "World Competitiveness IMD fifth"),
    Fact("tianhe-2-teams", "2022-07", "derived", RESEARCH, "Tianhe-2 200 teams Macao eight"),
    Fact("article-published", "2022-07-07", "stated", "header", "Science and Technology Daily"),
)
MILESTONES = (
    ("science-park-opens", "2002"),
    ("cooperation-committee", "2004"),
    ("cooperation-arrangement", "2018"),
    ("bay-area-outline-plan", "2019-02"),
)
FIGURES = [
    # id, value, unit, whether the article says around, and whether it says more than
    ("cooperation-committee", 15, "meetings", False, None),
    ("start-ups-2015", 1500, "companies", True, None),
    ("cluster-ranked-second", 2, "rank", False, None),
    ("key-laboratories", 16, "laboratories", False, None),
    ("key-laboratories", 6, "branches", False, None),
    ("key-laboratories", 22, "laboratories", False, None),
    ("start-ups-2021", 4000, "companies", False, None),
    ("start-ups-2021", 10, "companies", False, "more than"),
    ("bay-science-forum", 440_000_000, "RMB", False, "more than"),
    ("world-competitiveness", 5, "rank", False, None),
    ("tianhe-2-teams", 200, "teams", False, "more than"),
    ("tianhe-2-teams", 8, "universities", False, None),
]
each_fact = pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)


def test_every_fact_is_an_event_and_every_event_a_fact() -> None:
    assert [event["id"] for event in CHRONOLOGY["events"]] == [fact.id for fact in FACTS]
    assert CHRONOLOGY["title"]


@each_fact
def test_the_date_is_exactly_as_precise_as_its_basis(fact: Fact) -> None:
    assert BY_ID[fact.id]["date"] == fact.date
    parse(fact.date)


@each_fact
def test_a_derived_date_says_how(fact: Fact) -> None:
    note = BY_ID[fact.id].get("date_note", "")
    assert note.startswith("Derived: ") == (fact.basis == "derived")
    assert not note or note.endswith(".")


@each_fact
def test_the_event_says_what_the_article_says(fact: Fact) -> None:
    event = BY_ID[fact.id]
    said = f"{event['title']} {event['summary']}".casefold()
    assert [word for word in fact.says.casefold().split() if word not in said] == []


@each_fact
def test_the_source_is_the_article_and_the_place_in_it(fact: Fact) -> None:
    (source,) = BY_ID[fact.id]["sources"]
    assert {name: text for name, text in source.items() if name != "quote"} == {
        "title": "Hong Kong: Innovation Hub in the Making",
        "publisher": "Science and Technology Daily",
        "author": "LU Zijian",
        "date": "2022-07-07",
        "locator": fact.section,
    }


@each_fact
def test_there_is_a_translation_into_traditional_chinese(fact: Fact) -> None:
    said = BY_ID[fact.id]["translations"]["zh-Hant"]
    assert set(said) == {"title", "summary"}
    for text in said.values():
        assert len(re.findall("[\u4e00-\u9fff]", text)) >= 5
        # characters that are written so in simplified Chinese only
        assert not re.search(
            "[国学与发区门开关业东车马长见观说请这进远际严么为历园图团张产经]", text
        )
    assert said["summary"].endswith("。")


@each_fact
def test_every_event_can_be_found_by_category_tag_and_place(fact: Fact) -> None:
    event = BY_ID[fact.id]
    assert event["category"]
    assert event["tags"]
    assert event["places"]
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", tag) for tag in (fact.id, *event["tags"]))


def test_the_four_milestones() -> None:
    events = call("timeline", "--tag", "milestone", "--json").json()
    assert tuple((event["id"], event["date"]) for event in events) == MILESTONES


def test_the_figures() -> None:
    found = [
        (event["id"], figure["value"], figure["unit"], figure["approximate"], figure.get("bound"))
        for event in CHRONOLOGY["events"]
        for figure in event.get("figures", ())
    ]
    assert found == FIGURES


def test_the_milestones_since_2015_are_shown() -> None:
    done = call("timeline", "--since", "2015")
    shown = [line for line in done.out.split("\n") if line[:1].isalnum() and "  " in line][1:]
    assert len(shown) == sum(parse(fact.date).hi >= parse("2015").lo for fact in FACTS) == 16
    for line, fact in zip(shown, FACTS[3:], strict=True):
        assert line.endswith(f"  {fact.id}")
        assert BY_ID[fact.id]["title"] in line
    assert done.out.endswith("\n16 of 19 events · 2015 – 2025 · the bundled chronology\n")
    for said in ("2018  ", "Feb 2019  ", "2020–2021  ", "8 Aug 2021  ", "7 Jul 2022  "):
        assert f"\n{said}" in done.out
