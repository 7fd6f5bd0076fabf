"""Projects with random answers and random work are updated and moved, and nothing is lost.

Four of them, the same in each run; a hundred in a thorough one.
"""

import random
import re
import shlex
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import copier
import pytest

from tests.helpers import projects, verbatim
from tests.helpers.developer import Files, fates, listed, work
from tests.helpers.projects import Answers, Project, releases, update
from tests.helpers.sampling import sample

pytestmark = pytest.mark.in_memory

WORKING_TREE = "999.0.0"
TO_COME = "1000.0.0"


class Versions(NamedTuple):
    """A template with all its versions, and a folder for each."""

    repository: Path
    folders: dict[str, Path]


@pytest.fixture(scope="session")
def versions(memory: Path) -> Versions:
    """Return each release, the working tree, and a version to come with changes in each file."""
    repository = memory / "versions"
    projects.template_of_working_tree(repository)
    folders = {WORKING_TREE: memory / "version" / WORKING_TREE}
    projects.extract(repository, WORKING_TREE, folders[WORKING_TREE])
    for version, commit in releases().items():
        folders[version] = memory / "version" / version
        projects.extract(projects.ROOT, commit, folders[version])
        projects.add_version(repository, folders[version], version)
    folders[TO_COME] = memory / "version" / TO_COME
    shutil.copytree(folders[WORKING_TREE], folders[TO_COME])
    age(folders[TO_COME] / "template")
    projects.add_version(repository, folders[TO_COME], TO_COME)
    return Versions(repository, folders)


def age(template: Path) -> None:
    """Change a line of each file of the template and add two, delete one file and add another."""
    dice = random.Random(0)
    for path in sorted(path for path in template.rglob("*") if path.is_file()):
        lines = path.read_text(encoding="utf-8").split("\n")
        # Not in the middle of a statement, nor of Jinja.
        places = [
            place
            for place, line in enumerate(lines)
            if re.match(r"(def|class|async def|import|from|\[|## |  - name: )", line)
        ]
        for _ in range(2):
            place = dice.choice(places or [0])
            lines.insert(place, f"# {path.name} to come {dice.random()}")
            places = [each + (each >= place) for each in places]
        if changeable := [place for place in places if "{" not in lines[place]]:
            lines[dice.choice(changeable)] += "  # to come"
        path.write_text("\n".join(lines), encoding="utf-8")
    (template / "{{ pytest }}" / "tests" / "guard.py").unlink()
    new = template / "{{ pytest }}" / "tests" / "to_come.py"
    new.write_text("# to come\n", encoding="utf-8")


@pytest.mark.parametrize("number", sample(range(100), 25))
def test_fleet_is_updated_and_switched_without_a_loss(
    number: int,
    versions: Versions,
    tmp_path: Path,
) -> None:
    dice = random.Random(number)
    start = dice.choice([*releases(), WORKING_TREE])
    target = dice.choice([TO_COME] if start == WORKING_TREE else [WORKING_TREE, TO_COME])
    answers = random_answers(dice)
    project = projects.render(versions.repository, tmp_path / "project", answers, start)
    ignored = project.path / ".venv" / "ours"
    ignored.parent.mkdir()
    ignored.write_text("ours")
    old: Files = project.files()

    # First to a newer version; then to another stack, or to whatever other answers.
    for step, vcs_ref in enumerate([target, copier.VcsRef.CURRENT]):
        work(project.path, dice, f"{number}.{step}")
        mine = project.files()
        change = random_change(dice, answers) if step or dice.random() < 0.3 else {}
        answers = relevant({**answers, **change})
        new = render_folder(versions.folders[target], tmp_path / f"new-{step}", answers)
        project = update(project, vcs_ref=vcs_ref, **change)

        found = fates(old, mine, new, project)
        lost = {name for name, fate in found.items() if fate == "LOST"}
        assert not lost, (start, target, answers, change)
        assert saved(project.path) == saved(tmp_path / f"new-{step}")
        assert ignored.read_text() == "ours"

        conflicts = sorted(listed(project, "U"))
        assert conflicts == sorted(name for name in found if found[name] == "conflict")
        if conflicts:
            refused = project.run("git commit --message Update", check=False)
            assert "unmerged files" in refused.stdout
        for name in conflicts:
            side = dice.choice(["ours", "theirs"])
            project.run(f"git checkout --{side} {shlex.quote(name)}")
        for name in (name for name in found if found[name] == "named"):
            project.run(f"git restore {shlex.quote(name)}")
            assert (project.path / name).read_bytes() == mine[name]
        projects.commit_all(project.path, "Update")
        old = new


def render_folder(template: Path, path: Path, answers: Answers) -> Files:
    """Render the template as it is in a folder without a history; return the files."""
    copier.run_copy(
        str(template),
        path,
        data=dict(answers),
        defaults=True,
        quiet=True,
        settings=copier.Settings(),
    )
    return verbatim.files(path)


def saved(path: Path) -> dict[str, Any]:
    return Project(path, {}).saved_answers()


