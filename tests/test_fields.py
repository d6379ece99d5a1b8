"""A field is declared once, and is then everywhere: the law, and the proof with a new one."""

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from conftest import call, run

from hkinno import registry
from hkinno.events import FIELDS, PARTS, SEARCHED, STORED, VALUES, Event, Field

Write = Callable[..., str]
FULL: dict[str, Any] = {  # an event in which every field has a value that stands nowhere else
    "id": "alder",
    "date": "2019-02-18",
    "title": "Birch title",
    "summary": "Cedar summary",
    "category": "Damson",
    "tags": ["Elder"],
    "places": ["Fir"],
    "actors": ["Gorse"],
    "figures": [{"name": "Hazel", "value": 7}],
    "date_note": "Ivy note",
    "sources": [{"title": "Juniper"}],
    "media": [{"url": "Magnolia.png", "caption": "Nettle", "credit": "Osier"}],
    "translations": {"fr": {"title": "Kapok", "summary": "Larch"}},
}
MARKS = {name: re.findall(r"[A-Z][a-z]+|alder|2019", json.dumps(FULL[name])) for name in FULL}
_ROWS = [row for row in FIELDS if row.name in FULL]  # that it has all is a test of its own
each_field = pytest.mark.parametrize("name", FULL)
each_row = pytest.mark.parametrize("row", _ROWS, ids=[row.name for row in _ROWS])


@pytest.fixture
def full(store: Write) -> str:
    return store(FULL, name="full.jsonl")


def test_the_table_has_a_row_for_each_field_of_the_struct() -> None:
    assert sorted(row.name for row in FIELDS) == sorted(STORED)
    missing = set(STORED) - set(FULL)
    assert not missing, f"FULL in tests/test_fields.py has no example of {missing}"
    assert set(FULL) <= set(STORED)
    assert all(MARKS.values())


@each_row
def test_a_row_says_of_its_field_what_the_struct_says(row: Field) -> None:
    value = FULL[row.name]
    assert row.many is isinstance(value, list | dict)
    assert (row.name in PARTS) is (row.many and "{" in json.dumps(value))
    assert isinstance(getattr(Event(id="a", date="2019", title="b"), row.name), str | None)


@each_field
def test_a_field_is_on_the_card(full: str, name: str) -> None:
    card = call("show", "alder", "-s", full).out
    assert all(mark in card for mark in MARKS[name])


@each_field
def test_a_field_is_on_the_page(full: str, name: str) -> None:
    page = call("timeline", "-s", full, "-f", "html").out
    body = unescape(re.sub(r"<script.*?</script>|<style.*?</style>", "", page, flags=re.S))
    assert all(mark in body for mark in MARKS[name])


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "tsv", "json", "jsonl"])
@each_field
def test_a_field_is_in_what_names_it(full: str, name: str, form: str) -> None:
    said = call("timeline", "-s", full, "-f", form, "--fields", name).out
    assert all(mark in said for mark in MARKS[name])
    if form in ("json", "jsonl", "csv", "tsv"):
        whole = call("timeline", "-s", full, "-f", form).out
        assert all(mark in whole for mark in MARKS[name])


@each_row
def test_a_field_is_searched_if_its_row_says_so(full: str, row: Field) -> None:
    for mark in MARKS[row.name]:
        found = call("timeline", "-s", full, "--search", mark.upper(), "--json").json()
        if row.name == "title":  # one of its words is the name of another field
            assert len(found) == 1
        else:
            assert len(found) == row.searched, mark


def test_search_looks_where_its_help_says() -> None:
    said = " ".join(call("timeline", "--help").out.split())
    assert f"with this text in {', '.join(SEARCHED[:-1])} or {SEARCHED[-1]}." in said
    assert {"title", "summary", "translations", "tags", "places", "actors"} <= set(SEARCHED)


@pytest.mark.parametrize("form", registry.having("formats", "read"))
def test_every_field_comes_back(full: str, tmp_path: Path, form: str) -> None:
    file, target = tmp_path / f"out.{form}", str(tmp_path / "back.json")
    assert call("timeline", "-s", full, "-f", form, "-o", str(file)).code == 0
    assert call("init", target).code == 0
    assert call("import", str(file), "-s", target, "--from", form).code == 0
    back = call("timeline", "-s", target, "--json").json()
    assert back == [FULL], f"what {form} writes and reads has to give every field back"


@each_row
def test_a_field_is_set_by_its_option(store: Write, row: Field) -> None:
    path = store()
    typed = {
        "figures": "Hazel=7",
        "sources": "Juniper",
        "media": "Magnolia.png",
        "translations": "fr=Kapok",
    }
    value = FULL[row.name]
    text = typed.get(row.name) or (value[0] if row.many else value)
    base = [] if row.name in ("date", "title") else ["--date", "2019", "--title", "x"]
    other = {"date": ["--title", "x"], "title": ["--date", "2019"]}.get(row.name, [])
    done = call("add", "-s", path, *base, *other, f"--{row.option}", text)
    assert done.code == 0, done.err
    (event,) = call("timeline", "-s", path, "--json").json()
    assert MARKS[row.name][0] in json.dumps(event[row.name])


