"""A timeline of Mermaid, as GitHub and GitLab draw it in Markdown: the dates in words, the titles.

A period is free text there, so that a date is said in full and none is invented. Whatever Mermaid
might take for its own syntax, or for HTML, is written as `#NN;`, which it draws as the character.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from hkinno.display import sections
from hkinno.losses import DATES, FIELDS, Carries, How
from hkinno.query.groups import NONE
from hkinno.render import RenderOptions
from hkinno.store.store import Entry
from hkinno.text import escape_controls

SUFFIXES = (".mmd", ".mermaid")
SECTIONS = True
WHOLE = True
FIXED = True
CARRIES = Carries(date=dict.fromkeys(DATES, How.WORDS), fields=dict.fromkeys(FIELDS, How.NOT))
# also what Mermaid makes of `#NN;` for itself while it reads, and would turn back: ﬂ°°NN¶ß
_MARKS = re.compile(r"[:;#%<>&\"'`{}\[\]()\\|@=ﬂ°¶ß]")
_KEYWORD = re.compile(r"(?:title|timeline|section|acctitle|accdescr)", re.I)
_MOST = 50_000  # characters that Mermaid draws, by its setting maxTextSize


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    """A period for each date, in sections if there are headings; events of one date stand in it."""
    yield "timeline\n"
    if title := literal(options.title):
        yield f"    title {title}\n"
    for heading, rows in sections(entries, ("date", "title", "id"), options):
        if heading is not None:
            yield f"    section {_filled(heading)}\n"
        last = None
        for date, title, name in rows:
            period = _period(date)
            yield f"    {'' if period == last else period} : {_filled(title or name)}\n"
            last = period


def remarks(entries: Sequence[Entry], options: RenderOptions) -> list[str]:
    """That Mermaid refuses so much, unless it is set up for it."""
    if all(size <= _MOST for size in accumulate(map(len, write(entries, options)))):
        return []
    return [f"Mermaid draws no more than {_MOST:,} characters unless its maxTextSize says so"]


def literal(text: str) -> str:
    """Text on one line that Mermaid takes for text."""
    plain = " ".join(escape_controls(text).split())
    return _MARKS.sub(lambda mark: _entity(mark[0]), plain)


def _entity(char: str) -> str:
    return f"#{ord(char)};"


def _filled(text: str) -> str:
    """The same, and never nothing, which would be no text to Mermaid."""
    return literal(text) or literal(NONE)


def _period(date: str) -> str:
    """A date in words as what begins a line, where a keyword would be obeyed."""
    text = _filled(date)
    return _entity(text[0]) + text[1:] if _KEYWORD.match(text) else text
