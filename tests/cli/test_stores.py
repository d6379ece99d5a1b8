"""Whose events these are: which store is meant, what answers call it, what `-o` may overwrite."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, Done, call, run

Store = Callable[..., str]
MINE = {"id": "mine", "date": "1905", "title": "A tram runs"}
FOR_PEOPLE = ["timeline", "chart", "chart --describe", "stats", "stats --by year", "show mine"]
FOR_PEOPLE += ["timeline -f card", "timeline -f markdown", "timeline -f html", "chart -f svg"]
FOR_PEOPLE += ["between mine 2020", "stats --gaps", "timeline --since 3000", "log"]


def write(path: Path, *events: dict[str, Any], **members: Any) -> bytes:
    data = json.dumps({**members, "events": list(events)}).encode()
    path.write_bytes(data)
    return data


@pytest.fixture
def folder(elsewhere: Path, state: Path) -> Path:
    """A folder with a store of one's own, in which the test runs."""
    assert state
    write(elsewhere / "events.json", MINE)
    return elsewhere


def ids(done: Done) -> list[str]:
    return [event["id"] for event in done.json()]


# --- which store ---


def test_the_store_of_the_folder_is_meant_where_none_is_named(folder: Path) -> None:
    assert ids(call("timeline", "--json")) == ["mine"]
    assert "mine" not in ids(call("timeline", "--json", "-s", ":bundled:"))
    other = folder / "other.json"
    write(other, {**MINE, "id": "other"})
    assert ids(call("timeline", "--json", "-s", "other.json")) == ["other"]
    assert ids(call("timeline", "--json", env={"HKINNO_STORE": "other.json"})) == ["other"]
    assert len(ids(call("timeline", "--json", env={"HKINNO_STORE": ":bundled:"}))) == 19
    both = ids(call("timeline", "--json", "-s", "other.json", "-s", "events.json"))
    assert sorted(both) == ["mine", "other"]


def test_it_is_changed_too_and_every_change_names_it(folder: Path) -> None:
    done = call("add", "--date", "1910", "--title", "B")
    assert done.err == "hkinno: undo with: hkinno undo --store events.json\n"
    assert call("undo").out.startswith("undone in events.json: add B (")
    assert json.loads((folder / "events.json").read_text())["events"] == [MINE]


@pytest.mark.parametrize("content", ["", "[1, 2]", '{"a": 1}', "junk", '{"events": [{"id": 1}]}'])
def test_one_that_is_no_store_is_an_error(elsewhere: Path, content: str) -> None:
    (elsewhere / "events.json").write_text(content)
    for command in ("timeline", "stats", "chart", "show x", "check", "add --date 2002 --title T"):
        done = call(*command.split())
        assert done.code == 1, command
        assert "events.json" in done.out + done.err
        assert "Hong Kong" not in done.out
    for command in ("date 2019", "schema", "help", "--version", "completion bash", "init x.json"):
        assert call(*command.split()).code == 0, command


def test_a_folder_or_a_link_to_nowhere_of_its_name_is_an_error(elsewhere: Path) -> None:
    (elsewhere / "events.json").symlink_to("nowhere")
    assert "there is no file events.json" in call("timeline").err
    (elsewhere / "events.json").unlink()
    (elsewhere / "events.json").mkdir()
    assert "events.json is a folder" in call("timeline").err


# --- answers name it ---


@pytest.mark.parametrize("command", FOR_PEOPLE)
def test_every_answer_for_a_person_names_the_store(folder: Path, command: str) -> None:
    write(folder / "town.json", MINE)
    assert "events.json" in call(*command.split()).out
    done = call(*command.split(), "-s", "town.json")
    assert "town.json" in done.out
    assert "events.json" not in done.out


def test_of_several_stores_all_are_named(folder: Path) -> None:
    write(folder / "town.json", {**MINE, "id": "b"})
    done = call("timeline", "-s", "events.json", "-s", "town.json")
    assert done.out.endswith("2 of 2 events · 1905 · events.json and town.json\n")


