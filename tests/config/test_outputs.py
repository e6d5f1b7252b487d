from __future__ import annotations

import pytest

from rollcall.config import load_settings
from rollcall.errors import ConfigError

HOOK = "webhooks: [{name: phone, url: 'https://s3cret:s3cret@hooks.test/s3cret?s3cret'%s}]\n"


def load(tmp_path, text, environment=None):
    file = tmp_path / "rollcall.yaml"
    file.write_text(text)
    return load_settings(file, environment or {}, {}, ())


def test_one_form_for_every_way_out(tmp_path):
    text = HOOK % ", secret: whsec_0123456789" + (
        "commands: [{name: lamp, run: [/bin/lamp, 'on']}]\n"
        "mqtt: {host: broker}\n"
        "alerts: [{name: night, who: [unknown, 'tag:staff'], cameras: yard, hours: 22:00-06:00, days: [fri, sat],"
        " every_minutes: 10, to: [phone, lamp, mqtt]}]\n"
    )
    settings = load(tmp_path, text, {"ROLLCALL_MQTT_PASSWORD": "s3cret", "ROLLCALL_MQTT_USER": "me"})
    assert settings.alerts[0].cameras == ("yard",)
    assert settings.webhooks[0].url.reveal().endswith("/s3cret?s3cret")
    shown = f"{settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert "s3cret" not in shown
    assert "whsec" not in shown
    assert "https://hooks.test/***" in shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("webhooks: [{name: a, url: 'file:///etc/passwd'}]", "must begin with http:// or https://"),
        ("webhooks: [{name: a, url: 'https://'}]", "must begin with http:// or https://"),
        ("webhooks: [{name: a, url: 'https://host:s3cret/'}]", "must begin with http:// or https://"),
        (HOOK % ", secret: s3cret", "too short"),
        (HOOK % ', headers: {X-Key: "s3cret\\r\\nHost: evil"}', "one line of ASCII"),
        (HOOK % ", headers: {'X Key: a': s3cret}", "letters, digits and hyphens"),
        ("alerts: [{name: a, to: nobody}]", "neither a webhook nor a command"),
        ("alerts: [{name: a, to: mqtt}]", "mqtt.host is not set"),
        (HOOK % ", headers: {Content-Length: s3cret}", "written by this program itself"),
        ("webhooks: [{name: a, url: 'http://two words/s3cret'}]", "name a host"),
        ('commands: [{name: a, run: [x, "a\\0b"]}]', "it does not fit"),
        ("mqtt: {host: x, ca: ca.pem}", "needs mqtt.tls: verify"),
        (HOOK % "" + "commands: [{name: phone, run: [x]}]", "two receivers"),
        ("commands: [{name: mqtt, run: [x]}]", "two receivers"),
        (HOOK % "" + "alerts: [{name: a, to: phone}, {name: a, to: phone}]", "two alerts are called 'a'"),
        (HOOK % "" + "alerts: [{name: a, to: phone, hours: 25:00-26:00}]", "alerts.0.hours"),
        (HOOK % "" + "alerts: [{name: a, to: phone, days: someday}]", "alerts.0.days"),
        ("mqtt: {host: x, prefix: 'a/#'}", "mqtt.prefix"),
        ("mqtt: {host: x, prefix: '$SYS'}", "mqtt.prefix"),
        ("mqtt: {host: x, password: s3cret}", "needs mqtt.user"),
    ],
)
def test_a_mistake_is_named_and_no_secret_shown(tmp_path, text, words):
    with pytest.raises(ConfigError, match=words) as caught:
        load(tmp_path, text)
    assert "s3cret" not in str(caught.value)
