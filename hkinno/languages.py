"""Language tags (BCP 47): what one looks like, and which of some is meant."""

import re
from collections.abc import Iterable

_BCP47 = (  # RFC 5646, 2.1; no language has more than three letters yet
    "(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    "(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*"
    "(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+|i-[a-z]{3,8})"
)


def is_tag(text: str) -> bool:
    """Whether a text has the form of a language tag (RFC 5646)."""
    return re.fullmatch(_BCP47, text, re.IGNORECASE) is not None


def lookup(tags: Iterable[str], asked: str) -> str | None:
    """The tag that serves who asks for a language, by lookup (RFC 4647, 3.4), ignoring case.

    `zh-Hant-HK` is looked up as itself, then as `zh-Hant`, then as `zh`; at last any tag that is
    more special than what was asked for will do (`zh` finds `zh-Hant`, `zh-Hans` does not).
    """
    known = {tag.casefold(): tag for tag in tags}
    wanted = asked.casefold()
    part = wanted
    while part:
        if part in known:
            return known[part]
        part = part.rpartition("-")[0]
    return next((tag for low, tag in known.items() if low.startswith(f"{wanted}-")), None)


def in_case(tag: str) -> str:
    """A tag as it is usually written (RFC 5646, 2.1.1): zh-Hant-HK."""
    first, *more = tag.lower().split("-")
    cased = {2: str.upper, 4: str.title}
    return "-".join([first, *(cased.get(len(part), str)(part) for part in more)])