def test_an_answer_that_others_read_does_not_tell_of_folders(folder: Path) -> None:
    path = str(folder / "events.json")
    for form in ("html", "svg", "markdown", "txt"):
        name = "table" if form == "txt" else form
        assert call("timeline", "-s", path, "-f", name, "-o", f"a.{form}").code == 0
        text = (folder / f"a.{form}").read_text()
        assert "events.json" in text
        assert str(folder) not in text


def test_check_says_of_whose_events_it_speaks(folder: Path) -> None:
    assert "events.json" in call("check").err
    (folder / "events.json").unlink()
    assert "nothing wrong in 19 events of the bundled chronology" in call("check").err


# --- the bundled chronology, for want of another ---

WANT = "this is the bundled chronology, for want of an events.json in this folder"


@pytest.mark.parametrize("command", ["timeline", "stats", "chart", "check"])
def test_that_it_is_the_bundled_one_is_said_of_a_file(elsewhere: Path, command: str) -> None:
    form = {"chart": "svg"}.get(command, "csv")
    done = call(command, "-o", f"a.{form}")
    assert done.code == 0
    assert WANT in done.err
    assert "hkinno init" in done.err
    named = call(command, "-s", ":bundled:", "-o", f"b.{form}")
    assert WANT not in named.err
    assert (elsewhere / f"a.{form}").read_bytes() == (elsewhere / f"b.{form}").read_bytes()


def test_a_script_is_told_nothing(elsewhere: Path) -> None:
    assert os.listdir(elsewhere) == []
    assert run("timeline", "--json").err == ""
    assert run("timeline").err == ""


# --- init ---


def test_init_without_a_file_makes_the_store_of_the_folder(elsewhere: Path, state: Path) -> None:
    assert state
    done = call("init")
    assert (done.code, done.out) == (0, "")
    first, add, load = done.err.splitlines()
    assert first == "hkinno: made events.json with 0 events"
    assert add.startswith("hkinno: put an event in with: hkinno add --date 2002 --title ")
    assert load == "hkinno: or what you have in a file: hkinno import FILE"
    assert call("add", "--date", "2002", "--title", "What happened").code == 0
    assert ids(call("timeline", "--json")) == ["what-happened"]
    assert call("init").code == 1
    (elsewhere / "events.json").unlink()
    assert call("init", "--from-bundled").err.endswith("see them with: hkinno timeline\n")
    assert (elsewhere / "events.json").read_bytes() == EVENTS.read_bytes()


# --- what -o may overwrite ---


@pytest.mark.parametrize(
    "command",
    [
        "timeline -s mine.json",
        "timeline -s mine.json --json",
        "stats --json -s mine.json",
        "chart -f svg -s mine.json",
        "check --json -s mine.json",
        "date 2002 --json",
        "show mine --json -s mine.json",
        "diff mine.json mine.json --json",
        "merge mine.json mine.json mine.json",
        "between 2002 2003 --json -s mine.json",
    ],
)
def test_the_events_of_another_chronology_are_safe(folder: Path, command: str) -> None:
    write(folder / "mine.json", MINE)
    before = write(folder / "victim.json", *({**MINE, "id": f"v{n}"} for n in range(9)))
    done = call(*command.split(), "-o", "victim.json")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "hkinno: victim.json holds 9 events that no store that is read has ('v0', 'v1', 'v2' …); "
        "write to another file, or overwrite it with --force\n"
    )
    assert (folder / "victim.json").read_bytes() == before
    assert call(*command.split(), "-o", "victim.json", "--force").code == 0
    assert (folder / "victim.json").read_bytes() != before


@pytest.mark.parametrize("name", ["v.jsonl", "v.csv", "v.tsv", "v.data"])
def test_in_whatever_file_they_are(folder: Path, name: str) -> None:
    write(folder / "other.json", {**MINE, "id": "v"})
    form = {"v.data": ["-f", "json"]}.get(name, [])
    assert call("timeline", "-s", "other.json", "-o", name, *form).code == 0
    before = (folder / name).read_bytes()
    done = call("timeline", "-o", name, *form)
    assert (done.code, "holds 1 event that no store that is read has ('v')" in done.err) == (
        1,
        True,
    )
    assert (folder / name).read_bytes() == before
    (folder / "events.json").write_bytes(json.dumps([MINE, {**MINE, "id": "v"}]).encode())
    assert call("timeline", "-o", name, *form).code == 0


