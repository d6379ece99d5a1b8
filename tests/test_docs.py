"""The manual is run: what it shows is what hkinno says, and where its links lead is something.

`manual.py` says how its pages are read. After a change that is meant to be seen, write the answers
anew with `pytest --update`, and read the difference.
"""

import doctest
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from conftest import ROOT, needs
from manual import (
    BIN,
    EVERYWHERE,
    GENERATED,
    PAGE,
    PAGES,
    TODAY,
    TOOLS,
    WRITTEN,
    Block,
    Page,
    answered,
    commands,
    prepare,
    programs,
    world,
)

from hkinno import HkinnoError, parse_date
from hkinno.dates.calendar import bound
from hkinno.events import Event

README = PAGE["README.md"]
IMAGES = ROOT / "docs" / "images"
SESSIONS = [(page, session) for page in PAGES for session in page.sessions]
LINKED = [*PAGES, Page("CHANGELOG.md"), Page("benchmarks/README.md")]
each_page = pytest.mark.parametrize("page", LINKED, ids=lambda page: page.name)


# --- sessions


@pytest.mark.parametrize(
    ("page", "session"),
    SESSIONS,
    ids=[f"{page.name}:{first.line}" for page, (first, *_) in SESSIONS],
)
def test_every_answer_is_the_real_one(page: Page, session: list[Block], tmp_path: Path) -> None:
    assert (BIN / "hkinno").exists(), "install hkinno first: pip install -e '.[dev]'"
    for tool in programs(session) & TOOLS:
        needs(tool)
    prepare(page, tmp_path)
    for block in session:
        told = answered(block, tmp_path)
        assert told == block.text, f"{page.name}:{block.line}: if it is meant, pytest --update"


def test_no_answer_is_a_traceback() -> None:
    """`--update` writes whatever the commands say."""
    for page in PAGES:
        assert "Traceback (most recent call last)" not in page.text, page.name


def test_every_tool_of_the_manual_is_looked_for() -> None:
    used = set().union(*(programs(session) for _, session in SESSIONS))
    differ = used ^ (TOOLS | EVERYWHERE)
    assert not differ, f"TOOLS and EVERYWHERE in tests/manual.py differ from the pages: {differ}"


def test_the_python_session_answers_as_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PAGE["docs/python.md"]
    (block,) = (block for block in page.blocks if block.language == "pycon")
    monkeypatch.chdir(tmp_path)
    example = doctest.DocTestParser().get_doctest(block.text, {}, page.name, page.name, block.line)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    assert runner.run(example, out=said.append).attempted > 3
    assert not said, "".join(said)


def test_what_shows_a_command_is_run() -> None:
    """All blocks are sessions, files of sessions, or run by .ci/run: there is no other kind.

    But for those that need a cluster, which tests/engines/test_spark.py runs.
    """
    installs = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    patterns = re.findall(r"readme '(.+)'", installs)
    for page in PAGES:
        for block in page.blocks:
            if block.language == "sh" and page is PAGE["docs/scale.md"]:
                continue
            if block.language == "sh":
                assert page is README, f"{page.name}:{block.line}: make it a console block"
                for line in block.text.splitlines():
                    run = any(re.search(pattern, line) for pattern in patterns)
                    assert run, f".ci/run has no step for this line of the README: {line}"
            elif block.language == "pycon":
                assert page.name == "docs/python.md", f"{page.name}:{block.line}: nothing runs this"
            else:
                run = block.language == "console" or block.label is not None
                assert run, f"{page.name}:{block.line}: nothing runs this block"


@pytest.mark.slow
def test_the_benchmarks_run_as_their_page_says(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "benchmarks", tmp_path / "benchmarks")
    needs("jq")
    for block in Page("benchmarks/README.md").blocks:
        for command in commands(block):
            done = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=world(tmp_path))
            assert done.returncode == 0, command


def test_every_fence_is_read() -> None:
    """One that is indented, or has no language, would be a block of its own kind."""
    for page in PAGES:
        fences = re.findall(r"^\s*(?:```|~~~).*", page.text, re.M)
        assert len(fences) == 2 * len(page.blocks), f"{page.name}: not all of {fences} are read"


def test_the_two_commands_do_all_that_is_needed_by_themselves() -> None:
    see, check = [block.text.strip() for block in README.blocks if block.language == "sh"][:2]
    start = "python3 -m venv .venv && .venv/bin/pip install -q -e "
    assert see == f"{start}. && .venv/bin/hkinno timeline --since 2015"
    assert check == f"{start}'.[dev]' && .venv/bin/python -m pytest"


def test_the_json_of_the_store_has_every_field() -> None:
    (block,) = (block for block in PAGE["docs/store.md"].blocks if block.language == "json")
    (first, *_) = msgspec.json.decode(block.text)["events"]
    missing = set(Event.__struct_fields__) - set(first)
    assert not missing, f"docs/store.md: give the first event of its json block {missing}"
    assert set(first) > set(Event.__struct_fields__)  # and one that hkinno does not know


