"""The cameras at work, each with its stream and the thread that analyses it."""
