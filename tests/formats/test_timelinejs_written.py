"""Slides of TimelineJS, shown by TimelineJS itself, in a browser, as `tools_page` says.

That they are read again as they were is tested with the items of vis.
"""

import json
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Any

import pytest
from conftest import call, import_file
from edtf_strategies import texts
from hypothesis import example, given
from tools_page import HOST, tools_page
from web_events import DATES, dated, hostile, watched

from hkinno.dates.calendar import ordinal
from hkinno.dates.edtf import parse
from hkinno.dates.format import words
from hkinno.dates.placed import placed
from hkinno.formats._slide_dates import is_plain, slide_dates
from hkinno.formats.timelinejs import CARRIES
from hkinno.losses import absence

pytestmark = pytest.mark.usefixtures("state")
Store = Callable[..., str]
Slide = dict[str, Any]
SHOW = """async ([url, visited]) => {
  const options = {script_path: 'http://tools.invalid/js/', font: null}
  const timeline = window.timeline = new TL.Timeline('t', url, options)
  const pause = (time) => new Promise(done => setTimeout(done, time))
  while (!document.querySelector('.tl-slide .tl-headline')) await pause(20)
  await pause(500)
  for (let number = 0; number < visited; number++) {  // what is beside a text is loaded late
    timeline.goTo(number)
    await pause(500)
  }
  const text = (slide, name) => slide.querySelector(name)?.textContent.trim() ?? ''
  const slides = [...document.querySelectorAll('.tl-slide')].map(slide => ({
    headline: text(slide, '.tl-headline'), date: text(slide, '.tl-headline-date'),
    text: text(slide, '.tl-text-content'),
    links: [...slide.querySelectorAll('a[href]')].map(a => a.getAttribute('href')),
  }))
  const credits = [...document.querySelectorAll('.tl-credit')].map(e => e.textContent)
  const groups = [...document.querySelectorAll('.tl-timegroup-message')].map(e => e.textContent)
  const {errors} = timeline.config.messages
  return {slides, groups, credits, errors: errors.map(String), ran: window.ran ?? 0}
}"""


def written(store: str, *args: str) -> Any:
    done = call("timeline", "-s", store, "-f", "timelinejs", *args)
    assert done.code == 0, done.err
    return json.loads(done.out)


def show(data: Any, zone: str = "UTC", visited: int = 0) -> Any:
    """The slides as TimelineJS shows them; so many are gone to."""
    with tools_page("timelinejs", {"x.json": json.dumps(data)}, zone) as page:
        page.set_default_timeout(200_000)
        wrong = watched(page)
        told = page.evaluate(SHOW, [f"{HOST}x.json", visited])
    assert (wrong, told["errors"], told["ran"]) == ([], [], 0)
    return told


def plain(text: str) -> str:
    """A year, a month or a day as TimelineJS says it in English."""
    year, *rest = map(int, text.split("-"))
    if not rest:
        return str(year)
    month = "January February March April May June July August September October November December"
    name = month.split()[rest[0] - 1]
    return f"{name} {rest[1]}, {year}" if rest[1:] else f"{name} {year}"


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_dates_are_shown_as_they_are_meant(zone: str, store: Store) -> None:
    told = show(written(store(*dated())), zone)
    shown = {slide["headline"].removeprefix("on "): slide["date"] for slide in told["slides"]}
    meant = {text: plain(text) if is_plain(text) else words(parse(text)) for text in DATES}
    assert shown == meant


def test_deep_time_alone_is_shown(store: Store) -> None:
    told = show(written(store(*dated("Y-66000000", "Y-13800000000", "2002"))))
    assert [slide["date"] for slide in told["slides"]] == [
        "13,800,000,001 BC", "66,000,001 BC", "2002",
    ]  # fmt: skip


def test_for_longer_than_its_axis_can_take_it_stands_still(store: Store) -> None:
    path = store(*dated("Y-1E12", "Y-99E9", "Y1E15", "2002"))
    done = call("timeline", "-s", path, "-f", "timelinejs")
    assert [slide["edtf"] for slide in json.loads(done.out)["events"]] == ["Y-99E9", "2002"]
    assert "timelinejs leaves out 2 of 4 events" in done.err


@given(texts())
@example("1890-01/1890-01-01")
@example("{1890-XX..1890-01}")
def test_nothing_is_claimed_finer_than_it_is_said(text: str) -> None:
    """An end has its own precision; where nothing is in words, both ends are all of the date."""
    date = parse(text)
    if absence(date, CARRIES):
        return
    found = slide_dates(date)
    first, last = placed(date) or (0, 0)
    start = span(found["start_date"])
    assert start[0] == first
    assert ("end_date" in found) <= (date.hi < inf)
    if date.hi < inf:
        assert span(found.get("end_date", found["start_date"]))[1] == last
    if is_plain(text):
        assert span(found["start_date"]) == (date.lo, date.hi)
    if date.precision not in ("day", "interval", "set"):
        assert "day" not in found["start_date"]
        assert "day" not in found.get("end_date", {})


