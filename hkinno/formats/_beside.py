"""JSON of other tools: what they show of an event, and all of it under keys that they ignore.

Such an item has the date as EDTF under `edtf`, and under `hkinno` all fields of the event that it
does not show as they are; so none of them can be taken for a key of the tool, as `style` would be.
"""

import re
from collections.abc import Mapping

import msgspec

from hkinno.display import label
from hkinno.events import members
from hkinno.losses import FIELDS, How
from hkinno.render import RenderOptions
from hkinno.store.store import Entry
from hkinno.text import escape_controls

ASIDE = "in words or as extra keys"
_RISKY = re.compile("[<\x7f-\x9f\u2028\u2029]")  # in a script of a page, or on a terminal


def fields_but(*carried: str) -> dict[str, How]:
    """How fields are carried of which these alone are data."""
    return {name: How.WORDS for name in FIELDS if name not in carried}


def shown(entry: Entry, options: RenderOptions) -> dict[str, str]:
    """The title and the category, if there is one: no text in them acts, but markup is markup."""
    texts = {
        "title": label(entry.event, options.lang),
        "category": escape_controls(entry.event.category or "").strip(),
    }
    return {name: text for name, text in texts.items() if text}


def beside(entry: Entry, texts: Mapping[str, str], options: RenderOptions) -> dict[str, object]:
    """The keys for hkinno alone, without the fields of which the item shows the very `texts`."""
    fields = {
        name: value
        for name, value in members(entry.raw).items()
        if name not in ("id", "date")
        and (name not in texts or getattr(entry.event, name) != texts[name])
    }
    told = {"edtf": entry.event.date, "lang": options.lang, "hkinno": fields}
    return {name: value for name, value in told.items() if value}


def encode(value: object) -> bytes:
    """JSON on one line, also for a script of a page, which no `</script>` in it ends."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=0).decode()
    return _RISKY.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()
