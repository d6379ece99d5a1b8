"""What changed between two chronologies: laws on generated ones, tables for numbers and dates."""

import io
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hkinno.dates.edtf import parse
from hkinno.diff.compare import Change, Chronology, chronology, compare, date_kind, same
from hkinno.errors import StoreError
from hkinno.store.open import reader_of

Body = dict[str, Any]
Bodies = dict[str, Body]  # events by id, without it

_dates = st.sampled_from(["2002", "2002-06", "2018~", "2020/..", "201X", "-0524", "no date"])
_texts = st.sampled_from(["one", "two words here", "三個字", "naïve\n\ttext", "", "\u202e"])
_numbers = st.integers(-(10**20), 10**20) | st.sampled_from([1.5, 0.1, 1e300])
_figures = st.fixed_dictionaries(
    {"name": st.sampled_from("pqr"), "value": st.integers(0, 3)}, optional={"unit": _texts}
)
_others = st.recursive(
    st.none() | st.booleans() | _numbers | _texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("uvw"), inner, max_size=3)
    ),
    max_leaves=5,
)
NEEDED: Mapping[str, st.SearchStrategy[Any]] = {
    "date": _dates.filter(lambda text: text != "no date"),
    "title": st.sampled_from(["T", "U v w"]),
}
OPTIONAL: Mapping[str, st.SearchStrategy[Any]] = {
    "summary": _texts,
    "category": st.sampled_from("cd"),
    "tags": st.lists(st.sampled_from("abcde"), unique=True, max_size=4),
    "figures": st.lists(_figures, max_size=3, unique_by=lambda figure: figure["name"]),
    "translations": st.dictionaries(
        st.sampled_from(["fr", "zh-Hant"]),
        st.fixed_dictionaries({}, optional={"title": _texts, "summary": _texts}),
        max_size=2,
    ),
    "x": _others,
    "y": _others,
}
events_of = st.fixed_dictionaries(dict(NEEDED), optional=dict(OPTIONAL))
chronologies: st.SearchStrategy[Bodies] = st.dictionaries(
    st.sampled_from("abcdef"), events_of, max_size=5
)


@st.composite
def edits(draw: st.DrawFn, base: Bodies) -> Bodies:
    """A chronology after somebody has worked on it."""
    found: Bodies = {}
    for event_id, body in base.items():
        what = draw(st.sampled_from(["keep", "keep", "change", "change", "remove"]))
        if what == "keep":
            found[event_id] = body
        elif what == "change":
            found[event_id] = draw(edited(body))
    news = draw(st.dictionaries(st.sampled_from("abcdefgh"), events_of, max_size=2))
    return found | {event_id: body for event_id, body in news.items() if event_id not in base}


@st.composite
def edited(draw: st.DrawFn, body: Body) -> Body:
    """An event after some of its fields were set anew or removed."""
    new = dict(body)
    for name in draw(st.lists(st.sampled_from([*NEEDED, *OPTIONAL]), max_size=3)):
        if name in OPTIONAL and draw(st.booleans()):
            new.pop(name, None)
        else:
            new[name] = draw({**NEEDED, **OPTIONAL}[name])
    return new


@st.composite
def files(draw: st.DrawFn, bodies: Bodies) -> tuple[str, bytes]:
    """A chronology as a file: its name and its bytes, of any shape, order and layout."""
    order = draw(st.permutations(list(bodies.items())))
    events = [{"id": event_id, **body} for event_id, body in order]
    plain = draw(st.booleans())
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    shape = draw(st.sampled_from(["document", "array", "lines"] if events else ["document"]))
    if shape == "lines":
        marks = draw(st.sampled_from([(",", ":"), (", ", ": ")]))
        lines = [json.dumps(event, ensure_ascii=plain, separators=marks) for event in events]
        return "store.jsonl", (newline.join(lines) + draw(st.sampled_from(["", newline]))).encode()
    document = {"title": "D", "events": events, "z": {"q": 1}} if shape == "document" else events
    indent = draw(st.sampled_from([None, 0, 1, 2, 4, "\t"]))
    text = json.dumps(document, ensure_ascii=plain, indent=indent).replace("\n", newline)
    return "store.json", (draw(st.sampled_from(["", "\ufeff"])) + text).encode()


def read(file: tuple[str, bytes]) -> Chronology:
    """The chronology in a file; one from which every line was removed has no events."""
    name, data = file
    if name.endswith("l") and not data.strip():
        return Chronology({})
    return chronology(reader_of(io.BytesIO(data), name, name))


