"""Dates that are typed into the page: its script reads a part of what Python reads, and the same.

It may refuse what Python reads, but never read what Python refuses, nor other days.
"""

import datetime
import json
import random
import subprocess
from collections.abc import Callable, Sequence
from math import inf
from pathlib import Path

import edtf_strategies as edtf
import pytest
from conftest import ROOT, needs

from hkinno.cli.values import typed_bound
from hkinno.dates import calendar
from hkinno.dates.date import Date
from hkinno.dates.edtf import parse
from hkinno.dates.format import words
from hkinno.dates.wording import Wording, say_year
from hkinno.dates.wordings.en import WORDING as ENGLISH
from hkinno.dates.wordings.zh_hant import WORDING as CHINESE
from hkinno.errors import HkinnoError
from hkinno.page.script import block
from hkinno.page.served import served
from hkinno.words.language import language

SCRIPTS = ROOT / "hkinno" / "page"
TODAY = datetime.date(2026, 11, 22)
Days = tuple[float, float]


def by_script(
    folder: Path, texts: Sequence[str], today: datetime.date = TODAY
) -> list[Days | None]:
    """What the script of the page makes of the texts."""
    program = folder / "typed.js"
    program.write_text(
        f"const PAGE = {json.dumps(block(served([], None), [language(None)], {}))};"
        + "\n".join(
            (SCRIPTS / name).read_text("utf-8") for name in ("dates.js", "edtf.js", "typed.js")
        )
        + f"const texts = {json.dumps(texts)};"
        + f"const read = texts.map((text) => typedDate(text, {today.toordinal()}));"
        + "console.log(JSON.stringify(read.map((days) => days && days.map(String))));",
        "utf-8",
    )
    done = subprocess.run([needs("node"), str(program)], capture_output=True, check=True)
    found = json.loads(done.stdout)
    return [(float(days[0]), float(days[1])) if days else None for days in found]


def by_python(text: str, today: datetime.date = TODAY) -> Days | None:
    try:
        date = typed_bound(text, lambda: today)
    except HkinnoError:
        return None
    return date.lo, date.hi


