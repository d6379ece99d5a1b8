"""Lanes of a drawing: groups of events on one stretch of time, each with rows of its own.

Many lanes share the height that one drawing has: few events keep all their labels; where there are
more, tall lanes are stacked and what finds no place there is a count.
"""

from collections.abc import Sequence
from typing import NamedTuple

from hkinno.page.layout import arranged
from hkinno.page.picture import DENSITIES, Picture, PictureItem, PictureView

LEAST = 10  # rows that a lane may have, however many lanes there are
_CLOSE = 2  # the densities from here on are for lanes that are many or tall


class PictureLane(NamedTuple):
    """A heading, if there is one, the numbers of the subjects under it, and where they are."""

    heading: str | None
    numbers: Sequence[int]
    picture: Picture


def lanes(
    headed: Sequence[tuple[str | None, Sequence[int]]],
    items: Sequence[PictureItem],
    view: PictureView,
) -> list[PictureLane]:
    """The lanes: all in the loosest way that is not too high, else each as its share allows."""
    groups = [[items[number] for number in numbers] for _, numbers in headed]
    pictures: list[Picture] = []
    for density in DENSITIES[:-1]:
        pictures = [arranged(group, view, (density, DENSITIES[-1])) for group in groups]
        whole = all(picture.density == density for picture in pictures)
        if whole and sum(picture.rows for picture in pictures) <= density.rows:
            break
    else:
        share = max(LEAST, DENSITIES[-1].rows // max(1, len(groups)))
        close = [
            d._replace(rows=min(d.rows, share), stacks=min(d.stacks, share))
            for d in DENSITIES[_CLOSE:]
        ]
        pictures = [arranged(group, view, close) for group in groups]
    return [
        PictureLane(heading, numbers, picture)
        for (heading, numbers), picture in zip(headed, pictures, strict=True)
    ]
