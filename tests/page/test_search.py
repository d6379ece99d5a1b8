"""Searching a page and filtering it by value: exactly what matches is left, in list and drawing."""

from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, Open, Store, Write
from playwright.sync_api import Page, expect
from reader import assert_shows, drawn, events, having, shown, status

from hkinno.dates.edtf import parse
from hkinno.dates.format import words
from hkinno.errors import HkinnoError


def dated(text: str) -> str:
    """The date as shown."""
    try:
        return words(parse(text))
    except HkinnoError:
        return text


def texts(event: dict[str, Any]) -> list[str]:
    """All that search looks in."""
    told = [event, *(event.get("translations") or {}).values()]
    said = [one.get(name) for one in told for name in ("title", "summary")]
    lists = [event.get(name) or () for name in ("tags", "places", "actors")]
    return [text for text in said if text] + [
        *(value for values in lists for value in values),
        *(event["date"], dated(event["date"])),
    ]


def matching(path: Path, query: str) -> set[str]:
    """The ids of the events that have each of the words, as somebody who reads the store does."""
    asked = query.upper().lower().split()
    folded = {e["id"]: "\n".join(texts(e)).upper().lower() for e in events(path)}
    return {id_ for id_, text in folded.items() if all(word in text for word in asked)}


def ask(page: Page, query: str) -> None:
    page.get_by_role("searchbox").fill(query)


def assert_finds(page: Page, path: Path, query: str) -> None:
    """A query leaves what the oracle finds, in the order of the page, and says how many."""
    found = matching(path, query)
    ask(page, query)
    every = page.locator("li.event").evaluate_all("all => all.map(e => e.id)")
    assert_shows(page, [id_ for id_ in every if id_ in found])
    if len(found) < len(every):
        said = f"{len(found):,} of {len(every):,} events shown"
        if page.locator("html").get_attribute("lang") != "en":
            said = f"顯示{len(every):,}件事中的{len(found):,}件"
        expect(status(page)).to_have_text(said)


ASKED = (
    *("2018", "feb 2019", "2019-02", "Feb", "2019 feb", "2020/2021", "2021~", "香港", "科學"),
    *("SCIENCE park", "park science", "start-ups 2021", "2021 start-ups", "milestone policy"),
    *("carrie tianhe", "macao", "  hong   kong  ", "xyzzy", "100% <b>", "(", "İ", "Straße"),
)


def test_search_finds_what_the_store_has(write: Write, visit: Open) -> None:
    page = visit(write())
    for query in ASKED:
        assert_finds(page, EVENTS, query)
    assert len(matching(EVENTS, "feb 2019")) == len(matching(EVENTS, "2019-02")) == 1


@pytest.mark.long
def test_search_finds_what_real_stores_have(write: Write, visit: Open, real: list[Path]) -> None:
    for path in real:
        page = visit(write(store=path))
        for query in ("2018", "feb 2019", "2019-02", "trump court", "court trump", "circa", "科"):
            assert_finds(page, path, query)


def test_search_looks_in_dates_as_they_are_shown(write: Write, visit: Open) -> None:
    """In a page in Chinese these are Chinese; EDTF is the same in all languages."""
    page = visit(write("--lang", "zh-Hant"))
    for query in ("2019年2月", "2019-02", "2月 2019"):
        ask(page, query)
        assert_shows(page, ["bay-area-outline-plan"])
    page.get_by_label("語言").select_option("")
    assert_shows(page, [])  # what is asked for is asked again
    ask(page, "feb 2019")
    assert_shows(page, ["bay-area-outline-plan"])


@pytest.mark.parametrize("args", [(), ("--lang", "zh-Hant")])
def test_search_finds_what_is_told_in_any_language(
    write: Write, visit: Open, args: tuple[str, ...]
) -> None:
    """Whichever is shown: before the language is chosen, then, and after it was chosen."""
    page = visit(write(*args))
    for lang in ("zh-Hant", "", "zh-Hant"):
        page.locator(".languages").select_option(lang)
        for query in ("Special Administrative", "特別行政區", "Outline plan", "綱要 outline"):
            assert_finds(page, EVENTS, query)


