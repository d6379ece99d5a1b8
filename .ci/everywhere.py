"""Try the wheel on every Python that is here, and look whether it can be installed elsewhere.

    python .ci/everywhere.py FOLDER      FOLDER is where .ci/wheel.py has built

A Python that is not on PATH, with pyenv or to be had through apt is said, and not tried. Nor can
other systems be tried; but all that hkinno needs has to have a wheel for each, so that nobody needs
a compiler.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

MINORS = range(11, 15)
SYSTEMS = {  # the platforms of wheels that a system takes
    "Alpine (musl)": ("musllinux_1_2_x86_64", "musllinux_1_1_x86_64"),
    "Alpine (musl) on ARM": ("musllinux_1_2_aarch64", "musllinux_1_1_aarch64"),
    "Linux (glibc 2.28)": (
        "manylinux_2_28_x86_64",
        "manylinux_2_27_x86_64",
        "manylinux2014_x86_64",
    ),
    "Linux (glibc 2.28) on ARM": ("manylinux_2_28_aarch64", "manylinux2014_aarch64"),
    "macOS": ("macosx_11_0_arm64",),
    "macOS on Intel": ("macosx_10_15_x86_64", "macosx_10_13_x86_64", "macosx_10_9_x86_64"),
    "Windows": ("win_amd64",),
}
TRIED = (  # arguments, and a text that the answer has
    (("timeline", "--since", "2015"), "Outline plan for the Greater Bay Area released"),
    (("timeline", "--regex", "--search", r"science\s+park\b"), "Hong Kong Science Park opens"),
    (("timeline", "--regex", "--search", r"\p{Han}{2}科技", "--lang", "zh-Hant"), "科技"),
    (("show", "start-ups-2021"), "more than 10 companies"),
    (("stats", "--by", "year", "--since", "5 years ago"), "of 19 events"),
    (("timeline", "-f", "html"), "</html>"),
)


def run(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """What a command has done, in a world without our variables."""
    world = {k: v for k, v in os.environ.items() if not k.startswith(("HKINNO_", "COVERAGE_"))}
    return subprocess.run(command, cwd=cwd, env=world, capture_output=True, encoding="utf-8")


def candidates(name: str) -> Iterator[Path]:
    """Where a Python of this name may be: on PATH, with pyenv, and then through apt."""
    for folder in os.get_exec_path():
        yield Path(folder, name)
    if shutil.which("pyenv"):
        yield from Path(run("pyenv", "root").stdout.strip()).glob(f"versions/*/bin/{name}")
    if shutil.which("apt-get") and os.geteuid() == 0:
        run("apt-get", "install", "-y", "-qq", name, f"{name}-venv")
        yield Path("/usr/bin", name)


def find(minor: int) -> Path | None:
    """A Python of this version that runs and can make environments; a shim may do neither."""
    name = f"python3.{minor}"
    asked = ("-c", "import ensurepip, sys; print(sys.version_info[:2])")
    return next(
        (path for path in candidates(name) if path.is_file()
         and run(path, *asked).stdout.strip() == f"(3, {minor})"), None
    )  # fmt: skip


def try_wheel(python: Path, wheel: Path, venv: Path) -> str:
    """Install it there, from wheels alone, and use it; what went wrong, if anything did."""
    pip = ("install", "-q", "--only-binary", ":all:", wheel)
    steps = [((python, "-m", "venv", venv), ""), ((venv / "bin" / "pip", *pip), "")]
    steps += [((venv / "bin" / "hkinno", *args), wanted) for args, wanted in TRIED]
    for command, wanted in steps:
        done = run(*command, cwd=venv.parent)
        if done.returncode or wanted not in done.stdout:
            return f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr[-1000:]}"
    return ""


def missing_wheels(minor: int, platforms: tuple[str, ...], wheel: Path, folder: Path) -> list[str]:
    """What it needs and has no wheel on a system."""
    pip = (sys.executable, "-m", "pip", "install", "-q", "--dry-run", "--ignore-installed")
    where = (
        "--target",
        folder / "none",
        "--only-binary",
        ":all:",
        "--python-version",
        f"3.{minor}",
    )
    told = [option for platform in platforms for option in ("--platform", platform)]
    done = run(*pip, *where, *told, wheel)
    if not done.returncode:
        return []
    found = re.findall(r"No matching distribution found for (\S+)", done.stderr)
    return found or [done.stderr[-500:]]


def main() -> None:
    """Try each Python, ask for each system."""
    folder = Path(sys.argv[1])
    (wheel,) = (folder / "dist").glob("*.whl")
    faults = []
    for minor in MINORS:
        python = find(minor)
        fault = python and try_wheel(python, wheel, folder / f"on-3.{minor}")
        print(f"Python 3.{minor}:", fault or ("works" if python else "not to be had here"))
        faults += [fault] if fault else []
        for system, platforms in SYSTEMS.items():
            if lacking := missing_wheels(minor, platforms, wheel, folder):
                faults.append(f"{system}, Python 3.{minor}: no wheel of {', '.join(lacking)}")
                print(faults[-1])
    if faults:
        sys.exit(f"everywhere: {len(faults)} faults")
    print(f"wheels of all that it needs: {', '.join(SYSTEMS)}")


if __name__ == "__main__":
    main()
