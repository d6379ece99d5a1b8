"""What the formats write: the same cells in each, nothing lost, nothing that acts on a reader.

`hard.json` has every nasty event. What each format makes of it, and of the bundled chronology, is
in `golden/`, byte for byte; `pytest --update` writes these files anew.
"""

import csv
import functools
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from conftest import EVENTS, HARD, call, run
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich import box
from rich.cells import cell_len, chop_cells
from rich.console import Group
from rich.table import Table
from rich.text import Text
from wcwidth import iter_graphemes, wcswidth

from hkinno import Query, load, registry
from hkinno.display import Section, cells, heads
from hkinno.formats import table
from hkinno.render import COLORS, RenderOptions, draw
from hkinno.store.store import Selection
from hkinno.text import escape_controls, width

STORES = {"hard": HARD, "events": EVENTS}
WIDTHS = (20, 40, 60, 80, 100, 120, 200)
SEVERAL = "id,date,category,title,summary,tags,places,actors,figures,lo,hi,precision,deep,price,big"
ACTS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def stored(store: str) -> list[dict[str, Any]]:
    """The events of a store, numbers as they are written."""
    data = json.loads(STORES[store].read_bytes(), parse_int=str, parse_float=str)
    events: list[dict[str, Any]] = data["events"]
    return events


@functools.cache
def selected(store: str, **query: Any) -> Selection:
    return load(STORES[store]).select(Query(**query))


def written(format_name: str, selection: Selection, **options: Any) -> str:
    """What a format writes, without a command line around it."""
    write = registry.load("formats", format_name).write
    return "".join(write(selection.entries, RenderOptions(total=selection.total, **options)))


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def unguarded(cell: str) -> str:
    return cell[1:] if re.match(r"'+[=+\-@\t\r\n＝＋－＠]", cell) else cell


def read_tsv(text: str) -> list[list[str]]:
    back = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    return [
        [re.sub(r"\\(.)", lambda found: back[found[1]], cell) for cell in line.split("\t")]
        for line in text.removesuffix("\n").split("\n")
    ]


# --- golden files ---

TEXTS = [
    name
    for name in registry.names("formats")
    if not registry.constant("formats", name, "BINARY", default=False)
]
GOLDEN_CASES = {
    # not html: each change of its styles would be a change of 130 kB; test_html.py looks closer
    **{n: ("timeline", "-f", n) for n in TEXTS if n != "html"},
    "table-60": ("timeline", "--width", "60"),
    "table-colour": ("timeline", "--width", "120", "--color", "always"),
    "table-group": ("timeline", "--group", "decade"),
    "markdown-group": ("timeline", "-f", "markdown", "--group", "tag"),
    "table-fields": ("timeline", "--fields", "date,title,tags,lo,hi,approximate", "--raw-dates"),
    "table-lang": ("timeline", "--lang", "zh-Hant", "--width", "80"),
    "jsonl-fields": ("timeline", "-f", "jsonl", "--fields", "id,tags,figures,lo,hi,approximate"),
}


@pytest.mark.parametrize("name", GOLDEN_CASES)
@pytest.mark.parametrize("store", STORES)
def test_golden(store: str, name: str, golden: Callable[[str, str], None]) -> None:
    done = run(*GOLDEN_CASES[name], "--store", str(STORES[store]))
    assert done.code == 0, done.err
    golden(f"{store}.{name}.txt", done.out)


@pytest.mark.parametrize("store", STORES)
def test_golden_cards(store: str, golden: Callable[[str, str], None]) -> None:
    ids = [event["id"] for event in stored(store)]
    done = run("show", "--store", str(STORES[store]), "--", *ids)
    assert done.code == 0, done.err
    golden(f"{store}.show.txt", done.out)


AS_IT_IS = {"csv", "tsv", "html"}  # for programs, which get the very text


@pytest.mark.parametrize("name", sorted(set(TEXTS) - AS_IT_IS))
def test_no_format_hands_a_terminal_what_it_would_obey(name: str) -> None:
    done = run("timeline", "-f", name, "--store", str(HARD))
    assert done.code == 0
    obeyed = "\x1b" in done.out or "\x9b" in done.out
    assert not obeyed, f"{name} prints a control character: take texts from hkinno.display.cells"


