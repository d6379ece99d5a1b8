"""Changing a store: whole or not at all, one writer at a time, and never what cannot be read."""

import contextlib
import errno
import gzip
import io
import json
import os
import resource
import select
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, needs, untouched

from hkinno import HkinnoError, load
from hkinno.store import journal
from hkinno.store.draft import Draft
from hkinno.store.lock import locked
from hkinno.store.write import Done, Written, change_store, history, rewrite, step

NOW = "2026-11-22T12:00:00+08:00"
OLD = b'{"title": "T", "events": [{"id": "a", "date": "2001", "title": "A"}]}\n'
NEW = {"id": "b", "date": "2002", "title": "B"}
WITH_NEW = (
    b'{"title": "T", "events": [{"id": "a", "date": "2001", "title": "A"}, '
    b'{"id": "b", "date": "2002", "title": "B"}]}\n'
)
WORLD = {k: v for k, v in os.environ.items() if not k.startswith(("HKINNO_", "COV_"))} | {
    "PYTHONPATH": str(ROOT)
}

pytestmark = pytest.mark.usefixtures("state")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small store in a folder of its own."""
    found = tmp_path / "here" / "store.json"
    found.parent.mkdir()
    found.write_bytes(OLD)
    return found


def add(path: Path | str, event: dict[str, Any] = NEW, dry_run: bool = False) -> Done:
    return change_store(str(path), "add", NOW, lambda draft: draft.add(event), dry_run)


def seen(folder: Path) -> dict[str, tuple[int, bytes]]:
    """All that is in a folder: names, modes, bytes."""
    return {
        str(file.relative_to(folder)): (
            file.lstat().st_mode,
            file.read_bytes() if file.is_file() else b"",
        )
        for file in folder.rglob("*")
    }


def start(*args: str, **how: Any) -> "subprocess.Popen[str]":
    """`hkinno …` in a process of its own, of which one does not wait for the end."""
    return subprocess.Popen(
        [sys.executable, "-m", "hkinno", *args],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=WORLD | {"XDG_STATE_HOME": os.environ["XDG_STATE_HOME"]},
        **how,
    )


def python(program: str, *args: str) -> "subprocess.Popen[str]":
    """A program of its own that says when it has come far enough."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=WORLD | {"XDG_STATE_HOME": os.environ["XDG_STATE_HOME"]},
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n", process.stderr and process.stderr.read()
    return process


# --- what is done ---


def test_a_change_is_written_and_told(path: Path) -> None:
    done = add(path)
    assert path.read_bytes() == WITH_NEW
    assert [(t.id, t.before, t.after) for t in done.touched] == [
        ("b", None, b'{"id": "b", "date": "2002", "title": "B"}')
    ]
    assert done.written == Written([])
    assert os.listdir(path.parent) == ["store.json"]


def test_a_dry_run_tells_the_same_and_writes_nothing(path: Path, state: Path) -> None:
    before = untouched(path)
    dry = add(path, dry_run=True)
    assert untouched(path) == before
    assert os.listdir(path.parent) == ["store.json"]
    assert not state.exists()
    assert dry.touched == add(path).touched
    assert dry.written is None


def test_what_changes_nothing_writes_nothing(path: Path, state: Path) -> None:
    before = untouched(path)
    done = change_store(str(path), "edit", NOW, lambda draft: draft.replace("a", draft.raw("a")))
    assert done == Done([])
    assert change_store(str(path), "nothing", NOW, lambda _: None) == Done([])
    assert rewrite(str(path), "fmt", NOW, lambda data: data) is None
    assert untouched(path) == before
    assert not state.exists()


def test_several_changes_at_once(path: Path) -> None:
    add(path)

    def plan(draft: Draft) -> None:
        draft.replace("a", b'{"id":"a","date":"2001","title":"AA"}')
        draft.add({"id": "c", "date": "2000", "title": "C"})
        draft.replace("b", b'{"id":"bb","date":"2002","title":"B"}')
        draft.add({"id": "b", "date": "2003", "title": "the id is free again"})

    done = change_store(str(path), "much", NOW, plan)
    found = json.loads(path.read_bytes())["events"]
    assert [event["id"] for event in found] == ["c", "a", "bb", "b"]
    assert sorted(touched.id for touched in done.touched) == ["a", "b", "b", "c"]
    step(str(path), back=True)
    assert path.read_bytes() == WITH_NEW


