"""Answers: refused with a reason and nothing written, or right in every file."""
