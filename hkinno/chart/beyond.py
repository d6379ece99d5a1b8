"""What lies outside of a drawing, in words: how many events, of which years, and how to see all."""

from collections.abc import Sequence

from hkinno.chart.extent import Extent, after, before, bounded
from hkinno.chart.marks import Shape
from hkinno.dates.calendar import civil
from hkinno.dates.format import extent_words


def beside(shapes: Sequence[Shape], extent: Extent) -> tuple[str, str]:
    """What is to be said at the left edge of a drawing, and at the right; nothing if all is in."""
    earlier = before(shapes, extent.lo) if extent.earlier else []
    later = after(shapes, extent.hi) if extent.later else []
    return _counted(earlier, "earlier"), _counted(later, "later")


def _counted(shapes: Sequence[Shape], side: str) -> str:
    if not shapes:
        return ""
    years = extent_words(min(s.lo for s in shapes), max(s.hi for s in shapes))
    return f"{len(shapes):,} {side}, {years}"


def see_all(shapes: Sequence[Shape], extent: Extent) -> str:
    """What to type to see all; nothing if all is in."""
    if not extent.earlier and not extent.later:
        return ""
    from hkinno.dates.phrases.absolute import year_text  # a phrase book, seldom needed

    begins, ends = bounded(shapes)
    first, last = (year_text(civil(int(day))[0]) for day in (begins[0], ends[-1]))
    return f"--zoom {first}{f'/{last}' if last != first else ''} shows all"
