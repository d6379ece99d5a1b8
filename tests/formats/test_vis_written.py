"""Items of vis-timeline, shown by vis-timeline itself, and read again.

It runs in a browser, as `tools_page` says, in time zones on both sides of Greenwich.
"""

import json
import re
from collections.abc import Callable
from html import unescape
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from conftest import HARD, call, import_file
from edtf_strategies import texts
from hypothesis import given, settings
from hypothesis import strategies as st
from tools_page import tools_page
from web_events import DATES, dated, hostile, watched

from hkinno import registry
from hkinno.dates.calendar import ordinal
from hkinno.dates.edtf import parse
from hkinno.dates.format import words
from hkinno.dates.placed import placed
from hkinno.formats.vis import CARRIES, times
from hkinno.losses import absence

pytestmark = pytest.mark.usefixtures("state")
Store = Callable[..., str]
Item = dict[str, Any]
ZONES = ("UTC", "America/New_York", "Asia/Hong_Kong")
SHOW = """({items, options, grouped}) => {
  const names = [...new Set(items.map(item => item.group))]
  const groups = new vis.DataSet(names.map(id => ({id, content: id})))
  const data = new vis.DataSet(items)
  const timeline = window.timeline = grouped
    ? new vis.Timeline(document.getElementById('t'), data, groups, options)
    : new vis.Timeline(document.getElementById('t'), data, options)
  timeline.fit({animation: false})
  const day = (at) => at && [at.getFullYear(), at.getMonth() + 1, at.getDate(),
                             [at.getHours(), at.getMinutes(), at.getSeconds()].join(':')]
  return Object.values(timeline.itemSet.items).map(({data}) => ({
    id: data.id, content: data.content, start: day(data.start), end: day(data.end) ?? null,
    at: data.start.valueOf(), type: timeline.itemSet.items[data.id].constructor.name,
  }))
}"""


def written(store: str, *args: str) -> list[Item]:
    done = call("timeline", "-s", store, "-f", "vis", *args)
    assert done.code == 0, done.err
    found: list[Item] = json.loads(done.out)
    return found


def show(items: list[Item], zone: str = "UTC", grouped: bool = False, **options: Any) -> Any:
    """The items as vis has them, and what went wrong."""
    with tools_page("vis", {}, zone) as page:
        wrong = watched(page)
        asked = {"items": items, "options": options, "grouped": grouped}
        told = page.evaluate(SHOW, asked)
        page.wait_for_timeout(300)
        contents = page.evaluate(
            "[...document.querySelectorAll('.vis-item-content')].map(e => e.textContent)"
        )
        ran = page.evaluate("window.ran ?? 0")
    assert (wrong, ran) == ([], 0)
    return told, contents


def numbered(day: list[Any]) -> int:
    return ordinal(day[0], day[1], day[2])


@pytest.mark.parametrize("zone", ZONES)
def test_days_are_those_of_the_store_in_any_zone(zone: str, store: Store) -> None:
    items = written(store(*dated()))
    told, _ = show(items, zone)
    assert len(told) == len(items) == sum(not absence(parse(d), CARRIES) for d in DATES)
    by_id = {f"n{n}": parse(text) for n, text in enumerate(DATES)}
    for item in told:
        date = by_id[item["id"]]
        first, last = placed(date) or (0, 0)
        if date.time > -inf and re.search(r"Z|[+-]\d\d(:\d\d)?$", date.text):
            assert item["at"] / 1000 == (first - ordinal(1970, 1, 1)) * 86400 + date.time
        else:
            assert numbered(item["start"]) == first, date.text
            assert item["start"][3] == ("0:0:0" if date.time == -inf else "23:20:30"), date.text
        if date.hi == inf or date.time > -inf:
            assert item["end"] is None
        else:
            assert (numbered(item["end"]), item["end"][3]) == (last + 1, "0:0:0"), date.text


