"""The generated pages of the documentation say what is rendered now."""

from collections.abc import Callable

from benchmarks import page
from docs import idioms
from tests.projects import ROOT, Answers, Project


def test_idioms_are_cut_out_of_what_is_rendered(
    rendered_once: Callable[[Answers], Project],
) -> None:
    projects = {form: rendered_once(answers).path for form, answers in idioms.FORMS.items()}
    page = (ROOT / "docs" / "idioms.md").read_text(encoding="utf-8")
    assert page == idioms.page(projects), "run: python docs/idioms.py"


def test_figures_are_those_of_the_results() -> None:
    for path, text in page.pages().items():
        assert path.read_text(encoding="utf-8") == text, "run: python -m benchmarks --page"
