"""The files that paths in a store name lie in its folder, whatever the paths say."""

import os
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hkinno.store.beside import beside, folder_of, is_path
from hkinno.store.open import open_reader

_pieces = st.one_of(
    st.sampled_from(["..", ".", "%2e%2e", "%2F", "\\", "~", "C:", "file:", "", "a", "up", "out"]),
    st.text(max_size=8),
)
_urls = st.one_of(
    st.text(max_size=30),
    st.lists(_pieces, max_size=6).map("/".join),
    st.text(st.characters(exclude_categories=[]), max_size=5),  # lone surrogates, too
)
_names = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="/\\:"), min_size=1
).filter(lambda name: name.strip(". ") and len(name.encode()) < 200)
once = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """A folder with links into itself, to what is outside, and around in a circle."""
    inner = tmp_path / "inner"
    (inner / "a").mkdir(parents=True)
    for name, target in (("up", ".."), ("out", "/etc"), ("round", "round"), ("same", "a")):
        (inner / name).symlink_to(target)
    return str(inner)


@once
@given(_urls)
def test_nothing_leads_out_of_the_folder(folder: str, url: str) -> None:
    found = beside(folder, url)
    if found is not None:
        assert is_path(url)
        assert found == os.path.realpath(found)
        assert found.startswith(os.path.realpath(folder) + os.sep)


@once
@given(_names)
def test_a_name_is_found_as_it_is_and_percent_encoded(folder: str, name: str) -> None:
    where = os.path.join(os.path.realpath(folder), name)
    assert beside(folder, quote(name)) == where
    if "%" not in name:
        assert beside(folder, name) == where
        assert beside(folder, f"./a/../{name}") == where
        assert beside(folder, f"same/{name}") == os.path.join(os.path.realpath(folder), "a", name)


@pytest.mark.parametrize(
    "url",
    [
        *("/etc/passwd", "//example.org/a.png", "file:///etc/passwd", "https://example.org/a.png"),
        *("data:image/png,x", "javascript:alert(1)", "C:\\a.png", "\\\\host\\a.png", "", "  "),
    ],
)
def test_what_has_a_scheme_a_host_or_a_root_is_no_path(folder: str, url: str) -> None:
    assert not is_path(url)
    assert beside(folder, url) is None


@pytest.mark.parametrize("url", ["up/x", "out/passwd", "../x", "%2Fetc/passwd", "..", ".", "a%00b"])
def test_a_path_that_leads_out_is_nothing(folder: str, url: str) -> None:
    assert beside(folder, url) is None


def test_a_store_that_is_a_file_has_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text('{"id": "a", "date": "2019", "title": "T"}\n')
    assert open_reader(str(path)).folder == str(tmp_path)
    document = tmp_path / "s.json"
    document.write_text('{"events": []}')
    assert open_reader(str(document)).folder == str(tmp_path)
    assert folder_of("s.json") is None  # there is none here
    assert folder_of("-") is None
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert folder_of(str(pipe)) is None
