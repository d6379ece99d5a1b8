"""`hkinno merge`: the laws of three-way merging, the rule in examples, the command, real git."""

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Done, call
from hypothesis import given, settings
from hypothesis import strategies as st
from test_compare import chronologies, edited, edits, event, events_of, files, of, read
from test_diff import HKINNO, Repo, laid_out

from hkinno.cli.commands.merge import applied
from hkinno.diff.compare import Chronology, compare
from hkinno.diff.merge import Conflict, Merged, merge
from hkinno.store.lock import locked

File = tuple[str, bytes]
Three = tuple[File, File, File]


def result(ours: File, merged: Merged) -> File:
    """OURS with what was merged."""
    return ours[0], applied(ours[1], merged, ours[0])


def events(chronology: Chronology) -> dict[str, Any]:
    """The events as values."""
    return {event_id: json.loads(raw) for event_id, raw in chronology.events.items()}


def where(merged: Merged) -> set[tuple[str | None, str | None]]:
    return {(conflict.id, conflict.field) for conflict in merged.conflicts}


def unordered(value: Any) -> Any:
    """A value in which the order of lists counts no more."""
    if isinstance(value, dict):
        return {key: unordered(inner) for key, inner in value.items()}
    return sorted(map(unordered, value), key=repr) if isinstance(value, list) else value


# --- laws


@st.composite
def branches(draw: st.DrawFn) -> Three:
    """A chronology and what two people made of it, each in a file of its own layout."""
    base = draw(chronologies)
    ours, theirs = draw(edits(base)), draw(edits(base))
    return draw(files(base)), draw(files(ours)), draw(files(theirs))


@settings(max_examples=100)
@given(branches())
def test_what_they_did_not_change_is_ours_to_the_byte(three: Three) -> None:
    base, ours, _ = three
    merged = merge(read(base), read(ours), read(base))
    assert merged.conflicts == []
    assert result(ours, merged) == ours


@settings(max_examples=100)
@given(branches())
def test_what_only_they_changed_is_theirs(three: Three) -> None:
    base, _, theirs = three
    merged = merge(read(base), read(base), read(theirs))
    assert merged.conflicts == []
    after = read(result(base, merged))
    assert compare(Chronology(after.events), Chronology(read(theirs).events)) == []


@settings(max_examples=100)
@given(branches())
def test_both_sides_find_the_same_conflicts_and_without_one_the_same_events(three: Three) -> None:
    base, ours, theirs = three
    forth = merge(read(base), read(ours), read(theirs))
    back = merge(read(base), read(theirs), read(ours))
    assert where(forth) == where(back)
    one, other = read(result(ours, forth)), read(result(theirs, back))
    if not forth.conflicts:
        assert unordered(events(one)) == unordered(events(other))


@settings(max_examples=100)
@given(branches())
def test_events_that_they_left_alone_keep_their_bytes(three: Three) -> None:
    base, ours, theirs = (read(file) for file in three)
    merged = merge(base, ours, theirs)
    after = read(result(three[1], merged))
    left = {i for i in base.events if events(theirs).get(i) == events(base)[i]}
    for event_id, raw in ours.events.items():
        if event_id in left or event_id not in theirs.events:
            assert after.events.get(event_id, raw) == raw
    assert {conflict.id for conflict in merged.conflicts}.isdisjoint(left)


@settings(max_examples=100)
@given(st.data())
def test_edits_of_different_events_never_conflict(data: st.DataObject) -> None:
    draw = data.draw
    base = draw(st.dictionaries(st.sampled_from("abcdef"), events_of, min_size=2, max_size=6))
    mine = draw(st.sets(st.sampled_from(sorted(base))))
    ours, theirs = dict(base), dict(base)
    for event_id, body in base.items():
        side = ours if event_id in mine else theirs
        side[event_id] = draw(edited(body))
        if draw(st.booleans()):
            del side[event_id]
    ours["ours"], theirs["theirs"] = draw(events_of), draw(events_of)
    three = [draw(files(bodies)) for bodies in (base, ours, theirs)]
    merged = merge(*(read(file) for file in three))
    assert merged.conflicts == []
    expected = {i: ours.get(i) if i in mine else theirs.get(i) for i in base}
    expected |= {"ours": ours["ours"], "theirs": theirs["theirs"]}
    assert events(read(result(three[1], merged))) == {
        event_id: {"id": event_id, **body} for event_id, body in expected.items() if body
    }


