"""HTML tags with more attributes than a parser can take.

libxml2 looks through all attributes of a tag for each that it adds: a hundred thousand, in a megabyte, take it
three minutes. No page has more than some dozens.
"""

from __future__ import annotations

import re

_ATTRIBUTES = 500
# As HTML divides a tag. Possessive throughout, so that each character is looked at once.
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)"""
_ATTRIBUTE = rf"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+{_VALUE}?+)?+"
_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE}){{0,{_ATTRIBUTES}}}+[\s/]*+")


def are_overloaded(html: str) -> bool:
    """Whether a tag has more than 500 attributes."""
    return any(html[tag.end() : tag.end() + 1] not in (">", "") for tag in _TAG.finditer(html))
