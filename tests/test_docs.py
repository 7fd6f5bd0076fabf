"""The generated pages of the documentation say what is rendered now."""

from collections.abc import Callable

from docs import idioms
from tests.projects import ROOT, Answers, Project


def test_idioms_are_cut_out_of_what_is_rendered(
    rendered_once: Callable[[Answers], Project],
) -> None:
    projects = {form: rendered_once(answers).path for form, answers in idioms.FORMS.items()}
    page = (ROOT / "docs" / "idioms.md").read_text(encoding="utf-8")
    assert page == idioms.page(projects), "run: python docs/idioms.py"
