"""The short commands, each a few lines around what the packages do."""

import getpass
import sys
from pathlib import Path

from participation.accounts.actions import create_person
from participation.accounts.forms import check_password
from participation.accounts.passwords import hash_password
from participation.accounts.rules import Role, looks_like_email
from participation.app_parts import load_jobs
from participation.core import audit, outbox
from participation.core.embedded import EmbeddedError
from participation.core.forms import Errors
from participation.core.migrations import migrate
from participation.tools.database import with_database


def migrate_database() -> None:
    async def work() -> None:
        from moderation.house import ensure_rules

        done = await migrate()
        await ensure_rules()
        for name in done:
            print(name)
        if sys.stdout.isatty():
            print(f"{len(done)} migrations run." if done else "The database is up to date.")

    with_database(work)


def fill_demo() -> None:
    async def work() -> None:
        from participation.tools.demo.load import fill, is_empty

        await migrate()
        if not await is_empty():
            raise EmbeddedError("The database is not empty. The demo city needs one of its own.")
        await fill(progress=print if sys.stdout.isatty() else _quiet)

    with_database(work)


def create_user(email: str, name: str, roles: tuple[str, ...]) -> None:
    unknown = set(roles) - set(Role)
    if unknown:
        raise EmbeddedError(
            f"There is no role {', '.join(sorted(unknown))}. The roles are {', '.join(Role)}."
        )
    if not looks_like_email(email):
        raise EmbeddedError(f"{email} is not an e-mail address.")
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    errors = Errors()
    check_password(password, errors, email=email, name=name)
    if errors:
        raise EmbeddedError(
            "The password needs at least 10 characters and must not be one that everybody tries first."
        )

    async def work() -> None:
        try:
            await create_person(email, await hash_password(password), name, roles)
        except ValueError as error:
            raise EmbeddedError(f"{error}.") from error

    with_database(work)


def import_file(path: Path, slug: str) -> None:
    from participation.tools.importing import ImportFailed, import_contributions

    load_jobs()
    say = (lambda text: print(f"\r{text}", end="", flush=True)) if sys.stdout.isatty() else _quiet

    async def work() -> None:
        try:
            result = await import_contributions(path, slug, say)
        except ImportFailed as error:
            raise EmbeddedError(str(error)) from error
        for warning in result.warnings:
            print(warning, file=sys.stderr)
        if sys.stdout.isatty():
            print()
        print(
            f"{result.added} proposals added, {result.known} known already, {len(result.warnings)} rows skipped."
        )

    with_database(work)


def import_districts(path: Path) -> None:
    from participation.consultations.geography import BadOutlines, read_outlines
    from participation.consultations.outlines import store

    try:
        found = read_outlines(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise EmbeddedError(f"{path} cannot be read.") from error
    except BadOutlines as error:
        raise EmbeddedError(str(error)) from error

    async def work() -> None:
        print(f"{await store(found)} districts outlined.")

    with_database(work)


def import_budget_file(path: Path, slug: str, title: str, rule: str) -> None:
    from participation.budgeting.rules.life import Rule
    from participation.tools.importing import ImportFailed
    from participation.tools.importing_budgets import import_budget

    load_jobs()
    say = print if sys.stdout.isatty() else _quiet

    async def work() -> None:
        try:
            done = await import_budget(path, slug, title, Rule(rule), say)
        except ImportFailed as error:
            raise EmbeddedError(str(error)) from error
        print(f"/budgets/{done.budget_id}: {done.projects} projects, {done.ballots} ballots.")

    with_database(work)


def show_failed() -> None:
    async def work() -> None:
        for failure in await outbox.failed():
            print(failure)

    with_database(work)


def retry_failed(number: int) -> None:
    async def work() -> None:
        if not await outbox.retry(number):
            raise EmbeddedError(f"There is no failed entry {number}.")

    with_database(work)


def verify_audit() -> None:
    async def work() -> None:
        broken = await audit.verify()
        if broken is not None:
            raise EmbeddedError(f"The chain is broken at entry {broken}.")
        print("The chain is whole.")

    with_database(work)


def _quiet(_: str) -> None:
    """Long commands are silent in a pipe."""
