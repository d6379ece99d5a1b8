"""Lines of texts with roles as Textual shows them: strips of as many columns as there are.

Colours are the 16 of the terminal, which its theme makes legible on light and dark; what is chosen
is reversed, so that it needs none.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from hkinno.render import Line
from hkinno.text import clip, width

PLAIN, BOLD, DIM = Style(), Style(bold=True), Style(dim=True)
REVERSE, UNDERLINED = Style(reverse=True), Style(underline=True)
_ROLES = {"axis": DIM, "grid": DIM, "note": DIM, "today": BOLD, "mark": BOLD, "head": BOLD}

Piece = tuple[str, Style]


@cache
def inked(color: int) -> Style:
    """The style of one of the 16 colours of the terminal."""
    return Style(color=Color.from_ansi(color))


@cache
def clickable(action: str) -> Style:
    """The style of what calls an action of the screen when it is clicked."""
    return Style.from_meta({"@click": f"screen.{action}{'' if '(' in action else '()'}"})


def strip_of(pieces: Iterable[Piece], room: int, ground: Style = PLAIN) -> Strip:
    """Texts side by side, cut and filled to the room, on a ground."""
    segments, used = [], 0
    for text, style in pieces:
        long = width(text)
        cut = used + long > room
        if cut:
            text = clip(text, room - used) if room > used else ""
            long = width(text)
            if used + long > room:  # a wide character where one column is left
                text, long = " " * (room - used), room - used
        if text:
            segments.append(Segment(text, ground + style))
            used += long
        if cut or used >= room:
            break
    if used < room:
        segments.append(Segment(" " * (room - used), ground))
    return Strip(segments, room)


def sides(left: Sequence[Piece], right: Sequence[Piece], room: int) -> list[Piece]:
    """Texts at the left edge and at the right one; the former give way."""
    taken = sum(width(text) for text, _ in right)
    found, free = [], room - taken - 1
    for text, style in left:
        if free <= 0:
            break
        shown = clip(text, free) if width(text) > free else text
        found.append((shown, style))
        free -= width(shown)
    return [*found, (" " * (max(0, free) + 1), PLAIN), *right]


def line_pieces(
    line: Line, ink: Callable[[int], int | None], chosen: int | None, lanes: Mapping[str, int]
) -> list[Piece]:
    """A line of a drawing in colours: those of events by their numbers, or of lanes.

    What belongs to the chosen event is reversed.
    """
    found, at = [], 0
    spots = iter(line.spots)
    spot = next(spots, None)
    for text, role in line.texts:
        style, end = _ROLES.get(role, PLAIN), at + width(text)
        while spot and spot.end <= at:
            spot = next(spots, None)
        if spot and spot.start <= at < spot.end:
            if role == "mark" and (color := ink(spot.event)) is not None:
                style += inked(color)
            if spot.event == chosen and role != "mark":  # which reversed would be another sign
                style += REVERSE
        elif role in ("mark", "head") and (line.lane or "") in lanes:
            style += inked(lanes[line.lane or ""])
        found.append((text, style))
        at = end
    return found
