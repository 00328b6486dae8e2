"""Messages of rules: templates with names in braces, filled without `str.format`.

A template may come from a third party, and a value may be any text of an article. So nothing
is evaluated: a known name in braces is replaced, once; everything else stays as it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

_PLACEHOLDER = r"\{([a-z][a-z0-9_]*)\}"


def placeholders(template: str) -> set[str]:
    """The names that a template asks for: `match` and `suggestion` in "'{match}' → {suggestion}".

    >>> sorted(placeholders("'{match}' is {a word}, {0} or { }."))
    ['match']
    """
    return set(re.findall(_PLACEHOLDER, template))


def render(template: str, values: Mapping[str, str]) -> str:
    """The template with each name replaced by its value; a name without a value stays.

    A value is never looked at again, so braces in an article stay text.

    >>> render("'{match}' or {other}", {"match": "{other}", "unused": ""})
    "'{other}' or {other}"
    """
    return re.sub(_PLACEHOLDER, lambda found: values.get(found[1], found[0]), template)


def quoted(text: str) -> str:
    r"""A JSON string in which everything can be seen and nothing ends the line.

    >>> print(quoted("a 'b'\u2028c"))
    "a 'b'\u2028c"
    """
    plain = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in plain)
