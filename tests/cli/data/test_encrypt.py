"""``rollcall encrypt`` as a user meets it."""

from __future__ import annotations

from pathlib import Path

from cli.command import Command, one_line


def test_encrypted_data_needs_its_key(run: Command, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("ab" * 32)
    assert run("encrypt", "--new-key-file", str(tmp_path / "key")).returncode == 0
    assert "is encrypted" in one_line(run("people", "list"))
    (tmp_path / "rollcall.yaml").write_text(f"store:\n  key_file: {tmp_path / 'key'}\n")
    assert "김철수" in run("people", "list", "--config", str(tmp_path / "rollcall.yaml")).stdout
