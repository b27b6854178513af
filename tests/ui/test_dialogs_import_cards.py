"""A phone book on the import page: its cards are the rows, and there is no row of headings to choose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.ui.importing import counts, done, opened, rows_shown, settled

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.context import Context

CARDS = """BEGIN:VCARD
VERSION:3.0
N:王;芳;;;
FN:王芳
item1.TEL;type=pref:+86 138 0013 8000
item1.X-ABLabel:_$!<Mobile>!$_
X-ALTBDAY;CALSCALE=chinese:0078003704L01
ORG:老店
END:VCARD
BEGIN:VCARD
VERSION:2.1
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E=E5=9B=9B
TEL;CELL:139
BDAY:19800322
"""


def test_a_phone_book_comes_in(context: Context, services: Any, tmp_path: Path, qtbot: Any) -> None:
    path = tmp_path / "通讯录.vcf"
    path.write_text(CARDS, encoding="utf-8")
    dialog = opened(context, path, qtbot)
    assert not dialog.parts.head.header_row.isVisible()
    assert not dialog.parts.head.sheet.isVisible()
    assert rows_shown(dialog) == [1, 2]
    assert [column.target for column in dialog.parts.model.columns][:4] == [
        "name", "phone", "birthday", "lunar_birthday",
    ]  # fmt: skip
    assert counts(dialog) == {"all": 2, "new": 2, "doubtful": 1}

    dialog.parts.model.mended.emit(2, 1, "13911112222")
    settled(dialog, qtbot)
    dialog.write()
    done(dialog, qtbot)
    found = {each.name: each for each in services.customers.get_many(services.customers.ids())}
    assert set(found) == {"王芳", "李四"}
    assert found["李四"].phones == ("+8613911112222",)
    assert found["王芳"].birthday.leap
