"""What is kept between runs: private files, the fingerprint under which they lie, and what follows from a data folder."""
