"""iCalendar: written for calendars without claiming a day, read as people's calendars are.

The judges are icalendar, which parses strictly what is written and says what is broken, and khal,
a calendar in which it is shown.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, HARD, call, import_file, needs, run
from edtf_strategies import texts
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from hkinno import load
from hkinno.dates.edtf import parse
from hkinno.dates.placed import placed
from hkinno.formats.ics import CARRIES
from hkinno.losses import absence

Store = Callable[..., str]
ACTS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


def exported(path: str, *args: str) -> bytes:
    done = run("timeline", "-s", path, "-f", "ics", *args)
    assert done.code == 0, done.err
    return done.out.encode()


def parsed(data: bytes) -> dict[str, Any]:
    """The events by their UIDs; nothing of the calendar may be broken."""
    calendar = Calendar.from_ical(data)
    assert isinstance(calendar, Calendar)
    assert calendar.errors == []
    events = list(calendar.walk("VEVENT"))
    assert [event.errors for event in events] == [[]] * len(events)
    found = {str(event["UID"]): event for event in events}
    assert len(found) == len(events)
    return found


def one(store: Store, **fields: Any) -> Any:
    event = {"id": "a", "date": "2002", "title": "T", **fields}
    (found,) = parsed(exported(store(event))).values()
    return found


def kept_of(path: Path | str) -> list[dict[str, Any]]:
    """The events that a calendar is on days for, as they are stored."""
    events = json.loads(Path(path).read_bytes(), parse_int=str, parse_float=str)["events"]
    ids = {e.event.id for e in load(path) if e.date and not absence(e.date, CARRIES)}
    return [event for event in events if event["id"] in ids]


def brought_back(folder: Path, data: bytes) -> tuple[str, list[dict[str, Any]]]:
    """What is said of a calendar that is imported, and its events, numbers as they are written."""
    done, _ = import_file(folder, "cal.ics", data)
    assert done.code == 0, done.err
    text = (folder / "s.json").read_text("utf-8")
    return done.err, json.loads(text, parse_int=str, parse_float=str)["events"]


# --- days ---

DAYS = [  # of every kind of date of the Library of Congress table: the first day, and the last
    ("2002", "2002-01-01", "2002-12-31"),
    ("2019-02", "2019-02-01", "2019-02-28"),
    ("2022-07-07", "2022-07-07", "2022-07-07"),
    ("2019-02-28/2019-03-01", "2019-02-28", "2019-03-01"),
    ("1964/2008", "1964-01-01", "2008-12-31"),
    ("2001-21", "2001-03-01", "2001-05-31"),
    ("2001-24", "2001-12-01", "2002-02-28"),
    ("2001-34", "2001-04-01", "2001-06-30"),
    ("1984?", "1984-01-01", "1984-12-31"),
    ("2004-06~", "2004-06-01", "2004-06-30"),
    ("2004-06-11%", "2004-06-11", "2004-06-11"),
    ("201X", "2010-01-01", "2019-12-31"),
    ("18XX", "1800-01-01", "1899-12-31"),
    ("2018-XX-XX", "2018-01-01", "2018-12-31"),
    ("156X-12-25", "1560-12-25", "1569-12-25"),
    ("2020/..", "2020-01-01", "2020-12-31"),
    ("2020-03-04/..", "2020-03-04", "2020-03-04"),
    ("../1985-04", "1985-04-01", "1985-04-30"),
    ("1985-04-12/", "1985-04-12", "1985-04-12"),
    ("/1985", "1985-01-01", "1985-12-31"),
    ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31"),
    ("[..1984]", "1984-01-01", "1984-12-31"),
    ("{1960,1961-12}", "1960-01-01", "1961-12-31"),
    ("1950S2", "1900-01-01", "1999-12-31"),
    ("0001", "0001-01-01", "0001-12-31"),
    ("9998", "9998-01-01", "9998-12-31"),
]


@pytest.mark.parametrize(("edtf", "first", "last"), DAYS)
def test_a_date_is_on_all_its_days_and_says_itself(
    edtf: str, first: str, last: str, store: Store
) -> None:
    event = one(store, date=edtf)
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    assert (str(start), str(end)) == (first, str(date.fromisoformat(last) + timedelta(days=1)))
    assert type(start) is type(end) is date  # and no time
    assert event["X-HKINNO-DATE"].to_ical().decode().replace("\\", "") == edtf
    assert event["TRANSP"] == "TRANSPARENT"


def test_the_date_stands_in_words_at_the_head_of_the_description(store: Store) -> None:
    text = str(one(store, date="1997~", summary="One.\n\nTwo.", date_note="guessed")["DESCRIPTION"])
    assert text == "c. 1997\nguessed\n\nOne.\nTwo."
    event = {"id": "a", "date": "1997~", "title": "T"}
    raw = parsed(exported(store(event), "--raw-dates"))["a@hkinno"]
    assert str(raw["DESCRIPTION"]) == "1997~"


@pytest.mark.parametrize(
    ("edtf", "written"),
    [
        ("2004-01-01T10:10:10Z", "20040101T101010Z"),
        ("1997-07-01T00:00:00+08:00", "19970630T160000Z"),
        ("2003-12-31T23:30:00-05", "20040101T043000Z"),
        ("2004-01-01T10:10:10", "20040101T101010"),
    ],
)
def test_a_time_is_an_instant_in_utc_or_as_it_stands(edtf: str, written: str, store: Store) -> None:
    event = one(store, date=edtf)
    assert event["DTSTART"].to_ical().decode() == written
    assert "DTEND" not in event
    assert "DURATION" not in event


def test_a_time_that_some_clocks_have_before_the_year_1_is_its_day(store: Store) -> None:
    event = one(store, date="0001-01-01T00:00:00+08:00")
    assert event["DTSTART"].dt == date(1, 1, 1)


def test_what_is_in_no_calendar_is_left_out_and_counted(store: Store) -> None:
    dates = ["-0524", "0000", "9999", "9998-12-31", "Y170000002", "0000/0001", "../..", "2002"]
    events = [{"id": d, "date": d, "title": d} for d in dates if d != "../.."]
    done = run("timeline", "-s", store(*events), "-f", "ics")
    assert set(parsed(done.out.encode())) == {"9998-12-31@hkinno", "2002@hkinno"}
    assert "leaves out 5 of 7 events (before AD 1 or after 9998)" in done.err
    strict = run("timeline", "-s", store(*events), "-f", "ics", "--strict")
    assert (strict.code, strict.out) == (1, "")


# --- texts ---


def test_an_event_of_many_fields_is_read_by_other_programs(store: Store) -> None:
    event = one(
        store,
        title="Opening, of; the \\ park",
        category="cat,a",
        tags=["b;c", "cat,a", "d"],
        places=["Hong Kong", "Shenzhen, Nanshan"],
        actors=["HKSTP"],
        figures=[{"name": "n", "value": 5, "unit": "km", "approximate": True}],
        sources=[{"title": "No link"}, {"title": "S", "url": "https://example.org/a,b;c?d=e&f"}],
        media=[{"url": "https://example.org/p.png", "caption": "a park"}],
        translations={"fr": {"title": "Le parc"}},
        importance=8,
    )
    assert str(event["SUMMARY"]) == "Opening, of; the \\ park"
    assert event["CATEGORIES"].cats == ["cat,a", "b;c", "d"]
    assert str(event["LOCATION"]) == "Hong Kong; Shenzhen, Nanshan"
    assert str(event["URL"]) == "https://example.org/a,b;c?d=e&f"
    assert "ATTENDEE" not in event  # it would be invited
    assert str(event["DESCRIPTION"]).split("\n")[1:] == [
        "",
        "figure: n: about 5 km",
        "actors: HKSTP",
        "fr: Le parc",
        "media: a park https://example.org/p.png",
        "source: No link",
        "source: S https://example.org/a,b;c?d=e&f",
        "importance: 8",
    ]


def test_a_translation_that_is_shown_names_its_language(store: Store) -> None:
    said = {"zh-Hant": {"title": "香港", "summary": "香港。"}, "fr": {"title": "x"}}
    path = store({"id": "a", "date": "2002", "title": "HK", "summary": "S", "translations": said})
    event = parsed(exported(path, "--lang", "zh-Hant-HK"))["a@hkinno"]
    assert (str(event["SUMMARY"]), event["SUMMARY"].params["LANGUAGE"]) == ("香港", "zh-Hant")
    assert event["DESCRIPTION"].params["LANGUAGE"] == "zh-Hant"
    plain = parsed(exported(path))["a@hkinno"]
    assert "LANGUAGE" not in plain["SUMMARY"].params
    french = parsed(exported(path, "--lang", "fr"))["a@hkinno"]
    assert "LANGUAGE" not in french["DESCRIPTION"].params


def test_several_places_are_one_to_other_programs(store: Store) -> None:
    places = ["Victoria Peak; The Peak", "Sha Tin"]
    assert str(one(store, places=places)["LOCATION"]) == "Victoria Peak; The Peak; Sha Tin"


HOSTILE = (
    "x\nEND:VEVENT\nBEGIN:VEVENT\nUID:evil",
    "x\r\nATTACH:https://evil.example",
    "x\r\n BEGIN:VALARM",
    "\\nBEGIN:VEVENT\\n",
    "x\\",
    'x";VALUE=URI:https://evil.example',
    "\x00\x07\x1b[31m\x7f\x9b\u202e\u2028BEGIN:VEVENT\u2029\x85\x0b\x0c\x1c",
    "<script>alert(1)</script>",
    "😀" * 60,
    "ﷺ" * 80,
    "é" * 200,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_a_property(text: str, store: Store, tmp_path: Path) -> None:
    link = {"title": text, "url": f"https://example.org/{text}"}
    event = {
        "id": text,
        "date": "2002",
        "title": text,
        "summary": text,
        "category": text,
        **{name: [text] for name in ("tags", "places", "actors")},
        "date_note": text,
        "sources": [link],
        "media": [{"url": text}],
        text: text,
        "translations": {text: {"title": text}},
    }
    path = store(event)
    data = exported(path, "--lang", text.replace("\0", ""))
    (found,) = parsed(data).values()
    assert set(found) <= {
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES", "URL"),
        *("LOCATION", "TRANSP", "X-HKINNO-DATE", "X-HKINNO-CATEGORY", "X-HKINNO-EVENT"),
    }
    assert found.subcomponents == []
    well_folded(data)
    _, back = brought_back(tmp_path, data)
    assert back == [event]


def well_folded(data: bytes) -> None:
    """Lines have at most 75 octets, are whole characters each, and none that acts."""
    assert data.endswith(b"\r\n")
    for line in data.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(line) <= 75
        assert not ACTS.search(line.decode())
        assert b"\n" not in line
        assert b"\r" not in line


@pytest.mark.parametrize("path", [HARD, EVENTS], ids=["hard", "events"])
def test_every_line_is_folded_and_two_runs_are_alike(path: Path) -> None:
    data = exported(str(path))
    well_folded(data)
    assert exported(str(path)) == data
    assert len(parsed(data)) == len(kept_of(path))
    assert data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    if path == EVENTS:
        name = b"Hong Kong's way to an innovation hub\r\n"
        assert b"\r\nNAME:" + name in data
        assert b"\r\nX-WR-CALNAME:" + name in data


def test_writing_needs_no_library() -> None:
    probe = (
        "import sys; sys.modules['icalendar'] = None; from hkinno.cli.main import main; "
        f"main(['timeline', '-s', {str(EVENTS)!r}, '-f', 'ics'])"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, check=True)
    assert len(parsed(done.stdout)) == 19


def without_library(calendar: bytes, folder: Path) -> tuple[int, str]:
    """The exit code of an import where icalendar is not installed, and what is said."""
    (folder / "cal.ics").write_bytes(calendar)
    (folder / "new.json").write_text("[]")
    args = ["import", str(folder / "cal.ics"), "-s", str(folder / "new.json")]
    probe = (
        "import sys; sys.modules['icalendar'] = None; from hkinno.cli.main import main; "
        f"sys.exit(main({args}))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True)
    return done.returncode, done.stderr


def test_what_nobody_changed_is_read_without_the_library(tmp_path: Path) -> None:
    code, said = without_library(exported(str(EVENTS)), tmp_path)
    assert (code, "imported 19 events" in said) == (0, True)


def test_without_the_library_reading_says_how_to_install_it(tmp_path: Path) -> None:
    changed = exported(str(EVENTS)).replace(b"SUMMARY:Hong Kong Science", b"SUMMARY:The Science")
    code, said = without_library(changed, tmp_path)
    assert code == 1
    assert said.endswith("needs icalendar to be read: pip install icalendar\n")


# --- back again ---


@pytest.mark.parametrize("path", [HARD, EVENTS], ids=["hard", "events"])
@pytest.mark.parametrize("args", [(), ("--lang", "zh-Hant"), ("--raw-dates",)])
def test_what_was_written_comes_back_to_the_last_field(
    path: Path, args: tuple[str, ...], tmp_path: Path
) -> None:
    said, back = brought_back(tmp_path, exported(str(path), *args))
    by_id = {event["id"]: event for event in back}
    assert by_id == {event["id"]: event for event in kept_of(path)}
    assert "changed" not in said
    assert "leaving out" not in said


@given(texts())
@settings(max_examples=150)
def test_every_date_comes_back(tmp_path_factory: pytest.TempPathFactory, edtf: str) -> None:
    folder = tmp_path_factory.mktemp("dates")
    store, file, back = folder / "a.jsonl", folder / "a.ics", folder / "b.json"
    store.write_text(json.dumps({"id": "a", "date": edtf, "title": "T"}))
    assert call("timeline", "-s", str(store), "-o", str(file)).code == 0
    events = parsed(file.read_bytes())
    if absence(parse(edtf), CARRIES):
        assert not events
        return
    days = placed(parse(edtf))
    assert days
    if "DTEND" in events["a@hkinno"]:
        ends = events["a@hkinno"]["DTSTART"].dt, events["a@hkinno"]["DTEND"].dt
        assert (ends[0].toordinal(), ends[1].toordinal() - 1) == days
    back.write_text('{"events":[]}')
    for stripped in (False, True):  # also from a calendar that keeps but the date
        if stripped:
            kept = re.sub(r"X-HKINNO-EVENT[^\n]*\n( [^\n]*\n)*", "", file.read_text("utf-8"))
            file.write_text(kept, "utf-8")
        back.write_text('{"events":[]}')
        done = call("import", str(file), "-s", str(back))
        assert done.code == 0, done.err
        assert [event["date"] for event in json.loads(back.read_text())["events"]] == [edtf]
        assert "since" not in done.err


WORD = st.text(st.characters(codec="utf-8"), max_size=90)
SAID = WORD.map("T{}".format)  # not blank
FIELDS = st.fixed_dictionaries(
    {"id": SAID, "title": SAID},
    optional={
        **dict.fromkeys(("summary", "category", "date_note", "mine"), WORD),
        **dict.fromkeys(("tags", "places", "actors"), st.lists(WORD, max_size=3)),
        "sources": st.lists(st.fixed_dictionaries({"title": SAID, "url": WORD}), max_size=2),
        "translations": st.dictionaries(
            st.sampled_from(["fr", "zh-Hant"]), st.fixed_dictionaries({"title": WORD})
        ),
    },
)


@given(FIELDS)
@settings(max_examples=60)
def test_every_field_comes_back(
    tmp_path_factory: pytest.TempPathFactory, fields: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("fields")
    event = {**fields, "date": "2002"}
    (folder / "a.jsonl").write_text(json.dumps(event))
    done = call(
        *("timeline", "-s", str(folder / "a.jsonl"), "-o", str(folder / "a.ics")),
        *("--lang", "fr"),
    )
    assert done.code == 0, done.err
    well_folded((folder / "a.ics").read_bytes())
    said, back = brought_back(folder, (folder / "a.ics").read_bytes())
    assert back == [event]
    assert "changed" not in said


def edited(data: bytes, *changes: tuple[str, str]) -> bytes:
    text = data.decode().replace("\r\n ", "")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


BASE = {
    "id": "a",
    "date": "2002~",
    "title": "Park",
    "summary": "It opens.",
    "category": "c",
    "tags": ["t"],
    "places": ["Hong Kong", "Sha Tin"],
    "actors": ["X"],
    "n": 1,
    "sources": [{"title": "S", "url": "https://a.example"}],
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("SUMMARY:Park", "SUMMARY:The park"), {"title": "The park"}),
        (("It opens.", "It opened."), {"summary": "It opened."}),
        (("c. 2002\\n\\n", "About then.\\n"), {"summary": None}),
        (("LOCATION:Hong Kong\\; Sha Tin", "LOCATION:Tai Po"), {"places": ["Tai Po"]}),
        (("CATEGORIES:c,t", "CATEGORIES:c,u,v"), {"tags": ["u", "v"]}),
        (("DATE:20030101", "DATE:20030201"), {"date": "2002-01-01/2003-01-31"}),
        (
            ("URL:https://a.example", "URL:https://b.example"),
            {"sources": [*BASE["sources"], {"url": "https://b.example"}]},  # type: ignore[misc]
        ),
    ],
)
def test_what_was_changed_in_a_calendar_holds(
    change: tuple[str, str], expected: Mapping[str, Any], store: Store, tmp_path: Path
) -> None:
    said, (back,) = brought_back(tmp_path, edited(exported(store(BASE)), change))
    (name,) = expected
    assert f"are read as they were changed since hkinno wrote them, as {name} of '" in said
    if expected[name] is None:
        assert back[name].startswith("About then.\nIt opens.")
    else:
        assert back[name] == expected[name]
    rest = {key: value for key, value in back.items() if key != name}
    assert rest == json.loads(
        json.dumps({k: v for k, v in BASE.items() if k != name}), parse_int=str
    )


@pytest.mark.parametrize("args", [("--lang", "zh-Hant"), ("--raw-dates",), ("--lang", "xx y")])
def test_a_text_that_was_changed_is_told_from_what_stands_around_it(
    args: tuple[str, ...], store: Store, tmp_path: Path
) -> None:
    data = edited(exported(store(BASE), *args), ("It opens.", "It opened.\\nAt last."))
    _, (back,) = brought_back(tmp_path, data)
    assert back["summary"] == "It opened.\nAt last."


TOLD: dict[str, dict[str, Any]] = {
    "zh-Hant": {"title": "持續", "summary": "開幕。\n\n完。", "note": 1.50},
    "fr": {"title": "Le parc"},
}


@pytest.mark.parametrize("name", ["title", "summary"])
def test_a_translation_that_was_changed_is_the_one_that_was_shown(
    name: str, store: Store, tmp_path: Path
) -> None:
    data = exported(store({**BASE, "translations": TOLD}), "--lang", "zh-Hant-HK")
    change = {"title": ("zh-Hant:持續", "zh-Hant:新名"), "summary": ("開幕。", "開了。")}[name]
    said, (back,) = brought_back(tmp_path, edited(data, change))
    assert f"as {name} in zh-Hant of '" in said
    assert (back["title"], back["summary"]) == ("Park", "It opens.")
    new = {"title": "新名", "summary": "開了。\n完。"}[name]
    told = {**TOLD, "zh-Hant": {**TOLD["zh-Hant"], name: new}}
    assert back["translations"] == json.loads(json.dumps(told), parse_float=str)


def test_where_no_translation_was_shown_the_text_itself_was_changed(
    store: Store, tmp_path: Path
) -> None:
    told = {"zh-Hant": {"summary": "開幕。"}}
    data = exported(store({**BASE, "translations": told}), "--lang", "zh-Hant")
    _, (back,) = brought_back(tmp_path, edited(data, ("SUMMARY:Park", "SUMMARY:The park")))
    assert (back["title"], back["translations"]) == ("The park", told)
    gone = edited(data, ("開幕。\\n\\n", ""))
    _, (back,) = brought_back(tmp_path, gone)
    assert (back["summary"], back["translations"]) == ("It opens.", {"zh-Hant": {}})


STORIES = {**BASE, "date_note": "From a stone.", "summary": "It opens.\n\nPeople come."}


@pytest.mark.parametrize(
    ("change", "summary"),
    [
        (("\\nn: 1\r", "\\nn: 1\\n\\nMy note\r"), "{}\n\nMy note"),
        (("DESCRIPTION:", "DESCRIPTION:My note\\n"), "My note\n\n{}"),
        (("DESCRIPTION:", "DESCRIPTION:My note\\n\\n"), "My note\n\n{}"),
        (("c. 2002\\n", "In 2002\\, or so\\n"), "In 2002, or so\n\n{}"),
        (("c. 2002\\nFrom a stone.\\n\\n", ""), "{}"),
        (("actors: X", "actors: X\\nMy note"), "{}\n\nMy note"),
        (("It opens.", "It opens late."), "It opens late.\nPeople come."),
        (("People come.\\n\\n", ""), "It opens."),
    ],
)
def test_a_note_on_an_event_is_all_that_is_added_to_its_summary(
    change: tuple[str, str], summary: str, store: Store, tmp_path: Path
) -> None:
    said, (back,) = brought_back(tmp_path, edited(exported(store(STORIES)), change))
    assert "as summary of 'Park' (1 event)" in said
    assert back["summary"] == summary.format(STORIES["summary"])
    assert (back["date_note"], back["actors"]) == ("From a stone.", ["X"])


@pytest.mark.parametrize(
    ("labels", "category", "tags"),
    [
        ("Peace,t", "Peace", ["t"]),
        ("t,Peace", "Peace", ["t"]),
        ("Peace", "Peace", None),
        ("c,Peace", "c", ["Peace"]),
        ("t", None, ["t"]),
        ("Peace,Quiet,t", None, ["Peace", "Quiet", "t"]),
    ],
)
def test_a_category_is_one_that_is_seen(
    labels: str, category: str | None, tags: list[str] | None, store: Store, tmp_path: Path
) -> None:
    data = edited(exported(store(BASE)), ("CATEGORIES:c,t", f"CATEGORIES:{labels}"))
    said, (back,) = brought_back(tmp_path, data)
    assert (back.get("category"), back.get("tags")) == (category, tags)
    assert "of 'Park' (1 event)" in said
    assert "X-HKINNO-CATEGORY" not in said


def test_a_category_that_is_not_seen_is_left_out_and_said(tmp_path: Path) -> None:
    text = "DTSTART:20020101\nSUMMARY:T\nCATEGORIES:Peace\nX-HKINNO-CATEGORY:War"
    said, event = read_one(tmp_path, text)
    assert (event.get("category"), event["tags"]) == (None, ["Peace"])
    assert "X-HKINNO-CATEGORY has, and CATEGORIES has not, is left out, as 'War'" in said


def test_that_dates_are_shown_as_they_stand_is_said_once(store: Store, tmp_path: Path) -> None:
    path = store({**BASE, "date": "2002"}, {**BASE, "id": "b", "date_note": "2002~ or so"})
    assert b"X-DATES" not in exported(path)
    data = exported(path, "--raw-dates")
    events = parsed(data).values()
    assert {event["X-HKINNO-EVENT"].params["X-DATES"] for event in events} == {"EDTF"}
    said, back = brought_back(tmp_path, edited(data, ("It opens.", "It opened.")))
    assert "as summary of 'Park' (1 event)" in said
    assert [event["summary"] for event in in_order(back)] == ["It opened.", "It opens."]


def test_a_time_zone_that_is_broken_is_as_one_that_nothing_defines(tmp_path: Path) -> None:
    text = OUTLOOK.replace("TZOFFSETTO:+0130", "TZOFFSETTO:+9930")
    done, events = import_file(tmp_path, "o.ics", text)
    assert done.code == 0, done.err
    (talk,) = (event for event in events if event["id"] == "2")
    assert (talk["date"], talk["date_note"]) == (
        "2022-07-10T09:00:00",
        "time zone: Customised Zone",
    )


def test_what_another_program_writes_anew_is_no_change(store: Store, tmp_path: Path) -> None:
    again = Calendar.from_ical(exported(store(BASE))).to_ical()
    assert b"\r\n" in again
    said, back = brought_back(tmp_path, again)
    assert back == json.loads(json.dumps([BASE]), parse_int=str)
    assert "changed" not in said


# --- khal ---


@pytest.fixture
def khal(tmp_path: Path) -> Callable[..., list[str]]:
    program, folder = needs("khal"), tmp_path / "khal"
    (folder / "cal").mkdir(parents=True)
    style = "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ntimeformat = %H:%M\n"
    (folder / "config").write_text(
        f"[calendars]\n[[c]]\npath = {folder / 'cal'}\ntype = calendar\n"
        f"[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n{style}"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"[sqlite]\npath = {folder / 'khal.db'}\n"
    )

    def started(*args: str) -> str:
        command = [program, "-c", str(folder / "config"), *args]
        world = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, capture_output=True, text=True, env=world)
        assert done.returncode == 0, done.stderr
        assert "critical" not in done.stderr
        return done.stdout

    def shown(data: bytes, *asked: str) -> list[str]:
        (folder / "a.ics").write_bytes(data)
        started("import", "--batch", "-a", "c", str(folder / "a.ics"))
        lines = started(asked[0], "--format", "{start-long}|{end-long}|{title}", *asked[1:])
        return [line for line in lines.split("\n") if re.match(r"[0-9]+-[0-9-]+\|", line)]

    return shown


def test_khal_shows_the_right_days(khal: Callable[..., list[str]], store: Store) -> None:
    rows = [row for row in DAYS if row[0] not in ("0001", "9998")]
    path = store(*({"id": edtf, "date": edtf, "title": f"<{edtf}>"} for edtf, *_ in rows))
    said = khal(exported(path), "search", "<")
    assert sorted(said) == sorted(f"{first}|{last}|<{edtf}>" for edtf, first, last in rows)


def test_khal_shows_hostile_events_and_the_edges(
    khal: Callable[..., list[str]], store: Store
) -> None:
    recent = ("--since", "2000", "--until", "2022", "--inside", "--certain")
    data = exported(str(HARD), *recent)
    assert len(khal(data, "search", "hkinno")) == len(parsed(data)) > 25
    edges = store(*({"id": d, "date": d, "title": f"edge {d}"} for d in ("0001", "9998")))
    assert khal(exported(edges), "search", "edge") == [
        "1-01-01|1-12-31|edge 0001",
        "9998-01-01|9998-12-31|edge 9998",
    ]


# --- the calendars of people ---


def ics(*lines: str, head: str = "VERSION:2.0\nPRODID:-//x//y//EN", end: str = "\r\n") -> str:
    text = "\n".join(["BEGIN:VCALENDAR", head, *lines, "END:VCALENDAR", ""])
    return text.replace("\n", end)


def vevent(text: str, uid: str = "1@x") -> str:
    uid = f"UID:{uid}\n" if uid else ""
    return f"BEGIN:VEVENT\n{uid}DTSTAMP:20200101T000000Z\n{text}\nEND:VEVENT"


def read_one(folder: Path, text: str, *args: str) -> tuple[str, dict[str, Any]]:
    done, events = import_file(folder, "cal.ics", ics(vevent(text)), *args)
    assert done.code == 0, done.err
    (event,) = events
    return done.err, event


def in_order(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By id: how a store orders what is added is no matter here."""
    return sorted(events, key=lambda event: str(event["id"]))


