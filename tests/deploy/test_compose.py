"""The files of Docker and Compose, held to the code and to each other; no engine runs here."""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
import yaml

from rollcall.config import Settings
from rollcall.config.loading import ENVIRONMENT_NAMES

_ROOT = Path(__file__).resolve().parents[2]
_FILES = [_ROOT / "compose.yaml", *sorted((_ROOT / "deploy").glob("compose.*.yaml"))]
_ADDITIONS = _FILES[1:]

# Of the Compose specification, what these files use.
_TOP = {"services", "volumes", "networks"}
_SERVICE = {
    "build", "cap_drop", "depends_on", "deploy", "devices", "env_file", "environment", "group_add", "image", "networks",
    "ports", "read_only", "restart", "security_opt", "stop_grace_period", "tmpfs", "volumes",
}  # fmt: skip
_NOT_SETTINGS = {"LD_LIBRARY_PATH", "NVIDIA_DRIVER_CAPABILITIES", "DOMAIN", "TZ"}


class _ComposeLoader(yaml.SafeLoader):
    """YAML with Compose's tag that empties a list of the file before."""


_ComposeLoader.add_constructor("!reset", lambda _loader, _node: [])


def _load(file):
    return yaml.load(file.read_text(encoding="utf-8"), _ComposeLoader)  # noqa: S506 - a SafeLoader


def _names(path):
    return path.name


@pytest.mark.parametrize("file", _FILES, ids=_names)
def test_only_keys_of_the_specification_are_used(file):
    tree = _load(file)
    assert set(tree) <= _TOP
    assert all(set(service) <= _SERVICE for service in tree["services"].values())


@pytest.mark.parametrize("file", _FILES, ids=_names)
def test_every_variable_is_a_setting(file):
    for name in _load(file)["services"]["rollcall"].get("environment", {}):
        if name in _NOT_SETTINGS or name == "RTSP_URL" or name in ENVIRONMENT_NAMES:
            continue
        section, _, setting = name.removeprefix("ROLLCALL_").lower().partition("_")
        assert setting in Settings.model_fields[section].annotation.model_fields, name


@pytest.mark.parametrize("file", _FILES, ids=_names)
def test_what_is_mounted_from_here_is_here(file):
    mounts = re.findall(r"- (\./deploy/\S+?):", file.read_text(encoding="utf-8"))
    assert [path for path in mounts if not (_ROOT / path).exists()] == []


def test_the_container_may_do_little():
    service = _load(_FILES[0])["services"]["rollcall"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert all(port.startswith("${BIND:-127.0.0.1}") for port in service["ports"])


def test_behind_caddy_there_is_no_way_around_it_and_it_alone_is_believed():
    tree = _load(_ROOT / "deploy" / "compose.https.yaml")
    rollcall, caddy = tree["services"]["rollcall"], tree["services"]["caddy"]
    assert rollcall["ports"] == []
    assert rollcall["environment"]["ROLLCALL_WEB_TRUSTED_PROXIES"] == caddy["networks"]["default"]["ipv4_address"]


def test_caddys_address_is_given_to_nobody_who_starts_before_it():
    tree = _load(_ROOT / "deploy" / "compose.https.yaml")
    address = ip_address(tree["services"]["caddy"]["networks"]["default"]["ipv4_address"])
    (pool,) = tree["networks"]["default"]["ipam"]["config"]
    assert address in ip_network(pool["subnet"])
    assert address not in ip_network(pool["ip_range"])
    assert ip_network(pool["ip_range"]).subnet_of(ip_network(pool["subnet"]))


def test_the_port_is_the_same_inside_and_outside():
    service = _load(_FILES[0])["services"]["rollcall"]
    port = service["environment"]["ROLLCALL_WEB_PORT"]
    assert service["ports"] == [f"${{BIND:-127.0.0.1}}:{port}:{port}"]
    caddy = _load(_ROOT / "deploy" / "compose.https.yaml")["services"]["caddy"]
    assert caddy["environment"]["UPSTREAM"] == f"rollcall:{port}"


@pytest.mark.parametrize("file", _ADDITIONS, ids=_names)
def test_every_addition_is_told_of(file):
    assert file.relative_to(_ROOT).as_posix() in (_ROOT / "docs" / "install.md").read_text(encoding="utf-8")


def test_the_image_takes_only_variants_that_the_script_knows():
    script = (_ROOT / "scripts" / "install").read_text(encoding="utf-8")
    for file in _ADDITIONS:
        build = _load(file)["services"]["rollcall"].get("build", {})
        variant = build.get("args", {}).get("VARIANT", "run")
        assert f"python-{variant})" in script
        assert re.search(rf"system-{variant}\b", script)


def test_the_image_holds_nothing_but_the_program():
    listed = (_ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert listed[0] == "*"
    assert set(listed[1:]) == {
        "!scripts",
        "!requirements",
        "!src",
        "!pyproject.toml",
        "!README.md",
        "!LICENSE",
        "**/__pycache__",
    }


def test_the_locks_of_both_builds_of_onnx_runtime_are_of_one_version():
    requirements = _ROOT / "requirements"
    usual = re.search(r"^onnxruntime==(\S+)", (requirements / "run.lock").read_text(), re.MULTILINE)
    cuda = (requirements / "cuda.lock").read_text()
    assert usual
    assert f"onnxruntime-gpu=={usual[1]} " in cuda
    # What libonnxruntime_providers_cuda.so is linked with; cuBLAS comes as a need of cuDNN.
    for library in ("nvidia-cublas", "nvidia-cudnn-cu", "nvidia-curand", "nvidia-cuda-runtime"):
        assert f"\n{library}" in cuda
