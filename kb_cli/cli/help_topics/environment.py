"""``kb help environment``."""

from collections.abc import Iterable

from kb_cli.answers.help import Block, Terms

GLOSS = "the variables that kb reads"

VARIABLES = (
    ("KB_FORMAT", 'the format of every answer that can be given in it, such as text; see "kb help formats"'),
    ("KB_OWN", "folders of your own records, the uppermost first, with : between them (; on Windows); off for none"),
    ("KB_DATA", "a data folder to read in place of the one that comes with kb"),
    ("KB_CACHE", "off: keep nothing in the cache folder"),
    ("KB_PAGER, PAGER", "the pager for pages longer than the screen; empty or cat for none; else less"),
    ("LESS", "options of less, in place of those that kb gives it"),
    ("VISUAL, EDITOR", "the editor that kb edit opens; one with a window needs an option to wait, as in code --wait"),
    ("NO_COLOR", "if not empty: no colour"),
    ("FORCE_COLOR, CLICOLOR_FORCE", "if neither empty nor 0: colour even in a pipe"),
    ("TERM", "dumb: no colour and no links"),
    ("COLUMNS, LINES", "the size of the screen, in place of the terminal's"),
    ("XDG_DATA_HOME", "where a folder kb has your own records, else ~/.local/share (APPDATA on Windows)"),
    ("XDG_CACHE_HOME", "where a folder kb keeps answers, else ~/.cache (LOCALAPPDATA on Windows)"),
    ("XDG_CONFIG_HOME", "where fish keeps completions, else ~/.config"),
    ("ZDOTDIR", "where zsh has its start-up file, else your home"),
    ("SOURCE_DATE_EPOCH", "the seconds that stand for today, for pages that are the same whenever they are made"),
    ("KB_DEBUG", "1: show where an error in kb itself happened"),
)


def blocks() -> Iterable[Block]:
    """Give what there is to say."""
    yield "An option of the command line wins over a variable: --format over KB_FORMAT, --color over NO_COLOR."
    yield Terms(VARIABLES)
    yield '"kb paths" shows the folders that these come to.'