GOOGLE = """BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:Work
X-WR-TIMEZONE:Asia/Hong_Kong
BEGIN:VEVENT
DTSTART:20240105T013000Z
DTEND:20240105T023000Z
DTSTAMP:20240110T080000Z
ORGANIZER;CN=Ada Lovelace:mailto:ada@example.org
UID:7kukuqrfedlm2f9t0vvq7q6ac5@google.com
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Ada Lo
 velace;X-NUM-GUESTS=0:mailto:ada@example.org
ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION:mailto:bob@example.org
ATTENDEE;CUTYPE=ROOM;CN="Room 5, North":mailto:room5@example.org
CREATED:20231201T000000Z
DESCRIPTION:Agenda:\\n- one\\, two
LAST-MODIFIED:20231202T000000Z
LOCATION:1 Harbour Road\\, Wan Chai
SEQUENCE:1
STATUS:CONFIRMED
SUMMARY:Planning
TRANSP:OPAQUE
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20240210
DTEND;VALUE=DATE:20240214
DTSTAMP:20240110T080000Z
UID:cny@google.com
SUMMARY:Lunar New Year 農曆新年
STATUS:TENTATIVE
END:VEVENT
END:VCALENDAR
"""


def test_google(tmp_path: Path) -> None:
    done, events = import_file(tmp_path, "work.ics", GOOGLE.replace("\n", "\r\n"))
    meeting, holiday = in_order(events)
    assert done.code == 0, done.err
    assert meeting == {
        "id": "7kukuqrfedlm2f9t0vvq7q6ac5@google.com",
        "date": "2024-01-05T01:30:00Z",
        "title": "Planning",
        "summary": "Agenda:\n- one, two",
        "places": ["1 Harbour Road, Wan Chai", "Room 5, North"],
        "actors": ["Ada Lovelace", "bob@example.org"],
        "date_note": "2024-01-05T01:30:00Z to 2024-01-05T02:30:00Z",
    }
    assert holiday == {
        "id": "cny@google.com",
        "date": "2024-02-10/2024-02-13",
        "title": "Lunar New Year 農曆新年",
        "status": "TENTATIVE",
    }
    assert "no interval of times" in done.err
    assert (
        "the names are kept, as actors, and nothing else, as 'Ada Lovelace' (1 event)" in done.err
    )


