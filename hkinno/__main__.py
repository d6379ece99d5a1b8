"""`python -m hkinno` is `hkinno`."""

import sys

from hkinno.cli.main import main as run


def main() -> None:
    """Run and exit."""
    sys.exit(run())


if __name__ == "__main__":
    main()
