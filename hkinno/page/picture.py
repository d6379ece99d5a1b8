"""The drawing as a value, and where in it a day or a mark is: pure geometry, in pixels."""

from collections.abc import Callable, Sequence
from math import inf
from typing import NamedTuple

from hkinno.chart.extent import extent as extent_of
from hkinno.chart.marks import End, Shape

# pixels: beside the first and last day, of an end that is not known (it fits there), before a label
EDGE, TAIL, LABEL_GAP = 34, 26, 6
HEAD = 8  # pixels of an arrow
FEWEST, FEWEST_OPEN = 10, 366  # days that a picture spans at least; if something has no end
FARTHEST = 1e300  # days; what lies beyond it (years of 300 digits) is drawn there
BIN = 44  # pixels: how far folded marks are gathered
SHORTEST = 9.0  # em: in a crowd, no label is cut to less
SIGN = 0.7  # em: a ~ or ? beside a mark
RUNNING = ("open", "clipped")  # ends at an edge of the picture, with an arrow


class Density(NamedTuple):
    """How close marks are set: pixels, and how many rows are few enough."""

    pitch: float
    bar: float
    font: float
    gap: float
    rows: int  # of marks with their labels
    longest: float = inf  # em: a longer label is cut even where there is room for it
    stacks: int = 0  # rows of marks without labels, where not every mark has its own
    low: float = 0  # the pitch of those
    close: float = 0  # the gap in those


DENSITIES = (
    Density(pitch=24, bar=9, font=13, gap=16, rows=20),
    Density(pitch=17, bar=7, font=12, gap=12, rows=36),
    Density(pitch=13.5, bar=6, font=11, gap=10, rows=56),
    Density(pitch=13.5, bar=6, font=11, gap=10, rows=56, longest=44),
    Density(
        *(14, 5, 11, 18, 26),
        longest=26,
        stacks=34,
        low=6.5,
        close=1.5,
    ),
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


class Beyond(NamedTuple):
    """Events that are not drawn, as they lie before what is, or after it: days, and how many."""

    events: int = 0
    lo: float = inf
    hi: float = -inf


class Placed(NamedTuple):
    """A mark in its row: the pixels that it takes, and its label, if there is room for one.

    Rows are counted from the top; those of marks without labels from the axis, as -1, -2 and so on.
    """

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
    """All of it: how many rows have labels, how many have none, and what is in them."""

    view: PictureView
    density: Density
    rows: int
    stacks: int
    placed: list[Placed]
    folds: list[Fold]
    earlier: Beyond = Beyond()
    later: Beyond = Beyond()


def near(day: float) -> float:
    """A day that fits a float, however far away it is."""
    return float(max(-FARTHEST, min(day, FARTHEST)))


def nearer(shape: Shape) -> Shape:
    """A shape whose days fit a float, but for ends of time; most are as they were."""
    if all(abs(day) <= FARTHEST or day in (-inf, inf) for day in (shape.lo, shape.hi)):
        return shape
    lo, hi = (day if day in (-inf, inf) else near(day) for day in (shape.lo, shape.hi))
    return shape._replace(lo=lo, hi=hi)


def home(shapes: Sequence[Shape]) -> tuple[float, float]:
    """The days that a picture shows at first, where the events are: from one to before another."""
    lo, hi = extent_of(shapes)
    lo, hi = near(lo), near(hi) + 1
    running = any((shape.start.bound, shape.end.bound) != ("fixed", "fixed") for shape in shapes)
    short = max(0.0, (FEWEST_OPEN if running else FEWEST) - (hi - lo))
    return lo - short / 2, hi + short / 2


def window(lo: float, hi: float, width: float) -> PictureView:
    """The view from the start of a day to that of another, with an edge at its sides."""
    scale = (width - 2 * EDGE) / max(1.0, near(hi) - near(lo))  # far away days are one
    return PictureView(near(lo) - EDGE / scale, scale, width)


def clipped(shape: Shape, lo: float, hi: float) -> Shape:
    """A shape in a window of days, inclusive: what goes on outside does so at a `clipped` end."""
    first, last = shape.lo, shape.hi
    if -inf < shape.lo < lo:
        shape = shape._replace(lo=-inf, start=shape.start._replace(bound="clipped"))
    if hi < shape.hi < inf:
        shape = shape._replace(hi=inf, end=shape.end._replace(bound="clipped"))
    if last < lo:  # only what is not known of it can reach the window
        return Shape("within", -inf, lo, End("clipped"), End("unknown"))
    return Shape("within", hi, inf, End("unknown"), End("clipped")) if first > hi else shape


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
    x0, x1 = body(shape, view, density)
    if not shape.parts:
        return x0, x1
    place = placing(shape, view, x0, x1)
    spans = [(max(x0, place(part.lo)), min(x1, place(part.hi + 1))) for part in shape.parts]
    best, *others = spans
    for span in others:
        best = span if span[1] - span[0] > best[1] - best[0] + 1 else best
    return best