def span(parts: dict[str, int]) -> tuple[float, float]:
    """The days of a year, a month or a day."""
    year, month, day = parts["year"], parts.get("month"), parts.get("day")
    if day:
        return (ordinal(year, month or 0, day),) * 2
    if month:
        over, after = divmod(month, 12)
        return ordinal(year, month, 1), ordinal(year + over, after + 1, 1) - 1
    return ordinal(year, 1, 1), ordinal(year, 12, 31)


PARTS = {
    "2002": [{"year": 2002}],
    "2019-02": [{"year": 2019, "month": 2}],
    "2019-02-03": [{"year": 2019, "month": 2, "day": 3}],
    "-0524": [{"year": -524}],
    "0000": [{"year": 0}],
    "2001-21": [{"year": 2001, "month": 3}, {"year": 2001, "month": 5}],
    "2001-24": [{"year": 2001, "month": 12}, {"year": 2002, "month": 2}],
    "201X": [{"year": 2010}, {"year": 2019}],
    "2004-XX": [{"year": 2004}],
    "2020/..": [{"year": 2020}],
    "1985-04/": [{"year": 1985, "month": 4}],
    "../1985": [{"year": 1985}],
    "2004-02-01/2005": [{"year": 2004, "month": 2, "day": 1}, {"year": 2005}],
    "1987-01-01/1987-12-31": [
        {"year": 1987, "month": 1, "day": 1},
        {"year": 1987, "month": 12, "day": 31},
    ],
    "[1667,1670..1672]": [{"year": 1667}, {"year": 1672}],
    "1985-04-12T23:20:30+04:30": [
        {"year": 1985, "month": 4, "day": 12, "hour": 23, "minute": 20, "second": 30}
    ],
}


@pytest.mark.parametrize("text", PARTS)
def test_ends(text: str, store: Store) -> None:
    (slide,) = written(store(*dated(text)))["events"]
    ends = [slide["start_date"], *([slide["end_date"]] if "end_date" in slide else [])]
    assert ends == PARTS[text]
    assert ("display_date" in slide) == (not is_plain(text))
    assert slide["edtf"] == text


def test_nothing_runs_and_texts_are_texts(store: Store) -> None:
    """Of a group and of a date in words it decodes one more time: `&lt;img onerror&gt;` runs.

    And it makes links of `www.x'onfocus='…` without any escaping, if that is not turned off.
    """
    events = hostile()
    told = show(written(store(*events)), visited=len(events))
    slides = {one_line(slide["headline"]): slide for slide in told["slides"]}
    groups = set(map(one_line, told["groups"]))
    beside = set(map(one_line, told["credits"]))
    assert len(beside) > 1
    assert beside <= groups
    for event in events[:5]:
        slide = slides[one_line(event["title"])]
        assert one_line(event["summary"]) in one_line(slide["text"])
        assert one_line(event["category"]) in groups
        assert {url.partition("?")[0] for url in slide["links"]} == {"https://good.example/a"}


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("date", ["2002", "2002~"])
def test_words_that_were_written_by_hand_do_not_run(date: str, store: Store) -> None:
    """A title of a chronology is one, too."""
    run = "<img src=x onerror=ran=1> &lt;img src=x onerror=ran=1&gt;"
    path = Path(store({"id": "a", "date": date, "title": run}))
    path.write_text(json.dumps({"title": run, **json.loads(path.read_text())}))
    data = written(str(path), "--raw-dates")
    assert data["events"][0]["display_date"] == date
    told = show(data)
    assert [slide["headline"] for slide in told["slides"]] == [run, run]


def test_a_slide_says_what_there_is_to_read(store: Store) -> None:
    event = {
        "id": "a",
        "date": "2015",
        "title": "A",
        "summary": "One.\nTwo.",
        "date_note": "N",
        "places": ["P", "Q"],
        "actors": ["R"],
        "tags": ["t"],
        "figures": [{"name": "start-ups", "value": 1500, "unit": "companies", "approximate": True}],
        "sources": [{"title": "S", "url": "https://a.example/?b=c&d"}, {"title": "no link"}],
        "media": [{"url": "javascript:1"}, {"url": "https://a.example/p.jpg", "credit": "A & B"}],
    }
    (slide,) = written(store(event))["events"]
    assert slide["text"]["text"] == (
        "<p>One.</p><p>Two.</p><p>Note: N</p><p>Figure: start-ups: about 1,500 companies</p>"
        "<p>Places: P; Q</p><p>Actors: R</p>"
        '<p>Source: <a href="https://a.example/?b=c&amp;d">S</a></p><p>Source: no link</p>'
    )
    assert slide["media"] == {"url": "https://a.example/p.jpg", "credit": "A &amp; B"}
    assert slide["unique_id"] == "a"
    assert "group" not in slide


