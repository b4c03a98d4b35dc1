"""What search engines read of a page: schema.org, as JSON-LD."""

import json
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from education.models import Language
from education.pages.page import PublicPage

# As Django's json_script: nothing in the data can end the script element.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
CONDITION = {
    "@type": "MedicalCondition",
    "name": "Secondary progressive multiple sclerosis",
    "alternateName": "SPMS",
}


def about_a_page(page: PublicPage, origin: str) -> SafeString:
    """A page's JSON-LD. It names a reviewer only if a clinician signed this very text off."""
    hub = (str(page.hub.title), f"{reverse('education:index')}#hub-{page.hub.slug}")
    data = {
        "@type": "MedicalWebPage",
        **_described(origin + page.url, page.title, page.summary),
        "dateModified": page.modified_at.date().isoformat(),
        "breadcrumb": _breadcrumbs(origin, hub, (page.title, page.url)),
    }
    if page.review:
        data["lastReviewed"] = page.review.reviewed_on.isoformat()
        data["reviewedBy"] = {"@type": "Person", "name": page.review.reviewer}
    return _script(data)


def about_all_topics(name: str, description: str, origin: str) -> SafeString:
    """The JSON-LD of the list of topics."""
    url = reverse("education:index")
    return _script(
        {
            "@type": "CollectionPage",
            **_described(origin + url, name, description),
            "breadcrumb": _breadcrumbs(origin, (_("About SPMS"), url)),
        }
    )


def _described(url: str, name: str, description: str) -> dict[str, Any]:
    language = Language.current().value
    return {"url": url, "name": name, "description": description, "inLanguage": language, "about": CONDITION}


def _breadcrumbs(origin: str, *steps: tuple[str, str]) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": origin + path}
            for number, (name, path) in enumerate([(_("Home"), "/"), *steps], start=1)
        ],
    }


def _script(data: dict[str, Any]) -> SafeString:
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    # Escaped just here: every character that HTML could mistake.
    return mark_safe(text.translate(ESCAPES))  # noqa: S308