def test_an_edit_may_be_edited_again(path: Path) -> None:
    def plan(draft: Draft) -> None:
        draft.replace("a", b'{"id":"x","date":"2001","title":"X"}')
        draft.replace("a", b'{"id":"y","date":"2001","title":"Y"}')
        assert "x" not in draft
        assert "y" in draft
        assert draft.ids == {"y"}
        assert draft.raw("a") == b'{"id":"y","date":"2001","title":"Y"}'
        draft.replace("a", b'{"id":"a","date":"2001","title":"Z"}')
        assert draft.ids == {"a"}

    change_store(str(path), "edit", NOW, plan)
    assert [entry.event.id for entry in load(path)] == ["a"]


def test_ids_that_are_taken_out_are_free(path: Path) -> None:
    draft = Draft(str(path), OLD)
    assert "a" in draft
    draft.remove("a")
    assert "a" not in draft
    assert draft.ids == set()
    draft.add({**NEW, "id": "a"})
    with pytest.raises(ValueError, match="not both"):
        draft.splices()


# --- what is refused ---


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ({**NEW, "id": "a"}, "the id 'a' is taken already"),
        ({**NEW, "title": " \u3000"}, "the title is blank"),
        ({**NEW, "id": " "}, "the id is blank"),
        ({**NEW, "id": ""}, "the event cannot be written: id should not be empty"),
        ({**NEW, "date": "Feb 2019"}, "'Feb 2019'"),
        ({**NEW, "date": ""}, "''"),
        ({**NEW, "tags": "x"}, "the event cannot be written: tags should be a list, not text"),
        ({**NEW, "date": 2019}, "the event cannot be written: date should be text, not a number"),
        ({"id": "b", "date": "2001"}, "the event cannot be written: the event has no 'title'"),
    ],
)
def test_events_that_are_refused(path: Path, event: dict[str, Any], why: str) -> None:
    with pytest.raises(HkinnoError) as caught:
        add(path, event)
    assert why in str(caught.value)
    assert path.read_bytes() == OLD


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b'{"id":"a","date":"2001","title":"A","title":"B"}', "title stands twice"),
        (b'{"id":"a","date":"2001","title":"A","x":{"y":1,"y":2}}', "y stands twice"),
        (b'{"id":"a","date":"2001","title":"A","x":"\xff"}', "the event: line 1: not UTF-8"),
        (b'{"id":"a","date":"2001","title":"A","x":"\\ud800"}', "no character"),
        (b'{"id":"a","date":"2001","title":"A"', "the event: line 1: it ends too early"),
        (b'{"id":"a","date":"nonsense","title":"A"}', "'nonsense'"),
        (b'{"id":"b","date":"2001","title":"A"}', "the id 'b' is taken already"),
        (b'{"id":"a","date":"2001","title":"A","x":' + b"[" * 2000 + b"]" * 2000 + b"}", "deeply"),
    ],
)
def test_bytes_that_are_refused(path: Path, raw: bytes, why: str) -> None:
    add(path)
    with pytest.raises(HkinnoError, match=why):
        change_store(str(path), "edit", NOW, lambda draft: draft.replace("a", raw))
    assert path.read_bytes() == WITH_NEW


def test_an_unreadable_date_may_stay_and_may_not_come(path: Path) -> None:
    old = b'[{"id":"a","date":"Feb 2019","title":"A"}]'
    path.write_bytes(old)
    raw = b'{"id":"a","date":"Feb 2019","title":"B"}'
    change_store(str(path), "edit", NOW, lambda draft: draft.replace("a", raw))
    assert path.read_bytes() == b"[" + raw + b"]"
    other = raw.replace(b"Feb", b"Mar")
    with pytest.raises(HkinnoError, match="'Mar 2019'"):
        change_store(str(path), "edit", NOW, lambda draft: draft.replace("a", other))


