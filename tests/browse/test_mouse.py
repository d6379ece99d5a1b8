"""The explorer by mouse alone: what every pane, the bottom line and the palette do."""

import shlex
from pathlib import Path

import pytest
from conftest import EVENTS, Store
from effects import LINK, LINKED, agreed, days, long, together
from explorer import Seen, answered, events_of, look

from hkinno.browse.keys import Key, every_key

LEAVES = ("leave_all",)  # of which there is nothing to see afterwards


def test_a_click_in_the_list_chooses_and_two_open() -> None:
    async def test(seen: Seen) -> None:
        title = events_of(EVENTS)[3]["title"]
        await seen.click(seen.find(title, "#events"))
        assert seen.chosen == events_of(EVENTS)[3]["id"]
        together(seen)
        await seen.click(seen.find(title, "#events"), times=2)
        assert f"─ {seen.chosen} ─" in seen.text()

    look(test)


def test_a_value_is_kept_by_a_click_and_refused_at_its_right_edge() -> None:
    async def test(seen: Seen) -> None:
        await seen.click(seen.find("f fields"))
        for name, option in (("milestone", "--tag"), ("policy", "--category")):
            everything = seen.ids
            await seen.click(seen.find(f" {name} ", "#facets"))
            assert seen.ids == answered(["timeline", "-s", str(seen.store), option, name])
            await agreed(seen)
            await seen.click(seen.find(f"+ {name} ", "#facets"))
            assert seen.ids == everything
            minus = seen.find(" −", "#facets")[0] + 1, seen.find(f" {name} ", "#facets")[1]
            await seen.click(minus)
            assert seen.ids == answered(
                ["timeline", "-s", str(seen.store), option.replace("--", "--no-"), name]
            )
            await agreed(seen)
            right = seen.find(" ·", "#facets")
            assert f"− {name}" in seen.lines()[right[1]]
            await seen.click((right[0] + 1, right[1]))
            assert seen.ids == everything

    look(test)


def test_more_values_of_a_field_are_seen_after_a_click_on_its_name() -> None:
    async def test(seen: Seen) -> None:
        tags = {tag for event in events_of(EVENTS) for tag in event.get("tags", ())}
        await seen.press("f")
        await seen.resize(120, 100)
        assert not all(f" {tag[:20]}" in seen.text("#facets") for tag in tags)
        await seen.click(seen.find("tag ", "#facets"))
        assert all(f" {tag[:20]}" in seen.text("#facets") for tag in tags)

    look(test)


def test_counts_of_values_follow_what_else_is_asked() -> None:
    """Each count is what would be found if the value was kept, too."""

    async def test(seen: Seen) -> None:
        await seen.press("f", "slash")
        await seen.write("hong kong")
        await seen.press("enter", "G", "plus")
        await seen.resize(120, 100)
        words = await seen.command()
        shown = [line.rsplit(maxsplit=2) for line in seen.lines("#facets") if line.endswith("−")]
        categories = {event["category"] for event in events_of(EVENTS) if "category" in event}
        found = {name.strip(): int(count) for name, count, _ in shown}
        assert set(found) & categories
        for name in set(found) & categories:
            assert found[name] == len(answered([*words, "--category", name]))

    look(test)


def test_a_link_in_the_card_is_opened(store: Store) -> None:
    path = store(LINKED, {**LINKED, "id": "bad", "sources": [{"url": "javascript:alert(1)"}]})
    visited: list[str] = []

    def visit(url: str, *_: object) -> bool:
        visited.append(url)
        return True

    async def test(seen: Seen) -> None:
        await seen.click(seen.find(LINK, "#card"))
        assert visited == [LINK]
        await seen.press("escape", "j")
        assert seen.chosen == "bad"
        await seen.click(seen.find("javascript", "#card"))
        await seen.press("o")
        assert "only http and https" in seen.foot
        assert visited == [LINK]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("webbrowser.open", visit)
        patch.setattr("webbrowser.get", lambda *_: None)
        look(test, store=path)


def test_the_wheel_zooms_where_it_is() -> None:
    async def test(seen: Seen) -> None:
        everything = seen.ids
        spot = seen.find("■■■■ Hong Kong Science Park", "#drawing")
        spans = []
        for _ in range(3):
            await seen.wheel(spot, down=False)
            spans.append(await days(seen))
            assert "science-park-opens" in seen.ids
            await agreed(seen)
        assert long(spans[0]) > 1.5 * long(spans[1]) > 2 * long(spans[2])
        for _ in range(4):
            await seen.wheel(spot, down=True)
        assert seen.ids == everything

    look(test)


