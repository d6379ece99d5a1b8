"""The canonical form: the same values, laid out in one way, and in that way again and again."""

import json
from typing import Any

import msgspec
import pytest
from conftest import EVENTS, HARD
from hypothesis import given, settings
from odd_stores import BOM, DATES, Odd, events_of, odd_stores, parsed

from hkinno import HkinnoError
from hkinno.events import Event
from hkinno.store.canonical import canonical, document

LO = {text: lo for text, lo, _ in DATES}
HI = {text: hi for text, _, hi in DATES}
KNOWN = list(Event.__struct_fields__)


def key(event: dict[str, Any]) -> tuple[bool, str, list[int]]:
    """Where an event stands: by its first day, what ends later first; at the end if undated."""
    date = event["date"]
    return date not in LO, LO.get(date, ""), [-ord(char) for char in HI.get(date, "")]


@settings(max_examples=500)
@given(odd_stores())
def test_values_stay_and_order_is_that_of_the_dates(odd: Odd) -> None:
    before = events_of(odd.data, odd.shape)
    new = canonical(odd.name, odd.data)
    after = events_of(new, odd.shape)
    assert after == sorted(before, key=key)
    if odd.shape == "document":
        whole = odd.data.removeprefix(BOM)
        others = [name for name in parsed(whole) if name not in ("title", "events")]
        title = ["title"] * ("title" in parsed(whole))
        assert list(parsed(new)) == [*title, *others, "events"]
        assert {**parsed(new), "events": 0} == {**parsed(whole), "events": 0}
    for event, old in zip(after, sorted(before, key=key), strict=True):
        unknown = [name for name in old if name not in KNOWN]
        assert list(event) == [name for name in KNOWN if name in old] + unknown


@settings(max_examples=500)
@given(odd_stores())
def test_what_is_canonical_stays_as_it_is(odd: Odd) -> None:
    once = canonical(odd.name, odd.data)
    assert canonical(odd.name, once) == once
    assert not once or once.endswith(b"\n")
    assert not once.endswith(b"\n\n")
    assert not once.startswith(BOM)
    assert b"\r" not in once
    assert b"\t" not in once


@settings(max_examples=200)
@given(odd_stores(least=1))
def test_it_does_not_matter_how_a_store_was_laid_out(odd: Odd) -> None:
    raws = [odd.data[place.start : place.end] for place in odd.placed]
    tight = b"[" + b",".join(msgspec.json.format(raw, indent=-1) for raw in raws) + b"]"
    loose = b"[" + b"\n,\n".join(msgspec.json.format(raw, indent=7) for raw in raws) + b"]"
    assert canonical("a.json", tight) == canonical("a.json", loose)


def test_a_document() -> None:
    data = (
        b'\xef\xbb\xbf{"version":1.50,\r\n"events":[{"x":[1 , 2],"title":"B","date":"2002",'
        b'"id":"b"},\r\n\r\n{"id":"a","date":"2001","title":"\\u0041\\/","tags":[\r\n"t"\r\n],"sources":'
        b'[{"title":"S","n":1E5}]}],"tit\\u006ce":"T","empty":{},"list":[ ]}'
    )
    assert canonical("a.json", data).decode() == (
        "{\n"
        '  "title": "T",\n'
        '  "version": 1.50,\n'
        '  "empty": {},\n'
        '  "list": [],\n'
        '  "events": [\n'
        "    {\n"
        '      "id": "a",\n'
        '      "date": "2001",\n'
        '      "title": "\\u0041\\/",\n'
        '      "tags": ["t"],\n'
        '      "sources": [{"title": "S", "n": 1E5}]\n'
        "    },\n"
        "    {\n"
        '      "id": "b",\n'
        '      "date": "2002",\n'
        '      "title": "B",\n'
        '      "x": [1, 2]\n'
        "    }\n"
        "  ]\n"
        "}\n"
    )


