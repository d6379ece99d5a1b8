"""Build sdist and wheel, look into both, and try the wheel where there is nothing else.

    python .ci/wheel.py FOLDER      FOLDER is for what is built; needs the package `build`

The wheel is made from the sdist, so what the sdist lacks is missed here. Silent if all is well.
"""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
MILESTONES = (
    "Hong Kong Science Park opens",
    "Committee for mainland",
    "Mainland and Hong Kong sign",
    "Outline plan for the Greater Bay Area",
)


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """The output of a command, which must work and have no complaints."""
    world = {k: v for k, v in os.environ.items() if not k.startswith(("HKINNO_", "COVERAGE_"))}
    done = subprocess.run(command, cwd=cwd, env=world, capture_output=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr[-2000:]}")
    return done.stdout


def expect(good: bool, sentence: str) -> None:
    """Stop here unless it is so."""
    if not good:
        sys.exit(f"wheel: {sentence}")


def look_into_sdist(path: Path) -> None:
    """It holds all that the tests and the next wheel need, and nothing of this machine."""
    with tarfile.open(path) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    needed = {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "events.json"}
    needed |= {
        "hkinno/py.typed",
        "tests/conftest.py",
        "docs/tour.md",
        "docs/images/browse-dark.svg",
    }
    needed |= {"benchmarks/startup.py", "CONTRIBUTING.md"}
    expect(needed <= names, f"the sdist lacks {sorted(needed - names)}")
    strange = sorted(name for name in names if "__pycache__" in name or ".venv" in name)
    expect(not strange, f"the sdist should not hold {strange}")


def look_into_wheel(path: Path) -> None:
    """It holds the package, the chronology and the licence, and nothing else."""
    with zipfile.ZipFile(path) as wheel:
        names = set(wheel.namelist())
        metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
        told = wheel.read(metadata).decode()
    package = ROOT / "hkinno"
    kinds = (".py", ".html", ".css", ".tcss", ".js", ".json")
    files = [file for file in package.rglob("*") if file.suffix in kinds]
    modules = {f"hkinno/{file.relative_to(package).as_posix()}" for file in files}
    info = metadata.removesuffix("METADATA")
    needed = modules | {"hkinno/events.json", "hkinno/py.typed", f"{info}licenses/LICENSE"}
    expect(needed <= names, f"the wheel lacks {sorted(needed - names)}")
    strange = sorted(name for name in names - needed if not name.startswith(info))
    expect(not strange, f"the wheel should not hold {strange}")
    expect("Requires-Python: >=3.11" in told, "it does not say which Python it needs")
    expect("Project-URL: Documentation, docs/" in told, "it does not say where the manual is")


def try_wheel(path: Path, folder: Path) -> None:
    """Installed alone, it answers from its own chronology, outside the checkout."""
    venv = folder / "alone"
    run(sys.executable, "-m", "venv", venv)
    run(venv / "bin" / "pip", "install", "-q", path)
    hkinno = venv / "bin" / "hkinno"
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    since = run(hkinno, "timeline", "--since", "2015", cwd=elsewhere)
    found = [title for title in MILESTONES if title in since]
    expect(found == list(MILESTONES[2:]), f"since 2015 it finds {found} of the milestones")
    tagged = run(hkinno, "timeline", "--tag", "milestone", cwd=elsewhere)
    expect(all(title in tagged for title in MILESTONES), f"of the milestones it has {tagged}")
    version = run(hkinno, "--version").split()[-1]
    expect(f"-{version}-" in path.name, f"{path.name} calls itself {version}")


def main() -> None:
    """Build, look, try."""
    folder = Path(sys.argv[1])
    built = folder / "dist"
    run(sys.executable, "-m", "build", "--outdir", built)
    (sdist,), (wheel,) = built.glob("*.tar.gz"), built.glob("*.whl")
    look_into_sdist(sdist)
    look_into_wheel(wheel)
    try_wheel(wheel, folder)


if __name__ == "__main__":
    main()
