"""``kb help completion``."""

from collections.abc import Iterable

from kb_cli.answers.help import Block, Terms

GLOSS = "names completed by TAB in bash, zsh, fish and PowerShell"


def blocks() -> Iterable[Block]:
    """Give what there is to say."""
    yield Terms(
        (
            ("kb --install-completion", "for the shell that you are in"),
            ("kb --install-completion zsh", "for another: bash, zsh or fish"),
            ("kb --show-completion fish", "the script alone, also for powershell"),
        )
    )
    yield (
        "For bash and zsh it writes a script of its own and adds one line to the start-up file, which it leaves as "
        "it is otherwise; for fish it writes the script where fish looks for it. It says what it wrote, and how to "
        "undo it. To install it again after an update changes no more than the script."
    )
    yield "PowerShell: kb --show-completion powershell >> $PROFILE"
