"""What runs CI files refuses what it does not know."""

from pathlib import Path

import pytest

from tests.helpers import workflows
from tests.helpers.projects import ROOT

TEMPLATE = ROOT / "template"
GITHUB = TEMPLATE / "{{ github }}/{{ neither }}/.github/workflows/ci.yml"
GITLAB = TEMPLATE / "{{ gitlab }}/{{ library }}/.gitlab-ci.yml"


@pytest.mark.parametrize(
    ("path", "old", "new", "complaint"),
    [
        (GITHUB, "\nenv:", "\ndefaults: {}\nenv:", "workflow: defaults"),
        (GITHUB, "[lint, test]", "[lint, tset]", "coverage needs: tset"),
        (GITHUB, "if: always()", "if: failure()", "coverage runs if: failure()"),
        (GITHUB, "    strategy:", "    container: python\n    strategy:", "test: container"),
        (GITHUB, "python-version: [", "include: [", "matrix of test: include"),
        (GITHUB, "${{ matrix.python-version", "${{ matrix.python", "expression: matrix.python"),
        (GITHUB, "- name: Test", "- name: Test\n        if: false", "step of test: if"),
        (GITHUB, "actions/upload-artifact", "actions/cache", "test uses: actions/cache"),
        (GITHUB, "path: .cov", "overwrite: true\n          path: .cov", "inputs of test: overw"),
        (GITLAB, "$CI_COMMIT_TAG\n  script", "$CI\n  script", r"build runs if: \$CI"),
        (GITLAB, "\nlint:", "\nlint:\n  extends: test", "lint: extends"),
        (GITLAB, "image: ghcr.io/astral-sh/uv", "image: python", "image of .*: python"),
        (GITLAB, ".coverage.$UV_PYTHON", ".coverage.$PYTHON", "expression: PYTHON"),
    ],
)
def test_what_is_not_known_is_refused(
    path: Path, old: str, new: str, complaint: str, tmp_path: Path
) -> None:
    content = path.read_text(encoding="utf-8")
    assert old in content
    (tmp_path / path.name).write_text(content.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        list(workflows.jobs(tmp_path / path.name, ["3.11"]))
