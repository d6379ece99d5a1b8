"""The page as it is written: complete without a script, valid, closed to whatever events say.

What it does in a browser is in `test_page.py`.
"""

import json
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest
from conftest import EVENTS, HARD, ROOT, call

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
    items = page().one("ol").all("li", "event")
    assert [item["id"] for item in items] == [event["id"] for event in events]
    for item, event in zip(items, events, strict=True):
        said = item.text
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
    assert item.one("h2")["lang"] == ""


def test_lang_is_the_first_language() -> None:
    item = page("--lang", "zh").all("li", "event")[0]
    assert item.one("h2")["lang"] == "zh-Hant"
    assert item.one("h2").text == "香港回歸中國"
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
    assert json.loads(block(node, "json", "events")) == []


# --- what machines read ---


def exactly(text: str | bytes) -> Any:
    return json.loads(text, parse_float=str, parse_int=str)


def test_the_data_are_the_events_as_stored() -> None:
    for path in (EVENTS, HARD):
        out = call("timeline", "-f", "html", "-s", str(path), "--sort", "id").out
        found = json.loads(
            block(Tree(out).open[0], "json", "events"), parse_float=str, parse_int=str
        )
        stored = json.loads(path.read_bytes(), parse_float=str, parse_int=str)["events"]
        assert found == sorted(stored, key=lambda event: event["id"].casefold())


def linked(node: Node) -> list[dict[str, Any]]:
    listed = json.loads(block(node, "ld+json"))
    assert (listed["@context"], listed["@type"]) == ("https://schema.org", "ItemList")
    return [item["item"] for item in listed["itemListElement"]]


def test_the_linked_data_say_no_more_than_the_dates_do(store: Store) -> None:
    dates = ["2002", "2019-02", "2020/2021", "2020/..", "2018~", "201X", "1985/", "2004/2005~"]
    path = store(*({"id": f"e{n}", "date": d, "title": "T"} for n, d in enumerate(dates)))
    found = {event["@id"]: event for event in linked(page("-s", path, "--sort", "id"))}
    keys = ("startDate", "endDate", "disambiguatingDescription")
    said = [tuple(found[f"#e{n}"].get(key) for key in keys) for n in range(len(dates))]
    assert said == [
        ("2002", None, None),
        ("2019-02", None, None),
        ("2020", "2021", None),
        ("2020", None, None),
        (None, None, "c. 2018 (2018~)"),
        (None, None, "2010s (201X)"),
        (None, None, "1985 – ? (1985/)"),
        (None, None, "2004 – c. 2005 (2004/2005~)"),
    ]


def test_the_linked_data_have_every_event() -> None:
    names = [event["name"] for event in linked(page())]
    assert names == [event["title"] for event in json.loads(EVENTS.read_bytes())["events"]]


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


@pytest.mark.parametrize("group", ["tag", "category", "year"])
def test_hostile_text_stays_text(store: Store, group: str) -> None:
    plain = page("-s", store(everywhere("plain"), name="plain.json"), "--group", group)
    hostile = page("-s", store(everywhere(HOSTILE)), "--group", group)
    assert [node.tag for node in hostile] == [node.tag for node in plain]
    assert not any(name.startswith("on") for node in hostile for name in node.attributes)
    linked(hostile)
    found = json.loads(block(hostile, "json", "events"))
    assert found == [everywhere(HOSTILE)]


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


def test_it_is_small(store: Store) -> None:
    done = call("timeline", "-f", "html", "-s", store({"id": "x", "date": "2019", "title": "T"}))
    assert len(done.out.encode()) < 64_000


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
