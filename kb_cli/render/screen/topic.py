"""The page of one topic: the questions that it answers, then what lies behind the answers."""

from kb_cli.answers.topic import TopicAnswer
from kb_cli.render.screen import at_a_glance, parts, works
from kb_cli.render.screen.page import QUIET, Page


def show(answer: TopicAnswer, page: Page) -> None:
    """Fill the page: signs, questions and answers; red flags, summary, passages, works and facts."""
    topic = answer.topic
    page.numbers = answer.numbers
    page.title(topic.name)
    page.line(page.styled(topic.gist, "italic"))
    page.whose(topic, "record")
    if topic.red_flags:
        page.gap()
        at_a_glance.signs(topic.red_flags, page)
    _findings(answer, page)
    if answer.brief:
        page.gap()
        page.line(page.styled(f"All of it: kb show {topic.id}. Works by number: kb cite {topic.id}.", QUIET))
        return
    parts.red_flags(topic.red_flags, answer, page)
    page.heading("Summary")
    page.prose(topic.summary, answer.references, answer.names)
    page.heading("What is known")
    parts.passages(topic.passage, answer, page)
    parts.related(topic.related, answer, page)
    works.listed(answer.references, page)
    parts.about(topic, answer.due, "", answer, page)


def _findings(answer: TopicAnswer, page: Page) -> None:
    page.heading("Questions and answers")
    for number, one in enumerate(answer.topic.finding):
        if number:
            page.gap()
        page.subheading(one.question)
        page.line(page.verdict(one), " ", page.grading(one), first=page.margin)
        page.prose(one.answer, answer.references, answer.names)
