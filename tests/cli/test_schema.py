"""`hkinno schema`, read by an independent program: what it takes, what it refuses, and where."""

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, HARD, call, run
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from hkinno.events import STORED

SCHEMA: dict[str, Any] = json.loads(call("schema").out)
VALIDATOR = Draft202012Validator(SCHEMA)
GOOD: dict[str, Any] = {
    "id": "a",
    "date": "2002",
    "title": "A",
    "summary": "s",
    "category": "c",
    "tags": ["t"],
    "places": ["p"],
    "actors": ["x"],
    "figures": [{"name": "n", "value": 1.5, "unit": "u", "approximate": True, "bound": "at least"}],
    "date_note": "d",
    "sources": [{"title": "T", "url": "https://a.example", "locator": "l", "quote": "q"}],
    "media": [{"url": "img/a.png", "caption": "c", "credit": "d"}],
    "translations": {"zh-Hant": {"title": "甲", "summary": "乙"}},
    "unknown": {"kept": [None]},
}
MISSING = object()


def document(*events: object, **more: object) -> dict[str, object]:
    return {"title": "T", "events": list(events), **more}


def broken(path: str, value: object) -> dict[str, Any]:
    """The good event with another value at a path such as `figures.0.value`."""
    event = copy.deepcopy(GOOD)
    *parents, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    place: Any = event
    for key in parents:
        place = place[key]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    return event


def faults(store: object) -> set[str]:
    """The paths of what is wrong, as deep as the schema looks; of an `anyOf`, its best branch."""
    return {path for error in VALIDATOR.iter_errors(store) for path in leaves(error)}


def leaves(error: ValidationError) -> set[str]:
    if not error.context:
        return {".".join(map(str, error.absolute_path))}
    branches: dict[object, set[str]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], set()).update(leaves(inner))
    return max(branches.values(), key=lambda paths: max(map(depth, paths)))


def depth(path: str) -> int:
    return len(path.split(".")) if path else 0


def test_the_schema_itself_is_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_command_writes_it_indented_on_its_own() -> None:
    done = run("schema")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith('{\n  "$schema"')
    assert done.out.endswith("}\n")


@pytest.mark.parametrize("path", [EVENTS, HARD])
def test_stores_that_pass(path: Path) -> None:
    assert faults(json.loads(path.read_bytes())) == set()


@pytest.mark.skipif("HKINNO_REAL_STORES" not in os.environ, reason="HKINNO_REAL_STORES is not set")
@pytest.mark.parametrize("name", ["kleptocracy.json", "historicaldate.json"])
def test_real_stores_pass(name: str) -> None:
    path = Path(os.environ["HKINNO_REAL_STORES"], name)
    assert faults(json.loads(path.read_bytes())) == set()


@pytest.mark.parametrize(
    "store",
    [
        document(GOOD),
        [GOOD],
        [],
        document(),
        {"events": []},
        document({"id": "a", "date": "not EDTF", "title": "only text is asked for"}),
        document({**dict.fromkeys(GOOD), "id": "a", "date": "2002", "title": "A"}),
        document(broken("tags", [])),
        document(broken("figures.0.value", 10**30)),
        document(broken("figures.0.more", "unknown")),
        document(broken("figures.0.bound", None)),
        document(broken("sources.0", {"url": "https://a.example"})),
        document(GOOD, more={"unknown": True}),
    ],
)
def test_what_is_a_store(store: object) -> None:
    assert faults(store) == set()


