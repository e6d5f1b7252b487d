"""The running system: a pipeline per camera, sightings, events.

The only place where rooms are joined by threads and clocks.
"""
