"""A page without its script, for any reader, on paper, on phones, and of hostile events."""

import json
import os
import re
from pathlib import Path

import pytest
from conftest import EVENTS, HARD, ROOT, Open, Store, Write
from playwright.sync_api import Page, expect
from reader import drawn, events, rest, shown, status


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


def faults(page: Page) -> list[tuple[str, list[object]]]:
    """What axe-core finds."""
    folder = os.environ.get("HKINNO_AXE_JS")
    if not folder:
        if os.environ.get("CI"):
            pytest.fail("HKINNO_AXE_JS is not set, and CI must not skip")
        pytest.skip("HKINNO_AXE_JS names no folder with axe-core")
    axe = (Path(folder) / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    return [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found["violations"]]


@pytest.mark.parametrize(
    ("scheme", "width", "lang"),  # any two of them together
    [("light", 1280, ""), ("light", 390, "zh-Hant"), ("dark", 1280, "zh-Hant"), ("dark", 390, "")],
)
def test_axe_finds_nothing(write: Write, visit: Open, scheme: str, width: int, lang: str) -> None:
    world = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    page = visit(write(), f"?lang={lang}", **world)
    rest(page, 100)
    assert faults(page) == []
    page.locator("[name=tag]").select_option("milestone")
    page.locator(".stage").press("+")
    page.locator("[name=from]").fill("nothing")
    page.locator("[name=from]").press("Enter")
    rest(page, 200)
    assert faults(page) == []


@pytest.mark.parametrize("args", [("--group", "category"), ("--lang", "zh-Hant")])
@pytest.mark.parametrize("script", [True, False])
def test_nor_in_other_pages(write: Write, visit: Open, args: tuple[str, ...], script: bool) -> None:
    page = visit(write(*args, store=HARD), script=script)
    if script:
        assert faults(page) == []
    for name in ("main", "h1"):
        expect(page.locator(name)).to_have_count(1)


SMALL = """all => all.filter((e) => {
  const { width, height } = e.getBoundingClientRect();
  return e.checkVisibility() && Math.min(width, height) < 23.9;
}).map((e) => [e.localName, e.className, e.textContent.trim().slice(0, 20)])"""


@pytest.mark.parametrize("width", [390, 1280])
def test_what_can_be_touched_is_large_enough(write: Write, visit: Open, width: int) -> None:
    """24 pixels each way (WCAG 2.2, 2.5.8), but for links within a sentence, as sources are."""
    page = visit(write(), has_touch=True, viewport={"width": width, "height": 12000})
    page.locator("[name=tag]").select_option("milestone")
    rest(page, 200)
    targets = "button, input, select, .jump a, .facts a, .category a, .title a, summary"
    assert page.locator(targets).evaluate_all(SMALL) == []


def test_print_is_the_list_in_light(write: Write, visit: Open) -> None:
    page = visit(write(), "?tag=milestone&from=soon&q=2", color_scheme="dark")
    page.emulate_media(media="print")
    rest(page, 200)
    seen = page.locator(
        "button, input, select, [role=search], .jump, .hint, .overview, .tip, .chip"
    )
    assert seen.count() > 9
    assert seen.evaluate_all("all => all.filter(e => e.checkVisibility()).length") == 0
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper == "rgb(253, 253, 251)"
    assert page.locator("li.event").last.evaluate("e => getComputedStyle(e).contentVisibility") == (
        "visible"
    )


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_a_pdf_has_the_events_and_no_controls(write: Write, visit: Open, lang: str) -> None:
    """Whatever is text on paper is text of the list or of the drawing."""
    page = visit(write("--lang", lang))
    page.emulate_media(media="print")
    said = page.locator("body").inner_text()
    for item in page.locator("li.event .title").all_text_contents():
        assert item in said
    words = json.loads((ROOT / "hkinno" / "words" / f"{lang}.json").read_text("utf-8"))
    for key in ("copy link", "search", "hint", "show all", "nothing", "as written"):
        assert not re.search(rf"^{re.escape(words[key])}$", said, re.MULTILINE), key
    data = page.pdf()
    assert data.startswith(b"%PDF")
    assert b"/AcroForm" not in data


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("store", [EVENTS, HARD])
def test_phones_scroll_in_one_direction(
    write: Write, visit: Open, store: Path, script: bool
) -> None:
    page = visit(write(store=store), script=script, viewport={"width": 320, "height": 600})
    root = page.locator("html")
    assert root.evaluate("e => e.scrollWidth") <= root.evaluate("e => e.clientWidth")
