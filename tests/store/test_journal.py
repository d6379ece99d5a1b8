"""The journal: the way back, as far as it goes, and never a way to lose something."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from hkinno import HkinnoError
from hkinno.rawjson.edit import Splice, edited
from hkinno.store import journal
from hkinno.store.draft import Draft
from hkinno.store.write import change_store, history, rewrite, step

NOW = "2026-11-22T12:00:00+08:00"
OLD = b'[{"id": "a", "date": "2001", "title": "A"}]'

pytestmark = pytest.mark.usefixtures("state")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "store.json"
    found.write_bytes(OLD)
    return found


def retitled(path: Path, title: str, what: str | None = None) -> str | None:
    """Give the event another title; why that cannot be undone, if so."""
    changes = {"title": title}
    written = change_store(
        str(path),
        what or f"edit {title}",
        NOW,
        lambda draft: draft.replace("a", edited(draft.raw("a"), changes)),
    ).written
    return written.not_undoable if written else None


def title(path: Path) -> str:
    found: str = json.loads(path.read_bytes())[0]["title"]
    return found


def undo(path: Path) -> str:
    return step(str(path), back=True).change.what


def redo(path: Path) -> str:
    return step(str(path), back=False).change.what


def told(path: Path) -> list[tuple[str, bool]]:
    return [(change.what, change.undone) for change in history(str(path))[0]]


def file_of(state: Path) -> Path:
    (found,) = (state / "hkinno" / "journal").iterdir()
    return found


# --- there and back ---


def test_there_and_back_and_there_again(path: Path) -> None:
    states = [path.read_bytes()]
    for name in "BCD":
        retitled(path, name)
        states.append(path.read_bytes())
    for name in "DCB":
        assert path.read_bytes() == states.pop()
        assert undo(path) == f"edit {name}"
    assert path.read_bytes() == OLD
    with pytest.raises(HkinnoError, match=r"there is nothing to undo in .*store\.json"):
        undo(path)
    assert [redo(path) for _ in "BCD"] == ["edit B", "edit C", "edit D"]
    assert title(path) == "D"
    with pytest.raises(HkinnoError, match="there is nothing to redo"):
        redo(path)


def test_a_new_change_ends_what_could_be_done_again(path: Path) -> None:
    retitled(path, "B")
    retitled(path, "C")
    undo(path)
    retitled(path, "D")
    with pytest.raises(HkinnoError, match="nothing to redo"):
        redo(path)
    assert told(path) == [("edit B", False), ("edit D", False)]
    assert [undo(path), undo(path)] == ["edit D", "edit B"]
    assert path.read_bytes() == OLD


def test_states_that_come_again_are_told_apart_by_where_one_is(path: Path) -> None:
    for name in ("B", "A", "B", "A", "B"):
        retitled(path, name, f"to {name} at {len(told(path))}")
    assert [undo(path) for _ in range(5)] == [
        "to B at 4", "to A at 3", "to B at 2", "to A at 1", "to B at 0",
    ]  # fmt: skip
    assert [redo(path) for _ in range(3)] == ["to B at 0", "to A at 1", "to B at 2"]
    assert undo(path) == "to B at 2"


def test_undo_of_a_new_layout(path: Path) -> None:
    rewrite(str(path), "fmt", NOW, lambda data: b"\n" + data.replace(b" ", b"\t"))
    assert undo(path) == "fmt"
    assert path.read_bytes() == OLD
    assert redo(path) == "fmt"
    assert path.read_bytes() == b"\n" + OLD.replace(b" ", b"\t")


@settings(max_examples=40)
@given(st.lists(st.sampled_from("BCDEur"), max_size=14), st.booleans())
def test_any_chain_of_steps_is_that_of_an_editor(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str], killed: bool
) -> None:
    """Against the simplest model there is: a list of states and a place in it."""
    path = tmp_path_factory.mktemp("chain") / "store.json"
    path.write_bytes(OLD)
    states, place = [OLD], 0
    for one in steps:
        if one in "ur":
            back = one == "u"
            if place == (0 if back else len(states) - 1):
                with pytest.raises(HkinnoError, match="nothing to"):
                    step(str(path), back)
            else:
                step(str(path), back)
                place += -1 if back else 1
        else:
            before = path.read_bytes()
            retitled(path, one)
            if path.read_bytes() != before:
                states = [*states[: place + 1], path.read_bytes()]
                place += 1
        assert path.read_bytes() == states[place]
        if killed and len(set(states)) == len(states):
            forget_the_last_mark(path)


def forget_the_last_mark(path: Path) -> None:
    """As if undo, or redo, had been killed before it could note what it did."""
    changes = journal.read(str(path))
    if changes:
        changes[-1].undone = not changes[-1].undone
        journal.write(str(path), changes)


# --- refused ---


def test_what_something_else_has_changed_is_left_alone(path: Path) -> None:
    retitled(path, "B")
    undo(path)
    redo(path)
    other = path.read_bytes() + b"\n"
    path.write_bytes(other)
    for act, done in ((undo, "undone"), (redo, "done again")):
        with pytest.raises(HkinnoError) as caught:
            act(path)
        assert str(caught.value) == (
            f"{path} was changed by something else since 'edit B' ({NOW}), so that cannot be {done}"
        )
    assert path.read_bytes() == other
    assert history(str(path))[1] is False
    path.write_bytes(other[:-1])  # and when it is as it was, all is well again
    assert undo(path) == "edit B"


def test_after_a_change_by_something_else_a_new_chain_begins(path: Path) -> None:
    retitled(path, "B")
    path.write_bytes(path.read_bytes() + b"\n")
    other = path.read_bytes()
    retitled(path, "C")
    assert told(path) == [("edit C", False)]
    assert undo(path) == "edit C"
    assert path.read_bytes() == other
    with pytest.raises(HkinnoError, match="nothing to undo"):
        undo(path)


def test_nothing_was_ever_changed(path: Path) -> None:
    with pytest.raises(HkinnoError, match="nothing to undo"):
        undo(path)
    with pytest.raises(HkinnoError, match="nothing to redo"):
        redo(path)
    assert history(str(path)) == ([], True)


# --- killed on the way ---


def noted(path: Path, what: str = "a change that was never written") -> None:
    """The journal of a writer that was killed before it renamed its draft."""
    data = path.read_bytes()
    after = data + b" "
    one = journal.JournalChange(
        what, NOW, journal.digest([data]), journal.digest([after]), [Splice(0, data, after)]
    )
    journal.write(str(path), [*journal.read(str(path)), one])


def test_a_change_that_was_noted_and_never_written_is_none(path: Path) -> None:
    noted(path)
    assert told(path) == [("a change that was never written", True)]
    with pytest.raises(HkinnoError, match="nothing to undo"):
        undo(path)
    retitled(path, "B")
    assert told(path) == [("edit B", False)]
    data = path.read_bytes()
    noted(path)
    assert told(path) == [("edit B", False), ("a change that was never written", True)]
    assert undo(path) == "edit B"
    assert path.read_bytes() == OLD
    assert redo(path) == "edit B"
    assert path.read_bytes() == data


def test_a_step_that_was_taken_and_never_noted_is_known(path: Path) -> None:
    for name in "BCD":
        retitled(path, name)
    before = file_of(Path(os.environ["XDG_STATE_HOME"])).read_bytes()
    undo(path)
    file_of(Path(os.environ["XDG_STATE_HOME"])).write_bytes(before)
    assert told(path) == [("edit B", False), ("edit C", False), ("edit D", True)]
    assert undo(path) == "edit C"
    before = file_of(Path(os.environ["XDG_STATE_HOME"])).read_bytes()
    assert redo(path) == "edit C"
    file_of(Path(os.environ["XDG_STATE_HOME"])).write_bytes(before)
    assert redo(path) == "edit D"
    assert title(path) == "D"


# --- bounds ---


def test_the_oldest_changes_give_way(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_CHANGES", 3)
    for name in "BCDEF":
        assert retitled(path, name) is None
    assert [what for what, _ in told(path)] == ["edit D", "edit E", "edit F"]
    assert [undo(path) for _ in "FED"] == ["edit F", "edit E", "edit D"]
    assert title(path) == "C"
    with pytest.raises(HkinnoError, match="nothing to undo"):
        undo(path)


def test_large_changes_give_way_too(
    path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "MOST_BYTES", 1 << 20)
    for letter in "BCD":
        assert retitled(path, letter * 300_000, f"edit {letter}") is None
    assert [what for what, _ in told(path)] == ["edit D"]
    assert file_of(state).stat().st_size < 2 << 20
    why = retitled(path, "E" * 900_000, "edit E")
    assert why == "the journal keeps no change of more than 1 MiB"
    assert told(path) == []
    assert title(path)[0] == "E"
    with pytest.raises(HkinnoError, match="nothing to undo"):
        undo(path)


def test_journals_of_stores_that_nobody_changes_give_way(
    path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "MOST_STORES", 3)
    stores = []
    for number in range(5):
        stores.append(path.with_name(f"store{number}.json"))
        stores[-1].write_bytes(OLD)
        retitled(stores[-1], "B")
        newest = max(
            (state / "hkinno" / "journal").iterdir(), key=lambda file: file.stat().st_ctime
        )
        os.utime(newest, (1000 + number, 1000 + number))
    assert [bool(journal.read(str(store))) for store in stores] == [False, False, True, True, True]


# --- where it lies ---


def test_it_is_for_its_owner_alone(path: Path, state: Path) -> None:
    retitled(path, "B")
    assert stat.S_IMODE((state / "hkinno" / "journal").stat().st_mode) == 0o700
    assert len(os.listdir(state / "hkinno" / "journal")) == 1


def test_it_is_that_of_the_file_and_not_of_its_name(path: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(path)
    retitled(tmp_path / "link", "B")
    assert undo(path) == "edit B"
    assert path.read_bytes() == OLD
    other = tmp_path / "other.json"
    other.write_bytes(OLD)
    with pytest.raises(HkinnoError, match="nothing to undo"):
        undo(other)


def broken(how: str, state: Path) -> None:
    """Make the state folder one in which nothing can be written."""
    if how == "a file":
        state.write_text("x")
    elif how == "below a file":
        state.mkdir()
        (state / "hkinno").write_text("x")
    elif how == "a link to itself":
        state.symlink_to(state.name)
    else:
        (state / "hkinno").mkdir(parents=True)
        (state / "hkinno" / "journal").symlink_to("/proc/self/no-such-place")


@pytest.mark.parametrize("how", ["a file", "below a file", "a link to itself", "nowhere"])
def test_a_journal_that_cannot_be_written_only_warns(path: Path, state: Path, how: str) -> None:
    broken(how, state)
    why = retitled(path, "B")
    assert why
    assert re.search(r"the folder \S+ cannot be made: |cannot be written", why)
    assert title(path) == "B"
    with pytest.raises(HkinnoError, match=r"nothing to undo|the journal of \S+ cannot be read"):
        undo(path)


def test_a_step_that_cannot_be_noted_is_taken_and_warns(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    retitled(path, "B")
    retitled(path, "C")

    def refuse(*_: object) -> None:
        raise HkinnoError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(journal, "replace", refuse)
        assert step(str(path), back=True).remarks == ["no room"]
        assert title(path) == "B"
        assert step(str(path), back=True).remarks == ["no room"]
    assert path.read_bytes() == OLD
    assert redo(path) == "edit B"


def test_where_nothing_tells_where_home_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some versions of platformdirs raise then, others give `~` back."""

    def unknown(_: str) -> str:
        raise RuntimeError

    for answer in (unknown, lambda _: "~/.local/state/hkinno"):
        monkeypatch.setattr("platformdirs.user_state_dir", answer)
        title = f"T{answer is unknown}"
        assert retitled(path, title) == "there is no home folder to keep the journal in"
        with pytest.raises(HkinnoError, match="there is no home folder"):
            history(str(path))
    assert not os.path.exists("~")


