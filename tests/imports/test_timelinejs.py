"""Sheets and slides of TimelineJS, and TimelineJS itself as another reader of the same files.

It runs in a browser, as `tools_page` says. Both have to tell the same events, eras and title slide,
with the same headlines, groups and dates, each with the same precision. `OTHERWISE` has what hkinno
reads in another way, and why.
"""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from conftest import Done, import_file
from tools_page import HOST, tools_page

pytestmark = pytest.mark.usefixtures("state")
Event = dict[str, Any]
Take = Callable[..., tuple[Done, list[Event]]]

ASK = """async (data) => {
  const options = {script_path: 'http://tools.invalid/js/', font: null}
  const timeline = new TL.Timeline('t', data, options)
  while (!timeline.config) await new Promise(done => setTimeout(done, 10))
  const {title, events, eras, messages} = timeline.config
  const date = (at) => at && {...at.data, shown: at.getDisplayDate(timeline.language)}
  const slide = (of) => ({
    headline: of.text?.headline ?? of.headline, text: of.text?.text ?? '', group: of.group ?? '',
    display: of.display_date ?? '', media: of.media ?? {}, id: of.unique_id,
    start: date(of.start_date), end: date(of.end_date) ?? null,
  })
  const [title_slide] = [title].filter(Boolean).map(slide)
  return JSON.stringify({title: title_slide ?? null, events: events.map(slide),
                         eras: eras.map(slide), errors: messages.errors.map(String)})
}"""


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Import a text; what was said, and the events that came in."""

    def take(text: str, name: str = "x.csv", *args: str) -> tuple[Done, list[Event]]:
        return import_file(tmp_path, name, text, *args)

    return take


def ask(text: str, name: str = "x.csv") -> Any:
    """What TimelineJS makes of a file."""
    with tools_page("timelinejs", {name: text}) as page:
        return json.loads(page.evaluate(ASK, HOST + name))


def sheet(rows: Sequence[Mapping[str, str]]) -> str:
    names = dict.fromkeys(name for row in rows for name in row)
    file = io.StringIO()
    writer = csv.DictWriter(file, names)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


# --- what TimelineJS says, in EDTF


def edtf(date: Mapping[str, Any]) -> str:
    """A date of TimelineJS as precise as it shows it; its -500 is shown as 500 BCE."""
    number = {key: int(date[key]) if date.get(key) not in (None, "") else 0 for key in PARTS}
    year = number["year"]
    if year < 0:
        assert f"{-year}" in date["shown"]
        assert "<span>BCE</span>" in date["shown"]
        year += 1
    text = f"{'-' * (year < 0)}{abs(year):04}" if abs(year) < 10000 else f"Y{year}"
    for key in ("month", "day"):
        text += f"-{number[key]:02}" if number[key] else ""
    clock = [number[key] for key in ("hour", "minute", "second")]
    return text + ("T" + ":".join(f"{part:02}" for part in clock) if any(clock) else "")


PARTS = ("year", "month", "day", "hour", "minute", "second")


def span(slide: Mapping[str, Any]) -> str:
    """Both ends; an interval of EDTF has days at the most."""
    start = edtf(slide["start"])
    if not slide["end"] or edtf(slide["end"]) == start:
        return start
    end = edtf(slide["end"])
    if "T" in start + end:
        days = [text.partition("T")[0] for text in (start, end)]
        return start if days[0] == days[1] else "/".join(days)
    return f"{start}/{end}"


def compare(theirs: Any, ours: list[Event]) -> None:
    """The same slides by their headlines, with the same dates, groups and texts."""
    told = {event["title"]: event for event in ours}
    assert len(told) == len(ours)
    slides = {slide["headline"]: slide for slide in theirs["events"] + theirs["eras"]}
    assert sorted(told) == sorted(slides)
    eras = {slide["headline"] for slide in theirs["eras"]}
    for title, slide in slides.items():
        event = told[title]
        assert event["date"] == span(slide), (title, slide)
        assert event.get("category", "") == ("era" if title in eras else slide["group"])
        if title in eras:
            continue  # of an era TimelineJS keeps no more
        assert event.get("summary", "") == slide["text"]
        media = [slide["media"]["url"]] if slide["media"].get("url") else []
        assert [picture["url"] for picture in event.get("media", [])] == media


# --- dates


# 12:00 am alone is not among them: it is midnight here, and no time to TimelineJS
def dates() -> list[dict[str, str]]:
    """Rows with all that their columns of dates may have, each under its own headline."""
    years = ("1990", "-500", "998", " 1991 ", "1,992", "-13800")
    days = (("", ""), ("2", ""), ("02", "3"), ("12", "31"))
    times = ("", "14:30", "2:05 pm", "12:15 a.m.", "9.45", "1430", "930", "14", "7PM")
    ends: tuple[dict[str, str], ...] = (
        {},
        {"End Year": "2001"},
        {"End Year": "2001", "End Month": "4", "End Day": "5"},
    )
    rows = []
    for year, (month, day), time, end in product(years, days, times, ends):
        if (time and not day) or (year == "-13800" and month):
            continue  # a time belongs to a day; EDTF has no months of years as long
        later = {"End Time": time} if time and "End Day" in end else {}
        rows.append({"Year": year, "Month": month, "Day": day, "Time": time, **end, **later})
    rows += [{"Year": "13,800"}, {"Year": "13800"}, {"Year": "-99,999"}]
    return [{**row, "Headline": f"Event {number}"} for number, row in enumerate(rows)]


NAMES = ("End Year", "End Month", "End Day", "End Time", "Text", "Media", "Type", "Group")


def test_dates_of_the_sheet_are_those_of_timelinejs(take: Take) -> None:
    rows = [{**dict.fromkeys(NAMES, ""), **row} for row in dates()]
    text = sheet(rows)
    theirs = ask(text)
    assert theirs["errors"] == []
    done, ours = take(text)
    assert done.code == 0, done.err
    assert "it is read as a file of timelinejs" in done.err
    assert len(ours) == len(rows) > 300
    compare(theirs, ours)


def test_dates_of_slides_are_those_of_timelinejs(take: Take) -> None:
    """Numbers and texts, nothing and zero for what is not known."""
    numbers = (
        *(
            {"year": 1990, "format": "yyyy"},
            {"year": "1990", "month": ""},
            {"year": -500, "month": 0, "day": 0},
        ),
        *({"year": 998, "month": "2"}, {"year": -99999}),
        {"year": 1990, "month": 2, "day": 3, "hour": 14},
        {"year": 1990, "month": "02", "day": "03", "hour": "14", "minute": "5", "second": 7},
        {"year": 1990, "month": 2, "day": 3, "hour": 0, "minute": 0, "millisecond": 0},
        {"year": 1990, "month": 2, "day": 3, "minute": 5, "millisecond": "7"},
    )
    ends = (None, {"year": 2001}, {"year": 2001, "month": 4, "day": 5, "hour": 6})
    slides = [
        {"start_date": start, **({"end_date": end} if end else {})}
        for start, end in product(numbers, ends)
    ]
    events = [{**s, "text": {"headline": f"Event {n}"}} for n, s in enumerate(slides)]
    text = json.dumps({"scale": "human", "events": events})
    theirs = ask(text, "x.json")
    assert theirs["errors"] == []
    done, ours = take(text, "x.json")
    assert done.code == 0, done.err
    compare(theirs, ours)


FIRST_VERSION = {  # `Start Date`: what a sheet of the first versions has, and how it is read
    "2/3/1990": "1990-02-03",
    "12/31/1990": "1990-12-31",
    "5/1990": "1990-05",
    "1990": "1990",
    "1990-02": "1990-02",
    "1990-02-03": "1990-02-03",
    "-500": "-0499",
    "10/17/2011 14:30:05": "2011-10-17T14:30:05",
}


def test_the_sheet_of_the_first_versions(take: Take) -> None:
    """Days are American there by definition; a tag is a group."""
    rows = [
        {"Start Date": date, "Headline": f"Event {n}", "Text": "", "Media": "", "Tag": "T"}
        for n, date in enumerate(FIRST_VERSION)
    ]
    text = sheet([{**row, "End Date": "", "Media Credit": "", "Type": ""} for row in rows])
    done, ours = take(text)
    assert done.code == 0, done.err
    told = {event["title"]: event for event in ours}
    assert [told[row["Headline"]]["date"] for row in rows] == list(FIRST_VERSION.values())
    assert {event["category"] for event in ours} == {"T"}
    compare(ask(text), ours)


OTHERWISE = {  # a row; what hkinno says of it
    "Year=44,Month=2": "which century? 1944 or 2044",  # the year 44 to TimelineJS
    "Year=1990,Month=2,Day=30": "month 02 has no day 30",  # the 2nd of March to it
    "Year=1990,Month=13": "'13' is no month",  # January 1991
    "Year=1990,Day=3": "it has a day, '3', and no month",  # the 3rd of January
    "Year=": "it has no date",  # left out without a word
    "Year=2001,End Year=1990": "it ends before it starts",  # drawn from right to left
}


@pytest.mark.parametrize(("row", "why"), OTHERWISE.items())
def test_what_timelinejs_takes_and_hkinno_refuses(row: str, why: str, take: Take) -> None:
    cells = dict(part.split("=") for part in row.split(","))
    done, ours = take(sheet([{**dict.fromkeys(NAMES, ""), "Headline": "A", "Month": "", **cells}]))
    assert (done.code, ours) == (1, [])
    assert "x.csv: row 2: " in done.err
    assert why in done.err


def test_and_it_does_take_that() -> None:
    rows = []
    for row in OTHERWISE:
        cells = dict(part.split("=") for part in row.split(","))
        rows.append({**dict.fromkeys(("Year", "Month", "Day", *NAMES), ""), **cells})
    theirs = ask(sheet([{**row, "Headline": f"A{n}"} for n, row in enumerate(rows)]))
    assert theirs["errors"] == []
    assert len(theirs["events"]) == len(OTHERWISE) - 1  # without the one that has no date


# --- slides

SHEET = """\
Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,\
Media Credit,Media Caption,Media Thumbnail,Alt Text,Type,Group,Background,Link
,,,,,,,,,My <b>title</b>,About it,https://example.org/t.jpg,,,,,title,,#fff,
1990,2,3,,,,,,,One,Text of one,https://example.org/a.jpg,Ann,A picture,t.jpg,words,,First,#ccc,
1991,,,,1993,,,,,Two,,<iframe src=x></iframe>,Bob,A film,,,,Second,,
1992,,,,,,,,c. 1992,Three,,,,,,,,,,
1800,,,,1899,,,,,The century,,,,,,,era,Left,,
"""
SLIDES = {
    "title": {"text": {"headline": "My <b>title</b>"}},
    "events": [
        {
            "start_date": {"year": 1990, "month": 2, "day": 3},
            "text": {"headline": "One", "text": "Text of one"},
            "media": {"url": "https://example.org/a.jpg", "credit": "Ann", "caption": "A picture",
                      "alt": "words", "link": "https://example.org/l"},
            "group": "First",
            "unique_id": "number-one",
            "background": {"color": "#ccc"},
        },
        {"start_date": {"year": 1992, "display_date": "c. 1992"}, "text": {"headline": "Three"}},
        {
            "start_date": {"year": 1993, "display_date": "spring"},
            "end_date": {"year": 1994, "display_date": "fall"},
            "text": {"headline": "Four"},
        },
        {"start_date": {"year": 1995}, "display_date": "say 1995", "text": {"headline": "Five"}},
    ],
    "eras": [
        {
            "start_date": {"year": 1800},
            "end_date": {"year": "1899"},
            "text": {"headline": "The century"},
        }
    ],
}  # fmt: skip


def test_all_columns_of_the_sheet(take: Take) -> None:
    done, ours = take(SHEET)
    assert done.code == 0, done.err
    assert "the title slide, 'My title', is no event and is left out" in done.err
    assert {event["title"]: event for event in ours} == {
        "The century": {
            "id": "the-century",
            "date": "1800/1899",
            "title": "The century",
            "category": "era",
            "Type": "era",
        },
        "One": {
            "id": "one",
            "date": "1990-02-03",
            "title": "One",
            "summary": "Text of one",
            "category": "First",
            "media": [
                {"url": "https://example.org/a.jpg", "caption": "A picture", "credit": "Ann"}
            ],
            "Media Thumbnail": "t.jpg",
            "Alt Text": "words",
            "Background": "#ccc",
        },
        "Two": {
            "id": "two",
            "date": "1991/1993",
            "title": "Two",
            "category": "Second",
            "Media_unread": "<iframe src=x></iframe>",
            "Media Credit": "Bob",
            "Media Caption": "A film",
        },
        "Three": {"id": "three", "date": "1992~", "title": "Three"},
    }


def test_all_keys_of_slides(take: Take) -> None:
    done, ours = take(json.dumps(SLIDES), "x.json")
    assert done.code == 0, done.err
    assert "the title slide, 'My title', is no event and is left out" in done.err
    assert "leaving out" not in done.err
    told = {event["title"]: event for event in ours}
    assert told["One"] == {
        "id": "number-one",
        "date": "1990-02-03",
        "title": "One",
        "summary": "Text of one",
        "category": "First",
        "media": [
            {
                "url": "https://example.org/a.jpg",
                "caption": "A picture",
                "credit": "Ann",
                "alt": "words",
                "link": "https://example.org/l",
            }
        ],
        "background": {"color": "#ccc"},
    }
    assert told["Three"] == {"id": "three", "date": "1992~", "title": "Three"}
    assert (told["Four"]["date"], told["Four"]["date_note"]) == ("1993/1994", "spring – fall")
    assert (told["Five"]["date"], told["Five"]["date_note"]) == ("1995", "say 1995")
    assert (told["The century"]["date"], told["The century"]["category"]) == ("1800/1899", "era")


@pytest.mark.parametrize(
    ("parts", "words", "date", "note"),
    [
        ({"year": -43, "month": 3, "day": 15}, "15 Mar 44 BC", "-0043-03-15", ""),
        ({"year": -43, "month": 3, "day": 15}, "44 BC", "-0043", ""),
        ({"year": -44, "month": 3}, "c. March 44 BC", "-0043-03~", ""),
        ({"year": -44}, "c. 50 BC", "-0043", "c. 50 BC"),
        ({"year": 2010}, "15 Mar 1950", "2010", "15 Mar 1950"),
        ({"year": 44}, "45", "0044", "45"),
    ],
)
def test_words_count_years_before_christ(
    parts: dict[str, int], words: str, date: str, note: str, take: Take
) -> None:
    """As people do; the year beside them as people or as astronomers do. Else it is said."""
    slide = {"start_date": parts, "display_date": words, "text": {"headline": "A", "text": ""}}
    also = {"start_date": {"year": 300}, "text": {"headline": "B"}}
    done, ours = take(json.dumps({"events": [slide, also]}), "x.json")
    assert done.code == 0, done.err
    told = next(event for event in ours if event["title"] == "A")
    assert (told["date"], told.get("date_note", "")) == (date, note)
    assert ("says another date than its row, and is kept as date_note" in done.err) == bool(note)


def test_where_both_ways_to_count_are_in_one_file_words_decide(take: Take) -> None:
    rows = [("-43", "44 BC"), ("-44", "44 BC"), ("-300", "c. 300 BC")]
    done, ours = take(
        sheet([{"Year": y, "Display Date": w, "Headline": y, "Text": "", "Media": "", "Group": ""}
               for y, w in rows])
    )  # fmt: skip
    assert done.code == 0, done.err
    assert {event["title"]: event["date"] for event in ours} == {
        "-43": "-0043", "-44": "-0043", "-300": "-0299~",
    }  # fmt: skip
    said = "is the date where years BC are counted otherwise beside it, as '44 BC' for -0044"
    assert f"'Display Date' {said} (2 dates)" in done.err


def test_a_setting_of_timelinejs_is_no_field(take: Take) -> None:
    slide = {"start_date": {"year": 1990}, "text": {"headline": "A", "text": "t"}}
    done, ours = take(json.dumps({"events": [slide | {"autolink": False}]}), "x.json")
    assert ours == [{"id": "a", "date": "1990", "title": "A", "summary": "t"}]
    assert "leaving out 'autolink', a setting of TimelineJS" in done.err


@pytest.mark.parametrize(("name", "text"), [("x.csv", SHEET), ("x.json", json.dumps(SLIDES))])
def test_slides_are_those_of_timelinejs(name: str, text: str, take: Take) -> None:
    theirs = ask(text, name)
    assert theirs["title"]["headline"] == "My <b>title</b>"
    assert [era["headline"] for era in theirs["eras"]] == ["The century"]
    _, ours = take(text, name)
    assert {event["title"] for event in ours} == {
        slide["headline"] for slide in theirs["events"] + theirs["eras"]
    }
    groups = {event["title"]: event.get("category", "") for event in ours}
    assert all(groups[slide["headline"]] == slide["group"] for slide in theirs["events"])
    words = {slide["headline"]: slide["display"] or slide["start"]["shown"]
             for slide in theirs["events"]}  # fmt: skip
    assert words["Three"] == "c. 1992"


def test_a_file_of_slides_alone_may_be_read_as_any_json(take: Take) -> None:
    done, ours = take(json.dumps(SLIDES), "x.json", "--from", "json")
    assert done.code == 0, done.err
    assert "leaving out 'eras' (1), which lie elsewhere in the file" in done.err
    assert len(ours) == 4


def test_few_columns_are_enough_if_a_user_says_what_they_are(take: Take) -> None:
    done, ours = take("Year,Headline\n1990,A\n", "x.csv", "--from", "timelinejs")
    assert done.code == 0, done.err
    assert [event["title"] for event in ours] == ["A"]
    done, _ = take("Year,Name\n1990,A\n", "x.csv", "--from", "timelinejs")
    assert done.code == 2
    assert "x.csv: --from timelinejs: its columns or keys are not there" in done.err
