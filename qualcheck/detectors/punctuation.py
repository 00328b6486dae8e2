"""Marks that stand alone, twice, in the wrong place, or without their partner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import Document, Span, joined
from qualcheck.patterns import lazy

_BLANK = r"[ \t\u00a0\u2009\u202f]"
_PUNCTUATION = "linguistic-conventions/punctuation"
_STYLE_GUIDE = "https://www.gov.uk/guidance/style-guide/a-to-z"


_BLANKS = frozenset(" \t\u00a0\u2009\u202f")
_LETTERS_AROUND = lazy(r"[.?!,;](?<=[a-zß-ÿ]{2}.|\d\d.|\d%.)(?=[^\W\d_])")
WINDOW = 60
"""Characters each side of an anchor that a pattern can reach over."""


def _near(places: Iterable[tuple[int, int]], pattern: str, prose: str) -> Iterator[re.Match[str]]:
    """Matches of a dear pattern about some places, sorted and apart, each once, in order."""
    compiled = lazy(pattern)
    done = 0
    for start, end in places:
        match = compiled.search(prose, max(done, start - WINDOW), end + WINDOW)
        if match and match.start() <= start < match.end():
            done = match.end()
            yield match


def _marks(document: Document, marks: str) -> list[int]:
    """Tokens, in order, that are one of some marks."""
    return sorted(i for mark in marks for i in document.tokens.places.get(mark, ()))


def _marks_behind_blanks(document: Document) -> Iterator[tuple[int, int]]:
    """Where `.`, `,`, `;`, `!`, `?` stand behind a blank."""
    prose, starts = document.prose, document.tokens.starts
    for i in _marks(document, ".,;!?"):
        if prose[starts[i] - 1] in _BLANKS and starts[i]:
            yield starts[i], starts[i] + 1


def _marks_between_letters(document: Document) -> Iterator[tuple[int, int]]:
    """Where such a mark stands between letters, or between a number and a letter."""
    starts = document.tokens.starts
    for i in _marks(document, ".?!,;"):
        touches = i + 1 < len(starts) and starts[i + 1] == starts[i] + 1
        if touches and _LETTERS_AROUND.match(document.prose, starts[i]):
            yield starts[i], starts[i] + 1


def _marks_behind_marks(document: Document) -> Iterator[tuple[int, int]]:
    """Pairs of `,`, `;`, `.` that touch, none inside another."""
    starts, done = document.tokens.starts, 0
    for left, right in pairwise(_marks(document, ",;.")):
        if left + 1 == right and starts[left] + 1 == starts[right] and starts[left] >= done:
            done = starts[right] + 1
            yield starts[left], done


def _hit(rule: str, start: int, end: int, *suggestions: str) -> Hit:
    return Hit(rule, Span(start, end), suggestions)


@detector(
    id="punctuation.stray-mark",
    category="punctuation",
    mqm=_PUNCTUATION,
    level="error",
    artefact="A2",
    safe_fix=True,
    message="A stray '{mark}' stands behind the end of the sentence.",
    why="Segmentation left a mark of its own behind; the sentence has ended already.",
    bad=[
        ("The bridge was closed in May[[. .]] Nobody noticed.", "The bridge was closed in May. Nobody noticed."),
        ("The bridge was closed[[. ,]] and later reopened.", "The bridge was closed, and later reopened."),
        ("Will it reopen[[? .]]", "Will it reopen?"),
        ("The bridge was closed[[. ,]] Nobody noticed.", "The bridge was closed. Nobody noticed."),
        ("The bridge was closed[[ . .]] Nobody noticed.", "The bridge was closed. Nobody noticed."),
        ("The bridge was closed[[ ..]]", "The bridge was closed."),
        ("The bridge was closed[[. . .]]", "The bridge was closed."),
        ("“It was closed,” he said[[. . .]] Nobody noticed.", "“It was closed,” he said. Nobody noticed."),
    ],
    good=[
        "He waited . . . and then he left.",
        "He waited. . . . Nobody came . . .",
        "He waited. . . and waited. . . Nobody came. . .",
        "He waited. . . I mean, he did.",
        "The bridge was closed. It reopened in May.",
        "Add 1 tsp. .5 oz is too little.",
    ],
    sources=[_STYLE_GUIDE],
)  # fmt: skip
def stray_mark(document: Document) -> Iterator[Hit]:
    """A second mark after a blank: `. .`, `. ,`; a lone pair or three of stops at the end."""
    for match in _near(_marks_behind_blanks(document), _STRAY, document.prose):
        if match["stops"] is None:
            following = document.prose[match.end() : match.end() + 3].lstrip(' "“‘(')
            ends = match[2] == "." or match[1] in "!?" or following[:1].isupper()
            kept = match[1] if ends else match[2]
            mark = match[2]
            sure = mark == "." and kept in ".!?"  # of `. ,` either may be meant
        elif _is_ellipsis(document, match):
            continue
        else:
            kept, mark, sure = ".", ".", True
        span = Span(*match.span())
        yield Hit("punctuation.stray-mark", span, (kept,), {"mark": mark}, sure=sure)


_STRAY = (
    rf"(?<![.\s]){_BLANK}?([.!?,;:]){_BLANK}+([.,;])(?![.\w])(?!{_BLANK}+\.)"
    rf"|(?<=[^\W_]|[\"”’)%])(?P<stops>{_BLANK}\.\.|\.{_BLANK}\.{_BLANK}\.)(?=\s+[\"“]?[A-Z0-9]|\s*$|\n)"
)


def _is_ellipsis(document: Document, match: re.Match[str]) -> bool:
    """Whether stops are the ellipsis of a house that sets them so: the text has others that
    stand inside a sentence, or it is speech that trails off.
    """
    if document.in_quotation(match.start()):
        return True
    if match["stops"].startswith("."):
        others = re.search(r"\. ?\. ?\.\s+[a-z]|(?<=\s)\. \. \.|\. \. \. \.", document.prose)
        return others is not None or bool(re.match(r"\s+I\b", document.prose[match.end() :][:4]))
    return bool(re.search(r"\w \.\.\s+[a-z]", document.prose))


@detector(
    id="punctuation.doubled-mark",
    category="punctuation",
    mqm=_PUNCTUATION,
    level="error",
    artefact="A2",
    safe_fix=True,
    message="'{match}' should be a single mark.",
    why="Two marks that mean the same, or that exclude each other, stand side by side.",
    bad=[
        ("The vote was delayed[[,,]] he said.", "The vote was delayed, he said."),
        ("The vote was delayed[[..]] He left.", "The vote was delayed. He left."),
        ("The vote was delayed[[,.]]", "The vote was delayed."),
    ],
    good=[
        "The vote was delayed...",
        "He sells bread, milk, etc., and soap.",
        "Run it from ../tools/ if you can.",
    ],
    sources=[_STYLE_GUIDE],
)  # fmt: skip
def doubled_mark(document: Document) -> Iterator[Hit]:
    """`,,`, `;;`, `,.` and exactly two stops."""
    pattern = r"[,;.](?<=[\w\"”’)\]].)(?:(?<=,)[,.;]+|(?<=;)[;,.]+|(?<=\.)\.)(?![./\w\\])"
    for match in _near(_marks_behind_marks(document), pattern, document.prose):
        mark = "." if "." in match[0] else match[0][0]
        sure = "..." not in match[0]  # `the rest,...`
        yield Hit("punctuation.doubled-mark", Span(*match.span()), (mark,), sure=sure)


@detector(
    id="punctuation.empty-brackets",
    category="punctuation",
    mqm=_PUNCTUATION,
    level="warning",
    artefact="A3",
    message="The brackets '{match}' hold nothing.",
    why="What stood between them was lost on the way: a link, a note or a foreign spelling.",
    bad=[
        ("The treaty[[ ( )]] was signed.", "The treaty was signed."),
        ("The treaty[[ []]] was signed.", "The treaty was signed."),
        ("The word[[ “ ”]] was said.", "The word was said."),
    ],
    good=["Call main() before exit().", "The treaty (2019) was signed.", "[ ] Buy milk."],
)  # fmt: skip
def empty_brackets(document: Document) -> Iterator[Hit]:
    """`( )`, `[]`, `“ ”` with nothing but blanks inside, and a blank before."""
    places, texts = document.tokens.places, document.tokens.texts
    if not any(
        texts[i + 1 : i + 2] == [closing] for pair in ("()", "[]", "“”") for opening, closing in (pair,)
        for i in places.get(opening, ())
    ):  # fmt: skip
        return
    for match in re.finditer(rf"(?<=\S){_BLANK}+(?:\(\s*\)|\[\s*\]|“\s*”)", document.prose):
        yield _hit("punctuation.empty-brackets", *match.span(), "")


@detector(
    id="punctuation.initial-mark",
    category="punctuation",
    mqm=_PUNCTUATION,
    level="warning",
    artefact="A3",
    message="A sentence can't begin with '{mark}'.",
    why="The words before the mark were lost, or the mark belongs to the sentence before.",
    bad=[
        ("[[, ]]The minister added on Monday that he would go.", "The minister added on Monday that he would go."),
        ("It rained all day. [[, ]]And then it stopped.", "It rained all day. And then it stopped."),
        ("[[. ]]Talks go on.", "Talks go on."),
    ],
    good=[
        "... and then it stopped.",
        ".NET is a framework.",
        ":) That made her day.",
        "He bought apples, pears, etc., and left.",
        "She waited . . . and then she left the house.",
    ],
)  # fmt: skip
def initial_mark(document: Document) -> Iterator[Hit]:
    """A comma, semicolon, colon, closing bracket or stop where a sentence begins."""
    starts = {block.prose.start for block in document.blocks}
    starts.update(sentence.span.start for sentence in document.sentences)
    pattern = lazy(rf"(?:[,;:)\]](?![)(DPo\-]){_BLANK}*|\.{_BLANK}+)(?=\w)")
    for start in sorted(starts):
        if document.prose[start : start + 1] not in ",;:)].":
            continue
        match = pattern.match(document.prose, start)
        if match:
            mark = match[0].strip()
            if mark == "." and document.prose[max(0, start - 2) : start].rstrip() == ".":
                continue  # an ellipsis: `. . .`
            # A bracket may belong behind the sentence before, which only the editor can tell.
            fixed = () if mark in ")]" else ("",)
            yield Hit("punctuation.initial-mark", Span(*match.span()), fixed, {"mark": mark})


@detector(
    id="punctuation.space-before",
    category="punctuation",
    mqm=_PUNCTUATION,
    level="warning",
    artefact="A4",
    safe_fix=True,
    message="No space before '{mark}' in English.",
    why="French puts one there, and tokenisers do; English doesn't.",
    bad=[
        ("He left[[ ,]] and she stayed.", "He left, and she stayed."),
        ("He left[[ ,and]] she stayed.", "He left, and she stayed."),
        ("Is it true[[ ?]]", "Is it true?"),
        ("Prices rose by 15%[[ .]] They fell in May.", "Prices rose by 15%. They fell in May."),
        ("It rained[[ ,too]].", "It rained, too."),
    ],
    good=[
        "It costs .5 per cent more.",
        "They read the slogan « Vive la mer ! » on the wall.",
        "Mes chers amis ! Nous la voulons tous, et nous allons la chercher ensemble ; elle est belle.",
        "She smiled :) and left.",
        "He waited ... and left.",
        "The file is in ./tools today.",
        "Set the colour to : none.",
    ],
    sources=["https://en.wikipedia.org/wiki/Spaces_in_typography"],
)  # fmt: skip
def space_before(document: Document) -> Iterator[Hit]:
    """A blank between a word and `, . ; ! ?`. A colon is left alone: tables and titles use it so."""
    pattern = (
        rf"(?<=[\w\"”’)\]%]){_BLANK}+(?P<mark>[,.;!?])(?:(?P<next>[^\W\d_]+)|(?=[\s\"”’)]|\Z))"
    )
    for match in _near(_marks_behind_blanks(document), pattern, document.prose):
        mark, after = match["mark"], match["next"]
        if after and mark != ",":
            continue
        if not after and re.match(
            rf"{_BLANK}*[.!?]", document.prose[match.end() : match.end() + 3]
        ):
            continue  # `. . .` and `! !`
        if mark in "!?;" and _is_foreign(document, match.start()):
            continue
        fixed = f", {after}" if after else mark
        yield Hit("punctuation.space-before", Span(*match.span()), (fixed,), {"mark": mark})


COMMONEST = frozenset(
    "the of and to a in is was for that on with as by it at from his her they be are this have has "
    "had not but i you he she we their an or which will would been were who".split()
)
"""Half of the words of an English text, and hardly any of one in another language."""
LEAST_SHARE, LEAST_WORDS = 0.1, 8
"""Share of these under which a paragraph of so many words is no English."""
GUILLEMETS = lazy("[«»]")


def _is_foreign(document: Document, at: int) -> bool:
    """Whether a place is between guillemets or in a paragraph of another language, such as French,
    which has blanks there.
    """
    if GUILLEMETS.search(document.prose, max(0, at - 80), at + 4):
        return True
    block = document.block_at(at)
    words = re.findall(r"[^\W\d_]+", document.text(block.prose).lower()) if block else []
    few = sum(word in COMMONEST for word in words) < LEAST_SHARE * len(words)
    return few and len(words) >= LEAST_WORDS


@detector(
    id="punctuation.no-space-after",
    category="punctuation",
    mqm=_PUNCTUATION,
    level="warning",
    artefact="A4",
    safe_fix=True,
    message="A space is missing in '{match}'.",
    why="Two sentences or clauses were joined without the blank between them.",
    bad=[
        ("They met on [[Friday.The]] talks went on.", "They met on Friday. The talks went on."),
        ("He [[left,and]] she stayed.", "He left, and she stayed."),
        ("Did it [[rain?It]] did.", "Did it rain? It did."),
        ("It came to an [[end.Lund]] left at once.", "It came to an end. Lund left at once."),
        ("It rose by [[3%.Shares]] in Nova fell.", "It rose by 3%. Shares in Nova fell."),
    ],
    good=[
        "Node.js and ASP.NET are both used here.",
        "It cost 1,500 euros at 3.30pm.",
        "See www.Example.com for more.",
        "The U.S.Army is not written so, but who knows.",
        "Yahoo!Mail was a brand of his.",
        "He reads Vesta.Ru and pays his Nova.Tel bills.",
        "&quot;but he left",
    ],
)  # fmt: skip
def no_space_after(document: Document) -> Iterator[Hit]:
    """A mark between two words: a stop before a capital, a comma before any letter."""
    pattern = (
        r"(?<![\w.@/&])(?P<left>(?:[^\W\d_]+-)?[^\W\d_]*[a-zß-ÿ]{2}|\d{4}|[\d.,]*\d%)(?P<mark>[.?!]|[,;])"
        r"(?P<right>[^\W\d_]+(?:['’][a-z]+)?)(?![\w.@/(]*[@/(=_])"
    )
    for match in _near(_marks_between_letters(document), pattern, document.prose):
        left, mark, right = match["left"], match["mark"], match["right"]
        if mark in ".?!" and not _starts_sentence(document.prose, match):
            continue
        if left[-1].isdigit() and mark in ",;":
            continue
        span, fixed = Span(*match.span()), f"{left}{mark} {right}"
        yield Hit("punctuation.no-space-after", span, (fixed,), sure=_is_plain(match))


def _is_plain(match: re.Match[str]) -> bool:
    """Whether both words are ones that no name or address has beside a mark."""
    left, right = match["left"], re.split("['’]", match["right"])[0]
    if match["mark"] in ",;":
        return all(word.islower() and lexicon.is_english(word) for word in (left, right))
    if right.lower() in SENTENCE_STARTS:
        return True
    known = lexicon.is_english(right) or lexicon.is_given_name(right)
    return known and left.islower() and lexicon.is_english(left)


SENTENCE_STARTS = frozenset(
    "the a an he she it they we i you this that these those in on at but and for from by with as his "
    "her its their our if when while after before since there here then however what who mr mrs ms "
    "dr prime".split()
)
DOMAINS = frozenset(
    "com org net ru io tv fm co uk de app gov edu info news mail music today life online".split()
)
"""What stands behind the stop of an address or brand: `Vesta.Ru`."""


def _starts_sentence(prose: str, match: re.Match[str]) -> bool:
    """Whether a capitalised word right after a mark opens a sentence: `Vesta.Ru` doesn't."""
    left, word = match["left"], re.split("['’]", match["right"])[0]
    if not word[0].isupper() or word.lower() in DOMAINS:
        return False
    if word.lower() in SENTENCE_STARTS:
        return True
    if not word[1:].islower() or not re.match(r"\s\w", prose[match.end() : match.end() + 2]):
        return False
    if left.islower() or left[-1] in "%0123456789":
        return left[-1] in "%0123456789" or lexicon.is_english(left)
    if len(left) < 4 or len(word) < 4:
        return False
    return lexicon.is_english(word) or lexicon.is_given_name(word)


