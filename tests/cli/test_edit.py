"""edit, remove, undo, redo, log, init, fmt: on the command line."""

import gzip
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, Done, call, refused, run, untouched

from hkinno import load

OLD = b"""{
\t"title": "T",
\t"events": [
\t\t{"id": "a", "date": "2001", "title": "A", "tags" : [ "t" ],"n":1.50},

\t\t{
\t\t\t"id" : "b",
\t\t\t"x": {"y": 12345678901234567890123},
\t\t\t"date": "2002-03",
\t\t\t"title": "B \\u00e9"
\t\t},
\t\t{"id":"c","date":"junk","title":"C"}
\t]
}"""

pytestmark = pytest.mark.usefixtures("state", "scratch")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "store.json"
    found.write_bytes(OLD)
    return found


def on(path: Path, command: str, *args: str, **how: Any) -> Done:
    return call(command, "-s", str(path), *args, **how)


# --- edit ---


def test_a_field_is_changed_and_nothing_else(path: Path) -> None:
    done = on(path, "edit", "b", "--title", "New", "--date", "April 2002")
    assert done.code == 0
    assert done.out == (
        '~ b\n  - date: "2002-03"\n  + date: "2002-04"\n  - title: "B \\u00e9"\n  + title: "New"\n'
    )
    assert done.err == (
        f"hkinno: April 2002 → 2002-04\nhkinno: undo with: hkinno undo --store {path}\n"
    )
    assert path.read_bytes() == OLD.replace(b'"2002-03"', b'"2002-04"').replace(
        b'"B \\u00e9"', b'"New"'
    )


def test_new_fields_take_the_style_of_the_event(path: Path) -> None:
    on(path, "edit", "b", "--summary", "S", "--tag", "one,two")
    on(path, "edit", "a", "--summary", "S", "--set", "m=[1, 2]")
    assert path.read_bytes() == OLD.replace(
        b'"B \\u00e9"', b'"B \\u00e9",\n\t\t\t"summary" : "S",\n\t\t\t"tags" : ["one", "two"]'
    ).replace(b'"title": "A", ', b'"title": "A", "summary": "S", ').replace(
        b'"n":1.50}', b'"n":1.50,"m": [1, 2]}'
    )


def test_fields_are_taken_out(path: Path) -> None:
    done = on(path, "edit", "b", "--unset", "x", "--title", "N")
    assert done.out == (
        '~ b\n  - x: {"y": 12345678901234567890123}\n  - title: "B \\u00e9"\n  + title: "N"\n'
    )
    assert path.read_bytes() == OLD.replace(
        b'\n\t\t\t"x": {"y": 12345678901234567890123},', b""
    ).replace(b'"B \\u00e9"', b'"N"')


def test_an_option_replaces_what_the_field_held(path: Path) -> None:
    on(path, "edit", "a", "--tag", "u")
    assert b'"tags" : ["u"],"n":1.50' in path.read_bytes()


def test_an_event_may_get_another_id(path: Path) -> None:
    assert on(path, "edit", "a", "--id", "z").out == '~ a\n  - id: "a"\n  + id: "z"\n'
    assert [entry.event.id for entry in load(path)] == ["z", "b", "c"]
    assert on(path, "edit", "a", "--title", "N").code == 1
    assert call("undo", "-s", str(path)).code == 0
    assert path.read_bytes() == OLD


def test_what_is_so_already_is_no_change(path: Path, state: Path) -> None:
    done = on(path, "edit", "b", "--title", "B é", "--date", "March 2002", "--set", "x=" + (
        '{ "y":12345678901234567890123}'
    ))  # fmt: skip
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith(f"hkinno: nothing changes in {path}\n")
    assert path.read_bytes() == OLD
    assert not state.exists()


