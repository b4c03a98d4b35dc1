"""What search engines read of a page: schema.org, as JSON-LD."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from education.models import Language
from education.reading import PublicPage

# As Django's json_script: nothing in the data can end the script element.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
CONDITION = {
    "@type": "MedicalCondition",
    "name": "Secondary progressive multiple sclerosis",
    "alternateName": "SPMS",
}


def structured_data(page: PublicPage, origin: str) -> SafeString:
    """The page's JSON-LD. It names a reviewer only if a clinician signed this very text off."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "url": origin + page.url,
        "name": page.title,
        "description": page.summary,
        "inLanguage": Language.current().value,
        "dateModified": page.modified_at.date().isoformat(),
        "about": CONDITION,
        "breadcrumb": _breadcrumbs(page, origin),
    }
    if page.review:
        data["lastReviewed"] = page.review.reviewed_on.isoformat()
        data["reviewedBy"] = {"@type": "Person", "name": page.review.reviewer}
    # Escaped just above every character that HTML could mistake.
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))  # noqa: S308


def _breadcrumbs(page: PublicPage, origin: str) -> dict[str, Any]:
    steps = [
        (_("Home"), "/"),
        (str(page.hub.title), f"/spms/#hub-{page.hub.slug}"),
        (page.title, page.url),
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": origin + path}
            for number, (name, path) in enumerate(steps, start=1)
        ],
    }
