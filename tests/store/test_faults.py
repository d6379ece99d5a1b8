"""What was attacked once: links, journals, names, shapes; each holds, or is one sentence."""

import errno
import hashlib
import json
import os
import re
import stat
import subprocess
import sys
import threading
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Done, call, needs

NOW = "2026-11-22T09:00:00+08:00"
Store = Callable[..., str]


@pytest.fixture
def event() -> dict[str, Any]:
    return {"id": "a", "date": "2001", "title": "A"}


@pytest.fixture
def path(store: Store, event: dict[str, Any], state: Path) -> Path:  # noqa: ARG001  # of its own
    return Path(store(event))


def one_sentence(done: Done, why: str, code: int = 1) -> None:
    assert (done.code, done.out) == (code, ""), done
    assert re.fullmatch(r"hkinno: .+\n", done.err), done
    assert why in done.err


def stored(path: Path) -> Any:
    return call("timeline", "-s", str(path), "--json").json()


# --- what is written is read as the same events ---


@pytest.mark.parametrize("field", [3, "x", None, {}, ["talks"], [1]])
def test_lines_with_a_field_that_is_called_events(tmp_path: Path, field: object) -> None:
    """They begin as a document does; but a document holds objects there."""
    path = tmp_path / "s.json"
    late = {"id": "late", "date": "2019", "title": "L"}
    early = {"id": "early", "date": "2001", "title": "E", "events": field}
    path.write_text(f"{json.dumps(late)}\n{json.dumps(early)}\n")
    assert call("fmt", "-s", str(path)).code == 0
    assert path.read_text() == f"{json.dumps(early)}\n{json.dumps(late)}\n"
    assert stored(path) == [early, late]
    assert call("add", "-s", str(path), "--date", "1999", "--title", "N").code == 0
    assert len(stored(path)) == 3
    assert call("undo", "-s", str(path)).code == 0


def test_what_would_be_read_as_something_else_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    late = {"id": "late", "date": "2019", "title": "L"}
    early = {"id": "early", "date": "2001", "title": "E", "events": [{"talk": 1}]}
    path.write_text(old := f"{json.dumps(late)}\n{json.dumps(early)}\n")
    one_sentence(call("fmt", "-s", str(path)), "rename it, so that it ends in .jsonl")
    one_sentence(call("remove", "-s", str(path), "late"), "rename it, so that it ends in .jsonl")
    assert path.read_text() == old
    path = path.rename(tmp_path / "s.jsonl")
    assert call("fmt", "-s", str(path)).code == 0
    assert stored(path) == [early, late]


