"""Build qualcheck/data/renderings.txt: months, weekdays and acronyms as other languages have them.

    python tools/build_renderings.py

Months and weekdays are CLDR's, by way of Babel; those of Cyrillic script in Latin letters, too. The
acronyms are written by hand: organisations, states and terms whose letters English orders otherwise.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel.dates import get_day_names, get_month_names
from wordfreq import zipf_frequency

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from build_foreign import SCHEMES, transliterations  # noqa: E402

from qualcheck.lexicon import is_english, is_given_name  # noqa: E402

OUTPUT = ROOT / "qualcheck" / "data" / "renderings.txt"
HEADER = """\
# What another language calls a month, a weekday, an organisation: form, English, languages, kind.
# Built by tools/build_renderings.py from Unicode CLDR (Unicode Licence V3) and by hand.
# Licence: Unicode Licence V3; see LICENCES.md.
"""
LANGUAGES = (
    "bg bs ca cs da de es et fi fr hr hu is it lt lv mk nb nl pl pt ro ru sk sl sq sr_Latn sv tr uk"
).split()
LEAST_LETTERS = 4
KNOWN_TO_ENGLISH = 3.4
"""Zipf value in English text from which a form has some other meaning there."""

ACRONYMS = """
UN: ONU=es,fr,it,pt,ro OON=ru,uk,bg ONZ=pl OSN=cs,sk ENSZ=hu OZN=sl UJN=sr OKB=sq
NATO: OTAN=es,fr,pt
EU: EZ=none
OSCE: OBSE=ru,uk OBWE=pl OSZE=de OSSE=bg OEBS=sr,hr,sl OVSE=sl EBESZ=hu AGİT=tr ETYJ=fi
WHO: OMS=es,fr,it,pt,ro VOZ=ru VOOZ=uk SZO=bg,sr SZZ=none DSÖ=tr
IMF: MVF=ru,uk,bg FMI=es,fr,it,pt,ro IWF=de MFW=pl MMF=sr,hr,cs,sk
IAEA: MAGATE=ru,uk AIEA=es,fr,it,pt,ro MAEA=pl MAAE=cs,sk
WTO: OMC=es,fr,it,pt,ro
OPEC: OPEK=ru,uk,bg,sr OPEP=es,fr
BRICS: BRIKS=ru,uk,bg
ECB: EZB=de BCE=es,fr,it,pt,ro EBC=pl ETsB=ru
ECHR: CEDH=fr,ro TEDH=es,pt EGMR=de ETPC=pl ESPCh=ru ESPL=uk AİHM=tr
USA: SSHA=ru,uk SShA=ru EEUU=es SHBA=sq
USSR: SSSR=ru,cs,sr,sk URSS=es,fr,it,pt,ro ZSRR=pl UdSSR=de SRSR=uk CCCP=ru
CIS: SNG=ru WNP=pl ZND=sr
PRC: KNR=ru,uk
DPRK: KNDR=ru,uk KRLD=pl KLDR=cs,sk
UAE: OAE=ru,uk ZEA=pl EAU=es,fr,it,pt VAE=de BAE=tr
NGO: ONG=es,fr,it,pt,ro NVO=sr,hr,cs,sl
NGOs: ONGs=es,fr,pt
HIV: VIH=es,fr VICh=ru VIL=uk
AIDS: SPID=ru SNID=uk
DNA: ADN=es,fr,ro DNK=ru,sr,hr,uk
GDP: PIB=es,fr,pt,ro PKB=pl VVP=ru,uk HDP=cs,sk BVP=uk BBP=nl
VAT: IVA=es,it,pt PDV=sr,hr NDS=ru PDW=none
CEO: PDG=fr
COVID-19: KOVID-19=ru,uk
UNESCO: YUNESKO=ru,uk
UNICEF: YUNISEF=ru,uk
"""
"""English: foreign=languages …"""

AMBIGUOUS = frozenset(
    "EZ SZZ PDW SZO OZN OKB VAE BAE HDP BBP BCE EBC NDS BVP VIL SNG EAU OAE IVA".split()
)
"""Forms that mean too many other things in English texts."""


def calendar() -> Iterator[tuple[str, str, str, str]]:
    """Form, English, language and kind of every month and weekday."""
    for names, kind in ((get_month_names, "month"), (get_day_names, "weekday")):
        english = names("wide", "format", "en")
        for code in LANGUAGES:
            for context in ("format", "stand-alone"):
                for key, name in names("wide", context, code).items():
                    primary = code.split("_")[0]
                    lower = name.lower()
                    forms = transliterations(lower, primary) if primary in SCHEMES else {lower}
                    for form in forms:
                        yield form, english[key], code, kind


def usable(form: str) -> bool:
    """Whether a form means nothing else in English."""
    rare = zipf_frequency(form, "en") < KNOWN_TO_ENGLISH
    plain = len(form) >= LEAST_LETTERS and form.isalpha()
    return plain and rare and not is_english(form) and not is_given_name(form)


def acronyms() -> Iterator[tuple[str, str, str]]:
    """Form, English and languages of the acronyms."""
    for line in ACRONYMS.split("\n"):
        english, _, forms = line.partition(": ")
        for pair in forms.split():
            form, _, codes = pair.partition("=")
            if form not in AMBIGUOUS:
                yield form, english, codes.replace(",", " ")


def main() -> None:
    """Write the list."""
    found: dict[tuple[str, str], tuple[str, set[str]]] = defaultdict(lambda: ("", set()))
    meanings: dict[str, set[str]] = defaultdict(set)
    for form, english, code, kind in calendar():
        if usable(form):
            found[form, kind] = (english, found[form, kind][1] | {code})
            meanings[form].add(english)
    rows = [
        f"{form}\t{english}\t{' '.join(sorted(codes))}\t{kind}"
        for (form, kind), (english, codes) in found.items()
        if len(meanings[form]) == 1  # `listopad` is October in one language, November in others
    ]
    rows += [f"{form}\t{english}\t{codes}\tacronym" for form, english, codes in acronyms()]
    rows.sort(key=lambda row: row.encode().split(b"\t")[0])
    OUTPUT.write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
    print(len(rows))


if __name__ == "__main__":
    main()
