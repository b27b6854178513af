"""The password on the safety page: set, changed, removed; the lock, the key ring, the recovery sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from crm_desktop import paths
from crm_desktop.language import Sentence
from crm_desktop.services import Services
from crm_desktop.services.backup_places import copies_of
from crm_desktop.services.key_ring import KeyRing
from crm_desktop.store.closed_file import is_encrypted
from crm_desktop.store.key import Key, salt_in
from crm_desktop.store.shop import Shop
from crm_desktop.ui.dialogs.safety.dialog import SafetyDialog
from crm_desktop.ui.dialogs.safety.password_dialogs import CurrentPasswordDialog, NewPasswordDialog
from crm_desktop.ui.dialogs.safety.section import State
from crm_desktop.ui.opening.kept_keys import is_kept, note_kept
from crm_desktop.ui.printing.print_dialog import PrintDialog
from tests.hands import type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.services import Services
    from crm_desktop.ui.plumbing.context import Context
    from crm_desktop.ui.plumbing.messages import Message
    from tests.fakes import FakeClock

OLD = "old 春天 lamp 81"
NEW = "river 81 lantern 秋"


class Ring:
    """A key ring in memory."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.stuck = False

    def get_password(self, service: str, name: str) -> str | None:
        return self.held.get((service, name))

    def set_password(self, service: str, name: str, word: str) -> None:
        if self.stuck:
            raise RuntimeError
        self.held[service, name] = word

    def delete_password(self, service: str, name: str) -> None:
        if self.stuck:
            raise RuntimeError
        del self.held[service, name]


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    ring = Ring()
    monkeypatch.setattr(KeyRing.__init__, "__defaults__", (lambda: ring,))
    return ring


@pytest.fixture
def encrypted(tmp_path: Path, clock: FakeClock) -> Iterator[Services]:
    shop = Shop.create(tmp_path / "secret.crm", key=OLD, clock=clock)
    yield Services(shop)
    shop.close()


@pytest.fixture
def services(request: pytest.FixtureRequest) -> Services:
    """Of a shop with a password where the test asks for one."""
    if "encrypted" in request.fixturenames:
        found: Services = request.getfixturevalue("encrypted")
        return found
    return Services(request.getfixturevalue("shop"))


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> SafetyDialog:
    page = SafetyDialog(context)
    page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.password.state is not State.UNKNOWN)
    return page


with_password = pytest.mark.usefixtures("encrypted")


def over(page: SafetyDialog, kind: type[Any]) -> Any:
    """What stands over the page."""
    return next(each for each in page.findChildren(QDialog) if isinstance(each, kind) and each.isVisible())


def carry_out(context: Context) -> None:
    """What the program does while the window is put away."""
    keeper: Any = context.keeper
    ((_, work),) = keeper.reworked
    ((done, _),) = keeper.endings
    shop = context.services.shop
    key = shop.database.key
    context.jobs.settle()
    context.jobs.tidy(shop.close)
    context.jobs.settle()
    shop.close()
    new = work(shop.path, key, lambda *_: None, lambda: False)
    Shop.open(shop.path, key=new).close()
    done()


def fill(dialog: Any, **words: str) -> None:
    for name, word in words.items():
        field = getattr(dialog, name)
        field.clear()
        type_text(field, word)
    dialog.try_save()


def make_copy(context: Context, key: Key | str | None, shop: Path) -> Path:
    """A copy in the backup folder, under a key of its own."""
    context.daily_backup.backups.make()
    (copy,) = copies_of(shop, paths.backups(context.data_dir))
    if key is None and is_encrypted(copy):
        copy.unlink()
        Shop.create(copy).close()
    return copy


# Without a password


def test_a_shop_without_a_password_could_be_safer(page: SafetyDialog) -> None:
    assert page.password.state is State.ADVICE
    assert "can read all your customers" in page.password.said
    assert page.password.set_button.isVisible()


def test_a_password_is_set(page: SafetyDialog, context: Context, messages: list[Message]) -> None:
    shop = context.services.shop
    copy = make_copy(context, None, shop.path)
    page.password.set_button.click()
    dialog: NewPasswordDialog = over(page, NewPasswordDialog)
    assert not dialog.current.isVisible()
    fill(dialog, new=NEW, repeated=NEW)
    assert not dialog.isVisible()
    carry_out(context)
    assert is_encrypted(shop.path)
    assert is_encrypted(copy)
    Shop.open(copy, key=NEW).close()
    assert [message.text for message in messages] == ["The shop and 1 copy have a password now"]
    keeper: Any = context.keeper
    (code,) = keeper.shown
    Shop.open(shop.path, key=Key.from_code(code)).close()


