"""The web: live video, pages, API. The only room that imports fastapi."""
