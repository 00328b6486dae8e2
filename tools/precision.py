"""Measure how often each rule is right, on real texts that lie outside the project.

    python tools/precision.py measure --texts FOLDER --more FOLDER --work HITS.jsonl
    python tools/precision.py judge HITS.jsonl
    python tools/precision.py languagetool --texts FOLDER --work HITS.jsonl --address http://…
    python tools/precision.py check

`measure` runs all rules, writes the hits that nobody has judged yet to the work file, and the
figures to rules/precision.json. Somebody reads the work file and puts `right`, `wrong` or
`unsure` at each "verdict"; `judge` takes the verdicts over into rules/verdicts.jsonl, which holds
hashes and no text. `measure` again, and the figures have them. `check` names each rule whose
level its figures don't earn. `real_hits.py` says which texts a rule is judged on.

`right`: an editor would mend something at this place, for the reason that the message gives;
a slip of a sound text's author is right as well. `unsure` counts as not right.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from pathlib import Path

from real_hits import CLEAN, MT, RealHit, RealHits, Words, fair, gather_hits, gather_theirs

from qualcheck.check import RuleInfo
from qualcheck.languagetool.meaning import listed_rules
from qualcheck.languagetool.presence import PREFIX
from qualcheck.run import MEASURED_FROM, load_checks

ROOT = Path(__file__).parent.parent
FIGURES = ROOT / "rules" / "precision.json"
VERDICTS = ROOT / "rules" / "verdicts.jsonl"
VERDICT_WORDS = ("right", "wrong", "unsure")
NEEDED = {"error": 0.95, "warning": 0.80, "suggestion": 0.0}
"""Level → the share of right hits that earns it."""
Z = 1.645
"""Normal quantile of a one-sided bound that holds with 95 % confidence."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody thought of one hit. Holds no text."""

    rule: str
    hash: str
    verdict: str
    corpus: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of one rule; `precision` and its lower bound are None under 20 verdicts.

    The precision is weighed (see `real_hits.py`), so it needn't be `right` of `judged`.
    """

    precision: float | None
    lower: float | None
    judged: int
    right: int
    per_1000_clean: float
    """False alarms per 1,000 words of sound text; a hit nobody judged counts as one."""


Verdicts = dict[tuple[str, str], Verdict]
"""(rule, hash) → verdict."""


# ------------------------------------------------------------------------------- verdicts


def read_verdicts(path: Path = VERDICTS) -> Verdicts:
    """The verdicts of a file; none where there is no file."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    verdicts = [Verdict(**json.loads(line)) for line in lines]
    return {(verdict.rule, verdict.hash): verdict for verdict in verdicts}


def write_verdicts(verdicts: Verdicts, path: Path = VERDICTS) -> None:
    """One line a verdict, sorted, so that a change is seen in the diff."""
    lines = [json.dumps(asdict(verdicts[key])) for key in sorted(verdicts)]
    path.write_text("".join(line + "\n" for line in lines), "utf-8")


def judged_in(work: Path) -> Verdicts:
    """The verdicts that somebody put into a work file."""
    rows = [json.loads(line) for line in work.read_text("utf-8").splitlines() if line.strip()]
    found: Verdicts = {}
    for row in rows:
        if not row["verdict"]:
            continue
        if row["verdict"] not in VERDICT_WORDS:
            raise SystemExit(f"{work}: '{row['verdict']}' is none of {', '.join(VERDICT_WORDS)}")
        verdict = Verdict(row["rule"], row["hash"], row["verdict"], row["corpus"])
        found[verdict.rule, verdict.hash] = verdict
    return found


def take_over(work: Path, path: Path = VERDICTS) -> int:
    """Merge a work file's verdicts into the kept ones; the number of those taken."""
    judged = judged_in(work)
    write_verdicts({**read_verdicts(path), **judged}, path)
    return len(judged)


def unjudged(hits: Mapping[str, Sequence[RealHit]], verdicts: Verdicts) -> list[RealHit]:
    """Of the hits to judge of each rule those that have no verdict."""
    return [
        hit for found in hits.values() for hit in found
        if (hit.rule, hit.hash) not in verdicts
    ]  # fmt: skip


