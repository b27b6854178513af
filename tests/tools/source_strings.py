"""The strings that the program speaks, found in its source, and the catalogues brought up to date with them.

Run it (`make translations`) after adding or changing a string: new ones appear in `zh_CN.ts` as unfinished, for a
translator to fill in; strings that no source holds any more go away; English plurals of new ones are made from "(s)",
to be mended by hand where a singular needs more ("%n row belongs to").
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from crm_desktop import language

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "crm_desktop"
SPEAKERS = ("tr", "Sentence")


@cache
def calls(path: Path) -> list[ast.Call]:
    """Every call of `tr` and `Sentence` in a module, which is read once."""
    return [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPEAKERS
    ]


def source_strings() -> dict[str, bool]:
    """Source string -> whether it has plural forms."""
    found: dict[str, bool] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for call in calls(path):
            first = call.args[0] if call.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                found[first.value] = "%n" in first.value
    return found


def english_plurals(text: str) -> tuple[str, str]:
    """ "%n row(s)" -> ("%n row", "%n rows"), "%n copy(s)" -> ("%n copy", "%n copies")."""
    one = re.sub(r"\((?:e?s)\)", "", text)
    return one, re.sub(r"\((e?s)\)", r"\1", re.sub(r"([^aeiou])y\(s\)", r"\1ies", text))


def catalogue(code: str, strings: dict[str, bool], translations: dict[str, tuple[str, ...]]) -> str:
    """A catalogue as a `.ts` file's text; strings without a translation are marked unfinished."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines += [f'<TS version="2.1" language="{code}" sourcelanguage="en">', "<context>", "    <name>CRM Desktop</name>"]
    for text in sorted(strings):
        plural = strings[text]
        forms = translations.get(text)
        lines.append('    <message numerus="yes">' if plural else "    <message>")
        lines.append(f"        <source>{escape(text)}</source>")
        if not forms:
            lines.append('        <translation type="unfinished"></translation>')
        elif plural:
            inner = "".join(f"<numerusform>{escape(form)}</numerusform>" for form in forms)
            lines.append(f"        <translation>{inner}</translation>")
        else:
            lines.append(f"        <translation>{escape(forms[0])}</translation>")
        lines.append("    </message>")
    return "\n".join([*lines, "</context>", "</TS>", ""])


def update(extra: dict[str, str] | None = None) -> list[str]:
    """Bring both catalogues up to date, `extra` Chinese translations added; returns what is still untranslated."""
    strings = source_strings()
    chinese = language.load_catalogue("zh_CN") | {k: (v,) for k, v in (extra or {}).items() if v}
    english = {text: english_plurals(text) for text, plural in strings.items() if plural} | language.load_catalogue(
        "en"
    )
    folder = ROOT / "resources" / "translations"
    (folder / "zh_CN.ts").write_text(catalogue("zh_CN", strings, chinese), encoding="utf-8")
    plurals = {text: plural for text, plural in strings.items() if plural}
    (folder / "en.ts").write_text(catalogue("en", plurals, english), encoding="utf-8")
    return [text for text in strings if text not in chinese]


if __name__ == "__main__":
    for missing in update():
        print("unfinished:", missing)
