"""Mermaid: drawn by Mermaid itself, each text as its characters, each event under its date."""

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import pytest
from conftest import EVENTS, HARD, call
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from tools_page import tools_page

from hkinno import Query, load, registry
from hkinno.display import dated, label
from hkinno.query.groups import GROUPS, NONE
from hkinno.render import RenderOptions
from hkinno.text import escape_controls

DRAW = """async ([text, level]) => {
  window.ran = false;
  window.alert = () => { window.ran = true };
  mermaid.initialize({startOnLoad: false, securityLevel: level, maxTextSize: 1e7});
  const {svg} = await mermaid.render("drawn", text);
  const room = document.getElementById("t");
  room.innerHTML = svg;
  await new Promise(resolve => setTimeout(resolve, 20));
  const texts = kind => [...room.querySelectorAll(kind)].map(
    part => [...part.querySelectorAll("text")].map(text => text.textContent).join(""));
  return {
    svg: svg,
    periods: texts(".taskWrapper"),
    events: texts(".eventWrapper"),
    all: [...room.querySelectorAll("text")].map(text => text.textContent),
    ran: window.ran || room.querySelector("script, img, iframe, a, b") !== null,
  };
}"""
LEVELS = ("strict", "loose")


@pytest.fixture(scope="module")
def mermaid() -> Iterator[Page]:
    with tools_page("mermaid", {}) as page:
        yield page


def draw(page: Page, text: str, level: str = "strict") -> dict[str, Any]:
    """What Mermaid draws of a text, and that nothing in it ran."""
    drawn: dict[str, Any] = page.evaluate(DRAW, [text, level])
    assert not drawn["ran"]
    return drawn


def letters(text: str) -> str:
    """A text without blanks, which get lost where Mermaid breaks lines, and as it shows it."""
    return "".join(escape_controls(text).split())


def written(selection: Any, **options: Any) -> str:
    write = registry.load("formats", "mermaid").write
    return "".join(write(selection.entries, RenderOptions(**options)))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("store", [HARD, EVENTS], ids=["hard", "events"])
def test_every_event_is_drawn_under_its_date_as_its_characters(
    store: Any, level: str, mermaid: Page
) -> None:
    selection = load(store).select(Query())
    drawn = draw(mermaid, call("timeline", "-s", str(store), "-f", "mermaid").out, level)
    shown = [
        (letters(dated(entry, RenderOptions())) or NONE, letters(label(entry.event, None)))
        for entry in selection.entries
    ]
    assert [letters(text) for text in drawn["events"]] == [title for _, title in shown]
    periods = [period for period, _ in groupby(period for period, _ in shown)]
    assert [letters(text) for text in drawn["periods"]] == periods
    title = json.loads(store.read_text("utf-8"))["title"]
    assert letters(title) in map(letters, drawn["all"])


HOSTILE = (
    *("%%{init: {'theme':'forest'}}%%", "%%{wrap}%%", "---\ntitle: x\n---", "%% comment"),
    *("section other", "title other", "timeline", "timeline LR", "accTitle", "accDescr { x }"),
    *(": ", ":", "::icon(fa fa-x)", "a : b", "#59;", "#lt;", "&lt;", "&#60;", "ﬂ°°60¶ß", "ß", "°"),
    *("<b>x</b>", "<br>", "<br/>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>"),
    *("\\n", "\\u0041", "`code`", "**bold**", "_em_", "$$x^2$$", "style a:#f00;", "classDef x:#1;"),
    *("javascript:alert(1)", "click a call alert()", "#", ";", "{", "}", '"', "'", "=", "@", "|"),
    *(
        "香港科學園",
        "שלום עולם",
        "مرحبا",
        "👩\u200d🔬🇭🇰",
        "e\u0301",
        "\x00\x1b[31m",
        "\u202e",
        "\u2028",
    ),
    *("\t", "\r\n", "\xa0", "\u3000", "end", "direction LR", "x" * 300, "...", "word " * 60),
)
texts = st.one_of(st.lists(st.sampled_from(HOSTILE), max_size=4).map("".join), st.text())


