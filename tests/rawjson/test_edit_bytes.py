"""Surgery: an edit changes the bytes of its event alone, in stores as odd as JSON allows.

What is expected comes from the module that wrote the store (odd_stores) and from the standard
library's json, which keeps numbers as text here; never from hkinno's own reading.
"""

import json
import random
from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_stores import (
    BOM,
    DATES,
    NUMBERS,
    TEXTS,
    Literal,
    Number,
    Odd,
    event,
    events_of,
    lay_out,
    odd_stores,
    parsed,
)

from hkinno.events import STORED
from hkinno.rawjson.edit import Splice, edited, event_text, inverse, pieces, spliced, style_of
from hkinno.store.draft import Draft

THOUSAND = settings(max_examples=1000)


def around_of(data: bytes, shape: str) -> Any:
    """All of a store but its events."""
    return {**parsed(data.removeprefix(BOM)), "events": None} if shape == "document" else None


def changed(odd: Odd, plan: Callable[[Draft], None]) -> bytes:
    """The store after a plan; on the way, that undoing gives back the bytes exactly."""
    draft = Draft(odd.name, odd.data)
    plan(draft)
    splices = draft.splices()
    after = spliced(odd.data, splices)
    assert spliced(after, inverse(splices)) == odd.data
    assert b"".join(pieces(odd.data, splices)) == after
    assert around_of(after, odd.shape) == around_of(odd.data, odd.shape)
    return after


def came_in(before: bytes, after: bytes, places: Iterable[int]) -> bool:
    """Whether bytes came in at one of these places, and nothing else happened."""
    more = len(after) - len(before)
    return more > 0 and any(
        after[:place] == before[:place] and after[place + more :] == before[place:]
        for place in places
    )


def went_out(before: bytes, after: bytes, pairs: Iterable[tuple[int, int]]) -> bool:
    """Whether the bytes between one of these pairs of places went out, and nothing else."""
    return any(before[:start] + before[end:] == after for start, end in pairs)


def plain(value: Any) -> Any:
    """A value of odd_stores as the standard library reads it here."""
    return parsed(json.dumps(value)) if not isinstance(value, Literal) else Number(value)


VALUES: list[tuple[str, Any]] = [
    ("title", 'new "title" \\ 香港\n'),
    ("summary", "x"),
    ("category", ""),
    ("tags", ["one", "two, and a half"]),
    ("tags", []),
    ("date", "2005~"),
    ("date_note", "derived"),
    ("sources", [{"title": "S", "url": "https://example.org/?a=1&b=[2]"}]),
    ("translations", {"zh-Hant": {"title": "標題"}}),
    ("x-unknown", {"deep": [1, {"a": None}]}),
    ("note", True),
]


# --- editing, adding and removing one event in each of 1,000 stores ---


@THOUSAND
@given(odd_stores(least=1), st.integers(0), st.sampled_from(VALUES))
def test_a_field_that_is_set_changes_nothing_else(
    odd: Odd, nth: int, field: tuple[str, Any]
) -> None:
    key, value = field
    place = odd.placed[nth % len(odd.placed)]
    draft_raw = odd.data[place.start : place.end]
    after = changed(odd, lambda d: d.replace(place.id, edited(draft_raw, {key: value})))
    expected = [{**one} for one in events_of(odd.data, odd.shape)]
    expected[nth % len(odd.placed)][key] = plain(value)
    assert events_of(after, odd.shape) == expected
    pair = next((pair for pair in place.pairs if pair.key == key), None)
    if pair:  # only the value gives way
        behind = len(odd.data) - pair.end
        assert after[: pair.value] == odd.data[: pair.value]
        assert behind == 0 or after[-behind:] == odd.data[-behind:]
    else:  # only the member comes in, with a comma, before or behind another
        edges = [edge for pair in place.pairs for edge in (pair.start, pair.end)]
        assert came_in(odd.data, after, edges)


