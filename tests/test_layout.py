"""The house keeps its order: everything listed, nothing named that isn't there."""

from __future__ import annotations

import importlib
import pkgutil
import re
import tomllib
from pathlib import Path
from textwrap import dedent, indent

import pytest
from conftest import ROOT

import qualcheck.detectors
from qualcheck.check import Detector


def test_every_detector_is_listed() -> None:
    found = set()
    for module in pkgutil.iter_modules(qualcheck.detectors.__path__):
        loaded = importlib.import_module(f"qualcheck.detectors.{module.name}")
        found |= {value for value in vars(loaded).values() if isinstance(value, Detector)}
    assert found == set(qualcheck.detectors.DETECTORS)


@pytest.mark.parametrize(
    "page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]), ids=lambda p: p.name
)
def test_paths_named_in_pages_exist(page: object) -> None:
    assert isinstance(page, Path)
    text = page.read_text("utf-8")
    named = re.findall(r"`((?:qualcheck|rules|tests|tools|bench|docs|seeds)/[\w./-]*)`", text)
    missing = [path for path in named if not (ROOT / path).exists()]
    assert not missing
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert not [link for link in links if not (page.parent / link).exists()]


def test_start_up_imports_nothing_dear() -> None:
    import subprocess
    import sys

    code = (
        "import sys, qualcheck.cli\n"
        "from qualcheck import check_text\n"
        "check_text('A short note. It has two sentences.')\n"
        "check_text('A short note. It has two sentences.')\n"
        "print([m for m in ('spacy', 'textstat', 'nltk', 'pydantic', 'yaml', 'rich', 'jinja2', 'ftfy',"
        " 'py3langid', 'simplemma', 'markdown_it') if m in sys.modules])\n"
    )
    run = [sys.executable, "-c", code]
    subprocess.run(run, check=True, capture_output=True)  # fills the cache of parsed rules
    done = subprocess.run(run, check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_a_reason_is_a_plain_text() -> None:
    """Messages are filled with what was found; the reason is the rule's, and shown as it stands."""
    from qualcheck.messages import placeholders
    from qualcheck.run import load_checks

    rules = [rule for check in load_checks() for rule in check.rules]
    assert [rule.id for rule in rules if placeholders(rule.why)] == []


def test_the_rule_that_contributing_shows_is_sound(tmp_path: Path) -> None:
    from qualcheck.catalogue import failed_examples

    (block,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.S)
    rule = dedent(block).replace("calque.make-a-photo", "calque.shown-in-contributing")
    path = tmp_path / "rule.yaml"
    path.write_text(f"language: en\ncategory: translation\nrules:\n{indent(rule, '  ')}", "utf-8")
    assert failed_examples(path) == ([], 1)


def test_the_detector_that_contributing_shows_is_sound() -> None:
    from qualcheck.catalogue import finder
    from qualcheck.selftest import run_examples

    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", page, re.S)
    shown: dict[str, object] = {"__name__": "shown"}
    exec(dedent(f"   {block.strip()}"), shown)  # noqa: S102 - our own page
    detectors = shown["DETECTORS"]
    assert isinstance(detectors, tuple)
    assert detectors
    assert run_examples(detectors, finder()) == []


def test_every_detector_is_kept_apart_from_the_others() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (kept,) = [c["modules"] for c in contracts if c["name"].startswith("Detectors are independent")]
    modules = sorted(path.stem for path in (ROOT / "qualcheck" / "detectors").glob("[a-z]*.py"))
    assert kept == [f"qualcheck.detectors.{name}" for name in modules]


def test_every_reporter_is_kept_apart_from_the_others() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (kept,) = [c["modules"] for c in contracts if c["name"].startswith("Reporters are independent")]
    paths = (ROOT / "qualcheck" / "report").glob("[a-z]*.py")
    reporters = {path.stem for path in paths if "\ndef render(" in path.read_text("utf-8")}
    assert {*kept} == {f"qualcheck.report.{name}" for name in reporters | {"html"}}
