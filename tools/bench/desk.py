"""What staff see, in clinics of different sizes: how much longer each page takes in the larger one.

On a database of its own, on SQLite and, where TEST_DATABASE_URL or DATABASE_URL names one, on PostgreSQL: each in a
process of its own, since Django knows one set of settings in a process.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from tools.bench.rows import Row

if TYPE_CHECKING:
    from django.test import Client

SMALL, LARGE = 10_000, 100_000
TRIES = 9
GOAL = "≤ 1.3"
LIST = "/admin/appointments/consultationrequest/"
Pages = dict[str, str]
Measured = tuple[float, int]  # milliseconds, queries


def rows() -> list[Row]:
    postgres = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{folder}/bench.sqlite3"}
        if postgres.startswith("postgres"):
            urls["PostgreSQL"] = postgres
        else:
            print("Without PostgreSQL: TEST_DATABASE_URL is not set (postgres://user:password@host:5432/database).")
        return [row for name, url in urls.items() for row in in_a_process(name, url)]


def in_a_process(name: str, url: str) -> list[Row]:
    environment = os.environ | {"DEBUG": "true", "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "clinic.settings"}
    said = subprocess.run(
        [sys.executable, "-m", "tools.bench.desk"], env=environment, stdout=subprocess.PIPE, check=True
    ).stdout
    small, large = json.loads(said.splitlines()[-1])
    return [compared(f"{page}, {name}", small[page], large[page]) for page in small]


def compared(work: str, small: Measured, large: Measured) -> Row:
    detail = f"{small[0]:.0f} ms, {small[1]} queries; {large[0]:.0f} ms, {large[1]} queries at {LARGE:,}"
    return Row(work, f"{SMALL:,} requests", large[0] / small[0], GOAL, detail)


def inside() -> None:
    """Fill a new database, step by step, and measure at each."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from tools.bench.clinic import Clinic

    settings.DEBUG = False  # and no test environment: both would slow down what they watch
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = name if connection.vendor == "sqlite" else f"bench_{name}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        clinic, manager = Clinic(timezone.now()), signed_in()
        columns = [measured_at(size, clinic.grow, manager) for size in (SMALL, LARGE)]
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    print(json.dumps(columns))


def signed_in() -> "Client":
    from django.contrib.auth.models import Group, User
    from django.test import Client

    person = User.objects.create_user("manager", is_staff=True)
    person.groups.add(Group.objects.get(name="Manager"))
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person)
    return client


def measured_at(size: int, grow: Callable[[int], None], manager: "Client") -> dict[str, Measured]:
    """Each page in a clinic with this many requests."""
    from django.db import connection

    started = perf_counter()
    grow(size)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # as autovacuum would have, meanwhile
            cursor.execute("VACUUM ANALYZE")
    print(f"{size:,} requests: filled in {perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    return {page: measured(manager, address) for page, address in pages().items()}


def pages() -> Pages:
    """What is looked at. At 10,000 and more, every diary is full, weekends too."""
    from django.urls import NoReverseMatch, reverse

    from appointments.models import Clinician, ConsultationRequest

    somebody = ConsultationRequest.objects.filter(status="booked").order_by("submitted_at")[0]
    found = {
        "start page": "/admin/",
        "list": LIST,
        "list, searched by name": f"{LIST}?q={somebody.full_name.replace(' ', '+')}",
        "list, searched by phone": f"{LIST}?q={somebody.phone[-8:]}",
        "list, searched by reference": f"{LIST}?q={somebody.reference}",
        "list, searched in vain": f"{LIST}?q=Zzyzx",
        "list, filtered by status": f"{LIST}?status__exact=attended",
        "list, filtered by topic": f"{LIST}?topic=fatigue",
        "list, filtered by what is to do": f"{LIST}?queue=to-phone",
        "request screen": f"{LIST}{somebody.pk}/change/",
        "mail": "/admin/appointments/message/",
    }
    try:
        calendar = reverse("admin:appointments_calendar")
    except NoReverseMatch:
        print("Without the calendar: there is none yet.", file=sys.stderr)
        return found
    clinician = Clinician.objects.all()[0].pk
    return found | {
        "calendar, a week of one diary": f"{calendar}?view=week&clinician={clinician}",
        "calendar, a day of twelve diaries": f"{calendar}?view=day",
        "calendar, a week of twelve diaries": f"{calendar}?view=week",
    }


def measured(client: "Client", address: str) -> Measured:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:  # also warms up
        response = client.get(address)
    queries = len(captured)  # the next request forgets them
    if response.status_code != 200:
        raise SystemExit(f"{address}: {response.status_code}")
    times = []
    for _ in range(TRIES):
        started = perf_counter()
        client.get(address)
        times.append(perf_counter() - started)
    return median(times) * 1000, queries


if __name__ == "__main__":
    inside()
