"""Spark: Parquet that hkinno has written, read by a cluster, as spark://host:7077/?path=events/.

An address names the master of a standalone cluster; `spark://local-cluster[2,1,1024]/?path=…`
tries it on this machine, with two executors of one processor and 1,024 MiB each. What a cluster is
asked is the SQL that DuckDB is asked: its own programs read, filter and sort, and no Python does.
"""

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import accumulate, count
from typing import Any, TypeVar

from hkinno.engines._cluster import address_of, in_words, parse, paths_of, session_of, why
from hkinno.engines._columns import KEY
from hkinno.engines._files import SUFFIX, Said, is_index, local_files, said
from hkinno.engines._reader import EngineReader
from hkinno.errors import NoFileError, StoreError, named
from hkinno.text import listed

__all__ = ["SCHEMES", "address_of", "open_reader", "spread"]

SCHEMES = ("spark://",)
Item = TypeVar("Item")
Done = TypeVar("Done")
_GLANCE = 0.1  # seconds, after which is looked how far work is
_LOCATED = 1 << 17  # to ask takes seconds, however little is asked for
_NUMBERS = count()


def open_reader(address: str, label: str) -> EngineReader:
    """The events at an address. Raises HkinnoError."""
    there = parse(address)
    paths, session = paths_of(there, label), session_of(there)
    with in_words(f"{label} cannot be read"):
        files = [file for path in paths for file in _files(session, path, label)]
        told, counts = zip(*(_footer(session, file) for file in files), strict=True)
        indexed = is_index(told, sum(counts), label)
        each = [(files, 0)] if indexed else list(_apart(files, counts))
        frames = [_frame(session, some, begin) for some, begin in each]
        frame = reduce(lambda some, more: some.unionByName(more), frames)
        frame.createOrReplaceTempView("events")

    def rows(sql: str) -> Iterator[tuple[Any, ...]]:
        with in_words(f"{label} cannot be read"):
            yield from map(tuple, session.sql(sql).toLocalIterator())

    title = next((each.title for each in told if each.title), "")
    unique = indexed or len(files) == 1
    label = listed(list(map(named, paths)))
    return EngineReader(
        label, None, rows, sum(counts), title, unique, quoted=_quote, located=_LOCATED
    )


def spread(
    address: str,
    work: Callable[[Item], Done],
    items: Sequence[Item],
    tick: Callable[[int], None],
) -> list[Done]:
    """What comes of work with each item, a task for each; `tick` is told how many are done.

    The executors need hkinno, and what the work needs. Raises HkinnoError.
    """
    from concurrent.futures import ThreadPoolExecutor

    context = session_of(parse(address)).sparkContext
    group = f"hkinno {next(_NUMBERS)}"

    def done() -> list[Done]:
        context.setJobGroup(group, group, interruptOnCancel=True)
        found: list[Done] = context.parallelize(items, len(items)).map(work).collect()
        return found

    with ThreadPoolExecutor(1) as one, in_words(f"what {address} was to do has failed"):
        future = one.submit(done)
        try:
            while True:
                with contextlib.suppress(TimeoutError):
                    return future.result(_GLANCE)
                tick(_count_done(context, group))
        finally:
            context.cancelJobGroup(group)


def _count_done(context: Any, group: str) -> int:
    """How many tasks of a group of jobs are done."""
    tracker = context.statusTracker()
    jobs = filter(None, map(tracker.getJobInfo, tracker.getJobIdsForGroup(group)))
    stages = filter(None, (tracker.getStageInfo(stage) for job in jobs for stage in job.stageIds))
    return sum(stage.numCompletedTasks for stage in stages)


def _quote(text: str) -> str:
    """A text in the SQL of Spark, in which a backslash makes something else of what follows."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _apart(files: Sequence[str], counts: Sequence[int]) -> Iterator[tuple[list[str], int]]:
    """Files that are a store each, and how many events are before each."""
    yield from (
        ([file], begin) for file, begin in zip(files, accumulate(counts, initial=0), strict=False)
    )


def _frame(session: Any, files: Sequence[str], begin: int) -> Any:
    """The rows of files, whose places begin with this one."""
    frame = session.read.option("globPaths", "false").parquet(*files)
    return frame.withColumn("place", frame["place"] + begin) if begin else frame


def _files(session: Any, path: str, label: str) -> Sequence[str]:
    """The files at a path, as the cluster names them, sorted. Raises StoreError."""
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", path):  # it is one of this machine, and of all
        return [f"file://{file}" for file in local_files(path, label)]
    jvm, settings = session.sparkContext._jvm, session.sparkContext._jsc.hadoopConfiguration()
    there = jvm.org.apache.hadoop.fs.Path(path)
    system = there.getFileSystem(settings)
    files = list[str]()
    for status in system.globStatus(there) or ():
        root, inside = status.getPath().toString(), system.listFiles(status.getPath(), True)
        while inside.hasNext():
            file = inside.next().getPath().toString()
            hidden = any(part[:1] in "._" for part in file[len(root) :].split("/") if part)
            if file.endswith(SUFFIX) and not hidden:  # as a draft is, to all of Hadoop
                files.append(file)
    if not files:
        raise NoFileError(f"there is no file *{SUFFIX} at {named(path)}, which {label} names")
    return sorted(files)


def _footer(session: Any, file: str) -> tuple[Said, int]:
    """What a file says of itself, and how many rows it has. Raises StoreError."""
    from py4j.protocol import Py4JError

    jvm, settings = session.sparkContext._jvm, session.sparkContext._jsc.hadoopConfiguration()
    parquet = jvm.org.apache.parquet.hadoop
    source = parquet.util.HadoopInputFile.fromPath(jvm.org.apache.hadoop.fs.Path(file), settings)
    name = named(file.removeprefix("file://"))
    try:
        reader = parquet.ParquetFileReader.open(source)
    except Py4JError as error:
        raise StoreError(f"{name} is no whole Parquet file: {why(error)}") from error
    try:
        value = reader.getFooter().getFileMetaData().getKeyValueMetaData().get(KEY)
        return said(value and value.encode(), name), reader.getRecordCount()
    finally:
        reader.close()
