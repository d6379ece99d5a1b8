"""What people type: what is read and as which EDTF, what is refused and with which advice."""

import datetime
import re
import subprocess
import sys

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from hkinno.dates import calendar as days
from hkinno.dates import edtf as dates
from hkinno.dates.format import words
from hkinno.dates.phrases.parse import read
from hkinno.dates.phrases.relative import duration
from hkinno.errors import DateError, UsageError

TODAY = datetime.date(2026, 11, 22)  # a Sunday

# What does not depend on today.
READ = [
    # EDTF as it is, in either case, with blanks around it
    ("2019", "2019"),
    ("2019-02", "2019-02"),
    (" 2019-02-28\n", "2019-02-28"),
    ("-0524", "-0524"),
    ("201x", "201X"),
    ("2019-02-xx", "2019-02-XX"),
    ("y170000002", "Y170000002"),
    ("1950s2", "1950S2"),
    ("1985-04-12t23:20:30z", "1985-04-12T23:20:30Z"),
    ("2018~", "2018~"),
    ("2018?", "2018?"),
    ("2018%", "2018%"),
    ("2019/2021", "2019/2021"),
    ("2019-02/2020-03", "2019-02/2020-03"),
    ("2020/..", "2020/.."),
    ("../1985", "../1985"),
    ("2020/", "2020/"),
    ("[1667,1670..1672]", "[1667,1670..1672]"),
    ("2019-33", "2019-33"),
    ("2019-21", "2019-21"),
    # months and days
    ("Feb 2019", "2019-02"),
    ("feb 2019", "2019-02"),
    ("FEBRUARY 2019", "2019-02"),
    ("  Feb   2019 ", "2019-02"),
    ("Feb\u00a02019", "2019-02"),
    ("Feb. 2019", "2019-02"),
    ("Feb, 2019", "2019-02"),
    ("Feb2019", "2019-02"),
    ("Feb-2019", "2019-02"),
    ("2019 Feb", "2019-02"),
    ("February of 2019", "2019-02"),
    ("Sep 2019", "2019-09"),
    ("Sept 2019", "2019-09"),
    ("Sept. 2019", "2019-09"),
    ("May 2019", "2019-05"),
    ("Jul 1997", "1997-07"),
    ("1 July 1997", "1997-07-01"),
    ("01 Jul 1997", "1997-07-01"),
    ("1-Jul-1997", "1997-07-01"),
    ("1Jul1997", "1997-07-01"),
    ("July 1, 1997", "1997-07-01"),
    ("July 1,1997", "1997-07-01"),
    ("July 1 1997", "1997-07-01"),
    ("July 1st, 1997", "1997-07-01"),
    ("1st of July 1997", "1997-07-01"),
    ("the 1st of July, 1997", "1997-07-01"),
    ("2nd June 1997", "1997-06-02"),
    ("3rd June 1997", "1997-06-03"),
    ("29 February 2020", "2020-02-29"),
    ("1997 July 1", "1997-07-01"),
    ("1997-Jul-01", "1997-07-01"),
    ("Dec 201x", "201X-12"),
    ("25 Dec 156x", "156X-12-25"),
    # numbers alone: year first, two digits each
    ("2019/02/03", "2019-02-03"),
    ("2019.02.03", "2019-02-03"),
    # times of day
    ("3 Feb 2019 10:30", "2019-02-03T10:30:00"),
    ("2019-02-03 10:30:15", "2019-02-03T10:30:15"),
    # parts of a year
    ("2019 Q1", "2019-33"),
    ("2019Q2", "2019-34"),
    ("2019-q3", "2019-35"),
    ("Q4 2019", "2019-36"),
    ("first quarter of 2019", "2019-33"),
    ("the 4th quarter of 2019", "2019-36"),
    ("2019 T1", "2019-37"),
    ("2019 T3", "2019-39"),
    ("H1 2019", "2019-40"),
    ("2019 H2", "2019-41"),
    ("first half of 2019", "2019-40"),
    ("2nd half of 2019", "2019-41"),
    ("spring 2019", "2019-21"),
    ("Summer of 2019", "2019-22"),
    ("autumn 2019", "2019-23"),
    ("fall 2019", "2019-23"),
    ("winter 2019", "2019-24"),
    ("2019 spring", "2019-21"),
    ("spring 2019 (north)", "2019-25"),
    ("winter 2019 (south)", "2019-32"),
    # decades, centuries, millennia
    ("2010s", "201X"),
    ("the 1990s", "199X"),
    ("1990's", "199X"),
    ("1990’s", "199X"),
    ("2000s", "200X"),
    ("1900s", "190X"),
    ("19th century", "18XX"),
    ("the 21st century", "20XX"),
    ("19th century AD", "18XX"),
    ("1st century", "00XX"),
    ("5th century BC", "-04XX"),
    ("1st century BC", "-0099/0000"),
    ("2nd millennium", "1XXX"),
    ("2nd millennium BCE", "-1XXX"),
    ("1st millennium BC", "-0999/0000"),
    # eras
    ("1 BC", "0000"),
    ("2 BC", "-0001"),
    ("525 BC", "-0524"),
    ("252 million BC", "Y-251999999"),
    ("13.8 billion BC", "Y-13799999999"),
    ("c. 66 million BCE", "Y-65999999~"),
    ("AD 2 million", "Y2000000"),
    ("252 million BC – 2 million BC", "Y-251999999/Y-1999999"),
    ("2 million BC to 2019", "Y-1999999/2019"),
    ("525 bce", "-0524"),
    ("525BC", "-0524"),
    ("525 B.C.", "-0524"),
    ("525 B.C.E.", "-0524"),
    ("10000 BC", "-9999"),
    ("10,001 BC", "Y-10000"),
    ("525,000,000 BC", "Y-524999999"),
    ("AD 44", "0044"),
    ("A.D. 44", "0044"),
    ("44 AD", "0044"),
    ("44 CE", "0044"),
    ("2019 CE", "2019"),
    ("AD 12,019", "Y12019"),
    ("Mar 525 BC", "-0524-03"),
    ("1 Mar 525 BC", "-0524-03-01"),
    ("March 15, 44 BC", "-0043-03-15"),
    ("2 Sep AD 44", "0044-09-02"),
    ("spring 44 BC", "-0043-21"),
    # about, perhaps
    ("circa 1620", "1620~"),
    ("c. 1620", "1620~"),
    ("c.1620", "1620~"),
    ("c1620", "1620~"),
    ("c 1620", "1620~"),
    ("ca 1620", "1620~"),
    ("ca. 1620", "1620~"),
    ("about 2018", "2018~"),
    ("around Feb 2019", "2019-02~"),
    ("approx. 2018", "2018~"),
    ("approximately 2018", "2018~"),
    ("~ 1620", "1620~"),
    ("c. 525 BC", "-0524~"),
    ("circa the 1990s", "199X~"),
    ("possibly 2018", "2018?"),
    ("perhaps 1 July 1997", "1997-07-01?"),
    ("Feb 2019?", "2019-02?"),
    ("Feb 2019 ~", "2019-02~"),
    ("525 BC?", "-0524?"),
    ("c. 2018?", "2018%"),
    ("probably about 2018", "2018%"),
    ("c. 2018~", "2018~"),
    ("c. 2018%", "2018%"),
    ("2018?~", "2018%"),
    # two ends
    ("2019 to 2021", "2019/2021"),
    ("2019 - 2021", "2019/2021"),
    ("2019-2021", "2019/2021"),
    ("2019–2021", "2019/2021"),
    ("2019 — 2021", "2019/2021"),
    ("2019 / 2021", "2019/2021"),
    ("2019 until 2021", "2019/2021"),
    ("2019 through 2021", "2019/2021"),
    ("from 2019 to 2021", "2019/2021"),
    ("Feb 2019 – Mar 2020", "2019-02/2020-03"),
    ("Feb 2019/Mar 2020", "2019-02/2020-03"),
    ("15 Sep 1890 – 12 Jan 1976", "1890-09-15/1976-01-12"),
    ("Q1 2019 to Q3 2019", "2019-33/2019-35"),
    ("1990s to 2010s", "199X/201X"),
    ("525–500 BC", "-0524/-0499"),
    ("44 BC – AD 14", "-0043/0014"),
    ("c. 2018 – c. 2020", "2018~/2020~"),
    ("c. 2018 to 2020", "2018~/2020"),
    ("c. 2018/2020", "2018~/2020"),
    ("c1890-1900", "1890~/1900"),
    ("2019 – ?", "2019/"),
    ("? – 2019", "/2019"),
    # one end
    ("since 2020", "2020/.."),
    ("from Feb 2020", "2020-02/.."),
    ("2020 onwards", "2020/.."),
    ("from 2020 onward", "2020/.."),
    ("2020 to present", "2020/.."),
    ("2020-present", "2020/.."),
    ("Feb 2020/..", "2020-02/.."),
    ("until 1985", "../1985"),
    ("till Feb 1985", "../1985-02"),
    ("up to 1985", "../1985"),
    ("since c. 2018", "2018~/.."),
    ("since 2019/02/03", "2019-02-03/.."),
    ("2019/02/03 to 2019/03/04", "2019-02-03/2019-03-04"),
    ("since 2019-02-03", "2019-02-03/.."),
    # one of several, all of several
    ("2019 or 2020", "[2019,2020]"),
    ("1667, 1668 or 1760", "[1667,1668,1760]"),
    ("1667 or 1668 or 1760", "[1667,1668,1760]"),
    ("1667, 1670–1672 or 1760", "[1667,1670..1672,1760]"),
    ("Feb 2019 and Mar 2020", "{2019-02,2020-03}"),
    ("525 BC or before", "[..-0524]"),
    ("1760 and earlier", "{..1760}"),
    ("Dec 1760 or later", "[1760-12..]"),
    ("1667, 1760 or after", "[1667,1760..]"),
    # before and after leave the date itself out, and keep its unit
    ("before 1985", "[..1984]"),
    ("before the 1990s", "[..1989]"),
    ("before Feb 2019", "[..2019-01]"),
    ("before Jan 2019", "[..2018-12]"),
    ("before 1 July 1997", "[..1997-06-30]"),
    ("before spring 2019", "[..2019-02]"),
    ("before AD 1", "[..0000]"),
    ("before c. 1985", "[..1984~]"),
    ("before 1985?", "[..1984?]"),
    ("after 1985", "[1986..]"),
    ("by 1500", "[..1500]"),
    ("no later than May 2019", "[..2019-05]"),
    ("not after c. 1500", "[..1500~]"),
    ("1500 at the latest", "[..1500]"),
    ("not before 1500", "[1500..]"),
    ("no earlier than 2019 Q1", "[2019-33..]"),
    ("2019 at the earliest", "[2019..]"),
    ("in 1890", "1890"),
    ("on 3 May 1890", "1890-05-03"),
    ("some time in May 1890", "1890-05"),
    ("during the 1890s", "189X"),
    ("after Dec 2019", "[2020-01..]"),
    ("after 31 Dec 1999", "[2000-01-01..]"),
    ("after winter 2019", "[2020-03..]"),
    ("after 9999", "[Y10000..]"),
    # some time between two, in the finer of their units
    ("between 1890 and 1900", "[1890..1900]"),
    ("sometime between 1890 and 1900", "[1890..1900]"),
    ("betw. 1890 and 1900", "[1890..1900]"),
    ("BET 1890 AND 1900", "[1890..1900]"),
    ("between 1890 to 1900", "[1890..1900]"),
    ("between 1890 and Mar 1900", "[1890-01..1900-03]"),
    ("between 5 Feb 2019 and Mar 2020", "[2019-02-05..2020-03-31]"),
    ("between spring 1890 and 1895", "[1890-03..1895-12]"),
    ("between Q1 2019 and 3 May 2020", "[2019-01-01..2020-05-03]"),
    ("between the 1890s and 1905", "[1890..1905]"),
    ("between the 1890s and the 1910s", "[189X..191X]"),
    ("between c. 1890 and 1900", "[1890~..1900]"),
    ("between c. 1890 and Mar 1900?", "[1890-01~..1900-03?]"),
    ("c. between 1890 and 1900", "[1890~..1900~]"),
    ("between 12 and 22 September 1914", "[1914-09-12..1914-09-22]"),
    ("between April and May 1945", "[1945-04..1945-05]"),
    ("between 525 and 500 BC", "[-0524..-0499]"),
    ("between 5th and 4th century BC", "[-04XX..-03XX]"),
    ("between 2nd and 1st century BC", "[-0199..0000]"),
    # all of them
    ("every year 1890–1900", "{1890..1900}"),
    ("every month Jan – Mar 2019", "{2019-01..2019-03}"),
    # from one to another: it lasted
    ("from 1890 to 1900", "1890/1900"),
    ("since 1971 until 1980", "1971/1980"),
    # what is said once for both ends
    ("April–May 1945", "1945-04/1945-05"),
    ("April-May 1945", "1945-04/1945-05"),
    ("Feb to Mar 2019", "2019-02/2019-03"),
    ("Jan/Feb 2005", "[2005-01,2005-02]"),  # a stroke is or
    ("Nov/Dec 1895", "[1895-11,1895-12]"),
    ("12/13 September 1914", "[1914-09-12,1914-09-13]"),
    ("summer/autumn 1950", "[1950-22,1950-23]"),
    ("Feb 2019/Mar 2019", "2019-02/2019-03"),  # but between whole dates it is that of EDTF
    ("12–22 September 1914", "1914-09-12/1914-09-22"),
    ("12-22 Sept. 1914", "1914-09-12/1914-09-22"),
    ("12. – 22. September 1914", "1914-09-12/1914-09-22"),
    ("from 12 to 22 September 1914", "1914-09-12/1914-09-22"),
    ("from the 12th to the 22nd of September, 1914", "1914-09-12/1914-09-22"),
    ("September 12–22, 1914", "1914-09-12/1914-09-22"),
    ("Sept 12-22, 1914", "1914-09-12/1914-09-22"),
    ("12 Sept – 3 Oct 1914", "1914-09-12/1914-10-03"),
    ("12 Sept-3 Oct 1914", "1914-09-12/1914-10-03"),
    ("April – 8 May 1945", "1945-04/1945-05-08"),
    ("Dec 3 - Dec 7, 1941", "1941-12-03/1941-12-07"),
    ("Dec 3-7, 1941", "1941-12-03/1941-12-07"),
    ("30/31 Jan 1968", "[1968-01-30,1968-01-31]"),
    ("1914 Sept 12–22", "1914-09-12/1914-09-22"),
    ("spring–summer 1968", "1968-21/1968-22"),
    ("spring-summer 1968", "1968-21/1968-22"),
    ("Q1–Q2 2019", "2019-33/2019-34"),
    ("Q1-Q2 2019", "2019-33/2019-34"),
    ("2019 Q1–Q3", "2019-33/2019-35"),
    ("1st–2nd quarter of 2019", "2019-33/2019-34"),
    ("first to third quarter 2019", "2019-33/2019-35"),
    ("19th–20th centuries", "18XX/19XX"),
    ("1990s-2010s", "199X/201X"),
    ("c. April–May 1945", "1945-04~/1945-05"),
    ("Feb 2019-Mar 2020", "2019-02/2020-03"),
    ("525-500 BC", "-0524/-0499"),
    ("525 BC – 500 BC", "-0524/-0499"),
    ("from 525 to 500 BC", "-0524/-0499"),
    ("c. 525–500 BC", "-0524~/-0499"),
    ("44–43 BC", "-0043/-0042"),
    ("c. 44–43 BC", "-0043~/-0042"),
    ("1200–1100 BC", "-1199/-1099"),
    ("44 BC-AD 14", "-0043/0014"),
    ("10 BC–AD 10", "-0009/0010"),
    ("AD 10–20", "0010/0020"),
    ("10–20 AD", "0010/0020"),
    ("5th–4th century BC", "-04XX/-03XX"),
    ("5th to 4th century BC", "-04XX/-03XX"),
    ("5th century BC – 1st century AD", "-04XX/00XX"),
    ("July–August 480 BC", "-0479-07/-0479-08"),
    ("July 481 – August 480 BC", "-0480-07/-0479-08"),
    ("12–22 September 44 BC", "-0043-09-12/-0043-09-22"),
    ("Nov or Dec 1895", "[1895-11,1895-12]"),
    ("Oct, Nov or Dec 1895", "[1895-10,1895-11,1895-12]"),
    ("12 or 13 Sept 1914", "[1914-09-12,1914-09-13]"),
    ("Sept 12 or 13, 1914", "[1914-09-12,1914-09-13]"),
    ("July 1, 1997 or July 2, 1997", "[1997-07-01,1997-07-02]"),
    ("18 and 19 May 1980", "{1980-05-18,1980-05-19}"),
    ("525 or 524 BC", "[-0524,-0523]"),
    ("1200 or 1 BC", "[1200,0000]"),
    # two years of one time
    ("11 Feb 1731/32", "1732-02-11"),
    ("11 Feb 1731/1732", "1732-02-11"),
    ("Feb 11, 1731/2", "1732-02-11"),
    ("11 Feb 1731–32", "1732-02-11"),
    ("15 Jan 1743/44", "1744-01-15"),
    ("Feb 1731/2", "1732-02"),
    ("25 March 1700/01", "1701-03-25"),
    ("29 Feb 1731/32", "1732-02-29"),
    ("1 Jan 1799/1800", "1800-01-01"),
    ("c. 11 Feb 1731/32?", "1732-02-11%"),
    ("winter 1962–1963", "1962-24"),
    ("winter 1962/63", "1962-24"),
    ("winter of 1962-63", "1962-24"),
    ("winter 1999–2000", "1999-24"),
    ("the winter 1962/63 – spring 1965", "1962-24/1965-21"),
    ("winter 44–43 BC", "-0043-24"),
    ("before winter 1962/63", "[..1962-11]"),
    ("from winter 1962 to 1963", "1962-24/1963"),
    ("Feb 2019 – 2020", "2019-02/2020"),
    # weekdays
    ("Tuesday, 1 July 1997", "1997-07-01"),
    ("Tue 1 Jul 1997", "1997-07-01"),
    ("Tue, Jul 1, 1997", "1997-07-01"),
    ("Tues., the 1st of July, 1997", "1997-07-01"),
    ("1 July 1997 (Tuesday)", "1997-07-01"),
    ("1997-07-01 Tue", "1997-07-01"),
    ("Friday, 15 March 44 BC", "-0043-03-15"),
    ("Mon 30 June – Tue 1 July 1997", "1997-06-30/1997-07-01"),
    ("Mon 1 – Fri 5 July 1996", "1996-07-01/1996-07-05"),
    ("since Tuesday, 1 July 1997", "1997-07-01/.."),
    ("Tuesday, 1 July 1997 14:30", "1997-07-01T14:30:00"),
    # what is going on
    ("1971 – now", "1971/.."),
    ("1971-now", "1971/.."),
    ("1971 to date", "1971/.."),
    ("1971 to today", "1971/.."),
    ("1971–present", "1971/.."),
    ("1971 to the present day", "1971/.."),
    ("1971 up to now", "1971/.."),
    ("1971 – ongoing", "1971/.."),
    ("1971 – current", "1971/.."),
    ("1971–currently", "1971/.."),
    ("1971 – still going on", "1971/.."),
    ("since 1971 to now", "1971/.."),
    ("c. Feb 1971 to now", "1971-02~/.."),
    # instants: EDTF has seconds, and no fractions of them
    ("2022-07-07T14:30:00.000Z", "2022-07-07T14:30:00Z"),
    ("2022-07-07T14:30:00,5", "2022-07-07T14:30:00"),
    ("2022-07-07T14:30:00,500", "2022-07-07T14:30:00"),
    ("2022-07-07T14:30", "2022-07-07T14:30:00"),
    ("2022-07-07 14:30", "2022-07-07T14:30:00"),
    ("2022-07-07 14:30:00+02:00", "2022-07-07T14:30:00+02:00"),
    ("2022-07-07T14:30:00+0200", "2022-07-07T14:30:00+02:00"),
    ("2022-07-07T14:30:00-05", "2022-07-07T14:30:00-05"),
    ("2022-07-07T14:30Z", "2022-07-07T14:30:00Z"),
    ("2022-07-07t14:30z", "2022-07-07T14:30:00Z"),
    ("2022-07-07 14:30:00 -05:00", "2022-07-07T14:30:00-05:00"),
    ("-0043-03-15T12:00Z", "-0043-03-15T12:00:00Z"),
]