@detector(
    id="punctuation.unbalanced-bracket",
    category="punctuation",
    mqm=_PUNCTUATION,
    level="warning",
    artefact="A3",
    message="'{match}' has no partner in this paragraph.",
    why="One half of a pair of brackets was lost.",
    bad=[
        "The treaty [[(]]signed in 1994 was never ratified.",
        "The treaty, signed in 1994[[)]], was never ratified.",
        "The treaty [[((]]signed in 1994 was never ratified.",
    ],
    good=[
        "The treaty (signed in 1994) was never ratified.",
        "It is a) cheap, b) quick and c) safe.",
        "She smiled :) and left ;-)",
        "1) The treaty comes first.",
    ],
)  # fmt: skip
def unbalanced_bracket(document: Document) -> Iterator[Span]:
    """A bracket without its partner in the block, nor in the neighbouring ones; several in a row
    are one hit.
    """
    brackets: dict[int, list[int]] = {}
    for at in document.offsets("()[]"):
        if block := document.block_at(at):
            brackets.setdefault(block.prose.start, []).append(at)
    lonely = [
        (at, document.prose[at])
        for places in brackets.values()
        for at in _lonely_brackets(document.prose, places)
    ]
    yield from joined(Span(at, at + 1) for at in _still_lonely(lonely))


