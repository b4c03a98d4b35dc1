"""What the form asks: the shape that forms answer and actions take."""

from typing import TypedDict


class Details(TypedDict):
    """What the form asked, in canonical form. The names are those of ConsultationRequest."""

    requested_for: str
    full_name: str
    patient_name: str
    relationship: str
    has_permission: bool
    email: str
    phone: str
    contact_by: str
    topics: list[str]
    message: str
    visit_type: str
    days: list[str]
    times: list[str]
    access_needs: list[str]
    access_notes: str


class Correction(TypedDict):
    """What a sender may correct later: how to be reached, and what makes the visit easier."""

    email: str
    phone: str
    contact_by: str
    access_needs: list[str]
    access_notes: str


NOTHING: Details = {
    "requested_for": "self",
    "full_name": "",
    "patient_name": "",
    "relationship": "",
    "has_permission": False,
    "email": "",
    "phone": "",
    "contact_by": "",
    "topics": [],
    "message": "",
    "visit_type": "any",
    "days": [],
    "times": [],
    "access_needs": [],
    "access_notes": "",
}
