"""Which day it is, and how a day is told. Kept free of imports that cost time, because it is asked at every start."""

import os
import time

TYPE_CHECKING = False  # as in typing, which takes longer to import than all of this
if TYPE_CHECKING:
    from datetime import date

SECONDS_A_DAY = 86_400


def days() -> int:
    """Give the number of days since 1 January 1970 (UTC); SOURCE_DATE_EPOCH, in seconds, stands in for now."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (int(fixed) if fixed.isdigit() and len(fixed) < 12 else int(time.time())) // SECONDS_A_DAY


def today() -> "date":
    """Give the day."""
    from datetime import date

    return date.fromordinal(date(1970, 1, 1).toordinal() + days())


def told(day: "date") -> str:
    """Give a day as it is read: "24 November 2026"."""
    return f"{day.day} {day:%B %Y}"
