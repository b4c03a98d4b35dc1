"""The two invisible characters that some scripts cannot be spelled without, kept where they do something.

Persian parts a word with ZWNJ where letters would join; Malayalam, Sinhala and Bengali write letters of their own with
ZWJ at a virama. Anywhere else they only make two equal names differ. After RFC 5892, A.1 and A.2, and more generous
in two places: next to a letter that never joins (writers put it there all the same), and before a virama (Bengali).
"""

import re
import unicodedata

ZWNJ, ZWJ = JOINERS = ("\u200c", "\u200d")
RUN = re.compile("[\u200c\u200d]+")
VIRAMA = 9  # its combining class
CURSIVE = ("ARABIC ", "SYRIAC ", "MANDAIC ", "NKO ", "MONGOLIAN ", "ADLAM ", "HANIFI ")
MOST_MARKS = 8  # on one letter, as anybody writes it


def without_idle_joiners(text: str) -> str:
    """Of each run of joiners at most one is kept, and only where a script needs it."""
    return RUN.sub(_needed, text)


def _needed(run: re.Match[str]) -> str:
    before = run.string[max(0, run.start() - MOST_MARKS) : run.start()][::-1]
    after = run.string[run.end() : run.end() + MOST_MARKS]
    if _has_virama(before) or _has_virama(after):
        return run[0][0]
    return ZWNJ if ZWNJ in run[0] and _is_cursive(before) and _is_cursive(after) else ""


def _has_virama(marks_first: str) -> bool:
    """Whether a virama is among the marks that stand next to the joiner."""
    for char in marks_first:
        kind = unicodedata.combining(char)
        if kind in (0, VIRAMA):
            return kind == VIRAMA
    return False


def _is_cursive(marks_first: str) -> bool:
    """Whether the next letter is of a script whose letters join."""
    letter = next((char for char in marks_first if not unicodedata.category(char).startswith("M")), "")
    return letter.isalpha() and unicodedata.name(letter, "").startswith(CURSIVE)
