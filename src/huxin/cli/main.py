"""`huxin`: the door on the command line. It finds the noun, speaks the language, and says errors.

Exit codes: 0 done, nothing found; 1 done, something was found; 2 the input, the law or the command
line could not be used; 3 Huxin itself failed (set HUXIN_TRACEBACK=1 to see where); 130 stopped.
"""

from __future__ import annotations

import errno
import importlib
import importlib.util
import os
import re
import sys
import traceback
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Annotated, TypeAlias, cast

import typer
from typer import core, rich_utils
from typer.main import get_command

from huxin.cli.language import language, spoken, taken
from huxin.kernel.errors import HuxinError, InputError
from huxin.kernel.texts import N_, Message, Value, message, translate

__all__ = ["command", "main", "noun", "run"]

Command: TypeAlias = core.TyperCommand | core.TyperGroup

USAGE, FAILED, STOPPED = 2, 3, 130

NOUNS = {
    "check": N_("Check a folder of site files and explain what is found."),
    "backup": N_("Copy an installation's database and files, with digests to compare by."),
    "demo": N_("Open a demonstration of the platform in a browser."),
    "init": N_("Make an installation of the platform."),
    "law": N_("Ask the law packs: values, clauses, differences, coverage."),
    "restore": N_("Put a backup into an empty installation."),
    "rules": N_("List and explain the warning rules."),
    "serve": N_("Serve the platform until it is stopped."),
    "sim": N_("Make realistic site folders, with planted faults if wanted."),
    "template": N_("Write an empty workbook of a paper, ready to be filled in."),
    "trail": N_("Check the log of changes, seal it, prove what stands in it."),
    "user": N_("Make accounts, give and take roles."),
}
PANELS = {
    "ARGUMENTS_PANEL_TITLE": N_("Arguments"),
    "OPTIONS_PANEL_TITLE": N_("Options"),
    "COMMANDS_PANEL_TITLE": N_("Commands"),
    "DEFAULT_STRING": N_("[default: {}]"),
    "ENVVAR_STRING": N_("[env var: {}]"),
    "REQUIRED_LONG_STRING": N_("[required]"),
}
USAGE_TEXTS = {
    "UsageError": N_("The command line could not be read: {detail}."),
    "MissingParameter": N_("{option} is missing on the command line."),
    "NoSuchOption": N_("There is no option {option}."),
    "BadParameter": N_("The value given for {option} cannot be used: {detail}."),
    "BadOptionUsage": N_("{option} needs a value behind it."),
}
VALUE_TEXTS = {
    "greater_than_equal": N_("it must be {ge} or more"),
    "less_than_equal": N_("it must be {le} or less"),
    "int_parsing": N_("it must be a whole number"),
}
"""What is wrong with a value, by the name that typer's own reader gives it."""
SURPLUS = re.compile(r"extra argument\S* \((.+)\)")
HELP = N_("Show this message and exit.")


def noun(name: str) -> Command:
    """The real command of a noun, from `huxin.cli.<noun>`: its `app`, or the function `<noun>`."""
    module = importlib.import_module(f"huxin.cli.{name}")
    app = getattr(module, "app", None)
    if app is None:
        app = typer.Typer(add_completion=False)
        app.command(name)(getattr(module, name))
    loaded = cast("Command", get_command(app))
    loaded.name = name
    loaded.help = loaded.help or NOUNS[name]
    return loaded


def speak(each: Command, chosen: str) -> None:
    """Put the help texts of a command and of all below it into `chosen`."""
    each.help = translate(each.help or "", chosen)
    own = each.get_help_option(typer.Context(each))
    for parameter in [*each.params, *([own] if own else [])]:
        if isinstance(parameter, core.TyperArgument | core.TyperOption) and parameter.help:
            parameter.help = translate(parameter.help, chosen)
    for below in getattr(each, "commands", {}).values():
        speak(below, chosen)