# --- pages


def test_the_first_page_can_be_read_at_once() -> None:
    assert len(README.text.splitlines()) <= 150
    for page in PAGES:
        led = page is README or (page.name, "") in README.links
        assert led, f"README.md: 'The commands and the manual' has no link to {page.name}"


@pytest.mark.parametrize("name", WRITTEN)
def test_a_page_that_is_written_has_all_commands_or_keys(name: str) -> None:
    found = PAGE[name].text.partition(GENERATED)[2]
    asked = re.sub(r"(^```console\n\$ .*\n)(?:.*\n)*?```$", r"\1```", found, flags=re.M)
    assert asked == "".join(WRITTEN[name]()), f"{name} is stale: pytest --update writes it"


@each_page
def test_links_lead_to_what_is_there(page: Page) -> None:
    elsewhere = re.findall(r"^\[[^\]]+\]:.*", page.text, re.M)
    assert not elsewhere, f"{page.name}: write {elsewhere} where they are used"
    for path, anchor in page.links:
        target = (page.path.parent / path).resolve() if path else page.path
        assert target.exists(), f"{page.name}: there is no {path}"
        if anchor:
            there = Page(target.relative_to(ROOT).as_posix()).anchors
            assert anchor in there, f"{page.name}: {path or page.name} has no heading for #{anchor}"


# --- pictures


def test_the_pictures_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "docs/pictures.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{done.stderr} (pytest --update does it)"


def test_every_picture_is_shown_by_light_and_by_dark() -> None:
    shown = {
        (page.path.parent / path).resolve()
        for page in PAGES
        for path, _ in page.links
        if "images/" in path
    }
    assert shown == {path for path in IMAGES.iterdir() if path.suffix in (".svg", ".png")}
    themes = {"light": "dark", "dark": "light"}
    for name in (path.name for path in shown):
        other = re.sub("light|dark", lambda theme: themes[theme[0]], name)
        assert other in {path.name for path in shown} - {name}, f"{name} has no {other} beside it"
    assert {"page-light.png", "browse-light.svg"} <= {Path(path).name for path, _ in README.links}


@pytest.mark.parametrize("path", sorted(IMAGES.glob("*.svg")), ids=lambda path: path.name)
def test_a_picture_asks_no_server_for_anything(path: Path) -> None:
    svg = path.read_text(encoding="utf-8")
    assert svg.count("://") == 1  # the name of SVG itself
    assert 'xmlns="http://www.w3.org/2000/svg"' in svg
    assert not re.search(r"@import|@font-face|<image|<script|href", svg)


# --- the tables of dates


def rows(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading: the cells, without their backquotes."""
    _, found, rest = PAGE["docs/dates.md"].text.partition(f"\n## {heading}\n")
    assert found, f"docs/dates.md has no heading {heading!r}"
    part = rest.partition("\n#")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def codes(cell: str) -> list[str]:
    return re.findall("`([^`]+)`", cell)


def span(text: str) -> str:
    """`lo … hi` as the manual writes it."""
    when = parse_date(text, TODAY)
    lo, hi = bound(when.lo), bound(when.hi)
    return str(lo) if lo == hi else f"{lo or ''} … {hi or ''}".strip()


@pytest.mark.parametrize("row", rows("What a store may say"), ids=lambda row: row[0])
def test_the_table_of_edtf_is_true(row: list[str]) -> None:
    (text,), days = codes(row[0]), row[2]
    assert span(text) == days


@pytest.mark.parametrize("row", rows("What you may type"), ids=lambda row: row[0])
def test_the_table_of_phrases_is_true(row: list[str]) -> None:
    typed, stored = codes(row[0]), codes(row[1])
    if len(stored) == 1:
        stored *= len(typed)
    assert [parse_date(text, TODAY).text for text in typed] == stored


@pytest.mark.parametrize("row", rows("What is refused"), ids=lambda row: row[0])
def test_what_the_manual_says_is_refused_is(row: list[str]) -> None:
    for text in codes(row[0]):
        with pytest.raises(HkinnoError):
            parse_date(text, TODAY)


def test_git_fills_in_what_is_missing_from_today(tmp_path: Path) -> None:
    """The surprise that the manual tells of, so that it does not outlive its truth."""
    git = [needs("git"), "-C", str(tmp_path)]
    subprocess.run([*git, "init", "-q"], env=world(tmp_path), check=True)
    before = time.gmtime().tm_mon
    asked = [*git, "rev-parse", "--since=2019-02"]
    said = subprocess.run(asked, env=world(tmp_path), check=True, capture_output=True).stdout
    begins = time.gmtime(int(said.decode().removeprefix("--max-age=")))
    assert begins[:3] in {(2019, month, 2) for month in (before, time.gmtime().tm_mon)}