def test_no_such_event(path: Path) -> None:
    for plan in (lambda d: d.remove("x"), lambda d: d.replace("x", b"{}"), lambda d: d.raw("x")):
        with pytest.raises(HkinnoError, match="no event has the id 'x'"):
            change_store(str(path), "edit", NOW, plan)


GOOD = b'{"id":"a","date":"2001","title":"A"}'
UNREADABLE = [
    (b"", "is empty"),
    (b"\n \n", "is empty"),
    (b"{", "line 1: it ends too early"),
    (OLD[:-3], "line 1: it ends too early"),
    (b'{"events": {}}', "is not an array"),
    (b'{"title": "T"}', 'has no "events"'),
    (b"[" + GOOD + b",]", "not JSON"),
    (b"[" + GOOD + b"," + GOOD + b"]", "this id stands already"),
    (b'[{"id":"a","date":"2001"}]', "has no 'title'"),
    (b'[{"id":"a","date":"2001","title":"A","x":"\xff"}]', "not UTF-8"),
    (b'{"events":[' + GOOD + b'],"x":"\xff"}', "not UTF-8"),
    (b'[{"id":"a","date":"2001","title":"A","x":NaN}]', "not JSON"),
    (b'[{"id":"a","date":"2001","title":"A","x":"\\ud800"}]', "no character"),
    (b'[{"id":"a","date":"2001","title":"A","x":1,"x":2}]', "x stands twice"),
    (b'[{"id":"a","date":"2001","title":"A","x":[{"y":1,"y":2}]}]', "y stands twice"),
    (b'{"events":[' + GOOD + b'],"events":[]}', "events stands twice"),
    (b'\xef\xbb\xbf{"x":1,"events":[' + GOOD + b'],"x":2}', "x stands twice"),
    (b'{"x":{"y":1,"y":2},"events":[]}', "y stands twice"),
    (GOOD + b"\n" + GOOD + b"\n", "this id stands already"),
    (GOOD + b"\n{\n", "line 2"),
    (OLD.decode().encode("utf-16"), "UTF-16"),
    (b"\x1f\x8bjunk", "gzipped"),
    (gzip.compress(OLD, mtime=0), "is gzipped, and such a store is read-only; gunzip it first"),
    (b'{"events":' + b"[" * 3000 + b"]" * 3000 + b"}", "nested too deeply"),
]


@pytest.mark.parametrize(("data", "why"), UNREADABLE)
def test_a_store_that_cannot_be_read_whole_is_never_written(
    path: Path, state: Path, data: bytes, why: str
) -> None:
    path.write_bytes(data)
    for act in (
        lambda: add(path),
        lambda: add(path, dry_run=True),
        lambda: rewrite(str(path), "fmt", NOW, lambda _: b"[]"),
    ):
        with pytest.raises(HkinnoError) as caught:
            act()
        assert why in str(caught.value)
        assert str(path) in str(caught.value)
        assert caught.value.exit_code == 1
    assert path.read_bytes() == data
    assert os.listdir(path.parent) == ["store.json"]
    assert not state.exists()


def test_repeated_keys_are_read_and_not_written(path: Path) -> None:
    path.write_bytes(b'[{"id":"a","date":"2001","title":"A","title":"B"}]')
    assert [entry.event.title for entry in load(path)] == ["B"]
    with pytest.raises(HkinnoError, match=r"event 1 'a' \(line 1\): title stands twice; such"):
        add(path)


PLACES = [
    ("-", "standard input cannot be changed"),
    ("missing.json", "there is no file missing.json; hkinno init makes one"),
    ("no/such/folder.json", "there is no file no/such/folder.json"),
    ("folder", "folder is a folder, not a file"),
    (".", ". is a folder"),
    ("", "there is no file ''"),
    ("store.json/below", "store.json/below cannot be read: Not a directory"),
    ("loop", "loop cannot be read: Too many levels of symbolic links"),
    ("dangling", "there is no file dangling"),
    ("pipe", "pipe is a device or a pipe"),
    ("socket-or-device", "is a device or a pipe"),
    ("x" * 300, "File name too long"),
    ("es\x1bcape.json", "there is no file 'es\\x1bcape.json'"),
    ("\udcff.json", "there is no file '\\udcff.json'"),
]