# What does: today is 22 November 2026.
READ_TODAY = [
    ("today", "2026-11-22"),
    ("Now", "2026-11-22"),
    ("yesterday", "2026-11-21"),
    ("tomorrow", "2026-11-23"),
    ("this week", "2026-11-16/2026-11-22"),  # Monday to Sunday
    ("last week", "2026-11-09/2026-11-15"),
    ("next week", "2026-11-23/2026-11-29"),
    ("this month", "2026-11"),
    ("last month", "2026-10"),
    ("next month", "2026-12"),
    ("this quarter", "2026-36"),
    ("last quarter", "2026-35"),
    ("next quarter", "2027-33"),
    ("this year", "2026"),
    ("last year", "2025"),
    ("next year", "2027"),
    ("this decade", "202X"),
    ("the last decade", "201X"),
    ("next decade", "203X"),
    ("this century", "20XX"),
    ("last century", "19XX"),
    ("next century", "21XX"),
    ("5 years ago", "2021"),
    ("0 years ago", "2026"),
    ("1 year ago", "2025"),
    ("a year ago", "2025"),
    ("in 3 months", "2027-02"),
    ("3 months ago", "2026-08"),
    ("3 months from now", "2027-02"),
    ("2 quarters ago", "2026-34"),
    ("2 weeks ago", "2026-11-08"),  # weeks count days
    ("in a week", "2026-11-29"),
    ("10 days ago", "2026-11-12"),
    ("in one day", "2026-11-23"),
    ("2 decades ago", "200X"),
    ("3 centuries ago", "17XX"),
    ("about 5 years ago", "2021~"),
    ("since last year", "2025/.."),
    ("since last week", "2026-11-09/.."),  # from its first day
    ("until last week", "../2026-11-15"),  # to its last
    ("last week to this week", "2026-11-09/2026-11-22"),
    ("before last week", "[..2026-11-08]"),
    ("before today", "[..2026-11-21]"),
    ("two years ago", "2024"),
    ("three months ago", "2026-08"),
    ("in twelve days", "2026-12-04"),
    ("until now", "../2026-11-22"),
    ("until the present", "../2026-11-22"),
    ("2019 to yesterday", "2019/2026-11-21"),
    ("2019 or today", "[2019,2026-11-22]"),
    ("between 2019 and now", "[2019-01-01..2026-11-22]"),
    ("in 5 years to now", "2031/.."),
]

