"""A folder of pages: what each is called, and how all of them are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from qualcheck.errors import OutputError
from qualcheck.findings import Run
from qualcheck.report.files import write_whole
from qualcheck.report.html import render_article, render_index

INDEX_NAME = "index.html"
LONGEST_SLUG = 150
"""Bytes of UTF-8 for a page's name; file systems stop at 255, and a suffix must still fit."""

RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(10))}
)
"""Names that are devices on Windows, whatever follows their first dot."""


def write_reports(run: Run, folder: Path) -> Path:
    """Write a page for each file, then the index, into `folder`; give the index's path.

    The folder is made where it is missing. Every page appears whole or not at all. Other files
    in the folder are left alone. Raises OutputError where something can't be written.
    """
    names = page_names(report.path for report in run.files)
    index = folder / INDEX_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for report in run.files:
            page = render_article(report, version=run.version, index_link=INDEX_NAME)
            write_whole(folder / names[report.path], page.encode())
        links = {path: _quoted(name) for path, name in names.items()}
        write_whole(index, render_index(run, links).encode())
    except OSError as error:
        where = error.filename or folder
        raise OutputError(f"{where}: the report can't be written: {error.strerror}") from error
    return index


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
