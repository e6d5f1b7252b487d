from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.capture.discovery.ws_discovery import Device, parse_answer

HOST = "192.168.0.20"


def answer(addresses=f"http://{HOST}/onvif/device_service", scopes="onvif://www.onvif.org/name/Front%20door"):
    return (
        '<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
        'xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><s:Body><d:ProbeMatches><d:ProbeMatch>'
        f"<d:Scopes>{scopes}</d:Scopes><d:XAddrs>{addresses}</d:XAddrs>"
        "</d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>"
    ).encode()


def test_a_camera_tells_its_name_and_its_service():
    assert parse_answer(answer(), HOST) == Device("Front door", f"http://{HOST}/onvif/device_service")


def test_of_several_addresses_the_one_it_answers_from_is_taken():
    several = f"http://[fe80::1]/onvif http://10.0.0.9/onvif http://{HOST}:8080/onvif"
    assert parse_answer(answer(several), HOST).service == f"http://{HOST}:8080/onvif"


@pytest.mark.parametrize("elsewhere", ["http://203.0.113.7/onvif", "ftp://192.168.0.20/x", "http://[broken", ""])
def test_a_device_that_names_no_address_of_its_own_is_left_out(elsewhere):
    assert parse_answer(answer(elsewhere), HOST) is None


def test_a_device_without_a_name_is_still_a_camera():
    assert parse_answer(answer(scopes=""), HOST).name == ""


def test_an_answer_with_entities_is_none():
    bomb = answer().replace(b"<s:Envelope", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><s:Envelope', 1)
    assert parse_answer(bomb, HOST) is None


@given(st.binary(max_size=300))
def test_noise_is_no_camera(datagram):
    assert parse_answer(datagram, HOST) is None