READ = """
2019|2019-02|2019-02-18|-0524|0000|Y-13800000000|Y12345|201X|20XX|2XXX|-052X|-00XX|2019-XX
2019-02-XX|2019-21|2019-24|2019-29|2019-33|2019-36|2019-37|2019-40|2019-41~|2018~|2018?|2018%
?2018|2004-06~-11|2019/2021|2019-02/2020|2020/..|../1985|2020/|/1985|-0524/0044|201X/202X
1997-07-01T10:00:00Z|201x| 2019|Feb 2019|february 2019|18 Feb 2019|Feb 18, 2019|18 February 2019
18th of February 2019|Sept 2019|29 Feb 2020|525 BC|525 BCE|525 b.c.|AD 44|A.D. 44|44 CE
10,001 BC|1 BC|1 Mar 525 BC|15 Mar AD 44|13,800,000,000 BC|c. 1850|c.1850|c1850|ca. 1850
circa 1850|about 1850|~1850|~ 1850|c. 2018?|possibly 1850|c. Feb 2019|1990s|1990's|19th century
2nd century BC|1st century BC|21st century|3rd millennium|480s BC|c. 480s BC|2019 Q1|Q1 2019
q4 2019|first quarter of 2019|2019 H2|2019 T3|spring 2019|fall 2019|winter 2001 (south)|today
TODAY|now|since 2020|from 2020|2020 onwards|2020 –|2020-|until 1990|to 1990|up to 1990
till 525 BC|1890–1900|1890-1900|1890 - 1900|1890 — 1900|1890 to 1900|from 1890 to 1900
1890 until 1900|525–500 BC|525 BC – AD 44|AD 900 – AD 950|AD 900 – 950|Jun 2004 – Aug 2004
1 Feb 2004 – 8 Feb 2005|c. 1984 – Jun 2004|1984? – c. 2004?|2020 – ?|? – 1985|2010s – 2020s
from winter 1962 to 1963|6th century BC – 5th century BC|between 1890 and 1900
between 1890 and Mar 1900|between 530 BC and 521 BC|between 1850 and today|2019 to now
1984 or before|1984 or later|1984 and before|Feb 2019 or later|since today|2019/02/03
1 Jul 1997 00:30|2019年|2019年2月|2019年2月18日|２０１９年２月１８日|公元前525年|前525年
公元44年|1990年代|19世紀|公元前6世紀|約2018年|2018年？|2020年起|2020年至今|至1990年
1890年至1900年|1890～1900年|1890年至1900年之間|2020年至？|？至1985年|2019年2月18日 10:30
2004年6月1日至8日|2004年6月至8月|2004年6月1日至2005年6月8日|1962年春季|1962/63年冬季|2019年第1季
2019年上半年|2019年第2個四個月|2001/02年夏季（南半球）|公元前138億年|公元前1.5萬年
公元前12,345年|公元12,345年|1984年或之前|公元前525年至公元44年|公元前525年至前500年
公元前525至500年|公元前6世紀至公元2世紀|公元前525年至公元19世紀|18〜19世紀
約1890年至約1900年之間
252 million BC|13.8 billion BC|AD 2 million|2 million CE|c. 66 million BC|0.5 million AD
1.234 billion bce|1 million BC|since 66 million BC|252 million BC – 66 million BC
13.8 billion BC to now|2 million BC to 2019|between 3 million BC and 2.5 million BC
before 66 million BC|2 million BC or before|公元前2.52億年|約公元前6600萬年|公元2萬年
before 1985|before Feb 2019|after 2019-02-18|bef 525 BC|prior to 1 Mar AD 44|pre-1985|post 1985
before c. 1985|after the 1990s|before winter 2019|after 480s BC|before 1 Jul 1997 10:30
after 1st century BC|after today|before last week|1990年之前|2019年2月之後|今年之前
yesterday|c. yesterday?|tomorrow 10:30|since last month|2019 to last month|last week to yesterday
April–May 1945|12–22 September 1914|18 Feb – 3 Mar 2019|Feb 18 – Mar 3, 2019|Feb 18–20, 2019
Tuesday, 1 July 1997|Tue 1 Jul 1997 10:30|c. Tues July 1, 1997|thu 2019-02-28|2019-W05|2020-w53-5
2019-365|2020-366|from Tuesday, 1 July 1997 to 2000
from 12th to 22nd Sept 1914|between 12 and 22 September 1914|1945--1950|1945 -- 1950
May to 3 June 1945|18 Feb – 20 2019
[1667,1668,1670..1672]|[..1760-12-03]|[1760-12..]|{1960,1961-12}|{..1984}|[1667,1760-12]
[1999-01..2000-12,2003~]|[-0005..0004]|[2001-21,1999?]|{1984-05-06..1984-06-01,1985}
201X-07-04|XX0X|1X0X-02|-05X1|2000-1X|2001-0X-3X|201X-02-29|156X-12-25|XXXX-12-XX|1XXX-XX|200X-24
20XX-XX-31|-X00X-02-29|1984-XX-30|XXXX-02-29
between 2 weeks ago and yesterday|去年至今|昨天起|至今年|2019年至今天|去年至今年|約去年
"""
# What counts from today, alone.
NEAR = """
today|yesterday|tomorrow|this day|last day|this week|last week|next week|this month|last month
next month|this quarter|last quarter|next quarter|this year|last year|next year|this decade
last decade|next decade|this century|last century|next century|a day ago|30 days ago|0 days ago
a week ago|two weeks ago|100 weeks ago|1 month ago|twelve months ago|13 months ago|5 quarters ago
a year ago|25 years ago|an year ago|two decades ago|3 centuries ago|in 5 days|in three months
in 1 year|6 weeks from now|in 2 centuries|2000 years ago|9000 years from now|90 centuries ago
999999 days ago|9999999999999999999999 years ago|今天|今日|昨天|昨日|明天|明日|今月|本月|上月|上個月
上个月|先月|今年|去年|昨年|明年
"""
REFUSED = """
|02/03/2019|3/2/2019|2019-13|2019-02-30|2019-02-29|79|1979-1|-300|-0000|2021/2019|../..|/|/..
[..]|mid-1980s|early 2019|80s|the 80s|Feb|4 July|March 3|Q5 2019|2019 Q5|0 BC|AD 0|30 Feb 2019
32 Jan 2019|0th century|101st century|1914–18|490–79 BC|spring 2019 (east)|Q1 2019 (north)
recently|soon|2019 – 2018|since|until|between|between 1900 and 1890|between 1890|c. 2019/2020 BC
1 Jul 1997 24:30|1 Jul 1997 10:60|Feb 2019 10:30|since 1 Jul 1997 00:30|c. 1 Jul 1997 00:30
c. 1st century BC|since 480s BC|–1945|2019-02-|20190203|69年10月|80年代|元年|2019年13月
2019年2月30日|公元前525年至500年|1962/64年冬季|1962/63年夏季|2001年第1季（北半球）|1969年以前
公元前19□□年|1000–2000 million AD|c. 1000 – 2000 million AD|252–201 million BC|13.8 billion
between 1000 and 2000 million AD|0 million BC|1 Jan 252 million BC|2 million BC 10:30
13.8 billion years ago|1.2345 million BC|AD 2 million BC|1.5 BC|before 2020/2021|before ../1985
after 31 Dec 9999|[1999..2000-01]|[..]|[2001..2000]|[2001,..2003,2004]|{2001|[2001/2002]
Monday, 1 July 1997|Tuesday July 1997|Tuesday yesterday|2019-W53|2019-W00|2019-000|2019-366
12 – May 1945|Nov – Feb 2019|22–12 September 1914|pre--1985|1945.--1950|[-0008..0004-12]
last year 10:30|since this week 10:30|c. last week|yesterday of 2019|day ago
今天天|138億年前|2019年らしい|日本|n.d.|不詳|two years of war|Y2019|Y1E5E5
201X-13|2019-21-01|１９
"""


