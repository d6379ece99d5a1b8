"""What the keys do that take something along or change it, as `effects` has it."""

import json
import shlex
from pathlib import Path

from conftest import call
from effects import LINK, agreed, of, titles
from explorer import Seen, answered, events_of

from hkinno.browse.keys import every_key


@of("mark")
async def mark(seen: Seen, key: str) -> None:
    await seen.press(key, "j", "j", key)
    assert seen.cursor.startswith("✓")
    assert sum("✓" in line for line in seen.lines("#events")) == 2
    assert seen.count.endswith(" · 2 marked")
    await seen.press(key)
    assert not seen.cursor.startswith("✓")
    assert seen.count.endswith(" · 1 marked")


@of("command")
async def command(seen: Seen, key: str) -> None:
    await seen.press("r", "G", "plus", "slash")
    await seen.write("hong kong")
    await seen.press("enter", key)
    words = shlex.split(seen.app.clipboard)
    first = seen.find("hkinno timeline")[1]
    shown = "".join(line.split("│")[1] for line in seen.lines()[first : first + 4] if "│ " in line)
    assert "".join(seen.app.clipboard.split()) in "".join(shown.split())
    assert words[:4] == ["hkinno", "timeline", "-s", str(seen.store)]
    found = call(*words[1:], "--json").json()
    assert [event["id"] for event in found] == seen.ids
    await seen.press("escape")
    await agreed(seen)


@of("export")
async def export(seen: Seen, key: str) -> None:
    await seen.press("G", "plus", "plus", "r")
    words = await seen.command()
    for name in ("a.json", "b.csv", "c.html", "d.ics"):
        await seen.press(key)
        await seen.write(name)
        await seen.press("enter")
        assert f"wrote {name}: {len(seen.ids)} event" in seen.foot
        assert ("says in words only" in seen.foot) == (name == "d.ics")
        assert "--explain-loss" not in seen.foot  # nothing like it can be typed there
        assert call(*words, "-o", f"other-{name}").code == 0
        assert Path(name).read_bytes() == Path(f"other-{name}").read_bytes()
    before = Path("a.json").read_bytes()
    Path("a.json").write_text("mine")
    for answers in ("escape",), ("enter", "escape"), ("enter", "enter"):  # there, and with events
        assert Path("a.json").read_text() == "mine"
        await seen.press(key)
        await seen.write("a.json")
        await seen.press("enter")
        assert "a.json" in seen.text()
        assert Path("a.json").read_text() == "mine"
        await seen.press(*answers)
    assert Path("a.json").read_bytes() == before


@of("copy_id")
async def copy_id(seen: Seen, key: str) -> None:
    await seen.press("j", key)
    assert seen.app.clipboard == seen.chosen
    assert seen.chosen
    assert seen.chosen in seen.foot
    await seen.press("space", "k", "space", key)
    assert seen.app.clipboard == "\n".join([seen.ids[1], seen.ids[0]])


@of("copy_json")
async def copy_json(seen: Seen, key: str) -> None:
    events = {event["id"]: event for event in events_of(seen.store)}
    await seen.press("j", key)
    assert json.loads(seen.app.clipboard) == events[seen.ids[1]]
    await seen.press("space", "k", "space", key)
    assert json.loads(seen.app.clipboard) == [events[seen.ids[1]], events[seen.ids[0]]]


@of("source")
async def source(seen: Seen, key: str) -> None:
    await seen.press(key)
    assert seen.foot.startswith("the event has no source")
    await seen.press("G")
    assert seen.chosen == "linked"
    await seen.press(key)
    assert seen.foot == f"opened {LINK}"
    assert (seen.store.parent / "visited").read_text() == LINK  # as the test of the keys keeps it


# --- changes


@of("add")
async def add(seen: Seen, key: str) -> None:
    old = seen.store.read_bytes()
    await seen.press(key)
    for option, typed in (("date", "1999"), ("title", "A new event")):
        await seen.click(seen.field(option))
        await seen.write(typed)
    await seen.press("ctrl+s")
    assert "A new event" in seen.text()
    assert seen.store.read_bytes() == old
    await seen.press("enter")
    assert "A new event" in seen.text("#events")
    assert "A new event" in titles(seen.store).values()


@of("edit")
async def edit(seen: Seen, key: str) -> None:
    old = seen.store.read_bytes()
    await seen.press("j", key)
    await seen.click(seen.field("title"))
    await seen.press("end")
    await seen.write(" indeed")
    await seen.press("ctrl+s")
    assert " indeed" in seen.text()
    assert seen.store.read_bytes() == old
    await seen.press("enter")
    assert titles(seen.store)[seen.ids[1]].endswith(" indeed")
    assert " indeed" in seen.cursor


@of("editor")
async def editor(seen: Seen, key: str) -> None:
    old = seen.store.read_bytes()  # what $EDITOR does: it writes Changed for Hong Kong
    await seen.press("j", key)
    assert "Changed" in seen.text()
    assert seen.store.read_bytes() == old
    await seen.press("enter")
    assert titles(seen.store)[seen.ids[1]] == "Changed Science Park opens"
    assert "Changed Science Park opens" in seen.cursor


@of("remove")
async def remove(seen: Seen, key: str) -> None:
    ids, old = seen.ids, seen.store.read_bytes()
    await seen.press("j", key)
    assert seen.store.read_bytes() == old
    await seen.press("enter")
    assert seen.ids == [ids[0], *ids[2:]]
    assert ids[1] not in titles(seen.store)
    await seen.press("j", "space", "j", "space", key, "enter")
    assert sorted(seen.ids) == sorted(titles(seen.store))
    assert len(seen.ids) == len(ids) - 3


@of("undo")
async def undo(seen: Seen, key: str) -> None:
    old = seen.store.read_bytes()
    await seen.press("x", "enter")
    assert seen.store.read_bytes() != old
    await seen.press(key, "enter")
    assert seen.store.read_bytes() == old
    assert len(seen.ids) == len(events_of(seen.store))
    await seen.press(key)
    assert "nothing" in seen.foot.lower()


@of("redo")
async def redo(seen: Seen, key: str) -> None:
    await seen.press("x", "enter")
    new = seen.store.read_bytes()
    await seen.press("u", "enter", key, "enter")
    assert seen.store.read_bytes() == new
    assert len(seen.ids) == len(events_of(seen.store))


# --- else


@of("keys")
async def keys(seen: Seen, key: str) -> None:
    await seen.press(key)
    await seen.resize(160, 120)
    shown = seen.text()
    for row in every_key():
        assert f"{row.shown} " in shown
        assert row.help in shown
    await seen.press("escape")
    assert seen.text("#events").strip()


@of("command_palette")
async def palette(seen: Seen, key: str) -> None:
    await seen.press(key)
    await seen.write("reverse")
    await seen.settle()
    await seen.press("enter")
    await seen.settle()
    assert seen.ids == answered(["timeline", "-s", str(seen.store), "--reverse"])


@of("leave_all")
async def quit_all(seen: Seen, key: str) -> None:
    await seen.press("space", key)
    assert not seen.app.is_running or seen.app._exit
    assert seen.app.return_value is None
