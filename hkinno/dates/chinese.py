"""Dates in Traditional Chinese, as Hong Kong writes them: `2019-02` is 2019年2月.

It says what `hkinno.dates.format` and `hkinno.dates.explain` say in English, by functions of the
same names, and what is written here for ordinary dates can be typed back, too. Digits are Arabic,
and □ stands for one that is not known.
"""

import re
from math import inf

from hkinno.dates.calendar import bound, civil
from hkinno.dates.date import Date
from hkinno.dates.edtf import GROUPINGS, parse
from hkinno.dates.wording import CHINESE, say_day, say_ends, say_extent, say_month, say_year

_MASKED = r"(-?)([0-9X]{4})(?:-([0-9X]{2}))?(?:-([0-9X]{2}))?(?:T(.{5}).*)?"
_CIVIL = "([^約？]*年)([0-9]+月)([0-9]+日)?"  # a month or a day, without doubts
_SEASONS = ("春季", "夏季", "秋季", "冬季")
_PARTS = {"quarter": ("第{}季", 33), "quadrimester": ("第{}個四個月", 37)}
_EVERY = {
    "day": "每日",
    "month": "每月",
    "season": "每季",
    "quarter": "每季度",
    "quadrimester": "每四個月",
    "semester": "每半年",
    "year": "每年",
    "decade": "每十年",
    "century": "每世紀",
    "millennium": "每千年",
}


def words(date: Date) -> str:
    """The date in words, short enough for a column."""
    if "/" in date.text:
        return _interval(*date.text.split("/"))
    if date.precision == "set":
        return _set(date.text)
    text = date.text.translate({ord(q): None for q in "?~%"})
    masked = re.fullmatch(_MASKED, text)
    plain = _single(date, *masked.groups()) if masked else _long_year(date, text)
    return "約" * date.approximate + plain + "？" * date.uncertain


def year_words(year: int) -> str:
    """An astronomical year as people count: 0 is 公元前1年, -13799999999 is 公元前138億年."""
    return say_year(year, CHINESE, short=True)


def day_words(day: float) -> str:
    """A bounded day number in words."""
    year, month, number = civil(int(day))
    return say_day(number, month, year_words(year), CHINESE)


def span_words(lo: float, hi: float) -> tuple[str, str]:
    """The two ends of a bounded span, in the coarsest unit that both fit: years, months or days."""
    return say_ends(lo, hi, CHINESE, short=True)


def extent_words(lo: float, hi: float) -> str:
    """From when to when, in years: the extent of a chronology."""
    return say_extent(lo, hi, CHINESE, short=True)


def _from_to(first: str, last: str) -> str:
    """Both ends, the second without the year and the month that the first has said.

    After a time BC it has its era, as 公元前44至14年 would have two readings.
    """
    start, end = re.fullmatch(_CIVIL, first), re.fullmatch(_CIVIL, last)
    if start and end and start[1] == end[1]:
        same_month = start[2] == end[2] and start[3] and end[3]
        return f"{first}至{end[3] if same_month else end[2] + (end[3] or '')}"
    if "公元前" in first and "公元" not in last and last != "？":
        last = re.sub("^約?", r"\g<0>公元", last)
    return f"{first}至{last}"


def _between(date: Date) -> str:
    first, last = span_words(date.lo, date.hi)
    return first if first == last else f"{_from_to(first, last)}之間"


# --- one date


def _single(
    date: Date, sign: str, year: str, month: str | None, day: str | None, time: str | None
) -> str:
    day = None if day == "XX" else day
    month = None if month == "XX" and not day else month
    if "X" in (month or "") + (day or ""):
        return _between(date)
    if month is None:
        return _masked_year(date, sign, year) if "X" in year else year_words(int(sign + year))
    if "X" in year and sign:
        return _between(date)
    said = f"{year.replace('X', '□')}年" if "X" in year else year_words(int(sign + year))
    if int(month) in GROUPINGS:
        return _grouping(int(month), year, said)
    if not day:
        return say_month(int(month), said, CHINESE)
    return say_day(int(day), int(month), said, CHINESE) + (f" {time}" if time else "")


def _masked_year(date: Date, sign: str, year: str) -> str:
    if date.precision == "decade" and not sign and year > "1":
        return f"{year[:3]}0年代"
    if date.precision == "century" and (not sign or year != "00XX"):
        era = "公元前" if sign else "公元" if year < "09XX" else ""
        return f"{era}{int(year[:2]) + 1}世紀"
    return _between(date)


