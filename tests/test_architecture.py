"""The shape of the code: what may import what, how long a thing may get, what lies at the top."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

#: Lines. A file that is longer is no longer held in the head: change the design, not just the length.
LONGEST_FILE, LONGEST_FUNCTION = 400, 60

TOP_LEVEL = {
    *(".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "manage.py", "pyproject.toml"),
    *("requirements.txt", "requirements-dev.txt"),
    *(
        "bench",
        "commitments",
        "docs",
        "fixtures",
        "locale",
        "members",
        "ogp_challenge",
        "static",
        "templates",
    ),
    "tests",
}


def tracked(*patterns):
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR,
    ).stdout.split()
    return [Path(name) for name in names if (settings.BASE_DIR / name).exists() and "migrations" not in name]


def test_top_level():
    assert {path.parts[0] for path in tracked()} <= TOP_LEVEL


def test_imports_run_one_way():
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])",
        ],
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", tracked("*.py", "*.html", "*.css", "*.js"), ids=str)
def test_files_stay_short(path):
    text = (settings.BASE_DIR / path).read_text(encoding="utf-8")

    assert len(text.splitlines()) <= LONGEST_FILE
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", [path for path in tracked("*.py") if path.parts[0] != "tests"], ids=str)
def test_public_names_are_explained(path):
    """Modules always; functions of modules and classes, unless the name says all there is (admin, Meta, tests)."""
    tree = ast.parse((settings.BASE_DIR / path).read_text(encoding="utf-8"))

    assert not tree.body or ast.get_docstring(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


def test_markup_is_never_declared_safe_by_hand():
    """`mark_safe`, `|safe` and `autoescape off` are how stored text becomes script."""
    for path in tracked("*.py", "*.html"):
        if path.parts[0] != "tests":
            text = (settings.BASE_DIR / path).read_text(encoding="utf-8")
            for word in ("mark_safe", "|safe", "autoescape off"):
                assert word not in text, path


def test_requirements_are_hashed_and_name_no_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (settings.BASE_DIR / name).read_text(encoding="utf-8")
        assert "://" not in text
        entries = re.split(r"\n(?=\S)", text.strip())
        assert all("--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_keep_their_extras(name):
    """A package wanted with an extra and locked without it: older pips take its newest release, which has no hash."""
    text = (settings.BASE_DIR / name).read_text(encoding="utf-8")
    locked = [Requirement(line.split(" \\")[0]) for line in text.splitlines() if re.match(r"\w", line)]
    here = [entry for entry in locked if entry.marker is None or entry.marker.evaluate()]
    extras = {canonicalize_name(entry.name): entry.extras for entry in here}
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    wanted = [Requirement(text) for text in project["dependencies"]]
    for entry in here:
        needs = map(Requirement, distribution(entry.name).requires or [])
        on = [{"extra": extra} for extra in {"", *entry.extras}]
        wanted += [need for need in needs if not need.marker or any(map(need.marker.evaluate, on))]

    assert any(need.extras for need in wanted)
    for need in wanted:
        assert need.extras <= extras[canonicalize_name(need.name)], need
