"""Red flags on their own, of one condition or of all."""

from collections.abc import Sequence
from typing import NamedTuple

from kb_cli.answers import lookup
from kb_cli.answers.lookup import linked_names
from kb_cli.records import markup
from kb_cli.records.library import Library
from kb_cli.records.model import Condition, RedFlag, Reference, in_order
from kb_cli.records.vocabularies import Urgency


class Sign(NamedTuple):
    """A red flag, and the conditions that have it."""

    flag: RedFlag
    conditions: tuple[Condition, ...]

    @property
    def whose(self) -> str:
        """The name of the condition that alone has it."""
        return self.conditions[0].name if len(self.conditions) == 1 else "Of several conditions"


class RedFlagsAnswer(NamedTuple):
    """The red flags of one condition, or of all by region from the hip down and by name.

    ``signs`` has each once. The references are in their order. ``brief`` asks for each in a few words,
    without the names of several pages that have it.
    """

    conditions: tuple[Condition, ...]
    signs: tuple[Sign, ...]
    references: dict[str, Reference]
    names: dict[str, str]
    brief: bool = False

    @property
    def kind(self) -> str:
        """The name of its screen, and of its function in each format."""
        return "red_flags"

    @property
    def title(self) -> str:
        """What the sheet is of."""
        one = len(self.conditions) == 1
        return f"Red flags: {self.conditions[0].name}" if one else f"Red flags of {len(self.conditions)} conditions"

    @property
    def read(self) -> "RedFlagsAnswer":
        """The answer as people read it: in brief each sign in a few words, which cite nothing."""
        if not self.brief:
            return self
        conditions = tuple(one._replace(red_flags=tuple(map(_in_short, one.red_flags))) for one in self.conditions)
        return RedFlagsAnswer(conditions, tuple(signs(conditions)), {}, {}, brief=True)

    def pages(self, sign: Sign) -> str:
        """Name the conditions whose pages have a sign, or those whose pages do not where these are fewer."""
        without = [condition.name for condition in self.conditions if condition not in sign.conditions]
        if not without:
            return "On all pages."
        if len(without) < len(sign.conditions):
            return f"On all pages but: {', '.join(without)}."
        return f"On the pages of: {', '.join(condition.name for condition in sign.conditions)}."


def answer(library: Library, name: str | None = None, brief: bool = False) -> RedFlagsAnswer:
    """Give the red flags of one condition, or without a name of all. Raises NotFoundError, BadDataError."""
    if name is not None:
        found = [library.condition(lookup.find(library, name, "condition").id)]
    else:
        found = [record for record in in_order(library.conditions()) if record.red_flags]
    told = signs(found)
    texts = [sign.flag.text for sign in told]
    works = library.references(markup.cited(texts))
    return RedFlagsAnswer(tuple(found), tuple(told), works, linked_names(library, texts), brief)


def _in_short(flag: RedFlag) -> RedFlag:
    return flag._replace(text=flag.short or markup.unmarked(flag.text))


def signs(conditions: Sequence[Condition]) -> list[Sign]:
    """Give each red flag of the conditions once: the most urgent first, then what most of them have."""
    having: dict[tuple[Urgency, str], list[tuple[RedFlag, Condition]]] = {}
    for condition in conditions:
        for flag in condition.red_flags:
            having.setdefault((flag.urgency, flag.text), []).append((flag, condition))
    places = {condition.id: place for place, condition in enumerate(conditions)}

    def order(sign: Sign) -> tuple[int, int, list[int]]:
        here = [places[condition.id] for condition in sign.conditions]
        return list(Urgency).index(sign.flag.urgency), -len(here), here

    return sorted((Sign(each[0][0], tuple(one for _, one in each)) for each in having.values()), key=order)
