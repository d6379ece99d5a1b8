"""How an answer is shown: the world as a format sees it, and rich as a pure function."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rich.console import RenderableType


class Frame(NamedTuple):
    """How to show a selection. Nothing here is looked up below the command line."""

    width: int | None = None  # columns to fit; None: each event on one line, nothing cut
    color: bool = False
    terminal: bool = False  # a person reads it: indent, link
    lang: str | None = None  # a BCP 47 tag: show the translation where there is one
    fields: tuple[str, ...] = ()  # columns or keys; empty: the format's own choice
    raw_dates: bool = False  # dates as EDTF instead of words
    group: str | None = None  # a name of hkinno.query.groups.GROUPS
    total: int = 0  # events in the store, of which the selection is a part
    title: str = ""  # of the store, if it has one
    categories: tuple[str, ...] = ()  # of the whole store, so that colours do not move


def draw(what: "RenderableType", width: int, color: bool) -> str:
    """The lines of a drawing, without blanks at their ends."""
    from rich.console import Console

    console = Console(
        width=width,
        force_terminal=color,
        color_system="256" if color else None,
        legacy_windows=False,
        highlight=False,
        _environ={},
    )
    with console.capture() as capture:
        console.print(what)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())
