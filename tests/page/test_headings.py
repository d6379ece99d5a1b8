"""Headings of a page and the places to jump to, in a browser."""

import re
from pathlib import Path

import pytest
from conftest import EVENTS, HARD, Open, Store, Write
from playwright.sync_api import Page, expect
from reader import assert_shows, rest, shown

HEADS = ["1990s", "2000s", "2010s", "2020s"]


def jumps(page: Page) -> list[str]:
    return page.locator(".jump a:not([hidden])").all_text_contents()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_a_jump_leads_to_its_heading(write: Write, visit: Open, script: bool, lang: str) -> None:
    page = visit(write("--lang", lang), script=script)
    assert len(jumps(page)) == 4
    for link in page.locator(".jump a").all():
        link.click()
        head = page.locator("section:target h2.head")
        expect(head).to_have_text(link.text_content() or "")
        expect(head).to_be_in_viewport()


def test_its_address_can_be_sent_on(write: Write, visit: Open) -> None:
    page = visit(write(), "#at-2010s")
    expect(page.locator("h2.head", has_text="2010s")).to_be_in_viewport()
    page.reload()
    expect(page.locator("h2.head", has_text="2010s")).to_be_in_viewport()


def assert_agree(page: Page) -> None:
    """A heading is there if an event below it is, and so is the jump to it."""
    below = page.locator("main > section").evaluate_all(
        "all => all.filter(e => e.querySelector('li.event:not([hidden])')).map(e => e.id)"
    )
    there = page.locator("main > section:not([hidden])").evaluate_all("all => all.map(e => e.id)")
    led = page.locator(".jump a:not([hidden])").evaluate_all(
        "all => all.map(e => e.getAttribute('href').slice(1))"
    )
    assert below == there == led


CENTURIES = [f"{sign}{year:04}" for year in (90, 250, 480, 1650, 1750) for sign in ("", "-")]


@pytest.mark.parametrize("kind", ["bundled", "hard", "centuries", "tags"])
def test_hidden_ones_are_gone(write: Write, visit: Open, store: Store, kind: str) -> None:
    path = {"hard": HARD}.get(kind, EVENTS)
    if kind == "centuries":
        dates = [date for date in CENTURIES for _ in range(5)]
        told = ({"id": f"e{n}", "date": d, "title": f"T {d}"} for n, d in enumerate(dates))
        path = Path(store(*told))
    page = visit(write(*(("--group", "tag") if kind == "tags" else ()), store=path))
    every = shown(page)
    assert_agree(page)
    for query in ("2018", "1650", "-0479", "年", "xyzzy"):
        page.get_by_role("searchbox").fill(query)
        expect(page).to_have_url(re.compile(r"\?q="))
        rest(page, 250)
        assert len(shown(page)) < len(every)
        assert_agree(page)
    page.get_by_role("searchbox").fill("")
    assert_shows(page, every)
    rest(page, 100)
    assert_agree(page)


def test_a_jump_to_what_is_hidden_shows_it(write: Write, visit: Open) -> None:
    """As in an address that somebody else has sent."""
    page = visit(write(), "?q=2018#at-1990s")
    rest(page, 200)
    assert jumps(page) == HEADS
    expect(page.locator("h2.head", has_text="1990s")).to_be_in_viewport()


@pytest.mark.long
def test_real_stores_have_headings_that_help(write: Write, visit: Open, real: list[Path]) -> None:
    for path in real:
        page = visit(write(store=path))
        assert 10 < len(jumps(page)) <= 80
        assert_agree(page)
        page.get_by_role("textbox", name="From", exact=True).fill("1990")
        rest(page, 1500)
        assert_agree(page)