def test_a_date_that_cannot_be_read_is_no_hindrance(path: Path) -> None:
    assert on(path, "edit", "c", "--title", "D").code == 0
    assert path.read_bytes() == OLD.replace(b'"C"', b'"D"')
    assert on(path, "edit", "c", "--date", "2003").code == 0
    assert path.read_bytes() == OLD.replace(b'"C"', b'"D"').replace(b"junk", b"2003")


def test_a_dry_run_of_an_edit(path: Path) -> None:
    done = on(path, "edit", "a", "--title", "N", "--dry-run")
    assert done.out == '~ a\n  - title: "A"\n  + title: "N"\n'
    assert done.err == f"hkinno: nothing is written to {path} (--dry-run)\n"
    assert path.read_bytes() == OLD


def test_an_edit_as_json(path: Path) -> None:
    done = on(path, "edit", "a", "--title", "N", "--json")
    (row,) = done.json()
    assert row["id"] == "a"
    assert {**row["before"], "title": "N"} == row["after"]
    assert done.out.count("1.50") == 2
    assert done.err == ""
    assert on(path, "edit", "a", "--title", "N", "--json") == Done(0, "[]\n", "")


@pytest.mark.parametrize(
    ("args", "code", "why"),
    [
        (["a"], 2, "nothing to change is named; see hkinno edit --help"),
        ([], 2, "ID"),
        (["a", "b", "--title", "N"], 2, "unexpected extra argument"),
        (["a", "--unset", "title"], 2, "an event cannot be without 'title'"),
        (["a", "--unset", "id"], 2, "an event cannot be without 'id'"),
        (["a", "--unset", "date"], 2, "an event cannot be without 'date'"),
        (["a", "--unset", "tags", "--tag", "x"], 2, "'tags' is both set and unset"),
        (["a", "--unset", "tag"], 2, "a has no field 'tag'; did you mean tags?"),
        (["a", "--unset", "summary"], 2, "a has no field 'summary'"),
        (["a", "--unset", "\udcff"], 2, "a has no field"),
        (["a", "--title", ""], 1, "the title is blank"),
        (["a", "--id", "b"], 1, "the id 'b' is taken already"),
        (["a", "--date", "nonsense"], 2, "nonsense"),
        (["a", "--set", "tags=5"], 1, "tags should be a list, not a number"),
        (["a", "--set", 'x={"y":1,"y":1}'], 1, "y stands twice"),
        (["aa", "--title", "N"], 1, "no event has the id 'aa'"),
        (["A", "--title", "N"], 1, "no event has the id 'A'; did you mean a"),
        (["\udcff", "--title", "N"], 1, "no event has the id '\\udcff'"),
    ],
)
def test_edits_that_are_refused(path: Path, args: list[str], code: int, why: str) -> None:
    refused(path, OLD, on(path, "edit", *args), code, why)


# --- edit in an editor ---


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """An $EDITOR that runs a program on the text, which it finds in `text`."""

    def made(program: str) -> None:
        script = tmp_path / "editor.py"
        script.write_text(
            "import sys, os, subprocess\npath = sys.argv[1]\n"
            f"text = open(path, encoding='utf-8').read()\n{program}\n"
            "open(path, 'w', encoding='utf-8').write(text)\n"
        )
        monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
        monkeypatch.delenv("VISUAL", raising=False)

    return made


def test_only_what_is_changed_in_the_editor_is_changed(
    path: Path, editor: Callable[[str], None]
) -> None:
    """The editor shows an event laid out otherwise than the store has it: that is no change."""
    editor("text = text.replace('B \\\\u00e9', 'N')")
    done = on(path, "edit", "b", "--edit")
    assert done.code == 0, done.err
    assert path.read_bytes() == OLD.replace(b"B \\u00e9", b"N")
    editor("text = text.replace('\"A\"', '\"N\"')")
    assert on(path, "edit", "a", "--edit").code == 0
    assert path.read_bytes() == OLD.replace(b"B \\u00e9", b"N").replace(b'"A"', b'"N"')


