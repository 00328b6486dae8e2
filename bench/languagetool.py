"""LanguageTool inside: what asking several things at once gives, and what kept answers give.

    make bench                       # 60 articles
    .venv/bin/python bench/languagetool.py 300

Prints ratios of runs over the same articles on one server that stays; skipped, with a line, where
LanguageTool isn't installed.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from speed import articles

from qualcheck import check_paths
from qualcheck.config import Settings
from qualcheck.languagetool import client, presence, server

ARTICLES = 60


def seconds(folder: Path, cache: Path, at_once: int, workers: int = 0) -> float:
    """One run over a folder, its answers kept in `cache`, with so many requests at once in each
    process.
    """
    os.environ["XDG_CACHE_HOME"] = str(cache)
    client.AT_ONCE = at_once
    settings = Settings(language="en", languagetool=os.environ["LANGUAGETOOL"], workers=workers)
    started = time.perf_counter()
    run = check_paths([folder], settings=settings)
    taken = time.perf_counter() - started
    if any(file.faults or file.not_run for file in run.files):
        raise SystemExit(f"LanguageTool failed: {[file.faults for file in run.files][:3]}")
    return taken


def measure(count: int) -> None:
    """Warm the server, then the runs to compare."""
    texts = articles()
    chosen, others = texts[:count], texts[count : count + 20]
    at_once = client.AT_ONCE
    with tempfile.TemporaryDirectory() as scratch:
        folder, warm = Path(scratch, "articles"), Path(scratch, "warm")
        for where, some in ((folder, chosen), (warm, others)):
            where.mkdir()
            for i, text in enumerate(some):
                (where / f"{i:04}.txt").write_text(text, "utf-8")
        seconds(warm, Path(scratch, "a"), at_once)
        one = seconds(folder, Path(scratch, "one"), 1, workers=1)
        several = seconds(folder, Path(scratch, "several"), at_once)
        again = seconds(folder, Path(scratch, "several"), at_once)
    words = sum(len(text.split()) for text in chosen)
    print(f"LanguageTool, {count} articles, {words} words, one server")
    print(f"  one request after another {one:7.1f} s   {words / one:6.0f} words/s")
    print(f"  as it runs                {several:7.1f} s   ratio {one / several:5.2f}")
    print(f"  again, all answers kept   {again:7.1f} s   ratio {several / again:5.1f}")


def main() -> None:
    """Start a server and measure; say what is missing where there is none."""
    os.environ.setdefault("LTP_PATH", str(Path(__file__).parent.parent / ".cache" / "languagetool"))
    installed = presence.find()
    if installed is None:
        print(f"LanguageTool: skipped, not installed ({presence.INSTALL_COMMAND})")
        return
    started = server.start(installed)
    try:
        os.environ["LANGUAGETOOL"] = started.address
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
    finally:
        started.stop()


if __name__ == "__main__":
    main()
