"""Laws of the explorer without a screen: questions, days that are easily said, history."""

from typing import Any

import pytest
from explorer import TODAY, made
from hypothesis import given, settings
from hypothesis import strategies as st

from hkinno import parse_date
from hkinno.browse.history import History
from hkinno.browse.question import (
    Facet,
    Question,
    chosen_values,
    first_text,
    last_text,
    rounded,
    settled,
    toggled,
    without_filter,
    zoomed,
)
from hkinno.cli.commands import browse
from hkinno.dates.calendar import ordinal
from hkinno.events import VALUES
from hkinno.query.options import WORDS, QueryOptions
from hkinno.query.order import SORTS

law = settings(max_examples=200)
LEAST = 7  # days of an axis
days = st.integers(ordinal(-9999, 1, 1), ordinal(9999, 12, 31))
far = days | st.integers(ordinal(-(10**11), 1, 1), ordinal(10**11, 12, 31))
values = st.text("aBß,\\= é香-[", max_size=4)
facets = st.sampled_from(
    [Facet(row.option, row.option) for row in VALUES]
    + [Facet("precision", "where", "precision"), Facet("note", "where", "x.y")]
)
named = values.filter(bool).map(str.strip).filter(bool)
presses = st.lists(st.tuples(facets, named, st.booleans()), max_size=6)


def after(pressed: list[tuple[Facet, str, bool]]) -> QueryOptions:
    asked = QueryOptions()
    for facet, value, refuse in pressed:
        asked = toggled(asked, facet, value, refuse)
    return asked


@law
@given(pressed=presses, facet=facets, value=named, refuse=st.booleans())
def test_a_value_that_is_toggled_twice_is_as_it_was(
    pressed: list[tuple[Facet, str, bool]], facet: Facet, value: str, refuse: bool
) -> None:
    asked = after(pressed)
    other = value.casefold() in chosen_values(asked, facet, not refuse)
    once = toggled(asked, facet, value, refuse)
    here = value.casefold() in chosen_values(asked, facet, refuse)
    assert (value.casefold() in chosen_values(once, facet, refuse)) is not here
    twice = toggled(once, facet, value, refuse)
    for no in (False, True):
        expected = chosen_values(asked, facet, no)
        if other and no is not refuse:  # to be kept it was refused no more
            expected = expected - {value.casefold()}
        assert chosen_values(twice, facet, no) == expected


@law
@given(pressed=presses)
def test_a_value_is_never_both_kept_and_refused(pressed: list[tuple[Facet, str, bool]]) -> None:
    asked = after(pressed)
    for facet, *_ in pressed:
        assert not chosen_values(asked, facet, False) & chosen_values(asked, facet, True)
    assert all(asked.words.values())


@law
@given(pressed=presses, facet=facets)
def test_without_its_filter_a_field_keeps_and_refuses_no_value(
    pressed: list[tuple[Facet, str, bool]], facet: Facet
) -> None:
    asked = after(pressed)
    bare = without_filter(asked, facet)
    for refused in (False, True):
        assert not chosen_values(bare, facet, refused)
        for other in {each for each, *_ in pressed} - {facet}:
            had = chosen_values(asked, other, refused)
            assert chosen_values(bare, other, refused) == had


@law
@given(day=days)
def test_a_text_of_a_day_begins_or_ends_with_that_day(day: int) -> None:
    assert parse_date(first_text(day)).lo == day
    assert parse_date(last_text(day)).hi == day


@law
@given(year=st.integers(-(10**11), 10**11))
def test_a_text_of_the_end_of_any_year_is_that_end(year: int) -> None:
    first, last = ordinal(year, 1, 1), ordinal(year, 12, 31)
    assert parse_date(first_text(first)).lo == first
    assert parse_date(last_text(last)).hi == last


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    lo = draw(far)
    return lo, lo + draw(st.integers(0, 30) | st.integers(0, 10**7))


def sayable(days: tuple[float, float]) -> None:
    """The texts of these days say exactly these days."""
    lo, hi = map(int, days)
    assert parse_date(first_text(lo)).lo == lo
    assert parse_date(last_text(hi)).hi == hi


@law
@given(span=spans())
def test_rounded_days_hold_the_days_and_are_easily_said(span: tuple[int, int]) -> None:
    lo, hi = rounded(*span)
    assert hi + 1 - lo >= LEAST
    assert lo <= span[0]
    assert hi >= span[1]
    sayable((lo, hi))
    wide = span[1] + 1 - span[0]
    assert hi + 1 - lo <= max(LEAST, wide) + 2 * 366


@law
@given(span=spans(), within=spans())
def test_rounded_days_are_never_outside_of_what_is_asked_for(
    span: tuple[int, int], within: tuple[int, int]
) -> None:
    if span[1] < within[0] or span[0] > within[1]:
        return
    lo, hi = rounded(*span, within)
    assert within[0] <= lo <= hi <= within[1]
    assert lo <= max(span[0], within[0])
    assert hi >= min(span[1], within[1])