# What is refused, and what the sentence must contain. FORMS stands for the accepted forms.
FORMS = "write EDTF (2019, 2019-02, 2019-02-03, 2018~, 201X, 2019/2021, 2020/..) or words (Feb 2019"
REFUSED = [
    # numbers alone with the year last, or not with two digits each: the readings
    ("03/04/2019", "write 2019-04-03 (day first) or 2019-03-04 (month first)"),
    ("03-04-2019", "write 2019-04-03 (day first) or 2019-03-04 (month first)"),
    ("03.04.2019", "write 2019-04-03 (day first) or 2019-03-04 (month first)"),
    ("03. 04. 2019", "write 2019-04-03 (day first) or 2019-03-04 (month first)"),
    ("3/4/2019", "write 2019-04-03 (day first) or 2019-03-04 (month first)"),
    ("3 4 2019", "write 2019-04-03 (day first) or 2019-03-04 (month first)"),
    ("19-02-2019", "year first, with two digits for month and day, write 2019-02-19"),
    ("02/19/2019", "year first, with two digits for month and day, write 2019-02-19"),
    ("31.12.2019", "write 2019-12-31"),
    ("03/03/2019", "write 2019-03-03"),
    ("29/02/2019", "no order of these numbers makes a date"),
    ("31/31/2019", "no order of these numbers makes a date"),
    ("03/04/19", "write the year first and with four digits, as in 2019-02-03"),
    ("03/04", "write the year first and with four digits, as in 2019-02-03"),
    ("02/2019", "write 2019-02"),
    ("02-2019", "write 2019-02"),
    ("2019/02", "write 2019-02"),
    ("2019.02", "write 2019-02"),
    ("2019-2", "write 2019-02"),
    ("2019-2-3", "write 2019-02-03"),
    ("2019/2/3", "write 2019-02-03"),
    ("2019 02 03", "write 2019-02-03"),
    ("20190203", "write 2019-02-03"),
    ("201902", "write 2019-02"),
    ("1914-18", "for years write 1914/1918"),
    ("2019/20", "for years write 2019/2020"),
    ("2019/21", "for years write 2019/2021"),  # and not the spring of 2019
    ("03/04/2019 to 2020", "2019-04-03 (day first) or 2019-03-04 (month first)"),
    # years that have not four digits
    ("19", "which century? write 1919, 2019 or 0019"),
    ("'19", "which century? write 1919, 2019 or 0019"),
    ("’97", "which century? write 1997, 2097 or 0097"),
    ("7", "which century? write 1907, 2007 or 0007"),
    ("1914–18", "for years write 1914/1918"),
    ("c. 1914–18", "for years write 1914/1918"),
    ("1914 to 12", "which century? write 1912, 2012 or 0012"),
    ("Feb '19", "which century? write 1919, 2019 or 0019"),
    ("Q1 19", "which century? write 1919, 2019 or 0019"),
    ("'90s", "which century? write 1990s or 2090s"),
    ("90s", "which century? write 1990s or 2090s"),
    ("800", "write 0800, AD 800 or 800 BC"),
    ("Feb 800", "write 0800, AD 800 or 800 BC"),
    ("-524", "524 BC is -0523, the astronomical year -524 is -0524"),
    ("-300", "300 BC is -0299, the astronomical year -300 is -0300"),
    ("-1", "1 BC is 0000, the astronomical year -1 is -0001"),
    ("-0", "there is no year -0, 0000 is 1 BC"),
    ("12019", "written Y12019"),
    ("44197", "written Y44197; if it is a spreadsheet's number of a day, write 2021-01-01"),
    ("43000", "written Y43000; if it is a spreadsheet's number of a day, write 2017-09-22"),
    ("201913", "written Y201913"),
    ("0 BC", "there is no year 0"),
    ("AD 0", "there is no year 0"),
    # months without a year
    ("Feb", "which year? write it too, as in Feb 2026"),
    ("february", "which year? write it too, as in Feb 2026"),
    ("last February", "which year? write it too, as in Feb 2026"),
    ("Feb 19", "which year? write it too, as in 19 Feb 2026"),
    ("1 July", "which year? write it too, as in 1 Jul 2026"),
    ("July 1", "which year? write it too, as in 1 Jul 2026"),
    ("July 4th", "which year? write it too, as in 4 Jul 2026"),
    ("January – February", "which year? write it too, as in Jan 2026"),
    ("last summer", "which year? write it too, as in summer 2026"),
    ("1 July 97", "which century? write 1997, 2097 or 0097"),
    ("Feb 2019 to Mar", "which year? write it too, as in Mar 2026"),
    # weekdays, and spans that count from today
    ("Friday", "which one? write the day itself, as in 2026-11-22"),
    ("last Friday", "which one? write the day itself, as in 2026-11-22"),
    ("next tue", "which one? write the day itself, as in 2026-11-22"),
    ("last 5 years", "write 5 years ago to today"),
    ("past 3 months", "write 3 months ago to today"),
    ("9999 years ago", "outside the years 1 to 9999"),
    ("in 9999 years", "outside the years 1 to 9999"),
    ("99999999999999999999 days ago", "outside the years 1 to 9999"),
    ("9" * 200 + " centuries ago", "outside the years 1 to 9999"),
    # vague words, with the set that says what they do
    ("early 2020", "it is vague, write [2020-01..2020-04]"),
    ("mid-2019", "it is vague, write [2019-05..2019-08]"),
    ("end of 2019", "it is vague, write [2019-09..2019-12]"),
    ("the early 1980s", "it is vague, write [1980~..1983~]"),
    ("mid-1980s", "it is vague, write [1984~..1986~]"),
    ("late 1890s", "it is vague, write [1897~..1899~]"),
    ("early 19th century", "it is vague, write [1800~..1833~]"),
    ("mid-19th century", "it is vague, write [1834~..1866~]"),
    ("late 19th century", "it is vague, write [1867~..1899~]"),
    ("early 5th century BC", "it is vague, write [-0499~..-0466~]"),
    ("late 1st century BC", "it is vague, write [-0032~..0000~]"),
    ("early 2nd millennium", "it is vague, write [1000~..1333~]"),
    ("start of Feb 2019", "it is vague, write [2019-02-01..2019-02-10]"),
    ("late spring 2019", "it is vague, write 2019-05"),
    ("early 1 July 1997", "it is vague, write what is known, as in 2019"),
    ("a couple of years ago", "it is vague, write 2 years ago"),
    ("several months ago", "it is vague, write how many, as in 3 months ago"),
    ("recently", "it is vague"),
    ("a few years ago", "it is vague"),
    ("some time ago", "it is vague"),
    ("turn of the century", "it is vague"),
    ("from early 2019 to 2021", "'early 2019' is none: it is vague, and what is joined"),
    # EDTF but for a slip: EDTF's own sentence
    ("2019-02-29", "month 02 has no day 29"),
    ("2019-13", "there is no month 13"),
    ("2021/2019", "it ends before it starts"),
    ("-0000", "there is no year -0000"),
    ("2019-02~-", "it is not EDTF"),
    ("[2019,2020", "its bracket is not closed"),
    ("y2019", "Y is for years of more than four digits"),
    # words for what does not exist
    ("30 Feb 2019", "month 02 has no day 30"),
    ("29 February 2019", "month 02 has no day 29"),
    ("0 July 1997", "month 07 has no day 00"),
    ("32 July 1997", "month 07 has no day 32"),
    ("19xx century", FORMS),
    ("0th century", "there is none before the 1st"),
    ("101st century", "or after 100"),
    ("11th millennium", "or after 10"),
    ("Q1 2019 (south)", "only seasons differ between north and south"),
    ("after 2020-13", "there is no month 13"),
    ("before ../1985", FORMS),
    ("before [..1985]", "'[..1985]' is open on that side"),
    ("circa last week", "only one day, month or year is qualified"),
    ("2019-02-03 10:30?", "only one day, month or year is qualified"),
    ("Feb 2019 10:30", "it is not EDTF"),
    ("3 Feb 2019 25:00", "hours go from 00 to 23"),
    ("2022-07-07T24:00:00Z", "hours go from 00 to 23"),
    ("2022-07-07T14:60", "minutes and seconds from 00 to 59"),
    ("2022-07-07T14:30:60", "minutes and seconds from 00 to 59"),
    ("2022-07-07T14:30+25", "hours go from 00 to 23"),
    ("2019-02-03 10:30 to 2020", "cannot be part of an interval"),
    # spans that run backwards
    ("2021 to 2019", "it ends before it starts"),
    ("500–525 BC", "it ends before it starts, years BC count down"),
    ("1200–1100", "it ends before it starts, for years BC write 1200–1100 BC"),
    ("between 1900 and 1890", "it ends before it starts"),
    ("Dec–Jan 2005", "it ends before it starts, which year is each of them in?"),
    ("winter–spring 1968", "winter 1968 begins in December 1968"),
    ("525 BC – 500", "'500' is none: a year has four digits, write 0500, AD 500 or 500 BC"),
    # between what is no date, or open
    ("between 1890 and ..", "between stands before two dates, neither of them open"),
    ("between ? and 1890", "between stands before two dates, neither of them open"),
    ("between [..1890] and 1900", "between stands before two dates, neither of them open"),
    ("between Y-10000 and Mar 50 BC", "has neither months nor days in EDTF"),
    ("every month 1890–1900", "its ends are not a month each"),
    # two years
    ("1731/32", "for years write 1731/1732"),
    ("26 March 1731/32", "two years are for days from 1 January to 25 March"),
    ("Dec 1731/32", "two years are for days from 1 January to 25 March"),
    ("11 Feb 1731/34", "follow each other; for a span write 11 Feb 1731 to 1734"),
    ("Feb 2019–2021", "follow each other; for a span write Feb 2019 to 2021"),
    ("29 Feb 1732/33", "month 02 has no day 29"),
    ("Feb 2019-2020", "write 2020-02 for one time; for a span write Feb 2019 to 2020"),
    ("Feb 1731 – 1732", "write 1732-02 for one time or 1731-02/1732 for a span"),
    ("winter 1962 – 1963", "write 1962-24 for one time or 1962-24/1963 for a span"),
    ("c. winter 1962 to 1963", "write 1962-24 for one time or 1962-24~/1963 for a span"),
    ("winter 1962–64", "follow each other; for a span write winter 1962 to 1964"),
    ("summer 1962–63", "only a winter has two years; for a span write summer 1962 to 1963"),
    ("Q1 2019/20", "only a winter has two years; for a span write Q1 2019 to 2020"),
    (
        "25 October/7 November 1917",
        "write 1917-11-07 for one day in two calendars or 1917-10-25/1917-11-07 for a span",
    ),
    # weekdays that are others
    ("Monday, 1 July 1997", "1 Jul 1997 was a Tuesday"),
    ("1 July 1997 (Mon)", "1 Jul 1997 was a Tuesday"),
    ("Monday, 1 July 2031", "1 Jul 2031 is a Tuesday"),
    ("Saturday 14 October 1066", "14 Oct 1066 was a Sunday in the Gregorian calendar"),
    ("Mon 30 June – Mon 1 July 1997", "'mon 1 july 1997' is none: 1 Jul 1997 was a Tuesday"),
    ("Tuesday, July 1997", "a weekday belongs to one day"),
    ("Friday 13", "which century?"),
    # words that are nearly right
    ("Febuary 2019", "did you mean 'February 2019'?"),
    ("Septmber 1914", "did you mean 'September 1914'?"),
    ("Febuary", "did you mean 'February'? which year?"),
    ("1 Jully 1997", "did you mean '1 July 1997'?"),
    ("Tuseday, 1 July 1997", "did you mean 'Tuesday, 1 July 1997'?"),
    ("April to Agust 2019", "did you mean 'April to August 2019'?"),
    # digits that are not 0 to 9
    ("２０１９", "its digits are not 0 to 9, write '2019'"),
    ("２０１９-０２", "its digits are not 0 to 9, write '2019-02'"),
    ("Feb ٢٠١٩", "its digits are not 0 to 9, write 'Feb 2019'"),
    # nonsense: the accepted forms
    ("", FORMS),
    ("   ", FORMS),
    ("nonsense", FORMS),
    ("present", "an end has a start, as in 2019 to present"),
    ("? – now", "at least one of them a date"),
    ("Q5 2019", FORMS),
    ("H3 2019", FORMS),
    ("third half of 2019", FORMS),
    ("monsoon 2019", FORMS),
    ("circa", FORMS),
    ("c. c. c.", FORMS),
    ("since", FORMS),
    ("between 2019", FORMS),
    ("2019 to", FORMS),
    ("2019 to 2020 to 2021", FORMS),
    ("or", FORMS),
    ("/", FORMS),
    ("..", FORMS),
    ("?", "it says that there is no date"),
    ("n/a", "it says that there is no date"),
    ("5 fortnights ago", FORMS),
    ("3 hours ago", FORMS),
    ("-5 years ago", FORMS),
    ("10:30", FORMS),
    ("last day", FORMS),
]