def test_what_a_day_a_span_and_an_open_end_look_like(store: Store) -> None:
    dates = (
        "1985-04-12",
        "1985",
        "1985/..",
        "1985-04-12T23:20:30Z",
        "../1985",
        "1985-04-12/1985-04-13",
    )
    items = written(store(*dated(*dates)))  # fmt: skip
    kinds = {item["edtf"]: item["type"] for item in items}
    assert [kinds[d] for d in dates] == ["box", "range", "point", "box", "range", "range"]
    assert {item["edtf"] for item in items if "end" not in item} == {dates[2], dates[3]}


@given(texts())
def test_no_item_is_narrower_or_wider_than_its_date(text: str) -> None:
    """Of what is open, what is written of it."""
    date = parse(text)
    if absence(date, CARRIES) or date.time > -inf:
        return
    first, last = placed(date) or (0, 0)
    found = times(date)
    assert local(found["start"]) == first
    assert ("end" in found) == (date.hi < inf)
    if "end" in found:
        assert local(found["end"]) == last + 1


def local(text: str) -> int:
    day = re.fullmatch(r"(\d{4}|[+-]\d{6})-(\d\d)-(\d\d)T00:00:00", text)
    assert day, text
    assert day[1] != "-000000"  # which JavaScript does not read
    return ordinal(*map(int, day.groups()))


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("xss", [{}, {"xss": {"disabled": True}}])
def test_nothing_runs(xss: Item, grouped: bool, store: Store) -> None:
    """People turn its filter off: vis-timeline#840."""
    events = hostile()
    told, contents = show(written(store(*events)), grouped=grouped, **xss)
    assert len(told) == len(events)
    assert {"BoxItem", "PointItem"}.isdisjoint({item["type"] for item in told})
    shown = {" ".join(text.split()) for text in contents}
    for event in events[:5]:
        assert " ".join(str(event["title"]).split()) in shown


def test_what_is_pointed_at_does_not_run(store: Store) -> None:
    items = written(store(*hostile()))
    with tools_page("vis", {}) as page:
        wrong = watched(page)
        options = {"xss": {"disabled": True}}
        page.evaluate(SHOW, {"items": items, "options": options, "grouped": False})
        page.wait_for_timeout(200)
        page.locator(".vis-item").first.hover(force=True, position={"x": 5, "y": 5})
        page.wait_for_selector("div.vis-tooltip", state="visible")
        said = page.locator("div.vis-tooltip").text_content() or ""
        ran = page.evaluate("window.ran ?? 0")
    assert (wrong, ran) == ([], 0)
    assert said in {unescape(item["title"]) for item in items}


def test_an_unknown_field_is_no_key_of_vis(store: Store) -> None:
    keys = {"id", "content", "title", "group", "start", "end", "type", "edtf", "hkinno"}
    for item in written(store(*hostile())):
        assert set(item) <= keys
        assert item["type"] == "range"


def test_events_without_category_are_shown_among_groups(store: Store) -> None:
    events = dated("2001", "2002", "2003")
    events[0]["category"] = "policy"
    _, contents = show(written(store(*events)), grouped=True)
    assert sorted(contents) == sorted(event["title"] for event in events)


def test_years_that_javascript_does_not_know_are_left_out(store: Store) -> None:
    """One of them, and vis shows nothing at all."""
    path = store(*dated("Y-66000000", "Y-271821", "Y-271820", "Y275759", "Y275760", "2002"))
    done = call("timeline", "-s", path, "-f", "vis")
    assert [item["edtf"] for item in json.loads(done.out)] == [
        *("Y-271820", "2002", "Y275759"),
    ]
    assert "vis leaves out 3 of 6 events (before 271,822 BC or after 275,760)" in done.err
    window = {"start": "1990-01-01", "end": "2010-01-01"}  # at the very edge it cannot fit itself
    told = page_of(json.loads(done.out), window)
    assert told == 3


def page_of(items: list[Item], options: Item) -> Any:
    with tools_page("vis", {}) as page:
        wrong = watched(page)
        script = SHOW.replace("timeline.fit({animation: false})", "")
        told = page.evaluate(script, {"items": items, "options": options, "grouped": False})
    assert wrong == []
    return len(told)


