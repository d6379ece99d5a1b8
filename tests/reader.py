"""A reader of a page: what is to be seen in the browser, for all tests of pages."""

import json
import random
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS
from playwright.sync_api import FloatRect, Locator, Page, expect
from playwright.sync_api import TimeoutError as Late

WIDE, NARROW = {"width": 1300, "height": 900}, {"width": 360, "height": 740}
COLUMNS = "122"  # of 8 pixels: as wide as the drawing is in a window of WIDE


def shown(page: Page) -> list[str]:
    """The ids of the events in the list that are to be seen."""
    ids: list[str] = page.locator("li.event:not([hidden])").evaluate_all(
        "all => all.map(e => e.id)"
    )
    return ids


def assert_shows(page: Page, ids: Sequence[str]) -> None:
    """The list comes to show these events and no other, in this order."""
    settled = (
        "ids => [...document.querySelectorAll('li.event:not([hidden])')]"
        ".map(e => e.id).join('\\n') === ids"
    )
    with suppress(Late):
        page.wait_for_function(settled, arg="\n".join(ids))
    assert shown(page) == list(ids)


def title_of(page: Page, id_: str) -> Locator:
    """The heading of an event."""
    return page.locator(f"[id='{id_}'] .title")


def status(page: Page) -> Locator:
    return page.locator("[role=status]")


def drawn(page: Page) -> list[str]:
    """The titles of the marks in the drawing."""
    titles = page.locator(".drawing .mark title").all_text_contents()
    return sorted(title.partition(": ")[2] for title in titles)


def events(path: Path = EVENTS) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_bytes())["events"]
    return found


def having(field: str, value: str) -> list[str]:
    return [e["id"] for e in events() if value in e.get(field, ())]


def assert_alike(ours: Any, theirs: Any) -> None:
    """The same elements but for the day of today; numbers differ by no more than their rounding."""
    numbers = re.compile(r"-?\d+(?:\.\d+)?")
    now = next((n for n, (_, mine, _) in enumerate(theirs) if mine.get("class") == "today"), None)
    if now is not None:
        theirs = theirs[:now] + theirs[now + 2 :]  # with its title
    assert len(ours) == len(theirs)
    for (name, mine, said), (other, its, text) in zip(ours, theirs, strict=True):
        assert (name, said, set(mine)) == (other, text, set(its))
        for key, value in mine.items():
            assert numbers.sub("0", value) == numbers.sub("0", its[key])
            for a, b in zip(numbers.findall(value), numbers.findall(its[key]), strict=True):
                assert float(a) == pytest.approx(float(b), abs=0.11)


def drawing(page: Page) -> list[tuple[str, dict[str, str], str]]:
    """All elements of the drawing, once it is done: names, attributes, texts."""
    expect(page.locator(".stage[aria-busy=true]")).to_have_count(0)
    found: list[tuple[str, dict[str, str], str]] = page.locator(".drawing").evaluate(
        "svg => [svg, ...svg.querySelectorAll('*')].filter(e => e.localName !== 'desc').map(e => ["
        " e.localName, Object.fromEntries([...e.attributes].map(a => [a.name, a.value])),"
        " e.children.length ? '' : e.textContent])"
    )
    return found


def crowd(count: int) -> list[dict[str, str]]:
    """Events of all kinds of dates."""
    chance = random.Random(count)
    kinds = (
        *("{}-05", "{}-05-03", "{}~", "{}?", "{}/2060~", "{}/..", "../{}", "{}/", "197X/{}"),
        *("[{0}-02,{0}-11]", "{{{0}-02-03,{0}-08..{0}-11}}", "{}-0X-15", "{0}-03/{0}-09"),
        *("[{},2062]", "{{{},2061..}}", "[..1985,{}]", "{0}/{0}", "{}-03/", "/{}-03"),
    )
    dates = [chance.choice(kinds).format(chance.randrange(1990, 2060)) for _ in range(count)]
    titles = [chance.choice(("Wide WORDS", "ill", "香港科學園", "long " * 12)) for _ in dates]
    made = zip(range(count), dates, titles, strict=True)
    return [{"id": f"e{n}", "date": date, "title": f"{n} {title}"} for n, date, title in made]


def middle(page: Page, title: str) -> tuple[float, float]:
    """The middle of the mark of an event, in the window."""
    box = page.locator(".mark", has_text=title).locator("circle").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def places(page: Page) -> tuple[float, float]:
    """Where the drawing has two events, in pixels from its left edge."""
    box = page.locator(".drawing").bounding_box()
    assert box
    titles = ("Framework agreement", "Lee Wai-sze")
    first, second = (middle(page, title)[0] - box["x"] for title in titles)
    return first, second


def apart(page: Page) -> float:
    first, second = places(page)
    return second - first


def settle(page: Page) -> None:
    """Wait until what was asked for is drawn."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    expect(page.locator(".stage[aria-busy=true]")).to_have_count(0)


def rest(page: Page, milliseconds: int) -> None:
    """Wait on the clock of the page: what was due there before is done, however slow it is."""
    page.evaluate("time => new Promise(done => setTimeout(done, time))", milliseconds)
    settle(page)


def place(found: Locator) -> FloatRect:
    """Where something is in the window."""
    box = found.bounding_box()
    assert box
    return box


def here(page: Page) -> int:
    """How many events the drawing shows, also as counts."""
    folds = page.locator(".drawing .fold text").all_text_contents()
    return page.locator(".drawing .mark").count() + sum(map(int, folds))


def boxes(page: Page, kind: str) -> list[tuple[str, dict[str, float]]]:
    """The texts of a kind in the drawing, and where they are in it."""
    left = place(page.locator(".drawing"))["x"]
    found = page.locator(f".drawing text.{kind}").evaluate_all(
        "all => all.map(e => [e.textContent, e.getBoundingClientRect().toJSON()])"
    )
    return [(text, {**box, "x": box["x"] - left}) for text, box in found]
