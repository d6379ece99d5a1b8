"""Files: replaced as a whole or not at all; what surrounds the bytes stays."""

import errno
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hkinno import HkinnoError
from hkinno.files import identity, replace
from hkinno.store.lock import locked

BLOCK = b"new " * 5000


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def failing(error: BaseException) -> Iterator[bytes]:
    yield BLOCK
    raise error


# --- replace ---


def test_a_new_file_gets_the_mode_of_any_new_file(tmp_path: Path) -> None:
    path, other = tmp_path / "new", tmp_path / "other"
    replace(str(path), [b"one, ", memoryview(b"two")])
    other.touch()
    assert path.read_bytes() == b"one, two"
    assert mode(path) == mode(other)
    assert sorted(os.listdir(tmp_path)) == ["new", "other"]


@pytest.mark.parametrize("bits", [0o600, 0o644, 0o664, 0o755, 0o444])
def test_the_mode_stays(tmp_path: Path, bits: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(bits)
    replace(str(path), [BLOCK])
    assert path.read_bytes() == BLOCK
    assert mode(path) == bits


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


@needs_root
@pytest.mark.parametrize(("user", "group"), [(1234, 1234), (0, 1234), (1234, 0), (0, 0)])
def test_the_owner_stays(tmp_path: Path, user: int, group: int) -> None:
    """Also in a folder that gives its own group to what is made there."""
    for folder_mode in (0o755, 0o2775):
        folder = tmp_path / oct(folder_mode)
        folder.mkdir()
        os.chown(folder, 0, 4321)
        folder.chmod(folder_mode)
        path = folder / "file"
        path.write_bytes(b"old")
        os.chown(path, user, group)
        path.chmod(0o640)
        replace(str(path), [b"new"])
        found = path.stat()
        assert (found.st_uid, found.st_gid, mode(path)) == (user, group, 0o640)


@needs_root
@pytest.mark.parametrize(("before", "after"), [(0o640, 0o600), (0o664, 0o644), (0o666, 0o666)])
def test_who_may_not_give_files_away_gives_no_group_more_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int, after: int
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    path = tmp_path / "file"
    path.write_bytes(b"old")
    os.chown(path, 1234, 1234)
    path.chmod(before)
    monkeypatch.setattr(os, "chown", refuse)
    replace(str(path), [b"new"])
    assert path.read_bytes() == b"new"
    assert mode(path) == after


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "target", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o600)
    link.symlink_to("far/target")
    replace(str(link), [b"new"])
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert mode(target) == 0o600
    assert os.listdir(tmp_path / "far") == ["target"]