def test_a_title_has_the_date_in_words_the_title_and_the_summary(store: Store) -> None:
    event = {"id": "a", "date": "1997~", "title": "A & B", "summary": "One.\n\nTwo."}
    item = written(store(event))[0]
    assert item["content"] == "A &amp; B"
    assert item["title"] == "c. 1997\nA &amp; B\nOne.\nTwo."
    raw = written(store(event), "--raw-dates")[0]
    assert raw["title"].startswith("1997~\n")
    assert words(parse("1997~")) == "c. 1997"


def test_real_stores_are_shown(real: list[Path]) -> None:
    for path in real:
        items = written(str(path))
        told, _ = show(items)
        assert len(told) == len(items) > 900


# --- read again


def stored(path: Path | str) -> dict[str, Item]:
    return {event["id"]: event for event in json.loads(Path(path).read_text("utf-8"))["events"]}


@pytest.mark.parametrize("form", ["vis", "timelinejs"])
@pytest.mark.parametrize("args", [(), ("--lang", "zh-Hant"), ("--lang", "fr"), ("--raw-dates",)])
def test_what_was_written_comes_back(
    form: str, args: tuple[str, ...], tmp_path: Path, store: Store
) -> None:
    everything = store(*hostile(), *dated())
    for path in (str(HARD), everything):
        done = call("timeline", "-s", path, "-f", form, *args)
        assert done.code == 0
        again, events = import_file(tmp_path, "x.json", done.out)
        assert again.code == 0, again.err
        assert "elsewhere" not in again.err
        known = stored(path)
        left = re.search(r"leaves out (\d+)", done.err)
        assert len(events) == len(known) - int(left[1] if left else 0)
        for event in events:
            assert event == known[event["id"]]


@given(st.lists(texts(), min_size=10, max_size=40))
@settings(max_examples=10)
def test_any_date_comes_back_in_both(dates: list[str]) -> None:
    known = {event["id"]: event for event in dated(*dates)}
    for form in ("vis", "timelinejs"):
        text = json.dumps({"events": [*known.values()]})
        done = call("timeline", "-s", "-", "-f", form, stdin=text)
        with TemporaryDirectory() as folder:
            again, events = import_file(Path(folder), "x.json", done.out)
        if events:
            assert again.code == 0, again.err
            assert "elsewhere" not in again.err
        carries = registry.load("formats", form).CARRIES
        assert {event["id"]: event for event in events} == {
            name: event
            for name, event in known.items()
            if not absence(parse(event["date"]), carries)
        }


def changed(store: Store, tmp_path: Path, event: Item, more: Item) -> tuple[str, Item]:
    item = written(store(event))[0] | more
    done, events = import_file(tmp_path, "x.json", json.dumps([item]))
    assert done.code == 0, done.err
    return done.err, events[0]


def test_a_date_that_was_changed_elsewhere_counts(store: Store, tmp_path: Path) -> None:
    event = {"id": "a", "date": "2002~", "title": "A", "tags": ["t"], "summary": "S"}
    moved = {"start": "2003-01-01T00:00:00", "end": "2004-01-01T00:00:00"}
    said, found = changed(store, tmp_path, event, moved)
    assert found == event | {"date": "2003-01-01/2003-12-31"}
    assert "the date of 1 event was changed elsewhere than in hkinno, and is read as it is" in said
    gone: Item = {"start": "2003-01-01T09:30:00.000Z", "end": None}
    _, found = changed(store, tmp_path, event, gone)
    assert found == event | {"date": "2003-01-01T09:30:00Z"}
    moved = {"start": "-000524-03-15T00:00:00", "end": "-000524-03-16T00:00:00"}
    _, found = changed(store, tmp_path, event, moved)
    assert found == event | {"date": "-0524-03-15"}


def test_texts_that_were_changed_elsewhere_count(store: Store, tmp_path: Path) -> None:
    event = {"id": "a", "date": "2002", "title": "A & B", "category": "C", "summary": "S"}
    _, found = changed(store, tmp_path, event, {"content": "A &lt; B", "group": "D"})
    assert found == event | {"title": "A < B", "category": "D"}
    said, found = changed(store, tmp_path, event, {"title": "2002\nA &amp; B\nNew"})
    assert found == event | {"summary": "New"}
    assert "the summary of 1 event was changed elsewhere" in said


