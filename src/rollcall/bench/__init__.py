"""What rollcall bench runs."""