def test_what_is_imported_twice_is_there_once(tmp_path: Path) -> None:
    text = GOOGLE + ics(vevent("DTSTART;VALUE=DATE:20200101\nSUMMARY:No UID", uid=""))
    done, events = import_file(tmp_path, "work.ics", text)
    assert (done.code, len(events)) == (0, 3)
    assert in_order(events)[-1]["id"] == "no-uid"
    again = call("import", str(tmp_path / "work.ics"), "-s", str(tmp_path / "s.json"))
    assert again.code == 0
    assert "0 events (3 already there)" in again.err


APPLE = """BEGIN:VCALENDAR
CALSCALE:GREGORIAN
PRODID:-//Apple Inc.//macOS 14.0//EN
VERSION:2.0
X-APPLE-CALENDAR-COLOR:#FF2968
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
CREATED:20230101T000000Z
DTSTAMP:20230101T000000Z
UID:0F3A
DTSTART;TZID=Europe/Berlin:20230704T233000
DTEND;TZID=Europe/Berlin:20230706T010000
SUMMARY:Trip
URL;VALUE=URI:https://example.org/trip
X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC
X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-RADIUS=49.9;X-TITLE="Zoo":
 geo:52.5,13.3
X-APPLE-RADIUS=49.91307046514149
GEO:52.5;13.3
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:broken
END:VALARM
END:VEVENT
BEGIN:VEVENT
DTSTAMP:20230101T000000Z
UID:bday
DTSTART;VALUE=DATE:16040229
DURATION:P1D
RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1
SUMMARY:Birthday
END:VEVENT
BEGIN:VTODO
UID:todo
SUMMARY:Buy
END:VTODO
END:VCALENDAR
"""


