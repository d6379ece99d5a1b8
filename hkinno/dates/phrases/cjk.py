"""Japanese and Chinese dates, as the text that the English patterns know.

They go from the year to the day, so that the end of a span may leave out what its start has said.
A year of an era must lie in it. Digits may have any width, 〇 to 十 may stand for them, and □ for
one that is not known. What `hkinno.dates.chinese` writes is read, but for lists.
"""

import re
from datetime import date as Day  # noqa: N812 - as in hkinno.dates.phrases.parse
from typing import NamedTuple
from unicodedata import normalize

from hkinno.dates.calendar import WEEKDAYS, month_length
from hkinno.dates.phrases.vocabulary import MONTHS
from hkinno.dates.wordings.zh_hant import WORDING as CHINESE
from hkinno.errors import DateError


class _Era(NamedTuple):
    """From when to when years are counted by it, the first of them 元年."""

    start: Day
    end: Day


_ERAS = {
    "明治": _Era(Day(1868, 1, 25), Day(1912, 7, 30)),
    "大正": _Era(Day(1912, 7, 30), Day(1926, 12, 25)),
    "昭和": _Era(Day(1926, 12, 25), Day(1989, 1, 7)),
    "平成": _Era(Day(1989, 1, 8), Day(2019, 4, 30)),
    "令和": _Era(Day(2019, 5, 1), Day.max),
    "民國": _Era(Day(1912, 1, 1), Day.max),
    "民国": _Era(Day(1912, 1, 1), Day.max),
}
_SOLAR_YEAR = 1873  # in which Japan took over the Gregorian calendar
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
UNIT = "世[紀纪]|年代|[年月日号號]"
ABOUT = "大?[約约]|大概|およそ|頃|ごろ|ころ|左右|前[後后]"
_DASH = "[〜~–—―−‐-]|から|より|至|到"
NEAR = {  # what counts from today
    **dict.fromkeys(("今天", "今日"), "today"),
    **dict.fromkeys(("昨天", "昨日"), "yesterday"),
    **dict.fromkeys(("明天", "明日"), "tomorrow"),
    **dict.fromkeys(("今月", "本月"), "this month"),
    **dict.fromkeys(("上月", "上個月", "上个月", "先月"), "last month"),
    "今年": "this year",
    **dict.fromkeys(("去年", "昨年"), "last year"),
    "明年": "next year",
}
KNOWN = f"{UNIT}|{'|'.join(NEAR)}"  # what has none of these is none of these dates
SPANS = (
    (f"(.+?)(?:{_DASH})(?:現在|现在|今日?)(?:まで)?", "from {} to now"),
    (f"(.+?)(?:{_DASH}|と|和)(.+?)(?:まで)?(?:の間|之間|之间)", "between {} and {}"),
    (f"(.+?)(?:{_DASH})(.+?)(?:まで|止)?", "from {} to {}"),
    (f"(.+?)(?:{_DASH})\\?", "{} – ?"),
    (f"\\?(?:{_DASH})(.+)", "? – {}"),
    ("(?:直?至|到)(.+?)(?:為?止|为止)?", "until {}"),
    ("(.+)(?:まで|止)", "until {}"),
    (f"(.+?)(?:{_DASH}|以来|以來|以降|起)", "since {}"),
    ("(.+)或(?:之前|更早)", "{} or before"),
    ("(.+)或(?:之[後后]|更晚)", "{} or later"),
    ("(.+)及之前", "{} and before"),
    ("(.+)及之[後后]", "{} and later"),
    ("(.+)之前", "before {}"),
    ("(.+)之[後后]", "after {}"),
)
SEASONS = {  # and other parts of a year
    "春[季天]?": "spring",
    "夏[季天]?": "summer",
    "秋[季天]?": "autumn",
    "冬[季天]?": "winter",
    **{f"第{n}季度?": f"q{n}" for n in (1, 2, 3, 4)},
    **{f"第{n}個四個月": f"t{n}" for n in (1, 2, 3)},
    "上半年": "h1",
    "下半年": "h2",
}
HALVES = {"北": "north", "南": "south"}  # of the Earth
OVER_NEW_YEAR = ("winter", "winter north", "summer south")
SCALES = {name: unit for unit, name, _ in CHINESE.scales}
SCALES |= {"万亿": 10**12, "亿": 10**8, "万": 10**4}
SCALED = rf"([前元])([0-9]+)(?:\.([0-9]{{1,3}}))?({'|'.join(SCALES)})(?=年)"
_PARTS = {
    "[前上]半[葉叶]?": "first half ",
    "[後后下]半[葉叶]?": "second half ",
    "初[頭头期]?": "early ",
    "中[頃葉叶期]": "mid ",
    "末[期葉叶]?": "late ",
}
_WEEKDAYS = dict(zip("月火水木金土日一二三四五六天", WEEKDAYS * 2, strict=True))
_BC = "(?P<bc>(?:紀元|公元|西元)?前)?(?P<ad>公元|西[暦曆历元]|紀元)?"
DATE = re.compile(
    rf"(?P<era>{'|'.join(_ERAS)})?{_BC}"
    r"(?:(?P<year>[0-9]+|[0-9□]{4}|元)(?:/(?P<second>[0-9]+))?年)?"
    r"(?:(?P<month>[0-9]{1,2})月)?(?:(?P<day>[0-9]{1,2})[日号號])?"
    rf"(?:(?P<season>{'|'.join(SEASONS)})(?:\((?P<half>[{''.join(HALVES)}])半球\))?)?"
    rf"(?:\(?(?:星期|週|周)?(?P<weekday>[{''.join(_WEEKDAYS)}])(?:曜日?)?\)?)?"
    r"(?P<time>[0-9]{1,2}(?:[時时点點]|:)[0-9]{2}分?)?"
)
AGE = re.compile(rf"{_BC}(?P<count>[0-9]+)(?P<unit>世[紀纪]|年代)の?(?P<part>{'|'.join(_PARTS)})?")
_Said = dict[str, str | None]  # what a date of one of these patterns says


