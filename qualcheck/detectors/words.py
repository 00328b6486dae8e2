"""Words of another language left standing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qualcheck import lexicon, speller
from qualcheck.check import Hit, detector
from qualcheck.document import Document, Sentence
from qualcheck.languages import language_names
from qualcheck.wordusage import HOUSE_USAGE, is_pointed_at

GLUE = frozenset("de du des la le les el los et der das von di da della dos y e".split())
"""Little words of other languages: beside one, a whole phrase is foreign (`faute de mieux`)."""
BEFORE_NOUN = frozenset(
    "a an the this that these those each every no any some another his her its their our my"
    " your".split()
)
"""Before a noun: where a capitalised word of German may be one (`after the Wahl`)."""

GERMAN_NOUNS = frozenset(
    """Jahr Jahre Jahren Stadt Städte Leute Frauen Seite Seiten Geschichte Familie Familien Polizei
    Minuten Woche Wochen Grund Gründe Thema Themen Beispiel Beispiele Männer Millionen Milliarden
    Sache Sachen Politik Hilfe Richtung Regierung Personen Sohn Söhne Prozent Zukunft Mädchen Bereich
    Idee Ideen Entwicklung Probleme Kirche Meinung Mitte Bilder Möglichkeit Möglichkeiten Einsatz
    Wohnung Tochter Töchter Sprache Mitarbeiter Sicherheit Gefühl Monat Monate Monaten Gesicht
    Gedanken Entscheidung Entscheidungen Lösung Kultur Wirtschaft Kritik Nachrichten Mitglieder
    Bevölkerung Politiker Kindern Ausbildung Verbindung Schüler Bedeutung Präsident Ergebnis
    Ergebnisse Erfahrung Erfahrungen Wochenende Unterstützung Staaten Kunden Wahrheit Gefahr Angebot
    Mannschaft Lehrer Aufgabe Aufgaben Gesetz Gesetze Gebäude Beitrag Gewalt Flüchtlinge Bewegung
    Länder Bildung Zeichen Freiheit Fenster Zusammenhang Leistung Freude Zeitpunkt Arzt Ärzte
    Tiere Hintergrund Anzahl Kaffee Werbung Kollegen Bücher Teilnehmer Jugend Jahrhundert Gericht
    Gerichte Einfluss Hoffnung Qualität Parteien Gespräch Gespräche Vergangenheit Soldaten Beziehung
    Beziehungen Zusammenarbeit Umgebung Sekunden Künstler Gegensatz Geburtstag Krankenhaus Flughafen
    Wunsch Verantwortung Straße Straßen Dorf Behandlung Ausland Auftrag Armee Waffen Mehrheit Heimat
    Gäste Gegner Führung Büro Bürgermeister Wirkung Verwaltung Vertreter Veranstaltung Leistungen
    Forschung Öffentlichkeit Geschäft Gelegenheit Frieden Erklärung Ausstellung Wissenschaft Küche
    Bedingungen Bahnhof Verhältnis Studenten Erinnerung Zuschauer Tatsache Stimmung Bundesregierung
    Aufmerksamkeit Vorteil Vorstellung Umwelt Tätigkeit Besucher Schuhe Verständnis Rechnung Brücke
    Behörde Behörden Zugang Krankheit Krankheiten Einrichtung Untersuchung Vorschlag Projekte
    Hauptstadt Ausnahme Abteilung Wettbewerb Wahl Wahlen Geschenk Übersetzung Schwierigkeiten
    Journalisten Geschmack Bewohner Fahrzeug Fahrzeuge Zustimmung Verlust Haltung Auswirkungen Anwalt
    Änderung Änderungen Ursache Unternehmen Unternehmer Schicksal Einwohner Brot Alltag Sieger
    Rückkehr Nachfolger Feuerwehr Geschwindigkeit Gelände Fahrrad Botschaft Arbeit Arbeiter
    Verhandlungen Niederlage Augenblick Vorbereitung Verfassung Menschheit Menschen Kleidung
    Gefängnis Flugzeug Aufklärung Absicht Landwirtschaft Überraschung Klinik Jahrzehnte Freundschaft
    Wissenschaftler Handlung Geräte Gegenwart Forderung Forderungen Blumen Schönheit Fähigkeiten
    Ereignis Ereignisse Abenteuer Waffe Wachstum Sitzung Wirklichkeit Ernährung Bibliothek Vorsicht
    Regelung Gerechtigkeit Einladung Versorgung Versicherung Verbesserung Verteidigung Geheimnis
    Entfernung Veränderung Veränderungen Beratung Vorschläge Sprecher Schriftsteller Leidenschaft
    Kindheit Herrschaft Franzosen Wahlkampf Herausforderung Gemüse Auseinandersetzung Zeitungen
    Verletzung Steine Ehefrau Ehemann Ausländer Wahrscheinlichkeit Kenntnis Beschluss Ausstattung
    Schule Schulen Häuser Reise Krieg Kriege Tage Tagen Nacht
    Wasser Freunde Freundin Bruder Schwester Mutter Vater Kind Staat Vertrag Verträge
    Abkommen Gesellschaft Gemeinschaft Gesundheit Universität Reaktion
