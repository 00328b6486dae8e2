"""English names of languages, for messages."""

from __future__ import annotations

from collections.abc import Iterable

NAMES = {
    "ar": "Arabic", "az": "Azerbaijani", "bg": "Bulgarian", "bs": "Bosnian", "ca": "Catalan",
    "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish",
    "fil": "Filipino", "fr": "French", "gl": "Galician", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "is": "Icelandic", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay",
    "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sh": "Serbo-Croatian", "sk": "Slovak", "sl": "Slovenian",
    "sq": "Albanian", "sr": "Serbian", "sr_Latn": "Serbian", "sv": "Swedish", "sw": "Swahili",
    "tr": "Turkish", "uk": "Ukrainian", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""CLDR's English names of the languages whose words turn up in translations, and of those that many
texts are in; any other is shown by its code."""

SHOWN = 3
"""Names after which a list is cut: a word that ten languages share says little by them all."""


def language_names(codes: Iterable[str]) -> str:
    """Codes as one phrase.

    >>> language_names(["de", "nl"])
    'German or Dutch'
    """
    names = list(dict.fromkeys(NAMES.get(code, code) for code in codes))
    if len(names) > SHOWN:
        return f"{', '.join(names[:SHOWN])} and others"
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
