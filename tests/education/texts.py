"""Invented pages and sources, sound unless a test spoils them."""

from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User

from education.models import Page, Review, Revision

SOURCES = """
[trial-2020]
cite = "Example and others. Journal 2020."
about = "A trial."
url = "https://www.example.org/trial"
"""
RED_FLAGS = """
[choking]
level = "emergency"
about = "Breathing"
words = "someone is choking"
why = "The airway is blocked."
source = "trial-2020"
"""
PAIN = """+++
title = "Pain"
hub = "managing-symptoms"
position = 1
summary = "What helps."
in_short = ["One.", "Two.", "Three."]
+++

Pain is real.[^trial-2020]

## Medicines

**Some evidence** that they help.[^trial-2020] See [Words](/spms/glossary/).

::: red-flags
- choking
:::
"""
GLOSSARY = """+++
title = "Words explained"
hub = "getting-help"
position = 1
summary = "Plain meanings."
in_short = ["One.", "Two.", "Three."]
+++

Spasticity (spastic; spasms)
: Muscles that stay tight.
"""


def write_content(folder: Path, **pages: str) -> Path:
    """Write a content folder: `pain.md` and `glossary.md`, and any page given by its slug."""
    (folder / "en").mkdir(exist_ok=True)
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    (folder / "red_flags.toml").write_text(RED_FLAGS, encoding="utf-8")
    for slug, text in ({"pain": PAIN, "glossary": GLOSSARY} | pages).items():
        (folder / "en" / f"{slug}.md").write_text(text, encoding="utf-8")
    return folder


def revise(page: Page, by: User | None = None, **words: Any) -> Revision:
    """Add a revision: by staff if somebody wrote it, shipped if not."""
    sound = {"title": page.slug, "summary": "A summary.", "in_short": "One.\nTwo.\nThree.", "body": "A text."}
    origin = Revision.Origin.STAFF if by else Revision.Origin.SHIPPED
    return Revision.objects.create(page=page, by=by, origin=origin, **sound | words)


def sign_off(revision: Revision, by: User, **changed: Any) -> Review:
    sound = {"reviewer": "Dr Clara Example", "reviewed_on": date(2026, 11, 2), "next_due_on": date(2027, 11, 2)}
    return Review.objects.create(revision=revision, by=by, **sound | changed)