def test_the_reader_may_have_another_language(store: Store) -> None:
    event = {"id": "a", "date": "2015", "title": "A", "translations": {"zh-Hant": {"title": "甲"}}}
    (slide,) = written(store(event), "--lang", "zh-Hant")["events"]
    assert (slide["text"]["headline"], slide["hkinno"]["title"]) == ("甲", "A")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh-Hant", "<p>S</p><p>日期說明：N</p><p>地點：P</p><p>來源：T</p>"),
        ("de-AT", "<p>S</p><p>Datierung: N</p><p>Orte: P</p><p>Quelle: T</p>"),
        ("fr", "<p>S</p><p>Note: N</p><p>Places: P</p><p>Source: T</p>"),
    ],
)
def test_what_stands_before_a_text_is_in_the_language(
    lang: str, text: str, store: Store, tmp_path: Path
) -> None:
    """And comes back as what it was; also if somebody has changed something."""
    words = {"id": "a", "date": "2015", "title": "A", "summary": "S", "date_note": "N"}
    event = {**words, "places": ["P"], "sources": [{"title": "T"}]}
    data = written(store(event), "--lang", lang)
    shown = data["events"][0]["text"]
    assert shown["text"] == text
    done, events = import_file(tmp_path, "x.json", json.dumps(data))
    assert (events, done.err.count("changed")) == ([event], 0)
    shown["text"] = text.replace("S", "New", 1)
    done, events = import_file(tmp_path, "x.json", json.dumps(data))
    assert events == [event | {"summary": "New"}]


@pytest.mark.parametrize("lang", [5, "", [], {"de": 1}, "no tag"])
def test_a_language_that_is_none_stops_nothing(lang: object, store: Store, tmp_path: Path) -> None:
    data = written(store({"id": "a", "date": "2015", "title": "A"}))
    data["events"][0]["lang"] = lang
    done, events = import_file(tmp_path, "x.json", json.dumps(data))
    assert (done.code, [event["title"] for event in events]) == (0, ["A"])


def test_real_stores_are_shown(real: list[Path]) -> None:
    for path in real:
        data = written(str(path))
        with tools_page("timelinejs", {"x.json": json.dumps(data)}) as page:
            wrong = watched(page)
            told = page.evaluate(
                """async (url) => {
                const options = {script_path: 'http://tools.invalid/js/', font: null}
                const timeline = new TL.Timeline('t', url, options)
                while (!timeline.config) await new Promise(done => setTimeout(done, 10))
                return [timeline.config.events.length, timeline.config.messages.errors]
            }""",
                f"{HOST}x.json",
            )
        assert wrong == []
        assert told == [len(data["events"]), []]
        assert told[0] > 900


# --- read again


@pytest.mark.parametrize(
    ("more", "date", "said"),
    [
        ({"start_date": {"year": "2003"}}, "2003", "c. 1997"),
        ({"start_date": {"year": 1997}, "display_date": ""}, "1997", ""),
        ({"display_date": "about 1998"}, "1997", "about 1998"),
        ({"display_date": "1997?"}, "1997?", ""),
        ({"start_date": {"year": -44}, "display_date": ""}, "-0043", ""),  # shown as 44 BCE
        ({"end_date": {"year": 1999, "month": 5}, "display_date": ""}, "1997/1999-05", ""),
    ],
)
def test_a_date_that_was_changed_elsewhere_counts(
    more: Slide, date: str, said: str, store: Store, tmp_path: Path
) -> None:
    event = {"id": "a", "date": "1997~", "title": "A < B", "tags": ["t"], "summary": "n/a"}
    data = written(store(event, {"id": "b", "date": "2001?", "title": "B"}))
    data["events"][0] |= more
    done, events = import_file(tmp_path, "x.json", json.dumps(data))
    assert done.code == 0, done.err
    found = {event["id"]: event for event in events}
    note = found["a"].pop("date_note", "")
    assert found == {"a": event | {"date": date}, "b": {"id": "b", "date": "2001?", "title": "B"}}
    assert "the date of 1 event was changed elsewhere than in hkinno" in done.err
    assert note == said


def test_a_text_that_was_changed_elsewhere_counts(store: Store, tmp_path: Path) -> None:
    event = {"id": "a", "date": "1997~", "title": "A", "summary": "S", "places": ["P"]}
    data = written(store(event))
    text = data["events"][0]["text"]
    text["text"] = text["text"].replace("<p>S</p>", "<p>New &amp; <b>old</b></p>")
    text["headline"] = "A &amp; B"
    done, events = import_file(tmp_path, "x.json", json.dumps(data))
    assert events == [event | {"summary": "New & old", "title": "A & B"}]
    assert "the summary of 1 event was changed elsewhere" in done.err
