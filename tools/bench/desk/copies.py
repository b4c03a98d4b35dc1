"""A clinic of many times its size, in minutes: the database copies every row of it.

Every copy has names, phones, addresses, references and times of its own, so that a search finds as few as before, and
no five minutes of a diary twice: the visits of the k-th copy lie SHIFT_DAYS * k further from today.
"""

from django.db import connection
from django.db.models import Model

from appointments.models import Appointment, ConsultationRequest, DiaryCell, Event, Message

SHIFT_DAYS = 60
LETTERS = "bcdfghjkmpqvwxz"
MODELS: list[type[Model]] = [ConsultationRequest, Appointment, DiaryCell, Event, Message]


CLOSING = [
    """UPDATE appointments_consultationrequest SET status = 'attended', wants_times_at = NULL, suspicion = '',
    read_at = CASE WHEN changed_at > read_at THEN changed_at ELSE read_at END
    WHERE id > {0} AND (status IN ('new', 'contacted', 'offered', 'booked') OR changed_at > read_at)""",
    """UPDATE appointments_appointment SET status = 'attended', booked_at = COALESCE(booked_at, offered_at)
    WHERE request_id > {0} AND status IN ('offered', 'booked')""",
    """UPDATE appointments_message SET moot_at = created_at
    WHERE request_id > {0} AND sent_at IS NULL AND moot_at IS NULL AND told_at IS NULL""",
]


def copy(times: int) -> None:
    """Make it so many times as large. The database is a new one: nobody else has it open."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-2000000")
            cursor.execute("PRAGMA foreign_keys=OFF")
        else:
            cursor.execute("SET synchronous_commit=off")
            cursor.execute("SET maintenance_work_mem='1GB'")
        numbers = ", ".join(f"({k}, '{letters(k)}')" for k in range(1, times))
        highest = {model: _highest(model) for model in MODELS}
        for model in MODELS:
            _copy(cursor, model, highest, numbers)
    tidy()


def tidy() -> None:
    """What a database does by itself, meanwhile."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            for model in MODELS:
                table = model._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
            cursor.execute("VACUUM ANALYZE")


def close(base: int) -> None:
    """Close what is open in the copies, which is all but the first `base` requests: many times the history, and the
    same open work."""
    with connection.cursor() as cursor:
        for sql in CLOSING:
            cursor.execute(sql.format(base))
    tidy()


def letters(number: int) -> str:
    """Three letters that no syllable of the clinic's names holds together."""
    return LETTERS[number % 15] + LETTERS[number // 15 % 15] + "x"


def _highest(model: type[Model]) -> int:
    return model._default_manager.order_by("-pk").values_list("pk", flat=True)[0]


def _copy(cursor, model: type[Model], highest: dict[type[Model], int], numbers: str) -> None:
    table, base = model._meta.db_table, highest[model]
    names = [field.column for field in model._meta.local_concrete_fields]
    own = _values(model, highest)
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(own.get(name, f'"{name}"') for name in names)
    indexes = _without_indexes(cursor, table)
    cursor.execute(
        f"WITH copies(k, letters) AS (VALUES {numbers})"
        f" INSERT INTO {table} ({columns}) SELECT {values} FROM copies CROSS JOIN {table} WHERE id <= {base}"
    )
    for index in indexes:
        cursor.execute(index)


def _without_indexes(cursor, table: str) -> list[str]:
    """Take off the indexes that are none of a constraint's, and answer how they are made again."""
    if connection.vendor == "sqlite":
        cursor.execute(
            f"SELECT name, sql FROM sqlite_master WHERE tbl_name = '{table}' AND type = 'index'"
            " AND sql LIKE 'CREATE INDEX%'"
        )
    else:
        cursor.execute(
            f"SELECT indexname, indexdef FROM pg_indexes WHERE tablename = '{table}' AND indexdef LIKE 'CREATE INDEX%'"
        )
    found = cursor.fetchall()
    for name, _sql in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [sql for _name, sql in found]


def _values(model: type[Model], highest: dict[type[Model], int]) -> dict[str, str]:
    """What differs from copy to copy, in SQL, by column."""
    of_request = f"{highest[ConsultationRequest]} * k"
    of_visit = f"{highest[Appointment]} * k"
    return {
        ConsultationRequest: {
            "reference": _in_eight(f"id + {of_request}", "hexadecimal"),
            "token": "substr(token, 1, 35) || '-' || k",
            "full_name": _with_letters("full_name"),
            "folded_names": _with_letters("folded_names"),
            "email": _with_letters("email"),
            "phone": "'+346' || " + _in_eight(f"id + {of_request}", "decimal"),
            "submitted_at": _earlier("submitted_at"),
        },
        Appointment: {"request_id": f"request_id + {of_request}", "starts_at": _further("starts_at")},
        DiaryCell: {"appointment_id": f"appointment_id + {of_visit}", "starts_at": _further("starts_at")},
        Event: {"request_id": f"request_id + {of_request}"},
        Message: {
            "request_id": f"request_id + {of_request}",
            "to": _with_letters('"to"'),
            "created_at": _earlier("created_at"),
        },
    }[model] | {"id": f"id + {highest[model]} * k"}


def _with_letters(column: str) -> str:
    return f"substr({column}, 1, 4) || letters || substr({column}, 5)"


def _in_eight(number: str, base: str) -> str:
    if connection.vendor == "sqlite":
        return f"printf('{'%08X' if base == 'hexadecimal' else '%08d'}', {number})"
    return f"lpad({f'upper(to_hex({number}))' if base == 'hexadecimal' else f'({number})::text'}, 8, '0')"


def _further(column: str) -> str:
    """Further from today, whichever way it lies."""
    if connection.vendor == "sqlite":
        sign = f"(CASE WHEN {column} > datetime('now') THEN '+' ELSE '-' END)"
        return f"strftime('%Y-%m-%d %H:%M:%S', {column}, {sign} || ({SHIFT_DAYS} * k) || ' days')"
    return f"{column} + {SHIFT_DAYS} * k * interval '1 day' * (CASE WHEN {column} > now() THEN 1 ELSE -1 END)"


def _earlier(column: str) -> str:
    """Some seconds earlier: no two requests come at once."""
    if connection.vendor == "sqlite":
        return f"strftime('%Y-%m-%d %H:%M:%f', {column}, '-' || k || ' seconds') || '000'"
    return f"{column} - k * interval '1 second'"
