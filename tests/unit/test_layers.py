"""Imports run one way, Qt stays in the window, and queries stay out of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "crm_desktop"
BASE = {"language", "errors", "clock", "collecting", "paths", "patterns", "running_copy", ""}
MAY_IMPORT = {
    "domain": {"domain"},
    "store": {"store", "domain"},
    "services": {"services", "store", "domain"},
    "exchange": {"exchange", "store", "domain"},
    "cli": {"cli", "app", "ui", "exchange", "services", "store", "domain"},
    "ui": {"ui", "exchange", "services", "store", "domain"},
}
NO_QUERIES = (
    "peewee",
    "playhouse",
    "sqlcipher3",
    "sqlite3",
    "crm_desktop.store.models",
    "crm_desktop.store.engine",
    "crm_desktop.store.connections",
)
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Every module that a module imports, wherever in it; `from a import b` as "a.b"."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def layer(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else "top"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    own = layer(path)
    for name in imports(path):
        if own in ("domain", "store", "services", "exchange"):
            assert not name.startswith(("PySide6", "shiboken6")), f"Qt below the window: {name}"
        if own in ("cli", "ui", "top"):
            assert not name.startswith(NO_QUERIES), f"a query outside services and store: {name}"
        if own != "top" and name.startswith("crm_desktop."):
            target = name.split(".")[1]
            if target == "__version__":
                continue
            assert target in MAY_IMPORT[own] | BASE, f"{own} imports {name}"


def test_the_base_modules_import_nothing_above_them() -> None:
    for name in BASE - {""}:
        for imported in imports(PACKAGE / f"{name}.py"):
            if imported.startswith("crm_desktop."):
                assert imported.split(".")[1] in BASE, f"{name} imports {imported}"


def test_the_rules_touch_neither_files_nor_the_clock() -> None:
    forbidden = {"open", "print", "input"}
    for path in (PACKAGE / "domain").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
                assert name not in forbidden | {"now", "today"}, f"{path.name}:{node.lineno} {name}"
