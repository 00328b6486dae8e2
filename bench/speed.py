"""Start-up, one large file, many small ones and memory, beside proselint in the same run; the large
file also beside Vale with its speller alone and beside LanguageTool, each in one process; and HTML
reports of 1,000 articles, beside LanguageTool checking the same texts and writing nothing. The hooks
of both run in pre-commit on one changed article, each in an environment that pip fills first.

    make bench
    LT_URL=http://localhost:8081 VALE=/path/to/vale make bench

Prints the median of several runs and the ratio of the two; single times vary with the machine, the
ratios much less. The text is the benchmark's clean news where it lies beside the checkout, else the
sound articles of seeds/ over and over. LanguageTool is a server of its own, at LT_URL. Vale is a
program of its own, named by VALE or found on PATH; `go install
github.com/vale-cli/vale/v3/cmd/vale@v3.22.0` makes it. What is not there is not measured, and said.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
CLEAN = ROOT.parent / "shared" / "bench" / "clean.jsonl.gz"
BIN = Path(sys.executable).parent
RUNS = 5
LARGE = 1_000_000
"""Characters of the large file, and of the small ones together."""
PAGES, PAGE_WORDS = 1_000, 500
"""Articles that get an HTML report, and the words of each."""
PAGE_RUNS = 3
HOOK_WORDS, HOOK_RUNS = 800, 15
"""Words of the article that a commit changes, and how often both hooks run on it."""
HOOK_SEEDS = ("flower-exchange", "national-chess-final", "harbour-flood", "tram-museum")
LT_URL = os.environ.get("LT_URL", "http://localhost:8081").rstrip("/")
LT_WARM_UP, LT_SHARE = 40, 70
"""Articles that LanguageTool reads before it is timed, and those of each turn; it takes minutes."""
LT_PARAGRAPHS = 100
"""Paragraphs of the large file that LanguageTool reads in each run, one request after another."""
VALE_SETTINGS = """\
StylesPath = styles
MinAlertLevel = suggestion