@settings(max_examples=60)
@given(st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=8), st.sampled_from(LEVELS))
def test_any_text_is_drawn_as_its_characters(
    mermaid: Page, rows: list[tuple[str, str, str]], level: str
) -> None:
    module = registry.load("formats", "mermaid")
    selection = load(EVENTS).select(Query(limit=len(rows)))
    entries = [
        entry._replace(date=None, event=_changed(entry.event, date=d, title=t, category=c))
        for entry, (d, t, c) in zip(selection.entries, rows, strict=False)
    ]
    title = rows[0][1]
    drawn = draw(mermaid, "".join(module.write(entries, RenderOptions(title=title))), level)
    shown = [letters(label(entry.event, None)) for entry in entries]
    assert [letters(text) for text in drawn["events"]] == shown
    dates = [letters(entry.event.date) or NONE for entry in entries]
    assert [letters(text) for text in drawn["periods"]] == [date for date, _ in groupby(dates)]
    assert letters(title) in map(letters, drawn["all"]) or not letters(title)
    assert "forest" not in str(mermaid.evaluate("mermaid.mermaidAPI.getConfig().theme"))
    options = RenderOptions(group="category")
    drawn = draw(mermaid, "".join(module.write(entries, options)), level)
    heads = {letters(entry.event.category or NONE) or NONE for entry in entries}
    assert heads <= {letters(text) for text in drawn["all"]}


def _changed(event: Any, **fields: str) -> Any:
    return type(event)(**{name: getattr(event, name) for name in event.__struct_fields__} | fields)


def test_headings_are_sections(mermaid: Page) -> None:
    selection = load(EVENTS).select(Query())
    done = call("timeline", "-s", str(EVENTS), "-f", "mermaid", "--group", "decade")
    drawn = draw(mermaid, done.out)
    heads = [GROUPS["decade"](entry.event, entry.date) for entry in selection.entries]
    known = list(dict.fromkeys(letters(head) for some in heads for head in some))
    assert done.out.count("    section ") == len(known)
    assert set(known) <= {letters(text) for text in drawn["all"]}
    assert len(drawn["events"]) == len(selection.entries)


def test_nothing_is_still_a_timeline(mermaid: Page) -> None:
    done = call("timeline", "-s", str(EVENTS), "-f", "mermaid", "--since", "2040")
    assert draw(mermaid, done.out)["events"] == []


def test_dates_are_said_whole_and_in_the_words_asked_for(store: Callable[..., str]) -> None:
    path = store(
        {"id": "a", "date": "1997~", "title": "A", "translations": {"de": {"title": "Ä"}}},
        {"id": "b", "date": "1997~", "title": "B"},
        {"id": "c", "date": "2020/..", "title": " "},
        name="x.jsonl",
    )
    assert call("timeline", "-s", path, "-f", "mermaid").out == (
        "timeline\n    c. 1997 : A\n     : B\n    since 2020 : c\n"
    )
    done = call("timeline", "-s", path, "-f", "mermaid", "--lang", "de")
    assert done.out == "timeline\n    ca. 1997 : Ä\n     : B\n    seit 2020 : c\n"
    done = call("timeline", "-s", path, "-f", "mermaid", "--raw-dates", "--lang", "de")
    assert done.out == "timeline\n    1997~ : Ä\n     : B\n    2020/.. : c\n"


def test_what_is_lost_is_said(store: Callable[..., str]) -> None:
    path = store({"id": "a", "date": "1997~", "title": "A", "tags": ["t"]})
    done = call("timeline", "-s", path, "-f", "mermaid")
    assert done.err == (
        "hkinno: mermaid says in words only 1 date (1 of a month or a year, 1 with ~ or ?) "
        "and drops 1 id, 1 tag; --explain-loss lists them\n"
    )
    assert call("timeline", "-s", path, "-f", "mermaid", "--strict").code == 1
    assert call("timeline", "-s", path, "-f", "mermaid", "--fields", "id").code == 2


def test_more_than_mermaid_draws_is_said(store: Callable[..., str], mermaid: Page) -> None:
    events = [{"id": f"e{n}", "date": "2002", "title": "x" * 1000} for n in range(50)]
    done = call("timeline", "-s", store(*events), "-f", "mermaid")
    assert "no more than 50,000 characters unless its maxTextSize says so" in done.err
    mermaid.evaluate("mermaid.initialize({startOnLoad: false, maxTextSize: 50000})")
    drawn = mermaid.evaluate("async text => (await mermaid.render('g', text)).svg", done.out)
    assert "Maximum text size in diagram exceeded" in drawn
    done = call("timeline", "-s", str(EVENTS), "-f", "mermaid")
    assert "characters" not in done.err


def test_files_of_mermaid_are_known_by_their_suffixes(store: Callable[..., str]) -> None:
    path = store({"id": "a", "date": "1997-07-01", "title": "A"})
    for name in ("x.mmd", "x.mermaid"):
        assert call("timeline", "-s", path, "-o", name).code == 0
        with open(name, encoding="utf-8") as file:
            assert file.read() == "timeline\n    1 Jul 1997 : A\n"
