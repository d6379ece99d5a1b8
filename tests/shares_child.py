"""Whether several processes that read a store find what one finds: in a process without threads.

    python shares_child.py EXAMPLES

Stores of few events are read in many small blocks and shares. What came of it is said as JSON: how
many answers of several processes there were, and how many were those of one since a share failed.
"""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from questions import events, lines_of, queries, query_of

from hkinno import HkinnoError, Query, load
from hkinno.store import lines, passing, processes, whole
from hkinno.store.processes import shared_out

lines.BLOCK = 150
vars(whole)["BLOCK"] = 150
passing.LEAST = 1
COUNTED: Counter[str] = Counter()
BROKEN = (b'{"id":"e0"', b'{"id":"e1","date":"2002","title":"twice"}', b"[]", b'{"title":"x"}', b"")


def counted(count: int, work: Callable[[int], Any]) -> Any:
    """Share out as hkinno does, and note whether all shares could be read."""
    found = shared_out(count, work)
    COUNTED["alone" if found is None else "together"] += 1
    return found


processes.shared_out = counted


@st.composite
def stores(draw: st.DrawFn) -> tuple[str, bytes]:
    """The name and the bytes of a store in any layout, now and then with a fault in it."""
    parts = lines_of(draw(events))
    if draw(st.booleans()) and draw(st.booleans()):
        parts.insert(draw(st.integers(0, len(parts))), draw(st.sampled_from(BROKEN)))
    if draw(st.booleans()):
        ends = st.sampled_from([b"\n", b"\r\n", b"\n\n", b"\n \n"])
        return "s.jsonl", b"".join(part + draw(ends) for part in parts).removesuffix(b"\n")
    head, tail = draw(
        st.sampled_from(
            [
                (b"[", b"]"),
                (b" [\n  ", b"\n]\n"),
                (b'{"events":[', b"]}"),
                (b'{"title": "x]", "events": [\n', b'\n], "check": {"ignore": ["a", "]"]}}'),
                (b'{"x": {"events": [1, 2]}, "events" : [', b'], "events2": [], "y": "]"}'),
                (b'{"events": [', b'], "title": "[", "z": [{"a": 1}, {"b": 2}]}'),
            ]
        )
    )
    between = draw(st.sampled_from([b",", b", ", b",\n", b"\n  ,\n  "]))
    return "s.json", head + between.join(parts) + tail


def answer(path: Path, query: Query, processes: int) -> object:
    """All that a selection tells, or the sentence of the error."""
    try:
        store = load(path, processes=processes)
        found = store.select(query)
    except HkinnoError as error:
        return str(error)
    entries = [(e.place, e.number, e.date, e.raw, e.where) for e in found.entries]
    doubts = [(doubt.entry.where, doubt.what) for doubt in found.doubts]
    return entries, found.total, doubts, found.unseen, store.title()


@given(stores(), queries, st.integers(0, 6), st.integers(2, 5))
def agrees(made: tuple[str, bytes], asked: dict[str, Any], limit: int, many: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / made[0]
        path.write_bytes(made[1])
        try:
            query = query_of({"limit": limit, **asked}, load(path))
        except HkinnoError:
            query = Query(limit=limit)
        if query is not None:
            assert answer(path, query, many) == answer(path, query, 1)


if __name__ == "__main__":
    patient = settings(deadline=None, suppress_health_check=list(HealthCheck))
    settings(patient, max_examples=int(sys.argv[1]))(agrees)()
    sys.stdout.write(json.dumps(COUNTED))
