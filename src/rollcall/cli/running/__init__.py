"""The program at work: its start, its log, and whether it is well."""
