"""Keys of red flags -> care cards. It is done to the Markdown, so that whatever reads a text reads the words."""

import re
from collections.abc import Callable, Collection
from itertools import groupby

from education.content.red_flags import Level, RedFlag, by_level
from education.rendering.parser import ALL_FLAGS, RED_FLAGS

CARD = re.compile(rf"^[ \t]*:::+[ \t]*{RED_FLAGS}[ \t]*\n(.*?)^[ \t]*:::+[ \t]*$", re.MULTILINE | re.DOTALL)
ALL = re.compile(rf"^[ \t]*:::+[ \t]*({'|'.join(ALL_FLAGS)})[ \t]*\n[ \t]*:::+[ \t]*$", re.MULTILINE)
ITEM = re.compile(r"^[ \t]*[-*+][ \t]+(\S+)", re.MULTILINE)


def keys_in(body: str) -> list[str]:
    """The keys of the red flags that a text names, in its order."""
    return list(dict.fromkeys(key for card in CARD.findall(body) for key in ITEM.findall(card)))


def unfold(body: str, flags: Collection[RedFlag]) -> str:
    """Put a card for each level where keys stand, the most urgent first, and full lists where they are asked for."""
    if ":::" not in body:
        return body
    known = {flag.key: flag for flag in flags}

    def cards(match: re.Match[str]) -> str:
        named = [known[key] for key in ITEM.findall(match[1]) if key in known]
        return "\n\n".join(_card(level, found) for level, found in by_level(named))

    def every_one(match: re.Match[str]) -> str:
        return _full_list(ALL_FLAGS[match[1]], flags)

    return ALL.sub(every_one, CARD.sub(cards, body))


def _card(level: Level, flags: list[RedFlag]) -> str:
    return "\n".join([f"::: {level}", *(f"- {flag.words}" for flag in flags), ":::"])


def _full_list(level: Level, flags: Collection[RedFlag]) -> str:
    """Every sign of a level in groups: with its reason if it cannot wait for a visit, cited if it needs help today."""
    found = [flag for flag in flags if flag.level == level]
    is_pressing = level in (Level.EMERGENCY, Level.TODAY)
    groups = "\n\n".join(
        f"**{about}**\n\n" + "\n".join(_line(flag, with_reason=level != Level.VISIT) for flag in group)
        for about, group in groupby(sorted(found, key=_place(found)), lambda flag: flag.about)
    )
    cited = " ".join(f"[^{key}]" for key in dict.fromkeys(flag.source for flag in found if is_pressing))
    return f"::: {level}\n{groups}\n:::" + (f"\n\nSources of this list: {cited}" if cited else "")


def _place(flags: list[RedFlag]) -> Callable[[RedFlag], int]:
    groups = list(dict.fromkeys(flag.about for flag in flags))
    return lambda flag: groups.index(flag.about)


def _line(flag: RedFlag, *, with_reason: bool) -> str:
    return f"- {flag.words}.\\\n  *{flag.why}*" if with_reason else f"- {flag.words}"
