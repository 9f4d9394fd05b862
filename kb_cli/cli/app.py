"""The command line: what ``kb`` says of itself, and the app of those commands that are asked for."""

import os
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Annotated, Any

import typer
from typer._click.exceptions import ClickException
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

import kb_cli.cli.completion  # noqa: F401 - for what it changes in Typer
from kb_cli import cli, page_cache
from kb_cli.cli.options import VALUES
from kb_cli.errors import KbError, UsageError
from kb_cli.records.names import either, nearest
from kb_cli.sanitize import quoted

OVERVIEW = """Running injuries in the terminal: what helps, how sure that is, and which paper says so.

\b
  kb show patellofemoral-pain        the whole page
  kb show "shin splints" --brief     its first screen: the answers
  kb show taping                     where a treatment helps, and how sure
  kb map                             all treatments and conditions in a table
  kb compare MTSS "stress fracture"  two conditions side by side
  kb flags                           the warning signs of all conditions
  kb list                            all conditions at a glance
  kb search sore under the kneecap   the right page for your own words
  kb cite taping --style apa         the works behind a verdict, to paste

Any name will do: "runner's knee", PFPS, patellofemoral-pain. Everything is read from this machine; nothing is sent."""

# What bare kb shows: on a terminal of 24 lines, with the notice below it.
HOME = (
    "kb: running injuries in the terminal",
    "What helps, how sure that is, and which paper says so. Nothing is sent anywhere.",
    "",
    '  kb show "runner\'s knee"             is it serious, may I run, what helps',
    "  kb search sore under the kneecap    the right page for your own words",
    "  kb flags                            the signs that need a clinician",
    "  kb show taping                      a treatment: where it helps, how sure",
    '  kb compare MTSS "stress fracture"   two injuries side by side',
    "  kb cite rathleff2014                a reference, and what rests on it",
    "",
    "kb list shows the injuries, kb list --topics the general questions,",
    "kb --help all commands.",
)


# The options that stand alone, or with a shell behind them: the start of kb answers these, not Typer.
SET_UP = {
    "install_completion": "Make TAB complete names in this shell, or in the one that is named: bash, zsh or fish.",
    "show_completion": "Show the script that does it, for this shell or the one that is named.",
}


class Command(TyperCommand):
    """A command that finds out what values its options take only where that is to be told."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Read the arguments, prepared by the command's own module where it does that."""
        prepared = getattr(sys.modules[getattr(self.callback, "__module__", __name__)], "prepared", list)
        return super().parse_args(ctx, prepared(args))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Add the options to the help."""
        self._name_values(ctx)
        super().format_options(ctx, formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Give the options that begin as typed, with what each is for."""
        self._name_values(ctx)
        return super().shell_complete(ctx, incomplete)

    def get_help_option(self, ctx: Any) -> Any:
        """Give the option that tells the help."""
        return _told_as_answer(super().get_help_option(ctx))

    def _name_values(self, ctx: Any) -> None:
        for option in self.params:
            if isinstance(option, TyperOption) and option.help and VALUES in option.help:
                values = [offer.value for offer in option.shell_complete(ctx, "")]
                option.help = option.help.replace(VALUES, either(values))


class Group(TyperGroup):
    """All commands together."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Add the commands to the help by who needs them, each with its whole summary; then the topics."""
        from kb_cli.cli import help_topics

        grouped: dict[str, list[tuple[str, str]]] = {group: [] for group in cli.GROUPS}
        names = self.list_commands(ctx)
        widest = max(map(len, names))
        for name in names:
            one: Any = self.get_command(ctx, name)
            grouped[one.rich_help_panel].append((name.ljust(widest), (one.help or "").partition("\n\n")[0]))
        for group, commands in grouped.items():
            if commands:
                with formatter.section(group):
                    formatter.write_dl(commands)
        with formatter.section('Topics, as in "kb help exit-codes"'):
            formatter.write_dl([(name, help_topics.gloss(name)) for name in help_topics.NAMES])

    def get_help_option(self, ctx: Any) -> Any:
        """Give the option that tells the help."""
        return _told_as_answer(super().get_help_option(ctx))


