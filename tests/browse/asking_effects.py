"""What the keys do that ask another question, as `effects` has it."""

from effects import agreed, of, titles, together
from explorer import Seen, answered, events_of

from hkinno.query.order import SORTS


@of("search")
async def search(seen: Seen, key: str) -> None:
    everything, chosen = seen.ids, seen.chosen
    await seen.press(key)
    for typed in ("t", "ti", "tia"):
        await seen.write(typed[-1])
        assert seen.ids == answered(["timeline", "-s", str(seen.store), "--search", typed])
        assert seen.chosen == seen.ids[0]
        together(seen)
    await seen.press("enter")
    assert seen.chosen == seen.ids[0] != chosen
    await agreed(seen)
    await seen.press(key, "backspace", "backspace", "backspace")
    assert seen.ids == everything
    await seen.press("enter")


@of("facets")
async def fields(seen: Seen, key: str) -> None:
    await seen.press(key)
    shown = seen.text("#facets")
    for event in events_of(seen.store)[:3]:
        assert event["category"] in shown
    await seen.press("down", "enter")
    kept = seen.styled("#facets", "reverse")[0].split()[1]
    found = [e["id"] for e in events_of(seen.store) if e.get("category") == kept]
    assert seen.ids == found
    await seen.press("x")  # refuse it, then
    assert sorted(seen.ids) == sorted({e["id"] for e in events_of(seen.store)} - set(found))
    await agreed(seen)
    await seen.press("x", key)
    assert not seen.lines("#facets")
    assert len(seen.ids) == len(events_of(seen.store))


@of("other_field")
async def other_field(seen: Seen, key: str) -> None:
    await seen.press(key)
    await seen.click(seen.find("figures.unit"))
    found = [
        {figure["unit"] for figure in event.get("figures", ()) if "unit" in figure}
        for event in events_of(seen.store)
    ]
    assert f"{len(set().union(*found))}" in seen.text("#facets").partition("figures.unit")[2]
    await seen.press("down", "enter")
    unit = seen.styled("#facets", "reverse")[0].removeprefix("+ ").rpartition("  ")[0].strip()
    assert len(seen.ids) == sum(unit in units for units in found) > 0
    await agreed(seen)


@of("mode")
async def mode(seen: Seen, key: str) -> None:
    await seen.press("d")
    await seen.write("2021")
    await seen.press("enter")
    for flags in (["--certain"], ["--inside"], ["--certain", "--inside"], []):
        await seen.press(key)
        assert seen.ids == answered(["timeline", "-s", str(seen.store), "--on", "2021", *flags])
        for flag in flags:
            assert flag[2:] in seen.text("#asked")
        await agreed(seen)
    await seen.press("n", key)
    assert "zoom" in seen.foot  # there are no days to ask about


@of("sort")
async def sort(seen: Seen, key: str) -> None:
    chosen, named = seen.chosen, titles(seen.store)
    for name in [*list(SORTS)[1:], "date"]:
        await seen.press(key)
        assert seen.ids == answered(["timeline", "-s", str(seen.store), "--sort", name])
        assert seen.chosen == chosen
        shown = seen.lines("#events")
        offset = round(seen.rows().scroll_y)
        for line, event_id in zip(shown, seen.ids[offset:], strict=False):
            assert named[event_id][:20] in line
        together(seen)


@of("reverse")
async def reverse(seen: Seen, key: str) -> None:
    before, chosen = seen.ids, seen.chosen
    await seen.press(key)
    assert sorted(seen.ids) == sorted(before) != before
    assert seen.ids == answered(["timeline", "-s", str(seen.store), "--reverse"])
    assert seen.chosen == chosen
    together(seen)
    await seen.press(key)
    assert seen.ids == before


@of("group")
async def headings(seen: Seen, key: str) -> None:
    plain = seen.text("#events")
    await seen.press(key)
    assert seen.text("#asked") == "under each year"
    years = [line.strip() for line in seen.lines("#events") if len(line.split()) == 1]
    assert years[:3] == sorted({e["date"][:4] for e in events_of(seen.store)})[:3]
    chosen = seen.chosen
    await seen.press("j")
    assert seen.chosen != chosen
    together(seen)
    await seen.press("k")
    assert seen.chosen == chosen
    await agreed(seen)
    for _ in range(20):
        await seen.press(key)
        if seen.text("#events") == plain:
            return
    raise AssertionError("the headings never end")


@of("language")
async def language(seen: Seen, key: str) -> None:
    event = next(each for each in events_of(seen.store) if each["id"] == seen.chosen)
    await seen.press(key)
    translated = event["translations"]["zh-Hant"]["title"]
    assert translated in seen.cursor
    assert translated in seen.text("#drawing")
    assert translated in seen.text("#card").partition("\n")[0]
    assert "日期" in seen.text("#card")  # as dates are, and what stands around
    assert (await seen.command())[-2:] == ["--lang", "zh-Hant"]
    await seen.press(key)
    together(seen)


@of("back(-1)")
async def back(seen: Seen, key: str) -> None:
    await seen.press("j", "j", "j")
    before = seen.text()
    await seen.press("r", "s")
    await seen.press(key, key)
    assert seen.text() == before
    await seen.press(key)
    assert seen.foot.startswith("no question before")


@of("back(1)")
async def forward(seen: Seen, key: str) -> None:
    await seen.press("r", "s", "j")
    after = seen.text()
    await seen.press("less_than_sign", "less_than_sign", key, key)
    assert seen.text() == after
    await seen.press(key)
    assert seen.foot.startswith("no question after")


@of("bookmark")
async def bookmark(seen: Seen, key: str) -> None:
    await seen.press("r", key, "n", "apostrophe")
    assert "│  reversed " in seen.text()
    await seen.press("escape", "r", key, "apostrophe")  # which drops it
    assert "no question is kept" in seen.foot


@of("bookmarks")
async def bookmarks(seen: Seen, key: str) -> None:
    await seen.press("r", "B")
    kept = seen.ids
    await seen.press("n")
    assert seen.ids != kept
    await seen.press(key)
    assert "│  reversed " in seen.text()
    await seen.press("enter")
    assert seen.ids == kept
    await agreed(seen)


@of("nothing")
async def nothing(seen: Seen, key: str) -> None:
    everything = seen.ids
    await seen.press("r", "t", "v", "G", "plus", "slash")
    await seen.write("hong")
    await seen.press("enter", key)
    assert seen.ids == everything
    assert seen.text("#asked").startswith("all events")
    await agreed(seen)


@of("drop_part")
async def drop_part(seen: Seen, key: str) -> None:
    """One of several parts, also of several values of one field."""
    everything = seen.ids
    await seen.press("slash")
    await seen.write("hong")
    await seen.press("enter", "plus", "f", "j", "space", "escape")
    few = seen.ids
    assert 0 < len(few) < len(everything)
    for _ in range(3):
        before = len(seen.ids)
        await seen.press(key, "enter")
        assert len(seen.ids) >= before
        await agreed(seen)
    assert seen.ids == everything
    await seen.press(key)
    assert "nothing is asked" in seen.foot