@pytest.mark.parametrize(
    "row", [row for row in VALUES if row.name in FULL], ids=lambda row: row.name
)
def test_values_are_filters_headings_lanes_counts_and_menus(full: str, row: Field) -> None:
    value = MARKS[row.name][0]
    on_full = ("-s", full)
    assert len(call("timeline", *on_full, f"--{row.option}", value.lower(), "--json").json()) == 1
    assert call("timeline", *on_full, f"--no-{row.option}", value, "--json").json() == []
    assert (
        f"no event has the {row.option}" in call("timeline", *on_full, f"--{row.option}", "x").err
    )
    for args in (("timeline", "--group"), ("chart", "--by"), ("stats", "--by")):
        assert value in call(*args, row.option, *on_full).out, args
    page = call("timeline", *on_full, "-f", "html").out
    assert f'data-field="{row.option}"' in page


# --- a new one

LINES = (
    ("    summary: _Text = None\n", "    links: _Texts = None\n"),
    (
        '    Field("translations", ',
        '    Field("links", "link", MANY, _MORE, "with this link", searched=True),\n',
    ),
)
MAPLE: dict[str, Any] = {"id": "a", "date": "2019", "title": "T", "links": ["Maple", "Oak"]}


@pytest.fixture
def grown(branch: Path) -> Iterator[Path]:
    """A copy of the package in which an event may have links, by two lines in one file."""
    path = branch / "hkinno" / "events.py"
    text = path.read_text("utf-8")
    for before, line in LINES:
        assert text.count(before) == 1 or before.startswith("    summary")
        place = text.rindex(before)
        text = text[:place] + line + text[place:]
    path.write_text(text, "utf-8")
    (branch / "mine.jsonl").write_text(json.dumps(MAPLE) + "\n")
    yield branch
    path.unlink()


def test_a_new_field_is_everywhere_by_its_two_lines(grown: Path) -> None:
    def said(*args: str, stdin: str = "") -> str:
        done = run(*args, "-s", "mine.jsonl", cwd=grown, stdin=stdin)
        assert done.code == 0, done
        return done.out

    for args in ("--link maple", "--search mapl", "--no-link x", "--link Oak --json"):
        assert '"Maple"' in said("timeline", *args.split(), "-f", "json"), args
    assert json.loads(said("timeline", "--no-link", "maple", "--json")) == []
    for command in ("timeline --group link", "chart --by link", "stats --by link", "show a"):
        assert "Maple" in said(*command.split()), command
    assert "links  Maple, Oak" in said("show", "a")
    assert "Maple; Oak" in said("timeline", "--fields", "links")
    table = said("timeline", "-f", "csv")
    assert "links" in table.split("\n")[0].split(",")
    assert "Maple; Oak" in table
    page = said("timeline", "-f", "html")
    assert '<dt data-say-field="links">Links</dt><dd data-field="link"><a>Maple</a> ' in page
    said("add", "--date", "2020", "--title", "U", "--link", "Plum,Quince", "--id", "b")
    assert "Plum, Quince" in said("show", "b")
    typed = run("add", "--edit", "-s", "mine.jsonl", cwd=grown, env={"EDITOR": "grep links"})
    assert '"links": []' in typed.out
    words = {"COMP_WORDS": "hkinno timeline -s mine.jsonl --link ", "COMP_CWORD": "5"}
    shell = run(env={**words, "_HKINNO_COMPLETE": "bash_complete"}, cwd=grown)
    assert {"plain,Maple", "plain,Quince"} <= set(shell.out.split())


def test_a_new_field_comes_back_from_every_format(grown: Path) -> None:
    for form in ("json", "jsonl", "csv", "tsv"):
        text = run("timeline", "-s", "mine.jsonl", "-f", form, cwd=grown).out
        run("init", f"{form}.jsonl", cwd=grown)
        done = run("import", "-", "--from", form, "-s", f"{form}.jsonl", stdin=text, cwd=grown)
        assert done.code == 0, done.err
        assert run("timeline", "-s", f"{form}.jsonl", "--json", cwd=grown).json() == [MAPLE]


def test_what_no_filter_is_made_of_is_shown_all_the_same(branch: Path) -> None:
    path = branch / "hkinno" / "events.py"
    text = path.read_text("utf-8")
    line = '    Field("mood", "mood", ONE, "How it felt."),\n'
    text = text.replace('    Field("summary", ', f'{line}    Field("summary", ', 1)
    path.write_text(text.replace("    tags: _Texts", "    mood: _Text = None\n    tags: _Texts", 1))
    event = {"id": "a", "date": "2019", "title": "T", "mood": "Serene"}
    (branch / "mine.jsonl").write_text(json.dumps(event) + "\n")
    card = run("show", "a", "-s", "mine.jsonl", cwd=branch)
    assert "mood  Serene" in card.out, card
    page = run("timeline", "-s", "mine.jsonl", "-f", "html", cwd=branch).out
    assert "<dt>mood</dt> <dd>Serene</dd>" in page


def test_completing_a_field_that_has_no_values_offers_nothing() -> None:
    from hkinno.cli.complete import candidates

    for row in FIELDS:
        if row.name in PARTS:
            assert candidates(row.name, (), "") == []