def of(*events: Mapping[str, Any] | str) -> Chronology:
    """A chronology of events, which are whole if they have an id and a title."""
    raws = [event if isinstance(event, str) else json.dumps(event) for event in events]
    return read(("store.jsonl", "\n".join(raws).encode()))


def event(event_id: str = "a", date: str = "2002", title: str = "T", **more: Any) -> Body:
    return {"id": event_id, "date": date, "title": title, **more}


def only(old: Chronology, new: Chronology) -> Change:
    """The one change that there is."""
    (found,) = compare(old, new)
    return found


# --- laws


@settings(max_examples=150)
@given(st.data())
def test_layout_order_and_shape_are_no_change(data: st.DataObject) -> None:
    bodies = data.draw(chronologies)
    one, other = read(data.draw(files(bodies))), read(data.draw(files(bodies)))
    assert compare(one, other) == []
    assert compare(one, one) == []


@settings(max_examples=250)
@given(st.data())
def test_the_fields_that_changed_are_found_and_no_others(data: st.DataObject) -> None:
    old = data.draw(chronologies)
    new = data.draw(edits(old))
    expected = {}
    for event_id in {**old, **new}:
        before, after = old.get(event_id, {}), new.get(event_id, {})
        names = {**before, **after}
        if event_id not in old or event_id not in new:
            expected[event_id] = {*names, "id"}
        elif differing := {n for n in names if _text(before, n) != _text(after, n)}:
            expected[event_id] = differing
    found: dict[str, set[str]] = {}
    for change in compare(read(data.draw(files(old))), read(data.draw(files(new)))):
        assert change.id is not None
        if change.kind == "renamed":  # two ids in one change; what changed besides is compared
            was = json.loads(change.fields["id"].old or b"")
            gone, came = old[was], new[change.id]
            assert (gone["title"], gone["date"]) == (came["title"], came["date"])
            besides = {n for n in {**gone, **came} if _text(gone, n) != _text(came, n)}
            assert change.fields.keys() == {*besides, "id"}
            found |= {was: expected[was], change.id: expected[change.id]}
        else:
            found[change.id] = set(change.fields)
    assert found == expected


def _text(body: Body, name: str) -> str | None:
    return json.dumps(body[name], sort_keys=True) if name in body else None


# --- values


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.50", "1.5"),
        ("1.5", "15e-1"),
        ("1", "1.0"),
        ("100", "1E+2"),
        ("0", "-0.0e9"),
        ("-0.001", "-1e-3"),
        ("12345678901234567890123", "12345678901234567890123.0"),
        ('"caf\\u00e9"', '"café"'),
        ('{"a": 1, "b": [2]}', '{ "b" : [2.0],"a":1}'),
    ],
)
def test_what_is_the_same_value(one: str, other: str) -> None:
    assert same(one.encode(), other.encode())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0.1", "0.10000000000000000001"),
        ("9007199254740993", "9007199254740992"),  # the same as floating-point numbers
        ("1e400", "1e401"),  # both infinite as floating-point numbers
        ("1e" + "9" * 5000, "1e" + "8" * 5000),
        ("1", "-1"),
        ("1", "true"),
        ("0", "false"),
        ("0", "null"),
        ("1", '"1"'),
        ("[1, 2]", "[2, 1]"),
        ('"é"', '"e\\u0301"'),
        ("{}", "[]"),
    ],
)
def test_what_is_another_value(one: str, other: str) -> None:
    assert not same(one.encode(), other.encode())


def test_null_is_a_value_and_absence_is_none() -> None:
    change = only(of(event(category=None)), of(event()))
    assert change.fields["category"] == (b"null", None, None)


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    twice = '{"id": "a", "date": "2002", "title": "T", "x": 1, "x": 2}'
    assert compare(of(twice), of(event(x=2))) == []


def test_too_many_brackets_are_one_sentence() -> None:
    deep = ['{"a":' * 985 + f"{n}" + "}" * 985 for n in (1, 2)]
    raws = [f'{{"id": "a", "date": "2002", "title": "T", "x": {x}}}'.encode() for x in deep]

    def deeper(levels: int) -> list[Change]:  # wherever the stack is when it is asked for
        if levels:
            return deeper(levels - 1)
        return compare(Chronology({"a": raws[0]}), Chronology({"a": raws[1]}))

    with pytest.raises(StoreError, match="nested too deeply"):
        deeper(100)