def test_figures_sources_and_translations_are_in_order_inside() -> None:
    event = (
        b'{"id":"a","date":"2001","title":"A","tags":null,'
        b'"figures":[{"odd":[1 ,2],"unit":"u","value":1.50,"name":"n"},{"value":2,"name":"m"}],'
        b'"sources":[{"url":"u","x":{"title":1,"a":2},"title":"S"}],'
        b'"translations":{"zh":{"summary":"s","title":"t"},"de":{"title":"d"}},'
        b'"other":[{"value":1,"name":"n"}]}'
    )
    assert canonical("a.jsonl", event + b"\n").decode() == (
        '{"id": "a", "date": "2001", "title": "A", "tags": null, '
        '"figures": [{"name": "n", "value": 1.50, "unit": "u", "odd": [1, 2]}, '
        '{"name": "m", "value": 2}], '
        '"sources": [{"title": "S", "url": "u", "x": {"title": 1, "a": 2}}], '
        '"translations": {"zh": {"title": "t", "summary": "s"}, "de": {"title": "d"}}, '
        '"other": [{"value": 1, "name": "n"}]}\n'
    )


def test_an_array() -> None:
    data = b' [{"title":"A","id":"a","date":"2001"}] '
    expected = b'[\n  {\n    "id": "a",\n    "date": "2001",\n    "title": "A"\n  }\n]\n'
    assert canonical("a.json", data) == expected


def test_json_lines() -> None:
    data = b'\n{"title":"B","id":"b","date":"2002","x":{"y":1.0}}\r\n\r\n {"id":"a","date":"2001",'
    data += b'"title":"A"}'
    assert canonical("a.jsonl", data) == (
        b'{"id": "a", "date": "2001", "title": "A"}\n'
        b'{"id": "b", "date": "2002", "title": "B", "x": {"y": 1.0}}\n'
    )


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.json", b"[]", b"[\n]\n"),
        ("a.json", b'{"events": [ ]}', b'{\n  "events": []\n}\n'),
        ("a.jsonl", b"", b""),
        ("a.jsonl", b"\n\n", b""),
    ],
)
def test_nothing_in_order(name: str, data: bytes, expected: bytes) -> None:
    assert canonical(name, data) == expected
    assert canonical(name, expected) == expected


def test_ties_keep_the_order_of_the_file_and_what_has_no_date_comes_last() -> None:
    dates = ["junk", "2001-05", "2001", "2001-05", "", "2001-01-01T10:00:00", "2001-01-01"]
    rows = [{"id": f"e{n}", "date": date, "title": "t"} for n, date in enumerate(dates)]
    after = events_of(canonical("a.json", json.dumps(rows).encode()), "array")
    assert [event["id"] for event in after] == ["e2", "e6", "e5", "e1", "e3", "e0", "e4"]


def test_a_new_document() -> None:
    assert document('a "b" 香', []) == '{\n  "title": "a \\"b\\" 香",\n  "events": []\n}\n'.encode()
    raw = b'{"id":"a","date":"2001","title":"A"}'
    new = document("T", [raw])
    assert canonical("a.json", new) == new
    assert parsed(new) == {"title": "T", "events": [parsed(raw)]}


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"[{}]", b"nonsense", b'{"events": 1}'])
def test_what_is_no_store_has_no_canonical_form(data: bytes) -> None:
    with pytest.raises(HkinnoError):
        canonical("a.json", data)


def test_the_bundled_chronology_is_canonical() -> None:
    data = EVENTS.read_bytes()
    assert canonical("events.json", data) == data


def test_hard_events_keep_every_value() -> None:
    data = HARD.read_bytes()
    new = canonical("hard.json", data)
    shape = "document" if data.lstrip()[:1] == b"{" else "array"
    by_id = {event["id"]: event for event in events_of(data, shape)}
    assert {event["id"]: event for event in events_of(new, shape)} == by_id
    assert canonical("hard.json", new) == new
