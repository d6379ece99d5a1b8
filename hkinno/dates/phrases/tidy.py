"""What was typed, in the one spelling that the patterns of dates know."""

import re
from collections.abc import Callable

from hkinno.dates.phrases.vocabulary import (
    ABOUT,
    DAY,
    MONTH,
    NEW_STYLE,
    NOW,
    NTH,
    PART,
    TWICE,
    WEEK,
    WEEKDAY,
    YEAR,
    bare,
)
from hkinno.errors import DateError, quoted

_MONTH, _PART, _DAY, _NTH, _YEAR, _WEEKDAY = map(bare, (MONTH, PART, DAY, NTH, YEAR, WEEKDAY))
_WEEK = bare(WEEK)
_ERA = "(?:bce?|ce|ad)"
_HYPHEN = str.maketrans("‐‑−﹣－", "-----")  # what a keyboard, or a word processor, has for it
# words that are abbreviated in many ways, and marks that stand in brackets or before a word
_SPELLINGS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"^\(([^()]+)\)$|^\[([^][,]*[a-z][^][,]*)\]$", r"\1\2"),  # [c. 1850], which a museum inferred
    (r"\+ ?/ ?-|\+-", "±"),  # 1850 +/- 5, which is refused with what it comes to
    ("(?<![0-9])(?<![0-9] )±(?=[0-9])", "± "),
    (r"\b([0-9]{2})--(?![\w-])", r"\1xx"),  # 18--, in catalogues of libraries
    (r"\( ?([~?%]+) ?\)", r"\1"),  # 1850 (?)
    (rf"(?<!\S)\?(?: +(?=[0-9]|{_MONTH}\b)|(?=[a-z]))", "possibly "),  # ? 1850; but ?1850 is EDTF
    (rf"\b({_NTH}) ?(?:c|cent)\b", r"\1 century"),
    (r"\b(?:week|wk|kw|cw|w) ?([0-9]{1,2})\b", lambda found: f"w{int(found[1]):02}"),
    (r"^([0-9]{4}):([0-9]{2}):([0-9]{2})(?= |$)", r"\1-\2-\3"),  # of a photograph, in EXIF
    (r"(?<=[0-9]{4}):(?=[0-9]{2}:[0-9]{2})", " "),  # 03/May/2019:10:00:00, of a log
    (r"(?<=\S) ?--+ ?(?=\S)|^-(?=\s)", " – "),  # 1945 -- 1950
    (r"(?<!\S)(?<!every )(?:in )?year (?=[0-9]{1,4}\b)", ""),
    (r"(?<=[0-9])-(?=\s)|(?<=\b[0-9]{4} )-(?=[0-9]{4}$)", " – "),
    (r"^([^-]*[0-9a-z])-\?$", r"\1 – ?"),  # 1945-?, but 2019-02-? may lack a day
    (r"\b([0-9]{1,2}) kw\b", lambda found: f"w{int(found[1]):02}"),
    # KW 14–16 2022
    (rf"\b({_WEEK}) ?[-–] ?(?=[0-9]{{1,2}}(?:,? [0-9]{{4}})\b)", r"\1 – w"),
)
# what one of them begins with; most phrases have none of it, and are spared them all
_ODD = r"[][(?±+:]|--|-\s|\s-|-\?$|c(?:ent)?\b|\b(?:week|wk|kw|cw|w|year)\b|w ?[0-9]|wk[0-9]"
# a stroke between a part of a year and its year: Q3/2021, 2021/Q3, Feb/2019, 13/Jan/2012
_STROKES = (
    (rf"\b(?:({_DAY}) ?/ ?)?({_MONTH}) ?/ ?(?=[0-9]{{4}}(?![0-9/]))", r"\1 \2 "),
    (rf"\b({_PART}|{_WEEK}) ?/ ?(?=[0-9]{{4}}(?![0-9/]|-?w))", r"\1 "),
    (r"(?<![0-9] )\b([0-9]{4}) ?/ ?(?=(?:[qth][1-4]|w[0-9]{2})(?![\w/]| [0-9]))", r"\1 "),
)
# a year, a dash or a slash, and a second year, behind what lies in one year: a month, a season …
TWO_YEARS = (
    rf"\b((?:{_MONTH}(?: {_DAY})?|{_PART}),? ?[0-9]{{4}})"
    rf"( ?[/{TWICE}] ?|[-–]| ?[-–] ?(?=[0-9]{{1,2}}(?![0-9])))"
    rf"([0-9]{{1,4}})(?![\w/.:-]| ?{_MONTH}| {_ERA}\b)"
)
TWO_YEARS_BC = rf"\b({_PART} [0-9]{{1,4}})[-–/]([0-9]{{1,4}}) ?({_ERA})\b"
_SLASHED_DAY = "(?<![0-9/])([0-9]{4})/([0-9]{2})/([0-9]{2})(?![0-9/])"
# July 1, 1997; and September 12–22, 1914
_BEFORE_YEAR = (
    rf"(\b{_MONTH}(?: ?{_DAY})?|(?:[-–]|\b(?:to|through|until|and|or)) ?{_DAY}) ?, ?(?={_YEAR})"
)
# what stands before a hyphen and behind it, where it is a dash; in 1-Jul-1997 it is none
_HYPHENS = (
    (rf"\b{_MONTH}", rf"{_MONTH}\b"),
    (rf"\b{_PART}", rf"{_PART}\b"),
    (rf"\b{_NTH}", _NTH),
    (rf"\b[0-9]+ ?{_ERA}", "ad|[0-9]"),
    (r"(?<!\S)[0-9]+", rf"[0-9]+ ?{_ERA}\b"),
    (rf"(?<!\S){_DAY}", rf"{_DAY} ?{_MONTH}\b"),
    (rf"\b{_MONTH} {_DAY}", rf"(?:{_DAY}|{_MONTH})(?![\w-])"),
    (rf"\b{_DAY} ?{_MONTH}", rf"(?:{_WEEKDAY} )?{_DAY} {_MONTH}\b"),
    (rf"\b{_MONTH} [0-9]{{4}}", rf"(?:{_DAY} )?{_MONTH}\b"),
    (rf"\b(?:{_PART}|{_WEEK}) [0-9]{{4}}", rf"(?:{_PART}|{_WEEK}) ?[0-9]"),
    (rf"\b{_WEEK}", rf"{_WEEK}\b"),
    ("0s", "[0-9]{1,3}0s"),
    (rf"\b[0-9]{{4}}[ -]?(?:{_PART}|{_WEEK})", "[0-9]{4}"),
    (r"(?<=(?<![-\w])[0-9]{4})", r"[0-9]{4}(?![-\w])"),
    (r"\bc[0-9]{4}", r"[0-9]{4}(?![-\w])"),
    (r"(?<=[0-9]{4})", rf"(?:{'|'.join(ABOUT)}) ?[0-9]{{4}}"),
    ("", rf"(?:{NOW})\b"),
)
_DASH = "|".join(f"(?:{before})-(?={behind})" for before, behind in _HYPHENS)


