"""The reader: which shape a store has, and where in the file each event's bytes are."""

import gzip
import io
import json
import os
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from conftest import call
from hypothesis import given
from hypothesis import strategies as st

from hkinno.errors import HkinnoError
from hkinno.rawjson.errors import JsonError, json_fault
from hkinno.store.lines import Lines
from hkinno.store.open import open_reader
from hkinno.store.readers import Reader
from hkinno.store.whole import Whole

A = b'{"id":"a","date":"2002","title":"T"}'
B = b'{"id": "b", "date": "2003", "title": "\xc3\xbc", "x": ["]", "}", {"events": [1]}]}'
BOM = b"\xef\xbb\xbf"


def write(folder: Path, data: bytes, name: str = "store.json") -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def found(reader: Reader) -> list[bytes]:
    return [bytes(raw).strip() for raw, _ in reader.pieces()]


# --- shapes: name of the file, its bytes, what reads it, its events, their lines ---

SHAPES: dict[str, tuple[str, bytes, type, list[bytes], list[int]]] = {
    "document": ("s.json", b'{"events":[\n' + A + b",\n" + B + b"\n]}\n", Whole, [A, B], [2, 3]),
    "document on one line": ("s", b'{"events":[' + A + b"," + B + b"]}", Whole, [A, B], [1, 1]),
    "spaced document": ("s", b' \r\n{ "events" : [ %b , %b ] } ' % (A, B), Whole, [A, B], [2, 2]),
    "document with more": (
        "s.json",
        b'{"x":"\\"events\\":[","y":{"events":[1,"]"]},"n":-1.5e3,"z":[],\n"events":[%b],"t":null}'
        % A,
        Whole,
        [A],
        [2],
    ),
    "escaped key": ("s.json", b'{"\\u0065vents":[%b]}' % A, Whole, [A], [1]),
    "key twice, the last counts": (
        "s.json",
        b'{"events":[1],\n"events":[%b],\n"a":1}' % A,
        Whole,
        [A],
        [2],
    ),
    "document without events": ("s.json", b'{"title":"x","events":[ ]}', Whole, [], []),
    "document named as lines": ("s.jsonl", b'{"events":[%b]}' % A, Whole, [A], [1]),
    "array": ("s.json", b"[\n\n" + A + b"\n,\n" + B + b"]", Whole, [A, B], [3, 5]),
    "empty array": ("s.json", b"[]", Whole, [], []),
    "array named as lines": ("s.jsonl", b"[" + A + b"]", Whole, [A], [1]),
    "lines": ("s.jsonl", A + b"\n" + B + b"\n", Lines, [A, B], [1, 2]),
    "lines without a name": ("s.json", A + b"\n" + B + b"\n", Lines, [A, B], [1, 2]),
    "lines without an end": ("s.ndjson", A + b"\n" + B, Lines, [A, B], [1, 2]),
    "lines with blanks": (
        "s.jsonl",
        b"\n \n" + A + b"\r\n\r\n\t" + B + b"\n\n",
        Lines,
        [A, B],
        [3, 5],
    ),
    "one event": ("s.json", A, Lines, [A], [1]),
    "an id alone marks an event": ("s.json", b'{"id":"a"}', Lines, [b'{"id":"a"}'], [1]),
    "a date alone, too": ("s.json", b'{"date":"2002"}\n', Lines, [b'{"date":"2002"}'], [1]),
    "lines by their name": ("s.jsonl", b'{"title":"T"}\n', Lines, [b'{"title":"T"}'], [1]),
    "broken lines": ("s.jsonl", b'{"id":\n' + A + b"\n", Lines, [b'{"id":', A], [1, 2]),
    "lines of another kind": ("s.jsonl", b"1\n" + A, Lines, [b"1", A], [1, 2]),
    "an event with a field called events": (
        "s.jsonl",
        b'{"id":"a","date":"2002","title":"T","events":[{"id":"no"}]}\n',
        Lines,
        [b'{"id":"a","date":"2002","title":"T","events":[{"id":"no"}]}'],
        [1],
    ),
    "empty lines": ("s.jsonl", b"", Lines, [], []),
    "blank lines": ("s.ndjson", b"\n \n", Lines, [], []),
}


