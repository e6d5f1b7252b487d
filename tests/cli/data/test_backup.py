"""``rollcall backup`` and ``rollcall restore`` as a user meets them."""

from __future__ import annotations

import shutil
from pathlib import Path

from cli.command import Command, one_line, rollcall
from rollcall.store import Store


def test_backup_beside_the_owner_comes_back(run: Command, owner: Store, data: Path, tmp_path: Path) -> None:
    assert run("backup", str(tmp_path / "backup.tar")).returncode == 0
    owner.close()
    shutil.rmtree(data)
    assert run("restore", str(tmp_path / "backup.tar")).returncode == 0
    assert "김철수" in run("people", "list").stdout


def test_damaged_backup_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "backup.tar").write_bytes(b"no tar")
    answer = rollcall("restore", str(tmp_path / "backup.tar"), "--data", str(tmp_path / "new"))
    assert "Cannot restore" in one_line(answer)
