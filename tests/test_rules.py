"""Rule files: what each kind finds, what a broken file says, and what the cache may not do."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from qualcheck.analyse import analyse
from qualcheck.analyse.tokens import tokenise
from qualcheck.catalogue import finder
from qualcheck.check import Check, Hit
from qualcheck.document import Document
from qualcheck.errors import Location, RuleError
from qualcheck.messages import placeholders, render
from qualcheck.read import read_bytes
from qualcheck.rulekinds import schema, tokenised_phrase
from qualcheck.ruleplans import builtin_folder, load_rules
from qualcheck.rules import BlockCheck, PhraseCheck, RegexCheck, compile_pattern
from qualcheck.selftest import failures_of, repair

COMMON = """\
  - id: test.{id}
    kind: {kind}
    level: warning
    mqm: style/unidiomatic
    message: "'{{match}}' is odd."
    why: It is a test.
    examples: {{bad: ["a [[bad]] one"], good: [a good one]}}
"""


def rule(kind: str, keys: str, *, id: str = "one") -> str:  # noqa: A002
    return COMMON.format(kind=kind, id=id) + dedent(keys).strip("\n").replace("\n", "\n    ").join(
        ("    ", "\n")
    )


def rule_file(*rules: str, language: str = "en", category: str = "words") -> str:
    return f"language: {language}\ncategory: {category}\nrules:\n{''.join(rules)}"


def document(text: str) -> Document:
    return analyse(read_bytes(text.encode(), "a.txt"), language="en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "rules"
    path.mkdir()
    return path


def load(folder: Path, *rules: str) -> tuple[Check, ...]:
    (folder / "a.yaml").write_text(rule_file(*rules), "utf-8")
    return load_rules([folder], cache=None)


def found(checks: tuple[Check, ...], text: str) -> list[str]:
    doc = document(text)
    hits = sorted((hit for check in checks for hit in check.run(doc)), key=lambda hit: hit.span)
    return [doc.text(hit.span) for hit in hits]


def hits(checks: tuple[Check, ...], text: str) -> list[Hit]:
    doc = document(text)
    return [hit for check in checks for hit in check.run(doc)]


def problems(folder: Path, text: str, name: str = "bad.yaml") -> list[str]:
    """What loading says: `line:column: message` for each problem."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules([folder], cache=None)
    for problem in caught.value.problems:
        assert str(folder) in problem.location.path
    return [
        f"{p.location.line}:{p.location.column}: {p.message}" for p in caught.value.problems
    ]  # fmt: skip


# Messages


def test_a_message_is_filled_once_and_never_evaluated() -> None:
    values = {"match": "{suggestion}", "suggestion": "{0.__class__}"}
    assert render("{match} {suggestion} {0} {match!r} {x}", values) == (
        "{suggestion} {0.__class__} {0} {match!r} {x}"
    )
    assert placeholders("{match}, {a_2}, {A}, {match.x}, {}") == {"match", "a_2"}


# Kinds


def test_phrase_sees_words_not_letters(folder: Path) -> None:
    checks = load(folder, rule("phrase", 'phrases: [at the day, "don\'t know it"]'))
    assert found(checks, "At the\nday, or at the days. I don’t know it!") == [
        "At the\nday",
        "don’t know it",
    ]


def test_phrase_gives_the_longest_and_stays_in_its_block(folder: Path) -> None:
    checks = load(folder, rule("phrase", "phrases: [at the, at the day, the end]"))
    assert found(checks, "It was at the day.") == ["at the day"]
    assert found(checks, "Look at\n\nthe end") == ["the end"]


def test_swap_keeps_a_capital(folder: Path) -> None:
    checks = load(folder, rule("swap", "swap: {made a photo: took a photo}"))
    suggestions = [hit.suggestions for hit in hits(checks, "Made a photo. He made a photo.")]
    assert suggestions == [("Took a photo",), ("took a photo",)]


