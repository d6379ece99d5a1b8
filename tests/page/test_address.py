"""The address of a page says what is shown: it can be loaded again, sent on, and gone back from."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EVENTS, Open, Store, Write
from playwright.sync_api import Page, expect
from reader import assert_shows, events, having, rest, settle, shown, title_of

ALL = [e["id"] for e in events()]
Act = Callable[[Page], object]

CONTROLS: dict[str, tuple[Act, str]] = {
    "search": (lambda p: p.get_by_role("searchbox").fill("park 科學"), "q="),
    "from": (lambda p: p.get_by_label("From", exact=True).fill("Feb 2019"), "from="),
    "to": (lambda p: p.get_by_label("To", exact=True).fill("2018"), "to="),
    "category": (lambda p: p.locator("[name=category]").select_option("policy"), "category="),
    "tag": (lambda p: p.locator("[name=tag]").select_option("milestone"), "tag="),
    "place": (lambda p: p.locator("[name=place]").select_option(index=1), "place="),
    "actor": (lambda p: p.locator("[name=actor]").select_option(index=1), "actor="),
    "zoom": (lambda p: p.get_by_role("button", name="Zoom in").click(), "from="),
    "language": (lambda p: p.get_by_label("Language").select_option("zh-Hant"), "lang="),
}


def state(page: Page) -> tuple[object, ...]:
    """All that a reader sees; places in pixels, as a day less is none."""
    settle(page)
    fields = page.locator(".controls input, .controls select").evaluate_all(
        "all => all.map(e => e.value)"
    )
    marks = page.locator(".drawing .mark").evaluate_all(
        "all => all.map(e => [e.querySelector('title').textContent, e.getAttribute('class'),"
        " Math.round(e.querySelector('circle, rect').getBoundingClientRect().x / 2)])"
    )
    range_ = page.locator(".range").text_content()
    titles = page.locator("li.event:not([hidden]) .title").all_text_contents()
    chips = page.locator(".chip").all_text_contents()
    return fields, marks, range_, titles, chips, page.locator("[role=status]").text_content()


@pytest.mark.parametrize("name", CONTROLS)
def test_each_control_is_in_the_address_and_can_be_undone(
    write: Write, visit: Open, name: str
) -> None:
    act, part = CONTROLS[name]
    page = visit(write())
    rest(page, 100)
    before = state(page)
    act(page)
    expect(page).to_have_url(re.compile(rf"\?.*{part}"))
    rest(page, 300)
    after = state(page)
    assert after != before
    page.reload()
    rest(page, 300)
    assert state(page) == after
    page.go_back()
    rest(page, 300)
    assert "?" not in page.url
    assert state(page) == before
    page.go_forward()
    rest(page, 300)
    assert state(page) == after


def test_all_of_them_at_once(write: Write, visit: Open) -> None:
    page = visit(write())
    for name in ("search", "tag", "language"):
        CONTROLS[name][0](page)
        rest(page, 200)
    page.get_by_label("由", exact=True).fill("2002")
    page.get_by_label("至", exact=True).fill("2020")
    expect(page).to_have_url(re.compile(r"q=.*tag=.*lang=zh-Hant.*from=2002.*to=2020"))
    rest(page, 300)
    after, address = state(page), page.url.partition("?")[2]
    again = visit(write(), f"?{address}")
    rest(again, 300)
    assert state(again) == after


def test_an_address_says_what_is_shown(write: Write, visit: Open) -> None:
    target = having("tags", "milestone")[-1]
    page = visit(write(), f"?tag=milestone&lang=zh-Hant#{target}")
    assert_shows(page, having("tags", "milestone"))
    expect(title_of(page, target)).to_be_in_viewport()
    assert title_of(page, target).get_attribute("lang") == "zh-Hant"
    page.reload()
    assert_shows(page, having("tags", "milestone"))
    expect(title_of(page, target)).to_be_in_viewport()


def test_an_address_of_an_event_wins_over_filters(write: Write, visit: Open) -> None:
    target = next(e["id"] for e in events() if "milestone" not in e["tags"])
    page = visit(write(), f"?tag=milestone#{target}")
    assert_shows(page, ALL)
    expect(title_of(page, target)).to_be_in_viewport()


def test_what_is_asked_for_after_an_event_survives_too(write: Write, visit: Open) -> None:
    """An address never says both an event and what hides it."""
    page = visit(write(), "#hong-kong-returns")
    page.get_by_role("searchbox").fill("2018")
    expect(page).to_have_url(re.compile("q=2018"))
    rest(page, 200)
    found = shown(page)
    assert "hong-kong-returns" not in found
    page.reload()
    assert_shows(page, found)
    page.go_back()
    assert_shows(page, ALL)
    expect(title_of(page, "hong-kong-returns")).to_be_in_viewport()
    page.go_forward()
    assert_shows(page, found)


@pytest.mark.parametrize(
    "address",
    [
        *("?tag=no-such-tag", "?q=%", "?q=%E0%A4%A", "?from=soon&to=%00", "?lang=xx", "?x=y&q="),
        *("#nowhere", "#%", "#%E0%A4%A", "?tag=&category=", "?from=2020&to=2010", "#at-1990s"),
    ],
)
def test_an_address_that_makes_no_sense_is_no_fault(
    write: Write, visit: Open, address: str
) -> None:
    page = visit(write(), address)
    rest(page, 150)
    assert shown(page) == ([] if "tag=no" in address or "q=%" in address else ALL)


def assert_on_top(page: Page, id_: str) -> None:
    """An event comes to the top of the window, under the padding that scrolling leaves."""
    event = page.locator(f"[id='{id_}']")
    for _ in range(100):
        top = event.evaluate("e => e.getBoundingClientRect().top")
        if top == pytest.approx(24, abs=2):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{id_} is at {top}")


def assert_leads(path: Path, visit: Open, script: bool) -> None:
    window = {"width": 1400, "height": 900}
    ids = visit(path, script=False).locator("li.event").evaluate_all("all => all.map(e => e.id)")
    first, second = ids[-5], ids[len(ids) // 2]
    page = visit(path, f"#{first}", script, viewport=window, reduced_motion="no-preference")
    page.wait_for_timeout(300)  # a page without script has no clock
    assert_on_top(page, first)
    page.reload()
    page.wait_for_timeout(300)  # a page without script has no clock
    assert_on_top(page, first)
    page.goto(f"{path.as_uri()}#{second}")
    assert_on_top(page, second)


@pytest.mark.parametrize("script", [True, False])
def test_an_address_leads_to_its_event(write: Write, visit: Open, script: bool) -> None:
    assert_leads(write(store=EVENTS), visit, script)


@pytest.mark.long
@pytest.mark.parametrize("script", [True, False])
def test_it_does_so_in_real_stores(
    write: Write, visit: Open, real: list[Path], script: bool
) -> None:
    for store in real:
        assert_leads(write(store=store), visit, script)


def test_titles_are_links_to_themselves(write: Write, visit: Open, store: Store) -> None:
    ids = ["plain", "two words", "100%", "香港", 'a"b<c>&']
    path = store(*({"id": id_, "date": "2019", "title": id_} for id_ in ids))
    page = visit(write(store=path))
    for id_ in ids:
        page.get_by_role("link", name=id_, exact=True).last.click()
        expect(page.locator("li:target .title")).to_have_text(id_)


def test_going_back_does_not_lose_the_filters(write: Write, visit: Open) -> None:
    page = visit(write())
    page.get_by_label("Show only this tag").select_option("milestone")
    page.locator("li.event:not([hidden]) .title a").first.click()
    assert "?tag=milestone#" in page.url
    page.go_back()
    assert page.url.endswith("?tag=milestone")
    assert_shows(page, having("tags", "milestone"))


def test_a_mark_that_is_followed_at_once_after_a_zoom_stays_in_the_address(
    write: Write, visit: Open
) -> None:
    page = visit(write())
    settle(page)
    page.evaluate(
        "() => { document.querySelector('.zoom [data-key=\"+\"]').click();"
        " location.hash = '#article-published'; }"
    )
    expect(page).to_have_url(re.compile(r"\?from=.*&to=.*#article-published$"))
    settle(page)
    page.locator(".zoom [data-key='+']").click()  # this may hide it
    expect(page).to_have_url(re.compile(r"\?from=[^#]*&to=[^#]*$"))


@pytest.mark.parametrize("start", ["", "#article-published"])
def test_back_from_a_mark_is_the_same_view(write: Write, visit: Open, start: str) -> None:
    page = visit(write(), start, viewport={"width": 1300, "height": 700})
    rest(page, 200)
    page.evaluate("scrollTo(0, 0)")
    for _ in range(2):
        page.get_by_role("button", name="Zoom in").click()
    rest(page, 400)
    page.evaluate("scrollTo(0, 150)")
    before, url, scrolled = state(page), page.url, page.evaluate("scrollY")
    mark = page.locator(".mark", has_text="Outline plan").locator("rect, circle").first
    mark.click()
    expect(page).to_have_url(re.compile("#bay-area-outline-plan$"))
    expect(title_of(page, "bay-area-outline-plan")).to_be_in_viewport()
    assert page.url.partition("#")[0] == url.partition("#")[0]
    page.go_back()
    expect(page).to_have_url(url)
    rest(page, 200)
    assert state(page) == before
    assert page.evaluate("scrollY") == pytest.approx(scrolled, abs=2)


def test_a_link_to_what_is_shown_is_copied(write: Write, visit: Open) -> None:
    page = visit(write(), permissions=["clipboard-read", "clipboard-write"])
    page.locator("[name=tag]").select_option("milestone")
    button = page.get_by_role("button", name="Copy link")
    button.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    expect(button).to_be_visible()  # after some time it can be copied again


def test_typing_is_one_step_back(write: Write, visit: Open) -> None:
    page = visit(write())
    page.locator("[name=tag]").select_option("milestone")
    page.get_by_role("searchbox").press_sequentially("policy", delay=150)
    expect(page).to_have_url(re.compile("q=policy"))
    page.go_back()
    assert_shows(page, having("tags", "milestone"))
    page.go_back()
    assert_shows(page, ALL)
