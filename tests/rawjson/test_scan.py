"""JSON text as written: where members and elements are, against who wrote the text."""

import json
import random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_stores import BOM, Odd, Pen, lay_out, odd_stores, style_of

from hkinno.rawjson.scan import items, member, member_start, members, repeated_keys

KEYS = st.sampled_from(["a", "b", "é", 'q"', "\\", "", "a/b", "events", "]}"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "x,y", "[{", '"', "\\", "}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=300)
@given(odd_stores(least=1))
def test_members_are_where_they_were_written(odd: Odd) -> None:
    for place in odd.placed:
        found = items(odd.data, place.start)
        assert found.spans == [(pair.start, pair.end) for pair in place.pairs]
        assert found.close == place.end - 1
        assert odd.data[found.open_end - 1 : found.open_end] == b"{"
        assert list(members(odd.data, place.start)) == [
            (pair.key, pair.value, pair.end) for pair in place.pairs
        ]


@settings(max_examples=300)
@given(odd_stores())
def test_the_events_of_a_document_are_where_they_were_written(odd: Odd) -> None:
    if odd.shape != "document":
        return
    text = odd.data.removeprefix(BOM)
    inner = msgspec.json.decode(text, type=dict[str, msgspec.Raw])["events"]
    start = member_start(odd.data, "events", memoryview(inner))
    assert items(odd.data, start).spans == [(place.start, place.end) for place in odd.placed]


def test_a_member_is_found_behind_others_that_look_like_it() -> None:
    data = b' { "x" : "\\"events\\": [1]", "e" : {"events":[1]} , "ev\\u0065nts"\n:\n[1] ,"y":0}'
    assert data[member_start(data, "events", memoryview(b"[1]")) :] == b'[1] ,"y":0}'
    with pytest.raises(ValueError, match="there is no member"):
        member_start(data, "events", memoryview(b"[2]"))


def written(value: Any, seed: int) -> bytes:
    """JSON with blanks in odd places."""
    roll = random.Random(seed)
    pen = Pen(style_of("chaos", "\n", "", roll), roll)
    pen.value(value if not isinstance(value, int) or isinstance(value, bool) else str(value), 0)
    return bytes(pen.data)


@settings(max_examples=300)
@given(VALUES, st.integers(0, 2**32))
def test_elements_one_by_one_are_the_whole(value: Any, seed: int) -> None:
    value = json.loads(json.dumps(value), parse_int=str)
    data = written([value, [value], {"k": value}], seed)
    found = items(data, data.index(b"["))
    assert [json.loads(data[a:b]) for a, b in found.spans] == [value, [value], {"k": value}]
    assert not data[found.close + 1 :].strip()


@pytest.mark.parametrize("data", [b"[", b"[1, [2]", b'{"a": 1'])
def test_what_is_not_closed_is_not_closed(data: bytes) -> None:
    with pytest.raises(ValueError, match="not closed"):
        items(data, 0)


def test_what_is_no_member_is_none() -> None:
    with pytest.raises(ValueError, match="no member begins here"):
        member(b"[1, 2]", (1, 2))


@pytest.mark.parametrize("data", [b"[]", b"[ \n]", b"{}", b"{\t}"])
def test_nothing_inside(data: bytes) -> None:
    assert items(data, 0).spans == []
    assert items(data, 0).close == len(data) - 1


# --- repeated keys ---


@pytest.mark.parametrize(
    ("raw", "keys"),
    [
        ('{"a":1,"b":2}', []),
        ('{"a":1,"a":1}', ["a"]),
        ('{"a":1,"b":{"a":1}}', []),
        ('{"a":[{"b":1},{"b":2}]}', []),
        ('{"a":[{"b":1,"b":2},{"b":2}]}', ["b"]),
        ('{"a" : 1 , "a"\n:\t2}', ["a"]),
        ('{"a":1,"\\u0061":2}', ["a"]),
        ('{"a\\/b":1,"a/b":2}', ["a/b"]),
        ('{"é":1,"\\u00e9":2,"x":{"x":0,"x":1}}', ["é", "x"]),
        ('{"x":{"y":0,"y":1},"x":1,"y":1}', ["y", "x"]),
        ('{"a":1,"b":"\\"a\\": 2"}', []),
        ('{"a":"x\\u0022:","a":1}', ["a"]),
        ('{"a":1,"a":2,"x":"\\"\\u003a"}', ["a"]),
        ('{"a":1,"a":2,"x":"\\"\\u003A"}', ["a"]),
        ('{"a":"x\\\\","b":{"c":1e999,"c":-1e999}}', ["c"]),
        ('{"a":1e999,"b":1}', []),
        ('{"a":1,"a":1,"a":1}', ["a"]),
        ('{"":1,"":2}', [""]),
        ("[]", []),
        ('"a"', []),
        ('{"a":"\\ud83d\\ude00","b":"\\ud83d\\ude00"}', []),
    ],
)
def test_repeated_keys(raw: str, keys: list[str]) -> None:
    assert repeated_keys(raw.encode()) == keys


def test_nesting_has_no_end() -> None:
    deep = b'{"a":' * 5000 + b"1" + b"}" * 5000
    assert repeated_keys(deep) == []
    assert repeated_keys(deep.replace(b"1", b'{"b":1,"b":1}')) == ["b"]


def oracle(text: str) -> list[str]:
    """The keys that stand twice, by the standard library."""
    found: list[str] = []

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        found.extend(key for key in dict.fromkeys(keys) if keys.count(key) > 1)
        return dict(pairs)

    json.loads(text, object_pairs_hook=look)
    return sorted(set(found))


@settings(max_examples=500)
@given(st.lists(st.tuples(KEYS, VALUES), max_size=5), st.integers(0, 2**32))
def test_repeated_keys_are_those_that_the_standard_library_sees(
    pairs: list[tuple[str, Any]], seed: int
) -> None:
    roll = random.Random(seed)
    parts = [
        f"{json.dumps(k, ensure_ascii=roll.random() < 0.5)}: {json.dumps(v)}" for k, v in pairs
    ]
    text = "{" + ", ".join(parts) + "}"
    assert sorted(repeated_keys(text.encode())) == oracle(text)


@settings(max_examples=200)
@given(odd_stores(least=1))
def test_no_event_of_the_odd_stores_repeats_a_key(odd: Odd) -> None:
    for place in odd.placed:
        assert repeated_keys(odd.data[place.start : place.end]) == []


def test_one_repeated_key_among_many_is_found() -> None:
    tidy = [{"id": f"e{n}", "date": "2001", "title": "t"} for n in range(50)]
    odd = lay_out("array", "indented", tidy, random.Random(0))
    assert repeated_keys(odd.data) == []
    assert repeated_keys(odd.data.replace(b'"id": "e49"', b'"date" : 0')) == ["date"]
