"""The four corners of a date: the earliest and the latest start, the earliest and the latest end.

By hand from what the examples of the Library of Congress specification (4 February 2019) mean, and
for random dates from their realizations. Days are ISO 8601 text; `-inf` and `inf` are no bound.
"""

import json
import random

import pytest
from conftest import call
from edtf_strategies import chance, number
from realizations import corners
from realized_texts import meaning, without_bound

from hkinno.dates.edtf import parse

# One day, which is known to lie between two: it starts and ends on the same.
ONE_DAY = """
2005-09-24T10:00:00        2005-09-24    2005-09-24
1985-04-12                 1985-04-12    1985-04-12
1985-04                    1985-04-01    1985-04-30
1985                       1985-01-01    1985-12-31
1985-04-12T23:20:30        1985-04-12    1985-04-12
1985-04-12T23:20:30Z       1985-04-12    1985-04-12
1985-04-12T23:20:30-04     1985-04-12    1985-04-12
1985-04-12T23:20:30+04:30  1985-04-12    1985-04-12
Y170000002                 +170000002-01-01  +170000002-12-31
Y-170000002                -170000002-01-01  -170000002-12-31
2001-21                    2001-03-01    2001-05-31
2001-22                    2001-06-01    2001-08-31
2001-23                    2001-09-01    2001-11-30
2001-24                    2001-12-01    2002-02-28
1984?                      1984-01-01    1984-12-31
2004-06~                   2004-06-01    2004-06-30
2004-06-11%                2004-06-11    2004-06-11
201X                       2010-01-01    2019-12-31
20XX                       2000-01-01    2099-12-31
2004-XX                    2004-01-01    2004-12-31
1985-04-XX                 1985-04-01    1985-04-30
1985-XX-XX                 1985-01-01    1985-12-31
-1985                      -1985-01-01   -1985-12-31
Y-17E7                     -170000000-01-01  -170000000-12-31
1950S2                     1900-01-01    1999-12-31
Y171010000S3               +171000000-01-01  +171999999-12-31
Y3388E2S3                  +338000-01-01     +338999-12-31
2001-34                    2001-04-01    2001-06-30
[1667,1668,1670..1672]     1667-01-01    1672-12-31
[..1760-12-03]             -inf          1760-12-03
[1760-12..]                1760-12-01    inf
[1760-01,1760-02,1760-12..]  1760-01-01  inf
[1667,1760-12]             1667-01-01    1760-12-31
[..1984]                   -inf          1984-12-31
2004-06~-11                2004-06-11    2004-06-11
2004?-06-11                2004-06-11    2004-06-11
?2004-06-~11               2004-06-11    2004-06-11
2004-%06-11                2004-06-11    2004-06-11
156X-12-25                 1560-12-25    1569-12-25
15XX-12-25                 1500-12-25    1599-12-25
XXXX-12-XX                 0000-12-01    9999-12-31
1XXX-XX                    1000-01-01    1999-12-31
1XXX-12                    1000-12-01    1999-12-31
1984-1X                    1984-10-01    1984-12-31
201X-02-29                 2012-02-29    2016-02-29
2003-24                    2003-12-01    2004-02-29
[1960,1961-12]             1960-01-01    1961-12-31
"""
# What lasted, or is on several days: the four corners in their order.
LASTING = """
1964/2008                  1964-01-01  1964-12-31  2008-01-01  2008-12-31
2004-06/2006-08            2004-06-01  2004-06-30  2006-08-01  2006-08-31
2004-02-01/2005-02-08      2004-02-01  2004-02-01  2005-02-08  2005-02-08
2004-02-01/2005-02         2004-02-01  2004-02-01  2005-02-01  2005-02-28
2004-02-01/2005            2004-02-01  2004-02-01  2005-01-01  2005-12-31
2005/2006-02               2005-01-01  2005-12-31  2006-02-01  2006-02-28
1985-04-12/..              1985-04-12  1985-04-12  inf         inf
1985-04/..                 1985-04-01  1985-04-30  inf         inf
1985/..                    1985-01-01  1985-12-31  inf         inf
../1985-04-12              -inf        -inf        1985-04-12  1985-04-12
../1985-04                 -inf        -inf        1985-04-01  1985-04-30
../1985                    -inf        -inf        1985-01-01  1985-12-31
1985-04-12/                1985-04-12  1985-04-12  1985-04-12  inf
1985-04/                   1985-04-01  1985-04-30  1985-04-01  inf
1985/                      1985-01-01  1985-12-31  1985-01-01  inf
/1985-04-12                -inf        1985-04-12  1985-04-12  1985-04-12
/1985-04                   -inf        1985-04-30  1985-04-01  1985-04-30
/1985                      -inf        1985-12-31  1985-01-01  1985-12-31
{1667,1668,1670..1672}     1667-01-01  1667-12-31  1672-01-01  1672-12-31
{1960,1961-12}             1960-01-01  1960-12-31  1961-12-01  1961-12-31
{..1984}                   -inf        -inf        1984-01-01  1984-12-31
2004-06-~01/2004-06-~20    2004-06-01  2004-06-01  2004-06-20  2004-06-20
2004-06-XX/2004-07-03      2004-06-01  2004-06-30  2004-07-03  2004-07-03
2019/2019                  2019-01-01  2019-12-31  2019-01-01  2019-12-31
2019-06/2019               2019-06-01  2019-06-30  2019-06-01  2019-12-31
2019/2019-06               2019-01-01  2019-06-30  2019-06-01  2019-06-30
201X/2012                  2010-01-01  2012-12-31  2012-01-01  2012-12-31
201X-07-04/2015-03         2010-07-04  2014-07-04  2015-03-01  2015-03-31
2015-03/201X-07-04         2015-03-01  2015-03-31  2015-07-04  2019-07-04
201X-02-29/201X-02-29      2012-02-29  2016-02-29  2012-02-29  2016-02-29
2003-24/2004               2003-12-01  2004-02-29  2004-01-01  2004-12-31
{1984}                     1984-01-01  1984-12-31  1984-01-01  1984-12-31
{1984..}                   1984-01-01  1984-12-31  inf         inf
{..1667,1984..}            -inf        -inf        inf         inf
{1960,1960-03}             1960-01-01  1960-03-31  1960-03-01  1960-12-31
{1960-01..1960-03}         1960-01-01  1960-01-31  1960-03-01  1960-03-31
{1960-01-30..1960-02-02}   1960-01-30  1960-01-30  1960-02-02  1960-02-02
{1960..1960}               1960-01-01  1960-12-31  1960-01-01  1960-12-31
{201X-07-04,2015}          2010-07-04  2015-12-31  2015-01-01  2019-07-04
{Y-1000000..Y1000000}  -1000000-01-01  -1000000-12-31  +1000000-01-01  +1000000-12-31
"""
Corners = tuple[str, str, str, str]