# --- the rule, value by value

GONE = object()  # instead of a value: the event has no such field


def one(value: Any) -> Chronology:
    return of(event() if value is GONE else event(x=value))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        (1, 1, 2, 2),
        (1, 2, 1, 2),
        (1, 2, 2, 2),
        (1, GONE, 1, GONE),
        (1, 1, GONE, GONE),
        (1, GONE, GONE, GONE),
        (GONE, GONE, 1, 1),
        (GONE, None, GONE, None),
        # objects: member by member, at any depth
        ({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 2}),
        ({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}}, {"a": {}}, {"a": {"c": 2}}),
        (GONE, {"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        # lists of texts: what one side added or took away
        (["a", "b"], ["a", "b", "c"], ["a", "b", "d"], ["a", "b", "c", "d"]),
        (["a", "b"], ["b"], ["a"], []),
        (["a", "b"], ["b", "a"], ["a", "b", "c"], ["b", "a", "c"]),
        (["a"], ["b"], ["c"], ["b", "c"]),
        (["a"], ["a", "c"], ["a", "c"], ["a", "c"]),
        (GONE, ["a"], ["b"], ["a", "b"]),
        ([], ["a"], ["b", "a"], ["a", "b"]),
        # lists of objects: by id, name, url or title
        (
            [{"name": "p", "value": 1}, {"name": "q", "value": 1}],
            [{"name": "p", "value": 2}, {"name": "q", "value": 1}],
            [{"name": "p", "value": 1, "unit": "m"}, {"name": "r", "value": 1}],
            [{"name": "p", "value": 2, "unit": "m"}, {"name": "r", "value": 1}],
        ),
        (
            [{"url": "u", "title": "t"}],
            [{"url": "u", "title": "t"}, {"url": "v", "title": "t"}],
            [{"url": "u", "title": "T"}],
            [{"url": "u", "title": "T"}, {"url": "v", "title": "t"}],
        ),
    ],
)
def test_values_that_merge(base: Any, ours: Any, theirs: Any, expected: Any) -> None:
    mine = of(event()) if ours is GONE else of(event(x=ours))
    merged = merge(one(base), mine, one(theirs))
    raw = merged.replaced.get("a", mine.events["a"])
    assert merged.conflicts == []
    assert json.loads(raw) == (event() if expected is GONE else event(x=expected))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "field"),
    [
        (1, 2, 3, "x"),
        (1, GONE, 2, "x"),
        (GONE, 1, 2, "x"),
        ("a", ["a"], {"a": 1}, "x"),
        ({"a": 1}, {"a": 2}, {"a": 3}, "x.a"),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, {"a": {}}, "x.a.b"),
        ({"a": 1}, GONE, {"a": 2}, "x"),
        ([1], [2], [1, 3], "x"),  # which number is which cannot be told
        (["a", "a"], ["a"], ["a", "a", "b"], "x"),
        ([{"v": 1}], [{"v": 2}], [{"v": 1}, {"v": 3}], "x"),
        ([{"name": "p", "v": 1}], [{"name": "p", "v": 2}], [{"name": "p", "v": 3}], "x[p].v"),
        ([{"name": "p", "v": 1}], [], [{"name": "p", "v": 3}], "x[p]"),
        ([{"name": "p"}], [{"name": "q"}], [{"name": "r"}], "x"),  # one renamed in two ways?
    ],
)
def test_values_that_conflict(base: Any, ours: Any, theirs: Any, field: str) -> None:
    merged = merge(one(base), one(ours), one(theirs))
    assert [(c.id, c.field) for c in merged.conflicts] == [("a", field)]
    assert merged[:4] == ({}, {}, [], {})


def test_beside_a_conflict_the_rest_is_merged() -> None:
    base, ours, theirs = of(event()), of(event(date="2003")), of(event(date="2004", title="U"))
    merged = merge(base, ours, theirs)
    assert merged.conflicts == [Conflict("a", "date", b'"2002"', b'"2003"', b'"2004"')]
    assert json.loads(merged.replaced["a"]) == event(date="2003", title="U")


