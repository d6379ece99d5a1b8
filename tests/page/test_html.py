"""The page as it is written: complete without a script, valid, closed to whatever events say.

What it does in a browser is in the files beside this one.
"""

import json
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from conftest import EVENTS, HARD, ROOT, call

from hkinno.dates.calendar import bound
from hkinno.dates.edtf import parse
from hkinno.page.article import anchor, link, machine

Store = Callable[..., str]
VOID = {"meta", "link", "input", "br", "wbr", "img"}
SECRET = {"id": "x", "date": "2019", "title": "T", "summary": "hidden words", "secret": "a token"}


class Node:
    """An element: its tag, its attributes, what is in it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.inside: list[Node | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def __iter__(self) -> "Iterator[Node]":
        for child in self.inside:
            if isinstance(child, Node):
                yield child
                yield from child

    def all(self, tag: str, kind: str = "") -> "list[Node]":
        """The elements of a tag and a class, in their order."""
        return [
            node
            for node in self
            if node.tag == tag and (not kind or kind in node.attributes.get("class", "").split())
        ]

    def one(self, tag: str, kind: str = "") -> "Node":
        (found,) = self.all(tag, kind)
        return found

    @property
    def heading(self) -> "Node":
        """The title of an event: a heading, and first in it."""
        title = next(node for node in self if node.tag in ("h2", "h3", "h4", "p"))
        assert title.tag.startswith("h")
        assert "title" in title["class"]
        return title

    @property
    def text(self) -> str:
        parts = (child if isinstance(child, str) else child.text for child in self.inside)
        return re.sub(r"\s+", " ", "".join(parts)).strip()


class Tree(HTMLParser):
    """A strict reader: each element is closed in its turn, no attribute or id stands twice."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open = [Node("", {})]
        self.ids: set[str] = set()
        self.feed(text)
        self.close()
        assert len(self.open) == 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        assert len(attributes) == len(attrs)
        if "id" in attributes:
            assert attributes["id"] not in self.ids
            assert not re.search(r"\s", attributes["id"])
            self.ids.add(attributes["id"])
        node = Node(tag, attributes)
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def page(*args: str) -> Node:
    done = call("timeline", "-f", "html", *args)
    assert done.code == 0, done.err
    return Tree(done.out).open[0]


def block(node: Node, kind: str, of: str = "") -> str:
    """The text of the data block of a type."""
    (found,) = (
        script
        for script in node.all("script")
        if script.attributes.get("type") == f"application/{kind}"
        and script.attributes.get("data-of", "") == of
    )
    return "".join(part for part in found.inside if isinstance(part, str))


# --- the list ---


def test_every_event_is_in_an_ordered_list() -> None:
    events = json.loads(EVENTS.read_bytes())["events"]
    node = page()
    items = [item for listed in node.all("ol") for item in listed.all("li", "event")]
    assert [item["id"] for item in items] == [event["id"] for event in events]
    assert len(node.all("li", "event")) == len(items)
    for item, event in zip(items, events, strict=True):
        said = item.text
        assert said.startswith(event["title"])
        (permalink,) = item.heading.all("a")
        assert (permalink["href"], permalink.text) == (f"#{event['id']}", event["title"])
        sources = [s.get(key) for s in event["sources"] for key in ("title", "author", "quote")]
        for text in (event["title"], event["date"], event.get("date_note"), *sources):
            assert re.sub(r"\s+", " ", text or "") in said
        assert event["summary"] in said
        for text in (*event["tags"], *event.get("places", ()), *event.get("actors", ())):
            assert text in said
        for figure in event.get("figures", ()):
            assert figure["name"] in said
            assert f"{figure['value']:,}" in said


def test_what_is_known_of_a_date_is_said() -> None:
    when = page().all("div", "when")[1]
    assert when.text == "2002 2002 a year, 2002-01-01 to 2002-12-31"


