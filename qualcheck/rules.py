"""Checks from rule files: one pass for all phrases, one for all blocks, one a pattern.

Each kind of rule is documented once, in `rulekinds`; `rulefile` reads the files. Both are
imported only where the cache of parsed rules misses, so a usual start needs neither YAML nor
pydantic and compiles no pattern.
"""

from __future__ import annotations

import copyreg
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from qualcheck import __version__
from qualcheck.check import Check, Example, Hit, RuleInfo, name_of_all
from qualcheck.digest import blake2b
from qualcheck.document import Block, BlockKind, Document, Span
from qualcheck.errors import Location, Problem, RuleError
from qualcheck.findings import Severity
from qualcheck.phrasebook import Phrasebook

if TYPE_CHECKING:  # `regex` takes 30 ms to import: only for a text that needs a pattern
    from regex import Match, Pattern

MOST_PLANS = 20
"""Parsed rules that are kept: of so many folders of rules, in so many versions."""
_MADE_BY = ("rules.py", "rulefile.py", "rulekinds.py", "rulephrases.py", "phrasebook.py")
"""What makes a plan of rule files: a plan that was kept is no more where one of them changes."""

TOP_BLOCKS = 5
"""The first blocks of a text always count as its top: masthead, menu, breadcrumbs."""
BODY_WORDS = 12
"""A paragraph of so many words belongs to the article itself; above and below are its edges."""

LONG = 50_000
"""Characters of a text from which a look through its distinct words pays."""

Record = Mapping[str, Any]
"""One rule as plain data that JSON can hold: see `rulefile`."""

_AUXILIARIES = frozenset(
    "have has had having 've 's be been being is are was were am get gets got getting "
    "haven't hasn't hadn't isn't aren't wasn't weren't".split()
)
_AUXILIARY_REACH = 3
"""Words before a participle among which its auxiliary is looked for: `has not yet made`."""


class PhraseCheck(NamedTuple):
    """All `phrase` and `swap` rules for one language."""

    rules: tuple[RuleInfo, ...]
    quotations: tuple[str, ...]
    """What each rule does inside quotation marks: `any`, `skip` or `only`."""
    book: Phrasebook

    @property
    def name(self) -> str:
        """Its first rule's id, and how many others there are."""
        return name_of_all(self.rules)

    def run(self, document: Document) -> Iterator[Hit]:
        """The hits; where several phrases of one rule overlap, the longest at the first place."""
        found, quiet = self._occurring(document)
        ends: dict[int, int] = {}
        for (rule, at), (count, instead) in sorted(found.items(), key=lambda item: item[0]):
            span = document.tokens.span(at, at + count - 1)
            if at + count <= ends.get(rule, 0):
                continue
            if any(first <= at and at + count <= end for first, end in quiet.get(rule, ())):
                continue
            if _allowed(document, span, self.quotations[rule]):
                ends[rule] = at + count
                yield Hit(self.rules[rule].id, span, _instead(document, at, instead))

    def _occurring(
        self, document: Document
    ) -> tuple[dict[tuple[int, int], tuple[int, Any]], dict[int, list[tuple[int, int]]]]:
        """By rule and first token: number of tokens and what to say. By rule: where it is quiet."""
        longest: dict[tuple[int, int], tuple[int, Any]] = {}
        quiet: dict[int, list[tuple[int, int]]] = {}
        tokens = document.tokens
        for rule, at, count, instead in self.book.occurring(tokens.lower, tokens.places):
            if instead is False:
                quiet.setdefault(rule, []).append((at, at + count))
            elif longest.get((rule, at), (0,))[0] < count:
                longest[rule, at] = count, instead
        return longest, quiet


def _instead(document: Document, at: int, instead: str | Sequence[str] | None) -> tuple[str, ...]:
    """The suggestion, with a capital where the match has one."""
    if instead is None:
        return ()
    if not isinstance(instead, str):
        before = document.tokens.lower[max(0, at - _AUXILIARY_REACH) : at]
        instead = instead[not _AUXILIARIES.isdisjoint(before)]
    capital = document.tokens.texts[at][0].isupper()
    return (instead[:1].upper() + instead[1:] if capital else instead,)