# --- dates and lists


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("2002", "2002-06", "refined"),
        ("2002~", "2002-06-01", "refined"),
        ("201X", "2018", "refined"),
        ("2020/..", "2020/2022", "refined"),
        ("2020/..", "2021/..", "refined"),
        ("../1985", "1980/1985", "refined"),
        ("2004-01-01", "2004-01-01T10:10:10Z", "refined"),
        ("2002-06", "2002", "widened"),
        ("2020/2022", "2020/..", "widened"),
        ("2004-01-01T10:10:10Z", "2004-01-01", "widened"),
        ("2002", "2003", "moved"),
        ("2002/2004", "2003/2005", "moved"),
        ("2002-01", "2003", "moved"),
        ("2020/..", "../2020", "moved"),
        ("2004-01-01T10:10:10Z", "2004-01-01T11:10:10Z", "moved"),
        ("2018", "2018~", "requalified"),
        ("2018~", "2018?", "requalified"),
        ("2004-06~-11", "2004~-06-11", "requalified"),
        ("2018-XX", "2018~", "requalified"),
        ("2018", "2018-XX", "rewritten"),
        ("2019-33", "[2019-01..2019-03]", "rewritten"),
        ("2018", "2018-01/2018-12", "refined"),  # not some day, but all of them
        ("1890/1900", "[1890..1900]", "widened"),
        ("2020/", "2020/..", "refined"),  # its end was not known
        ("[1999..2005]", "[1999,2005]", "refined"),
        ("[1999,2005]", "2002", "moved"),
        ("2004-01-01T10:10:10+08:00", "2004-01-01T10:10:10Z", "moved"),
        ("2004-01-01T01:10:10+08:00", "2004-01-01", "widened"),
    ],
)
def test_how_a_date_differs(old: str, new: str, kind: str) -> None:
    assert date_kind(parse(old), parse(new)) == kind
    assert only(of(event(date=old)), of(event(date=new))).fields["date"].kind == kind


@given(_dates, _dates)
def test_what_is_refined_one_way_is_widened_the_other(old: str, new: str) -> None:
    if "no date" in (old, new) or old == new:
        return
    back = {"refined": "widened", "widened": "refined"}
    kind = date_kind(parse(old), parse(new))
    assert date_kind(parse(new), parse(old)) == back.get(kind, kind)


def test_a_date_that_is_none_has_no_kind() -> None:
    field = only(of(event(date="Feb 2019")), of(event(date="2019-02"))).fields["date"]
    assert field == (b'"Feb 2019"', b'"2019-02"', None)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (["a", "b"], ["b", "a"], "reordered"),
        (["a", "b"], ["b", "a", "c"], None),
        (["a", "a", "b"], ["a", "b", "b"], None),
        ([{"v": 1}, 2.50], [2.5, {"v": 1}], "reordered"),
    ],
)
def test_a_list_of_the_same_members_is_reordered(old: Any, new: Any, kind: str | None) -> None:
    change = only(of(event(tags=[], x=old)), of(event(tags=[], x=new)))
    assert change.fields["x"].kind == kind


# --- events


def test_an_event_with_another_id_is_renamed() -> None:
    change = only(of(event("old", x=1)), of(event("new", x=2)))
    assert (change.id, change.kind, change.title) == ("new", "renamed", "T")
    assert change.fields["id"] == (b'"old"', b'"new"', None)
    assert change.fields.keys() == {"id", "x"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([event("a")], [event("b", date="2003")]),
        ([event("a")], [event("b", title="Other")]),
        ([event("a"), event("b")], [event("c")]),  # which of the two?
        ([event("a")], [event("b"), event("c")]),
    ],
)
def test_a_rename_must_be_beyond_doubt(old: list[Body], new: list[Body]) -> None:
    kinds = {change.kind for change in compare(of(*old), of(*new))}
    assert kinds == {"added", "removed"}


def test_changes_come_in_order_of_time_and_dates_that_are_none_last() -> None:
    old = of(event("gone", "2005"), event("other", "2004", x=1))
    new = of(event("odd", "soon", "S"), event("late", "2020", "L"), event("other", "1999", x=2))
    assert [c.id for c in compare(old, new)] == ["other", "gone", "late", "odd"]


def test_the_document_is_compared_too_if_both_are_one() -> None:
    old = read(("s.json", b'{"title": "One", "licence": 1.0, "events": []}'))
    new = read(("s.json", b'\xef\xbb\xbf {"events": [], "title": "Two", "licence": 1}'))
    change = only(old, new)
    assert (change.id, change.kind) == (None, "changed")
    assert change.fields == {"title": (b'"One"', b'"Two"', None)}
    assert compare(old, read(("s.json", b"[]"))) == []