def test_an_event_removed_here_and_changed_there_is_a_conflict() -> None:
    base, none, changed = of(event()), Chronology({}), of(event(date="2003"))
    for ours, theirs in ((none, changed), (changed, none)):
        merged = merge(base, ours, theirs)
        assert [(c.id, c.field) for c in merged.conflicts] == [("a", None)]
        assert (merged.conflicts[0].ours is None) == (ours is none)
        assert merged[:4] == ({}, {}, [], {})


def test_the_same_id_added_twice_is_merged_field_by_field() -> None:
    ours, theirs = of(event(tags=["x"], n=1)), of(event(date="2003", tags=["y"], m=2))
    merged = merge(Chronology({}), ours, theirs)
    assert merged.conflicts == [Conflict("a", "date", None, b'"2002"', b'"2003"')]
    assert json.loads(merged.replaced["a"]) == event(tags=["x", "y"], n=1, m=2)


# --- bytes


def document(*bodies: str, head: str = '"title": "D",') -> File:
    inside = ",\n".join(bodies)
    return "s.json", f'{{ {head}  "events" : [\n{inside}\n]   }}\n'.encode()


ODD = '   {"id":"a",   "date":"2002", "title" :"T", "n": 1.50, "x": [ 1,2 ],\n "tags":["k" ,"l"]}'


def test_no_other_byte_moves() -> None:
    other = '{ "id": "z","date":"2030",  "title":"\\u005a", "e": 1E+2 }'
    base = document(ODD, other)
    theirs = document(
        other.replace("2030", "2031"), ODD.replace("2002", "2003").replace('"l"', '"l", "m"')
    )
    ours = document(ODD.replace('"k" ,', ""), '{"id":"n","date":"2004","title":"N"}', other)
    merged = merge(*(read(file) for file in (base, ours, theirs)))
    expected = ours[1].replace(b'"2002"', b'"2003"').replace(b'["l"]', b'["l", "m"]')
    assert result(ours, merged)[1] == expected.replace(b"2030", b"2031")


def test_what_comes_takes_the_layout_of_ours() -> None:
    body = event("n", "2001", sources=[{"title": "S"}], translations={"fr": {"title": "N"}})
    theirs = "t.json", laid_out(event("a", y=[0], x={"k": [1]}, tags=["t"]), body).encode()
    base = of(event("a", y=[0]))
    merged_a = event("a", tags=["t"], y=[0], x={"k": [1]})

    lines = [
        json.dumps(each, separators=(",", ":")) for each in (event("a", y=[0]), event("z", "2030"))
    ]
    ours = "o.jsonl", "\r\n".join([*lines, ""]).encode()
    made = result(ours, merge(base, read(ours), read(theirs)))[1].decode()
    lines = [
        json.dumps(each, separators=(",", ":")) for each in (body, merged_a, event("z", "2030"))
    ]
    assert made == "\r\n".join([*lines, ""])

    ours = "o.json", laid_out(event("a", y=[0])).encode()
    made = result(ours, merge(base, read(ours), read(theirs)))[1].decode()
    assert made == laid_out(body, merged_a)


def test_members_of_lists_take_the_layout_of_the_list() -> None:
    source = {"title": "S", "url": "u"}
    base = "s.json", laid_out(event(sources=[source], tags=["a"])).encode()
    ours = "s.json", laid_out(event(sources=[source, {"title": "O"}], tags=["a", "o"])).encode()
    wide = event(sources=[source | {"url": "u", "quote": "q"}, {"title": "T"}], tags=["t"])
    theirs = "t.jsonl", json.dumps(wide).encode()
    merged = merge(*(read(file) for file in (base, ours, theirs)))
    sources = [source | {"quote": "q"}, {"title": "O"}]
    text = laid_out(event(sources=sources, tags=["o", "t"])).replace(
        '          "title": "O"\n        }\n', '          "title": "O"\n        },\n        %s\n'
    )
    assert result(ours, merged)[1].decode() == text % '{"title": "T"}'


def test_a_member_on_several_lines_is_laid_out_as_the_list_is() -> None:
    theirs = event(sources=[{"title": "S2", "url": "u"}, {"title": "T", "url": "v"}])
    base = of(event(sources=[{"url": "u"}]))
    wide = "t.json", json.dumps([theirs], indent=7).encode()

    def odd(*sources: dict[str, str]) -> str:
        text = laid_out(event(sources=list(sources)))
        return text.replace('{\n          "url": "u"', '{   "url"  :\n "u"')

    ours = "o.json", odd({"url": "u"}, {"title": "O"}).encode()
    made = result(ours, merge(base, read(ours), read(wide)))[1].decode()
    expected = odd({"url": "u"}, {"title": "O"}, {"title": "T", "url": "v"})
    assert made == expected.replace('"url"  :', '"title"  :\n "S2", "url"  :')


