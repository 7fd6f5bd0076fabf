"""Run the jobs of a CI configuration on this machine, as GitHub's or GitLab's runner would.

It knows the part of both languages that this template uses. Every key, action, image, expression
and variable that it does not know raises `UnsupportedError`: nothing is skipped in silence.

- A checkout is a real clone of the last commit, into an empty folder. Without one, no step runs.
- uv is there only when an action or an image brings it.
- A matrix of interpreters is cut down to those of this machine.
- A service is a real server, whose address takes the place of the declared one in the variables.
- Each job has its own time limit.
"""

import itertools
import os
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests import projects

# The shells of GitHub's runner on Linux, by what stands behind `shell:`.
SHELLS = {"": "bash -e {0}", "bash": "bash --noprofile --norc -eo pipefail {0}"}
# GitLab's runner runs all lines of a job in one bash with these options, and prints each before it
# runs: here with a sign that no tool prints, to tell the lines apart again.
GITLAB_SHELL = "set -eo pipefail\nset +o noclobber\n"
MARK = "\x1e$ "
# Where GitLab's runner checks the code out.
GITLAB_WORKSPACE = "/builds/project"

# What each action is answered by: the inputs that it may have, and what it does to the job.
ACTIONS: dict[str, tuple[set[str], Callable[["Job", Mapping[str, str]], "Job"]]] = {
    "actions/checkout": (
        {"persist-credentials", "fetch-depth"},
        lambda job, _: replace(job, checkout=True),
    ),
    "actions/setup-python": ({"python-version"}, lambda job, _: job),
    "astral-sh/setup-uv": (
        {"enable-cache", "python-version"},
        lambda job, given: replace(
            job,
            uv=True,
            env=dict(job.env)
            | ({"UV_PYTHON": given["python-version"]} if "python-version" in given else {}),
        ),
    ),
}
# The images that jobs run in bring uv; the one that services run brings PostgreSQL.
IMAGES = {"ghcr.io/astral-sh/uv"}
SERVICES = {"postgres"}
# Conditions that hold for the pipeline that is run here, of a merge request.
RULES = (
    '$CI_PIPELINE_SOURCE == "merge_request_event"',
    "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
)


class UnsupportedError(Exception):
    """The configuration has something that cannot be run here."""


@dataclass(frozen=True)
class Step:
    """A command line or script, and what the runner adds to the environment for it."""

    name: str
    script: str
    env: Mapping[str, str]
    uv: bool
    shell: str = SHELLS[""]


@dataclass(frozen=True)
class Job:
    """A job for one value of its matrix, with all that it needs to be run."""

    name: str
    matrix: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    minutes: float = 360
    checkout: bool = False
    uv: bool = False
    cache: tuple[str, ...] = ()
    coverage: str = ""
    # The user, password, host and port by which the job reaches the PostgreSQL that it declares.
    postgresql: str = ""
    # GitLab's runner runs all steps of a job in one shell.
    one_shell: bool = False


@dataclass(frozen=True)
class Ran:
    """What became of a step."""

    name: str
    status: int
    output: str


def load(path: Path, version: tuple[int, int] = (1, 2)) -> dict[str, Any]:
    """Parse YAML by the rules of the given version: under 1.1, `on` is a boolean.

    Raises ruamel.yaml's errors, also for a key that is there twice.
    """
    loader = YAML(typ="safe", pure=True)
    loader.version = version
    content = loader.load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise UnsupportedError(f"{path} is no mapping.")
    return content


def github_jobs(path: Path, pythons: Collection[str]) -> list[Job]:
    """Return each job of a workflow, once for each value of its matrix that can be run here.

    `pythons` are the interpreters that this machine has. Raises `UnsupportedError`.
    """
    workflow = load(path)
    known(workflow, "on jobs", "name permissions concurrency env", path.name)
    events = workflow["on"]
    known(events, "", "push pull_request schedule workflow_dispatch", "on")
    known(events.get("push") or {}, "", "branches tags", "on.push")
    known(events.get("pull_request") or {}, "", "", "on.pull_request")
    github = {"github.workflow": path.stem, "github.ref": "refs/heads/main", "github.token": "none"}
    expand(workflow.get("concurrency"), github)
    outer = expand(variables(workflow.get("env")), github)
    return [
        github_job(name, job, outer, github, values)
        for name, job in workflow["jobs"].items()
        for values in matrix(job.get("strategy", {}), pythons)
    ]