def test_apple(tmp_path: Path) -> None:
    done, events = import_file(tmp_path, "home.ics", APPLE)
    trip, birthday = in_order(events)
    assert done.code == 0, done.err
    assert trip == {
        "id": "0F3A",
        "date": "2023-07-04/2023-07-06",
        "title": "Trip",
        "date_note": "2023-07-04T23:30:00+02:00 to 2023-07-06T01:00:00+02:00",
        "sources": [{"url": "https://example.org/trip"}],
        "geo": "52.5;13.3",
    }
    assert (birthday["date"], birthday["rrule"][:11]) == ("1604-02-29", "FREQ=YEARLY")
    assert "events that repeat are read as their first time" in done.err
    assert "leaving out 1 VTODO, which are no events" in done.err
    assert re.search(r"leaving out X-APPLE-.*VALARM \(1\)", done.err)


OUTLOOK = """BEGIN:VCALENDAR
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
VERSION:2.0
METHOD:PUBLISH
BEGIN:VTIMEZONE
TZID:Customised Zone
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0230
TZOFFSETTO:+0130
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0130
TZOFFSETTO:+0230
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
CATEGORIES:Holiday,Red Category
CLASS:PRIVATE
DTSTART;TZID="Customised Zone":20220110T000000
DTEND;TZID="Customised Zone":20220112T000000
DTSTAMP:20220101T000000Z
PRIORITY:5
SUMMARY;LANGUAGE=en-us:Fair
UID:040000008200E00074C5B7101A82E008
X-ALT-DESC;FMTTYPE=text/html:<html><body>Fair</body></html>
X-MICROSOFT-CDO-BUSYSTATUS:OOF
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID="Customised Zone":20220710T090000
DTSTAMP:20220101T000000Z
SUMMARY:Call
UID:2
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID="W. Europe Standard Time":20220710T090000
DTSTAMP:20220101T000000Z
SUMMARY:Windows
UID:3
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Nowhere:20220710T090000
DTSTAMP:20220101T000000Z
SUMMARY:Unknown
UID:4
END:VEVENT
END:VCALENDAR
"""