@pytest.mark.parametrize(("name", "why"), PLACES)
def test_what_is_no_store_is_refused(
    path: Path, state: Path, monkeypatch: pytest.MonkeyPatch, name: str, why: str
) -> None:
    monkeypatch.chdir(path.parent)
    os.mkdir("folder")
    os.mkfifo("pipe")
    os.symlink("loop", "loop")
    os.symlink("nowhere", "dangling")
    os.symlink(os.devnull, "socket-or-device")
    before = seen(path.parent)
    acts: list[Callable[[], object]] = [
        lambda: add(name),
        lambda: add(name, dry_run=True),
        lambda: step(name, back=True),
        lambda: history(name),
        lambda: rewrite(name, "fmt", NOW, lambda data: data),
    ]
    for act in acts:
        with pytest.raises(HkinnoError) as caught:
            act()
        assert why in str(caught.value)
        assert caught.value.exit_code == 1
    assert seen(path.parent) == before
    assert not state.exists()


def test_lines_that_nothing_would_tell_from_a_document_are_refused(path: Path) -> None:
    path.write_bytes(GOOD + b"\n")
    with pytest.raises(HkinnoError, match=r"is JSON Lines; rename it, so that it ends in \.jsonl"):
        change_store(str(path), "remove", NOW, lambda draft: draft.remove("a"))
    with pytest.raises(HkinnoError, match="rename it"):
        add(path, {"id": "b", "date": "1999", "title": "B", "events": []})
    add(path, {"id": "b", "date": "2003", "title": "B", "events": []})
    with pytest.raises(HkinnoError, match="rename it"):
        change_store(str(path), "remove", NOW, lambda draft: draft.remove("a"))
    lines = path.rename(path.with_suffix(".jsonl"))
    for gone in ("a", "b"):
        change_store(str(lines), "remove", NOW, partial(Draft.remove, event_id=gone))
    assert lines.read_bytes() == b""
    add(lines)
    assert [entry.event.id for entry in load(lines)] == ["b"]


# --- what surrounds the bytes ---


def test_through_links_to_another_folder(path: Path, tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "one").symlink_to("../two")
    (tmp_path / "two").symlink_to(path)
    path.chmod(0o640)
    folders: list[set[str]] = []

    def plan(draft: Draft) -> None:
        folders.append(set(os.listdir(path.parent)))
        draft.add(NEW)

    change_store(str(tmp_path / "links" / "one"), "add", NOW, plan)
    assert folders == [{"store.json", ".store.json.lock"}]  # the lock is where the file is
    assert path.read_bytes() == WITH_NEW
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert (tmp_path / "links" / "one").is_symlink()
    assert (tmp_path / "two").is_symlink()
    assert os.listdir(path.parent) == ["store.json"]
    assert os.listdir(tmp_path / "links") == ["one"]
    step(str(path), back=True)  # it is the same store under either name
    assert path.read_bytes() == OLD


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_mode_and_owner_stay(path: Path) -> None:
    os.chown(path, 12345, 54321)
    path.chmod(0o2664)
    add(path)
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (12345, 54321, 0o2664)
    assert path.read_bytes() == WITH_NEW


def test_the_draft_is_private_until_it_has_the_mode_of_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes: list[int] = []
    sync = os.fsync

    def watch(handle: int) -> None:
        modes.append(stat.S_IMODE(os.fstat(handle).st_mode))
        sync(handle)

    path.chmod(0o600)
    monkeypatch.setattr(os, "fsync", watch)
    add(path)
    assert 0o600 in modes
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_who_reads_while_it_is_written_reads_the_old_bytes(path: Path) -> None:
    with path.open("rb") as reader:
        add(path)
        assert reader.read() == OLD


