"""Screens, one module a kind of answer: each fills a page; nothing outside this folder knows Rich."""
