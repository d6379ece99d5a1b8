"""`hkinno check` finds what is wrong, all of it, where it is, and nothing else."""

import gzip
import json
import os
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import EVENTS, call
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from hkinno.check import likeness
from hkinno.check.likeness import twins
from hkinno.check.rules import ERROR, RULES, WARNING
from hkinno.check.shape import locate, sound
from hkinno.events import Event, json_schema
from hkinno.rawjson.recover import JsonPiece, pieces
from hkinno.store.whole import SHAPES

Fields = dict[str, Any]
Write = Callable[..., str]

TODAY = ("--today", "2026-11-22")
LEVELS = {rule.code: rule.level for rule in RULES}
SOURCE = {"title": "A source"}
REAL = os.environ.get("HKINNO_REAL_STORES")
needs_real_sets = pytest.mark.skipif(
    REAL is None, reason="HKINNO_REAL_STORES does not name the folder of the two real sets"
)


def event(name: str = "a", **fields: Any) -> Fields:
    """An event with which nothing is wrong, but for these fields; `...` takes one away."""
    whole = {"id": name, "date": "2019", "title": f"Title {name}", "sources": [SOURCE]} | fields
    return {key: value for key, value in whole.items() if value is not ...}


def source(**fields: Any) -> Fields:
    return event(sources=[SOURCE | fields])


def figure(**fields: Any) -> Fields:
    return event(figures=[{"name": "start-ups", "value": 1500} | fields])


def noted(date: str, note: str) -> Fields:
    return event(date=date, date_note=note)


def found(*args: str, stdin: str | bytes = b"") -> list[Fields]:
    """The faults as JSON; the exit code has to fit them."""
    done = call("check", "--json", *TODAY, *args, stdin=stdin)
    rows: list[Fields] = json.loads(done.out)
    assert done.code == any(row["level"] == ERROR for row in rows), done.err
    return rows


def codes(rows: list[Fields]) -> list[str]:
    return [row["code"] for row in rows]


# ---- one fault, and what is near it but no fault -----------------------------------------------

YEARS = [event(f"y{n}", date=f"{1990 + n}-01-01", title=f"Law no. {n}") for n in range(5)]
DAYS = [event(f"d{n}", date=f"{1990 + n}-03-{n % 28 + 1:02}", title=f"Act {n}") for n in range(9)]

# the rule, events in which it finds one fault, events in which nothing is wrong
EVENTS_AT_FAULT: list[tuple[str, Fields | list[Fields], Fields | list[Fields]]] = [
    ("schema", event(id=...), event(id="x")),
    ("schema", event(id=""), event(id="0")),
    ("schema", event(date=...), event(date="0000")),
    ("schema", event(date=2019), event(date="2019")),
    ("schema", event(title=...), event(title="0")),
    ("schema", event(title=None), event(summary=None)),
    ("schema", event(tags="one"), event(tags=["one"])),
    ("schema", event(tags=["one", 2]), event(tags=["one", "2"])),
    ("schema", event(sources=SOURCE), event(sources=[SOURCE])),
    ("schema", event(figures=[None]), event(figures=None)),
    ("schema", source(date=2019), source(date="about 2019, I think")),
    ("schema", source(url=True), source(url=None)),
    ("schema", figure(value="1500"), figure(value=10**30)),
    ("schema", figure(approximate="yes"), figure(approximate=True)),
    ("schema", event(figures=[{"name": "x"}]), event(figures=[{"name": "x", "value": -0.5}])),
    ("schema", event(translations=["fr"]), event(translations={})),
    ("schema", event(translations={"fr": "Titre"}), event(translations={"fr": {"title": "Titre"}})),
    ("duplicate-id", [event("a"), event("a", date="2020")], [event("a"), event("A", title="B")]),
    ("blank", event(title=" \t"), event(title=" x ")),
    ("blank", event(id=" "), event(id="-")),
    ("bound", figure(bound="over"), figure(bound="at least")),
    ("bound", figure(bound=""), figure(bound=None)),
    ("blank", event(media=[{"url": " "}]), event(media=[{"url": "https://x.org/", "credit": ""}])),
    ("blank", figure(name=" "), figure(name="x", unit="")),
    ("date", event(date="Feb 2019"), event(date="2019-02")),
    ("date", event(date="2019-02-29"), event(date="2020-02-29")),
    ("date", event(date=""), event(date="../2020")),
    ("date", noted("2019-02-30", "by 2019"), noted("2019-02-28", "By his own account")),
    ("source", event(sources=[{"publisher": "X"}]), event(sources=[{"url": "https://x.org"}])),
    ("source", source(title=" ", url=""), source(title="x", url="")),
    ("language-tag", event(translations={"zh_Hant": {}}), event(translations={"zh-Hant": {}})),
    ("language-tag", event(translations={"english": {}}), event(translations={"en": {}})),
    ("language-tag", event(translations={"": {}}), event(translations={"de-CH-1996": {}})),
    ("language-tag", event(translations={"zh-": {}}), event(translations={"zh-yue-Hant-HK": {}})),
    ("language-tag", event(translations={"f": {}}), event(translations={"x-elvish": {}})),
    ("awkward-id", event(id="two words"), event(id="two-words")),
    ("awkward-id", event(id="a\u202eb"), event(id="香港")),
    ("awkward-id", event(id="a\x1b[2J"), event(id="a[2J")),
    ("future", event(date="2026-11-23"), event(date="2026-11-22")),
    ("future", event(date="2027/.."), event(date="2026/2040")),
    ("field-name", event(sumary="x"), event(summary="y")),
    ("field-name", event(sumary="x", summary="y"), event(summary="y", precis="x")),
    ("field-name", event(Category="x"), event(notes="x")),
    ("field-name", event(dateNote="x"), event(note="x")),
    ("field-name", event(catgory="x"), event(categorical="x")),
    ("field-name", event(tag=["x"]), event(tagging=["x"])),
    ("field-name", source(pubisher="x"), source(published="2019")),
    ("field-name", source(URL="https://x.org"), source(uri="https://x.org")),
    ("field-name", figure(units="m"), figure(limit="m")),
    ("field-name", figure(Unit="m"), figure(unix="m")),
    ("field-name", figure(bounds="m"), figure(found="m")),
    ("field-name", event(translations={"fr": {"titel": ""}}), event(translations={"fr": {"x": 1}})),
    (
        "spelling",
        [event(tags=["AI"]), event("b", tags=["ai"]), event("c", tags=["ai"])],
        [event(tags=["AI"]), event("b", tags=["AIs"]), event("c", tags=["AI"])],
    ),
    (
        "spelling",
        [event(category="open data"), event("b", category="opendata")],
        [event(category="open data"), event("b", category="open-data")],
    ),
    ("no-source", event(sources=...), event(sources=[SOURCE, SOURCE])),
    ("no-source", event(sources=[]), event(sources=[{"title": "hearsay"}])),
    ("source-url", source(url="ftp://x.org"), source(url="http://x.org")),
    ("source-url", source(url="https://"), source(url=" ")),
    ("source-url", source(url="example.org/a"), source(url="HTTPS://example.org/a?b=c#d")),
    ("source-url", source(url="javascript:alert(1)"), source(url="https://例.jp")),
    ("source-url", source(url="https://x.org/two words"), source(url="https://x.org/two%20words")),
    ("media-file", event(media=[{"url": "a.png"}]), event(media=[{"url": "https://x.org/a.png"}])),
    ("media-file", event(media=[{"url": "../a.png"}]), event(media=[{"url": "data:,"}])),
    ("precision", noted("2019-02-03", "By 2019"), noted("2019", "By 2019")),
    ("precision", noted("2019-02", "as early as 2019"), noted("2019-02", "as early as 2018")),
    ("precision", noted("2019-02-03", "Derived from the year"), noted("2019", "From the year")),
    ("precision", noted("2019-02-03", "The day is unknown"), noted("2019-02", "Day unknown")),
    (
        "precision",
        noted("2021-08-08", "It gives no day"),
        noted("2021-08-08", "It gives no day; the day, 8 August, comes from the record"),
    ),
    ("precision", noted("2019-02", "month unknown"), noted("2019-02", "no month; but Feb. 2019")),
    ("precision", noted("2019-05-03", "late 2019"), noted("2019-05-03", "late 2019: May 3rd")),
    ("precision", noted("1995", "in the 1990s"), noted("1995", "in the 1990s; 1995 by X")),
    ("precision", noted("2019-05-03", "by May 2019"), noted("2019", "by May 2019")),
    ("precision", noted("2019", "around 2019"), noted("2019~", "around 2019")),
    ("precision", noted("2019-05-03", "c. 3 May 2019"), noted("2019-05-03", "c. 3,000 people")),
    (
        "new-year",
        event(date="1998-01-01", title="A law of 1998"),
        event(date="1998-01-01", title="A law of 1998", summary="In force on 1 January."),
    ),
    (
        "new-year",
        event(date="1998-01-01", title="A law", sources=[SOURCE | {"quote": "In 1998"}]),
        event(date="1998-01-01", title="A law of 1998", sources=[SOURCE | {"quote": "1 Jan"}]),
    ),
    (
        "new-year",
        event(date="1998-01-01", title="A law of 1998"),
        event(date="1998-01-01", title="A law"),
    ),
    (
        "duplicate",
        [event(title="Science Park opens"), event("b", title="Science park opens!")],
        [event(title="Science Park opens"), event("b", title="Science Park closes")],
    ),
    (
        "duplicate",
        [event(title="Ann Lee made president"), event("b", title="Ann Lee made 5th president")],
        [event(title="Ann Lee made 4th president"), event("b", title="Ann Lee made 5th president")],
    ),
    (
        "duplicate",
        [event(date="2019-02", title="X"), event("b", date="2019-02-01/2019-02-28", title="X")],
        [event(date="2019-02", title="X"), event("b", date="2019", title="X")],
    ),
    (
        "duplicate",
        [event(title="Pro Bono Support, more"), event("b", title="More pro bono support")],
        [event(title="Start-ups reach 1,500"), event("b", title="Start-ups reach 4,000")],
    ),
]  # fmt: skip  # a case a line where it fits


