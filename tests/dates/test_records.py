"""How people and the files of genealogists, museums and spreadsheets write dates in English."""

import datetime

import pytest
from conftest import call
from hypothesis import given
from hypothesis import strategies as st

from hkinno.dates import edtf
from hkinno.dates.phrases.parse import read
from hkinno.dates.phrases.records import says_no_date
from hkinno.errors import DateError

TODAY = datetime.date(2026, 11, 22)

GENEALOGY = """
ABT 1850             | 1850~
Abt. 3 Mar 1850      | 1850-03-03~
EST 1850             | 1850~
CAL 1850             | 1850~
CAL 44 BC            | -0043~
BEF 1850             | [..1849]
BEF. MAR 1850        | [..1850-02]
BEF ABT 1850         | [..1849~]
AFT 1850             | [1851..]
BET 1850 AND 1860    | [1850..1860]
BTW. 1850-1860       | [1850..1860]
ABT BET 1850 AND 1860 | [1850~..1860~]
AFT 1850 AND BEF 1860 | [1851..1859]
after c. May 1850 but before 1860 | [1850-06~..1859-12]
FROM 1850 TO 1860    | 1850/1860
FROM ABT 1850 TO EST 1860 | 1850~/1860~
FROM 1850            | 1850/..
TO 1850              | ../1850
TO MAR 44 BC         | ../-0043-03
@#DGREGORIAN@ 4 JUL 1776 | 1776-07-04
prior to 1945        | [..1944]
pre-1945             | [..1944]
pre-44 BC            | [..-0044]
ante 1945            | [..1944]
post-1945            | [1946..]
post Feb 1945        | [1945-03..]
1945–                | 1945/..
1945-                | 1945/..
1945 –               | 1945/..
c. Feb 1945-         | 1945-02~/..
44 BC–               | -0043/..
from 1945–           | 1945/..
1945-?               | 1945/
1945 -- 1950         | 1945/1950
1945- 1950           | 1945/1950
c. 1945-c. 1950      | 1945~/1950~
1945–?               | 1945/
"""

MARKED = """
cca. 1850            | 1850~
circ. 1850           | 1850~
roughly May 1850     | 1850-05~
±1850                | 1850~
ca1850               | 1850~
c1850-c1860          | 1850~/1860~
in the year 1850     | 1850
± 44 BC              | -0043~
1850 ca.             | 1850~
1850 c.              | 1850~
1850, circa          | 1850~
1850 (circa)         | 1850~
May 1850 (ca.)       | 1850-05~
44 BC (c.)           | -0043~
1850 (c.) – 1860     | 1850~/1860
[c. 1850]            | 1850~
[between 1850 and 1860] | [1850..1860]
(May 1850)           | 1850-05
[1850]               | [1850]
1850(?)              | 1850?
1850 (?)             | 1850?
44 BC (?)            | -0043?
?1850                | ?1850
? 1850               | 1850?
? May 1850           | 1850-05?
prob. 1850           | 1850?
poss. 44 BC          | -0043?
1850 (probably)      | 1850?
prob. c. 1850        | 1850%
18--                 | 18XX
"""

WEEKS = """
2022-W14             | 2022-04-04/2022-04-10
2022W14              | 2022-04-04/2022-04-10
2022-W14-3           | 2022-04-06
2022W143             | 2022-04-06
week 14 of 2022      | 2022-04-04/2022-04-10
week 14, 2022        | 2022-04-04/2022-04-10
KW 14 2022           | 2022-04-04/2022-04-10
14. KW 2022          | 2022-04-04/2022-04-10
KW 14/2022           | 2022-04-04/2022-04-10
week 1 of 2022       | 2022-01-03/2022-01-09
2022-W14 to 2022-W16 | 2022-04-04/2022-04-24
2022-W14-2022-W16    | 2022-04-04/2022-04-24
2022-W14/2022-W16    | 2022-04-04/2022-04-24
KW 14–16 2022        | 2022-04-04/2022-04-24
since week 14 of 2022 | 2022-04-04/..
before 2022-W14      | [..2022-04-03]
by 2022-W14          | [..2022-04-10]
between week 1 and week 3 of 2022 | [2022-01-03..2022-01-23]
2022-094             | 2022-04-04
2020-366             | 2020-12-31
2022-094 to 2022-100 | 2022-04-04/2022-04-10
"""

