"""Errors a user can meet: each has a sentence, a code for scripts, and a public exit status."""

from __future__ import annotations

import pytest

from crm_desktop import errors, language
from crm_desktop.errors import InvalidInput, ShopError, UserError
from crm_desktop.language import Sentence


def kinds(kind: type[UserError] = UserError) -> list[type[UserError]]:
    return [kind, *(found for sub in kind.__subclasses__() for found in kinds(sub))]


ALL = [kind for kind in kinds() if kind.__module__ == errors.__name__]


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind is not InvalidInput])
def test_an_error_is_its_sentence_in_the_language_of_the_moment(kind: type[UserError]) -> None:
    error = kind(Sentence("There is nothing to undo."))
    assert str(error) == "There is nothing to undo."
    assert error.sentence == Sentence("There is nothing to undo.")
    language.set_language("zh_CN")
    assert str(error) != "There is nothing to undo."
    assert error.exit_status in (2, 3, 4, 5)


def test_codes_tell_errors_apart() -> None:
    codes = [kind.code for kind in ALL]
    assert len(set(codes)) == len(codes)
    assert all(code == code.lower() and " " not in code for code in codes)
    assert errors.WrongPassword.code == "wrong-password"


def test_exit_statuses_are_the_public_ones() -> None:
    statuses = {kind: kind.exit_status for kind in ALL}
    assert {kind for kind, status in statuses.items() if status == 2} == {errors.BadCommand}
    assert {kind for kind, status in statuses.items() if status == 3} == {errors.UnreadableFile, errors.FileLocked}
    assert {kind for kind, status in statuses.items() if status == 4} == set(kinds(ShopError))


def test_invalid_input_speaks_of_its_first_field_and_keeps_all() -> None:
    fields = {"name": Sentence("A name is too long"), "birthday": Sentence("No such day")}
    error = InvalidInput(fields)
    assert str(error) == "A name is too long"
    assert error.fields == fields
    fields.clear()
    assert len(error.fields) == 2, "a copy"
