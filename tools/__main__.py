"""Write what is generated in this repository.

    .venv/bin/python -m tools [name ...]

writes all of it, or what you name. `--check` writes nothing, and fails where a file would change.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.helpers import projects

# Copier takes a copy of the environment when it is imported.
os.environ |= projects.environment()

from tools import figures, idioms, names, prompts, stacks, traps

# Each has a function `files`, which returns what to write, by its path.
WRITTEN = {
    "figures": figures,
    "idioms": idioms,
    "names": names,
    "prompts": prompts,
    "stacks": stacks,
    "traps": traps,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(WRITTEN)}")
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--measure", action="store_true", help="try all traps first: an hour")
    options = parser.parse_args()
    if unknown := set(options.names) - set(WRITTEN):
        parser.error(f"no such name: {', '.join(sorted(unknown))}")
    if options.measure:
        traps.measure()
    outdated = []
    with tempfile.TemporaryDirectory() as folder:
        template = projects.template_of_working_tree(Path(folder) / "template")
        for name in options.names or WRITTEN:
            for path, text in WRITTEN[name].files(template).items():
                if path.read_text(encoding="utf-8") == text:
                    continue
                outdated.append(f"{path.relative_to(projects.ROOT)}: python -m tools {name}")
                if not options.check:
                    path.write_text(text, encoding="utf-8", newline="\n")
    if options.check and outdated:
        sys.exit("\n".join(["These files are outdated:", *outdated]))


if __name__ == "__main__":
    main()
