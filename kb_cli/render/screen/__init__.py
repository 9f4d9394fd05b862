"""Screens, one module a kind of answer: each fills a page."""
