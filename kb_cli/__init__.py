"""kb: running injuries in the terminal, every claim with its source."""

__version__ = "0.1.0"
