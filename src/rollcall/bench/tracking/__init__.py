"""Follow labelled faces beside the reference trackers: IDF1, ID switches, HOTA, MOTA, time."""

from rollcall.bench.tracking.command import command

__all__ = ["command"]
