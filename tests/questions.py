"""Events and questions of every kind, put together by hypothesis: the harder, the likelier.

Whoever answers a question in another way than the plain one is asked these, and has to agree.
"""

import json
from collections.abc import Mapping
from typing import Any

from edtf_strategies import texts
from hypothesis import strategies as st

from hkinno import HkinnoError, Query
from hkinno.query.order import SORTS
from hkinno.query.window import Neighbourhood
from hkinno.store.store import Store

WORDS = ("a", "B", "c,d", "ß", "SS", "香港", "", "x y", "\0")
CALENDAR = ("1999", "2019-02", "2019-02-29", "201X", "2018~/2020", "2019/..", "../1985", "1985/",
            "[1667,1999,2019..2021]", "{1999,2005}", "XXXX-07-04", "201X-02-29", "Y170000002",
            "recently", "", "2019-02-28T10:00:00")  # fmt: skip
ASKED = ("1999", "2019", "2019-02", "201X", "2000/2020", "XXXX-07-04", "201X-08", "[1999,2019]",
         "2020/", "../1985", "Y170000002", "19XX")  # fmt: skip
some_dates = st.sampled_from(CALENDAR) | texts()
words = st.sampled_from(WORDS)
events = st.lists(
    st.fixed_dictionaries(
        {"date": some_dates, "title": st.lists(words, max_size=3).map(" ".join)},
        optional={
            "category": words,
            "tags": st.lists(words, max_size=2),
            "places": st.lists(words, max_size=2),
            "note": words | st.integers(0, 3) | st.none() | st.lists(words, max_size=2),
        },
    ),
    max_size=12,
)
_typed = words.map(lambda text: text.replace(",", "\\,"))
_alternatives = st.lists(_typed.filter(bool), min_size=1, max_size=2).map(",".join)
_ASKS: dict[str, st.SearchStrategy[Any]] = {
    "since": st.sampled_from(ASKED),
    "until": st.sampled_from(ASKED),
    "on": st.sampled_from(ASKED),
    "certain": st.booleans(),
    "inside": st.booleans(),
    **dict.fromkeys(("category", "no_category", "tag", "no_tag", "place"), _alternatives),
    "where": st.sampled_from(["note", "category", "tags", "precision", "lo"]).flatmap(
        lambda name: _alternatives.map(lambda text: f"{name}={text}")
    ),
    "no_where": st.sampled_from(["note=", "precision=day,year", "tags=a", "uncertain=true"]),
    "search": st.lists(words.filter(bool), max_size=2),
    "regex": st.booleans(),
    "sort": st.sampled_from(list(SORTS)),
    "reverse": st.booleans(),
    "limit": st.integers(0, 6),
    "near": st.integers(0, 11),
}
queries = st.sets(st.sampled_from(list(_ASKS)), max_size=4).flatmap(
    lambda names: st.fixed_dictionaries({name: _ASKS[name] for name in sorted(names)})
)


def lines_of(made: list[dict[str, Any]]) -> list[bytes]:
    """The events as JSON, a line each; those without an id get one."""
    named = ({"id": f"e{number}", **event} for number, event in enumerate(made))
    return [json.dumps(event, ensure_ascii=False).encode() for event in named]


def query_of(asked: Mapping[str, Any], store: Store) -> Query | None:
    """The query, None if there is no sense in it; `near` is the number of an event."""
    entries, asked = list(store), dict(asked)
    number = asked.pop("near", None)
    if number is not None:
        date = entries[number].date if number < len(entries) else None
        if date is None:
            return None
        asked["near"] = Neighbourhood((date.lo - 400, date.hi + 400), entries[number].event.id)
    if not asked.keys() & {"since", "until", "on", "near"}:
        asked |= {"certain": False, "inside": False}
    try:
        return Query(**asked)
    except HkinnoError:
        return None
