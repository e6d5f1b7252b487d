"""Who may use the program: signing in, users, API keys, and who did what."""
