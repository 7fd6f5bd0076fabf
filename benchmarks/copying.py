"""What it costs to render a project, and to update it."""

import platform
import shlex
import shutil
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import Costs, Rounds, Session, run
from tests.helpers import projects
from tests.helpers.projects import Answers

COPIER = projects.script("copier")
ANSWERS_FILE = "{{ _copier_conf.answers_file }}.jinja"


def copying(session: Session) -> Rounds:
    """Compare `copier copy` and `copier update`, from this template, with templates without Jinja.

    The floor has two files. The third template has the files of a rendered project as they are.
    """
    session.versions |= {"python": platform.python_version(), "copier": version("copier")}
    session.versions["git"] = projects.run("git --version").stdout.split()[2]
    templates = {"template": session.template, "floor": session.folder / "floor"}
    make_template(templates["floor"], {"README.md": b"# Project\n"})
    rendered = projects.render(session.template, session.folder / "rendered", {}).files()
    templates["same files"] = session.folder / "same-files"
    make_template(templates["same files"], rendered)
    while True:
        costs = {}
        for name, template in templates.items():
            path = session.folder / f"project {name}"
            costs[f"copy: {name}"] = copy(template, path)
            projects.commit_all(path)
        for name in templates:
            path = session.folder / f"project {name}"
            costs[f"update: {name}"] = run(f"{COPIER} update --defaults --quiet", path)
            changed = projects.run("git status --porcelain", cwd=path).stdout
            assert not changed, f"the update of {name} was to change nothing:\n{changed}"
            shutil.rmtree(path)
        yield costs


def make_template(path: Path, files: dict[str, bytes]) -> None:
    """Write a template that asks nothing, and renders these files and the file of the answers."""
    source = path / "template"
    for name, content in files.items():
        if name != ".copier-answers.yml":
            # Without the suffix, the template's own git would obey the project's .gitignore.
            file = source / (f"{name}.jinja" if name == ".gitignore" else name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    (source / ANSWERS_FILE).write_text("{{ _copier_answers | to_nice_yaml -}}\n", encoding="utf-8")
    (path / "copier.yml").write_text("_subdirectory: template\n", encoding="utf-8")
    projects.commit_all(path)
    projects.run("git tag 1.0.0", cwd=path)


def copy(template: Path, path: Path, answers: Answers | None = None) -> Costs:
    """Render a project into a folder that is not there yet, in a process of its own."""
    data = [f"--data={name}={value}" for name, value in (answers or {}).items()]
    options = shlex.join(["--defaults", "--quiet", *data, str(template), str(path)])
    return run(f"{COPIER} copy {options}", path.parent)
