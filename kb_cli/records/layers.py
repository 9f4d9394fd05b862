"""Where records lie: in the folders of the reader's own, one over the other, and under these in what ships.

A record in an upper layer stands in for the one of the same id below it. Kept free of imports, because an answer that
is kept from before is found by where records lie; whether a folder is there is for those who read it to find out.
"""

import os
import sys

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def order() -> tuple[str, ...]:
    """Give the folders of all layers, the uppermost first: those of the reader, then what ships."""
    below = shipped()
    return (*(folder for folder in own() if folder != below), below)


def own() -> tuple[str, ...]:
    """Give the folders of the reader's own records, there or not; new files go into the first.

    ``KB_OWN`` names them, or is ``off`` for none; else it is the folder ``kb`` among the reader's data.
    """
    named = os.environ.get("KB_OWN")
    if named == "off":
        return ()
    if named:
        return tuple(dict.fromkeys(folder for folder in named.split(os.pathsep) if folder))
    base = _data_home()
    return (f"{base}{os.sep}kb",) if os.path.isabs(base) else ()


def shipped() -> str:
    """Give the folder of what ships: ``KB_DATA`` if set, else that of the installed package or of the checkout."""
    return os.environ.get("KB_DATA") or packaged()


def packaged() -> str:
    """Give the folder of the data that came with the program."""
    installed = os.path.join(_PACKAGE, "data")
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(_PACKAGE), "data")


def _data_home() -> str:
    """Give the folder of this user's data, as the system has it; "" where there is none."""
    if sys.platform == "win32":
        # Not LOCALAPPDATA, where the cache lies: what somebody wrote goes with them.
        return os.environ.get("APPDATA", "")
    home = os.environ.get("HOME", "")
    # A relative path says nothing, by the XDG specification.
    named = os.environ.get("XDG_DATA_HOME", "")
    return named if os.path.isabs(named) else f"{home}/.local/share" if home else ""
