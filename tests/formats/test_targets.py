"""`-o` never destroys events, in whatever format they are."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EVENTS, call
from openpyxl import Workbook
from round_trip import BOTH_WAYS, CARRIES, target_of

from hkinno import registry
from hkinno.losses import How

Store = Callable[..., str]
HOLDING = [n for n in (*BOTH_WAYS, "sqlite") if CARRIES[n].how("id") == How.DATA]


@pytest.mark.parametrize("name", HOLDING)
def test_an_answer_may_be_written_again_but_not_over_other_events(
    name: str, store: Store, tmp_path: Path
) -> None:
    target = str(target_of(name, tmp_path))
    args = ("timeline", "-f", name, "-o", target, "-s", str(EVENTS))
    assert call(*args).code == 0
    assert call(*args, "--since", "2018").code == 0
    assert call(*args).code == 0
    before = Path(target).read_bytes()
    mine = store({"id": "mine", "date": "2002", "title": "Mine"})
    done = call("timeline", "-f", name, "-o", target, "-s", mine)
    assert (done.code, Path(target).read_bytes()) == (1, before)
    assert "holds 19 events that no store that is read has ('hong-kong-returns'" in done.err
    assert call("timeline", "-f", name, "-o", target, "-s", mine, "--force").code == 0


def spreadsheet(path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet(index=0)
    sheet.append(["When", "What"])
    sheet.append(["2001", "Founded"])
    book.save(path)


OTHERS: dict[str, Callable[[Path], object]] = {
    "plan.csv": lambda path: path.write_text("When,What\n2001,Founded\n"),
    "plan.tsv": lambda path: path.write_text("When\tWhat\n2001\tFounded\n"),
    "plan.yml": lambda path: path.write_text("- when: 2001\n  what: Founded\n"),
    "plan.json": lambda path: path.write_text('[{"start": "2001", "content": "Founded"}]'),
    "plan.xlsx": spreadsheet,
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_import_would_find_is_not_overwritten(name: str, tmp_path: Path) -> None:
    target = tmp_path / name
    OTHERS[name](target)
    before = target.read_bytes()
    done = call("timeline", "-o", str(target))
    assert (done.code, target.read_bytes()) == (1, before)
    assert "holds 1 event that no store that is read has ('Founded')" in done.err


@pytest.mark.parametrize(
    ("name", "text"),
    [("pay.csv", "Name,Salary\nA,10\n"), ("a.json", '{"name": "x"}'), ("empty.ics", "")],
)
def test_what_holds_no_events_is(name: str, text: str, tmp_path: Path) -> None:
    target = tmp_path / name
    target.write_text(text)
    assert call("timeline", "-o", str(target)).code == 0


TABLES = [n for n in registry.having("formats", "write_table") if registry.suffixes(n)]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("command", ["stats", "check", "log"])
def test_rows_that_are_no_events_are_written_over_their_like(
    name: str, command: str, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.json"
    mine.write_text(json.dumps([{"id": "a", "date": "2002", "title": "A"}]))
    assert call("add", "-s", str(mine), "--date", "2003", "--title", "B").code == 0
    target = str(target_of(name, tmp_path))
    for _ in range(2):
        done = call(command, "-s", str(mine), "-f", name, "-o", target)
        assert done.code == 0, done.err