@THOUSAND
@given(odd_stores(least=1), st.integers(0), st.integers(0))
def test_a_field_that_is_taken_out_takes_nothing_with_it(odd: Odd, nth: int, which: int) -> None:
    place = odd.placed[nth % len(odd.placed)]
    pairs = [pair for pair in place.pairs if pair.key not in ("id", "date", "title")]
    if not pairs:
        return
    pair = pairs[which % len(pairs)]
    raw = odd.data[place.start : place.end]
    after = changed(odd, lambda d: d.replace(place.id, edited(raw, {pair.key: None})))
    expected = events_of(odd.data, odd.shape)
    del expected[nth % len(odd.placed)][pair.key]
    assert events_of(after, odd.shape) == expected
    assert list(events_of(after, odd.shape)[nth % len(odd.placed)]) == [
        p.key for p in place.pairs if p.key != pair.key
    ]
    at = place.pairs.index(pair)
    before = [*[p.end for p in place.pairs[:at]][-1:], pair.start]
    behind = [*[p.start for p in place.pairs[at + 1 :]][:1], pair.end]
    assert went_out(odd.data, after, product(before, behind))


def lo_of(date: str) -> str | None:
    return next((lo for text, lo, _ in DATES if text == date), None)


def hi_of(date: str) -> str:
    return next(hi for text, _, hi in DATES if text == date)


@THOUSAND
@given(odd_stores(), st.sampled_from(DATES), st.sampled_from(NUMBERS))
def test_an_event_that_is_added_stands_in_order_of_its_date(
    odd: Odd, date: tuple[str, str, str], number: str
) -> None:
    new = {"id": "new", "date": date[0], "title": 'N "}]', "n": msgspec.Raw(number.encode())}
    after = changed(odd, lambda d: d.add(new))
    old, found = events_of(odd.data, odd.shape), events_of(after, odd.shape)
    at = [one["id"] for one in found].index("new")
    assert found[at] == {"id": "new", "date": date[0], "title": 'N "}]', "n": Number(number)}
    assert found[:at] + found[at + 1 :] == old
    if not odd.placed:
        return
    assert came_in(odd.data, after, [edge for p in odd.placed for edge in (p.start, p.end)])
    keys = [(lo_of(one["date"]), hi_of(one["date"])) for one in found if lo_of(one["date"])]
    rising = [(str(lo), [-ord(c) for c in hi]) for lo, hi in keys]
    if odd.order == "rising":
        assert rising == sorted(rising)
    if odd.order == "falling" and len({one["date"] for one in old}) > 1:
        lows = [lo for lo, _ in rising]
        if len({lo_of(one["date"]) for one in old}) > 1:
            assert lows == sorted(lows, reverse=True)


@THOUSAND
@given(odd_stores(least=1), st.sets(st.integers(0, 5), min_size=1))
def test_events_that_are_taken_out_take_no_other_with_them(odd: Odd, places: set[int]) -> None:
    gone_ids = {odd.placed[place % len(odd.placed)].id for place in places}

    def plan(draft: Draft) -> None:
        for event_id in gone_ids:
            draft.remove(event_id)

    after = changed(odd, plan)
    kept = [one for one in events_of(odd.data, odd.shape) if one["id"] not in gone_ids]
    assert events_of(after, odd.shape) == kept
    texts = [odd.data[p.start : p.end] for p in odd.placed if p.id not in gone_ids]
    position = 0
    for text in texts:  # each as it was, in the same order
        position = after.index(text, position) + len(text)
    first, last = odd.placed[0], odd.placed[-1]
    if kept:
        assert after.startswith(odd.data[: first.start])
        assert after.endswith(odd.data[last.end :])
    if len(gone_ids) == 1 and kept:
        (at,) = (n for n, p in enumerate(odd.placed) if p.id in gone_ids)
        place = odd.placed[at]
        before = [*[p.end for p in odd.placed[:at]][-1:], place.start]
        behind = [*[p.start for p in odd.placed[at + 1 :]][:1], place.end]
        assert went_out(odd.data, after, product(before, behind))


# --- the store's own style ---

STYLES = [
    ("document", "tight", {}),
    ("document", "spaced", {"final": ""}),
    ("document", "indented", {}),
    ("document", "indented", {"unit": "\t", "newline": "\r\n"}),
    ("document", "indented", {"unit": " ", "bom": True}),
    ("document", "compact", {"unit": "    ", "around": ({"title": "t"}, {"note": "n"})}),
    ("array", "tight", {}),
    ("array", "spaced", {}),
    ("array", "indented", {"unit": "    "}),
    ("array", "compact", {"unit": "\t", "final": "\r\n", "newline": "\r\n"}),
    ("lines", "tight", {}),
    ("lines", "spaced", {"final": ""}),
    ("lines", "spaced", {"newline": "\r\n"}),
    ("lines", "tight", {"newline": "\r\n", "bom": True}),
]
each_style = pytest.mark.parametrize(
    ("shape", "kind", "how"), STYLES, ids=[f"{s}-{k}-{len(str(h))}" for s, k, h in STYLES]
)


