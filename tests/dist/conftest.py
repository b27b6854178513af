"""Tests of the packed program: run only where CRM_DESKTOP_BUILT names the folder of it, as `make dist` does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.dist.built import FOLDER, NAME, ONE_FILE, Built

collect_ignore_glob = [] if "CRM_DESKTOP_BUILT" in os.environ else ["test_*"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    return home


@pytest.fixture
def built(home: Path) -> Built:
    """The folder form: what is inside is the same, and it need not be unpacked for each command."""
    return Built(FOLDER / NAME, home)


@pytest.fixture
def one_file(home: Path) -> Built:
    return Built(ONE_FILE, home)
