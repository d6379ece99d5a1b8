"""A half, a third or a quarter of a decade, of a century or of a millennium."""

import re

from hkinno.dates.edtf import readable
from hkinno.dates.phrases.absolute import absolute
from hkinno.dates.phrases.vague import units_of

_NTHS = ("first|1st", "second|2nd", "third|3rd", "fourth|4th")
_PORTIONS = {"half": 2, "third": 3, "quarter": 4}
_PORTION = rf"({'|'.join(_NTHS)}|last) ({'|'.join(_PORTIONS)}) (.+(?:century|millennium|s)(?: .*)?)"


def portion(said: str) -> str | None:
    """The set of its years, one of which it was; None if the words are no such part.

    A year that is in two parts is in either: the third that ends in 1833 and the one that begins.
    """
    found = re.fullmatch(_PORTION, said)
    whole = readable(absolute(found[3]) or "") if found else None
    if not found or not whole:
        return None
    years, count = [year.rstrip("~") for year in units_of(whole)], _PORTIONS[found[2]]
    number = next((n for n, names in enumerate(_NTHS) if found[1] in names.split("|")), count - 1)
    if number >= count:
        return None
    first, last = len(years) * number // count, -(-len(years) * (number + 1) // count)
    return f"[{years[first]}..{years[last - 1]}]"