def test_drafts_of_the_dead_are_cleared_away_in_time(path: Path) -> None:
    old, young = (path.with_name(f".store.json.{c * 12}.draft") for c in "0f")
    other = path.with_name(".store.json.my-notes.draft")
    for file in (old, young, other):
        file.write_bytes(b"x")
        if file is not young:
            os.utime(file, (1, 1))
    add(path)
    assert set(os.listdir(path.parent)) == {"store.json", young.name, other.name}


# --- errors of the disk ---


class Injected:
    """Calls of the system that fail with an error, for paths that have a text in them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def fail(self, name: str, code: int, where: str = "here") -> None:
        real = getattr(os, name)

        def call(first: Any, *rest: Any, **named: Any) -> Any:
            path = os.readlink(f"/proc/self/fd/{first}") if isinstance(first, int) else first
            if where in os.fspath(path):
                raise OSError(code, os.strerror(code))
            return real(first, *rest, **named)

        self._monkeypatch.setattr(os, name, call)


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT])
@pytest.mark.parametrize("name", ["open", "fsync", "replace", "chmod"])
def test_an_error_at_a_call_is_one_sentence_and_leaves_no_litter(
    path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int
) -> None:
    add(path)
    step(str(path), back=True)  # so that there is something to redo, which must not get lost
    Injected(monkeypatch).fail(name, code, "here" if name != "open" else "store.json.")
    with pytest.raises(HkinnoError) as caught:
        add(path, {**NEW, "id": "c"})
    assert str(caught.value) == f"{path} cannot be written: {os.strerror(code)}"
    assert caught.value.exit_code == 1
    monkeypatch.undo()
    monkeypatch.setenv("XDG_STATE_HOME", str(path.parent.parent / "state"))
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == ["store.json"]
    assert [(c.what, c.undone) for c in journal.read(str(path))] == [("add", True)]
    step(str(path), back=False)
    assert path.read_bytes() == WITH_NEW


def test_an_error_in_writing_or_closing_the_draft(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = open

    class Failing(io.FileIO):
        def close(self) -> None:
            super().close()
            raise OSError(errno.EIO, "x")

    def opened(name: Any, mode: str = "r", **how: Any) -> Any:
        if "here" in str(name) and mode == "xb":
            return Failing(name, "x")
        return real(name, mode, **how)

    monkeypatch.setattr("builtins.open", opened)
    with pytest.raises(HkinnoError, match="cannot be written: Input/output error"):
        add(path)
    monkeypatch.undo()
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == ["store.json"]


def test_an_error_in_reading(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise OSError(errno.EIO, "x")

        def fileno(self) -> int:
            return file.fileno()

    with path.open("rb") as file:
        monkeypatch.setattr("builtins.open", lambda *_, **__: Failing())
        with pytest.raises(HkinnoError, match=r"store\.json cannot be written: Input/output"):
            add(path)
        with pytest.raises(HkinnoError, match=r"store\.json cannot be read: Input/output error"):
            add(path, dry_run=True)


def test_a_file_that_grows_too_large(path: Path) -> None:
    """RLIMIT_FSIZE stands for a quota: SIGXFSZ must not kill, and EFBIG is one sentence."""
    big = json.dumps([{"id": f"e{n}", "date": "2001", "title": "x" * 900} for n in range(999)])
    path.write_text(big)
    size = len(big) + 100
    process = start(
        "add", "-s", str(path), "--date", "2002", "--title", "y" * 200,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )  # fmt: skip
    out, errors = process.communicate()
    assert (process.returncode, out) == (1, "")
    assert errors == f"hkinno: {path} cannot be written: File too large\n"
    assert path.read_text() == big
    assert os.listdir(path.parent) == ["store.json"]


@contextlib.contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    """A file system of its own over a folder; skips where that is not allowed."""
    done = subprocess.run([needs("mount"), *options, str(folder)], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"mounting is not allowed here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    with mounted(folder, "-t", "tmpfs", "-o", "size=64k", "none"):
        path = folder / "store.json"
        path.write_bytes(OLD)
        (folder / "ballast").write_bytes(b"x" * (52 << 10))
        with pytest.raises(HkinnoError) as caught:
            add(path, {**NEW, "summary": "x" * (16 << 10)})
        assert str(caught.value) == f"{path} cannot be written: No space left on device"
        assert path.read_bytes() == OLD
        assert sorted(os.listdir(folder)) == ["ballast", "store.json"]
        (folder / "ballast").unlink()
        add(path, {**NEW, "summary": "x" * (16 << 10)})
        assert len(path.read_bytes()) > 16 << 10
        (folder / "ballast").write_bytes(b"x" * (32 << 10))
        with pytest.raises(HkinnoError, match="No space left"):
            add(path, {**NEW, "id": "c", "summary": "x" * (16 << 10)})
        step(str(path), back=True)
        assert path.read_bytes() == OLD


def test_a_file_system_that_is_read_only(path: Path, state: Path) -> None:
    folder = path.parent
    with mounted(folder, "--bind", str(folder)):
        done = subprocess.run(
            ["mount", "-o", "remount,ro,bind", str(folder)], capture_output=True, text=True
        )
        if done.returncode:
            pytest.skip(f"mounting is not allowed here: {done.stderr.strip()}")
        with pytest.raises(HkinnoError) as caught:
            add(path)
        assert str(caught.value) == f"{path} cannot be written: Read-only file system"
        assert add(path, dry_run=True).touched[0].id == "b"
        process = start("timeline", "-s", str(path), "--json")
        assert json.loads(process.communicate()[0])[0]["id"] == "a"
        assert process.returncode == 0
    assert path.read_bytes() == OLD
    assert not state.exists()


def test_a_file_over_which_another_is_mounted(path: Path, tmp_path: Path) -> None:
    """As in a container into which one file is passed: it cannot be replaced, and that is said."""
    other = tmp_path / "other.json"
    other.write_bytes(OLD)
    with mounted(path, "--bind", str(other)):
        with pytest.raises(HkinnoError) as caught:
            add(path)
        assert str(caught.value) == f"{path} cannot be written: Device or resource busy"
        assert path.read_bytes() == OLD
        assert os.listdir(path.parent) == ["store.json"]


@contextlib.contextmanager
def nobody() -> Iterator[Path]:
    """A folder of which somebody without rights may do all; as root, become that somebody."""
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o777)
        if root:
            os.chown(name, 65534, 65534)
            os.setegid(65534)
            os.seteuid(65534)
        try:
            yield Path(name)
        finally:
            if root:
                os.seteuid(0)
                os.setegid(0)


def test_a_file_that_may_not_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    with nobody() as folder:
        monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
        path = folder / "store.json"
        path.write_bytes(OLD)
        path.chmod(0o444)
        with pytest.raises(HkinnoError) as caught:
            add(path)
        assert str(caught.value) == f"{path} cannot be written: Permission denied"
        assert path.read_bytes() == OLD
        assert os.listdir(folder) == ["store.json"]
        path.chmod(0o200)
        with pytest.raises(HkinnoError, match="Permission denied"):
            add(path)
        path.chmod(0o644)
        folder.chmod(0o555)
        with pytest.raises(HkinnoError, match="cannot be written: Permission denied"):
            add(path)
        assert add(path, dry_run=True).touched
        folder.chmod(0o777)
        add(path)
        assert path.read_bytes() == WITH_NEW


def test_a_file_that_is_immutable(path: Path) -> None:
    change_it = shutil.which("chattr")
    if os.geteuid() or not change_it or subprocess.run([change_it, "+i", str(path)]).returncode:
        pytest.skip("files cannot be made immutable here")
    try:
        with pytest.raises(HkinnoError, match="cannot be written: Operation not permitted"):
            add(path)
    finally:
        subprocess.run([change_it, "-i", str(path)], check=True)
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == ["store.json"]


# --- others who write ---


@pytest.mark.parametrize("how", ["in place", "replaced", "appended", "gone"])
def test_what_something_else_has_changed_meanwhile_is_not_overwritten(path: Path, how: str) -> None:
    def plan(draft: Draft) -> None:
        draft.add(NEW)
        if how == "gone":
            path.unlink()
        elif how == "replaced":
            spare = path.with_name("spare")
            spare.write_bytes(OLD)
            spare.replace(path)
        elif how == "appended":
            with path.open("ab") as file:
                file.write(b"\n")
        else:
            os.utime(path, ns=(1, 1))

    with pytest.raises(HkinnoError) as caught:
        change_store(str(path), "add", NOW, plan)
    message = f"{path} was changed by something else meanwhile; nothing is written"
    assert str(caught.value) == message
    left = {"gone": b""}.get(how, OLD + b"\n" if how == "appended" else OLD)
    assert (path.read_bytes() if path.exists() else b"") == left
    assert os.listdir(path.parent) == ([] if how == "gone" else ["store.json"])
    assert journal.read(str(path)) == []


HOLD = """
import sys
from hkinno.store.lock import locked
with locked(sys.argv[1]):
    print("ready", flush=True)
    sys.stdin.read()