def _allowed(document: Document, span: Span, quotations: str) -> bool:
    """Whether a span lies in one block, and in or out of quotation marks as the rule asks."""
    block = document.block_at(span.start)
    if block is None or not block.prose.covers(span):
        return False
    return quotations == "any" or document.in_quotation(span.start) == (quotations == "only")


class RegexCheck(NamedTuple):
    """One `regex` rule."""

    info: RuleInfo
    quotations: str
    pattern: str
    code: str
    """The pattern as compiled before, or nothing: see `compile_pattern`."""
    verbose: bool
    ignore_case: bool
    needs: tuple[str, ...]
    suggest: str | None
    timeout: float
    """Seconds for one document."""

    @property
    def name(self) -> str:
        """Its rule's id."""
        return self.info.id

    @property
    def rules(self) -> tuple[RuleInfo]:
        """Its one rule."""
        return (self.info,)

    def run(self, document: Document) -> Iterator[Hit]:
        """The hits. Raises TimeoutError where the pattern runs away."""
        stretches = _stretches(document, self.needs, ignore_case=self.ignore_case)
        if not stretches:
            return
        pattern = compile_pattern(self.pattern, self.verbose, self.ignore_case, self.code)
        place = "place" if "place" in pattern.groupindex else 0
        for match in self._matches(pattern, document.prose, stretches):
            start, end = match.span(place) if match.span(place) != (-1, -1) else match.span()
            if _allowed(document, Span(start, end), self.quotations):
                suggestions = () if self.suggest is None else (match.expand(self.suggest),)
                values = {name: text or "" for name, text in match.groupdict().items()}
                yield Hit(self.info.id, Span(start, end), suggestions, values)

    def _matches(
        self, pattern: Pattern[str], prose: str, stretches: Sequence[Span]
    ) -> list[Match[str]]:
        """All at once: the time of whoever takes the hits doesn't count against the rule."""
        found: list[Match[str]] = []
        deadline = monotonic() + self.timeout
        try:
            for part in stretches:
                left = max(deadline - monotonic(), 0.001)
                found += pattern.finditer(prose, part.start, part.end, timeout=left)
        except TimeoutError as error:
            raise _too_slow(self.info, self.timeout) from error
        return found


def _stretches(document: Document, needs: Sequence[str], *, ignore_case: bool) -> Sequence[Span]:
    """The blocks that hold one of the literals, in order; all of the text where there are none
    to look for. A pattern speaks within a block, so it need see no other.
    """
    prose = document.prose
    whole = (Span(0, len(prose)),)
    if not needs:
        return whole
    if len(prose) >= LONG:
        needs = [need for need in needs if _may_stand(document, need)]
    if needs and ignore_case:
        prose, needs = _lowered(prose), [need.lower() for need in needs]
        if len(prose) != len(document.prose):  # İ is two characters in lower case
            return whole
    found = {block.prose.start: block.prose for n in needs for block in _with(document, prose, n)}
    return [found[start] for start in sorted(found)]


def _with(document: Document, prose: str, literal: str) -> Iterator[Block]:
    """The blocks that hold a literal; `prose` is the document's, or that in lower case."""
    tokens = _tokens_with(document, literal) if len(prose) >= LONG else None
    if tokens is None:
        yield from _found_with(document, prose, literal)
        return
    starts, done = document.tokens.starts, 0
    for token in tokens:
        block = document.block_at(starts[token]) if starts[token] >= done else None
        if block is not None:
            done = block.prose.end
            if prose.find(literal, block.prose.start, done) >= 0:
                yield block


def _found_with(document: Document, prose: str, literal: str) -> Iterator[Block]:
    """The same by a search through all of the text."""
    if literal.encode("utf-8", "surrogatepass") not in _encoded(prose):
        return
    at = prose.find(literal)
    while at >= 0:
        block = document.block_at(at)
        if block is not None:
            yield block
        at = prose.find(literal, max(block.prose.end if block else 0, at + 1))


