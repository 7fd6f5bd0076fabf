"""The generated pages of the documentation say what is rendered now."""

from collections.abc import Callable

from benchmarks import page as figures
from docs import idioms
from tests.projects import ROOT, Answers, Project


def test_idioms_are_cut_out_of_what_is_rendered(
    rendered_once: Callable[[Answers], Project],
) -> None:
    files = {
        form: {path: text.decode() for path, text in rendered_once(answers).files().items()}
        for form, answers in idioms.FORMS.items()
    }
    page = (ROOT / "docs" / "idioms.md").read_text(encoding="utf-8")
    assert page == idioms.page(files), "run: python -m docs.idioms"


def test_figures_are_those_of_the_results() -> None:
    for path, text in figures.pages().items():
        assert path.read_text(encoding="utf-8") == text, "run: python -m benchmarks --page"
