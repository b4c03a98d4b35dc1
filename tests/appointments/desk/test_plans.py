"""How the databases find what the desk shows: never by reading a table that grows from end to end."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.models import Index, Model, UniqueConstraint
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appointments.desk.requests import search
from appointments.models import Appointment, ConsultationRequest, DiaryCell, Event, Message, SentLetter
from clinic.common import paging
from tests.factories import NOON
from tools.bench.desk.clinic import Clinic
from tools.bench.desk.pages import pages

pytestmark = pytest.mark.django_db

GROWING: list[type[Model]] = [ConsultationRequest, Appointment, DiaryCell, Event, Message, SentLetter]
WAYS_OF_SMALL_TABLES = ("enable_seqscan", "enable_mergejoin", "enable_hashjoin")  # which are read whole for less
TABLES = {model._meta.db_table for model in GROWING}
# What they hold is open work, and no history.
PARTIAL = {
    each.name
    for model in GROWING
    for each in (*model._meta.indexes, *model._meta.constraints)
    if isinstance(each, Index | UniqueConstraint) and each.condition
}


def test_no_page_of_the_desk_reads_a_growing_table_from_end_to_end(
    at_noon: Any, receptionist: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MOST_LOOKED_THROUGH", 20)
    monkeypatch.setattr(search, "MOST_FOUND", 20)
    Clinic(NOON + timedelta(hours=3)).grow(300)
    receptionist.groups.add(Group.objects.get(name="Manager"))
    client = Client()
    client.force_login(receptionist)
    found = {name: [*_read_whole(client, address)] for name, address in pages().items()}
    assert len(found) > 50
    assert {name: plans for name, plans in found.items() if plans} == {}


def test_a_query_that_reads_everything_is_found() -> None:
    everybody = ConsultationRequest.objects.order_by()
    for query in (everybody.filter(message="?"), everybody.order_by("-submitted_at").filter(source="?")[:5]):
        assert [*_scans(*query.query.sql_with_params())]
    for served in (everybody.filter(phone="?"), everybody.order_by("-submitted_at")[:5]):
        assert [*_scans(*served.query.sql_with_params())] == []


def _read_whole(client: Client, address: str) -> Iterator[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    asked = [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]
    for sql in asked:
        yield from _scans(sql.replace("%", "%%"), ())


def _scans(sql: str, params: tuple[Any, ...]) -> Iterator[str]:
    is_first_page = " LIMIT " in sql and " WHERE " not in sql
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            plan = [line[3] for line in cursor.fetchall()]
            is_sorted = any("FOR ORDER BY" in line for line in plan)
            read = _read_by_sqlite(sql, plan)
        else:
            for way in WAYS_OF_SMALL_TABLES:
                cursor.execute(f"SET LOCAL {way} = off")
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            plan = cursor.fetchone()[0][0]["Plan"]
            cursor.execute(" ".join(f"RESET {way};" for way in WAYS_OF_SMALL_TABLES))
            is_sorted = False
            read = _read_by_postgres(plan)
    for table, index in read:
        if table in TABLES and index not in PARTIAL and not (index and is_first_page and not is_sorted):
            yield f"{table} by {index or 'nothing'}: {sql}"


def _read_by_sqlite(sql: str, plan: list[str]) -> Iterator[tuple[str, str | None]]:
    """What is read from end to end, and the index by which."""
    aliases = {alias: table for table, alias in re.findall(r'"(\w+)" ([U-Z]\d+)\b', sql)}
    for line in plan:
        scan = re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", line)
        if scan:
            yield aliases.get(scan[1], scan[1]), scan[2]


def _read_by_postgres(node: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    if node["Node Type"] in {"Seq Scan", "Index Scan", "Index Only Scan"} and "Index Cond" not in node:
        yield node["Relation Name"], node.get("Index Name")
    for part in node.get("Plans", []):
        yield from _read_by_postgres(part)
