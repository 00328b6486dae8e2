"""Phrases of rule files: what stands in angle brackets, written out in all its forms.

    <depend> from          every form of a verb: depend, depends, depended, depending
    in <the|a|this> case   one of several words; an empty one may be missing
    <be> <very> proud      a list that the rule names under `words`

A suggestion says the same in other words: its first verb takes the form of the phrase's first
verb, `<1>` is what the first bracket matched, and `<1:ing>` that in another form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product, zip_longest
from math import prod

MOST_PHRASES = 3000
"""Phrases that one line may become: every one of them is read on each start."""

FORMS = ("base", "s", "past", "participle", "ing")

_BRACKET = re.compile(r"<([^<>]*)>")
_SPARE_BLANKS = re.compile(r" +([,;:.]| |$)")
_VERB = re.compile(r"[a-z]+(?:-[a-z]+)*")
_REFERENCE = re.compile(rf"([1-9])(?::({'|'.join(FORMS)}))?")

# Base, past, participle; the participle only where it isn't the past.
_IRREGULAR = {
    base: (past, participle[0] if participle else past)
    for base, past, *participle in (
        verb.split(":")
        for verb in (
            "arise:arose:arisen awake:awoke:awoken bear:bore:borne beat:beat:beaten "
            "become:became:become begin:began:begun bend:bent bet:bet bind:bound "
            "bite:bit:bitten bleed:bled blow:blew:blown break:broke:broken breed:bred "
            "bring:brought build:built burst:burst buy:bought cast:cast catch:caught "
            "choose:chose:chosen cling:clung come:came:come cost:cost creep:crept cut:cut "
            "deal:dealt dig:dug do:did:done draw:drew:drawn drink:drank:drunk "
            "drive:drove:driven eat:ate:eaten fall:fell:fallen feed:fed feel:felt "
            "fight:fought find:found flee:fled fly:flew:flown forbid:forbade:forbidden "
            "forget:forgot:forgotten forgive:forgave:forgiven freeze:froze:frozen get:got "
            "give:gave:given go:went:gone grind:ground grow:grew:grown hang:hung have:had "
            "hear:heard hide:hid:hidden hit:hit hold:held hurt:hurt keep:kept know:knew:known "
            "lay:laid lead:led leave:left lend:lent let:let mistake:mistook:mistaken "
            "lie:lay:lain light:lit lose:lost make:made mean:meant meet:met "
            "overcome:overcame:overcome pay:paid put:put quit:quit read:read ride:rode:ridden "
            "ring:rang:rung rise:rose:risen run:ran:run say:said see:saw:seen seek:sought "
            "sell:sold send:sent set:set shake:shook:shaken shine:shone shoot:shot "
            "show:showed:shown shut:shut sing:sang:sung sink:sank:sunk sit:sat sleep:slept "
            "speak:spoke:spoken spend:spent spin:spun split:split spread:spread stand:stood "
            "steal:stole:stolen stick:stuck strike:struck strive:strove:striven "
            "swear:swore:sworn sweep:swept swim:swam:swum swing:swung take:took:taken "
            "teach:taught tear:tore:torn tell:told think:thought throw:threw:thrown "
            "undergo:underwent:undergone understand:understood undertake:undertook:undertaken "
            "wake:woke:woken wear:wore:worn win:won wind:wound withdraw:withdrew:withdrawn "
            "withstand:withstood write:wrote:written"
        ).split()
    )
}
_THIRD_PERSON = {"have": "has", "do": "does", "go": "goes"}
_BE = (("be", "am", "are"), ("is",), ("was", "were"), ("been",), ("being",))

# Verbs of more than one syllable that double their last letter; one syllable tells it itself.
_DOUBLING = frozenset(
    "abet abhor admit allot begin commit compel concur confer control defer deter dispel emit "
    "enrol equip excel expel forbid forget format incur infer occur omit outwit overlap patrol "
    "permit prefer propel rebel recur refer regret remit repel submit transfer transmit".split()
)


class TemplateError(ValueError):
    """What is wrong with a phrase in brackets."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """One way to fill a bracket: a word, and for a verb its base and the number in FORMS."""

    text: str
    verb: str = ""
    form: int = -1


Instead = str | tuple[str, str] | None
"""A suggestion; two where the phrase's verb may be a past tense or a participle (`made`) and
the suggestion's verb must know (`took`, `taken`)."""


