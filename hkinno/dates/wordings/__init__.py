"""The languages that say dates: a file each, called by its tag (`zh_hant` is zh-Hant).

A file declares `WORDING`, a `hkinno.dates.wording.Wording` with all of its texts. To add a language
is to write one more; nothing else names it, and the tests find it.
"""

from functools import cache

from hkinno import registry
from hkinno.dates.wording import Wording
from hkinno.dates.wordings.en import WORDING as ENGLISH
from hkinno.languages import in_case, lookup

_ROOM = "dates/wordings"


@cache
def tags() -> tuple[str, ...]:
    """The tags of the languages that say dates."""
    return tuple(in_case(name.replace("_", "-")) for name in registry.names(_ROOM))


@cache
def wording(lang: str | None) -> Wording:
    """How the language that serves who asks for `lang` says dates; English where none does."""
    tag = lookup(tags(), lang) if lang else None
    if not tag:
        return ENGLISH
    found: Wording = registry.load(_ROOM, tag.lower().replace("-", "_")).WORDING
    return found
