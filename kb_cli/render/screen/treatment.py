"""The page of one treatment: where it was tried, and what came of it."""

from kb_cli.answers.treatment import Judgement, TreatmentAnswer
from kb_cli.records import markup
from kb_cli.records.grade_wording import short
from kb_cli.records.vocabularies import GradedBy
from kb_cli.render.screen import effects, table, works
from kb_cli.render.screen.page import HEADING, QUIET, Page, verdict_style
from kb_cli.render.screen.table import GAP
from kb_cli.render.screen.text import Text


def show(answer: TreatmentAnswer, page: Page) -> None:
    """Fill the page: what it is, the verdicts, the conditions without one, the text per condition, citations."""
    page.numbers = markup.numbered(answer.references)
    _head(answer, page)
    judged, all_of_them = len(answer.judgements), len(answer.judgements) + len(answer.unjudged)
    page.heading("Verdicts", f"for {judged} of {all_of_them} conditions")
    if answer.judgements:
        _table(answer, page)
    _unjudged(answer, page)
    if not answer.brief and answer.judgements:
        page.heading("Condition by condition")
        for number, judgement in enumerate(answer.judgements):
            if number:
                page.gap()
            _judgement(judgement, answer, page)
    works.listed(answer.references, page)


def _head(answer: TreatmentAnswer, page: Page) -> None:
    treatment = answer.treatment
    page.title(treatment.name)
    page.line(page.styled(treatment.what, "italic"))
    page.whose(treatment, "treatment")
    page.gap()
    for name, value in {"Also called": ", ".join(treatment.aliases), "Group": treatment.group.label.lower()}.items():
        if value:
            page.line(value, first=f"{name}: " if page.narrow else f"{name:<13}", rest="  " if page.narrow else None)


def _table(answer: TreatmentAnswer, page: Page) -> None:
    """Add the conditions by what the treatment comes to for each; who graded is told where it was a source."""
    rows = [_cells(judgement, page) for judgement in answer.judgements]
    widths = table.fitted(rows, page.width - page.indent - GAP)
    told = None
    for judgement, row in zip(answer.judgements, rows, strict=True):
        if (group := judgement.benefit) is not told:
            page.line(page.styled(group.value, HEADING), first=page.margin)
        told = group
        if page.narrow:
            condition, said, sure = row
            page.line(condition, ": ", said, ", ", sure, first="  ", rest="    ")
        else:
            page.row([Text(), *row], [0, *widths])  # below the group, a gap further in
        if figure := judgement.treatment.key_figure:
            page.line(page.marked(figure, answer.references, answer.names), first=f"{page.margin}    ")
    page.gap()
    page.certainty_key()


def _cells(judgement: Judgement, page: Page) -> list[Text]:
    condition, treatment = judgement
    said = page.styled(short(treatment.verdict, treatment.evidence), verdict_style(treatment))
    sure = page.certainty(treatment.evidence)
    if treatment.graded_by is GradedBy.SOURCE:
        sure.append(page.styled(", by source", QUIET))
    return [page.styled(condition.name), said, sure]


def _unjudged(answer: TreatmentAnswer, page: Page) -> None:
    if answer.unjudged:
        if answer.judgements:
            page.gap()
        names = ", ".join(condition.name for condition in answer.unjudged)
        said = f"{names}. Nothing on it in their records, which says nothing for it or against it."
        page.line(page.styled("No verdict recorded: ", "bold"), said, first=page.margin)


def _judgement(judgement: Judgement, answer: TreatmentAnswer, page: Page) -> None:
    condition, treatment = judgement
    page.subheading(condition.name)
    page.line(page.verdict(treatment), " ", page.grading(treatment), first=page.margin)
    page.prose(treatment.text, answer.references, answer.names)
    effects.show(treatment, answer, page)