def tidy(text: str) -> str:
    """The text in lower case, with one kind of dash, of blank and of apostrophe."""
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    if plain != text:
        raise DateError(text, f"its digits are not 0 to 9, write {quoted(plain)}")
    said = text.lower().replace("’", "'").translate(_HYPHEN)
    for dotted in ("b.c.e.", "b.c.", "c.e.", "a.d."):
        said = said.replace(dotted, dotted.replace(".", ""))
    if "." in said:
        said = re.sub(r"(?<=[a-z])\.|(?<=[0-9])\.(?=\s+[a-z–-])", " ", said)  # c.1620, 12. Sept.
    said = " ".join(word for word in said.split() if word not in ("the", "of"))
    if re.search(_ODD, said):
        for pattern, spelling in _SPELLINGS:
            said = re.sub(pattern, spelling, said)
    return " ".join(_dashes(_commas(said)).split())


def _commas(said: str) -> str:
    """Without the commas that are in one number or one date; those of a list stay."""
    if "," not in said:
        return said
    said = re.sub("(?<!:[0-9]{2})(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", said)  # 10,001 BC
    said = re.sub(rf"\b({_WEEKDAY}) ?, ?", r"\1 ", said)  # Tuesday, 1 July 1997
    said = re.sub(rf" ?, ?(?=\(?{_WEEKDAY}\)?$)", " ", said)  # 1 July 1997, Tuesday
    return re.sub(_BEFORE_YEAR, r"\1 ", said)


def _dashes(said: str) -> str:
    """With a blank on either side of the dash of a span, which a hyphen or a slash may be, too."""
    if any(map(str.isalpha, said)):
        said = re.sub(TWO_YEARS, _joined, said)
        said = re.sub(TWO_YEARS_BC, rf"\1{TWICE}\2 \3", said)
        said = re.sub(_SLASHED_DAY, r"\1-\2-\3", said)
        for pattern, blank in _STROKES:
            said = re.sub(pattern, blank, said)
        said = said.replace("/", " / ")  # Feb 2019/..
    said = re.sub(r"[‒–—―]|(?<=\s)-(?=\s|$)", " – ", said)
    if said.find("-") == len(said) - 1 > 0:
        said = f"{said[:-1]} –"  # 1945-; but a day may be missing in 2019-02-
    return re.sub(_DASH, lambda found: f"{found[0][:-1]} – ", said) if "-" in said else said


def _joined(found: re.Match[str]) -> str:
    """Two years of one time. A month with a dash was that only while the year began in March."""
    one, link, second = found.groups()
    sure = ("-" not in link and "–" not in link) or re.match(_PART, one) or one[-4:] < NEW_STYLE
    return f"{one}{TWICE if sure else TWICE * 2}{second}"
