"""A page in Chinese: nothing of its own is in another language, for eyes, ears and machines."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import edtf_strategies as edtf
import pytest
from conftest import HARD, Open, Write, call
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect
from reader import assert_shows, events, rest, settle, shown, status
from test_html import Node, Tree

LETTER = re.compile("[A-Za-z]")
SAID = ("aria-label", "title", "placeholder", "alt", "aria-description", "aria-roledescription")


def chinese(date: str, number: int) -> dict[str, Any]:
    """An event that says something wherever one can, and not a letter of ours but its date."""
    return {
        "id": f"事{number}",
        "date": date,
        "title": f"第{number}件事",
        "summary": "摘要",
        "category": "一二三四五六七八九十"[number % 10],
        "tags": [f"籤{number % 7}", f"籤{number % 3}"],
        "places": [f"地{number % 5}"],
        "actors": [f"人{number % 4}"],
        "date_note": "備註",
        "figures": [
            {"name": "數", "value": number, "unit": "個", "approximate": True, "bound": bound}
            for bound in ("at least", "at most", "more than", "less than")
        ],
        "sources": [{"title": "書", "author": "某", "date": "昨", "quote": "云"}],
        "media": [
            {"url": "https://例.example/圖"},
            {"url": PIXEL},
            {"url": PIXEL, "caption": "圖"},
        ],
        "translations": {"zh-Hant": {"title": f"第{number}件事（譯）"}},
        "其他": "欄位",
    }


PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
DATES = [
    *(e["date"] for e in events(HARD) if not LETTER.search(e["date"]) or e["date"][:1] in "12Y["),
    *edtf.corpus(7, 60, edtf.PRODUCTIONS),
    *("不詳", "Y-13800000000", "Y1234567890123", "1990/..", "../1990", "-0013/0012", "20XX~/2030?"),
]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with every kind of date in it, whose name has no letter of ours."""
    dates = [date for date in DATES if date.isprintable()]
    path = tmp_path / "年表"
    told = [chinese(date, n) for n, date in enumerate(dates)]
    path.write_text(json.dumps({"title": "大事", "events": told}), encoding="utf-8")
    return path


FOREIGN = """said => {
  const found = [], root = document.documentElement;
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { data, parentElement: e } = walk.currentNode, isData = e.closest('script, style, .edtf');
    if (!isData && !e.matches('.languages option')) found.push([e.localName, data]);
  }
  for (const e of root.querySelectorAll('*')) {
    for (const name of said) found.push([name, e.getAttribute(name) ?? '']);
  }
  return found.filter(([, text]) => /[A-Za-z]/.test(text));
}"""


def foreign(page: Page) -> list[list[str]]:
    """What has letters of ours in it: texts, and what is said to those who do not see them."""
    return [
        [name, text]
        for name, text in page.evaluate(FOREIGN, SAID)
        if "例.example" not in text  # a web address is of the store
    ]


def test_nothing_else_is_in_it_without_a_script(write: Write, visit: Open, store: Path) -> None:
    page = visit(write("--lang", "zh-Hant", store=store), script=False)
    assert page.locator("html").get_attribute("lang") == "zh-Hant"
    assert foreign(page) == []
    told = page.locator("meta[name=description], meta[property*=og\\:]").evaluate_all(
        "all => all.map(e => e.content)"
    )
    assert [text for text in told if LETTER.search(text)] == ["website", "zh_Hant"]


def test_a_store_without_a_name_is_called_in_chinese(store: Path) -> None:
    args = ("timeline", "-f", "html", "--lang", "zh-Hant")
    assert live(call(*args, "-s", ":bundled:").out) == "19件事 · 1997年至2025年 · 隨附的年表"
    both = call(*args, "-s", ":bundled:", "-s", str(store)).out
    assert " · 隨附的年表、年表 · " in live(both)
    piped = call(*args, "-s", "-", stdin='[{"id": "x", "date": "2019", "title": "題"}]').out
    assert [text for text in texts(Tree(piped).open[0]) if LETTER.search(text)] == []


def live(page: str) -> str:
    """What the live region of a page says."""
    (status,) = (n for n in Tree(page).open[0] if n.attributes.get("role") == "status")
    return status.text


def test_what_is_of_the_store_is_not_said_to_be_chinese(store: Path) -> None:
    """It is in a language that is not known: an empty `lang` (HTML, 3.2.6.2), so for its title."""
    args = ("timeline", "-f", "html", "--lang", "zh-Hant", "-s")
    page = Tree(call(*args, str(store)).out).open[0]
    assert page.one("h1").attributes["lang"] == ""
    values = [node for node in page.all("option") if node["value"] in ("人1", "地1", "籤1")]
    assert [node.attributes["lang"] for node in values] == [""] * 3
    untitled = Tree(call(*args, "-", stdin='[{"id": "x", "date": "2019", "title": "題"}]').out)
    assert "lang" not in untitled.open[0].one("h1").attributes