# --- cells agree ---


@pytest.mark.parametrize("store", STORES)
def test_csv_and_tsv_have_the_same_cells(store: str) -> None:
    selection = selected(store)
    rows = read_csv(written("csv", selection))
    assert [[unguarded(cell) for cell in row] for row in rows] == read_tsv(
        written("tsv", selection)
    )


@pytest.mark.parametrize("store", STORES)
def test_the_table_has_the_cells_of_csv_made_visible(store: str) -> None:
    names = tuple(name for name in SEVERAL.split(",") if store == "hard" or len(name) > 5)
    selection = selected(store)
    options = RenderOptions(fields=names, raw_dates=True)
    for row, entry in zip(
        read_csv(written("csv", selection, fields=names))[1:], selection.entries, strict=True
    ):
        # an empty text is "" in CSV, and nothing in a table
        texts = ["" if cell == '""' else escape_controls(unguarded(cell)).strip() for cell in row]
        for name, cell, text in zip(names, cells(entry, names, options), texts, strict=True):
            if name not in ("figures", "sources"):  # which are told in words to people
                assert cell == ("" if text == "[]" else text)


@pytest.mark.parametrize("store", STORES)
def test_markdown_has_the_cells_of_the_table(store: str) -> None:
    names = tuple(SEVERAL.split(","))
    selection = selected(store)
    options = RenderOptions(fields=names)
    _, *rows = markdown_rows(written("markdown", selection, fields=names))
    for row, entry in zip(rows, selection.entries, strict=True):
        assert row == cells(entry, names, options)


@pytest.mark.parametrize("store", STORES)
def test_the_plain_table_has_its_cells_under_their_heads(store: str) -> None:
    selection = selected(store)
    names = ("date", "category", "title", "id")
    lines = written("table", selection).split("\n")
    heads = re.findall(r"\S+ *", lines[0])
    assert [head.strip() for head in heads] == ["Date", "Category", "Title", "Id"]
    widths = [len(head) for head in heads]
    for line, entry in zip(lines[2:], selection.entries, strict=False):
        rest = line
        for cell, room in zip(cells(entry, names, RenderOptions()), widths, strict=True):
            assert rest.startswith(cell)
            blanks = max(2, room - columns(cell))
            assert not rest[len(cell) :][:blanks].strip()
            rest = rest[len(cell) + blanks :]
        assert not rest


# --- CSV and TSV ---


def from_cell(name: str, cell: str) -> object:
    """What a cell says, by the rules that a reader of CSV is told."""
    known = ("id", "date", "title", "summary", "category", "date_note")
    if cell == "" or name in known:
        return cell[2:] if re.fullmatch('(?:"")+', cell) else cell
    if name in ("tags", "places", "actors") and not cell.startswith("["):
        return cell.split("; ")
    try:
        return json.loads(cell, parse_int=str, parse_float=str)
    except ValueError:
        return cell


@pytest.mark.parametrize("store", STORES)
def test_csv_says_everything_that_is_stored(store: str) -> None:
    events = {event["id"]: event for event in stored(store)}
    head, *rows = read_csv(written("csv", selected(store)))
    assert len(rows) == len(events)
    assert set(head) >= {name for event in events.values() for name in event}
    for row in rows:
        found = {
            name: from_cell(name, unguarded(cell)) for name, cell in zip(head, row, strict=True)
        }
        event = events[str(found["id"])]
        for name in head:
            missing = name not in event or (event[name] is None and found[name] == "")
            assert found[name] == ("" if missing else event[name]), name


@pytest.mark.parametrize("fields", ["", SEVERAL, "id,signed,plus,wide,apostrophes,carriage"])
def test_no_csv_cell_is_a_formula(fields: str) -> None:
    names = tuple(filter(None, fields.split(",")))
    rows = read_csv(written("csv", selected("hard"), fields=names))
    risky = [cell for row in rows for cell in row if cell.startswith(FORMULA)]
    assert all(NUMBER.fullmatch(cell) for cell in risky), risky


