"""The choices for address labels: which sheet, where to begin, and what stands on them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.domain.paper import LABEL_FORMATS, LabelFormat, Paper
from crm_desktop.language import Sentence, tr
from crm_desktop.ui.plumbing.memory import Memory
from crm_desktop.ui.printing.labels import LabelChoice
from crm_desktop.ui.widgets.field import InlineField
from crm_desktop.ui.widgets.spin import indented

_KEY: Final = "print/labels"
_OWN: Final = "own"
_MEASURES: Final = ("width", "height", "left", "top", "gap_x", "gap_y")


class LabelFields(QWidget):
    """Fields that remember what was chosen the last time, except where the sheet was begun."""

    changed = Signal()

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self.format = QComboBox()
        for each in LABEL_FORMATS:
            self.format.addItem(_words(each), each.key)
        self.format.addItem(tr("Own measures"), _OWN)
        self.own = _OwnMeasures()
        self.first = indented(QSpinBox())
        self.phone = QCheckBox(tr("With the phone"))
        self.edges = QCheckBox(tr("Draw the edges"))
        self.edges.setToolTip(tr("To try it out on plain paper"))
        self._first_field = InlineField(tr("Begin at label"), self.first, hint=tr("Of a sheet that is used in part"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(InlineField(tr("Labels"), self.format))
        column.addWidget(self.own)
        column.addWidget(self._first_field)
        column.addWidget(self.phone)
        column.addWidget(self.edges)
        self._restore()
        self._fit()
        self.format.currentIndexChanged.connect(self._tell)
        self.own.changed.connect(self._tell)
        self.first.valueChanged.connect(self._tell)
        self.phone.toggled.connect(self._tell)
        self.edges.toggled.connect(self._tell)

    def format_of(self, paper: Paper) -> LabelFormat:
        """The labels chosen; those of her own measures lie on `paper`."""
        key = self.format.currentData()
        return next((each for each in LABEL_FORMATS if each.key == key), None) or self.own.format_of(paper)

    def choice(self, paper: Paper) -> LabelChoice:
        """All that is chosen."""
        return LabelChoice(
            self.format_of(paper), self.first.value() - 1, self.phone.isChecked(), self.edges.isChecked()
        )

    @property
    def is_own(self) -> bool:
        """Whether the labels have measures of her own."""
        return bool(self.format.currentData() == _OWN)

    def show_problem(self, problem: Sentence | None) -> None:
        """Say why there are no such labels."""
        self.own.show_problem(problem)

    def _tell(self) -> None:
        self._fit()
        self._memory.put(_KEY, self._state())
        self.changed.emit()

    def _fit(self) -> None:
        self.own.setVisible(self.is_own)
        format_ = self.format_of(LABEL_FORMATS[0].paper)
        self.first.setRange(1, max(format_.count, 1))

    def _state(self) -> dict[str, object]:
        return {
            "format": self.format.currentData(), "own": self.own.values(), "phone": self.phone.isChecked(),
            "edges": self.edges.isChecked(),
        }  # fmt: skip

    def _restore(self) -> None:
        state = self._memory.get(_KEY, dict[str, object]())
        self.format.setCurrentIndex(max(self.format.findData(state.get("format")), 0))
        self.phone.setChecked(bool(state.get("phone", True)))
        self.edges.setChecked(bool(state.get("edges", False)))
        own = state.get("own")
        if isinstance(own, dict):
            self.own.set_values(own)


class _OwnMeasures(QWidget):
    """A sheet of labels by its measures."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        names = {
            "columns": tr("Across"), "rows": tr("Down"), "width": tr("Width, mm"), "height": tr("Height, mm"),
            "left": tr("Left margin, mm"), "top": tr("Top margin, mm"), "gap_x": tr("Gap across, mm"),
            "gap_y": tr("Gap down, mm"),
        }  # fmt: skip
        self.inputs: dict[str, QSpinBox | QDoubleSpinBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        first = LABEL_FORMATS[0]
        for number, (key, name) in enumerate(names.items()):
            box = self.inputs[key] = _box(key, getattr(first, key))
            box.valueChanged.connect(self.changed)
            grid.addWidget(InlineField(name, box), number // 2, number % 2)
        self._problem = InlineField("", QWidget())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(grid)
        column.addWidget(self._problem)
        self._problem.hide()

    def format_of(self, paper: Paper) -> LabelFormat:
        values = {key: self.inputs[key].value() for key in _MEASURES}
        return LabelFormat(int(self.inputs["columns"].value()), int(self.inputs["rows"].value()), **values, paper=paper)

    def values(self) -> dict[str, float]:
        return {key: box.value() for key, box in self.inputs.items()}

    def set_values(self, values: dict[str, object]) -> None:
        for key, box in self.inputs.items():
            value = values.get(key)
            if isinstance(value, int | float):
                box.setValue(value)  # type: ignore[arg-type]

    def show_problem(self, problem: Sentence | None) -> None:
        self._problem.set_error(problem)
        self._problem.setVisible(problem is not None)


def _box(key: str, value: float) -> QSpinBox | QDoubleSpinBox:
    box: QSpinBox | QDoubleSpinBox
    if key in _MEASURES:
        box = QDoubleSpinBox()
        box.setDecimals(2 if key in ("left", "top", "gap_x", "gap_y") else 1)
        box.setRange(0, 400)
        box.setValue(value)
    else:
        box = QSpinBox()
        box.setRange(1, 50)
        box.setValue(int(value))
    return indented(box)


def _words(format_: LabelFormat) -> str:
    measures = tr("%1 × %2 mm", _mm(format_.width), _mm(format_.height))
    words = tr("%1 × %2 · %3", format_.columns, format_.rows, measures)
    return words if format_.paper.key == "A4" else tr("%1 · %2", words, format_.paper.key)


def _mm(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")
