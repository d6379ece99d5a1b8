"""Language tags: which one is meant. RFC 4647, 3.4, and what people expect beyond it."""

import json
from collections.abc import Callable

import pytest
from conftest import call
from hypothesis import given
from hypothesis import strategies as st

from hkinno.languages import is_tag, lookup

TAGS = ["zh", "zh-Hant", "zh-Hans", "zh-Hant-HK", "pt-BR", "en"]


@pytest.mark.parametrize(
    ("tags", "asked", "found"),
    [
        (["zh-Hant", "zh"], "zh-Hant-HK", "zh-Hant"),
        (["zh"], "zh-Hant-HK", "zh"),
        (["ZH-hant"], "zh-Hant", "ZH-hant"),
        (["zh-Hant"], "zh", "zh-Hant"),
        (["zh-Hant"], "zh-Hans", None),
        (["pt-BR"], "pt-PT", None),
        (["zhx"], "zh", None),
        (["en"], "", None),
        ([], "en", None),
    ],
)
def test_lookup(tags: list[str], asked: str, found: str | None) -> None:
    assert lookup(tags, asked) == found


@given(st.lists(st.sampled_from(TAGS), unique=True), st.sampled_from(TAGS))
def test_what_is_there_is_found_first(tags: list[str], asked: str) -> None:
    if asked in tags:
        assert lookup(tags, asked) == asked
    elif found := lookup(tags, asked):
        assert asked.startswith(f"{found}-") or found.startswith(f"{asked}-")


@pytest.mark.parametrize(
    ("tag", "good"), [("zh-Hant-HK", True), ("x-own", True), ("not a tag", False), ("zh_TW", False)]
)
def test_the_form_of_a_tag(tag: str, good: bool) -> None:
    assert is_tag(tag) is good


@pytest.mark.parametrize(
    ("asked", "title", "summary"),
    [("zh-Hant-HK", "題", "港"), ("zh-Hant", "題", "港"), ("zh", "題", "港"), ("fr", "T", "S")],
)
def test_each_field_is_looked_up_where_it_is_translated(
    store: Callable[..., str], asked: str, title: str, summary: str
) -> None:
    texts = {"zh-Hant": {"title": "題"}, "zh-Hant-HK": {"summary": "港"}}
    event = {"id": "a", "date": "2002", "title": "T", "summary": "S", "translations": texts}
    path = store(event)
    out = call("timeline", "-s", path, "--lang", asked, "--fields", "title,summary").out
    assert out.splitlines()[2].split() == [title, summary]
    found = json.loads(call("check", "-s", path, "--lang", asked, "--json").out)
    assert any("no title in" in row["message"] for row in found) == (title == "T")


@pytest.mark.parametrize("command", ["timeline", "show science-park-opens", "chart", "stats"])
def test_a_language_that_is_not_there_is_told(command: str) -> None:
    done = call(*command.split(), "--lang", "zh_Hant")
    assert done.code == 0
    said = "there are de, en and zh-Hant, and translations into zh-Hant"
    assert done.err == f"hkinno: no words and no translations for 'zh_Hant'; {said}\n"
    some = call(*command.split(), "--lang", "de-AT").err
    assert some == "hkinno: nothing here is translated into 'de-AT'; there is zh-Hant\n"
    assert call(*command.split(), "--lang", "zh").err == ""


def test_where_nothing_is_shown_nothing_is_said_of_languages() -> None:
    assert "translated" not in call("timeline", "--lang", "fr", "--until", "1000").err