def test_numbers_stay_numbers_in_csv() -> None:
    names = ("id", "value", "price", "exponent", "zero", "big")
    rows = {row[0]: row[1:] for row in read_csv(written("csv", selected("hard"), fields=names))}
    assert rows["formulas"][0] == "-1.5"
    assert rows["numbers"] == ["", "1.50", "1E400", "-0", "98765432109876543210987654321"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("-1+1", "'-1+1"),
        ("-1", "-1"),
        ("-1.5e-3", "-1.5e-3"),
        ("+1", "'+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("'tis", "'tis"),
        ("a=b", "a=b"),
        ("", '""'),
        ('""', '""""'),
        ('"', '"'),
    ],
)
def test_the_guard_of_csv(text: str, cell: str, store: Callable[..., str]) -> None:
    path = store({"id": "a", "date": "2002", "title": text or "x", "summary": text})
    rows = read_csv(run("timeline", "-s", path, "-f", "csv", "--fields", "summary").out)
    assert rows == [["summary"], [cell]]
    assert from_cell("summary", unguarded(rows[1][0])) == text


def test_a_name_of_a_field_cannot_be_a_formula(store: Callable[..., str]) -> None:
    path = store({"id": "a", "date": "2002", "title": "T", "=1+1": 1})
    assert "'=1+1" in read_csv(call("timeline", "-s", path, "-f", "csv").out)[0]


@pytest.mark.parametrize("name", ["tsv", "jsonl"])
@pytest.mark.parametrize("fields", ["", SEVERAL])
def test_a_line_an_event(name: str, fields: str) -> None:
    names = tuple(filter(None, fields.split(",")))
    text = written(name, selected("hard"), fields=names)
    assert text.count("\n") == len(stored("hard")) + (name == "tsv")
    assert "\r" not in text
    assert text.endswith("\n")


def test_a_stored_field_with_the_name_of_a_derived_one(store: Callable[..., str]) -> None:
    path = store(
        {"id": "a", "date": "2002", "title": "A", "lo": "mine"},
        {"id": "b", "date": "2003", "title": "B"},
    )
    whole = read_csv(call("timeline", "-s", path, "-f", "csv").out)
    assert [row[-1] for row in whole] == ["lo", "mine", ""]
    asked = read_csv(call("timeline", "-s", path, "-f", "csv", "--fields", "lo").out)
    assert asked == [["lo"], ["2002-01-01"], ["2003-01-01"]]


# --- JSON and JSON Lines ---


def parsed(text: str) -> Any:
    return json.loads(text, parse_int=str, parse_float=str, object_pairs_hook=list)


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("terminal", [False, True])
def test_json_is_what_is_stored(store: str, terminal: bool) -> None:
    selection = selected(store)
    events = dict(parsed(STORES[store].read_text("utf-8")))["events"]
    text = written("json", selection, terminal=terminal)
    assert parsed(text) == [events[entry.place] for entry in selection.entries]
    assert [dict(event)["id"] for event in parsed(text)] == [
        entry.event.id for entry in selection.entries
    ]


@pytest.mark.parametrize("store", STORES)
def test_json_in_a_pipe_is_an_event_a_line(store: str) -> None:
    lines = written("json", selected(store)).split("\n")
    assert (lines[0], lines[-2:]) == ("[", ["]", ""])
    lines_of_json_lines = written("jsonl", selected(store)).split("\n")[:-1]
    assert [line.removesuffix(",") for line in lines[1:-2]] == lines_of_json_lines
    assert all(json.loads(line)["id"] for line in lines_of_json_lines)


def test_json_on_a_terminal_is_indented() -> None:
    lines = written("json", selected("events", limit=1), terminal=True).split("\n")
    assert lines[:4] == [
        "[",
        "  {",
        '    "id": "hong-kong-returns",',
        '    "date": "1997-07-01",',
    ]
    assert lines[-3:] == ["  }", "]", ""]


def test_an_event_on_one_line_keeps_its_bytes() -> None:
    event = '{"id"  :"x","date":"2002", "title": "\\u0041\\/é", "n": [1.50, 1E5,-0]}'
    done = run("timeline", "-s", "-", "--json", stdin=f"[{event}]")
    assert done.out == f"[\n{event}\n]\n"