def test_the_drawing_is_dragged_and_clicked() -> None:
    async def test(seen: Seen) -> None:
        await seen.press("G", "plus", "plus")
        before = await days(seen)
        x, y = 60, seen.app.screen.query_one("#drawing").region.y + 4
        await seen.drag((x, y), (x + 10, y), (x + 30, y))
        after = await days(seen)
        assert before[0] > after[0] > before[0] - long(before)
        assert before[1] > after[1]
        await agreed(seen)
        await seen.press("0")
        for line in seen.lines("#drawing")[5:12]:
            title = next(e for e in events_of(EVENTS) if e["title"][:20] in line)
            await seen.click(seen.find(title["title"][:20], "#drawing", last=True))
            assert seen.chosen == title["id"]
            together(seen)

    look(test)


def test_days_are_drawn_on_the_strip_and_it_is_clicked() -> None:
    async def test(seen: Seen) -> None:
        y = seen.app.screen.query_one("#overview").region.y
        await seen.drag((70, y), (80, y), (110, y))
        first = await days(seen)
        assert 0 < len(seen.ids) < len(events_of(EVENTS))
        assert "earlier" in seen.count
        await agreed(seen)
        window = seen.styled("#overview", "reverse")[0]
        assert 30 <= len(window) <= 50
        await seen.click((20, y))
        second = await days(seen)
        assert second[1] < first[0]
        assert abs(long(second) - long(first)) < long(first)
        await agreed(seen)
        await seen.drag((80, y), (70, y))  # from right to left
        third = await days(seen)
        assert first[0] - 400 < third[0] < third[1] < first[1]

    look(test)


def test_what_is_asked_is_dropped_by_a_click_on_it() -> None:
    words = ["--since", "2015", "--tag", "milestone", "--search", "hong", "--sort", "title"]

    async def test(seen: Seen) -> None:
        asked = ["since 2015", "tag milestone", "“hong”", "by title"]
        assert seen.text("#asked") == " · ".join(asked)
        for piece in list(asked):
            await seen.click(seen.find(piece, "#asked"))
            asked.remove(piece)
            assert seen.text("#asked").startswith(" · ".join(asked) or "all events")
            await agreed(seen)
        assert len(seen.ids) == len(events_of(EVENTS))

    look(test, *words)


@pytest.mark.parametrize("row", [r for r in every_key() if r.foot], ids=lambda row: row.name)
def test_a_key_of_the_bottom_line_is_a_button(row: Key) -> None:
    """A click there and the key lead to the same screen."""
    key, name = row.keys.split(",")[0], f"{row.shown.split(' ')[0]} {row.name}"

    async def pressed(seen: Seen) -> str:
        await seen.press("j", "r", key)
        await seen.settle()
        return seen.text() if row.action not in LEAVES else str(seen.app._exit)

    async def clicked(seen: Seen) -> str:
        await seen.press("j", "r")
        await seen.click(seen.find(name, "#foot"))
        return seen.text() if row.action not in LEAVES else str(seen.app._exit)

    size = (200, 40)
    assert look(clicked, size=size) == look(pressed, size=size)


@pytest.mark.parametrize("row", every_key(), ids=lambda row: row.name)
@pytest.mark.long
def test_the_palette_finds_every_action_by_its_name_and_runs_it(
    row: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it runs and the key lead to the same screen."""

    async def pressed(seen: Seen) -> str:
        await seen.press("j", "r", row.keys.split(",")[0])
        await seen.settle()
        return seen.text() if row.action not in LEAVES else str(seen.app._exit)

    async def found(seen: Seen) -> str:
        await seen.press("j", "r", "ctrl+p")
        await seen.write(row.name)
        for _ in range(20):  # what is found comes one by one
            await seen.pilot.pause(0.05)
            if row.help[:40] in seen.text():
                break
        await seen.click(seen.find(row.help[:40]))
        await seen.pilot.pause(0.1)
        await seen.settle()
        return seen.text() if row.action not in LEAVES else str(seen.app._exit)

    screens = []
    for test in (pressed, found):
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / test.__name__))  # for bookmarks
        screens.append(look(test))
    assert screens[0] == screens[1]


def test_the_palette_finds_an_action_and_runs_it() -> None:
    async def test(seen: Seen) -> None:
        before = seen.ids
        await seen.press("ctrl+p")
        await seen.write("reverse")
        await seen.pilot.pause(0.3)
        await seen.click(seen.find("The other way round."))
        assert seen.ids != before
        await agreed(seen)

    look(test)


def test_the_command_line_of_the_world_is_a_command_line() -> None:
    """`c` quotes what a shell would take apart."""

    async def test(seen: Seen) -> None:
        await seen.press("slash")
        await seen.write("o'clock $HOME")
        await seen.press("enter", "c")
        words = shlex.split(seen.app.clipboard)
        assert words[words.index("--search") + 1] == "o'clock $HOME"

    look(test)
