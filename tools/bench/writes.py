"""The form that patients send, beside the same rows by the bare ORM, in turns: by sixteen at once, and by 64."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from itertools import count
from urllib.parse import urlencode, urlsplit

from tools.bench.load import Answers, Ask, load, together
from tools.bench.rounds import in_turns
from tools.bench.rows import Row
from tools.production import production

WORKERS, ROUNDS, SECONDS = 2, 8, 1.5
WRITERS = (16, 64)
ANSWERS = {
    "requested_for": "self",
    "contact_by": "email",
    "topics": "fatigue",
    "message": "Invented words.",
    "visit_type": "any",
    "days": "mon",
    "times": "morning",
    "consent": "on",
    "source": "fatigue",
    "website": "",
}
SETTINGS = {
    "BEHIND_PROXY": "true",
    "NOTIFICATION_ADDRESS": "desk@example.org",
    "EMAIL_URL": "dummymail://",
    "FROM_ADDRESS": "clinic@example.org",
}


def rows() -> list[Row]:
    postgres = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    found = [*rows_on("SQLite", {}, {})]
    if postgres.startswith("postgres://"):
        with database(postgres, "bench_limit") as theirs, database(postgres, "bench_site") as ours:
            found += rows_on("PostgreSQL", theirs, ours)
    else:
        print("Without PostgreSQL: TEST_DATABASE_URL is not set (postgres://user:password@host:5432/database).")
    return found


def rows_on(name: str, theirs: dict[str, str], ours: dict[str, str]) -> Iterator[Row]:
    with ExitStack() as running:
        limit = running.enter_context(production(WORKERS, "tools.bench.bare_form", **SETTINGS | theirs))
        site = running.enter_context(production(WORKERS, **SETTINGS | ours))
        for writers in WRITERS:
            ways = {way: partial(load, way, sending(way), writers, SECONDS) for way in (limit, site)}
            rounds = in_turns(ways, ROUNDS)
            yield from compared(f"POST /book/, {writers} writers, {name}", *map(together, rounds.values()))


@contextmanager
def database(url: str, name: str) -> Iterator[dict[str, str]]:
    """A new database on this server, gone again afterwards."""
    import psycopg2

    server = psycopg2.connect(url)
    server.autocommit = True
    with closing(server), server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": f"{url.rpartition('/')[0]}/{name}"}
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def sending(address: str) -> Ask:
    """Each time somebody else, from somewhere else."""
    numbers = count()
    host = urlsplit(address).netloc

    def ask() -> bytes:
        number = next(numbers)
        person = f"{os.getpid()}.{number}"
        who = {"full_name": f"Example {person}", "email": f"{person}@example.org", "phone": f"+346{number:08}"}
        body = urlencode(ANSWERS | who)
        head = [
            "POST /book/ HTTP/1.1",
            f"Host: {host}",
            f"X-Forwarded-For: 10.{number // 62500 % 250}.{number // 250 % 250}.{number % 250}",
            "X-Forwarded-Proto: https",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
        return "\r\n".join([*head, "", body]).encode()

    return ask


def compared(work: str, theirs: Answers, ours: Answers) -> list[Row]:
    errors = ours.statuses.total() - ours.statuses["303"]
    detail = f"{ours.rate:.0f}/s of {theirs.rate:.0f}/s; p99 {ours.p99:.0f} and {theirs.p99:.0f} ms; {errors} errors"
    limit = "the same rows, two look-ups and the form"
    return [
        Row(work, limit, ours.rate / theirs.rate, "≥ 0.8", detail),
        Row(f"{work}: p99", limit, ours.p99 / theirs.p99, "≤ 2"),
        Row(f"{work}: errors", "", errors, "≤ 0"),
    ]
