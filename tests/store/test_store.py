"""The store: what it gives a query, and what it says of files that are no store."""

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, call
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hkinno import HkinnoError, Query, load
from hkinno.store.open import BUNDLED, open_reader
from hkinno.store.store import Store

Event = dict[str, Any]
Write = Callable[..., str]

A = '{"id":"a","date":"2002","title":"T"}'
B = '"id":"b","date":"2003","title":"U"'  # the members of a second event
LISTS = "[" * 100_000 + "]" * 100_000
OBJECTS = '{"a":' * 100_000 + "1" + "}" * 100_000
FAIR = "[" * 500 + "]" * 500
LONG = "1" + "0" * 5000  # a number
WIDE = "x" * 1_000_000


def event(name: str, date: str = "2002", **more: object) -> Event:
    return {"id": name, "date": date, "title": name.upper(), **more}


def doubts(store: Store, **query: Any) -> list[str]:
    return [f"{entry.where}: {what}" for entry, what in store.select(Query(**query)).doubts]


def ids(store: Store, **query: Any) -> list[str]:
    return [entry.event.id for entry in store.select(Query(**query)).entries]


# --- one chronology of several files ---


def test_entries_know_their_place_date_and_bytes(store: Write) -> None:
    entries = list(load(store(event("a", "2019-02"), event("b", "junk", extra=[1]))))
    assert [entry.place for entry in entries] == [0, 1]
    assert [entry.date and entry.date.text for entry in entries] == ["2019-02", None]
    assert [json.loads(entry.raw) for entry in entries] == [
        event("a", "2019-02"),
        event("b", "junk", extra=[1]),
    ]
    assert [entry.event.title for entry in entries] == ["A", "B"]


def test_no_file_is_no_event() -> None:
    selection = Store().select(Query())
    assert (selection.entries, selection.total, selection.doubts) == ([], 0, [])


def test_files_are_merged_in_their_order(store: Write, tmp_path: Path) -> None:
    first = store(event("x"), event("y", "2001"))
    second = store(event("z"), name="more.jsonl")
    merged = load(first, tmp_path / "more.jsonl")  # a path may be a Path, too
    assert [entry.event.id for entry in merged] == ["x", "y", "z"]
    assert [entry.place for entry in merged] == [0, 1, 2]
    assert ids(merged) == ["y", "x", "z"]
    assert ids(load(second, first)) == ["y", "z", "x"]


def test_a_selection_counts_the_whole_store(store: Write) -> None:
    one = store(event("a", category="x"), event("b", category="y"), event("c", category=""))
    two = store(event("d", category="x"), event("e"), name="two.json")
    both = load(one, two)
    selection = both.select(Query(category="y", limit=1))
    assert [entry.event.id for entry in selection.entries] == ["b"]
    assert (selection.total, selection.doubts) == (5, [])
    assert both.categories() == ("x", "y")


def test_the_most_frequent_category_is_first(store: Write) -> None:
    """Of those that are as frequent, the one that appears first."""
    names = ["a", "b", "c", "c", "", "", "", "d", "b"]
    one = load(store(*(event(f"e{n}", category=name) for n, name in enumerate(names))))
    assert one.categories() == ("b", "c", "a", "d")


def test_limit_nothing_still_counts_and_checks(store: Write) -> None:
    fine = load(store(event("a"), event("b", "junk")))
    selection = fine.select(Query(limit=0))
    assert (selection.entries, selection.total, len(selection.doubts)) == ([], 2, 1)
    with pytest.raises(HkinnoError, match="stands already"):
        load(store(event("a"), event("a"))).select(Query(limit=0))