# What reading refuses, the schema refuses too, and at the same place.
TYPES = [
    ("id", MISSING, ""),
    ("id", 1, "id"),
    ("id", "", "id"),
    ("id", None, "id"),
    ("date", MISSING, ""),
    ("date", 2002, "date"),
    ("date", None, "date"),
    ("title", MISSING, ""),
    ("title", ["A"], "title"),
    ("title", None, "title"),
    ("summary", 1, "summary"),
    ("category", ["c"], "category"),
    ("tags", "t", "tags"),
    ("tags", {"t": 1}, "tags"),
    ("tags.0", 1, "tags.0"),
    ("tags.0", None, "tags.0"),
    ("places", "Hong Kong", "places"),
    ("places.0", ["p"], "places.0"),
    ("actors", 1, "actors"),
    ("actors.0", True, "actors.0"),
    ("figures", {"name": "n"}, "figures"),
    ("figures.0", "1,500", "figures.0"),
    ("figures.0.name", MISSING, "figures.0"),
    ("figures.0.value", MISSING, "figures.0"),
    ("figures.0.value", "1500", "figures.0.value"),
    ("figures.0.value", True, "figures.0.value"),
    ("figures.0.value", None, "figures.0.value"),
    ("figures.0.unit", 1, "figures.0.unit"),
    ("figures.0.approximate", "yes", "figures.0.approximate"),
    ("figures.0.approximate", 1, "figures.0.approximate"),
    ("figures.0.bound", 1, "figures.0.bound"),
    ("date_note", ["d"], "date_note"),
    ("sources", "https://a.example", "sources"),
    ("sources.0", "https://a.example", "sources.0"),
    ("sources.0.title", 1, "sources.0.title"),
    ("sources.0.date", 2022, "sources.0.date"),
    ("sources.0.locator", 3, "sources.0.locator"),
    ("media", "img/a.png", "media"),
    ("media.0", "img/a.png", "media.0"),
    ("media.0.url", MISSING, "media.0"),
    ("media.0.url", None, "media.0.url"),
    ("media.0.caption", 1, "media.0.caption"),
    ("media.0.credit", ["d"], "media.0.credit"),
    ("translations", [], "translations"),
    ("translations.zh-Hant", "甲", "translations.zh-Hant"),
    ("translations.zh-Hant.title", 1, "translations.zh-Hant.title"),
]
# What the schema asks for beyond that; `hkinno check` asks for it too, reading does not.
CARE = [
    ("title", "", "title"),
    ("title", " \n", "title"),
    ("figures.0.name", " ", "figures.0.name"),
    ("figures.0.bound", "over", "figures.0.bound"),
    ("sources.0", {}, "sources.0"),
    ("sources.0", {"quote": "no title, no address"}, "sources.0"),
    ("sources.0", {"title": " "}, "sources.0.title"),
    ("sources.0", {"title": None, "url": None}, "sources.0"),
    ("media.0.url", "", "media.0.url"),
    ("media.0.url", " ", "media.0.url"),
]


@pytest.mark.parametrize(("path", "value", "where"), [*TYPES, *CARE])
def test_what_is_refused_and_where(path: str, value: object, where: str) -> None:
    event = broken(path, value)
    full = f"events.0.{where}".rstrip(".")
    assert any(found.startswith(full) for found in faults(document(event))), faults(document(event))
    assert any(found.startswith(full[7:]) for found in faults([event]))


@pytest.mark.parametrize(("path", "value", "where"), TYPES)
def test_what_the_schema_refuses_reading_refuses_too(
    path: str, value: object, where: str, store: Callable[..., str]
) -> None:
    done = call("timeline", "-s", store(GOOD | {"id": "first"}, broken(path, value)))
    assert (done.code, done.out) == (1, "")
    assert "event 2" in done.err
    named = where.replace("zh-Hant", "*").replace(".0", "[0]") or repr(path)
    assert named in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(("path", "value", "where"), CARE)
def test_what_reading_is_not_particular_about(
    path: str, value: object, where: str, store: Callable[..., str]
) -> None:
    assert where
    assert call("timeline", "-s", store(broken(path, value))).code == 0


@pytest.mark.parametrize(
    "text", ["{}", '{"title": "T"}', '{"events": {}}', '{"events": null}', "1", '"x"', "null",
             '{"events": [1]}', "[[]]", "[null]"]
)  # fmt: skip
def test_what_is_no_store_at_all(text: str) -> None:
    assert faults(json.loads(text))
    done = call("timeline", "-s", "-", stdin=text)
    assert (done.code, done.out) == (1, "")


def test_what_hkinno_writes_passes() -> None:
    done = call("timeline", "-s", str(HARD), "--since", "1990", "--json")
    assert faults(json.loads(done.out)) == set()


def test_every_field_is_described_or_speaks_for_itself() -> None:
    event = SCHEMA["$defs"]["Event"]["properties"]
    promised = [
        *("id", "date", "title", "summary", "category", "tags", "places", "actors", "figures"),
        *("date_note", "sources", "media", "translations"),
    ]
    assert [name for name in event if name in promised] == promised
    assert list(event) == list(STORED)
    assert all(event[name].get("description") for name in ("id", "date", "date_note"))
    parts = {"Document", "Check", "Event", "Figure", "Source", "Media", "Translation"}
    assert set(SCHEMA["$defs"]) == parts
    for part in SCHEMA["$defs"].values():
        assert part["description"]
        assert "additionalProperties" not in part  # unknown fields are kept
