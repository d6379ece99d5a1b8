"""Formats of other packages: entry points, as an installed package has them.

`tests/foreign` is such a package, as it lies in a folder of Python's path.
"""

import json
import os
import re
from pathlib import Path

import pytest
from conftest import EVENTS, HARD, ROOT, Done, run
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef

from hkinno import registry

FOREIGN = ROOT / "tests" / "foreign"
CRM = Namespace("http://www.cidoc-crm.org/cidoc-crm/")
SPAN = CRM["E52_Time-Span"]
EVENTS_OF_HARD = json.loads(HARD.read_bytes())["events"]
CORNERS = {
    "lo": "P82a_begin_of_the_begin",
    "latest_start": "P81a_end_of_the_begin",
    "earliest_end": "P81b_begin_of_the_end",
    "hi": "P82b_end_of_the_end",
}


def installed(*args: str, stdin: str = "") -> Done:
    """`hkinno …` where the package is installed."""
    path = os.pathsep.join(map(str, (FOREIGN, ROOT)))
    return run(*args, stdin=stdin, env={"PYTHONPATH": path})


def turtle(store: Path) -> Graph:
    done = installed("timeline", "-s", str(store), "-f", "crm")
    assert done.code == 0, done.err
    return Graph().parse(data=done.out, format="turtle")


def test_the_four_corners_of_a_time_span_are_those_of_cidoc_crm() -> None:
    graph = turtle(HARD)
    dates = list(dict.fromkeys(event["date"] for event in EVENTS_OF_HARD))
    rows = json.loads(run("date", "--edtf", "--json", "--", *dates).out)
    told = {row["text"]: row for row in rows if "error" not in row}
    spans = {str(graph.value(s, RDFS.label)): s for s in graph.subjects(RDF.type, SPAN)}
    assert set(spans) == set(told)
    for text, row in told.items():
        for key, name in CORNERS.items():
            found = graph.value(spans[text], CRM[name])
            assert (None if found is None else str(found)) == row[key], (text, name)


def test_hostile_text_stays_one_literal() -> None:
    graph = turtle(HARD)
    titles = [
        str(title)
        for event in graph.subjects(RDF.type, CRM.E5_Event)
        for title in graph.objects(event, RDFS.label)
    ]
    assert sorted(titles) == sorted(event["title"] for event in EVENTS_OF_HARD)


def test_a_name_of_ours_stays_ours() -> None:
    assert installed("timeline", "-f", "csv").out == run("timeline", "-f", "csv").out


def test_the_suffix_of_a_file_names_it(tmp_path: Path) -> None:
    for suffix, head in ((".lines", "1997-07-01 Hong Kong"), (".ttl", "@prefix crm:")):
        target = tmp_path / f"x{suffix}"
        done = installed("timeline", "-o", str(target))
        assert (done.code, target.read_text("utf-8")[: len(head)]) == (0, head)


BROKEN = {
    "broken": "the format 'broken', which is sample_broken, cannot be loaded: "
    "ValueError: it is broken",
    "missing": "the format 'missing', which is sample_missing, cannot be loaded: "
    "ModuleNotFoundError: No module named 'sample_missing'",
    "empty": "the format 'empty', which is sample_empty, has neither write nor read, so it is no "
    "format",
    "exits": "the format 'exits', which is sample_exits, cannot be loaded: SystemExit: 3",
    "none": "the format 'none', which is sample_none, failed: TypeError: write gives '5'",
    "suffix": "the format 'suffix', which is sample_suffix, has SUFFIXES that are no tuple of "
    "texts",
    "declares": "what declares declares as CARRIES is no hkinno.losses.Carries",
    "fails": "the format 'fails', which is sample_fails, failed: ZeroDivisionError: integer "
    "division or modulo by zero",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_one_is_one_sentence(name: str, tmp_path: Path) -> None:
    target = tmp_path / "x.txt"
    done = installed("timeline", "-f", name, "-o", str(target))
    assert (done.code, done.out, target.exists()) == (1, "", False)
    assert done.err.splitlines()[-1] == f"hkinno: {BROKEN[name]}"


def test_an_object_of_a_package_is_a_format_with_all_that_it_declares() -> None:
    done = installed("timeline", "-f", "object", "--limit", "1")
    assert (done.code, done.out) == (0, "1997-07-01\n")
    assert done.err.startswith("hkinno: object drops 1 summary")


def test_events_in_its_files_are_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "x.lines"
    target.write_text("1999 Only here\n", "utf-8")
    done = installed("timeline", "-o", str(target))
    assert (done.code, target.read_text("utf-8")) == (1, "1999 Only here\n")
    assert "holds 1 event that no store that is read has ('Only here')" in done.err
    target.write_text("2002 Hong Kong Science Park opens\n", "utf-8")
    assert installed("timeline", "-o", str(target)).code == 0


@pytest.mark.parametrize("named", [True, False])
def test_bytes_are_read_as_they_are(named: bool, tmp_path: Path) -> None:
    source, target = tmp_path / ("x" if named else "x.bytes"), tmp_path / "new.json"
    source.write_bytes(b"\xff\xfe\x00\x80")
    target.write_text("[]")
    args = ("import", str(source), "-s", str(target), *(("--from", "bytes") if named else ()))
    assert installed(*args).code == 0
    assert [event["title"] for event in json.loads(target.read_bytes())] == ["fffe"]


def test_a_reader_that_gives_no_rows_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "new.json").write_text("[]")
    args = ("import", "-", "--from", "none", "-s", str(tmp_path / "new.json"))
    done = installed(*args, stdin="x")
    assert done.code == 1
    assert done.err.endswith("failed: TypeError: read gives '7'\n")


