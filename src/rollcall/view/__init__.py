"""What a viewer sees: the newest result drawn over the newest picture, at the camera's rate."""

from rollcall.view.feed import Feed
from rollcall.view.feeds import Feeds
from rollcall.view.overlay import draw_scene

__all__ = ["Feed", "Feeds", "draw_scene"]