def github_job(
    name: str,
    job: Mapping[str, Any],
    outer: Mapping[str, str],
    github: Mapping[str, str],
    values: Mapping[str, str],
) -> Job:
    """Return a job for one value of its matrix."""
    optional = "name timeout-minutes permissions strategy services env"
    known(job, "runs-on steps", optional, name)
    context = {**github, **{f"matrix.{key}": value for key, value in values.items()}}
    head = expand({key: value for key, value in job.items() if key != "steps"}, context)
    own = Job(
        name,
        values,
        env=dict(outer) | variables(head.get("env")),
        minutes=float(head.get("timeout-minutes", 360)),
        postgresql=github_service(head.get("services") or {}),
    )
    for step in job["steps"]:
        known(step, "", "name uses with run shell env", f"a step of {name}")
        inner = context | {f"env.{key}": value for key, value in own.env.items()}
        env = dict(own.env) | expand(variables(step.get("env")), inner)
        inner |= {f"env.{key}": value for key, value in env.items()}
        if ("uses" in step) == ("run" in step):
            raise UnsupportedError(f"A step of {name} wants either `uses` or `run`.")
        if "uses" in step:
            action = step["uses"].partition("@")[0]
            if action not in ACTIONS:
                raise UnsupportedError(f"Nothing here answers for the action {action}.")
            inputs, apply = ACTIONS[action]
            given = expand(variables(step.get("with")), inner)
            known(given, "", " ".join(inputs), action)
            own = apply(own, given)
        else:
            known(step, "run", "name shell env", f"a step of {name}")
            if step.get("shell", "") not in SHELLS:
                raise UnsupportedError(f"The shell {step['shell']} is not known here.")
            if not own.checkout:
                raise UnsupportedError(f"{name} runs a step before it has checked the code out.")
            title = expand(step.get("name", step["run"]), inner)
            shell = SHELLS[step.get("shell", "")]
            line = Step(title, expand(step["run"], inner), env, own.uv, shell)
            own = replace(own, steps=(*own.steps, line))
    return own


def gitlab_jobs(path: Path, pythons: Collection[str]) -> list[Job]:
    """Return each job of a `.gitlab-ci.yml`, as `github_jobs` does for a workflow."""
    content = load(path, (1, 1))
    rules = content.pop("workflow", {"rules": []})
    known(rules, "rules", "", "workflow")
    for rule in rules["rules"]:
        known(rule, "if", "", "workflow.rules")
        if rule["if"] not in RULES:
            raise UnsupportedError(f"The condition {rule['if']} is not known here.")
    inherited = "image interruptible timeout cache before_script"
    defaults = content.pop("default", {})
    known(defaults, "", inherited, "default")
    outer = variables(content.pop("variables", None))
    jobs = []
    for name, own in content.items():
        known(own, "script", f"{inherited} variables parallel services coverage", name)
        job = defaults | own
        limit = re.fullmatch(r"(\d+) minutes", job.get("timeout", "60 minutes"))
        if not limit:
            raise UnsupportedError(f"The time limit {job['timeout']} is not known here.")
        known(job.get("cache", {}), "", "key paths", "cache")
        known(job.get("parallel", {}), "", "matrix", f"parallel of {name}")
        image_name(job.get("image", "none"), IMAGES)
        lines = [*script(job.get("before_script", [])), *script(job["script"])]
        for table in job.get("parallel", {}).get("matrix", [{}]):
            for values in matrix({"matrix": table}, pythons):
                own_env = outer | variables(job.get("variables")) | values
                context = own_env | {"CI_PROJECT_DIR": GITLAB_WORKSPACE}
                env = expand(own_env, context, r"\$\{?(\w+)\}?")
                if any("$" in value for value in env.values()):
                    raise UnsupportedError(f"{name} has a variable in a variable in a variable.")
                jobs.append(
                    Job(
                        name,
                        values,
                        tuple(Step(line, line, env, uv=True) for line in lines),
                        env,
                        float(limit[1]),
                        checkout=True,
                        uv=True,
                        cache=tuple(job.get("cache", {}).get("paths", [])),
                        coverage=job.get("coverage", "").strip("/"),
                        postgresql=gitlab_service(job.get("services", []), env),
                        one_shell=True,
                    )
                )
    return jobs