def test_fields_come_and_go_in_the_editor(path: Path, editor: Callable[[str], None]) -> None:
    editor(
        "assert '12345678901234567890123' in text\n"
        "import json\nevent = json.loads(text)\ndel event['x']\nevent['z'] = [1]\n"
        "event['date'] = 'May 2002'\ntext = json.dumps(event)"
    )
    done = on(path, "edit", "b", "--edit", "--summary", "S")
    assert done.code == 0, done.err
    assert "May 2002 → 2002-05" in done.err
    event = json.loads(path.read_bytes())["events"][1]
    assert event == {"id": "b", "date": "2002-05", "title": "B é", "summary": "S", "z": [1]}


def test_blanks_and_order_are_no_change(path: Path, editor: Callable[[str], None]) -> None:
    editor("text = '\\n' + text + '\\n'")
    assert on(path, "edit", "b", "--edit") == Done(0, "", f"hkinno: nothing changes in {path}\n")
    assert path.read_bytes() == OLD


def test_an_edit_that_is_left_as_it_is(path: Path, editor: Callable[[str], None]) -> None:
    editor("pass")
    refused(path, OLD, on(path, "edit", "b", "--edit"), 1, "the text was not changed")


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("text = text.replace('\"id\"', '\"date\"')", "date stands twice"),
        ("text = text[:-3]", "ends too early"),
        ("text = text.replace('\"b\"', '\"a\"')", "the id 'a' is taken already"),
        ('text = \'{"id": "b"}\'', "has no 'date'"),
        ("text = text.replace('2002-03', 'nonsense')", "nonsense"),
    ],
)
def test_an_edit_that_goes_wrong_is_kept(
    path: Path, tmp_path: Path, editor: Callable[[str], None], program: str, why: str
) -> None:
    editor(program)
    done = on(path, "edit", "b", "--edit")
    assert done.code in (1, 2)
    assert why in done.err
    assert path.read_bytes() == OLD
    (kept,) = tmp_path.glob("hkinno-*.json")
    assert f"hkinno: your text is kept in {kept}\n" in done.err


def test_what_was_changed_while_it_was_edited_is_not_overwritten(
    path: Path, tmp_path: Path, editor: Callable[[str], None]
) -> None:
    hkinno = shlex.join([sys.executable, "-m", "hkinno", "edit", "-s", str(path), "b"])
    editor(
        f"subprocess.run({hkinno!r} + ' --title Theirs', shell=True, check=True)\n"
        "text = text.replace('B \\\\u00e9', 'Mine')"
    )
    done = on(path, "edit", "b", "--edit")
    assert done.code == 1
    assert "b was changed by something else meanwhile" in done.err
    assert "your text is kept" in done.err
    theirs = OLD.replace(b"B \\u00e9", b"Theirs")
    assert path.read_bytes() == theirs
    assert "Mine" in next(tmp_path.glob("hkinno-*.json")).read_text()


def test_other_events_may_change_meanwhile(path: Path, editor: Callable[[str], None]) -> None:
    hkinno = shlex.join([sys.executable, "-m", "hkinno", "edit", "-s", str(path), "a"])
    editor(
        f"subprocess.run({hkinno!r} + ' --title Theirs', shell=True, check=True)\n"
        "text = text.replace('B \\\\u00e9', 'Mine')"
    )
    assert on(path, "edit", "b", "--edit").code == 0
    both = OLD.replace(b"B \\u00e9", b"Mine").replace(b'"A"', b'"Theirs"')
    assert path.read_bytes() == both


@pytest.mark.parametrize("name", ["-", "missing.json", "folder"])
def test_nobody_edits_what_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editor: Callable[[str], None], name: str
) -> None:
    editor("open('/no/such/place')")  # it is not even opened
    monkeypatch.chdir(tmp_path)
    os.mkdir("folder")
    done = call("edit", "-s", name, "a", "--edit", stdin='[{"id":"a","date":"2001","title":"A"}]')
    assert done.code == 1
    assert "Editing" not in done.err
    assert done.err.count("\n") == 1


