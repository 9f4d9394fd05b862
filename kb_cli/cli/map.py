"""``kb map``: the evidence map."""

from typing import Annotated

import typer

from kb_cli import cli
from kb_cli.cli import completion, options, respond
from kb_cli.errors import NotFoundError
from kb_cli.records.library import Library

GROUP = cli.READ
PLACE = 50


def command(
    region: options.InRegion = None,
    condition: Annotated[
        list[str] | None,
        typer.Option(
            "--condition",
            "-c",
            metavar="NAME",
            help="Only this condition, or all with this word in a name.",
            autocompletion=completion.conditions,
        ),
    ] = None,
    treatment: Annotated[
        list[str] | None,
        typer.Option(
            "--treatment",
            "-t",
            metavar="NAME",
            help="Only this treatment, or group such as machines.",
            autocompletion=completion.treatments,
        ),
    ] = None,
    form: Annotated[str | None, options.format_of("evidence_map")] = None,
    file: options.Output = None,
    force: options.Force = False,
    json: options.Json = False,
    color: options.Color = "auto",
    no_pager: options.NoPager = False,
) -> None:
    """Map the evidence: treatments down, conditions across, in each cell the verdict and how sure it is.

    \b
    Examples:
      kb map
      kb map --treatment machines --condition tendinopathy
      kb map --region knee --format csv > knee.csv
      kb map --region knee --format svg > knee.svg
    """
    from kb_cli.answers import evidence_map

    library = Library()
    answer = evidence_map.answer(library, options.region(region), condition or (), treatment or ())
    respond.warn(library)
    if not answer.rows or not answer.conditions:
        raise NotFoundError('nothing is left to map; "kb map" without options shows all')
    respond.give(library, answer, form, json, color, no_pager, file, force)
