from __future__ import annotations

import subprocess

from cli.command import ROLLCALL, clean_environment


def test_names_pass_a_pipe_with_the_code_page_of_another_region(tmp_path):
    file = tmp_path / "rollcall.yaml"
    file.write_text("cameras: [{name: 현관, url: 'test://'}]", encoding="utf-8")
    answer = subprocess.run(
        [str(ROLLCALL), "config", "check", str(file)],
        capture_output=True,
        check=True,
        # As Windows encodes what goes into a pipe in Western Europe.
        env={**clean_environment(), "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
    )
    assert "현관" in answer.stdout.decode("utf-8")