def named(cases: list[Any]) -> list[Any]:
    """Each case under its rule and its number among those of that rule."""
    counts: Counter[str] = Counter()
    made = []
    for case in cases:
        counts[case[0]] += 1
        made.append(pytest.param(*case, id=f"{case[0]}-{counts[case[0]]}"))
    return made


@pytest.mark.parametrize(("code", "wrong", "right"), named(EVENTS_AT_FAULT))
def test_each_rule_finds_its_fault_and_spares_what_is_near(
    store: Write, code: str, wrong: Fields | list[Fields], right: Fields | list[Fields]
) -> None:
    rows, near = (
        found("-s", store(*(events if isinstance(events, list) else [events]), name=name))
        for name, events in (("wrong.json", wrong), ("right.json", right))
    )
    assert codes(rows) == [code], rows
    assert rows[0]["level"] == LEVELS[code]
    assert rows[0]["message"]
    assert rows[0]["hint"]
    assert near == []


# the rule, the bytes of a store in which it finds one fault, and of one with nothing wrong
GOOD = json.dumps(event()).encode()


def ending(text: bytes) -> bytes:
    """An array of one event that has one more member."""
    return b"[" + GOOD[:-1] + b", " + text + b"}]"


BYTES_AT_FAULT: list[tuple[str, bytes, bytes]] = [
    ("store", b"", b"[]"),
    ("store", b'{"title": "x"}', b'{"title": "x", "events": []}'),
    ("store", b'{"events": {}}', b'{"events": [ ]}'),
    ("store", b"2019", b"[]\n"),
    ("store", gzip.compress(b"[]", mtime=0)[:-9], gzip.compress(b"[]", mtime=0)),
    ("ignore", b'{"check": 1, "events": []}', b'{"check": {"x": 1}, "events": []}'),
    ("json", b"[" + GOOD, b"[" + GOOD + b"]"),
    ("json", b"[" + GOOD + b",]", b"[" + GOOD + b"\n]"),
    ("json", b"[" + GOOD + b"]]", b"[" + GOOD + b"]  "),
    ("json", b"{'events': []}", b'{"events": []}'),
    ("json", ending(b'"x": NaN'), ending(b'"x": 1e999')),
    ("json", ending(b'"x": "\\ud800"'), ending(rb'"x": "\ud83d\ude00"')),
    ("json", b"[" + b"[" * 5000 + b"]" * 5000 + b"]", ending(b'"x": [[[]]]')),
    ("utf-8", "[]".encode("utf-16"), "\ufeff[]".encode()),
    ("utf-8", ending(b'"x": "\xe9"'), ending(b'"x": "\xc3\xa9"')),
    ("utf-8", b'{"title": "\xff", "events": []}', '{"title": "ÿ", "events": []}'.encode()),
    ("repeated-key", ending(b'"title": "B"'), ending(b'"heading": "B"')),
    (
        "repeated-key",
        ending(rb'"x": [{"k": 1, "\u006b": 2}]'),
        ending(rb'"x": [{"k": 1}, {"k": "\"k\": \"k\": \u0022k\u0022:"}]'),
    ),
    ("repeated-key", b'{"events": [], "x": 1, "x": 1}', b'{"events": [], "x": 1}'),
    ("schema", b"[2019]", b"[" + GOOD + b"]"),
    ("schema", b"[" + GOOD + b",null]", b"[" + GOOD + b"]"),
    ("schema", GOOD + b"\nnull\n", GOOD + b"\n\n"),
    ("schema", b'{"events": [], "title": 5}', b'{"events": [], "title": null}'),
    ("schema", ending(b'"figures": [{"name": "x", "value": 1e999}]'), b"[]"),
    (
        "schema",
        ending(b'"figures": [{"name": "x", "value": %s}]' % (b"9" * 5000)),
        ending(b'"figures": [{"name": "x", "value": %s}]' % (b"9" * 4000)),
    ),
    (
        "repeated-key",
        b'{"events": [], "x": %s, "x": 1}' % (b"9" * 5000),
        b'{"events": [], "x": %s}' % (b"9" * 5000),
    ),
    ("field-name", b'{"titel": "x", "events": []}', b'{"license": "x", "events": []}'),
]  # fmt: skip  # a case a line where it fits


