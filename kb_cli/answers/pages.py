"""Several pages, one after the other."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kb_cli.answers.condition import ConditionAnswer
    from kb_cli.answers.topic import TopicAnswer
    from kb_cli.answers.treatment import TreatmentAnswer


class PagesAnswer(NamedTuple):
    """The pages of conditions, topics and treatments, in the order in which they were asked for."""

    pages: "tuple[ConditionAnswer | TopicAnswer | TreatmentAnswer, ...]"

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "pages"