""".split()
)
"""Everyday nouns of German, which stand with a capital; names, and what has a meaning in English or
stands in names of papers, left out. Written by hand.
"""

BESIDE = 3
"""Words each side that are looked at for more of the same language."""


@detector(
    id="words.untranslated",
    category="words",
    mqm="accuracy/untranslated",
    level="warning",
    artefact="B1",
    message="'{match}' is no English word ({languages} has it): left untranslated, or a name without its capital.",
    why="The engine passed the word over, took it for a name, or wrote a name small.",
    bad=[
        "The purpose of the [[reise]] was to sign a treaty.",
        "They discussed the [[bezpieczeństwo]] of the region.",
        "They agreed that [[Qendra]] of the town needed paint.",
    ],
    good=[
        "The purpose of the journey was to sign a treaty.",
        "They ate a croissant and talked of glasnost and realpolitik.",
        "The word “reise” means journey.",
        "They call it reise (journey).",
        "They wed, faute de mieux, in May.",
        "It cost ten leva and some stotinki.",
        "Duchy of Savoy, Kingdom of Hungary.",
        "The governing Sejm of the country voted.",
    ],
)  # fmt: skip
def untranslated(document: Document) -> Iterator[Hit]:
    """A word unknown to English and known elsewhere: in lower case, or with a capital where
    no name stands (`that Qendra of the town`).
    """
    index = document.tokens.places
    framed = _framed(document)
    for word in lexicon.unknown_among(_rare_words(document)):
        languages = lexicon.languages_of(word, deep=word in framed)
        if not languages and word.title() in GERMAN_NOUNS:
            languages = ("de",)
        if not languages or speller.is_strong_slip(word) or word in lexicon.renderings():
            continue
        for i in index[word]:
            if _stands_as_word(document, i, languages) and not _is_meant(document, i):
                values = {"languages": language_names(languages)}
                yield Hit("words.untranslated", document.tokens[i].span, (), values)


def _rare_words(document: Document) -> list[str]:
    """Words that the text has once or twice, and not as names: in lower case, without a check."""
    texts, lower = document.tokens.texts, document.tokens.lower
    return [
        word for word, places in document.tokens.places.items()
        if len(places) < HOUSE_USAGE and len(word) > 1 and word.isalpha()
        and (texts[places[0]].islower() or texts[places[0]] in GERMAN_NOUNS or any(_is_noun_like(lower, i) for i in places))
    ]  # fmt: skip


def _is_noun_like(lower: Sequence[str], i: int) -> bool:
    """Whether a word with a capital stands where a common noun or the first word may."""
    if i and (lower[i - 1] in BEFORE_NOUN or lower[i - 1] == "that"):
        return True
    return i + 1 < len(lower) and lower[i + 1] in AFTER_FIRST_WORD


def _framed(document: Document) -> set[str]:
    """Capitalised words that stand between `that` and `of`, where a common noun does: worth
    asking the dictionaries of small languages, too.
    """
    lower = document.tokens.lower
    return {
        lower[i + 1]
        for i in document.tokens.places.get("that", ())
        if i + 1 < len(lower) and _is_framed(document, i + 1)
    }


def _is_framed(document: Document, i: int) -> bool:
    texts, lower = document.tokens.texts, document.tokens.lower
    between = 0 < i < len(texts) - 1 and lower[i - 1] == "that" and lower[i + 1] == "of"
    return between and texts[i].istitle() and texts[i - 1].islower()


def _stands_as_word(document: Document, i: int, languages: tuple[str, ...]) -> bool:
    """Lower case among English words; or one capitalised word in a common noun's place."""
    text = document.tokens.texts[i]
    if _is_attached(document, i):
        return False
    if text.islower():
        return _among_english(document, i)
    if not text.istitle():
        return False
    if text in GERMAN_NOUNS:
        return _among_english(document, i)
    if "de" in languages and _is_german_noun(document, i):
        return True
    return _is_framed(document, i) or _opens_sentence(document, i)


