"""Where each mark and each label goes: in which row, at which side, or into which count.

Few events have a line each with its label, the earliest on top. Where that would grow too high, as
many as find room in some rows keep their labels, all others are stacked on the axis, and what finds
no place there is folded into a count. The script of the page does the same at other widths and
zooms (`layout.js`); tests compare both.
"""

from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple

from hkinno.chart.extent import finite, is_after, is_before
from hkinno.chart.marks import Shape
from hkinno.page.lettering import cut, ems
from hkinno.page.picture import (
    BIN,
    DENSITIES,
    HEAD,
    LABEL_GAP,
    SHORTEST,
    Beyond,
    Density,
    Fold,
    Picture,
    PictureItem,
    PictureView,
    Placed,
    clipped,
    extent,
    widest,
)


class Sight(NamedTuple):
    """What of some items is drawn in a window of days, and what lies before and after it."""

    numbers: list[int]  # of the items that are drawn
    items: list[PictureItem]  # those, what goes on outside clipped
    earlier: Beyond
    later: Beyond


def in_sight(items: Sequence[PictureItem], lo: float, hi: float) -> Sight:
    """What is drawn from a day to a day, both inclusive."""
    early = {n for n, item in enumerate(items) if is_before(item.shape, lo)}
    late = {n for n, item in enumerate(items) if is_after(item.shape, hi)} - early
    numbers = [n for n in range(len(items)) if n not in early and n not in late]
    drawn = [items[n]._replace(shape=clipped(items[n].shape, lo, hi)) for n in numbers]
    shapes = ([items[n].shape for n in away] for away in (early, late))
    return Sight(numbers, drawn, *map(_told_of, shapes))


def _told_of(shapes: Sequence[Shape]) -> Beyond:
    days = finite(day for shape in shapes for day in shape.ends)
    return Beyond(len(shapes), min(days, default=inf), max(days, default=-inf))


def arranged(
    subjects: Sequence[PictureItem], view: PictureView, densities: Sequence[Density] = DENSITIES
) -> Picture:
    """Place everything in the loosest way that is not too high; the last way has room for all."""
    order = sorted(range(len(subjects)), key=lambda n: _order(subjects[n].shape))
    for density in densities[:-1]:
        rows, placed = _place_labelled(subjects, order, view, density)
        if len(placed) == len(subjects):
            return Picture(view, density, rows, 0, placed, [])
    return _crowded(subjects, order, view, densities[-1])


def _order(shape: Shape) -> tuple[float, float]:
    return shape.lo, -shape.hi


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


def _crowded(
    subjects: Sequence[PictureItem], order: Sequence[int], view: PictureView, density: Density
) -> Picture:
    """Labels for those that find room in some rows; all others stacked; counts for the rest."""
    named = _named(subjects, order, view, density)
    names = {one.number for one in named}
    ends = [-inf] * density.stacks  # where a row is free
    stacked: list[Placed] = []
    spare: dict[int, list[int]] = {}
    for number in order:
        if number in names:
            continue
        x0, x1 = extent(subjects[number].shape, view, density)
        row = next((row for row, end in enumerate(ends) if end <= x0), None)
        if row is None:
            spare.setdefault(_bin((x0 + x1) / 2, view.width), []).append(number)
            continue
        ends[row] = x1 + density.close
        stacked.append(Placed(number, -1 - row, x0, x1))
    folds = [Fold((n + 0.5) * BIN, tuple(numbers)) for n, numbers in sorted(spare.items())]
    rows, low = max((one.row + 1 for one in named), default=0), sum(end > -inf for end in ends)
    return Picture(view, density, rows, low, named + stacked, folds)


def _named(
    subjects: Sequence[PictureItem], order: Sequence[int], view: PictureView, density: Density
) -> list[Placed]:
    """Marks with labels, in rows that are filled from both ends.

    The upper half of the rows is for labels to the right, from the first event on, and the lower
    for those to the left, from the last back, so that neither end is without names. Then each takes
    what is left of the other's.
    """
    half = (density.rows + 1) // 2
    upper, lower = range(half), range(half, density.rows)
    gaps = [[-inf, inf] for _ in range(density.rows)]  # what is free of each row, from and to
    marks = [extent(subject.shape, view, density) for subject in subjects]
    placed: dict[int, Placed] = {}
    for side, rows in (("right", upper), ("left", lower), ("right", lower), ("left", upper)):
        back = side == "left"
        for number in reversed(order) if back else order:
            # most do not even fit without their label, and need not be measured
            if number in placed or _find_gap(gaps, rows, *marks[number]) is None:
                continue
            one = _label_in_crowd(number, subjects[number], view, density, side)
            start, end = _reach(one, density)
            row = _find_gap(gaps, rows, start, end)
            if one.label and row is not None:
                gaps[row][back] = start - density.gap if back else end + density.gap
                placed[number] = one._replace(row=row)
    return list(placed.values())


def _find_gap(
    gaps: Sequence[Sequence[float]], rows: Iterable[int], start: float, end: float
) -> int | None:
    """The first of some rows that is free from a place to a place."""
    return next((row for row in rows if gaps[row][0] <= start and end <= gaps[row][1]), None)


def _label_in_crowd(
    number: int, subject: PictureItem, view: PictureView, density: Density, side: str
) -> Placed:
    """Where a mark is, with its label inside or at a side if there is room for enough of it."""
    x0, x1 = extent(subject.shape, view, density)
    start, end = widest(subject.shape, view, density)
    rooms = {"inside": end - start - 2 * HEAD, side: x0 if side == "left" else view.width - x1}
    text = cut(subject.label, density.longest)
    label, side = _fit_label(text, rooms, density)
    if ems(label) < min(SHORTEST, ems(text)):
        label = ""
    return Placed(number, 0, x0, x1, label, side, start)


def _bin(x: float, width: float) -> int:
    return int(max(0.0, min(x, width - BIN)) // BIN)