def random_answers(dice: random.Random) -> dict[str, Any]:
    """Return one of the many valid sets of answers."""
    words = [
        "Zoë's",
        '"best"',
        "A:",
        "#1",
        "{{ x }}",
        "\\",
        "漢字",
        "${{ odd }}",
        "<b>",
        "- [x]",
        "🚀",
    ]

    def text(length: int) -> str:
        return " ".join(dice.choices(words, k=length))

    return relevant(
        {
            "project_name": text(dice.randint(1, 4)) + " ours",
            "package_name": f"ours_{dice.randint(0, 999)}",
            "description": text(dice.randint(0, 6)),
            "user_name": text(dice.randint(0, 3)),
            "user_email": dice.choice(["", "ada@example.org", "o'brien+x@example.org"]),
            "framework": dice.choice(projects.FRAMEWORKS),
            "test_stack": dice.choice(projects.STACKS),
            "anyio_backends": sorted(
                dice.sample(["asyncio", "trio", "uvloop"], dice.randint(1, 3))
            ),
            "database": dice.choice(["sqlite", "postgresql"]),
            "license": dice.choice(["MIT", "Apache-2.0", "BSD-3-Clause", "none"]),
            "ci": dice.choice(["github", "gitlab", "none"]),
        }
    )


def random_change(dice: random.Random, answers: Answers) -> dict[str, Any]:
    """Return other values for some answers, valid with those that stay."""
    others = random_answers(dice)
    chances = {"test_stack": 0.8, "framework": 0.2}
    change = {
        name: value
        for name, value in others.items()
        if name != "package_name" and dice.random() < chances.get(name, 0.3)
    }
    asked = relevant({**answers, **change})
    return {name: value for name, value in change.items() if name in asked}


def relevant(answers: Answers) -> dict[str, Any]:
    """Leave out the answers that are not asked for, given the others."""
    no_backends = answers["framework"] == "django" or answers["test_stack"] != "pytest-anyio"
    left_out = {"anyio_backends"} if no_backends else set()
    left_out |= set() if answers["framework"] == "django" else {"database"}
    return {name: value for name, value in answers.items() if name not in left_out}


@pytest.mark.parametrize(
    ("old", "mine", "new", "now", "fate"),
    [
        ("a\n", "a\nmine\n", "a\n", "a\nmine\n", "kept"),
        ("a\n", "a\nmine\n", "a\n", "a\n", "LOST"),
        ("a\n", "mine\na\n", "a\nnew\n", "mine\na\nnew\n", "merged"),
        ("a\n", "mine\na\n", "a\nnew\n", "a\nnew\n", "LOST"),
        ("a\n", "mine\na\n", "a\nnew\n", "mine\na\n", "LOST"),
        ("a\nb\nc\n", "a\nb\n", "new\na\nb\nc\n", "new\na\nb\n", "merged"),
        ("a\nb\nc\n", "a\nb\n", "new\na\nb\nc\n", "new\na\nb\nc\n", "LOST"),
        ("a\n", "mine\n", "new\n", "<<<<<<<\nmine\n=======\nnew\n>>>>>>>\n", "LOST"),
        ("a\n", None, "a\nnew\n", None, "kept"),
        ("a\n", None, "a\nnew\n", "a\nnew\n", "LOST"),
        (None, "mine\n", None, "mine\n", "kept"),
        (None, "mine\n", None, None, "LOST"),
        (None, "mine\n", "new\n", "new\n", "LOST"),
        ("a\n", "a\nmine\n", None, None, "named"),
        ("a\n", "a\n", None, "a\n", "LOST"),
        ("a\n", "a\n", "a\nnew\n", "a\n", "LOST"),
        ("a\n", "a\n", "a\nnew\n", "a\nnew\n", None),
    ],
)
def test_each_loss_would_be_seen(
    old: str | None, mine: str | None, new: str | None, now: str | None, fate: str, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    trees = [{} if each is None else {"file": each.encode()} for each in (old, mine, new, now)]
    file.write_bytes(trees[1].get("file", b""))
    if mine is None:
        file.unlink()
    projects.commit_all(tmp_path)
    file.write_bytes(trees[3].get("file", b""))
    if now is None:
        file.unlink()
    found = fates(trees[0], trees[1], trees[2], Project(tmp_path, {}))
    assert found == ({"file": fate} if fate else {})


def test_conflict_that_lacks_a_side_would_be_seen(tmp_path: Path) -> None:
    file = tmp_path / "file"
    for branch, text in (("mine", "mine\n"), ("theirs", "new\n")):
        projects.run(f"git init --quiet --initial-branch={branch}", cwd=tmp_path)
        projects.run(f"git checkout --quiet --orphan {branch}", cwd=tmp_path, check=False)
        file.write_text(text)
        projects.commit_all(tmp_path)
    merge = "git merge --allow-unrelated-histories mine"
    assert "CONFLICT" in projects.run(merge, cwd=tmp_path, check=False).stdout
    mine, theirs = {"file": b"mine\n"}, {"file": b"new\n"}
    assert fates({}, mine, theirs, Project(tmp_path, {})) == {"file": "conflict"}
    for side in ("mine\n", "new\n"):
        file.write_text(f"<<<<<<<\n{side}=======\n>>>>>>>\n")
        assert fates({}, mine, theirs, Project(tmp_path, {})) == {"file": "LOST"}