def in_english(text: str) -> str:
    """The text in English; the same if it is none of these dates. Raises DateError."""
    if not re.search(KNOWN, text):
        return text
    try:
        return _translated(text) or text
    except DateError as fault:
        raise DateError(text, fault.why) from fault


def _translated(text: str) -> str | None:
    said = "".join(normalize("NFKC", text).split())
    said = re.sub(rf"[〇零一二三四五六七八九十]+(?={UNIT}|[時时点點分季])", _number, said)
    said = re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", said)
    said = re.sub(SCALED, _in_digits, said)
    said = re.sub("([之の][間间])\\?$", r"?\1", said)  # of the second end
    if one := _parsed(said):
        return _english(one)
    for pattern, english in SPANS:
        found = re.fullmatch(pattern, said)
        ends = _ends(*found.groups()) if found else []
        if ends:
            return english.format(*map(_english, ends))
    if (found := re.fullmatch("(.+)以([前後后])", said)) and (one := _parsed(found[1])):
        without, within = ("before", "by") if found[2] == "前" else ("after", "not before")
        date = _english(one)
        why = f"it has two readings, write {without} {date} or, with it, {within} {date}"
        raise DateError(None, why)
    return None


def _number(found: re.Match[str]) -> str:
    """二〇一九 and 二十三 in digits."""
    tens, ten, ones = found[0].partition("十")
    if not ten:
        return found[0].translate(_DIGITS)
    return (tens or "一").translate(_DIGITS) + (ones or "〇").translate(_DIGITS)


