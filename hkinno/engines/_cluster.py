"""A cluster of Spark: how it is named, how it is reached, what it says when something fails."""

import atexit
import contextlib
import os
import re
import shutil
import socket
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from threading import Event
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import quote, unquote

from hkinno.errors import HkinnoError, StoreError, UsageError, named, quoted

SCHEME = "spark://"
_NEEDS = "asking Spark needs pyspark: pip install pyspark"
_NEEDS_JAVA = "Spark needs Java, 17 or later: the command java, or $JAVA_HOME"
_HOW = "an address is as spark://host:7077/?path=events/"
_PORT = 7077
_HOST = r"[\w.-]+(:\d{1,5})?"
_LOCAL = r"local(\[(\d+|\*)\])?|local-cluster\[\d+,\d+,\d+\]"
_ANSWERS = 5.0  # seconds, in which a master answers
_BEGINS = 60  # seconds, in which an executor begins
# What is set unless an address says otherwise. In a text of SQL nothing stands for a variable.
_SETTINGS = {
    "spark.app.name": "hkinno",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.variable.substitute": "false",
    # what comes here comes a partition at a time, for which there has to be room; without any,
    # threads of Java end one by one, and it waits for ever, unless it is told to end
    "spark.sql.adaptive.advisoryPartitionSizeInBytes": "8m",
    "spark.sql.adaptive.coalescePartitions.parallelismFirst": "false",
    "spark.driver.extraJavaOptions": "-XX:+ExitOnOutOfMemoryError",
}


class Address(NamedTuple):
    """A cluster, where on it the events are, and what is set there."""

    master: str
    paths: tuple[str, ...]
    settings: tuple[tuple[str, str], ...]


def parse(address: str) -> Address:
    """An address by its parts, which may have characters as %XX. Raises UsageError."""
    head, _, asked = address.removeprefix(SCHEME).partition("?")
    master = unquote(head.removesuffix("/"))
    paths, settings = list[str](), list[tuple[str, str]]()
    for part in filter(None, asked.split("&")):
        name, _, value = part.partition("=")
        if name == "path" and value:
            paths.append(unquote(value))
        elif name.startswith("spark.") and value:
            settings.append((name, unquote(value)))
        else:
            raise UsageError(f"{named(address)} has {quoted(part)} in it; {_HOW}")
    if not re.fullmatch(_LOCAL, master):
        if not re.fullmatch(rf"{_HOST}(,{_HOST})*", master):
            raise UsageError(f"{named(address)} names no master; {_HOW}")
        hosts = (host if ":" in host else f"{host}:{_PORT}" for host in master.split(","))
        master = f"{SCHEME}{','.join(hosts)}"
    return Address(master, tuple(paths), tuple(sorted(settings)))


def address_of(address: str, path: str) -> str:
    """The address of what is at a path of this machine, on the cluster of another address."""
    head, _, asked = address.partition("?")
    kept = [part for part in asked.split("&") if part and not part.startswith("path=")]
    return f"{head.removesuffix('/')}/?{'&'.join([*kept, f'path={quote(path)}'])}"


def paths_of(address: Address, label: str) -> Sequence[str]:
    """The paths of an address. Raises UsageError where it has none."""
    if not address.paths:
        raise UsageError(f"{label} names no path; {_HOW}")
    return address.paths


def session_of(address: Address) -> Any:
    """A session with a cluster, with views of its own. Raises HkinnoError."""
    return _session(address.master, address.settings).newSession()