def test_the_document_around_the_events_is_merged_too() -> None:
    base = document(ODD, head='"title": "D", "k": 1, "gone": 0,')
    ours = document(ODD, head='"title": "O", "k": 1, "gone": 0,')
    theirs = document(ODD, head='"title": "T", "k":   2, "new": {"a": 1},')
    merged = merge(*(read(file) for file in (base, ours, theirs)))
    assert merged.conflicts == [Conflict(None, "title", b'"D"', b'"O"', b'"T"')]
    made = json.loads(result(ours, merged)[1])
    assert {n: v for n, v in made.items() if n != "events"} == {
        "title": "O",
        "k": 2,
        "new": {"a": 1},
    }
    array = "a.json", b"[" + ODD.encode() + b"]"  # has none of these, so it takes none back
    assert result(ours, merge(read(base), read(ours), read(array))) == ours


# --- the command

Write = Callable[..., tuple[str, str, str]]


@pytest.fixture
def three(tmp_path: Path) -> Write:
    """BASE, OURS and THEIRS, each of one event or a list of them."""

    def write(*sides: Any) -> tuple[str, str, str]:
        paths = [tmp_path / f"{name}.json" for name in ("base", "ours", "theirs")]
        for path, side in zip(paths, sides, strict=True):
            path.write_text(laid_out(*(side if isinstance(side, list) else [side])))
        return str(paths[0]), str(paths[1]), str(paths[2])

    return write


def stored(path: str) -> Any:
    return json.loads(Path(path).read_bytes())["events"]


def undo_hint(path: str) -> str:
    return f"hkinno: undo with: hkinno undo --store {path}\n"


def test_ours_is_changed_in_place_and_how_to_undo_it_is_said(three: Write) -> None:
    paths = three(event(), [event(), event("b")], event(date="2003"))
    said = f"hkinno: {paths[1]}: 1 changed\n"
    assert call("merge", *paths) == (0, "", said + undo_hint(paths[1]))
    assert stored(paths[1]) == [event(date="2003"), event("b")]
    assert len(list(Path(paths[0]).parent.iterdir())) == 3  # no lock, no draft


def test_ours_is_not_written_if_nothing_changes(three: Write) -> None:
    paths = three(event(), event(date="2003"), event())
    before = os.stat(paths[1])
    assert call("merge", *paths).code == 0
    assert os.stat(paths[1]) == before


def test_output_goes_elsewhere(three: Write, tmp_path: Path) -> None:
    paths = three(event(), event(), event(date="2003"))
    before = Path(paths[1]).read_bytes()
    expected = before.replace(b"2002", b"2003")
    assert call("merge", *paths, "-o", str(tmp_path / "new")) == (0, "", "")
    assert (tmp_path / "new").read_bytes() == expected
    assert call("merge", *paths, "-o", "-").out.encode() == expected
    assert (
        call("merge", paths[0], paths[1], "-", "-o", "-", stdin=expected).out == expected.decode()
    )
    assert call("merge", paths[0], paths[1], paths[0], "-o", str(tmp_path / "new")).code == 0
    assert (tmp_path / "new").read_bytes() == before
    assert Path(paths[1]).read_bytes() == before


def test_dry_run_shows_what_would_change_and_writes_nothing(three: Write, tmp_path: Path) -> None:
    paths = three(event(), event(x=1), [event(x=2, date="2003"), event("b")])
    before = Path(paths[1]).read_bytes()
    done = call("merge", *paths, "--dry-run", "-o", str(tmp_path / "new"))
    assert done.code == 1
    assert done.out == (
        "added    b  2002  T\nchanged  a  T\n  date  2002 → 2003  moved\n\n1 added, 1 changed\n"
    )
    assert "a  x\n" in done.err
    assert Path(paths[1]).read_bytes() == before
    assert not (tmp_path / "new").exists()


CONFLICTING = (
    [event(x=1), event("gone"), event("kept")],
    [event(x=2), event("kept", date="2003", y=1)],
    [event(x=3, title="U"), event("gone", date="1999")],
)


