"""The site: its settings, its URLs and its ASGI application."""

from pathlib import Path

from dotenv import load_dotenv

# What the environment has already is left as it is.
load_dotenv(Path(__file__).resolve().parent.parent / ".env")
