"""Widths of text, and what is clipped, broken or shortened to fit; rich measures once more."""

import re

import pytest
import wcwidth
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from hkinno.text import balance, chop, clip, escape_controls, plural, shorten, take, width, wrap

law = settings(max_examples=200)
HARD = (
    "香港科學園",
    "한국어",
    "e\u0301",
    "👩\u200d🔬",
    "🇭🇰",
    "☎\ufe0f",
    "👍🏽",
    "ｶﾞ",
    "สวัสดี",
    "ab",
    "–",
    " ",
)
shown = st.lists(st.sampled_from(HARD)).map("".join) | st.text().map(escape_controls)


@pytest.mark.parametrize("text", [*HARD, "2020–2021", "Ünïcode: naïve “quotes” …"])
def test_texts_are_as_wide_as_rich_has_them(text: str) -> None:
    assert width(text) == cell_len(text)


@law
@given(st.text(st.characters(max_codepoint=0xFFFF)).map(escape_controls))
def test_what_is_measured_without_a_table_is_as_wide_with_one(text: str) -> None:
    assert width(text) == wcwidth.width(text, control_codes="ignore")


def test_each_character_is_as_wide_as_the_table_has_it() -> None:
    characters = map(chr, (*range(0x20, 0x7F), *range(0xA0, 0xD800), *range(0xE000, 0x10000)))
    other = [c for c in characters if width(c) != wcwidth.width(c, control_codes="ignore")]
    assert other == []


@law
@given(shown, st.integers(2, 30))
def test_what_is_taken_is_a_beginning_that_fits(text: str, room: int) -> None:
    part = take(text, room)
    assert text.startswith(part)
    assert width(part) <= room
    assert bool(part) == bool(text)


@law
@given(shown, st.integers(3, 30))
def test_clipped_and_broken_texts_fit(text: str, room: int) -> None:
    assert width(clip(text, room)) <= room
    assert (clip(text, room) == text) is (width(text) <= room)
    for lines in (wrap(text, room), list(chop(text, room)), balance(text, room, 4)):
        assert all(width(line.rstrip()) <= room for line in lines)
    assert "".join(chop(text, room)) == text
    assert "".join("".join(wrap(text, room)).split()) == "".join(text.split())
    assert len(balance(text, room, 4)) <= 4


def test_a_number_between_ideographs_is_not_broken() -> None:
    assert list(chop("1640年至1672年", 11)) == ["1640年至", "1672年"]
    assert list(chop("公元前12,345年", 8)) == ["公元前", "12,345年"]
    assert list(chop("年1672", 3)) == ["年", "167", "2"]
    assert list(chop("a1672年", 3)) == ["a16", "72", "年"]


def test_no_character_is_broken() -> None:
    assert clip("👩\u200d🔬👩\u200d🔬", 3) == "👩\u200d🔬…"
    assert list(chop("🇭🇰🇭🇰", 3)) == ["🇭🇰", "🇭🇰"]


@law
@given(st.text())
def test_what_is_shortened_is_printable_and_short(text: str) -> None:
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e]", shorten(text, 40))
    assert len(shorten("x" * 1000, 40)) <= 43


@pytest.mark.parametrize(
    ("count", "noun", "said"),
    [(1, "event", "1 event"), (0, "event", "0 events"), (1935, "category", "1,935 categories")],
)
def test_plurals(count: int, noun: str, said: str) -> None:
    assert plural(count, noun) == said