def test_the_sheet_is_printed_only_if_she_wants_it(page: SafetyDialog, context: Context) -> None:
    page.password.ask_new()
    dialog: NewPasswordDialog = over(page, NewPasswordDialog)
    dialog.sheet.setChecked(False)
    fill(dialog, new=NEW, repeated=NEW)
    carry_out(context)
    keeper: Any = context.keeper
    assert keeper.shown == []


def test_what_cannot_be_a_password_is_said_beside_it(page: SafetyDialog, context: Context) -> None:
    page.password.ask_new()
    dialog: NewPasswordDialog = over(page, NewPasswordDialog)
    fill(dialog)
    assert dialog._fields["new"].error() == "Type a password."
    fill(dialog, new=NEW, repeated=NEW + "x")
    assert "differs" in dialog._fields["repeated"].error()
    assert dialog.isVisible()
    keeper: Any = context.keeper
    assert keeper.reworked == []
    dialog.reject()
    assert context.questions.asked == ["Close without saving?"]


def test_what_was_wrong_is_not_said_any_more_while_it_is_typed_anew(page: SafetyDialog) -> None:
    page.password.set_button.click()
    dialog = page.findChild(NewPasswordDialog)
    assert dialog is not None
    type_text(dialog.new, NEW)
    dialog.try_save()
    assert "differs" in dialog._fields["repeated"].error()
    type_text(dialog.repeated, NEW)
    assert dialog._fields["repeated"].error() == ""
    dialog.mark_saved()
    dialog.close()


def test_a_long_advice_is_read_to_its_end(page: SafetyDialog) -> None:
    page.password.ask_new()
    dialog: NewPasswordDialog = over(page, NewPasswordDialog)
    before = dialog.strength._means.height()
    type_text(dialog.new, "tea1")
    QTest.qWait(50)
    means = dialog.strength._means
    assert means.height() >= max(before, means.heightForWidth(means.width()))
    assert dialog.strength.rect().contains(means.geometry())


def test_the_strength_is_shown_and_a_weak_one_asked_about(page: SafetyDialog, context: Context) -> None:
    context.services.settings.change(shop_name="桂香茶铺")
    questions: Any = context.questions
    questions.answer = False
    page.password.ask_new()
    dialog: NewPasswordDialog = over(page, NewPasswordDialog)
    fill(dialog, new="woaini520", repeated="woaini520")
    assert dialog.strength._level.text() == "Very weak"
    assert questions.asked == ["Take this weak password?"]
    assert dialog.isVisible()
    fill(dialog, new="guixiangchapu", repeated="guixiangchapu")
    assert "what belongs to the shop" in dialog.strength.accessibleDescription()
    questions.answer = True
    fill(dialog)
    assert not dialog.isVisible()


def test_both_fields_are_looked_into_at_once(page: SafetyDialog) -> None:
    page.password.ask_new()
    dialog: NewPasswordDialog = over(page, NewPasswordDialog)
    dialog.new.eye.click()
    assert dialog.repeated.echoMode() == QLineEdit.EchoMode.Normal
    dialog.new.eye.click()
    assert dialog.repeated.echoMode() == QLineEdit.EchoMode.Password
    dialog.reject()


def test_what_keeps_the_work_from_beginning_keeps_the_form_open(page: SafetyDialog, context: Context) -> None:
    keeper: Any = context.keeper
    keeper.will = False
    page.password.ask_new()
    dialog: NewPasswordDialog = over(page, NewPasswordDialog)
    fill(dialog, new=NEW, repeated=NEW)
    assert dialog.isVisible()
    assert dialog.new.text() == NEW
    dialog.hide()


# With one


@with_password
def test_a_shop_with_a_password_is_safe(page: SafetyDialog) -> None:
    assert page.password.state is State.GOOD
    assert page.close_button.hasFocus()


@with_password
def test_the_password_is_changed(page: SafetyDialog, context: Context, messages: list[Message]) -> None:
    shop = context.services.shop
    page.password.change_button.click()
    dialog: NewPasswordDialog = over(page, NewPasswordDialog)
    fill(dialog, new=NEW, repeated=NEW)
    assert dialog._fields["current"].error() == "Type the password of this shop."
    fill(dialog, current=NEW)
    assert dialog._fields["current"].error() == "This is not the password of the shop."
    fill(dialog, current=OLD)
    assert not dialog.isVisible()
    carry_out(context)
    Shop.open(shop.path, key=NEW).close()
    assert [message.text for message in messages] == ["The shop has the new password now"]


@with_password
def test_who_forgot_the_password_changes_it_by_the_code(page: SafetyDialog, context: Context) -> None:
    page.password.ask_new()
    code = Key(OLD).code(context.services.shop.database.salt)
    fill(over(page, NewPasswordDialog), current=code, new=NEW, repeated=NEW)
    carry_out(context)
    Shop.open(context.services.shop.path, key=NEW).close()


