"""Dates in each language that says them: all of what EDTF can say, in words of that language."""

import datetime
import re
from collections.abc import Iterator
from contextlib import suppress

import edtf_strategies as edtf
import pytest
from hypothesis import HealthCheck, given, settings
from test_dates import CHOICES, LEVEL_0, LEVEL_1, LEVEL_2, MARKS

from hkinno.dates.edtf import GROUPINGS, parse
from hkinno.dates.explain import explain
from hkinno.dates.format import day_words, extent_words, words
from hkinno.dates.phrases.parse import read
from hkinno.dates.wording import Wording
from hkinno.dates.wordings import tags, wording
from hkinno.errors import DateError
from hkinno.languages import in_case

TODAY = datetime.date(2026, 11, 22)
SPECIFIED = [  # every example of the specification, and every code of a part of a year
    *(str(row[0]) for row in (*LEVEL_0, *LEVEL_1, *LEVEL_2, *CHOICES, *MARKS)),
    *(f"2001-{code}" for code in GROUPINGS),
]
OTHERWISE = {  # what English does not fill in
    **{name: {"{n}"} for name in ("century", "century_ad", "century_bc")},
    "two_years": {"{first}", "{last}"},
    "some_time": {"{lo}", "{hi}"},
}
each = pytest.mark.parametrize("tag", tags())
law = settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])


def letters(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text))


def texts(row: object) -> Iterator[str]:
    """All texts of a row, without the names of what is filled in."""
    if isinstance(row, str):
        yield re.sub(r"{\w+}", " ", row)
    elif isinstance(row, dict | tuple):
        for part in row.values() if isinstance(row, dict) else row:
            yield from texts(part)


@each
def test_every_date_of_the_specification_is_said_in_its_own_words(tag: str) -> None:
    row = wording(tag)
    own = {word for text in texts(row) for word in letters(text)} | {"Z" * (tag == "en")}
    for text in SPECIFIED:
        for said in (words(parse(text), row), explain(parse(text), row)):
            assert said == said.strip() != ""
            assert said.isprintable()
            assert "{" not in said
            foreign = {w for w in letters(said) - own if not any(w in o or o in w for o in own)}
            assert not foreign, (text, said)


@each
def test_different_days_are_said_in_different_words(tag: str) -> None:
    said: dict[str, tuple[object, str]] = {}
    for text in (*SPECIFIED, *edtf.corpus(3, 4000, edtf.PRODUCTIONS)):
        date = parse(text)
        told = words(date, wording(tag))
        if "^" not in told:  # a year of more than 15 digits is said roughly
            meant = (date.lo, date.hi, date.approximate, date.uncertain)
            assert said.setdefault(told, (meant, text))[0] == meant, (told, said[told][1], text)


@each
@law
@given(text=edtf.texts())
def test_what_is_typed_back_never_means_other_days(tag: str, text: str) -> None:
    date = parse(text)
    try:
        typed = read(words(date, wording(tag)), TODAY)
    except DateError:
        return  # words are shorter than EDTF can be, and need not all be understood
    assert (typed.lo, typed.hi) == (date.lo, date.hi)


@each
def test_a_set_is_typed_back_as_it_is_or_not_at_all(tag: str) -> None:
    """Also of times that are not told alike: none takes a word, or an era, from another."""
    parts = ("18XX", "01XX", "-05XX", "198X", "1999", "0014", "0020~", "-0019", "2002-05",
             "0012-05-14", "2001-21", "2019-33")  # fmt: skip
    pairs = [f"{a},{b}" for a in parts for b in parts if a != b]
    for text in (*(f"[{pair}]" for pair in pairs), *(f"{{{pair}}}" for pair in pairs)):
        date, said = parse(text), words(parse(text), wording(tag))
        with suppress(DateError):
            typed = read(said, TODAY)
            assert (typed.lo, typed.hi, typed.days) == (date.lo, date.hi, date.days), (text, said)


