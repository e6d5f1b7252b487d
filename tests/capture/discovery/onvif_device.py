"""A device that speaks ONVIF on this machine alone, and is asked by unicast."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["onvif_device"]

HEAD = (
    '<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
    'xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl" '
    'xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:ter="http://www.onvif.org/ver10/error">'
    "<s:Body>{}</s:Body></s:Envelope>"
)
REFUSAL = (
    "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:NotAuthorized</s:Value></s:Subcode></s:Code>"
    "<s:Reason><s:Text xml:lang='en'>Sender not authorized</s:Text></s:Reason></s:Fault>"
)
PROFILE = (
    '<trt:Profiles token="{0}" fixed="true"><tt:Name>{0}</tt:Name><tt:VideoEncoderConfiguration token="e">'
    "<tt:Name>e</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>H264</tt:Encoding><tt:Resolution>"
    "<tt:Width>{1}</tt:Width><tt:Height>{2}</tt:Height></tt:Resolution><tt:Quality>1</tt:Quality>"
    "</tt:VideoEncoderConfiguration></trt:Profiles>"
)


class Onvif(BaseHTTPRequestHandler):
    def do_POST(self):
        request = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status, body = self.answer(request)
        content = HEAD.format(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/soap+xml; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def answer(self, request):
        base = f"http://127.0.0.1:{self.server.server_port}/onvif"
        if "GetServices" in request:
            service = "<tds:Service><tds:Namespace>{}</tds:Namespace><tds:XAddr>{}</tds:XAddr><tds:Version>"
            service += "<tt:Major>2</tt:Major><tt:Minor>0</tt:Minor></tds:Version></tds:Service>"
            media = service.format("http://www.onvif.org/ver10/media/wsdl", f"{base}/media")
            return 200, f"<tds:GetServicesResponse>{media}</tds:GetServicesResponse>"
        if "Username>admin<" not in request:
            return 400, REFUSAL
        if "GetProfiles" in request:
            profiles = PROFILE.format("profile2", 1920, 1080) + PROFILE.format("profile3", 640, 360)
            return 200, f"<trt:GetProfilesResponse>{profiles}</trt:GetProfilesResponse>"
        token = re.search(r"ProfileToken>(\w+)<", request)[1]
        uri = f"rtsp://127.0.0.1:554/{token}/media.smp"
        return 200, (
            f"<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>{uri}</tt:Uri>"
            "<tt:InvalidAfterConnect>false</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot>"
            "<tt:Timeout>PT0S</tt:Timeout></trt:MediaUri></trt:GetStreamUriResponse>"
        )

    def log_message(self, *_args):
        pass


@contextmanager
def onvif_device() -> Iterator[tuple[str, int]]:
    """Give the address of a device that listens at a port of its own, for the question as for the service."""
    web = ThreadingHTTPServer(("127.0.0.1", 0), Onvif)
    web.daemon_threads = True
    ears = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    ears.bind(("127.0.0.1", 0))
    match = (
        "<d:ProbeMatches xmlns:d='http://schemas.xmlsoap.org/ws/2005/04/discovery'><d:ProbeMatch>"
        "<d:Scopes>onvif://www.onvif.org/name/Front%20door</d:Scopes>"
        f"<d:XAddrs>http://127.0.0.1:{web.server_port}/onvif/device_service</d:XAddrs></d:ProbeMatch></d:ProbeMatches>"
    )

    def listen():
        # Whoever waits at a socket closes it: a wait that goes on after a pause would go on at whatever has its number.
        with ears:
            while (heard := ears.recvfrom(65535))[0]:
                for _ in range(2):
                    ears.sendto(HEAD.format(match).encode(), heard[1])

    threading.Thread(target=web.serve_forever, daemon=True).start()
    threading.Thread(target=listen, daemon=True).start()
    yield (address := ears.getsockname())
    ears.sendto(b"", address)
    web.shutdown()
    web.server_close()
