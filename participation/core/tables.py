from piccolo.columns import JSONB, BigInt, BigSerial, Integer, Text, Timestamptz
from piccolo.table import Table

from participation.core.db import DB


class OutboxEntry(Table, db=DB, tablename="outbox_entry"):
    """Work that a transaction left behind. `due_at` lies ahead while a worker holds the entry: its lease."""

    id = BigSerial(primary_key=True)
    topic = Text(default=None)
    key = Text(null=True, default=None)
    payload = JSONB(default="{}")
    due_at = Timestamptz(default=None)
    attempts = Integer(default=0)
    last_error = Text(default="")
    created_at = Timestamptz(default=None)
    failed_at = Timestamptz(null=True, default=None)


class TimedJob(Table, db=DB, tablename="timed_job"):
    """When each piece of timed work is due next, for all workers together."""

    name = Text(primary_key=True, default=None)
    due_at = Timestamptz(default=None)
    ran_at = Timestamptz(null=True, default=None)
    last_error = Text(default="")


class WorkerHeartbeat(Table, db=DB, tablename="worker_heartbeat"):
    name = Text(primary_key=True, default=None)
    seen_at = Timestamptz(default=None)


class AuditEntry(Table, db=DB, tablename="audit_entry"):
    """What staff did. `number`, `previous` and `hash` are set once, when the entry is sealed."""

    id = BigSerial(primary_key=True)
    at = Timestamptz(default=None)
    actor_id = BigInt(null=True, default=None)
    act = Text(default=None)
    kind = Text(default="")
    object_id = BigInt(null=True, default=None)
    details = JSONB(default="{}")
    digest = Text(default="")
    salt = Text(default="")
    number = BigInt(null=True, default=None)
    previous = Text(null=True, default=None)
    hash = Text(null=True, default=None)


class AuditHead(Table, db=DB, tablename="audit_head"):
    """The last number and hash, one row: without it nobody would miss the newest entries."""

    id = Integer(primary_key=True, default=1)
    number = BigInt(default=0)
    hash = Text(default="")


class PersistedSetting(Table, db=DB, tablename="persisted_setting"):
    """What the database itself must remember about the installation, as that it holds the demo city."""

    name = Text(primary_key=True, default=None)
    value = Text(default="")