@pytest.mark.parametrize(("phrase", "edtf"), READ + READ_TODAY)
def test_reads(phrase: str, edtf: str) -> None:
    assert read(phrase, TODAY) == dates.parse(edtf)


@pytest.mark.parametrize(
    ("phrase", "sentence"),
    [
        ("29 Feb 2019", "'29 Feb 2019' is no date: month 02 has no day 29 in a common year"),
        ("Feb 2019 to 31 April 2020", "'Feb 2019 to 31 April 2020' is no date: month 04 has no"),
        ("Feb 2019 to Mzr 2020", "'Feb 2019 to Mzr 2020' is no date: 'mzr 2020' is none, write"),
        ("n/a", "'n/a' is no date: it says that there is no date"),
        ("the  Nonsense", "'the  Nonsense' is no date: write EDTF"),
        ("12 – 32 September 1914", "'12 – 32 September 1914' is no date: month 09 has no day 32"),
        ("this week or next week", "what is joined by 'or' is a day, a month or a year each"),
    ],
)
def test_a_refusal_speaks_of_what_was_typed(phrase: str, sentence: str) -> None:
    with pytest.raises(DateError) as refused:
        read(phrase, TODAY)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(("phrase", "advice"), REFUSED)
def test_refuses(phrase: str, advice: str) -> None:
    with pytest.raises(DateError) as refused:
        read(phrase, TODAY)
    assert advice in str(refused.value)


