"""Dates in other languages mean what they mean in English, and never change what English means."""

import datetime
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_records import rows

from hkinno.dates import edtf
from hkinno.dates.calendar import month_length
from hkinno.dates.phrases.languages import DAYS, MONTHS
from hkinno.dates.phrases.parse import read
from hkinno.errors import DateError

TODAY = datetime.date(2026, 11, 22)

GERMAN = """
1. Mai 1945              | 1945-05-01
3.Mai 1945               | 1945-05-03
am 3. Oktober 1990       | 1990-10-03
10.V.1990                | 1990-05-10
10. xii. 1990            | 1990-12-10
1.Hälfte 19.Jh.          | [1800..1849]
im April 1945            | 1945-04
Maerz 1945               | 1945-03
Dienstag, 1. Juli 1997   | 1997-07-01
3. Juli 1990, 10:00 Uhr  | 1990-07-03T10:00:00
12.–22. September 1914   | 1914-09-12/1914-09-22
vom 12. bis 22. September 1914 | 1914-09-12/1914-09-22
1990 bis heute           | 1990/..
seit Mai 1990            | 1990-05/..
ab 1990                  | 1990/..
bis zum 3. Mai 1990      | ../1990-05-03
zwischen 1990 und 1995   | [1990..1995]
Mai oder Juni 1990       | [1990-05,1990-06]
vor dem 3. Mai 1990      | [..1990-05-02]
nach Mai 1990            | [1990-06..]
vor 3 Jahren             | 2023
um Mai 1850              | 1850-05~
ungefähr 1850            | 1850~
525 v. Chr.              | -0524
100–44 v. Chr.           | -0099/-0043
44 v. Chr. bis 14 n. Chr. | -0043/0014
500 v.u.Z.               | -0499
im 19. Jahrhundert       | 18XX
5. Jh. v. Chr.           | -04XX
1760 oder früher         | [..1760]
19. Jh. oder 14 n. Chr.  | [18XX,0014]
18. Jh. und 6. Jh. v. Chr. | {17XX,-05XX}
18.–19. Jh.              | 17XX/18XX
2. Hälfte des 19. Jahrhunderts | [1850..1899]
die 1980er Jahre         | 198X
Frühling 1990            | 1990-21
1. Quartal 2020          | 2020-33
"""

FRENCH = """
le 1er mai 1945          | 1945-05-01
20 févr. 1990            | 1990-02-20
3 juillet 1990 à 10:00   | 1990-07-03T10:00:00
du 3 au 5 mai 1990       | 1990-05-03/1990-05-05
du 30 avril au 2 mai 1990 | 1990-04-30/1990-05-02
de 1990 à 1995           | 1990/1995
avril-mai 1990           | 1990-04/1990-05
entre 1990 et 1995       | [1990..1995]
depuis 1990              | 1990/..
jusqu’en 1990            | ../1990
avant 1990               | [..1989]
après l'été 1990         | [1990-09..]
il y a 3 ans             | 2023
vers 1850                | 1850~
vers 1850?               | 1850%
52 av. J.-C.             | -0051
14 apr. J.-C.            | 0014
XIXe siècle              | 18XX
XVIIIe–XIXe siècles      | 17XX/18XX
Ve siècle av. J.-C.      | -04XX
première moitié du XIXe siècle | [1800..1849]
les années 1980          | 198X
1er trimestre 2020       | 2020-33
"""

SPANISH_AND_OTHERS = """
el 3 de octubre de 1969  | 1969-10-03
1º de mayo de 1969       | 1969-05-01
jueves 3 de mayo de 1990 | 1990-05-03
5 ago 1990               | 1990-08-05
del 3 al 5 de mayo de 1969 | 1969-05-03/1969-05-05
desde 1990 hasta 1995    | 1990/1995
entre mayo y junio de 1990 | [1990-05..1990-06]
alrededor de 1850        | 1850~
cerca de 1850            | 1850~
hacia 1850               | 1850~
antes de 1990            | [..1989]
después de 1990          | [1991..]
a partir de 1990         | 1990/..
hace 3 años              | 2023
44 a. C.                 | -0043
14 d.C.                  | 0014
siglo V a. C.            | -04XX
siglos XVIII-XIX         | 17XX/18XX
primera mitad del siglo XIX | [1800..1849]
años 1980                | 198X
dal 3 al 5 maggio 1990   | 1990-05-03/1990-05-05
fra il 1990 e il 1995    | [1990..1995]
V-IV sec. a.C.           | -04XX/-03XX
XIX secolo               | 18XX
prima del 1990           | [..1989]
prima metà del XIX secolo | [1800..1849]
3 de maio de 1990        | 1990-05-03
século XIX               | 18XX
19e eeuw                 | 18XX
tussen 1990 en 1995      | [1990..1995]
den 3 maj 1990           | 1990-05-03
1980-talet               | 198X
fra 1990 til 1995        | 1990/1995
før 1990                 | [..1989]
XIX century              | 18XX
"""

