"""What a command found, ready to be laid out by a screen or written by a format: one module an answer."""
