"""Real timeline files of other people, and small ones made after their reports.

They are not part of the project: `$HKINNO_FIELD` names a folder of files with the right answers and
a program, `check.py`, that tries them all; `$HKINNO_CASES` one of small inputs, whose right dates
stand here.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import call

pytestmark = pytest.mark.usefixtures("state", "elsewhere")
FIELD, CASES = (os.environ.get(name) for name in ("HKINNO_FIELD", "HKINNO_CASES"))
REFUSED = ""
DATES = {  # file, and options -> the dates that it means, in order; or nothing where none decides
    "sheet-title-row.csv": "1656-12-25 1714/1773",
    "slides.json": "1656-12-25 1714/1773",
    "years.json": "1945 1947",
    "number-ids.json": "1848-07-19 1850",
    "terms.csv": "1825/1860 1826/1831 1834/1835 1864 1911/1912",
    "old-style.csv": "1732-02-11 1744-01-15",
    "negative-years.csv": "-1199 -0999 -0945",
    "between.csv": "1890/1900 [1890..1900]",
    "until-now.csv": "1971/.. 1980/..",
    "times.csv": "1969-07-20T09:30:00 1969-07-20T14:00:00 1969-07-20T20:17:00",
    "us-dates.csv": "2025-01-20 2025-01-31 2025-02-05",
    "excel-days.csv": REFUSED,
    "excel-days.csv --century 20": "2015-03-11 2015-04-07",
    "twelve-hours.csv": "2012-01-13T09:15:00 2012-01-13T15:00:00",
    "months.csv": "[1895-11,1895-12] 1945-04/1945-05 2005-01/2005-02",
    "zeros.csv": "1970 1970-01 1970-07-02",
    "instants.json": "2022-07-07T14:30:00+02:00 2022-07-07T14:30:00Z 2022-07-07T14:30:00",
    "not-available.csv": "2015-09 2016/2017",
    "items.csv": "2003 2014/2016",
    "windows.csv": "1998-03-12 1999",
    "short-years.csv": "-0299 0820 1066",
    "zones.json": "2022-07-08T09:00:00+09:00 2022-07-08T01:00:00Z",
    "no-headline.csv": "2020-01-02 2020-01-13",
    "blanks.csv": "1962-02 1965-04",
    "markup.csv": "1843",
    "display-date.csv": "1985 2020-03",
    "comma-tags.csv": "1927 1950",
    "codes.csv": "2019 2020",
}


@pytest.mark.skipif(FIELD is None, reason="HKINNO_FIELD does not name the folder of real files")
@pytest.mark.long
def test_real_files_come_in_with_one_command() -> None:
    script = Path(sys.executable).with_name("hkinno")
    done = subprocess.run(
        [sys.executable, str(Path(FIELD or "", "check.py")), str(script)],
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(CASES is None, reason="HKINNO_CASES does not name the folder of small inputs")
@pytest.mark.parametrize("case", DATES)
def test_small_inputs_mean_what_their_writers_meant(case: str, tmp_path: Path) -> None:
    name, *options = case.split()
    store = tmp_path / "s.json"
    store.write_text("[]")
    done = call("import", str(Path(CASES or "", name)), "-s", str(store), *options)
    shown = call("timeline", "-s", str(store), "--json").json()
    assert sorted(event["date"] for event in shown) == sorted(DATES[case].split()), done.err
    assert (done.code == 0) is bool(DATES[case])
    for event in shown:
        assert event["title"] == event["title"].strip()
        assert "<" not in event.get("summary", "")


@pytest.mark.skipif(CASES is None, reason="HKINNO_CASES does not name the folder of small inputs")
def test_all_small_inputs_are_tried() -> None:
    files = {path.name for path in Path(CASES or "").iterdir() if path.suffix in (".csv", ".json")}
    assert files == {case.split()[0] for case in DATES}