def script(lines: object) -> list[str]:
    """Return the lines of a GitLab job, each of which is one command line."""
    if not isinstance(lines, list):
        raise UnsupportedError("A script is no list.")
    if not all(isinstance(line, str) and "\n" not in line for line in lines):
        raise UnsupportedError("A script has an item that is not one line.")
    return lines


def known(mapping: Any, required: str, optional: str, where: str) -> None:  # noqa: ANN401 (YAML)
    """Raise `UnsupportedError` for a key that is missing, or that is not known."""
    if not isinstance(mapping, dict):
        raise UnsupportedError(f"{where} is no mapping.")
    for key in mapping:
        if key not in required.split() + optional.split():
            raise UnsupportedError(f"{where} has the key {key}, which is not known here.")
    for key in required.split():
        if key not in mapping:
            raise UnsupportedError(f"{where} lacks the key {key}.")


def variables(mapping: Mapping[str, Any] | None) -> dict[str, str]:
    """Return the values of an `env`, `with` or `variables` as strings."""
    result = {}
    for key, value in (mapping or {}).items():
        if value is None or isinstance(value, dict | list):
            raise UnsupportedError(f"{key} is no string, number or boolean.")
        result[key] = str(value).lower() if isinstance(value, bool) else str(value)
    return result


def expand(value: Any, context: Mapping[str, str], names: str = r"\$\{\{\s*(.*?)\s*\}\}") -> Any:  # noqa: ANN401 (YAML)
    """Return the value with each expression in it replaced, however deep it stands."""
    if isinstance(value, dict):
        return {key: expand(each, context, names) for key, each in value.items()}
    if isinstance(value, list):
        return [expand(each, context, names) for each in value]
    if not isinstance(value, str):
        return value

    def replacement(match: re.Match[str]) -> str:
        if match[1] not in context:
            raise UnsupportedError(f"The expression {match[0]} is not known here.")
        return context[match[1]]

    return re.sub(names, replacement, value, flags=re.DOTALL)


def matrix(strategy: Mapping[str, Any], pythons: Collection[str]) -> Iterator[dict[str, str]]:
    """Yield each combination of a matrix whose interpreter is there."""
    known(strategy, "", "matrix fail-fast", "strategy")
    lists = strategy.get("matrix", {})
    for name, values in lists.items():
        if name in {"include", "exclude"} or not isinstance(values, list):
            raise UnsupportedError(f"The matrix has {name}, which is not known here.")
        if not all(isinstance(value, str) for value in values):
            raise UnsupportedError(f"The matrix has a value of {name} that is no string.")
    for values in itertools.product(*lists.values()):
        one = dict(zip(lists, values, strict=True))
        if {one[name] for name in one if name in {"python-version", "UV_PYTHON"}} <= set(pythons):
            yield one


def image_name(image: str, allowed: Collection[str]) -> None:
    """Raise `UnsupportedError` for an image that nothing here answers for."""
    if image.partition("@")[0].partition(":")[0] not in allowed:
        raise UnsupportedError(f"Nothing here answers for the image {image}.")


def github_service(services: Mapping[str, Any]) -> str:
    """Return where a job finds its PostgreSQL, if it declares one."""
    if not services:
        return ""
    [(name, service)] = services.items()
    known(service, "image env ports", "options", name)
    image_name(service["image"], SERVICES)
    [port] = service["ports"]
    outside, _, inside = str(port).partition(":")
    if inside != "5432":
        raise UnsupportedError(f"The port {port} of {name} does not lead to PostgreSQL's.")
    return address(variables(service["env"]), f"localhost:{outside}")


