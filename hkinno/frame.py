"""The world as a format sees it: everything that is not in the store, read once by the CLI."""

from typing import NamedTuple


class Frame(NamedTuple):
    """How to show a selection. Nothing here is looked up below the command line."""

    width: int | None = None  # columns to fit; None: each event on one line, nothing cut
    color: bool = False
    terminal: bool = False  # a person reads it: indent, link
    lang: str | None = None  # a BCP 47 tag: show the translation where there is one
    fields: tuple[str, ...] = ()  # columns or keys; empty: the format's own choice
    raw_dates: bool = False  # dates as EDTF instead of words
    group: str | None = None  # a name of hkinno.groups.GROUPS
    total: int = 0  # events in the store, of which the selection is a part
    title: str = ""  # of the store, if it has one
    categories: tuple[str, ...] = ()  # of the whole store, so that colours do not move