def _still_lonely(lonely: Sequence[tuple[int, str]]) -> Iterator[int]:
    """Those of the lonely brackets, with their offsets, that have no partner among them either:
    one opened in a paragraph and closed in the next.
    """
    for k, (at, bracket) in enumerate(lonely):
        neighbours = *lonely[max(0, k - 1) : k], *lonely[k + 1 : k + 2]
        if not any(
            {bracket, other} in ({"(", ")"}, {"[", "]"})
            and abs(place - at) < 2_000
            and (place > at) == (bracket in "([")
            for place, other in neighbours
        ):
            yield at


def _lonely_brackets(prose: str, places: Sequence[int]) -> list[int]:
    """Of the offsets of a block's brackets, those of brackets without partner."""
    stack: list[tuple[str, int]] = []
    lonely: list[int] = []
    partner = {")": "(", "]": "["}
    for at in places:
        bracket = prose[at]
        if bracket in "([":
            stack.append((bracket, at))
        elif stack and stack[-1][0] == partner[bracket]:
            stack.pop()
        elif not _is_label_or_smiley(prose, at):
            lonely.append(at)
    smileys = (at for _, at in stack if not re.search(r"[:;=8][-o]?$", prose[max(0, at - 2) : at]))
    return sorted([*lonely, *smileys])