@pytest.mark.parametrize("group", ["tag", "year", "decade", "century", "category"])
def test_nor_under_headings(store: Path, group: str) -> None:
    args = ("timeline", "-s", str(store), "-f", "html", "--lang", "zh-Hant", "--group", group)
    node = Tree(call(*args).out).open[0]
    assert [text for text in texts(node) if LETTER.search(text)] == []
    for head in node.all("h2", "head"):
        assert not LETTER.search(head.text)


def texts(node: Node) -> Iterator[str]:
    """All texts of a page, but those that are no words and the dates as they are written."""
    for child in node.inside:
        if isinstance(child, str):
            yield child
        elif child.tag not in ("script", "style") and child.attributes.get("class") != "edtf":
            if child.tag != "option":
                yield from (text for text in texts(child) if "例.example" not in text)
            yield from (child[name] for name in SAID if name in child.attributes)


@pytest.mark.long
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(st.lists(edtf.texts(), min_size=30, max_size=60))
def test_whatever_the_dates_are(tmp_path: Path, dates: list[str]) -> None:
    path = tmp_path / "年表"
    told = [chinese(date, n) for n, date in enumerate(dates)]
    path.write_text(json.dumps({"title": "大事", "events": told}), encoding="utf-8")
    done = call("timeline", "-s", str(path), "-f", "html", "--lang", "zh-Hant")
    assert [text for text in texts(Tree(done.out).open[0]) if LETTER.search(text)] == []


def assert_speaks(page: Page, ids: Iterable[str]) -> None:
    """Whatever is done with it, it answers in Chinese."""
    assert foreign(page) == []
    for key in ("+", "+", "ArrowLeft", "+", "+"):
        page.locator(".stage").press(key)
        settle(page)
        assert foreign(page) == []
    rest(page, 200)
    assert foreign(page) == []  # of how many there are
    page.locator(".stage").press("0")
    assert_shows(page, list(ids))
    page.get_by_label("由", exact=True).fill("不知")
    page.get_by_label("由", exact=True).press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert foreign(page) == []
    page.get_by_label("由", exact=True).fill("2019年")
    page.get_by_label("至", exact=True).fill("2018年")
    page.get_by_label("至", exact=True).press("Enter")
    expect(page.get_by_role("alert")).to_have_text("「由」晚於「至」")
    for name in ("category", "tag", "place", "actor"):
        page.locator(f"[name={name}]").select_option(index=1)
    assert foreign(page) == []
    page.get_by_role("searchbox").fill("沒有的")
    expect(page.get_by_text("沒有符合的事件。")).to_be_visible()
    assert foreign(page) == []
    page.get_by_role("button", name="複製連結").click()
    rest(page, 100)
    assert foreign(page) == []
    page.get_by_role("button", name="顯示全部").click()
    assert_shows(page, list(ids))


@pytest.mark.parametrize("args", [(), ("--lang", "zh-Hant")])
def test_nothing_else_is_in_it_with_one(
    write: Write, visit: Open, store: Path, args: tuple[str, ...]
) -> None:
    page = visit(write(*args, store=store), "" if args else "?lang=zh-Hant")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    rest(page, 200)
    assert_speaks(page, shown(page))


WRITTEN = """() => {
  const names = ['aria-label', 'placeholder', 'alt', 'datetime', 'href'];
  const own = (e) => [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim());
  const told = (e) => [e.localName, ...own(e), ...names.map((name) => e.getAttribute(name))];
  const all = [...document.querySelectorAll('html, head > title, body *')];
  return all.filter((e) => !e.closest('.told')).map((e) => told(e).join('|'));
}"""


@pytest.mark.parametrize("path", [None, HARD])
def test_back_to_as_written_all_is_as_it_was(
    write: Write, visit: Open, store: Path, path: Path | None
) -> None:
    page = visit(write(store=path or store), "?q=")  # what is drawn, the script has drawn
    rest(page, 200)
    menu = page.locator(".languages")
    before, counts = page.evaluate(WRITTEN), status(page).text_content()
    menu.select_option("zh-Hant")
    rest(page, 300)
    assert page.evaluate(WRITTEN) != before
    menu.select_option("")
    rest(page, 300)
    assert page.evaluate(WRITTEN) == before
    assert status(page).text_content() == counts
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("script", [True, False])
def test_original_titles_are_within_reach(write: Write, visit: Open, script: bool) -> None:
    page = visit(write("--lang", "zh-Hant"), script=script)
    for item, event in zip(page.locator("li.event").all(), events(), strict=True):
        item.scroll_into_view_if_needed()
        expect(item.locator(".title")).to_have_text(event["translations"]["zh-Hant"]["title"])
        original = item.get_by_text(event["title"], exact=True).filter(visible=True)
        expect(original).to_have_count(1)


def test_headings_follow_the_language(write: Write, visit: Open) -> None:
    page = visit(write("--group", "decade", "--lang", "zh-Hant"))
    heads, jumps = page.locator("h2.head"), page.locator(".jump a")
    said = ["1990年代", "2000年代", "2010年代", "2020年代"]
    assert heads.all_text_contents() == jumps.all_text_contents() == said
    page.get_by_label("語言").select_option("")
    said = ["1990s", "2000s", "2010s", "2020s"]
    assert heads.all_text_contents() == jumps.all_text_contents() == said
