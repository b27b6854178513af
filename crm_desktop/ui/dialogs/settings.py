"""The shop's settings, which travel with its file, and how the program looks on this computer."""

from __future__ import annotations

import re
from typing import Any, Final

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from crm_desktop.domain.birthday import LeapDayRule, LeapMonthRule
from crm_desktop.language import listed, tr
from crm_desktop.services.settings import ShopSettings
from crm_desktop.ui.background.opens.registration import system_registration
from crm_desktop.ui.dialogs.calls_and_files import CallsAndFilesDialog
from crm_desktop.ui.dialogs.calls_and_files import summary as opens_summary
from crm_desktop.ui.dialogs.custom_fields import CustomFieldsDialog
from crm_desktop.ui.dialogs.greetings import GreetingsDialog
from crm_desktop.ui.dialogs.reminders import RemindersDialog, summary
from crm_desktop.ui.dialogs.safety.dialog import SafetyDialog
from crm_desktop.ui.dialogs.tags import TagsDialog
from crm_desktop.ui.dialogs.watched_folder import WatchedFolderDialog
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.style.sizes import TEXT_SIZES
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.field import InlineField
from crm_desktop.ui.widgets.form import FormDialog
from crm_desktop.ui.widgets.segmented import SegmentedControl

#: Regions offered, each with what its numbers begin with; any other can be typed.
REGIONS: Final = {
    "CN": 86, "HK": 852, "MO": 853, "TW": 886, "SG": 65, "MY": 60, "JP": 81, "KR": 82,
    "US": 1, "CA": 1, "GB": 44, "AU": 61, "DE": 49, "FR": 33,
}  # fmt: skip
_LIST_SEPARATORS = re.compile(r"[,，、;；\n]+")