@cache
def _session(master: str, settings: tuple[tuple[str, str], ...]) -> Any:
    _refuse_silent(master)
    try:
        from pyspark import SparkConf, SparkContext
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise HkinnoError(_NEEDS) from error
    if SparkContext._active_spark_context is not None:
        raise HkinnoError(
            "all addresses of Spark have to be of one cluster, with the same settings"
        )
    chosen = {**_SETTINGS, "spark.master": master, **dict(settings)}
    conf = SparkConf(loadDefaults=False).setAll(list(chosen.items()))
    warnings.filterwarnings("ignore", module="pyspark")  # of libraries that hkinno does not use
    with tempfile.TemporaryFile(prefix="hkinno-") as said:
        try:
            context = SparkContext(conf=conf, gateway=_gateway(conf, said))
        except _faults() as error:
            raise HkinnoError(f"{master} cannot be reached: {_why_not(said, error)}") from error
    atexit.register(_end, context)
    context.pythonExec = chosen.get("spark.pyspark.python", _python(context))
    if not master.startswith("local"):
        _await_executor(context, master)
    return SparkSession(context)


def _python(context: Any) -> str:
    """The Python of the executors: as $PYSPARK_PYTHON says, else at the same path as this one."""
    told: str = context.pythonExec
    return sys.executable if told == "python3" else told


def _gateway(conf: Any, said: BinaryIO) -> Any:
    """Java, which says what it says into a file, since none of it is an answer."""
    from pyspark.java_gateway import launch_gateway

    return launch_gateway(conf, {"stdout": said, "stderr": said})


def _refuse_silent(master: str) -> None:
    """Raise HkinnoError where no master answers: Spark itself would try for minutes."""
    if not master.startswith(SCHEME):
        return
    why = ""
    for host in master.removeprefix(SCHEME).split(","):
        name, _, port = host.rpartition(":")
        try:
            socket.create_connection((name, int(port)), _ANSWERS).close()
            return
        except (OSError, OverflowError) as error:
            why = str(getattr(error, "strerror", "") or error)
    raise HkinnoError(f"{master} does not answer: {why}")


def _await_executor(context: Any, master: str) -> None:
    """Raise HkinnoError where no worker takes up the work, for which Spark would wait for ever."""
    for _ in range(_BEGINS * 10):
        if context._jsc.sc().getExecutorMemoryStatus().size() > 1:  # one of them is this driver
            return
        Event().wait(0.1)
    raise HkinnoError(
        f"no worker of {master} has taken up the work in {_BEGINS} seconds: none is free, or none "
        "has the memory of an executor (&spark.executor.memory=1g)"
    )


def _why_not(said: BinaryIO, error: Exception) -> str:
    """What Java said last, or what went wrong before."""
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines()
    if any("JAVA_HOME is not set" in line or "java: not found" in line for line in lines):
        return _NEEDS_JAVA
    if any("UnsupportedClassVersionError" in line for line in lines):
        return _NEEDS_JAVA
    faults = [line for line in lines if re.search(r"(Exception|Error)\b.*: ", line)]
    return (faults or lines or [str(error)])[-1].strip()


def _end(context: Any) -> None:
    """Say goodbye, and take along what a cluster for trying has left beside Spark's programs."""
    with contextlib.suppress(*_faults()):  # there may be none any more
        home = context._jsc.sc().getSparkHome().get()
        used = os.path.join(home, "work", context.applicationId)
        is_trial = context.master.startswith("local-cluster")
        context.stop()
        if is_trial:
            shutil.rmtree(used, ignore_errors=True)


def _faults() -> tuple[type[Exception], ...]:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    return (Py4JError, PySparkException, OSError)


@contextlib.contextmanager
def in_words(failed: str) -> Iterator[None]:
    """Turn what Spark raises into a sentence, which begins with what has failed."""
    try:
        yield
    except (EOFError, ConnectionError) as error:  # of the pipe to Java
        raise StoreError(
            f"{failed}: Java has ended here, perhaps for want of memory (&spark.driver.memory=4g)"
        ) from error
    except _faults() as error:
        raise StoreError(f"{failed}: {why(error)}") from error


def why(error: Exception) -> str:
    """What Spark, or Java, says, in one line, without names of classes."""
    cause = getattr(error, "java_exception", None)
    text = str(cause.toString() if cause is not None else error)
    for line in reversed(text.splitlines()):
        if found := re.search(r"(?:Exception|Error): (.+)", line):
            return found[1].strip()
    return text.split("\n", 1)[0]
