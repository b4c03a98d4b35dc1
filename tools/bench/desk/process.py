"""A process with a clinic of its own that says how long each page took. Django knows one database in a process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, process_time
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit


class Look(NamedTuple):
    """One look at a page."""

    milliseconds: float
    queries: int


class Desk:
    """Asks such a process. One line goes in for each that comes out."""

    def __init__(self, url: str) -> None:
        environment = os.environ | {"DEBUG": "true", "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "clinic.settings"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from tools.bench.desk.process import inside; inside()"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, what: str, *values: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps([what, *values]), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{what} {values}: the process ended")
        return json.loads(answer)

    def pages(self) -> dict[str, str]:
        return self.ask("pages")

    def look(self, page: str) -> Look:
        return Look(*self.ask("look", page))

    def close_the_copies(self) -> None:
        self.ask("close_the_copies")

    def end(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait(30)


@contextmanager
def databases(url: str, small: int, large: int) -> Iterator[tuple[Desk, Desk]]:
    """A clinic of each size, the large one copied from the small one. Both are gone afterwards."""
    names = [_named(url, f"bench_desk_{size}") for size in (small, large)]
    desks: list[Desk] = []
    try:
        for name in names:
            _drop(name)
        _create(names[0])
        desks.append(Desk(names[0]))
        desks[0].ask("fill", small)
        desks[0].end()
        _copy(*names)
        desks = [Desk(name) for name in names]
        desks[1].ask("copy", large // small)
        yield desks[0], desks[1]
    finally:
        for desk in desks:
            desk.end()
        for name in names:
            _drop(name)


def _named(url: str, name: str) -> str:
    return f"{url}{name}.sqlite3" if url.startswith("sqlite") else urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _create(url: str) -> None:
    if not url.startswith("sqlite"):
        _on_server(url, "CREATE DATABASE {0}")


def _copy(of: str, to: str) -> None:
    if of.startswith("sqlite"):
        shutil.copy(of.removeprefix("sqlite:///"), to.removeprefix("sqlite:///"))
    else:
        _on_server(to, f"CREATE DATABASE {{0}} TEMPLATE {urlsplit(of).path[1:]}")


def _drop(url: str) -> None:
    if not url.startswith("sqlite"):
        _on_server(url, "DROP DATABASE IF EXISTS {0}")


def _on_server(url: str, sql: str) -> None:
    import psycopg2

    server = psycopg2.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")))
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(sql.format(urlsplit(url).path[1:]))
    server.close()


class Answers:
    """What is answered inside the process: a method for each question."""

    def __init__(self) -> None:
        self.addresses: dict[str, str] = {}
        self.client: Any = None

    def fill(self, size: int) -> None:
        from django.core.management import call_command
        from django.utils import timezone

        from tools.bench.desk.clinic import Clinic
        from tools.bench.desk.copies import tidy

        started = perf_counter()
        call_command("migrate", verbosity=0)
        Clinic(timezone.now()).grow(size)
        tidy()
        print(f"{size:,} requests: made in {perf_counter() - started:.0f} s", file=sys.stderr, flush=True)

    def copy(self, times: int) -> None:
        from tools.bench.desk.copies import copy

        started = perf_counter()
        copy(times)
        print(f"{times} times as many: in {perf_counter() - started:.0f} s", file=sys.stderr, flush=True)

    def close_the_copies(self) -> None:
        from appointments.models import ConsultationRequest
        from tools.bench.desk import SMALL
        from tools.bench.desk.copies import close

        close(ConsultationRequest.objects.order_by("pk").values_list("pk", flat=True)[SMALL - 1])

    def pages(self) -> dict[str, str]:
        from tools.bench.desk.pages import pages

        self.addresses = self.addresses or pages()
        return self.addresses

    def look(self, page: str) -> Look:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self.client = self.client or signed_in()
        address = self.pages()[page]
        clock = process_time if os.environ.get("CPU") else perf_counter
        started = clock()
        with CaptureQueriesContext(connection) as captured:
            response = self.client.get(address)
        took = (clock() - started) * 1000
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")
        return Look(took, len(captured))


def signed_in() -> Any:
    from django.contrib.auth.models import Group, User
    from django.test import Client

    person, is_new = User.objects.get_or_create(username="manager", is_staff=True)
    if is_new:
        person.groups.add(Group.objects.get(name="Manager"))
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person)
    return client


def inside() -> None:
    import django

    django.setup()
    from django.conf import settings

    settings.DEBUG = False  # what is shown to developers takes time of its own
    answers = Answers()
    for line in sys.stdin:
        what, *values = json.loads(line)
        print(json.dumps(getattr(answers, what)(*values)), flush=True)