def _is_attached(document: Document, i: int) -> bool:
    """Whether a word is part of something that is no prose: `name.kz`, `#tag`, `a/b`."""
    span, prose = document.tokens[i].span, document.prose
    before, after = prose[span.start - 1 : span.start], prose[span.end : span.end + 2]
    if before and (before.isalnum() or before in "#@_/.-'\N{RIGHT SINGLE QUOTATION MARK}&+="):
        return True
    if after and after[0] in "@_/-&+=":
        return True
    return len(after) > 1 and after[0] in ".:'" and after[1].isalnum()


def _is_german_noun(document: Document, i: int) -> bool:
    """Whether a capitalised word stands where an English text has a noun in lower case."""
    texts, lower = document.tokens.texts, document.tokens.lower
    if i in document.names and len(document.tokens.places[lower[i]]) > 1:
        return False
    before, after = texts[i - 1] if i else "", texts[i + 1] if i + 1 < len(texts) else ""
    plain = before.islower() and (before in BEFORE_NOUN or lexicon.is_english(before))
    return plain and lower[i - 1] in BEFORE_NOUN and not after[:1].isupper() and after != "-"


def _opens_sentence(document: Document, i: int) -> bool:
    """Whether a capital is due to the start of a sentence: a word follows that no name has."""
    sentence = document.sentence_with(i)
    if sentence is None or sentence.tokens.start != i or len(sentence.tokens) < LEAST_SENTENCE:
        return False
    lower = document.tokens.lower
    return lower[i + 1] in AFTER_FIRST_WORD and not lexicon.is_given_name(lower[i])


LEAST_SENTENCE = 5
"""Tokens that a sentence has whose first word is looked at."""

AFTER_FIRST_WORD = frozenset(
    "the a an this these those it he she they we you i there his her their our my your".split()
)
"""After a first word that is no name."""


def _among_english(document: Document, i: int) -> bool:
    """Whether the words beside are English: else it is a whole foreign phrase, which is another
    matter (a title, a quotation).
    """
    sentence: Sentence | None = document.sentence_with(i)
    if sentence is None:
        return False
    texts, words = document.tokens.texts, sentence.tokens
    near = [k for k in (i - 1, i + 1) if k in words and texts[k][0].isalpha()]
    if not all(_is_english(document, k) for k in near):
        return False
    beside = range(max(words.start, i - BESIDE), min(words.stop, i + BESIDE + 1))
    strange = [
        k for k in beside
        if k != i and texts[k].isalpha() and texts[k].islower() and not lexicon.is_english(texts[k])
    ]  # fmt: skip
    return len(words) > BESIDE and not strange


def _is_english(document: Document, i: int) -> bool:
    """Whether a word is at home in English, or a name that no other language claims."""
    word = document.tokens.lower[i]
    if lexicon.is_english(word):
        return True
    return not document.tokens.texts[i].islower() and not lexicon.languages_of(word)


def _is_meant(document: Document, i: int) -> bool:
    """Whether the text shows that the word is foreign on purpose: quoted, glossed, named."""
    texts, lower = document.tokens.texts, document.tokens.lower
    beyond = [k for k in (i - 2, i - 1, i + 1, i + 2) if 0 <= k < len(lower)]
    return (
        is_pointed_at(document, i)
        or any(lower[k] in GLUE and (texts[k].islower() or abs(k - i) == 1) for k in beyond)
        or (lower[i] in GLUE and any(texts[k][0].isupper() for k in beyond))
    )