class SettingsDialog(FormDialog):
    """Saved all at once; what is refused is said beside its field."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(tr("Settings"), self._save_settings, context.questions, parent, width=600)
        self._context = context
        self._settings = context.services.settings
        self._begun = self._settings.get()
        self._build_inputs(self._begun)
        self._lay_out()
        self.mark_saved()
        self.shop_name.setFocus()

    def _build_inputs(self, now: ShopSettings) -> None:
        theme = self._context.theme
        self.shop_name = QLineEdit(now.shop_name)
        self.region = QComboBox()
        self.region.setEditable(True)
        self.region.addItems([_region_words(region) for region in REGIONS])
        self.region.setCurrentText(_region_words(now.region))
        self.leap_month = _choice(
            (LeapMonthRule.ORDINARY, tr("in the ordinary month of that number")),
            (LeapMonthRule.SKIP, tr("not at all")),
            chosen=now.leap_month,
        )  # fmt: skip
        self.leap_day = _choice(
            (LeapDayRule.FEB_28, tr("on 28 February")), (LeapDayRule.MAR_1, tr("on 1 March")), chosen=now.leap_day
        )
        self.payment_methods = QLineEdit(listed(now.payment_methods))
        self.clerks = QLineEdit(listed(now.clerks))
        self.look = SegmentedControl(
            [("system", tr("As the system")), ("light", tr("Light")), ("dark", tr("Dark"))], tr("Appearance")
        )
        self.look.set_key(theme.mode)
        self.rows = SegmentedControl([("comfortable", tr("Comfortable")), ("compact", tr("Compact"))], tr("Rows"))
        self.rows.set_key("compact" if theme.compact else "comfortable")
        self.text_size = SegmentedControl(
            [(str(percent), tr("%1 %", percent)) for percent in TEXT_SIZES], tr("Size of the text")
        )
        self.text_size.set_key(str(theme.text_size))

    def _lay_out(self) -> None:
        self.add_row(
            ("shop_name", InlineField(tr("Name of the shop"), self.shop_name)),
            ("region", InlineField(tr("Region of phones without a country code"), self.region)),
        )
        self.add_row(
            ("leap_month", InlineField(tr("Born in a leap month: in years without it"), self.leap_month)),
            ("leap_day", InlineField(tr("Born on 29 February: in other years"), self.leap_day)),
        )
        self.add_row(
            ("payment_methods", InlineField(tr("Payment methods"), self.payment_methods)),
            ("clerks", InlineField(tr("Clerks"), self.clerks)),
        )
        self.body.addWidget(texts.separator())
        self.add_row(("look", InlineField(tr("Appearance"), self.look)), ("rows", InlineField(tr("Rows"), self.rows)))
        self.add_row(("text_size", InlineField(tr("Size of the text"), self.text_size)))
        self.body.addLayout(self._reminders())
        self.body.addLayout(self._watched_folder())
        self.body.addLayout(self._calls_and_files())
        self.body.addLayout(self._safety())
        theme = self._context.theme
        self.add_button(buttons.quiet(tr("Greetings…"), lambda: GreetingsDialog(self._context, self).open(),
                                      theme=theme, icon="gift"))  # fmt: skip
        self.add_button(buttons.quiet(tr("Tags…"), lambda: TagsDialog(self._context, self).open(), theme=theme,
                                      icon="tag"))  # fmt: skip
        self.add_button(buttons.quiet(tr("Own fields…"), lambda: CustomFieldsDialog(self._context, self).open(),
                                      theme=theme, icon="list"))  # fmt: skip
        for combo in (self.region, self.leap_month, self.leap_day):
            combo.currentTextChanged.connect(self.mark_changed)
        for control in (self.look, self.rows, self.text_size):
            control.changed.connect(self.mark_changed)

    def _reminders(self) -> QHBoxLayout:
        """When she is reminded, and a button to choose it."""
        self.reminders = texts.ElidedLabel()
        self.reminders.setAccessibleName(tr("Reminders"))
        self._context.bus.changed.connect(self._show_reminders)
        self._show_reminders()
        row = QHBoxLayout()
        row.setSpacing(8)
        self.reminders_button = buttons.quiet(
            tr("Reminders…"), lambda: RemindersDialog(self._context, self).open(),
            theme=self._context.theme, icon="bell",
        )  # fmt: skip
        row.addWidget(self.reminders_button)
        row.addWidget(self.reminders, 1)
        return row

    def _show_reminders(self) -> None:
        self.reminders.setText(summary(self._settings.get()))

    def _watched_folder(self) -> QHBoxLayout:
        """Which folder is watched, and a button to choose it."""
        self.watched = texts.ElidedLabel()
        self.watched.setAccessibleName(tr("Watched folder"))
        self._context.watched.changed.connect(self._show_watched)
        self._show_watched()
        row = QHBoxLayout()
        row.setSpacing(8)
        self.watched_button = buttons.quiet(
            tr("Watched folder…"), lambda: WatchedFolderDialog(self._context, self).open(),
            theme=self._context.theme, icon="folder",
        )  # fmt: skip
        row.addWidget(self.watched_button)
        row.addWidget(self.watched, 1)
        return row

    def _calls_and_files(self) -> QHBoxLayout:
        """What this computer opens with the program, and a button to choose it."""
        self.opens = texts.ElidedLabel(opens_summary(system_registration(self._context.data_dir)))
        self.opens.setAccessibleName(tr("Phone calls and files"))
        row = QHBoxLayout()
        row.setSpacing(8)
        self.opens_button = buttons.quiet(
            tr("Phone calls and files…"), self._choose_opens, theme=self._context.theme, icon="phone"
        )
        row.addWidget(self.opens_button)
        row.addWidget(self.opens, 1)
        return row

    def _choose_opens(self) -> None:
        dialog = CallsAndFilesDialog(self._context, self)
        dialog.finished.connect(
            lambda _: self.opens.setText(opens_summary(system_registration(self._context.data_dir)))
        )
        dialog.open()

    def _safety(self) -> QHBoxLayout:
        """Whether the shop has a password, and a button to all that keeps it safe."""
        encrypted = self._context.services.shop.encrypted
        self.safety = texts.ElidedLabel(tr("The shop has a password") if encrypted else tr("The shop has no password"))
        self.safety.setAccessibleName(tr("Safety"))
        row = QHBoxLayout()
        row.setSpacing(8)
        self.safety_button = buttons.quiet(
            tr("Safety…"), lambda: SafetyDialog(self._context, self).open(), theme=self._context.theme, icon="shield"
        )
        row.addWidget(self.safety_button)
        row.addWidget(self.safety, 1)
        return row

    def _show_watched(self) -> None:
        watched = self._context.watched
        self.watched.setText(str(watched.folder) if watched.on else tr("Off"))

    def _values(self) -> dict[str, Any]:
        return {
            "shop_name": self.shop_name.text().strip(),
            "region": self.region.currentText().strip().partition(" ")[0].upper(),
            "leap_month": LeapMonthRule(self.leap_month.currentData()),
            "leap_day": LeapDayRule(self.leap_day.currentData()),
            "payment_methods": _split(self.payment_methods.text()),
            "clerks": _split(self.clerks.text()),
        }

    def _save_settings(self) -> bool:
        values = self._values()
        changed = {key: value for key, value in values.items() if value != getattr(self._begun, key)}
        if changed:
            work = lambda: self._settings.change(**changed)  # noqa: E731
            if self._context.actions.do(work, on_invalid=self.set_errors) is None:
                return False
        theme = self._context.theme
        if self.look.key() != theme.mode:
            theme.set_mode(self.look.key())
        if (self.rows.key() == "compact") != theme.compact:
            theme.set_compact(self.rows.key() == "compact")
        if self.text_size.key() != str(theme.text_size):
            theme.set_text_size(int(self.text_size.key()))
        return True


def _choice(*entries: tuple[str, str], chosen: str) -> QComboBox:
    combo = QComboBox()
    for value, text in entries:
        combo.addItem(text, str(value))
    combo.setCurrentIndex(combo.findData(str(chosen)))
    return combo


def _region_words(region: str) -> str:
    """A region as it is chosen, with the number that phones of it begin with: "CN +86"."""
    return f"{region} +{REGIONS[region]}" if region in REGIONS else region


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for piece in _LIST_SEPARATORS.split(text) if (part := piece.strip())))
