"""Both languages are complete, and every word the user sees can be translated."""

from __future__ import annotations

import ast
import re

import pytest

from crm_desktop import language, paths
from crm_desktop.paths import APP_NAME
from tests.tools.source_strings import PACKAGE, calls, english_plurals, source_strings

STRINGS = source_strings()
PLACEHOLDERS = re.compile(r"%[1-9n]")


def test_every_string_is_translated_and_none_is_left_over() -> None:
    assert set(language.load_catalogue("zh_CN")) == set(STRINGS)


def test_english_has_the_plurals_and_nothing_else() -> None:
    assert set(language.load_catalogue("en")) == {text for text, plural in STRINGS.items() if plural}


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_no_entry_is_unfinished_vanished_or_obsolete(code: str) -> None:
    text = (paths.resources() / "translations" / f"{code}.ts").read_text(encoding="utf-8")
    assert not re.findall(r'type="\w+"', text)


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_translations_have_the_placeholders_of_their_source(code: str) -> None:
    for source, forms in language.load_catalogue(code).items():
        for form in forms:
            assert set(PLACEHOLDERS.findall(form)) == set(PLACEHOLDERS.findall(source)), source


def test_strings_are_literals_so_that_they_can_be_found() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.name == "language.py":
            continue
        for call in calls(path):
            where = f"{path.name}:{call.lineno}"
            assert call.args, where
            assert isinstance(call.args[0], ast.Constant), f"{where} is not a literal"


def test_plurals_name_the_number_and_numbers_are_given() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.name == "language.py":
            continue
        for call in calls(path):
            text = call.args[0]
            assert isinstance(text, ast.Constant)
            given = any(keyword.arg == "n" for keyword in call.keywords)
            assert given == ("%n" in str(text.value)), f"{path.name}:{call.lineno}"


def test_english_speaks_of_one_as_of_one() -> None:
    of_several = re.compile(r"%n (?:\w+ ){1,3}?(?:have|are|were|belong|them|they)\b")
    of_others = {"The shop and %n copy have"}
    for one, several in language.load_catalogue("en").values():
        if not any(words in one for words in of_others):
            assert not of_several.search(one), one
            assert one.count("%n") == several.count("%n") == 1


def test_english_plurals_are_made_from_the_mark_in_brackets() -> None:
    assert english_plurals("%n customer(s) and %n match(es)") == (
        "%n customer and %n match",
        "%n customers and %n matches",
    )


def _shown_literals(tree: ast.AST) -> list[tuple[int, str]]:
    """Literals handed straight to calls that put text on screen."""
    shows = {
        "setText",
        "setWindowTitle",
        "setToolTip",
        "setPlaceholderText",
        "setAccessibleName",
        "addAction",
        "QLabel",
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            for arg in node.args if name in shows else ():
                if (
                    isinstance(arg, ast.Constant)
                    and arg.value != APP_NAME  # a name is the same in every language
                    and isinstance(arg.value, str)
                    and re.search(r"[^\W\d_]{2}", arg.value)
                ):
                    found.append((node.lineno, arg.value))
                if isinstance(arg, ast.JoinedStr):
                    pieces = [p.value for p in arg.values if isinstance(p, ast.Constant)]
                    found += [(node.lineno, p) for p in pieces if re.search(r"[^\W\d_]{2}", str(p))]
    return found


def test_nothing_on_screen_is_outside_tr() -> None:
    for path in (PACKAGE / "ui").rglob("*.py"):
        found = _shown_literals(ast.parse(path.read_text(encoding="utf-8")))
        assert not found, f"{path.relative_to(PACKAGE)}: {found}"
