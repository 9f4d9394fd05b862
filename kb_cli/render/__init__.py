"""Writing answers: screens for a terminal, formats for everything else, and the one way out."""