def test_chosen_keys_come_in_the_order_asked_and_as_written() -> None:
    numbers = selected("hard", search="Numbers as they")
    text = written("jsonl", numbers, fields=("hi", "tags", "price", "id", "uncertain", "list"))
    assert parsed(text) == [
        ("hi", "2015-12-31"),
        ("price", "1.50"),
        ("id", "numbers"),
        ("uncertain", False),
        ("list", ["1", "2.50", None]),
    ]


def test_unbounded_ends_are_null_in_json() -> None:
    rows = {
        row["id"]: (row["lo"], row["hi"])
        for row in json.loads(written("json", selected("hard"), fields=("id", "lo", "hi")))
    }
    assert rows["date 2020/.."] == ("2020-01-01", None)
    assert rows["date /1985"] == (None, "1985-12-31")
    assert rows["date Y-170000002"] == ("-170000002-01-01", "-170000002-12-31")
    assert rows["unreadable-1"] == (None, None)


@pytest.mark.parametrize(("name", "text"), [("json", "[]\n"), ("jsonl", "")])
def test_nothing_in_json(name: str, text: str) -> None:
    assert written(name, selected("events", since="2030")) == text


@pytest.mark.parametrize("name", ["json", "jsonl"])
@pytest.mark.parametrize("store", STORES)
def test_json_is_itself_a_store(store: str, name: str) -> None:
    text = written(name, selected(store))
    again = call("timeline", "-s", "-", "-f", name, stdin=text)
    assert again.out == text.replace("\r\n", "\n")


# --- Markdown ---


def rendered(token: Token) -> str:
    """The text of an inline token, which must have nothing but text in it."""
    children = token.children or []
    assert {child.type for child in children} <= {"text", "text_special"}, token.content
    return "".join(child.content for child in children)


def markdown_rows(text: str) -> list[list[str]]:
    rows: list[list[str]] = []
    for token in tokens(text):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and token.level > 3:
            rows[-1].append(rendered(token))
    return rows


