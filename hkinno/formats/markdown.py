"""A table in GitHub Flavored Markdown; event text stays literal."""

import re
from collections.abc import Iterator, Sequence

from hkinno.display import Section, columns, footer, heads, sections, table_section
from hkinno.render import RenderOptions, Table
from hkinno.store.store import Entry

SUFFIXES = (".md", ".markdown")
SECTIONS = True
CELLS_ALONE = True
_MARKS = re.compile(r"([\\`*_\[\]<>|~&#$])")


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    """A table for each section, and a line that says how many events there are."""
    names = columns(entries, options)
    for section in sections(entries, names, options):
        yield from _section(heads(names, options.lang), section)
    yield f"{footer(entries, options)}\n"


def write_table(table: Table, _: RenderOptions) -> Iterator[str]:
    """A table of the records."""
    return _section(heads(table.columns), table_section(table))


def _section(top: Sequence[str], section: Section) -> Iterator[str]:
    if section.heading is not None:
        yield f"## {literal(section.heading)}\n\n"
    yield _row([literal(head) for head in top])
    yield _row(["---"] * len(top))
    for row in section.rows:
        yield _row([literal(cell) for cell in row])
    yield "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def literal(text: str) -> str:
    """Text that Markdown takes for text: every mark has a backslash."""
    return _MARKS.sub(r"\\\1", text)
