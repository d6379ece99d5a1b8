"""Changes from the explorer: seen before they are written, and written as the commands write."""

import json
import stat
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, Store, call
from effects import titles
from explorer import TODAY, Seen, copied, events_of, look, raised
from textual.app import App

from hkinno import HkinnoError
from hkinno.cli.browsing import World
from hkinno.cli.commands import browse

pytestmark = pytest.mark.usefixtures("state")  # each test has its own changes to undo

Step = Callable[[Seen], Awaitable[None]]


async def fill(seen: Seen, key: str, **typed: str) -> None:
    """Open the form, type these at the ends of fields, and ask what that changes."""
    await seen.press(key)
    for option, text in typed.items():
        await seen.click(seen.field(option))
        await seen.press("end")
        await seen.write(text)
    await seen.press("ctrl+s")


async def removes(seen: Seen) -> None:
    await seen.press("j", "x")


async def removes_marked(seen: Seen) -> None:
    await seen.press("space", "j", "j", "space", "x")


async def edits(seen: Seen) -> None:
    await fill(seen, "E", title=" indeed", tag=",new", summary=" More.")


async def adds(seen: Seen) -> None:
    await fill(seen, "a", date="Feb 1999", title="A new event", place="Hong Kong,Macao")


IDS = [event["id"] for event in events_of(EVENTS)]
FIRST = events_of(EVENTS)[0]
CHANGES: dict[str, tuple[Step, list[str], list[str]]] = {  # the command, and what is shown of it
    "remove": (removes, ["remove", IDS[1]], [IDS[1]]),
    "remove marked": (removes_marked, ["remove", IDS[0], IDS[2]], [IDS[0], IDS[2]]),
    "edit": (
        edits,
        [
            *("edit", IDS[0], "--title", f"{FIRST['title']} indeed"),
            *("--summary", f"{FIRST['summary']} More.", "--tag", ",".join([*FIRST["tags"], "new"])),
        ],
        [f"{FIRST['title']} indeed", "new"],
    ),
    "add": (
        adds,
        ["add", "--date", "Feb 1999", "--title", "A new event", "--place", "Hong Kong,Macao"],
        ["A new event", "1999-02"],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen_first_and_written_as_the_command_does(name: str, tmp_path: Path) -> None:
    step, words, shown = CHANGES[name]
    path = Path(copied(tmp_path))
    (tmp_path / "by command").mkdir()
    other = copied(tmp_path / "by command")
    assert call(*words, "-s", other).code == 0

    async def test(seen: Seen) -> None:
        old = path.read_bytes()
        for answer in ("escape", "n"):
            await step(seen)
            for text in shown:
                assert text in seen.text()
            await seen.press(answer)
            assert path.read_bytes() == old
            assert seen.foot == "nothing is written"
            await seen.press("g")
            for event_id in list(seen.main.session.marked):
                assert event_id in seen.ids
            seen.main.session.marked.clear()
        await step(seen)
        await seen.press("enter")
        assert path.read_bytes() == Path(other).read_bytes()
        assert sorted(seen.ids) == sorted(titles(path))
        assert seen.foot.startswith("done: ")
        assert seen.foot.endswith("u undoes it")

    look(test, store=path)


def test_changes_are_undone_and_done_again(tmp_path: Path) -> None:
    path = Path(copied(tmp_path))

    async def test(seen: Seen) -> None:
        versions = [path.read_bytes()]
        for step in (removes, edits, adds):
            await seen.press("g")
            await step(seen)
            await seen.press("enter")
            versions.append(path.read_bytes())
        assert len(set(versions)) == 4
        for key, expected in (("u", versions[2::-1]), ("U", versions[1:])):
            for version in expected:
                before = path.read_bytes()
                await seen.press(key)
                assert path.read_bytes() == before
                await seen.press("enter")
                assert path.read_bytes() == version
                assert sorted(seen.ids) == sorted(titles(path))
            await seen.press(key)
            assert "nothing" in seen.foot

    look(test, store=path)


def test_what_cannot_be_taken_is_said_in_the_form_and_one_types_on(tmp_path: Path) -> None:
    path = Path(copied(tmp_path))

    async def test(seen: Seen) -> None:
        old = path.read_bytes()
        await fill(seen, "a", date="soon", title="New")
        said = raised(call("add", "-s", str(path), "--date", "soon", "--title", "New"))
        assert said.removeprefix("--")[:40] in seen.text()  # it is no option here
        await seen.click(seen.field("date"))
        await seen.press("home", *["delete"] * 4)
        await seen.write("2001")
        await seen.press("ctrl+s", "enter")
        assert "New" in seen.text("#events")
        assert path.read_bytes() != old
        await seen.press("E", "escape")
        await seen.press("E", "ctrl+s")  # nothing was changed
        assert seen.main is seen.app.screen

    look(test, store=path)


@pytest.mark.parametrize("keys", ["a", "E", "x", "u", "U", "ctrl+e"])
def test_the_bundled_chronology_is_not_changed_and_says_how_to_have_ones_own(keys: str) -> None:
    old = EVENTS.read_bytes()
    said = raised(call("remove", IDS[0], "-s", ":bundled:", "--dry-run"))

    async def test(seen: Seen) -> None:
        await seen.press(keys)
        assert " ".join(seen.foot.split()) == said
        assert "hkinno init" in said

    look(test)
    assert EVENTS.read_bytes() == old


# --- $EDITOR


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make $EDITOR a script of sed."""

    def use(script: str) -> None:
        path = tmp_path / "editor.sh"
        path.write_text(f'#!/bin/sh\nsed -i "{script}" "$1"\n')
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("EDITOR", str(path))
        monkeypatch.delenv("VISUAL", raising=False)

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(App, "suspend", lambda _: nullcontext())  # there is no terminal to give up
    return use


def world(path: str) -> World:
    return World((path,), (path,), TODAY, False, False, browse._parse)


def test_what_is_changed_in_the_editor_are_words_of_edit(
    tmp_path: Path, editor: Callable[[str], None]
) -> None:
    path = copied(tmp_path)
    editor("s/returns to China/is back/")
    words = world(path).editor(IDS[0])
    assert Path(path).read_bytes() == EVENTS.read_bytes()
    assert call("edit", IDS[0], *words, "-s", path).code == 0
    assert titles(Path(path))[IDS[0]] == "Hong Kong is back"


@pytest.mark.parametrize(
    ("script", "said"),
    [("s/zzz/y/", "not changed"), ("s/{/[/", "no event"), ("s/1997/soon/", "date")],
)
def test_what_cannot_be_taken_from_the_editor_is_kept(
    script: str, said: str, tmp_path: Path, editor: Callable[[str], None]
) -> None:
    path = copied(tmp_path)
    editor(script)
    with pytest.raises(HkinnoError, match=said) as caught:
        world(path).editor(IDS[0])
    assert "\n" not in str(caught.value)
    kept = list(tmp_path.glob("hkinno-*.json"))
    assert len(kept) == (said != "not changed")
    assert all(str(file) in str(caught.value) for file in kept)

    async def test(seen: Seen) -> None:
        await seen.press("ctrl+e")
        assert said in " ".join(seen.foot.split())

    look(test, store=path)
    assert Path(path).read_bytes() == EVENTS.read_bytes()


# --- what something else changes


async def noticed(seen: Seen, text: str) -> None:
    """Wait until the bottom line says this."""
    for _ in range(60):
        await seen.pilot.pause(0.1)
        if text in seen.foot:
            return
    raise AssertionError(f"{text!r} is not said; {seen.foot}")


def rewrite(path: Path, events: list[dict[str, Any]]) -> None:
    path.write_text(json.dumps({"events": events}, ensure_ascii=False), "utf-8")


def test_a_change_from_outside_is_read_and_the_place_is_kept(tmp_path: Path) -> None:
    path = Path(copied(tmp_path))

    async def test(seen: Seen) -> None:
        await seen.press("G", "k", "r", "space")
        chosen = seen.chosen
        rewrite(path, [{"id": "first", "date": "1990", "title": "First"}, *events_of(path)[3:]])
        await noticed(seen, "read anew")
        assert seen.chosen == chosen
        assert chosen
        assert titles(path)[chosen][:20] in seen.cursor
        assert seen.cursor.startswith("✓")
        assert "first" in seen.ids
        assert IDS[0] not in seen.ids
        assert seen.text("#asked") == "reversed"
        rewrite(path, [event for event in events_of(path) if event["id"] != chosen])
        await noticed(seen, "read anew")
        assert seen.chosen in seen.ids

    look(test, store=path)


def test_a_file_that_is_half_written_is_said_and_the_old_events_stay(tmp_path: Path) -> None:
    path = Path(copied(tmp_path))

    async def test(seen: Seen) -> None:
        whole, ids = path.read_bytes(), seen.ids
        await seen.press("j")
        path.write_bytes(whole[: len(whole) // 2])
        await noticed(seen, "cannot be read")
        for key in ("G", "k", "g", "j", "s", "s", "s", "s"):
            await seen.press(key)
            assert seen.ids
        assert seen.ids == ids
        path.write_bytes(whole)
        await noticed(seen, "read anew")
        assert seen.ids == ids
        path.unlink()
        await noticed(seen, "cannot be read")
        assert seen.ids == ids

    look(test, store=path)


def test_a_store_that_is_emptied_and_filled_again(store: Store) -> None:
    path = Path(store({"id": "a", "date": "2020", "title": "A"}))

    async def test(seen: Seen) -> None:
        await seen.press("x", "enter")
        assert seen.ids == []
        assert "the store has no events" in seen.text("#events")
        await fill(seen, "a", date="2021", title="B")
        await seen.press("enter")
        assert len(seen.ids) == 1
        assert seen.chosen == seen.ids[0]

    look(test, store=path)