@pytest.mark.parametrize(("code", "wrong", "right"), named(BYTES_AT_FAULT))
def test_files_that_are_at_fault(tmp_path: Path, code: str, wrong: bytes, right: bytes) -> None:
    path = tmp_path / "store.json"
    path.write_bytes(right)
    assert found("-s", str(path)) == []
    path.write_bytes(wrong)
    rows = found("-s", str(path))
    assert codes(rows) == [code], rows
    assert rows[0]["hint"]


def test_every_rule_has_a_case() -> None:
    cases = {code for code, *_ in (*EVENTS_AT_FAULT, *BYTES_AT_FAULT)}
    missing = set(LEVELS) - cases - {"translation"}  # which has a test of its own
    assert not missing, f"EVENTS_AT_FAULT in tests/check/test_check.py has no row for {missing}"
    assert cases <= set(LEVELS)


def test_translations_are_missing_only_in_languages_that_are_asked_for(store: Write) -> None:
    texts = {"zh-Hant": {"title": "題"}, "fr": {"title": " "}, "DE-ch": {"title": "Titel"}}
    path = store(event(translations=texts))
    assert found("-s", path) == []
    for there in ("zh-Hant", "zh", "ZH-hant-hk", "de", "de-CH"):
        assert found("-s", path, "--lang", there) == [], there
    rows = found("-s", path, "--lang", "fr", "--lang", "ja", "--lang", "zh")
    assert [(r["code"], r["level"], r["message"]) for r in rows] == [
        ("translation", WARNING, "it has no title in fr"),
        ("translation", WARNING, "it has no title in ja"),
    ]
    done = call("check", "-s", path, "--lang", "zh_Hant")
    assert (done.code, done.out) == (2, "")
    assert "'zh_Hant' is no language tag" in done.err


def test_pictures_beside_a_store_have_to_be_there(store: Write, tmp_path: Path) -> None:
    """Each in a file, percent-encoded or not, that lies in the folder of the store."""
    inner = tmp_path / "inner"
    for there in (tmp_path / "out.png", inner / "Ann Lee.png", inner / "img" / "b.png"):
        there.parent.mkdir(exist_ok=True)
        there.write_bytes(b"")
    (inner / "in.png").symlink_to("img/b.png")
    (inner / "away.png").symlink_to(tmp_path / "out.png")
    right = ["Ann Lee.png", "Ann%20Lee.png", "img/b.png", "./img/../img/b.png", "in.png"]
    unjudged = ["https://x.org/a.png", "/a.png", "//x.org/a.png", "file:///a.png", "data:,x"]
    told = event(media=[{"url": url} for url in [*right, *unjudged]])
    assert found("-s", store(told, name="inner/store.json")) == []
    wrong = ["b.png", "img", ".", "Ann%2520Lee.png", "../out.png", "%2e%2e/out.png", "away.png"]
    wrong += ["\0.png", "%00", "x" * 5000, "..%5c..\\a.png"]
    told = event(media=[{"url": url} for url in wrong])
    rows = found("-s", store(told, name="inner/store.json"))
    assert codes(rows) == ["media-file"] * len(wrong)
    assert {row["level"] for row in rows} == {WARNING}
    away = [row["message"] for row in rows if "leads out of the folder" in row["message"]]
    assert len(away) >= 3
    assert found("-s", "-", stdin=json.dumps([told])) == []


def test_first_of_january_is_suspect_in_a_store_that_has_too_many(store: Write) -> None:
    assert found("-s", store(*YEARS[:4], *DAYS)) == []
    rows = found("-s", store(*YEARS, *DAYS))
    assert codes(rows) == ["new-year"] * 5
    counted = "its date is 1 January, as are 5 of the 14 days here; chance would give 0"
    assert {row["message"] for row in rows} == {counted}
    spoken_of = [y | {"date_note": "In force on New Year's Day"} for y in YEARS]
    assert found("-s", store(*spoken_of, *DAYS)) == []
    years = [y | {"date": y["date"][:4]} for y in YEARS]
    assert found("-s", store(*years, *DAYS)) == []
    dates = [f"{1000 + n}-07-01" for n in range(600)]  # of so many, chance makes some the first
    assert found("-s", store(*YEARS, *(event(d, date=d) for d in dates))) == []
    unsure = [event(d, date=d + "~?%"[n % 3]) for n, d in enumerate(dates)]
    assert codes(found("-s", store(*YEARS, *unsure))) == ["new-year"] * 5