@with_password
def test_guessing_the_current_password_has_to_wait_too(page: SafetyDialog, context: Context) -> None:
    page.password.remove_button.click()
    dialog: CurrentPasswordDialog = over(page, CurrentPasswordDialog)
    for _ in range(5):
        fill(dialog, current="wrong")
    fill(dialog, current=OLD)
    assert dialog._fields["current"].error().startswith("Too many wrong tries.")
    clock: Any = context.clock
    clock.advance(minutes=20)
    fill(dialog, current=OLD)
    assert not dialog.isVisible()


@with_password
def test_the_password_is_removed(page: SafetyDialog, context: Context, messages: list[Message]) -> None:
    shop = context.services.shop
    copy = make_copy(context, OLD, shop.path)
    page.password.ask_to_remove()
    fill(over(page, CurrentPasswordDialog), current=OLD)
    carry_out(context)
    assert not is_encrypted(shop.path)
    assert not is_encrypted(copy)
    assert [message.text for message in messages] == ["The shop and 1 copy have no password any more"]


@with_password
def test_copies_that_stay_as_they_are_are_named(page: SafetyDialog, context: Context, messages: list[Message]) -> None:
    shop = context.services.shop
    copy = make_copy(context, OLD, shop.path)
    copy.unlink()
    Shop.create(copy, key="yet another").close()
    for number in range(4):
        copy.with_name(copy.name.replace("15.20", f"15.2{number + 1}").replace("1520", f"152{number + 1}")).write_bytes(
            copy.read_bytes()
        )
    left = len(copies_of(shop.path, paths.backups(context.data_dir)))
    page.password.ask_new()
    fill(over(page, NewPasswordDialog), current=OLD, new=NEW, repeated=NEW)
    carry_out(context)
    (message,) = messages
    assert message.is_error
    lines = message.text.splitlines()
    assert lines[0] == "The shop has the new password now"
    assert "was left as it was: It has another password than the shop had." in lines[1]
    assert len(lines) == 1 + min(left, 3) + (left > 3)


@with_password
def test_copies_without_a_password_are_told_of_and_protected(
    page: SafetyDialog, context: Context, messages: list[Message], qtbot: QtBot
) -> None:
    copy = make_copy(context, None, context.services.shop.path)
    page.password.refresh()
    qtbot.waitUntil(page.password.protect_button.isVisible)
    assert page.password.state is State.TROUBLE
    assert page.password.unprotected.text() == "1 copy without a password: whoever finds one can read it."
    page.password.protect_button.click()
    qtbot.waitUntil(lambda: page.password.state is State.GOOD and not page.password.protect_button.isVisible())
    assert is_encrypted(copy)
    Shop.open(copy, key=OLD).close()
    assert [message.text for message in messages] == ["The password protects 1 more copy now"]


@with_password
def test_a_copy_that_cannot_be_protected_is_named(
    page: SafetyDialog, context: Context, messages: list[Message], qtbot: QtBot
) -> None:
    copy = make_copy(context, None, context.services.shop.path)
    whole = copy.read_bytes()
    copy.write_bytes(whole[:100] + b"\xff" * 4000 + whole[4100:])
    page.password.refresh()
    qtbot.waitUntil(page.password.protect_button.isVisible)
    page.password.protect_button.click()
    qtbot.waitUntil(lambda: bool(messages))
    assert f"“{copy.name}” was left as it was" in messages[0].text


# The lock


@with_password
def test_when_the_shop_locks_itself_is_chosen(page: SafetyDialog, context: Context) -> None:
    assert page.password.lock_after.currentText() == "never"
    page.password.lock_after.setCurrentIndex(page.password.lock_after.findData(10))
    page.password.lock_after.activated.emit(0)
    page.password.lock_after.activated.emit(0)
    assert context.services.settings.get().lock_after == 10
    assert context.services.history.next_undo() is not None
    context.services.history.undo()
    assert context.services.settings.get().lock_after == 0


@with_password
def test_the_wheel_scrolls_the_page_and_chooses_nothing(page: SafetyDialog) -> None:
    at = QPointF(QPoint(5, 5))
    turn = QWheelEvent(
        at, at, QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page.password.lock_after, turn)
    assert page.password.lock_after.currentIndex() == 0


@with_password
def test_a_number_of_minutes_from_elsewhere_is_offered(context: Context, qtbot: QtBot) -> None:
    context.services.settings.change(lock_after=7)
    page = SafetyDialog(context)
    qtbot.addWidget(page)
    assert page.password.lock_after.currentText() == "after 7 minutes without use"


@with_password
def test_it_is_locked_by_a_button(page: SafetyDialog, context: Context) -> None:
    page.password.lock_button.click()
    keeper: Any = context.keeper
    assert keeper.locked == 1


