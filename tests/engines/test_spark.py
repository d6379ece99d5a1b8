"""Spark is asked what a file is asked, on two executors in processes of their own.

Few questions here, of all kinds, and very many by hand (`pytest -m slow`): each takes seconds.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, HARD, HKINNO, ROOT, call, needs, quiet, run
from hypothesis import HealthCheck, settings
from manual import PAGE
from questions import lines_of, query_of
from test_conformance import DATES, MODES, agrees, check, dates, given_both, indexed, parquet

from hkinno import Query, load
from hkinno.engines._cluster import address_of, parse
from hkinno.store.store import Store

CLUSTER = "spark://local-cluster[2,1,1024]/?" + "&".join(
    (
        "spark.sql.shuffle.partitions=2",
        "spark.sql.codegen.wholeStage=false",  # to compile takes longer than so few rows
        "spark.sql.codegen.factoryMode=NO_CODEGEN",
    )
)
on_spark = pytest.mark.cluster


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def cluster() -> str:
    """The address of a cluster, if there can be one."""
    missing = [
        what
        for what, there in (
            ("pyspark", importlib.util.find_spec("pyspark")),
            ("java", shutil.which("java") or os.environ.get("JAVA_HOME")),
        )
        if not there
    ]
    if missing and os.environ.get("CI"):
        pytest.fail(f"{' and '.join(missing)} is missing, and CI must not skip")
    if missing:
        pytest.skip(f"{' and '.join(missing)} is not installed")
    return CLUSTER


def in_spark(path: Path) -> Store:
    return load(address_of(CLUSTER, str(path)))


def in_spark_index(path: Path) -> Store:
    store = path.with_suffix(".jsonl")
    return in_spark(indexed(store, 3_000) if load(store).select(Query()).total else path)


# --- addresses, which need no Spark


def test_an_address_names_a_master_paths_and_settings() -> None:
    found = parse("spark://a:1,b/?path=x%20y%26z/&path=hdfs://n/e&spark.executor.memory=2g")
    assert found.master == "spark://a:1,b:7077"
    assert found.paths == ("x y&z/", "hdfs://n/e")
    assert dict(found.settings) == {"spark.executor.memory": "2g"}
    for local in ("local", "local[2]", "local[*]", "local-cluster[2,1,1024]"):
        assert parse(f"spark://{local}?path=x").master == local


def test_the_address_of_another_path_has_the_same_settings() -> None:
    there = address_of("spark://h/?path=a&spark.x=1", "/tmp/b c&d%/é+")
    assert parse(there) == parse("spark://h/?spark.x=1")._replace(paths=("/tmp/b c&d%/é+",))


REFUSED = {
    "spark://host:7077": (2, "spark://host:7077 names no path; an address is as spark://"),
    "spark://host/?pth=x": (2, "spark://host/?pth=x has 'pth=x' in it; an address is as "),
    "spark:///?path=x": (2, "spark:///?path=x names no master; an address is as "),
    "spark://[2]/?path=x": (2, "names no master; an address is as "),
    "spark://localhost:1/?path=x": (1, "spark://localhost:1 does not answer: Connection refused"),
    "spark://localhost:99999/?path=x": (1, "spark://localhost:99999 does not answer: "),
}


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_no_address_is_one_sentence(address: str) -> None:
    code, said = REFUSED[address]
    done = call("timeline", "-s", address)
    assert (done.code, done.err.count("\n")) == (code, 1)
    assert said in done.err


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    done = call("timeline", "-s", "spark://local[1]/?path=x&spark.none=1")
    assert (done.code, done.err) == (
        1,
        "hkinno: asking Spark needs pyspark: pip install pyspark\n",
    )


@on_spark
def test_java_that_is_missing_is_named(cluster: str, tmp_path: Path) -> None:
    assert cluster
    for name in ("bash", "env", "dirname", "basename", "readlink", "uname", "nice", "ps"):
        (tmp_path / name).symlink_to(needs(name))
    world = {k: v for k, v in quiet().items() if k != "JAVA_HOME"} | {"PATH": str(tmp_path)}
    done = subprocess.run(
        [*HKINNO, "timeline", "-s", "spark://local[1]/?path=x"], capture_output=True, env=world
    )
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "hkinno: local[1] cannot be reached: Spark needs Java, 17 or later: the command java, or "
        "$JAVA_HOME\n"
    )


def test_an_index_is_made_by_what_can_do_work() -> None:
    for address in ("s3://bucket/", "http://host", "host:7077", ""):
        done = call("index", str(EVENTS), "-o", "x", "--with", address)
        assert done.code == 2
        assert "--with takes an address as spark://host:7077, not " in done.err


def test_nothing_is_changed_through_spark() -> None:
    done = call("add", "-s", "spark://h/?path=x", "--date", "2002", "--title", "x")
    assert done.code == 1
    assert "read-only" in done.err


# --- the same answers

many = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
BOTH = {"spark": in_spark, "spark index": in_spark_index}


@pytest.fixture
def every_date(tmp_path: Path) -> Path:
    path = tmp_path / "s.jsonl"
    events = [{"id": f"e'{n}\\", "date": date, "title": "t ${x}"} for n, date in enumerate(DATES)]
    path.write_bytes(b"\n".join(lines_of(events)))
    parquet(load(path), tmp_path)
    return path


def windows(path: Path, bounds: list[str]) -> None:
    """Each of these dates is a window, in each mode."""
    store, engine, found = load(path), in_spark_index(path), 0
    for bound in bounds:
        for certain, inside in MODES:
            query = query_of({"on": bound, "certain": certain, "inside": inside}, store)
            if query:
                assert dates(engine, query) == dates(store, query), (bound, certain, inside)
                found += len(store.select(query).entries)
    assert found > len(bounds)


@on_spark
def test_dates_of_every_kind_are_found(cluster: str, every_date: Path) -> None:
    assert cluster
    windows(every_date, ["201X-07-04"])


@pytest.mark.slow
@on_spark
def test_dates_of_every_kind_are_found_in_windows_of_every_kind(
    cluster: str, every_date: Path
) -> None:
    assert cluster
    windows(every_date, DATES)


HOSTILE: list[dict[str, Any]] = [
    {"id": "a'b\\", "date": "2019", "title": "it's a \\ ${spark.x} %_", "category": "it's"},
    {"id": "b", "date": "Feb 2019", "title": "ß İ", "category": "\\", "tags": ["x\x1fy", "SS"]},
    {"id": 'c"`', "date": "201X-02-29", "title": "香港 \x00", "category": "${x}"},
    {"id": "d", "date": "2018~/2020", "title": "Σς", "places": ["ß", "--", "/* x */"]},
]
PLAIN: list[Mapping[str, Any]] = [
    {"category": "it's"},
    {"category": "\\\\,${x}", "sort": "title", "reverse": True},
    {"search": ["it's a \\", "${spark.x}"], "limit": 1},
    {"place": "SS", "on": "2019", "inside": True},
    {"where": "precision=year", "since": "2019", "certain": True},
]


@on_spark
def test_hostile_texts_are_found(cluster: str, tmp_path: Path) -> None:
    assert cluster
    path = tmp_path / "s.jsonl"
    path.write_bytes(b"\n".join(lines_of(HOSTILE)))
    agrees(path, PLAIN, tmp_path, {"spark": in_spark})


@pytest.mark.slow
@on_spark
@many
@given_both
def test_spark_answers_very_many_questions(made: list[Any], asked: list[Any]) -> None:
    check(made, asked, BOTH)


ASKED = [
    ("timeline", "--json"),
    ("timeline", "-f", "csv", "--reverse", "--search", "park"),
    ("timeline", "--where", "date_note="),
    ("show", "science-park-opens"),
    ("show", "nothing-like-it"),
    ("stats", "--by", "decade", "--json"),
    ("stats", "--by", "category"),
    ("chart", "--since", "2015"),
]


@on_spark
def test_an_index_made_by_a_cluster_answers_through_it_and_without(cluster: str) -> None:
    shutil.copy(EVENTS, "own.json")
    call("timeline", "-s", str(HARD), "-o", "more.jsonl")
    made = call("index", "own.json", "more.jsonl", "-o", "events", "--with", cluster)
    assert (made.code, made.out) == (0, ""), made.err
    assert "warning: more.jsonl: event " in made.err
    both = ("-s", "own.json", "-s", "more.jsonl")
    hadoop = call("timeline", "--json", "-s", address_of(cluster, f"file://{Path.cwd()}/event?"))
    assert hadoop.json() == call("timeline", "--json", "-s", "events").json()
    for asked in ASKED:
        file = call(*asked, *both)
        for store in ("events", address_of(cluster, "events")):
            found = call(*asked, "-s", store)
            assert found.code == file.code
            assert found.out == file.out.replace("own.json and more.jsonl", "events")
    twice = call("index", "own.json", "events/../own.json", "-o", "e2", "--with", cluster)
    assert twice.code == 1
    assert "this id stands already at own.json: event 1 " in twice.err
    Path("bad.jsonl").write_text('{"id": 7}\n')
    bad = call("index", "own.json", "bad.jsonl", "-o", "e2", "--with", cluster)
    assert (bad.code, bad.err.count("\n")) == (1, 1)
    assert "bad.jsonl: event 1 '7' (line 1): id should be text" in bad.err
    assert not Path("e2").exists()
    Path("cut.parquet").write_bytes(next(Path("events").rglob("*.parquet")).read_bytes()[:-9])
    for path, said in (
        ("none.parquet", "there is no file "),
        (f"file://{Path.cwd()}/none/", "there is no file *.parquet at file://"),
        ("cut.parquet", "cut.parquet is no whole Parquet file: "),
        ("events/span=0", "is no whole index: "),
    ):
        done = call("timeline", "-s", address_of(cluster, path))
        assert (done.code, done.err.count("\n")) == (1, 1)
        assert said in done.err


@pytest.mark.slow
@on_spark
@pytest.mark.parametrize("number", [0, 1])
def test_the_recipes_of_the_manual_run(cluster: str, number: int) -> None:
    assert cluster
    recipes = [block.text for block in PAGE["docs/scale.md"].blocks if block.language == "sh"]
    Path("parts").mkdir()
    call("timeline", "-s", str(EVENTS), "-o", "parts/1.jsonl")
    script = f"set -eu\n{recipes[number]}\n"
    world = quiet({"PATH": f"{Path(HKINNO[0]).parent}:{os.environ['PATH']}"})
    done = subprocess.Popen(
        ["bash", "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=world,
        start_new_session=True,
    )
    try:
        assert done.stdout is not None
        seen = b""
        while b"of 19 events" not in seen:
            line = done.stdout.readline()
            assert line, seen
            seen += line
    finally:
        os.killpg(done.pid, signal.SIGKILL)
        done.communicate()


def executors() -> list[int]:
    """The processes of executors."""
    found = subprocess.run(
        ["pgrep", "-f", "CoarseGrainedExecutorBackend"], capture_output=True, text=True, check=False
    )
    return list(map(int, found.stdout.split()))


@pytest.fixture
def killing() -> Iterator[list[int]]:
    """Meanwhile, executors are killed, one after the other, as soon as there are two."""
    killed, over = list[int](), threading.Event()

    def kill() -> None:
        while not over.wait(0.5):
            there = [pid for pid in executors() if pid not in before and pid not in killed]
            if len(killed) < 2 and len(there) > 1:
                over.wait(4)
                os.kill(there[0], signal.SIGKILL)
                killed.append(there[0])

    before = executors()
    thread = threading.Thread(target=kill)
    thread.start()
    yield killed
    over.set()
    thread.join()


@pytest.mark.slow
@on_spark
def test_an_executor_that_is_killed_changes_no_answer(cluster: str, killing: list[int]) -> None:
    make = [str(ROOT / "benchmarks" / "generate.py"), "200000", "-o", "s.jsonl"]
    subprocess.run([HKINNO[0], *make], check=True, env=quiet())
    done = run("index", "s.jsonl", "-o", "events", "--with", cluster)
    assert done.code == 0, done.err
    time.sleep(1)
    assert killing
    asked = ("timeline", "--on", "2015", "--json")
    assert run(*asked, "-s", address_of(cluster, "events")).out == run(*asked, "-s", "s.jsonl").out
