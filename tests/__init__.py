"""The template's own tests: a folder for each promise of the README."""
