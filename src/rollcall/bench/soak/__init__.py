"""An hour of trouble: what the program holds at its end, beside its beginning."""