def tidy(number: int, date: str) -> dict[str, Any]:
    """An event whose fields stand in their usual order, with lists."""
    return {
        "id": f"e{number}",
        "date": date,
        "title": f"Event {number}",
        "tags": ["a", "b"],
        "figures": [{"name": "n", "value": Literal("7")}],
        "x-odd": [],
    }


def raw(value: Any) -> Any:
    """A value as `add -` takes it from somewhere else, where it was laid out in another way."""
    return msgspec.Raw(json.dumps(value, indent=1, default=str).encode())


@each_style
@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("order", ["rising", "falling"])
def test_an_added_event_looks_like_its_neighbours(
    shape: str, kind: str, how: dict[str, Any], count: int, order: str
) -> None:
    """The store is, byte for byte, what it would be had the event always stood there."""
    rows = [tidy(n, f"{2000 + n}") for n in range(count + 1)]
    if order == "falling":
        rows.reverse()
    for place, new in enumerate(rows):
        rest = rows[:place] + rows[place + 1 :]
        if order == "falling" and count == 1:
            continue  # one event alone has no order: oldest first
        before = lay_out(shape, kind, rest, random.Random(0), **how)
        expected = lay_out(shape, kind, rows, random.Random(0), **how)
        fields = new | {"figures": [{"name": "n", "value": 7}]}
        after = changed(before, lambda draft, fields=fields: draft.add(fields))  # type: ignore[misc]
        assert after == expected.data


@each_style
def test_an_event_of_another_layout_is_laid_out_anew(
    shape: str, kind: str, how: dict[str, Any]
) -> None:
    rows = [tidy(n, f"{2000 + n}") for n in range(3)]
    before = lay_out(shape, kind, rows[:2], random.Random(0), **how)
    expected = lay_out(shape, kind, rows, random.Random(0), **how)
    fields = {k: raw(v) for k, v in rows[2].items()} | {
        "figures": msgspec.Raw(b'[\n{"name":\n"n", "value":7}\r]')
    }
    assert changed(before, lambda draft: draft.add(fields)) == expected.data


@each_style
def test_what_is_added_and_removed_again_leaves_no_trace(
    shape: str, kind: str, how: dict[str, Any]
) -> None:
    for count in (1, 2, 3):
        rows = [tidy(n, f"{2000 + n}") for n in range(count)]
        odd = lay_out(shape, kind, rows, random.Random(0), **how)
        with_one = changed(odd, lambda d: d.add({"id": "new", "date": "2001-05", "title": "t"}))
        draft = Draft(odd.name, with_one)
        draft.remove("new")
        assert spliced(with_one, draft.splices()) == odd.data


EMPTY = [
    ("a.json", b'{"events":[]}', b'{"events":[{"id":"i","date":"2001","title":"t","tags":["a"]}]}'),
    (
        "a.json",
        b'{"title": "T", "events": []}\n',
        b'{"title": "T", "events": [{"id": "i", "date": "2001", "title": "t", "tags": ["a"]}]}\n',
    ),
    (
        "a.json",
        b'\xef\xbb\xbf{\r\n\t"events": [\r\n\t],\r\n\t"n": 1.50\r\n}',
        b'\xef\xbb\xbf{\r\n\t"events": [\r\n\t\t{\r\n\t\t\t"id": "i",\r\n\t\t\t"date": "2001",'
        b'\r\n\t\t\t"title": "t",\r\n\t\t\t"tags": [\r\n\t\t\t\t"a"\r\n\t\t\t]\r\n\t\t}\r\n\t],'
        b'\r\n\t"n": 1.50\r\n}',
    ),
    (
        "a.json",
        b'{\n  "events": []\n}\n',
        b'{\n  "events": [\n    {\n      "id": "i",\n      "date": "2001",\n      "title": "t",\n'
        b'      "tags": ["a"]\n    }\n  ]\n}\n',
    ),
    ("a.json", b"[]", b'[{"id": "i", "date": "2001", "title": "t", "tags": ["a"]}]'),
    ("a.json", b"[\n\n]\n", b'[{"id": "i", "date": "2001", "title": "t", "tags": ["a"]}]\n'),
    ("a.jsonl", b"", b'{"id": "i", "date": "2001", "title": "t", "tags": ["a"]}\n'),
    ("a.jsonl", b"\n \n", b'{"id": "i", "date": "2001", "title": "t", "tags": ["a"]}\n'),
    ("a.jsonl", BOM, BOM + b'{"id": "i", "date": "2001", "title": "t", "tags": ["a"]}\n'),
]


