"""rich as a pure function: a renderable, a width and whether to colour, to text."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType


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