def run(arguments: list[str], command: str) -> int:
    """Run a command line, for which of the commands only ``command`` is needed, and give the exit code.

    Raises KbError, and SystemExit where the shell is answered.
    """
    if arguments and command == "help":
        arguments = _of_help(arguments[1:])
        command = arguments[0]
    if arguments and command not in cli.NAMES and not command.startswith("-"):
        raise no_command([word for word in arguments if not word.startswith("-")])
    made = command_line([command] if command in cli.NAMES else cli.NAMES)
    try:
        return made.main(arguments, prog_name="kb", standalone_mode=False) or 0
    except ClickException as error:
        raise _wrong_usage(error) from None


def _of_help(words: list[str]) -> list[str]:
    """Give the command line that "kb help WORDS" stands for."""
    about = [word for word in words if word != "help" and not word.startswith("-")]
    return [about[0], "--help"] if about and about[0] in cli.NAMES else ["help", *words] if about else ["--help"]


def command_line(names: Iterable[str] = cli.NAMES) -> Any:
    """Give the whole command line with these commands, as the help tells it."""
    made = get_command(app(names))
    for option in made.params:
        if isinstance(option, TyperOption) and option.name in SET_UP:
            option.help = SET_UP[option.name]
    return made


def app(names: Iterable[str] = cli.NAMES) -> typer.Typer:
    """Give the command-line app with these commands."""
    made = typer.Typer(
        name="kb",
        help=OVERVIEW,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
    )
    made.callback(cls=Group, invoke_without_command=True)(_kb)
    modules = {name: import_module(cli.module(name)) for name in names}
    for name, module in sorted(modules.items(), key=lambda one: one[1].PLACE):
        settings = getattr(module, "SETTINGS", {})
        made.command(name, cls=Command, rich_help_panel=module.GROUP, **settings)(module.command)
    return made


def _kb(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the versions of the tool and of the data.")] = False,
) -> None:
    """Answer bare ``kb`` and ``kb --version``; the commands do the rest."""
    if version:
        from kb_cli.cli import respond

        respond.tell(*_versions())
    elif context.invoked_subcommand is None:
        from kb_cli.cli import respond

        respond.help(*HOME)


def _told_as_answer(option: Any) -> Any:
    """Give an option for help that ends with the notice, like every answer."""
    if option:
        option.callback = _help
    return option


def _help(context: typer.Context, parameter: object, wanted: bool) -> None:  # noqa: ARG001
    if wanted and not context.resilient_parsing:
        from kb_cli.cli import respond

        page_cache.never_keep()
        if os.environ.get("KB_FORMAT") == "text":
            from kb_cli.cli import plain_help

            context.formatter_class = plain_help.Formatter
        respond.help(*context.get_help().splitlines())
        raise typer.Exit


def _versions() -> tuple[str, ...]:
    from pathlib import Path

    from kb_cli import __version__
    from kb_cli.records import layers
    from kb_cli.records.library import Library

    library = Library(Path(layers.shipped()))
    heads = library.heads.values()
    newest = max((head.reviewed for head in heads), default=None)
    works = len(library.reference_keys)
    data = f"data of {newest}: {len(heads)} conditions, {len(library.topic_ids)} topics, {works} references"
    return f"kb {__version__}", data, f"in {library.folder.absolute()}"


def _wrong_usage(error: ClickException) -> KbError:
    """Say what Typer found wrong, and how the command is meant to be used."""
    context = getattr(error, "ctx", None)
    more = [*context.get_usage().splitlines(), f'"{context.command_path} --help" shows more'] if context else []
    return UsageError(error.format_message(), *more)


def no_command(words: list[str]) -> KbError:
    """Say what words without a command were meant for: the page of that name, a command misspelt, or a search."""
    from kb_cli.answers import lookup
    from kb_cli.cli import help_topics
    from kb_cli.records.library import Library

    try:
        meant = f'"kb show {lookup.find(Library(), " ".join(words)).id}" shows the page of that name'
    except KbError:
        near = nearest(words[0], [*cli.NAMES, *help_topics.NAMES], most=1)
        typed = "".join("kb " if one in cli.NAMES else "kb help " for one in near)
        meant = f'did you mean "{typed}{near[0]}"?' if near else '"kb search WORDS" finds pages for your own words'
    return UsageError(f"there is no command {quoted(words[0])}; {meant}", '"kb --help" shows the commands')