PARTS = """
Q3/2021              | 2021-35
2021/Q3              | 2021-35
3Q 2021              | 2021-35
Q3/2021–Q4/2021      | 2021-35/2021-36
Q3/2021-Q4/2021      | 2021-35/2021-36
2021Q3-2022Q1        | 2021-35/2022-33
Sept./2021           | 2021-09
Feb/2019             | 2019-02
13/Jan/2012          | 2012-01-13
last quarter of 2019 | 2019-36
480s BC              | [-0488..-0479]
c. 480s BC           | [-0488~..-0479~]
before the 480s BC   | [..-0489]
between 480s and 470s BC | [-0488..-0469]
5th c. BC            | -04XX
19th cent.           | 18XX
18th–19th c.         | 17XX/18XX
first half of the 19th century     | [1800..1849]
c. 1st half of the 19th century    | [1800~..1849~]
second quarter of the 18th c.      | [1725..1749]
last quarter of the 5th century BC | [-0424..-0400]
first third of the 19th century    | [1800..1833]
last third of the 19th century     | [1866..1899]
second half of the 1980s           | [1985..1989]
by the first half of the 19th century | [..1849]
2019‐02              | 2019-02
2019‑2021            | 2019/2021
1945 − 1950          | 1945/1950
−0524                | -0524
"""

TIMES = """
Jan 13 2012 3:00 pm      | 2012-01-13T15:00:00
Jan 13, 2012, 3pm        | 2012-01-13T15:00:00
13 Jan 2012 12:15 a.m.   | 2012-01-13T00:15:00
13 Jan 2012 12:15 PM     | 2012-01-13T12:15:00
2012-01-13 9:30          | 2012-01-13T09:30:00
Fri May  3 10:00:00 2019 | 2019-05-03T10:00:00
Fri May 3 10:00:00 2019 +0200 | 2019-05-03T10:00:00+02:00
Fri May 03 10:00:00 UTC 2019 | 2019-05-03T10:00:00Z
03/May/2019:10:00:00 +0200 | 2019-05-03T10:00:00+02:00
2019:05:03 10:00:00      | 2019-05-03T10:00:00
4 July 1776, 10:00       | 1776-07-04T10:00:00
4 July 1776 at 10:00     | 1776-07-04T10:00:00
4 July 1776 at noon      | 1776-07-04T12:00:00
3 pm on 4 July 1776      | 1776-07-04T15:00:00
4 July 1776 10:00 UTC    | 1776-07-04T10:00:00Z
4 July 1776 10:00 GMT    | 1776-07-04T10:00:00Z
2012-01-13 10:00 UTC+2   | 2012-01-13T10:00:00+02
2012-01-13 10:00 UTC-05:30 | 2012-01-13T10:00:00-05:30
2012-01-13 3 pm (UTC)    | 2012-01-13T15:00:00Z
"""

