"""The records: their format, their reading, and what they are."""
