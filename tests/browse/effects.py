"""What each key does, seen on the screen: one test of an effect for each action of the key table.

Each begins on a fresh screen with the cursor on the first event, and presses the key it is given.
The seen.store is `STORE`: a copy of the bundled events that can be written, and one with a link.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

from conftest import call
from explorer import TODAY, Seen, answered, events_of, raised

from hkinno import parse_date
from hkinno.events import VALUES

Effect = Callable[[Seen, str], Awaitable[None]]
EFFECTS: dict[str, Effect] = {}  # by actions
LINK = "https://example.org/source"
LINKED = {
    "id": "linked",
    "date": "2024",
    "title": "An event with a link",
    "sources": [{"url": LINK}],
}


def of(action: str) -> Callable[[Effect], Effect]:
    """This is the effect of an action."""

    def keep(effect: Effect) -> Effect:
        assert action not in EFFECTS
        EFFECTS[action] = effect
        return effect

    return keep


def titles(store: Path) -> dict[str, str]:
    """The titles of the events, by their ids."""
    return {event["id"]: event["title"] for event in events_of(store)}


def together(seen: Seen) -> None:
    """List, card and drawing show the same event."""
    assert seen.chosen
    title = titles(seen.store)[seen.chosen]
    assert title[:25] in seen.cursor
    assert title[:25] in seen.text("#card").partition("\n")[0]
    assert any(title[:15] in text for text in seen.styled("#drawing", "reverse")) or any(
        title[:15] in line for line in seen.lines("#drawing")[:3]
    )


async def days(seen: Seen) -> tuple[float, float]:
    """The days that the command line asks for."""
    words = await seen.command()
    first, last = (words[words.index(name) + 1] for name in ("--since", "--until"))
    return parse_date(first).lo, parse_date(last).hi


async def agreed(seen: Seen) -> None:
    """What is found is what the command line gives; the top line counts it."""
    found = answered(await seen.command())
    assert seen.ids == found
    assert seen.count.startswith(f"{len(found)} of {len(events_of(seen.store))} events")


def long(span: tuple[float, float]) -> float:
    return span[1] + 1 - span[0]


# --- move


@of("move(-1)")
async def up(seen: Seen, key: str) -> None:
    await seen.press("j", "j", key)
    assert seen.chosen == seen.ids[1]
    together(seen)


@of("move(1)")
async def down(seen: Seen, key: str) -> None:
    await seen.press(key)
    assert seen.chosen == seen.ids[1]
    together(seen)


@of("page(1)")
async def page_down(seen: Seen, key: str) -> None:
    await seen.resize(120, 26)
    last = seen.lines("#events")[-1]
    await seen.press(key)
    assert seen.cursor.split() == last.split()
    together(seen)


@of("page(-1)")
async def page_up(seen: Seen, key: str) -> None:
    await seen.resize(120, 26)
    await seen.press("G")
    first = seen.lines("#events")[0]
    await seen.press(key)
    assert seen.cursor.split() == first.split()
    together(seen)


@of("edge(-1)")
async def first(seen: Seen, key: str) -> None:
    await seen.press("j", "j", "j", key)
    assert seen.chosen == seen.ids[0]
    together(seen)


@of("edge(1)")
async def last(seen: Seen, key: str) -> None:
    await seen.press(key)
    assert seen.chosen == seen.ids[-1]
    together(seen)


@of("next_pane")
async def next_pane(seen: Seen, key: str) -> None:
    await seen.resize(120, 26)
    await seen.press(key)
    card, row = seen.text("#card"), seen.cursor
    await seen.press("j")
    assert seen.text("#card").startswith(card.partition("\n")[2][:60])
    assert seen.cursor == row
    await seen.press(key, key, "j")  # over the drawing, to the list
    assert seen.chosen == seen.ids[1]


@of("open")
async def whole_event(seen: Seen, key: str) -> None:
    await seen.press("j", key)
    event = next(each for each in events_of(seen.store) if each["id"] == seen.chosen)
    said = " ".join(" ".join(line.strip(" │") for line in seen.lines()).split())
    assert event["id"] in said
    assert event["title"] in said
    await seen.press("escape")
    together(seen)


@of("leave")
async def leave(seen: Seen, key: str) -> None:
    everything = seen.ids
    await seen.press("slash")
    await seen.write("park")
    assert len(seen.ids) < len(everything)
    await seen.press(key)
    assert seen.ids == everything
    await seen.press("tab", "tab", key, "j")
    assert seen.chosen == everything[1]


# --- the axis


@of("zoom(-1)")
async def zoom_in(seen: Seen, key: str) -> None:
    await seen.press("G", "k", "k")
    chosen, lengths = seen.chosen, []
    for _ in range(3):
        await seen.press(key)
        lengths.append(long(await days(seen)))
        assert seen.chosen == chosen
        together(seen)
        await agreed(seen)
    assert lengths[0] > 1.5 * lengths[1] > 2 * lengths[2]
    assert "earlier" in seen.count


@of("zoom(1)")
async def zoom_out(seen: Seen, key: str) -> None:
    everything = seen.ids
    await seen.press("G", "plus", "plus", "plus")
    near, span = seen.ids, await days(seen)
    await seen.press(key)
    assert set(near) <= set(seen.ids)
    assert long(await days(seen)) > 1.5 * long(span)
    await agreed(seen)
    await seen.press(key, key, key)
    assert seen.ids == everything
    assert "--since" not in await seen.command()


@of("pan(-1)")
async def earlier(seen: Seen, key: str) -> None:
    await seen.press("G", "plus", "plus")
    before = await days(seen)
    await seen.press(key)
    after = await days(seen)
    assert after[0] < before[0] <= after[1] < before[1]
    await agreed(seen)


@of("pan(1)")
async def later(seen: Seen, key: str) -> None:
    await seen.press("j", "plus", "plus")
    before = await days(seen)
    await seen.press(key)
    after = await days(seen)
    assert before[0] < after[0] <= before[1] < after[1]
    await agreed(seen)


@of("whole")
async def all_days(seen: Seen, key: str) -> None:
    everything = seen.ids
    await seen.press("G", "plus", "plus")
    assert seen.ids != everything
    await seen.press(key)
    assert seen.ids == everything
    assert seen.count == f"{len(everything)} of {len(everything)} events"


@of("date")
async def go_to_a_date(seen: Seen, key: str) -> None:
    await seen.press(key)
    await seen.write("Feb 2019")
    await seen.press("enter")
    assert seen.ids == answered(["timeline", "-s", str(seen.store), "--on", "2019-02"])
    assert seen.cursor.startswith("Feb 2019")
    await agreed(seen)
    for typed in ("1980s", "before 2000"):
        await seen.press("n", key)
        await seen.write(typed)
        await seen.press("enter")
        assert seen.ids == answered(["timeline", "-s", str(seen.store), "--on", typed])
        await agreed(seen)
    await seen.press(key)
    await seen.write("soon")
    await seen.press("enter")
    assert seen.foot == raised(call("date", "soon", "--today", TODAY))  # and one types on
    await seen.press("escape")


@of("lanes")
async def lanes(seen: Seen, key: str) -> None:
    plain, found = seen.text("#drawing"), []
    for row in VALUES:
        await seen.press(key)
        found.append(seen.text("#asked"))
        assert seen.text("#asked") == f"lanes by {row.option}"
    assert len(set(found)) == len(VALUES)
    await seen.press(key)
    assert seen.text("#drawing") == plain
    await seen.press(key)
    categories = {event.get("category") for event in events_of(seen.store)} - {None}
    lines = [line.strip() for line in seen.lines("#drawing")]
    assert [line for line in lines if line.split(" · ")[0] in categories]
    await seen.press("n")
