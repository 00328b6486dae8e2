"""The entry point: `qualcheck` and `python -m qualcheck`."""

from __future__ import annotations

import gc
import os
import sys

INTERRUPTED = 130
NEW_OBJECTS = 400_000
"""Objects made, and not yet freed, from which Python looks for cycles. A text makes many objects
and no cycles: to look every 700 took a twelfth of the time, every 50,000 still a fortieth.
"""


def main() -> None:
    """Run the command line. Ctrl-C ends with 130 and no traceback, while it loads as well."""
    gc.set_threshold(NEW_OBJECTS)
    try:
        from qualcheck.cli import app

        app(standalone_mode=True)
    except KeyboardInterrupt:
        sys.stderr.write("qualcheck: interrupted\n")
        sys.exit(INTERRUPTED)
    except SystemExit as end:
        _leave(end)


def _leave(end: SystemExit) -> None:
    """End at once: to take apart all that a long text left behind costs a tenth of the whole run.

    Nothing waits for the interpreter's own end: files are closed, processes joined.
    """
    if end.code is None or isinstance(end.code, int):
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(end.code or 0)
    raise end


if __name__ == "__main__":
    main()
