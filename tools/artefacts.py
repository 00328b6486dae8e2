"""The artefacts of machine translation that can be looked for without the source, by id.

The hand-kept half of docs/coverage.md: what each id means, and why no rule looks for it where
none does. Which rules cover an id is said by the rules themselves, in their `artefact` field.
"""

from __future__ import annotations

from dataclasses import dataclass

FAMILIES = {
    "A": "Cutting and joining",
    "B": "Untranslated text, scripts, encodings",
    "C": "Repetition and runaway output",
    "D": "Grammar carried over from another language",
    "E": "Words, style, terms",
    "F": "Quotations, numbers, local forms",
    "G": "What a language model left behind",
    "H": "The article as a whole",
}
"""First letter of an id → what its family has in common."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """One kind of damage. `gap` says why no rule looks for it; shown only where none does."""

    id: str
    name: str
    meaning: str
    gap: str = ""


_SOURCE = "It reads well by itself; only the source shows it."
_SENSE = "It takes knowing what the sentence should mean, and that only the source says."
_LATER = "Not there yet."
_WHOLE = "It needs to know who is meant by each name and pronoun of the article."

ARTEFACTS = (
    Artefact("A1", "orphan fragment", "One to three words that stand as a sentence and belong to none: “The bridge is open. of it.”"),
    Artefact("A2", "doubled mark", "Two marks where one belongs: “They won. .” or “the vote,, he said”."),
    Artefact("A3", "stray mark", "A sentence that begins with a comma, brackets that hold nothing."),
    Artefact("A4", "wrong space at a mark", "A space before a mark or none behind it: “We left ,and”."),
    Artefact("A5", "glued words", "Two words or a word and a number in one, where a tag stood between them: “talks withMinister Orel”.", _LATER),
    Artefact("A6", "split word", "A word with a space inside: “the par liament”.", _LATER),
    Artefact("A7", "doubled segment", "The same words or the same sentence twice, one behind the other."),
    Artefact("A8", "displaced fragment", "A stretch of the sentence that has landed in the wrong place.", "A stretch that is only in the wrong place has the right words in it. " + _SENSE),
    Artefact("A9", "capital in mid-sentence", "A capital that only the start of a sentence would have: “the mayor of The town”.", _LATER),
    Artefact("A10", "markup residue", "Entities, tags and placeholders that should never show: “&quot;”, “{0}”."),
    Artefact("A11", "page furniture", "Buttons, adverts and date lines of a web page inside the text: “Read also”."),
    Artefact("A12", "cut off", "A paragraph that breaks off: “They will return to”."),
    Artefact("A13", "false sentence break", "A break behind an abbreviation or inside a sentence, so that the next one begins in lower case."),
    Artefact("A14", "fused sentences", "Two sentences or more run together without a mark.", "Not there yet: a sentence that merely lacks a comma looks much the same."),
    Artefact("B1", "untranslated word", "A word of another language left in the sentence."),
    Artefact("B2", "untranslated sentence", "A whole sentence or clause left in another language."),
    Artefact("B3", "wrong script", "Letters of another script, alone or inside a word that looks English."),
    Artefact("B4", "mojibake", "Text decoded in the wrong encoding: “cafÃ©”."),
    Artefact("B5", "lost or invisible character", "Replacement, control and zero-width characters."),
    Artefact("B6", "spelling of a name drifts", "One person or place spelt in two ways in one article."),
    Artefact("B7", "half-translated word", "A foreign word with an English look: “the deputat”.", _LATER),
    Artefact("B8", "name translated, or not", "A place under its name in another language, or a name turned into its dictionary meaning."),
    Artefact("B9", "case ending kept", "A name with the ending of a grammatical case that English lacks.", _LATER),
    Artefact("B10", "foreign acronym", "An organisation under the letters that another language uses.", _LATER),
    Artefact("C1", "word twice", "The same word twice in a row: “of the the city”."),
    Artefact("C2", "oscillation", "A phrase that a translation engine repeats again and again."),
    Artefact("C3", "sentence loop", "The same sentence again within the article."),
    Artefact("C4", "run of characters", "One character that runs on."),
    Artefact("C5", "sentence from elsewhere", "A fluent sentence that has nothing to do with the article.", "It takes a judgement of the topic; a sentence off the topic is more often a quotation or a caption."),
    Artefact("C6", "word salad", "Words without a sentence in them.", _LATER),
    Artefact("C7", "empty output", "A paragraph that holds only a mark or a stub.", _LATER),
    Artefact("D1", "resumptive pronoun", "A pronoun that repeats the subject: “the villagers they left”."),
    Artefact("D2", "article", "An article too many, too few, or the wrong one: “the France”."),
    Artefact("D3", "agreement", "Verb and subject, or number and noun, that don't agree.", _LATER),
    Artefact("D4", "gender of a pronoun", "“Her” for a man, “he” for a woman.", "Not there yet: the pronoun often means somebody else in the sentence."),
    Artefact("D5", "missing subject", "A sentence without its subject or main verb: “Is necessary to wait.”"),
    Artefact("D6", "preposition", "The preposition of another language: “depend from”."),
    Artefact("D7", "word order", "The order of another language: “Yesterday was opened the fair.”", _LATER),
    Artefact("D8", "double negation", "Two negations where English has one.", _LATER),
    Artefact("D9", "chain of “of”", "Nouns strung together: “the office of the head of the board of the port”.", "It is heavy, not wrong, and official titles are full of it."),
    Artefact("D10", "dangling participle", "A participle whose subject isn't that of the sentence.", _SENSE),
    Artefact("D11", "comma before “that”", "A comma where English has none: “she said, that”.", _LATER),
    Artefact("D12", "part of speech", "A verb where a noun belongs, or the reverse: “the decide was late”.", _LATER),
    Artefact("D13", "tenses mixed", "Tenses that don't go together in one sentence: “he has died yesterday”.", "From sentence to sentence sound reports change tense all the time, above all round quotations."),
    Artefact("D14", "infinitive or gerund", "The wrong form behind a verb: “stopped to smoking”.", _LATER),
    Artefact("D15", "plural", "Plurals that English doesn't form: “informations”.", _LATER),
    Artefact("E1", "calque", "A phrase put together word for word after another language: “make a photo”."),
    Artefact("E2", "false friend", "An English word in the sense of its foreign double: “the first decade of May”."),
    Artefact("E3", "wrong sense", "The wrong one of a word's meanings.", _SENSE),
    Artefact("E4", "literal idiom", "A saying translated word for word.", _LATER),
    Artefact("E5", "odd collocation", "Words that English doesn't put together: “strong rain”.", _LATER),
    Artefact("E6", "register", "Slang in a report, officialese in a story.", _SENSE),
    Artefact("E7", "said twice", "Two words for one: “first debut”."),
    Artefact("E8", "term drifts", "One office or body under several names: seen where letters in brackets stand for two."),
    Artefact("E9", "order of titles and names", "“General-colonel”; surnames put first."),
    Artefact("E10", "flavour of translation", "Few different words, many nouns, connectors everywhere.", "A matter of degree, so for a score and not for a rule."),
    Artefact("E11", "British and American", "Both spellings, or both orders of a date, in one article."),
    Artefact("F1", "lost quotation mark", "Direct speech that opens and never closes, or has lost both marks."),
    Artefact("F2", "foreign quotation marks", "The marks of another language, or of several."),
    Artefact("F3", "dialogue with dashes", "Speech set off by dashes instead of marks.", _LATER),
    Artefact("F4", "direct and indirect speech mixed", "“He said that I will go.”", _SENSE),
    Artefact("F5", "decimal marks", "“2,5 percent”; points that group thousands.", _LATER),
    Artefact("F6", "scale words", "“3 milliard”, “ten thousand of people”.", _LATER),
    Artefact("F7", "dates and times", "A date in another country's form, or one that no calendar has.", _LATER),
    Artefact("F8", "weekday and date clash", "A weekday that the date didn't fall on.", _LATER),
    Artefact("F9", "numbers clash", "“Three towns” and then two of them; “rose” from more to less.", _LATER),
    Artefact("F10", "ordinals and decades", "“In the 19 century”.", _LATER),
    Artefact("F11", "currencies", "“100 $”; a currency named twice.", _LATER),
    Artefact("F12", "final mark missing", "A paragraph that is complete but for its last mark.", _LATER),
    Artefact("G1", "preamble", "“Here is the translation”: the answer round the answer."),
    Artefact("G2", "translator's note", "A note on how something was translated."),
    Artefact("G3", "refusal", "A language model that declines, or speaks of itself.", _LATER),
    Artefact("G4", "prompt", "Words of the prompt or of its format in the text."),
    Artefact("G5", "alternatives", "Two translations, the choice left to the reader.", _LATER),
    Artefact("G6", "closing offer", "“Let me know if you'd like it shorter.”", _LATER),
    Artefact("G7", "source left standing", "Text in the language of the source beside its translation."),
    Artefact("G8", "summary in place of text", "A remark that the rest goes on alike.", _LATER),
    Artefact("G9", "Markdown", "Asterisks and hashes in a plain text."),
    Artefact("G10", "gloss again and again", "The same explanation in brackets each time.", _LATER),
    Artefact("H1", "surname first", "Somebody is named by surname long before being introduced.", "Sound reports do so, too: in 1,529 clean articles an attempt spoke in 14 places, none of them a fault."),
    Artefact("H2", "one person, many pronouns", "“He”, then “it”, then “they” for one and the same.", _WHOLE),
    Artefact("H3", "headline and text disagree", "A number of the headline that clashes with the text's. Names are left to the rules on spelling."),
    Artefact("H4", "paragraph in two versions", "The same paragraph twice with small changes."),
    Artefact("H5", "frame changes", "Tense or person changes from one paragraph to the next.", "Sound reports change tense between paragraphs, and person with every quotation. " + _SENSE),
    Artefact("H6", "attributed twice", "“He said, said the minister.”", _LATER),
)  # fmt: skip

BEYOND = (
    ("Omission", "What was left out leaves no trace in a text that reads well."),
    ("Addition", "A fluent sentence more is no flaw of the English."),
    ("Mistranslation", "Another name, number, date, place or sense in a sound sentence. " + _SOURCE),
    ("Negation lost or added", "The opposite of the source is as good English as the source's sense."),
    ("Tense, mood, modality", "“May” for “must” is only wrong beside the source."),
    ("Terms", "Whether a term is the one that the customer prefers, only a list of terms says."),
)  # fmt: skip
"""What no check of the English alone can see, with the reason."""