"""


def test_a_writer_that_waits_in_vain_says_why(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = python(HOLD, str(path))
    monkeypatch.setattr("hkinno.store.lock.LOCK_TIMEOUT", 0.1)
    try:
        with pytest.raises(HkinnoError) as caught:
            add(path)
        assert str(caught.value) == (
            f"{path} is being written by another process; gave up after 0.1 seconds"
        )
        assert path.read_bytes() == OLD
        assert sorted(os.listdir(path.parent)) == [".store.json.lock", "store.json"]
        assert add(path, dry_run=True).touched  # who only looks waits for nobody
    finally:
        holder.communicate()
    assert os.listdir(path.parent) == ["store.json"]
    add(path)


def test_a_writer_waits_for_the_other(path: Path) -> None:
    holder = python(HOLD, str(path))
    process = start("add", "-s", str(path), "--id", "b", "--date", "2002", "--title", "B")
    assert process.stdout
    assert not select.select([process.stdout], [], [], 0.5)[0]
    assert path.read_bytes() == OLD
    holder.communicate()
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    assert path.read_bytes() == WITH_NEW


def test_a_lock_dies_with_its_holder(path: Path) -> None:
    holder = python(HOLD, str(path))
    holder.kill()
    holder.communicate()
    assert sorted(os.listdir(path.parent)) == [".store.json.lock", "store.json"]
    add(path)
    assert path.read_bytes() == WITH_NEW
    assert os.listdir(path.parent) == ["store.json"]  # and is buried by the next


def test_a_lock_left_by_another_user_is_in_nobodys_way(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid():
        pytest.skip("needs root, to be two users")
    with nobody() as folder:
        monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
        path = folder / "store.json"
        path.write_bytes(OLD)
        os.seteuid(0)
        holder = python(HOLD, str(path))
        holder.kill()
        holder.communicate()
        assert (folder / ".store.json.lock").stat().st_uid == 0
        os.seteuid(65534)
        add(path)
        assert path.read_bytes() == WITH_NEW


ADDING = """
import sys
from hkinno.cli.main import main
path, name, count = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(count)):
    options = ["--id", f"{name}-{number}", "--date", f"{1000 + number}", "--title", name]
    if code := main(["add", "-s", path, *options]):
        sys.exit(code)