def write_work(hits: Iterable[RealHit], work: Path) -> None:
    """The hits to judge, one a line. They hold text, so never inside the project."""
    if work.resolve().is_relative_to(ROOT):
        raise SystemExit(f"{work}: the hits hold text that may not lie inside the project")
    rows = ({"verdict": None, **asdict(hit)} for hit in hits)
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    work.write_text("".join(line + "\n" for line in lines), "utf-8", "surrogatepass")


# -------------------------------------------------------------------------------- figures


def figures_of(
    hits: Sequence[RealHit], verdicts: Verdicts, clean_words: int, words: Words
) -> Figures:
    """The figures of one rule. A verdict on a hit that no longer occurs counts nothing."""
    judged = [hit for hit in fair(hits) if (hit.rule, hit.hash) in verdicts]
    right = sum(_is_right(hit, verdicts) for hit in judged)
    share = _weighed(fair(hits), verdicts, words) if len(judged) >= MEASURED_FROM else None
    return Figures(
        precision=None if share is None else round(share, 3),
        lower=None if share is None else round(wilson_lower(share, len(judged)), 3),
        judged=len(judged),
        right=right,
        per_1000_clean=round(1000 * _false_alarms(hits, verdicts) / max(clean_words, 1), 4),
    )


def _weighed(hits: Sequence[RealHit], verdicts: Verdicts, words: Words) -> float:
    """Share of right hits on as many words of translation as of sound text.

    Where no hit on one of the two was judged, the other speaks for it.
    """
    judged = [hit for hit in hits if (hit.rule, hit.hash) in verdicts]
    pooled = sum(_is_right(hit, verdicts) for hit in judged) / len(judged)
    right = total = 0.0
    for looked, translated in ((words.sound, False), (words.translated, True)):
        found = [hit for hit in hits if (hit.corpus == MT) is translated]
        known = [hit for hit in found if (hit.rule, hit.hash) in verdicts]
        share = sum(_is_right(hit, verdicts) for hit in known) / len(known) if known else pooled
        rate = len(found) / max(looked, 1)
        right, total = right + rate * share, total + rate
    return right / total


def _is_right(hit: RealHit, verdicts: Verdicts) -> bool:
    return verdicts[hit.rule, hit.hash].verdict == "right"


def _false_alarms(hits: Sequence[RealHit], verdicts: Verdicts) -> float:
    """The hits on sound texts, less the share of them that was judged right."""
    sound = [hit for hit in hits if hit.corpus == CLEAN]
    judged = [hit for hit in sound if (hit.rule, hit.hash) in verdicts]
    if not judged:
        return len(sound)
    return len(sound) * (1 - sum(_is_right(hit, verdicts) for hit in judged) / len(judged))


def wilson_lower(share: float, judged: int) -> float:
    """Wilson's lower bound of a share of so many, with 95 % confidence (Wilson 1927)."""
    if not judged:
        return 0.0
    spread = Z * Z / judged
    middle = share + spread / 2
    half = Z * sqrt(share * (1 - share) / judged + spread / (4 * judged))
    return (middle - half) / (1 + spread)


def write_figures(
    hits: RealHits,
    verdicts: Verdicts,
    rules: Iterable[str],
    path: Path = FIGURES,
    kept: Mapping[str, Figures] | None = None,
) -> None:
    """The figures of every rule, those without a hit included, beside the `kept` ones."""
    figures = {
        rule: figures_of(
            hits.by_rule.get(rule, []),
            verdicts,
            hits.clean_words,
            hits.words.get(rule, Words(hits.clean_words, 0)),
        )
        for rule in rules
    }
    figures = dict(sorted({**(kept or {}), **figures}.items()))
    lines = [f"    {json.dumps(rule)}: {json.dumps(asdict(row))}" for rule, row in figures.items()]
    path.write_text('{\n  "rules": {\n' + ",\n".join(lines) + "\n  }\n}\n", "utf-8")


def read_figures(path: Path = FIGURES) -> dict[str, Figures]:
    """Rule id → figures; none where nothing has been measured."""
    rows = json.loads(path.read_text("utf-8"))["rules"] if path.exists() else {}
    return {rule: Figures(**row) for rule, row in rows.items()}