VERBS = """\
swap:
  <make> <a|the|> photo of: <take> <2> photo of
  <be> <very> fond from: <be> <2> fond of
  <depend> from: <1:ing> on
  look forward to <meet|see>: look forward to <1:ing>
words: {very: ["", very]}
unless: [make a photo of it]
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Making a photo of us.", "Taking a photo of us."),
        ("He made photo of us.", "He took photo of us."),
        ("He has never made a photo of us.", "He has never taken a photo of us."),
        ("They were very fond from it.", "They were very fond of it."),
        ("I look forward to see it.", "I look forward to seeing it."),
        ("It depends from us.", "It depending on us."),
        ("I make a photo of it.", None),
        ("I made a photo album.", None),
    ],
)
def test_brackets_stand_for_forms_and_choices(
    folder: Path, text: str, expected: str | None
) -> None:
    marked = hits(load(folder, rule("swap", VERBS)), text)
    assert (repair(text, marked) if marked else None) == expected


def test_phrases_of_all_files_share_one_pass(folder: Path) -> None:
    (folder / "b.yaml").write_text(rule_file(rule("swap", "swap: {at day: by day}", id="two")))
    checks = load(folder, rule("phrase", "phrases: [at night]"))
    assert [type(check) for check in checks] == [PhraseCheck]
    assert {h.rule for h in hits(checks, "at night, at day")} == {"test.one", "test.two"}


@pytest.mark.parametrize(
    ("quotations", "expected"),
    [("any", ["at day", "At day"]), ("skip", ["At day"]), ("only", ["at day"])],
)
def test_quotations(folder: Path, quotations: str, expected: list[str]) -> None:
    checks = load(folder, rule("phrase", f"phrases: [at day]\nquotations: {quotations}"))
    assert found(checks, 'She said "we sleep at day" again. At day they sleep.') == expected


def test_regex_place_suggestion_and_values(folder: Path) -> None:
    keys = r"""
        pattern: (?P<place>(?P<word>\w+)ould)\ of(?P<not>\ not)?
        verbose: true
        suggest: \g<word>ould have\g<not>
    """
    (hit,) = hits(load(folder, rule("regex", keys)), "He could of gone.")
    assert (hit.span.start, hit.span.end) == (3, 8)
    assert hit.suggestions == ("could have",)
    assert hit.values == {"place": "could", "word": "c", "not": ""}


def test_regex_compiles_nothing_for_a_text_without_its_needs(folder: Path) -> None:
    checks = load(folder, rule("regex", "pattern: foo\\s+bar\nneeds: [FOO]\nignore_case: true"))
    compile_pattern.cache_clear()
    assert found(checks, "Nothing here.") == []
    assert compile_pattern.cache_info().misses == 0
    assert found(checks, "A Foo  bar.") == ["Foo  bar"]


def test_regex_needs_are_exact_where_case_counts(folder: Path) -> None:
    assert found(load(folder, rule("regex", "pattern: foo\nneeds: [FOO]")), "foo") == []


def test_regex_stays_in_its_block(folder: Path) -> None:
    checks = load(folder, rule("regex", r"pattern: one\s+two"))
    assert found(checks, "one\n\ntwo one two") == ["one two"]


def test_a_runaway_pattern_stops_and_names_its_rule(folder: Path) -> None:
    checks = load(folder, rule("regex", "pattern: (?:x|xx|xxx)+y\ntimeout: 0.05"))
    with pytest.raises(TimeoutError, match=r"test\.one took over 0\.05 s"):
        found(checks, "x" * 60)


ARTICLE = "Menu\n\n{body}\n\nRead more »\n\n{body}\n\nRead  More!"
BODY = "This paragraph has more than twelve words, so that it belongs to the article itself."


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ("any", ["Read more »", "Read  More!"]),
        ("bottom", ["Read  More!"]),
        ("top", ["Read more »", "Read  More!"]),  # the first five blocks are always the top
    ],
)
def test_block_lines(folder: Path, position: str, expected: list[str]) -> None:
    checks = load(folder, rule("block", f"lines: [read more]\nposition: {position}"))
    assert found(checks, ARTICLE.format(body=BODY)) == expected


def test_block_top_ends_where_the_article_begins(folder: Path) -> None:
    checks = load(folder, rule("block", "lines: [share]\nposition: top"))
    short = "\n\n".join(f"Item {n}" for n in range(6))
    assert found(checks, f"{short}\n\nShare\n\n{BODY}\n\nShare") == ["Share"]
    assert found(checks, f"{BODY}\n\n{short}\n\nShare") == []


def test_block_patterns_match_the_whole_block(folder: Path) -> None:
    keys = "patterns: ['photo: \\w+']\nignore_case: true\nneeds: ['photo:']\nmax_words: 3"
    checks = load(folder, rule("block", keys))
    assert found(checks, "Photo: Reuters\n\nA photo: mine\n\nphoto: of of") == ["Photo: Reuters"]


def test_block_respects_its_longest(folder: Path) -> None:
    checks = load(folder, rule("block", "patterns: ['a( a)*']\nmax_words: 3"))
    assert found(checks, "a a a\n\na a a a") == ["a a a"]


def test_scope_defaults(folder: Path) -> None:
    (phrase, block) = load(
        folder,
        rule("phrase", "phrases: [x]"),
        rule("block", "lines: [x]", id="two"),
    )
    assert {str(kind) for kind in phrase.rules[0].scopes} == {"paragraph", "item", "quote"}
    assert "heading" in block.rules[0].scopes
    assert isinstance(block, BlockCheck)


@pytest.mark.parametrize(
    "phrase",
    ["made a photo", "Don’t well-known x", "1,000.5 km", "e.g. this", "«so»", "COVID-19's", "50%"],
)
def test_phrases_are_split_as_prose_is(phrase: str) -> None:
    assert tokenised_phrase(phrase) == " ".join(tokenise(phrase).lower)


# Broken files

GOOD_RULE = rule("phrase", "phrases: [x]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1: the file is empty"]),
        ("a: [1", ["1:6: not YAML: did not find expected ',' or ']'"]),
        ("- a", ["1:1: 'the file' must be a mapping of keys to values"]),
        ("language: en\ncategory: words", ["1:1: the key 'rules' is missing"]),
        (rule_file(GOOD_RULE, language="English"),
         ["1:11: 'English' is no language: a primary code such as 'en', or 'any'"]),
        (rule_file(GOOD_RULE, category="word"),
         ["2:11: unknown category 'word'; did you mean 'words'?"]),
        (rule_file(GOOD_RULE.replace("level:", "levl:")),
         ["4:5: the key 'level' is missing", "6:5: unknown key 'levl'; did you mean 'level'?"]),
        (rule_file(GOOD_RULE.replace("warning", "warnin")),
         ["6:12: level: unknown value 'warnin'; did you mean 'warning'?"]),
        (rule_file(GOOD_RULE.replace("kind: phrase", "kind: phrases")),
         ["5:11: unknown kind 'phrases'; did you mean 'phrase'?"]),
        (rule_file(GOOD_RULE.replace("kind: phrase", "kind: zzz")),
         ["5:11: unknown kind 'zzz'; there are block, phrase, regex, swap"]),
        (rule_file(GOOD_RULE.replace("    kind: phrase\n", "")),
         ["4:5: the key 'kind' is missing; there are block, phrase, regex, swap"]),
        (rule_file(GOOD_RULE.replace("mqm: style/unidiomatic", "mqm:")),
         ["7:9: 'mqm' must not be empty"]),
        (rule_file(GOOD_RULE + "    why: Twice.\n"),
         ["12:5: the key 'why' stands twice, first on line 9"]),
        (rule_file(GOOD_RULE.replace("test.one", "Test One")),
         ["4:9: 'Test One' is no id: small letters and digits, with '.' or '-' between"]),
        (rule_file(GOOD_RULE.replace("{match}", "{macth}")),
         ["8:14: no value is known for {macth}; there is {match}"]),
        (rule_file(GOOD_RULE.replace("{match}", "{suggestion}")),
         ["8:14: no value is known for {suggestion}; there is {match}"]),
        (rule_file(GOOD_RULE.replace("[[bad]]", "[[bad")), ["10:22: '[[' has no partner"]),
        (rule_file(GOOD_RULE.replace("[[bad]]", "bad")),
         ["10:22: a bad example needs [[ ]] where the rule must speak"]),
        (rule_file(GOOD_RULE.replace("[a good one]", "[]")),
         ["10:46: 'good' must hold at least one"]),
        (rule_file(GOOD_RULE.replace('["a [[bad]] one"]', "[{text: '[[a]]', fix: b}]")),
         ["10:38: unknown key 'fix'; did you mean 'fixed'?"]),
        (rule_file(GOOD_RULE + "    scope: [paragraf]\n"),
         ["12:13: scope: unknown value 'paragraf'; did you mean 'paragraph'?"]),
        (rule_file(rule("phrase", "phrases: x")), ["11:14: 'phrases' must be a list"]),
        (rule_file(rule("phrase", "phrases: [a b, A  b]")), ["11:20: 'A  b' stands twice"]),
        (rule_file(rule("swap", "swap: {a: a}")), ["11:15: 'a' is replaced by itself"]),
        (rule_file(rule("swap", "swap: {<make|do> a fuss: make a fuss}")),
         ["11:30: 'make a fuss' is replaced by itself"]),
        (rule_file(rule("phrase", "phrases: [<|very> <|big>]")),
         ["11:15: '<|very> <|big>' may mean nothing at all"]),
        (rule_file(rule("phrase", "phrases: [at <x>]\nwords: {x: [day], y: [night]}")),
         ["12:26: no phrase asks for '<y>'"]),
        (rule_file(rule("phrase", "phrases: [at day]\nunless: [at daytime, at day <and|or> night]")),
         ["12:14: 'at daytime' holds no phrase of the rule"]),
        (rule_file(rule("swap", "swap: {<go> in: <go>, went in: in}")),
         ["11:36: 'went in' stands twice"]),
        (rule_file(rule("phrase", "phrases: [<a b> c, a < b, <go>]")),
         ["11:15: '<a b>' is neither a verb, nor words with | between, nor a list",
          "11:24: 'a < b' has a bracket without its partner",
          "11:31: '<go>' is nothing but a bracket"]),
        (rule_file(rule("swap", "swap: {a <b|c>: <go>, d <b|c>: <2>}")),
         ["11:21: no verb of the phrase tells the form of '<go>'",
          "11:36: there is no bracket 2 in the phrase"]),
        (rule_file(rule("phrase", "phrases: [a]\nunless: [<]")),
         ["12:14: '<' has a bracket without its partner"]),
        (rule_file(rule("block", "max_words: 3")),
         ["4:5: 'lines' or 'patterns' must say what to look for"]),
        (rule_file(rule("block", "lines: [a b c d]\nmax_words: 3")),
         ["11:13: this line is longer than max_words (3)"]),
        (rule_file(rule("regex", "pattern: a(b")),
         ["11:17: not a pattern: missing ) at character 4"]),
        (rule_file(rule("regex", "pattern: 'a[b'")),
         ["11:18: not a pattern: unterminated character set at character 4"]),
        (rule_file(rule("regex", "verbose: true\npattern: |\n  a\n  b(")),
         ["14:9: not a pattern: missing ) at character 5"]),
        (rule_file(rule("regex", "pattern: a\nsuggest: \\g<x>")),
         ["12:14: not a template for this pattern: unknown group"]),
        (rule_file(rule("regex", "pattern: a\ntimeout: soon")),
         ["12:14: timeout: Input should be a valid number, unable to parse string as a number"]),
        (rule_file(GOOD_RULE) + "\x07", ["12:1: not YAML: the character U+0007 is not allowed"]),
    ],
)  # fmt: skip
def test_a_broken_file_says_where_and_what(folder: Path, text: str, expected: list[str]) -> None:
    assert problems(folder, text) == expected


def test_all_problems_of_all_files_come_at_once(folder: Path) -> None:
    (folder / "a.yaml").write_text("language: [")
    two = rule_file(rule("regex", "pattern: ("), rule("regex", "pattern: )", id="two"))
    assert len(problems(folder, two)) == 3


def test_a_sound_rule_beside_a_broken_one_is_still_examined(folder: Path) -> None:
    broken = GOOD_RULE.replace("level: warning", "level: loud")
    said = problems(folder, rule_file(broken, rule("regex", "pattern: (", id="two")))
    assert [line.split(":")[0] for line in said] == ["6", "19"]


def test_an_id_may_stand_once_in_all_files(folder: Path) -> None:
    (folder / "a.yaml").write_text(rule_file(GOOD_RULE))
    (said,) = problems(folder, rule_file(GOOD_RULE))
    assert said == f"4:9: the id 'test.one' is taken, at {folder / 'a.yaml'}:4:9"


def test_the_language_is_the_folders(folder: Path) -> None:
    (said,) = problems(folder, rule_file(GOOD_RULE), "any/a.yaml")
    assert said == "1:11: the language 'en' belongs in another folder than 'any'"


def test_a_problem_is_shown_with_its_line_and_a_caret(folder: Path) -> None:
    (folder / "a.yaml").write_text(rule_file(GOOD_RULE, category="word"))
    with pytest.raises(RuleError) as caught:
        load_rules([folder / "a.yaml"], cache=None)
    assert str(caught.value) == (
        f"{folder}/a.yaml:2:11: unknown category 'word'; did you mean 'words'?\n"
        "    category: word\n"
        "              ^"
    )


def test_bytes_that_are_no_text(folder: Path) -> None:
    (folder / "a.yaml").write_bytes(b"language: en\ncategory: \xff\n")
    with pytest.raises(RuleError, match=r"a\.yaml:2: not UTF-8"):
        load_rules([folder], cache=None)


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such folder of rules"):
        load_rules([tmp_path / "none"], cache=None)


def test_norwegian_is_a_language_not_a_denial(folder: Path) -> None:
    (folder / "a.yaml").write_text(rule_file(GOOD_RULE, language="no"))
    (check,) = load_rules([folder], cache=None)
    assert check.rules[0].languages == ("no",)


# The cache

EVERY_KIND = rule_file(
    rule("phrase", "phrases: [at day]"),
    rule("swap", "swap: {on day: by day}", id="two"),
    rule("regex", "pattern: x+\nsuggest: y", id="three"),
    rule("block", "lines: [menu]\npatterns: [m.*]", id="four"),
)
TEXT = "Menu\n\nOn day and at day, xxx."


@pytest.mark.parametrize("examples", [True, False])
def test_the_cache_changes_nothing(folder: Path, tmp_path: Path, examples: bool) -> None:
    (folder / "a.yaml").write_text(EVERY_KIND)
    cache = tmp_path / "cache"
    plain = load_rules([folder], cache=None, examples=examples)
    first = load_rules([folder], cache=cache, examples=examples)
    second = load_rules([folder], cache=cache, examples=examples)
    for checks in (first, second):
        assert found(checks, TEXT) == found(plain, TEXT) == ["Menu", "On day", "at day", "xxx"]
        assert [check.rules for check in checks] == [check.rules for check in plain]
    assert [path.suffix for path in cache.iterdir()] == [".plan"]
    assert bool(plain[0].rules[0].bad) == examples


def test_a_cache_hit_imports_and_compiles_nothing(folder: Path, tmp_path: Path) -> None:
    (folder / "a.yaml").write_text(EVERY_KIND)
    load_rules([folder], cache=tmp_path)
    code = (
        "import sys; from pathlib import Path; from qualcheck.ruleplans import load_rules;"
        f"assert load_rules([Path({str(folder)!r})], cache=Path({str(tmp_path)!r}));"
        "sys.exit(', '.join({'pydantic', 'yaml', 'regex', 'tempfile'} & sys.modules.keys()) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "broken", ["", "{", "[]", "{}", '{"phrases": [{}]}', "null", "[" * 99999, "cut"]
)
def test_a_broken_cache_is_done_without(folder: Path, tmp_path: Path, broken: str) -> None:
    (folder / "a.yaml").write_text(EVERY_KIND)
    cache = tmp_path / "cache"
    load_rules([folder], cache=cache)
    (stored,) = cache.iterdir()
    sound = stored.read_text("utf-8")
    stored.write_text(sound[:-9] if broken == "cut" else broken)
    assert len(found(load_rules([folder], cache=cache), TEXT)) == 4
    assert stored.read_text("utf-8") == sound


def test_an_unwritable_cache_is_done_without(folder: Path, tmp_path: Path) -> None:
    (folder / "a.yaml").write_text(EVERY_KIND)
    (tmp_path / "file").write_text("")
    assert len(load_rules([folder], cache=tmp_path / "file" / "cache")) == 3


def test_another_content_is_another_plan(folder: Path, tmp_path: Path) -> None:
    (folder / "a.yaml").write_text(EVERY_KIND)
    load_rules([folder], cache=tmp_path / "cache")
    (folder / "a.yaml").write_text(EVERY_KIND.replace("at day", "and"))
    assert "and" in found(load_rules([folder], cache=tmp_path / "cache"), TEXT)


def test_an_edit_costs_no_other_folder_its_plan(folder: Path, tmp_path: Path) -> None:
    other, cache = tmp_path / "other", tmp_path / "cache"
    other.mkdir()
    (folder / "a.yaml").write_text(EVERY_KIND)
    (other / "b.yaml").write_text(rule_file(rule("phrase", "phrases: [at dusk]", id="five")))
    load_rules([folder, other], cache=cache)
    before = {path.name for path in cache.iterdir()}
    (other / "b.yaml").write_text(rule_file(rule("phrase", "phrases: [at dawn]", id="five")))
    assert "At dawn" in found(load_rules([folder, other], cache=cache), f"{TEXT} At dawn.")
    assert len({path.name for path in cache.iterdir()} - before) == 1


def test_folders_together_have_an_id_once(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for path in (folder / "a.yaml", other / "b.yaml"):
        path.write_text(EVERY_KIND)
    with pytest.raises(RuleError) as caught:
        load_rules([folder, other], cache=tmp_path / "cache")
    first, *_ = caught.value.problems
    assert first.location == Location(str(other / "b.yaml"), 4, 9)
    assert first.message == f"the id 'test.one' is taken, at {folder / 'a.yaml'}:4:9"


# What ships


def shipped() -> Iterator[tuple[str, Check, int]]:
    for check in load_rules([builtin_folder()], cache=None):
        for number, info in enumerate(check.rules):
            yield info.id, check, number


def test_the_schema_knows_every_kind() -> None:
    known = schema()
    kinds = known["properties"]["rules"]["items"]["discriminator"]["mapping"]
    assert sorted(kinds) == ["block", "phrase", "regex", "swap"]
    for name in ("BlockRule", "PhraseRule", "RegexRule", "SwapRule"):
        assert re.match(r"`\w+`", known["$defs"][name]["description"])


CALQUES = [row for row in shipped() if row[0].startswith("calque.")]


@pytest.mark.parametrize(
    ("check", "number"), [row[1:] for row in CALQUES], ids=[row[0] for row in CALQUES]
)
def test_calques_pass_their_examples(check: Check, number: int) -> None:
    assert [str(f) for f in failures_of(check, check.rules[number], finder())] == []
    assert check.rules[number].sources


def test_the_sample_has_every_kind_of_word_rule() -> None:
    assert {type(check) for _, check, _ in CALQUES} == {PhraseCheck, RegexCheck}
