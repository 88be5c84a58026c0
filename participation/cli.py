"""The command line: `teilhabe …`, the same as `python -m participation …`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from participation.settings import SettingsError, settings


class CommandError(Exception):
    """One clear sentence for standard error."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Exit status 0, 1 with a sentence on standard error, or 2 for a wrong call."""
    chosen = _parser().parse_args(arguments)
    from participation.core.postgres_binaries import EmbeddedError
    from participation.core.processes import ProcessError

    try:
        settings()
        chosen.run(chosen)
    except (CommandError, SettingsError, EmbeddedError, ProcessError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="teilhabe", description="Participation for a whole city.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="run the site, with its own database unless one is set")
    serve.add_argument("--demo", action="store_true", help="fill an empty database with the demo city first")
    serve.set_defaults(run=_serve)
    commands.add_parser("migrate", help="bring the database to the newest form").set_defaults(run=_migrate)
    commands.add_parser("demo", help="fill an empty database with the demo city").set_defaults(run=_demo)
    commands.add_parser("check", help="say what is wrong and how to mend it").set_defaults(run=_check)
    commands.add_parser("settings", help="list all settings, meaning and value").set_defaults(run=_settings)
    commands.add_parser("worker", help="queued and timed work, where it runs apart").set_defaults(run=_worker)
    user = commands.add_parser("user", help="accounts").add_subparsers(required=True, metavar="ACT")
    create = user.add_parser(
        "create", help="make a confirmed account; the password is asked or read from input"
    )
    create.add_argument("email")
    create.add_argument("--name", required=True)
    create.add_argument(
        "--role", action="append", default=[], help="moderator, clerk, chair, council, editor …"
    )
    create.set_defaults(run=_user_create)
    _add_imports(commands)
    count = commands.add_parser("count", help="count an election from a public file, as JSON")
    count.add_argument("file", type=Path)
    count.add_argument("--rule", required=True, choices=["stv", "schulze", "greedy", "equal-shares"])
    count.add_argument("--seats", type=_seats, metavar="N", help="with stv and schulze")
    count.set_defaults(run=_count, parser=count)
    for name, help_, act in (
        ("backup", "the database and its files into one file", _backup),
        ("restore", "a backup into an empty database", _restore),
    ):
        copy = commands.add_parser(name, help=help_)
        copy.add_argument("file", type=Path, metavar="FILE")
        copy.set_defaults(run=act)
    _polls(commands)
    outbox = commands.add_parser("outbox", help="queued work that failed").add_subparsers(
        required=True, metavar="ACT"
    )
    outbox.add_parser("failed", help="what was given up, and why").set_defaults(run=_outbox_failed)
    retry = outbox.add_parser("retry", help="try one of them again")
    retry.add_argument("number", type=int)
    retry.set_defaults(run=_outbox_retry)
    rehearse = commands.add_parser("rehearse", help="simulated people against the running demo city")
    plays = rehearse.add_subparsers(required=True, metavar="WHAT")
    statements = plays.add_parser("moderation", help="a file of statements through the queue")
    statements.add_argument("--file", type=Path, required=True)
    statements.add_argument("--keep", action="store_true", help="leave everything in place afterwards")
    statements.set_defaults(run=_rehearse_moderation)
    forum = plays.add_parser("forum", help="a lively evening over sockets and forms")
    forum.add_argument("slug", metavar="SLUG")
    forum.add_argument("--people", type=_people, default=100, metavar="N")
    forum.add_argument("--minutes", type=_minutes, default=1.0, metavar="M")
    forum.add_argument("--keep", action="store_true", help="leave everything in place afterwards")
    forum.set_defaults(run=_rehearse_forum)
    audit = commands.add_parser("audit", help="the log of what staff did").add_subparsers(
        required=True, metavar="ACT"
    )
    audit.add_parser("verify", help="check its chain").set_defaults(run=_audit_verify)
    return parser


def _polls(commands: Any) -> None:
    polls = commands.add_parser("polls", help="keys of secret polls").add_subparsers(
        required=True, metavar="ACT"
    )
    export = polls.add_parser("key-export", help="hand a copy of a poll's key to two keepers")
    export.add_argument("poll", type=int)
    export.add_argument("--to", type=Path, action="append", default=[], metavar="FOLDER", help="given twice")
    export.set_defaults(run=_key_export, parser=export)
    bring = polls.add_parser("key-import", help="bring a key back that a keeper has kept")
    bring.add_argument("file", type=Path)
    bring.set_defaults(run=_key_import)
    polls.add_parser(
        "keys", help="secret polls that are not counted, and whether their key is there"
    ).set_defaults(run=_keys)


def _add_imports(commands: Any) -> None:
    import_ = commands.add_parser("import", help="bring in what people wrote elsewhere").add_subparsers(
        required=True, metavar="WHAT"
    )
    contributions = import_.add_parser("contributions", help="proposals from a table, one row per sentence")
    contributions.add_argument("file", type=Path)
    contributions.add_argument("--consultation", required=True, metavar="SLUG")
    contributions.set_defaults(run=_import_contributions)
    outlines = import_.add_parser("districts", help="outlines of the districts for maps (GeoJSON)")
    outlines.add_argument("file", type=Path)
    outlines.set_defaults(run=_import_districts)
    budget = import_.add_parser(
        "budget", help="a Pabulib file (.pb): projects, ballots, and the result by our rules"
    )
    budget.add_argument("file", type=Path)
    budget.add_argument("--consultation", required=True, metavar="SLUG")
    budget.add_argument("--title", default="", help="of the pot; else the name of the file")
    budget.add_argument("--rule", default="equal-shares", choices=["equal-shares", "greedy"])
    budget.set_defaults(run=_import_budget)


def _serve(chosen: argparse.Namespace) -> None:
    from participation.tools.serving import serve

    serve(demo=chosen.demo)


def _migrate(_: argparse.Namespace) -> None:
    from participation.tools.commands import migrate_database

    migrate_database()


def _demo(_: argparse.Namespace) -> None:
    from participation.tools.commands import fill_demo

    fill_demo()


def _check(_: argparse.Namespace) -> None:
    from participation.tools.checks import check

    if not check():
        sys.exit(1)


def _settings(_: argparse.Namespace) -> None:
    from participation.tools.checks import show_settings

    show_settings()


def _worker(_: argparse.Namespace) -> None:
    from participation.tools.serving import work_apart

    work_apart()


def _user_create(chosen: argparse.Namespace) -> None:
    from participation.tools.commands import create_user

    create_user(chosen.email, chosen.name, tuple(chosen.role))


def _import_contributions(chosen: argparse.Namespace) -> None:
    from participation.tools.commands import import_file

    import_file(chosen.file, chosen.consultation)


def _import_districts(chosen: argparse.Namespace) -> None:
    from participation.tools.commands import import_districts

    import_districts(chosen.file)


def _import_budget(chosen: argparse.Namespace) -> None:
    from participation.tools.commands import import_budget_file

    import_budget_file(chosen.file, chosen.consultation, chosen.title, chosen.rule)


def _seats(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < len(text) < 7 and int(text)):
        raise argparse.ArgumentTypeError("a number from 1 up")
    return int(text)


def _people(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= 5000):
        raise argparse.ArgumentTypeError("a number from 1 to 5000")
    return int(text)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 0 < minutes <= 240:
        raise argparse.ArgumentTypeError("minutes, more than 0 and at most 240")
    return minutes


def _count(chosen: argparse.Namespace) -> None:
    from participation.tools.counting import WITH_SEATS, CountError, print_count

    if chosen.seats and chosen.rule not in WITH_SEATS:
        chosen.parser.error("--seats goes with stv and schulze")
    try:
        print_count(chosen.file, chosen.rule, chosen.seats)
    except CountError as error:
        raise CommandError(str(error)) from error


def _backup(chosen: argparse.Namespace) -> None:
    from participation.tools.backup import back_up

    back_up(chosen.file)


def _restore(chosen: argparse.Namespace) -> None:
    from participation.tools.backup import bring_back

    bring_back(chosen.file)


def _outbox_failed(_: argparse.Namespace) -> None:
    from participation.tools.commands import show_failed

    show_failed()


def _outbox_retry(chosen: argparse.Namespace) -> None:
    from participation.tools.commands import retry_failed

    retry_failed(chosen.number)


def _rehearse_moderation(chosen: argparse.Namespace) -> None:
    from participation.tools.rehearse_moderation import rehearse

    rehearse(chosen.file, keep=chosen.keep)


def _rehearse_forum(chosen: argparse.Namespace) -> None:
    from participation.tools.rehearse_forum import rehearse

    rehearse(chosen.slug, chosen.people, chosen.minutes, keep=chosen.keep)


def _audit_verify(_: argparse.Namespace) -> None:
    from participation.tools.commands import verify_audit

    verify_audit()


def _key_export(chosen: argparse.Namespace) -> None:
    from participation.tools.ballot_keys import export_key

    if len(chosen.to) != 2:
        chosen.parser.error("--to is given twice: a folder for each of the two keepers")
    _in_a_sentence(lambda: export_key(chosen.poll, chosen.to))


def _key_import(chosen: argparse.Namespace) -> None:
    from participation.tools.ballot_keys import import_key

    _in_a_sentence(lambda: import_key(chosen.file))


def _keys(_: argparse.Namespace) -> None:
    from participation.tools.ballot_keys import list_keys

    if not list_keys():
        sys.exit(1)


def _in_a_sentence(work: Callable[[], None]) -> None:
    from polls.keys import KeepingError

    try:
        work()
    except KeepingError as error:
        raise CommandError(str(error)) from error
