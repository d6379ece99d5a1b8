"""How a table writes its dates: what is decided once for all columns of them."""

import re

import msgspec

from hkinno.dates.edtf import parse
from hkinno.imports.shapes import NAMED_DAY, NAMED_MONTH, NUMBERS, QUALIFIED

_HYPHENS = str.maketrans("−‐‑", "---")
_ENDS = re.compile(r"(.*?[^\s/])(?:\s+(?:-|–|—|/|to|until|till|bis|au)\s+|\s*[–—]\s*)(\S.*)")
_NUMBERS_TWICE = re.compile(r"([0-9]+([/.])[0-9]+\2[0-9]+)-([0-9]+\2[0-9]+\2[0-9]+)")
_BOTH_NEGATIVE = re.compile(r"(-[0-9]+)(?:\s*/\s*(?=-?[0-9])|\s*-\s*(?=-)|\s+-\s+)(-?[0-9]+)")

_LONGEST = 500  # characters of a span; each end is split again, and no stack holds a whole book


def split_ends(said: str) -> tuple[str, str] | None:
    """The two dates of a span with a word or a dash between them; None if it is none."""
    if len(said) > _LONGEST:
        return None
    for pattern in (_BOTH_NEGATIVE, _NUMBERS_TWICE, _ENDS):
        if found := pattern.fullmatch(said):
            return found[1], found[found.re.groups]
    return None


def plain_hyphens(text: str) -> str:
    """The text without blanks around it, with the one hyphen that there is on keyboards."""
    return text.strip().translate(_HYPHENS)


def split_qualifier(said: str) -> tuple[str, str]:
    """A date without what says that it is approximate (~) or uncertain (?), and that."""
    found = QUALIFIED.fullmatch(said)
    if not found or not (found[1] or found[3]):
        return said, ""
    marks = "~" * bool(found[1]) + (found[3] or "").strip(" ()")
    return found[2].strip(), marks


def ends_in_year(text: str, year: str) -> bool:
    """Whether a date ends in the last two digits of this year: 11-Mar-15, but not May 15."""
    shapes = (NUMBERS, NAMED_DAY, NAMED_MONTH)
    return text.endswith(year[2:]) and any(shape.fullmatch(text) for shape in shapes)


def with_year(text: str, year: str) -> list[str]:
    """A date that lacks the year, or has only two digits of it, in the ways to write it whole."""
    if ends_in_year(text, year):
        return [text[:-2].rstrip("'") + year]
    if "/" in text:
        return [f"{text}/{year}"]
    ways = [f"{text} {year}", f"{text.rstrip('.')}.{year}"]
    return [*ways, ways[0].replace("-", " ")]


def qualified_ends(text: str, marks: str) -> str | None:
    """EDTF text with qualifiers; those of a span belong to both of its ends."""
    from hkinno.dates.phrases.single import qualified  # slow to load

    if text[0] in "[{" or "T" in text:
        return None
    return parse("/".join(qualified(end, marks) for end in text.split("/"))).text


class DateStyle(msgspec.Struct, frozen=True):
    """How the columns of one table write dates.

    `order` is the order of numbers or empty, `undecided` says more of why it is; `century` has the
    first two digits of short years; `pairs` tells whether 1911-12 is `months` or `years`. `bc`
    tells whether -300 is 300 BC, `short` whether 79 is the year 79; at `midnight` times are none,
    and `zeros` stand for what is not known. `own` is what hkinno wrote: all is EDTF.
    """

    own: bool = False
    order: str = ""
    undecided: str = ""
    century: int | None = None
    pairs: str = "months"
    bc: bool = True
    short: bool = False
    midnight: bool = False
    zeros: bool = False
