"""The pages in a real Chromium: what an editor does with them, and what must never happen."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from test_compare import checked, compare, noted
from test_report_html import HOSTILE, article, finding, hostile_report, related, run_of

from qualcheck import check_paths
from qualcheck.config import Settings
from qualcheck.findings import FileReport, Severity
from qualcheck.report import folder
from qualcheck.report.corpus import RuleCount, Spread, Summary, Worst, render_summary
from qualcheck.report.html import PAGE_OF_FILES, render_article, render_comparison, render_index
from qualcheck.run import Keep

pytestmark = pytest.mark.browser

IN_SIGHT = """() => {
  const { top, bottom } = document.querySelector("mark.on").getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SEED = "seeds-harbour-flood.txt.html"


HOUSE_RULE = """\
language: en
category: words
rules:
  - id: house.evil
    kind: phrase
    level: warning
    mqm: style/awkward
    message: "<img src=x onerror=alert(5)></script>'{match}'"
    why: "</style><script>alert(6)</script> \\u202e"
    phrases: [a blue moon]
    examples:
      bad: [{text: "Here [[a blue moon]] again."}]
      good: [The moon was blue.]
"""


CORPUS = Summary(
    inputs=[HOSTILE], documents=1_234_567, words=10**9, findings=3,
    counts=dict.fromkeys(Severity, 1),
    spreads=[Spread("Score", [("100", 1_000_000), ("under 90", 0)]), Spread("Language", [(HOSTILE, 1)])],
    worst=[Worst(HOSTILE, -12.5, True, 20, 1, 0, 0), Worst("x" * 300, 99.0, False, 900, 0, 1, 0)],
    rules=[RuleCount("house.evil", "words", Severity.ERROR, 3, 2)],
    rejected=2, reasons=[(HOSTILE, 2)], rejects=[(HOSTILE, 7, HOSTILE)],
    faulty=30, faults=[(HOSTILE, HOSTILE)], not_run=[(HOSTILE, 0)], damaged=[HOSTILE],
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync = pytest.importorskip("playwright.sync_api")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no Chromium: `apt-get install chromium` brings it")
    with sync.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the seeds' pages and with one of each hard case."""
    seeds = check_paths([str(ROOT / "seeds" / "harbour-flood.txt")], keep=Keep.ARTICLE).files
    named = [dataclasses.replace(report, path="seeds/harbour-flood.txt") for report in seeds]
    many = tuple(
        finding(i * 5, i * 5 + 4, ("error", "warning", "suggestion")[i % 3], text="word",
                suggestions=("ward",))
        for i in range(60)
    )  # fmt: skip
    twice = finding(0, 3, "warning", related=(related(8, 11), related(4, 7, "abd", "other")))
    cases = [
        article("word " * 300, findings=many, path="many.txt"),
        article(path="empty.txt"),
        article("abc abd abc", findings=(twice,), path="twice.txt"),
        hostile_report(),
        FileReport("unread.bin", error="not text"),
    ]
    out = tmp_path_factory.mktemp("pages")
    folder.write_reports(run_of(*named, *cases), out)
    old, new = (checked(HOSTILE, noted(name), noted("same")) for name in (HOSTILE, "new"))
    many_files = [article("abc", path=f"{i}.txt") for i in range(PAGE_OF_FILES + 1)]
    (out / "long").mkdir()
    (out / "long" / "index.html").write_text(render_index(run_of(*many_files), {}), "utf-8")
    compared = compare([old, checked("b", noted("x"))], [new, checked("b")])
    (out / "compared.html").write_text(render_comparison(compared, version="1"), "utf-8")
    corpus = render_summary(CORPUS, version="1", settings="Settings: none.")
    (out / "corpus.html").write_text(corpus, "utf-8")
    return out


@pytest.fixture
def page(browser: Any, pages: Path) -> Iterator[Any]:
    """A page that fails its test when anything is fetched, runs or complains."""
    heard: list[str] = []
    opened = browser.new_page(reduced_motion="reduce")
    opened.on("console", lambda message: heard.append(message.text))
    opened.on("pageerror", lambda error: heard.append(str(error)))
    opened.on("dialog", lambda dialog: heard.append(dialog.message))
    opened.on("request", lambda request: heard.extend(fetched(request.url)))
    yield opened
    opened.close()
    assert heard == []


def fetched(url: str) -> list[str]:
    return [] if url.startswith(("file:", "data:")) else [url]


def test_nothing_of_an_article_runs(page: Any, pages: Path) -> None:
    page.goto((pages / "index.html").as_uri())
    page.get_by_role("button", name="Words").click()
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Words")
    page.locator("#table").get_by_role("link", name="script").click()
    page.wait_for_load_state()
    assert page.locator("article .block").text_content() == HOSTILE
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "f1"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "f2"
    page.uncheck("[data-show=error]")
    assert not page.locator("#f1").is_visible()
    assert page.locator("#f2").is_visible()


def test_nothing_of_a_corpus_runs(page: Any, pages: Path) -> None:
    page.goto((pages / "corpus.html").as_uri())
    page.get_by_text("The first of them").click()
    assert page.locator("bdi").filter(has_text="alert(1)").count() > 5


def test_nothing_runs_of_hostile_names_texts_and_settings(page: Any, tmp_path: Path) -> None:
    articles, out = tmp_path / "articles", tmp_path / "out"
    articles.mkdir()
    for text in (HOSTILE, "<img src=x onerror=alert(1)>", "[x](javascript:alert(1)) \u202eabc. ."):
        for suffix in ("txt", "md", "html"):
            name = f"{text.replace('/', '_')[:60]}.{suffix}"
            (articles / name).write_text(f"# {text}\n\n{text}. . A blue moon rose.\n", "utf-8")
    (articles / "house.yaml").write_text(HOUSE_RULE, "utf-8")
    settings = Settings(rules=(str(articles / "house.yaml"),), language="en")
    run = check_paths([articles], settings=settings, keep=Keep.ARTICLE)
    assert any("onerror=alert(5)" in finding.message for finding in run.findings)
    folder.write_reports(run, out)
    assert len(list(out.iterdir())) == 10
    for written in sorted(out.iterdir()):
        page.goto(written.as_uri())
        for link in page.locator("a").all():
            assert not link.get_attribute("href").lower().strip().startswith("javascript")
        for handler in ("onerror", "onclick", "style", "srcdoc"):
            assert page.locator(f"body [{handler}]").count() == 0
        assert page.locator("img, iframe, object, embed, form:not([method=dialog])").count() == 0
        if written.name != "index.html":
            page.keyboard.press("j")
            assert page.evaluate("document.activeElement.id") == "f1"


def test_every_finding_is_reached_by_keyboard_and_click(page: Any, pages: Path) -> None:
    page.goto((pages / SEED).as_uri())
    total = page.locator(".note").count()
    assert total > 10
    for number in range(1, total + 1):
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") == f"f{number}"
    for number in range(1, total + 1):
        page.locator(f"#m{number}").click()
        assert page.evaluate("document.activeElement.id") == f"f{number}"
        assert page.locator(f"#f{number} .message").is_visible()
        page.keyboard.press("Escape")


def test_a_finding_leads_to_its_other_places(page: Any, pages: Path) -> None:
    page.goto((pages / "twice.txt.html").as_uri())
    page.locator(".place").first.click()
    assert page.locator("mark.on").all_inner_texts() == ["abc"]
    assert page.locator("mark.beside").all_inner_texts() == ["abd", "abc"]
    page.keyboard.press("Escape")
    page.locator("mark").last.click()
    assert page.evaluate("document.activeElement.id") == "f1"
    page.uncheck("[data-show=warning]")
    assert page.locator("mark.also-warning, mark.warning").count() == 0
    page.check("[data-show=warning]")
    assert page.locator("mark.also-warning").count() == 1


def test_the_panel_of_what_is_written_in_two_ways_leads_to_each_place(
    page: Any, pages: Path
) -> None:
    page.goto((pages / "twice.txt.html").as_uri())
    page.uncheck("[data-show=warning]")
    for place, words in ((0, "abc"), (1, "abc"), (2, "abd")):
        page.locator(".clashes .place").nth(place).click()
        assert page.evaluate("document.activeElement.id") == "f1"
        anchor = page.locator(".clashes .place").nth(place).inner_text()
        assert anchor == ("1:1", "1:9", "1:5")[place]
        assert words in page.locator("mark.on, mark.beside").all_inner_texts()
        assert page.locator("#f1").is_visible()


def test_the_strip_leads_to_findings_and_paragraphs(page: Any, pages: Path) -> None:
    page.goto((pages / SEED).as_uri())
    strip = page.locator(".strip svg")
    box = strip.bounding_box()
    for severity in ("error", "warning"):
        ticks = page.locator(f".tick.{severity}").get_attribute("d")
        for place in re.findall(r"M(\d+)", ticks)[:3]:
            strip.click(position={"x": int(place) / 1000 * box["width"] + 1, "y": 8})
            assert page.locator(f".note.on.{severity}").count() == 1
            assert page.evaluate(IN_SIGHT)
    page.keyboard.press("Escape")
    page.evaluate("scrollTo(0, 0)")
    strip.click(position={"x": 0.99 * box["width"], "y": 30})
    assert page.locator("article .block").last.is_visible()
    assert page.evaluate("scrollY") > 500


def test_findings_are_chosen_by_origin(page: Any, tmp_path: Path) -> None:
    origins = ("qualcheck", "languagetool", "languagetool, qualcheck")
    found = tuple(finding(i, i + 1, origin=origin) for i, origin in enumerate(origins))
    made = render_article(article("abc", findings=found), version="1", index_link=None)
    (tmp_path / "a.html").write_text(made, "utf-8")
    page.goto((tmp_path / "a.html").as_uri())
    shown = page.locator(".note:visible")
    page.select_option("#from", "languagetool")
    assert [note.get_attribute("id") for note in shown.all()] == ["f2", "f3"]
    page.get_by_role("button", name="Show all").click()
    assert shown.count() == 3


def test_findings_are_filtered_and_found(page: Any, pages: Path) -> None:
    page.goto((pages / SEED).as_uri())
    total = page.locator(".note").count()
    shown = page.locator(".note:visible")
    rule = page.locator(".note").first.get_attribute("data-rule")
    page.select_option("#only", rule)
    alike = page.locator(f'.note[data-rule="{rule}"]').count()
    assert shown.count() == alike < total
    assert page.locator(".ref:visible").count() == alike
    page.select_option("#only", page.locator(".note").first.get_attribute("data-category"))
    assert alike <= shown.count() < total
    page.get_by_role("button", name="Show all").click()
    assert shown.count() == total
    page.keyboard.press("/")
    page.keyboard.type(rule.upper())
    assert shown.count() == alike
    assert f"{alike} of {total} findings shown" in page.locator("#shown").inner_text()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "f1"
    page.keyboard.press("/")
    page.keyboard.type("zzz")
    assert page.get_by_text("No finding is like that.").is_visible()
    page.keyboard.press("Enter")


def test_the_index_leads_to_the_findings_of_a_rule(page: Any, pages: Path) -> None:
    page.goto((pages / "index.html").as_uri())
    total = page.locator("#table tbody tr").count()
    page.select_option("#having", "repetition.word")
    assert 0 < page.locator("#table tbody tr").count() < total
    assert page.locator("#place").inner_text().endswith(f" of {total} files")
    page.get_by_role("link", name="many.txt").first.click()
    page.wait_for_load_state()
    assert page.input_value("#only") == "repetition.word"
    for note in page.locator(".note:visible").all():
        assert note.get_attribute("data-rule") == "repetition.word"


def test_the_index_leads_to_a_place(page: Any, pages: Path) -> None:
    page.goto((pages / "index.html").as_uri())
    place = page.locator(f'.rules a[href^="{SEED}#"]').first
    place.evaluate(
        "place => { for (const fold of document.querySelectorAll('details')) fold.open = true; }"
    )
    number = place.get_attribute("href").partition("#")[2]
    place.click()
    page.wait_for_load_state()
    assert page.evaluate("document.activeElement.id") == number


def test_many_files_are_paged_sorted_filtered_and_found(page: Any, tmp_path: Path) -> None:
    files = [
        article(
            "word " * 9, path=f"desk/{i}.txt", words=i,
            findings=(finding(0, 4, "warning"),) if i % 3 == 0 else (),
        )
        for i in range(1_000)
    ]  # fmt: skip
    links = {each.path: f"{i}.html" for i, each in enumerate(files)}
    (tmp_path / "index.html").write_text(render_index(run_of(*files), links), "utf-8")
    page.goto((tmp_path / "index.html").as_uri())
    rows = page.locator("#table tbody tr")
    assert rows.count() == PAGE_OF_FILES
    assert page.locator("#place").inner_text() == "1\u2013200 of 1,000"
    page.get_by_role("button", name="Words").click()
    assert rows.first.locator("th").inner_text() == "desk/999.txt"
    page.get_by_role("button", name="File", exact=True).click()
    page.get_by_role("button", name="Later").click()
    assert rows.first.locator("th").inner_text() == "desk/200.txt"
    page.select_option("#having", "warning")
    assert page.locator("#place").inner_text() == "1\u2013200 of 334"
    page.select_option("#having", "none")
    assert page.locator("#place").inner_text() == "1\u2013200 of 666"
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("/")
    page.keyboard.type("99")
    assert page.locator("#place").inner_text() == f"{rows.count()} of 1,000 files"
    assert all("99" in name for name in page.locator("#table tbody th").all_inner_texts())
    page.keyboard.type("x")
    assert page.get_by_text("No file is like that.").is_visible()


def test_the_address_names_the_finding(page: Any, pages: Path) -> None:
    page.goto((pages / SEED).as_uri() + "#f3")
    assert page.evaluate("document.activeElement.id") == "f3"
    page.wait_for_timeout(100)
    page.locator("mark.on").first.wait_for()
    assert page.evaluate(IN_SIGHT), "the text is shown, not only the note"
    page.keyboard.press("j")
    assert page.evaluate("location.hash") == "#f4"
    page.evaluate("location.hash = 'm2'")
    page.locator("#f2.on").wait_for()


def test_a_mark_looks_like_the_findings_that_are_shown(page: Any, pages: Path) -> None:
    page.goto((pages / "many.txt.html").as_uri())
    mark = page.locator("mark.error").first
    page.uncheck("[data-show=error]")
    assert mark.count() == 0
    assert page.locator("mark.warning").count() == 20
    page.locator('mark[data-n="1"]').click()
    assert page.evaluate("document.activeElement.id") != "f1"
    page.check("[data-show=error]")
    assert page.locator("mark.error").count() == 20


def test_the_keys_are_told_and_can_be_switched_off(page: Any, pages: Path) -> None:
    page.goto((pages / SEED).as_uri())
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.uncheck("#keys")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") != "f1"
    page.get_by_role("button", name="Keyboard help").click()
    page.check("#keys")


def test_a_suggestion_is_copied(browser: Any, pages: Path) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto((pages / "many.txt.html").as_uri())
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.locator("#f1 .offer [data-copy]", has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "ward"
    page.locator("#f1 summary").click()
    page.get_by_role("button", name="Copy the line").first.click()
    page.locator("#f1 .silence button", has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == 'repetition.word["word"]'
    context.close()


def test_all_can_be_read_without_javascript(browser: Any, pages: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((pages / SEED).as_uri())
    assert all(note.is_visible() for note in page.locator(".note .message").all())
    assert not any(button.is_visible() for button in page.locator("button").all())
    page.goto((pages / "long" / "index.html").as_uri())
    assert page.locator("#table tbody tr").last.is_visible()
    assert not page.locator("#find, #having").first.is_visible()
    context.close()


def test_print_has_all_rows_charts_and_places_of_the_index(page: Any, pages: Path) -> None:
    page.goto((pages / "index.html").as_uri())
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for part in (".bars tr", ".rules .place", "#table tbody tr"):
        assert all(each.is_visible() for each in page.locator(part).all()), part
    page.goto((pages / "long" / "index.html").as_uri())
    assert page.locator("#table tbody tr").count() == PAGE_OF_FILES
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#table tbody tr").count() == PAGE_OF_FILES + 1
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#table tbody tr").count() == PAGE_OF_FILES


def test_print_has_every_note_opened(page: Any, pages: Path) -> None:
    page.goto((pages / SEED).as_uri())
    assert page.pdf()[:5] == b"%PDF-"
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert all(note.is_visible() for note in page.locator(".note .meta").all())
    assert page.locator(".costs tfoot").is_visible()
    assert not any(button.is_visible() for button in page.locator("button").all())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_axe_finds_no_violation(browser: Any, pages: Path, scheme: str, width: int) -> None:
    sync_axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="no axe-core: `make test` installs it"
    )
    # Axe is added as a script, which the pages' own policy would refuse.
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    page = context.new_page()
    found = {}
    for path in sorted(pages.glob("*.html")):
        page.goto(path.as_uri())
        page.evaluate(
            "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
        )
        results = sync_axe.Axe().run(page, options={"resultTypes": ["violations"]})
        if results.violations_count:
            found[path.name] = results.generate_report()
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wider), f"{path.name} scrolls sideways"
    context.close()
    assert found == {}