def _is_label_or_smiley(prose: str, at: int) -> bool:
    """`a)`, `12)`, `iv)` and `:)`."""
    before = prose[max(0, at - 6) : at]
    return bool(re.search(r"(?:^|[\s(])(?:\w|\d{1,3}|[ivxIVX]{1,4})$|[:;=8][-o']?$", before))


@detector(
    id="punctuation.wide-mark",
    category="punctuation",
    mqm=_PUNCTUATION,
    level="error",
    artefact="A2",
    safe_fix=True,
    message="'{match}' is a mark of another script; English uses '{suggestion}'.",
    why="The mark came over from a Chinese, Japanese or Arabic source.",
    bad=[
        ("The vote was delayed[[，]]he said.", "The vote was delayed, he said."),
        ("The vote was delayed[[。]]", "The vote was delayed."),
        ("The vote was delayed[[。 ]] He said so.", "The vote was delayed. He said so."),
        ("The vote was delayed[[،]] he said.", "The vote was delayed, he said."),
    ],
    good=["The vote was delayed, he said.", "The sign read 营业中。 and nothing else."],
)  # fmt: skip
def wide_mark(document: Document) -> Iterator[Hit]:
    """A full-width mark right after a Latin word."""
    wide = {
        "，": ",",
        "。": ".",
        "、": ",",
        "；": ";",
        "：": ":",
        "？": "?",
        "！": "!",
        "（": "(",
        "）": ")",
        "\N{ARABIC COMMA}": ",",
        "\N{ARABIC SEMICOLON}": ";",
        "\N{ARABIC QUESTION MARK}": "?",
    }
    pattern = lazy(rf"([{''.join(wide)}])(?<=[\w\"”’)\].].)(?: (?=\s|\Z))?")
    for at in document.offsets("".join(wide.keys() & document.tokens.characters)):
        match = pattern.match(document.prose, at)
        if not match or not re.match(r"[\x00-\u024f\u2000-\u206f]", document.prose[at - 1]):
            continue
        follows_word = document.prose[at + 1 : at + 2].isalnum()
        mark = wide[match[1]] + (" " if follows_word else "")
        beside = document.prose[at - 1] + document.prose[match.end() : match.end() + 1]
        # A bracket's partner may be another, and of two marks only one should stay.
        sure = match[1] not in "（）" and not any(c in beside for c in (".", *wide))
        yield Hit("punctuation.wide-mark", Span(*match.span()), (mark,), sure=sure)


DETECTORS = (
    stray_mark, doubled_mark, empty_brackets, initial_mark, space_before, no_space_after,
    unbalanced_bracket, wide_mark,
)  # fmt: skip
