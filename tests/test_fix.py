"""`qualcheck fix`: what is put in, in which bytes, and what is left alone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import qualcheck

from qualcheck.config import Settings
from qualcheck.edits import IN_THE_WAY, Fixed
from qualcheck.errors import QualcheckError
from qualcheck.fix import first_suggestion, fix, safe_fix, write
from qualcheck.read import read_bytes
from qualcheck.run import Input, check_text, load_checks

ENGLISH = Settings(language="en", languagetool="off")
DAMAGED = "Paris in the the spring. . They left ,and came.\n"
MENDED = "Paris in the spring. They left, and came.\n"


def fixed(text: str | bytes, name: str = "a.txt", *, unsafe: bool = False) -> Fixed:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    choose = first_suggestion if unsafe else safe_fix
    return fix(Input(Path(name), name, data), ENGLISH, choose)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The bridge was closed in May. . Nobody noticed.", "The bridge was closed in May. Nobody noticed."),
        ("They closed the the bridge.", "They closed the bridge."),
        ("They closed the\nthe bridge.", "They closed the bridge."),
        ("The the bridge was closed.", "The bridge was closed."),
        ("They left ,and she stayed.", "They left, and she stayed."),
        ("It was late.They left.", "It was late. They left."),
        ("It was late,and they left.", "It was late, and they left."),
        ("He went to MÃ¼nchen and itâ€™s late.", "He went to München and it’s late."),
        ("The c\u043eunty officials met.", "The county officials met."),
        ("The coun\u200bcil met.", "The council met."),
        ("Marks &amp; Spencer was&nbsp;there.", "Marks & Spencer was there."),
        ("The vote was delayed。 ", "The vote was delayed."),
        ("The vote was delayed,, he said.", "The vote was delayed, he said."),
    ],
)  # fmt: skip
def test_what_is_safe(before: str, after: str) -> None:
    assert fixed(before).after.decode() == after


@pytest.mark.parametrize(
    "text",
    [
        "She made a photo of us in Varsovie.",
        "She knew more than he had had, and it was a long long way.",
        "He read the rest,... and left.",
        "Send it to &lt;name&gt; by noon.",
        "Type &nbsp; where a blank is to stay.",
        "The lights went on on time, and those who came came by by train.",
        "They flew to Bora Bora with Amazon.Com on the day.",
    ],
)
def test_what_needs_a_look_stays(text: str) -> None:
    assert fixed(text).after.decode() == text


def test_an_unsafe_fix_puts_in_any_first_suggestion() -> None:
    assert fixed("They met in Varsovie.", unsafe=True).after == b"They met in Warsaw."


def test_all_the_places_of_one_finding_are_mended_together() -> None:
    text = "Ivan Orlenko came.\n\nMr Orlenko spoke.\n\nOrlenko left.\n\nMr Orlienko stayed. Orlienko slept."
    done = fixed(text, unsafe=True)
    assert "Orlienko" not in done.after.decode()
    assert [m.finding.rule for m in done.done] == ["names.variant"]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.md", "A **town** . It *rained* ,and\n`the the` stayed.", "A **town**. It *rained*, and\n`the the` stayed."),
        ("a.md", "> They closed the\n> the bridge.\n", "> They closed the bridge.\n"),
        ("a.md", "Marks &amp;amp; Spencer left.", "Marks &amp; Spencer left."),
        ("a.md", "# The the town\n\n- It rained ,too.\n", "# The the town\n\n- It rained, too.\n"),
        ("a.html", "<p>A <b>town</b> . It rained,<i>and</i> stayed.</p>", "<p>A <b>town</b>. It rained, <i>and</i> stayed.</p>"),
        ("a.html", "<p>Caf&amp;eacute; &amp;amp; bar of  the\n  the town.</p>", "<p>Café &amp; bar of  the town.</p>"),
        ("a.html", "<p>It rained , and <code>the the</code> stayed.</p>", "<p>It rained, and <code>the the</code> stayed.</p>"),
        ("a.html", "<p title='the the'>It is of of it.</p><!-- of of -->", "<p title='the the'>It is of it.</p><!-- of of -->"),
        ("a.md", "+++\ntags = ['a' , 'b']\n+++\n\nIt is the the end.", "+++\ntags = ['a' , 'b']\n+++\n\nIt is the end."),
        ("a.md", "> " * 30 + "They saw it ,and left.", "> " * 30 + "They saw it, and left."),
    ],
)  # fmt: skip
def test_markup_is_edited_in_the_source(name: str, before: str, after: str) -> None:
    assert fixed(before, name).after.decode() == after


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "They closed the **the** bridge."),
        ("a.html", "<p>They closed the <b>the</b> bridge.</p>"),
        ("a.md", "It is of [of](x) it."),
        ("a.html", "<p>The coun&shy;cil met. It rained&nbsp;, and stopped.</p>"),
        ("a.md", "They came home in the  \nthe rain."),
        ("a.md", "The {{ title , page }} and {% x , y %} and $f(x , y)$ stay.\n\n!!! note , here"),
    ],
)
def test_what_markup_runs_through_is_left_and_said(name: str, text: str) -> None:
    done = fixed(text, name)
    assert done.after.decode() == text
    assert {left.reason for left in done.left} == {IN_THE_WAY}


@pytest.mark.parametrize(
    "wrong",
    [
        DAMAGED.replace(". They", ".\r\nThey").encode(),
        b"\xef\xbb\xbf" + DAMAGED.encode(),
        b"\xff\xfe" + DAMAGED.encode("utf-16-le"),
        b"\xfe\xff" + DAMAGED.encode("utf-16-be"),
        ("Caf\u00e9 M\u00fcnz. " + DAMAGED).encode("cp1252"),
        "Caf\u00e9 ".encode() * 4 + b"\xe9\xff " + DAMAGED.encode(),
    ],
    ids=["crlf", "bom", "utf-16-le", "utf-16-be", "cp1252", "bad bytes"],
)
def test_every_byte_outside_an_edit_stays(wrong: bytes) -> None:
    source = read_bytes(wrong, "a.txt")
    encoded = [
        piece.encode(source.encoding)
        for piece in (" the the", " the", ". .", ".", " ,and", ", and")
    ]
    right = wrong
    for old, new in zip(encoded[::2], encoded[1::2], strict=True):
        right = right.replace(old, new)
    assert fixed(wrong).after == right != wrong


def test_a_character_that_the_encoding_lacks_is_not_put_in() -> None:
    text = "Caf\u00e9 &rarr; bar. They left ,and came."
    done = fixed(text.encode("cp1252"))
    assert done.after == text.replace(" ,and", ", and").encode("cp1252")
    assert [left.reason for left in done.left] == [IN_THE_WAY]


def test_what_a_directive_silences_is_not_mended() -> None:
    text = "They sang of of it. <!-- qualcheck-disable-line repetition.word -->\n"
    assert fixed(text, "a.md").after.decode() == text


PIECES = st.sampled_from(
    ["the", "the", "of", "town", ",and", " .", ". .", ",", ".", "&amp;", "&amp;amp;", "**", "<b>", "</b>",
     "`", "\n", "\r\n", "\n\n", "> ", "- ", "# ", "<!-- x -->", "itâ€™s", "c\u043eunty", "\u200b", "[", "](x)"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30), st.sampled_from(["a.txt", "a.md", "a.html"]))
@settings(deadline=None, max_examples=150)
def test_a_second_run_has_nothing_to_mend_and_no_word_is_lost(pieces: list[str], name: str) -> None:
    once = fixed(" ".join(pieces), name)
    again = fixed(once.after, name)
    assert again.after == once.after
    words = [
        read_bytes(data, name).prose.lower().count("town") for data in (once.before, once.after)
    ]
    assert words[1] >= words[0] - sum(m.finding.rule == "repetition.word" for m in once.done)


def test_rules_that_are_safe_have_examples_of_their_fix() -> None:
    safe = [rule for check in load_checks() for rule in check.rules if rule.safe_fix]
    assert len(safe) >= 9
    assert [rule.id for rule in safe if not any(bad.fixed for bad in rule.bad)] == []


def test_a_report_says_what_is_safe() -> None:
    report = check_text(DAMAGED + "They met in Varsovie.", settings=ENGLISH)
    assert {f.rule: f.safe_fix for f in report.findings} == {
        "repetition.word": True, "punctuation.stray-mark": True, "punctuation.space-before": True,
        "names.foreign-place": False,
    }  # fmt: skip


# ------------------------------------------------------------------------------- files


def test_a_file_that_was_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(DAMAGED)
    done = fix(Input(path, str(path)), ENGLISH, safe_fix)
    path.write_text("Somebody was faster. . And how.")
    with pytest.raises(QualcheckError, match=r"a\.txt: was changed meanwhile: run it again"):
        write(done)
    assert path.read_text() == "Somebody was faster. . And how."


def test_a_read_only_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(DAMAGED)
    path.chmod(0o444)
    done = qualcheck("fix", "a.txt", cwd=tmp_path)
    assert (done.returncode, path.read_text()) == (2, DAMAGED)
    assert b"a.txt: is read-only: nothing was fixed in it" in done.stderr


def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "a.txt", tmp_path / "b.md"
    path.write_text(DAMAGED)
    path.chmod(0o640)
    link.symlink_to("a.txt")
    assert qualcheck("fix", "b.md", cwd=tmp_path).returncode == 0
    assert link.is_symlink()
    assert (path.read_text(), path.stat().st_mode & 0o777) == (MENDED, 0o640)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.txt", "b.md"]


def test_a_loop_of_links_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("b.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    done = qualcheck("fix", "a.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert b"a.txt" in done.stderr


# ------------------------------------------------------------------------------- the command


def test_the_command_mends_and_a_second_call_has_nothing_to_do(tmp_path: Path) -> None:
    name = "two words\n\udcff.txt"
    (tmp_path / name).write_text(DAMAGED)
    (tmp_path / "clean.txt").write_text("All is well in the town.\n")
    done = qualcheck("fix", ".", cwd=tmp_path)
    assert (done.returncode, (tmp_path / name).read_text()) == (0, MENDED)
    assert b'repetition.word: " the" removed between "in the" and "spring ."' in done.stdout
    assert b"3 places fixed in 1 of 2 files" in done.stderr
    again = qualcheck("fix", ".", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (0, b"")
    assert b"0 places fixed in 0 of 2 files" in again.stderr


@pytest.mark.parametrize("option", ["--diff", "--dry-run"])
def test_nothing_is_written_where_it_is_only_shown(tmp_path: Path, option: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(DAMAGED)
    done = qualcheck("fix", "a.txt", option, cwd=tmp_path)
    assert (done.returncode, path.read_text()) == (1, DAMAGED)
    assert b"3 places would be fixed in 1 of 1 files" in done.stderr


@pytest.mark.parametrize(
    "data",
    [DAMAGED.encode(), DAMAGED.rstrip().encode(), DAMAGED.replace("\n", "\r\n").encode() * 2,
     ("Caf\u00e9 M\u00fcnz.\n" + DAMAGED).encode("cp1252")],
)  # fmt: skip
def test_git_applies_the_diff(tmp_path: Path, data: bytes) -> None:
    names = ["a b.txt", 'a"b.txt', "tab\tand\nline.txt", "caf\udce9.txt", "na\u00efve.txt"]
    for name in names:
        (tmp_path / name).write_bytes(data)
    diff = qualcheck("fix", ".", "--diff", cwd=tmp_path).stdout
    subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"], cwd=tmp_path, input=diff, check=True
    )
    assert {(tmp_path / name).read_bytes() for name in names} == {fixed(data).after}


def test_standard_input_comes_out_mended(tmp_path: Path) -> None:
    done = qualcheck("fix", "-", cwd=tmp_path, stdin=DAMAGED.encode())
    assert (done.returncode, done.stdout) == (0, MENDED.encode())
    shown = qualcheck("fix", "-", "--diff", cwd=tmp_path, stdin=DAMAGED.encode())
    assert shown.returncode == 1
    assert shown.stdout.startswith(b"--- a/stdin.txt\n+++ b/stdin.txt\n@@ -1 +1 @@\n-Paris")


def test_each_one_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(DAMAGED + "\nThey met in Varsovie.\n")
    answers = b"y\nwhat\nn\na\nq\n"
    done = qualcheck("fix", "-i", "--unsafe", "a.txt", cwd=tmp_path, stdin=answers)
    assert done.returncode == 0
    assert (
        path.read_text() == "Paris in the spring. . They left, and came.\n\nThey met in Varsovie.\n"
    )
    assert b"1 + Paris in the spring. . They" in done.stdout
    assert b"2 places fixed" in done.stderr


def test_no_answer_leaves_all(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(DAMAGED)
    assert qualcheck("fix", "-i", "a.txt", cwd=tmp_path).returncode == 0
    assert path.read_text() == DAMAGED


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["-i", "--diff", "a.txt"], b"--interactive goes with neither"),
        (["-", "a.txt"], b"standard input is fixed by itself"),
        (["nowhere.txt"], b"nowhere.txt"),
        (["a.txt", "--select", "repetition.wrod"], b"did you mean 'repetition.word'?"),
    ],
)
def test_mistakes(tmp_path: Path, args: list[str], message: bytes) -> None:
    (tmp_path / "a.txt").write_text("All is well.\n")
    done = qualcheck("fix", *args, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
