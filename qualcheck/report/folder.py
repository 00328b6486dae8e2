"""A folder of pages: what each is called, and how all of them are written."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from qualcheck.errors import OutputError
from qualcheck.findings import FileReport, Run
from qualcheck.report.files import write_whole
from qualcheck.report.html import render_article, render_index
from qualcheck.spread import over_processes

INDEX_NAME = "index.html"
SPREAD_FROM = 40
"""Pages from which they are written by several processes: each takes some 8 ms."""
MOST_BATCHES = 250
"""Parts that the pages are shared out in, so that no process is left with a long one, and none
goes on for long when the run is killed."""
LONGEST_SLUG = 150
"""Bytes of UTF-8 for a page's name; file systems stop at 255, and a suffix must still fit."""

RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(10))}
)
"""Names that are devices on Windows, whatever follows their first dot."""


def write_reports(run: Run, folder: Path, *, workers: int = 0) -> Path:
    """Write a page for each file, then the index, into `folder`; give the index's path.

    Many pages are written by several processes: `workers` of them, 0 for one per core. The
    folder is made where it is missing. Every page appears whole or not at all. Other files
    in the folder are left alone. Raises OutputError where something can't be written.
    """
    names = page_names(report.path for report in run.files)
    index = folder / INDEX_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_pages(run, {path: folder / name for path, name in names.items()}, workers)
        links = {path: _quoted(name) for path, name in names.items()}
        write_whole(index, render_index(run, links).encode())
    except OSError as error:
        where = error.filename or folder
        raise OutputError(f"{where}: the report can't be written: {error.strerror}") from error
    return index


def _write_pages(run: Run, pages: Mapping[str, Path], workers: int) -> None:
    """Every article's page. Raises what the first of the processes that fails would raise."""
    processes = (workers or os.cpu_count() or 1) if len(run.files) >= SPREAD_FROM else 1
    batches = [run.files[i::MOST_BATCHES] for i in range(min(MOST_BATCHES, len(run.files)))]
    tasks = [partial(_write_batch, batch, pages, run.version) for batch in batches]
    for error in over_processes(tasks, processes):
        if error is not None:
            raise error


def _write_batch(
    batch: Iterable[FileReport], pages: Mapping[str, Path], version: str
) -> OSError | OutputError | None:
    """Write some pages; what went wrong is the result."""
    try:
        for report in batch:
            page = render_article(report, version=version, index_link=INDEX_NAME)
            write_whole(pages[report.path], page.encode())
    except (OSError, OutputError) as error:
        return error
    return None


def page_names(paths: Iterable[str]) -> dict[str, str]:
    """Path → the name of its page: `seeds/x.txt` → `seeds-x.txt.html`.

    Names are unique, also where a file system takes `a` and `A` for the same, and none leads
    out of its folder. The first of two that collide keeps the plain name.
    """
    names: dict[str, str] = {}
    taken = {INDEX_NAME}
    for path in dict.fromkeys(paths):
        slug = _slug(path)
        name = f"{slug}.html"
        if _folded(name) in taken:
            name = f"{slug}-{_short_digest(path)}.html"
        taken.add(_folded(name))
        names[path] = name
    return names


def _slug(path: str) -> str:
    """Letters, digits, dots and dashes of a path; a name by itself on any system."""
    slug = re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFC", path))
    slug = re.sub(r"-?\.{2,}-?|-\.-", "-", slug).strip("-.") or "file"
    if len(slug.encode()) > LONGEST_SLUG:
        tail = slug.encode()[-LONGEST_SLUG:].decode(errors="ignore").strip("-.")
        return f"{tail}-{_short_digest(path)}"
    return f"file-{slug}" if slug.split(".")[0].lower() in RESERVED else slug


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())


def _short_digest(path: str) -> str:
    import hashlib

    return hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name)
