"""A phone book on the import page: its cards are the rows, and there is no row of headings to choose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from crm_desktop.exchange.headings import Kind
from crm_desktop.ui.dialogs.import_dialog import ImportDialog

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
    dialog = ImportDialog(context, path, Kind.CUSTOMERS)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog._job is None and not dialog._settle.isActive(), timeout=20_000)
    assert not dialog.header_row.isVisible()
    assert not dialog.sheet.isVisible()
    assert [row.row for row in dialog.model.rows] == [1, 2]
    assert [column.target for column in dialog.model.columns][:4] == ["name", "phone", "birthday", "lunar_birthday"]
    assert dialog.counts.text() == "New 2 · Update 0 · Unchanged 0 · Doubtful 1 · Rejected 0"

    dialog.model.mended.emit(2, 1, "13911112222")
    qtbot.waitUntil(lambda: dialog._job is None and not dialog._settle.isActive(), timeout=20_000)
    dialog.write()
    qtbot.waitUntil(lambda: dialog._job is None, timeout=20_000)
    found = {each.name: each for each in services.customers.get_many(services.customers.ids())}
    assert set(found) == {"王芳", "李四"}
    assert found["李四"].phones == ("+8613911112222",)
    assert found["王芳"].birthday.leap