def test_outlook(tmp_path: Path) -> None:
    done, events = import_file(tmp_path, "o.ics", OUTLOOK)
    fair, talk, windows, unknown = sorted(events, key=lambda event: len(event["id"]) < 9)
    assert done.code == 0, done.err
    assert fair["date"] == "2022-01-10/2022-01-11"  # from midnight to midnight
    assert (fair["tags"], fair["class"], fair["priority"]) == (
        ["Holiday", "Red Category"],
        "PRIVATE",
        "5",
    )
    assert talk["date"] == "2022-07-10T09:00:00+02:30"
    assert windows["date"] == "2022-07-10T09:00:00+02:00"
    assert (unknown["date"], unknown["date_note"]) == ("2022-07-10T09:00:00", "time zone: Nowhere")
    assert "times in a time zone get its offset from UTC, as 20220710T090000 Cust" in done.err
    assert (
        "time zones that nothing defines are kept as date_note, as 20220710T090000 Now" in done.err
    )
    assert "X-ALT-DESC (1)" in done.err


SCHOOL = ics(
    vevent("DTSTART;VALUE=DATE:20250701\nDTEND;VALUE=DATE:20250901\nSUMMARY:Sommerferien", ""),
    vevent("DTSTART;VALUE=DATE:20251224\nDTEND;VALUE=DATE:20251224\nSUMMARY:Weihnachten", ""),
    vevent("DTSTART;VALUE=DATE:20260101\nSUMMARY:Neujahr\nTRANSP:TRANSPARENT", ""),
    vevent("DTSTART:20260403\nSUMMARY:Karfreitag", ""),  # as many generators write it
    end="\n",
)