def _tokens_with(document: Document, literal: str) -> Sequence[int] | None:
    """Tokens, in order, one of which stands wherever a literal does: those of its rarest mark, or
    of the words that hold its longest run of letters. None where it has no mark and such a run is
    in many words.
    """
    places = document.tokens.places
    if literal[:1].isspace() and literal[-1:].isspace() and literal.strip().isalpha():
        return places.get(literal.strip().lower(), ())  # ` not `
    of_mark = min((places.get(c, ()) for c in literal if _is_token(c)), key=len, default=None)
    if of_mark is not None and len(of_mark) <= _FEW:
        return of_mark
    runs = re.findall("[a-z]+", literal.lower())
    words = _words_with(document, max(runs, key=len)) if runs else None
    if words is None:
        return of_mark
    return sorted(token for word in words for token in places[word])


def _is_token(char: str) -> bool:
    """Whether a mark is a token by itself wherever it stands: it joins no words."""
    joins = char in "_'-.,\N{RIGHT SINGLE QUOTATION MARK}\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
    is_mark = char.isprintable() and not (char.isalnum() or char.isspace())
    return is_mark and not joins and not "\u0300" <= char <= "\u036f"  # accents


_FEW = 200
"""Words that hold a run of letters, or places of a mark, from which another way is sought."""


def _words_with(document: Document, letters: str) -> list[str] | None:
    """The words, in lower case, that hold a run of letters; None where these are many."""
    words, _ = _vocabulary(document)
    wanted, found = letters.encode(), list[str]()
    at = words.find(wanted)
    while at >= 0:
        if len(found) == _FEW:
            return None
        end = words.find(b"\n", at)
        end = len(words) if end < 0 else end
        found.append(words[words.rfind(b"\n", 0, at) + 1 : end].decode("utf-8", "surrogatepass"))
        at = words.find(wanted, end)
    return found


def _may_stand(document: Document, literal: str) -> bool:
    """Whether a text has all characters of a literal, and each run of letters as a part of some
    word: a look through its distinct words, a tenth of its length.
    """
    words, characters = _vocabulary(document)
    lower = literal.lower()
    return characters.issuperset("".join(lower.split())) and all(
        part in words for part in re.findall(b"[a-z]+", lower.encode("utf-8", "replace"))
    )


@lru_cache(maxsize=1)
def _vocabulary(document: Document) -> tuple[bytes, frozenset[str]]:
    """The distinct words of a text in lower case, one a line, and their characters."""
    words = "\n".join(document.tokens.places)
    curly = "\N{RIGHT SINGLE QUOTATION MARK}" if "'" in words else ""  # tokens have it straight
    return words.encode("utf-8", "surrogatepass"), frozenset(words + curly)


def _too_slow(rule: RuleInfo, seconds: float) -> TimeoutError:
    return TimeoutError(f"the pattern of {rule.id} took over {seconds:g} s")


def _holds_any(prose: str, needs: Sequence[str], *, ignore_case: bool) -> bool:
    """Whether one of the literals stands in the text; true where there are none."""
    if not needs:
        return True
    if ignore_case:
        prose, needs = _lowered(prose), [need.lower() for need in needs]
    return any(need in prose for need in needs)


@lru_cache(maxsize=3)
def _encoded(prose: str) -> bytes:
    """The text in UTF-8, where a literal is looked for in half the time; kept for all rules."""
    return prose.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1)
def _lowered(prose: str) -> str:
    """The text in lower case, kept for the other rules that look at the same text."""
    return prose.lower()


@cache
def compile_pattern(pattern: str, verbose: bool, ignore_case: bool, code: str = "") -> Pattern[str]:
    """A pattern of a rule file, compiled when first used. Raises regex.error.

    `code` is what `pattern_code` gave for it, of which a pattern is made in a fiftieth of the time.
    """
    import regex

    flags = (regex.VERBOSE if verbose else 0) | (regex.IGNORECASE if ignore_case else 0)
    if code:
        version, known_flags, compiled, *rest = json.loads(code)
        if version == regex.__version__:
            groups, names, offset, characters, their_flags, count = rest
            numbered = {int(number): name for number, name in names.items()}
            needed = offset, tuple(characters), their_flags  # a list would do, and be passed over
            made = import_module("regex._regex").compile(
                pattern, known_flags, b64decode(compiled), groups, numbered, {}, [], *needed, count
            )
            return cast("Pattern[str]", made)
    return regex.compile(pattern, flags)


