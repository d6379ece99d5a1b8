"""What people type for a date -> Date, given today. EDTF comes first, in either case of letters.

    Feb 2019 · 1 July 1997 · July 1, 1997 · 1st of July 1997     2019-02, 1997-07-01
    3 Feb 2019 10:30 · 2019/02/03 · 2019.02.03                   2019-02-03T10:30:00, 2019-02-03
    2019 Q1 · first quarter of 2019 · H1 2019 · 2019 T1          2019-33, 2019-40, 2019-37
    spring 2019 · winter 2019 (Dec 2019 to Feb 2020)             2019-21, 2019-24
    2010s · 2000s (2000 to 2009) · 19th century (1800 to 1899)   201X, 200X, 18XX
    525 BC · 1 Mar 525 BC · AD 44 · 44 CE · 10,001 BC            -0524, -0524-03-01, 0044, Y-10000
    circa 1620 · c. 1620 · about 1620 · 2018? · possibly 2018    1620~, 2018?
    2019 to 2021 · 2019–2021 · between 2019 and 2021             2019/2021
    since 2020 · 2020 onwards · 2020 to present · until 1985     2020/.., ../1985
    before 1985 · after Feb 2019 (it is not part of them)        ../1984, 2019-03/..
    2019 or 2020 · 1760 or before · 1760 and later               [2019,2020], [..1760], {1760..}
    today · yesterday · this week (Monday to Sunday) · last month · next century
    5 years ago · in 3 months · 2 weeks ago (a day)              the unit that is named

The precision typed is the precision meant, and only the last two lines depend on today. What has
two readings, or none, is refused by a DateError that names what to write instead.

`vocabulary` has the words and their patterns, `parse` puts dates together from them, `relative`
counts from today, `suggest` says what to write instead. A new phrase is a row of a table there.
"""
