"""What is kept between runs: private files, the fingerprint they lie under, what follows from a data folder."""
