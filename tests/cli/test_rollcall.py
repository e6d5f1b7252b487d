from __future__ import annotations

import pytest

from cli.command import rollcall


def test_help_lists_every_command_with_what_it_does():
    answer = rollcall("--help")
    assert answer.returncode == 0
    for command in ("run", "bench"):
        assert f"  {command}" in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("run", "--no-such-option"), "--no-such-option"),
        (("fly",), "fly"),
        (("run", "--metric", "manhattan"), "manhattan"),
        (("run", "--port", "eighty"), "eighty"),
        (("run", "test://", "--port", "99999999"), "web.port"),
        (("run", "test://", "--config", "nowhere.yaml"), "nowhere.yaml"),
        (("run", "a=test://", "a=test://"), "two cameras are called 'a'"),
    ],
)
def test_a_mistake_on_the_command_line_is_named_without_a_traceback(arguments, named):
    answer = rollcall(*arguments)
    assert answer.returncode != 0
    assert named in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_missing_model_folder_is_named_with_the_remedy(tmp_path):
    answer = rollcall("run", "test://", "--models", str(tmp_path / "nothing"), "--data", str(tmp_path / "data"))
    assert answer.returncode == 1
    assert "nothing" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_password_never_reaches_an_error(tmp_path):
    answer = rollcall("run", "rtsp://admin:hunter2@127.0.0.1:9/1", "--models", str(tmp_path / "none"))
    assert "hunter2" not in answer.stdout + answer.stderr