def test_a_document_whose_name_says_lines_is_laid_out(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text('{"events":[{"id":"a","date":"2001","title":"A"}]}')
    assert call("fmt", "-s", str(path)).code == 0
    assert path.read_text().startswith("{\n")
    assert [found["id"] for found in stored(path)] == ["a"]


# --- sources ---

NAMELESS = ["[{}]", '[{"title": "Log"}, {"url": " "}]', '[{"title": "", "publisher": "P"}]']


@pytest.mark.parametrize("sources", NAMELESS)
def test_a_source_without_title_and_url_is_not_written(
    path: Path, tmp_path: Path, event: dict[str, Any], sources: str
) -> None:
    old = path.read_bytes()
    why = "of the event has neither a title nor a url"
    new = json.dumps({"id": "b", "date": "2002", "title": "B"})[:-1] + f', "sources": {sources}}}'
    fields = ("--date", "2002", "--title", "B", "--set", f"sources={sources}")
    one_sentence(call("add", "-s", str(path), *fields), why)
    one_sentence(call("add", "-s", str(path), "-", stdin=new), why)
    one_sentence(call("edit", "-s", str(path), "a", "--set", f"sources={sources}"), why)
    for name, text in (("a.json", f"[{new}]"), ("a.jsonl", new + "\n")):
        (tmp_path / name).write_text(text)
        done = call("import", "-s", str(path), str(tmp_path / name))
        assert done.code == 1
        assert why in done.err
    theirs = tmp_path / "theirs.json"
    theirs.write_text(f"[{json.dumps(event)}, {new}]")
    one_sentence(call("merge", str(path), str(path), str(theirs)), why)
    assert path.read_bytes() == old


def test_a_source_without_title_and_url_is_read(path: Path) -> None:
    """And it stays while something else of its event is changed."""
    path.write_text('[{"id":"a","date":"2001","title":"A","sources":[{}]}]')
    assert stored(path)[0]["sources"] == [{}]
    assert call("edit", "-s", str(path), "a", "--title", "B").code == 0
    assert call("fmt", "-s", str(path)).code == 0
    assert stored(path) == [{"id": "a", "date": "2001", "title": "B", "sources": [{}]}]
    one_sentence(
        call("edit", "-s", str(path), "a", "--set", 'sources=[{},{"url":"u"}]'), "source 1"
    )


@pytest.mark.parametrize("title", ["", " "])
def test_a_blank_title_is_not_written(path: Path, title: str) -> None:
    old = path.read_bytes()
    one_sentence(call("edit", "-s", str(path), "a", "--title", title), "the title is blank")
    fields = ("--date", "2001", "--title", title, "--id", "x")
    one_sentence(call("add", "-s", str(path), *fields), "the title is blank")
    assert path.read_bytes() == old


# --- links ---


def test_a_link_that_is_turned_changes_no_other_store(tmp_path: Path, path: Path) -> None:
    from hkinno.store.write import change_store

    other, link = tmp_path / "other.json", tmp_path / "link.json"
    other.write_bytes(old := path.read_bytes().replace(b'"A"', b'"Other"'))
    link.symlink_to(path)

    def plan(draft: Any) -> None:
        link.unlink()
        link.symlink_to(other)
        draft.add({"id": "b", "date": "2002", "title": "B"})

    change_store(str(link), "add", NOW, plan)
    assert other.read_bytes() == old
    assert [found["id"] for found in stored(path)] == ["a", "b"]
    assert "b  2002" not in call("log", "-s", str(other)).out
    assert call("undo", "-s", str(path)).code == 0
    one_sentence(call("undo", "-s", str(link)), "nothing to undo")


def test_a_link_that_turns_all_the_time(tmp_path: Path, state: Path) -> None:  # noqa: ARG001
    """Whichever store is meant at that moment, what was read is what is written."""
    stores = {}
    for name in "ab":
        stores[name] = tmp_path / f"{name}.json"
        stores[name].write_text(f'[{{"id":"{name}","date":"2001","title":"T"}}]')
    link, stop = tmp_path / "link.json", threading.Event()
    link.symlink_to(stores["a"])

    def turn() -> None:
        while not stop.is_set():
            for name in "ba":
                spare = tmp_path / "spare"
                spare.symlink_to(stores[name])
                spare.replace(link)

    turner = threading.Thread(target=turn)
    turner.start()
    try:
        for number in range(60):
            args = ("--id", f"n{number}", "--date", "2001", "--title", "T")
            assert call("add", "-s", str(link), *args).code == 0
    finally:
        stop.set()
        turner.join()
    found = {name: {row["id"] for row in json.loads(stores[name].read_text())} for name in "ab"}
    assert ("a" in found["a"], "b" in found["a"]) == (True, False)
    assert ("b" in found["b"], "a" in found["b"]) == (True, False)
    assert len(found["a"] | found["b"]) == 62
    assert len(found["a"]) + len(found["b"]) == 62


def test_hard_links_are_told(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.hardlink_to(path)
    old = path.read_bytes()
    said = f"hkinno: warning: {path} has other names (hard links), which keep the old content\n"
    assert said in call("edit", "-s", str(path), "a", "--title", "B").err
    assert other.read_bytes() == old != path.read_bytes()
    assert "hard links" not in call("edit", "-s", str(path), "a", "--title", "C").err


# --- what may not last ---


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EINVAL, errno.EACCES])
def test_a_folder_that_cannot_be_synced(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Some file systems never can, which is no news; but a fault is told, and the change stands."""
    real = os.fsync

    def sync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, "x")
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)
    said = "hkinno: warning: what is written may not outlast a power cut: "
    told = number in (errno.EIO, errno.ENOSPC)
    for args in (
        ("edit", "-s", str(path), "a", "--title", "B"),
        ("undo", "-s", str(path)),
        ("fmt", "-s", str(path)),
        ("init", str(tmp_path / "new.json")),
        ("timeline", "-s", str(path), "-o", str(tmp_path / "x.csv")),
    ):
        done = call(*args)
        assert done.code == 0
        assert (said in done.err) == told, done
        assert "Traceback" not in done.err


# --- the journal ---


def journal_of(path: Path, state: Path) -> Path:
    name = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32]
    return state / "hkinno" / "journal" / f"{name}.json"


def forged(path: Path, state: Path, new: bytes, **more: str) -> None:
    """A journal by someone else, in which all digests are right."""
    here = path.read_bytes()
    sums = [hashlib.sha256(data).hexdigest() for data in (new, here)]
    old, new = (b64encode(data) for data in (new, here))
    change = {"what": "edit a", "when": NOW, "before": sums[0], "after": sums[1]}
    splices = [[0, old.decode(), new.decode()]]
    journal = journal_of(path, state)
    journal.parent.mkdir(parents=True, exist_ok=True)
    journal.write_text(json.dumps([{**change, "splices": splices, "undone": False, **more}]))


def test_an_undo_that_would_leave_no_store_is_refused(path: Path, state: Path) -> None:
    old = path.read_bytes()
    for new in (b"", b"\0\0", b'{"events": 1}', b'[{"id":"a"}]', b'[{"id":"a","date":"1","titl'):
        forged(path, state, new)
        for more in ([], ["--dry-run"]):
            one_sentence(call("undo", "-s", str(path), *more), "nothing is written")
        assert path.read_bytes() == old
    forged(path, state, new := b'[{"id":"z","date":"2001","title":"Z"}]')
    assert call("undo", "-s", str(path)).code == 0
    assert path.read_bytes() == new


@pytest.mark.parametrize("form", [[], ["-f", "table"], ["-f", "markdown"], ["--color", "always"]])
def test_the_journal_is_shown_harmless(path: Path, state: Path, form: list[str]) -> None:
    nasty = "\x1b]0;own\x07\x1b[2J\u202egnp\r"
    forged(path, state, path.read_bytes() + b"\n", what=f"w {nasty}", when=f"t {nasty}")
    done = call("log", "-s", str(path), *form)
    assert done.code == 0
    for text in (done.out, done.err, call("undo", "-s", str(path), "--dry-run").out):
        assert not re.search("[\x00-\x09\x0b-\x1a\x1c-\x1f\u202e]|\x1b[^[]|\x1b\\[2J", text)
    path.write_bytes(path.read_bytes() + b" ")
    one_sentence(call("undo", "-s", str(path)), r"\x1b]0;own")


def placed(kind: str, journal: Path) -> None:
    journal.parent.mkdir(parents=True, exist_ok=True)
    if kind == "pipe":
        os.mkfifo(journal)
    elif kind == "folder":
        journal.mkdir()
    elif kind == "device":
        journal.symlink_to("/dev/zero")
    else:
        with journal.open("wb") as file:
            file.truncate(5 << 30)


@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "huge"])
def test_what_lies_in_the_place_of_a_journal(path: Path, state: Path, kind: str) -> None:
    """Nothing waits for it or reads it whole; a change sets it aside."""
    placed(kind, journal_of(path, state))
    old = path.read_bytes()
    world = {**os.environ, "XDG_STATE_HOME": str(state)}
    for command in ("undo", "redo", "log"):
        done = subprocess.run(
            [sys.executable, "-m", "hkinno", command, "-s", str(path)],
            env=world,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (done.returncode, done.stdout) == (1, "")
        assert re.fullmatch(r"hkinno: the journal of \S+ cannot be read: .+\n", done.stderr)
    assert call("edit", "-s", str(path), "a", "--title", "B").code == 0
    assert call("undo", "-s", str(path)).code == 0
    assert path.read_bytes() == old


# --- how to undo it ---

NAMES: list[str | bytes] = ["a b", "it's", 'a"b', "$HOME", "`id`", "$(id)", "-x", "--help", "a\nb"]
NAMES += ["a\tb\\c", "*", "!!", "~", "#x", "a;b", "\x1b[2J", "\u202ex", "香港", "\u3000"]
NAMES += [b"\xff\xfe", b"\xc3(\n'"]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_the_hint_to_undo_can_be_pasted(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch, name: str | bytes
) -> None:
    file = f"{os.fsdecode(name)}.json"
    monkeypatch.chdir(tmp_path)
    old = b'[{"id":"a","date":"2001","title":"A"}]'
    Path(file).write_bytes(old)
    world = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(state)}
    done = subprocess.run(
        [sys.executable, "-m", "hkinno", "edit", f"--store={file}", "a", "--title", "B"],
        env=world,
        capture_output=True,
    )
    said = re.fullmatch("hkinno: undo with: (.+)\n", done.stderr.decode())
    assert said, done.stderr
    assert said[1].isprintable()
    assert Path(file).read_bytes() != old
    define = f'hkinno() {{ "{sys.executable}" -m hkinno "$@"; }}\n'
    subprocess.run([needs("bash"), "-c", define + said[1]], env=world, check=True)
    assert Path(file).read_bytes() == old


# --- merges ---


@pytest.fixture
def three(path: Path, tmp_path: Path) -> tuple[str, str, str]:
    base, theirs = tmp_path / "base.json", tmp_path / "theirs.json"
    base.write_bytes(path.read_bytes())
    theirs.write_bytes(path.read_bytes().replace(b'"A"', b'"Theirs"'))
    return str(base), str(path), str(theirs)


def test_a_merge_is_undone(three: tuple[str, str, str]) -> None:
    ours = Path(three[1])
    old = ours.read_bytes()
    done = call("merge", *three)
    assert (done.code, done.out) == (0, "")
    said, undo = done.err.splitlines()
    assert said == f"hkinno: {ours}: 1 changed"
    assert undo == f"hkinno: undo with: hkinno undo --store {ours}"
    new = ours.read_bytes()
    assert f"merge {three[2]}"[:20] in call("log", "-s", str(ours)).out
    assert call("undo", "-s", str(ours)).code == 0
    assert ours.read_bytes() == old
    assert call("redo", "-s", str(ours)).code == 0
    assert ours.read_bytes() == new != old


def test_a_merge_into_another_store_is_undone(three: tuple[str, str, str], tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_bytes(old := Path(three[1]).read_bytes().replace(b'"A"', b'"Before"'))
    done = call("merge", *three, "-o", str(other))
    assert (done.code, done.err) == (0, f"hkinno: undo with: hkinno undo --store {other}\n")
    assert b"Theirs" in other.read_bytes()
    assert call("undo", "-s", str(other)).code == 0
    assert other.read_bytes() == old
    assert call("merge", *three, "-o", str(tmp_path / "new.json")) == (0, "", "")


def test_what_git_merges_git_undoes(three: tuple[str, str, str], state: Path) -> None:
    """It hands over passing copies, whose journals nobody would look for."""
    assert call("merge", *three, "town.json") == (0, "", "")
    assert b"Theirs" in Path(three[1]).read_bytes()
    assert not state.exists()