@pytest.mark.parametrize(
    ("phrase", "edtf"),
    [  # a bound ends today, and a record is open
        ("now", "2026-11-22"),
        ("present", "2026-11-22"),
        ("today", "2026-11-22"),
        ("2019 to now", "2019/2026-11-22"),
        ("2019-present", "2019/2026-11-22"),
        ("since 2019 to the present day", "2019/2026-11-22"),
        ("until now", "../2026-11-22"),
        ("5 years ago to today", "2021/2026-11-22"),
        ("between 2019 and now", "[2019-01-01..2026-11-22]"),
        ("before today", "[..2026-11-21]"),
        ("5 years from now", "2031"),
        ("since 2019", "2019/.."),
        ("2019-02", "2019-02"),
    ],
)
def test_a_bound_ends_today(phrase: str, edtf: str) -> None:
    assert read(phrase, TODAY, bound=True) == dates.parse(edtf)


@pytest.mark.parametrize("phrase", [row[0] for row in READ if "19" in row[0] and "now" in row[0]])
def test_a_record_is_open_where_a_bound_ends(phrase: str) -> None:
    record, bound = read(phrase, TODAY), read(phrase, TODAY, bound=True)
    assert record.lo == bound.lo
    assert bound.hi == TODAY.toordinal()


@pytest.mark.parametrize(
    ("phrase", "lo", "hi"),
    [  # what is a convention, in days
        ("2000s", "2000-01-01", "2009-12-31"),
        ("1900s", "1900-01-01", "1909-12-31"),
        ("19th century", "1800-01-01", "1899-12-31"),
        ("1st century", "0000-01-01", "0099-12-31"),
        ("5th century BC", "-0499-01-01", "-0400-12-31"),
        ("1st century BC", "-0099-01-01", "0000-12-31"),
        ("spring 2019", "2019-03-01", "2019-05-31"),
        ("winter 2019", "2019-12-01", "2020-02-29"),
        ("H1 2019", "2019-01-01", "2019-06-30"),
        ("2019 T2", "2019-05-01", "2019-08-31"),
        ("2019-21", "2019-03-01", "2019-05-31"),
        ("525 BC", "-0524-01-01", "-0524-12-31"),
    ],
)
def test_conventions(phrase: str, lo: str, hi: str) -> None:
    found = read(phrase, TODAY)
    assert (days.iso(int(found.lo)), days.iso(int(found.hi))) == (lo, hi)


