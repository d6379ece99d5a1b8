"""Through every format and back: what no loss is said of survives, what is dropped is gone."""

import os
from pathlib import Path

import pytest
from conftest import EVENTS, call
from round_trip import BOTH_WAYS, CARRIES, WRITERS, nasty, survivals, there

from hkinno import Query, load
from hkinno.losses import How, Report, losses
from hkinno.text import escape_controls

REAL = os.environ.get("HKINNO_REAL_STORES")
each_format = pytest.mark.parametrize("name", BOTH_WAYS)


@pytest.fixture(params=["events", "nasty"])
def some_store(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return EVENTS if request.param == "events" else nasty(tmp_path)


def check(store: Path, name: str, folder: Path) -> None:
    fared = list(survivals(store, name, folder))
    assert fared
    wrong = [one for one in fared if one.survived != (one.announced != How.NOT)]
    assert wrong == []


@each_format
def test_what_no_loss_is_said_of_survives(name: str, some_store: Path, tmp_path: Path) -> None:
    check(some_store, name, tmp_path)


@pytest.mark.long
@pytest.mark.skipif(REAL is None, reason="HKINNO_REAL_STORES names no folder of real sets")
@pytest.mark.parametrize("real", ["kleptocracy.json", "historicaldate.json"])
@each_format
def test_so_it_does_in_real_sets(name: str, real: str, tmp_path: Path) -> None:
    assert REAL
    check(Path(REAL) / real, name, tmp_path)


@pytest.mark.parametrize("name", WRITERS)
def test_two_runs_give_the_same_bytes(name: str, some_store: Path, tmp_path: Path) -> None:
    first = there(some_store, name, tmp_path).read_bytes()
    assert there(some_store, name, tmp_path).read_bytes() == first


@pytest.mark.parametrize("name", WRITERS)
def test_what_is_lost_is_said_once_and_strict_refuses(
    name: str, some_store: Path, tmp_path: Path
) -> None:
    found = Report(name, CARRIES[name], load(some_store).select(Query()).entries)
    args = ("timeline", "-s", str(some_store), "-f", name, "-o", str(tmp_path / "x"))
    lines = call(*args).err.splitlines()
    said = [line for line in lines if line.endswith("--explain-loss lists them")]
    assert len(said) == (not found.is_empty)
    refused = call(*args, "--strict", "--force")
    assert refused.code == bool(said), refused.err
    if said:
        assert refused.err.splitlines()[-1].endswith("; nothing is written (--strict)")
        explained = call(*args, "--force", "--explain-loss").err.splitlines()
        carries, entries = CARRIES[name], load(some_store).select(Query()).entries
        ids = [escape_controls(e.event.id) for e in entries if losses(e, carries)]
        heads = zip(explained[-len(ids) :], ids, strict=True)
        assert all(line.startswith(f"{event_id}: ") for line, event_id in heads)
        assert explained[-len(ids) - 1].startswith(f"hkinno: {name} ")
