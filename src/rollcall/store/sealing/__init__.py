"""What shows a face, sealed where there is a key, and sealed anew with another one."""
