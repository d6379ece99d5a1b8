"""A page without its script, for any reader, on paper, on phones, and of hostile events."""

import os
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, HARD, Open, Store, Write
from playwright.sync_api import expect
from reader import NARROW, WIDE, drawn, events, shown, status


def test_without_a_script_everything_is_there(write: Write, visit: Open) -> None:
    page = visit(write(), script=False)
    items = page.locator("ol > li.event")
    assert items.count() == len(events())
    for item, event in zip(items.all(), events(), strict=True):
        expect(item.get_by_role("heading", name=event["title"])).to_be_visible()
        expect(item.get_by_text(event["summary"])).to_be_visible()
        expect(item.locator(".told").first).to_be_visible()
    assert drawn(page) == sorted(event["title"] for event in events())
    for name in (".controls", ".zoom", ".copy"):
        expect(page.locator(name)).to_be_hidden()


def test_without_a_script_the_drawing_leads_to_the_list(write: Write, visit: Open) -> None:
    page = visit(write(), script=False)
    page.locator(".mark", has_text="Outline plan").locator("rect").click()
    assert page.url.endswith("#bay-area-outline-plan")
    expect(page.locator("li:target .title")).to_be_in_viewport()


def test_hostile_text_stays_text(write: Write, visit: Open, store: Store) -> None:
    text = "</script><img src=x onerror=alert(1)><svg onload=alert(2)>\"'\u202e"
    event = {
        "id": text,
        "title": text,
        "summary": text,
        "category": text,
        "tags": [text, "b"],
        "places": [text, "c"],
        "actors": [text],
        "date": "2019",
        "extra": text,
        "sources": [{"title": text, "url": "javascript:alert(3)"}, {"url": "data:text/html,x"}],
        "translations": {text: {"title": text, "summary": text}, "fr": {"title": text}},
    }
    page = visit(
        write(store=store(event, {"id": "b", "date": "2020", "title": "b", "tags": ["x"]}))
    )
    shown_text = text.replace("\u202e", "\\u202e")
    expect(page.locator("li.event .title").first).to_have_text(shown_text)
    page.get_by_label("Language").select_option("fr")
    expect(page.locator("li.event .title").first).to_have_text(shown_text)
    page.get_by_label("Show only this tag").select_option(shown_text)
    expect(page.locator(".chip")).to_have_text(shown_text)
    assert len(shown(page)) == 1
    page.reload()
    expect(page.locator(".chip")).to_have_text(shown_text)
    assert page.locator("img, iframe, object, [onload], [onerror], script[src]").count() == 0
    assert page.locator("a[href^='javascript' i], a[href^='data' i]").count() == 0


def test_every_nasty_event_is_shown(write: Write, visit: Open) -> None:
    page = visit(write(store=HARD))
    assert len(shown(page)) == len(events(HARD))
    expect(status(page)).to_contain_text("5 without a date that can be read")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [WIDE, NARROW])
def test_axe_finds_nothing(write: Write, visit: Open, scheme: str, window: Any) -> None:
    folder = os.environ.get("HKINNO_AXE_JS")
    if not folder:
        if os.environ.get("CI"):
            pytest.fail("HKINNO_AXE_JS is not set, and CI must not skip")
        pytest.skip("HKINNO_AXE_JS names no folder with axe-core")
    axe = (Path(folder) / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    for args in ((), ("--group", "category"))[: 1 + (window == WIDE)]:
        page = visit(write(*args), color_scheme=scheme, viewport=window)
        page.get_by_label("Show only this tag").select_option("milestone")
        page.get_by_role("button", name="Zoom in").click()
        page.evaluate(axe)
        found = page.evaluate("axe.run()")
        faults = [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found["violations"]]
        assert faults == []


def test_print_is_the_list_in_light(write: Write, visit: Open) -> None:
    page = visit(write(), color_scheme="dark")
    page.emulate_media(media="print")
    for name in (".controls", ".zoom", ".copy"):
        expect(page.locator(name)).to_be_hidden()
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper == "rgb(253, 253, 251)"
    assert page.locator("li.event").last.evaluate("e => getComputedStyle(e).contentVisibility") == (
        "visible"
    )


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("store", [EVENTS, HARD])
def test_phones_scroll_in_one_direction(
    write: Write, visit: Open, store: Path, script: bool
) -> None:
    page = visit(write(store=store), script=script, viewport={"width": 320, "height": 600})
    root = page.locator("html")
    assert root.evaluate("e => e.scrollWidth") <= root.evaluate("e => e.clientWidth")
