"""The entry point: `qualcheck` and `python -m qualcheck`."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line. Ctrl-C ends with 130 and no traceback, while it loads as well."""
    try:
        from qualcheck.cli import app

        app(standalone_mode=True)
    except KeyboardInterrupt:
        sys.stderr.write("qualcheck: interrupted\n")
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
