"""CompreFace's API over our gallery, so that its clients (Double Take, Viseron, its SDKs) work unchanged.

After https://github.com/exadel-inc/CompreFace/blob/master/docs/Rest-API-description.md
"""

from rollcall.web.compreface import faces, recognition, subjects

__all__ = ["faces", "recognition", "subjects"]