def _in_digits(found: re.Match[str]) -> str:
    """138億 in digits."""
    era, whole, decimals, scale = found.groups()
    return era + str(int(whole + (decimals or "").ljust(3, "0")) * SCALES[scale] // 1000)


def _parsed(said: str) -> _Said | None:
    """What a date says; None if it is none."""
    sure = re.sub(r"\(?\?\)?$", "", said)
    core = re.sub(f"^(?:{ABOUT})|(?:{ABOUT})$", "", sure)
    about = "possibly " * (sure != said) + "circa " * (core != sure)
    if core in NEAR:
        return {"near": NEAR[core], "about": about}
    found = AGE.fullmatch(core) or DATE.fullmatch(core)
    if not found or not any(map(found.groupdict().get, ("count", "year", "month", "day"))):
        return None
    return found.groupdict() | {"about": about}


def _ends(left: str, right: str = "") -> list[_Said]:
    """The ends of a span, the second with what only the first has said; none if one is no date."""
    unit = re.search(UNIT, right)
    bare = left[-1].isdigit() and unit is not None
    first, last = _parsed(left + unit[0] if bare and unit else left), _parsed(right)
    if not first or (right and not last):
        return []
    if not last:
        return [first]
    if "near" in first or "near" in last:
        return [first, last]
    if ("count" in first) != ("count" in last) and (
        bare or not (last.get("year") or "count" in last)
    ):
        return []
    if first["bc"] and not last["bc"] and (last.get("year") or last.get("count")):
        if not bare and not last.get("ad"):
            raise DateError(None, "it has two readings, write 前 or 公元 before the second, too")
        last["bc"] = first["bc"] * bare
    if "count" not in last:
        _complete(last, first)
    return [first, last]


def _complete(last: _Said, first: _Said) -> None:
    """Give an end the year, the month and the era that only the start has."""
    if not last["month"] and not last["year"]:
        last["month"] = first["month"]
    if not last["year"]:
        last |= {name: first[name] for name in ("era", "bc", "ad", "year")}
    elif len(last["year"]) < 3 and not last["era"]:
        last["era"] = first.get("era")


def _english(said: _Said) -> str:
    """A date in words that `absolute` reads."""
    if said.get("near"):
        return f"{said['about']}{said['near']}"
    if said.get("count"):
        return f"{said['about']}{_age(said)}"
    month = said["month"] and MONTHS[3 * int(said["month"]) - 3 :][:3]
    if month == "":
        raise DateError(None, f"there is no month {said['month']}")
    time = said["time"] and re.sub("[^0-9]", ":", said["time"].rstrip("分"))
    words = (
        (said["weekday"] and _WEEKDAYS[said["weekday"]]),
        *(said["day"], month, *_part_and_year(said), time),
    )
    return f"{said['about']}{' '.join(word for word in words if word)}"


def _part_and_year(said: _Said) -> tuple[str | None, ...]:
    """A part of a year, and the year; a winter is in two, as 1962/63年冬季."""
    part = next((SEASONS[p] for p in SEASONS if re.fullmatch(p, said["season"] or "")), None)
    half = said["half"] and HALVES[said["half"]]
    year, second = _year(said), said["second"]
    if second and " ".join(filter(None, (part, half))) in OVER_NEW_YEAR:
        follows = year.isdigit() and str(int(year) + 1).endswith(second) and len(second) > 1
        second = None if follows else second
    return part, year + (f"/{second}" if second else ""), half and f"({half})"


def _age(said: _Said) -> str:
    """A century or a decade, or a part of it."""
    part = next((_PARTS[p] for p in _PARTS if re.fullmatch(p, said["part"] or "")), "")
    unit = "s" if said["unit"] == "年代" else "th century"
    return f"{part}{said['count']}{unit}{' bc' * bool(said['bc'])}"


def _year(said: _Said) -> str:
    """The year, which an era counts from its first, 元年. Raises DateError for one not in it."""
    digits = said["year"]
    if not digits:
        return ""
    if "□" in digits:
        if said["era"] or said["bc"]:
            raise DateError(None, "only the digits of a year AD can be left open, as in 19□□年")
        return digits.replace("□", "x")
    if said["era"]:
        return f"{_year_of_era(said, _ERAS[said['era']]):04}"
    if said["bc"] or said["ad"]:
        return f"{digits} {'bc' if said['bc'] else 'ad'}"
    if digits == "元":
        raise DateError(None, "which era? write it before 元年, as in 令和元年")
    if len(digits) < 3:
        raise DateError(None, f"which century, or which era? write it, as in 19{digits.zfill(2)}年")
    return digits.zfill(4) if len(digits) < 5 else f"{digits} ad"


def _year_of_era(said: _Said, era: _Era) -> int:
    count = 1 if said["year"] == "元" else int(said["year"] or 0)
    year = era.start.year + count - 1
    if not count or year > era.end.year:
        raise DateError(
            None, f"{said['era']} has the years 元 to {era.end.year - era.start.year + 1}"
        )
    if said["month"]:
        _check_era(era, year, int(said["month"]), int(said["day"] or 0))
    return year


def _check_era(era: _Era, year: int, month: int, day: int) -> None:
    """Raise DateError for a month or a day that is not in the era."""
    if era.end < Day(1913, 1, 1) and year < _SOLAR_YEAR:
        raise DateError(None, "until 1872 the months of Japan were those of the moon")
    if not 1 <= month <= 12:
        return
    first = Day(year, month, day or 1) if day <= month_length(year, month) else era.start
    last = first if day else Day(year, month, month_length(year, month))
    if last < era.start or first > era.end:
        raise DateError(None, f"that era lasted from {era.start} to {era.end}")
