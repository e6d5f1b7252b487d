"""What was set up on the pages while the demo ran is there when it no longer does."""

from __future__ import annotations

from contextlib import closing

import pytest

from rollcall.config import Settings, StoreSettings, parse_cameras
from rollcall.redaction import SourceUrl
from rollcall.store import Access, ApiKeyRecord, SessionRecord, Store, UserRecord
from rollcall.store.demo import demo_store, move_out
from rollcall.store.page_setup import read_page_setup

URL = SourceUrl("rtsp://admin:s3cret@10.0.0.9/1")
MASK = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))
ADMIN = UserRecord("admin", "$argon2id$hash", "admin", 1.0)
SESSION = SessionRecord("digest", "admin", 1.0, 1.0)
KEY = ApiKeyRecord("id", "hall", "viewer", "other", "admin", 1.0)


@pytest.fixture
def own(tmp_path):
    return StoreSettings(data=tmp_path)


@pytest.fixture
def demo(own):
    """A demo whose visitor chose a password, and no camera yet."""
    settings = demo_store(own)
    with closing(Store(settings)) as store:
        store.accounts.put_user(ADMIN)
        store.accounts.add_session(SESSION)
        store.accounts.add_api_key(KEY)
        store.people.add("Grace Hopper")
    return settings


def test_cameras_and_accounts_move_and_the_demo_s_people_stay(own, demo):
    with closing(Store(demo)) as store:
        store.cameras.put("door", URL)
        store.cameras.put_masks("door", (MASK,))
    move_out(own)
    with closing(Store(own)) as store:
        assert (store.cameras.all(), store.cameras.masks("door")) == ({"door": URL}, (MASK,))
        accounts = store.accounts
        assert (accounts.users(), accounts.sessions(), accounts.api_keys()) == ((ADMIN,), (SESSION,), (KEY,))
        assert store.people.page().items == []
    with closing(Store(demo)) as store:
        assert store.cameras.all() == {}


def test_accounts_of_one_s_own_are_not_touched(own, demo):
    mine = UserRecord("admin", "$argon2id$mine", "admin", 2.0)
    with closing(Store(demo)) as store:
        store.cameras.put("door", URL)
    with closing(Store(own)) as store:
        store.accounts.put_user(mine)
        store.cameras.put("door", SourceUrl("rtsp://10.0.0.1/1"))
    move_out(own)
    with closing(Store(own)) as store:
        assert (store.accounts.users(), store.accounts.api_keys()) == ((mine,), ())
        assert store.cameras.all() == {"door": SourceUrl("rtsp://10.0.0.1/1")}


@pytest.mark.usefixtures("demo")
def test_a_demo_without_a_camera_leaves_nothing(own):
    move_out(own)
    assert [entry.name for entry in own.data.iterdir()] == ["demo"]


def test_cameras_that_wait_in_the_demo_count_while_it_runs_unless_the_settings_name_one(own, demo):
    with closing(Store(demo)) as running:
        running.cameras.put("door", URL)
        alone = read_page_setup(Settings(store=own), Access.READ)
        named = read_page_setup(Settings(store=own, cameras=parse_cameras(("yard=test://",))), Access.READ)
    assert [(camera.name, camera.url) for camera in alone.cameras] == [("door", URL)]
    assert named.cameras == ()


def test_a_camera_of_one_s_own_goes_before_the_demo_s_of_that_name(own, demo):
    mine = SourceUrl("rtsp://10.0.0.1/1")
    with closing(Store(demo)) as store:
        store.cameras.put("door", URL)
    with closing(Store(own)) as store:
        store.cameras.put("door", mine)
    before = read_page_setup(Settings(store=own), Access.READ).cameras
    move_out(own)
    assert [camera.url for camera in before] == [mine]
    assert read_page_setup(Settings(store=own), Access.READ).cameras == before