def test_a_link_that_leads_nowhere_makes_its_target(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("target")
    replace(str(link), [b"new"])
    assert link.is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"


def test_who_reads_the_old_file_can_read_on(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        replace(str(path), [b"new"])
        assert reader.read() == b"old"


@pytest.mark.parametrize("error", [RuntimeError("x"), KeyboardInterrupt(), HkinnoError("x")])
@pytest.mark.parametrize("old", [b"old", None])
def test_a_failure_midway_leaves_all_as_it_was(
    tmp_path: Path, error: BaseException, old: bytes | None
) -> None:
    path = tmp_path / "file"
    if old:
        path.write_bytes(old)
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(type(error)):
        replace(str(path), failing(error))
    assert sorted(os.listdir(tmp_path)) == before
    assert not old or path.read_bytes() == old


def test_a_full_disk_leaves_all_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    full = OSError(errno.ENOSPC, "x")
    with pytest.raises(HkinnoError, match="cannot be written: No space left on device") as caught:
        replace(str(path), failing(full))
    assert caught.value.exit_code == 1
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_file_that_has_changed_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    before = identity(str(path))
    replace(str(path), [b"mine"], expected=before)
    with pytest.raises(HkinnoError, match="was changed by something else meanwhile"):
        replace(str(path), [b"late"], expected=before)
    assert path.read_bytes() == b"mine"
    assert os.listdir(tmp_path) == ["file"]


def test_a_device_is_written_to(tmp_path: Path) -> None:
    replace(os.devnull, [b"x"])
    assert not Path(os.devnull).is_file()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    replace(str(pipe), [b"a", b"b"])
    reader.join()
    assert got == [b"ab"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_a_full_device_is_one_sentence() -> None:
    with pytest.raises(HkinnoError, match=r"^/dev/full cannot be written: No space left on dev"):
        replace("/dev/full", [BLOCK])


def test_where_no_file_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    for name in ("missing/file", "file/below", ".", "loop", "x" * 300):
        path = os.path.join(str(tmp_path), name)
        with pytest.raises(HkinnoError) as caught:
            replace(path, [b"x"])
        assert str(caught.value).startswith(f"{path} cannot be written: ")
        assert caught.value.exit_code == 1
    assert sorted(os.listdir(tmp_path)) == ["file", "loop"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    path = str(tmp_path / "missing" / "file")
    with pytest.raises(HkinnoError) as caught:
        replace(path, [b"x"])
    assert str(caught.value) == f"{path} cannot be written: there is no folder {tmp_path}/missing"


def test_a_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:  # root would not be refused
        raise PermissionError(errno.EACCES, "x")

    path = tmp_path / "file"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(HkinnoError, match=r"file cannot be written: Permission denied$"):
        replace(str(path), [b"new"])
    assert path.read_bytes() == b"old"


def test_an_error_without_a_number_is_told_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("a sentence of its own")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(HkinnoError, match="cannot be written: a sentence of its own"):
        replace(str(tmp_path / "file"), [b"new"])


def test_a_folder_that_cannot_be_synced_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def refuse(path: str, *rest: int) -> int:
        if os.path.isdir(path):
            raise OSError(errno.EIO, "x")
        return opened(path, *rest)

    monkeypatch.setattr(os, "open", refuse)
    replace(str(tmp_path / "file"), [b"new"])
    assert (tmp_path / "file").read_bytes() == b"new"


def test_a_draft_is_private_while_it_is_written(tmp_path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield BLOCK
        (draft,) = tmp_path.iterdir()
        assert mode(draft) == 0o600
        yield BLOCK

    replace(str(tmp_path / "file"), chunks())
    assert (tmp_path / "file").read_bytes() == BLOCK * 2


def test_the_bytes_are_on_the_disk_before_the_name_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    renamed = os.replace

    def sync(handle: int) -> None:
        found = os.fstat(handle)
        done.append("folder" if stat.S_ISDIR(found.st_mode) else f"{found.st_size} bytes")

    def rename(old: str, new: str) -> None:
        done.append("rename")
        renamed(old, new)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", rename)
    replace(str(tmp_path / "file"), [b"12345"])
    assert done == ["5 bytes", "rename", "folder"]


def test_what_killed_writers_left_is_swept_away_later(tmp_path: Path) -> None:
    old, new = f".file.{'0' * 12}.draft", f".file.{'f' * 12}.draft"
    others = [f".other.{'0' * 12}.draft", ".file.my-notes.draft", ".file.old", "x.draft"]
    for name in (old, new, *others):
        (tmp_path / name).touch()
        if name != new:
            os.utime(tmp_path / name, (1e9, 1e9))
    replace(str(tmp_path / "file"), [b"x"])
    assert set(os.listdir(tmp_path)) == {new, "file", *others}


# --- identity and lock ---


def test_identity_changes_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert identity(str(path)) is None
    path.write_bytes(b"one")
    first = identity(str(path))
    assert first == identity(str(path))
    path.write_bytes(b"three")
    assert identity(str(path)) != first


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    path = str(tmp_path / "file")
    with (
        locked(path),
        pytest.raises(HkinnoError, match=r"is being written by another process; gave up after 0"),
        locked(path, timeout=0),
    ):
        pass
    with locked(path, timeout=0):
        pass
    assert os.listdir(tmp_path) == []


def test_the_lock_is_that_of_the_file_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("file")
    with (
        locked(str(tmp_path / "file")),
        pytest.raises(HkinnoError, match="is being written"),
        locked(str(tmp_path / "link"), timeout=0),
    ):
        pass


def test_a_lock_where_nothing_can_be_written(tmp_path: Path) -> None:
    path = str(tmp_path / "file" / "below")
    (tmp_path / "file").touch()
    with pytest.raises(HkinnoError, match="cannot be written"), locked(path):
        pass


def test_a_lock_that_is_refused_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:  # root would not be refused
        raise PermissionError(errno.EACCES, "x")

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    path = str(tmp_path / "file")
    with pytest.raises(HkinnoError, match=r"cannot be written: Permission denied$"), locked(path):
        pass
    assert os.listdir(tmp_path) == []