ENGLISH = """
3 years ago  | 2023
may 2019     | 2019-05
mar 2019     | 2019-03
12. Sept. 1914 | 1914-09-12
1st century BC | -0099/0000
"""

REFUSED = """
5 ago                    | write EDTF
2019 ago                 | write EDTF
3 centuries              | write EDTF
3 mai                    | which year? write it too, as in 3 May 2026
31. Februar 1990         | month 02 has no day 31
lunes 3 de mayo de 1990  | 3 May 1990 was a Thursday
Mitte des 19. Jahrhunderts | it is vague, write [1834~..1866~]
début mai 1990           | it is vague
80er Jahre               | which century?
1900-talet               | write EDTF
mar. 3 mai 1990          | write EDTF
mai-90                   | which century?
jui 1990                 | write EDTF
No 1990                  | write EDTF
LA 1990                  | write EDTF
die 1990                 | write EDTF
a 1990                   | write EDTF
18 c.                    | which century?
set                      | which year?
"""


@pytest.mark.parametrize(
    ("text", "date"), rows(GERMAN, FRENCH, SPANISH_AND_OTHERS, ENGLISH), ids=str
)
def test_read(text: str, date: str) -> None:
    assert read(text, TODAY) == edtf.parse(date)


@pytest.mark.parametrize(("text", "why"), rows(REFUSED))
def test_refused(text: str, why: str) -> None:
    with pytest.raises(DateError) as refused:
        read(text, TODAY)
    assert str(refused.value).startswith(f"{text!r} is no date: ")
    assert why in str(refused.value)


@pytest.mark.parametrize(("tables", "size"), [(MONTHS, 12), (DAYS, 7)])
def test_no_word_has_two_meanings(tables: dict[str, str], size: int) -> None:
    meanings: dict[str, int] = {}
    for table in tables.values():
        assert len(table.split("|")) == size
        for number, words in enumerate(table.split("|")):
            for word in words.split():
                assert meanings.setdefault(word, number) == number, word


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_and_day(language: str) -> None:
    for month, words in enumerate(MONTHS[language].split("|"), 1):
        for word, day in itertools.product(words.split(), range(1, month_length(2024, month) + 1)):
            date = f"2024-{month:02}-{day:02}"
            for said in (
                f"{day} {word} 2024",
                f"{day}. {word.title()}. 2024",
                f"2024 {word} {day}",
            ):
                assert read(said, TODAY).text == date, said
            assert read(f"{word.upper()} 2024", TODAY).text == date[:7]


@pytest.mark.parametrize("language", DAYS)
def test_every_day_of_the_week(language: str) -> None:
    for day, words in enumerate(DAYS[language].split("|"), 1):  # 1 January 2024 was a Monday
        for word in words.split():
            assert read(f"{word} {day} Jan 2024", TODAY).text == f"2024-01-{day:02}"
            with pytest.raises(DateError, match="was a"):
                read(f"{word}, {day + 1} Jan 2024", TODAY)


ROMAN = re.findall(
    r"\S+", "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI"
)


@given(st.integers(1, 21), st.sampled_from(["", " BC"]))
def test_every_century(number: int, era: str) -> None:
    english = read(f"{number}th century{era}", TODAY)
    bc = " a. C." if era else ""
    for said in (f"siglo {ROMAN[number - 1]}{bc}", f"{ROMAN[number - 1]} secolo{bc}"):
        assert read(said, TODAY) == english
    assert read(f"{number}. Jh.{' v. Chr.' if era else ''}", TODAY) == english
    assert read(f"{ROMAN[number - 1]}e siècle{' av. J.-C.' if era else ''}", TODAY) == english