MACHINE = {
    "2002": "2002",
    "2019-02": "2019-02",
    "2022-07-07": "2022-07-07",
    "2004-01-01T10:10:10": "2004-01-01T10:10:10",
    "2004-01-01T10:10:10Z": "2004-01-01T10:10:10Z",
    "2004-01-01T10:10:10+08": "2004-01-01T10:10:10+08:00",
    "2004-01-01T10:10:10-05:30": "2004-01-01T10:10:10-05:30",
    "Y170000002": "170000002",
    **dict.fromkeys(
        ["2018~", "2018?", "2018%", "?2018-05", "201X", "2018-XX-XX", "0000", "-0524", "2001-21"],
        "",
    ),
    **dict.fromkeys(
        ["2001-34", "1950S2", "2020/..", "../1985", "2020/2021", "[2020]", "Y17E7", "Y1E400"], ""
    ),
}


@pytest.mark.parametrize(("text", "said"), MACHINE.items())
def test_only_dates_that_html_has_a_word_for_are_for_machines(text: str, said: str) -> None:
    assert machine(parse(text)) == said


def test_time_elements_are_only_for_these(store: Store) -> None:
    dates = [date for date in MACHINE if "E" not in date]
    path = store(*({"id": f"e{n}", "date": d, "title": d} for n, d in enumerate(dates)))
    for item, date in zip(
        page("-s", path, "--sort", "id").all("li", "event"),
        sorted(dates, key=lambda d: f"e{dates.index(d)}"),
        strict=True,
    ):
        found = item.all("time")
        assert [time["datetime"] for time in found] == ([MACHINE[date]] if MACHINE[date] else [])


def test_translations_say_their_language() -> None:
    item = page().all("li", "event")[0]
    told = item.one("div", "told")
    assert told["lang"] == "zh-Hant"
    assert told.text.startswith("香港回歸中國 香港成為")
    assert "lang" not in item.heading.attributes  # nobody knows which it is written in
    assert page().all("ol")[0]["lang"] == ""


def test_lang_is_the_first_language() -> None:
    item = page("--lang", "zh").all("li", "event")[0]
    assert item.heading["lang"] == "zh-Hant"
    assert item.heading.text == "香港回歸中國"
    assert item.one("div", "told").text.startswith("Hong Kong returns to China")