def pattern_code(pattern: str, verbose: bool, ignore_case: bool) -> str:
    """The code of a compiled pattern, by what `regex` lets pickle do with it; "" where that has
    more than plain data in it. It holds for one version of `regex`.
    """
    import regex

    compiled = compile_pattern(pattern, verbose, ignore_case)
    parts: Any = copyreg.dispatch_table[type(compiled)](compiled)[1]
    _, flags, code, groups, names, *lists, offset, characters, their_flags, count = parts
    if lists != [{}, []]:
        return ""
    ends = offset, characters, their_flags, count
    return json.dumps([regex.__version__, flags, b64encode(code).decode(), groups, names, *ends])


class BlockRule(NamedTuple):
    """One `block` rule, apart from its literal lines, which BlockCheck looks up for all."""

    info: RuleInfo
    quotations: str
    position: str
    max_words: int
    patterns: tuple[tuple[str, str], ...]
    """Each with its code, or nothing: see `compile_pattern`."""
    verbose: bool
    ignore_case: bool
    needs: tuple[str, ...]
    timeout: float

    def matches(self, text: str) -> bool:
        """Whether a pattern matches the whole text. Raises TimeoutError."""
        if not self.patterns or not _holds_any(text, self.needs, ignore_case=self.ignore_case):
            return False
        compiled = (
            compile_pattern(pattern, self.verbose, self.ignore_case, code)
            for pattern, code in self.patterns
        )
        try:
            return any(pattern.fullmatch(text, timeout=self.timeout) for pattern in compiled)
        except TimeoutError as error:
            raise _too_slow(self.info, self.timeout) from error


class BlockCheck(NamedTuple):
    """All `block` rules for one language: each short block is looked at once."""

    members: tuple[BlockRule, ...]
    lines: Mapping[str, Sequence[int]]
    """A line as `plain_line` makes it → numbers of the rules that name it."""

    @property
    def name(self) -> str:
        """Its first rule's id, and how many others there are."""
        return name_of_all(self.rules)

    @property
    def rules(self) -> tuple[RuleInfo, ...]:
        """Its rules, in the order of their files."""
        return tuple(member.info for member in self.members)

    def run(self, document: Document) -> Iterator[Hit]:
        """The hits, each a whole block. Raises TimeoutError where a pattern runs away."""
        longest = max(member.max_words for member in self.members)
        edges: tuple[int, int] | None = None
        for number, block in enumerate(document.blocks):
            text = document.text(block.prose)
            words = len(text.split(maxsplit=longest))
            if words > longest:
                continue
            for member in self._speaking(text, words):
                edges = edges or _edges(document)
                if _stands(number, member.position, edges) and _allowed(
                    document, block.prose, member.quotations
                ):
                    yield Hit(member.info.id, block.prose)

    def _speaking(self, text: str, words: int) -> Iterator[BlockRule]:
        """The rules that a block's text belongs to, wherever it stands."""
        named = self.lines.get(plain_line(text), ())
        for number, member in enumerate(self.members):
            if words <= member.max_words and (number in named or member.matches(text)):
                yield member


def plain_line(text: str) -> str:
    """A line as `block` rules compare it: case, blanks, apostrophes and final marks aside.

    >>> plain_line("Don\N{RIGHT SINGLE QUOTATION MARK}t  miss it ...")
    "don't miss it"
    """
    straight = text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return re.sub(r"\s+", " ", straight).strip().rstrip(" .!?:;,…»>")


def _edges(document: Document) -> tuple[int, int]:
    """Numbers of the first and the last block of the article's own text.

    A text without any long paragraph is all edge: top and bottom both.
    """
    body = [number for number, block in enumerate(document.blocks) if _is_body(document, block)]
    return (body[0], body[-1]) if body else (len(document.blocks), -1)


def _is_body(document: Document, block: Block) -> bool:
    text = document.text(block.prose)
    return block.kind is BlockKind.PARAGRAPH and len(text.split(maxsplit=BODY_WORDS)) >= BODY_WORDS


def _stands(number: int, position: str, edges: tuple[int, int]) -> bool:
    """Whether a block stands where a rule looks: `any`, `top` or `bottom` of the text."""
    if position == "top":
        return number < max(TOP_BLOCKS, edges[0])
    return position == "any" or number > edges[1]


