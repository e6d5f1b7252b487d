from __future__ import annotations

import base64
import hashlib
import hmac

from rollcall.outputs.webhook.signature import signed_headers

# The example of the specification's own libraries (standard-webhooks/standard-webhooks, libraries/python).
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = "msg_p5jXN8AQM9LWM0D4loKWxJek"
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_signature_is_that_of_the_specification():
    headers = signed_headers(SECRET, MESSAGE, 1614265330.9, BODY)
    assert headers == {
        "webhook-id": MESSAGE,
        "webhook-timestamp": "1614265330",
        "webhook-signature": SIGNATURE,
    }


def test_any_other_text_is_a_secret_too():
    headers = signed_headers("correct horse battery", "m", 5.0, BODY)
    digest = hmac.new(b"correct horse battery", b"m.5." + BODY, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"


def test_without_a_secret_nothing_is_signed():
    assert "webhook-signature" not in signed_headers(None, MESSAGE, 5.0, BODY)