def expand(
    phrase: str, instead: str | None, words: Mapping[str, Sequence[str]]
) -> dict[str, Instead]:
    """All phrases that a template means, each with what to say instead. Raises TemplateError."""
    parts = _parts(phrase)
    if len(parts) == 3 and not (parts[0] + parts[2]).strip():
        raise TemplateError(f"'{phrase}' is nothing but a bracket")
    choices = [_choices(body, words) for body in parts[1::2]]
    if prod(map(len, choices)) > MOST_PHRASES:
        raise TemplateError(f"'{phrase}' means more than {MOST_PHRASES} phrases")
    answer = None if instead is None else _parts(instead)
    found: dict[str, Instead] = {}
    for chosen in product(*choices):
        text = _fill(parts, [choice.text for choice in chosen])
        if not text:
            raise TemplateError(f"'{phrase}' may mean nothing at all")
        suggestion = None if answer is None else _suggestion(answer, chosen)
        before = found.setdefault(text, suggestion)
        if isinstance(before, str) and suggestion not in {None, before} and _is_participle(chosen):
            found[text] = (before, str(suggestion))
    return found


def brackets(phrase: str) -> list[str]:
    """What stands in the brackets of a template."""
    return _BRACKET.findall(phrase)


def _is_participle(chosen: Sequence[_Choice]) -> bool:
    """Whether the first verb among the words chosen is a participle."""
    return next((FORMS[choice.form] for choice in chosen if choice.verb), "") == "participle"


def _parts(phrase: str) -> Sequence[str]:
    """A template, every second part what stands in a bracket."""
    parts = _BRACKET.split(phrase)
    if any(mark in text for text in parts[::2] for mark in "<>"):
        raise TemplateError(f"'{phrase}' has a bracket without its partner")
    return parts


def _fill(parts: Sequence[str], texts: Sequence[str]) -> str:
    """A template with its brackets filled, and no blanks left by empty ones."""
    if not texts:
        return parts[0]
    filled = "".join(map("".join, zip_longest(parts[::2], texts, fillvalue="")))
    return _SPARE_BLANKS.sub(r"\1", filled).strip()


def _choices(body: str, words: Mapping[str, Sequence[str]]) -> list[_Choice]:
    """What may stand for a bracket in a phrase."""
    if body in words:
        return [_Choice(word) for word in words[body]]
    if "|" in body:
        return [_Choice(word.strip()) for word in body.split("|")]
    if not _VERB.fullmatch(body):
        raise TemplateError(f"'<{body}>' is neither a verb, nor words with | between, nor a list")
    forms = enumerate(verb_forms(body))
    return [_Choice(word, body, number) for number, form in forms for word in form]


def _suggestion(parts: Sequence[str], chosen: Sequence[_Choice]) -> str:
    """What to say instead, where these words were chosen for the phrase's brackets."""
    verbs = iter([choice for choice in chosen if choice.verb])
    return _fill(parts, [_said(body, chosen, verbs) for body in parts[1::2]])


def _said(body: str, chosen: Sequence[_Choice], verbs: Iterator[_Choice]) -> str:
    """What a bracket of a suggestion becomes."""
    if reference := _REFERENCE.fullmatch(body):
        number, form = int(reference[1]) - 1, reference[2]
        if number >= len(chosen):
            raise TemplateError(f"there is no bracket {number + 1} in the phrase")
        choice = chosen[number]
        return verb_forms(choice.verb or choice.text)[FORMS.index(form)][0] if form else choice.text
    if not _VERB.fullmatch(body):
        raise TemplateError(f"'<{body}>' is neither a verb nor the number of a bracket")
    verb = next(verbs, None)
    if verb is None:
        raise TemplateError(f"no verb of the phrase tells the form of '<{body}>'")
    return verb.text if verb.verb == body else verb_forms(body)[verb.form][0]


@lru_cache(maxsize=10_000)
def verb_forms(base: str) -> tuple[tuple[str, ...], ...]:
    """The words of each form in FORMS.

    >>> verb_forms("take")
    (('take',), ('takes',), ('took',), ('taken',), ('taking',))
    """
    if base == "be":
        return _BE
    past, participle = _IRREGULAR.get(base) or (_regular_past(base),) * 2
    return (base,), (_third_person(base),), (past,), (participle,), (_ing(base),)


def _third_person(base: str) -> str:
    if base in _THIRD_PERSON:
        return _THIRD_PERSON[base]
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ies"
    return base + ("es" if re.search(r"(?:s|x|z|ch|sh|[^aeiou]o)$", base) else "s")


def _regular_past(base: str) -> str:
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ied"
    return base + "d" if base.endswith("e") else _doubled(base) + "ed"


def _ing(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if re.search(r"[^eoy]e$", base):
        return base[:-1] + "ing"
    return _doubled(base) + "ing"


def _doubled(base: str) -> str:
    """The verb as it stands before -ed and -ing."""
    one_syllable = re.fullmatch(r"[^aeiou]*(?:qu)?[aeiou][^aeiouwxy]", base)
    if one_syllable or base in _DOUBLING:
        return base + base[-1]
    return base + "k" if base.endswith("ic") else base
