"""HTML documents: one self-contained file each, from the templates here."""