class Nouns(core.TyperGroup):
    """Knows every noun by its title, and imports one only when it is called."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # noqa: ARG002
        return [name for name in NOUNS if importlib.util.find_spec(f"huxin.cli.{name}")]

    def get_command(  # type: ignore[override]
        self, ctx: typer.Context, cmd_name: str
    ) -> core.TyperCommand | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        return core.TyperCommand(cmd_name, help=translate(NOUNS[cmd_name], language()))

    def resolve_command(  # type: ignore[override]
        self, ctx: typer.Context, args: list[str]
    ) -> tuple[str, Command, list[str]]:
        name, *rest = args
        if name not in self.list_commands(ctx):
            raise InputError(
                message("There is no command {command}.", command=name),
                remedy=message("{command} --help shows how it is written.", command="huxin"),
            )
        loaded = noun(name)
        speak(loaded, language())
        return name, loaded, rest


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(metadata.version("huxin"))
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", help=N_("Print the version."), callback=_version)
    ] = False,
    lang: Annotated[
        str,
        typer.Option(
            help=N_("Language of texts: zh or en; may stand anywhere on the line."),
            envvar="HUXIN_LANG",
        ),
    ] = "zh",
) -> None:
    pass


def command() -> core.TyperGroup:
    """The whole command tree, its nouns not yet imported."""
    app = typer.Typer(
        cls=Nouns,
        no_args_is_help=True,
        add_completion=False,
        help=N_("Huxin: see that people who build things are paid in full and on time."),
    )
    app.callback()(_root)
    return cast("core.TyperGroup", get_command(app))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; what goes wrong is said on stderr."""
    try:
        chosen, rest = taken(arguments)
    except HuxinError as error:
        return _say(error.say(language()), error.exit_code)
    with spoken(chosen):
        return _guarded(rest, chosen)


def _guarded(arguments: list[str], chosen: str) -> int:
    for name, title in PANELS.items():
        setattr(rich_utils, name, translate(title, chosen))
    group = command()
    speak(group, chosen)
    try:
        outcome = group.main(args=arguments, prog_name="huxin", standalone_mode=False)
    except typer.TyperException as error:
        return _usage(error, chosen)
    except typer.Abort:
        return STOPPED
    except Exception as error:  # noqa: BLE001 -- the last door: people never meet a traceback
        return _refused(error, chosen)
    return outcome if isinstance(outcome, int) else 0


def _refused(error: Exception, chosen: str) -> int:
    if isinstance(error, HuxinError):
        return _say(error.say(chosen), error.exit_code)
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    if isinstance(error, OSError):
        return _say(_file(error).say(chosen), USAGE)
    return _failed(error, chosen)


def _say(text: str, code: int) -> int:
    typer.echo(text, err=True)
    return code


def _fault(error: typer.TyperException) -> Value:
    """What is wrong with a value, in words that can be translated where they are known."""
    errors = getattr(error.__cause__, "errors", None)
    found = errors()[0] if errors else {}
    if (text := VALUE_TEXTS.get(found.get("type", ""))) is not None:
        return Message(text, {name: str(limit) for name, limit in found.get("ctx", {}).items()})
    return error.message.rstrip(".") or error.format_message()


def _usage(error: typer.TyperException, chosen: str) -> int:
    """What is wrong with the command line; without any argument it is the help itself."""
    kind, detail = type(error).__name__, error.format_message()
    if kind == "NoArgsIsHelpError":
        return _say(detail, USAGE) if detail.strip() else USAGE
    said = USAGE_TEXTS.get(kind, USAGE_TEXTS["UsageError"])
    surplus = SURPLUS.search(detail)
    parameter = getattr(error, "param", None)
    values: dict[str, Value] = {
        "option": getattr(error, "option_name", "")
        or (parameter.get_error_hint() if parameter else ""),
        "detail": message("there is too much on it: {rest}", rest=surplus[1])
        if surplus
        else _fault(error),
    }
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "huxin"
    remedy = message("{command} --help shows how it is written.", command=path)
    return _say(HuxinError(Message(said, values), remedy=remedy).say(chosen), USAGE)


REASONS = {
    errno.ENOENT: N_("it does not exist"),
    errno.EACCES: N_("you may not read or write it"),
    errno.EPERM: N_("you may not read or write it"),
    errno.EROFS: N_("the disk is write-protected"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EEXIST: N_("a file of that name is in the way"),
    errno.ENOTDIR: N_("it is a file, not a folder"),
    errno.EISDIR: N_("it is a folder, not a file"),
}


def _file(error: OSError) -> HuxinError:
    known = REASONS.get(error.errno or 0)
    return HuxinError(
        message(
            "The file or folder {name} could not be used: {reason}.",
            name=Path(error.filename).name if error.filename else "?",
            reason=message(known) if known else error.strerror or type(error).__name__,
        ),
        remedy=message("Check the path and your rights, or name another folder."),
    )


def _failed(error: Exception, chosen: str) -> int:
    """A fault of ours. Its own text may quote a record, so only kind and place are shown."""
    if os.environ.get("HUXIN_TRACEBACK"):
        traceback.print_exception(error)
        return FAILED
    frame = traceback.extract_tb(error.__traceback__)[-1]
    told = HuxinError(
        message(
            "Huxin itself failed ({kind}); your files are unchanged.", kind=type(error).__name__
        ),
        where=f"{Path(frame.filename).name}:{frame.lineno}",
        remedy=message("Please report this line; HUXIN_TRACEBACK=1 shows more."),
    )
    return _say(told.say(chosen), FAILED)


def main() -> None:
    """Entry point of the `huxin` program."""
    sys.exit(run(sys.argv[1:]))
