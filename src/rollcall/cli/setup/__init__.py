"""Commands that look at what the program needs and try it: settings, models, cameras, outputs, all of it."""