@detector(
    id="words.calendar",
    category="words",
    mqm="accuracy/untranslated",
    level="warning",
    artefact="B10",
    message="'{match}' is {languages} for '{suggestion}'.",
    why="The engine took the month or the weekday for a name.",
    bad=[
        ("They met on 15 [[maggio]] 2019.", "They met on 15 May 2019."),
        ("The vote was held on [[Donnerstag]].", "The vote was held on Thursday."),
    ],
    good=[
        "They met on 15 May 2019.",
        "The vote was held on Thursday.",
        "The novel Le maggio is sold in Rome.",
        "They sang “on Donnerstag we rest”, a German song.",
        "The song is called Donnerstag (Thursday).",
    ],
)  # fmt: skip
def calendar(document: Document) -> Iterator[Hit]:
    """A month beside a day or a year, or a weekday after `on`, as another language has it."""
    index, lower = document.tokens.places, document.tokens.lower
    renderings = lexicon.renderings()
    for word in renderings.keys() & index.keys():
        rendering = renderings[word]
        for i in index[word]:
            before, after = lower[i - 1] if i else "", lower[i + 1] if i + 1 < len(lower) else ""
            dated = before.isdecimal() or (after.isdecimal() and len(after) in (1, 2, 4))
            timed = before in BEFORE_DATE
            stands = dated or timed if rendering.kind == "month" else timed
            if rendering.kind != "acronym" and stands and not _is_meant(document, i):
                values = {"languages": language_names(rendering.languages)}
                span = document.tokens[i].span
                yield Hit("words.calendar", span, (rendering.english,), values)


BEFORE_DATE = frozenset(
    "on in since until till by from last next every early late mid this".split()
)
"""Before a month or a weekday."""


@detector(
    id="words.acronym",
    category="words",
    mqm="accuracy/untranslated",
    level="warning",
    artefact="B10",
    message="'{match}' is {languages} for '{suggestion}'.",
    why="The letters of an organisation's name come in the order of another language.",
    bad=[
        ("The [[OON]] resolution was passed.", "The UN resolution was passed."),
        ("Troops of the [[OTAN]] left the town.", "Troops of the NATO left the town."),
    ],
    good=[
        "The UN resolution was passed.",
        "The organisation (in French, OTAN) met.",
        "The National Union (ONU) met.",
        "He is from the Spanish bureau of EFE.",
    ],
)  # fmt: skip
def acronym(document: Document) -> Iterator[Hit]:
    """An acronym that English orders otherwise, among words of English and not explained."""
    texts, index = document.tokens.texts, document.tokens.places
    for form, rendering in lexicon.renderings().items():
        places = index.get(form.lower()) if rendering.kind == "acronym" else None
        if not places or any(_is_explained(document, i) for i in places):
            continue
        for i in places:
            meant = document.in_quotation(document.tokens.starts[i]) or _is_meant(document, i)
            if texts[i] == form and not meant and _among_english(document, i):
                values = {"languages": language_names(rendering.languages)}
                span = document.tokens[i].span
                yield Hit("words.acronym", span, (rendering.english,), values)


def _is_explained(document: Document, i: int) -> bool:
    """Whether an acronym stands in brackets or before some: after its full name, with a gloss."""
    lower = document.tokens.lower
    return bool({"(", ")", "[", "]"} & {*lower[max(0, i - 1) : i], *lower[i + 1 : i + 2]})


@detector(
    id="words.inflected-name",
    category="words",
    mqm="accuracy/untranslated",
    level="warning",
    artefact="B9",
    message="'{match}' is '{suggestion}' in a case of another language.",
    why="The engine copied the name as it stood, with its ending.",
    bad=[
        (
            "Petro Kovalsky arrived. They spoke with [[Kovalskim]] at noon.",
            "Petro Kovalsky arrived. They spoke with Kovalsky at noon.",
        ),
        (
            "Ivan Durov arrived. They spoke with [[Durovom]] at noon.",
            "Ivan Durov arrived. They spoke with Durov at noon.",
        ),
        ("The people of [[Ukrainy]] voted.", "The people of Ukraine voted."),
        ("They spoke with Helga [[Ormsdóttur]].", "They spoke with Helga Ormsdóttir."),
    ],
    good=[
        "Petro Kovalsky arrived. They spoke with Kovalsky at noon.",
        "Anna Kovalska arrived with Petro Kovalsky.",
        "They spoke with Salem and with Sal Durov.",
        "The paper Holos Ukrainy wrote of it.",
    ],
)  # fmt: skip
def inflected_name(document: Document) -> Iterator[Hit]:
    """A name with a foreign ending, beside the same name without it; or a country's."""
    index = document.tokens.places
    countries = index.keys() & COUNTRY_CASES.keys()
    yield from _patronymics(document)
    for word in (*(word for word in index if word.endswith(CASE_ENDINGS)), *countries):
        places = index[word]
        if len(places) >= HOUSE_USAGE:
            continue
        base = COUNTRY_CASES.get(word) or _base_form(document, word)
        for i in places if base else ():
            if base and document.tokens.texts[i].istitle() and _stands_apart(document, i, word):
                yield Hit("words.inflected-name", document.tokens[i].span, (base,))


