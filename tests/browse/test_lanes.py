"""The lanes of what is found are those that `chart` would make of it."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import EVENTS, HARD
from hypothesis import given
from hypothesis import strategies as st

from hkinno import load
from hkinno.browse.facets import Facets
from hkinno.browse.lanes import Headed
from hkinno.chart.crowd import Crowd
from hkinno.chart.folding import headed
from hkinno.dates.edtf import parse
from hkinno.query.groups import GROUPS
from hkinno.query.held import Held
from hkinno.words.language import language

names = st.lists(
    st.sampled_from(["a", "b", "c", "(none)"]) | st.text("xyz", max_size=2), max_size=3
)


@given(st.lists(st.tuples(names.map(tuple), st.booleans()), max_size=60))
def test_lanes_of_some_events_are_those_of_a_crowd_of_these(
    events: Sequence[tuple[tuple[str, ...], bool]],
) -> None:
    """In the same order, whatever others there are, and of many the smallest in one."""
    headings = [under for under, _ in events]
    every = Crowd.of([parse(str(1900 + number)) for number in range(len(events))])
    places = [place for place, (_, kept) in enumerate(events) if kept]
    there = [headings[place] for place in places]
    english = language(None)
    lanes = headed(there, "tag", english)
    wanted = [(name, [places[n] for n in numbers]) for name, numbers in lanes]
    if any(there):
        found = Headed("tag", every, headings, english).of(every.at(places))
        assert [(name, list(lane.places)) for name, lane in found] == wanted


def headings_agree(path: Path) -> None:
    entries = list(load(path))
    events, dates = [each.event for each in entries], [each.date for each in entries]
    facets = Facets(Held(events, dates, lambda _: []), entries)
    for group, under in GROUPS.items():
        numbers, kinds = facets.headings(group)
        wanted = [tuple(under(each.event, each.date)) for each in entries]
        assert [kinds[number] for number in numbers] == wanted, group


@pytest.mark.parametrize("path", [EVENTS, HARD], ids=lambda path: path.stem)
def test_headings_of_all_events_are_those_of_each(path: Path) -> None:
    headings_agree(path)


def test_headings_of_the_real_stores(real: list[Path]) -> None:
    for path in real:
        headings_agree(path)
