"""``python -m bot`` and the console script ``kbbot``."""

import sys


def main() -> None:
    """Run the command line: errors on standard error in one sentence, exit status 0, 1 or 2."""
    from bot.cli import run  # noqa: PLC0415  nothing happens at import

    sys.exit(run())


if __name__ == "__main__":
    main()
