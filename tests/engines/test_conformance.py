"""The same questions to a file and to engines: the same events, in the same order, to the byte.

DuckDB is what users have, with a file and with an index; DataFusion is asked in the very same SQL,
so that it stays plain. Spark is asked the same in `test_spark.py`.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import datafusion
import pytest
from edtf_strategies import texts
from hypothesis import given, settings
from hypothesis import strategies as st
from questions import ASKED, CALENDAR, events, lines_of, queries, query_of

from hkinno import HkinnoError, Query, load
from hkinno.engines import duckdb
from hkinno.engines._reader import EngineReader
from hkinno.engines._sql import plan
from hkinno.formats.parquet import write
from hkinno.index.build import Where, build
from hkinno.index.processors import spread
from hkinno.render import RenderOptions
from hkinno.store.store import Store

ENORMOUS = "Y" + "9" * 1000, "Y-" + "9" * 1000, "Y-1E900", "Y1E18", "Y-1E19~", "Y25252734927766555"
HOLES = "201X-07-04", "[1999,2005..2007]", "{1990,2010..}", "XX99", "[..1760]", "{..1985-04}"
LASTED = "201X-07/202X-01", "1999/1999", "/2005", "2005/", "../2005", "Y-1E19/Y1E19", "1985-XX/.."
MORE = (
    *(
        "2019-04/2019-06",
        "2019-02-28",
        "198X",
        "2019-XX-04",
        "-0044-03-15",
        "2018~/2020",
        "2019-21",
    ),
    *("201X-07-04/201X-07-05", "2012-08/2013-06"),  # a day of each July lies in no such winter
)
hostile = st.sampled_from([*ENORMOUS, *HOLES, *LASTED]) | texts()
marks = st.sampled_from(["\x1f", "a\x1fb", "\x00", "ß", "SS", "İ", "'", "%_", "\\", "a", "Σς", ""])
more_events = st.lists(
    st.fixed_dictionaries(
        {"date": hostile, "title": st.lists(marks, max_size=3).map(" ".join)},
        optional={
            "category": marks,
            "tags": st.lists(marks, max_size=2),
            "summary": marks,
            "translations": st.dictionaries(
                st.sampled_from(["de", "zh"]),
                st.builds(lambda text: {"title": text}, marks),
                max_size=2,
            ),
        },
    ),
    max_size=15,
)
_typed = marks.filter(str.strip).map(lambda text: text.replace("\\", "\\\\"))
more_queries = st.fixed_dictionaries(
    {},
    optional={
        "on": hostile,
        "since": st.sampled_from([*ENORMOUS, "1999", "201X"]),
        "category": _typed,
        "no_tag": _typed,
        "search": st.lists(marks, max_size=2),
        "certain": st.booleans(),
        "inside": st.booleans(),
        "sort": st.sampled_from(["date", "title", "category", "id"]),
        "reverse": st.booleans(),
        "limit": st.integers(0, 4),
        "where": st.sampled_from(
            ["precision=year", "uncertain=true,", "approximate=", "lo=1999-01-01"]
        ),
    },
)


def in_duckdb(path: Path) -> Store:
    return load(path)


def in_datafusion(path: Path) -> Store:
    context = datafusion.SessionContext()
    context.register_parquet("events", str(path))

    def rows(sql: str) -> Iterator[tuple[Any, ...]]:
        for batch in context.sql(sql).collect():
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    (total,) = next(rows("SELECT count(*) FROM events"))
    return Store(EngineReader("events", None, rows, total))


def indexed(store: Path, size: int = 300) -> Path:
    """An index of a store beside it, of tiny parts, so that there are several."""
    target = store.with_suffix(".index")
    if not target.exists():
        build(
            [str(store)], str(target), Where(partial(spread, processes=1), open_duckdb), size=size
        )
    return target


def open_duckdb(folder: str) -> EngineReader:
    return duckdb.open_reader(folder, folder)


def in_index(path: Path) -> Store:
    store = path.with_suffix(".jsonl")
    return load(indexed(store) if load(store).select(Query()).total else path)


ENGINES: dict[str, Callable[[Path], Store]] = {
    "duckdb": in_duckdb,
    "index": in_index,
    "datafusion": in_datafusion,
}


def parquet(store: Store, folder: Path) -> Path:
    """A store as Parquet."""
    path = folder / "s.parquet"
    entries = store.select(Query()).entries
    path.write_bytes(b"".join(write(entries, RenderOptions(title=store.title()))))
    return path


def answer(store: Store, query: Query) -> object:
    """What a selection tells, but for places, lines and rows; or the sentence of the error."""
    try:
        found = store.select(query)
    except HkinnoError as error:
        return str(error)
    entries = [(entry.event.id, entry.date, entry.raw) for entry in found.entries]
    return entries, found.total, [what for _, what in found.doubts]


def dates(store: Store, query: Query) -> object:
    """How many events have which date, if nothing else is asked for."""
    try:
        found = store.select_dates(query)
    except HkinnoError as error:
        return str(error)
    return Counter(entry.date.text if entry.date else "" for entry in found.entries), found.total


def agrees(
    path: Path,
    asked: list[Mapping[str, Any]],
    folder: Path,
    engines: Mapping[str, Callable[[Path], Store]] = ENGINES,
) -> None:
    store = load(path)
    written = parquet(store, folder)
    for name, opened in engines.items():
        engine = opened(written)
        for each in asked:
            if query := query_of(each, store):
                assert answer(engine, query) == answer(store, query), (name, each, plan(query))
                uncut = query_of({**each, "limit": None}, store)
                assert uncut
                assert dates(engine, uncut) == dates(store, uncut), (name, each, plan(query))


MODES = [(certain, inside) for certain in (False, True) for inside in (False, True)]
DATES = [*CALENDAR, *ENORMOUS, *HOLES, *LASTED, *MORE]


@pytest.fixture(scope="module")
def every_date(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dates")
    path = folder / "s.jsonl"
    events = [{"id": f"e{n}", "date": date, "title": "t"} for n, date in enumerate(DATES)]
    path.write_bytes(b"\n".join(lines_of(events)))
    parquet(load(path), folder)
    return path


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("by", ["since", "until", "on"])
def test_every_kind_of_date_is_found_in_every_kind_of_window(
    every_date: Path, name: str, by: str
) -> None:
    """Each date is a window, too, in each mode: some hundred questions."""
    store, engine = load(every_date), ENGINES[name](every_date.with_suffix(".parquet"))
    found = 0
    for bound in dict.fromkeys((*DATES, *ASKED)):
        for certain, inside in MODES if by == "on" else MODES[:2]:
            query = query_of({by: bound, "certain": certain, "inside": inside}, store)
            if query:
                assert dates(engine, query) == dates(store, query), (bound, certain, inside)
                found += len(store.select(query).entries)
    assert found > len(DATES)


law = settings(max_examples=40, deadline=None)
many = settings(max_examples=2_000, deadline=None)


def check(
    made: list[dict[str, Any]],
    asked: list[Mapping[str, Any]],
    engines: Mapping[str, Callable[[Path], Store]] = ENGINES,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.jsonl"
        path.write_bytes(b"\n".join(lines_of(made)))
        agrees(path, asked, Path(folder), engines)


given_both = given(events | more_events, st.lists(queries | more_queries, min_size=8, max_size=12))


@law
@given_both
def test_engines_answer_as_a_file_does(
    made: list[dict[str, Any]], asked: list[Mapping[str, Any]]
) -> None:
    check(made, asked)


@pytest.mark.slow
@many
@given_both
def test_engines_answer_very_many_questions_as_a_file_does(
    made: list[dict[str, Any]], asked: list[Mapping[str, Any]]
) -> None:
    check(made, asked)
