"""Citation styles, one module a style: each turns a work into the line that a bibliography prints."""