@pytest.mark.parametrize("name", ["store.json", "store.jsonl"])
def test_each_unreadable_date_is_named_once(store: Write, name: str) -> None:
    path = store(event("a", "2019-13"), event("b"), event("c", "soon"), event("d"), name=name)
    chronology = load(path)
    assert ids(chronology) == ["b", "d", "a", "c"]
    first, second = doubts(chronology)
    lines = (1, 3) if name.endswith("l") else (1, 1)
    assert first.startswith(f"{path}: event 1 'a' (line {lines[0]}): '2019-13' is no date: ")
    assert second.startswith(f"{path}: event 3 'c' (line {lines[1]}): 'soon' is no date: ")
    assert first.endswith("; it comes last, and date filters leave it out")
    assert doubts(chronology, since="1900") == [first, second]
    assert doubts(chronology, search="C") == [second]


@pytest.mark.parametrize(
    "twice", ['"title":"x"', '"x":1,"x":1', '"x":{"k":[{"y":1,"\\u0079":2}]}', '"t":1,"\\u0074":2']
)
def test_a_key_that_stands_twice_is_told(tmp_path: Path, twice: str) -> None:
    path = saved(tmp_path, second(twice))
    key = "title" if "title" in twice else "y" if "y" in twice else twice[1]
    assert doubts(load(path)) == [
        f"{path}: event 2 'b' (line 3): {key} stands twice; the last one counts"
    ]
    assert doubts(load(path), search="nowhere") == []


def test_a_key_that_stands_twice_around_the_events_is_told(tmp_path: Path) -> None:
    """Two lists of events above all: of one of them nothing is read."""
    path = tmp_path / "store.json"
    event = '{"id":"a","date":"2001","title":"A"}'
    path.write_text(f'{{"x":{{"y":1,"y":2}},"events":[{event}],"t":1,"events":[],"x":[]}}')
    told = f"{path}: y, events, x stands twice; the last one counts"
    assert doubts(load(path)) == doubts(load(path), search="nowhere") == [told]
    assert call("timeline", "-s", str(path)).err.startswith(f"hkinno: warning: {told}\n")


def test_a_long_store_in_lines(tmp_path: Path) -> None:
    """Longer than what is read at a time, with blank lines and without an end."""
    count, filler = 900, "x" * 400
    rows = [json.dumps(event(str(n), f"{1000 + n}", x=filler)) for n in range(count)]
    path = saved(tmp_path, "\n\n".join(rows), "long.jsonl")
    assert ids(load(path)) == [str(n) for n in range(count)]
    assert ids(load(path), reverse=True, limit=3) == ["899", "898", "897"]
    assert ids(load(path, saved(tmp_path, rows[0].replace('"0"', '"z"')))) == [
        *("0", "z"),
        *(str(n) for n in range(1, count)),
    ]
    chosen = load(path).select(Query(since="1500", until="1501")).entries
    assert [json.loads(entry.raw) for entry in chosen] == [json.loads(r) for r in rows[500:502]]
    assert [entry.where for entry in chosen] == [
        f"{path}: event 501 '500' (line 1001)",
        f"{path}: event 502 '501' (line 1003)",
    ]
    again = saved(tmp_path, "\n".join([*rows, rows[7]]), "again.jsonl")
    with pytest.raises(
        HkinnoError, match=r"event 901 '7' \(line 901\): this id stands already at "
    ):
        ids(load(again), limit=1)


def test_find_gives_what_there_is(store: Write) -> None:
    found = load(store(event("a"), event("b"), event("c"))).find(["c", "zz", "a"])
    assert {name: entry.event.id for name, entry in found.items()} == {"a": "a", "c": "c"}


