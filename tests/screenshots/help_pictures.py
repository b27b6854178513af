"""The pictures of the help: one for each name that its texts show, in both languages."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from crm_desktop import paths
from tests.hands import type_text
from tests.screenshots.stage import Stage, crop, make_empty, make_full, over, save, settle, stage, wait_until

#: A sheet as shops have them: a title above, codes, half a birthday, a phone in hiding, a row without anyone.
SHEET: Final = """桂香茶铺 会员名单
会员姓名,性别,手机号码,会员生日,来自,备注
朱明,1,155-5229-5655,农历二月初八,美团,老客户
张英,0,13515013622,属虎,路过,
单晓丽,0,138****8000,1988-3-5,,对花生过敏
王芳,0,+86 139 1111 2222,3月5日,朋友介绍,
李伟,1,13911113333,闰四月初二,美团,
,,,,,没有名字
"""
LANGUAGES: Final = ("zh_CN", "en")
THEMES: Final = ("light", "dark")
_RETURN: Final = Qt.Key.Key_Return


def start(at: Stage) -> QPixmap:
    settle()
    return crop(at.window.grab(), height=620)


def quick_add(at: Stage) -> QPixmap:
    at.window.new_customer(at.words("张三 13800138000 八月十五", "Mary Li 13800138000 1988-3-5"))
    settle()
    panel = at.window.tab("customers").panel
    return crop(panel.grab(), height=200)


def today(at: Stage) -> QPixmap:
    at.window.show_tab("today")
    at.window.focus_list()
    settle(700)
    return crop(at.window.grab(), height=570)


def search(at: Stage) -> QPixmap:
    from crm_desktop.ui.widgets.drop_list import DropList

    at.window.show_tab("customers")
    box = at.window.search_box
    at.window.focus_search()
    type_text(box, "2222")
    settle()
    box.show_results()  # they go where another window comes up meanwhile
    drops = [each for each in at.window.findChildren(DropList) if each.isVisible()]
    assert drops, "nothing dropped under the search box"
    drop = drops[0]
    picture = at.window.grab()
    dropped = QRect(at.window.mapFromGlobal(drop.mapToGlobal(QPoint())), drop.size())
    if drop.isWindow():
        over(picture, drop, dropped.topLeft())
    shown = dropped.united(QRect(box.mapTo(at.window, QPoint()), box.size())).adjusted(-16, 0, 16, 12)
    return picture.copy(shown.adjusted(0, -shown.top(), 0, 0).intersected(at.window.rect()))


def customers(at: Stage) -> QPixmap:
    tab: Any = at.window.tab("customers")
    at.window.show_tab("customers")
    settle()
    tab.list.select_id(_regular(at))
    settle(700)
    return at.window.grab()


def _regular(at: Stage) -> int:
    """Somebody of whom there is much to tell."""
    from crm_desktop.services.customer_filter import CustomerFilter
    from crm_desktop.services.sorting import Sort

    often = CustomerFilter(no_visit_days=5, spent_from=100_000)
    return at.window.context.services.customers.ids(often, Sort("name"))[0]


def filtered(at: Stage) -> QPixmap:
    from crm_desktop.services.customer_filter import CustomerFilter

    tab: Any = at.window.tab("customers")
    at.window.show_tab("customers")
    tag = at.window.context.services.tags.all()[0].name
    tab.set_filter(CustomerFilter(tags=(tag,), no_visit_days=90))
    settle(600)
    return crop(at.window.grab(), height=300)


def purchase(at: Stage) -> QPixmap:
    at.window.show_tab("purchases")
    at.window.new_purchase()
    entry: Any = at.dialog()
    customer = at.window.context.services.customers.get_many([_regular(at)])[0]
    type_text(entry.customer, customer.phones[0][-4:])
    QTest.keyClick(entry.customer, _RETURN)  # at once: what drops down goes where another window comes up meanwhile
    for initials in ("lj", "tgy"):
        field = entry.lines.rows[-1].product
        field.setFocus()
        type_text(field, initials)
        QTest.keyClick(field, _RETURN)
        settle(50)
        row = entry.lines.filled()[-1]
        QTest.keyClick(row.quantity, _RETURN)
        settle(50)
    settle()
    return entry.grab()


def purchases(at: Stage) -> QPixmap:
    at.window.show_tab("purchases")
    at.window.focus_list()
    settle(700)
    return crop(at.window.grab(), height=520)


def follow_up(at: Stage) -> QPixmap:
    at.window.show_tab("follow_ups")
    at.window.new_follow_up(_regular(at))
    form: Any = at.dialog()
    form.what.setText(at.words("问问新茶好不好", "Ask how the new tea was"))
    form.due.setText(at.words("周五 15:00", "Friday 15:00"))
    settle()
    return form.grab()


def follow_ups(at: Stage) -> QPixmap:
    at.window.show_tab("follow_ups")
    at.window.focus_list()
    settle(700)
    return crop(at.window.grab(), height=420)


def birthdays(at: Stage) -> QPixmap:
    at.window.show_tab("birthdays")
    at.window.focus_list()
    settle(700)
    return crop(at.window.grab(), height=600)


def greetings(at: Stage) -> QPixmap:
    from crm_desktop.ui.dialogs.greetings import GreetingsDialog

    GreetingsDialog(at.window.context, at.window).open()
    settle()
    return at.dialog().grab()


def show_popup(at: Stage) -> QWidget:
    """The popup, on the screen."""
    from crm_desktop.ui.reminders.popup import Popup

    def shown() -> list[QWidget]:
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, Popup) and each.isVisible()]

    at.program.show_reminders()
    wait_until(shown)
    settle(700)
    return shown()[0]


def popup(at: Stage) -> QPixmap:
    found = show_popup(at)
    picture = found.grab()
    found.hide()
    return picture


def help_itself(at: Stage) -> QPixmap:
    at.program.show_help("daily")
    shown = at.program.help.window
    assert shown is not None
    shown.resize(1100, 760)
    settle(700)
    picture = shown.grab()
    shown.hide()
    return picture


def caller(at: Stage) -> QPixmap:
    """Somebody who was promised something."""
    from crm_desktop.domain.caller import Caller
    from crm_desktop.ui.calls.card import CallerCard

    services = at.window.context.services
    promised = {row.customer_id for row in services.follow_ups.get_many(services.follow_ups.ids())}
    often = [each for each in services.customers.get_many(sorted(promised)) if each.visits > 3 and each.phones]
    card = CallerCard(at.window.context)
    card.tell(Caller(often[0].phones[0]))
    settle()
    picture = card.grab()
    card.hide()
    card.deleteLater()
    return picture


def reminder_settings(at: Stage) -> QPixmap:
    at.window.show_reminder_settings()
    settle()
    return at.dialog().grab()


def _import_page(at: Stage) -> Any:
    from crm_desktop.ui.dialogs.importing.open import import_files

    sheet = at.place / at.words("客户名单.csv", "members.csv")
    sheet.write_text(SHEET, encoding="utf-8")
    page = import_files(at.window.context, at.window, [sheet], "customers")
    page.resize(1140, 540)
    wait_until(lambda: page.settled)
    settle(700)
    return page


def importing(at: Stage) -> QPixmap:
    return _import_page(at).grab()


def doubtful(at: Stage) -> QPixmap:
    page = _import_page(at)
    page.parts.side_button.click()
    page._filter("doubtful")
    settle()
    return crop(page.parts.split.grab(), height=140)


def export(at: Stage) -> QPixmap:
    tab: Any = at.window.tab("customers")
    at.window.show_tab("customers")
    settle()
    tab.hand_over.export_by_choice()
    settle()
    return at.dialog().grab()


def printing(at: Stage) -> QPixmap:
    at.window.show_tab("customers")
    settle()
    at.window.print_list()
    settle(1500)
    return at.dialog().grab()


def history(at: Stage) -> QPixmap:
    at.window.show_tab("history")
    at.window.focus_list()
    settle(700)
    return crop(at.window.grab(), height=348)


def safety(at: Stage) -> QPixmap:
    at.window.show_safety()
    dialog: Any = at.dialog()
    settle(900)
    _name_places(at, dialog)
    return dialog.grab()


def _name_places(at: Stage, dialog: QWidget) -> None:
    """Where the shop lies on her computer, not on this one."""
    folder = at.words("D:\\我的店铺", "D:\\My shop")
    for label in dialog.findChildren(QLabel):
        text = label.text()
        for path in {str(at.place), str(at.program.opened.services.shop.path.parent) if at.program.opened else ""}:
            if path and path in text:
                label.setText(text.replace(path, folder).replace("/", "\\"))
    settle(50)


def password(at: Stage) -> QPixmap:
    from crm_desktop.ui.dialogs.safety.password_dialogs import NewPasswordDialog

    dialog: Any = NewPasswordDialog(at.window.context, at.window)
    dialog.open()
    type_text(dialog.new, "tea garden seven lanterns")
    type_text(dialog.repeated, "tea garden seven lanterns")
    settle()
    return dialog.grab()


def restore(at: Stage) -> QPixmap:
    from crm_desktop.ui.dialogs.restore import open_restore

    copies = open_restore(at.window.context, at.window)
    wait_until(lambda: copies.contents is not None)
    settle(500)
    return copies.grab()


def lock(at: Stage) -> QPixmap:
    from crm_desktop.ui.locking.window import LockWindow
    from tests.fakes import FakeShell

    path = Path(at.words("我的店铺.crm", "My shop.crm"))
    page = LockWindow(path, lambda key: None, FakeShell(), at.window.context.theme)
    page.resize(880, 420)
    page.show()
    settle()
    picture = page.grab()
    page.hide()
    page.deleteLater()
    return picture


def settings(at: Stage) -> QPixmap:
    from crm_desktop.ui.dialogs.settings import SettingsDialog

    SettingsDialog(at.window.context, at.window).open()
    settle()
    return at.dialog().grab()


Picture = Callable[[Stage], QPixmap]

#: Of a shop in which nothing is yet.
OF_EMPTY: Final[dict[str, Picture]] = {"start": start}

#: Of the shop of the pictures, each in a window of its own: what one does is not seen in the next.
OF_FULL: Final[dict[str, Picture]] = {
    "quick-add": quick_add, "today": today, "search": search, "customers": customers, "filter": filtered,
    "purchase": purchase, "purchases": purchases, "follow-up": follow_up, "follow-ups": follow_ups,
    "birthdays": birthdays, "greetings": greetings, "popup": popup, "caller": caller,
    "reminder-settings": reminder_settings,
    "import": importing, "doubtful": doubtful, "export": export, "print": printing, "history": history,
    "safety": safety, "password": password, "restore": restore, "lock": lock, "settings": settings,
}  # fmt: skip


def file_of(language: str, name: str, theme: str) -> Path:
    """Where a picture of the help lies."""
    called = f"{name}-dark.png" if theme == "dark" else f"{name}.png"
    return paths.resources() / "help" / language / "pictures" / called


def take(only: frozenset[str] = frozenset()) -> list[Path]:
    """Take them all, or `only` some of them, into the help's own folders."""
    taken = []
    with tempfile.TemporaryDirectory() as place:
        empty, full = Path(place) / "empty", Path(place) / "full"
        make_empty(empty)
        make_full(full)
        pictures = [(empty, *each) for each in OF_EMPTY.items()] + [(full, *each) for each in OF_FULL.items()]
        for (prepared, name, picture), language, theme in product(pictures, LANGUAGES, THEMES):
            if not only or name in only:
                with stage(prepared, language, theme=theme) as at:
                    taken.append(file_of(language, name, theme))
                    save(picture(at), taken[-1])
    return taken
