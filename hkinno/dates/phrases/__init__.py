"""What people type for a date -> Date, given today. EDTF comes first, in either case of letters.

    Feb 2019 · 1 July 1997 · July 1, 1997 · 1st of July 1997     2019-02, 1997-07-01
    Tuesday, 1 July 1997 · Tue, Jul 1, 1997 (it must be one)     1997-07-01
    2019/02/03 · 2019.02.03                                      2019-02-03
    3 Feb 2019 10:30 · 2019-02-03 10:30:00.5 +0200 · at noon     2019-02-03T10:30:00, …+02:00
    13 Jan 2012, 3:00 pm · 10:00 UTC (other names are refused)   2012-01-13T15:00:00, …T10:00:00Z
    2022-W14 · week 14 of 2022 · KW 14/2022 · 2022-W14-3         2022-04-04/2022-04-10, 2022-04-06
    2022-094 (the day of the year)                               2022-04-04
    2019 Q1 · first quarter of 2019 · Q1/2019 · H1 2019          2019-33, 2019-40
    spring 2019 · winter 2019 · winter 2019/20                   2019-21, 2019-24
    2010s · 2000s (2000 to 2009) · 19th c. (1800 to 1899)        201X, 200X, 18XX
    first half of the 19th century · 480s BC                     [1800..1849], [-0488..-0479]
    525 BC · 1 Mar 525 BC · AD 44 · 44 CE · 10,001 BC            -0524, -0524-03-01, 0044, Y-10000
    11 Feb 1731/32 (from 1 January to 25 March)                  1732-02-11
    circa 1620 · 1620 ca. · ABT 1620 · 2018? · possibly 2018     1620~, 2018?
    2019 to 2021 · 2019–2021 · from 2019 to 2021: it lasted      2019/2021
    April–May 1945 · 12–22 September 1914 · Sept 12–22, 1914     1945-04/1945-05, …
    525–500 BC · 44 BC – AD 14 · 5th–4th century BC              -0524/-0499, …
    between 2019 and 2021: at one time in them                   [2019..2021]
    between 2019 and Mar 2021: in the finer unit of both         [2019-01..2021-03]
    since 2020 · 2020 onwards · 2020 to now · 2020– · until 1985 2020/.., ../1985
    before 1985 · pre-1985 · BEF 1985 · after Feb 2019           [..1984], [2019-03..]
    by 1500 · no later than 1500 · 2019 at the earliest          [..1500], [2019..]
    2019 or 2020 · Nov or Dec 1895 · 1760 or before              [2019,2020], [..1760], …
    3. Oktober 1969 · du 3 au 5 mai 1990 · siglo XIX             1969-10-03, 1990-05-03/…, 18XX
    1969年10月3日 · 昭和44年10月 · 1969年〜1975年                1969-10-03, 1969-10, 1969/1975
    1962/63年冬季 · 2019年第1季 · 至1990年 · 公元前138億年       1962-24, 2019-33, ../1990, …
    today · yesterday · this week (Monday to Sunday) · last month · next century
    5 years ago · in three months · 2 weeks ago (a day)          the unit that is named

The precision typed is the precision meant, and only the last two lines depend on today; `to now`,
to date, to the present do where a bound is read, as for a filter, which ends today. What has two
readings, or none, is refused by a DateError that names what to write instead: never another date
than what was typed, and for what is vague a set.

`parse` is the door. What it cannot read, `languages` and `cjk` say in English, and never what it
can. `records` knows what says that there is no date, and what GEDCOM adds to one.
`vocabulary` has the words and their patterns, `tidy` their one spelling.
`spans` puts two dates together, after `sharing` has given either what is said once for both, and
`doubts` refuses what may be none. `single` reads one date, by `absolute` what means the same on
every day, by `portions` a half or a quarter of a century, by `clock` the time of day, and by
`relative` what counts from today; `yearly` is a day of any year. `suggest` says what to write
instead, `vague` as a set. A new phrase is a row of a table there. `exported` has what the
script of a page needs to read some of it, too.
"""
