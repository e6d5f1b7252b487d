"""Pages and API under watch: live video in a browser, many viewers, many requests beside running recognition."""