def gitlab_service(services: list[dict[str, Any]], env: Mapping[str, str]) -> str:
    """Return where a job finds its PostgreSQL, if it declares one."""
    if not services:
        return ""
    [service] = services
    known(service, "name alias", "", "services")
    image_name(service["name"], SERVICES)
    return address(env, f"{service['alias']}:5432")


def address(env: Mapping[str, str], host: str) -> str:
    """Return the user, password and host by which the image's server is reached."""
    if not env.get("POSTGRES_PASSWORD"):
        raise UnsupportedError("PostgreSQL's image does not start without POSTGRES_PASSWORD.")
    return f"{env.get('POSTGRES_USER', 'postgres')}:{env['POSTGRES_PASSWORD']}@{host}"


def run_job(
    job: Job,
    repository: Path,
    folder: Path,
    *,
    postgresql: str = "",
    env: Mapping[str, str] | None = None,
) -> list[Ran]:
    """Run a job on the repository's last commit, and return its steps up to the first red one.

    `folder` holds the job's `workspace`, which is made anew, and the caches that its jobs share.
    `postgresql` is the user, password and host of a running server: it takes the place of the one
    that the job declares, and is unknown to a job that declares none. `env` is what the machine
    sets, below all that the job sets.
    """
    workspace = folder / "workspace"
    shutil.rmtree(workspace, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    projects.run(f"git clone --quiet {repository.as_uri()} {workspace}")
    for name in job.cache:
        if (folder / "cache" / name).exists():
            (folder / "cache" / name).rename(workspace / name)
    machine = projects.environment() | {"CI": "true"} | dict(env or {})
    # On the runner, uv is nowhere before an action or the job's image brings it.
    path = [
        entry for entry in machine["PATH"].split(os.pathsep) if not (Path(entry) / "uv").exists()
    ]
    steps = list(job.steps)
    if job.one_shell:
        lines = [
            f"printf '%s\\n' {shlex.quote(MARK + step.script)}\n{step.script}\n" for step in steps
        ]
        steps = [replace(steps[0], script=GITLAB_SHELL + "".join(lines))]
    results: list[Ran] = []
    end = time.monotonic() + 60 * job.minutes
    for step in steps:
        own = {
            key: value.replace(GITLAB_WORKSPACE, str(workspace)) for key, value in step.env.items()
        }
        if job.postgresql and postgresql:
            own = {key: value.replace(job.postgresql, postgresql) for key, value in own.items()}
        own["PATH"] = os.pathsep.join([str(projects.tools()), *path] if step.uv else path)
        status, output = shell(step, workspace, machine | own, end - time.monotonic())
        results.append(Ran(step.name, status, output))
        if status:
            break
    for name in job.cache:
        (folder / "cache").mkdir(exist_ok=True)
        (workspace / name).rename(folder / "cache" / name)
    if job.one_shell:
        return lines_of(results[0])
    return results


def shell(step: Step, cwd: Path, env: Mapping[str, str], seconds: float) -> tuple[int, str]:
    """Run a step's script by its shell, and return its exit code and what it printed.

    When its time is over, it is killed with all that it has started, and the exit code is 124.
    """
    with tempfile.TemporaryDirectory(prefix="step-") as folder:
        file_of_script, output = Path(folder) / "script.sh", Path(folder) / "output"
        file_of_script.write_text(step.script, encoding="utf-8")
        with output.open("wb") as file:
            process = subprocess.Popen(
                [str(file_of_script) if word == "{0}" else word for word in step.shell.split()],
                cwd=cwd,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
            try:
                status = process.wait(max(seconds, 0))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                status = 124
        return status, output.read_text(encoding="utf-8", errors="replace")


def lines_of(ran: Ran) -> list[Ran]:
    """Return the lines of a job that were run in one shell: all but the last were green."""
    lines = [part.partition("\n") for part in ran.output.split(MARK)[1:]]
    last = len(lines) - 1
    return [
        Ran(line, ran.status if number == last else 0, output)
        for number, (line, _, output) in enumerate(lines)
    ]
