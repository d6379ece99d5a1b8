"""What the explorer cannot do is said, and all stays as it was."""

import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from conftest import Store, call
from explorer import Seen, copied, events_of, look, made, raised
from textual.app import App

from hkinno import HkinnoError
from hkinno.files import STDIN

pytestmark = pytest.mark.usefixtures("state")  # each test has its own bookmarks


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("true", "the text was not changed"),
        ("no-such-editor", "no-such-editor"),
        ("false", "false"),
        ("sed -i s/{/[/", "your text is kept in"),
    ],
)
def test_an_editor_that_gives_nothing_is_told_of(
    editor: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(App, "suspend", lambda _: nullcontext())  # there is no terminal to give up
    path = Path(copied(tmp_path))
    before = path.read_bytes()

    async def test(seen: Seen) -> None:
        await seen.press("ctrl+e")
        await seen.settle()
        assert said in seen.foot.replace("\n", " ")
        await seen.press("j")
        assert seen.chosen == seen.ids[1]

    look(test, store=path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("key", ["a", "E", "x", "u", "ctrl+e", "B"])
def test_standard_input_is_read_only(key: str, tmp_path: Path) -> None:
    path = Path(copied(tmp_path))
    app = made(stores=(str(path),))
    app._edge._named = (STDIN,)  # type: ignore[attr-defined]  # as it is for a store that is piped

    async def test(seen: Seen) -> None:
        await seen.press(key)
        await seen.settle()
        assert "standard input" in seen.foot

    look(test, app=app)


def test_an_id_that_begins_as_an_option_does_can_be_changed(store: Store) -> None:
    path = store(
        {"id": "-k", "date": "2002", "title": "Dash"}, {"id": "b", "date": "2003", "title": "B"}
    )

    async def test(seen: Seen) -> None:
        await seen.press("x")
        await seen.settle()
        assert "- -k" in seen.text()
        await seen.press("enter")
        await seen.settle()
        assert seen.ids == ["b"]

    look(test, store=path)
    assert [event["id"] for event in call("timeline", "-s", path, "--json").json()] == ["b"]


def test_what_was_shown_is_what_is_written(tmp_path: Path) -> None:
    """Something else changes the store while its difference is looked at: that is shown anew."""
    path = Path(copied(tmp_path))
    first, second = (event["id"] for event in events_of(path)[:2])
    assert call("remove", "-s", str(path), first).code == 0

    async def test(seen: Seen) -> None:
        await seen.press("u")
        await seen.settle()
        assert f"+ {first}" in seen.text()
        assert call("remove", "-s", str(path), second).code == 0
        await seen.press("enter")
        await seen.settle()
        assert "changed meanwhile" in seen.text()
        assert f"+ {second}" in seen.text()
        await seen.press("escape")

    look(test, store=path)
    assert not {first, second} & {event["id"] for event in events_of(path)}


@pytest.mark.parametrize(
    "words", ["--where nofield=x", "--certain", "--since 2020 --until 2010", "--regex --search ("]
)
def test_a_question_that_makes_no_sense_is_refused_as_by_the_command(words: str) -> None:
    with pytest.raises(HkinnoError) as error:
        made(*words.split())
    assert str(error.value) == raised(call("timeline", "-s", ":bundled:", *words.split()))


def test_back_to_what_cannot_be_asked_any_more(tmp_path: Path) -> None:
    path = Path(copied(tmp_path))
    first = events_of(path)[0]["id"]

    async def test(seen: Seen) -> None:
        await seen.press("n")
        shown = seen.ids
        assert call("remove", "-s", str(path), first).code == 0
        seen.main._look()
        await seen.app.workers.wait_for_complete()
        await seen.settle()
        assert seen.ids == [i for i in shown if i != first]
        await seen.press("less_than_sign")
        assert first in seen.foot
        assert seen.ids == [i for i in shown if i != first]

    look(test, "--around", first, store=path)


def test_a_field_whose_name_cannot_be_asked_for_is_not_offered(tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text(json.dumps([{"id": "a", "date": "2002", "title": "A", "a=b": "c", "d": "e"}]))

    async def test(seen: Seen) -> None:
        await seen.press("F")
        assert "│ d " in seen.text().replace("│  d ", "│ d ")
        assert "a=b" not in seen.text()

    look(test, store=path)


def test_the_mouse_leaves_a_dialog_and_does_what_it_asks(tmp_path: Path) -> None:
    path = Path(copied(tmp_path))

    async def test(seen: Seen) -> None:
        first = seen.ids[0]
        await seen.press("x")
        await seen.settle()
        await seen.click(seen.find("Esc: do not"))
        assert first in seen.ids
        await seen.press("x")
        await seen.settle()
        await seen.click(seen.find("Enter: write it"))
        assert first not in seen.ids
        await seen.press("question_mark")
        await seen.click(seen.find("The other way round"))
        assert "reversed" in seen.text("#asked")

    look(test, store=path)
