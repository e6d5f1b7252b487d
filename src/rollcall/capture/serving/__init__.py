"""Cameras that this machine plays itself, by RTSP: what the demo, the tests and the benchmarks connect to."""
