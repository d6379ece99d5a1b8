"""The languages of a page."""

import pytest
from conftest import Open, Store, Write
from playwright.sync_api import Page, expect
from reader import drawn


def test_languages(write: Write, visit: Open) -> None:
    page = visit(write())
    menu = page.locator("select.languages")
    expect(page.get_by_label("Language")).to_have_attribute("class", "languages")
    assert menu.locator("option").all_text_contents() == ["As written", "繁體中文"]
    menu.select_option("zh-Hant")
    first = page.locator("li.event").first
    heading = first.get_by_role("heading")
    expect(heading).to_have_text("香港回歸中國")
    assert heading.get_attribute("lang") == "zh-Hant"
    assert first.locator(".summary").get_attribute("lang") == "zh-Hant"
    expect(first.locator(".summary")).to_contain_text("香港成為中國的特別行政區")
    original = first.get_by_text("Hong Kong returns to China", exact=True).filter(visible=True)
    expect(original).to_have_count(1)
    assert "香港回歸中國" in drawn(page)
    assert page.url.endswith("?lang=zh-Hant")
    menu.select_option("")
    expect(heading).to_have_text("Hong Kong returns to China")
    assert heading.get_attribute("lang") == ""
    expect(original).to_have_count(1)
    assert "?" not in page.url


def test_the_language_of_the_command_is_the_first(write: Write, visit: Open) -> None:
    page = visit(write("--lang", "zh"))
    heading, menu = page.locator("li.event").first.get_by_role("heading"), page.get_by_label("語言")
    expect(heading).to_have_text("香港回歸中國")
    expect(menu).to_have_value("zh-Hant")
    menu.select_option("")
    expect(heading).to_have_text("Hong Kong returns to China")
    page.reload()
    expect(heading).to_have_text("Hong Kong returns to China")
    expect(page.get_by_label("Language")).to_have_value("")


TRANSLATED: tuple[dict[str, str], ...] = (
    {"zh-Hans": "简"},
    {"zh-Hant": "繁"},
    {"zh": "中"},
    {"zh-Hant-HK": "港", "fr": "F"},
    {},
)


@pytest.fixture
def translated(store: Store) -> str:
    """A store of events in several languages, some of them alone in theirs."""
    events = (
        {
            "id": f"e{n}",
            "date": f"{2000 + n}",
            "title": f"T{n}",
            "translations": {tag: {"title": f"{text}{n}"} for tag, text in texts.items()},
        }
        for n, texts in enumerate(TRANSLATED)
    )
    summary = {"fr": {"title": "R"}, "zh-Hant": {"summary": "述"}, "constructor": {"title": "C"}}
    two = {"id": "x", "date": "2010", "title": "T", "summary": "S", "translations": summary}
    alone = {"zh-Hant": {"summary": "只有中文"}, "fr": {"title": "Seul"}}
    one = {"id": "y", "date": "2011", "title": "No summary as written", "translations": alone}
    return store(*events, two, one)


def told(page: Page) -> list[list[str]]:
    """What the list says, with the languages that it says it in."""
    found: list[list[str]] = page.locator("li.event").evaluate_all(
        "all => all.map(e => ['.title', '.summary'].flatMap(name => ["
        " e.querySelector(name)?.textContent.trim(), e.querySelector(name)?.lang]))"
    )
    return found


OFFERED = ["", "constructor", "fr", "zh", "zh-Hans", "zh-Hant", "zh-Hant-HK"]


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh-Hant", "zh-Hans-HK", "zh", "ZH-hant", "fr-CA", "en"])
def test_a_language_is_that_of_the_command_line(
    write: Write, visit: Open, translated: str, lang: str
) -> None:
    """However it is asked for, list and drawing say what `--lang` does."""
    page = visit(write("--lang", lang, store=translated))
    expected = told(visit(write("--lang", lang, store=translated), script=False))
    menu = page.locator("select.languages")
    assert menu.locator("option").evaluate_all("all => all.map(e => e.value)") == OFFERED
    chosen = {"zh-Hans-HK": "zh-Hans", "ZH-hant": "zh-Hant", "fr-CA": "fr", "en": ""}
    for address in ("", "?lang=xx", "?lang=zh-Hant-TW"):  # what is not offered is as if not said
        page.goto(page.url.partition("?")[0] + address)
        assert told(page) == expected
        assert drawn(page) == sorted(title for title, *_ in expected)
        expect(menu).to_have_value(chosen.get(lang, lang))


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh-Hans-HK", "en"])
def test_languages_that_are_chosen_are_those_of_the_command_line(
    write: Write, visit: Open, translated: str, lang: str
) -> None:
    page = visit(write("--lang", lang, store=translated))
    menu = page.locator("select.languages")
    for tag in OFFERED:
        wanted = told(visit(write("--lang", tag, store=translated, name="o.html"), script=False))
        menu.select_option(tag)
        for _ in ("chosen", "loaded again"):
            assert told(page) == wanted
            assert drawn(page) == sorted(title for title, *_ in wanted)
            expect(menu).to_have_value(tag)
            page.reload()


def test_fields_that_were_left_out_do_not_come_back(write: Write, visit: Open) -> None:
    page = visit(write("--fields", "tags", "--lang", "zh"))
    expect(page.locator("li.event .title").first).to_have_text("香港回歸中國")
    assert "香港回歸中國" in drawn(page)
    expect(page.locator("[name=tag]")).to_have_count(1)
    expect(page.locator("[name=category]")).to_have_count(0)