@pytest.mark.parametrize(
    ("url", "ok"),
    [
        ("https://good.example/a?b=c&d=%20#e", True),
        ("HTTP://good.example", True),
        ("mailto:a@b.example", True),
        ("https://zh.wikipedia.org/wiki/香港", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://evil.example/a b", False),
        ("https://evil.example/\u202ea", False),
        (" https://good.example", False),
        ("//evil.example", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("", False),
    ],
)
def test_links_lead_only_where_they_may(store: Store, url: str, ok: bool) -> None:
    assert bool(link(url)) == ok
    source = {"title": "S", "url": url}
    node = page("-s", store({"id": "x", "date": "2019", "title": "T", "sources": [source]}))
    sources = node.one("ul", "sources")
    assert [a["href"] for a in sources.all("a")] == ([url] if ok else [])
    assert "S" in sources.text


def test_ids_are_anchors(store: Store) -> None:
    ids = ["plain", "two words", "tab\there", "100%", "a%20b", "香港", "body", "%", "a&b<c>\"d'"]
    path = store(*({"id": id_, "date": "2019", "title": id_} for id_ in ids))
    node = page("-s", path)
    found = [item["id"] for item in node.all("li", "event")]
    assert found == [anchor(id_) for id_ in ids]
    assert len(set(found)) == len(ids)
    links = {a["href"] for a in node.all("a") if a.attributes.get("href", "").startswith("#")}
    assert links == {f"#{one}" for one in found}


def headings(node: Node) -> dict[str, list[str]]:
    """The headings of a page, and the ids of the events below each."""
    return {
        section.one("h2", "head").text: [item["id"] for item in section.all("li", "event")]
        for section in node.all("section")
    }


YEARS = [f"{1990 + n // 5}-{n % 5 + 1:02}" for n in range(20)]


@pytest.mark.parametrize(
    ("dates", "heads"),
    [
        (YEARS, ["1990", "1991", "1992", "1993"]),
        ([f"{1960 + n}" for n in range(40)], ["1960s", "1970s", "1980s", "1990s"]),
        (
            [f"{1500 + 20 * n}" for n in range(20)],
            ["1500 – 1599", "1600 – 1699", "1700 – 1799", "1800 – 1899"],
        ),
        (
            ["../1985", "../1990", "1990", *YEARS, "none"],
            ["No known start", "1990", "1991", "1992", "1993", "No date that can be read"],
        ),
        (YEARS[:5], []),
        ([*YEARS, "0001"], ["AD 1", "1990", "1991", "1992", "1993"]),
    ],
)
def test_headings_are_years_decades_or_centuries(
    store: Store, dates: list[str], heads: list[str]
) -> None:
    path = store(*({"id": f"e{n}", "date": d, "title": "T"} for n, d in enumerate(dates)))
    node = page("-s", path)
    if not heads:
        assert node.all("nav") == node.all("h2", "head") == []
        return
    assert list(headings(node)) == heads
    ordered = [id_ for ids in headings(node).values() for id_ in ids]
    assert ordered == [e["id"] for e in call("timeline", "-s", path, "--json").json()]
    links = node.one("nav", "jump").all("a")
    assert [a.text for a in links] == heads
    assert [a["href"] for a in links] == [f"#{section['id']}" for section in node.all("section")]


@pytest.mark.parametrize("args", [(), ("--group", "year")])
def test_no_anchor_of_a_heading_is_one_of_an_event(store: Store, args: tuple[str, ...]) -> None:
    ids = ["at-1990", "at-1990-", "at-1", "at-2", *(f"e{n}" for n in range(16))]
    events = zip(ids, YEARS, strict=True)
    node = page("-s", store(*({"id": i, "date": d, "title": i} for i, d in events)), *args)
    for a in node.one("nav", "jump").all("a"):  # `Tree` has seen that no id stands twice
        (section,) = (s for s in node.all("section") if f"#{s['id']}" == a["href"])
        assert section.one("h2", "head").text == a.text


@pytest.mark.parametrize("args", [(), ("--reverse",)])
def test_headings_are_where_events_begin(args: tuple[str, ...]) -> None:
    for path in (EVENTS, HARD):
        for head, ids in headings(page("-s", str(path), *args)).items():
            assert ids, head
            years = re.fullmatch(r"(\d{3})0s|(\d{4})(?: – (\d{4}))?", head)
            if not years:
                continue
            first, last = years[2] or f"{years[1]}0", years[3] or years[2] or f"{years[1]}9"
            found = call("show", "-s", str(path), "--json", "--", *map(unquote, ids)).json()
            for date in (parse(event["date"]) for event in found):
                assert first <= str(bound(date.lo))[:4] <= last


@pytest.mark.parametrize("args", [("--sort", "title"), ("--limit", "3"), ("--sort", "id")])
def test_there_are_none_where_they_would_not_help(args: tuple[str, ...]) -> None:
    assert page(*args).all("h2", "head") == page(*args).all("nav") == []


def test_the_title_is_one_level_below_the_heading() -> None:
    assert [node.tag for node in page().all("h3")] == ["h3"] * 19
    assert {node["class"] for node in page("--limit", "3").all("h2")} == {"title"}


def test_menus_that_are_cut_say_so(store: Store) -> None:
    events = (
        {"id": f"e{n}", "date": "2019", "title": "T", "tags": [f"tag{n}"], "places": [f"p{n % 9}"]}
        for n in range(1207)
    )
    node = page("-s", store(*events))
    tag, place = (
        [(option.text, "disabled" in option.attributes) for option in menu.all("option")]
        for menu in node.all("select")
        if menu["name"] in ("tag", "place")
    )
    assert tag[-1] == ("1,007 more: search for them", True)
    assert len(tag) == 1 + 200 + 1
    assert place[1:] == [(f"p{n} ({134 + (n == 0)})", False) for n in range(9)]


def test_groups_are_headed_sections() -> None:
    node = page("--group", "tag")
    heads = [section.one("h2", "head").text for section in node.all("section")]
    assert "milestone" in heads
    numbers = [item["data-n"] for item in node.all("li", "event")]
    assert len(numbers) > len(set(numbers)) == 19  # under each tag; `Tree` has seen each id once
    assert {h.attributes["class"] for h in node.all("h3")} == {"title"}


def test_fields_leave_out_what_is_not_asked_for(store: Store) -> None:
    path = store(SECRET)
    everything = call("timeline", "-f", "html", "-s", path).out
    some = call("timeline", "-f", "html", "-s", path, "--fields", "lo,precision").out
    for text in ("hidden words", "a token"):
        assert text in everything
        assert text not in some
    facts = Tree(some).open[0].one("dl", "more").text
    assert facts == "lo 2019-01-01 precision year"


def test_raw_dates() -> None:
    assert page("--raw-dates").all("time")[0].text == "1997-07-01"


def test_unknown_fields_are_there(store: Store) -> None:
    more = page("-s", store(SECRET | {"deep": {"a": [1.0]}})).one("dl", "more").text
    assert more == 'secret a token deep {"a": [1.0]}'


def test_nothing_to_show_is_a_page() -> None:
    node = page("--limit", "0")
    assert node.one("h1").text == json.loads(EVENTS.read_text(encoding="utf-8"))["title"]
    assert "0 of 19 events" in node.text
    assert node.all("li", "event") == []


# --- what machines read ---


def linked(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(block(node, "ld+json"))
    assert found.pop("@context") == "https://schema.org"
    return found


@pytest.mark.parametrize(
    ("dates", "span"),
    [
        (["2002", "2019-02"], "2002-01-01/2019-02-28"),
        (["2020/..", "0000"], "0000-01-01/.."),
        (["../1985"], "../1985-12-31"),
        (["201X~"], "2010-01-01/2019-12-31"),
        ([], None),
        (["no date"], None),
    ],
)
def test_the_linked_data_are_the_collection_alone(
    tmp_path: Path, dates: list[str], span: str | None
) -> None:
    events = [{"id": f"e{n}", "date": d, "title": f"T{n}"} for n, d in enumerate(dates)]
    path = tmp_path / "store.json"
    path.write_text(json.dumps({"title": "A <name>", "events": events}))
    found = linked(page("-s", str(path)))
    assert found.pop("@type") == ["Collection", "ItemList"]
    assert found == {"name": "A <name>", "numberOfItems": len(dates)} | (
        {"temporalCoverage": span} if span else {}
    )


def metas(node: Node) -> dict[str, str]:
    return {
        meta.attributes.get("property", meta.attributes.get("name", "")): meta["content"]
        for meta in node.all("meta")
        if "content" in meta.attributes
    }


def test_who_has_but_the_link_is_told_what_it_is() -> None:
    said = metas(page("--since", "2021"))
    title = json.loads(EVENTS.read_bytes())["title"]
    assert said["og:title"] == title
    assert said["og:description"] == said["description"]
    count = len(call("timeline", "--since", "2021", "--json").json())
    assert said["description"].startswith(f"{count} events, 2020 – 2025")
    assert said["og:type"] == "website"
    assert said["og:locale"] == "en"


def test_that_is_told_in_the_language_of_the_page() -> None:
    said = metas(page("--lang", "zh-Hant"))
    assert said["description"] == said["og:description"] == "19件事，1997年至2025年：年表"
    assert said["og:locale"] == "zh_Hant"


# --- closed ---


HOSTILE = "</script></style></title><img src=x onerror=alert(1)><!--<script>\"'&\u202e\x00"


def everywhere(text: str) -> dict[str, Any]:
    """An event that says a text wherever an event can."""
    source = dict.fromkeys(("title", "publisher", "author", "date", "url", "quote"), text)
    return {
        "id": text,
        "date": "2019",
        "title": text,
        "summary": text,
        "category": text,
        "tags": [text],
        "places": [text],
        "actors": [text],
        "date_note": text,
        text: text,
        "figures": [{"name": text, "value": 1, "unit": text}],
        "sources": [source],
        "translations": {text: {"title": text, "summary": text}},
    }


def tags(node: Node) -> list[str]:
    """The names of all elements, but of those in drawings, where texts have other widths."""
    found = []
    for child in node.inside:
        if isinstance(child, Node):
            found += [child.tag, *(tags(child) if child.tag != "svg" else ())]
    return found


@pytest.mark.parametrize("group", ["tag", "category", "year"])
def test_hostile_text_stays_text(store: Store, group: str) -> None:
    plain = page("-s", store(everywhere("plain"), name="plain.json"), "--group", group)
    hostile = page("-s", store(everywhere(HOSTILE)), "--group", group)
    assert tags(hostile) == tags(plain)
    assert not any(name.startswith("on") for node in hostile for name in node.attributes)
    assert linked(hostile)["numberOfItems"] == 1
    json.loads(block(hostile, "json", "page"))


@pytest.mark.parametrize("path", [EVENTS, HARD])
def test_nothing_is_loaded_from_elsewhere(path: Any) -> None:
    node = page("-s", str(path))
    for element in node:
        assert "style" not in element.attributes
        assert "src" not in element.attributes
        assert element.tag in ("a", "link") or "href" not in element.attributes
    assert [element["href"][:5] for element in node.all("link")] == ["data:"]
    assert "url(" not in node.one("style").text
    assert "@import" not in node.one("style").text


def test_the_policy_allows_what_is_there_and_nothing_else() -> None:
    node = page()
    (policy,) = (m["content"] for m in node.all("meta") if "http-equiv" in m.attributes)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert "unsafe" not in policy
    scripts = [s for s in node.all("script") if "type" not in s.attributes]
    for element, rule in ((node.one("style"), "style-src"), (scripts[0], "script-src")):
        text = "".join(part for part in element.inside if isinstance(part, str))
        hashed = b64decode(rules[rule].removeprefix("'sha256-").removesuffix("'"))
        assert hashed == sha256(text.encode()).digest()
    assert len(scripts) == 1


def test_the_fixed_part_is_small(store: Store) -> None:
    """Styles, scripts, tables and words: in one language, and in all that the page speaks."""
    event = {"id": "x", "date": "2019", "title": "T"}
    for more in ({}, {"translations": {"zh-Hant": {"title": "題"}}}):
        done = call("timeline", "-f", "html", "-s", store(event | more))
        assert len(done.out.encode()) < 120_000


def test_real_pages_are_hardly_larger_than_their_stores(real: list[Path]) -> None:
    """Events of some length, at least: of short ones the page says more than the file does."""
    (path,) = (path for path in real if path.name == "kleptocracy.json")
    written = call("timeline", "-f", "html", "-s", str(path)).out.encode()
    assert len(written) <= 1.3 * path.stat().st_size


def test_jinja_is_loaded_for_a_page_alone() -> None:
    probe = "import sys; from hkinno.cli.main import main; main(sys.argv[1:]); "
    probe += "sys.stderr.write(str('jinja2' in sys.modules))"

    def loads(*args: str) -> bool:
        command = [sys.executable, "-c", probe, "timeline", *args]
        done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
        return done.stderr.decode().endswith("True")

    assert loads("-f", "html")
    assert not loads("-f", "svg")
    assert not loads("--group", "year")  # asks each format whether it has headings