@each
def test_a_row_fills_its_templates_with_what_there_is(tag: str) -> None:
    ours, english = wording(tag), wording("en")
    for name in Wording._fields:
        known = set(re.findall(r"{\w+}", str(getattr(english, name))))
        known |= {"century": {"{n}"}, "century_ad": {"{n}"}, "century_bc": {"{n}"}}.get(name, set())
        known |= {"two_years": {"{first}", "{last}"}, "some_time": {"{lo}", "{hi}"}}.get(
            name, set()
        )
        used = set(re.findall(r"{\w+}", str(getattr(ours, name))))
        assert used <= known, name
    for name in ("nth", "each", "kinds", "one_of", "groupings"):
        missing = set(getattr(english, name)) - set(getattr(ours, name)) if name != "nth" else set()
        assert not missing, name
    assert "" in ours.nth
    for kind, parts in english.groupings.items():
        assert len(ours.groupings[kind]) == len(parts)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (None, "Feb 2019"),
        ("en-GB", "Feb 2019"),
        ("fr", "Feb 2019"),
        ("zh", "2019年2月"),
        ("zh-Hant-HK", "2019年2月"),
        ("de-CH-1901", "Feb. 2019"),
        ("DE", "Feb. 2019"),
    ],
)
def test_which_language_serves_whom(asked: str | None, said: str) -> None:
    assert words(parse("2019-02"), wording(asked)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2002", "2002"),
        ("2022-07-07", "7. Juli 2022"),
        ("1997-07-01T00:30:00", "1. Juli 1997, 00:30 Uhr"),
        ("2018%", "ca. 2018?"),
        ("198X", "1980er"),
        ("18XX", "19. Jh."),
        ("-05XX", "6. Jh. v. Chr."),
        ("01XX", "2. Jh. n. Chr."),
        ("156X-12-25", "25. Dez. 156x"),
        ("-0524", "525 v. Chr."),
        ("0044-03-15", "15. März 44 n. Chr."),
        ("Y-170000002", "170.000.003 v. Chr."),
        ("1950S2", "1950 (zwischen 1900 und 1999)"),
        ("2001-21", "Frühling 2001"),
        ("1962-24", "Winter 1962/63"),
        ("1999-24", "Winter 1999/2000"),
        ("2001-32", "Winter 2001 (Südhalbkugel)"),
        ("2019-33", "1. Quartal 2019"),
        ("2019-41", "2. Halbjahr 2019"),
        ("2021/2025", "2021–2025"),
        ("2020/..", "seit 2020"),
        ("../1985", "bis 1985"),
        ("2020/", "2020 – ?"),
        ("2004-06/2004-08", "Juni 2004 – Aug. 2004"),
        ("-0524/-0499", "525–500 v. Chr."),
        ("-0524/0044", "525 v. Chr. – 44 n. Chr."),
        ("1962-12/1963", "von Dez. 1962 bis 1963"),
        ("[1890..1900]", "zwischen 1890 und 1900"),
        ("{1960..1962}", "1960–1962, jedes Jahr"),
        ("[1667,1668,1670..1672]", "1667, 1668 oder 1670–1672"),
        ("[1962-05,1963]", "1963 oder Mai 1962"),
        ("[..1888,1907..]", "1888 oder früher, oder 1907 oder später"),
    ],
)
def test_german(text: str, said: str) -> None:
    assert words(parse(text), wording("de")) == said


def test_what_is_known_in_german() -> None:
    assert explain(parse("2019-02?"), wording("de")) == (
        "ein Monat, 2019-02-01 bis 2019-02-28; unsicher"
    )
    assert explain(parse("2020/.."), wording("de")) == (
        "ein Zeitraum, ab 2020-01-01; ohne Ende; beginnt spätestens am 2020-12-31"
    )
    assert day_words(parse("1997-07-01").lo, wording("de")) == "1. Juli 1997"
    assert extent_words(parse("1997").lo, parse("2025").hi, wording("de")) == "1997 – 2025"


@pytest.mark.parametrize("text", ["2019-02", "2019-03-03", "1997-05-08", "2020/..", "../1985",
    "-0524", "18XX", "-05XX", "198X", "2018~", "2018?", "2001-21", "1962-24", "2019-33", "2019-41",
    "[1890..1900]", "2021/2025", "2004-06/2004-08", "[..1760]", "[1760..]"])  # fmt: skip
def test_german_words_can_be_typed_back(text: str) -> None:
    date, typed = parse(text), read(words(parse(text), wording("de")), TODAY)
    assert (typed.lo, typed.hi, typed.approximate) == (date.lo, date.hi, date.approximate)


@pytest.mark.parametrize("tag", ["en", "zh-Hant-HK", "de-CH-1901", "sr-Latn", "es-419"])
def test_a_tag_is_written_as_is_usual(tag: str) -> None:
    assert in_case(tag.lower()) == in_case(tag.upper()) == tag
