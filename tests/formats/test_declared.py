"""What a format declares is true: an event of each kind, and what another program finds of it.

`PLAIN` takes out of a file what hkinno has put there for itself alone; what is read then is what
any program can know. What another tool shows of it, the tests of each format tell.
"""

import json
import re
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Any

import pytest
from conftest import call
from edtf_strategies import texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from round_trip import BOTH_WAYS, WRITERS, back, target_of

from hkinno import registry
from hkinno.dates.calendar import civil, iso, ordinal
from hkinno.dates.edtf import parse, readable
from hkinno.dates.format import words
from hkinno.dates.placed import placed
from hkinno.losses import DATES, FIELDS, Carries, How, absence

DECLARED = {
    name: carries
    for name in WRITERS
    if (carries := getattr(registry.load("formats", name), "CARRIES", None))
}
KINDS = {
    "precision": "2019-02",
    "season": "2001-21",
    "decade": "201X",
    "mark": "2004-06-11~",
    "open-start": "../1985-04-12",
    "open-end": "2020-03-01/..",
    "interval": "2002-01-01/2002-02-03",
    "set": "{1960-01-02,1961-12-03}",
    "time": "1997-07-01T12:30:00Z",
    "bc": "-0043-03-15",
}
VALUES: dict[str, Any] = {
    "id": "an-id-of-its-own",
    "summary": "A summary in words.",
    "category": "harvests",
    "tags": ["barley", "rye"],
    "places": ["Tai Po"],
    "actors": ["Zenobia"],
    "figures": [{"name": "bushels", "value": 1789}],
    "date_note": "Derived from a calendar.",
    "sources": [{"title": "Annals", "url": "https://example.org/annals"}],
    "media": [{"url": "https://example.org/field.jpg", "caption": "A field"}],
    "translations": {"fr": {"title": "La moisson"}},
    "other": "unheard-of",
}
TOLD = {"figures": "bushels", "sources": "Annals", "media": "A field", "translations": "La moisson"}


def without_keys(*keys: str) -> Callable[[str], str]:
    """JSON without some keys of its events."""

    def plain(text: str) -> str:
        document = json.loads(text)
        for event in document["events"] if isinstance(document, dict) else document:
            for key in keys:
                event.pop(key, None)
        return json.dumps(document, ensure_ascii=False)

    return plain


def items_in_days(text: str) -> str:
    """Items whose times at midnight are days, the last of which is the one before its end."""
    items = json.loads(without_keys("edtf", "hkinno", "lang")(text))
    for item in items:
        for key, less in (("start", 0), ("end", 1)):
            if item.get(key, "").endswith("T00:00:00"):
                parts = re.fullmatch(r"([+-]?\d+)-(\d\d)-(\d\d)T.*", item[key])
                assert parts
                item[key] = iso(ordinal(*map(int, parts.groups())) - less)
        if item.get("end") == item["start"]:
            del item["end"]
    return json.dumps(items)


def without_own_properties(text: str) -> str:
    """A calendar without the properties that are ours, and the UIDs by which we know our own."""
    lines = re.sub("\r\n ", "", text).replace("@hkinno", "").split("\r\n")
    return "\r\n".join(line for line in lines if not line.startswith("X-HKINNO"))


PLAIN: dict[str, Callable[[str], str]] = {
    "ics": without_own_properties,
    "mermaid": str,
    "timelinejs": without_keys("edtf", "hkinno", "lang", "display_date"),
    "vis": items_in_days,
}
LEGIBLE: dict[str, Callable[[str], str]] = {  # texts as a person has them
    "ics": lambda text: re.sub("\r\n ", "", text).replace("\\,", ","),
    "mermaid": lambda text: re.sub("#([0-9]+);", lambda found: chr(int(found[1])), text),
}
READ = [name for name in DECLARED if name in BOTH_WAYS]


def event(**fields: Any) -> dict[str, Any]:
    return {"id": "e", "date": "2019-02-03", "title": "Harvest", **fields}


def written(name: str, events: list[dict[str, Any]], folder: Path) -> str:
    """What a format makes of events."""
    store = folder / "store.json"
    store.write_text(json.dumps(events), "utf-8")
    target = target_of(name, folder)
    done = call("timeline", "-s", str(store), "-f", name, "-o", str(target), "--force")
    assert done.code == 0, done.err
    return target.read_bytes().decode()  # line ends as they are


def seen(name: str, text: str, folder: Path) -> list[dict[str, Any]]:
    """The events that are found in what any program can know of a file."""
    target = target_of(name, folder)
    target.write_bytes(PLAIN[name](text).encode())
    counted = () if name == "ics" else ("--dates", "edtf")  # as JavaScript counts years
    return back(target, name, folder, *counted)


def test_each_format_that_declares_something_is_probed() -> None:
    assert set(DECLARED) == set(PLAIN)


@pytest.mark.parametrize("kind", DATES)
@pytest.mark.parametrize("name", DECLARED)
def test_a_kind_of_date_is_carried_as_it_is_declared(name: str, kind: str, tmp_path: Path) -> None:
    date, carries = parse(KINDS[kind]), DECLARED[name]
    text = written(name, [event(date=date.text)], tmp_path)
    if absence(date, carries):
        assert "Harvest" not in text
        return
    found = {one["date"] for one in seen(name, text, tmp_path)} if name in READ else set()
    assert (found == {date.text}) == (carries.how(kind) == How.DATA)
    if carries.how(kind) == How.WORDS:
        assert words(date) in LEGIBLE.get(name, str)(text)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", DECLARED)
def test_a_field_is_carried_as_it_is_declared(name: str, field: str, tmp_path: Path) -> None:
    text = written(name, [event(**{field: VALUES[field]})], tmp_path)
    text, value = LEGIBLE.get(name, str)(text), VALUES[field]
    told = TOLD.get(field) or (value if isinstance(value, str) else value[0])
    how = DECLARED[name].how(field)
    assert (told in text) == (how != How.NOT)
    if how == How.DATA:
        assert told in PLAIN[name](text)
    if name in READ:
        (found,) = back(target_of(name, tmp_path), name, tmp_path)
        assert (found.get(field) == json.loads(json.dumps(value), parse_int=str)) == (
            how != How.NOT
        )


@pytest.mark.parametrize("name", [n for n in READ if DECLARED[n].days is not None])
@given(dates=st.lists(texts(), min_size=1, max_size=20))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_claimed_finer_than_the_store_says(
    name: str, dates: list[str], tmp_path: Path
) -> None:
    """What another program takes for the date has every day on which it may have been."""
    carries: Carries = DECLARED[name]
    dates = ["2019-02-03", *dates]
    events = [event(id=f"e{number}", date=date) for number, date in enumerate(dates)]
    text = written(name, events, tmp_path)
    found = {one["id"]: readable(one["date"]) for one in seen(name, text, tmp_path)}
    for one in events:
        date = parse(one["date"])
        if absence(date, carries):
            assert one["id"] not in found
            continue
        days = placed(date)
        assert days
        years = [abs(civil(day)[0]) for day in days]
        if min(years) < 100 or max(years) > 9999:
            continue  # which import asks about, or EDTF cannot write to the day
        shown = found[one["id"]]
        assert shown
        if date.hi == inf and name != "ics":
            days = days[0], days[0]  # it has no end, and is drawn as a point where it starts
        within = shown.lo <= days[0] <= days[1] <= shown.hi
        seconds, told = (one.lo * 86_400 + one.time for one in (date, shown))
        same = date.time > -inf and told == seconds  # instant, in whatever zone
        assert within or same, (date.text, shown.text)