@pytest.mark.parametrize("packed", ["plain", "gzip"])
@pytest.mark.parametrize("bom", [b"", BOM], ids=["no BOM", "BOM"])
@pytest.mark.parametrize("name", SHAPES)
def test_shape_is_found_by_looking(tmp_path: Path, name: str, bom: bytes, packed: str) -> None:
    file, data, kind, events, lines = SHAPES[name]
    data = bom + data
    if packed == "gzip":
        file, data = file + ".gz", gzip.compress(data, mtime=0)
    reader = open_reader(write(tmp_path, data, file))
    pieces = [(bytes(raw), start) for raw, start in reader.pieces()]
    assert type(reader) is kind
    assert [raw.strip() for raw, _ in pieces] == events
    assert [reader.read(start, len(raw)) for raw, start in pieces] == events
    assert [reader.line(start) for _, start in pieces] == lines


@pytest.mark.parametrize("name", ["document", "lines"])
def test_pieces_can_be_asked_for_again(tmp_path: Path, name: str) -> None:
    file, data, _, events, _ = SHAPES[name]
    reader = open_reader(write(tmp_path, data, file))
    assert found(reader) == found(reader) == events


SMALL = [b'{"id":"%d","date":"2002"}' % n for n in range(9)]
LAYOUTS = {"lines": b"\n".join(SMALL), "array": b"[" + b",\n".join(SMALL) + b"]"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_reading_elsewhere_does_not_disturb(tmp_path: Path, layout: str) -> None:
    """Events are read again, and lines are counted, while others are still to come."""
    reader = open_reader(write(tmp_path, LAYOUTS[layout]))
    starts = [start for _, start in reader.pieces()]
    for number, (raw, start) in enumerate(reader.pieces()):
        assert bytes(raw).strip() == reader.read(start, len(bytes(raw))) == SMALL[number]
        assert reader.read(starts[3], len(SMALL[3])) == SMALL[3]
        assert reader.line(start) == number + 1
        assert reader.line(starts[2]) == 3
        assert found(reader) == SMALL
        assert bytes(next(iter(reader.pieces()))[0]).strip() == SMALL[0]
    assert number == 8


def test_a_file_that_shrinks_meanwhile_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, LAYOUTS["lines"], "s.jsonl")
    reader = open_reader(path)
    assert sum(map(len, reader.batches(dict))) == len(SMALL)
    assert [number for number, _ in reader.locate([2, 5])] == [2, 5]
    write(tmp_path, SMALL[0], "s.jsonl")
    with pytest.raises(msgspec.DecodeError, match=r"changed while it was read$"):
        list(reader.locate([2, 5]))


blank = st.sampled_from([b"", b" ", b"\n", b"\r\n", b"\t \n"])
value = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[bytes, list[bytes]]:
    """A document laid out in any way, and its events."""
    dumps = st.builds(json.dumps, value, ensure_ascii=st.booleans()).map(str.encode)
    events = draw(st.lists(dumps, max_size=4))
    parts = [draw(blank) + event + draw(blank) for event in events]
    array = b"[" + (b",".join(parts) or draw(blank)) + b"]"
    around = draw(st.lists(st.tuples(st.text().filter(lambda k: k != "events"), dumps), max_size=3))
    members = [json.dumps(key).encode() + draw(blank) + b":" + text for key, text in around]
    place = draw(st.integers(0, len(members)))
    members.insert(place, b'"events"' + draw(blank) + b":" + draw(blank) + array)
    return draw(blank) + b"{" + b",".join(members) + b"}" + draw(blank), events


@given(documents())
def test_events_are_found_in_any_document(case: tuple[bytes, list[bytes]]) -> None:
    data, events = case
    reader = Whole("store", data, 0)
    pieces = [(bytes(raw), start) for raw, start in reader.pieces()]
    assert [raw for raw, _ in pieces] == events
    assert [data[start : start + len(raw)] for raw, start in pieces] == events
    assert [reader.read(start, len(raw)) for raw, start in pieces] == events


# --- where the bytes come from ---


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(A + b"\n" + B)))
    reader = open_reader("-")
    assert reader.label == "standard input"
    assert found(reader) == found(reader) == [A, B]


def test_standard_input_may_be_gzipped(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = io.BytesIO(gzip.compress(b"[" + A + b"]", mtime=0))
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=packed))
    assert found(open_reader("-")) == [A]