# The key ring


@with_password
def test_the_key_is_kept_in_the_key_ring_and_taken_out(
    page: SafetyDialog, context: Context, ring: Ring, qtbot: QtBot
) -> None:
    salt = context.services.shop.database.salt
    page.password.ring.click()
    qtbot.waitUntil(page.password.ring.isEnabled)
    assert is_kept(context.memory, salt)
    (code,) = ring.held.values()
    assert code == Key(OLD).code(salt)
    page.password.ring.click()
    qtbot.waitUntil(lambda: page.password.ring.isEnabled() and not ring.held)
    assert not is_kept(context.memory, salt)


@with_password
def test_a_key_ring_that_refuses_is_told_of(page: SafetyDialog, context: Context, ring: Ring, qtbot: QtBot) -> None:
    ring.stuck = True
    page.password.ring.click()
    qtbot.waitUntil(page.password.ring.isEnabled)
    assert not page.password.ring.isChecked()
    assert page.password.ring_note.text() == "The key ring did not take the password. Unlock it, then try again."
    assert not is_kept(context.memory, context.services.shop.database.salt)


@with_password
def test_a_computer_without_a_key_ring_offers_none(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KeyRing.__init__, "__defaults__", (lambda: None,))
    page = SafetyDialog(context)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: not page.password.ring.isVisible())
    assert page.password.ring_note.text().startswith("This computer has no key ring")


@with_password
@pytest.mark.parametrize("stuck", [False, True])
def test_a_new_password_takes_the_old_ones_place_in_the_key_ring(
    page: SafetyDialog, context: Context, ring: Ring, messages: list[Message], stuck: bool
) -> None:
    shop = context.services.shop
    old_salt = shop.database.salt
    KeyRing(old_salt).keep(Key(OLD))
    note_kept(context.memory, old_salt, kept=True)
    ring.stuck = stuck
    page.password.ask_new()
    fill(over(page, NewPasswordDialog), current=OLD, new=NEW, repeated=NEW)
    carry_out(context)
    salt = salt_in(shop.path)
    assert not is_kept(context.memory, old_salt)
    assert is_kept(context.memory, salt) is not stuck
    if stuck:
        assert messages[0].text.endswith("The key ring did not take the password. Unlock it, then try again.")
    else:
        assert list(ring.held.values()) == [Key(NEW).code(salt)]


@with_password
def test_a_removed_password_is_taken_out_of_the_key_ring(page: SafetyDialog, context: Context, ring: Ring) -> None:
    salt = context.services.shop.database.salt
    KeyRing(salt).keep(Key(OLD))
    note_kept(context.memory, salt, kept=True)
    page.password.ask_to_remove()
    fill(over(page, CurrentPasswordDialog), current=OLD)
    carry_out(context)
    assert ring.held == {}
    assert not is_kept(context.memory, salt)


# The recovery sheet


@with_password
def test_the_sheet_is_shown_to_who_knows_the_password(
    page: SafetyDialog, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    import pypdf

    context.services.settings.change(shop_name="桂香茶铺")
    page.password.sheet_button.click()
    fill(over(page, CurrentPasswordDialog), current="wrong")
    fill(over(page, CurrentPasswordDialog), current=OLD)
    preview: PrintDialog = over(page, PrintDialog)
    files: Any = context.file_dialogs
    files.will_answer(tmp_path / "sheet.pdf")
    preview.pdf_button.click()
    qtbot.waitUntil(lambda: (tmp_path / "sheet.pdf").exists() and not context.jobs.busy)
    (paper,) = pypdf.PdfReader(tmp_path / "sheet.pdf").pages
    text = paper.extract_text()
    code = Key(OLD).code(context.services.shop.database.salt)
    assert all(group in text for group in code.split("-"))
    assert "桂香茶铺" in text
    assert "secret.crm" in text.replace("\n", "")  # a long folder before it breaks the line anywhere


# The page altogether


def test_the_worst_is_said_on_top(page: SafetyDialog) -> None:
    copies, password = page.copies, page.password
    for first, second, words in (
        (State.GOOD, State.GOOD, "Your shop is safe"),
        (State.GOOD, State.UNKNOWN, "Looking how safe the shop is…"),
        (State.ADVICE, State.UNKNOWN, "Your shop could be safer"),
        (State.GOOD, State.ADVICE, "Your shop could be safer"),
        (State.TROUBLE, State.GOOD, "Something needs your attention"),
    ):
        password.say(Sentence("so"), first)
        copies.say("", second)
        assert page._summary.text() == words


def test_what_a_late_answer_finds_gone_is_no_trouble(context: Context, qtbot: QtBot) -> None:
    page = SafetyDialog(context)
    page.deleteLater()
    QApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)
    context.jobs.settle()
    QApplication.processEvents()
