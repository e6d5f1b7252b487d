"""The system at work without a camera: public-domain people walk before a camera that this machine plays itself."""

from rollcall.demo.camera import demo_camera

__all__ = ["demo_camera"]
