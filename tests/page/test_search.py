"""Searching and filtering a page, and the addresses of what is shown."""

import json
import re

import pytest
from conftest import EVENTS, Open, Store, Write
from playwright.sync_api import Page, expect
from reader import (
    drawn,
    events,
    having,
    shown,
    status,
)


def test_search_keeps_what_has_the_words(write: Write, visit: Open) -> None:
    page = visit(write())
    page.get_by_role("searchbox").fill("SCIENCE park")
    expect(status(page)).to_have_text(re.compile(r"^\d of 19 events shown$"))
    found = [e for e in events() if "science park" in json.dumps(e).casefold()]
    assert 0 < len(shown(page)) < 19
    assert set(shown(page)) <= {e["id"] for e in found}
    assert len(drawn(page)) == len(shown(page))
    assert "q=SCIENCE+park" in page.url
    page.get_by_role("searchbox").fill("香港科學園啟用")
    expect(status(page)).to_have_text("1 of 19 events shown")
    page.get_by_role("searchbox").fill("")
    expect(status(page)).to_contain_text("1997 – 2025")
    assert "?" not in page.url


def test_search_that_finds_nothing_says_so(write: Write, visit: Open) -> None:
    page = visit(write())
    page.get_by_role("searchbox").fill("xyzzy")
    expect(page.get_by_text("No event matches.")).to_be_visible()
    expect(page.locator("figure")).to_be_hidden()
    page.get_by_role("button", name="Show all").click()
    assert len(shown(page)) == 19
    expect(page.locator("figure")).to_be_visible()


def test_filters_are_any_of_a_kind_and_all_kinds(write: Write, visit: Open) -> None:
    page = visit(write())
    menu = page.get_by_label("Show only this category")
    menu.select_option("policy")
    policy = [e["id"] for e in events() if e.get("category") == "policy"]
    assert shown(page) == policy
    menu.select_option("funding")
    either = [e["id"] for e in events() if e.get("category") in ("policy", "funding")]
    assert shown(page) == either
    page.get_by_label("Show only this tag").select_option("milestone")
    both = [id_ for id_ in either if id_ in having("tags", "milestone")]
    assert shown(page) == both
    page.get_by_role("button", name="No longer only category funding").click()
    assert shown(page) == [id_ for id_ in policy if id_ in both]
    assert "category=policy&tag=milestone" in page.url


def test_values_at_events_are_filters(write: Write, visit: Open) -> None:
    page = visit(write())
    page.locator("li.event").get_by_role("link", name="milestone", exact=True).first.click()
    assert shown(page) == having("tags", "milestone")
    assert len(drawn(page)) == len(shown(page))


def test_sections_without_events_disappear(write: Write, visit: Open) -> None:
    page = visit(write("--group", "category"))
    page.get_by_label("Show only this category").select_option("policy")
    assert page.locator("section:not([hidden]) h2").all_text_contents() == ["policy"]


def test_an_address_says_what_is_shown(write: Write, visit: Open) -> None:
    target = having("tags", "milestone")[-1]
    page = visit(write(), f"?tag=milestone&lang=zh-Hant#{target}")
    assert shown(page) == having("tags", "milestone")
    expect(page.locator(f"#{target} h2")).to_be_in_viewport()
    assert page.locator(f"#{target} h2").get_attribute("lang") == "zh-Hant"
    page.reload()
    assert shown(page) == having("tags", "milestone")


def test_an_address_of_an_event_wins_over_filters(write: Write, visit: Open) -> None:
    target = next(e["id"] for e in events() if "milestone" not in e["tags"])
    page = visit(write(), f"?tag=milestone#{target}")
    expect(page.locator(f"#{target} h2")).to_be_in_viewport()
    assert len(shown(page)) == 19


def assert_on_top(page: Page, id_: str) -> None:
    """An event stands at the top of the window, under the padding that scrolling leaves."""
    top = page.locator(f"[id='{id_}']").evaluate("e => e.getBoundingClientRect().top")
    assert top == pytest.approx(24, abs=2)


@pytest.mark.long
@pytest.mark.parametrize("script", [True, False])
def test_an_address_leads_to_its_event(write: Write, visit: Open, script: bool) -> None:
    window = {"width": 1400, "height": 900}
    for store in (EVENTS, *real_stores()):
        path = write(store=store)
        ids = (
            visit(path, script=False).locator("li.event").evaluate_all("all => all.map(e => e.id)")
        )
        first, second = ids[-5], ids[len(ids) // 2]
        page = visit(path, f"#{first}", script, viewport=window, reduced_motion="no-preference")
        assert_on_top(page, first)
        page.reload()
        assert_on_top(page, first)
        page.goto(f"{path.as_uri()}#{second}")
        assert_on_top(page, second)


def test_titles_are_links_to_themselves(write: Write, visit: Open, store: Store) -> None:
    ids = ["plain", "two words", "100%", "香港", 'a"b<c>&']
    path = store(*({"id": id_, "date": "2019", "title": id_} for id_ in ids))
    page = visit(write(store=path))
    for id_ in ids:
        page.get_by_role("link", name=id_, exact=True).last.click()
        expect(page.locator("li:target h2")).to_have_text(id_)


def test_going_back_does_not_lose_the_filters(write: Write, visit: Open) -> None:
    page = visit(write())
    page.get_by_label("Show only this tag").select_option("milestone")
    page.locator("li.event:not([hidden]) h2 a").first.click()
    assert "?tag=milestone#" in page.url
    page.go_back()
    assert page.url.endswith("?tag=milestone")
    assert shown(page) == having("tags", "milestone")
