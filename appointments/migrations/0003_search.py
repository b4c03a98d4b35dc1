"""What finds three letters or more inside names, addresses, numbers and references, however many requests there are.

Of SQLite, a table of its own that triggers keep right; of PostgreSQL, an index.
"""

from django.db import ProgrammingError, migrations

REQUESTS, SEARCH = "appointments_consultationrequest", "appointments_search"
COLUMNS = ["folded_names", "email", "phone", "reference"]
LISTED = ", ".join(COLUMNS)
IS_CHANGED = " OR ".join(f"old.{column} IS NOT new.{column}" for column in COLUMNS)


def listed(row):
    return ", ".join(f"{row}.{column}" for column in ["id", *COLUMNS])


FORGET = f"INSERT INTO {SEARCH}({SEARCH}, rowid, {LISTED}) VALUES ('delete', {listed('old')});"
LEARN = f"INSERT INTO {SEARCH}(rowid, {LISTED}) VALUES ({listed('new')});"
TABLE = f"CREATE VIRTUAL TABLE {SEARCH} USING fts5({LISTED}, content={REQUESTS}, content_rowid=id, tokenize=trigram)"
REBUILD = f"INSERT INTO {SEARCH}({SEARCH}) VALUES ('rebuild')"
TRIGGERS = {
    f"{SEARCH}_added": f"AFTER INSERT ON {REQUESTS} BEGIN {LEARN} END",
    f"{SEARCH}_removed": f"AFTER DELETE ON {REQUESTS} BEGIN {FORGET} END",
    f"{SEARCH}_changed": f"AFTER UPDATE OF {LISTED} ON {REQUESTS} WHEN {IS_CHANGED} BEGIN {FORGET} {LEARN} END",
}
INDEX = (
    f"CREATE INDEX {SEARCH} ON {REQUESTS} USING gin (folded_names gin_trgm_ops, upper(email) gin_trgm_ops,"
    " phone gin_trgm_ops, reference gin_trgm_ops)"
)
RIGHT = (
    "The search of the desk needs PostgreSQL's extension pg_trgm, and this database user may not install it. "
    "Let one who may say once, in this database: CREATE EXTENSION pg_trgm; or give this user the right: "
    "GRANT CREATE ON DATABASE … TO …; then migrate again."
)


def make(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            cursor.execute(TABLE)
            make_triggers(cursor)
        else:
            install_extension(cursor)
            cursor.execute(INDEX)


def make_triggers(cursor):
    """Also after a later migration has made the table of requests anew, which SQLite does without its triggers."""
    for name, what in TRIGGERS.items():
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"CREATE TRIGGER {name} {what}")
    cursor.execute(REBUILD)


def install_extension(cursor):
    cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
    if cursor.fetchone():
        return
    try:
        cursor.execute("CREATE EXTENSION pg_trgm")
    except ProgrammingError as error:
        raise ProgrammingError(f"{RIGHT} ({error})") from error


def drop(apps, schema_editor):
    """The extension stays: something else may use it."""
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            for name in TRIGGERS:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"DROP TABLE {SEARCH}")
        else:
            cursor.execute(f"DROP INDEX {SEARCH}")


def put_right(connection):
    """Make the triggers again where a later migration has lost them. After every `migrate`: see `appointments.apps`."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE %s", [f"{SEARCH}%"])
        found = {name for (name,) in cursor.fetchall()}
        if SEARCH in found and not found >= TRIGGERS.keys():
            make_triggers(cursor)


class Migration(migrations.Migration):

    dependencies = [("appointments", "0002_groups")]

    operations = [migrations.RunPython(make, drop)]