@pytest.mark.parametrize("form", ["vis", "timelinejs"])
@pytest.mark.parametrize("title", ["Original", "譯"])
def test_what_is_changed_in_a_language_is_its_translation(
    form: str, title: str, store: Store, tmp_path: Path
) -> None:
    """Also where the title is the same in both; what is not translated is changed itself."""
    said = {"title": "譯", "summary": "摘要", "by": "<x>"}
    event: Item = {"id": "a", "date": "2002~", "title": title, "summary": "S", "category": "C"}
    event["translations"] = {"fr": {"title": "Traduit"}, "zh-Hant": said}
    plain = {"id": "b", "date": "2003~", "title": "B", "translations": {"fr": {"title": "F"}}}
    options = ("-f", form, "--lang", "zh-Hant-HK")
    data = call("timeline", "-s", store(event, plain), *options).json()
    items = data if form == "vis" else data["events"]
    title_key, more_key = ("content", "title") if form == "vis" else ("headline", "text")
    for item, changed_title in zip(items, ("新 &amp;", "New"), strict=True):
        shown = item if form == "vis" else item["text"]
        shown |= {title_key: changed_title, more_key: shown[more_key].replace("摘要", "新摘要")}
    items[0]["group"] = "D"
    done, events = import_file(tmp_path, "x.json", json.dumps(data))
    assert done.code == 0, done.err
    said |= {"title": "新 &", "summary": "新摘要"}
    told = {"fr": {"title": "Traduit"}, "zh-Hant": said}
    assert {e["id"]: e for e in events} == {
        "a": event | {"category": "D", "translations": told},
        "b": plain | {"title": "New"},
    }


def test_an_item_that_was_added_elsewhere_is_read_as_any(store: Store, tmp_path: Path) -> None:
    event = {"id": "a", "date": "2002~", "title": "A", "tags": ["t"]}
    more = {"id": "b", "content": "<b>New</b>", "start": "2014-04-20", "group": "G"}
    done, events = import_file(tmp_path, "x.json", json.dumps([*written(store(event)), more]))
    assert done.code == 0, done.err
    new = {"id": "b", "date": "2014-04-20", "title": "New", "category": "G"}
    assert {e["id"]: e for e in events} == {"a": event, "b": new}


# --- the command line


@pytest.mark.parametrize("form", ["vis", "timelinejs"])
def test_the_file_is_written_where_it_destroys_nothing(
    form: str, store: Store, tmp_path: Path
) -> None:
    path, file = store(*dated("2002", "2003~")), tmp_path / "slides.json"
    args = ("timeline", "-s", path, "-f", form, "-o")
    assert call(*args, str(file)).code == 0
    first = file.read_bytes()
    assert call(*args, str(file)).code == 0  # what is there is no store
    assert file.read_bytes() == first
    old = Path(path).read_bytes()
    done = call(*args, path)
    assert (done.code, Path(path).read_bytes()) == (1, old)
    other = tmp_path / "other.json"
    other.write_text('{"events": [{"id": "x", "date": "1999", "title": "X"}]}')
    assert call(*args, str(other)).code == 1
    assert call("timeline", "-s", path, "-o", str(tmp_path / f"x.{form}")).code == 2
    assert call("timeline", "-s", path, "-f", form, "--fields", "id").code == 2
    assert call("timeline", "-s", path, "-f", form, "--strict").code == 1
    again = call("import", str(file), "-s", str(tmp_path / "new.json"), "--from", form)
    assert again.code in (0, 1)  # a store has to be there first
    assert "no '" not in again.err


def test_it_can_stand_in_a_page(store: Store) -> None:
    done = call("timeline", "-s", store(*hostile()), "-f", "vis")
    assert "<" not in done.out
    assert json.loads(done.out)[0]["hkinno"]
