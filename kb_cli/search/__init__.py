"""Full-text search: the words that people use in, conditions out, best first."""