"""


@pytest.mark.parametrize(
    ("writers", "count"), [(2, 10), pytest.param(20, 50, marks=pytest.mark.slow)]
)
def test_many_writers_leave_every_event(path: Path, writers: int, count: int) -> None:
    processes = [python(ADDING, str(path), f"w{n}", str(count)) for n in range(writers)]
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        out, errors = process.communicate()
        assert process.returncode == 0, errors
        assert out.count("\n") == count
    found = [entry.event.id for entry in load(path)]
    expected = {f"w{n}-{number}" for n in range(writers) for number in range(count)}
    assert len(found) == writers * count + 1
    assert set(found) == expected | {"a"}
    assert os.listdir(path.parent) == ["store.json"]
    changes, known = history(str(path))
    assert known
    assert len(changes) == min(writers * count, journal.MOST_CHANGES)
    for _ in changes:
        step(str(path), back=True)
    if writers * count <= journal.MOST_CHANGES:
        assert path.read_bytes() == OLD


# --- interrupted ---

SLOW = """
import os, sys
from hkinno import __main__
real = os.fsync
def slow(handle):
    if "here" in os.readlink(f"/proc/self/fd/{handle}"):
        print("ready", flush=True)
        sys.stdin.read()
    real(handle)
os.fsync = slow
sys.argv = ["hkinno", "add", "-s", sys.argv[1], "--id", "b", "--date", "2002", "--title", "B"]
__main__.main()
"""


@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_told_to_end_while_it_writes(path: Path, sent: int, code: int) -> None:
    process = python(SLOW, str(path))
    assert len(os.listdir(path.parent)) == 3  # the store, the lock, the draft
    process.send_signal(sent)
    out, errors = process.communicate()
    assert (process.returncode, out) == (code, "")
    assert "Traceback" not in errors
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == ["store.json"]
    add(path)


WAITING = """
import sys, time
from hkinno import __main__
real = time.sleep
def told(seconds):
    time.sleep = real
    print("ready", flush=True)
    real(seconds)