MONTHS = [date.strftime("%B") for date in (TODAY.replace(month=n) for n in range(1, 13))]


@pytest.mark.parametrize(("number", "name"), [*enumerate(MONTHS, 1)])
def test_every_month_by_its_name_and_by_three_letters(number: int, name: str) -> None:
    for said in (name, name[:3], name.upper(), name[:3].lower() + "."):
        assert read(f"{said} 2019", TODAY).text == f"2019-{number:02}"


# --- laws

clock = st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31))
law = settings(deadline=None)


@law
@given(st.sampled_from(READ), clock)
def test_what_is_not_relative_does_not_depend_on_today(
    row: tuple[str, str], today: datetime.date
) -> None:
    assert read(row[0], today).text == row[1]


@law
@given(st.dates(datetime.date(1000, 1, 1)), clock)
def test_every_day_in_many_spellings(day: datetime.date, today: datetime.date) -> None:
    month = MONTHS[day.month - 1]
    spellings = (
        f"{day.day} {month} {day.year}",
        f"{day.day:02}-{month[:3]}-{day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.year} {month[:3]} {day.day}",
        f"{day.year}/{day.month:02}/{day.day:02}",
        f"{day.day} {month[:3].upper()}. {day.year} AD",
    )
    assert {read(said, today).text for said in spellings} == {day.isoformat()}
    assert read(f"{month} {day.year}", today).text == day.isoformat()[:7]