def test_school_holidays(tmp_path: Path) -> None:
    done, events = import_file(tmp_path, "ferien.ics", SCHOOL)
    assert done.code == 0, done.err
    assert [(e["id"], e["date"]) for e in events] == [
        ("sommerferien", "2025-07-01/2025-08-31"),
        ("weihnachten", "2025-12-24"),
        ("neujahr", "2026-01-01"),
        ("karfreitag", "2026-04-03"),
    ]


def test_thunderbird_series_and_its_exceptions(tmp_path: Path) -> None:
    base = "DTSTART;TZID=/mozilla.org/20070129_1/Europe/Paris:20240304T100000\nSUMMARY:Club"
    moved = base.replace("20240304T100000", "20240312T110000")
    due = "RECURRENCE-ID;TZID=Europe/Paris:20240311T100000"
    done, events = import_file(
        tmp_path,
        "t.ics",
        ics(
            vevent(f"{base}\nRRULE:FREQ=WEEKLY\nEXDATE:20240318T090000Z\nX-MOZ-GENERATION:3"),
            vevent(f"{moved}\n{due}"),
        ),
    )
    assert done.code == 0, done.err
    assert [(e["id"], e["date"]) for e in events] == [
        ("1@x", "2024-03-04T10:00:00+01:00"),
        ("1@x/20240311T100000", "2024-03-12T11:00:00+01:00"),
    ]
    assert events[0]["rrule"] == "FREQ=WEEKLY"
    assert events[0]["exdate"] == "20240318T090000Z"
    assert "RRULE" not in json.dumps(events[1]).upper()


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("DTSTART;VALUE=DATE:20020101\nDTEND;VALUE=DATE:20030101", "2002-01-01/2002-12-31"),
        ("DTSTART;VALUE=DATE:20020301\nDURATION:P3D", "2002-03-01/2002-03-03"),
        ("DTSTART;VALUE=DATE:20020301\nDURATION:P1W", "2002-03-01/2002-03-07"),
        ("DTSTART:20020301T100000", "2002-03-01T10:00:00"),
        ("DTSTART:20020301T100000Z\nDURATION:PT1H", "2002-03-01T10:00:00Z"),
        ("DTSTART:20020301T200000Z\nDTEND:20020302T000000Z", "2002-03-01T20:00:00Z"),
        ("DTSTART:20020301T000000\nDTEND:20020302T000000", "2002-03-01"),
        ("DTSTART:20020301T000000Z", "2002-03-01T00:00:00Z"),
        ("DTSTART;TZID=America/New_York:20021231T230000", "2002-12-31T23:00:00-05:00"),
        ("DTSTART;TZID=Europe/London:20020101T090000", "2002-01-01T09:00:00+00:00"),
        ("DTSTART;TZID=Asia/Hong_Kong:18950101T090000", "1895-01-01T09:00:00"),
        ("DTSTART;VALUE=DATE:00010101\nDTEND;VALUE=DATE:00010101", "0001-01-01"),
    ],
)
def test_when_an_event_of_a_calendar_is(text: str, edtf: str, tmp_path: Path) -> None:
    _, event = read_one(tmp_path, f"{text}\nSUMMARY:T")
    assert event["date"] == edtf


def test_an_exact_date_that_does_not_agree_is_said_and_left_aside(tmp_path: Path) -> None:
    text = "DTSTART;VALUE=DATE:20020101\nDTEND;VALUE=DATE:{}\nSUMMARY:T\nX-HKINNO-DATE:2002~"
    said, event = read_one(tmp_path, text.format("20030101"))
    assert (event["date"], "X-HKINNO-DATE" in said) == ("2002~", False)
    said, event = read_one(tmp_path, text.format("20030201"))
    assert event["date"] == "2002-01-01/2003-01-31"
    assert "does not agree, as 2002-01-01/2003-01-31 for '2002~' (1 event)" in said
    said, event = read_one(tmp_path, text.format("20030101").replace("2002~", "rubbish"))
    assert (event["date"], "'rubbish'" in said) == ("2002-01-01/2002-12-31", True)


def bare(data: bytes) -> bytes:
    """A calendar that was kept by a program which drops what it does not know."""
    return re.sub(rb"X-HKINNO-[^\n]*\n( [^\n]*\n)*", b"", data)


@pytest.mark.parametrize("args", [(), ("--lang", "zh-Hant"), ("--lang", "de"), ("--raw-dates",)])
def test_the_words_of_a_date_are_enough(
    args: tuple[str, ...], store: Store, tmp_path: Path
) -> None:
    dates = ["2018~", "2020/..", "156X-12-25", "2001-21", "2018-02-03", "1984%"]
    events = [{"id": date, "date": date, "title": "T", "summary": "S."} for date in dates]
    del events[0]["summary"]
    said, back = brought_back(tmp_path, bare(exported(store(*events), *args)))
    assert in_order(back) == in_order(events)
    found = re.findall("the words that DESCRIPTION begins with, .* → (.*)", said)
    assert found == ["156X-12-25 (5 events)"]
    assert "surer" not in said