def in_a_process(path: Path, cwd: Path, **env: str) -> "subprocess.CompletedProcess[str]":
    """`hkinno add` where nothing is known of the user but this."""
    world = {k: v for k, v in os.environ.items() if k.startswith(("PATH", "COV", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "hkinno", "add", "-s", str(path), "--date", "2002", "--title", "B"],
        env=world | {"PYTHONPATH": str(ROOT)} | env,
        cwd=cwd,
        capture_output=True,
        text=True,
    )


def test_without_a_home(path: Path, tmp_path: Path) -> None:
    """HOME is unset and the user database knows nobody: simulated, since tests run as somebody."""
    program = (
        "import os, sys, pwd\n"
        "def getpwuid(_): raise KeyError\n"
        "pwd.getpwuid = getpwuid\n"
        "sys.argv = ['hkinno', 'add', '-s', sys.argv[1], '--date', '2002', '--title', 'B']\n"
        "from hkinno.__main__ import main\n"
        "main()\n"
    )
    (tmp_path / "cwd").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        cwd=tmp_path / "cwd",
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == (
        "hkinno: warning: this cannot be undone, "
        "since there is no home folder to keep the journal in\n"
    )
    assert os.listdir(tmp_path / "cwd") == []
    assert len(json.loads(path.read_bytes())) == 2


def test_home_is_where_it_is_without_another_wish(path: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    done = in_a_process(path, tmp_path, HOME=str(home))
    assert done.returncode == 0, done.stderr
    assert "undo with: " in done.stderr
    assert list(home.rglob("*.json"))


@pytest.mark.parametrize("folder", ["relative", ""])
def test_a_state_folder_that_is_no_absolute_path_is_not_taken(
    path: Path, tmp_path: Path, folder: str
) -> None:
    home, cwd = tmp_path / "home", tmp_path / "cwd"
    home.mkdir()
    cwd.mkdir()
    done = in_a_process(path, cwd, HOME=str(home), XDG_STATE_HOME=folder)
    assert done.returncode == 0, done.stderr
    assert os.listdir(cwd) == []


# --- damaged ---

DAMAGE = [
    b"",
    b"junk",
    b"{}",
    b"[1]",
    b'[{"what":"x"}]',
    b"\xff\xfe",
    b'["\xff"]',
    b"[" * 5000,
    b'[{"what":"x","when":"","before":"","after":"","splices":[[0,"!!",""]]}]',
    b'[{"what":"x","when":"","before":"","after":"","splices":[[0,"QQ==",5]]}]',
]


@pytest.mark.parametrize("data", DAMAGE)
def test_a_damaged_journal_is_told_and_set_aside(path: Path, state: Path, data: bytes) -> None:
    retitled(path, "B")
    file = file_of(state)
    file.write_bytes(data)
    for ask in (lambda: history(str(path)), lambda: undo(path)):
        with pytest.raises(HkinnoError) as caught:
            ask()
        assert str(caught.value) == f"the journal of {path} is damaged ({file})"
    assert retitled(path, "C") is None
    assert undo(path) == "edit C"
    assert title(path) == "B"
    assert Path(f"{file}.damaged").read_bytes() == data


@pytest.mark.parametrize("where", range(6))
def test_a_journal_that_says_something_else_is_not_believed(
    path: Path, state: Path, where: int
) -> None:
    """Whatever its splices say: what comes out must be what was there before."""
    retitled(path, "B")
    data = path.read_bytes()
    found: list[Any] = json.loads(file_of(state).read_bytes())
    (splice,) = found[0]["splices"]
    wrong = [
        [splice[0] + 1, *splice[1:]],
        [10**9, *splice[1:]],
        [-5, *splice[1:]],
        [splice[0], splice[2], splice[1]],
        [splice[0], splice[1], ""],
        [splice[0], "QUJD" * 1000, splice[2]],
    ]
    found[0]["splices"] = [wrong[where]]
    file_of(state).write_bytes(json.dumps(found).encode())
    with pytest.raises(HkinnoError, match=r"the journal of .* is damaged; nothing is written"):
        undo(path)
    assert path.read_bytes() == data


def test_what_is_kept_is_what_came_and_went(path: Path, state: Path) -> None:
    """Of a large store, the journal keeps the change and not the store."""
    rows = [{"id": f"e{n}", "date": "2001", "title": "x" * 1000} for n in range(500)]
    path.write_text(json.dumps([{"id": "a", "date": "2001", "title": "A"}, *rows]))
    retitled(path, "B")
    assert file_of(state).stat().st_size < 1000


def test_a_change_survives_being_kept() -> None:
    splices = [Splice(0, b"\x00\xff", b""), Splice(7, b"", "é\u2028".encode())]
    one = journal.JournalChange("what", NOW, "0" * 64, "1" * 64, splices, undone=True)
    again = msgspec.json.decode(msgspec.json.encode([one]), type=list[journal.JournalChange])
    assert again == [one]
    assert isinstance(again[0].splices[0], Splice)


def test_a_draft_is_a_draft() -> None:
    """The names under which others import it are the same thing."""
    from hkinno.store import draft

    assert Draft is draft.Draft