@law
@given(span=spans(), at=st.floats(0, 1), steps=st.lists(st.sampled_from([-1, 1]), max_size=8))
def test_a_day_keeps_its_place_when_it_is_zoomed(
    span: tuple[int, int], at: float, steps: list[int]
) -> None:
    lo, hi = map(float, span)
    day = lo + int((hi - lo) * at)
    for step in steps:
        long = hi + 1 - lo
        share = (day - lo) / long
        lo, hi = zoomed((lo, hi), day, 2.0**step)
        assert lo <= day <= hi
        assert hi + 1 - lo == max(LEAST, int(long * 2.0**step))
        assert abs((day - lo) / (hi + 1 - lo) - share) <= 1 / min(long, hi + 1 - lo)


@law
@given(span=spans(), day=far)
def test_a_day_beyond_the_axis_is_on_it_where_it_is_zoomed(span: tuple[int, int], day: int) -> None:
    lo, hi = zoomed(span, day, 0.5)
    assert lo <= day <= hi


# --- history


def question(number: int) -> Question:
    return Question(asked=QueryOptions(limit=number))


moves = st.lists(st.integers(0, 3) | st.sampled_from(["back", "forward"]), max_size=20)


@law
@given(moves=moves)
def test_back_and_forward_are_as_in_a_browser(moves: list[Any]) -> None:
    """Compared with a list of what was asked and a place in it."""
    history, asked, at = History(question(0)), [0], 0
    for number, move in enumerate(moves):
        if isinstance(move, int):
            history.ask(question(move), str(number))
            if move != asked[at]:
                asked, at = [*asked[: at + 1], move], at + 1
        else:
            step = -1 if move == "back" else 1
            visit = history.move(step, str(number))
            there = 0 <= at + step < len(asked)
            assert (visit is not None) == there
            at += step * there
        assert history.question == question(asked[at])


def test_letters_that_are_typed_are_one_question_until_something_else_is_asked() -> None:
    history = History(question(0))
    for number in (1, 2, 3):
        history.ask(question(number), "g", "search")
    visit = history.move(-1, "h")
    assert visit
    assert (visit.question, visit.chosen) == (question(0), "g")
    again = history.move(1, "g")
    assert again
    assert (again.question, again.chosen) == (question(3), "h")
    history.ask(question(4), "i", "search")
    history.close()
    history.ask(question(5), "i", "search")
    for number in (4, 3, 0):
        before = history.move(-1, "i")
        assert before
        assert before.question == question(number)


# --- options as words


texts = st.text(min_size=1, max_size=6).filter(lambda text: "\0" not in text)
options = st.builds(
    QueryOptions,
    dates=st.dictionaries(st.sampled_from(["since", "until", "on"]), texts),
    words=st.dictionaries(
        st.sampled_from(WORDS), st.lists(texts, min_size=1, max_size=2).map(tuple)
    ),
    certain=st.booleans(),
    inside=st.booleans(),
    search=st.lists(texts, max_size=2).map(tuple),
    regex=st.booleans(),
    around=st.none() | texts,
    within=st.none() | texts,
    sort=st.sampled_from(list(SORTS)),
    reverse=st.booleans(),
    limit=st.none() | st.integers(0, 10**6),
    today=st.none() | texts,
)


@law
@given(asked=options, group=st.none() | st.just("year"), lang=st.none() | st.just("zh-Hant"))
def test_a_question_is_read_again_from_its_words(
    asked: QueryOptions, group: str | None, lang: str | None
) -> None:
    first = settled(Question(asked=asked, group=group, lang=lang))
    again = browse._parse(list(first.arguments()))
    plain = {name: found for name, found in again.asked.words.items() if found}
    assert plain == asked.words
    for name in QueryOptions.__struct_fields__:
        if name != "words":
            assert getattr(again.asked, name) == getattr(first.asked, name), name
    if not (asked.dates or asked.around):  # there is nothing to compare dates with
        assert (first.asked.certain, first.asked.inside) == (False, False)
    assert (again.group, again.lang) == (group, lang)


@law
@given(span=spans())
def test_the_days_of_the_axis_are_words_of_the_command_line(span: tuple[int, int]) -> None:
    lo, hi = rounded(*span)
    zoom = Question(zoom=(lo, hi))
    dates = browse._parse(list(zoom.arguments())).asked.dates
    one_date = dates.get("on", "")  # where both ends are said by one date
    assert parse_date(dates.get("since", one_date)).lo == lo
    assert parse_date(dates.get("until", one_date)).hi == hi


@pytest.mark.parametrize("words", [[], ["--since", "2015", "--certain"]])
def test_the_first_question_is_that_of_the_command_line(words: list[str]) -> None:
    app = made(*words)
    assert app._session
    assert list(app._session.question.arguments()) == [*words[:2], "--today", TODAY, *words[2:]]