def test_sentences_say_how_alike_and_how_often(store: Write) -> None:
    tagged = [event(f"e{n}", tags=["AI" if n < 2 else "ai"], title=f"{n}") for n in range(5)]
    (first, second) = found("-s", store(*tagged))
    assert first["message"] == "tags[0] 'AI' is usually written 'ai', 3 against 2 times"
    assert (first["id"], second["id"]) == ("e0", "e1")
    (tie,) = found("-s", store(*tagged[1:3]))
    assert tie["message"] == "tags[0] 'ai' is also written 'AI', 1 against 1 times"
    titles = ("Science Park opens", "The Science Park opens", "science park: opens")
    rows = found("-s", store(*(event(f"e{n}", title=title) for n, title in enumerate(titles))))
    assert [row["message"] for row in rows] == [
        "the same date and a title 90 % alike as event 1 'e0'",
        "the same date and the same title as event 1 'e0'",
    ]


# ---- hints --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "hint"),
    [
        ({"date": "Feb 2019"}, "write 2019-02"),
        ({"date": " 2019"}, "write 2019"),
        ({"date": "circa 1620"}, "write 1620~"),
        ({"date": "5 years ago"}, "it depends on the day on which it was written"),
        ({"date": "03/04/2019"}, "2019-04-03 (day first) or 2019-03-04 (month first)"),
        ({"date": "whenever"}, "write EDTF, as in 2002, 2019-02, 2018~ or 2020/.."),
        ({"date": "recently"}, "it is vague"),
        ({"date": 2019}, 'put it in quotes: "2019"'),
        ({"tags": "one"}, "put it in square brackets"),
        ({"tags": 1}, "hkinno schema prints what a store may hold"),
        ({"titel": "x", "title": ...}, "is it title?"),
        ({"translations": {"fr": None, "de": {"titel": "x"}}}, "is it title?"),
        ({"translations": {" zh_Hant": {}}}, "write zh-Hant"),
        ({"date": "2019-02-03", "date_note": "by 2019"}, "write 2019, or"),
        ({"date": "2019-02-03", "date_note": "no day is given"}, "write 2019-02, or"),
        ({"date": "2019", "date_note": "circa 2019"}, "write 2019~"),
        ({"sources": [{"url": "https://x.org/a b"}]}, "write a blank as %20"),
    ],
)  # fmt: skip
def test_hints_say_what_would_be_right(store: Write, fields: Fields, hint: str) -> None:
    assert any(hint in row["hint"] for row in found("-s", store(event(**fields))))


@pytest.mark.parametrize("date", ["", "whenever", "2019-02-30"])
def test_what_edtf_looks_like_is_said_once(store: Write, date: str) -> None:
    done = call("check", "-s", store(event(date=date)), *TODAY)
    assert f"{date!r} is no date: " in done.out
    assert done.out.count("as in 2002, 2019-02, 2018~ or 2020/..") == 1


@pytest.mark.parametrize("today", ["0001-01-01", "9999-12-31"])
def test_hints_do_not_need_an_ordinary_day(store: Write, today: str) -> None:
    done = call("check", "-s", store(event(date="Feb 2019")), "--today", today)
    assert "write 2019-02" in done.out


# ---- all of them, and where ---------------------------------------------------------------------


def test_all_faults_of_an_event_are_found(store: Write) -> None:
    fields: Fields = {
        "date": 19,
        "tags": ["a", 1, None],
        "sources": [{"title": 1}, 2],
        "figures": [{}],
    }
    rows = found("-s", store({"title": "x"} | fields))
    schema = {row["message"].split(" ")[0] for row in rows if row["code"] == "schema"}
    assert schema >= {"date", "tags[1]", "tags[2]", "sources[0].title", "sources[1]"}
    said = [row["message"] for row in rows]
    assert "the event has no id" in said
    assert "figures[0] has no name" in said
    assert "figures[0] has no value" in said
    assert "date" in codes(rows)  # 19 in quotes would be no date either


PRETTY = """{
  "titel": "A store",
  "events": [
    {
      "id": "a",
      "date": "2019",
      "title": "A",
      "sources": [{"title": "x"}]
    },

    {
      "id": "b",
      "date": "soon",
      "title": "B",
      "sources": [
        {"title": "x"},
        {"title": "x",
         "url": "x.org"}
      ],
      "tags": [
        "one",
        2
      ]
    }
  ],
  "x": 1,
  "x": 2
}
"""


def test_places_are_lines_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "pretty.json"
    path.write_text(PRETTY)
    for data in (PRETTY, "\ufeff" + PRETTY, PRETTY.replace("\n", "\r\n")):
        path.write_bytes(data.encode())
        rows = found("-s", str(path))
        assert {row["file"] for row in rows} == {str(path)}
        at = {row["code"]: (row["line"], row["event"], row["id"]) for row in rows}
        assert at == {
            "repeated-key": (1, None, None),
            "field-name": (2, None, None),
            "date": (13, 2, "b"),
            "source-url": (18, 2, "b"),
            "schema": (22, 2, "b"),
        }
        assert [row["line"] for row in rows] == sorted(row["line"] for row in rows)
        untitled = found("-s", str(path), "--lang", "fr")
        assert [r["line"] for r in untitled if r["code"] == "translation"] == [4, 11]


def test_an_event_that_cannot_be_taken_apart_is_pointed_at_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    odd = '{"id": "a",\n "\\ud800": 1,\n "date": "soon", "title": "A",\n "sources": {"url": "x"}}'
    path.write_text(f"[\n\n{odd}]")
    rows = found("-s", str(path))
    assert [(row["code"], row["line"]) for row in rows] == [
        ("schema", 3),
        ("date", 3),
        ("source-url", 3),
        ("json", 4),
    ]


@pytest.mark.parametrize("form", ['[{{"x": {0}, "x": 1}}]', '{{"events": [], "x": {0}}}'])
def test_brackets_nested_to_the_brink_end_in_no_traceback(form: str) -> None:
    brink = sys.getrecursionlimit()
    for depth in range(brink - 90, brink + 3):
        nested = '{"k":' * depth + "1" + "}" * depth
        rows = found("-s", "-", stdin=form.format(nested))
        assert depth < brink or "brackets are nested too deeply" in {r["message"] for r in rows}


def test_what_is_no_json_beside_the_events_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "nan.json"
    path.write_text('{"events": [],\n\n "x": NaN}')
    assert [(row["code"], row["line"]) for row in found("-s", str(path))] == [("json", 3)]


def test_a_second_set_of_events_is_a_repeated_key(tmp_path: Path) -> None:
    path = tmp_path / "twice.json"
    path.write_text('{"events": [{"id": "lost"}],\n "events": []}')
    assert codes(found("-s", str(path))) == ["repeated-key"]