time.sleep = told
sys.argv = ["hkinno", "add", "-s", sys.argv[1], "--date", "2002", "--title", "B"]
__main__.main()
"""


@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_told_to_end_while_it_waits(path: Path, sent: int, code: int) -> None:
    holder = python(HOLD, str(path))
    process = python(WAITING, str(path))
    process.send_signal(sent)
    _, errors = process.communicate()
    assert process.returncode == code
    assert "Traceback" not in errors
    assert path.with_name(".store.json.lock").exists()  # the other one's
    holder.communicate()
    assert os.listdir(path.parent) == ["store.json"]


def test_interrupted_in_letting_the_lock_go(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, left = os.unlink, [KeyboardInterrupt()]

    def unlink(name: str) -> None:
        if left:
            raise left.pop()
        real(name)

    monkeypatch.setattr(os, "unlink", unlink)
    with pytest.raises(KeyboardInterrupt), locked(str(path)):
        pass
    assert os.listdir(path.parent) == ["store.json"]
    add(path)


def test_nohup_is_respected() -> None:
    program = (
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); import sys;"
        "sys.argv = ['hkinno', '--version'];"
        "from hkinno.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: print(signal.getsignal(signal.SIGHUP) == signal.SIG_IGN)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=WORLD, text=True
    )
    assert done.stdout.endswith("True\n")


# --- reading ---

READING: Sequence[Sequence[str]] = [
    ["timeline"],
    ["timeline", "--json", "--since", "2001"],
    ["show", "a"],
    ["log"],
    ["fmt", "--check"],
    ["check"],
    ["add", "--date", "2002", "--title", "B", "--dry-run"],
    ["edit", "a", "--title", "B", "--dry-run"],
    ["remove", "a", "--dry-run"],
]


@pytest.mark.parametrize("args", READING, ids=" ".join)
def test_who_only_reads_writes_nothing(path: Path, state: Path, args: Sequence[str]) -> None:
    before, times = seen(path.parent), path.parent.stat().st_mtime_ns
    process = start(args[0], "-s", str(path), *args[1:])
    _, errors = process.communicate()
    assert process.returncode == (1 if "fmt" in args else 0), errors
    assert seen(path.parent) == before
    assert path.parent.stat().st_mtime_ns == times
    assert not state.exists()


def test_reading_does_not_wait_for_a_writer(path: Path) -> None:
    with locked(str(path)):
        for args in (["timeline"], ["add", "--date", "2002", "--title", "B", "--dry-run"]):
            process = start(args[0], "-s", str(path), *args[1:])
            out, _ = process.communicate(timeout=60)
            assert process.returncode == 0
            assert out


def test_threads_wait_for_each_other_too(path: Path) -> None:
    errors: list[Exception] = []

    def one(number: int) -> None:
        try:
            add(path, {**NEW, "id": f"t{number}"})
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(list(load(path))) == 5