def listed(texts: str) -> list[str]:
    return [text for line in texts.strip("\n").split("\n") for text in line.split("|")]


def test_what_people_type_is_read_as_by_python(tmp_path: Path) -> None:
    texts = listed(READ)
    for text, days in zip(texts, by_script(tmp_path, texts), strict=True):
        assert days is not None, text
        assert days == by_python(text), text


def test_what_python_refuses_is_refused(tmp_path: Path) -> None:
    texts = listed(REFUSED)
    for text, days in zip(texts, by_script(tmp_path, texts), strict=True):
        assert by_python(text) is None, text
        assert days is None, text


def month_ends_and_others() -> list[datetime.date]:
    chance = random.Random(11)
    ends = [datetime.date(year, month, 1) for year in (1900, 2000, 2024) for month in range(1, 13)]
    leaps = [datetime.date(year, 2, 29) for year in (1600, 2000, 2024)]
    others = [datetime.date.fromordinal(chance.randrange(366, 3_650_000)) for _ in range(12)]
    return [*(day - datetime.timedelta(1) for day in ends), *ends[-12:], *leaps, *others]


def test_what_counts_from_today_does_so_on_any_day(tmp_path: Path) -> None:
    texts = listed(NEAR)
    for today in month_ends_and_others():
        for text, days in zip(texts, by_script(tmp_path, texts, today), strict=True):
            assert days == by_python(text, today), (text, today)