@law
@given(clock, st.integers(0, 4000))
def test_days_and_weeks_count_days(today: datetime.date, count: int) -> None:
    for unit, size in (("day", 1), ("week", 7)):
        for phrase, step in ((f"{count} {unit}s ago", -size), (f"in {count} {unit}s", size)):
            try:
                there = today + datetime.timedelta(step * count)
            except OverflowError:
                with pytest.raises(DateError, match="outside the years 1 to 9999"):
                    read(phrase, today)
            else:
                assert read(phrase, today).text == there.isoformat()


@law
@given(clock, st.integers(0, 30_000))
@example(datetime.date(2026, 3, 31), 1)  # a shorter month
def test_months_and_years_count_months(today: datetime.date, count: int) -> None:
    year, month = divmod(today.year * 12 + today.month - 1 - count, 12)
    if year >= 1:
        assert read(f"{count} months ago", today).text == f"{year:04}-{month + 1:02}"
    if today.year + count <= 9999:
        assert read(f"in {count} years", today).text == f"{today.year + count:04}"
        assert read(f"{count} years from now", today).text == f"{today.year + count:04}"


@law
@given(clock)
def test_this_unit_is_around_today_and_its_neighbours_touch_it(today: datetime.date) -> None:
    assume(200 < today.year < 9800)
    for unit in ("week", "month", "quarter", "year", "decade", "century"):
        last, this, next_ = (read(f"{step} {unit}", today) for step in ("last", "this", "next"))
        assert this.lo <= today.toordinal() <= this.hi
        assert (last.hi + 1, this.hi + 1) == (this.lo, next_.lo)


@law
@given(st.integers(1, 28), st.integers(1, 28))
def test_the_day_of_the_month_does_not_matter_to_months_and_years(one: int, other: int) -> None:
    for phrase in ("last month", "in 3 months", "5 years ago", "this quarter", "next decade"):
        first, second = (read(phrase, TODAY.replace(day=day)) for day in (one, other))
        assert first == second


@law
@given(st.sampled_from([row[0] for row in READ]))
def test_before_and_after_touch_the_date_and_leave_it_out(phrase: str) -> None:
    date = read(phrase, TODAY)
    assume(date.precision not in ("interval", "set") and date.time < 0)
    assume(not re.search(r"\b(before|after|or|and|to)\b|[/[{]", phrase))
    assert read(f"before {phrase}", TODAY).hi == date.lo - 1
    assert read(f"after {phrase}", TODAY).lo == date.hi + 1


DAYS_OF_WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@law
@given(st.dates(), st.sampled_from(DAYS_OF_WEEK), st.booleans())
def test_a_weekday_is_right_or_the_right_one_is_named(
    day: datetime.date, name: str, short: bool
) -> None:
    right = DAYS_OF_WEEK[day.weekday()]
    said = f"{name[:3] if short else name}, {day.day} {MONTHS[day.month - 1]} AD {day.year}"
    if name == right:
        assert read(said, TODAY).text == day.isoformat()
        return
    with pytest.raises(DateError, match=rf"(is|was) a {right}\b"):
        read(said, TODAY)


PAIRS = st.tuples(st.dates(datetime.date(1000, 1, 1)), st.dates(datetime.date(1000, 1, 1))).map(
    sorted
)


@law
@given(PAIRS, st.sampled_from([" – ", "–", " - ", "-", " to ", " until "]))
def test_a_span_is_its_ends_said_whole_or_in_part(pair: list[datetime.date], dash: str) -> None:
    first, last = pair
    start, end = MONTHS[first.month - 1], MONTHS[last.month - 1][:3]
    span = f"{first.isoformat()}/{last.isoformat()}"
    assume(first.year != last.year - 1)
    assert (
        read(f"{first.day} {start} {first.year}{dash}{last.day} {end} {last.year}", TODAY).text
        == span
    )
    months = read(f"{start} {first.year}{dash}{end} {last.year}", TODAY)
    assert months.text == f"{first.isoformat()[:7]}/{last.isoformat()[:7]}"
    if first.year == last.year:
        assert read(f"{first.day} {start}{dash}{last.day} {end} {last.year}", TODAY).text == span
        assert read(f"{start}{dash}{end} {last.year}", TODAY) == months
    if first.isoformat()[:7] == last.isoformat()[:7]:
        assert read(f"{first.day}{dash}{last.day} {end} {last.year}", TODAY).text == span
        assert read(f"{end} {first.day}{dash}{last.day}, {last.year}", TODAY).text == span


@law
@given(
    st.sampled_from([row for row in READ if "/" not in row[1] and row[1][0] not in "[{"]),
    st.sampled_from([row for row in READ if "/" not in row[1] and row[1][0] not in "[{"]),
)
def test_between_spans_what_its_ends_do(one: tuple[str, str], other: tuple[str, str]) -> None:
    start, end = sorted((one, other), key=lambda row: dates.parse(row[1]).order)
    first, last = dates.parse(start[1]), dates.parse(end[1])
    assume(first.hi < last.lo)
    assume(not set("YT") & set(first.text + last.text))  # no month of such a year, no time in a set
    assume(not re.search("bc|ce|ad|b\\.c", f"{start[0]} {end[0]}", re.I))  # an era may be of both
    found = read(f"between {start[0]} and {end[0]}", TODAY)
    assert (found.precision, found.lo, found.hi) == ("set", first.lo, last.hi)


@law
@given(
    st.sampled_from(["early", "mid", "late"]),
    st.sampled_from(["2020", "the 1980s", "19th century", "5th century BC", "Feb 2019", "Q1 2019"]),
)
def test_the_advice_for_what_is_vague_lies_in_it(third: str, phrase: str) -> None:
    whole = read(phrase, TODAY)
    with pytest.raises(DateError) as refused:
        read(f"{third} {phrase}", TODAY)
    advised = dates.parse(str(refused.value).rpartition("write ")[2])
    assert whole.lo <= advised.lo <= advised.hi <= whole.hi
    assert (advised.lo == whole.lo, advised.hi == whole.hi) == (third == "early", third == "late")


# --- what the tool prints in a column can be typed