def load_rules(
    places: Sequence[Path], *, cache: Path | None, examples: bool = True
) -> tuple[Check, ...]:
    """The checks of all rule files (*.yaml, *.yml) in some folders; a place may be a file, too.

    `cache` is a folder for parsed rules; one that can't be read or written is done without.
    Each place is parsed and kept by itself: who edits a rule waits for no other folder's.
    Without `examples`, which only a test or a description of the rules needs, a start is
    faster. Raises RuleError with every problem of every file.
    """
    groups = [[*rule_files(place)] for place in places]
    checks: list[Check] = []
    problems: list[Problem] = []
    for files in groups:
        try:
            checks += _load(files, cache=cache, examples=examples)
        except RuleError as error:
            problems += error.problems
    if problems:
        raise RuleError(problems)
    ids = [rule.id for check in checks for rule in check.rules]
    if len(ids) > len(set(ids)):  # read together, they tell where both stand
        _read_plan([file for files in groups for file in files], examples=False)
    return tuple(checks)


def load_with_examples(places: Iterable[Path], rule_id: str) -> tuple[Check, ...]:
    """The checks of those files alone that have an id in their text, with their examples."""
    named = rule_id.encode()
    files = [file for place in places for file in rule_files(place) if named in file[1]]
    return _build(_read_plan(files, examples=True))


def _load(files: Sequence[RuleText], *, cache: Path | None, examples: bool) -> tuple[Check, ...]:
    if cache is None:
        return _build(_read_plan(files, examples=examples))
    stored = cache / f"rules-{_digest(files, examples=examples)}.plan"
    checks = _build_stored(stored)
    if checks is None:
        plan = _read_plan(files, examples=examples)
        _store(stored, plan)
        checks = _build(plan)
    return checks


def builtin_folder() -> Path:
    """The rules that ship with qualcheck: in the package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "_rules"
    return installed if installed.is_dir() else package.parent / "rules"


def rule_schema() -> dict[str, Any]:
    """The JSON Schema of a rule file, for editors."""
    from qualcheck.rulekinds import schema

    return schema()


RuleText = tuple[str, bytes, str]
"""Path to show, content, and the language that the file's folder asks for (or "")."""


def rule_files(place: Path) -> Iterator[RuleText]:
    """The rule files below a folder, by path, or the one file. Raises RuleError for neither."""
    if place.is_file():
        yield str(place), _content(place), ""
        return
    if not place.is_dir():
        raise RuleError([Problem(Location(str(place)), "there is no such folder of rules")])
    paths = (path for path in place.rglob("*.y*ml") if path.suffix in {".yaml", ".yml"})
    for path in sorted(paths):
        parents = path.relative_to(place).parts[:-1]
        yield str(path), _content(path), parents[0] if parents else ""


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise RuleError([Problem(Location(str(path)), f"can't be read: {reason}")]) from error


def _read_plan(files: Sequence[RuleText], *, examples: bool) -> Mapping[str, Any]:
    from qualcheck.rulefile import read_plan

    return read_plan(files, examples=examples)