@pytest.mark.parametrize(("name", "data", "expected"), EMPTY)
def test_the_first_event_of_a_store(name: str, data: bytes, expected: bytes) -> None:
    draft = Draft(name, data)
    draft.add({"id": "i", "date": "2001", "title": "t", "tags": ["a"]})
    assert spliced(data, draft.splices()) == expected


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", b""),
        ("a.json", b"[]"),
        ("a.json", b'{"events": []}'),
        ("a.json", b'{\n "events": [\n ]\n}'),
    ],
)
def test_several_first_events_of_a_store(name: str, data: bytes) -> None:
    draft = Draft(name, data)
    for number, date in enumerate(["2003", "2001", "2002"]):
        draft.add({"id": f"i{number}", "date": date, "title": "t"})
    after = spliced(data, draft.splices())
    shape = "document" if data[:1] == b"{" else "array" if data else "lines"
    assert [one["date"] for one in events_of(after, shape)] == ["2001", "2002", "2003"]


# --- where a new event goes ---


@pytest.mark.parametrize(
    ("dates", "new", "place"),
    [
        (["2001", "2003"], "2002", 1),
        (["2001", "2003"], "2000", 0),
        (["2001", "2003"], "2004", 2),
        (["2003", "2001"], "2002", 1),
        (["2003", "2001"], "2004", 0),
        (["2003", "2001"], "2000", 2),
        (["2001"], "2000", 0),
        (["2001"], "2002", 1),
        (["2001", "2001"], "2002", 2),  # all the same: oldest first
        (["2001", "2001"], "2000", 0),
        (["2001", "2001"], "2001", 2),  # behind its equals
        (["2003", "2001", "2001"], "2001", 3),
        (["2001"], "2001-05", 1),  # a year heads its months
        (["2001-05"], "2001", 0),
        (["2003", "2001-05"], "2001", 2),  # and ends them when the newest comes first
        (["2003", "2001"], "2001-05", 1),
        (["2001", "junk", "2003"], "2002", 1),
        (["2001", "2003", "junk"], "2004", 2),
        (["2003", "2001", "junk"], "2000", 2),
        (["2003", "2001", "junk"], "2002", 1),
        (["junk"], "2002", 0),
        (["2001", "2005", "2003"], "2004", 3),  # in no order: behind the last that is not later
        (["2001", "2009", "2003", "2008"], "2002", 1),
        (["../1985", "2001"], "../1980", 1),  # what ends later comes first, as a year does
        (["2001", "2003/.."], "2003", 2),
        (["2001-01-01T10:00:00", "2001-01-01T12:00:00"], "2001-01-01T11:00:00", 1),
    ],
)
def test_where_a_new_event_goes(dates: list[str], new: str, place: int) -> None:
    rows = [{"id": f"e{n}", "date": date, "title": "t"} for n, date in enumerate(dates)]
    data = json.dumps(rows).encode()
    draft = Draft("a.json", data)
    draft.add({"id": "new", "date": new, "title": "t"})
    after = [one["id"] for one in json.loads(spliced(data, draft.splices()))]
    assert after.index("new") == place


def test_many_new_events_keep_the_order_of_a_sorted_store() -> None:
    roll = random.Random(1)
    for sign in (1, -1):
        years = sorted(roll.choices(range(1000, 3000), k=200))[::sign]
        rows = [{"id": f"e{n}", "date": f"{year}", "title": "t"} for n, year in enumerate(years)]
        data = json.dumps(rows).encode()
        draft = Draft("a.json", data)
        for number in range(300):
            draft.add({"id": f"n{number}", "date": f"{roll.randrange(1000, 3000)}", "title": "t"})
        after = [int(one["date"]) for one in json.loads(spliced(data, draft.splices()))]
        assert after == sorted(after, reverse=sign < 0)
        assert len(after) == 500


