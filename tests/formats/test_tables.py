"""Answers that are no events: each command that has rows has them in every format for rows."""

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from conftest import EVENTS, HARD, Done, call

from hkinno import registry

TABLES = registry.having("formats", "write_table")
Row = dict[str, Any]
ASKED = {
    "stats --by year": ("stats", "--by", "year"),
    "stats --by tag": ("stats", "--by", "tag"),
    "stats --gaps": ("stats", "--gaps"),
    "stats --figure": ("stats", "--figure", "start-ups"),
    "check": ("check", "-s", str(HARD), "--today", "2026-11-22"),
    "date": ("date", "Feb 2019", "=1+1", "c. 1620", "2019/2021"),
    "diff": ("diff", os.devnull, str(EVENTS)),
    "diff --stat": ("diff", "--stat", os.devnull, str(EVENTS)),
}
each_answer = pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED.keys())


def rows(asked: tuple[str, ...]) -> list[Row]:
    """The answer as JSON, its values as JSON where they are neither text nor nothing."""
    found: list[Row] = json.loads(call(*asked, "--json").out)
    assert found
    return found


def text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    if value is None or isinstance(value, str):
        return value or ""
    return msgspec.json.encode(value).decode()


def test_there_are_formats_for_rows() -> None:
    assert set(TABLES) == {"table", "json", "jsonl", "csv", "tsv", "markdown", "xlsx", "yaml"}


@each_answer
def test_formats_agree_cell_for_cell(asked: tuple[str, ...]) -> None:
    records = rows(asked)
    lines = call(*asked, "-f", "jsonl").out.split("\n")[:-1]
    assert [json.loads(line) for line in lines] == records
    assert yaml.safe_load(call(*asked, "-f", "yaml").out) == records
    for form in ("csv", "tsv"):
        out = call(*asked, "-f", form).out
        if form == "csv":
            head, *cells = csv.reader(io.StringIO(out))
        else:
            head, *cells = (line.split("\t") for line in out.split("\n")[:-1])
        assert len(cells) == len(records)
        for row, record in zip(cells, records, strict=True):
            told = dict(zip(head, row, strict=True))
            for name in head:
                plain = told[name].removeprefix("'") if form == "csv" else told[name]
                plain = plain.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")
                value = record.get(name)
                if isinstance(value, dict):
                    assert json.loads(plain) == value
                else:
                    assert plain.lstrip("'") == text(value).lstrip("'")


@each_answer
def test_people_see_as_many_rows(asked: tuple[str, ...]) -> None:
    records = rows(asked)
    table = call(*asked, "-f", "markdown").out.strip().split("\n")
    assert len(table) == 2 + len(records)
    first = next(iter(records[0]))
    plain = call(*asked, "-f", "table", "--fields", first).out.splitlines()
    plain = plain[:-2] if plain[-1].endswith("· the bundled chronology") else plain  # the footer
    assert len([line for line in plain[2:] if line or len(records) == 1]) <= len(records)
    assert plain[0].lower().startswith(first[:3])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("between 1997 2000 -f table", "1 row · s.json"),
        ("stats --by year --fields bin,possible", "0 rows · s.json"),
        ("log -f table", "0 rows · s.json"),
    ],
)
def test_a_table_of_rows_names_its_store_too(asked: str, said: str) -> None:
    Path("s.json").write_text('{"events": []}')
    done = call(*asked.split(), "-s", "s.json")
    assert (done.code, done.out.splitlines()[-1]) == (0, said)
    assert said not in call(*asked.split(), "-s", "s.json", "-f", "csv").out


@pytest.mark.parametrize("form", TABLES)
@each_answer
def test_a_file_gets_the_format_of_its_suffix(
    asked: tuple[str, ...], form: str, tmp_path: Path
) -> None:
    suffix = registry.suffixes(form)[0]
    file = tmp_path / f"answer{suffix}"
    done = call(*asked, "-o", str(file))
    assert done.out == ""
    if registry.constant("formats", form, "BINARY", default=False):
        assert file.stat().st_size  # what is in it, its own tests say
        return
    written = file.read_bytes().decode()
    assert written.split() == call(*asked, "-f", form).out.split()  # on a pipe, ends of lines vary


@each_answer
def test_fields_choose_columns(asked: tuple[str, ...]) -> None:
    name = list(rows(asked)[0])[1]
    chosen = json.loads(call(*asked, "--json", "--fields", name).out)
    assert all(set(row) <= {name} for row in chosen)
    assert call(*asked, "-f", "csv", "--fields", name).out.splitlines()[0] == name
    wrong = call(*asked, "-f", "csv", "--fields", "nothing")
    assert (wrong.code, wrong.out) == (2, "")
    assert "no field 'nothing'; there are" in wrong.err


