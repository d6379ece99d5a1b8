"""Japanese and Chinese dates, and the years of eras against the Gregorian calendar."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_records import rows

from hkinno.dates import edtf
from hkinno.dates.phrases.parse import read
from hkinno.errors import DateError

TODAY = datetime.date(2026, 11, 22)

READ = """
1969年10月3日        | 1969-10-03
1969 年 10 月 3 日   | 1969-10-03
１９６９年１０月３日 | 1969-10-03
一九六九年十月二十三日 | 1969-10-23
二〇一九年           | 2019
1969年10月           | 1969-10
1969年春             | 1969-21
1969年10月3日(金)    | 1969-10-03
1969年10月3日 星期五 | 1969-10-03
1969年10月3日10時30分 | 1969-10-03T10:30:00
645年                | 0645
公元25年             | 0025
西暦1969年           | 1969
前221年              | -0220
紀元前221年10月      | -0220-10
1980年代             | 198X
19世紀               | 18XX
19世纪               | 18XX
紀元前5世紀          | -04XX
19世紀前半           | [1800..1849]
約1969年             | 1969~
大约1969年           | 1969~
1969年10月頃         | 1969-10~
1969年？             | 1969?
约1969年(?)          | 1969%
昭和44年10月3日      | 1969-10-03
昭和44年             | 1969
令和元年             | 2019
明治5年              | 1872
明治6年1月1日        | 1873-01-01
民國58年             | 1969
1969年〜1975年       | 1969/1975
1969～1975年         | 1969/1975
1969年10月3日～5日   | 1969-10-03/1969-10-05
1969年10月3〜5日     | 1969-10-03/1969-10-05
1969年10月から1970年3月まで | 1969-10/1970-03
公元前221年至前206年 | -0220/-0205
18〜19世紀           | 17XX/18XX
昭和44年〜50年       | 1969/1975
昭和60年〜平成5年    | 1985/1993
1969年から           | 1969/..
1969年至今           | 1969/..
1969年まで           | ../1969
1969年之前           | [..1968]
1890年から1900年の間 | [1890..1900]
1890年3月至5月之間？ | [1890-03..1890-05?]
1990年或之前         | [..1990]
1990年代或之後       | [199X..]
至1990年為止         | ../1990
2020年至？           | 2020/
？至1985年           | /1985
公元前6世紀至公元2世紀 | -05XX/01XX
公元前525年至公元19世紀 | -0524/18XX
2019年第三季         | 2019-35
2019年下半年         | 2019-41
2019年第2個四個月    | 2019-38
1962/63年冬天        | 1962-24
1999/2000年冬季      | 1999-24
2001/02年夏季（南半球） | 2001-30
19□□年               | 19XX
156□年12月25日       | 156X-12-25
公元前138億年        | Y-13799999999
公元前1.5萬年        | Y-14999
公元前12,345年       | Y-12344
"""

REFUSED = """
10月3日              | which year? write it too, as in 3 Oct 2026
80年代               | which century?
69年10月             | which century, or which era?
元年1月              | which era?
1969年13月           | there is no month 13
1969年2月30日        | month 02 has no day 30
1969年10月3日(土)    | 3 Oct 1969 was a Friday
1969年以前           | write before 1969 or, with it, by 1969
1969年以後           | write after 1969 or, with it, not before 1969
前221年〜206年       | it has two readings
昭和64年1月8日       | that era lasted from 1926-12-25 to 1989-01-07
昭和65年             | 昭和 has the years 元 to 64
昭和0年              | 昭和 has the years 元 to 64
明治5年12月2日       | the months of Japan were those of the moon
1962/64年冬季        | two years of one time follow each other
1962/63年夏季        | of the parts of a year only a winter has two years
1962/63年            | for years write 1962/1963 if it lasted
2001年第1季（北半球） | only seasons differ between north and south
公元前19□□年         | only the digits of a year AD can be left open
138億年前            | write EDTF
20世紀初頭           | it is vague, write [1900~..1933~]
２０１９             | its digits are not 0 to 9, write '2019'
1969年らしい         | write EDTF
日本                 | write EDTF
"""

ERAS = {  # the year before the first, the first day and the last
    "明治": (1867, datetime.date(1873, 1, 1), datetime.date(1912, 7, 30)),
    "大正": (1911, datetime.date(1912, 7, 30), datetime.date(1926, 12, 25)),
    "昭和": (1925, datetime.date(1926, 12, 25), datetime.date(1989, 1, 7)),
    "平成": (1988, datetime.date(1989, 1, 8), datetime.date(2019, 4, 30)),
    "令和": (2018, datetime.date(2019, 5, 1), datetime.date(2030, 12, 31)),
}


@pytest.mark.parametrize(("text", "date"), rows(READ))
def test_read(text: str, date: str) -> None:
    assert read(text, TODAY) == edtf.parse(date)


@pytest.mark.parametrize(("text", "why"), rows(REFUSED))
def test_refused(text: str, why: str) -> None:
    with pytest.raises(DateError) as refused:
        read(text, TODAY)
    assert str(refused.value).startswith(f"'{text}' is no date: ")
    assert why in str(refused.value)


@pytest.mark.parametrize("era", ERAS)
def test_every_month_of_an_era_and_its_first_and_last_day(era: str) -> None:
    before, start, end = ERAS[era]
    for year in range(before + 1, before + 70):
        for month in range(1, 13):
            text = f"{era}{year - before}年{month}月"
            in_era = (start.year, start.month) <= (year, month) <= (end.year, end.month)
            if in_era:
                assert read(text, TODAY).text == f"{year}-{month:02}"
            elif year <= end.year < 2030:
                with pytest.raises(DateError):
                    read(text, TODAY)
    for day, inside in ((start, True), (end, True), (end + datetime.timedelta(1), False)):
        text = f"{era}{day.year - before}年{day.month}月{day.day}日"
        if inside or era == "令和":
            assert read(text, TODAY).text == day.isoformat()
        else:
            with pytest.raises(DateError):
                read(text, TODAY)


@given(st.dates(datetime.date(1000, 1, 1)), st.integers(0, 60))
def test_every_day_and_span(day: datetime.date, more: int) -> None:
    assert read(f"{day.year}年{day.month}月{day.day}日", TODAY).text == day.isoformat()
    if day.toordinal() + more > datetime.date.max.toordinal():
        return
    last = day + datetime.timedelta(more)
    if last.year == day.year:
        text = f"{day.year}年{day.month}月{day.day}日〜{last.month}月{last.day}日"
        assert read(text, TODAY).text == f"{day.isoformat()}/{last.isoformat()}"