# --- the pieces ---


def test_a_new_field_stands_in_its_usual_place() -> None:
    raw = b'{"id":"a","date":"2001","title":"t","tags":[],"x":1}'
    assert edited(raw, {"summary": "s"}, STORED).index(b"summary") < raw.index(b"tags") + 12
    keys = list(json.loads(edited(raw, {"y": 1, "sources": [], "summary": "s"}, STORED)))
    assert keys == ["id", "date", "title", "summary", "tags", "sources", "x", "y"]
    assert list(json.loads(edited(b'{"x":1}', {"id": "a", "y": 2}, STORED))) == ["id", "x", "y"]


@pytest.mark.parametrize(
    ("raw", "changes"),
    [
        (b'{"a": "\\u00e9\\/"}', {"a": "é/"}),
        (b'{"a": [ "x" , "y" ]}', {"a": ["x", "y"]}),
        (b'{"a": {"b" :1.50}}', {"a": msgspec.Raw(b'{"b":1.50}')}),
        (b'{"a": 1}', {"b": None}),
        (b'{"a": 1}', {}),
    ],
)
def test_what_is_as_it_should_be_stays_as_it_is_written(raw: bytes, changes: Any) -> None:
    assert edited(raw, changes) == raw


def test_a_number_that_is_written_otherwise_is_a_change() -> None:
    assert edited(b'{"a": 1.50}', {"a": msgspec.Raw(b"1.5")}) == b'{"a": 1.5}'
    assert edited(b'{"a": 1}', {"a": True}) == b'{"a": true}'
    assert edited(b'{"a": "1"}', {"a": 1}) == b'{"a": 1}'


def test_all_fields_can_give_way() -> None:
    raw = b'{\n  "a": 1 ,\n  "b": 2\n}'
    assert json.loads(edited(raw, {"a": None, "b": None})) == {}
    assert json.loads(edited(raw, {"a": None, "b": None, "c": 3, "id": "i"})) == {"c": 3, "id": "i"}
    assert json.loads(edited(b"{}", {"a": 1, "b": [2]})) == {"a": 1, "b": [2]}


def test_an_escaped_key_is_known() -> None:
    assert edited(b'{"t\\u0069tle": "old"}', {"title": "new"}) == b'{"t\\u0069tle": "new"}'


def test_what_is_no_utf_8_is_no_reason_to_fall_over() -> None:
    assert edited(b'{"a": "x"}', {"a": msgspec.Raw(b'"\xff"')}) == b'{"a": "\xff"}'


def test_neighbours_that_went_out_come_back_in_their_order() -> None:
    data = b"[9,5,7,1]"
    splices = [Splice(2, b",5", b""), Splice(4, b",7", b""), Splice(6, b",1", b"")]
    assert spliced(data, splices) == b"[9]"
    assert spliced(b"[9]", inverse(splices)) == data


def test_splices_that_are_undone_in_any_order() -> None:
    data = b"0123456789"
    splices = [Splice(5, b"56", b""), Splice(0, b"", b"abc"), Splice(9, b"9", b"xyz")]
    after = spliced(data, splices)
    assert after == b"abc0123478xyz"
    assert spliced(after, inverse(splices)) == data
    assert spliced(after, inverse(inverse(inverse(splices)))) == data


@THOUSAND
@given(st.integers(0, 2**32), st.sampled_from(["tight", "spaced", "indented", "compact"]))
def test_what_is_written_is_what_was_meant(seed: int, kind: str) -> None:
    roll = random.Random(seed)
    sample = lay_out("array", kind, [event(0, "2001", roll)], roll).data
    style = style_of(sample[sample.index(b"{") : sample.rindex(b"}") + 1])
    value: Any = {
        roll.choice(TEXTS): roll.choice([1, None, True, [], {}, [[{}]], roll.choice(TEXTS)])
    }
    fields = {"id": roll.choice(TEXTS), "x": value, "y": [value]}
    assert json.loads(event_text(fields, style)) == fields
