"""What lies outside of a drawing, in words: how many events, of which years, and how to see all."""

from collections.abc import Sequence

from hkinno.chart.crowd import Crowd
from hkinno.chart.extent import Extent
from hkinno.dates.calendar import civil
from hkinno.dates.days import Span
from hkinno.words.language import Language


def beside(crowd: Crowd, extent: Extent, said: Language) -> tuple[str, str]:
    """What is to be said at the left edge of a drawing, and at the right; nothing if all is in."""
    earlier = crowd.earlier(extent.lo) if extent.earlier else []
    later = crowd.later(extent.hi) if extent.later else []
    return _counted(earlier, "earlier", said), _counted(later, "later", said)


def _counted(spans: Sequence[Span], side: str, said: Language) -> str:
    if not spans:
        return ""
    years = said.extent(min(lo for lo, _ in spans), max(hi for _, hi in spans))
    return said.say(side, len(spans), extent=years)


def see_all(crowd: Crowd, extent: Extent, said: Language) -> str:
    """What to type to see all; nothing if all is in."""
    if not extent.earlier and not extent.later:
        return ""
    from hkinno.dates.phrases.absolute import year_text  # a phrase book, seldom needed

    known = list(filter(None, crowd.known))
    begins = [*crowd.points[:1], *crowd.spans.begins[:1], *(lo for lo, _ in known)]
    ends = [*crowd.points[-1:], *crowd.spans.ends[-1:], *(hi for _, hi in known)]
    first, last = (year_text(civil(int(day))[0]) for day in (min(begins), max(ends)))
    return said.say("see all", option=f"--zoom {first}{f'/{last}' if last != first else ''}")
