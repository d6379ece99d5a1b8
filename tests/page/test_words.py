"""The words of the page itself: each language has all of them, and none that nothing says."""

import re

import msgspec
import pytest
from conftest import ROOT

from hkinno.chart.marks import MEANINGS
from hkinno.dates.wording import WORDINGS
from hkinno.events import BOUNDS, VALUES
from hkinno.page.language import TAGS, language

FOLDER = ROOT / "hkinno" / "page"
UNITS = ("month", "season", "quarter", "quadrimester", "semester", "year")
MADE = {f"unit {name}" for name in UNITS} | {f"form {name}" for name in MEANINGS} | set(BOUNDS)


def test_each_language_is_a_file_and_says_dates() -> None:
    assert {path.stem for path in (FOLDER / "words").iterdir()} == set(TAGS) <= set(WORDINGS)


@pytest.mark.parametrize("tag", TAGS)
def test_each_language_says_the_same(tag: str) -> None:
    ours, english = language(tag).texts, language("en").texts
    fields = {f"field {name}" for row in VALUES for name in (row.option, row.name)}
    assert set(ours) == set(english) | (fields if tag != "en" else set())
    for key, text in english.items():
        told = [set(re.findall(r"{(\w+)}", str(one))) for one in (text, ours[key])]
        assert told[1] <= told[0] | {"n"}, key


def test_each_text_is_said_somewhere() -> None:
    code = [*FOLDER.glob("*.js"), *FOLDER.glob("*.py"), FOLDER / "template.html"]
    said = "".join(path.read_text("utf-8") for path in code)
    texts = msgspec.json.decode((FOLDER / "words" / "en.json").read_bytes(), type=dict[str, object])
    for key in texts.keys() - MADE:
        assert re.search(f"""['"`]{re.escape(key)}['"`]""", said), key
