"""The page of one treatment: where it was tried, and what came of it."""

from kb_cli.answers.treatment import Judgement, TreatmentAnswer
from kb_cli.render.screen import works
from kb_cli.render.screen.page import QUIET, Page
from kb_cli.render.screen.text import Text

# From this width on, the key figure has a column of its own.
ONE_LINE = 150
WIDEST = 180


def show(answer: TreatmentAnswer, page: Page) -> None:
    """Fill the page: what it is, the verdicts, the conditions without one, the text per condition, citations."""
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
    page.gap()
    for name, value in {"Also called": ", ".join(treatment.aliases), "Group": treatment.group.label.lower()}.items():
        if value:
            page.line(value, first=f"{name}: " if page.narrow else f"{name:<13}", rest="  " if page.narrow else None)


def _table(answer: TreatmentAnswer, page: Page) -> None:
    figures = [_figure(judgement, answer, page) for judgement in answer.judgements]
    rows = [
        (
            page.styled(condition.name),
            page.verdict(treatment),
            page.certainty(treatment.evidence),
            page.styled(treatment.graded_by.value, QUIET),
        )
        for condition, treatment in answer.judgements
    ]
    columns = ("Condition", "Verdict", "Certainty", "By")
    if page.terminal.width >= ONE_LINE:
        wide = [(*row, figure) for row, figure in zip(rows, figures, strict=True)]
        page.table((*columns, "Key figure"), wide, min(page.terminal.width, WIDEST))
    elif not page.narrow:
        page.table(columns, rows, below=figures)
    else:
        for (condition, verdict, certainty, by), figure in zip(rows, figures, strict=True):
            page.line(condition.restyled("bold"))
            page.line(verdict, " ", certainty, ", by ", by, first="  ")
            if figure.runs:
                page.line(figure, first="  ")
    page.gap()
    page.certainty_key()


def _figure(judgement: Judgement, answer: TreatmentAnswer, page: Page) -> Text:
    return page.marked(judgement.treatment.key_figure or "", answer.references, answer.names)


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
