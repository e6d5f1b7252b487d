"""What goes on by itself, for any number who follow it: a camera's video and scenes, and events."""
