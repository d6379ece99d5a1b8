"""Events drawn to scale: where each mark and each label goes. Pure geometry, in pixels.

Few events have a line each with its label, the earliest on top. Where that would grow too high,
marks are stacked on the axis and labels stand where there is room; what finds no place at all is
folded into a count. The script of the page does the same with what was drawn, at other widths and
zooms (`picture.js`); tests compare both.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import inf
from typing import NamedTuple

from hkinno.chart.marks import End, Shape
from hkinno.page.lettering import cut, ems

# pixels: beside the first and last mark, of an end that is open or not known, before a label
EDGE, TAIL, LABEL_GAP = 14, 26, 6
HEAD = 8  # pixels of an arrow
FEWEST, FEWEST_OPEN = 10, 366  # days that a picture spans at least; if something has no end
FARTHEST = 1e300  # days; what lies beyond it (years of 300 digits) is drawn there
BIN = 44  # pixels: how far folded marks are gathered
SHORTEST = 9.0  # em: among stacked marks, no label is cut to less
SIGN = 0.7  # em: a ~ or ? beside a mark
SLACK = 1  # pixels by which a mark may reach under the label of one in the row beside it
RUNNING = ("open", "clipped")  # ends at an edge of the picture, with an arrow


class Density(NamedTuple):
    """How close marks are set: pixels, and how many rows are few enough."""

    pitch: float
    bar: float
    font: float
    gap: float
    rows: int
    labelled: bool  # every mark has its label beside it
    longest: float = inf  # em: a longer label is cut even where there is room for it


DENSITIES = (
    Density(pitch=24, bar=9, font=13, gap=16, rows=20, labelled=True),
    Density(pitch=17, bar=7, font=12, gap=12, rows=36, labelled=True),
    Density(pitch=13.5, bar=6, font=11, gap=10, rows=56, labelled=True),
    Density(pitch=13.5, bar=6, font=11, gap=10, rows=56, labelled=True, longest=44),
    Density(pitch=9, bar=5, font=11, gap=2.5, rows=52, labelled=False),
)


class PictureItem(NamedTuple):
    """What is to be drawn: a shape, its label, the number of its colour."""

    shape: Shape
    label: str
    color: int = 0


class PictureView(NamedTuple):
    """The stretch of time that a picture shows: the day at its left edge, pixels a day, width."""

    lo: float
    scale: float
    width: float

    def x(self, day: float) -> float:
        """Where a day begins, in pixels from the left edge; an edge where there is no day."""
        if day in (-inf, inf):
            return 0.0 if day < 0 else self.width
        return (near(day) - self.lo) * self.scale

    @property
    def hi(self) -> float:
        """The day at the right edge."""
        return self.lo + self.width / self.scale


class Placed(NamedTuple):
    """A mark in its row: the pixels that it takes, and its label, if there is room for one."""

    number: int  # of the subject
    row: int
    x0: float
    x1: float
    label: str = ""
    side: str = ""  # of the mark: right, left, inside
    at: float = 0.0  # where the form begins on which a label is that stands inside


class Fold(NamedTuple):
    """Marks that found no place: about where, and the numbers of their subjects."""

    x: float
    numbers: tuple[int, ...]


class Picture(NamedTuple):
    """All of it. Rows are counted from the top if each is labelled, else from the axis."""

    view: PictureView
    density: Density
    rows: int
    placed: list[Placed]
    folds: list[Fold]


def near(day: float) -> float:
    """A day that fits a float, however far away it is."""
    return float(max(-FARTHEST, min(day, FARTHEST)))


def whole(shapes: Sequence[Shape], width: float) -> PictureView:
    """The view that has all shapes in it, with room for arrows where something has no end."""
    days = [near(day) for shape in shapes for day in shape.ends if abs(day) != inf]
    lo, hi = min(days, default=0.0), max(days, default=0.0) + 1
    fewest = FEWEST_OPEN if any(map(_goes_on, shapes)) else FEWEST
    short = max(0.0, fewest - (hi - lo))
    return window(shapes, lo - short / 2, hi + short / 2, width)


def _goes_on(shape: Shape) -> bool:
    return (shape.start.bound, shape.end.bound) != ("fixed", "fixed")


def window(shapes: Sequence[Shape], lo: float, hi: float, width: float) -> PictureView:
    """The view from the start of a day to that of another, with room for arrows at its sides."""
    starts = any(shape.start.bound != "fixed" for shape in shapes)
    ends = any(shape.end.bound != "fixed" for shape in shapes)
    left, right = EDGE + TAIL * starts, EDGE + TAIL * ends
    scale = (width - left - right) / max(1.0, near(hi) - near(lo))  # far away days are one
    return PictureView(near(lo) - left / scale, scale, width)


def layout(subjects: Sequence[PictureItem], width: float) -> Picture:
    """Place everything, as wide as all of it needs."""
    return arranged(subjects, whole([subject.shape for subject in subjects], width))


def arranged(
    subjects: Sequence[PictureItem], view: PictureView, densities: Sequence[Density] = DENSITIES
) -> Picture:
    """Place everything in the loosest way that is not too high; the last way has room for all."""
    order = sorted(range(len(subjects)), key=lambda n: _order(subjects[n].shape))
    for density in densities[:-1]:
        rows, placed = _place_labelled(subjects, order, view, density)
        if len(placed) == len(subjects):
            return Picture(view, density, rows, placed, [])
    return _stacked(subjects, order, view, densities[-1])


def _order(shape: Shape) -> tuple[float, float]:
    return shape.lo, -shape.hi


def body(shape: Shape, view: PictureView, density: Density) -> tuple[float, float]:
    """The pixels of a shape itself, which are to scale unless that is too little to be seen."""
    x0, x1 = view.x(shape.lo), view.x(shape.hi + 1)
    x0 += beside(shape.start, density) * (shape.start.bound in RUNNING)
    x1 -= beside(shape.end, density) * (shape.end.bound in RUNNING)
    least = density.bar if shape.kind == "point" else density.bar / 2
    if x1 - x0 < least or shape.kind == "point":
        return (x0 + x1 - least) / 2, (x0 + x1 + least) / 2
    return x0, x1


def beside(end: End, density: Density) -> float:
    """The pixels that stand outside of a shape at one of its ends: a ~, a ?, an unknown end."""
    signs = (end.approximate + end.uncertain) * SIGN * density.font
    return signs + TAIL * (end.bound == "unknown")


def extent(shape: Shape, view: PictureView, density: Density) -> tuple[float, float]:
    """The pixels of a shape and of what stands beside it."""
    x0, x1 = body(shape, view, density)
    return x0 - beside(shape.start, density), x1 + beside(shape.end, density)


def placing(shape: Shape, view: PictureView, x0: float, x1: float) -> Callable[[float], float]:
    """Where its days are in a shape that is drawn from x0 to x1, which may be wider than it is."""
    start, end = view.x(shape.lo), view.x(shape.hi + 1)
    if x1 - x0 <= end - start or start == end:  # far away days are one
        return view.x
    return lambda day: x0 + (view.x(day) - start) * (x1 - x0) / (end - start)


def widest(shape: Shape, view: PictureView, density: Density) -> tuple[float, float]:
    """The pixels of a shape on which a label may stand: it must not hide where a form ends.

    Of forms that are as wide, but for a pixel, it is the first.
    """
    if not shape.parts:
        return extent(shape, view, density)
    x0, x1 = body(shape, view, density)
    place = placing(shape, view, x0, x1)
    spans = [(max(x0, place(part.lo)), min(x1, place(part.hi + 1))) for part in shape.parts]
    best, *others = spans
    for span in others:
        best = span if span[1] - span[0] > best[1] - best[0] + 1 else best
    return best


def _place_labelled(
    subjects: Sequence[PictureItem], order: Sequence[int], view: PictureView, density: Density
) -> tuple[int, list[Placed]]:
    """Each mark with its label in the first row that has room; stops when there is none."""
    rows: list[list[tuple[float, float]]] = []
    placed: list[Placed] = []
    for number in order:
        subject = subjects[number]
        x0, x1 = extent(subject.shape, view, density)
        start, end = widest(subject.shape, view, density)
        rooms = {"right": view.width - x1, "left": x0, "inside": end - start - 2 * HEAD}
        label, side = _fit_label(cut(subject.label, density.longest), rooms, density)
        span = _reach(Placed(number, 0, x0, x1, label, side), density)
        row = next((n for n, taken in enumerate(rows) if _free(taken, *span)), len(rows))
        if row == density.rows:
            break
        if row == len(rows):
            rows.append([])
        rows[row].append((span[0] - density.gap, span[1] + density.gap))
        placed.append(Placed(number, row, x0, x1, label, side, start))
    return len(rows), placed


def _fit_label(text: str, rooms: dict[str, float], density: Density) -> tuple[str, str]:
    """The first side on which a label is whole, else the roomiest and what of it fits there."""
    room = ems(text) * density.font + LABEL_GAP
    for side, free in rooms.items():
        if room <= free:
            return text, side
    side = max(rooms, key=rooms.__getitem__)
    return cut(text, (rooms[side] - LABEL_GAP) / density.font), side


def _reach(placed: Placed, density: Density) -> tuple[float, float]:
    """The pixels of a mark with its label."""
    room = ems(placed.label) * density.font + LABEL_GAP if placed.label else 0
    return placed.x0 - room * (placed.side == "left"), placed.x1 + room * (placed.side == "right")


def _free(taken: Sequence[tuple[float, float]], x0: float, x1: float) -> bool:
    return all(x1 <= start or end <= x0 for start, end in taken)


def _stacked(
    subjects: Sequence[PictureItem], order: Sequence[int], view: PictureView, density: Density
) -> Picture:
    """Marks on top of each other; labels for those that stand free; counts for the rest."""
    ends: list[float] = []
    placed: list[Placed] = []
    spare: dict[int, list[int]] = {}
    for number in order:
        x0, x1 = extent(subjects[number].shape, view, density)
        row = next((n for n, end in enumerate(ends) if end <= x0), len(ends))
        if row == density.rows:
            spare.setdefault(_bin((x0 + x1) / 2, view.width), []).append(number)
            continue
        if row == len(ends):
            ends.append(0.0)
        ends[row] = x1 + density.gap
        placed.append(Placed(number, row, x0, x1))
    folds = [Fold((n + 0.5) * BIN, tuple(numbers)) for n, numbers in sorted(spare.items())]
    named = list(_named(subjects, placed, view, density))
    return Picture(view, density, len(ends), named, folds)


def _bin(x: float, width: float) -> int:
    return int(max(0.0, min(x, width - BIN)) // BIN)


def _named(
    subjects: Sequence[PictureItem], placed: Sequence[Placed], view: PictureView, density: Density
) -> Iterator[Placed]:
    """Labels to the right of marks where the row is free, and so are those next to it."""
    taken: dict[int, list[tuple[float, float]]] = {}
    for one in placed:
        taken.setdefault(one.row, []).append((one.x0, one.x1))
    for one in placed:
        near = [span for step in (-1, 0, 1) for span in taken.get(one.row + step, ())]
        room = _room(near, one.x1, view.width) / density.font
        text = subjects[one.number].label
        if room < min(SHORTEST, ems(text)):
            yield one
            continue
        named = one._replace(label=cut(text, room), side="right")
        taken[one.row].append((one.x1, _reach(named, density)[1]))
        yield named


def _room(taken: Iterable[tuple[float, float]], x: float, width: float) -> float:
    """The pixels that are free for a label from a place on."""
    if any(x0 <= x + SLACK < x1 for x0, x1 in taken):
        return 0.0
    return min([width, *(x0 - LABEL_GAP for x0, _ in taken if x0 > x + SLACK)]) - x - LABEL_GAP