def tokens(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


@pytest.mark.parametrize("store", STORES)
def test_markdown_renders_as_the_literal_text(store: str) -> None:
    selection = selected(store)
    text = written("markdown", selection)
    head, *rows = markdown_rows(text)
    assert head == ["Date", "Category", "Title"]
    for row, entry in zip(rows, selection.entries, strict=True):
        assert row[2] == escape_controls(entry.event.title).strip()
    kinds = {token.type for token in tokens(text)}
    assert kinds == {
        *(f"{tag}_{side}" for tag in ("table", "thead", "tbody", "tr", "th", "td", "paragraph")
          for side in ("open", "close")),
        "inline",
    }  # fmt: skip


def test_headings_in_markdown_render_as_the_literal_text() -> None:
    text = written("markdown", selected("hard"), group="tag")
    parts = tokens(text)
    headings = [
        rendered(parts[place + 1])
        for place, token in enumerate(parts)
        if token.type == "heading_open"
    ]
    tags = {escape_controls(tag) for e in stored("hard") for tag in e.get("tags") or ()}
    assert set(headings) == {tag.strip() for tag in tags} | {"(none)"}


# --- the table for people ---


def columns(text: str) -> int:
    """How many columns of a terminal a text takes, by a second opinion."""
    width = wcswidth(text)
    assert width >= 0, repr(text)  # -1 is a control character
    return width


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("fields", ["", SEVERAL])
def test_in_a_pipe_an_event_is_a_line_and_nothing_is_cut(store: str, fields: str) -> None:
    selection = selected(store)
    names = tuple(filter(None, fields.split(",")))
    lines = written("table", selection, fields=names).split("\n")
    assert len(lines) == len(selection.entries) + 5  # head, rule, blank, footer, end
    for line, entry in zip(lines[2:], selection.entries, strict=False):
        assert escape_controls(entry.event.title).strip() in line
        assert entry.event.id in line
    assert not re.search("[│┃|]", lines[0] + lines[1])
    assert set(lines[1]) == {"─"}


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("fields", ["", SEVERAL])
def test_a_table_fits_its_width_and_loses_nothing(store: str, width: int, fields: str) -> None:
    selection = selected(store)
    names = tuple(filter(None, fields.split(",")))
    text = written("table", selection, width=width, fields=names)
    least = 4 * len(names) - 2  # no column is less than a wide character, and two blanks apart
    assert max(map(columns, text.split("\n"))) <= max(width, least)
    shown = names or ("date", "category", "title")
    said = "".join(
        cell for entry in selection.entries for cell in cells(entry, shown, RenderOptions())
    )
    assert not letters(said) - letters(text)


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_word_of_each_title_is_there(store: str, width: int) -> None:
    selection = selected(store)
    text = written("table", selection, width=width, fields=("title",))
    said = "".join(escape_controls(entry.event.title) for entry in selection.entries)
    body = text.split("─\n", 1)[1].rsplit("\n\n", 1)[0]
    assert "".join(body.split()) == "".join(said.split())
    unbroken = [word for word in said.split() if columns(word) == len(word) <= width // 2]
    if store == "events":
        assert Counter(body.split()) >= Counter(
            word for e in selection.entries for word in e.event.title.split() if len(word) <= width
        )
    assert unbroken


@pytest.mark.parametrize("width", [60, 80, 120])
def test_dates_and_categories_are_not_broken_from_60_columns_on(width: int) -> None:
    text = written("table", selected("events"), width=width)
    for said in ("1 Jul 1997", "2021–2025", "institution", "enterprise"):
        assert f"{said} " in text


def test_chinese_breaks_before_a_date_does() -> None:
    text = written("table", selected("events"), width=40, lang="zh-Hant")
    assert "1997年7月1日    context      香港回歸中\n                             國\n" in text


def test_a_wide_terminal_does_not_stretch_the_table() -> None:
    narrow, wide = (
        written("table", selected("events"), width=width, fields=("date", "title"))
        for width in (120, 200)
    )
    assert narrow == wide
    long = written("table", selected("hard"), width=200, fields=("date", "title", "summary"))
    assert all(columns(line) <= 200 for line in long.split("\n"))


def test_the_id_joins_where_there_is_room() -> None:
    assert "Id" in written("table", selected("events"), width=200).split("\n")[0]
    assert "Id" not in written("table", selected("events"), width=100).split("\n")[0]


@pytest.mark.parametrize("width", [None, *WIDTHS])
@pytest.mark.parametrize("group", [None, "tag", "category"])
def test_nothing_in_a_table_acts_on_the_terminal(width: int | None, group: str | None) -> None:
    for fields in ((), tuple(SEVERAL.split(",")), ("unknown\x1b[31m", "date_note")):
        text = written("table", selected("hard"), width=width, group=group, fields=fields)
        assert not ACTS.search(text), fields


@pytest.mark.parametrize("fields", ["", SEVERAL])
def test_nothing_in_markdown_acts_on_the_terminal(fields: str) -> None:
    names = tuple(filter(None, fields.split(",")))
    assert not ACTS.search(written("markdown", selected("hard"), fields=names, group="tag"))


def test_the_name_of_a_field_is_as_harmless_as_its_text(store: Callable[..., str]) -> None:
    path = store({"id": "a", "date": "2002", "title": "T", "<b>|\x1b[31m": 1})
    query = ("timeline", "-s", path, "--fields", "<b>|\x1b[31m")
    assert call(*query).out.startswith("<b>|\\x1b[31m\n")
    assert call(*query, "--width", "80").out.startswith("<b>|\\x1b[31m\n")
    assert call(*query, "-f", "markdown").out.startswith("| \\<b\\>\\|\\\\x1b\\[31m |\n")


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("width", [None, 60, 200])
def test_colour_changes_nothing_but_colour(store: str, width: int | None) -> None:
    plain = written("table", selected(store), width=width)
    coloured = written("table", selected(store), width=width, color=True)
    assert "\x1b[" in coloured
    bare = ANSI.sub("", coloured)
    assert not ACTS.search(bare)
    assert [words(line) for line in bare.split("\n")] == [words(line) for line in plain.split("\n")]
    if width:
        assert [line.rstrip() for line in bare.split("\n")] == plain.split("\n")


def words(line: str) -> list[str]:
    """A line without what only fills its columns."""
    return line.replace("─", "").split()


def test_a_category_keeps_its_colour_whatever_is_shown() -> None:
    def colours(*query: str) -> dict[str, str]:
        text = call("timeline", "--color", "always", "--width", "100", *query).out
        return {found[2]: found[1] for found in re.finditer(r"\x1b\[([39][0-7])m(\w+)", text)}

    everything = colours()
    assert len(set(everything.values())) == len(everything) == 7
    for query in (("--category", "policy"), ("--since", "2022"), ("--limit", "5"), ("--reverse",)):
        assert everything.items() >= colours(*query).items() > set()


def test_long_tables_look_like_short_ones(store: Callable[..., str]) -> None:
    events = [{"id": f"e{n}", "date": "2002", "title": f"Event {n}"} for n in range(450)]
    selection = load(store(*events)).select(Query())
    lines = written("table", selection, width=80).split("\n")
    assert len(lines) == 455
    assert {line.index("Event") for line in lines[2:452]} == {6}


# --- as rich draws it ---

PIECES = (
    *("a", "of", "rather", "laboratories", "-", " ", " ", "  ", "\t", "\n", "\u3000", "\xa0"),
    *("香港", "科學園", "ｶﾞ", "한국어", "e\u0301", "Z\u0335\u0322", "क्षि", "สวัสดี", "\u200b"),
    *("👩\u200d🔬", "🇭🇰", "☎\ufe0f", "1\ufe0f⃣", "👍🏽", "😀", "[bold]", ":smile:", "\\"),
    *("\x1b[31m", "\x07", "\x85", "\u2028", "\u202e", "\u200f", "\ufeff"),
)
shown = st.one_of(st.lists(st.sampled_from(PIECES)).map("".join), st.text())
# at the end of a word rich takes a blank for joined to it, and pads such a cell by one too many
shown = shown.map(lambda text: escape_controls(re.sub(r"\u200d+(?=\s|$)", "", text)).strip())


def rich_knows(text: str) -> bool:
    """Whether rich takes the same for one character, and for as wide (it parts Indic clusters)."""
    whole = list(iter_graphemes(text))
    return all(len(chop_cells(one, 1)) == 1 and cell_len(one) == width(one) for one in whole)


shown = shown.filter(rich_knows)
NAMES = ("date", "category", "id")
grids = st.integers(1, len(NAMES)).flatmap(
    lambda count: st.tuples(
        st.lists(st.lists(shown, min_size=count, max_size=count), min_size=1),
        st.lists(st.integers(2, 30), min_size=count, max_size=count),
    )
)


def by_rich(part: Section, widths: list[int], options: RenderOptions) -> str:
    """A table with a heading, drawn by rich from first to last."""
    hues = {c: f"color({COLORS[n % len(COLORS)]})" for n, c in enumerate(options.categories)}
    halves = [
        Table(
            box=box.SIMPLE_HEAD,
            show_header=head,
            show_edge=False,
            pad_edge=False,
            padding=(0, 1, 0, 0),
            header_style="bold",
            border_style="dim",
        )
        for head in (True, False)
    ]
    for half in halves:
        for name, room in zip(heads(NAMES), widths, strict=False):
            half.add_column(name, width=room, overflow="fold")
    for row in part.rows:
        styles = ("bold", *(hues[cell] for cell in row[1:2]), "")
        halves[1].add_row(*map(Text.styled, row, styles))
    heading = Text(part.heading or "", style="bold underline")
    width = max(options.width or 0, sum(widths) + 2 * len(widths) - 2)
    return draw(Group(halves[0], heading, halves[1], ""), width, options.color)


def seen(text: str) -> list[str]:
    """What can be seen of a text: not the kind nor the ink of blanks, nor those at the end."""
    alike = re.sub(r"[^\S\n]", lambda blank: " " * width(blank[0]), text)
    moved = re.sub(r"( +)(\x1b\[0m)", r"\2\1", alike)
    bare = re.sub(r"\x1b\[[0-9;]*m\x1b\[0m", "", moved)
    return [line.rstrip() for line in bare.split("\n")]


@settings(max_examples=200)
@given(grids, shown, st.booleans())
def test_rows_are_laid_out_as_rich_does(
    grid: tuple[list[list[str]], list[int]], heading: str, color: bool
) -> None:
    rows, widths = grid
    categories = dict.fromkeys(cell for row in rows for cell in row[1:2])
    options = RenderOptions(width=40, color=color, categories=tuple(categories))
    part = Section(heading, rows)
    names = NAMES[: len(widths)]
    top = [*map(table.Column, names, heads(names))]
    drawn = "".join(table.render_sections(top, [part], widths, options))
    assert seen(drawn) == seen(by_rich(part, widths, options))


@pytest.mark.parametrize("store", STORES)
def test_no_row_waits_for_rich(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = written("table", selected(store), width=80, color=True)
    monkeypatch.delattr("rich.table.Table.add_row")  # half a millisecond each
    assert written("table", selected(store), width=80, color=True) == expected


def test_wide_characters_have_their_room_in_any_column(store: Callable[..., str]) -> None:
    names = "名abcdefg"
    for shown in (names[:2], names):
        event = dict.fromkeys(shown, "香港科學園") | {"id": "x", "date": "2002", "title": "T"}
        selection = load(store(event)).select(Query())
        text = written("table", selection, width=20, fields=tuple(shown))
        assert letters(text) >= letters("香港科學園" * len(shown))


def test_the_footer_counts() -> None:
    assert written("table", selected("events", since="2030")) == "0 of 19 events\n"
    only = written("table", selected("events", on="2002", certain=True)).split("\n")
    assert only[-2] == "1 of 19 events · 2002"
    open_ended = selected("hard", search="date 2020/..")
    assert written("table", open_ended).endswith("1 of 55 events · 2020 – …\n")
    both = selected("hard", search="date ../1985")
    assert written("table", both).endswith("1 of 55 events · … – 1985\n")
    assert written("table", selected("hard")).endswith("55 of 55 events\n")  # all of time


def test_headings_are_sections_in_order_of_appearance() -> None:
    lines = written("table", selected("events"), group="year").split("\n")
    headings = [line for line in lines if re.fullmatch(r"\d{4}(–\d{4})?", line)]
    assert headings == ["1997", "2002", "2004", "2015", "2017", "2018", "2019", "2020–2021",
                        "2021–2025", "2021", "2022"]  # fmt: skip


def test_translations_are_shown_where_there_are_any() -> None:
    text = written("table", selected("hard"), lang="fr")
    assert "Dit en d’autres langues" in text
    assert "Fields that are null" in text
    assert "以其他語言表達" in written("table", selected("hard"), lang="zh-Hant-HK")
    assert "以其他語言表達" in written("table", selected("hard"), lang="zh")
    assert "Said in other languages" in written("table", selected("hard"), lang="pt")


def test_the_tsv_of_hard_events_escapes_what_breaks_lines() -> None:
    text = written("tsv", selected("hard"))
    assert "One\\r\\ntwo\\nthree\\rfour\\tfive" in text
    assert "backslash \\\\t, C:\\\\new" in text


def test_an_export_of_some_fields_is_marked_where_it_could_be_of_another_kind(
    store: Callable[..., str],
) -> None:
    path = store(
        {"id": "a", "date": "2002", "title": "One\nTwo", "summary": 'a "b"'},
        {"id": "b", "date": "2003", "title": '"A, b"', "summary": "one\ntwo \\to"},
        {"id": "c", "date": "2004", "title": '"C, d"', "summary": "one\ntwo"},
    )
    lines = call("timeline", "-s", path, "-f", "tsv", "--fields", "title,summary").out.split("\n")
    assert lines[1:-1] == [
        'One\\nTwo\ta "b"',
        '"A, b"\tone\\u000atwo \\\\to',
        '"C, d"\tone\\ntwo',
    ]
    assert "\\u" not in call("timeline", "-s", path, "-f", "tsv").out


def test_suffixes_belong_to_one_format_each() -> None:
    owners = Counter(
        suffix
        for name in registry.names("formats")
        for suffix in getattr(registry.load("formats", name), "SUFFIXES", (f".{name}",))
    )
    assert set(owners.values()) == {1}


def test_no_option_makes_a_format_of_a_folder_entry_that_is_none() -> None:
    done = call("timeline", "-f", "__init__")
    assert done.code == 2
    assert "csv" in done.err