def unearned(rules: Iterable[RuleInfo], figures: Mapping[str, Figures]) -> list[str]:
    """A line for each rule whose measured precision is under what its level needs."""
    lines = []
    for rule in rules:
        found = figures.get(rule.id)
        if found and found.precision is not None and found.precision < NEEDED[rule.level]:
            lines.append(
                f"{rule.id}: precision {found.precision:.2f} ({found.judged} judged), "
                f"{rule.level} needs {NEEDED[rule.level]:.2f}"
            )
    return lines


def all_rules() -> list[RuleInfo]:
    """Every rule that ships, and those of LanguageTool's that the table gives a level of their own."""
    return [*(rule for check in load_checks() for rule in check.rules), *listed_rules()]


def is_theirs(rule: str) -> bool:
    """Whether a rule id is one of LanguageTool's."""
    return rule.startswith(f"{PREFIX}.")


# -------------------------------------------------------------------------------- commands


def measure(texts: Path, more: Path, work: Path) -> int:
    """Run all rules of ours; keep the work file's verdicts, then write it anew, and the figures.

    1 where a check failed: what it would have found is missing from its figures.
    """
    for folder, option in ((texts, "--texts"), (more, "--more")):
        if not folder.is_dir():
            raise SystemExit(f"{folder}: no folder of texts here; {option} names it")
    _take_over_first(work)
    hits = gather_hits(texts, more)
    ours = [rule.id for rule in all_rules() if not is_theirs(rule.id)]
    theirs = {rule: row for rule, row in read_figures().items() if is_theirs(rule)}
    return _write(hits, ours, theirs, work)


def measure_theirs(texts: Path, work: Path, languagetool: str) -> int:
    """The same for LanguageTool's rules, asked at an address; ours stay as they are."""
    if not texts.is_dir():
        raise SystemExit(f"{texts}: no folder of texts here; --texts names it")
    _take_over_first(work)
    hits = gather_theirs(texts, languagetool)
    ours = {rule: row for rule, row in read_figures().items() if not is_theirs(rule)}
    return _write(hits, list(hits.by_rule), ours, work)


def _take_over_first(work: Path) -> None:
    if work.exists():
        print(f"{take_over(work)} verdicts taken over from {work}")


def _write(hits: RealHits, rules: Iterable[str], kept: Mapping[str, Figures], work: Path) -> int:
    """The hits to judge, and the figures."""
    verdicts = read_verdicts()
    open_hits = unjudged(hits.to_judge, verdicts)
    write_work(open_hits, work)
    write_figures(hits, verdicts, rules, kept=kept)
    print(f"{len(open_hits)} hits to judge in {work}")
    check(all_rules())
    for fault in hits.faults:
        print(f"failed: {fault}")
    return 1 if hits.faults else 0


def check(rules: Sequence[RuleInfo]) -> int:
    """Print the rules whose level isn't earned, and count those with too few verdicts."""
    figures = read_figures()
    lines = unearned(rules, figures)
    few = sum(rule.id not in figures or figures[rule.id].precision is None for rule in rules)
    print("\n".join([*lines, f"{len(lines)} levels not earned; {few} rules with too few verdicts"]))
    return 1 if lines else 0


def main() -> int:
    """Parse the command line and do it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    measuring = commands.add_parser("measure")
    measuring.add_argument("--texts", type=Path, required=True)
    measuring.add_argument("--more", type=Path, required=True)
    measuring.add_argument("--work", type=Path, required=True)
    theirs = commands.add_parser("languagetool", help="measure LanguageTool's rules")
    theirs.add_argument("--texts", type=Path, required=True)
    theirs.add_argument("--work", type=Path, required=True)
    theirs.add_argument("--address", required=True, help="of a server")
    commands.add_parser("judge").add_argument("work", type=Path)
    commands.add_parser("check")
    options = parser.parse_args()
    if options.command == "measure":
        return measure(options.texts, options.more, options.work)
    if options.command == "languagetool":
        return measure_theirs(options.texts, options.work, options.address)
    if options.command == "judge":
        print(f"{take_over(options.work)} verdicts taken over")
        return 0
    return check(all_rules())


if __name__ == "__main__":
    raise SystemExit(main())
