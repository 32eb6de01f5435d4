"""The rule that no CHECK can state: the locality of a commitment belongs to the commitment's member.

PostgreSQL holds it as a foreign key of both columns, SQLite by triggers. They are taken away before every `migrate`
and installed after it, not in a migration: Django rebuilds SQLite tables at most changes of a field, which drops the
triggers of the table and fails over those of another table that name it.
"""

from commitments.models import Commitment
from members.models import Locality

RULE = "commitments_locality_of_member"


def remove(connection):
    """Take SQLite's triggers away, so that tables can be rebuilt."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for event in ("insert", "update", "moved"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {RULE}_{event}")


def install(connection):
    """Create the guard where it is missing. Writing what breaks the rule then raises IntegrityError."""
    names = {
        "rule": RULE,
        "commitment": Commitment._meta.db_table,
        "locality": Locality._meta.db_table,
    }
    with connection.cursor() as cursor:
        for statement in STATEMENTS[connection.vendor]:
            cursor.execute(statement.format(**names))


#: SQLite has one trigger for each event.
TRIGGER = """
    CREATE TRIGGER IF NOT EXISTS {rule}_%(event)s BEFORE %(event)s ON {commitment}
    WHEN NEW.locality_id IS NOT NULL AND NEW.member_id IS NOT
        (SELECT member_id FROM {locality} WHERE id = NEW.locality_id)
    BEGIN SELECT RAISE(ABORT, '{rule}'); END
"""

STATEMENTS = {
    "postgresql": [
        "CREATE UNIQUE INDEX IF NOT EXISTS {rule}_key ON {locality} (id, member_id)",
        """
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{rule}') THEN
                ALTER TABLE {commitment} ADD CONSTRAINT {rule}
                    FOREIGN KEY (locality_id, member_id) REFERENCES {locality} (id, member_id)
                    DEFERRABLE INITIALLY IMMEDIATE;
            END IF;
        END $$
        """,
    ],
    "sqlite": [
        *(TRIGGER % {"event": event} for event in ("insert", "update")),
        """
        CREATE TRIGGER IF NOT EXISTS {rule}_moved BEFORE UPDATE OF member_id ON {locality}
        WHEN NEW.member_id IS NOT OLD.member_id
            AND EXISTS (SELECT 1 FROM {commitment} WHERE locality_id = OLD.id)
        BEGIN SELECT RAISE(ABORT, '{rule}'); END
        """,
    ],
}
