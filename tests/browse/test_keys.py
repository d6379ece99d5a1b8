"""Every key of the table has its effect on what is shown, and the palette finds every action."""

import json
import stat
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import asking_effects  # noqa: F401  # adds its effects
import pytest
import taking_effects  # noqa: F401  # too
from conftest import EVENTS
from effects import EFFECTS, LINKED
from explorer import Seen, look
from textual.app import App

from hkinno.browse.keys import Key, every_key

KEYS = [(row, key) for row in every_key() for key in row.keys.split(",")]


@pytest.fixture
def world(tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store that can be written, an editor, and a browser, which writes down where it was."""
    data = json.loads(EVENTS.read_bytes())
    data["events"].append(LINKED)
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2), "utf-8")
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i "s/Hong Kong/Changed/" "$1"\n')
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)

    def visit(url: str, *_: Any, **__: Any) -> bool:
        (tmp_path / "visited").write_text(url)
        return True

    monkeypatch.setattr("webbrowser.open", visit)
    monkeypatch.setattr("webbrowser.get", lambda *_: None)
    monkeypatch.setattr(App, "suspend", lambda _: nullcontext())  # there is no terminal to give up
    assert state.parent == tmp_path
    return path


def test_every_key_has_an_effect_that_is_tested() -> None:
    assert set(EFFECTS) == {row.action for row in every_key()}


def test_no_key_is_in_two_rows() -> None:
    keys = [key for _, key in KEYS]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("row", "key"), KEYS, ids=[f"{row.name} {key}" for row, key in KEYS])
def test_a_key_has_its_effect(row: Key, key: str, world: Path) -> None:
    async def test(seen: Seen) -> None:
        await EFFECTS[row.action](seen, key)

    look(test, store=world)
