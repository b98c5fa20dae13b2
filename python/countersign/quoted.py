"""A person's words, for a model to read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_QUOTES = re.compile('["\u201c-\u201f\u00ab\u00bb\u2033\u2036\u275d\u275e\u300c-\u301f\uff02]')
_LONGEST = 500


def quoted(text: str) -> str:
    """Words in quotation marks that the words can't close: a model can't take them for ours."""
    line = one_line(text, "CZ")
    line = _QUOTES.sub("'", line)
    return f'"{line[:_LONGEST]}…"' if len(line) > _LONGEST else f'"{line}"'


def one_line(text: str, categories: Iterable[str]) -> str:
    """A line without characters of these categories of Unicode, such as `Cc`, and without white space."""
    unwanted = tuple(categories)
    kept = (" " if unicodedata.category(one).startswith(unwanted) else one for one in text)
    return " ".join("".join(kept).split())
