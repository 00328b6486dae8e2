"""Directives in the text: where they stand, how far they reach, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_cli import qualcheck

from qualcheck.config import Settings
from qualcheck.document import Span
from qualcheck.findings import Finding
from qualcheck.read import read_bytes
from qualcheck.run import check_paths, check_text
from qualcheck.suppress import Complaint, Directive, Verb, in_comments, line_to_silence

ALL = Settings(languagetool="off", language="en")
OFF = replace(ALL, select=("repetition.word", "punctuation", "names", "residue", "directive"))
WORD = "They talked of of the bridge."
STOP = "It rained. . They left."


def rules(text: str, path: str = "a.md", settings: Settings = OFF) -> list[str]:
    return [f"{f.line} {f.rule}" for f in check_text(text, path=path, settings=settings).findings]


def off(verb: str, names: str = "repetition.word") -> str:
    return f"<!-- qualcheck-{verb} {names} -->"


# ------------------------------------------------------------------------ where and how far


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"{off('disable-next-line')}\n{WORD}\n\n{WORD}\n", ["4 repetition.word"]),
        (f"{off('disable-next-line')}\n\n{WORD}\n", []),
        (f"{off('disable-next-line')}\n{off('disable-next-line', 'punctuation')}\n{WORD} {STOP}\n", []),
        (f"> {off('disable-next-line')}\n>\n> {WORD}\n", []),
        (f"{WORD} {off('disable-line')}\n", []),
        (f"They talked of\nof the bridge. {off('disable-line')}\n", []),
        (f"They talked of of\nthe bridge. {off('disable-line')}\n",
         ["1 repetition.word", "2 directive.unused"]),
        (f"**Bold** {off('disable-line')} {WORD}\n", []),
        (f"- One.\n- {WORD} {off('disable-line')}\n- {WORD}\n", ["3 repetition.word"]),
        (f"1. {WORD}\n\n   {off('disable-next-line')}\n   {WORD}\n", ["1 repetition.word"]),
        (f"{off('disable')}\n\n{WORD}\n\n{off('enable')}\n\n{WORD}\n", ["7 repetition.word"]),
        (f"{off('disable')}\n\n{WORD}\n\n{off('enable', '')}\n\n{WORD}\n", ["7 repetition.word"]),
        (f"{WORD}\n\n{off('disable')}\n\n{WORD}\n", ["1 repetition.word"]),
        (f"{WORD}\n\n{off('disable-file')}\n\n{WORD}\n", []),
        (f"{WORD} {STOP}\n\n{off('disable-file', 'repetition, punctuation -- so be it')}\n", []),
        (off("disable-file", 'repetition.word["of"]') + f"\n\n{WORD} The the end.\n",
         ["3 repetition.word"]),
        (off("disable-line", 'repetition.word["of"]') + f"\n{WORD}\n",
         ["1 directive.unused", "2 repetition.word"]),
        (f"<div>\n{off('disable-file')}\n</div>\n\n{WORD}\n", []),
        (f"<!--\nqualcheck-disable-file\n  repetition.word\n  -- a long\n  reason\n-->\n\n{WORD}\n", []),
    ],
)  # fmt: skip
def test_markdown(text: str, left: list[str]) -> None:
    assert rules(text) == left
    assert rules(text.replace("\n", "\r\n")) == left


@pytest.mark.parametrize(
    "code",
    [
        "```html\n{}\n```",
        "    {}",
        "Write `{}` there.",
        "<pre>\n{}\n</pre>",
        "<script>\n{}\n</script>",
        "\\{}",
    ],
)
def test_in_code_a_directive_is_none(code: str) -> None:
    text = f"{code.format(off('disable-file'))}\n\n{WORD}\n"
    assert [rule.split()[1] for rule in rules(text) if "residue" not in rule] == ["repetition.word"]
    assert "directive" not in " ".join(rules(f"{code.format('<!-- qualcheck-disable -->')}\n"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"<p>{WORD}</p>{off('disable-line')}\n<p>{WORD}</p>", ["2 repetition.word"]),
        (f"{off('disable-next-line')}\n<p>{WORD}</p>\n<p>{WORD}</p>", ["3 repetition.word"]),
        (f"<p>They <b>talked</b> {off('disable-line')} of of it.</p>", []),
        (f"<pre>{off('disable-file')}</pre><p>{WORD}</p>", ["1 repetition.word"]),
        (f"<script>'{off('disable-file')}'</script><p>{WORD}</p>", ["1 repetition.word"]),
        (f"<head>{off('disable-file', 'repetition — why not')}</head><p>{WORD}</p>", []),
        (f"<p>{WORD}</p><!-- a note on qualcheck -->", ["1 repetition.word"]),
    ],
)
def test_html(text: str, left: list[str]) -> None:
    assert rules(text, "a.html") == left


def test_a_covered_finding_does_not_come_up_instead() -> None:
    assert rules(f"{WORD}\n", settings=ALL) == ["1 repetition.word"]
    assert rules(f"{WORD} {off('disable-line')}\n", settings=ALL) == []


def test_a_silenced_finding_costs_nothing() -> None:
    text = f"{STOP} {off('disable-line', 'punctuation')}\n"
    score = check_text(text, path="a.md", settings=OFF).score
    assert score is not None
    assert score.points == 100
    told = check_text(f"All is well. {off('disable-line', 'nmaes')}\n", path="a.md", settings=OFF)
    assert [f.rule for f in told.findings] == ["directive.unknown-rule"]
    assert told.score is not None
    assert told.score.points == 100


# ------------------------------------------------------------------------ what is wrong with one


@pytest.mark.parametrize(
    ("comment", "rule", "message"),
    [
        ("qualcheck-disable-nextline names", "malformed",
         "'qualcheck-disable-nextline' is no directive; did you mean 'qualcheck-disable-next-line'?"),
        ("qualcheck-off names", "malformed", "'qualcheck-off' is no directive; there are "),
        ("qualcheck disable names", "malformed", "'qualcheck disable' is no directive; did you mean"),
        ("Qualcheck-Disable names", "malformed", "'Qualcheck-Disable' is no directive; did you mean"),
        ("qualcheck-disable-line", "malformed", "'disable-line' names no rule: write the rule's id"),
        ("qualcheck-disable-line -- why", "malformed", "'disable-line' names no rule"),
        ("qualcheck-disable-line names: why", "malformed",
         "This directive can't be read from 'names: why' on: write RULE"),
        ('qualcheck-disable-line names["a]', "malformed", "This directive can't be read from 'names[\"a]'"),
        ('qualcheck-disable-line names["\\x"]', "malformed", "This directive can't be read from"),
        ("qualcheck-disable-line repetition.wrod", "unknown-rule",
         "No rule or category is named 'repetition.wrod'; did you mean 'repetition.word'?"),
        ("qualcheck-disable-line zzzzzz", "unknown-rule",
         "No rule or category is named 'zzzzzz'; `qualcheck rules list` shows them all."),
        ("qualcheck-disable-line repetition.word", "unused",
         "'repetition.word' says nothing here that this could silence: remove it."),
        ("qualcheck-enable repetition.word", "unused", "This ends nothing: no 'disable' of these"),
    ],
)  # fmt: skip
def test_one_that_does_nothing_is_told(comment: str, rule: str, message: str) -> None:
    text = f"All is well here.\n\nStill. <!-- {comment} -->\n"
    (found,) = check_text(text, path="a.md", settings=OFF).findings
    assert found.rule == f"directive.{rule}"
    assert found.message.startswith(message)
    assert found.line == 3
    assert text[found.span.start : found.span.end] == found.text
    assert found.text in f"<!-- {comment} -->"


@pytest.mark.parametrize(
    "comment",
    ["about qualcheck", "qualcheck is a tool", "qualchecks", "TODO: qualcheck disable it"],
)
def test_other_comments_are_left_alone(comment: str) -> None:
    assert rules(f"All is well here. <!-- {comment} -->\n") == []


def test_what_was_not_looked_for_is_not_unused() -> None:
    text = f"All is well here. {off('disable-line', 'repetition.word, lt.EN_A_VS_AN, lt')}\n"
    assert rules(text) == ["1 directive.unused"]
    assert rules(text, settings=replace(OFF, ignore=("repetition",))) == []
    assert rules(text, settings=replace(OFF, language="de")) == []
    assert rules(text, settings=replace(OFF, min_severity="error")) == []
    assert rules(text, settings=replace(OFF, ignore=("directive.unused",))) == []
    assert rules(text, settings=replace(OFF, levels={"directive": "off"})) == []


names = st.from_regex(r"[a-z]{1,8}(?:\.[a-z-]{1,8})?", fullmatch=True)


@given(
    verb=st.sampled_from([verb for verb in Verb if verb is not Verb.END]),
    selectors=st.lists(st.tuples(names, st.none() | st.text(max_size=8)), min_size=1, max_size=3),
    reason=st.sampled_from(["", " -- so be it", " — so be it"]),
)
def test_what_is_written_is_read(
    verb: Verb, selectors: list[tuple[str, str | None]], reason: str
) -> None:
    import json

    named = [
        name if text is None else f"{name}[{json.dumps(text).replace('-', chr(92) + 'u002d')}]"
        for name, text in selectors
    ]
    text = f"<p>Here.</p><!-- qualcheck-{verb} {', '.join(named)}{reason} -->"
    source = read_bytes(text.encode(), "a.html")
    (read,) = in_comments(source)
    assert isinstance(read, Directive)
    assert read.verb is verb
    assert [(s.name, s.text) for s in read.selectors] == selectors
    assert [source.text[s.span.start : s.span.end] for s in read.selectors] == named
    assert read.reason == reason.lstrip(" -—")


@given(body=st.text(st.characters(exclude_characters="\0"), max_size=40))
def test_any_comment_can_be_read(body: str) -> None:
    source = read_bytes(f"<p>A.</p><!-- qualcheck-{body} -->".encode("utf-8", "replace"), "a.html")
    for item in in_comments(source):
        assert isinstance(item, Directive | Complaint)
        assert item.span.end <= len(source.text)


@pytest.mark.parametrize("path", ["a.md", "a.html"])
@pytest.mark.parametrize("text", ["of", "a -- b", 'say "x"', "back\\slash", "a\nb", "\u2028", "]"])
def test_the_ready_line_silences(path: str, text: str) -> None:
    found = Finding(
        "repetition.word", "repetition", "", check_text(WORD, settings=OFF).findings[0].severity,
        "", "", Span(0, 1), Span(0, 1), 1, 1, 1, 2, text,
    )  # fmt: skip
    source = read_bytes(b"<p>A.</p>", path)
    line = line_to_silence(found, path, source.media_type, in_table=True)
    (read,) = in_comments(read_bytes(f"{line.text}\n".encode(), path))
    assert isinstance(read, Directive)
    assert read.selectors[0].fits(found)


# ------------------------------------------------------------------------ plain text


def test_beside_a_plain_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{WORD} {STOP}\n\n{WORD}\n")
    beside = tmp_path / "a.txt.qualcheck"
    beside.write_text(
        '# The song says so.\nrepetition.word["of"] -- as sung\n\n'
        "punctuation.stray-mrak\nnames.outdated-place\nrepetition word:\n"
    )
    run = check_paths([tmp_path], settings=OFF)
    text, about = run.files
    assert [f.rule for f in text.findings] == ["punctuation.stray-mark"]
    assert about.path == str(beside)
    assert [(f.line, f.column, f.rule) for f in about.findings] == [
        (4, 1, "directive.unknown-rule"), (5, 1, "directive.unused"), (6, 1, "directive.malformed"),
    ]  # fmt: skip
    beside.write_text("repetition\npunctuation\n")
    (text,) = check_paths([tmp_path], settings=OFF).files
    assert text.findings == ()
    beside.write_bytes(b"\0")
    assert [file.error[:8] for file in check_paths([tmp_path], settings=OFF).files] == [
        "",
        "looks li",
    ]


@pytest.mark.parametrize("cache", [False, True])
def test_only_plain_text_has_a_file_beside(tmp_path: Path, cache: bool) -> None:
    (tmp_path / "a.md").write_text(f"{WORD}\n")
    (tmp_path / "a.md.qualcheck").write_text("# why\n\nrepetition\n")
    for _ in range(2):
        file, beside = check_paths([tmp_path], settings=OFF, cache=cache).files
        assert [f.rule for f in file.findings] == ["repetition.word"]
        (told,) = beside.findings
        assert (told.rule, told.line) == ("directive.malformed", 3)
        assert told.message.endswith("those for 'a.md' go into comments of its own.")
    (tmp_path / "a.md.qualcheck").write_text("# nothing\n")
    assert len(check_paths([tmp_path], settings=OFF, cache=cache).files) == 1


def test_beside_no_text_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Fine.\n")
    (tmp_path / "in").mkdir()
    lone = tmp_path / "in" / "gone.txt.qualcheck"
    lone.write_text("repetition\n")
    (tmp_path / "in" / ".qualcheck").write_text("repetition\n")
    beside = check_paths([tmp_path, tmp_path / "in"], settings=OFF).files[-1]
    assert (beside.path, beside.words) == (str(lone), 0)
    (told,) = beside.findings
    assert (told.rule, told.severity, told.line) == ("directive.unused", "suggestion", 1)
    assert told.message == "No 'gone.txt' stands beside this file: it silences nothing."
    for settings in (
        replace(OFF, min_severity="warning"),
        replace(OFF, ignore=("directive",)),
        replace(OFF, exclude=("gone*",)),
    ):
        assert len(check_paths([tmp_path], settings=settings).files) == 1
    lone.write_bytes(b"\0")
    assert len(check_paths([tmp_path], settings=OFF).files) == 1
    (tmp_path / "in" / "gone.txt").write_text("Fine.\n")
    lone.write_text("# nothing\n")
    assert [f.findings for f in check_paths([tmp_path], settings=OFF).files] == [(), ()]


# ------------------------------------------------------------------------ the command line


def test_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"{WORD}\n\nFine. {off('disable-line', 'repetition.wrod')}\n")
    done = qualcheck("check", "a.md", "--ignore", "repetition.word", cwd=tmp_path)
    assert done.returncode == 1
    assert b"a.md:3:35: warning[directive.unknown-rule]" in done.stdout
    assert qualcheck("check", "a.md", "--select", "directive", cwd=tmp_path).returncode == 1
    shown = qualcheck("rules", "show", "directive.unused", cwd=tmp_path)
    assert b"directive.unused  (suggestion)" in shown.stdout
    assert b"directive.malformed" in qualcheck("rules", "list", cwd=tmp_path).stdout
    page = qualcheck("report", "a.md", "--output", "out", cwd=tmp_path)
    assert page.returncode == 0, page.stderr
