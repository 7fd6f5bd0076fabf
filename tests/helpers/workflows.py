"""Run what stands under `run:` and `script:` of a CI file, line by line, in a clean checkout.

Schema checks and zizmor tell whether a file is valid. A key, action or expression that is not known
here may change what is run: it raises `ValueError`.
"""

import itertools
import json
import os
import re
import shlex
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from ruamel.yaml import YAML

from tests.helpers import projects

WORKFLOW = "name on permissions concurrency env jobs"
JOB = "name needs if runs-on timeout-minutes permissions environment strategy services env steps"
GITLAB_JOB = """
    image interruptible timeout cache parallel services variables needs script artifacts coverage
    stage rules environment id_tokens
"""
STEP = "name uses with run shell env"
INPUTS = """
    persist-credentials fetch-depth enable-cache ignore-empty-workdir python-version
    name path include-hidden-files pattern merge-multiple
"""
ACTIONS = """
    actions/checkout astral-sh/setup-uv actions/upload-artifact actions/download-artifact
    actions/setup-python actions/upload-pages-artifact actions/deploy-pages astral-sh/attest-action
"""
SHELLS = {"": "-e", "bash": "--noprofile --norc -eo pipefail"}
# By the name of the step on GitHub, and by its line on GitLab.
Results = dict[str, CompletedProcess[str]]


def know(names: Collection[str], known: str | Collection[str], where: str) -> None:
    """Raise an error for a name that is not known."""
    if unknown := set(names).difference(known.split() if isinstance(known, str) else known):
        raise ValueError(f"{where}: {', '.join(map(str, unknown))}")


def expand(value: Any, context: Mapping[str, str], names: str = r"\$\{\{ *(.*?) *\}\}") -> Any:  # noqa: ANN401
    """Return the value with each expression in it replaced, however deep it is."""
    text = json.dumps(value)
    know(re.findall(names, text), context, "expression")
    return json.loads(re.sub(names, lambda name: context[name[1]], text))


def jobs(path: Path, pythons: Collection[str], failed: Collection[str] = ()) -> Iterator[Any]:
    """Yield each job that runs when some have failed, as GitHub has it, once for each Python."""
    workflow = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    workflow = workflow if "jobs" in workflow else as_on_github(workflow)
    know(workflow, WORKFLOW, "workflow")
    for name, job in workflow["jobs"].items():
        know(job, JOB, name)
        needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
        know(needs, workflow["jobs"], f"{name} needs")
        know([job.get("if", "always()")], "always()", f"{name} runs if")
        if "if" not in job and set(needs) & set(failed):
            continue
        lists = job.get("strategy", {}).get("matrix", {})
        know(lists, "python-version UV_PYTHON os framework stack", f"matrix of {name}")
        for values in itertools.product(*lists.values()):
            matrix = dict(zip(lists, values, strict=True))
            if not {matrix[key] for key in matrix if "python" in key.lower()} <= set(pythons):
                continue
            context = {"github.token": "token", **{f"matrix.{key}": matrix[key] for key in matrix}}
            for need in needs:
                context[f"needs.{need}.result"] = "failure" if need in failed else "success"
            outer, own = expand([workflow.get("env", {}), job], context)
            for step in own["steps"]:
                know(step, STEP, f"step of {name}")
                know(step.get("with", {}), INPUTS, f"inputs of {name}")
                step["uses"] = step.get("uses", "").partition("@")[0]
                know([step["uses"]], ["", *ACTIONS.split()], f"{name} uses")
                step["env"] = outer | own.get("env", {}) | step.get("env", {})
            yield own | {"name": name, "matrix": matrix}


