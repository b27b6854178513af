"""Copied rows as a spreadsheet takes them: texts stay texts, numbers and days are what they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from crm_desktop.exchange.readers import open_book, pasted_book
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.tabs.customers.tab import CustomersTab
from crm_desktop.ui.widgets.copied_cells import Cell, copied
from tests.hands import show_tab

LINES = [
    [Cell("姓名"), Cell("电话"), Cell("消费"), Cell("备注")],
    [Cell("王芳"), Cell("13800138000"), Cell("¥1,234.50", is_value=True), Cell('爱喝茶\n"不"\t辣')],
    [Cell("=1+1"), Cell("010 8888 6666"), Cell("7", is_value=True), Cell("<b>&")],
]


def test_text_of_cells(qapp: Any) -> None:
    data = copied(LINES)
    assert data.text().split("\n")[0] == "姓名\t电话\t消费\t备注"
    assert pasted_book(data.text()).sheet().rows == [[cell.text for cell in line] for line in LINES]


def test_html_of_cells(qapp: Any, tmp_path: Path) -> None:
    html = copied(LINES).html()
    as_text = re.findall(r'<td class="t" style="mso-number-format:\'\\@\'">(.*?)</td>', html)
    assert as_text == ["13800138000", "=1+1", "010 8888 6666"]
    assert "<td>¥1,234.50</td>" in html
    assert "<td>7</td>" in html
    assert 'td.t{mso-number-format:"\\@"' in html
    assert "<td>&lt;b&gt;&amp;</td>" in html
    path = tmp_path / "pasted.xls"
    path.write_text(html, encoding="utf-8")
    assert open_book(path).sheet().rows[2][:3] == ["=1+1", "010 8888 6666", "7"]


def test_rows_of_the_customer_list(context: Context, qtbot: Any) -> None:
    for name, phone in (("王芳", "13800138000"), ("李四", "13900001111")):
        context.services.customers.add(CustomerDraft(name=name, phones=(phone,)))
    tab = CustomersTab(context)
    show_tab(tab, context, qtbot)
    tab.list.selectAll()
    tab.list.copy_selected()
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasText()
    assert "138 0013 8000" in re.findall(r'<td class="t"[^>]*>(.*?)</td>', data.html())
    assert data.text().split("\n")[0].startswith("Name\tPhone\t")
