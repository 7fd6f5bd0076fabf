"""The blocks of code in the documents."""

from markdown_it import MarkdownIt

from tests.helpers.projects import ROOT


def blocks(page: str) -> list[str]:
    """Return the text of each fenced or indented block of a document."""
    text = (ROOT / page).read_text(encoding="utf-8")
    tokens = MarkdownIt().parse(text)
    return [token.content for token in tokens if token.type in {"fence", "code_block"}]


def block(page: str, start: str) -> str:
    """Return the first block of a document that starts so."""
    return next(each for each in blocks(page) if each.startswith(start))