def test_without_the_words_of_a_date_it_is_said_that_it_is_as_it_is_shown(
    store: Store, tmp_path: Path
) -> None:
    events = [{"id": x, "date": "2018~", "title": "T", "summary": "S."} for x in "abc"]
    data = bare(exported(store(*events)))
    said, back = brought_back(tmp_path, data.replace(b"c. 2018", b"c. 2019"))
    assert {(one["date"], one["summary"]) for one in back} == {
        ("2018-01-01/2018-12-31", "c. 2019\n\nS.")
    }
    assert said.count("may be surer and finer than they were") == 1
    assert "is missing, as 2018-01-01/2018-12-31 (3 events)" in said
    said, _ = brought_back(tmp_path, data.replace(b"@hkinno", b"@elsewhere"))
    assert "X-HKINNO" not in said
    time = {"id": "a", "date": "2004-01-01T10:10:10+01:00", "title": "T"}
    said, (back_time,) = brought_back(tmp_path, bare(exported(store(time))))
    assert (back_time["date"], "X-HKINNO" in said) == ("2004-01-01T09:10:10Z", False)


def test_an_instant_that_was_put_into_a_zone_is_the_same(tmp_path: Path) -> None:
    text = "DTSTART;TZID=Europe/Berlin:20020101T110000\nSUMMARY:T\n"
    said, event = read_one(tmp_path, f"{text}X-HKINNO-DATE:2002-01-01T18:00:00+08:00")
    assert (event["date"], "agree" in said) == ("2002-01-01T18:00:00+08:00", False)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SUMMARY:T", "it has no DTSTART, and so no date"),
        ("DTSTART:soon\nSUMMARY:T", "its DTSTART cannot be read: 'soon'"),
        ("DTSTART;VALUE=DATE:20021301\nSUMMARY:T", "its DTSTART cannot be read: '20021301'"),
        ("DTSTART;VALUE=DATE:-05240101\nSUMMARY:T", "its DTSTART cannot be read: '-05240101'"),
        ("DTSTART;VALUE=DATE:20020101\nDTEND:nonsense\nSUMMARY:T", "its DTEND cannot be read"),
        (
            "DTSTART;VALUE=DATE:20020102\nDTEND;VALUE=DATE:20020101\nSUMMARY:T",
            "it ends on 2002-01-01, before it starts, on 2002-01-02",
        ),
        (
            "DTSTART:20020102T100000\nDTEND:20020101T100000\nSUMMARY:T",
            "it ends on 2002-01-01T10:00:00, before it starts",
        ),
        ("DTSTART;VALUE=DATE:20020101\nDTEND:20020101T100000\nSUMMARY:T", "one has a time and"),
        ("DTSTART:20020101T100000Z\nDTEND:20020101T110000\nSUMMARY:T", "one has a time zone"),
        ("DTSTART:20020101\nDTSTART:20020102\nSUMMARY:T", "it has 2 DTSTART"),
        ("DTSTART:20020101\nSUMMARY:T\nDESCRIPTION:one\ntwo", "'two' is no property"),
        ("DTSTART:99990101T000000Z\nDURATION:P999D\nSUMMARY:T", "is too long"),
        ("DTSTART:20020101\nSUMMARY:T\nRRULE:FREQ=OFTEN", "its RRULE cannot be read: 'FREQ=OFTEN'"),
        (
            "DTSTART;VALUE=DATE:16041231\nX-APPLE-OMIT-YEAR:1604\nSUMMARY:T",
            "which year? X-APPLE-OMIT-YEAR says that 1604 stands for none",
        ),
        ("DTSTART;VALUE=DATE;X-APPLE-OMIT-YEAR=1604:16041231\nSUMMARY:T", "which year?"),
        ("DTSTART;;X:20020101\nSUMMARY:T", "a line of it cannot be read: 'DTSTART;;X:20020101'"),
    ],
)
def test_what_is_broken_is_a_fault_of_that_event_alone(text: str, why: str, tmp_path: Path) -> None:
    good = vevent("DTSTART;VALUE=DATE:20020101\nSUMMARY:Good", "2")
    done, events = import_file(tmp_path, "cal.ics", ics(vevent(text), good))
    assert (done.code, events) == (1, [])
    assert "cal.ics: event 1 (line 4): " in done.err
    assert why in done.err
    done, events = import_file(tmp_path, "cal.ics", ics(vevent(text), good), "--skip-bad")
    assert [event["title"] for event in events] == ["Good"]


def test_a_file_that_is_cut_off_has_its_whole_events(tmp_path: Path) -> None:
    good = vevent("DTSTART;VALUE=DATE:20020101\nSUMMARY:Good")
    text = ics(good, "BEGIN:VEVENT\nDTSTART:20020101").removesuffix("END:VCALENDAR\r\n")
    done, events = import_file(tmp_path, "cal.ics", text, "--skip-bad")
    assert [event["title"] for event in events] == ["Good"]
    assert "event 2 (line 10): it has no END:VEVENT" in done.err
    done, events = import_file(tmp_path, "cal.ics", ics(good.removesuffix("\nEND:VEVENT"), good),
                               "--skip-bad")  # fmt: skip
    assert len(events) == 1


def test_several_calendars_in_one_file(tmp_path: Path) -> None:
    parts = [ics(vevent(f"DTSTART:2002010{n}\nSUMMARY:{n}", f"{n}")) for n in range(1, 4)]
    done, events = import_file(tmp_path, "cal.ics", "".join(parts))
    assert (done.code, [event["id"] for event in events]) == (0, ["1", "2", "3"])


def test_the_same_uid_for_other_events(tmp_path: Path) -> None:
    first, other = (vevent(f"DTSTART:20020101\nSUMMARY:{title}") for title in ("One", "Two"))
    done, events = import_file(tmp_path, "cal.ics", ics(first, other, first))
    assert done.code == 0, done.err
    assert [event["id"] for event in events] == ["1@x", "two"]
    assert "with the UID of another one get ids made from their titles, as '1@x'" in done.err


def test_an_event_without_a_title(tmp_path: Path) -> None:
    said, event = read_one(tmp_path, "DTSTART:20020101\nDESCRIPTION:First line\\nmore")
    assert (event["title"], event["summary"]) == ("First line", "First line\nmore")
    assert "without SUMMARY are called by the first line of DESCRIPTION" in said
    said, event = read_one(tmp_path, "DTSTART:20020101\nSUMMARY:")
    assert event["title"] == "(no title)"
    assert "events without SUMMARY and DESCRIPTION are called '(no title)' (1 event)" in said
    assert "first line" not in said