# --- remove ---


def test_events_are_taken_out(path: Path) -> None:
    done = on(path, "remove", "b")
    assert done == Done(
        0, "- b  2002-03  B é\n", f"hkinno: undo with: hkinno undo --store {path}\n"
    )
    assert path.read_bytes() == OLD[: OLD.index(b",\n\n")] + OLD[OLD.index(b',\n\t\t{"id":"c"') :]


def test_all_of_them_or_none(path: Path) -> None:
    refused(path, OLD, on(path, "remove", "a", "x", "b"), 1, "no event has the id 'x'")
    refused(path, OLD, on(path, "remove", "a", "B"), 1, "did you mean b")
    done = on(path, "remove", "c", "a", "c", "b")
    assert done.out == "- c  junk  C\n- a  2001  A\n- b  2002-03  B é\n"
    assert path.read_bytes() == b'{\n\t"title": "T",\n\t"events": []\n}'
    assert on(path, "undo").code == 0
    assert path.read_bytes() == OLD


def test_remove_without_an_id(path: Path) -> None:
    refused(path, OLD, on(path, "remove"), 2, "ID")


def test_remove_in_a_dry_run_and_as_json(path: Path) -> None:
    assert on(path, "remove", "a", "--dry-run").out == "- a  2001  A\n"
    assert path.read_bytes() == OLD
    (row,) = on(path, "remove", "a", "--json").json()
    assert (row["id"], row["after"], row["before"]["title"]) == ("a", None, "A")


def test_words_for_a_date_are_stored_as_edtf_however_they_come(path: Path) -> None:
    for args in (["--date", "Feb 2019"], ["--set", 'date="Feb 2019"']):
        done = on(path, "edit", "a", *args)
        assert done.code == 0
        assert "Feb 2019 → 2019-02" in done.err
        assert b'"date": "2019-02"' in path.read_bytes()
        on(path, "undo")