def _digest(files: Sequence[RuleText], *, examples: bool) -> str:
    """32 hexadecimal digits of all that a plan depends on."""
    digest = blake2b(f"{__version__}\0{_stamps()}\0{examples}".encode(), digest_size=16)
    for path, content, language in files:
        head = f"\0{path}\0{language}\0{len(content)}\0"
        digest.update(head.encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


@cache
def _stamps() -> str:
    """Size and time of each file that a plan depends on besides the rules."""
    package = Path(__file__).parent
    stamps = [(package / name).stat() for name in (*_MADE_BY, "data/frequent.txt")]
    return " ".join(f"{stamp.st_size}:{stamp.st_mtime_ns}" for stamp in stamps)


def _build_stored(path: Path) -> tuple[Check, ...] | None:
    """The checks of a stored plan; None where there is none or it is broken."""
    try:
        return _build(_unpacked(path.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _store(path: Path, plan: Mapping[str, Any]) -> None:
    """Write a plan in one step, so that no other process reads half of it."""
    import os
    import tempfile
    from contextlib import suppress

    with suppress(OSError):  # a cache that can't be written costs time, nothing else
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".tmp")
        try:
            with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor
                file.write(_packed(plan))
            os.replace(temporary, path)  # noqa: PTH105 - no Path is needed for it
            plans = sorted(path.parent.glob("rules-*.plan"), key=lambda plan: plan.stat().st_mtime)
            for old in plans[:-MOST_PLANS]:
                old.unlink(missing_ok=True)
        finally:
            Path(temporary).unlink(missing_ok=True)


def _packed(plan: Mapping[str, Any]) -> bytes:
    """A plan as bytes: a line of JSON, and the books of phrases behind it, as they are read."""
    books = [group["book"] for group in plan["phrases"]]
    phrases = [
        {**group, "book": len(book)} for group, book in zip(plan["phrases"], books, strict=True)
    ]
    regexes = [{**record, "code": _code(record, record["pattern"])} for record in plan["regex"]]
    blocks = [
        {
            **group,
            "members": [
                {**record, "codes": [_code(record, pattern) for pattern in record["patterns"]]}
                for record in group["members"]
            ],
        }
        for group in plan["blocks"]
    ]
    whole = {**plan, "phrases": phrases, "regex": regexes, "blocks": blocks}
    head = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return b"".join((head.encode(), b"\n", *books))


def _code(record: Record, pattern: str) -> str:
    return pattern_code(pattern, record["verbose"], record["ignore_case"])


def _unpacked(content: bytes) -> Mapping[str, Any]:
    """The plan that was packed. Raises ValueError, TypeError or KeyError for anything else."""
    at = content.index(b"\n") + 1
    plan: Mapping[str, Any] = json.loads(content[:at])
    for group in plan["phrases"]:
        end = at + group["book"]
        group["book"], at = content[at:end], end
    if at != len(content):
        raise ValueError("a part is missing")
    return plan


def _build(plan: Mapping[str, Any]) -> tuple[Check, ...]:
    """The checks of a plan. Compiles nothing."""
    return (
        *(_phrase_check(group) for group in plan["phrases"]),
        *(_regex_check(record) for record in plan["regex"]),
        *(_block_check(group) for group in plan["blocks"]),
    )


def _phrase_check(plan: Mapping[str, Any]) -> PhraseCheck:
    rules = tuple(_rule_info(info) for info in plan["rules"])
    return PhraseCheck(rules, tuple(plan["quotations"]), Phrasebook(plan["book"]))


def _regex_check(record: Record) -> RegexCheck:
    return RegexCheck(
        info=_rule_info(record["info"]), quotations=record["quotations"],
        pattern=record["pattern"], code=record.get("code", ""), verbose=record["verbose"],
        ignore_case=record["ignore_case"], needs=tuple(record["needs"]),
        suggest=record["suggest"], timeout=record["timeout"],
    )  # fmt: skip


def _block_check(plan: Mapping[str, Any]) -> BlockCheck:
    members = tuple(
        BlockRule(
            info=_rule_info(record["info"]), quotations=record["quotations"],
            position=record["position"], max_words=record["max_words"],
            patterns=tuple(zip_longest(record["patterns"], record.get("codes", ()), fillvalue="")),
            verbose=record["verbose"], ignore_case=record["ignore_case"],
            needs=tuple(record["needs"]), timeout=record["timeout"],
        )
        for record in plan["members"]
    )  # fmt: skip
    return BlockCheck(members, plan["lines"])


def _rule_info(info: Mapping[str, Any]) -> RuleInfo:
    return RuleInfo(
        id=info["id"], category=info["category"], mqm=info["mqm"], level=Severity(info["level"]),
        message=info["message"], why=info["why"], languages=(info["language"],),
        scopes=_scopes(info["scopes"]), in_verbatim=info["in_verbatim"],
        sources=tuple(info["sources"]), artefact=info["artefact"], safe_fix=info["safe_fix"],
        bad=tuple(Example.parse(text, fixed) for text, fixed in info["bad"]),
        good=tuple(Example(text) for text in info["good"]),
        known_misses=tuple(info["known_misses"]),
    )  # fmt: skip


@cache
def _scopes(kinds: str) -> frozenset[BlockKind]:
    """Block kinds from their names with a blank between; most rules share one set."""
    return frozenset(BlockKind(kind) for kind in kinds.split())