def test_conflicts_are_listed_and_ours_is_kept(three: Write) -> None:
    paths = three(*CONFLICTING)
    done = call("merge", *paths)
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        f"hkinno: {paths[1]}: 3 conflicts; what OURS says is kept\n"
        "  a  x\n    base    1\n    ours    2\n    theirs  3\n"
        "  kept\n    base    kept, 2002, T\n    ours    changed date, y\n    theirs  (removed)\n"
        "  gone\n    base    gone, 2002, T\n    ours    (removed)\n    theirs  changed date\n"
        + f"hkinno: {paths[1]}: 1 changed\n"
        + undo_hint(paths[1])
    )
    assert stored(paths[1]) == [event(x=2, title="U"), event("kept", date="2003", y=1)]


def test_conflicts_as_json(three: Write) -> None:
    done = call("merge", *three(*CONFLICTING), "--json")
    assert (done.code, done.err) == (1, "")
    assert json.loads(done.out) == [
        {"id": "a", "field": "x", "base": 1, "ours": 2, "theirs": 3},
        {
            "id": "kept",
            "field": None,
            "base": event("kept"),
            "ours": event("kept", date="2003", y=1),
        },
        {
            "id": "gone",
            "field": None,
            "base": event("gone"),
            "theirs": event("gone", date="1999"),
        },
    ]
    assert call("merge", *three(event(), event(), event()), "--json").json() == []


def test_hostile_text_in_a_conflict_does_nothing(three: Write) -> None:
    nasty = "\x1b[2J\u202e\r\n\x9b"
    sides = [event("a" + nasty) | {"k" + nasty: f"{n}{nasty}"} for n in range(3)]
    done = call("merge", *three(*sides), "na\x1bme")
    assert done.code == 1
    assert all(line.isprintable() for line in done.err.splitlines())
    assert "hkinno: 'na\\x1bme': a conflict" in done.err


def test_an_empty_base_has_no_events(three: Write, tmp_path: Path) -> None:
    paths = three([], event("a"), event("b"))
    (tmp_path / "empty").touch()
    for base in (str(tmp_path / "empty"), os.devnull):
        done = call("merge", base, paths[1], paths[2], "-o", "-")
        assert [found["id"] for found in json.loads(done.out)["events"]] == ["a", "b"]


@pytest.mark.parametrize(("name", "code"), [("ours.jsonl", 0), ("ours", 1)])
def test_only_a_file_named_jsonl_is_left_without_an_event(
    tmp_path: Path, name: str, code: int
) -> None:
    """What nothing would show to be JSON Lines is not written."""
    paths = [tmp_path / file for file in ("base", name, "theirs.jsonl")]
    for path, text in zip(paths, (json.dumps(event()), json.dumps(event()), ""), strict=True):
        path.write_text(text)
    done = call("merge", *map(str, paths))
    assert (done.code, done.out) == (code, "")
    assert bool(paths[1].read_bytes().strip()) is bool(code)


def refused(done: Done, code: int, says: str) -> None:
    assert (done.code, done.out) == (code, "")
    assert says in done.err
    assert len(done.err.splitlines()) == 1


def test_what_cannot_be_merged_leaves_ours_as_it_is(three: Write, tmp_path: Path) -> None:
    paths = three(event(), event(), event())
    before = Path(paths[1]).read_bytes()
    theirs = Path(paths[2])
    for text, says in (
        ("{", "theirs.json: line 1"),
        ("", "theirs.json is empty"),
        (laid_out(event(), event()), "stands already"),
        (laid_out(event(), event("b", "soon")), "'b' of THEIRS cannot be merged: 'soon' is no"),
        (laid_out(event(), event("b", title=" ")), "'b' of THEIRS cannot be merged: the title"),
    ):
        theirs.write_text(text)
        refused(call("merge", *paths), 1, says)
    theirs.write_text("{")
    refused(call("merge", *paths, "store.json"), 1, "store.json (theirs): line 1")
    refused(call("merge", paths[0], str(tmp_path / "no"), paths[0]), 1, "no")
    refused(call("merge", paths[0], "-", paths[0]), 2, "OURS is a file")
    refused(call("merge", "-", paths[1], "-"), 2, "only once")
    refused(call("merge", *paths, "--json", "-o", "-"), 2, "standard output")
    assert Path(paths[1]).read_bytes() == before


