"""Events held in memory answer what a query answers, also when it is asked again and again."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, HARD
from hypothesis import given, settings
from hypothesis import strategies as st
from questions import ASKED, events, queries, query_of

from hkinno import Query, load, parse_date
from hkinno.query.held import Held
from hkinno.store.lean import lean
from hkinno.store.store import Store

law = settings(max_examples=150)


def held_of(store: Store) -> Held:
    """The events of a store, held."""
    entries = list(store)
    return Held(
        [entry.event for entry in entries],
        [entry.date for entry in entries],
        lambda raw: store.batches(lean(frozenset(("id", "date")), raw)),
    )


def agrees(held: Held, store: Store, query: Query) -> None:
    """Both find the same, in the same order, and the same events of unreadable date."""
    found, answer = query.select(store.batches(lean(query.needs, query.raw))), held.select(query)
    assert answer.places == [hit.place for hit in found.hits]
    assert answer.unreadable == found.unreadable


def written(made: list[dict[str, Any]], folder: str) -> Store:
    path = Path(folder) / "held.json"
    named = [{"id": f"e{number}", **event} for number, event in enumerate(made)]
    path.write_text(json.dumps({"events": named}), "utf-8")
    return load(path)


@law
@given(made=events, asked=st.lists(queries, min_size=1, max_size=6), data=st.data())
def test_held_events_answer_as_the_store_does(
    made: list[dict[str, Any]], asked: list[Mapping[str, Any]], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = written(made, folder)
        held = held_of(store)
        known = [query for each in asked if (query := query_of(each, store))]
        again = data.draw(st.lists(st.sampled_from(known), max_size=4)) if known else []
        for query in (*known, *again):
            agrees(held, store, query)


@law
@given(made=events, typed=st.lists(st.text("aBßs香港 .", max_size=5), max_size=6))
def test_letters_that_are_typed_and_taken_back_find_the_same(
    made: list[dict[str, Any]], typed: list[str]
) -> None:
    """As a search is typed, each text is one letter longer, or shorter, than the one before."""
    with tempfile.TemporaryDirectory() as folder:
        store = written(made, folder)
        held = held_of(store)
        for text in typed:
            forth = [text[:long] for long in range(1, len(text) + 1)]
            for each in (*forth, *reversed(forth)):
                agrees(held, store, Query(search=each))
                agrees(held, store, Query(search=[each, "a"], reverse=True, limit=3))


FIXED: list[dict[str, Any]] = [
    {},
    {"reverse": True},
    {"sort": "title", "reverse": True},
    {"since": "2015", "certain": True},
    {"on": "201X", "inside": True},
    {"on": "XXXX-07-01"},
    {"search": "hong kong", "until": "2018"},
    {"search": "h[ao]", "regex": True, "sort": "title"},
    {"category": "policy,context", "no_tag": "milestone"},
    {"where": "figures.unit=companies"},
    {"where": "precision=day", "sort": "category", "limit": 4},
    {"no_where": "date_note="},
    {"where": ["tags=milestone", "precision=year"], "reverse": True},
    {"search": "trump", "sort": "title", "limit": 50},
    {"tag": "corruption", "until": "1980", "sort": "id"},
]


@pytest.mark.parametrize("path", [EVENTS, HARD], ids=lambda path: path.stem)
def test_held_events_of_the_bundled_and_of_hard_ones(path: Path) -> None:
    store = load(path)
    held = held_of(store)
    for asked in (*FIXED, *reversed(FIXED)):
        agrees(held, store, Query(**asked))
    for number in range(0, len(list(store)), 5):
        query = query_of({"near": number, "sort": "title"}, store)
        if query:
            agrees(held, store, query)


def test_held_events_of_the_real_stores(real: list[Path]) -> None:
    for path in real:
        store = load(path)
        held = held_of(store)
        for asked in (*FIXED, *FIXED[::-2]):
            agrees(held, store, Query(**asked))


@law
@given(made=events, number=st.integers(0, 11))
def test_what_is_before_and_after_an_event_is_the_order_of_time(
    made: list[dict[str, Any]], number: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = written(made, folder)
        held = held_of(store)
        order = [entry.place for entry in store.select(Query()).entries]
        for place in order[number:] + order[:number]:
            every, at = held.around(place)
            assert list(every) == order
            assert every[at] == place


@law
@given(made=events, bounds=st.tuples(*[st.integers(727_000, 738_000)] * 2))
def test_what_lies_outside_of_days_is_counted_as_it_is_found_there(
    made: list[dict[str, Any]], bounds: tuple[int, int]
) -> None:
    first, last = sorted(bounds)
    with tempfile.TemporaryDirectory() as folder:
        store = written(made, folder)
        found = store.select(Query()).entries
        held = held_of(store)
        dates = [entry.date for entry in found if entry.date]
        counts = sum(date.hi < first for date in dates), sum(date.lo > last for date in dates)
        assert held.outside([entry.place for entry in found], first, last) == counts


def test_the_dates_that_are_asked_for_are_dates() -> None:
    assert all(parse_date(text).lo <= parse_date(text).hi for text in ASKED)