def test_lines_that_cannot_be_read_cost_nothing_but_themselves(tmp_path: Path) -> None:
    lines = [
        GOOD,
        b"",
        b"  {broken",
        b"   ",
        b"5",
        b'  {"id": "b", "date": "soon", "title": "B", "sources": [{"title": "\xff"}]}',
        b"",
        json.dumps(event("c", date="later")).encode(),
    ]
    path = tmp_path / "lines.jsonl"
    for newline in (b"\n", b"\r\n"):
        for lead in (b"", newline * 2):
            path.write_bytes(lead + newline.join(lines))
            rows = found("-s", str(path))
            above = len(lead.splitlines())
            assert [(r["code"], r["line"] - above, r["event"], r["id"]) for r in rows] == [
                ("json", 3, 2, None),
                ("schema", 5, 3, None),
                ("utf-8", 6, 4, "b"),
                ("date", 6, 4, "b"),
                ("date", 8, 5, "c"),
            ]


EVENT_LINES = [json.dumps(event(name, date=f"bad {name}")) for name in "abc"]


@pytest.mark.parametrize(
    ("text", "broken", "readable"),
    [
        ("[\n{}\n{},\n{}\n]", {3: "delimiter"}, "abc"),  # a comma is missing
        ("[\n{},\n{},\n{},\n]", {4: "trailing comma"}, "abc"),
        ("[\n{},\n{},\n{}\n", {5: "too early"}, "abc"),
        ('[\n{},\n{{"id": "x", "date" "2019"}},\n{},\n{}\n]', {3: "':' delimiter"}, "abc"),
        ('[\n{},\n{{"id": "x,\n"date": "2019"}},\n{},\n{}\n]', {3: "control character"}, "abc"),
        ('{{"events": [\n{},\n{},\n{}\n], }}', {5: "double quotes"}, "abc"),
        ('{{"title" "x", "events": [\n{},\n{},\n{}\n]}}', {1: "':' delimiter"}, "abc"),
        ('[\n{},\n{{"id": 1, "x": [{{]}}, 5 6\n{},\n{} 1]', {3: "double", 5: "del"}, "abc"),
        ("[\n{},\n7 8,\n{},\n{}\n]", {3: "delimiter"}, "abc"),
        ('[\n{},\n"x": 1,\n{},\n{}\n]', {3: "delimiter"}, "abc"),
        ("[\n{},\n{}", {3: "too early"}, "ab"),
        ('[\n{},\n{},\n{{"id": "x', {4: "too early"}, "ab"),
        # what is inside of a broken event is not an event, or one more
        ('[\n{},\n{{"x" 1, "sources": [{{"title": "t", "date": "s"}}]}},\n{}\n]', {3: "':'"}, "ab"),
        ('[\n{},\n{{"x" 1, "y": [{{"id": "n", "title": "t"}}]}},\n{}\n]', {3: "column 6"}, "ab"),
    ],
)  # fmt: skip
def test_what_can_still_be_found_in_a_broken_document(
    tmp_path: Path, text: str, broken: Mapping[int, str], readable: str
) -> None:
    path = tmp_path / "broken.json"
    filled = text.format(*EVENT_LINES)
    path.write_text(filled)
    rows = found("-s", str(path))
    at = {row["line"]: row["message"] for row in rows if row["code"] == "json"}
    assert list(at) == list(broken)
    assert all(broken[line] in said for line, said in at.items())
    dated = {row["id"]: row["line"] for row in rows if row["code"] == "date"}
    assert "".join(dated) == readable
    numbered = filled.split("\n")
    assert all(f'"id": "{name}"' in numbered[line - 1] for name, line in dated.items())


# what may be wrong inside an event, and what is said of it
WRONG_INSIDE: dict[str, tuple[str, str, str]] = {
    "control character": ("Title", "Ti\ttle", "invalid control character"),
    "line break": ("Title", "Ti\ntle", "invalid control character"),
    "escape": ("Title", r"T\qitle", "invalid"),
    "half a character": ("Title", r"T\ud800itle", "an escape such as"),
    "NaN": ('"n": 1', '"n": NaN', "NaN is not a JSON number"),
    "word": ('"n": 1', '"n": yes', "expecting value"),
    "colon": ('"date":', '"date"', "':' delimiter"),
    "comma": ('", "date"', '" "date"', "',' delimiter"),
    "comma too many": ('"n": 1', '"n": 1,', ""),
    "closing quote": ('", "date"', ', "date"', "',' delimiter"),
    "opening quote": ('"2019"', '2019"', "',' delimiter"),
    "bracket": ("}]}", "}}", "',' delimiter"),
    "brace": ('"B"}]}', '"B"}]', ""),
    "bracket too many": ('"n": 1', '"n": 1]', "',' delimiter"),
}
TWO = {"title": "B"}
# texts that look like more events, or like the end of one
TRICKY = ("see {id: [1], }], [", '"}, {"id": "x", "title": "', "a], {b", "\\", "{[", "}]}, {")


@pytest.mark.parametrize("lead", ["[\n", '{"events": [\n', '{"title": "[{", "events": [\n'])
@pytest.mark.parametrize("wrong", WRONG_INSIDE)
def test_each_broken_event_is_named_and_counted(tmp_path: Path, lead: str, wrong: str) -> None:
    right, bad, said = WRONG_INSIDE[wrong]
    lines = []
    for number in range(1, 8):
        fields = {"summary": TRICKY[number % 6], "n": 1}
        line = json.dumps(event(f"e{number}", **fields, sources=...) | {"sources": [SOURCE, TWO]})
        lines.append(line.replace(right, bad, 1) if number in (2, 3, 6) else line)
        assert (number not in (2, 3, 6)) or right in line
    path = tmp_path / "broken.json"
    path.write_text(lead + ",\n".join(lines) + "\n]" + "}" * lead.startswith("{"))
    rows = found("-s", str(path))
    assert codes(rows) == ["json"] * 3, rows
    assert [row["event"] for row in rows] == [2, 3, 6]
    assert all(said in row["message"] for row in rows)
    if wrong != "line break":
        assert [row["line"] for row in rows] == [3, 4, 7]
    assert call("check", "-s", str(path), *TODAY).err == f"hkinno: 3 errors in 7 events of {path}\n"


