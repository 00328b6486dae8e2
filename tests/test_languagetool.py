"""LanguageTool as a check: its answers, its faults, its noise; against servers that misbehave."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from conftest import MakeDocument
from hypothesis import given
from hypothesis import strategies as st

from qualcheck import check_paths, check_text
from qualcheck.config import Settings
from qualcheck.document import STAND_IN, Span
from qualcheck.errors import EngineUnavailable
from qualcheck.findings import FileReport, NotRun, Severity
from qualcheck.languagetool import answers, client, meaning
from qualcheck.languagetool.answers import Answers
from qualcheck.languagetool.check import VARIANTS, LanguageTool, Options
from qualcheck.languagetool.client import Client, Match, Question, ServerFailure, matches_in, pieces
from qualcheck.languagetool.server import Running

EN = Question("en-US")


def row(offset: int, length: int, **more: Any) -> dict[str, Any]:
    """A match as LanguageTool sends it; offsets in UTF-16 units."""
    rule = {
        "id": more.get("rule", "HE_VERB_AGR"),
        "description": "Agreement error",
        "issueType": more.get("issue_type", "grammar"),
        "category": {"id": more.get("category", "GRAMMAR"), "name": ""},
    }
    suggestions = [{"value": value} for value in more.get("suggestions", ("goes",))]
    return {
        "message": "He goes.", "offset": offset, "length": length,
        "replacements": suggestions, "rule": rule,
    }  # fmt: skip


def reply(*rows: dict[str, Any]) -> bytes:
    software = {"version": "6.8", "buildDate": "2026-05-05"}
    whole = {"software": software, "warnings": {"incompleteResults": False}, "matches": rows}
    return json.dumps(whole).encode()


@dataclass
class Fake:
    """A server that answers as a test wants it to, and remembers what it was asked."""

    answer: Callable[[str], tuple[int, bytes]]
    address: str = ""
    identity: bytes = field(default_factory=reply)
    asked: list[str] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)


Serve = Callable[[Callable[[str], tuple[int, bytes]]], Fake]


@pytest.fixture(autouse=True)
def _nothing_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def serve() -> Iterator[Serve]:
    servers: list[ThreadingHTTPServer] = []

    def start(answer: Callable[[str], tuple[int, bytes]]) -> Fake:
        fake = Fake(answer)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def send(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self) -> None:
                self.send(200, b"OK")

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                if form["text"] == "A text.":  # the question of what it is
                    self.send(200, fake.identity)
                    return
                fake.asked.append(form["text"])
                fake.forms.append(form)
                status, answered = fake.answer(form["text"])
                if status:
                    self.send(status, answered)
                else:  # hangs up
                    self.close_connection = True

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        fake.address = f"http://127.0.0.1:{server.server_port}"
        return fake

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def check_at(text: str, address: str, path: str = "text.txt", **more: Any) -> FileReport:
    settings = Settings(language=more.pop("language", "en"), languagetool=address, **more)
    return check_text(text, path=path, settings=settings)


def ask(address: str, text: str) -> list[Match]:
    with Client(address) as asking:
        return asking.check(text, EN)


def theirs(report: FileReport) -> list[str]:
    return [f.text for f in report.findings if "languagetool" in f.origin]


# ---------------------------------------------------------------------------------- offsets


@pytest.mark.parametrize(
    ("text", "offset", "length", "found"),
    [
        ("He go.", 3, 2, "go"),
        ("😀 He go.", 6, 2, "go"),  # one code point, two units
        ("😀😀 go 😀", 5, 2, "go"),
        ("a 😀go", 2, 4, "😀go"),  # both ends beyond one
        ("e\u0301 go", 3, 2, "go"),  # a combining mark is a code point of its own
        ("go", 0, 99, "go"),  # beyond the end
    ],
)
def test_utf_16_units_become_code_points(text: str, offset: int, length: int, found: str) -> None:
    (match,) = matches_in(json.loads(reply(row(offset, length))), text, 0)
    assert text[match.span.start : match.span.end] == found


@given(st.text(alphabet="aé😀𝒳\u0301 "), st.data())
def test_units_and_code_points_agree_everywhere(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    units = [len(part.encode("utf-16-le")) // 2 for part in (text[:start], text[start:end])]
    (match,) = matches_in(json.loads(reply(row(*units))), text, 7)
    assert match.span == Span(7 + start, 7 + end)


def test_a_place_is_found_in_the_source_behind_markup(serve: Serve) -> None:
    def answer(text: str) -> tuple[int, bytes]:
        at = len(text[: text.index("go")].encode("utf-16-le")) // 2
        return 200, reply(row(at, 2))

    source = "# A heading\n\nThey &amp; *we* 😀 saw `code` that **go** there.\n"
    report = check_at(source, serve(answer).address, "text.md")
    (finding,) = [f for f in report.findings if f.rule == "lt.HE_VERB_AGR"]
    assert source[finding.span.start : finding.span.end] == "go"
    assert (finding.line, finding.suggestions, finding.origin) == (3, ("goes",), "languagetool")
    assert finding.category == "grammar"
    assert finding.severity is Severity.SUGGESTION


def test_what_is_no_prose_goes_out_as_a_name_and_is_not_spoken_of(serve: Serve) -> None:
    fake = serve(lambda text: (200, reply(row(text.index("X"), 1))))
    report = check_at("They use `code` there.\n", fake.address, "text.md")
    assert fake.asked == ["They use X there."]
    assert STAND_IN not in fake.asked[0]
    assert theirs(report) == []


def test_a_long_text_is_asked_about_in_pieces(serve: Serve) -> None:
    def answer(text: str) -> tuple[int, bytes]:
        return 200, reply(*(row(i, 2) for i in range(len(text)) if text.startswith("go", i)))

    fake = serve(answer)
    text = "One two three. " * 2_000 + "They go."
    found = ask(fake.address, text)
    assert [text[m.span.start : m.span.end] for m in found] == ["go"]
    assert len(fake.asked) == 4
    assert all(len(part) <= client.LONGEST for part in fake.asked)
    assert "".join(fake.asked) == text


def test_a_text_that_a_server_finds_too_long_is_halved(serve: Serve) -> None:
    def answer(text: str) -> tuple[int, bytes]:
        if len(text) > 400:
            return 413, b"Error: Your text exceeds the limit of 400 characters"
        return 200, reply(*(row(i, 2) for i in range(len(text)) if text.startswith("go", i)))

    fake = serve(answer)
    text = "One two three. They go. " * 60
    found = ask(fake.address, text)
    assert [text[m.span.start : m.span.end] for m in found] == ["go"] * 60
    assert len({m.span for m in found}) == 60


@given(st.text(alphabet="ab. \n", max_size=300), st.integers(2, 50))
def test_pieces_are_the_text(text: str, longest: int) -> None:
    found = pieces(text, longest)
    assert "".join(text[p.start : p.end] for p in found) == text
    assert all(len(p) <= longest for p in found)


def test_lone_surrogates_can_be_asked_about(serve: Serve) -> None:
    fake = serve(lambda text: (200, reply(row(text.index("go"), 2))))
    text = "A \ud800 go"
    (match,) = ask(fake.address, text)
    assert text[match.span.start : match.span.end] == "go"


# ---------------------------------------------------------------------------------- failures


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (500, b"Error: Internal Error", "it answered 500: 'Error: Internal Error'"),
        (200, b"<html><body>Please log in</body></html>", "its answer is no JSON: '<html>"),
        (200, reply(row(0, 2))[:40], "its answer is no JSON"),
        (200, b"", "its answer is no JSON: ''"),
        (200, b"[]", "its answer lacks what it should have"),
        (200, b'{"matches": [{}], "warnings": {"incompleteResults": false}}', "lacks"),
        (200, b'{"matches": [], "warnings": {"incompleteResults": true}}', "gave up half-way"),
        (413, b"too long", "it answered 413"),
    ],
)
def test_a_server_that_answers_wrongly_is_a_fault(
    serve: Serve, status: int, body: bytes, said: str
) -> None:
    fake = serve(lambda _: (status, body))
    report = check_at("He go there. . It is so.", fake.address)
    (fault,) = report.faults
    assert fault.check == "LanguageTool"
    assert said in fault.error
    assert [f.rule for f in report.findings] == [
        "grammar.pronoun-agreement",
        "punctuation.stray-mark",
    ]


def test_a_server_that_hangs_up_and_does_not_come_back_is_a_fault() -> None:
    gone = Client("http://127.0.0.1:9", back_seconds=0.3)
    with pytest.raises(ServerFailure, match=re.escape("http://127.0.0.1:9 went away")):
        gone.check("He go.", EN)


def test_a_server_that_hangs_up_once_is_asked_again(serve: Serve) -> None:
    answers_left = [(0, b""), (200, reply(row(3, 2)))]
    fake = serve(lambda _: answers_left.pop(0))
    assert len(ask(fake.address, "He go.")) == 1
    assert fake.asked == ["He go."] * 2


def test_one_fault_leaves_the_other_files_their_findings(serve: Serve, tmp_path: Path) -> None:
    def answer(text: str) -> tuple[int, bytes]:
        return (500, b"") if "bad" in text else (200, reply(row(0, 4)))

    for name in ("bad", "good"):
        (tmp_path / f"{name}.txt").write_text(f"This is a {name} text of several words here.")
    settings = Settings(language="en", languagetool=serve(answer).address)
    run = check_paths([tmp_path], settings=settings)
    assert [len(file.faults) for file in run.files] == [1, 0]
    assert [theirs(file) for file in run.files] == [[], ["This"]]
    assert run.exit_code(None) == 3


@pytest.mark.parametrize("setting", ["http://127.0.0.1:9", "required"])
def test_what_is_asked_for_and_is_not_there_ends_the_run(setting: str) -> None:
    settings = Settings(languagetool=setting)
    with pytest.raises(
        EngineUnavailable, match=r"no LanguageTool server answers|is required: not inst"
    ):
        check_paths(["nothing.txt"], settings=settings)


def test_something_else_at_the_address_is_no_languagetool(serve: Serve) -> None:
    fake = serve(lambda _: (200, b""))
    with Client(fake.address) as asking:
        assert asking.version() == "6.8 2026-05-05"
    fake.identity = b"<html></html>"
    with pytest.raises(EngineUnavailable, match="is no LanguageTool: its answer is no JSON"):
        check_text("A text.", settings=Settings(languagetool=fake.address))


def test_without_it_a_run_says_so() -> None:
    report = check_text("He was there.", settings=Settings(language="en"))
    said = NotRun("LanguageTool", "not installed; `qualcheck languagetool install` brings it")
    assert report.not_run == (said,)


@pytest.mark.parametrize(
    "settings",
    [
        Settings(languagetool="off"),
        Settings(ignore=("lt",)),
        Settings(select=("repetition.word",)),
        Settings(select=("residue.tag",)),
    ],
    ids=str,
)
def test_where_nobody_asks_for_it_nothing_is_said(settings: Settings) -> None:
    assert check_text("He was there.", settings=settings).not_run == ()


@pytest.mark.parametrize("select", ["lt", "lt.HE_VERB_AGR", "grammar"])
def test_it_is_asked_where_its_rules_are_chosen(serve: Serve, select: str) -> None:
    report = check_at(
        "He goes there.", serve(lambda _: (200, reply(row(3, 4)))).address, select=(select,)
    )
    assert theirs(report) == ["goes"]


def test_a_language_that_it_lacks_is_said(serve: Serve) -> None:
    fake = serve(lambda _: (200, reply()))
    report = check_at("Ez egy magyar szöveg.", fake.address, language="hu")
    assert NotRun("LanguageTool", "it has no rules for 'hu'") in report.not_run
    assert fake.asked == []


# ----------------------------------------------------------------------------- the question


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("The color of the harbor.", "en", "en-US"),
        ("The colour of the harbour.", "en", "en-GB"),
        ("The colour of the harbour.", "en-US", "en-US"),
        ("Das ist ein Satz.", "de", "de-DE"),
        ("Das ist ein Satz.", "de-CH", "de-CH"),
        ("C'est une phrase.", "fr", "fr"),
        ("Es una frase.", "es", "es"),
    ],
)
def test_the_variant_is_the_texts_own(serve: Serve, text: str, language: str, code: str) -> None:
    fake = serve(lambda _: (200, reply()))
    check_at(text, fake.address, language=language)
    assert [form["language"] for form in fake.forms] == [code]


def test_settings_reach_the_server(serve: Serve) -> None:
    fake = serve(lambda _: (200, reply()))
    check_at(
        "He go there.", fake.address, languagetool_disabled_rules=("A_RULE",),
        languagetool_enabled_rules=("B_RULE",), languagetool_picky=True,
    )  # fmt: skip
    (form,) = fake.forms
    assert "A_RULE" in form["disabledRules"].split(",")
    assert form["enabledRules"] == "B_RULE"
    assert form["level"] == "picky"
    assert "disabledCategories" not in form


def test_a_rule_that_is_off_here_can_be_enabled(serve: Serve) -> None:
    fake = serve(
        lambda _: (200, reply(row(3, 2, rule="WHETHER", category="REDUNDANCY", issue_type="style")))
    )
    text = "He goes there."
    assert theirs(check_at(text, fake.address)) == []
    assert theirs(check_at(text, fake.address, languagetool_enabled_rules=("WHETHER",))) == ["go"]


# ------------------------------------------------------------------------------------ noise


@pytest.mark.parametrize(
    ("text", "word", "suggestions", "kept"),
    [
        ("They met the grabelnik of the valley on the road to the mill.", "grabelnik", (), True),
        ("They met Grabelnik on the road to the mill.", "Grabelnik", (), False),
        ("He works at GRBLK in the valley.", "GRBLK", (), False),
        ("The mp3x player was there.", "mp3x", (), False),
        ("The word “grabelnik” is an old one.", "grabelnik", (), False),
        ("Write to grabelnik@example.org today.", "grabelnik", (), False),
        ("A grabelnik, two grabelnik, three grabelnik.", "grabelnik", (), False),
        ("It was an unbudgeted sum.", "unbudgeted", (), False),
        ("The Ministry of Inudstry said so.", "Inudstry", ("Industry",), True),
        ("The Ministry of Inudstry said so.", "Inudstry", ("Ineptitude",), False),
    ],
)
def test_spelling_passes_the_layer_of_names_and_our_lists(
    serve: Serve, text: str, word: str, suggestions: tuple[str, ...], kept: bool
) -> None:
    found = row(
        text.index(word), len(word), rule="MORFOLOGIK_RULE_EN_US", category="TYPOS",
        issue_type="misspelling", suggestions=suggestions,
    )  # fmt: skip
    report = check_at(text, serve(lambda _: (200, reply(found))).address)
    assert theirs(report) == ([word] if kept else [])


def test_an_item_of_a_list_may_begin_small(serve: Serve) -> None:
    found = row(
        0, 1, rule="UPPERCASE_SENTENCE_START", category="CASING", issue_type="typographical"
    )
    address = serve(lambda _: (200, reply(found))).address
    items = check_at(
        "- a loan for wells;\n- a subsidy for trees.\n", address, "a.md", select=("lt",)
    )
    assert theirs(items) == []
    assert theirs(check_at("a loan for wells is all they ask.", address, select=("lt",))) == ["a"]


def test_a_finding_at_the_place_of_ours_joins_it(serve: Serve) -> None:
    fake = serve(lambda _: (200, reply(row(3, 2), row(11, 5, suggestions=("their",)))))
    report = check_at("He go with there dogs.", fake.address)
    found = {f.text: (f.rule, f.origin) for f in report.findings}
    assert found == {
        "go": ("grammar.pronoun-agreement", "qualcheck+languagetool"),
        "there": ("lt.HE_VERB_AGR", "languagetool"),
    }


# --------------------------------------------------------------------------- kept answers


def a_match(text: str = "He goes.") -> Match:
    return Match("RULE", Span(1, 3), text, ("a", "b"), "GRAMMAR", "grammar", "about", "https://x")


def test_answers_are_kept_by_version_question_and_text(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "answers.sqlite"
    Answers(path, "6.8", EN).keep({"one": [a_match()], "two 😀": []})
    assert Answers(path, "6.8", EN).find(["one", "two 😀", "three"]) == {
        "one": [a_match()],
        "two 😀": [],
    }
    assert Answers(path, "6.9", EN).find(["one"]) == {}
    assert Answers(path, "6.8", Question("en-GB")).find(["one"]) == {}
    assert Answers(path, "6.8", Question("en-US", picky=True)).find(["one"]) == {}


def test_a_broken_file_of_answers_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    path.write_bytes(b"no database " * 100)
    kept = Answers(path, "6.8", EN)
    assert kept.find(["one"]) == {}
    kept.keep({"one": [a_match()]})
    assert kept.find(["one"]) == {"one": [a_match()]}


def test_a_folder_that_can_not_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = Answers(tmp_path / "file" / "answers.sqlite", "6.8", EN)
    kept.keep({"one": []})
    assert kept.find(["one"]) == {}


def test_the_answers_unused_for_longest_make_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, days = tmp_path / "answers.sqlite", iter(range(1, 100))
    monkeypatch.setattr("time.time", lambda: next(days) * 86_400)
    monkeypatch.setattr(answers, "LARGEST", 100_000)
    kept = Answers(path, "6.8", EN)
    for i in range(40):
        kept.keep({f"{i}": [a_match(f"{k * i * 7919 % 10007}") for k in range(900)]})
    assert kept.find(["39"])
    assert not kept.find(["0"])
    assert path.stat().st_size < 400_000


def test_an_edit_asks_about_one_paragraph(serve: Serve) -> None:
    fake = serve(lambda text: (200, reply(row(text.index("go"), 2))))
    text = "It is so go one.\n\nIt is so go two.\n\nIt is so go three.\n"
    first = theirs(check_at(text, fake.address))
    assert len(fake.asked) == 3
    assert theirs(check_at(text, fake.address)) == first
    assert len(fake.asked) == 3
    moved = check_at("It is so go new.\n\n" + text, fake.address)
    assert fake.asked[3:] == ["It is so go new."]
    places = [(f.line, f.column) for f in moved.findings if f.origin != "qualcheck"]
    assert places == [(1, 10), (3, 10), (5, 10), (7, 10)]


def test_a_paragraph_that_comes_again_is_asked_about_once(serve: Serve) -> None:
    fake = serve(lambda text: (200, reply(row(text.index("go"), 2))))
    report = check_at(
        "It is so go one.\n\nIt is so go one.\n", fake.address, ignore=("repetition",)
    )
    assert len(fake.asked) == 1
    assert theirs(report) == ["go", "go"]


# --------------------------------------------------------------------------------- the table


def test_the_table_is_sound() -> None:
    from qualcheck.check import CATEGORIES

    table = meaning._table()
    for kind in ("issue_types", "categories", "rules"):
        for name, found in table[kind].items():
            assert found.get("category", "style") in CATEGORIES, name
            assert found.get("level", "off") in {"error", "warning", "suggestion", "off"}, name
    assert all({"category", "mqm", "level"} <= set(row) for row in table["issue_types"].values())


def test_a_rule_takes_its_own_row_then_its_categorys_then_its_types() -> None:
    unknown = meaning.meaning_of("NEW_RULE", "NEW_CATEGORY", "new-type")
    assert (unknown.category, unknown.level) == ("grammar", "suggestion")
    assert meaning.meaning_of("NEW_RULE", "REDUNDANCY", "grammar").level == "off"
    assert meaning.meaning_of("NEW_RULE", "CASING", "typographical").category == "words"


def test_a_check_needs_an_engine_only_for_what_is_not_kept(
    document: MakeDocument, tmp_path: Path
) -> None:
    made = document("He go there.")
    check = LanguageTool(Running("http://127.0.0.1:9", "6.8"), tmp_path / "kept", Options())
    question = check._question(made)
    Answers(tmp_path / "kept", "6.8", question).keep({"He go there.": [a_match()]})
    assert [hit.rule for hit in check.run(made)] == ["lt.RULE"]


def test_every_variant_is_of_the_language_it_stands_for() -> None:
    assert all(code.split("-")[0] == language for language, code in VARIANTS.items())


def test_rules_show_knows_what_is_known_of_a_rule_of_theirs() -> None:
    from qualcheck.catalogue import describe

    shown = describe("lt.COVID_19", Settings())
    assert "LanguageTool's rule COVID_19." in shown
    assert "https://community.languagetool.org/rule/show/COVID_19?lang=en" in shown
    assert describe("lt.EN_UNPAIRED_QUOTES", Settings()).startswith("lt.EN_UNPAIRED_QUOTES  (off)")
    assert describe("lt.EN_DIACRITICS_X", Settings()).startswith("lt.EN_DIACRITICS_X  (off)")