def as_on_github(content: dict[str, Any]) -> dict[str, Any]:
    """Return the jobs of a `.gitlab-ci.yml` as a workflow that runs the same on GitHub."""
    _, default, variables = (content.pop(key) for key in ("workflow", "default", "variables"))
    found: dict[str, Any] = {}
    for name, own in content.items():
        job = {"parallel": {}, "artifacts": {}} | default | own
        know(job, GITLAB_JOB, name)
        know([job["image"].partition(":")[0]], "ghcr.io/astral-sh/uv", f"image of {name}")
        know([each["if"] for each in job.get("rules", [])], "$CI_COMMIT_TAG", f"{name} runs if")
        matrix = job["parallel"].get("matrix", [{}])[0]
        context = {key: f"${{{{ matrix.{key} }}}}" for key in matrix}
        # The caches are beside the checkout, where the next job finds them.
        inner = context | {"CI_PROJECT_DIR": ".."}
        env = expand(variables | job.get("variables", {}), inner, r"\$(\w+)") | context
        steps: list[dict[str, Any]] = [{"uses": "actions/checkout"}, {"uses": "astral-sh/setup-uv"}]
        needs = job.get("needs", list(found) if job.get("stage") == "deploy" else [])
        for need in needs:
            for path in content[need].get("artifacts", {}).get("paths", []):
                given = {"pattern": f"{need}-*", "path": path[: path.find("/") + 1]}
                steps.append({"uses": "actions/download-artifact", "with": given})
        steps += [{"run": line, "shell": "bash"} for line in job["script"]]
        for path in job["artifacts"].get("paths", []):
            given = {"name": "-".join([name, *context.values(), ""]), "path": path}
            given["include-hidden-files"] = "true"
            steps.append({"uses": "actions/upload-artifact", "with": given})
        found[name] = {"env": env, "steps": steps, "strategy": {"matrix": matrix}, "needs": needs}
        found[name] |= {"services": job["services"]} if "services" in job else {}
    return {"jobs": found}


def run(job: Any, repository: Path, folder: Path, env: Mapping[str, str]) -> Results:  # noqa: ANN401
    """Run a job on the repository's last commit, and return what became of its steps, by name.

    `folder` holds the checkout and what jobs hand on. `env` is the machine's, below what the file
    sets; but its DATABASE_URL stands for that of a service that the job declares.
    """
    workspace, results = folder / "workspace", Results()
    shutil.rmtree(workspace, ignore_errors=True)
    workspace.mkdir(parents=True)
    machine = {"CI": "true"} | dict(env)
    path = machine.get("PATH", projects.environment()["PATH"]).split(os.pathsep)
    # On the runner, uv is not there before it is set up.
    path = [one for one in path if not (Path(one) / "uv").exists()]
    for step in job["steps"]:
        given = step.get("with", {})
        artifacts = folder / "artifacts" / given.get("name", "")
        if step["uses"] == "actions/checkout":
            projects.run(f"git clone --quiet {repository.as_uri()} {workspace}")
        elif step["uses"] == "astral-sh/setup-uv":
            path.insert(0, str(projects.tools()))
            machine |= {"UV_PYTHON": given["python-version"]} if "python-version" in given else {}
        elif step["uses"] == "actions/upload-artifact":
            artifacts.mkdir(parents=True, exist_ok=True)
            for found in workspace.glob(given["path"]):
                for file in found.iterdir() if found.is_dir() else [found]:
                    if given.get("include-hidden-files") or not file.name.startswith("."):
                        shutil.copy(file, artifacts)
        elif step["uses"] == "actions/download-artifact":
            target = workspace / given.get("path", "")
            target.mkdir(exist_ok=True)
            for file in artifacts.glob(f"{given['pattern']}/*" if "pattern" in given else "*"):
                shutil.copy(file, target)
        elif "run" in step:
            own = machine | {key: str(value) for key, value in step["env"].items()}
            own |= {"DATABASE_URL": env["DATABASE_URL"]} if "services" in job else {}
            result = projects.run(
                f"bash {SHELLS[step.get('shell', '')]} -c {shlex.quote(step['run'])}",
                cwd=workspace,
                env=own | {"PATH": os.pathsep.join(path)},
                check=False,
            )
            results[step.get("name", step["run"])] = result
            if result.returncode:
                break
    return results