def test_ids_whose_hashes_agree_are_not_the_same(
    store: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hkinno.store.store.hash", lambda _: 1, raising=False)
    chronology = load(store(event("a"), event("b"), event("c"), name="s.jsonl"))
    assert ids(chronology) == ["a", "b", "c"]
    with pytest.raises(HkinnoError, match=r"event 2 'b'.*stands already at .* event 1 'b'"):
        ids(load(store(event("b"), event("b"))))


def test_an_id_stands_once_in_all_files(store: Write) -> None:
    one, two = store(event("x"), event("a")), store(event("y"), event("a"), name="two.jsonl")
    with pytest.raises(HkinnoError) as caught:
        ids(load(one, two))
    assert str(caught.value) == (
        f"{two}: event 2 'a' (line 2): this id stands already at {one}: event 2 'a' (line 1)"
    )


def test_without_a_path_it_is_the_bundled_chronology() -> None:
    names = [each["id"] for each in json.loads(EVENTS.read_text("utf-8"))["events"]]
    assert [entry.event.id for entry in load()] == names
    assert open_reader(BUNDLED).label == "the bundled chronology"


def test_in_a_wheel_the_bundled_chronology_is_beside_the_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hkinno.store.open._HERE", str(tmp_path))
    (tmp_path / "events.json").write_text(f'{{"events":[{A}]}}')
    assert ids(load(BUNDLED)) == ["a"]


def test_a_broken_installation_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hkinno.store.open._HERE", str(tmp_path / "site" / "hkinno"))
    with pytest.raises(HkinnoError, match=r"^the bundled chronology is missing from this inst"):
        load()


# --- files that are no store: what is said of them after the name of the file ---

SHAPES = 'a store is {"events": […]}, an array of events, or one event a line'


def doc(*events: str) -> str:
    """A document with an event a line; the first is in line 2."""
    return '{"events":[\n' + ",\n".join(events) + "\n]}\n"


def second(members: str) -> str:
    """A document whose second event, `b` in line 3, has these members, too."""
    return doc(A, f"{{{members},{B}}}")


NO_STORE: dict[str, tuple[str | bytes, str]] = {
    # nothing, or something else
    "empty": ("", f" is empty; {SHAPES}"),
    "blank": (" \n\n\t", f" is empty; {SHAPES}"),
    "a BOM alone": (b"\xef\xbb\xbf", f" is empty; {SHAPES}"),
    "prose": ("hello world\n", ": line 1: not JSON, column 1: expecting value"),
    "CSV": ("id,date,title\na,2002,T\n", ": line 1: not JSON, column 1: expecting value"),
    "HTML": ("<!DOCTYPE html>\n<p>", ": line 1: not JSON, column 1: expecting value"),
    "zeros": (bytes(100), ": line 1: not JSON, column 1: expecting value"),
    "a comment": ("// mine\n[]", ": line 1: not JSON, column 1: expecting value"),
    # another encoding
    "UTF-16": (doc(A).encode("utf-16"), ": line 1: this is UTF-16 or UTF-32; a store is UTF-8"),
    "UTF-16-LE": (doc(A).encode("utf-16-le"), ": line 1: this is UTF-16 or UTF-32; a store is UTF"),
    "UTF-16-BE": (doc(A).encode("utf-16-be"), ": line 1: this is UTF-16 or UTF-32; a store is UTF"),
    "UTF-32": (doc(A).encode("utf-32"), ": line 1: this is UTF-16 or UTF-32; a store is UTF-8"),
    "Latin-1 in a title": (
        second('"summary":"café"').encode("latin-1"),
        ": line 3: not UTF-8 (byte 0xe9)",
    ),
    "Latin-1 in an unknown field": (
        second('"x":"café"').encode("latin-1"),
        ": line 3: not UTF-8 (byte 0xe9)",
    ),
    "Latin-1 before the events": (
        f'{{\n"title":"café","events":[{A}]}}'.encode("latin-1"),
        ": line 2: not UTF-8 (byte 0xe9)",
    ),
    "Latin-1 behind the events": (
        f'{{"events":[{A}],\n"title":"café"}}'.encode("latin-1"),
        ": line 2: not UTF-8 (byte 0xe9)",
    ),
    "Latin-1 in a name before the events": (
        b'{"\xe9": 1, "events": [' + A.encode() + b"]}",
        ": line 1: not UTF-8 (byte 0xe9)",
    ),
    "Latin-1 between events": (doc(A, "é").encode("latin-1"), ": line 3: not UTF-8 (byte 0xe9)"),
    "an encoded surrogate": (
        second('"x":"?"').encode().replace(b"?", b"\xed\xa0\x80"),
        ": line 3: not UTF-8 (byte 0xed)",
    ),
    # not JSON
    "cut in an event": (doc(A)[:-10], ": line 2: it ends too early"),
    "cut behind an event": (doc(A)[:-4], ": line 2: it ends too early"),
    "cut behind letters of two bytes": ('{"title":"éé","events":[', ": line 1: it ends too early"),
    "cut in a word": ('{"events":[tru', ": line 1: not JSON, column 12: expecting value"),
    "two documents": (doc(A) + doc(A), ": line 4: not JSON, column 1: extra data"),
    "more behind it": (doc(A) + "x", ": line 4: not JSON, column 1: extra data"),
    "single quotes": ("{'events':[]}", ": line 1: not JSON, column 2: expecting property name"),
    "no quotes": ("{events:[]}", ": line 1: not JSON, column 2: expecting property name"),
    "a wide blank behind it": (doc(A) + "\u3000", ": line 4: not JSON, column 1: extra data"),
    "a comma too many": (doc(A + ","), ": not JSON, column "),
    "a comma too few": ('{"events":[\n{}\n{}]}', ": line 3: not JSON, column 1: expecting ','"),
    "a line break in a text": (
        second('"x":"a\nb"'),
        ": line 3: not JSON, column 8: invalid contro",
    ),
    "a tab in a text": (
        second('"summary":"a\tb"'),
        ": line 3: not JSON, column 14: invalid control",
    ),
    "a wrong escape": (second('"x":"\\q"'), r": line 3: not JSON, column 7: invalid \escape"),
    "a cut escape": (second('"x":"\\u00"'), r": line 3: not JSON, column "),
    "a leading zero": (second('"x":01'), ": line 3: not JSON, column 7: expecting ',' delimiter"),
    "a plus sign": (second('"x":+1'), ": line 3: not JSON, column 6: expecting value"),
    "NUL": (second('"x":\0'), ": line 3: not JSON, column 6: expecting value"),
    "NaN": (second('"x":"NaN","y":NaN'), ": line 3: not JSON: NaN is not a JSON number"),
    "NaN in a figure": (
        second('"figures":[{"name":"n","value":NaN}]'),
        ": line 3: not JSON: NaN is not a JSON number",
    ),
    "Infinity": (second('"x":Infinity'), ": line 3: not JSON: Infinity is not a JSON number"),
    "-Infinity": (second('"x":-Infinity'), ": line 3: not JSON: -Infinity is not a JSON number"),
    "a long number and NaN": (
        second(f'"x":{LONG},"y":NaN'),
        ": line 3: not JSON: NaN is not a JSON number",
    ),
    "half a character in a title": (
        doc(A, '{"id":"b","date":"2003","title":"\\ud83d\\ude00 \\\\ud800 \\ud800"}'),
        r": line 3: an escape such as \ud800 that is no character",
    ),
    "the other half": (
        second(r'"x":"\udc00"'),
        r": line 3: an escape such as \ud800 that is no ch",
    ),
    "half a character in a key": (
        second(r'"\uD800":1'),
        r": line 3: an escape such as \ud800 that",
    ),
    "half a character outside the events": (
        f'{{"title":\n"\\ud800","events":[{A}]}}',
        r": line 2: an escape such as \ud800 that is no character",
    ),
    # too deep
    "deep in a known field": (
        second(f'"summary":{LISTS}'),
        ": line 3: brackets are nested too deeply",
    ),
    "deep in an unknown field": (
        second(f'"x":{LISTS}'),
        ": line 3: brackets are nested too deeply",
    ),
    "deep objects": (
        second(f'"x":{OBJECTS}'),
        ": line 3: brackets are nested too deeply",
    ),
    "deep outside the events": (
        f'{{"t":["[[[["],\n"x":{LISTS},\n"events":[{A}]}}',
        ": line 2: brackets are nested too deeply",
    ),
    "deep, not closed": (LISTS[:100_000], ": line 1: brackets are nested too deeply"),
    "deep objects, not closed": (OBJECTS[:500_000], ": line 1: brackets are nested too deeply"),
    "deep, then not JSON": (
        f'{{"x":{FAIR},\n"events":[{A},NaN]}}',
        ": line 2: not JSON: NaN is not a JSON number",
    ),
    # JSON, but no store
    "a number": ("42", f" is no store; {SHAPES}"),
    "a text": ('"x"', f" is no store; {SHAPES}"),
    "null": ("null", f" is no store; {SHAPES}"),
    "an object": ('{"title":"x"}', f' has no "events"; {SHAPES}'),
    "an empty object": ("{}", f' has no "events"; {SHAPES}'),
    "an event over several lines": (A.replace(",", ",\n"), f' has no "events"; {SHAPES}'),
    "events is an object": ('{"events":{}}', f': "events" is not an array; {SHAPES}'),
    "events is null": ('{"events": null}', f': "events" is not an array; {SHAPES}'),
    "events is text": ('{"events":"[]"}', f': "events" is not an array; {SHAPES}'),
    "events twice": (f'{{"events":[{A}],"events":1}}', f': "events" is not an array; {SHAPES}'),
    # events of a wrong shape
    "a number for an event": (
        "[1]",
        ": event 1 (line 1): the event should be an object, not a num",
    ),
    "a list for an event": (
        "[[]]",
        ": event 1 (line 1): the event should be an object, not a list",
    ),
    "null for an event": (
        doc(A, "null"),
        ": event 2 (line 3): the event should be an object, not n",
    ),
    "no id": (doc('{"date":"2002","title":"T"}'), ": event 1 (line 2): the event has no 'id'"),
    "no date": (
        doc(A, '{"id":"b","title":"T"}'),
        ": event 2 'b' (line 3): the event has no 'date'",
    ),
    "no title": (
        doc(A, '{"id":"b","date":"2"}'),
        ": event 2 'b' (line 3): the event has no 'title'",
    ),
    "no title, and a date that cannot be read": (
        doc('{"id":"b","date":"soon"}'),
        ": event 1 'b' (line 2): the event has no 'title'",
    ),
    "an empty id": (
        doc('{"id":"","date":"2","title":"T"}'),
        ": event 1 (line 2): id should not be em",
    ),
    "a number for an id": (
        doc('{"id":7,"date":"2002","title":"T"}'),
        ": event 1 '7' (line 2): id should be text, not a number",
    ),
    "a list for an id": (
        doc('{"id":["a"],"date":"2002","title":"T"}'),
        ": event 1 (line 2): id should be text, not a list",
    ),
    "a number for a date": (
        doc(A, '{"id":"b","date":2002,"title":"T"}'),
        ": event 2 'b' (line 3): date should be text, not a number",
    ),
    "null for a title": (
        doc(A, '{"id":"b","date":"2002","title":null}'),
        ": event 2 'b' (line 3): title should be text, not null",
    ),
    "a fault in the third line": (
        doc(A, '{"id":"b",\n"title":"T"}'),
        ": event 2 'b' (line 3): the event has no 'date'",
    ),
    "CRLF": (
        doc(A, '{"id":"b",\n"title":"T"}').replace("\n", "\r\n"),
        ": event 2 'b' (line 3): the event has no 'date'",
    ),
    "an id that acts on a terminal": (
        doc(r'{"id":"a\u001b[31m\n\u202e","date":1,"title":"T"}'),
        r": event 1 'a\x1b[31m\n\u202e' (line 2): date should be text, not a number",
    ),
    "a long id": (
        doc(f'{{"id":"{"i" * 500}","date":1,"title":"T"}}'),
        f": event 1 '{'i' * 59}…' (line 2): date should be text, not a number",
    ),
    "the same id": (doc(A, A), ": event 2 'a' (line 3): this id stands already at "),
    "the same id, written otherwise": (
        doc(A, '{"id":"\\u0061","date":"2002","title":"T"}'),
        ": event 2 'a' (line 3): this id stands already at ",
    ),
    # JSON Lines
    "a broken line": (f'{A}\n{{"id":"b"\n{A}', ": line 2: it ends too early"),
    "a comma at the end of a line": (f"{A},\n{A}", ": line 1: not JSON, column 37: extra data"),
    "a list for a line": (
        f"{A}\n[1]\n",
        ": event 2 (line 2): the event should be an object, not a l",
    ),
    "a fault behind blank lines": (
        f'\n{A}\n\n \n{{"id":"b","date":"2002"}}\n',
        ": event 2 'b' (line 5): the event has no 'title'",
    ),
    "the same id in lines": (f"{A}\n\n{A}", ": event 2 'a' (line 3): this id stands already at "),
    "old Mac lines": (f"{A}\r{A}\r", ": line 1: not JSON, column 38: extra data"),
    "Latin-1 in a line": (
        f'{A}\n{{"x":"café",{B}}}'.encode("latin-1"),
        ": line 2: not UTF-8 (byte 0xe9)",
    ),
    "two events on a line": (f"{A}\n{A}{{{B}}}\n", ": line 2: not JSON, column 37: extra data"),
    "two events on a line, and one on two": (
        f'{A}{{{B}}}\n{{"id":"c",\n"date":"2003","title":"U"}}\n',
        ": line 1: not JSON, column 37: extra data",
    ),
    "a form feed between lines": (
        f"{A}\n\f\n{{{B}}}",
        ": line 2: not JSON, column 1: expecting value",
    ),
    "NaN in a line": (f'{A}\n{{"x":NaN,{B}}}', ": line 2: not JSON: NaN is not a JSON number"),
    "deep in a line": (
        f'{A}\n{{"x":{LISTS},{B}}}',
        ": line 2: brackets are nested too deeply",
    ),
}
# What a known field may not be: the members of an event, and what is said of them.
WRONG_TYPES = {
    '"summary":1': "summary should be text, not a number",
    '"summary":["x"]': "summary should be text, not a list",
    '"category":["x"]': "category should be text, not a list",
    '"category":true': "category should be text, not true or false",
    '"date_note":{}': "date_note should be text, not an object",
    '"tags":"x"': "tags should be a list, not text",
    '"tags":["x",1]': "tags[1] should be text, not a number",
    '"places":[null]': "places[0] should be text, not null",
    '"actors":{"x":1}': "actors should be a list, not an object",
    '"figures":{}': "figures should be a list, not an object",
    '"figures":[1]': "figures[0] should be an object, not a number",
    '"figures":[{"value":1}]': "figures[0] has no 'name'",
    '"figures":[{"name":"n"}]': "figures[0] has no 'value'",
    '"figures":[{"name":"n","value":"1"}]': "figures[0].value should be a number, not text",
    '"figures":[{"name":"n","value":1,"unit":2}]': "figures[0].unit should be text, not a number",
    '"figures":[{"name":"n","value":1,"approximate":"yes"}]': (
        "figures[0].approximate should be true or false, not text"
    ),
    '"figures":[{"name":"n","value":1e999}]': "figures[0].value: number out of range",
    f'"figures":[{{"name":"n","value":{LONG}}}]': "figures[0].value: integer value out of",
    '"sources":{}': "sources should be a list, not an object",
    '"sources":["x"]': "sources[0] should be an object, not text",
    '"sources":[{"title":1}]': "sources[0].title should be text, not a number",
    '"translations":[]': "translations should be an object, not a list",
    '"translations":{"zh":"x"}': "translations.* should be an object, not text",
    '"translations":{"zh":{"title":1}}': "translations.*.title should be text, not a number",
}
NO_STORE |= {
    f"wrong type: {members[:60]}": (second(members), f": event 2 'b' (line 3): {why}")
    for members, why in WRONG_TYPES.items()
}


def saved(folder: Path, text: str | bytes, name: str = "bad.json") -> str:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


@pytest.mark.parametrize("name", NO_STORE)
def test_no_store_is_one_sentence(tmp_path: Path, name: str) -> None:
    text, sentence = NO_STORE[name]
    path = saved(tmp_path, text)
    done = call("timeline", "--store", path, "--json")
    assert done.code == 1
    assert done.out == ""
    assert done.err.startswith(f"hkinno: {path}")
    assert sentence in done.err
    assert done.err.count("\n") == 1
    assert len(done.err) < 400


@pytest.mark.parametrize("how", ["BOM", "gzip", "stdin"])
@pytest.mark.parametrize("name", ["NaN", "no title", "a broken line", "Latin-1 in a line"])
def test_the_sentence_is_the_same_in_any_wrapping(tmp_path: Path, name: str, how: str) -> None:
    text, sentence = NO_STORE[name]
    data = text.encode() if isinstance(text, str) else text
    if how == "stdin":
        done, label = call("timeline", "--store", "-", stdin=data), "standard input"
    else:
        data = gzip.compress(data, mtime=0) if how == "gzip" else b"\xef\xbb\xbf" + data
        label = saved(tmp_path, data)
        done = call("timeline", "--store", label)
    assert done.code == 1
    assert done.err.startswith(f"hkinno: {label}{sentence}")


@pytest.mark.parametrize("layout", ["document", "lines"])
def test_a_store_that_is_cut_anywhere(layout: str) -> None:
    """At every byte: one sentence, or the events that are whole."""
    more = '{"id":"b","date":"2003~","title":"Ü\\u00e9","x":[1.50,true,null,{"k":-1e3}]}'
    text = {"document": f'{{"title":"é","events":[{A},\n{more}]}}', "lines": f"{A}\n{more}\n"}[
        layout
    ]
    data = text.encode()
    whole = call("timeline", "-s", "-", "--json", stdin=data).json()
    for length in range(len(data)):
        done = call("timeline", "-s", "-", "--json", stdin=data[:length])
        if done.code == 0:
            assert layout == "lines"
            assert done.json() == whole[: len(done.json())]
            assert data[:length].rstrip().endswith(b"}")
        else:
            assert done.code == 1
            assert done.out == ""
            assert done.err.startswith("hkinno: standard input")
            assert done.err.count("\n") == 1


STRANGE_BUT_FINE: dict[str, tuple[str | bytes, list[str]]] = {
    "a BOM": (b"\xef\xbb\xbf" + doc(A).encode(), ["a"]),
    "no events": ('{"events":[]}', []),
    "an empty array": ("[]", []),
    "CRLF": (doc(A, f"{{{B}}}").replace("\n", "\r\n"), ["a", "b"]),
    "a title of a megabyte": (f'[{A},{{"id":"b","date":"2003","title":"{WIDE}"}}]', ["a", "b"]),
    "deep, but not too deep": (second(f'"x":{FAIR}'), ["a", "b"]),
    "an unknown number that is no float": (second('"x":1e999'), ["a", "b"]),
    "a number that is long, and a key twice": (second(f'"x":{LONG},"y":[{{"x":1}}]'), ["a", "b"]),
    "a figure that is large": (second(f'"figures":[{{"name":"n","value":{10**30}}}]'), ["a", "b"]),
    "null for what may be missing": (second('"summary":null,"tags":null'), ["a", "b"]),
    "a blank title": (doc('{"id":"y","date":"2002","title":" "}'), ["y"]),
}


@pytest.mark.parametrize("name", STRANGE_BUT_FINE)
def test_strange_but_fine(tmp_path: Path, name: str) -> None:
    text, expected = STRANGE_BUT_FINE[name]
    path = saved(tmp_path, text)
    for form in ("table", "json", "csv", "markdown"):
        done = call("timeline", "--store", path, "--format", form)
        assert (done.code, done.err) == (0, "")
    assert ids(load(path)) == expected


def test_what_is_there_but_no_file(tmp_path: Path) -> None:
    assert call("timeline", "-s", str(tmp_path)).err == (
        f"hkinno: {tmp_path} is a folder, and no Parquet file is in it\n"
    )
    missing = str(tmp_path / "missing.json")
    done = call("timeline", "-s", missing)
    assert (done.code, done.out, done.err) == (1, "", f"hkinno: there is no file {missing}\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything; test_reader shows it")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = saved(tmp_path, doc(A))
    os.chmod(path, 0)
    done = call("timeline", "-s", path)
    assert (done.code, done.err) == (1, f"hkinno: {path} cannot be read: Permission denied\n")


def test_what_only_the_quick_way_refuses_is_told(
    store: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As brackets that are as deep as can just be read."""

    def refuse(*_: object) -> None:
        raise RecursionError("too deep")

    path = store(event("a"), name="s.jsonl")
    monkeypatch.setattr("hkinno.store.open.Lines.batches", refuse)
    done = call("timeline", "-s", path)
    assert (done.code, done.out) == (1, "")
    assert done.err == f"hkinno: {path} cannot be read: too deep\n"


def test_a_file_that_is_there_twice(store: Write) -> None:
    path = store(event("a"))
    done = call("timeline", "-s", path, "-s", path)
    assert done.code == 1
    assert "this id stands already at" in done.err


# --- any bytes at all ---

fuzz = settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
JSON_BITS = [
    *(b'{"events":[', b"]}", b"[", b"]", b"{", b"}", b",", b":", b"\n", b" ", b'"', b"\\", b"null"),
    *(
        b'"id":"a"',
        b'"id":"b"',
        b'"date":"2002"',
        b'"date":"20',
        b'"title":"T"',
        b"\\ud800",
        b"1e9",
    ),
    *(b"NaN", b"\xef\xbb\xbf", b"\x1f\x8b", b"\xff", b"\0", A.encode(), f"{{{B}}}".encode(), b"//"),
]
anything = st.one_of(
    st.binary(max_size=60),
    st.lists(st.sampled_from(JSON_BITS), max_size=12).map(b"".join),
    st.binary(max_size=40).map(gzip.compress),
    st.builds(
        lambda data, noise: data[: len(data) // 2] + noise + data[len(data) // 2 :],
        st.sampled_from([doc(A, A).encode(), f"{A}\n{{{B}}}\n".encode()]),
        st.sampled_from(JSON_BITS),
    ),
)


def fine_or_one_sentence(code: int, err: str) -> None:
    assert code in (0, 1)
    assert all(line.startswith("hkinno: ") for line in err.splitlines())
    assert len(err.splitlines()) <= (1 if code else 7)
    assert bool(err) or code == 0


@fuzz
@given(anything, st.sampled_from(["table", "json", "csv"]))
def test_any_bytes_are_a_store_or_one_sentence(data: bytes, form: str) -> None:
    done = call("timeline", "--store", "-", "--format", form, stdin=data)
    fine_or_one_sentence(done.code, done.err)


value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
FIELDS = ("summary", "category", "tags", "places", "figures", "sources", "translations", "x")


@fuzz
@given(
    st.lists(
        st.fixed_dictionaries(
            {"id": st.text() | value, "date": st.just("2002") | value, "title": st.text() | value},
            optional=dict.fromkeys(FIELDS, value),
        ),
        max_size=3,
    ),
    st.sampled_from(["table", "jsonl", "markdown"]),
)
def test_events_of_any_shape_are_a_store_or_one_sentence(events: list[Event], form: str) -> None:
    done = call("timeline", "-s", "-", "-f", form, stdin=json.dumps({"events": events}))
    fine_or_one_sentence(done.code, done.err)


def test_a_reader_can_be_given_another_name(store: Write) -> None:
    chronology = Store(open_reader(store(event("a", "soon")), "my store"))
    assert doubts(chronology)[0].startswith("my store: event 1 'a' (line 1): 'soon' is no date")