def test_a_change_that_cannot_be_reported_is_told_to_be_made(path: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "hkinno", "edit", "-s", str(path), "a", "--title", "N"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert "but the change is made, see hkinno log" in done.stderr
    assert b'"N"' in path.read_bytes()


# --- undo, redo, log ---


def test_undo_and_redo_can_be_tried_and_report_as_json(path: Path) -> None:
    on(path, "edit", "b", "--title", "New")
    new = path.read_bytes()
    for command, undone, before, after in (("undo", True, new, OLD), ("redo", False, OLD, new)):
        tried = on(path, command, "--dry-run")
        assert (tried.code, tried.err) == (0, f"hkinno: nothing is written to {path} (--dry-run)\n")
        assert path.read_bytes() == before
        done = on(path, command, "--json")
        assert path.read_bytes() == after
        (logged,) = on(path, "log", "--json").json()
        assert done.json() == logged == {"when": logged["when"], "what": "edit b", "undone": undone}
        assert logged["when"] in tried.out


def test_undo_redo_and_log(path: Path) -> None:
    on(path, "add", "--date", "2003", "--title", "Third")
    on(path, "edit", "a", "--title", "N")
    on(path, "remove", "b")
    after = path.read_bytes()
    done = on(path, "log")
    lines = re.sub(r"^\S+T\S+", "WHEN", done.out, flags=re.M)
    whole = f"3 changes of {path}\n"
    assert lines == f"WHEN  remove b\nWHEN  edit a\nWHEN  add Third\n{whole}"
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d  ", done.out)
    assert re.fullmatch(rf"undone in {path}: remove b \(\S+\)\n", on(path, "undo").out)
    assert re.fullmatch(rf"undone in {path}: edit a \(\S+\)\n", on(path, "undo").out)
    lines = re.sub(r"^\S+T\S+", "WHEN", on(path, "log").out, flags=re.M)
    assert lines == f"WHEN  remove b  (undone)\nWHEN  edit a  (undone)\nWHEN  add Third\n{whole}"
    rows = on(path, "log", "--json").json()
    assert [(row["what"], row["undone"]) for row in rows] == [
        ("remove b", True), ("edit a", True), ("add Third", False),
    ]  # fmt: skip
    assert set(rows[0]) == {"what", "when", "undone"}
    on(path, "undo")
    assert path.read_bytes() == OLD
    refused(path, OLD, on(path, "undo"), 1, f"there is nothing to undo in {path}")
    for what in ("add Third", "edit a", "remove b"):
        assert on(path, "redo").out.startswith(f"done again in {path}: {what} (")
    assert path.read_bytes() == after
    done = on(path, "redo")
    assert (done.code, done.out) == (1, "")
    assert "there is nothing to redo" in done.err


def test_across_processes(path: Path) -> None:
    env = {"HKINNO_STORE": str(path)}
    assert run("add", "--date", "2003", "--title", "Third", env=env).code == 0
    assert run("undo", env=env).code == 0
    assert path.read_bytes() == OLD
    assert run("redo", env=env).code == 0
    assert len(list(load(path))) == 4


def test_log_of_nothing(path: Path) -> None:
    assert on(path, "log") == Done(0, f"0 changes of {path}\n", "")
    assert on(path, "log", "--json").json() == []


def test_log_when_something_else_has_written(path: Path) -> None:
    on(path, "edit", "a", "--title", "N")
    path.write_bytes(OLD + b"\n")
    done = on(path, "log")
    assert done.code == 0
    assert done.out.endswith(f"  edit a\n1 change of {path}\n")
    assert "was changed by something else since, so none of this can be undone" in done.err
    assert on(path, "undo").code == 1
    assert path.read_bytes() == OLD + b"\n"


def test_steps_that_cannot_be_noted_are_said_to_be(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hkinno import HkinnoError
    from hkinno.store import journal

    on(path, "edit", "a", "--title", "N")

    def refuse(*_: object) -> None:
        raise HkinnoError("there is no room")

    monkeypatch.setattr(journal, "replace", refuse)
    for command, title in (("undo", "A"), ("redo", "N")):
        done = on(path, command)
        assert done.code == 0
        assert done.err == "hkinno: warning: there is no room\n"
        assert next(iter(load(path))).event.title == title
    assert tmp_path.exists()


@pytest.mark.parametrize("command", ["undo", "redo", "log"])
def test_of_a_store_that_is_not_there(tmp_path: Path, command: str) -> None:
    done = call(command, "-s", str(tmp_path / "missing.json"))
    assert (done.code, done.out) == (1, "")
    assert "there is no file" in done.err


@pytest.mark.parametrize(
    "args", [["undo"], ["redo"], ["log"], ["fmt"], ["remove", "x"], ["edit", "x", "--title", "T"]]
)
def test_the_bundled_chronology_is_refused(args: list[str]) -> None:
    done = call(*args)
    assert (done.code, done.out) == (1, "")
    assert "there is no events.json in this folder; hkinno init makes one" in done.err
    done = call(args[0], "-s", ":bundled:", *args[1:])
    assert (done.code, done.out) == (1, "")
    assert "the bundled chronology is read-only" in done.err


def test_a_long_title_is_short_in_the_log(path: Path) -> None:
    title = "x" * 100_000
    assert on(path, "add", "--date", "2003", "--title", title).code == 0
    assert len(on(path, "log").out) < 300
    assert len(on(path, "undo").out) < 300
    assert path.read_bytes() == OLD


# --- init ---


def test_an_empty_store(tmp_path: Path) -> None:
    path = tmp_path / "My town.json"
    done = call("init", str(path))
    assert (done.code, done.out) == (0, "")
    made, add, load_file = done.err.splitlines()
    assert made == f"hkinno: made {path} with 0 events"
    assert add.startswith(f"hkinno: put an event in with: hkinno add -s '{path}' --date ")
    assert load_file.endswith(f": hkinno import FILE -s '{path}'")
    assert path.read_text() == '{\n  "title": "My town",\n  "events": []\n}\n'
    assert call("init", str(tmp_path / "b.json"), "--title", "").code == 0
    assert json.loads((tmp_path / "b.json").read_text()) == {"title": "", "events": []}
    assert sorted(os.listdir(tmp_path)) == ["My town.json", "b.json"]
    assert call("add", "-s", str(path), "--date", "2003", "--title", "T").code == 0
    assert call("fmt", "-s", str(path), "--check").code == 0


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson"])
def test_empty_json_lines(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert call("init", str(path)).code == 0
    assert path.read_bytes() == b""
    assert call("add", "-s", str(path), "--date", "2003", "--title", "T").code == 0
    assert path.read_bytes() == b'{"id": "t", "date": "2003", "title": "T"}\n'
    assert call("timeline", "-s", str(path), "--json").json()[0]["id"] == "t"


def test_a_copy_of_the_bundled_chronology(tmp_path: Path) -> None:
    path, titled, lines = (tmp_path / name for name in ("a.json", "b.json", "c.jsonl"))
    count = len(list(load()))
    done = call("init", str(path), "--from-bundled")
    made = f"hkinno: made {path} with {count} events\n"
    assert done.err == f"{made}hkinno: see them with: hkinno timeline -s {path}\n"
    assert path.read_bytes() == EVENTS.read_bytes()
    assert call("init", str(titled), "--from-bundled", "--title", "Mine").code == 0
    assert json.loads(titled.read_bytes()) == {**json.loads(EVENTS.read_bytes()), "title": "Mine"}
    assert call("init", str(lines), "--from-bundled").code == 0
    assert len(lines.read_bytes().splitlines()) == count
    shown = [call("timeline", "-s", str(file), "--json").out for file in (path, titled, lines)]
    assert len(set(shown)) == 1
    for file in (path, titled, lines):
        assert call("fmt", "-s", str(file), "--check").code == 0
        assert call("edit", "-s", str(file), "science-park-opens", "--title", "N").code == 0


@pytest.mark.parametrize(
    ("args", "code", "why"),
    [
        (["there.json"], 1, "there.json exists already; init makes new stores only"),
        (["dangling.json"], 1, "dangling.json exists already"),
        (["."], 1, ". exists already"),
        (["folder"], 1, "folder exists already"),
        (["no/such/a.json"], 1, "no/such/a.json cannot be written: there is no folder no/such"),
        (["there.json/a.json"], 1, "there.json/a.json cannot be written: Not a directory"),
        (["-"], 2, "init makes a file, which needs a name"),
        ([""], 1, "''"),
        (["a.json.gz"], 2, "a gzipped store is read-only"),
        (["a.jsonl", "--title", "T"], 2, "JSON Lines have no place for a title"),
        (["a.json", "--title", "\udcff"], 2, "is not UTF-8"),
        (["a.json", "b.json"], 2, "unexpected extra argument"),
        (["x" * 300 + ".json"], 1, "File name too long"),
    ],
)
def test_stores_that_are_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], code: int, why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there.json").write_bytes(OLD)
    os.symlink("nowhere", "dangling.json")
    os.mkdir("folder")
    before = sorted(os.listdir())
    done = call("init", *args)
    assert (done.code, done.out) == (code, ""), done
    assert why in done.err
    assert done.err.count("\n") == 1
    assert sorted(os.listdir()) == before
    assert Path("there.json").read_bytes() == OLD


def test_a_name_that_is_no_text_is_a_name(tmp_path: Path) -> None:
    name = os.path.join(str(tmp_path), "\udcff\x1b[31m.json")
    done = call("init", name)
    assert done.code == 0
    assert "\x1b" not in done.err
    with open(name, "rb") as file:
        assert json.loads(file.read()) == {"title": "\ufffd\x1b[31m", "events": []}
    assert call("add", "-s", name, "--date", "2003", "--title", "T").code == 0
    assert call("undo", "-s", name).code == 0


# --- fmt ---


def test_fmt_and_check(path: Path) -> None:
    done = on(path, "fmt", "--check")
    assert (done.code, done.out) == (1, "")
    assert done.err == (f"hkinno: {path} is not in canonical form; hkinno fmt makes it so\n")
    assert path.read_bytes() == OLD
    done = on(path, "fmt")
    undo = f"hkinno: undo with: hkinno undo --store {path}\n"
    assert done == Done(0, "", f"hkinno: {path} is now in canonical form\n{undo}")
    assert path.read_bytes().decode() == (
        '{\n  "title": "T",\n  "events": [\n'
        '    {\n      "id": "a",\n      "date": "2001",\n      "title": "A",\n'
        '      "tags": ["t"],\n      "n": 1.50\n    },\n'
        '    {\n      "id": "b",\n      "date": "2002-03",\n      "title": "B \\u00e9",\n'
        '      "x": {"y": 12345678901234567890123}\n    },\n'
        '    {\n      "id": "c",\n      "date": "junk",\n      "title": "C"\n    }\n'
        "  ]\n}\n"
    )
    assert on(path, "fmt", "--check") == Done(0, "", "")
    before = untouched(path)
    assert on(path, "fmt").err == f"hkinno: {path} is canonical already\n"
    assert untouched(path) == before
    assert on(path, "undo").code == 0
    assert path.read_bytes() == OLD


def test_what_is_added_to_a_canonical_store_keeps_it_so(path: Path) -> None:
    on(path, "fmt")
    on(path, "edit", "c", "--date", "2005")
    on(path, "fmt")
    on(
        path,
        "add",
        "--date",
        "2003",
        "--title",
        "T",
        "--tag",
        "a,b",
        "--source",
        "S",
        "--set",
        "x=[]",
    )
    on(path, "edit", "a", "--summary", "S", "--tag", "x,y", "--figure", "n=5 m")
    assert on(path, "fmt", "--check").code == 0


def test_fmt_check_reads_whatever_can_be_read(path: Path, tmp_path: Path) -> None:
    on(path, "fmt")
    good = path.read_bytes()
    zipped = tmp_path / "store.json.gz"
    zipped.write_bytes(gzip.compress(good))
    path.chmod(0o400)
    stores = ("-s", str(path), "-s", str(zipped), "-s", "-")
    assert call("fmt", "--check", *stores, stdin=good) == Done(0, "", "")
    done = call("fmt", "--check", *stores, stdin=good + b" ")
    assert (done.code, done.err.partition(" is ")[0]) == (1, "hkinno: -")
    zipped.write_bytes(gzip.compress(good + b" "))
    done = call("fmt", "--check", *stores, stdin=good + b" ")
    assert (done.code, done.err.partition(" are ")[0]) == (1, f"hkinno: {zipped}, -")
    assert call("fmt", "--check").code == 0


def test_fmt_that_cannot_be_undone_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hkinno.store.journal.MOST_BYTES", 10)
    done = on(path, "fmt")
    assert done.code == 0
    assert "warning: this cannot be undone, since the journal keeps no change" in done.err


def test_fmt_of_what_is_broken(path: Path) -> None:
    for data in (b"[", b'[{"id":"a","date":"2001","title":"A","title":"B"}]'):
        path.write_bytes(data)
        for args in ([], ["--check"]):
            done = on(path, "fmt", *args)
            assert (done.code, done.out) == (1, "")
            assert done.err.count("\n") == 1
        assert path.read_bytes() == data


def test_the_bundled_chronology_stays_canonical() -> None:
    assert call("fmt", "-s", str(EVENTS), "--check").code == 0