[*]
BasedOnStyles = Vale
"""


def articles(*, every_genre: bool = False) -> list[str]:
    """Distinct articles where the benchmark is there; else our own sound ones."""
    if CLEAN.exists():
        with gzip.open(CLEAN, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        return [row["text"] for row in rows if every_genre or row["genre"] == "news"]
    sound = [ROOT / "seeds" / f"{name}.txt" for name in ("flower-exchange", "national-chess-final")]
    return [path.read_text("utf-8") for path in sound] * 400


def upto(texts: list[str], size: int) -> list[str]:
    """As many of the texts as make up `size` characters."""
    taken, total = [], 0
    for text in texts:
        if total >= size:
            break
        taken.append(text)
        total += len(text)
    return taken


def timed(command: list[str], folder: Path | None = None) -> float:
    """Seconds of one run, in a folder without settings."""
    folder = folder or Path(tempfile.gettempdir())
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, cwd=folder)
    if done.returncode not in {0, 1}:
        raise SystemExit(f"{command}: exit {done.returncode}\n{done.stderr.decode()}")
    return time.perf_counter() - started


def ours(path: Path, *options: str) -> list[str]:
    """Our command for a path: rules only, no report kept from a run before."""
    return [
        str(BIN / "qualcheck"), "check", str(path), "--format", "json", "-o", os.devnull,
        "--languagetool", "off", "--no-cache", *options,
    ]  # fmt: skip


def compare(label: str, path: Path, size: int) -> None:
    """One line: both tools on one path, in turn, so that both meet the same machine."""
    command, theirs = ours(path), [str(BIN / "proselint"), "check", "-o", "json", str(path)]
    timed(command)
    timed(theirs)
    pairs = [(timed(command), timed(theirs)) for _ in range(RUNS)]
    told(label, pairs, sizes=(size, size) if size > 10_000 else None)


def beside_vale(path: Path, scratch: Path) -> None:
    """One line: one large file, Vale with its speller alone."""
    vale = os.environ.get("VALE") or shutil.which("vale")
    if not vale:
        print("one large file, one process        not measured: no Vale")
        return
    settings = scratch / "vale.ini"
    settings.write_text(VALE_SETTINGS)
    (scratch / "styles").mkdir()
    command = [vale, "--config", str(settings), "--output", "JSON", str(path)]
    timed(ours(path, "--workers", "1"))
    timed(command)
    pairs = [(timed(ours(path, "--workers", "1")), timed(command)) for _ in range(RUNS)]
    size = path.stat().st_size
    told("one large file, one process", pairs, "Vale", sizes=(size, size))


def beside_languagetool(path: Path) -> None:
    """One line: one large file, and LanguageTool reading paragraphs of it one after another."""
    if missing := no_languagetool():
        print(f"one large file, one process        LanguageTool not measured: {missing}")
        return
    # It keeps sentences, so no paragraph may come again.
    paragraphs = list(dict.fromkeys(path.read_text("utf-8").split("\n\n")))
    step = max(1, len(paragraphs) // (LT_PARAGRAPHS * (RUNS + 1)))
    shares = [paragraphs[start :: step * (RUNS + 1)] for start in range(0, step * (RUNS + 1), step)]
    warm_up, *samples = shares
    languagetool(warm_up, at_once=1)
    timed(ours(path, "--workers", "1"))
    pairs = [
        (timed(ours(path, "--workers", "1")), languagetool(sample, at_once=1)) for sample in samples
    ]
    read = statistics.mean(len("".join(sample).encode()) for sample in samples)
    told("one large file, one process", pairs, "LanguageTool", sizes=(path.stat().st_size, read))


def hooks(scratch: Path) -> None:
    """Both as hooks of pre-commit, on one article that a commit changes."""
    text = "\n\n".join((ROOT / "seeds" / f"{name}.txt").read_text("utf-8") for name in HOOK_SEEDS)
    article = "".join(re.findall(r"\S+\s*", text)[:HOOK_WORDS])
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (own,) = (hook for hook in manifest if hook["id"] == "qualcheck")
    own = {**own, "additional_dependencies": [str(ROOT)]}
    theirs = {
        "id": "proselint", "name": "proselint", "language": "python", "types": ["text"],
        "entry": "proselint check", "additional_dependencies": ["proselint==0.16.0"],
    }  # fmt: skip
    folder = scratch / "repository"
    folder.mkdir()
    config = {"repos": [{"repo": "local", "hooks": [own, theirs]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (folder / "article.md").write_text(article, "utf-8")
    os.environ["PRE_COMMIT_HOME"] = str(scratch / "pre-commit")
    os.environ["XDG_CACHE_HOME"] = str(scratch / "cache")
    for command in (
        ["git", "init", "-q"],
        ["git", "add", "."],
        [str(BIN / "pre-commit"), "install-hooks"],
    ):
        subprocess.run(command, cwd=folder, check=True, capture_output=True)

    def change(number: int) -> None:
        (folder / "article.md").write_text(f"{article}\n\nThis is change {number}.\n", "utf-8")
        subprocess.run(["git", "add", "."], cwd=folder, check=True)

    def run(name: str) -> float:
        return timed([str(BIN / "pre-commit"), "run", name], folder)

    def alone(program: str, *options: str) -> float:
        environment = next((scratch / "pre-commit").glob(f"repo*/py_env*/bin/{program}"))
        return timed([str(environment), "check", *options, "article.md"], folder)

    through, without = [], []
    for number in range(HOOK_RUNS + 1):  # what is changed, no earlier run has kept a report of
        change(2 * number)
        through.append((run("qualcheck"), run("proselint")))
        change(2 * number + 1)
        without.append((alone("qualcheck", "--languagetool", "off"), alone("proselint")))
    told(f"hook, one article of {HOOK_WORDS} words", through[1:])
    told("the same without pre-commit", without[1:])


def told(
    label: str,
    pairs: Sequence[tuple[float, float]],
    other: str = "proselint",
    sizes: tuple[float, float] | None = None,
) -> None:
    """One line: the medians of ours and theirs, and the ratio of the two; with the bytes that each
    read in a run, the ratio of their speeds.
    """
    our, their = (statistics.median(column) for column in zip(*pairs, strict=True))
    line = f"{label:<34} qualcheck {our:6.2f} s   {other} {their:6.2f} s"
    if sizes is None:
        print(f"{line}   ratio {our / their:5.2f}")
        return
    fast, slow = sizes[0] / our / 1e6, sizes[1] / their / 1e6
    print(f"{line}   {fast:.3f} MB/s beside {slow:.3f}: {fast / slow:.2f} times as fast")


def pages_of(texts: list[str]) -> Iterator[str]:
    """The texts one after another, cut into articles of PAGE_WORDS words; paragraphs stay."""
    words = re.findall(r"\S+\s*", "\n\n".join(texts))
    for start in range(0, len(words) - PAGE_WORDS + 1, PAGE_WORDS):
        yield "".join(words[start : start + PAGE_WORDS])


def html_reports(scratch: Path) -> None:
    """Pages of many articles, beside LanguageTool reading them."""
    # Texts that come again would let a cache answer: so every genre, which nearly is enough.
    pages = list(pages_of(articles(every_genre=True) * 2))[:PAGES]
    folder, out = scratch / "pages", scratch / "reports"
    folder.mkdir()
    for i, text in enumerate(pages):
        (folder / f"{i:05}.txt").write_text(text, "utf-8")
    command = [
        str(BIN / "qualcheck"),
        "report",
        str(folder),
        "--output",
        str(out),
        "--languagetool",
        "off",
        "--no-cache",
    ]
    missing = no_languagetool()
    if not missing:
        languagetool(pages[-LT_WARM_UP:])
    own, theirs = [], []
    for turn in range(PAGE_RUNS):
        own.append(timed(command))
        if not missing:
            share = pages[turn * LT_SHARE : (turn + 1) * LT_SHARE]
            theirs.append(languagetool(share) * len(pages) / len(share))
    our = statistics.median(own)
    label = f"{len(pages):,} articles of {PAGE_WORDS} words"
    print(f"{label:<34} qualcheck {our:6.2f} s to HTML")
    if missing:
        print(f"{label:<34} LanguageTool skipped: {missing}")
        return
    their = statistics.median(theirs)
    print(
        f"{label:<34} LanguageTool {their:6.1f} s, checked only: {their / our:.1f} times as long "
        f"(by {PAGE_RUNS} times {LT_SHARE} of them)"
    )


def no_languagetool() -> str:
    """Why LanguageTool can't be asked; empty where it can."""
    try:
        with urllib.request.urlopen(f"{LT_URL}/v2/languages", timeout=5):
            return ""
    except (OSError, ValueError) as error:
        return f"no server answers at {LT_URL} ({error}); LT_URL says where one is"


