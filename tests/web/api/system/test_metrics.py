from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from rollcall.config import CameraSettings
from rollcall.redaction import SourceUrl
from rollcall.web.access import Role
from web import asking
from web.serving import served_system

_ROOT = Path(__file__).resolve().parents[4]
_PAGE = _ROOT / "docs" / "metrics.md"
_DASHBOARD = _ROOT / "deploy" / "grafana" / "rollcall.json"
_RULES = _ROOT / "deploy" / "prometheus" / "rollcall.rules.yaml"
_NAME = re.compile(r"\b(?:rollcall|process)_[a-z_0-9]+")
_SERIES = re.compile(r"_(?:bucket|sum|count)$")

LIVE = CameraSettings(name="정문", url=SourceUrl("test://?size=320x240&fps=10"))
DEAD = CameraSettings(name="door", url=SourceUrl("rtsp://operator:s3cret@127.0.0.1:9/stream"))


@pytest.fixture(scope="module")
def served(pack, tmp_path_factory):
    with served_system(pack, tmp_path_factory.mktemp("data"), (LIVE, DEAD), {}) as served:
        with served.client(Role.ADMIN) as admin:
            admin.post("/api/v1/people", json={"name": "Ada Lovelace"}).raise_for_status()
        live = served.system.pipelines[0]
        seen, _ = live.scenes.wait(0, 30.0)
        live.scenes.wait(seen + 3, 30.0)
        yield served


@pytest.fixture(scope="module")
def text(served):
    answer = asking.get(f"{served.url}/metrics", headers={"Authorization": f"Bearer {served.key(Role.MONITOR)}"})
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return answer.text


@pytest.fixture(scope="module")
def families(text):
    return {family.name: family for family in text_string_to_metric_families(text)}


def value(families, name, **labels):
    family = families[re.sub(r"_(total|count)$", "", name)]
    (sample,) = (each for each in family.samples if each.name == name and each.labels == labels)
    return sample.value


def test_figures_are_for_those_who_are_signed_in(served):
    assert asking.get(f"{served.url}/metrics").status_code == 401


def test_figures_are_those_of_the_cameras(families):
    assert value(families, "rollcall_frames_analysed_total", camera="정문") >= 3
    assert value(families, "rollcall_frames_total", camera="정문") >= 3
    assert value(families, "rollcall_frames_total", camera="door") == 0
    assert value(families, "rollcall_camera_state", camera="정문", state="live") == 1
    assert value(families, "rollcall_camera_state", camera="door", state="live") == 0
    states = [sample for sample in families["rollcall_camera_state"].samples if sample.labels["camera"] == "door"]
    assert sum(sample.value for sample in states) == 1
    assert value(families, "rollcall_frame_age_seconds_count", camera="정문") >= 3
    for stage in ("detect", "embed", "track", "decide"):
        assert value(families, "rollcall_stage_seconds_count", camera="정문", stage=stage) >= 3


def test_who_watches_is_counted_while_he_does(served):
    watched = {sample.labels["form"]: sample for sample in samples(served, "rollcall_viewers")}
    assert watched["mjpeg"].value == 0
    with served.client(Role.VIEWER) as client, client.stream("GET", "/cameras/정문/video_feed") as video:
        # Held, since a dropped iterator ends the stream.
        pictures = video.iter_bytes()
        next(pictures)
        watched = {sample.labels["form"]: sample for sample in samples(served, "rollcall_viewers")}
        assert watched["mjpeg"].value == 1
    encoded = [each for each in samples(served, "rollcall_stage_seconds") if each.labels["stage"] == "encode"]
    assert max(sample.value for sample in encoded if sample.name.endswith("_count")) >= 1


def samples(served, family):
    """Return what is told now of the camera that is live."""
    found = (each for each in served.system.metrics.collect() if each.name == family)
    return [sample for each in found for sample in each.samples if sample.labels["camera"] == "정문"]


def test_figures_of_the_whole_are_there(families):
    assert value(families, "rollcall_queue_depth", queue="recorder") >= 0
    assert value(families, "rollcall_queue_depth", queue="pictures") == 0
    assert value(families, "rollcall_store_trouble") == 0
    (models,) = families["rollcall_models_info"].samples
    assert models.labels["embedder_engine"].startswith(("onnxruntime:", "openvino:"))
    assert "rollcall_build_info" in families


def test_no_person_and_no_secret_is_told(text):
    assert "Ada" not in text
    assert "s3cret" not in text
    assert "rtsp" not in text


def test_openmetrics_is_spoken_as_well(served):
    headers = {"X-API-Key": served.key(Role.VIEWER), "Accept": "application/openmetrics-text; version=1.0.0"}
    answer = asking.get(f"{served.url}/metrics", headers=headers)
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


def test_the_page_of_metrics_is_that_of_the_code(served):
    told = {family.name for family in served.system.metrics.collect()}
    told |= {f"{family.name}_{family.type}" for family in served.system.metrics.collect() if family.type == "info"}
    written = set(_NAME.findall("\n".join(re.findall(r"^\| `.*", _PAGE.read_text("utf-8"), re.MULTILINE))))
    assert {name.removesuffix("_total").removesuffix("_info") for name in written} == {
        name.removesuffix("_info") for name in told
    }


def _asked_by_the_dashboard():
    board = json.loads(_DASHBOARD.read_text("utf-8"))
    return [target["expr"] for panel in board["panels"] for target in panel.get("targets", ())]


def _asked_by_the_rules():
    (group,) = yaml.safe_load(_RULES.read_text("utf-8"))["groups"]
    # That of Prometheus itself.
    return [rule["expr"] for rule in group["rules"] if not rule["expr"].startswith("up{")]


@pytest.mark.parametrize(("asking", "least"), [(_asked_by_the_dashboard, 10), (_asked_by_the_rules, 5)])
def test_dashboard_and_rules_ask_for_nothing_that_is_not_told(families, asking, least):
    asked = asking()
    assert len(asked) >= least
    known = set(families) | {f"{name}_total" for name in families}
    for expression in asked:
        names = {_SERIES.sub("", name) for name in _NAME.findall(expression)}
        assert names
        assert names <= known, expression
