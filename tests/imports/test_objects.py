"""Lists of objects in JSON and YAML: what hkinno wrote, and what keys of others hold."""

import json
from pathlib import Path

import pytest
from conftest import EVENTS, call, import_file

HEAD = "# A chronology of hkinno: dates are EDTF\n"


@pytest.mark.parametrize("head", [HEAD, f"\ufeff{HEAD}".replace("\n", "\r\n")])
def test_yaml_of_hkinno_is_read_as_it_is_stored(head: str, tmp_path: Path) -> None:
    text = """\
events:
- {id: a, date: 2001-02, title: <canvas> ships AT&amp;T, start: 1, Year: x}
- {id: b, date: 1826-31, title: B}
- {id: c, date: -0300, title: C, description: '<b>x</b>'}
- {id: d, date: Feb 2019, title: D}
- {id: e, date: no day, title: E}
- {date: 2002, title: F}
"""
    done, events = import_file(tmp_path, "x.yaml", head + text, "--skip-bad")
    assert done.code == 0, done.err
    assert sorted(events, key=lambda event: event["id"]) == [
        {"id": "a", "date": "2001-02", "title": "<canvas> ships AT&amp;T", "start": 1, "Year": "x"},
        {"id": "b", "date": "1826-31", "title": "B"},
        {"id": "c", "date": "-0300", "title": "C", "description": "<b>x</b>"},
        {"id": "d", "date": "2019-02", "title": "D"},
        {"id": "f", "date": "2002", "title": "F"},
    ]
    said = done.err.replace(f"{tmp_path}/", "").splitlines()
    assert [line for line in said if "x.yaml: " in line and "left out" not in line] == [
        "hkinno: x.yaml: dates are stored as EDTF: 'Feb 2019' → 2019-02"
    ]


def test_how_dates_are_to_be_read_still_counts(tmp_path: Path) -> None:
    text = HEAD + "events:\n- {id: a, date: 2001-02, title: T, when: 1999}\n"
    done, events = import_file(tmp_path, "x.yaml", text, "--dates", "years")
    assert (done.code, events[0]["date"]) == (0, "2001/2002")
    done, events = import_file(tmp_path, "x.yaml", text, "--map", "when=summary")
    assert (done.code, events[0]["summary"]) == (0, "1999")


@pytest.mark.parametrize("name", ["x.yaml", "x.json", "x.jsonl", "bare.yaml"])
def test_a_date_in_words_changes_nothing_else(name: str, tmp_path: Path) -> None:
    before = json.loads(EVENTS.read_text("utf-8"))["events"]
    assert before[0]["date"] == "1997-07-01"
    form = name.rpartition(".")[2]
    text = call("timeline", "-s", str(EVENTS), "-f", form).out.replace("1997-07-01", "July 1997", 1)
    if name == "bare.yaml":
        text = text.removeprefix(HEAD)
    done, events = import_file(tmp_path, name, text)
    assert done.code == 0, done.err
    assert events == [{**before[0], "date": "1997-07"}, *before[1:]]
    assert "translations" not in done.err


@pytest.mark.parametrize("form", ["yaml", "json"])
@pytest.mark.parametrize("head", [True, False])
def test_nothing_is_looked_for_in_translations(form: str, head: bool, tmp_path: Path) -> None:
    fields = "date,title,translations,figures,sources"
    text = call("timeline", "-s", str(EVENTS), "-f", form, "--fields", fields).out
    text = text if head else text.removeprefix(HEAD)
    done, events = import_file(tmp_path, f"x.{form}", text)
    assert done.code == 0, done.err
    before = json.loads(EVENTS.read_text("utf-8"))["events"]
    for event, was in zip(events, before, strict=True):
        del event["id"]
        assert event == {name: was[name] for name in fields.split(",") if name in was}


def test_translations_that_are_none_of_ours_are_kept(tmp_path: Path) -> None:
    text = '[{"when":"2001","translations":{"de":{"name":"A"},"fr":"B"},"headline":"C"}]'
    done, events = import_file(tmp_path, "x.json", text)
    assert done.code == 0, done.err
    assert "keeping 'translations' as it is" in done.err
    kept = {"translations.de": {"name": "A"}, "translations.fr": "B"}
    assert events == [{"id": "c", "date": "2001", "title": "C", **kept}]


@pytest.mark.parametrize(
    ("links", "sources"),
    [
        ('["http://a","http://b"]', [{"url": "http://a"}, {"url": "http://b"}]),
        ('["http://a http://b",null,""]', [{"url": "http://a"}, {"url": "http://b"}]),
        ('[{"title":"T","url":"http://a","x":1}]', [{"title": "T", "url": "http://a", "x": 1}]),
        ('[{"url":"http://a"},"http://b"]', [{"url": "http://a"}, {"url": "http://b"}]),
        ('["http://a"]', [{"url": "http://a"}]),
        ('"http://a, http://b"', [{"url": "http://a"}, {"url": "http://b"}]),
    ],
)
@pytest.mark.parametrize("key", ["links", "url"])
@pytest.mark.parametrize("form", ["json", "yaml", "csv"])
def test_a_list_of_links_is_sources(
    links: str, sources: list[object], key: str, form: str, tmp_path: Path
) -> None:
    text = f'[{{"date": "2001", "name": "A", "{key}": {links}}}]'
    if form == "csv":
        cell = json.loads(links) if links.startswith('"') else links
        cell = cell.replace('"', '""')
        text = f'date,name,{key}\n2001,A,"{cell}"\n'
    done, events = import_file(tmp_path, f"x.{form}", text)
    assert f"{key!r} as URL of the source" in done.err
    assert events == [{"id": "a", "date": "2001", "title": "A", "sources": sources}]


@pytest.mark.parametrize("links", ['["event-3","event-4"]', '[{"href":"http://a"}]', "[1,2]"])
def test_a_list_of_other_things_is_kept(links: str, tmp_path: Path) -> None:
    row = f'{{"date": "2001", "name": "A", "links": {links}}}'
    done, events = import_file(tmp_path, "x.json", f"[{row}]")
    assert "keeping 'links' as it is" in done.err
    assert events == [{"id": "a", "date": "2001", "title": "A", "links": json.loads(links)}]
    more = '{"date": "2002", "name": "B", "links": ["http://b"], "source": "Book"}'
    done, events = import_file(tmp_path, "x.json", f"[{row},{more}]")
    assert "what is no address in 'links' is kept, as " in done.err
    assert events[0]["links"] == json.loads(links)
    assert events[1]["sources"] == [{"title": "Book", "url": "http://b"}]


def test_a_link_with_a_title_of_its_own_is_a_source_beside_the_other(tmp_path: Path) -> None:
    text = '[{"date":"2001","name":"A","source":"Book","links":[{"title":"T","url":"http://a"}]}]'
    _, events = import_file(tmp_path, "x.json", text)
    assert events[0]["sources"] == [{"title": "Book"}, {"title": "T", "url": "http://a"}]
