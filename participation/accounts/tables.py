from piccolo.columns import (
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
)
from piccolo.table import Table

from participation.core.db import DB


class Person(Table, db=DB, tablename="person"):
    """`email` may be missing: not everybody has one. `email_key` is its casefolded twin and unique.

    `rules_accepted_at`: anew, after a change; the first time is `created_at`.
    `left_mark`: keyed, of the address of an account that left while a sanction ran, until that has ended.
    """

    id = BigSerial(primary_key=True)
    email = Text(null=True, default=None)
    email_key = Text(null=True, default=None)
    display_name = Text(default=None)
    name_key = Text(default=None)
    password_hash = Text(null=True, default=None)
    locale = Text(default="de")
    district = Text(null=True, default=None)
    rules_version = Integer(default=1)
    rules_accepted_at = Timestamptz(null=True, default=None)
    is_demo = Boolean(default=False)
    created_at = Timestamptz(default=None)
    confirmed_at = Timestamptz(null=True, default=None)
    deleted_at = Timestamptz(null=True, default=None)
    left_mark = Text(null=True, default=None)


class RoleGrant(Table, db=DB, tablename="role_grant"):
    """Without a scope the role holds in the whole city; the scope is an upward (kind, id)."""

    id = BigSerial(primary_key=True)
    person = ForeignKey(Person, on_delete=OnDelete.cascade, null=False)
    role = Text(default=None)
    scope_kind = Text(null=True, default=None)
    scope_id = BigInt(null=True, default=None)
    granted_at = Timestamptz(default=None)
    granted_by = BigInt(null=True, default=None)


class Session(Table, db=DB, tablename="session"):
    """`network` tells for a day which sessions came from one network, and not from which."""

    id_hash = Bytea(primary_key=True, default=None)
    person = ForeignKey(Person, on_delete=OnDelete.cascade, null=False)
    device = Text(default="")
    created_at = Timestamptz(default=None)
    last_seen_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    network = Text(default="")


class Registration(Table, db=DB, tablename="registration"):
    """Somebody who has not confirmed yet is no person. Each link carries what *that* form held.

    So nobody can prepare a password for an address that another one confirms later.
    """

    token_hash = Bytea(primary_key=True, default=None)
    email = Text(default=None)
    email_key = Text(default=None)
    display_name = Text(default=None)
    password_hash = Text(default=None)
    locale = Text(default="de")
    created_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)


class PasswordReset(Table, db=DB, tablename="password_reset"):
    """A link sent by mail; only the hash is kept, and the row goes when it is used."""

    token_hash = Bytea(primary_key=True, default=None)
    person = ForeignKey(Person, on_delete=OnDelete.cascade, null=False)
    created_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
