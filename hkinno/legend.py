"""What the forms and colours of a drawing stand for: those that are in use, and no others."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from hkinno.ink import shapes
from hkinno.marks import End, Shape
from hkinno.picture import DENSITIES, Subject, View

WIDTH, HEIGHT = 30, 16  # pixels of a sample
OWN = 9  # categories that have a colour of their own: c0 to c8
OTHERS, NONE = 9, 10  # the colours of all other categories, and of no category
_FIXED, _SIZE = End(), DENSITIES[1]


class Key(NamedTuple):
    """A sample of a form or a colour, and what it stands for."""

    shape: Shape
    color: int
    words: str


def _bar(kind: str = "bar", start: End = _FIXED, end: End = _FIXED, lo: float = 6) -> Shape:
    return Shape(kind, lo, 23, start, end)


_POINT = Shape("point", 14, 14, _FIXED, _FIXED)
_FORMS: tuple[tuple[Callable[[Shape], bool], Shape, str], ...] = (
    (lambda s: s.kind == "point", _POINT, "a day"),
    (lambda s: s.kind == "bar", _bar(), "some time within"),
    (lambda s: s.kind == "interval", _bar("interval"), "all this time"),
    (lambda s: s.kind == "within" or bool(s.soft), _bar("within"), "within, not known closer"),
    (lambda s: _any(s, "approximate"), _bar("bar", End("fixed", True), lo=10), "approximate"),
    (
        lambda s: _any(s, "uncertain"),
        Shape("bar", 4, 17, _FIXED, End("fixed", False, True)),
        "uncertain",
    ),
    (lambda s: _bound(s, "open"), _bar("interval", end=End("open")), "no end"),
    (
        lambda s: _bound(s, "unknown"),
        Shape("interval", -6, 1, _FIXED, End("unknown")),
        "end not known",
    ),
)


def _any(shape: Shape, what: str) -> bool:
    return bool(getattr(shape.start, what) or getattr(shape.end, what))


def _bound(shape: Shape, what: str) -> bool:
    return what in (shape.start.bound, shape.end.bound)


def forms(subjects: Sequence[Subject]) -> list[Key]:
    """The forms in use."""
    return [
        Key(sample, NONE, words)
        for used, sample, words in _FORMS
        if any(used(subject.shape) for subject in subjects)
    ]


def colors(categories: Iterable[str]) -> dict[str, int]:
    """The numbers of colours: the first categories have their own, all others share one."""
    names = dict.fromkeys(name for name in categories if name)
    return {name: min(number, OTHERS) for number, name in enumerate(names)}


def categories(numbers: dict[str, int]) -> Iterator[Key]:
    """A key for each colour of a category; one category needs none."""
    if len(numbers) > 1:
        own = {name: number for name, number in numbers.items() if number < OWN}
        yield from (Key(_POINT, number, name) for name, number in own.items())
        if len(own) < len(numbers):
            yield Key(_POINT, OTHERS, "other categories")


def sample(key: Key) -> str:
    """The sample as SVG elements, WIDTH by HEIGHT."""
    view = View(0, 1, WIDTH)
    return "".join(shapes(key.shape, view, HEIGHT / 2, _SIZE))