year = st.integers(-9999, 9999).map(lambda n: f"{'-' * (n < 0)}{abs(n):04}")
month_or_part = st.sampled_from([*range(1, 13), *range(21, 42)]).map("-{:02}".format)
day_of_month = st.integers(1, 28).map("-{:02}".format)
plain = st.one_of(
    year,
    st.builds("{}{}".format, year, month_or_part),
    st.builds("{}-{:02}{}".format, year, st.integers(1, 12), day_of_month),
    st.integers(100, 999).map("{}X".format),
    st.builds("{}{:02}XX".format, st.sampled_from(["", "-"]), st.integers(1, 99)),
)
single = st.builds("{}{}".format, plain, st.sampled_from(["", "", "~", "?", "%"]))
ordinary = st.one_of(
    single,
    st.builds("{}/{}".format, single, single),
    st.builds("{}/{}".format, single, st.sampled_from(["", ".."])),
    st.builds("{}/{}".format, st.sampled_from(["", ".."]), single),
    st.builds("[{},{}]".format, single, single),
    st.builds("{{{},{}}}".format, single, single),
    st.builds("[{}..{}]".format, single, single),
    st.builds("{{{}..{}}}".format, single, single),
    st.builds("[..{}]".format, single),
    st.builds("{{{}..}}".format, single),
)


def is_date(edtf: str) -> bool:
    try:
        dates.parse(edtf)
    except DateError:
        return False
    return True


@settings(max_examples=500)
@given(ordinary.filter(is_date))
@example("-0524/-0499")
@example("-0524~/-0499~")
@example("2019/2022-07-07")
@example("-0043/0014")
@example("2019-XX-15")
@example("1985-04-12T23:20:30Z")
@example("XXXX")
@example("Y-10000")
@example("1962-24/1963")
@example("1731-03-25~/1732")
@example("1731-03-26/1732")
@example("1752-02/1753")
@example("1000/1001")
@example("[1000,0000]")
@example("0000-01/01XX")
def test_words_can_be_typed_back(edtf: str) -> None:
    date = dates.parse(edtf)
    back = read(words(date), TODAY)
    assert (back.lo, back.latest_start) == (date.lo, date.latest_start)
    assert (back.earliest_end, back.hi) == (date.earliest_end, date.hi)
    assert (back.approximate, back.uncertain) == (date.approximate, date.uncertain)


months = st.builds("{}-{:02}".format, year, st.integers(1, 12))
days_of_months = st.builds("{}{}".format, months, day_of_month)
marked = st.sampled_from(["", "", "~", "?"])


@settings(max_examples=300)
@given(
    st.sampled_from([year, months, days_of_months]).flatmap(lambda one: st.tuples(one, one)),
    marked,
    marked,
)
def test_between_the_words_of_two_dates_is_between_them(
    pair: tuple[str, str], mark: str, other: str
) -> None:
    first, last = sorted(map(dates.parse, pair), key=lambda date: date.lo)
    date = dates.parse(f"[{first.text}{mark}..{last.text}{other}]")
    start, end = (words(dates.parse(f"{one.text}{m}")) for one, m in ((first, mark), (last, other)))
    assert read(f"between {start} and {end}", TODAY) == date


# --- whatever is typed

PIECES = """
    2019 Feb 1 07 – - / .. ? ~ c. since until to and or before 525 BC AD 19th century ago in last
    year weeks to now ongoing between Tue Tuesday, winter 1962-63 1731/32 -12 12-22 9999999999
    Q1 spring of the , ' [ ] { } T10:30 10:30 1990s X Y ２ 1st (south)
"""
pieces = st.lists(st.sampled_from(PIECES.split()), max_size=9).map(" ".join)


@settings(max_examples=1000)
@given(st.one_of(st.text(max_size=400), pieces), clock)
@example("9" * 5000 + " years ago", TODAY)
@example("x" * 100_000, TODAY)
@example("9" * 100_000, TODAY)
@example("Y" + "9" * 100_000, TODAY)
@example("circa " * 20_000, TODAY)
@example("c " * 149, TODAY)
@example("2019 to " * 37, TODAY)
@example("after Y9E999", TODAY)
@example("before Y-" + "9" * 280, TODAY)
@example("\x1b[31m\u202e2019\ud800", TODAY)
@example("this week", datetime.date(9999, 12, 31))
@example("tomorrow", datetime.date(9999, 12, 31))
@example("last century", datetime.date(1, 1, 1))
def test_any_text_is_a_date_or_one_printable_sentence(text: str, today: datetime.date) -> None:
    try:
        found = read(text, today)
    except DateError as fault:
        sentence = str(fault)
    else:
        assert found == dates.parse(found.text)
        return
    assert sentence.isprintable()
    assert len(sentence) < 2000  # 60 characters of what was typed, twice, each escaped


@pytest.mark.parametrize("phrase", ["2015", "Feb 2019", "c. 525 BC", "today", "this week"])
def test_what_does_not_count_from_today_does_not_load_dateutil(phrase: str) -> None:
    assert "dateutil" not in loaded_by(phrase)


def test_what_counts_from_today_loads_only_its_arithmetic() -> None:
    loaded = loaded_by("5 years ago")
    assert "dateutil.relativedelta" in loaded
    assert "dateutil.parser" not in loaded


def loaded_by(phrase: str) -> list[str]:
    """The modules that a fresh process has loaded once it has read the phrase."""
    code = (
        "import datetime, sys; from hkinno.dates.phrases.parse import read; "
        f"read({phrase!r}, datetime.date.today()); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


# --- lengths of time


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("2y", (24, 0)),
        ("1 year", (12, 0)),
        ("18 months", (18, 0)),
        ("6m", (6, 0)),
        ("2w", (0, 14)),
        ("3 weeks", (0, 21)),
        ("30d", (0, 30)),
        (" 30 Days ", (0, 30)),
        ("0d", (0, 0)),
        ("1y6m", (18, 0)),
        ("1 year, 6 months 2 weeks", (18, 14)),
        ("999999999y", (11_999_999_988, 0)),
    ],
)
def test_duration(text: str, length: tuple[int, int]) -> None:
    assert duration(text) == length


NO_LENGTHS = ["", "2", "y", "2x", "-2y", "1.5y", "2 min", "2 years ago", "a year", "2y and 6m"]
NO_LENGTHS += ["２y", "1234567890y", "9" * 400 + "d", "1d " * 101, "\x1b[31m", "Feb 2019"]


@pytest.mark.parametrize("text", NO_LENGTHS)
def test_no_duration(text: str) -> None:
    with pytest.raises(UsageError, match="as in 2y, 18 months, 6m") as refused:
        duration(text)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 250


@law
@given(st.text(max_size=40))
def test_any_text_is_a_duration_or_one_sentence(text: str) -> None:
    try:
        months, number = duration(text)
    except UsageError:
        return
    assert months >= 0
    assert number >= 0


@pytest.mark.parametrize(
    ("phrase", "never"),
    [
        ("4 July 2019–8", "2018"),  # it would end before it starts
        ("29 February", "2026"),  # which has none
        ("end in 2019", "2019-09"),  # up to then, and no part of the year
        ("-300", "write -0300"),
        ("early 2020", "2019"),
    ],
)
def test_advice_does_not_change_what_was_written(phrase: str, never: str) -> None:
    with pytest.raises(DateError) as caught:
        read(phrase, TODAY)
    assert never not in str(caught.value)
