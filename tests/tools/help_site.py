"""The help as a web site of plain files, to be put beside the program: `make help`. The same texts and pictures as in
the window, nothing loaded from elsewhere; light and dark as the reader's computer."""

from __future__ import annotations

import shutil
import sys
from html import escape
from pathlib import Path
from typing import Final

from crm_desktop import paths
from crm_desktop.ui.help import markup
from crm_desktop.ui.help.book import Page, book
from crm_desktop.ui.style.tokens import TOKENS

LANGUAGES: Final = {"zh_CN": ("中文", "zh-CN"), "en": ("English", "en")}
_USED: Final = ("window", "surface", "separator", "hover", "text", "secondary", "accent", "notice", "on_notice")
_STYLE: Final = """
%(light)s
@media (prefers-color-scheme: dark) { %(dark)s }
* { box-sizing: border-box; }
body { margin: 0; background: var(--surface); color: var(--text); font: 16px/1.6 system-ui, "Microsoft YaHei UI",
  "PingFang SC", "Noto Sans CJK SC", sans-serif; display: flex; flex-wrap: wrap; }
nav { flex: 0 0 15rem; padding: 1.5rem 1rem; background: var(--window); border-right: 1px solid var(--separator); }
nav ul { list-style: none; margin: 0 0 1.5rem; padding: 0; }
nav a { display: block; padding: .25rem .5rem; border-radius: 6px; text-decoration: none; color: var(--text); }
nav a:hover { background: var(--hover); }
nav a[aria-current] { color: var(--accent); font-weight: 600; }
main { flex: 1 1 28rem; max-width: 54rem; padding: 1rem 2rem 4rem; min-width: 0; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
a { color: var(--accent); } a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
img { max-width: 100%%; height: auto; border: 1px solid var(--separator); border-radius: 6px; }
code { background: var(--hover); border-radius: 4px; padding: 0 .3em; font: inherit; }
table.rows { border-collapse: collapse; } .rows td, .rows th { text-align: left; padding: .3rem 1.2rem .3rem 0; }
.notice { background: var(--notice); color: var(--on_notice); border-radius: 6px; }
"""


def write(folder: Path) -> list[Path]:
    """Write the site into a folder, anew; what was written."""
    shutil.rmtree(folder, ignore_errors=True)
    written = [_write(folder / "help.css", _style()), _write(folder / "index.html", _entrance())]
    for code in LANGUAGES:
        shutil.copytree(paths.resources() / "help" / code / "pictures", folder / code / "pictures")
        written += [_write(folder / code / f"{page.key}.html", _page(code, page)) for page in book(code).pages.values()]
    return written


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _style() -> str:
    def variables(scheme: int) -> str:
        return ":root { " + " ".join(f"--{token}: {TOKENS[token][scheme]};" for token in _USED) + " }"

    return _STYLE % {"light": variables(0), "dark": variables(1)}


def _entrance() -> str:
    """Where a reader chooses a language."""
    links = "".join(
        f'<p><a href="{code}/{next(iter(book(code).pages))}.html" lang="{lang}">{name}</a></p>'
        for code, (name, lang) in LANGUAGES.items()
    )
    return _html("en", "CRM Desktop", f"<main><h1>CRM Desktop</h1>{links}</main>", "help.css")


def _page(code: str, page: Page) -> str:
    lines = "".join(
        f'<li><a href="{each.key}.html"{" aria-current=page" if each is page else ""}>{escape(each.title)}</a></li>'
        for each in book(code).pages.values()
    )
    others = "".join(
        f'<a href="../{other}/{page.key}.html" lang="{lang}">{name}</a>'
        for other, (name, lang) in LANGUAGES.items()
        if other != code
    )
    text = markup.to_html(page.blocks, _link, _picture)
    name, lang = LANGUAGES[code]
    body = f'<nav aria-label="{escape(name)}"><ul>{lines}</ul>{others}</nav><main>{text}</main>'
    return _html(lang, page.title, body, "../help.css")


def _html(lang: str, title: str, body: str, style: str) -> str:
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f'<link rel="stylesheet" href="{style}">'
    )
    return f'<!DOCTYPE html>\n<html lang="{lang}"><head>{head}</head>\n<body>{body}</body></html>\n'


def _link(to: str) -> str:
    return to.replace(".md", ".html", 1)


def _picture(picture: markup.Picture) -> str:
    name, words = f"pictures/{picture.name}", escape(picture.words)
    dark = f'<source srcset="{name}-dark.png" media="(prefers-color-scheme: dark)">'
    return f'<picture>{dark}<img src="{name}.png" alt="{words}"></picture>'


if __name__ == "__main__":
    place = Path(sys.argv[1]).resolve()
    print(f"{len(write(place))} files in {place}")
