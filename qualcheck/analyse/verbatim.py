"""Text that isn't prose though it stands in it: addresses, handles, file names."""

from __future__ import annotations

from qualcheck.document import Span
from qualcheck.patterns import lazy

_VERBATIM = lazy(r"""(?x)
    (?: https?:// | ftp:// | www\. ) [^\s<>"”»]+             # a URL
  | (?<![\w.+-]) [\w.+-]+ @ [\w-]+ (?: \.[\w-]+ )+           # an e-mail address
  | (?<![\w/]) @ \w{2,}                                      # a handle
  | (?<![\w&]) [#] [^\W\d] \w+                               # a hashtag
  | (?<![\w.-]) (?:[\w-]+\.)+                                # a domain
      (?:com|org|net|gov|edu|int|info|eu|uk|ua|ru|de|fr|io|tv|pl|me|рф|укр)\b (?: / [^\s<>"”»]* )?
  | (?<![\w.-]) [\w-]+ \. (?:exe|pdf|docx?|txt|html?|jpe?g|png|gif|zip|py|js|css|json|xml|csv)\b
""")
"""None begins inside a run of its own characters: else a long run would be tried from each."""


_ANCHORS = lazy("[@#]"), lazy("://"), lazy(r"\.(?<=[\w-].)(?=[^\W\d])")
"""What every one of them holds one of. Each begins with what `re` scans for quickly."""
_CHUNK = lazy(r"\S+")


def find_verbatim(prose: str) -> tuple[Span, ...]:
    """Prose spans of URLs, e-mail addresses, handles, hashtags, domains and file names."""
    spans: list[Span] = []
    done = 0
    for at in sorted(match.start() for anchor in _ANCHORS for match in anchor.finditer(prose)):
        if at < done:
            continue
        start = _chunk_start(prose, at)
        chunk = _CHUNK.match(prose, start)
        done = chunk.end() if chunk else at + 1
        spans.extend(_trim(prose, *m.span()) for m in _VERBATIM.finditer(prose, start, done))
    return tuple(spans)


LONGEST = 2_000
"""Characters before an anchor within which the blank before it is looked for."""


def _chunk_start(prose: str, offset: int) -> int:
    """Just after the last blank before an offset."""
    low = max(0, offset - LONGEST)
    return low + max(map(prose[low:offset].rfind, " \n\t\u00a0")) + 1


def _trim(prose: str, start: int, end: int) -> Span:
    """Without the marks that end the sentence around it."""
    while end > start + 1 and prose[end - 1] in ".,;:!?)]'’":
        end -= 1
    return Span(start, end)
