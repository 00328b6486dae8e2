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
    """Warm the server, then the runs to compare: over different articles, for it keeps sentences."""
    texts = articles()
    sets = {"warm": texts[:20], "one": texts[20 : 20 + count], "run": texts[20 + count :][:count]}
    at_once = client.AT_ONCE
    with tempfile.TemporaryDirectory() as scratch:
        for name, some in sets.items():
            folder = Path(scratch, name)
            folder.mkdir()
            for i, text in enumerate(some):
                (folder / f"{i:04}.txt").write_text(text, "utf-8")
        cache = Path(scratch, "cache")
        seconds(Path(scratch, "warm"), cache, at_once)
        one = seconds(Path(scratch, "one"), cache, 1, workers=1)
        first = seconds(Path(scratch, "run"), cache, at_once)
        again = seconds(Path(scratch, "run"), cache, at_once)
    words = {name: sum(len(text.split()) for text in some) for name, some in sets.items()}
    slow, fast = words["one"] / one, words["run"] / first
    print(f"LanguageTool, {count} articles, {words['run']} words, one server")
    print(f"  one request after another            {slow:6.0f} words/s")
    print(
        f"  as it runs                {first:7.1f} s  {fast:6.0f} words/s  ratio {fast / slow:5.2f}"
    )
    print(f"  again, all answers kept   {again:7.1f} s                  ratio {first / again:5.1f}")


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
