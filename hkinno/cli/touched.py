"""How a change of a store is told: a small difference, or JSON."""

from collections.abc import Iterable, Mapping

import msgspec

from hkinno.events import decode
from hkinno.store.draft import Touched
from hkinno.text import escape_controls


def touched_row(touched: Touched) -> dict[str, object]:
    """An event before and after a change, as JSON."""
    return {
        "id": touched.id,
        "before": _one_line_json(touched.before),
        "after": _one_line_json(touched.after),
    }


def _one_line_json(raw: bytes | None) -> msgspec.Raw | None:
    return None if raw is None else msgspec.Raw(msgspec.json.format(raw, indent=0))


def format_touched(touched: Touched) -> Iterable[str]:
    """A change as a small diff."""
    if touched.before is None or touched.after is None:
        sign, raw = ("+", touched.after) if touched.after else ("-", touched.before)
        event = decode(raw or b"")
        said = "  ".join(map(escape_controls, (touched.id, event.date, event.title)))
        yield f"{sign} {said}\n"
        return
    before, after = (_format_fields(raw) for raw in (touched.before, touched.after))
    yield escape_controls(f"~ {touched.id}") + "\n"
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            for sign, fields in (("-", before), ("+", after)):
                if name in fields:
                    yield escape_controls(f"  {sign} {name}: {fields[name]}") + "\n"


def _format_fields(raw: bytes) -> Mapping[str, str]:
    members = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    return {n: msgspec.json.format(bytes(v), indent=0).decode() for n, v in members.items()}