@pytest.mark.parametrize("wording", [ENGLISH, CHINESE])
def test_years_as_an_axis_says_them_can_be_typed(tmp_path: Path, wording: Wording) -> None:
    chance = random.Random(5)
    said = {}
    for _ in range(500):
        number = chance.randrange(1, 1000) * 10 ** chance.randrange(4, 9)
        year = chance.choice((number, 1 - number))
        said[say_year(year, wording, short=True)] = year
    # 44,197 may be a spreadsheet's number of a day
    texts = [text for text in said if not text.replace(",", "").isdigit()]
    for text, days in zip(texts, by_script(tmp_path, texts), strict=True):
        year = said[text]
        assert days == (calendar.ordinal(year, 1, 1), calendar.ordinal(year, 12, 31)), text


SHOWN = (
    *(edtf.date, edtf.date_and_time, edtf.time_interval, edtf.season, edtf.extended_interval),
    *(edtf.qualified, edtf.unspecified_right, edtf.negative_year, edtf.sub_year_grouping),
    *(edtf.partly_qualified, lambda roll: f"[{edtf.a_range(roll)}]"),
)


@pytest.mark.parametrize("said", [words, language("zh-Hant").words])
def test_what_the_page_shows_can_be_typed(tmp_path: Path, said: Callable[[Date], str]) -> None:
    dates = [text for text in edtf.corpus(7, 4000, SHOWN) if not set("YS") & set(text)]
    texts = [said(parse(text)) for text in dates]
    for date, text, days in zip(dates, texts, by_script(tmp_path, texts), strict=True):
        assert days == by_python(text), text
        assert days == (parse(date).lo, parse(date).hi), text


def is_countable(date: Date) -> bool:
    """Whether a script counts to the days of its years: those of twelve digits at most."""
    ends = (day for day in (date.lo, date.hi) if abs(day) < inf)
    return all(abs(calendar.civil(int(day))[0]) < 10**12 for day in ends)


def test_all_edtf_is_read_but_years_of_many_digits(tmp_path: Path) -> None:
    texts = [t for t in edtf.corpus(3, 3000, edtf.PRODUCTIONS) if is_countable(parse(t))]
    for text, days in zip(texts, by_script(tmp_path, texts), strict=True):
        assert days == (parse(text).lo, parse(text).hi), text


def altered(texts: Sequence[str], seed: int) -> list[str]:
    """Two of the texts with a word or a sign between them, or one with a sign changed."""
    chance = random.Random(seed)
    links = ("–", "-", " - ", " to ", " – ", "/", " / ", " and ", " or ", "至", "年", " ", ", ")
    before = (
        "",
        "",
        "",
        "since ",
        "between ",
        "until ",
        "from ",
        "c. ",
        "after ",
        "before ",
        "AD ",
        "至",
        "約",
    )
    after = (
        "",
        "",
        "",
        " BC",
        " AD",
        "?",
        " or later",
        " onwards",
        " million BC",
        " ago",
        " 10:30",
        *("年", "起", "之間", "之前"),
    )
    made = []
    for _ in range(6000):
        one, other = chance.choice(texts), chance.choice(texts)
        if chance.random() < 0.5:
            at = chance.randrange(len(one) + 1)
            one = (
                one[:at]
                + chance.choice("0129-/ ~?X.,年月日至前b")
                + one[at + chance.randrange(2) :]
            )
            made.append(one)
        else:
            text = one + chance.choice(links) + other if chance.random() < 0.7 else one
            made.append(chance.choice(before) + text + chance.choice(after))
    return made


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_read_otherwise_than_by_python(tmp_path: Path, seed: int) -> None:
    dates = edtf.corpus(seed, 800, edtf.PRODUCTIONS)
    known = [parse(text) for text in dates]
    told = [words(date) for date in known] + [language("zh-Hant").words(date) for date in known]
    typed = [*listed(READ), *listed(NEAR)] * 6
    wrong = edtf.corpus(seed, 1500, (*edtf.NEAR_MISSES, edtf.mutant))
    texts = dates + told + wrong + altered([*typed, *typed, *told, *dates, *listed(REFUSED)], seed)
    for text, days in zip(texts, by_script(tmp_path, texts), strict=True):
        assert days is None or days == by_python(text), text
