"""Who asks, and when. All of them are invented; `plots` tells what becomes of it."""

from typing import Any, NamedTuple


class Story(NamedTuple):
    """Somebody asked, this many hours ago; what they answered in the form; and what happened then."""

    hours_ago: int
    plot: str
    answers: dict[str, Any]


def person(number: int, **answers: Any) -> dict[str, Any]:
    """The answers that everybody gives. 555-01 numbers and example.org belong to nobody."""
    name = NAMES[number]
    mail = f"{name.split()[1].lower()}@example.org"
    return {"full_name": name, "email": mail, "phone": f"+120255501{number:02}"} | answers


NAMES = [
    "Example Amparo",
    "Example Bruno",
    "Example Carla",
    "Example Dolores",
    "Example Elias",
    "Example Fatima",
    "Example Gonzalo",
    "Example Hiro",
    "Example Ines",
    "Example Jonas",
    "Example Kamala",
    "Example Lorenzo",
    "Example Marta",
    "Example Nadia",
    "Example Oscar",
    "Example Paloma",
    "Example Quentin",
    "Example Rosa",
    "Example Samir",
    "Example Teresa",
    "Example Ulla",
    "Example Vicente",
    "Example Wanda",
    "Example Xavier",
]

STORIES = [
    Story(
        2,
        "nothing_yet",
        person(
            0,
            contact_by="phone",
            topics=["fatigue", "spasticity"],
            message="Mornings are best.\nBy three in the afternoon I am done.",
            days=["mon", "wed"],
            times=["morning"],
            access_needs=["step_free", "longer_visit"],
        ),
    ),
    Story(
        20,
        "nothing_yet",
        person(
            1,
            requested_for="other",
            patient_name="Example Carla",
            relationship="brother",
            has_permission=True,
            phone="",
            contact_by="email",
            topics=["speech-and-swallowing", "family-and-carers"],
            message="She coughs when she drinks. I can come with her.",
            visit_type="in_person",
            access_needs=["wheelchair", "companion"],
        ),
    ),
    Story(150, "nothing_yet", person(3, email="", contact_by="text", topics=["bladder-and-bowel"], visit_type="video")),
    Story(
        170,
        "not_reached",
        person(4, topics=["disease-modifying-therapies"], access_needs=["large_print", "hearing"]),
    ),
    Story(30, "talked_to", person(5, topics=["pain"], days=["tue", "thu"], access_needs=["interpreter"])),
    Story(52, "offered", person(6, topics=["physical-therapy"], times=["afternoon"])),
    Story(60, "offered", person(7, email="", topics=["diagnosis"], visit_type="phone")),
    Story(76, "wants_other_times", person(8, topics=["thinking-and-memory"], access_needs=["quiet_room"])),
    Story(100, "booked_today", person(9, topics=["fatigue"], access_needs=["step_free"])),
    Story(110, "booked_today", person(10, topics=["spasticity"], visit_type="video")),
    Story(120, "booked_tomorrow", person(11, topics=["emotional-wellbeing"], access_needs=["companion"])),
    Story(122, "booked_tomorrow", person(12, topics=["pain"], visit_type="in_person")),
    Story(130, "adds_something", person(13, topics=["fatigue"], access_needs=["longer_visit"])),
    Story(140, "booked_next_week", person(14, topics=["healthy-living"], visit_type="video")),
    Story(145, "wants_another_than_booked", person(15, topics=["treatment"], days=["fri"])),
    Story(
        90, "mail_failed", person(16, email="quentin.with.a.long.name@neurology.clinic.example.org", topics=["causes"])
    ),
    Story(24 * 16, "not_recorded_yet", person(17, topics=["bladder-and-bowel"])),
    Story(24 * 20, "came", person(18, topics=["fatigue"])),
    Story(24 * 22, "came", person(19, topics=["spasticity"], visit_type="video")),
    Story(24 * 24, "missed", person(20, topics=["diagnosis"])),
    Story(24 * 26, "cancelled", person(21, topics=["pain"])),
    Story(24 * 27, "declined", person(22, topics=["treatment"])),
    Story(24 * 28, "came", person(23, email="", topics=["thinking-and-memory"], access_needs=["hearing"])),
    Story(200, "spam", {"full_name": "Example Bot", "email": "bot@example.org", "message": "Buy followers"}),
    Story(5, "robot", {"full_name": "Example Robot", "email": "robot@example.org", "message": "Cheap watches"}),
]