def test_links_pictures_and_what_else_is_kept(tmp_path: Path) -> None:
    text = (
        "DTSTART:20020101\nSUMMARY:T\nURL:https://a.example\n"
        "ATTACH;FMTTYPE=application/pdf;FILENAME=plan.pdf:https://b.example/plan.pdf\n"
        "ATTACH;FMTTYPE=image/png:https://c.example/p.png\n"
        "IMAGE;VALUE=URI;DISPLAY=BADGE:https://d.example/q.png\n"
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:aGFsbG8=\n"
        "LOCATION:Here\nLOCATION:There\nCOMMENT:One\\, two\nCATEGORIES:a\\,b,c\nCATEGORIES:d,c\n"
        "STATUS:CANCELLED\nCLASS:PUBLIC\nPRIORITY:0\nRDATE;VALUE=DATE:20030101"
    )
    said, event = read_one(tmp_path, text)
    assert event == {
        "id": "1@x",
        "date": "2002-01-01",
        "title": "T",
        "tags": ["a,b", "c", "d"],
        "places": ["Here", "There"],
        "sources": [
            {"url": "https://a.example"},
            {"title": "plan.pdf", "url": "https://b.example/plan.pdf"},
        ],
        "media": [{"url": "https://c.example/p.png"}, {"url": "https://d.example/q.png"}],
        "status": "CANCELLED",
        "rdate": "20030101",
        "comment": "One, two",
    }
    assert "leaving out ATTACH with its data (1) of events" in said


# --- files as they come ---

LATIN = ics(vevent("DTSTART:20020101\nSUMMARY:Fête de l’été\nDESCRIPTION:à Genève"))


@pytest.mark.parametrize(
    "data",
    [
        LATIN.encode(),
        LATIN.encode("utf-8-sig"),
        LATIN.encode("windows-1252"),
        LATIN.encode("utf-16"),
        LATIN.replace("\r\n", "\n").encode(),
        LATIN.replace("\r\n", "\r").encode(),
        LATIN.replace("\r\n", "\r\r\n").encode(),
        LATIN.replace("\r\n", "\n", 5).encode(),
        LATIN.replace("\r\n", "\r\n\r\n").encode(),
        LATIN.replace("SUMMARY:Fête", "SUMMARY:Fê\r\n te").encode(),
        LATIN.replace("SUMMARY:Fête", "SUMM\r\n\tARY:Fête").encode(),
        LATIN.encode().replace("ê".encode(), b"\xc3\r\n \xaa"),  # folded within a character
        LATIN.lower().replace("fête", "Fête").replace("uid", "UID").encode(),
    ],
    ids=[
        "utf-8",
        "bom",
        "1252",
        "utf-16",
        "lf",
        "cr",
        "crcrlf",
        "mixed",
        "blank",
        "folded",
        "tab",
        "octets",
        "lower",
    ],
)
def test_whatever_the_bytes_are(data: bytes, tmp_path: Path) -> None:
    done, (event,) = import_file(tmp_path, "cal.ics", data)
    assert done.code == 0, done.err
    assert event["title"] == "Fête de l’été"


def test_a_long_line_that_is_not_folded(tmp_path: Path) -> None:
    _, event = read_one(tmp_path, f"DTSTART:20020101\nSUMMARY:{'word ' * 5000}end")
    assert event["title"] == f"{'word ' * 5000}end"


def test_it_is_known_by_its_first_line(store: Store, tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"events":[]}')
    data = exported(store({"id": "a", "date": "2002", "title": "T", "summary": "2001: x " * 60}))
    for head in (b"", b"\xef\xbb\xbf", b"\r\n"):
        done = call("import", "-", "-s", str(tmp_path / "s.json"), stdin=head + data)
        assert done.code == 0, done.err
    assert [e["date"] for e in json.loads((tmp_path / "s.json").read_text())["events"]] == ["2002"]
    other = tmp_path / "a.ical"
    assert call("timeline", "-s", store({"id": "a", "date": "2002", "title": "T"}),
                "-o", str(other)).code == 0  # fmt: skip
    assert other.read_bytes().startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello\n", "is no calendar: there is no BEGIN:VCALENDAR in it"),
        ("", "is no calendar"),
        ("BEGIN:VCALENDAR\nVERSION:2.0\n", "has no END:VCALENDAR"),
    ],
)
def test_what_is_no_calendar_is_one_sentence(text: str, said: str, tmp_path: Path) -> None:
    done, events = import_file(tmp_path, "cal.ics", text)
    assert (done.code, events) == (1, [])
    assert said in done.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ics(), "imported 0 events"),
        (ics("BEGIN:VJOURNAL\nUID:1\nEND:VJOURNAL"), "leaving out 1 VJOURNAL, which are no events"),
    ],
)
def test_a_calendar_without_events_holds_none(text: str, said: str, tmp_path: Path) -> None:
    done, events = import_file(tmp_path, "cal.ics", text)
    assert (done.code, events) == (0, [])
    assert said in done.err
    assert "--from" not in done.err


def test_a_calendar_of_no_event_is_read_and_may_be_overwritten(
    store: Store, tmp_path: Path
) -> None:
    path, file = store(BASE), tmp_path / "none.ics"
    assert call("timeline", "-s", path, "--on", "1900", "-o", str(file)).code == 0
    said, back = brought_back(tmp_path, file.read_bytes())
    assert ("imported 0 events" in said, back) == (True, [])
    assert call("timeline", "-s", path, "-o", str(file)).code == 0
    assert set(parsed(file.read_bytes())) == {"a@hkinno"}


@pytest.mark.parametrize("option", [("--map", "a=title"), ("--dates", "dmy"), ("--century", "20")])
def test_options_of_tables_are_refused(option: tuple[str, str], tmp_path: Path) -> None:
    done, _ = import_file(tmp_path, "cal.ics", LATIN, *option)
    assert done.code == 2
    assert f"{option[0]} is for tables and JSON" in done.err


ODD = """
;:
BEGIN:
DTSTART
END:VEVENT
DTSTART;TZID=:20200101T000000
DTEND;VALUE=PERIOD:1/2
RDATE:x
GEO:1
DTSTART;VALUE=TIME:100000
DURATION:-P1D
X-HKINNO-EVENT:{}
X-HKINNO-EVENT:[[[
X-HKINNO-DATE:2002
X-HKINNO-CATEGORY:c
X-APPLE-OMIT-YEAR:2020
UID:a@hkinno
DESCRIPTION:c. 2020
X-HKINNO-EVENT:{"id":"a"\\,"date":"2002"\\,"title":"T"}
CATEGORIES:
ATTENDEE:
ATTACH:
UID:
RECURRENCE-ID:20200101
URL;VALUE=TEXT:x"""
PIECES = st.sampled_from([*"".join([APPLE, OUTLOOK, GOOGLE, ODD]).split("\n"), "", " ", ":"])


@given(st.lists(PIECES, max_size=30))
@settings(max_examples=150)
def test_nothing_that_is_read_is_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    text = ics("BEGIN:VEVENT\nDTSTART:20200101", *lines, "END:VEVENT")
    done, _ = import_file(tmp_path_factory.mktemp("fuzz"), "cal.ics", text, "--skip-bad")
    assert done.code in (0, 1), done.err