def _grouping(code: int, year: str, said: str) -> str:
    """A part of a year; a winter is in two, as 2022/23年冬季."""
    kind, first, count = GROUPINGS[code]
    if kind == "semester":
        return f"{said}{'上下'[code - 40]}半年"
    if kind != "season":
        template, start = _PARTS[kind]
        return said + template.format(code - start + 1)
    following = f"{int(year) + 1:04}" if said == f"{year}年" and year.isdigit() else ""
    if first + count > 13 and following and len(following) == 4:
        said = f"{year}/{following[2 * (following[2:] != '00') :]}年"
    half = ("", "（北半球）", "（南半球）")[(code - 21) // 4]
    return f"{said}{_SEASONS[(code - 21) % 4]}{half}"


def _long_year(date: Date, text: str) -> str:
    """A year with Y, an exponent, or significant digits."""
    estimate, _, significant = text.partition("S")
    if not significant:
        return year_words(civil(int(date.lo))[0])
    first, last = span_words(date.lo, date.hi)
    return f"{words(parse(estimate))}（{_from_to(first, last)}之間）"


# --- several


def _interval(start: str, end: str) -> str:
    if start == ".." or end == "..":
        return f"至{words(parse(end))}" if start == ".." else f"{words(parse(start))}起"
    first = words(parse(start)) if start else "？"
    last = words(parse(end)) if end else "？"
    return _from_to(first, last)


def _set(text: str) -> str:
    link = "或" if text[0] == "[" else "及"
    first, _, last = text[1:-1].partition("..")
    if first and last and "," not in text:  # a range alone: some time within, or all of them
        if text[0] == "[":
            return f"{_from_to(words(parse(first)), words(parse(last)))}之間"
        return f"{_interval(first, last)}{_EVERY.get(parse(first).precision, '每段')}"
    *others, last = (_member(part, link) for part in text[1:-1].split(","))
    comma = "，" if ".." in (text[1:3], text[-3:-1]) else ""  # 1888年或之前，或1907年或之後
    return f"{'、'.join(others)}{comma}{link}{last}" if others else last


def _member(text: str, link: str) -> str:
    first, dots, last = text.partition("..")
    if not dots:
        return words(parse(first))
    if not first:
        return f"{words(parse(last))}{link}之前"
    return _interval(first, last) if last else f"{words(parse(first))}{link}之後"


# --- what is known of a date

_KINDS = {  # what it is, and what one of several is called
    "day": ("一日", "數日之一"),
    "month": ("一個月", "數個月之一"),
    "season": ("一個季節", "數個季節之一"),
    "quarter": ("一個季度", "數個季度之一"),
    "quadrimester": ("四個月", "數段四個月之一"),
    "semester": ("半年", "數個半年之一"),
    "year": ("一年", "數年之一"),
}
_WITHIN = {"decade": "十年", "century": "一個世紀", "millennium": "一千年", "years": "若干年"}
_SOME_TIME = "某個時間"
_SETS = {"[": "多個日期之一", "{": "多個日期，每個皆適用"}
_WITHIN_BOUNDS = {  # by whether there is no first day, and no last
    (False, False): f"{{}}至{{}}之間的{_SOME_TIME}",
    (False, True): f"{{0}}或之後的{_SOME_TIME}",
    (True, False): f"{{1}}或之前的{_SOME_TIME}",
    (True, True): _SOME_TIME,
}
_ENDS = (  # what is said of the ends of an interval that are no dates
    {"..": "沒有起點", "": "起始日期不詳"},
    {"..": "沒有終點", "": "結束日期不詳"},
)


def explain(date: Date) -> str:
    """Precision, span and qualifiers, as in 一個月，2019-02-01至2019-02-28；大約."""
    kind, days = _kind(date), span(date)
    notes = [kind if days == date.text else f"{kind}，{days}"]
    if kind == _SOME_TIME:
        notes = [
            _WITHIN_BOUNDS[date.lo == -inf, date.hi == inf].format(*map(bound, (date.lo, date.hi)))
        ]
    if date.precision == "interval":
        notes += [says.get(end, "") for end, says in zip(date.text.split("/"), _ENDS, strict=True)]
    notes += _inner_corners(date)
    if "X" in date.text:
        notes.append("部分數字不詳")
    notes += ["大約"] * date.approximate + ["不確定"] * date.uncertain
    return "；".join(note for note in notes if note)


def _kind(date: Date) -> str:
    if date.time > -inf:
        return f"一日，時間為{date.text.partition('T')[2].replace('Z', '（世界標準時間）')}"
    if date.precision == "set":
        first, dots, last = date.text[1:-1].partition("..")
        alone = dots and "," not in first + last
        return _SOME_TIME if alone and date.text[0] == "[" else _SETS[date.text[0]]
    if date.precision in _KINDS:
        return _KINDS[date.precision][date.denotes is not None]
    if date.precision == "interval":
        return "一段時期"
    return f"{_WITHIN[date.precision]}之內的{_SOME_TIME}"


def _inner_corners(date: Date) -> list[str]:
    """By when what lasts begins and until when it goes on, as far as the bounds do not say it."""
    first, last = date.core or (date.lo, date.hi)
    notes = [f"最遲於{bound(first)}開始"] if first > date.lo and first < inf else []
    return notes + ([f"最早於{bound(last)}結束"] if -inf < last < date.hi else [])


def span(date: Date) -> str:
    """The days of a date in ISO 8601, as in 2019-02-01至2019-02-28, or 2020-01-01起."""
    lo, hi = bound(date.lo), bound(date.hi)
    if date.lo == -inf:
        return f"至{hi}" if date.hi != inf else "任何日子"
    if date.hi == inf:
        return f"{lo}起"
    return str(lo) if lo == hi else f"{lo}至{hi}"
