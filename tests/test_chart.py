"""The chart: to scale, honest about what is not known, and never wider than it may be."""

from typing import Any


def _event(number: int, date: str, title: str, **more: Any) -> dict[str, Any]:
    return {"id": f"e{number}", "date": date, "title": title} | more


def _events(*rows: tuple[str, str], **more: Any) -> list[dict[str, Any]]:
    return [_event(n, date, title, **more) for n, (date, title) in enumerate(rows)]


DAY = "2019-02-03"
NASTY: dict[str, list[dict[str, Any]]] = {
    "one": _events(("2002", "Hong Kong Science Park opens")),
    "day": _events(*((DAY, f"What happened as number {n} on this one day") for n in range(1, 9))),
    "deep": _events(
        ("Y-13787000000S5", "The universe begins"),
        ("Y-4543000000S4", "The Earth forms"),
        ("Y-66E6~", "An asteroid ends the age of dinosaurs"),
        ("-0524", "525 BC, a year"),
        ("-0043-03-15", "Caesar is killed"),
        ("0000", "The year before AD 1"),
        ("1997-07-01", "Hong Kong returns"),
        ("Y1E9/..", "The oceans have boiled away"),
    ),
    "bce": _events(
        ("-0524~/-0455~", "Aeschylus"),
        ("-0489", "Marathon"),
        ("-0043-03-15", "Caesar is killed"),
        ("-0001/0002", "Across the year zero that is none"),
        ("0000", "1 BC"),
        ("0001", "AD 1"),
        ("00XX", "Some time in the first century"),
        ("/0079-08-24", "Pompeii, nobody knows since when"),
    ),
    "open": _events(
        ("2020/..", "Still going on"),
        ("../1985", "Always, until 1985"),
        ("1985/", "From 1985, nobody knows how long"),
        ("/1985", "Nobody knows since when, until 1985"),
        ("[..1984]", "In 1984 or before"),
        ("{1990..}", "In 1990 and later"),
        ("[..1984,1990..]", "Not between 1984 and 1990"),
    ),
    "month": _events(
        *((f"2019-02-{n % 28 + 1:02d}", f"Thing {n} of this month") for n in range(30)),
        category="month",
    ),
    "wide": [
        _event(1, "2010-02", "香港科學園啟用，粵港澳大灣區的創新科技合作由此展開", category="創科"),
        _event(
            2, "2010-04/2011", "內地與香港科技合作委員會成立 and meets in Shenzhen", category="創科"
        ),
        _event(
            3, "2011-05-06", "👩‍🔬 with 👨‍👩‍👧‍👦 under 🇭🇰 and half a flag 🇭 ☎️ 1️⃣ 👍🏽", category="🏷️"
        ),
        _event(4, "2012", "école, Ź̵̢a̸l͡go, क्षि, สวัสดี and 한국어 ｶﾞ", category="🏷️"),
        _event(5, "2013", "שלום \u202eesrever\u202c \x1b[31mred\x1b[0m", category="\x1b[7m"),
        _event(6, "2014", "x" * 130, category="y" * 130),
        _event(7, "soon", "No date can be read here"),
    ],
    "doubt": _events(
        ("2018", "A year"),
        ("2018-05~", "A month, about"),
        ("2018-05-06?", "A day, unsure"),
        ("2018%", "A year, about and unsure"),
        ("201X", "Some time in the 2010s"),
        ("201X/2020-06", "From some time in the 2010s"),
        ("2014~/2016-06%", "Ends that are in doubt"),
        ("2017-XX", "Some month of 2017"),
        ("2019-33", "A quarter"),
        ("[2012,2014-05]", "One of two"),
    ),
}