def test_what_is_read_of_a_broken_event_is_judged_too(tmp_path: Path) -> None:
    path = tmp_path / "tab.json"
    path.write_text('[{"id": "a", "date": "soon",\n "title": "\t", "sources": [{}]}, 7 8]')
    rows = found("-s", str(path))
    assert sorted((r["code"], r["line"], r["event"] or 0, r["id"]) for r in rows) == [
        ("blank", 2, 1, "a"),
        ("date", 1, 1, "a"),
        ("json", 2, 0, None),
        ("json", 2, 1, "a"),
        ("schema", 2, 2, None),
        ("source", 2, 1, "a"),
    ]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ('[{"id": "é",  "x" 1}, {"id": "b", "x" 2}]', [19, 39]),
        ('[\n   {"id": "é",\n  "x" 1},   {"id": "b", "x" 2}]', [7, 29]),
        ('{"id": "a", "date": "2019"}\n   {"id": "é", "x" 1}\n', [20]),
    ],
)
def test_columns_are_those_of_the_file(tmp_path: Path, text: str, columns: list[int]) -> None:
    path = tmp_path / "columns.json"
    path.write_text(text, encoding="utf-8")
    rows = [row for row in found("-s", str(path)) if row["code"] == "json"]
    said = [re.search("column ([0-9]+): expecting ':'", row["message"]) for row in rows]
    assert [int(match[1]) for match in said if match] == columns


def test_what_is_wrong_around_the_events_is_told_beside_what_is_wrong_in_them() -> None:
    broken = '{"title": "\\ud800",\n "events": [\n{"id": "a\t"},\n{"id": "b\t"}],\n "x": NaN}'
    rows = [row for row in found("-s", "-", stdin=broken) if row["code"] == "json"]
    assert [(row["line"], row["event"]) for row in rows] == [(3, 1), (4, 2), (5, None)]
    rows = found("-s", "-", stdin=broken.replace("NaN", "1"))
    assert [(r["line"], r["event"]) for r in rows if r["code"] == "json"] == [
        (1, None),
        (3, 1),
        (4, 2),
    ]


TEXTS = st.sampled_from([*TRICKY, '": {"', "],", '\\"', "\u0085", "é", "x"]) | st.text()
LISTS_OF_VALUES = st.lists(
    st.dictionaries(TEXTS, TEXTS | st.lists(TEXTS | st.dictionaries(TEXTS, TEXTS)), max_size=4)
    | TEXTS
    | st.none()
    | st.floats(allow_nan=False),
    max_size=5,
)


@given(LISTS_OF_VALUES, st.sampled_from([None, 1]), st.booleans(), st.data())
def test_no_text_looks_like_a_bracket(
    values: list[Any], indent: int | None, ascii_only: bool, data: st.DataObject
) -> None:
    """An array is taken apart as it was put together, whether or not its texts are right."""
    parts = [json.dumps(value, indent=indent, ensure_ascii=ascii_only) for value in values]
    if data.draw(st.booleans()):
        parts = [part.replace("x", "\t") for part in parts]
    gap = data.draw(st.sampled_from([",", " ,\n", ",\r\n  "]))
    found = list(pieces(f"[{gap.join(parts)}]".encode()))
    assert [piece.raw.decode() for piece in found if isinstance(piece, JsonPiece)] == parts
    assert all(isinstance(piece, JsonPiece) and piece.whole for piece in found)


@pytest.mark.parametrize("gap", [", ", ",\n"])
@pytest.mark.parametrize("wrong", ["control character", "colon", "closing quote", "brace"])
def test_taking_a_broken_store_apart_takes_time_in_proportion(wrong: str, gap: str) -> None:
    right, bad, _ = WRONG_INSIDE[wrong]
    line = json.dumps(event(sources=[SOURCE, TWO])).replace(right, bad, 1)

    def taken(number: int) -> float:
        begin = time.process_time()
        assert len(list(pieces(f"[{gap.join([line] * number)}]".encode()))) == number
        return time.process_time() - begin

    few, many = (min(taken(number) for _ in range(3)) for number in (1000, 8000))
    assert many < 32 * few  # 64 times, if for each all others were looked at


def test_the_name_of_a_file_is_not_taken_for_what_is_said_of_it(tmp_path: Path) -> None:
    for name in ("plan: line 7: b.json", "UTF; x.json", "a: line 2: b; too early.json"):
        path = tmp_path / name
        (row,) = found("-s", str(path))
        assert (row["code"], row["line"], row["file"]) == ("store", None, str(path))
        assert row["message"] == f"there is no file {path}"
        assert row["hint"].startswith("a store is ")
        path.write_bytes(b'{\n"x"')
        (row,) = found("-s", str(path))
        assert (row["code"], row["line"], row["message"]) == ("json", 2, "it ends too early")
        path.write_bytes(b" ")
        (row,) = found("-s", str(path))
        assert row["message"] == f"{path} is empty"


def test_a_file_that_cannot_be_opened_does_not_hide_the_others(
    tmp_path: Path, store: Write
) -> None:
    missing, folder = str(tmp_path / "no.json"), str(tmp_path)
    rows = found("-s", missing, "-s", folder, "-s", store(event(date="soon")))
    assert [(r["code"], r["line"]) for r in rows] == [("store", None), ("store", None), ("date", 1)]
    assert rows[0]["message"] == f"there is no file {missing}"
    done = call("check", "-s", missing)
    assert done.code == 1
    assert done.out.startswith(f"{missing}: error: there is no file")


def test_the_name_of_a_file_is_no_part_of_a_sentence() -> None:
    name = f"none; {SHAPES}"
    assert found("-s", name)[0]["message"] == f"there is no file {name}"


def test_ids_and_titles_are_compared_across_files(store: Write) -> None:
    one = store(event("a", title="Science Park opens"), event("b"), name="one.json")
    two = store(event("b", date="2020"), event("c", title="Science Park Opens"), name="two.jsonl")
    assert found("-s", one) == []
    assert found("-s", two) == []
    rows = found("-s", one, "-s", two)
    assert [(r["code"], r["file"], r["line"], r["id"]) for r in rows] == [
        ("duplicate-id", two, 1, "b"),
        ("duplicate", two, 2, "c"),
    ]
    assert all(f"of {one}" in row["message"] for row in rows)
    twice = found("-s", one, "-s", one)
    assert codes(twice) == ["duplicate-id"] * 2  # and not said again as likely duplicates


# ---- what it writes -----------------------------------------------------------------------------


