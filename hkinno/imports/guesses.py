"""What columns and keys are called in the files of others, and which field of an event they are.

A field of an event says what else it is called where it is declared (`hkinno.events`); here stand
the parts of a date, of a source and of a picture that may have columns of their own.
"""

from collections.abc import Mapping

from hkinno.events import BY_COLUMN, STORED

Names = Mapping[str, tuple[str, ...]]
"""Field -> what columns are called that are it, the better guess first."""

MEDIA = ("media", "media caption", "media credit")
"""The pictures of an event, and what columns of their own may say of them."""
_CALLED = {row.name: row.called for row in BY_COLUMN if row.called}
_PARTS_OF_DATES: dict[str, tuple[str, ...]] = {
    "start": (
        *("start date", "date start", "begin", "begin date", "beginning", "date begin"),
        *("from", "from date", "date from", "since", "started", "start time", "begin time"),
        *("start date time", "start datetime"),
        *("born", "birth", "birth date", "date of birth"),
        *(
            "object begin date",
            "from year",
            "datum von",
            "beginn",
            "von",
            "début",
            "inicio",
            "desde",
            "開始",
        ),
    ),
    "year": (
        *("start year", "begin year", "start date year", "date year", "yr", "yyyy"),
        *("jahr", "année", "año", "anno", "年"),
    ),
    "month": (
        *("start month", "begin month", "start date month", "date month", "mo", "mm", "mon"),
        *("monat", "mois", "mes", "月"),
    ),
    "day": (
        *("start day", "begin day", "start date day", "date day", "dd", "dy"),
        *("jour", "día", "日"),
    ),
    "time": ("start time", "time of day", "event time", "start date time", "hour"),
    "end time": ("finish time", "time end", "end date time"),
    "end": (
        *("end date", "date end", "finish", "finish date", "finished", "ended"),
        *("to", "to date", "date to", "until", "till", "end time"),
        *("end date time", "end datetime"),
        *("died", "death", "death date", "date of death", "due date", "due", "deadline"),
        *("object end date", "to year", "datum bis", "ende", "bis", "fin", "hasta", "終了"),
    ),
    "end year": ("finish year", "end date year"),
    "end month": ("finish month", "end date month"),
    "end day": ("finish day", "end date day"),
    "era": ("bc ad", "ad bc", "bce ce", "bc", "bce", "epoch", "ära"),
    "display date": ("date display", "date text", "date label", "date as written"),
}
GUESSES: dict[str, tuple[str, ...]] = {
    **{name: _CALLED[name] for name in ("id", "date")},
    **_PARTS_OF_DATES,
    **{name: called for name, called in _CALLED.items() if name not in ("id", "date")},
    "url": ("urls", "link", "links", "source url", "source link", "web page", "website"),
    MEDIA[1]: (
        *("caption", "image caption", "picture caption", "photo caption", "bildunterschrift"),
        *("légende", "pie de foto"),
    ),
    MEDIA[2]: (
        *("credit", "credits", "image credit", "picture credit", "photo credit", "photographer"),
        *("bildnachweis", "bildquelle", "crédit", "crédito"),
    ),
}
ONE_OF = {  # a column of a part of the date counts only beside one of these
    "month": {"year"},
    "day": {"month"},
    "time": {"date", "start", "year"},
    "end time": {"time"},
    "end": {"date", "start", "year"},
    "end year": {"date", "start", "year"},
    "end month": {"end year"},
    "end day": {"end month"},
    "era": {"date", "start", "year"},
    "display date": {"date", "start", "year"},
    MEDIA[1]: {"media"},
    MEDIA[2]: {"media"},
}
NONE_OF = {
    "date": {"start", "year"},
    "start": {"date", "year"},
    "year": {"date", "start"},
    "end": {"end year"},
    "end year": {"end"},
}
FIRST = ("date", "start", "year", "month", "day", "time")
LAST = ("end", "end year", "end month", "end day", "end time")
DATED = ("date", "start", "year")
"""The fields of which one has to be there, so that there is a date."""


def folded(name: str) -> str:
    """A name as it is compared: letters and digits alone, in no case."""
    return "".join(filter(str.isalnum, name.casefold()))


def words_of(
    field: str, called: Names, found: Mapping[str, str], free: Mapping[str, str]
) -> list[str]:
    """What a column may be called to be this field: the end of a date has to say so.

    `found` are the fields that columns are already, `free` the names of the others, folded.
    """
    words = [*([] if means_other(field, called) else [field]), *called.get(field, ())]
    if field not in ("end", "end year") or "date" not in found.values():
        return words
    if names_of(called, "start", "year") & free.keys():  # then that is where the end belongs
        return []
    return [word for word in words if "date" in word or "year" in word]


def means_other(name: str, called: Names) -> bool:
    """Whether a tool has another field under the name of this one: the `title` of vis is a text."""
    others = (words for field, words in called.items() if field != name)
    return name in STORED and any(name in words for words in others)


def names_of(called: Names, *fields: str) -> set[str]:
    """What columns of these fields may be called, folded."""
    return {folded(word) for field in fields for word in (field, *called.get(field, ()))}
