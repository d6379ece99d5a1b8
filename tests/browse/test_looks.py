"""How the explorer looks, at every size, with texts and stores of every kind."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, HARD, Store
from effects import agreed, titles
from explorer import Seen, answered, events_of, look, made

from hkinno.text import width

SIZES = [(60, 20), (80, 24), (120, 40), (200, 50), (300, 60)]
PANES = ("#top", "#asked", "#drawing", "#overview", "#events", "#card", "#facets", "#foot")
# What could act on a terminal, or turn the direction of what is read.
ACTS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
HOSTILE = (
    "\x1b[31mred\x1b[0m \x1b]52;c;cHduZWQ=\x07 copied",
    "\u202eesrever\u202c \u2066isolated\u2069",
    "[bold]x[/] [/] [@click=app.quit]y[/]",
    "香港科學園啟用，粵港澳大灣區的創新科技合作由此展開；内地與香港科技合作委員會",
    "👩\u200d🔬 with 👨\u200d👩\u200d👧\u200d👦 under 🇭🇰, ☎️ 1️⃣ 👍🏽",
    "One\r\ntwo\nthree\tfour\u2028five",
    "Z" + "\u0351" * 20 + "algo, क्षि, สวัสดี",
    "wide" + "\u3000" * 40 + "blanks",
    "w" * 400,
)


def fits(seen: Seen) -> None:
    """Every line is as wide as the screen, and nothing on it acts on a terminal."""
    columns, rows = seen.app.size
    assert len(seen.lines()) == rows
    for line in seen.lines():
        assert width(line) == columns, repr(line)
    harmless(seen)


def harmless(seen: Seen) -> None:
    """Nothing on the screen acts on a terminal."""
    for line in seen.lines():
        assert not ACTS.search(line), repr(line)


def hostile(text: str, number: int) -> dict[str, Any]:
    """An event all of whose texts are this one."""
    return {
        "id": f"e{number} {text}",
        "date": f"{1990 + number}",
        "title": text,
        "summary": text,
        "category": text,
        "tags": [text],
        "places": [text],
        "actors": [text],
        "sources": [{"title": text, "url": text}],
        "translations": {"fr": {"title": text}},
    }


@pytest.mark.parametrize("light", [False, True])
def test_the_theme_is_that_of_the_terminal(light: bool) -> None:
    async def test(seen: Seen) -> None:
        assert seen.app.current_theme.dark is not light
        assert seen.app.current_theme.ansi  # the terminal's own colours
        assert seen.app.has_class("-light-mode") is light

    look(test, app=made(light=light))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("store", [EVENTS, HARD], ids=lambda path: path.stem)
def test_every_pane_fits_the_screen(size: tuple[int, int], store: Path) -> None:
    async def test(seen: Seen) -> None:
        for keys in (
            [],
            ["G"],
            ["f"],
            ["v"],
            ["t"],
            ["question_mark"],
            ["escape", "escape", "enter"],
        ):
            await seen.press(*keys)
            fits(seen)
        await seen.press("escape", "plus", "c")
        fits(seen)

    look(test, store=store, size=size)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_what_matters_is_seen_at_every_size(size: tuple[int, int]) -> None:
    async def test(seen: Seen) -> None:
        events = events_of(EVENTS)
        assert f"{len(events)} of {len(events)} events" in seen.text("#top")
        assert seen.foot.startswith("/ search")
        for number in (0, len(events) - 1):
            await seen.press("g" if number == 0 else "G")
            assert events[number]["title"][:20] in seen.cursor
            assert events[number]["title"][:8] in "\n".join(seen.lines("#drawing")[:3])
        await seen.press("f")
        assert "category" in seen.text("#facets")
        assert "policy" in seen.text("#facets")
        await seen.press("f", "enter")
        assert events[-1]["id"] in seen.text()

    look(test, size=size)


def test_nothing_is_lost_when_the_size_changes() -> None:
    async def test(seen: Seen) -> None:
        await seen.press("j", "j", "j", "j", "plus", "r", "space")
        chosen, ids, asked = seen.chosen, seen.ids, seen.text("#asked")
        assert chosen
        title = titles(EVENTS)[chosen]
        first = seen.text()
        for size in (*SIZES, *SIZES[::-1], (61, 21), (109, 35), (110, 36)):
            await seen.resize(*size)
            fits(seen)
            assert (seen.chosen, seen.ids) == (chosen, ids)
            assert title[:20] in seen.cursor
            assert seen.cursor.startswith("✓")
            assert seen.text("#asked") == asked[: size[0]].rstrip()
            await agreed(seen)
        await seen.resize(120, 40)
        assert seen.text() == first

    look(test)


def test_a_dialog_and_what_is_typed_outlive_another_size() -> None:
    async def test(seen: Seen) -> None:
        await seen.press("slash")
        await seen.write("hong")
        await seen.resize(70, 22)
        fits(seen)
        await seen.write(" kong")
        assert "search: hong kong" in seen.text()
        await seen.press("enter", "enter")
        await seen.resize(60, 20)
        fits(seen)
        assert seen.chosen
        assert seen.chosen in seen.text()

    look(test)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_and_wide_texts_are_shown_harmless(text: str, store: Store) -> None:
    path = store(*(hostile(text, number) for number in range(3)))

    async def test(seen: Seen) -> None:
        for keys in (["f"], ["down", "down"], ["escape", "v"], ["L"], ["t", "t", "t", "t", "t"]):
            await seen.press(*keys)
            fits(seen)
        for key in ("F", "enter", "E", "x", "c", "apostrophe"):  # which open dialogs
            await seen.press("escape", "n", key)
            harmless(seen)
        await seen.press("escape", "n", "y")
        assert seen.app.clipboard == seen.chosen
        fits(seen)
        await seen.press("o", "f", "down", "enter")
        await seen.resize(60, 20)
        fits(seen)
        await agreed(seen)

    look(test, store=path)


def test_markup_is_text(store: Store) -> None:
    text = "[bold]x[/] [/]"

    async def test(seen: Seen) -> None:
        for pane in ("#events", "#card", "#drawing"):
            assert text in seen.text(pane)
        await seen.press("f")
        assert text in seen.text("#facets")
        await seen.press("enter", "down", "enter")
        assert text in seen.text("#asked")
        await seen.press("c")
        assert text in seen.text()
        await seen.press("escape", "escape", "E")
        assert text in seen.text()
        await seen.press("escape", "x")
        assert seen.text().count(text) > 3

    look(test, store=store(hostile(text, 1)))


# --- stores of every kind

STORES: dict[str, list[dict[str, Any]]] = {
    "no events": [],
    "unreadable": [{"id": n, "date": "soon", "title": f"Not dated {n}"} for n in "abc"],
    "long years": [
        {"id": "past", "date": "Y-123456789012", "title": "Long ago"},
        {"id": "now", "date": "2020", "title": "Now"},
        {"id": "future", "date": "Y123456789012", "title": "Far ahead"},
    ],
    "no category": [{"id": n, "date": "2020", "title": f"Plain {n}"} for n in "abc"],
    "one day": [{"id": n, "date": "2020-02-29", "title": f"Day {n}"} for n in "abc"],
    "open ends": [
        {"id": "a", "date": "../2000", "title": "A"},
        {"id": "b", "date": "2020/..", "title": "B"},
    ],
}


@pytest.mark.parametrize("name", STORES)
@pytest.mark.parametrize("size", [(60, 20), pytest.param((120, 40), marks=pytest.mark.slow)])
def test_a_store_of_any_kind_is_looked_through(
    name: str, size: tuple[int, int], store: Store
) -> None:
    """With every key that only looks; each is answered by the command line."""
    made = STORES[name]

    async def test(seen: Seen) -> None:
        none = " · 3 with no readable date" * (name == "unreadable")
        assert seen.count == f"{len(made)} of {len(made)} event{'s' * (len(made) != 1)}{none}"
        for event in made:
            assert event["title"] in seen.text("#events")
        for key in "jkGg++-hl0vvsrtmfjfL  n<>yYo":
            await seen.write(key)
            fits(seen)
            await agreed(seen)
        for typed in ("2020", "<2000", "1 AD"):
            await seen.press("n", "d")
            await seen.write(typed)
            await seen.press("enter", "escape")
            fits(seen)
            await agreed(seen)

    look(test, store=store(*made), size=size)


def test_a_question_that_finds_nothing_says_so() -> None:
    async def test(seen: Seen) -> None:
        await seen.press("slash")
        await seen.write("nothing like that")
        await seen.press("enter")
        total = len(events_of(EVENTS))
        assert seen.count == f"0 of {total} events · {total} filtered away"
        assert "nothing is found" in seen.text("#events")
        assert seen.chosen is None
        for key in ("j", "G", "plus", "enter", "y", "Y", "o", "space", "E", "x", "c", "escape"):
            await seen.press(key)
            fits(seen)
        await seen.press("n")
        assert len(seen.ids) == total
        assert seen.chosen

    look(test)


def test_what_is_filtered_away_is_counted() -> None:
    """Earlier, later, and for the rest: together all that is not shown."""

    async def test(seen: Seen) -> None:
        await seen.press("d")
        await seen.write("2018 to 2020")
        await seen.press("enter", "slash")
        await seen.write("china")
        await seen.press("enter")
        here = ["timeline", "-s", str(seen.store)]
        total = len(answered(here))
        earlier = set(answered([*here, "--search", "china"])) - set(
            answered([*here, "--search", "china", "--since", "2018"])
        )
        later = set(answered([*here, "--search", "china"])) - set(
            answered([*here, "--search", "china", "--until", "2020"])
        )
        other = total - len(earlier) - len(later) - len(seen.ids)
        assert other
        assert seen.count == (
            f"{len(seen.ids)} of {total} events · {len(earlier)} earlier · {len(later)} later"
            f" · {other} filtered away"
        )

    look(test)


def test_a_store_without_a_title_is_named(tmp_path: Path) -> None:
    path = tmp_path / "some name.jsonl"
    path.write_text(json.dumps({"id": "a", "date": "2020", "title": "A"}) + "\n")

    async def test(seen: Seen) -> None:
        assert seen.text("#top").startswith("some name.jsonl")

    look(test, store=path)
