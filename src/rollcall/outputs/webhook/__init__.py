"""Alerts by HTTP: a queue that outlives the process, and a thread a receiver that empties it."""
