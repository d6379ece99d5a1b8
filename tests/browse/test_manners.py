"""What people stumble over: limits are said, nothing typed is lost, keys work where they say."""

from pathlib import Path

import pytest
from conftest import EVENTS, Store
from effects import days
from explorer import Seen, copied, events_of, look
from test_changes import fill

from hkinno import parse_date

pytestmark = pytest.mark.usefixtures("state")  # each test has its own bookmarks


async def go_to(seen: Seen, date: str) -> None:
    await seen.press("d")
    await seen.write(date)
    await seen.press("enter")


def test_an_axis_grows_to_both_sides_of_the_event() -> None:
    async def test(seen: Seen) -> None:
        await go_to(seen, "2018")
        year = parse_date("2018")
        await seen.press("minus", "minus")
        first, last = await days(seen)
        assert first < year.lo
        assert last > year.hi

    look(test)


def test_the_limits_of_the_axis_are_said() -> None:
    async def test(seen: Seen) -> None:
        await seen.press("minus")
        assert "these are all days that are asked for" in seen.foot
        await go_to(seen, "2018")
        await seen.press(*["plus"] * 8)
        assert "no fewer days" in seen.foot
        await seen.press("0", "G", *["plus"] * 3)
        for _ in range(40):
            await seen.press("right")
            if "nothing farther out" in seen.foot:
                break
        else:
            pytest.fail("it goes on without end")

    look(test)


def test_esc_leads_out_of_the_fields_to_a_list_that_is_seen() -> None:
    async def test(seen: Seen) -> None:
        await seen.press("f")
        assert not seen.text("#events").strip()
        await seen.press("escape")
        await seen.settle()
        assert seen.cursor in seen.text("#events")
        assert seen.styled("#events", "reverse")

    look(test, size=(60, 20))


@pytest.mark.parametrize("key", ["y", "Y", "c", "E", "x"])
def test_the_keys_of_an_event_work_where_it_is_shown_whole(key: str, tmp_path: Path) -> None:
    """As they do in the list."""

    async def in_the_list(seen: Seen) -> tuple[str, str]:
        await seen.press("j", key)
        await seen.settle()
        return seen.app.clipboard, seen.text()

    async def whole(seen: Seen) -> tuple[str, str]:
        await seen.press("j", "enter", key)
        await seen.settle()
        return seen.app.clipboard, seen.text()

    assert look(whole, store=copied(tmp_path)) == look(in_the_list, store=copied(tmp_path))


def test_what_is_found_is_counted_on_a_small_screen_too(store: Store) -> None:
    path = store(
        *({"id": f"e{n}", "date": f"{1000 + n}", "title": f"T{n % 7}"} for n in range(2_000))
    )

    async def test(seen: Seen) -> None:
        await go_to(seen, "2000s")
        await seen.press("space", "slash")
        await seen.write("t3")
        await seen.press("enter")
        await seen.settle()
        line = seen.text("#top")
        for part in ("1 of 2,000", "earlier", "later", "other", "1 ✓"):
            assert part in line, line

    look(test, store=path, size=(60, 20))


def test_a_day_of_any_year_has_earlier_and_later_ones_among_its_own(store: Store) -> None:
    independence = [{"id": f"j{n}", "date": f"{n}-07-04", "title": "J"} for n in range(2000, 2010)]
    others = [{"id": f"o{n}", "date": f"{n}-08-05", "title": "O"} for n in range(1990, 2020)]

    async def test(seen: Seen) -> None:
        await go_to(seen, "2003/2005")
        assert seen.count == "3 of 40 events · 3 earlier · 4 later · 30 filtered away"

    look(test, "--on", "4 July", store=store(*independence, *others))


def test_an_event_without_a_readable_date_is_counted_and_told(store: Store) -> None:
    path = store(
        {"id": "a", "date": "2001", "title": "A"}, {"id": "b", "date": "soon", "title": "B"}
    )

    async def test(seen: Seen) -> None:
        assert seen.count == "2 of 2 events · 1 with no readable date"
        assert "no date that can be read" not in seen.text("#drawing")
        await seen.press("G")
        assert "no date that can be read" in seen.text("#drawing")

    look(test, store=path)


def test_a_file_at_home_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    async def test(seen: Seen) -> None:
        await seen.press("e")
        await seen.write("~/mine.csv")
        await seen.press("enter")
        await seen.settle()

    look(test)
    lines = (tmp_path / "mine.csv").read_text().splitlines()
    assert len(lines) > len(events_of(EVENTS))


def test_what_is_new_is_chosen_or_said_to_be_elsewhere(tmp_path: Path) -> None:
    async def test(seen: Seen) -> None:
        before = set(seen.ids)
        await fill(seen, "a", date="2003", title="Early")
        await seen.press("enter")
        assert seen.chosen == "early"
        assert "early" in seen.ids
        await fill(seen, "a", date="2020", title="Late")
        await seen.press("enter")
        assert "late is not among what is asked for" in seen.foot
        assert set(seen.ids) == before | {"early"}
        assert seen.chosen == "early"

    look(test, "--until", "2005", store=copied(tmp_path))


def test_what_was_typed_in_a_form_is_not_lost_by_one_key(tmp_path: Path) -> None:
    async def test(seen: Seen) -> None:
        await seen.press("a", "escape")  # where nothing is typed one is enough
        assert seen.app.screen is seen.main
        await seen.press("a")
        await seen.write("2003")
        await seen.press("escape")
        assert seen.app.screen is not seen.main
        assert "Esc once more" in seen.text()
        await seen.press("escape")
        assert seen.app.screen is seen.main

    look(test, store=copied(tmp_path))


def test_lanes_and_headings_are_of_what_events_have(store: Store) -> None:
    """Of no field that all are without."""
    path = store({"id": "a", "date": "2001", "title": "A", "tags": ["x"]})

    async def test(seen: Seen) -> None:
        asked = []
        for key in "vvtttttt":
            await seen.press(key)
            asked.append(seen.text("#asked"))
        assert any("lanes by tag" in text for text in asked)
        assert any("under each tag" in text for text in asked)
        assert not any(name in text for text in asked for name in ("place", "actor", "category"))

    look(test, store=path)


def test_an_emoji_of_several_is_typed_as_it_is() -> None:
    family = "👩\u200d👧"

    async def test(seen: Seen) -> None:
        await seen.press("slash")
        await seen.write("👩")
        await seen.press("zero width joiner")
        await seen.write("👧")
        await seen.press("enter")
        assert family in (await seen.command())

    look(test)


def test_the_bottom_line_has_no_keys_that_do_nothing() -> None:
    async def test(seen: Seen) -> None:
        keys = seen.foot
        await seen.press("enter")
        await seen.settle()
        assert not seen.lines()[-1].strip()
        await seen.press("escape")
        await seen.settle()
        assert seen.foot == keys

    look(test)
