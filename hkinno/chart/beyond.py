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
    lo, hi, earlier, later = extent
    if not earlier and not later:
        return ""
    from hkinno.dates.phrases.absolute import year_text  # a phrase book, seldom needed

    # of a crowd few reach beyond: where one lies there, the others need no look
    begins, ends = bounded([s for s in shapes if s.lo < lo or s.hi > hi])
    if not earlier:
        begins += [s.lo for s in shapes if s.lo >= lo]
    if not later:
        ends += [s.hi for s in shapes if s.hi <= hi]
    first, last = (year_text(civil(int(day))[0]) for day in (min(begins), max(ends)))
    return f"--zoom {first}{f'/{last}' if last != first else ''} shows all"