def test_text_has_a_line_a_fault_that_editors_can_jump_to(store: Write) -> None:
    path = store(event("x", date="Feb 2019", sources=...))
    done = call("check", "-s", path, *TODAY)
    assert done.code == 1
    date, unsourced = done.out.splitlines()
    assert date.startswith(f"{path}:1: error: event 1 'x': 'Feb 2019' is no date: ")
    assert date.endswith("; write 2019-02 [date]")
    assert unsourced == (
        f"{path}:1: warning: event 1 'x': it has no source; say where it was read [no-source]"
    )
    assert done.err == f"hkinno: 1 error and 1 warning in 1 event of {path}\n"


def test_nothing_wrong_says_so_on_standard_error_alone(store: Write) -> None:
    one, other = store(event()), store(event("b"), name="b.jsonl")
    done = call("check", "-s", one, "-s", other)
    assert (done.code, done.out) == (0, "")
    assert done.err == f"hkinno: nothing wrong in 2 events of {one} and {other}\n"
    assert call("check", "--json", "-s", store(event())).out == "[]\n"


def test_strict_turns_warnings_into_errors(store: Write) -> None:
    path = store(event(sources=...))
    assert call("check", "-s", path).code == 0
    done = call("check", "-s", path, "--strict")
    assert done.code == 1
    assert f"{path}:1: error: " in done.out
    assert call("check", "-s", store(event(), name="good.json"), "--strict").code == 0
    rows = json.loads(call("check", "-s", path, "--strict", "--json").out)
    assert [row["level"] for row in rows] == [ERROR]


def test_more_than_twenty_of_a_kind_are_folded_in_text_alone(store: Write) -> None:
    events = [event(f"e{n}", title=f"Title {n} {n}", sources=...) for n in range(25)]
    path, other = store(*events), store(event("x", sources=...), name="other.json")
    lines = call("check", "-s", path, "-s", other).out.splitlines()
    assert len([line for line in lines if f"{path}:1: warning: event" in line]) == 20
    assert lines[20] == f"{path}: warning: 5 more like these; --all lists them [no-source]"
    assert lines[21].startswith(f"{other}:1: warning: event 1 'x'")
    assert len(call("check", "-s", path, "--all").out.splitlines()) == 25
    assert call("check", "-s", store(*events[:20], name="few.json")).out.count("\n") == 20
    assert len(found("-s", path)) == 25


def test_standard_input_and_the_environment_name_stores(store: Write) -> None:
    assert codes(found("-s", "-", stdin=json.dumps([event(date="soon")]))) == ["date"]
    assert found("-s", "-", stdin="{")[0]["file"] == "standard input"
    path = store(event(date="soon"))
    done = call("check", "--json", env={"HKINNO_STORE": path})
    assert codes(json.loads(done.out)) == ["date"]
    twice = call("check", "-s", "-", "-s", "-", stdin="[]")
    assert (twice.code, twice.out) == (2, "")


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    evil = "\x1b]0;x\x07\u202e\x9b2J\r\n[bold]" + "x" * 100_000
    fields: Fields = {
        "id": evil,
        "date": evil,
        "category": evil,
        "sources": [{"url": evil, evil: 1}],
    }
    events = [event(**fields, translations={evil: {"titel": 1}}), event("b", category=evil.upper())]
    path = tmp_path / "evil\x1b[2J.json"
    path.write_text(json.dumps({"events": events, evil: 1, "tit\u202ele": 1}))
    done = call("check", "-s", str(path))
    assert done.code == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", done.out + done.err)
    assert all(len(line) < 2000 for line in done.out.splitlines())
    assert {row["file"] for row in found("-s", str(path))} == {str(path)}


def test_help_lists_every_rule() -> None:
    text = " ".join(call("check", "--help").out.split())
    for rule in RULES:
        assert f"{rule.code} {rule.level} {rule.looks_for}" in text


# ---- laws ---------------------------------------------------------------------------------------

SCALARS = st.sampled_from(
    [None, True, 0, -1.5, 10**20, "", " ", "x", "2019", "zh-Hant", "https://x"]
)
NAMES = st.sampled_from(
    [*Event.__struct_fields__, "name", "value", "unit", "approximate", "url", "x"]
)
VALUES = st.recursive(
    SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(NAMES, v, max_size=4), max_leaves=8
)
WHOLE = {
    "id": "a", "date": "2019", "title": "A", "tags": ["x"], "figures": [{"name": "x", "value": 1}],
    "sources": [{"title": "x"}], "translations": {"fr": {"title": "x"}}, "summary": "x",
}  # fmt: skip
EVENTS_OF_ANY_SHAPE = st.dictionaries(NAMES, VALUES, max_size=4).map(lambda some: WHOLE | some)


@given(EVENTS_OF_ANY_SHAPE)
def test_the_shape_is_wrong_exactly_when_the_reader_refuses(value: Fields) -> None:
    kept, wrong = sound(value)
    try:
        msgspec.json.decode(json.dumps(value), type=Event)
        assert wrong == []
        assert kept == value
    except msgspec.ValidationError:
        assert wrong != []
        assert {finding.path[0] for finding in wrong} <= value.keys()


SCHEMA = Draft202012Validator(json_schema())


@given(EVENTS_OF_ANY_SHAPE)
def test_errors_and_the_json_schema_agree(value: Fields) -> None:
    from hkinno.check.inspection import examine

    value["id"] = "a" if value["id"] == " " else value["id"]  # which the schema takes for an id
    faults = {fault.code for fault in examine(json.dumps(value).encode(), 739_000)[1]}
    assert SCHEMA.is_valid([value]) is not bool(faults & {"schema", "blank", "source"})