REFUSED = """
INT 1850 (about then) | write '1850' if it is sure, or '1850?'
@#DJULIAN@ 25 DEC 1700 | a date of the Julian calendar
–1945                | write ../1945 if it had no start or /1945 if that is not known
2019-02-?            | it is not EDTF
2019-02-             | it is not EDTF
nearly 1850          | it is vague
1850 ± 5             | write [1845..1855]
1850 +/- 5           | write [1845..1855]
2022-W53             | 2022 has no week 53
early 2022-W14       | it is vague, write what is known
2022-W00             | 2022 has no week 0
week 14              | which year? write it too, as in 2026-W14
FY2019               | such a year begins in a month of its own
3-May-90             | which century?
1Q21                 | which century?
13 Jan 2012 10:00-11:00 | it has two readings
2022-W143            | write EDTF
c. 1850–1            | for years write 1850/1851
- 1945               | write ../1945 if it had no start
2022-W14-8           | write EDTF
2019-366             | the days of 2019 go from 001 to 365
2020-000             | the days of 2020 go from 001 to 366
1648/9               | write 1648-09; for years write 1648/1649 if it lasted, or [1648,1649]
1914/18              | for years write 1914/1918
480s to 470s BC      | no span begins or ends in [-0488..-0479]
from first half of the 19th century to 1900 | no span begins or ends in [1800..1849]
third half of the 19th century | write EDTF
turn of the century  | it is vague
Mid 2015             | it is vague, write [2015-05..2015-08]
Spring '85           | which century?
30 February          | no year has that day
4 July 2019–8        | write both ends whole
13 Jan 2012 13:00 pm | hours go from 1 to 12
13 Jan 2012 0:30 am  | hours go from 1 to 12
13 Jan 2012 midnight | midnight begins a day or ends it
13 Jan 2012 10:00 EST | write it, as in -05:00
13 Jan 2012 3 pm CET | write it, as in -05:00
Jan 2012 3 pm        | it is not EDTF
"""


def rows(*tables: str) -> list[tuple[str, str]]:
    """The two columns of tables."""
    lines = (line for table in tables for line in table.strip().splitlines())
    return [(left.strip(), right.strip()) for left, right in (line.split("|") for line in lines)]


@pytest.mark.parametrize(("text", "date"), rows(GENEALOGY, MARKED, WEEKS, PARTS, TIMES))
def test_read(text: str, date: str) -> None:
    found = read(text, TODAY)
    assert found == edtf.parse(date)
    assert read(text.lower(), TODAY) == read(text.upper(), TODAY) == found


@pytest.mark.parametrize(("text", "why"), rows(REFUSED))
def test_refused(text: str, why: str) -> None:
    with pytest.raises(DateError) as refused:
        read(text, TODAY)
    assert why in str(refused.value)


NO_DATES = [
    *("n.d.", "N. D.", "nd", "[n.d.]", "(s.d.)", "s. d.", "s/d", "sine dato", "o.J.", "o. D."),
    *("undated", "No date", "not dated", "n/a", "N/A", "na", "none", "NULL", "NaT", "#N/A"),
    *("unknown", "Date unknown", "unknown date", "TBD", "-", "–", "—", "?", "??", "不詳", "不明"),
    *("日期不详", "年代不明", "sans date", "sin fecha", "unbekannt", "0000-00-00"),
]


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date(text: str) -> None:
    assert says_no_date(text)
    with pytest.raises(DateError, match="it says that there is no date"):
        read(text, TODAY)


@pytest.mark.parametrize("text", ["", "..", "now", "sa", "Nov", "1850?", "nd 1850", "-1", "day"])
def test_what_says_something_else(text: str) -> None:
    assert not says_no_date(text)


@given(st.dates())
def test_every_week_and_day_of_a_year(day: datetime.date) -> None:
    year, week, number = day.isocalendar()
    if year > 9999:
        return
    assert read(f"{year:04}-W{week:02}-{number}", TODAY).text == day.isoformat()
    assert read(f"{day:%Y-%j}".zfill(8), TODAY).text == day.isoformat()
    try:
        last = datetime.date.fromisocalendar(year, week, 7)
    except ValueError:
        return
    first = datetime.date.fromisocalendar(year, week, 1)
    assert read(f"week {week} of {year:04}", TODAY).text == f"{first}/{last}"


@given(st.times(), st.dates(datetime.date(1000, 1, 1)))
def test_every_minute_of_a_day(time: datetime.time, day: datetime.date) -> None:
    whole = f"{day.isoformat()}T{time:%H:%M}:00"
    for clock in (f"{time:%H:%M}", f"{time:%I:%M %p}", f"{time.hour}:{time:%M}"):
        assert read(f"{day:%d %b %Y}, {clock}", TODAY).text == whole


def test_the_words_of_a_calculated_date() -> None:
    assert "c. 1850: a year" in call("date", "CAL 1850").out