def test_two_of_one_name_are_refused_and_the_same_twice_is_not() -> None:
    done = installed("timeline", "-f", "twice")
    assert done.code == 1
    assert "is brought by two packages" in done.err
    assert installed("timeline", "-f", "lines").code == 0


def test_one_that_is_only_read_cannot_write() -> None:
    done = installed("timeline", "-f", "reads")
    assert (done.code, done.err) == (2, "hkinno: reads can be read alone, by hkinno import\n")


def test_a_name_that_is_nowhere_is_told_with_those_that_are() -> None:
    done = installed("timeline", "-f", "lins")
    assert done.code == 2
    points = (FOREIGN / "sample-1.0.dist-info" / "entry_points.txt").read_text("utf-8")
    theirs = sorted(set(re.findall("^([a-z]+) =", points, re.M)) - set(registry.names("formats")))
    known = ", ".join([*registry.names("formats"), *theirs])
    assert f"'lins' is not one of {known}; did you mean lines?" in done.err


def test_what_it_declares_counts() -> None:
    done = installed("timeline", "-f", "lines", "--limit", "1")
    assert done.err.startswith("hkinno: lines drops 1 id, 1 summary, 1 category")
    refused = installed("timeline", "-f", "lines", "--strict")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.endswith("nothing is written (--strict)\n")


def test_one_that_declares_nothing_is_told_of_once() -> None:
    done = installed("timeline", "-f", "crm")
    assert done.err == "hkinno: hkinno does not know what crm leaves out\n"
    assert installed("timeline", "-f", "crm", "--strict").code == 1


@pytest.mark.parametrize("args", [("-f", "csv"), ("--json",), ("-f", "markdown")])
def test_nobody_pays_for_it_who_names_one_of_ours(args: tuple[str, ...]) -> None:
    world = {
        "PYTHONPATH": os.pathsep.join(map(str, (FOREIGN, ROOT))),
        "PYTHONPROFILEIMPORTTIME": "1",
    }
    done = run("timeline", *args, env=world)
    assert done.code == 0
    assert "hkinno.query" in done.err
    assert "importlib.metadata" not in done.err


def test_it_is_imported_by_name_and_by_suffix(tmp_path: Path) -> None:
    source = tmp_path / "x.lines"
    source.write_text("2002 Science Park opens\n2018~\n", "utf-8")
    target = tmp_path / "events.json"
    target.write_text("[]", "utf-8")
    done = installed("import", str(source), "-s", str(target))
    assert done.code == 1
    assert f"{source}: line 2: {source} has no title there" in done.err
    named = installed(
        "import", "-", "--from", "lines", "-s", str(target), stdin="2002 Science Park\n"
    )
    assert named.code == 0, named.err
    assert [e["date"] for e in json.loads(target.read_bytes())] == ["2002"]


def test_all_of_the_bundled_chronology_is_there() -> None:
    graph = turtle(EVENTS)
    label = Literal("Hong Kong Science Park opens")
    (event,) = graph.subjects(RDFS.label, label)
    assert isinstance(event, URIRef)
    span = graph.value(event, CRM["P4_has_time-span"])
    assert str(graph.value(span, RDFS.label)) == "2002"