@each_answer
def test_other_formats_are_refused(asked: tuple[str, ...]) -> None:
    done = call(*asked, "-f", "html")
    assert (done.code, done.out) == (2, "")
    assert "'html' is not one of csv, json, jsonl, markdown, table, tsv" in done.err


@pytest.fixture
def changed(store: Callable[..., str], state: Path) -> str:
    del state
    path = store({"id": "a", "date": "2002", "title": "A"})
    for title in ("B", "C"):
        assert call("edit", "a", "--title", title, "-s", path).code == 0
    assert call("undo", "-s", path).code == 0
    return path


def test_the_log_is_a_table(changed: str) -> None:
    asked = ("log", "-s", changed)
    records = rows(asked)
    assert [record["undone"] for record in records] == [True, False]
    table = list(csv.DictReader(io.StringIO(call(*asked, "-f", "csv").out)))
    assert [row["undone"] for row in table] == ["true", "false"]
    assert [row["what"] for row in table] == ["edit a", "edit a"]
    assert call(*asked, "-f", "markdown").out.startswith("| When | What | Undone |\n")


def test_a_summary_is_an_object_or_rows() -> None:
    summary = call("stats", "--json").json()
    table = list(csv.DictReader(io.StringIO(call("stats", "-f", "csv").out)))
    assert {row["what"]: row["value"] for row in table}["events"] == str(summary["events"])
    assert f"| events | {summary['events']} |" in call("stats", "-f", "markdown").out


def test_no_rows_are_an_empty_array_or_a_header() -> None:
    def nothing(*args: str) -> Done:
        return call("diff", str(EVENTS), str(EVENTS), *args)

    assert nothing("--json").out == "[]\n"
    assert nothing("-f", "csv").out == "id,change,fields\n"
    assert nothing("-f", "table").out == nothing("-f", "jsonl").out == ""


def test_cards_are_a_format() -> None:
    shown = call("show", "science-park-opens").out
    listed = call("timeline", "--on", "2002", "-f", "card").out
    assert listed
    assert listed.splitlines()[0] == shown.splitlines()[0]
    assert "before" not in listed
    assert call("show", "science-park-opens", "-f", "card").out == shown


@pytest.mark.parametrize("command", ["timeline --on 2002", "show science-park-opens"])
def test_fields_choose_the_lines_of_a_card(command: str) -> None:
    found = call(*command.split(), "-f", "card", "--fields", "id,tags,lo,date").out.splitlines()
    assert found[0] == "Hong Kong Science Park opens"
    labels = [line.split()[0] for line in found[1:-2]]
    assert labels == ["id", "tags", "lo", "date", "EDTF"]
    assert "2002-01-01" in found[3]
    assert "no field 'idd'" in call(*command.split(), "-f", "card", "--fields", "idd").err


def test_a_store_that_is_compared_is_not_overwritten(tmp_path: Path) -> None:
    one, other = tmp_path / "a.json", tmp_path / "b.json"
    for path in (one, other):
        path.write_text('{"events": []}')
    for command in (
        f"diff {one} {other} -o {other}",
        f"diff {one} {other} -o {one} --json",
        f"merge {one} {other} {one} -o {one}",
    ):
        done = call(*command.split())
        assert (done.code, "write to another file" in done.err) == (1, True), done
        assert one.read_text() == other.read_text() == '{"events": []}'


@pytest.mark.parametrize("command", ["check", "date 2019", f"diff {EVENTS} {EVENTS} --stat"])
def test_fields_are_those_of_a_table_where_no_format_is_named(command: str) -> None:
    slip = call(*command.split(), "--fields", "nope")
    assert (slip.code, slip.out) == (2, "")
    assert "no field 'nope'" in slip.err


def test_a_text_that_is_no_date_is_told_beside_other_columns() -> None:
    assert call("date", "2019", "--fields", "lo").out.split()[-1] == "2019-01-01"
    hidden = call("date", "x", "-f", "csv", "--fields", "edtf")
    assert hidden.code == 2
    assert "'x' is no date" in hidden.err


@pytest.mark.parametrize("format_name", ["card", "csv", "json", "markdown", "table", "html"])
def test_what_follows_from_the_date_is_the_same_in_all_formats(
    format_name: str, tmp_path: Path
) -> None:
    path = tmp_path / "own.json"
    path.write_text('[{"id": "a", "date": "2019", "title": "T", "lo": "of its own"}]')
    found = call("timeline", "-s", str(path), "-f", format_name, "--fields", "title,lo").out
    found = found.split('data-of="events"')[0]  # where a page keeps what is stored
    assert "2019-01-01" in found


def test_fields_choose_the_keys_of_a_summary() -> None:
    assert json.loads(call("stats", "--json", "--fields", "lo,events").out) == {
        "lo": "1997-07-01",
        "events": 19,
    }
    slip = call("stats", "--json", "--fields", "event")
    assert (slip.code, slip.out) == (2, "")
    assert "did you mean events" in slip.err