def table() -> list[tuple[str, Corners]]:
    rows: list[tuple[str, Corners]] = []
    for line in ONE_DAY.split("\n")[1:-1]:
        text, lo, hi = line.split()
        rows.append((text, (lo, hi, lo, hi)))
    for line in LASTING.split("\n")[1:-1]:
        text, lo, latest_start, earliest_end, hi = line.split()
        rows.append((text, (lo, latest_start, earliest_end, hi)))
    return rows


def day(text: str) -> float:
    if text.endswith("inf"):
        return float(text)
    year, month, number_ = text.rsplit("-", 2)
    return number(int(year), int(month), int(number_))


by_hand = pytest.mark.parametrize(("text", "right"), table())


@by_hand
def test_a_date_has_four_corners(text: str, right: Corners) -> None:
    date = parse(text)
    found = (date.lo, date.latest_start, date.earliest_end, date.hi)
    assert found == tuple(day(corner) for corner in right)


def test_the_command_tells_them() -> None:
    rows = table()
    done = call("date", "--json", "--edtf", *(text for text, _ in rows))
    found = [
        [row[key] for key in ("text", "lo", "latest_start", "earliest_end", "hi")]
        for row in json.loads(done.out)
    ]
    assert found == [
        [text, *(None if corner.endswith("inf") else corner for corner in right)]
        for text, right in rows
    ]


@by_hand
def test_marks_of_doubt_move_none(text: str, right: Corners) -> None:
    plain = text.translate(dict.fromkeys(map(ord, "?~%")))
    marked = plain + "~" if plain[-1].isdigit() and "T" not in plain and "/" not in plain else plain
    for one in (parse(plain), parse(marked)):
        found = (one.lo, one.latest_start, one.earliest_end, one.hi)
        assert found == tuple(day(corner) for corner in right)


@pytest.mark.parametrize("seed", range(4))
def test_they_are_those_of_the_realizations(seed: int) -> None:
    roll = random.Random(seed).randint
    for _ in range(200):
        date = without_bound(roll) if chance(roll, 3) else meaning(roll, near=True)
        found = parse(date.text)
        ends = (found.lo, found.latest_start, found.earliest_end, found.hi)
        assert ends == corners(date), date.text