def test_search_follows_the_drawing(write: Write, visit: Open) -> None:
    page = visit(write())
    ask(page, "SCIENCE park")
    expect(status(page)).to_have_text(f"{len(matching(EVENTS, 'science park'))} of 19 events shown")
    expect(page.locator(".drawing .mark")).to_have_count(len(matching(EVENTS, "science park")))
    titles = {e["title"] for e in events() if e["id"] in matching(EVENTS, "science park")}
    assert set(drawn(page)) == titles
    ask(page, "")
    expect(status(page)).to_have_text("19 events · 1997 – 2025 · events.json")
    expect(page.locator(".drawing .mark")).to_have_count(19)


def test_ß_is_found_by_either(write: Write, visit: Open, store: Store) -> None:
    page = visit(write(store=store({"id": "x", "date": "2019", "title": "Die Straße"})))
    for query in ("STRASSE", "straße", "STRA"):
        ask(page, query)
        assert_shows(page, ["x"])
    ask(page, "strase")
    assert_shows(page, [])


def test_search_that_finds_nothing_says_so(write: Write, visit: Open) -> None:
    page = visit(write())
    ask(page, "xyzzy")
    expect(page.get_by_text("No event matches.")).to_be_visible()
    expect(status(page)).to_have_text("0 of 19 events shown")
    expect(page.locator("figure.timeline")).to_be_hidden()
    page.get_by_role("button", name="Show all").click()
    assert_shows(page, [e["id"] for e in events()])
    expect(page.locator("figure.timeline")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_a_slash_leads_to_search(write: Write, visit: Open) -> None:
    page = visit(write())
    search = page.get_by_role("searchbox")
    page.keyboard.press("/")
    expect(search).to_be_focused()
    page.keyboard.type("a/b")  # in a field it is a character
    expect(search).to_have_value("a/b")
    page.get_by_role("button", name="Copy link").focus()
    page.keyboard.press("/")
    page.keyboard.type("park")  # what was there is selected
    expect(search).to_have_value("park")
    page.get_by_label("From", exact=True).focus()
    page.keyboard.type("2019/2020")
    expect(page.get_by_label("From", exact=True)).to_have_value("2019/2020")


def test_filters_are_any_of_a_kind_and_all_kinds(write: Write, visit: Open) -> None:
    page = visit(write())
    menu = page.get_by_label("Show only this category")
    menu.select_option("policy")
    policy = [e["id"] for e in events() if e.get("category") == "policy"]
    assert_shows(page, policy)
    menu.select_option("funding")
    either = [e["id"] for e in events() if e.get("category") in ("policy", "funding")]
    assert_shows(page, either)
    page.get_by_label("Show only this tag").select_option("milestone")
    both = [id_ for id_ in either if id_ in having("tags", "milestone")]
    assert_shows(page, both)
    page.get_by_role("button", name="No longer only category funding").click()
    assert_shows(page, [id_ for id_ in policy if id_ in both])
    assert "category=policy&tag=milestone" in page.url
    ask(page, "2019")
    assert_shows(page, [id_ for id_ in both if id_ in matching(EVENTS, "2019")])


def test_values_at_events_are_filters(write: Write, visit: Open) -> None:
    page = visit(write())
    page.locator("li.event").get_by_role("link", name="milestone", exact=True).first.click()
    assert_shows(page, having("tags", "milestone"))
    assert len(drawn(page)) == len(shown(page))
    page.get_by_role("button", name="No longer only tag milestone").click()
    assert_shows(page, [e["id"] for e in events()])
    expect(page.get_by_role("searchbox")).to_be_focused()  # what had the focus is gone


def test_one_that_stands_under_several_headings_counts_once(write: Write, visit: Open) -> None:
    page = visit(write("--group", "tag"))
    ask(page, "2018")
    expect(status(page)).to_have_text(f"{len(matching(EVENTS, '2018'))} of 19 events shown")
    found = page.locator("li.event:not([hidden])").evaluate_all("all => all.map(e => e.dataset.n)")
    places = [str(n) for n, e in enumerate(events()) if e["id"] in matching(EVENTS, "2018")]
    assert sorted(set(found), key=int) == places
    assert len(found) == sum(
        len(e["tags"]) for e in events() if e["id"] in matching(EVENTS, "2018")
    )


def test_sections_without_events_disappear(write: Write, visit: Open) -> None:
    page = visit(write("--group", "category"))
    page.get_by_label("Show only this category").select_option("policy")
    assert_shows(page, [e["id"] for e in events() if e.get("category") == "policy"])
    assert page.locator("section:not([hidden]) h2").all_text_contents() == ["policy"]
    assert page.locator(".jump a:not([hidden])").all_text_contents() == ["policy"]