def _patronymics(document: Document) -> Iterator[Hit]:
    """Icelandic surnames in a case, behind a given name: `Jónsdóttur`, `Jónssonar`."""
    texts = document.tokens.texts
    for word in (word for word in document.tokens.places if word.endswith(PATRONYMIC_CASES)):
        for i in document.tokens.places[word]:
            named = i > 0 and texts[i - 1].istitle() and document.touch(i - 1, i)
            if (
                named
                and texts[i].istitle()
                and not document.in_quotation(document.tokens.starts[i])
            ):
                ending = next(filter(texts[i].endswith, PATRONYMICS))
                base = texts[i].removesuffix(ending) + PATRONYMICS[ending]
                yield Hit("words.inflected-name", document.tokens[i].span, (base,))


PATRONYMICS = {"dóttur": "dóttir", "dottur": "dottir", "ssonar": "sson", "ssyni": "sson"}
"""Endings of Icelandic surnames in the accusative, dative and genitive, and the nominative's."""
PATRONYMIC_CASES = tuple(PATRONYMICS)


def _base_form(document: Document, word: str) -> str | None:
    """The name of this text that a lower-case word is a case of."""
    texts, index = document.tokens.texts, document.tokens.places
    for ending, bases in CASES.items():
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < LEAST_STEM:
            continue
        for base in bases:
            named = index.get(stem + base)
            if named and texts[named[0]].istitle() and not lexicon.is_english(word):
                return texts[named[0]]
    return None


def _stands_apart(document: Document, i: int, word: str) -> bool:
    """Whether a country is no part of a foreign title (`Holos Ukrainy`); other names may be."""
    if word not in COUNTRY_CASES:
        return not document.in_quotation(document.tokens.starts[i])
    return i > 0 and _among_english(document, i) and document.tokens.texts[i - 1].islower()


_SKY = ("sky", "ski", "skyi", "skyy", "skiy", "skij", "skyj")
CASES = {
    **dict.fromkeys(("skim", "skym", "skiego", "skiemu", "skogo", "skoho", "skomu", "skog"), _SKY),
    **dict.fromkeys(("skému", "ského", "ským", "skoyu"), (*_SKY, "ský")),
    **dict.fromkeys(("ovi", "owi", "om", "em", "iem"), ("",)),
}
"""Endings of Slavic cases, and what the name may end in without."""

LEAST_STEM = 4
"""Letters left of a name without its ending."""

COUNTRY_CASES = {
    **dict.fromkeys("ukrainy ukrainie ukrainu ukraini ukrayiny ukrayini ukrainoy".split(), "Ukraine"),
    **dict.fromkeys("rossii rossiyu rosji rosiji rosii rosiyi".split(), "Russia"),
    **dict.fromkeys("belarusi bialorusi belarusii".split(), "Belarus"),
    **dict.fromkeys("polshi polshchi polsce polshe".split(), "Poland"),
    **dict.fromkeys("germanii niemczech nimechchyny nimechchini".split(), "Germany"),
    **dict.fromkeys("gruzii gruzji hruzii gruzije".split(), "Georgia"),
    **dict.fromkeys("turtsii turcji turechchyny turske".split(), "Turkey"),
    **dict.fromkeys("frantsii francji".split(), "France"),
    **dict.fromkeys("kitaya kytayu chinach".split(), "China"),
    **dict.fromkeys("moldovy moldavii moldawii".split(), "Moldova"),
    **dict.fromkeys("litwie litvy litve".split(), "Lithuania"),
    **dict.fromkeys("latvii".split(), "Latvia"),
    **dict.fromkeys("estonii".split(), "Estonia"),
    **dict.fromkeys("kazakhstana kazakhstane kazakhstanu".split(), "Kazakhstan"),
    **dict.fromkeys("azerbaydzhana azerbaydzhane azerbaijana".split(), "Azerbaijan"),
    **dict.fromkeys("izrailya izraelu izraele".split(), "Israel"),
}  # fmt: skip
"""Countries in the cases of Slavic languages, as newspapers write them in Latin letters."""

CASE_ENDINGS = tuple(CASES)

DETECTORS = (untranslated, calendar, acronym, inflected_name)