def test_a_gzipped_store_can_be_theirs_but_not_ours(three: Write, tmp_path: Path) -> None:
    paths = three(event(), event(), event())
    zipped = tmp_path / "zipped.json.gz"
    zipped.write_bytes(gzip.compress(laid_out(event(date="2003")).encode()))
    refused(call("merge", paths[0], str(zipped), paths[2]), 1, "is gzipped, and such")
    assert call("merge", paths[0], paths[1], str(zipped)).code == 0
    assert stored(paths[1]) == [event(date="2003")]


def test_ours_is_locked_while_it_is_merged(three: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hkinno.store.lock.LOCK_TIMEOUT", 0.01)
    paths = three(event(), event(), event(date="2003"))
    with locked(paths[1]):
        refused(call("merge", *paths), 1, "is being written by another process")
        assert call("merge", *paths, "-o", "-").code == 0
    assert call("merge", *paths).code == 0


def test_what_another_program_wrote_meanwhile_is_not_overwritten(
    three: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = three(event(), event(), event(date="2003"))

    def slow(*sides: Chronology) -> Merged:
        Path(paths[1]).write_text("another program's")
        return merge(*sides)

    monkeypatch.setattr("hkinno.cli.commands.merge.merge", slow)
    refused(call("merge", *paths), 1, "was changed by something else meanwhile")
    assert Path(paths[1]).read_text() == "another program's"


def test_a_date_that_cannot_be_read_is_kept(three: Write) -> None:
    odd = event("odd", "soon")
    paths = three([odd, event()], [odd, event()], [odd | {"x": 1}, event(date="2003")])
    said = f"hkinno: {paths[1]}: 2 changed\n"
    assert call("merge", *paths) == (0, "", said + undo_hint(paths[1]))
    assert stored(paths[1]) == [odd | {"x": 1}, event(date="2003")]


@pytest.mark.parametrize("side", [0, 1, 2])
@pytest.mark.parametrize(
    ("old", "new"),
    [('"title": "T"', '"title": "S", "title": "T"'), ('"events"', '"x": 1, "x": 2, "events"')],
)
def test_keys_that_stand_twice_are_not_merged(three: Write, side: int, old: str, new: str) -> None:
    paths = three(event(), event(), event(date="2003"))
    path = Path(paths[side])
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    before = [Path(path).read_bytes() for path in paths]
    refused(call("merge", *paths), 1, f"{paths[side]}: ")
    refused(call("merge", *paths), 1, "stands twice; such a store is read, but not merged")
    assert [Path(path).read_bytes() for path in paths] == before


def test_an_output_without_a_name_is_refused(three: Write) -> None:
    refused(call("merge", *three(event(), event(), event(date="2003")), "-o", ""), 2, "-o names")


# --- git

Events = list[dict[str, Any]]
DRIVER = f"{HKINNO} merge %O %A %B %P"


class Branches:
    """A repository with the branches `ours`, which is checked out, and `theirs`."""

    def __init__(self, path: Path, name: str, base: Events | None, *sides: Events) -> None:
        self.repo = Repo(path)
        self.name = name
        (path / ".gitattributes").write_text('"*.json" merge=hkinno\n')
        if base is None:
            self.repo.commit()
        else:
            self.write(laid_out(*base))
        for branch, events in zip(("theirs", "ours"), reversed(sides), strict=True):
            self.repo.git("checkout", "-qb", branch, "main")
            self.write(laid_out(*events))

    def write(self, text: str) -> None:
        (self.repo.path / self.name).write_text(text)
        self.repo.commit()

    def configure(self, recursive: bool = True) -> None:
        self.repo.git("config", "merge.hkinno.driver", DRIVER)
        if recursive:
            self.repo.git("config", "merge.hkinno.recursive", "binary")

    def merge(self, code: int = 0) -> Done:
        return self.repo.git("merge", "theirs", "-m", "merged", code=code)

    @property
    def events(self) -> Any:
        return json.loads((self.repo.path / self.name).read_text())["events"]


@pytest.fixture
def fork(tmp_path: Path) -> Callable[..., Branches]:
    def make(base: Any, ours: Any, theirs: Any, name: str = "events.json") -> Branches:
        return Branches(tmp_path / "repo", name, base, ours, theirs)

    return make


Fork = Callable[..., Branches]


def test_git_merges_two_branches_that_append_at_the_same_place(fork: Fork) -> None:
    base = [event("a", "2001")]
    both = fork(base, [*base, event("o", "2010")], [*base, event("t", "2011")])
    assert "CONFLICT" in both.merge(code=1).out  # git alone
    both.repo.git("merge", "--abort")
    both.configure()
    done = both.merge()
    assert done.err == ""
    assert [found["id"] for found in both.events] == ["a", "o", "t"]
    assert both.repo.git("status", "--short").out == ""
    text = (both.repo.path / both.name).read_text()
    assert text == laid_out(*both.events)  # not a byte that nobody changed


def test_git_reports_a_conflict_and_the_file_stays_a_store(fork: Fork) -> None:
    both = fork(
        [event("a"), event("b", "2004")],
        [event("a", "2002-06"), event("b", "2004")],
        [event("a", "2002~"), event("b", "2005"), event("c", "2009")],
    )
    both.configure()
    done = both.merge(code=1)
    assert "CONFLICT (content): Merge conflict in events.json" in done.out
    assert done.err == (
        "hkinno: events.json: a conflict; what OURS says is kept\n"
        "  a  date\n    base    2002\n    ours    2002-06\n    theirs  2002~\n"
    )
    assert both.repo.git("status", "--short").out == "UU events.json\n"
    assert both.events == [event("a", "2002-06"), event("b", "2005"), event("c", "2009")]
    assert call("timeline", "-s", str(both.repo.path / both.name)).code == 0
    both.repo.git("add", "events.json")
    both.repo.git("commit", "-qm", "decided")


def test_git_reports_a_conflict_when_a_side_is_no_store(fork: Fork) -> None:
    both = fork([event("a")], [event("a", "2003")], [event("a", "2004")])
    both.repo.git("checkout", "-q", "theirs")
    both.write("{")
    both.repo.git("checkout", "-q", "ours")
    both.configure()
    done = both.merge(code=1)
    assert "events.json (theirs): line 1" in done.err
    assert "CONFLICT" in done.out
    assert both.events == [event("a", "2003")]


def test_git_merges_a_store_that_both_branches_began(fork: Fork) -> None:
    both = fork(None, [event("a")], [event("b", "2004")])
    both.configure()
    both.merge()
    assert both.events == [event("a"), event("b", "2004")]


def test_git_passes_any_name(fork: Fork) -> None:
    name = "years & 'days' $(x).json"
    both = fork([event("a")], [event("a", "2003")], [event("a", "2004")], name=name)
    both.configure()
    assert f"hkinno: {name}: a conflict" in both.merge(code=1).err


@pytest.mark.parametrize("recursive", [True, False])
def test_after_a_criss_cross_the_decision_of_one_side_is_not_lost(
    fork: Fork, recursive: bool
) -> None:
    """Each branch has merged the other and kept its own date: that is a conflict still.

    Git then first merges the two common ancestors with the driver, which keeps the date of one
    of them, so that the other date looks like the only change and wins, whichever it is. With
    `recursive = binary` git takes the ancestor that these two have in common instead.
    """
    both = fork([event("a")], [event("a", "2003")], [event("a", "2004")])
    both.configure(recursive)
    repo = both.repo
    repo.git("tag", "first", "ours")
    for branch, other, date in (("ours", "theirs", "2003"), ("theirs", "first", "2004")):
        repo.git("checkout", "-q", branch)
        repo.git("merge", other, code=1)
        both.write(laid_out(event("a", date)))
    assert len(repo.git("merge-base", "--all", "ours", "theirs").out.splitlines()) == 2
    repo.git("checkout", "-q", "ours")
    done = both.merge(code=1 if recursive else 0)
    assert ("CONFLICT" in done.out) is recursive
    assert both.events in [[event("a", date)] for date in ("2003", "2004")[: 2 - recursive]]


@pytest.mark.parametrize("side", [0, 2])
def test_standard_input_is_read_once_whatever_is_overwritten(
    three: Write, tmp_path: Path, side: int
) -> None:
    paths = list(three(event(), event(), event(date="2003")))
    data = Path(paths[side]).read_bytes()
    paths[side] = "-"
    out = tmp_path / "out.json"
    out.write_text("[]")
    for more in ([], ["--force"]):
        done = call("merge", *paths, "-o", str(out), *more, stdin=data)
        assert (done.code, done.out) == (0, ""), done.err
        assert stored(str(out)) == [event(date="2003")]