def test_events_without_an_id_are_known_by_their_titles(folder: Path) -> None:
    (folder / "raw.json").write_text('[{"date": "1906", "title": "By hand"}]')
    assert "('By hand')" in call("timeline", "-o", "raw.json").err
    for _ in range(2):  # but what is chosen of one's own may be written every day
        assert call("timeline", "--fields", "date,title", "-o", "some.json").code == 0


def test_an_answer_that_is_written_every_day(folder: Path) -> None:
    write(folder / "events.json", MINE, {**MINE, "id": "later", "date": "2002"})
    assert call("timeline", "--since", "1900", "-o", "recent.json").code == 0
    assert call("timeline", "--since", "2000", "-o", "recent.json").code == 0
    assert ids(call("timeline", "-s", "recent.json", "--json")) == ["later"]


def test_a_store_that_is_read_keeps_its_events(folder: Path) -> None:
    before = write(folder / "events.json", MINE, {**MINE, "id": "later", "date": "2002"})
    for args in (["--since", "2000"], ["--limit", "0"], ["--fields", "id"], ["-f", "csv"]):
        done = call("timeline", "-o", "events.json", *args)
        assert (done.code, done.out) == (1, "")
        assert "events.json is a store that is read" in done.err
        assert (folder / "events.json").read_bytes() == before
    done = call("timeline", "--since", "2000", "-o", "events.json")
    assert "the answer lacks 1 of its 2 events ('mine')" in done.err
    assert call("timeline", "--reverse", "-o", "events.json").code == 0
    assert ids(call("timeline", "--json")) == ["mine", "later"]


def test_standard_input_is_a_store_that_is_read(folder: Path) -> None:
    data = (folder / "events.json").read_bytes()
    assert call("timeline", "-s", "-", "-o", "a.json", stdin=data).code == 0
    assert call("timeline", "-s", "-", "-o", "a.json", stdin=data).code == 0


def test_what_cannot_be_read_may_hold_events(folder: Path) -> None:
    (folder / "half.json").write_text('{"events": [{"id": "a", "da')
    done = call("timeline", "-o", "half.json")
    assert (done.code, "half.json cannot be read, and may hold events" in done.err) == (1, True)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"name": "package"}', "[1, 2]"])
def test_other_files_are_overwritten(folder: Path, content: str) -> None:
    (folder / "a.json").write_text(content)
    assert call("timeline", "-o", "a.json").code == 0
    assert ids(call("timeline", "-s", "a.json", "--json")) == ["mine"]


def test_an_answer_in_the_place_of_its_store_leaves_what_is_beside_the_events(folder: Path) -> None:
    """And it can be undone, as all that changes a store."""
    later = {**MINE, "id": "later", "date": "2002"}
    beside = {"title": "Mine", "check": {"ignore": ["no-source"]}, "note": "keep me"}
    before = write(folder / "events.json", later, MINE, **beside)
    done = call("timeline", "-o", "events.json")
    assert (done.code, done.out) == (0, "")
    assert "undo with: hkinno undo --store events.json" in done.err
    assert json.loads((folder / "events.json").read_bytes()) == {**beside, "events": [MINE, later]}
    done = call("timeline", "-o", "events.json", "-f", "jsonl")
    assert (done.code, "JSON Lines" in done.err) == (1, True)
    assert call("timeline", "--since", "2000", "-o", "events.json", "--force").code == 0
    assert json.loads((folder / "events.json").read_bytes()) == {**beside, "events": [later]}
    assert call("undo").code == call("undo").code == 0
    assert (folder / "events.json").read_bytes() == before


def test_a_store_is_read_though_it_comes_as_standard_input(folder: Path) -> None:
    before = write(folder / "events.json", MINE, {**MINE, "id": "later", "date": "2002"})
    args = [sys.executable, "-m", "hkinno", "timeline", "-s", "-", "--since", "2000"]
    with (folder / "events.json").open() as file:
        done = subprocess.run([*args, "-o", "events.json"], stdin=file, capture_output=True)
    assert (done.returncode, b"events.json is a store that is read" in done.stderr) == (1, True)
    assert (folder / "events.json").read_bytes() == before