@given(EVENTS_OF_ANY_SHAPE, st.data())
def test_paths_lead_to_values(value: Fields, data: st.DataObject) -> None:
    path: tuple[str | int, ...] = ()
    at: Any = value
    while isinstance(at, dict | list) and at and data.draw(st.booleans()):
        step = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        path, at = (*path, step), at[step]
    raw = json.dumps(value, indent=data.draw(st.sampled_from([None, 1])))
    assert json.JSONDecoder().raw_decode(raw, locate(raw.encode(), path))[0] == at


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.randoms(use_true_random=False),
    st.integers(1, 4),
    st.sampled_from(["json", "jsonl", "array"]),
)
def test_what_the_reader_refuses_is_an_error_whatever_the_damage(
    tmp_path: Path, chance: random.Random, damages: int, form: str
) -> None:
    events = [event(name, summary="Ünï “x”", figures=[{"name": "x", "value": 1}]) for name in "abc"]
    lines = [json.dumps(e, ensure_ascii=False) for e in events]
    text = {"jsonl": "\n".join(lines), "array": json.dumps(events, indent=1)}.get(form, PRETTY)
    data = bytearray(text.encode())
    for _ in range(damages):
        at = chance.randrange(len(data))
        piece = chance.choice([b"", b'"', b",", b"{", b"]", b"\\", b"\xff", b"\n", b"NaN", b"null"])
        data[at : at + chance.choice([0, 1, 1, 5])] = piece
    path = tmp_path / ("damaged.jsonl" if form == "jsonl" else "damaged.json")
    path.write_bytes(data)
    rows = found("-s", str(path))
    if call("timeline", "-s", str(path), *TODAY).code:
        assert any(row["level"] == ERROR for row in rows)
    lines_there = data.count(b"\n") + 1
    assert all(row["line"] is None or 1 <= row["line"] <= lines_there for row in rows)


# ---- whole chronologies -------------------------------------------------------------------------


def test_nothing_is_wrong_with_the_bundled_chronology() -> None:
    done = call("check", "--strict", "--lang", "zh-Hant", *TODAY)
    assert (done.code, done.out) == (0, "")
    assert f"{len(json.loads(EVENTS.read_text())['events'])} events" in done.err


def real(name: str) -> tuple[str, list[Fields], list[Fields]]:
    """A real set: its path, its events, its faults."""
    assert REAL is not None
    path = Path(REAL) / f"{name}.json"
    return str(path), json.loads(path.read_text(encoding="utf-8"))["events"], found("-s", str(path))


def of(rows: list[Fields], code: str) -> set[str]:
    return {row["id"] for row in rows if row["code"] == code}


@needs_real_sets
@pytest.mark.parametrize("name", ["kleptocracy", "historicaldate"])
def test_real_sets_have_no_errors_and_point_at_their_lines(name: str) -> None:
    path, _, rows = real(name)
    assert {row["level"] for row in rows} <= {WARNING}
    lines = Path(path).read_text(encoding="utf-8").split("\n")
    for row in rows:
        if row["code"] == "source-url":
            assert '"url": ' in lines[row["line"] - 1]
        if row["code"] == "new-year":
            assert '"date": ' in lines[row["line"] - 1]
        if row["code"] == "spelling":
            tag = re.search("is (?:usually|also) written '([^']+)'", row["message"])
            assert tag
            assert tag[1].casefold() in lines[row["line"] - 1].casefold()


@needs_real_sets
@pytest.mark.parametrize("name", ["kleptocracy", "historicaldate"])
def test_real_sets_told_twice(name: str) -> None:
    _, events, rows = real(name)
    same: dict[tuple[str, str], list[str]] = defaultdict(list)
    for e in events:
        same[e["date"], e["title"]].append(e["id"])
    repeated = {later for ids in same.values() for later in ids[1:]}
    assert repeated
    assert repeated <= of(rows, "duplicate")
    dates = Counter(e["date"] for e in events)
    by_id = {e["id"]: e for e in events}
    assert all(dates[by_id[i]["date"]] > 1 for i in of(rows, "duplicate"))


@needs_real_sets
def test_real_tags_in_two_spellings() -> None:
    _, events, rows = real("kleptocracy")
    counts = Counter(tag for e in events for tag in e["tags"])
    spelt: dict[str, set[str]] = defaultdict(set)
    for tag in counts:
        spelt["".join(tag.split()).casefold()].add(tag)
    rarer = {t for ts in spelt.values() for t in ts if counts[t] < max(counts[o] for o in ts)}
    holders = {e["id"] for e in events if rarer & set(e["tags"])}
    assert holders
    assert holders <= of(rows, "spelling")
    mixed = {tag for tags in spelt.values() if len(tags) > 1 for tag in tags}
    assert all(mixed & set(e["tags"]) for e in events if e["id"] in of(rows, "spelling"))


@needs_real_sets
def test_real_first_days_of_january() -> None:
    _, events, rows = real("kleptocracy")
    silent = {
        e["id"]
        for e in events
        if e["date"].endswith("-01-01") and "Jan" not in json.dumps(e) and "01-01" not in e["title"]
    }
    assert silent
    assert silent - of(rows, "new-year") == {
        e["id"] for e in events if e["id"] in silent and "New Year" in json.dumps(e)
    }
    assert all(e["date"].endswith("-01-01") for e in events if e["id"] in of(rows, "new-year"))
    assert not of(real("historicaldate")[2], "new-year")  # its three are real


@needs_real_sets
@pytest.mark.parametrize("name", ["kleptocracy", "historicaldate"])
def test_real_field_names_are_no_slips(name: str) -> None:
    _, _, rows = real(name)
    said = {
        row["message"].split()[0].rpartition(".")[2] for row in rows if row["code"] == "field-name"
    }
    assert said <= {"authors"}  # a list beside the one author that hkinno knows


@needs_real_sets
def test_real_urls_are_web_addresses() -> None:
    _, events, rows = real("kleptocracy")
    holders = {
        e["id"]
        for e in events
        for s in e["sources"]
        if s["url"] and not s["url"].lower().startswith(("http://", "https://"))
    }
    assert holders
    assert holders <= of(rows, "source-url")


def test_many_titles_of_one_day_are_compared_in_the_end() -> None:
    titles = [f"{n % 26 * 'a'} {chr(97 + n % 26)} told {n}" for n in range(1000)]
    pairs = [((0.0, 0.0), title) for title in (*titles, "Zebra runs", "Zebra runs!")]
    assert (1001, 1000, 100) in list(twins(pairs))
    assert (
        list(twins([(None, "Zebra"), (None, "Zebra"), ((0.0, 0.0), " "), ((0.0, 0.0), "")])) == []
    )


def test_the_numbers_of_a_title_are_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Counter[str]()
    find = likeness._NUMBERS

    def noted(text: str) -> list[str]:
        asked[text] += 1
        return find(text)

    monkeypatch.setattr(likeness, "_NUMBERS", noted)
    pairs = [((0.0, 0.0), f"A title of some length {n}") for n in range(150)]
    assert list(twins([*pairs, ((0.0, 0.0), "A title of some length")]))
    assert max(asked.values()) == 1