def test_closed_standard_input_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(HkinnoError, match=r"^standard input is closed$"):
        open_reader("-")


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("data", [b"[" + A + b"]", A + b"\n" + B], ids=["array", "lines"])
def test_a_named_pipe_can_be_read(tmp_path: Path, data: bytes, pack: type[bytes]) -> None:
    """As in `-s <(zcat old.json.gz)`: what cannot be rewound."""
    pipe = str(tmp_path / "pipe")
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: Path(pipe).write_bytes(pack(data)))
    writer.start()
    reader = open_reader(pipe)
    writer.join()
    assert found(reader) == found(reader) == [event for event in (A, B) if event in data]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("a store.json", "a store.json"),
        ("a\nb.json", r"a\nb.json'"),
        ("\udcff.json", r"\udcff.json"),
    ],
)
def test_a_path_cannot_break_the_sentence(tmp_path: Path, name: str, label: str) -> None:
    with pytest.raises(HkinnoError, match=r"^there is no file ") as caught:
        open_reader(str(tmp_path / name))
    assert label in str(caught.value)
    assert str(caught.value).isprintable()


def test_an_empty_path_is_named() -> None:
    with pytest.raises(HkinnoError, match=r"^there is no file ''$"):
        open_reader("")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PermissionError(13, "x"), "s.json cannot be read: Permission denied"),
        (OSError(5, "x"), "s.json cannot be read: Input/output error"),
        (OSError("a sentence of its own"), "s.json cannot be read: a sentence of its own"),
    ],
)
def test_what_the_system_refuses(
    monkeypatch: pytest.MonkeyPatch, error: OSError, sentence: str
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr("hkinno.files.open", refuse, raising=False)
    with pytest.raises(HkinnoError) as caught:
        open_reader("s.json")
    assert str(caught.value) == sentence
    assert caught.value.exit_code == 1


PACKED = gzip.compress(b"[" + A + b"]", mtime=0)
DAMAGED = {
    "cut": PACKED[:-5],
    "head alone": PACKED[:2],
    "no gzip behind the head": PACKED[:2] + b"x" * 15,
    "flipped": PACKED[:14] + bytes([PACKED[14] ^ 0xFF]) + PACKED[15:],
    "wrong sum": PACKED[:-8] + bytes(4) + PACKED[-4:],
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_damaged_gzip(tmp_path: Path, data: bytes) -> None:
    path = write(tmp_path, data, "s.json.gz")
    with pytest.raises(HkinnoError) as caught:
        open_reader(path)
    assert str(caught.value).startswith(f"{path} is no whole gzip file: ")


def test_what_is_not_json_is_told_in_a_sentence_and_beside_it(tmp_path: Path) -> None:
    path = write(tmp_path, b'{"events": [\n{"id": "a",\n "x" 1}]}', "a: line 7: b.json")
    with pytest.raises(JsonError) as caught:
        found(open_reader(path))
    assert (caught.value.line, caught.value.fault.offset) == (3, 30)
    assert caught.value.fault.kind == "Expecting ':' delimiter"
    assert caught.value.fault.why == "not JSON, column 6: expecting ':' delimiter"
    assert str(caught.value) == f"{path}: line 3: {caught.value.fault.why}"


def test_a_text_that_never_ends_is_looked_at_once() -> None:
    data = b"[" * 5000 + b'"' + rb"\"" * 100_000
    begin = time.process_time()
    assert json_fault(data, RecursionError()).offset == 4999
    assert time.process_time() - begin < 5  # half a minute, if it is looked for at each quote


def test_gzip_in_parts_is_one_file(tmp_path: Path) -> None:
    data = gzip.compress(A + b"\n", mtime=0) + gzip.compress(B + b"\n")
    assert found(open_reader(write(tmp_path, data, "s.jsonl.gz"))) == [A, B]


@pytest.mark.parametrize("fault", ["joined", "broken"])
@pytest.mark.parametrize("where", [2, 1500, 2999])
def test_lines_that_are_not_one_event_each_are_never_mistaken(
    tmp_path: Path, fault: str, where: int
) -> None:
    """However far down the fault is: the right event, or a sentence that says where it is."""
    rows = [
        f'{{"id": "e{n}", "date": "{1000 + n}", "title": "Event number {n} {"x" * 60}"}}'
        for n in range(3000)
    ]
    if fault == "joined":
        rows[where - 1 : where + 1] = [rows[where - 1] + " " + rows[where]]
    else:
        rows[where] = rows[where].replace(', "title"', ',\n"title"')
    path = write(tmp_path, "\n".join(rows).encode(), "s.jsonl")
    refusals = 0
    for number in (0, 1, where - 1, where, 1510, 2998, 2999):
        done = call("timeline", "-s", str(path), "--search", f"number {number} ", "-f", "jsonl")
        if done.code:
            refusals += 1
            assert f"line {where if fault == 'joined' else where + 1}: " in done.err
        else:
            assert json.loads(done.out)["id"] == f"e{number}"
    assert refusals
    assert call("check", "-s", str(path)).code == 1
