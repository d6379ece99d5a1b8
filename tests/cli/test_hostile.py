"""Hostile text in every option and every field of what changes a store.

It is refused in one sentence, or kept exactly as it was typed and shown so that it cannot act: no
control or bidi character ever reaches the terminal, whatever was typed.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import ROOT, Done, call

from hkinno.formats import json as formats

OLD = '{"title": "T", "events": [{"id": "a", "date": "2001", "title": "A", "x": 1}]}\n'
# What could act on a terminal, or turn the direction of what is read; the end of a line does not.
ACTS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)

HOSTILE = {
    "colour": "a\x1b[31mb\x1b[0m",
    "clear screen": "\x1b[2J\x1b[H",
    "link": "\x1b]8;;file:///etc/passwd\x1b\\click\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;cm0gLXJmIC8=\x07",
    "title of the window": "\x1b]0;owned\x07",
    "one-byte escapes": "\x9b31m \x9d52;c;x\x9c \x90q\x9c",
    "bell and backspace": "safe\b\b\b\bevil\x07",
    "delete": "x\x7fy",
    "right to left": "\u202egnp.exe",
    "isolates": "\u2066a\u2069\u200f\u061c",
    "rich markup": "[red]x[/red][link=https://example.org]y[/link][/] \\[b]",
    "carriage return": "good\rbad!",
    "line break": "one\ntwo\n+ fake  2001  line",
    "tab": "a\tb",
    "paragraph separators": "a\u2028b\u2029c\x85d\x0b\x0c",
    "byte order mark": "\ufeffx",
    "formula": '=HYPERLINK("https://example.org/?"&A1,"x")',
    "other formulas": "@SUM(1+1)*cmd|' /C calc'!A0",
    "path": "../../../../no/such/passwd",
    "shell": "$(touch owned); `touch owned`; ' \" && touch owned #",
    "format": "%s%n%d {0} {event.__class__} ${HOME}",
    "markup": "<script>alert(1)</script>&lt;!--",
    "JSON": '"}],"events":[{"id":"evil',
    "option": "--dry-run",
    "null": "null",
    "long": "x" * 100_000,
    "long and wide": "香" * 30_000,
    "combining": "Z" + "\u0351" * 500,
    "invisible": "a\u200b\u200d\u2060b\u00ad",
    "tags": "\U000e0041\U000e0042",
    "private and unassigned": "\ue000\U0010ffff\ufffe",
    "blank of another kind": "a\u00a0\u3000b",
}


class Way(NamedTuple):
    """A way for text into an event: the options that carry it, and where it has to be found."""

    options: Callable[[str], list[str]]
    found: Callable[[dict[str, Any], str], object]


def named(name: str) -> Way:
    return Way(lambda text: [f"--{name.replace('_', '-')}={text}"], lambda event, _: event[name])


def listed(name: str) -> Way:
    """Lists are split at commas, and blanks around the parts go: what is kept is told apart."""
    return Way(
        lambda text: [f"--{name[:-1]}=" + text.replace("\\", "\\\\").replace(",", "\\,")],
        lambda event, text: text if event[name] == [text.strip()] else event[name],
    )


WAYS = {
    "title": named("title"),
    "id": named("id"),
    "summary": named("summary"),
    "category": named("category"),
    "date_note": named("date_note"),
    "tags": listed("tags"),
    "places": listed("places"),
    "actors": listed("actors"),
    "source": Way(
        lambda text: [f"--source=T {text}"], lambda event, _: event["sources"][0]["title"][2:]
    ),
    "source url": Way(
        lambda text: [f"--source=https://example.org/{text}"],
        lambda event, _: event["sources"][0]["url"][20:],
    ),
    "source as JSON": Way(
        lambda text: ["--source=" + json.dumps({"title": "S", text: text})],
        lambda event, text: event["sources"][0][text],
    ),
    "unit of a figure": Way(
        lambda text: [f"--figure=n=5 m{text}m"],
        lambda event, _: event["figures"][0]["unit"][1:-1],
    ),
    "name of a figure": Way(
        lambda text: [f"--figure=n{text.replace('=', '')}n=5"],
        lambda event, text: (
            text if event["figures"][0]["name"] == f"n{text.replace('=', '')}n" else None
        ),
    ),
    "translation": Way(
        lambda text: [f"--translation=fr=T {text}"],
        lambda event, _: event["translations"]["fr"]["title"][2:],
    ),
    "language": Way(
        lambda text: [f"--translation=x{text.replace('=', '')}x=T"],
        lambda event, text: text if f"x{text.replace('=', '')}x" in event["translations"] else None,
    ),
    "other field": Way(lambda text: [f"--set=n={json.dumps(text)}"], lambda event, _: event["n"]),
    "name of another field": Way(
        lambda text: [f"--set=n{text.replace('=', '')}n=1"],
        lambda event, text: text if event.get(f"n{text.replace('=', '')}n") == 1 else None,
    ),
}
# What would be something else than an event's text: these are refused in part.
REFUSED_IN_PART = {"source as JSON", "unit of a figure", "language"}

pytestmark = pytest.mark.usefixtures("state")


@pytest.fixture(autouse=True)
def _quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # many small writes, none of which has to last
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "store.json"
    found.write_text(OLD)
    return found


def harmless(done: Done) -> Done:
    """Nothing of it acts, and there is no traceback."""
    acting = ACTS.search(done.out + done.err)
    assert not acting, repr((done.out + done.err)[max(0, acting.start() - 40) : acting.end() + 40])
    assert "Traceback" not in done.err
    assert done.code in (0, 1, 2)
    if done.code:
        assert done.out == ""
        assert done.err.count("\n") == 1, done.err
        assert len(done.err) < 1000
    return done


def events(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_bytes())["events"]
    return found


def nothing_else_happened(tmp_path: Path) -> None:
    assert set(os.listdir(tmp_path)) <= {"store.json", "state"}


@pytest.mark.parametrize("way", WAYS)
def test_in_every_option_of_add(path: Path, tmp_path: Path, way: str) -> None:
    for name, text in HOSTILE.items():
        options = WAYS[way].options(text)
        base = {"id": "new", "title": "N"}
        args = [f"--{key}={value}" for key, value in base.items() if way != key]
        done = harmless(call("add", "-s", str(path), "--date=2002", *args, *options))
        if done.code:
            assert path.read_text() == OLD
            assert (done.code, way in REFUSED_IN_PART) == (2, True), (name, done.err)
            continue
        (event,) = (event for event in events(path) if event["id"] != "a")
        assert WAYS[way].found(event, text) == text, name
        for command in ("timeline", "log", "undo"):
            assert harmless(call(command, "-s", str(path))).code == 0
        assert path.read_text() == OLD, name
    nothing_else_happened(tmp_path)


@pytest.mark.parametrize("way", WAYS)
def test_in_every_option_of_edit(path: Path, tmp_path: Path, way: str) -> None:
    for name, text in HOSTILE.items():
        done = harmless(call("edit", "-s", str(path), "a", *WAYS[way].options(text)))
        if done.code:
            assert path.read_text() == OLD
            assert (done.code, way in REFUSED_IN_PART) == (2, True), (name, done.err)
            continue
        (event,) = events(path)
        assert WAYS[way].found(event, text) == text, name
        assert harmless(call("show", "-s", str(path), "--", event["id"])).code == 0
        assert harmless(call("undo", "-s", str(path))).code == 0
        assert path.read_text() == OLD, name
    nothing_else_happened(tmp_path)


NOWHERE: dict[str, Callable[[str], list[str]]] = {
    "date": lambda text: ["add", "--title=T", f"--date={text}"],
    "today": lambda text: ["add", "--title=T", "--date=today", f"--today={text}"],
    "date of an edit": lambda text: ["edit", "a", f"--date={text}"],
    "figure": lambda text: ["add", "--title=T", "--date=2002", f"--figure={text}"],
    "figure that is JSON": lambda text: ["edit", "a", "--figure={" + text],
    "source that is JSON": lambda text: ["edit", "a", "--source={" + text],
    "translation that is JSON": lambda text: ["edit", "a", "--translation=fr={" + text],
    "other field": lambda text: ["edit", "a", "--set=n=[" + text],
    "id of an edit": lambda text: ["edit", "--title=T", "--", text],
    "id of a remove": lambda text: ["remove", "--", text],
    "field to unset": lambda text: ["edit", "a", f"--unset={text}"],
    "argument of add": lambda text: ["add", "--", text],
    "option of add": lambda text: ["add", f"--{text}"],
}


@pytest.mark.parametrize("way", NOWHERE)
def test_where_no_such_text_can_be(path: Path, tmp_path: Path, way: str) -> None:
    for name, text in HOSTILE.items():
        command, *args = NOWHERE[way](text)
        done = harmless(call(command, "-s", str(path), *args))
        assert done.code in (1, 2), name
        assert path.read_text() == OLD
    nothing_else_happened(tmp_path)


@pytest.mark.parametrize("command", ["add", "edit", "remove", "undo", "redo", "log", "fmt"])
def test_in_the_name_of_the_store(tmp_path: Path, command: str) -> None:
    args = {"add": ["--date=2002", "--title=T"], "edit": ["a", "--title=T"], "remove": ["a"]}
    for text in HOSTILE.values():
        done = harmless(call(command, f"--store={text}", *args.get(command, [])))
        assert done.code == 1
    assert os.listdir(tmp_path) == []


def test_in_the_name_of_a_store_that_is_there(tmp_path: Path) -> None:
    for name, text in HOSTILE.items():
        if "/" in text or len(text) > 60:
            continue
        made = harmless(call("init", "--", text + ".json"))
        assert made.code == 0, name
        path = tmp_path / (text + ".json")
        assert json.loads(path.read_bytes())["title"] == text
        args = [f"--store={path}"]
        for command, code in (
            (["add", *args, "--date=2002", "--title=T"], 0),
            (["edit", *args, "t", "--title=U"], 0),
            (["fmt", *args], 0),
            (["undo", *args], 0),
            (["log", *args], 0),
            (["redo", *args], 0),
            (["redo", *args], 1),
            (["remove", *args, "x"], 1),
        ):
            assert harmless(call(*command)).code == code, (name, command)
        path.unlink()


@pytest.mark.parametrize("name", HOSTILE)
def test_in_every_field_from_standard_input(path: Path, tmp_path: Path, name: str) -> None:
    text = HOSTILE[name]
    event = {
        "id": text,
        "date": "2002",
        "title": text,
        "summary": text,
        "category": text,
        "tags": [text, text],
        "places": [text],
        "actors": [text],
        "figures": [{"name": text, "value": 1, "unit": text}],
        "date_note": text,
        "sources": [{"title": text, "url": text, text: text}],
        "translations": {text: {"title": text, "summary": text}},
        f"x{text}": {text: [text]},
    }
    for ascii_only in (True, False):
        done = harmless(
            call("add", "-s", str(path), "-", stdin=json.dumps(event, ensure_ascii=ascii_only))
        )
        assert done.code == 0, done.err
        assert events(path)[1] == event
        assert harmless(call("remove", "-s", str(path), "--", text)).code == 0
        assert path.read_text() == OLD
    nothing_else_happened(tmp_path)


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        (rb'{"date":"2002","title":"a\u0000b\u001b[31m"}', True),
        (rb'{"date":"2002","title":"t","x":"\u0000"}', True),
        (rb'{"date":"2002","title":"t","\u0000":1}', True),
        (rb'{"date":"2002\u0000","title":"t"}', False),
        (rb'{"date":"2002","title":"\ud800"}', False),
        (rb'{"date":"2002","title":"t","x":"\udc00\ud800"}', False),
        (rb'{"date":"2002","title":"t","\udfff":1}', False),
        (rb'{"date":"2002","title":"\ud83d\ude00"}', True),
        (b'{"date":"2002","title":"\xed\xa0\x80"}', False),
        (b'{"date":"2002","title":"t","x":"\xed\xa0\x80"}', False),
        (b'{"date":"2002","title":"\xc0\xaf"}', False),
        (b'{"date":"2002","title":"\x00"}', False),
        (b'{"date":"2002","title":"a\nb"}', False),
        (b"\xff\xfe{\x00}\x00", False),
        (b'{"__proto__":{"x":1},"constructor":1,"date":"2002","title":"t"}', True),
    ],
)
def test_escapes_and_bytes_on_standard_input(path: Path, data: bytes, kept: bool) -> None:
    done = harmless(call("add", "-s", str(path), "-", stdin=data))
    assert done.code == (0 if kept else 1)
    if not kept:
        assert path.read_text() == OLD
        return
    (event,) = (event for event in events(path) if event["id"] != "a")
    assert {**json.loads(data), "id": event["id"]} == event
    assert harmless(call("timeline", "-s", str(path))).code == 0


def _row(name: str, more: bytes = b"") -> bytes:
    return b'{"id": "%b", "date": "2002", "title": "T %b"%b}' % (name.encode(), name.encode(), more)


# What is wrong with one event of several, and what is said of it; the others are as they were.
ONE_BAD: list[tuple[bytes, str]] = [
    (_row("b", rb', "x": "\ud800"'), r"an escape such as \ud800 that is no character"),
    (_row("b", rb', "\ud800": [{"}": "]"}]'), r"an escape such as \ud800 that is no character"),
    (_row("b", rb', "x": {"\ud800": 1}'), r"an escape such as \ud800 that is no character"),
    (_row("b", rb', "x": "a], [{ \q"'), r"invalid \escape"),
    (_row("b", b', "x": "}, {\t"'), "invalid control character"),
    (_row("b", b', "x": NaN'), "NaN is not a JSON number"),
    (_row("b", b',\n "x" 1'), "line 3: not JSON, column 6: expecting ':' delimiter"),
    (b"null", "the event should be an object, not null"),
    (b"nil", "not JSON, column 2: expecting value"),
]


@pytest.mark.parametrize("form", [b"[\n%b]", b'{"title": "[{", "events": [\n%b], "x": "]"}'])
@pytest.mark.parametrize(("bad", "why"), ONE_BAD)
def test_one_bad_event_of_a_file_does_not_cost_the_others(
    path: Path, tmp_path: Path, form: bytes, bad: bytes, why: str
) -> None:
    file = tmp_path / "x: line 9: y.json"
    file.write_bytes(form % b",\n ".join((bad, _row("c"), bad, _row("d", b', "x": "[{,"'))))
    first = 3 + bad.count(b"\n") + 1
    done = call("import", str(file), "-s", str(path))
    assert done.code == 1
    assert path.read_text() == OLD
    said = done.err.replace(f"{tmp_path}/", "").splitlines()
    assert len(said) == 2
    assert said[0].startswith("hkinno: x: line 9: y.json: event 1 (line 2): ")
    assert said[0].endswith(f"(2 of this kind, also event 3 (line {first}))")
    assert why in said[0].replace("column 1:", "column 2:")
    assert said[1].startswith("hkinno: 2 of 4 events cannot be read, so nothing is written")
    done = call("import", str(file), "-s", str(path), "--skip-bad")
    assert done.code == 0, done.err
    assert [event["id"] for event in events(path)] == ["a", "c", "d"]


@pytest.mark.parametrize(
    "data",
    [
        b"[" + _row("b") + _row("c") + b"]",
        b"[" + _row("b") + b"," + _row("c"),
        b"[" + _row("b", rb', "x": "\q"') + b"," + _row("c") + b"]]",
        b"[" + _row("b", b', "x": "') + b"," + _row("c") + b"]",
        b"[" + _row("b")[:-1] + b"," + _row("c") + b"]",
        b"[" + _row("b", b', "x": [') + b"," + _row("c") + b"]",
        b"[" + _row("b") + b", " + _row("c") + b",]",
        rb'{"title": "\ud800", "events": [' + _row("b") + b"]}",
        b'{"events": [' + _row("b", rb', "x": "\q"') + b'], "x" 1}',
    ],
)
def test_a_file_whose_events_cannot_be_told_apart_is_refused_whole(
    path: Path, tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "x.json").write_bytes(data)
    done = harmless(call("import", str(tmp_path / "x.json"), "-s", str(path), "--skip-bad"))
    assert done.code == 1
    assert "x.json: line 1: " in done.err
    assert path.read_text() == OLD


def test_an_event_that_is_not_utf_8_does_not_cost_the_others_either() -> None:
    rows = (_row("a"), _row("b", b',\n "x": "\xe9"'), _row("c"))
    for data in (b"[%b]" % b",\n".join(rows), b'{"events":[%b]}' % b",\n".join(rows)):
        found = list(formats.read(data, "x.json"))
        assert [where for where, _ in found] == [
            "event 1 (line 1)",
            "event 2 (line 2)",
            "event 3 (line 4)",
        ]
        assert found[1][1] == "line 3: not UTF-8 (byte 0xe9)"
        assert not isinstance(found[0][1], str)
        assert not isinstance(found[2][1], str)


ARGS: list[list[str]] = [
    ["add", "--date=2002", "--title=\udcff"],
    ["add", "--date=2002", "--title=T", "--summary=a\udced\udca0\udc80"],
    ["add", "--date=2002", "--title=T", "--tag=\udc80"],
    ["add", "--date=2002", "--title=T", "--figure=\udcff=5"],
    ["add", "--date=2002", "--title=T", '--source={"title": "\udcff"}'],
    ["add", "--date=2002", "--title=T", "--translation=\udcff=T"],
    ["add", "--date=2002", "--title=T", "--set=\udcff=1"],
    ["add", "--date=2002", "--title=T", "--id=\udcff"],
    ["add", "--date=\udcff", "--title=T"],
    ["add", "--date=today", "--title=T", "--today=\udcff"],
    ["edit", "a", "--title=\udcff"],
    ["edit", "\udcff", "--title=T"],
    ["edit", "a", "--unset=\udcff"],
    ["remove", "\udcff"],
    ["add", "\udcff"],
    ["\udcff"],
    ["add", "--\udcff"],
    ["init", "x.json", "--title=\udcff"],
]


@pytest.mark.parametrize("args", ARGS, ids=ascii)
def test_bytes_that_are_no_text_as_arguments(path: Path, tmp_path: Path, args: list[str]) -> None:
    """In a process of its own, as the bytes that a shell would pass."""
    done = subprocess.run(
        [sys.executable, "-m", "hkinno", *map(os.fsencode, args)],
        capture_output=True,
        env=os.environ | {"HKINNO_STORE": str(path), "PYTHONPATH": str(ROOT)},
    )
    said = Done(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert harmless(said).code in (1, 2)
    assert path.read_text() == OLD
    nothing_else_happened(tmp_path)


def test_what_was_stored_in_other_ways_is_shown_harmless(path: Path) -> None:
    """Events that came into the store by hand, with every hostile text in every field."""
    rows = [
        {"id": text, "date": text if n % 2 else "2002", "title": text, "tags": [text], text: text}
        for n, text in enumerate(HOSTILE.values())
        if len(text) < 1000
    ]
    path.write_text(json.dumps({"title": "T", "events": rows}))
    before = path.read_bytes()
    for row in rows:
        event_id = str(row["id"])
        args = ["-s", str(path), "--dry-run"]
        assert harmless(call("remove", *args, "--", event_id)).code == 0
        assert harmless(call("edit", *args, "--title=new", "--", event_id)).code == 0
        assert harmless(call("edit", *args, "--unset=tags", "--", event_id)).code == 0
        taken = call("add", *args, "--date=2002", "--title=T", f"--id={event_id}")
        assert harmless(taken).code == 1
    assert harmless(call("timeline", "-s", str(path))).code == 0
    assert path.read_bytes() == before