def languagetool(texts: Sequence[str], at_once: int = os.cpu_count() or 1) -> float:
    """Seconds for the texts; unless told, as many at once as qualcheck uses cores, which is all."""
    started = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(ask_languagetool, texts))
    return time.perf_counter() - started


def ask_languagetool(text: str) -> None:
    """One check, its answer read and dropped."""
    form = urllib.parse.urlencode({"language": "en-US", "text": text}).encode()
    with urllib.request.urlopen(f"{LT_URL}/v2/check", form, timeout=300) as answer:
        answer.read()


def peak_memory(path: Path) -> None:
    """The largest resident size of a run over one file."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], capture_output=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *ours(path)], capture_output=True, text=True, check=True
    )
    unit = 1 if sys.platform == "darwin" else 1_024
    print(f"{'memory, one file of 5 MB':<34} {int(done.stdout) * unit / 1e6:.0f} MB")


def main() -> None:
    """Make the texts, run the pairs, print the table."""
    texts = articles()
    print(
        f"text: {'the benchmark' if CLEAN.exists() else 'seeds/'}; medians of {RUNS} runs each, in turn"
    )
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "two.txt").write_text("A short note. It has two sentences.\n")
        compare("start-up: two sentences", folder / "two.txt", 0)
        large = "\n\n".join(upto(texts, LARGE))
        (folder / "large.txt").write_text(large, "utf-8")
        compare("one large file", folder / "large.txt", len(large))
        beside_vale(folder / "large.txt", folder)
        beside_languagetool(folder / "large.txt")
        small = upto(texts, LARGE)
        (folder / "small").mkdir()
        for i, text in enumerate(small):
            (folder / "small" / f"{i:05}.txt").write_text(text, "utf-8")
        compare(f"{len(small)} small files", folder / "small", sum(map(len, small)))
        (folder / "five.txt").write_text("\n\n".join(upto(texts * 5, 5 * LARGE)), "utf-8")
        peak_memory(folder / "five.txt")
        hooks(folder)
        html_reports(folder)


if __name__ == "__main__":
    main()
