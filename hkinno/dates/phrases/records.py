"""What the cells of records hold beside dates: that there is none, and what GEDCOM adds."""

import re

from hkinno.errors import DateError, quoted

_ABBREVIATED = ("n d", "s d", "s a", "s f", "o j", "o d", "z j", "z d", "u å")  # n.d., s. d.
NO_DATE = (  # patterns of all that says that there is no date
    *(pair.replace(" ", r"\. ?") + r"\.?" for pair in _ABBREVIATED),
    *("n ?d", "s ?d", "oj", "[ns]/[adf]", "#n/a", "na", "nan", "nat", "none", "null", "nil"),
    *("no date", "without date", "not? (?:dated|known|available|applicable|given)", "undated"),
    r"(?:date |year )?(?:unknown|unk\.?|unkn\.?|not known|uncertain|missing)|unknown (?:date|year)",
    *("to be (?:announced|confirmed|determined)", "tb[acd]"),
    *("sine (?:dato|anno)", "senza data", "sem data", "sin fecha", "sans date"),
    *("(?:date |fecha |data )?(?:inconnue?|desconocid[ao]|desconhecid[ao]|ignot[ao])", "okänt?"),
    *(
        "ohne (?:datum|jahr)",
        "(?:datum )?(?:unbekannt|onbekend)",
        "(?:un|nicht )datiert",
        "zonder (?:datum|jaar)",
    ),
    *("ukendt", "ukjent", "utan år", "(?:0000[-/.]00[-/.]00|00[-/.]00[-/.]0000)(?:[ t]00:00:00)?"),
    "(?:日期|年代|年月日|年份?|時期|时期|日付|生年|[没歿]年)?(?:不詳|不详|不明|未詳|未详|未知)",
    *("[無无]日期", "[-‐‑‒–—―−]+", "[?？]+"),
)
_CALENDAR = r"@#d([^@]*)@ ?(.*)"
_INTERPRETED = r"int\.? (.*[0-9].*?) ?\((.*)\)"


def says_no_date(text: str) -> bool:
    """Whether a text says that there is no date, as `n.d.`, `undated` and a dash do."""
    said = " ".join(text.casefold().split())
    inner = re.fullmatch(r"\[(.*)\]|\((.*)\)", said)  # [n.d.]
    return re.fullmatch("|".join(NO_DATE), (inner and (inner[1] or inner[2])) or said) is not None


def of_record(text: str) -> str:
    """The date in a text, without what GEDCOM says of its calendar.

    Raises DateError for what holds no date, or none of our calendar, or a reading of other words.
    """
    if says_no_date(text):
        raise DateError(text, "it says that there is no date")
    said = text.casefold()
    if found := re.fullmatch(_INTERPRETED, said):
        date = text[found.start(1) : found.end(1)]
        readings = f"{quoted(date)} if it is sure, or {quoted(date + '?')}"
        raise DateError(text, f"it is what somebody understood by other words, write {readings}")
    if not (found := re.fullmatch(_CALENDAR, said)):
        return text
    if found[1] != "gregorian":
        why = f"it is a date of the {found[1].title()} calendar, write that of the Gregorian one"
        raise DateError(text, why)
    return found[2]
