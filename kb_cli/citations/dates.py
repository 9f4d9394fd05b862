"""Days in the three orders that styles ask for; month names are English whatever the machine speaks."""

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def year_month_day(day: date) -> str:
    """Give "2026 Nov 23"."""
    return f"{day.year} {MONTHS[day.month - 1][:3]} {day.day}"


def month_day_year(day: date) -> str:
    """Give "November 23, 2026"."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def day_month_year(day: date) -> str:
    """Give "23 November 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
